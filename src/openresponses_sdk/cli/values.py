"""Cuts an input into the JSON texts that a bridge takes, as they come, whatever they are framed in.

Server-sent events are known by the first line that is not blank, which starts a field or a comment.  A first line
that begins an object or an array and is no value of its own begins a document of several lines, if the whole input is
one.  Everything else is one value a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from pydantic_core import to_json

from ..json_values import Json
from ..sse import SSEFrame, SSEParser
from .files import LineSource, iter_lines
from .inputs import MAX_DOCUMENT_BYTES, is_field
from .steps import parsed

__all__ = ["SourceValue", "iter_values"]

_BOM: Final = b"\xef\xbb\xbf"


class SourceValue(NamedTuple):
    """One value of an input."""

    line: int
    """The line at which it begins, from 1."""
    data: bytes
    """Its text, JSON or not."""


def iter_values(stream: LineSource, max_bytes: int) -> Iterator[SourceValue]:
    """The values of an input; raises ``DecodeError`` when a frame is longer than ``max_bytes``."""
    lines = enumerate(iter_lines(stream, max_bytes), 1)
    for number, line in lines:
        first = line.removeprefix(_BOM).strip() if number == 1 else line.strip()
        if not first:
            continue
        if is_field(first):
            # The parser counts lines itself: those that were blank count too.
            blank = [b"\n"] * (number - 1)
            yield from _frames(chain(blank, [line], (line for _, line in lines)), max_bytes)
            return
        value = parsed(first) if first[:1] in (b"{", b"[") else ...
        if isinstance(value, list):
            yield from _elements(number, value)
        elif value is None:
            yield from _document_or_lines(number, line, lines)
            return
        else:
            yield SourceValue(number, line)
        break
    yield from (SourceValue(number, line) for number, line in lines if line.strip())


def _frames(lines: Iterator[bytes], max_bytes: int) -> Iterator[SourceValue]:
    parser = SSEParser(max_event_bytes=max_bytes)
    for line in lines:
        yield from map(_of_frame, filter(_is_value, parser.receive_data(line)))
    yield from map(_of_frame, filter(_is_value, parser.receive_eof()))


def _is_value(frame: SSEFrame) -> bool:
    return bool(frame.data.strip())


def _of_frame(frame: SSEFrame) -> SourceValue:
    """The data of a frame; a type that only the event field tells is put into it."""
    name = (frame.event or "").encode()
    if name and b'"%b"' % name not in frame.data:
        value = parsed(frame.data)
        if isinstance(value, dict) and not value.keys() & {"type", "choices", "object"}:
            return SourceValue(frame.line, to_json({"type": frame.event, **value}))
    return SourceValue(frame.line, frame.data)


def _document_or_lines(number: int, first: bytes, lines: Iterator[tuple[int, bytes]]) -> Iterator[SourceValue]:
    """A first line that is no value: it begins a document, or is a line that cannot be read."""
    kept, size = [(number, first)], len(first)
    for at, line in lines:
        kept.append((at, line))
        size += len(line)
        if size > MAX_DOCUMENT_BYTES or (len(kept) == 2 and isinstance(parsed(line), dict)):
            break  # Lines of their own follow, which must not wait for the end of a pipe.
    else:
        whole = parsed(b"".join(line for _, line in kept).removeprefix(_BOM))
        if isinstance(whole, dict):
            yield SourceValue(number, to_json(whole))
            return
        if isinstance(whole, list):
            yield from _elements(number, whole)
            return
    yield from (SourceValue(at, line) for at, line in chain(kept, lines) if line.strip())


def _elements(number: int, values: list[Json]) -> Iterator[SourceValue]:
    return (SourceValue(number, to_json(value)) for value in values)
