"""Server-sent events, for the body of an HTTP answer."""

from __future__ import annotations

from openresponses_schema import TERMINAL, ResponseStreamEvent

from ..sse import SSEEncoder
from ..writing import refused
from .pulled import ByteEmitter

__all__ = ["SSEEmitter"]


class SSEEmitter(ByteEmitter):
    """Writes the frames of one body, with ``[DONE]`` after the terminal event.

    A body holds one response: an event after ``[DONE]`` is refused with ``LocalProtocolError``, and nothing is written
    (OR-GRAM-08).  With ``single=False`` several responses may follow one another, as those of an agent log do; the
    ``[DONE]`` then comes when ``finish`` is called.

    A stream that stops before its terminal event gets no ``[DONE]`` by itself, so that nobody takes it for whole.
    """

    def __init__(self, *, single: bool = True) -> None:
        super().__init__()
        self._encoder = SSEEncoder()
        self._single = single
        self._is_over = False

    @property
    def is_done(self) -> bool:
        """Whether ``[DONE]`` has been written; nothing follows it."""
        return self._is_over

    def emit(self, event: ResponseStreamEvent) -> None:
        """Write the frame of one event; raises ``ValueError`` when CR, LF or NUL in its type would forge frames."""
        if self._is_over:
            self._require_open(event.type)
        super().emit(event)

    def emit_encoded(self, type: str, data: bytes) -> None:
        """Write the frame of an event that is written already; its type is one of the specification."""
        if self._is_over:
            self._require_open(type)
        self._write(type, self._encoder.frame(type, data))

    def finish(self) -> None:
        """Write ``[DONE]``, unless it has been (OR-SSE-04)."""
        if not self._is_over:
            self._is_over = True
            self._chunks.append(self._encoder.encode_done())

    def keep_alive(self, comment: str = "keep-alive") -> None:
        """Write a comment, which readers skip and which keeps the connection from being cut as idle.

        Does nothing after ``[DONE]``.  Raises ``ValueError`` when the comment has more than one line.
        """
        if len(comment.splitlines()) > 1 or comment[-1:] in ("\r", "\n"):
            raise ValueError(f"a comment is one line: {comment!r}")
        if not self._is_over:
            self._chunks.append(b": %b\n\n" % comment.encode())

    def _encoded(self, event: ResponseStreamEvent) -> bytes:
        return self._encoder.encode(event)

    def _write(self, type: str, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self._has_ended = type in TERMINAL
        if self._has_ended and self._single:
            self.finish()

    def _require_open(self, event_type: str) -> None:
        if self._is_over:
            raise refused("OR-GRAM-08", "nothing follows [DONE]", event_type=event_type)
