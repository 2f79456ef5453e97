"""How the judge goes on after an event that was not allowed: it assumes what is missing, to say one fault once.

``Lifecycle`` refuses and stays; here the events that should have come are assumed, and the refused event is either
taken as having happened or left out.
"""

from __future__ import annotations

from openresponses_schema.event_rules import Effect, Machine, State

from .findings import Address, Violation
from .lifecycle import EventLike, Lifecycle
from .stream_memory import Event, StreamMemory

_OVER = (State.ERRORED, State.COMPLETED, State.FAILED, State.INCOMPLETE)


def recover(lifecycle: Lifecycle, memory: StreamMemory, event: Event, view: EventLike) -> bool:
    """Bring the states to where the refused event makes sense; False when it has to be left out."""
    rule, address = event.rule, event.address
    if rule.machine is Machine.RESPONSE:
        if lifecycle.state in _OVER and not rule.terminal:
            return False
        lifecycle.force(view)
        return True
    if lifecycle.state in _OVER:
        return False
    lifecycle.open(())
    if _is_out_of_line(lifecycle, memory, event):
        return False
    kind = event.object.get("type")
    item: Address = address[:1]
    for place in dict.fromkeys((item, address)):
        if lifecycle.state_of(place) is State.ABSENT and not (place == address and event.announces):
            known = kind if isinstance(kind, str) else rule.owner_type
            lifecycle.open(place, known if place == address else None)
    if lifecycle.state_of(item) is State.DONE or (address != item and lifecycle.state_of(item) is State.SEALED):
        return False
    if event.announces:
        if lifecycle.state_of(address) is not State.ABSENT:
            return _is_late(memory, event)
        lifecycle.force(view)
        return True
    if rule.effect is Effect.REPLACE:
        lifecycle.force(view)
        return True
    return lifecycle.advance(view) is None


def _is_out_of_line(lifecycle: Lifecycle, memory: StreamMemory, event: Event) -> bool:
    """Whether an index is beyond the next one: rather a wrong index than an announcement that was lost."""
    if memory.is_resumed or (event.announces and event.rule.machine is Machine.ITEM):
        return False
    output_index, item = event.output_index, memory.items.get(event.output_index)
    if item is None:
        return not 0 <= output_index <= len(memory.items)
    if event.announces or len(event.address) != 3 or lifecycle.state_of(event.address) is not State.ABSENT:
        return False
    _, container, index = event.address
    return not 0 <= int(index) <= len(item.parts_of(str(container)))


def _is_late(memory: StreamMemory, event: Event) -> bool:
    """Whether something is announced that was assumed before, because its events came first."""
    part = memory.part(event)
    if event.rule.machine is Machine.PART:
        return part is not None and not part.is_known
    item = memory.items.get(event.output_index)
    return item is not None and not item.is_known


def _is_doubtful(memory: StreamMemory, event: Event) -> bool:
    part, item = memory.part(event), memory.items.get(event.output_index)
    return part.is_doubtful if part is not None else item is not None and item.is_doubtful


def is_excused(memory: StreamMemory, event: Event, refused: Violation) -> bool:
    """Whether a refusal only repeats what is known: the beginning was not seen, or the announcement came late."""
    if refused.requirement == "OR-GRAM-18" and _is_doubtful(memory, event):
        return True
    if event.rule.machine is Machine.RESPONSE:
        return event.rule.status is None and State.ABSENT in event.rule.sources and not memory.is_created
    item = memory.items.get(event.output_index)
    if event.announces and _is_late(memory, event):
        return True
    if event.closes_item and event.object.get("status") == "incomplete" and item is not None:
        # What was cut off need not have its value closed first.
        return not item.parts
    if not memory.is_resumed:
        return False
    if event.announces and event.rule.machine is Machine.ITEM:
        # The items before it came before the stream was resumed; of those, some may be open still.
        last = max(memory.items, default=-1)
        is_first = not any(known.is_known for known in memory.items.values())
        return event.output_index == last + 1 or (is_first and event.output_index > last)
    return item is None or not item.is_known
