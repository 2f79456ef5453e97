"""Writes the content blocks of an Anthropic message as items.

1. Text blocks that follow each other are one message with one part.  Citations come before the text that they are
   about, so they become annotations when their block stops: its text is the span, in characters of the part.
2. A thinking block is one reasoning item, with its signature as ``encrypted_content``; so is a redacted one.
3. A tool use is a function call.  Its input comes whole at the start, or in fragments; then the fragments count.
4. Every other block is an extension item with the fields of the block.
5. What a block wrote last stays open until the next block begins: whether it was cut off is told after it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final, NamedTuple

from ..json_values import read_json
from ..scopes import CustomItemScope, MessageScope
from .anthropic_thinking import ThinkingType, wrap
from .anthropic_writing import Block, Deltas, MessageWriting, Said
from .names import extension_name

__all__ = ["BLOCKS", "DELTAS", "IMPLIED", "BlockRow", "block_of"]

_TAKEN: Final = frozenset({"id", "status", "self"})
"""Names that an item, or the call that makes it, uses; a field so called gets its extension name."""
_NAMELESS: Final = "block"
"""What a block is called whose type is no text."""


class TextBlock(Block):
    """A ``text`` block."""

    def begin(self) -> None:
        writing = self._writing
        if not isinstance(self._output.item, MessageScope):
            writing.text_length, writing.citations = 0, []
        self._start = writing.text_length
        self._citations: list[tuple[Said, str]] = []
        self._write(self._text(self._said, "text", self._path))
        cited = self._said.get("citations")
        if isinstance(cited, list):
            for at, citation in enumerate(cited):
                self._cite(citation, f"{self._path}.citations[{at}]")
        elif cited is not None:
            writing.report("The citations are not a list and are left out", f"{self._path}.citations")

    def text_delta(self, delta: Said) -> None:
        self._write(self._text(delta, "text", "delta"))

    def citations_delta(self, delta: Said) -> None:
        self._cite(delta.get("citation"), "delta.citation")

    def _write(self, fragment: str) -> None:
        if fragment:
            self._output.write("text", fragment)
            self._writing.text_length += len(fragment)

    def _cite(self, citation: object, path: str) -> None:
        if isinstance(citation, Mapping):
            self._citations.append((citation, path))
        else:
            self._writing.report("The citation is not an object and is left out", path)

    def _stop(self) -> None:
        span = {"start_index": self._start, "end_index": self._writing.text_length}
        for citation, path in self._citations:
            part = self._output.part
            if part is None or not isinstance(self._output.item, MessageScope):
                part = self._output.begin_part("text")
            url = citation.get(CITED_URL)
            if isinstance(url, str) and url:
                title = self._text(citation, "title", path)
                whole = {f"{self._writing.slug}:citation": citation}
                part.annotate({"type": "url_citation", "url": url, "title": title, **span, **whole})
            else:
                self._writing.citations.append({"content_index": part.index, **span, "citation": citation})
                self._output.keep(**{f"{self._writing.slug}:citations": self._writing.citations})

    deltas: ClassVar[Deltas] = MappingProxyType({"text_delta": text_delta, "citations_delta": citations_delta})


CITED_URL: Final = "url"
"""The field of a citation that makes it an annotation; other citations are kept on the message."""


class ThinkingBlock(Block):
    """A ``thinking`` block; its text may be left out, its signature may not."""

    _has_text = False

    def begin(self) -> None:
        self._output.begin_reasoning()
        self._think(self._text(self._said, "thinking", self._path))
        self._sign(self._text(self._said, "signature", self._path))

    def thinking_delta(self, delta: Said) -> None:
        self._think(self._text(delta, "thinking", "delta"))

    def _think(self, text: str) -> None:
        self._has_text = self._has_text or bool(text)
        self._output.write("reasoning", text)

    def signature_delta(self, delta: Said) -> None:
        self._sign(self._text(delta, "signature", "delta"))

    def _sign(self, signature: str) -> None:
        if signature:
            kind: ThinkingType = "thinking" if self._has_text else "omitted_thinking"
            self._output.keep(encrypted_content=wrap(kind, signature))

    deltas: ClassVar[Deltas] = MappingProxyType({"thinking_delta": thinking_delta, "signature_delta": signature_delta})


class RedactedThinkingBlock(Block):
    """A ``redacted_thinking`` block, of which nothing can be read."""

    def begin(self) -> None:
        self._output.begin_reasoning()
        if data := self._text(self._said, "data", self._path):
            self._output.keep(encrypted_content=wrap("redacted_thinking", data))


class ToolUseBlock(Block):
    """A ``tool_use`` block."""

    _KNOWN: ClassVar = frozenset({"type", "id", "name", "input"})

    def begin(self) -> None:
        self._key = self._writing.blocks
        self._is_streamed = False
        slug = self._writing.slug
        extra = {f"{slug}:{name}": value for name, value in self._said.items() if name not in self._KNOWN}
        name, call_id = (self._text(self._said, field, self._path) for field in ("name", "id"))
        self._output.call(self._key, name=name or None, call_id=call_id or None, **extra)

    def input_json_delta(self, delta: Said) -> None:
        fragment = self._text(delta, "partial_json", "delta")
        if fragment:
            self._is_streamed = self._is_streamed or bool(fragment.strip())
            self._output.calls.advance(self._key, arguments=fragment)

    def _stop(self) -> None:
        whole = self._said.get("input")
        if whole is None or whole == {}:
            return
        if self._is_streamed:
            self._writing.report("The input came whole and in fragments; the fragments count", f"{self._path}.input")
            return
        if not isinstance(whole, Mapping):
            self._writing.report("The input of the tool is not an object", f"{self._path}.input")
        arguments = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        self._output.calls.advance(self._key, arguments=arguments)

    def settle(self) -> None:
        self._output.calls.end(self._key)

    deltas: ClassVar[Deltas] = MappingProxyType({"input_json_delta": input_json_delta})


class ExtensionBlock(Block):
    """A block that the specification has no item for: a provider's own tool, its result, or what is unknown."""

    def begin(self) -> None:
        self._chunks: list[str] = []
        self._grown: dict[str, object] = {}
        slug, kind = self._writing.slug, self._said.get("type")
        name = kind if isinstance(kind, str) and kind else _NAMELESS
        fields = {
            f"{slug}:{field}" if field in _TAKEN else field: value
            for field, value in self._said.items()
            if field != "type"
        }
        type = extension_name(slug, name)
        if type != f"{slug}:{kind}":
            fields[f"{slug}:type"] = kind
        self._scope: CustomItemScope = self._output.custom_item(type, **fields)

    def input_json_delta(self, delta: Said) -> None:
        self._chunks.append(self._text(delta, "partial_json", "delta"))

    def compaction_delta(self, delta: Said) -> None:
        for name, value in delta.items():
            before = self._grown.get(name, self._said.get(name))
            if name != "type" and name not in _TAKEN and value is not None:
                grows = isinstance(value, str) and isinstance(before, str)
                self._grown[name] = f"{before}{value}" if grows else value

    def _stop(self) -> None:
        if self._grown:
            self._scope.update(**self._grown)
        text = "".join(self._chunks)
        if not text.strip():
            return
        try:
            self._scope.update(input=read_json(text))
        except ValueError:
            self._writing.report("The input of the tool is not JSON and is kept as text", "delta.partial_json")
            self._scope.update(**{f"{self._writing.slug}:partial_input": text})

    def settle(self) -> None:
        self._scope.close(status="failed" if _tells_an_error(self._said) else "completed")

    deltas: ClassVar[Deltas] = MappingProxyType(
        {"input_json_delta": input_json_delta, "compaction_delta": compaction_delta}
    )


