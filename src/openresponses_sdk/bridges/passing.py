"""The way out of a bridge whose source speaks Open Responses already: events are numbered, judged and handed over.

An event that is what came is handed over as it came, byte for byte, to an emitter that takes written events.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from pydantic_core import to_json

from openresponses_schema import RULES, CustomEvent, State

from ..emit_target import emit_of
from ..findings import Violation
from ..json_values import Json
from ..judged import View
from ..lifecycle import Lifecycle
from ..parsing import Malformed, read_event
from .base import Emit

__all__ = ["Object", "PassingOutlet", "is_same"]

Object = dict[str, Json]

_FINAL: Final = (State.COMPLETED, State.FAILED, State.INCOMPLETE)


class PassingOutlet:
    """Emits the events of one response after the other."""

    def __init__(self, emit: Emit, dialect: str) -> None:
        if dialect not in ("spec", "openai"):
            raise ValueError(f"dialect is 'spec' or 'openai', not {dialect!r}")
        self._emit = None if emit is None else emit_of(emit)
        encoded = getattr(emit, "emit_encoded", None)
        self._encoded: Callable[[str, bytes], object] | None = encoded if callable(encoded) else None
        self._is_openai = dialect == "openai"
        self.source: Object = {}
        """The event that came last, which an event that is sent may equal."""
        self.raw: bytes | None = None
        """Its JSON text; None when it came as something else."""
        self.is_broken: bool = False
        """Whether the emitter raised: nothing can follow."""
        self.begin()

    def begin(self) -> None:
        """Begin another response."""
        self.next: int = 0
        """The number of the event to come."""
        self._lifecycle = Lifecycle()

    @property
    def state(self) -> State:
        """The state of the response."""
        return self._lifecycle.state

    @property
    def is_done(self) -> bool:
        """Whether the terminal event was sent."""
        return self._lifecycle.state in _FINAL

    def spelling(self, type: str) -> str:
        """How an event is called in the dialect that is written."""
        rule = RULES.get(type)
        if rule is None:
            return type
        return rule.aliases[0] if rule.aliases and self._is_openai else rule.type.value

    def send(self, event: Object) -> Violation | None:
        """Number an event and hand it over; when its place is not now, say why and send nothing."""
        event["sequence_number"] = self.next
        refused = self._lifecycle.advance(View(event))
        if refused is not None:
            return refused
        event["type"] = self.spelling(str(event["type"]))
        self.write(event, None if self._encoded is None else self._text(event))
        return None

    def _text(self, event: Object) -> bytes:
        """The text of an event: as it came, if it is what came."""
        text, raw = to_json(event), self.raw
        if raw is None or raw == text or not is_same(event, self.source):
            return text
        return exact(raw, event) or text

    def write(self, event: Object, raw: bytes | None) -> None:
        """Hand over an event that is numbered and may happen; ``raw`` is its text, when that can be passed on."""
        self.next += 1
        if self._emit is None:
            return
        kind = str(event["type"])
        try:
            if self._encoded is not None:
                self._encoded(kind, to_json(event) if raw is None else raw)
            else:
                read = read_event(event, "keep", None)
                self._emit(CustomEvent.model_construct(None, **event) if isinstance(read, Malformed) else read)
        except BaseException:  # An interruption too leaves an event that may be half sent.
            self.is_broken = True
            raise


def exact(raw: bytes, event: Object) -> bytes | None:
    """The text of an event if it can be passed on: on one line, no member twice, no half of a surrogate pair."""
    if b"\n" in raw or b"\r" in raw:
        return None
    try:
        return raw if json.loads(raw, object_pairs_hook=_once) == event else None
    except ValueError:
        return None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The object; raises ``ValueError`` when a member comes twice, since readers differ in which they take."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a member comes twice")
    return dict(pairs)


def is_same(one: Json, other: Json) -> bool:
    """Equality as JSON text has it: true is not 1, and 1.0 is not 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return one == other
