"""The way out of a ``ResponseBuilder``: events are numbered, judged, applied to the snapshot and handed over.

An emitter that raises ends the response.  Nobody can tell whether its event arrived, so whatever followed might leave a
gap: nothing more is emitted, and every later call is refused.  While an emitter takes an event no other can follow,
whether the emitter itself asks for it or another thread: who passes events on to several would mix up their order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openresponses_schema import (
    RESPONSE_STREAM_EVENT_MODELS,
    RULES,
    EventRule,
    EventType,
    ResponseStreamEvent,
    State,
)

from .choices import require_choice
from .emit_target import Emit, emit_of
from .emitters import EventEmitter
from .errors import LocalProtocolError
from .findings import shorten
from .lifecycle import Lifecycle
from .snapshot import Snapshot
from .writing import checked, custom_event, refused, written

__all__ = ["DIALECTS", "Outlet"]

EmitEncoded = Callable[[str, bytes], object]
DIALECTS = ("spec", "openai")
_FINAL = (State.COMPLETED, State.FAILED, State.INCOMPLETE)
_SCALARS = (str, int)


class Outlet:
    """Emits the events of one response, in order, as long as the emitter takes them."""

    def __init__(self, emit: EventEmitter | Emit | None, dialect: str) -> None:
        require_choice("dialect", dialect, DIALECTS)
        self._emit = None if emit is None else emit_of(emit)
        self.is_silent: bool = self._emit is None
        """Whether nobody takes the events."""
        encoded = getattr(emit, "emit_encoded", None)
        self.emit_encoded: EmitEncoded | None = encoded if callable(encoded) else None
        """Takes events that are written, if the emitter does."""
        self._is_openai = dialect == "openai"
        self._is_broken = False
        self.next_number: int = 0
        """The sequence number that comes next."""
        self.is_idle: bool = True
        """Whether the next event can be handed over; not while one is, and never again after that failed."""
        self.lifecycle: Lifecycle = Lifecycle()
        self.snapshot: Snapshot = Snapshot()
        """The response as the events so far describe it."""

    @property
    def state(self) -> State:
        """The state of the response."""
        return self.lifecycle.state

    @property
    def is_done(self) -> bool:
        """Whether nothing more can be emitted: the response has ended, or the emitter raised."""
        return self._is_broken or self.state in _FINAL

    def require_working(self) -> None:
        """Refuse every call after the emitter raised, and while it takes an event."""
        if self._is_broken:
            raise refused("OR-GRAM-03", "the emitter failed earlier: nothing can follow, start another response")
        if not self.is_idle:
            raise refused("OR-GRAM-03", "an event is being emitted: one call at a time, and none from the emitter")

    def made(self, type: EventType | str, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- the table has all models
        """An event of the specification with the number that comes next."""
        rule = RULES.get(type)
        if rule is None:
            raise refused("OR-EXT-09", "the specification has no such event", found=shorten(str(type)))
        _require_no_number(fields, rule.type)
        model = RESPONSE_STREAM_EVENT_MODELS[rule.type]
        named = {**fields, "type": self.spelling(rule), "sequence_number": self.next_number}
        return checked(model, "OR-STREAM-03", named, rule.type)

    def spelling(self, rule: EventRule) -> str:
        """The wire type of an event in the dialect of the response."""
        return rule.aliases[0] if rule.aliases and self._is_openai else rule.type.value

    def write(self, type: EventType | str, fields: Mapping[str, Any], *, is_checked: bool = False) -> None:
        """Emit an event of the specification; raises ``LocalProtocolError``, and emits nothing, when it may not be.

        ``is_checked`` says that the values come from an event that was ``written``, and belong to nobody else.
        """
        self.require_working()
        event = self.made(type, fields)
        # Scalars share nothing, and are checked already.  Anything else is written first, if it may happen at all.
        is_plain = is_checked or all(value.__class__ in _SCALARS for value in fields.values())
        if not is_plain and self.lifecycle.judge(event) is None:
            event = written(event)
        if violation := self.lifecycle.advance(event):
            raise LocalProtocolError(violation)
        self.snapshot.apply(event)
        self.send(event)

    def judge_custom(self, type: str, fields: Mapping[str, Any]) -> None:
        """Refuse an extension event that cannot be emitted."""
        self.require_working()
        if self.is_done:
            raise refused("OR-GRAM-08", "nothing follows the terminal event", event_type=type)
        _require_no_number(fields, type)
        custom_event(type, 0, fields)

    def write_custom(self, type: str, fields: Mapping[str, Any]) -> None:
        """Emit an extension event that ``judge_custom`` has let pass."""
        self.send(custom_event(type, self.next_number, fields))

    def send(self, event: ResponseStreamEvent) -> None:
        """Hand over an event that was judged and applied."""
        self.next_number += 1
        if self._emit is None:
            return
        self.is_idle = False
        try:
            self._emit(event)
        except BaseException:  # An interruption too leaves an event that may be half sent.
            self._is_broken = True
            raise
        self.is_idle = True

    def send_encoded(self, take: EmitEncoded, type: str, data: bytes) -> None:
        """The same for an event that is written, to the emitter's way for those."""
        self.next_number += 1
        self.is_idle = False
        try:
            take(type, data)
        except BaseException:
            self._is_broken = True
            raise
        self.is_idle = True


def _require_no_number(fields: Mapping[str, Any], event_type: str) -> None:
    if "sequence_number" in fields:
        raise refused(
            "OR-GRAM-01",
            "the builder numbers the events: leave sequence_number out",
            event_type=event_type,
            path="$.sequence_number",
        )