class SkippedBlock(Block):
    """An unknown block that is to be left out, with all of its deltas."""

    is_skipped = True


def _tells_an_error(said: Said) -> bool:
    """Whether a result says that its tool failed."""
    content = said.get("content")
    kind = content.get("type") if isinstance(content, Mapping) else None
    return said.get("is_error") is True or (isinstance(kind, str) and kind.endswith("_error"))


class BlockRow(NamedTuple):
    """What a type of block becomes."""

    writer: type[Block]
    becomes: str


_TOOL_USES: Final = ("server_tool_use", "mcp_tool_use")
_RESULTS: Final = (
    *("web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result"),
    *("bash_code_execution_tool_result", "text_editor_code_execution_tool_result"),
    *("tool_search_tool_result", "advisor_tool_result", "mcp_tool_result"),
)
_OTHERS: Final = ("compaction", "fallback", "container_upload")

BLOCKS: Final[Mapping[str, BlockRow]] = MappingProxyType(
    {
        "text": BlockRow(TextBlock, "`message` with an `output_text` part; adjacent text blocks share it"),
        "thinking": BlockRow(ThinkingBlock, "`reasoning` with a `reasoning_text` part, if it has text"),
        "redacted_thinking": BlockRow(RedactedThinkingBlock, "`reasoning` without content"),
        "tool_use": BlockRow(ToolUseBlock, "`function_call`"),
        **{name: BlockRow(ExtensionBlock, f"`anthropic:{name}`") for name in (*_TOOL_USES, *_RESULTS, *_OTHERS)},
    }
)
"""Every type of block that is known.  Any other becomes an extension item too, with a finding."""

DELTAS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text_delta": "`response.output_text.delta`",
        "citations_delta": "`response.output_text.annotation.added` when the block stops, if the citation has a `url`; "
        "else `anthropic:citations` of the message",
        "thinking_delta": "`response.reasoning.delta`",
        "signature_delta": "`encrypted_content` of the reasoning",
        "input_json_delta": "`response.function_call_arguments.delta`; `input` of an extension item, once it is whole",
        "compaction_delta": "the fields of `anthropic:compaction`",
    }
)
"""Every type of delta that is known.  Any other is kept as the event ``slug:raw_event``, with a finding."""

IMPLIED: Final[Mapping[str, str]] = MappingProxyType(
    {"text_delta": "text", "citations_delta": "text", "thinking_delta": "thinking", "signature_delta": "thinking"}
)
"""The type of block that a delta belongs to whose block never began."""


def block_of(writing: MessageWriting, said: Said, path: str) -> Block:
    """The writer of a block; one of an unknown type is a finding."""
    kind = said.get("type")
    row = BLOCKS.get(kind) if isinstance(kind, str) else None
    writing.blocks += 1
    if row is not None:
        return row.writer(writing, said, path)
    writing.report("The type of the block is unknown", f"{path}.type")
    return (ExtensionBlock if writing.keep_unknown else SkippedBlock)(writing, said, path)
