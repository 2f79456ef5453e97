"""Whether an event that is given by its fields agrees with what was streamed before.

``Lifecycle`` judges when an event may happen.  What the scopes write agrees by itself; an event that somebody gives
field by field may name another item, or close a text with other words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from openresponses_schema import RULES, Effect, EventRule, Machine, ResponseStreamEvent

from .findings import Violation, shorten
from .lifecycle import address_of
from .snapshot import Slot, Snapshot

__all__ = ["disagreement"]

_FINAL_VALUE: Final[Mapping[Machine, str]] = MappingProxyType({Machine.ITEM: "OR-GRAM-25", Machine.PART: "OR-GRAM-19"})


def disagreement(event: ResponseStreamEvent, snapshot: Snapshot) -> Violation | None:
    """What an event, which the state allows, says otherwise than the events before it; None when it agrees."""
    rule = RULES[event.type]
    if not rule.indexes:
        return None
    address = address_of(rule, event)
    item, slot = snapshot.find(address[:1]), snapshot.find(address)
    if item is None or slot is None:
        return None
    item_id, known = getattr(event, "item_id", None), getattr(item.model, "id", None)
    if item_id is not None and known is not None and item_id != known:
        return _differs(rule, "OR-GRAM-14", "the event is about another item", "item_id", known, item_id)
    said = getattr(event, rule.payload or "", None)
    if rule.effect is Effect.APPEND and said == "":
        return _differs(rule, "OR-STREAM-08", "a delta adds something", rule.payload, "a text that is not empty", said)
    if rule.effect is Effect.ASSIGN:
        streamed = slot.text(rule.field or "")
        if said != streamed:
            requirement = _FINAL_VALUE[rule.machine]
            return _differs(rule, requirement, "the final value is the sum of the deltas", rule.payload, streamed, said)
    if rule.effect is Effect.INSERT and rule.field is not None:
        if said is None:
            return _differs(rule, "OR-STREAM-03", "what is added is null", rule.payload, "an object", said)
        return _next_in_list(event, rule, slot)
    return None


def _next_in_list(event: ResponseStreamEvent, rule: EventRule, slot: Slot) -> Violation | None:
    """An element of a list has the next index, in the event's one field that names an index beside its address."""
    names = [name for name in type(event).model_fields if name.endswith("_index") and name not in rule.indexes]
    count = len(slot.values(rule.field or ""))
    for name in names:
        found = getattr(event, name)
        if found is not None and found != count:
            return _differs(rule, "OR-GRAM-31", "indexes run 0, 1, 2, …", name, count, found)
    return None


def _differs(
    rule: EventRule, requirement: str, message: str, member: str | None, expected: object, found: object
) -> Violation:
    return Violation(
        requirement=requirement,
        message=message,
        event_type=rule.type,
        path=f"$.{member}",
        expected=shorten(expected),
        found=shorten(found),
    )
