"""The JSON in the fenced blocks of a Markdown page, each value with its line.

A block may hold one value, several one after the other (an ellipsis between them is passed over), or server-sent
events, of which the data is read.  A fence may be indented, as inside a list or an HTML element.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..json_values import Json

__all__ = ["Block", "NotJson", "iter_blocks"]

_FENCE: Final = re.compile(r"^(\s*)(`{3,}|~{3,})\s*([\w+-]*)")
_COMMENT: Final = re.compile(r"<!--\s*schema:\s*(\w+)\s*-->|\{/\*\s*schema:\s*(\w+)\s*\*/\}")
_JSON: Final = frozenset({"json", "jsonc", "json5", "jsonl", "ndjson"})
_BETWEEN: Final = re.compile(r"(?:\s|…|\.\.\.|,)*")
_FIELD: Final = re.compile(r"^(event|data|id|retry|):|^(event|data)$")
_DONE: Final = "[DONE]"


@dataclass(frozen=True, slots=True)
class NotJson:
    """What stands where a JSON value should."""

    reason: str


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block."""

    line: int
    """The line of its first line of content, from 1."""
    text: str
    schema: str | None
    """The component that a comment before the block names."""

    @property
    def is_stream(self) -> bool:
        """Whether it holds server-sent events."""
        return _is_stream(self.text)

    def values(self) -> Iterator[tuple[int, Json | NotJson]]:
        """Every value with its line; ``NotJson`` where one cannot be read, after which the block is given up."""
        if self.is_stream:
            for offset, row in enumerate(self.text.split("\n")):
                field, _, data = row.strip().partition(":")
                if field == "data" and data.strip() != _DONE:
                    yield self.line + offset, _parsed(data.strip())
            return
        decoder, at = json.JSONDecoder(), 0
        while (at := _after_space(self.text, at)) < len(self.text):
            line = self.line + self.text.count("\n", 0, at)
            try:
                value, at = decoder.raw_decode(self.text, at)
            except (ValueError, RecursionError) as error:
                where = self.line + error.lineno - 1 if isinstance(error, json.JSONDecodeError) else line
                yield where, NotJson(_reason(error))
                return
            yield line, value


def iter_blocks(text: str) -> Iterator[Block]:
    """The blocks that hold JSON or server-sent events."""
    fence = indent = language = ""
    start, held, named = 0, [""], None
    for number, line in enumerate(text.split("\n"), 1):
        found = _FENCE.match(line)
        if fence:
            if found and found[2].startswith(fence) and not found[3]:
                body = "\n".join(held)
                if language in _JSON or _is_stream(body):
                    yield Block(start, body, named)
                fence, named = "", None
            else:
                held.append(line.removeprefix(indent))
        elif found:
            indent, fence, language = found[1], found[2], found[3].lower()
            start, held = number + 1, []
        elif comment := _COMMENT.search(line):
            named = comment[1] or comment[2]
        elif line.strip():
            named = None


def _is_stream(text: str) -> bool:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return _FIELD.match(first.strip()) is not None


def _after_space(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _parsed(text: str) -> Json | NotJson:
    try:
        value: Json = json.loads(text)
        return value
    except (ValueError, RecursionError) as error:
        return NotJson(_reason(error))


def _reason(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return "it nests too deeply" if isinstance(error, RecursionError) else str(error)
