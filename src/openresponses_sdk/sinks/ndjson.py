"""Lines of JSON, for logs and pipes."""

from __future__ import annotations

from openresponses_schema import ResponseStreamEvent

from ..ndjson import NDJSONEncoder
from .pulled import ByteEmitter

__all__ = ["NDJSONEmitter"]


class NDJSONEmitter(ByteEmitter):
    """Writes one line for each event; responses may follow one another."""

    def __init__(self) -> None:
        super().__init__()
        self._encoder = NDJSONEncoder()

    def emit_encoded(self, type: str, data: bytes) -> None:
        """Take one event that is written already."""
        self._write(type, data + b"\n")

    def _encoded(self, event: ResponseStreamEvent) -> bytes:
        return self._encoder.encode(event)
