"""Server-sent events, in and out, without I/O.

``SSEParser`` follows the event stream format of the WHATWG HTML standard: bytes in, frames out.  ``SSEDecoder`` reads
the frames as events of a response; ``SSEEncoder`` writes them.  The specification asks for one JSON object a frame,
the event field equal to its ``type`` and ``[DONE]`` at the end (OR-SSE-02 to OR-SSE-05); the decoder lives without the
last two, since most servers leave them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Final, Literal, overload

from typing_extensions import TypeVar

from openresponses_schema import RULES, ResponseStreamEvent

from .decoder import DEFAULT_MAX_EVENT_BYTES, END, Decoder, Piece, RawEvent
from .encoding import EventEncoder
from .json_readers import REFUSED, JSONReader
from .parsing import Malformed, OnError
from .sse_blocks import Blocks, RawBlocks
from .sse_frames import DONE, SSEFrame, SSEParser

__all__ = ["DEFAULT_MAX_EVENT_BYTES", "RawEvent", "SSEDecoder", "SSEEncoder", "SSEFrame", "SSEParser"]

_KEEP_ALIVE: Final = frozenset({"ping", "keepalive", "keep-alive", "keep_alive", "heartbeat"})
_LF: Final = 10
_CR: Final = 13  # Bytes are found faster by their number.
_T = TypeVar("_T", default=ResponseStreamEvent)


class SSEDecoder(Decoder[_T]):
    """Bytes in, events out, for the body of a ``text/event-stream`` answer.

    A block between blank lines that is one event field and one data field, or one data field alone, takes the fast way;
    every other block goes through ``SSEParser``.  A keep-alive gives no event: a comment, a frame with blank data, a
    frame named as one (``ping``, ``keepalive`` ...) without an object or with an empty one.  A keep-alive that has a
    type is an event as any other.
    """

    _named_lines = 3
    _lines_of_data = 2
    _by_line = False
    """Whether the pieces are lines, not blocks."""

    @overload
    def __init__(
        self: SSEDecoder[ResponseStreamEvent],
        *,
        max_event_bytes: int = ...,
        on_error: Literal["raise"] = ...,
        keep_raw: Literal[False] = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: SSEDecoder[ResponseStreamEvent | Malformed],
        *,
        max_event_bytes: int = ...,
        on_error: OnError,
        keep_raw: Literal[False] = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: SSEDecoder[RawEvent[ResponseStreamEvent]],
        *,
        max_event_bytes: int = ...,
        on_error: Literal["raise"] = ...,
        keep_raw: Literal[True],
    ) -> None: ...
    @overload
    def __init__(
        self: SSEDecoder[RawEvent[ResponseStreamEvent | Malformed]],
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
        self._is_idle = not keep_raw
        """Whether a chunk meets nothing that waits."""

    @cached_property
    def _parser(self) -> SSEParser:
        return SSEParser(max_event_bytes=self._max)

    @cached_property
    def _readers(self) -> Mapping[bytes, JSONReader[ResponseStreamEvent]]:
        """The fast way by the whole event field, of the types that have come."""
        return {}

    @cached_property
    def _blocks(self) -> Blocks:
        return RawBlocks() if self._keep_raw else Blocks()

    def receive_data(self, chunk: bytes) -> list[_T]:
        """Take bytes from the network and return the events they complete.

        Call ``receive_eof`` when the connection closes.  Raises ``DecodeError`` on data that is no event, and on an
        event longer than ``max_event_bytes``.  The error holds the ``events`` that the same call had read before; call
        again, with ``b""`` if need be, for what follows.
        """
        # Most servers flush each event: one block a chunk takes the shortest way.
        if self._is_idle and chunk.endswith(b"\n\n") and len(chunk) <= self._max:
            field, _, data = chunk[:-2].partition(b"\ndata:")
            if _LF not in data and _CR not in data:
                try:
                    event = self._readers[field](data)
                except REFUSED:
                    pass
                else:
                    self._parser.pass_lines(3)
                    return [event]  # type: ignore[list-item]
        self._is_idle = False
        events = super().receive_data(chunk)
        met = self._reader.fast.met
        if len(met) != len(self._readers):
            self._readers = {b"event: %b" % name: reader for name, reader in met.items()}
        self._is_idle = self._blocks.is_empty and not (self._by_line or self._left or self._keep_raw or self._failure)
        return events

    def _cut(self, chunk: bytes) -> Iterable[Piece]:
        if self._failure is not None:
            return []
        if self._by_line:
            return [(b"", b"", line) for line in chunk.splitlines(keepends=True)]
        blocks = self._blocks
        pieces = blocks.receive_data(chunk)
        if len(blocks.tail) > self._max:
            if self._keep_raw:
                self._failure = self._too_long(None)
            else:
                # A run of comments has no limit and must not fill the memory: line by line, the parser drops them.
                self._by_line = True
                pieces += ((b"", b"", line) for line in blocks.take_tail().splitlines(keepends=True))
        return pieces

    def _cut_last(self) -> Iterable[Piece]:
        self._is_idle = False
        rest = self._blocks.take_tail()
        return [(b"", b"", rest), END] if rest else [END]

    def _pass_lines(self, count: int) -> None:
        self._parser.pass_lines(count)

    def _event(self, piece: Piece) -> ResponseStreamEvent | Malformed | None:
        name, data, whole = piece
        if not whole and piece is not END:
            whole = b"event: %b\ndata:%b\n\n" % (name, data) if name else b"data:%b\n\n" % data
        frames = self._parser.receive_data(whole)
        if self._keep_raw or piece is END:
            frames += self._parser.receive_eof()
        for frame in frames:
            if frame.is_done:
                self.is_done = True
            elif not _is_keep_alive(frame):
                return self._reader.read(frame.data, frame.event, frame.line)
        return None


def _is_keep_alive(frame: SSEFrame) -> bool:
    data = frame.data.strip()
    return not data or (frame.event in _KEEP_ALIVE and (data[:1] != b"{" or not data[1:-1].strip()))


@cache
def _prefixes() -> Mapping[str, bytes]:
    """What stands before the data of a frame, by the types of the specification."""
    return {str(name): _before(name).encode() for name in RULES}


def _before(type: str) -> str:
    return f"event: {type}\ndata: "


class SSEEncoder(EventEncoder):
    """Events in, bytes out: one frame each, with the event field, the data and a blank line.

    ``encode`` raises ``ValueError`` when the event's type holds CR, LF or NUL, which would let it forge other frames.
    """

    __slots__ = ("_prefixes",)
    _after = "\n\n"

    def __init__(self) -> None:
        super().__init__()
        self._prefixes = _prefixes()

    def _before(self, type: str) -> str:
        return _before(type)

    def _encode_any(self, event: ResponseStreamEvent) -> bytes:
        return self.frame(event.type, event.to_json())

    def frame(self, type: str, data: bytes) -> bytes:
        """The frame of an event that is written already: its type, and its JSON on one line.

        Raises ``ValueError`` as ``encode`` does.
        """
        prefix = self._prefixes.get(type)
        if prefix is None:
            if any(bad in type for bad in "\r\n\0"):
                raise ValueError(f"an event type holds no CR, LF or NUL: {type!r}")
            prefix = _before(type).encode()
        return prefix + data + b"\n\n"

    def encode_done(self) -> bytes:
        """The frame that ends a stream: ``data: [DONE]``."""
        return b"data: %b\n\n" % DONE
