"""The deltas of one open item or part: judged once for as long as nothing moves, then written at once.

The first delta after any change of state takes the plain way through the outlet, which judges it in full.  Those that
follow differ from it in their number and text only, and while nothing has moved since, the verdict stands.  They go to
the snapshot and to the emitter directly: written, where the emitter takes that, and as a model where it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openresponses_schema import RESPONSE_STREAM_EVENT_MODELS, RULES, EventType, ResponseStreamEvent

from .encoding import bound_encoder
from .outlet import Outlet
from .snapshot import Slot
from .writing import require_text

__all__ = ["DeltaWriter"]


class DeltaWriter:
    """Writes the deltas of one item or part; ``place`` holds the item id and the indexes."""

    __slots__ = (
        *("_encode", "_field", "_make", "_moves", "_outlet", "_payload", "_place", "_slot", "_spelling", "_take"),
        "_type",
    )

    def __init__(self, outlet: Outlet, type: EventType, place: Mapping[str, Any]) -> None:
        rule = RULES[type]
        self._outlet = outlet
        self._type = rule.type
        self._spelling = outlet.spelling(rule)
        self._place = place
        self._payload = rule.payload or ""
        self._field = rule.field or ""
        self._take = outlet.emit_encoded
        self._encode: Callable[[int, str], bytes] | None = None
        self._make: Callable[[Any], ResponseStreamEvent] | None = None
        self._slot: Slot | None = None
        self._moves = -1

    def write(self, fragment: str) -> None:
        """Emit one delta, none for an empty text; raises ``LocalProtocolError`` when it may not be."""
        if fragment.__class__ is not str or not fragment.isascii():
            require_text(fragment, self._type)
        outlet, slot = self._outlet, self._slot
        if not fragment:
            outlet.require_working()
            return
        if slot is None or self._moves != outlet.lifecycle.moves or not outlet.is_idle:
            self._write_in_full(fragment)
            return
        (slot.texts.get(self._field) or slot.growing(self._field)).append(fragment)
        if self._encode is not None and self._take is not None:
            outlet.send_encoded(self._take, self._spelling, self._encode(outlet.next_number, fragment))
        elif outlet.is_silent:
            outlet.next_number += 1
        elif self._make is not None:
            fields = {"type": self._spelling, "sequence_number": outlet.next_number, self._payload: fragment}
            outlet.send(self._make({**self._place, **fields}))

    def _write_in_full(self, fragment: str) -> None:
        """Emit one delta the plain way, and make ready for those that follow."""
        outlet, rule = self._outlet, RULES[self._type]
        outlet.write(self._type, {**self._place, self._payload: fragment})
        if self._slot is None:
            indexes = [self._place[name] for name in rule.indexes]
            self._make = RESPONSE_STREAM_EVENT_MODELS[rule.type].__pydantic_validator__.validate_python
            if self._take is not None:
                self._encode = bound_encoder(rule.type, self._spelling, self._place["item_id"], indexes)
            address = indexes if rule.container is None else [indexes[0], rule.container, *indexes[1:]]
            self._slot = outlet.snapshot.slot(tuple(address))
        self._moves = outlet.lifecycle.moves
