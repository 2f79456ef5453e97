"""The frames of an event stream: ``SSEParser`` follows the event stream format of the WHATWG HTML standard."""

from __future__ import annotations

from typing import Final, NamedTuple

from .decoder import DEFAULT_MAX_EVENT_BYTES
from .errors import DecodeError

__all__ = ["DONE", "SSEFrame", "SSEParser"]

DONE: Final = b"[DONE]"
"""The data that ends a stream."""
_BOM = b"\xef\xbb\xbf"
_LF: Final = 10
_CR: Final = 13  # Bytes are found faster by their number.


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
        return self.data.strip() == DONE


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
