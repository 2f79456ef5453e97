"""Text frames, for a server that answers over a WebSocket."""

from __future__ import annotations

from openresponses_schema import ResponseStreamEvent, WebSocketErrorEvent

from ..websocket import WebSocketEncoder
from .pulled import PulledEmitter

__all__ = ["WebSocketEmitter"]


class WebSocketEmitter(PulledEmitter[str]):
    """Writes one text frame for each event; the turns of a connection follow one another (OR-WS-05).

    ``is_done`` tells that a turn has ended, by its terminal event or by an error message.  No ``[DONE]`` is sent over a
    WebSocket (OR-WS-23).
    """

    def __init__(self) -> None:
        super().__init__()
        self._encoder = WebSocketEncoder()

    @property
    def waiting(self) -> int:
        """How many frames wait to be taken."""
        return len(self._chunks)

    def emit_encoded(self, type: str, data: bytes) -> None:
        """Write the frame of an event that is written already."""
        self._write(type, data.decode())

    def emit_error(self, error: WebSocketErrorEvent) -> None:
        """Write the message that ends a turn which cannot be answered, such as a request that is none (OR-WS-21)."""
        self._chunks.append(self._encoder.encode(error))
        self._has_ended = True

    def take_frames(self) -> list[str]:
        """The frames since the last call, in order; they are gone from the sink."""
        return self._take()

    def _encoded(self, event: ResponseStreamEvent) -> str:
        return self._encoder.encode(event)
