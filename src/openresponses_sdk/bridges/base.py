"""The contract of every bridge: source events in by ``receive``, Open Responses events out through the emitter.

A bridge to write one's own derives from ``Bridge`` and implements ``_receive`` and ``_finish``.  The base reads each
source event into plain JSON, counts where it stood, and keeps what the source got wrong as findings; it raises nothing
for what a source says.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..choices import require_sources
from ..emit_target import emit_of
from ..emitters import EventEmitter
from ..errors import LocalProtocolError
from ..findings import Finding, Severity
from ..ids import Clock, IdSource
from .source import DEFAULT_MAX_EVENT_BYTES, SourceReader

if TYPE_CHECKING:
    from openresponses_schema import Response, ResponseStreamEvent

__all__ = ["UNKNOWN_EVENTS", "Bridge", "Emit", "UnknownEvents"]

Emit: TypeAlias = "EventEmitter | Callable[[ResponseStreamEvent], object] | None"
"""Where the events of a bridge go."""
UnknownEvents: TypeAlias = Literal["keep", "skip"]
"""What becomes of source events that the bridge does not know: a custom event ``slug:raw_event``, or nothing."""
UNKNOWN_EVENTS: Final = ("keep", "skip")
"""The same words, to compare an option with."""

_END_MARK = "[DONE]"


class Bridge(ABC):
    """Takes the events of one source and emits the events of the responses that they become.

    ``emit`` is an ``EventEmitter`` or a callable that takes an event; with None the responses are built and nothing
    is emitted.  ``ids`` and ``clock`` replace the default sources of ids and of the time.  An event longer than
    ``max_event_bytes`` is a finding.  An option of the wrong kind raises ``TypeError``.

    Call ``receive`` for each event of the source, and ``receive_eof`` when it has ended: only then is it known
    whether something was cut off.  Neither raises for what the source says; what is wrong with it becomes a finding.
    """

    def __init__(
        self,
        emit: Emit,
        *,
        ids: IdSource | None = None,
        clock: Clock | None = None,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    ) -> None:
        if emit is not None:
            emit_of(emit)
        require_sources(ids, clock)
        self.findings: list[Finding] = []
        """What could not be read, or not be carried over as it stood."""
        self.responses: list[Response] = []
        """The final form of every response so far."""
        self._emit = emit
        self._ids = ids
        self._clock = clock
        self._source = SourceReader(self.findings, max_event_bytes=max_event_bytes)
        self._is_eof = False

    @property
    def is_eof(self) -> bool:
        """Whether ``receive_eof`` was called."""
        return self._is_eof

    def receive(self, event: bytes | str | Mapping[str, object] | object, *, line: int | None = None) -> None:
        """Take one event of the source: its JSON text, the object that this holds, or a provider SDK's model of it.

        ``line`` is where it stood, for findings; without it events are counted from 1.  The text ``[DONE]`` is the end
        mark that some sources send.
        """
        if isinstance(event, (bytes, str)) and len(event) < 32 and _is_end_mark(event):
            self._source.count(line)
            if not self._is_eof:
                self._guarded(self._receive_done)
            return
        value = self._source.read(event, line)
        if value is None:
            return
        if self._is_eof:
            self._report("The source had ended; the event is left out")
            return
        self._guarded(self._receive, value)

    def receive_eof(self) -> None:
        """The source has ended.  What is still open then was cut off; calling again does nothing."""
        if not self._is_eof:
            self._is_eof = True
            self._guarded(self._finish)

    @abstractmethod
    def _receive(self, event: dict[str, object]) -> None:
        """Take one source event, as plain JSON that is the bridge's own to keep."""

    @abstractmethod
    def _finish(self) -> None:
        """Bring what is open to its end, because the source has ended."""

    def _guarded(self, step: Callable[..., object], *given: object) -> None:
        """Take a step, and keep what the builder refuses as a finding: it is the source that said what cannot be."""
        try:
            step(*given)
        except LocalProtocolError as refusal:
            self._report(f"The event cannot be told: {refusal.violation}", severity="error")

    def _receive_done(self) -> None:  # noqa: B027 -- most sources have no end mark
        """Take the end mark ``[DONE]``."""

    def _report(
        self, message: str, field: str | None = None, *, event: str | None = None, severity: Severity = "warning"
    ) -> None:
        """Keep a finding about the event read last; ``field`` is the path in it."""
        self._source.report(message, event=event, field=field, severity=severity)


def _is_end_mark(event: bytes | str) -> bool:
    text = event.decode("utf-8", "replace") if isinstance(event, bytes) else event
    return text.strip() == _END_MARK
