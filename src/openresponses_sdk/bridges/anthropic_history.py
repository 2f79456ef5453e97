"""The input items of a request as the messages of an Anthropic Messages request.

1. System and developer messages are ``system`` until the conversation has begun.  A later one stays where it is, as a
   message of role ``system``; for the older version of the API, which has none, it moves to the front, with a finding.
2. Neighbours of one role are one message.  The results of tools stand first in it, since Anthropic wants them right
   behind their calls.
3. Reasoning goes back only with Anthropic's own signature or data, as the block that it was.
4. Text is cut at its citations (``anthropic_citations``).  An empty text is no block, nor is one of white space alone,
   which Anthropic refuses where nothing else is said.
5. An extension item ``anthropic:…`` is the block of the model that it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from .anthropic_citations import annotations_of, citations_of, text_blocks
from .anthropic_thinking import is_omitted, thinking_block
from .request_input import Call, PartRow, RequestHistory, arguments_of, text_of
from .request_mapping import JSONObject, RequestLog
from .request_media import Media, media_of
from .request_object import RequestObject

__all__ = ["ANTHROPIC_PARTS", "IMAGE_TYPES", "AnthropicHistory"]

IMAGE_TYPES: Final = ("image/jpeg", "image/png", "image/gif", "image/webp")
"""The media types of images that Anthropic takes as data."""
_PDF: Final = "application/pdf"
_TEXTS: Final = ("text/", "application/json")
"""What the media types of documents that are text begin with."""
_NOT_IN_AN_ID: Final = re.compile(r"[^A-Za-z0-9_-]")
_BLANK: Final = "Anthropic Messages takes no text of white space alone"


class AnthropicHistory(RequestHistory):
    """The system prompt and the messages of one request."""

    told_only: ClassVar[tuple[str, ...]] = ("logprobs",)

    def __init__(self, log: RequestLog, slug: str, *, has_system_messages: bool) -> None:
        super().__init__(log, slug)
        self._has_system_messages = has_system_messages
        self.system: list[JSONObject] = []
        self.messages: list[JSONObject] = []
        self._blocks: list[JSONObject] = []
        self._results = 0
        """How many results of tools the open message begins with."""
        self._ids: dict[RequestObject, str] = {}
        """The ids of the calls, as Anthropic takes them."""
        self._repeated: dict[str, int] = {}
        """How often an id of calls has been asked for."""

    def instruct(self, text: str) -> None:
        """Take the instructions of the request."""
        if text.strip():
            self.system.append({"type": "text", "text": text})
        elif text:
            self._log.report("unsupported_value", "$.instructions", _BLANK)

    def _open(self, role: str) -> list[JSONObject]:
        if not self.messages or self.messages[-1]["role"] != role:
            self._blocks, self._results = [], 0
            self.messages.append({"role": role, "content": self._blocks})
        return self._blocks

    def _add(self, role: str, blocks: list[JSONObject]) -> None:
        if blocks:
            self._open(role).extend(blocks)

    def _system(self, role: str, item: RequestObject, parts: list[RequestObject]) -> None:
        blocks = self._content(parts, "text")
        if self.messages and self._has_system_messages:
            self._add("system", blocks)
            return
        if blocks and self.messages:
            item.report("changed", "It stands before the conversation, not inside it")
        self.system += blocks

    def _user(self, parts: list[RequestObject]) -> None:
        self._add("user", self._content(parts, "text", "media"))

    def _assistant(self, item: RequestObject, parts: list[RequestObject]) -> None:
        cited = citations_of(item, self._slug)
        blocks: list[JSONObject] = []
        for index, part in enumerate(parts):
            text = text_of(part) if part.peek("type") != "refusal" else None
            if text is None:
                blocks += self._content([part], "refusal")
            else:
                spans = [*annotations_of(part, self._slug), *cited.pop(index, ())]
                blocks += text_blocks(text, spans) if self._is_said(part, text) else []
                part.ignore(self.told_only)
                part.finish()
        for rest in cited.values():
            for each in rest:
                each.source.report("misplaced", "The message has no such text")
        self._add("assistant", blocks)

    def _call(self, call: Call) -> None:
        block: JSONObject = {
            "type": "tool_use",
            "id": self._id(call),
            "name": call.name,
            "input": arguments_of(call, self._log.form),
        }
        self._add("assistant", [block | self._own(call.item)])

    def _output(self, call: Call, parts: list[RequestObject]) -> None:
        content: object = self._content(parts, "text", "media")
        match content:
            case [{"type": "text", "text": str(text)}]:
                content = text
        blocks = self._open("user")
        blocks.insert(self._results, {"type": "tool_result", "tool_use_id": self._id(call), "content": content})
        self._results += 1

    def _reasoning(self, item: RequestObject) -> None:
        sealed = item.peek("encrypted_content")
        block = thinking_block(sealed) if isinstance(sealed, str) else None
        if block is None:
            item.reject("foreign_reasoning", "Anthropic takes back only reasoning that it signed")
            return
        item.take("encrypted_content")
        written: JSONObject = {**block}
        if "thinking" in block:
            text = written["thinking"] = "".join(self._readable(item, "content"))
            if not text and not is_omitted(sealed):
                item.report("missing", "The signature is of a text that is not there; send the item as it was answered")
        self._add("assistant", [written])

    def _extension(self, item: RequestObject, kind: str) -> None:
        item.take("type")
        item.ignore(["id"])
        if item.peek("status") in ("completed", "failed"):  # A failed tool says so in its result.
            item.ignore(["status"])
        partial = f"{self._slug}:partial_input"
        item.refuse(partial, "unsupported_value", "Anthropic takes only JSON as the input of a tool")
        own = self._own(item)
        block: JSONObject = {"type": own.pop("type", kind.removeprefix(f"{self._slug}:"))}
        block |= {name: item.take(name) for name in item if name != "status"}
        self._add("assistant", [block | own])

    def _own(self, item: RequestObject) -> JSONObject:
        """The fields that the bridge kept under extension names, under their own."""
        prefix = f"{self._slug}:"
        return {name.removeprefix(prefix): item.take(name) for name in item if name.startswith(prefix)}

    def _id(self, call: Call) -> str:
        """The id of a call; Anthropic refuses other characters, which other providers use, and ids that repeat."""
        made = self._ids.get(call.item)
        if made is None:
            asked = made = _NOT_IN_AN_ID.sub("_", call.call_id)
            while made in self._repeated:
                self._repeated[asked] += 1
                made = f"{asked}_{self._repeated[asked]}"
            self._ids[call.item] = made
            self._repeated[made] = 1
        return made

    def _text(self, part: RequestObject) -> list[JSONObject]:
        text = text_of(part) or ""
        return [{"type": "text", "text": text}] if self._is_said(part, text) else []

    def _is_said(self, part: RequestObject, text: str) -> bool:
        """Whether the text can be a block; white space alone is a finding."""
        if text and not text.strip():
            part.report("unsupported_value", _BLANK)
        return bool(text.strip())

    def _refusal(self, part: RequestObject) -> list[JSONObject]:
        part.report("changed", "Anthropic Messages has no refusals; it is text")
        return self._text(part)

    def _image(self, part: RequestObject) -> list[JSONObject]:
        media = media_of(part)
        source = _source(media) if media is not None else None
        if media is None or source is None or (media.data is not None and media.type not in IMAGE_TYPES):
            self._no_part(part, "Anthropic Messages takes JPEG, PNG, GIF and WebP as data, an address or a file id")
            return []
        if part.peek("detail") == "auto":
            part.ignore(["detail"])
        return [{"type": "image", "source": source}]

    def _document(self, part: RequestObject) -> list[JSONObject]:
        media = media_of(part)
        source = _source(media) if media is not None else None
        if media is not None and media.data is not None and media.type not in (None, _PDF):
            text = media.text() if media.type.startswith(_TEXTS) else None
            source = None if text is None else {"type": "text", "media_type": "text/plain", "data": text}
        if media is not None and media.url is not None and media.is_known_not_to_be_pdf():
            source = None
        if source is None:
            self._no_part(part, "Anthropic Messages takes PDF and text as data, a PDF by its address, and a file id")
            return []
        block: JSONObject = {"type": "document", "source": source}
        if (title := part.text("filename")) is not None:
            block["title"] = title
        return [block]


_TEXT: Final = PartRow("text", "`text`", AnthropicHistory._text)
ANTHROPIC_PARTS: Final[Mapping[str, PartRow]] = MappingProxyType(
    {
        "input_text": _TEXT,
        "output_text": _TEXT,
        "text": _TEXT,
        "refusal": PartRow("refusal", "`text`, with a finding", AnthropicHistory._refusal),
        "input_image": PartRow("media", "`image`", AnthropicHistory._image),
        "input_file": PartRow("media", "`document`", AnthropicHistory._document),
    }
)
"""Every type of part that has a place; parts of kind media have one in messages of the user and in results of tools."""

AnthropicHistory.parts = ANTHROPIC_PARTS


def _source(media: Media) -> JSONObject:
    if media.url is not None:
        return {"type": "url", "url": media.url}
    if media.file_id is not None:
        return {"type": "file", "file_id": media.file_id}
    return {"type": "base64", "media_type": media.type or _PDF, "data": media.data}
