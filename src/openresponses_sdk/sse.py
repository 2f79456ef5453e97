"""Server-sent events, in and out, without I/O.

``SSEParser`` follows the event stream format of the WHATWG HTML standard: bytes in, frames out.  ``SSEDecoder`` reads
the frames as events of a response; ``SSEEncoder`` writes them.  The specification asks for one JSON object a frame,
the event field equal to its ``type`` and ``[DONE]`` at the end (OR-SSE-02 to OR-SSE-05); the decoder lives without the
last two, since most servers leave them out.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from openresponses_schema import ResponseStreamEvent

from .errors import DecodeError
from .parsing import parse_event

__all__ = ["DEFAULT_MAX_EVENT_BYTES", "SSEDecoder", "SSEEncoder", "SSEFrame", "SSEParser"]

DEFAULT_MAX_EVENT_BYTES = 16 * 1024 * 1024
_DONE = b"[DONE]"
_BOM = b"\xef\xbb\xbf"


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
        self._started = False
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

    def _receive_line(self, line: bytes) -> SSEFrame | None:
        self._line += 1
        if not self._started:
            self._started = True
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


class SSEDecoder:
    """Bytes in, events out, for the body of a ``text/event-stream`` answer."""

    def __init__(self, *, max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES) -> None:
        self._parser = SSEParser(max_event_bytes=max_event_bytes)
        self._frames: deque[SSEFrame] = deque()
        self.is_done = False
        """Whether ``[DONE]`` has come."""

    def receive_data(self, chunk: bytes) -> list[ResponseStreamEvent]:
        """Take bytes from the network and return the events they complete.

        Chunks may end anywhere, also inside a character.  Call ``receive_eof`` when the connection closes.  Raises
        ``DecodeError`` on data that is no event, and on an event longer than ``max_event_bytes``.  The error holds the
        ``events`` that the same call had read before; call again, with ``b""`` if need be, for what follows.
        """
        return self._events(self._parser.receive_data(chunk))

    def receive_eof(self) -> list[ResponseStreamEvent]:
        """The connection has closed: return the event that lacked its blank line, if any."""
        return self._events(self._parser.receive_eof())

    def _events(self, frames: list[SSEFrame]) -> list[ResponseStreamEvent]:
        self._frames.extend(frames)
        events: list[ResponseStreamEvent] = []
        while self._frames:
            frame = self._frames.popleft()
            if frame.is_done:
                self.is_done = True
            elif frame.data.strip():
                try:
                    events.append(parse_event(frame.data, wire_type=frame.event))
                except DecodeError as error:
                    raise DecodeError(error.reason, path=error.path, line=frame.line, events=events) from error
        return events


class SSEEncoder:
    """Events in, bytes out."""

    def encode(self, event: ResponseStreamEvent) -> bytes:
        """One frame: the event field, the data, a blank line.

        Raises ``ValueError`` when the event's type holds CR, LF or NUL, which would let it forge other frames.
        """
        name = event.type
        if any(bad in name for bad in "\r\n\0"):
            raise ValueError(f"an event type holds no CR, LF or NUL: {name!r}")
        return b"event: %b\ndata: %b\n\n" % (name.encode(), event.to_json())

    def encode_done(self) -> bytes:
        """The frame that ends a stream: ``data: [DONE]``."""
        return b"data: %b\n\n" % _DONE
