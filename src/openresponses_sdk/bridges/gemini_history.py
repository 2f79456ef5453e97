"""The input items of a request as the contents of a Gemini request.

1. System and developer messages are ``systemInstruction``; one that comes after the conversation has begun moves to its
   front, which is a finding.
2. Neighbours of one role are one content.  The result of a function is of role ``user`` and bears the function's name.
3. A signature goes back on the part that it signs: that of a call on the call, that of a thought on the thought, that
   of a text on the characters that it was given for, where the text of the message is cut.
4. Gemini 3 refuses calls that are not signed.  Where the caller asks for it, the first call of a turn that another
   model made gets the signature that Google documents for such calls.
5. An extension item ``google:…`` holds the part that it was made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from .gemini_signatures import Signature, unwrap
from .request_input import Call, PartRow, RequestHistory, arguments_of, text_of
from .request_mapping import JSONObject, RequestLog
from .request_media import media_of
from .request_object import RequestObject

__all__ = ["FOREIGN_SIGNATURE", "GEMINI_PARTS", "GEMINI_RESOLUTIONS", "GeminiHistory"]

GEMINI_RESOLUTIONS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "auto": None,
        "low": "MEDIA_RESOLUTION_LOW",
        "high": "MEDIA_RESOLUTION_HIGH",
        "original": "MEDIA_RESOLUTION_ULTRA_HIGH",
    }
)
"""The details of images, and the ``mediaResolution`` of their parts."""

FOREIGN_SIGNATURE: Final = "skip_thought_signature_validator"
"""The signature that Google documents for calls that no model of its own made."""

_FORM: Final = "Gemini"


class _Mark(NamedTuple):
    """A signature of some characters of the message before it, and where it stands in the request."""

    signature: Signature
    source: RequestObject


class GeminiHistory(RequestHistory):
    """The system instruction and the contents of one request."""

    def __init__(self, log: RequestLog, slug: str, *, sign_foreign_calls: bool) -> None:
        super().__init__(log, slug)
        self._sign_foreign_calls = sign_foreign_calls
        self.system: list[JSONObject] = []
        self.contents: list[JSONObject] = []
        self._said: list[str] = []
        """The texts of the message that waits for its signatures."""
        self._marks: list[_Mark] = []
        self._ids: dict[str, object] = {}
        """The ids that Gemini gave calls, by those of the calls."""

    def instruct(self, text: str) -> None:
        """Take the instructions of the request."""
        if text:
            self.system.append({"text": text})

    def _add(self, role: str, parts: list[JSONObject]) -> None:
        self._end()
        if not parts:
            return
        if self.contents and self.contents[-1]["role"] == role:
            before = self.contents[-1]["parts"]
            if isinstance(before, list):
                before.extend(parts)
        else:
            self.contents.append({"role": role, "parts": parts})

    def _system(self, role: str, item: RequestObject, parts: list[RequestObject]) -> None:
        written = self._content(parts, "text")
        if written and (self.contents or self._said):
            item.report("changed", "It stands before the conversation, not inside it")
        self.system += written

    def _user(self, parts: list[RequestObject]) -> None:
        self._add("user", self._content(parts, "text", "media"))

    def _assistant(self, item: RequestObject, parts: list[RequestObject]) -> None:
        self._end()
        for part in self._content(parts, "text", "refusal"):
            self._said.append(str(part["text"]))
        for mark in item.objects(f"{self._slug}:thought_signatures"):
            signature, start, end = mark.text("signature"), mark.take("start", "integer"), mark.take("end", "integer")
            if signature is not None and isinstance(start, int) and isinstance(end, int):
                self._marks.append(_Mark(Signature(signature, start, end), mark))
            mark.finish()

    def _call(self, call: Call) -> None:
        said: JSONObject = {"name": call.name, "args": arguments_of(call, _FORM)}
        own_id = call.item.peek(f"{self._slug}:id")
        if isinstance(own_id, str):
            said["id"] = call.item.take(f"{self._slug}:id")
        part: JSONObject = {"functionCall": said}
        signature = call.item.text(f"{self._slug}:thought_signature")
        if signature is None and self._sign_foreign_calls and not self._follows_a_call():
            signature = FOREIGN_SIGNATURE
        if signature is not None:
            part["thoughtSignature"] = signature
        self._ids[call.call_id] = own_id
        self._add("model", [part])

    def _follows_a_call(self) -> bool:
        """Whether the part before is a call too: of calls beside each other only the first is signed."""
        last = self.contents[-1] if self.contents and not self._said else {}
        parts = last.get("parts") if last.get("role") == "model" else None
        return isinstance(parts, list) and "functionCall" in parts[-1]

    def _output(self, call: Call, parts: list[RequestObject]) -> None:
        texts: list[str] = []
        media: list[JSONObject] = []
        for part in self._content(parts, "text", "media"):
            text = part.get("text")
            if isinstance(text, str):
                texts.append(text)
            else:
                media.append(part)
        response: JSONObject = {"name": call.name, "response": {"output": "\n".join(texts)}}
        own_id = self._ids.get(call.call_id)
        if isinstance(own_id, str):
            response["id"] = own_id
        if media:
            response["parts"] = media
        self._add("user", [{"functionResponse": response}])

    def _reasoning(self, item: RequestObject) -> None:
        sealed = item.peek("encrypted_content")
        signature = unwrap(sealed) if isinstance(sealed, str) else None
        if signature is not None and signature.start is not None:
            if self._said:
                item.take("encrypted_content")
                self._marks.append(_Mark(signature, item))
            else:
                item.reject("misplaced", "The signature is of a message, and there is none before it")
            return
        thought = "".join(self._readable(item, "summary"))
        if signature is None and (sealed is not None or not thought or "content" in item):
            item.reject("foreign_reasoning", "Gemini takes back only reasoning of its own")
            return
        written: JSONObject = {"text": thought}
        if thought:
            written["thought"] = True
        if signature is not None:
            item.take("encrypted_content")
            written["thoughtSignature"] = signature.signature
        self._add("model", [written])

    def _extension(self, item: RequestObject, kind: str) -> None:
        part = item.plain("part")
        if part is None:
            self._no_place(item, kind)
            return
        item.ignore(["id", "type"])
        if item.peek("status") == "completed":
            item.ignore(["status"])
        self._add("model", [part])

    def _end(self) -> None:
        """Write the message that waited for its signatures."""
        said, marks = self._said, self._marks
        self._said, self._marks = [], []
        if said:
            texts: list[JSONObject] = [{"text": text} for text in said]
            self._add("model", _signed("".join(said), marks) if marks else texts)
        for mark in [] if said else marks:
            mark.source.report("misplaced", "The message of the signature has no text")

    def _text(self, part: RequestObject) -> list[JSONObject]:
        text = text_of(part)
        return [{"text": text}] if text else []

    def _refusal(self, part: RequestObject) -> list[JSONObject]:
        part.report("changed", "Gemini has no refusals; it is text")
        return self._text(part)

    def _media(self, part: RequestObject) -> list[JSONObject]:
        media = media_of(part)
        if media is None:
            self._no_part(part, "The part has no content")
            return []
        written: JSONObject = {} if media.type is None else {"mimeType": media.type}
        if media.data is not None and media.type is None:
            self._no_part(part, "Gemini takes data only with its media type, as a data URL or with a file name")
            return []
        if (filename := part.text("filename")) is not None:
            written["displayName"] = filename
        if media.data is not None:
            made: JSONObject = {"inlineData": written | {"data": media.data}}
        else:
            made = {"fileData": written | {"fileUri": media.url or media.file_id}}
        detail = part.peek("detail")
        if isinstance(detail, str) and detail in GEMINI_RESOLUTIONS:
            part.take("detail")
            if (level := GEMINI_RESOLUTIONS[detail]) is not None:
                made["mediaResolution"] = {"level": level}
        return [made]


_TEXT: Final = PartRow("text", "`text`", GeminiHistory._text)
_MEDIA: Final = PartRow("media", "`inlineData` of data, `fileData` of an address or file id", GeminiHistory._media)
GEMINI_PARTS: Final[Mapping[str, PartRow]] = MappingProxyType(
    {
        "input_text": _TEXT,
        "output_text": _TEXT,
        "text": _TEXT,
        "refusal": PartRow("refusal", "`text`, with a finding", GeminiHistory._refusal),
        "input_image": _MEDIA,
        "input_file": _MEDIA,
        "input_video": _MEDIA,
    }
)
"""Every type of part that has a place; parts of kind media have one in messages of the user and in results."""

GeminiHistory.parts = GEMINI_PARTS


def _signed(text: str, marks: list[_Mark]) -> list[JSONObject]:
    """A text cut so that each signature stands on the characters that it signs."""
    parts: list[JSONObject] = []
    at = 0
    for (signature, start, end), source in marks:
        if start is None or end is None or not at <= start <= end <= len(text):
            source.report("misplaced", "The message before it has no such characters that are not signed already")
            continue
        if start > at:
            parts.append({"text": text[at:start]})
        parts.append({"text": text[start:end], "thoughtSignature": signature})
        at = end
    if text[at:]:
        parts.append({"text": text[at:]})
    return parts
