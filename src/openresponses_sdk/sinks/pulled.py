"""A sink that encodes what is emitted and keeps it until it is taken."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from openresponses_schema import TERMINAL, ResponseStreamEvent

from ..emitters import EventEmitter

__all__ = ["ByteEmitter", "PulledEmitter"]

_C = TypeVar("_C", bytes, str)


class PulledEmitter(EventEmitter, Generic[_C]):
    """Encodes each event as it comes, into chunks that wait to be taken.

    For one thread: whoever emits also takes, or they take turns.  Between threads use ``AsyncQueueEmitter``.
    """

    def __init__(self) -> None:
        self._chunks: list[_C] = []
        self._has_ended = False

    @property
    def is_done(self) -> bool:
        """Whether the response has ended; where others may follow, the next event begins one."""
        return self._has_ended

    def emit(self, event: ResponseStreamEvent) -> None:
        """Encode one event; raises ``TypeError`` for what is no model of one."""
        try:
            type_ = event.type
        except AttributeError:
            raise TypeError(f"a sink takes models of events, not a {type(event).__name__}: see parse_event") from None
        self._write(type_, self._encoded(event))

    @abstractmethod
    def emit_encoded(self, type: str, data: bytes) -> None:
        """Take one event that is written already: its wire type, and the bytes that its ``to_json`` would give."""

    @abstractmethod
    def _encoded(self, event: ResponseStreamEvent) -> _C:
        """One event, encoded."""

    def _write(self, type: str, chunk: _C) -> None:
        self._chunks.append(chunk)
        self._has_ended = type in TERMINAL

    def _take(self) -> list[_C]:
        taken, self._chunks = self._chunks, []
        return taken


class ByteEmitter(PulledEmitter[bytes]):
    """Writes bytes."""

    @property
    def waiting(self) -> int:
        """How many bytes wait to be taken."""
        return sum(map(len, self._chunks))

    def take_bytes(self) -> bytes:
        """What has gathered since the last call; empty when nothing has.  It is gone from the sink."""
        return b"".join(self._take())
