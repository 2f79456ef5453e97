"""A sink that writes bytes and keeps them until they are taken."""

from __future__ import annotations

from abc import abstractmethod

from openresponses_schema import TERMINAL, ResponseStreamEvent

from ..emitters import EventEmitter

__all__ = ["ByteEmitter"]


class ByteEmitter(EventEmitter):
    """Encodes each event as it comes; ``take_bytes`` hands over what has gathered.

    For one thread: whoever emits also takes, or they take turns.  Between threads use ``AsyncQueueEmitter``.
    """

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._has_ended = False

    @property
    def is_done(self) -> bool:
        """Whether the response has ended: its terminal event was emitted."""
        return self._has_ended

    @property
    def waiting(self) -> int:
        """How many bytes wait to be taken."""
        return sum(map(len, self._chunks))

    def emit(self, event: ResponseStreamEvent) -> None:
        """Encode one event."""
        self._write(event.type, self._encoded(event))

    @abstractmethod
    def emit_encoded(self, type: str, data: bytes) -> None:
        """Take one event that is written already: its wire type, and the bytes that its ``to_json`` would give."""

    def take_bytes(self) -> bytes:
        """What has gathered since the last call; empty when nothing has.  It is gone from the sink."""
        taken = b"".join(self._chunks)
        self._chunks.clear()
        return taken

    @abstractmethod
    def _encoded(self, event: ResponseStreamEvent) -> bytes:
        """The bytes of one event."""

    def _write(self, type: str, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self._has_ended = type in TERMINAL
