"""Newline-delimited JSON, in and out, without I/O: one event a line.

The specification does not define this form; logs and pipes use it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal, overload

from typing_extensions import TypeVar

from openresponses_schema import ResponseStreamEvent

from .decoder import DEFAULT_MAX_EVENT_BYTES, Decoder, Piece, RawEvent
from .encoding import EventEncoder
from .parsing import Malformed, OnError

__all__ = ["NDJSONDecoder", "NDJSONEncoder"]

_BOM = b"\xef\xbb\xbf"
_T = TypeVar("_T", default=ResponseStreamEvent)


class NDJSONDecoder(Decoder[_T]):
    """Bytes in, events out, for lines of JSON.

    A line ends in LF or CRLF, the last one may lack its end.  Blank lines give nothing.  A line ``[DONE]``, which
    belongs to server-sent events, sets ``is_done`` and is a finding.
    """

    _line = 0

    @overload
    def __init__(
        self: NDJSONDecoder[ResponseStreamEvent],
        *,
        max_event_bytes: int = ...,
        on_error: Literal["raise"] = ...,
        keep_raw: Literal[False] = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: NDJSONDecoder[ResponseStreamEvent | Malformed],
        *,
        max_event_bytes: int = ...,
        on_error: OnError,
        keep_raw: Literal[False] = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: NDJSONDecoder[RawEvent[ResponseStreamEvent]],
        *,
        max_event_bytes: int = ...,
        on_error: Literal["raise"] = ...,
        keep_raw: Literal[True],
    ) -> None: ...
    @overload
    def __init__(
        self: NDJSONDecoder[RawEvent[ResponseStreamEvent | Malformed]],
        *,
        max_event_bytes: int = ...,
        on_error: OnError,
        keep_raw: Literal[True],
    ) -> None: ...
    def __init__(
        self,
        *,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
        on_error: OnError = "raise",
        keep_raw: bool = False,
    ) -> None:
        super().__init__(max_event_bytes=max_event_bytes, on_error=on_error, keep_raw=keep_raw)

    @cached_property
    def _tail(self) -> bytearray:
        return bytearray()

    def _cut(self, chunk: bytes) -> Iterable[Piece]:
        if self._failure is not None:
            return []
        end = chunk.rfind(b"\n") + 1
        if not end:
            self._keep(chunk)
            return []
        whole = chunk[:end]
        if self._tail:
            whole = b"".join((self._tail, whole))
            self._tail.clear()
        lines = whole.split(b"\n")
        lines.pop()
        self._keep(chunk[end:])
        return [(b"", line, line + b"\n" if self._keep_raw else b"") for line in lines]

    def _cut_last(self) -> Iterable[Piece]:
        rest = bytes(self._tail)
        self._tail.clear()
        return [(b"", rest, rest)] if rest else []

    def _keep(self, rest: bytes) -> None:
        tail = self._tail
        tail += rest
        if len(tail) > self._max:
            tail.clear()
            self._failure = self._too_long(None)

    def _pass_lines(self, count: int) -> None:
        self._line += count

    def _event(self, piece: Piece) -> ResponseStreamEvent | Malformed | None:
        self._line += 1
        data = piece[1]
        if len(data) > self._max:
            self._failure = self._too_long(self._line)
            raise self._failure
        if self._line == 1:
            data = data.removeprefix(_BOM)
        data = data.strip()
        if data == b"[DONE]":
            self.is_done = True
            self._reader.note("[DONE] belongs to server-sent events", self._line)
            return None
        return self._reader.read(data, None, self._line) if data else None


class NDJSONEncoder(EventEncoder):
    """Events in, bytes out: one line each, the event as compact JSON and LF."""

    __slots__ = ()
    _after = "\n"

    def _before(self, type: str) -> str:
        return ""

    def _encode_any(self, event: ResponseStreamEvent) -> bytes:
        return event.to_json() + b"\n"
