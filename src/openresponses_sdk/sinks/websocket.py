"""Text frames, for a server that answers over a WebSocket."""

from __future__ import annotations

from openresponses_schema import TERMINAL, ResponseStreamEvent, WebSocketErrorEvent

from ..emitters import EventEmitter
from ..websocket import WebSocketEncoder

__all__ = ["WebSocketEmitter"]


class WebSocketEmitter(EventEmitter):
    """Writes one text frame for each event; the turns of a connection follow one another (OR-WS-05).

    No ``[DONE]`` is sent over a WebSocket (OR-WS-23).  For one thread, as ``SSEEmitter`` is.
    """

    def __init__(self) -> None:
        self._frames: list[str] = []
        self._encoder = WebSocketEncoder()
        self._has_ended = False

    @property
    def is_done(self) -> bool:
        """Whether the turn has ended, by its terminal event or by an error message; the next event begins another."""
        return self._has_ended

    @property
    def waiting(self) -> int:
        """How many frames wait to be taken."""
        return len(self._frames)

    def emit(self, event: ResponseStreamEvent) -> None:
        """Write the frame of one event."""
        self._write(event.type, self._encoder.encode(event))

    def emit_encoded(self, type: str, data: bytes) -> None:
        """Write the frame of an event that is written already."""
        self._write(type, data.decode())

    def emit_error(self, error: WebSocketErrorEvent) -> None:
        """Write the message that ends a turn which cannot be answered, such as a request that is none (OR-WS-21)."""
        self._frames.append(self._encoder.encode(error))
        self._has_ended = True

    def take_frames(self) -> list[str]:
        """The frames since the last call, in order; they are gone from the sink."""
        taken, self._frames = self._frames, []
        return taken

    def _write(self, type: str, frame: str) -> None:
        self._frames.append(frame)
        self._has_ended = type in TERMINAL
