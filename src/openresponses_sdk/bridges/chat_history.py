"""The input items of a request as the messages of a Chat Completions request.

1. What the model said in one turn is one message once it has calls: the outputs must come right behind it.  Without
   calls each message stays one.
2. Content of one text is a string, as every server takes it; a refusal beside it is ``refusal``.  More parts are
   a list.
3. Reasoning goes into the message of its turn, in the field that the caller names with ``reasoning_field``:
   servers differ in it, and OpenAI's has none.  With ``reasoning_details`` sealed reasoning goes back too.
4. A tool message holds only text.  Images and files that a tool returned stand in a message of the user behind the
   outputs of the turn, with a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from .chat_reasoning import DETAILS, OPAQUE_REASONING, RAW_SUMMARY, unseal
from .request_input import TEXT_FIELDS, Call, PartRow, RequestHistory, text_of
from .request_mapping import JSONObject, RequestLog
from .request_media import media_of
from .request_object import RequestObject

__all__ = ["CHAT_PARTS", "IMAGE_DETAILS", "NOT_SHOWN", "SHOWN", "ChatHistory", "ReasoningField"]

ReasoningField: TypeAlias = Literal["reasoning_content", "reasoning", "reasoning_details"]
"""Where a server of Chat Completions takes earlier reasoning."""

SHOWN: Final = "The output is in the next message of the user."
NOT_SHOWN: Final = "The output cannot be shown."
"""What a tool message says in place of an output without text."""

IMAGE_DETAILS: Final = ("auto", "low", "high", "original")
"""The resolutions of images that Chat Completions knows."""


class ChatHistory(RequestHistory):
    """The messages of one request."""

    def __init__(
        self, log: RequestLog, slug: str, *, reasoning_field: ReasoningField | None, developer_role: str
    ) -> None:
        super().__init__(log, slug)
        self.messages: list[JSONObject] = []
        self._reasoning_field = reasoning_field
        self._roles = {"developer": developer_role}
        self._shown: list[JSONObject] = []
        """Images and files of outputs, which wait for the last output of their turn."""
        self._open: JSONObject | None = None
        """The message of the model that calls and reasoning of its turn still go into."""

    def instruct(self, text: str) -> None:
        """Take the instructions of the request."""
        self._add({"role": self._roles["developer"], "content": text})

    def _add(self, message: JSONObject) -> JSONObject:
        self._close()
        if message["role"] != "tool":
            self._show()
        self.messages.append(message)
        return message

    def _turn(self) -> JSONObject:
        """The message of the model that is open, or a new one."""
        if self._open is None:
            self._open = self._add({"role": "assistant"})
        return self._open

    def _close(self) -> None:
        """The open message gets no more; without calls it must have content."""
        if self._open is not None and "tool_calls" not in self._open:
            self._open.setdefault("content", "")
        self._open = None

    def _end(self) -> None:
        self._close()
        self._show()

    def _show(self) -> None:
        """Write what tools returned and a tool message cannot hold."""
        shown, self._shown = self._shown, []
        if shown:
            self.messages.append({"role": "user", "content": shown})

    def _system(self, role: str, item: RequestObject, parts: list[RequestObject]) -> None:
        self._add({"role": self._roles.get(role, role), "content": self._written(parts, "text")})

    def _user(self, parts: list[RequestObject]) -> None:
        self._add({"role": "user", "content": self._written(parts, "text", "media")})

    def _assistant(self, item: RequestObject, parts: list[RequestObject]) -> None:
        self._close_if_said()
        message = self._turn()
        written = self._written(parts, "text", "refusal")
        if "content" in message:  # It has calls, so what is said later in the turn has to go here too.
            refusal = message.pop("refusal", None)
            refused: list[JSONObject] = [] if refusal is None else [{"type": "refusal", "refusal": refusal}]
            written = _listed(message["content"]) + refused + _listed(written)
        texts, refusals = _split(_listed(written))
        if len(refusals) == 1 and len(texts) <= 1 and _listed(written)[-1] is refusals[0]:
            message["refusal"] = refusals[0]["refusal"]
            message["content"] = texts[0]["text"] if texts else None
        else:
            message["content"] = written

    def _close_if_said(self) -> None:
        """Begin another message where the open one is complete: it has content, and no call that ties it to a turn."""
        if self._open is not None and "content" in self._open and "tool_calls" not in self._open:
            self._close()

    def _call(self, call: Call) -> None:
        message = self._turn()
        calls = message.setdefault("tool_calls", [])
        function = {"name": call.name, "arguments": call.item.text("arguments") or "{}"}
        if isinstance(calls, list):
            calls.append({"id": call.call_id, "type": "function", "function": function})

    def _output(self, call: Call, parts: list[RequestObject]) -> None:
        texts = [part for part in parts if part.peek("type") in TEXT_FIELDS]
        content = self._written(texts, "text")
        for part in parts:
            if part in texts:
                continue
            shown = self._content([part], "media")
            if shown:
                part.report("changed", "It stands in a message of the user: a tool message holds only text")
                self._shown += [{"type": "text", "text": f"Output of the call {call.call_id}:"}, *shown]
            content = content or (SHOWN if shown else NOT_SHOWN)
        self._add({"role": "tool", "tool_call_id": call.call_id, "content": content})

    def _written(self, parts: list[RequestObject], *kinds: str) -> str | list[JSONObject]:
        """The content of a message: one text is a string."""
        match self._content(parts, *kinds):
            case []:
                return ""
            case [{"type": "text", "text": str(text)}]:
                return text
            case written:
                return written

    def _text_part(self, part: RequestObject) -> list[JSONObject]:
        return [{"type": "text", "text": text_of(part) or ""}]

    def _refusal_part(self, part: RequestObject) -> list[JSONObject]:
        return [{"type": "refusal", "refusal": text_of(part) or ""}]

    def _image(self, part: RequestObject) -> list[JSONObject]:
        media = media_of(part)
        if media is None or media.file_id is not None:
            self._no_part(part, "Chat Completions takes an image only as an address or as a data URL")
            return []
        url = media.url or f"data:{media.type};base64,{media.data}"
        image: JSONObject = {"url": url}
        detail = part.peek("detail")
        if detail in IMAGE_DETAILS:
            image["detail"] = part.take("detail")
        elif detail is not None:
            part.refuse("detail", "unsupported_value", f"Chat Completions takes only {', '.join(IMAGE_DETAILS)}")
        return [{"type": "image_url", "image_url": image}]

    def _file(self, part: RequestObject) -> list[JSONObject]:
        if "file_data" not in part and "file_id" not in part:
            self._no_part(part, "Chat Completions takes a file only as data or by its id")
            return []
        part.take("type")
        names = ("file_data", "file_id", "filename")
        return [{"type": "file", "file": {name: text for name in names if (text := part.text(name)) is not None}}]

    def _audio(self, part: RequestObject) -> list[JSONObject]:
        part.take("type")
        return [{"type": "input_audio", "input_audio": part.plain("input_audio") or {}}]

    def _reasoning(self, item: RequestObject) -> None:
        field = self._reasoning_field
        if field is None:
            why = "Chat Completions has no place for reasoning; name the field of the server with reasoning_field"
            item.reject("unsupported_item", why)
            return
        content, summary = self._readable(item, "content"), self._readable(item, "summary")
        sealed = unseal(item.peek("encrypted_content")) or {}
        if sealed.pop(RAW_SUMMARY, None) and not content:
            content, summary = summary, []
        opaque = str(sealed.get("type"))
        written: JSONObject = {}
        if field == "reasoning_details":
            if details := _details(content, summary, sealed):
                written[field] = details
        elif text := "".join(content) or "\n\n".join(summary):
            written[field] = text
            if content and summary:
                item.report("unsupported_member", f"{field} holds the content alone", "summary")
        if opaque in OPAQUE_REASONING and (self._open is None or opaque not in self._open):
            written[opaque] = sealed.get("data")
        if not written:
            item.reject("foreign_reasoning", f"There is nothing in it that {field} could hold")
            return
        if opaque in written or (field == "reasoning_details" and opaque in _SEALED_DETAILS):
            item.ignore(["encrypted_content"])
        why = f"{field} has no place for what only the provider that wrote it can read"
        item.refuse("encrypted_content", "foreign_reasoning", why)
        self._close_if_said()
        message = self._turn()
        for name, value in written.items():
            before = message.get(name)
            if isinstance(value, list):
                message[name] = [*_listed(before), *value]
            else:
                message[name] = f"{before or ''}{value}" if name == field else value


_TEXT: Final = PartRow("text", "`text`", ChatHistory._text_part)
CHAT_PARTS: Final[Mapping[str, PartRow]] = MappingProxyType(
    {
        "input_text": _TEXT,
        "output_text": _TEXT,
        "text": _TEXT,
        "refusal": PartRow("refusal", "`refusal`", ChatHistory._refusal_part),
        "input_image": PartRow("media", "`image_url`, of an address or data URL", ChatHistory._image),
        "input_file": PartRow("media", "`file`, of data or an id", ChatHistory._file),
        "input_audio": PartRow("media", "`input_audio`", ChatHistory._audio),
    }
)
"""Every type of part that has a place; parts of kind media have one in messages of the user only, where those of
outputs go too."""

ChatHistory.parts = CHAT_PARTS

_SEALED_DETAILS: Final = frozenset({*DETAILS, "reasoning.encrypted"})


def _details(content: list[str], summary: list[str], sealed: JSONObject) -> list[JSONObject]:
    """The ``reasoning_details`` that a reasoning item was made from."""
    texts: dict[str, list[str]] = {"reasoning.summary": summary, "reasoning.text": content}
    details: list[JSONObject] = []
    for kind, said in texts.items():
        for text in said:
            details.append({"type": kind, DETAILS[kind][1]: text})
    kind = str(sealed.get("type"))
    if kind in _SEALED_DETAILS:
        if details and details[-1]["type"] == kind:
            details[-1] |= sealed
        else:
            details.append(sealed)
    return details


def _listed(content: object) -> list[JSONObject]:
    """A content as parts."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    return list(content) if isinstance(content, list) else []


def _split(parts: list[JSONObject]) -> tuple[list[JSONObject], list[JSONObject]]:
    """The parts that are text, and the refusals."""
    refusals = [part for part in parts if part["type"] == "refusal"]
    return [part for part in parts if part["type"] != "refusal"], refusals
