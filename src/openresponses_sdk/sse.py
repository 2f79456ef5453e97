"""Server-sent events, in and out, without I/O.

``SSEParser`` follows the event stream format of the WHATWG HTML standard: bytes in, frames out.  ``SSEDecoder`` reads
the frames as events of a response; ``SSEEncoder`` writes them.  The specification asks for one JSON object a frame,
the event field equal to its ``type`` and ``[DONE]`` at the end (OR-SSE-02 to OR-SSE-05); the decoder lives without the
last two, since most servers leave them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Final, Literal, NamedTuple, overload

from typing_extensions import TypeVar

from openresponses_schema import RULES, ResponseStreamEvent

from .decoder import DEFAULT_MAX_EVENT_BYTES, END, Decoder, Piece, RawEvent
from .encoding import EventEncoder
from .errors import DecodeError
from .json_readers import REFUSED, JSONReader
from .parsing import Malformed, OnError
from .sse_blocks import Blocks, RawBlocks

__all__ = ["DEFAULT_MAX_EVENT_BYTES", "RawEvent", "SSEDecoder", "SSEEncoder", "SSEFrame", "SSEParser"]

_DONE = b"[DONE]"
_BOM = b"\xef\xbb\xbf"
_KEEP_ALIVE: Final = frozenset({"ping", "keepalive", "keep-alive", "keep_alive", "heartbeat"})
_LF: Final = 10
_CR: Final = 13  # Bytes are found faster by their number.
_T = TypeVar("_T", default=ResponseStreamEvent)


class SSEFrame(NamedTuple):
    """One dispatched frame."""

    event: str | None
    """The ``event`` field, None when there was none."""
    data: bytes
    """The ``data`` lines, joined by LF."""
    id: str | None
    """The ``id`` field of this frame, None when there was none."""
    line: int
    """The line of the stream, from 1, at which the frame begins."""

    @property
    def is_done(self) -> bool:
        """Whether this is the ``[DONE]`` that ends a stream."""
        return self.data.strip() == _DONE


class SSEParser:
    """Bytes in, frames out.  Chunks may end anywhere; time is linear in the bytes."""

    def __init__(self, *, max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES) -> None:
        self._max = max_event_bytes
        self._partial: list[bytes] = []
        self._partial_size = 0
        self._after_cr = False
        self._line = 0
        self._failure: DecodeError | None = None
        self._reset()

    def _reset(self) -> None:
        self._event: str | None = None
        self._id: str | None = None
        self._data: list[bytes] = []
        self._size = 0
        self._first_line = 0

    def receive_data(self, chunk: bytes) -> list[SSEFrame]:
        """Take bytes from the network and return the frames they complete.

        Raises ``DecodeError`` when one frame is longer than ``max_event_bytes``; if frames came before it in the same
        chunk, they are returned first and the next call raises.  After that the parser is of no more use.
        """
        if self._failure is not None:
            raise self._failure
        if not chunk:
            return []
        if chunk[-2:] == b"\n\n" and (frame := self._whole_frame(chunk)) is not None:
            return [frame]
        if self._after_cr and chunk[:1] == b"\n":
            chunk = chunk[1:]
        if chunk:
            self._after_cr = chunk[-1:] == b"\r"
        elif self._after_cr:
            self._after_cr = False
            return []
        # bytes.splitlines knows exactly LF, CR and CRLF.
        lines = chunk.splitlines(keepends=True)
        rest = lines.pop() if lines and lines[-1][-1:] not in (b"\n", b"\r") else None
        frames: list[SSEFrame] = []
        try:
            self._receive_lines(lines, rest, frames)
        except DecodeError as error:
            self._failure = error
            if not frames:
                raise
        return frames

    def _whole_frame(self, chunk: bytes) -> SSEFrame | None:
        """The frame of a chunk that is one event field and one data field, which is how most servers flush."""
        if self._partial or self._first_line or self._after_cr or not self._line or len(chunk) > self._max:
            return None
        name, separator, data = chunk.partition(b"\ndata: ")
        if not separator or name[:7] != b"event: " or _LF in name or _CR in name:
            return None
        data = data[:-2]
        if _LF in data or _CR in data:
            return None
        self._line += 3
        return SSEFrame(name[7:].decode("utf-8", "replace") or None, data, None, self._line - 2)

    def _receive_lines(self, lines: list[bytes], rest: bytes | None, frames: list[SSEFrame]) -> None:
        for raw in lines:
            line = raw.rstrip(b"\r\n")
            if self._partial:
                self._partial.append(line)
                line = b"".join(self._partial)
                self._partial.clear()
                self._partial_size = 0
            if frame := self._receive_line(line):
                frames.append(frame)
        if rest is not None:
            self._partial.append(rest)
            self._partial_size += len(rest)
            self._limit(self._size + self._partial_size, self._line + 1)

    def receive_eof(self) -> list[SSEFrame]:
        """The connection has closed: return the frame that lacked its blank line, if any.

        The HTML standard drops such a frame; a response's last event is worth more than that.
        """
        if self._failure is not None:
            raise self._failure
        frames: list[SSEFrame] = []
        if self._partial:
            line = b"".join(self._partial)
            self._partial.clear()
            self._partial_size = 0
            if frame := self._receive_line(line):
                frames.append(frame)
        if frame := self._dispatch():
            frames.append(frame)
        return frames

    def pass_lines(self, count: int) -> None:
        """Count lines that were read elsewhere, between two frames."""
        self._line += count

    def _receive_line(self, line: bytes) -> SSEFrame | None:
        self._line += 1
        if self._line == 1:
            line = line.removeprefix(_BOM)
        if not line:
            return self._dispatch()
        self._limit(self._size + len(line), self._line)
        if line[:1] == b":":
            return None
        self._size += len(line)
        if not self._first_line:
            self._first_line = self._line
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
        elif name == b"event":
            self._event = value.decode("utf-8", "replace") or None
        elif name == b"id" and b"\0" not in value:
            self._id = value.decode("utf-8", "replace")
        return None

    def _dispatch(self) -> SSEFrame | None:
        frame = None
        if self._data:
            frame = SSEFrame(self._event, b"\n".join(self._data), self._id, self._first_line)
        self._reset()
        return frame

    def _limit(self, size: int, line: int) -> None:
        if size > self._max:
            raise DecodeError(f"an event is longer than the limit of {self._max} bytes", line=line)


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
        return b"data: %b\n\n" % _DONE
