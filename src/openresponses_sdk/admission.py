"""Whether an event that is not allowed is used all the same, and what has to be made for that."""

from __future__ import annotations

from openresponses_schema import BLANKS, Effect, EventRule, Machine, State

from .faults import Faults
from .findings import Address, Violation
from .lifecycle import EventLike, Lifecycle
from .repairs import Repairs, blank_item, blank_part, item_type_for
from .snapshot import Slot, Snapshot

__all__ = ["Admission"]

_ENDS = (State.COMPLETED, State.INCOMPLETE, State.FAILED)


class Admission:
    """Decides for one stream, by its repairs."""

    def __init__(self, lifecycle: Lifecycle, snapshot: Snapshot, repairs: Repairs, faults: Faults) -> None:
        self._lifecycle = lifecycle
        self._snapshot = snapshot
        self._repairs = repairs
        self._faults = faults

    def go_on(self, rule: EventRule, event: EventLike, address: Address, refused: Violation) -> bool:
        """Bring states and snapshot to where a refused event makes sense; False when it has to be dropped."""
        if self._lifecycle.state in _ENDS:
            return False
        if rule.machine is Machine.RESPONSE:
            self._lifecycle.force(event)
            return True
        state = self._lifecycle.state_of(address)
        if State.DONE in (state, self._lifecycle.state_of(address[:1])):
            return False
        if state is State.SEALED and rule.effect in (Effect.APPEND, Effect.ASSIGN):
            return False
        announces = rule.effect is Effect.INSERT and rule.field is None
        if announces and state is not State.ABSENT:
            slot = self._snapshot.find(address)
            return slot is not None and slot.is_made
        kind = self._lifecycle.type_of(address)
        if rule.owner_type is not None and state is not State.ABSENT and kind != rule.owner_type and kind in BLANKS:
            return False
        if announces and refused.requirement in ("OR-GRAM-12", "OR-GRAM-17") and not self._repairs.sparse_indexes:
            return False
        self._lifecycle.open(())
        if not self._make_parents(rule, event, address, is_new=announces):
            return False
        self._lifecycle.force(event)
        return True

    def _make_parents(self, rule: EventRule, event: EventLike, address: Address, *, is_new: bool) -> bool:
        """Make what the event needs and nobody has announced; False when that is not wanted."""
        kind = rule.owner_type or getattr(getattr(event, rule.payload or "", None), "type", None) or ""
        for size in range(1, len(address) + 1, 2):
            place = address[:size]
            if self._snapshot.find(place) is not None:
                self._lifecycle.open(place, getattr(self._snapshot.slot(place).model, "type", None))
                continue
            if place == address and is_new:
                continue
            if not self._repairs.missing_parents or not kind:
                return False
            if not self._repairs.sparse_indexes and place[-1] != self._snapshot.next_index(place):
                return False
            if size > 1:
                model = blank_part(kind)
            else:
                item_type = kind if rule.machine is Machine.ITEM else item_type_for(rule, kind)
                model = blank_item(item_type, getattr(event, "item_id", None))
            self._snapshot.put(place, Slot(model, is_made=True))
            self._faults.unannounced.add(place)
            self._lifecycle.open(place, getattr(model, "type", None))
        return True
