"""What an event must say, given what its stream has said before: numbers, ids, statuses, order.

``Lifecycle`` decides whether an event may happen now; the rules here and in
``stream_contents`` compare events.  They read the generated event rules for
everything that depends on an event's type, so an event that is added to the spec
is compared without a change here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from openresponses_schema.event_rules import BLANKS, Effect, Machine

from .findings import Violation
from .json_values import Json, integral, quote
from .stream_memory import Event, StreamMemory, type_of, violation

StreamRule: TypeAlias = Callable[[StreamMemory, Event], Iterator[Violation]]

_CALL: Final = "function_call"
_OUTPUT: Final = "function_call_output"
_KNOWN_WHEN_ADDED: Final = ("role", "name", "call_id")


def sequence(memory: StreamMemory, data: dict[str, Json], *, is_extension: bool, is_turn: bool) -> Iterator[Violation]:
    """Numbers start at 0 and rise by one; extension events are numbered too."""
    number = integral(data.get("sequence_number"))
    if number is None:
        memory.slack += 1
        return
    last = memory.last_number
    if last is None:
        memory.first_number = number
    if last is not None and number <= last:
        requirement = "OR-EXT-13" if is_extension else "OR-GRAM-02"
        before, memory.before_gap = memory.before_gap, None
        if before is not None and number > before:
            memory.last_number = number  # One number was out of line, and the series goes on below it.
        else:
            memory.slack += 1
        yield violation(requirement, "sequence numbers rise", "sequence_number", f"more than {last}", number)
        return
    first_possible = 0 if last is None else last + 1
    memory.before_gap = None
    if number < first_possible or number > first_possible + memory.slack:
        memory.before_gap = first_possible - 1
        if last is not None:
            yield violation(
                "OR-GRAM-03", "sequence numbers have no gap", "sequence_number", str(first_possible), number
            )
        elif is_turn:
            yield violation("OR-WS-25", "the numbers of a turn start at 0", "sequence_number", "0", number)
        else:
            message = "the first number is not 0: the stream is taken for a resumed one, or its beginning is lost"
            yield violation("OR-GRAM-03", message, "sequence_number", "0", number)
    memory.last_number = number
    memory.slack = 0


def unfinished(memory: StreamMemory) -> Iterator[Violation]:
    """What is missing when a stream stops where it is."""
    if not memory.is_started or memory.is_final:
        return
    if memory.failed_with_error:
        yield Violation(requirement="OR-GRAM-29", message="an error event is followed by response.failed")
    else:
        yield Violation(requirement="OR-GRAM-07", message="the stream ends without a terminal event")


def _status(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    status = event.object.get("status")
    if event.rule.status is not None and isinstance(status, str) and status != event.rule.status:
        message = "the status of the response is the one that the event announces"
        yield violation("OR-GRAM-09", message, f"{event.rule.payload}.status", quote(event.rule.status), status)


def _response_id(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    if event.rule.machine is not Machine.RESPONSE:
        return
    found = event.object.get("id")
    if not isinstance(found, str):
        return
    if memory.response_id is None:
        memory.response_id = found
    elif found != memory.response_id and not memory.changes_id:
        memory.changes_id = True
        message = "the id of the response stays the same"
        yield violation("OR-GRAM-10", message, f"{event.rule.payload}.id", quote(memory.response_id), found)


def _early_output(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    rule, output = event.rule, event.object.get("output")
    if rule.machine is Machine.RESPONSE and not rule.terminal and isinstance(output, list) and output:
        message = "the output is empty until the response has ended"
        yield violation("OR-GRAM-30", message, f"{rule.payload}.output", "an empty array", output)


def _item_id(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    found = event.data.get("item_id")
    if not isinstance(found, str):
        return
    item = memory.items.get(event.output_index)
    if item is None:
        return
    if not item.ids:
        item.ids.add(found)
    elif found not in item.ids and not item.rotates:
        # Some servers change it in every event: one report an item says so.
        item.rotates = True
        known = next(iter(item.ids))
        yield violation(
            "OR-GRAM-15", "item_id is the id of the item at this output_index", "item_id", quote(known), found
        )


def _new_item(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    if event.rule.machine is not Machine.ITEM or not event.announces:
        return
    item, at = event.object, event.rule.payload
    found = item.get("id")
    if isinstance(found, str) and found in memory.item_ids and memory.item_ids[found] != event.output_index:
        message = f"item {memory.item_ids[found]} has the same id"
        yield violation("OR-ITEM-08", message, f"{at}.id", None, found)
    for name in ("name", "call_id") if item.get("type") == _CALL else ():
        if item.get(name) == "":
            yield violation("OR-STREAM-02", f"the {name} of a call is known when it is added", f"{at}.{name}", None, "")
    call = item.get("call_id")
    if isinstance(call, str) and call and not memory.is_resumed:
        if item.get("type") == _CALL and call in memory.calls:
            message = "every call of a response has a call_id of its own"
            yield violation("OR-GRAM-37", message, f"{at}.call_id", None, call)
        if item.get("type") == _OUTPUT and call not in memory.calls:
            message = "an output belongs to a call of the response"
            yield violation("OR-GRAM-37", message, f"{at}.call_id", "the call_id of an earlier call", call)
    other = next((index for index in memory.open if index != event.output_index), None)
    if other is not None:
        del memory.open[other]  # That it is open is said once.
        yield violation("OR-GRAM-38", f"item {other} is still open: items are interleaved")


def _same_item(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    item = memory.items.get(event.output_index)
    if not event.closes_item or item is None:
        return
    at = event.rule.payload
    found = event.object.get("id")
    if isinstance(found, str) and item.ids and found not in item.ids and not item.rotates:
        item.rotates = True
        message = "the id of an item is the same when it is done as when it was added"
        yield violation("OR-GRAM-14", message, f"{at}.id", quote(next(iter(item.ids))), found)
    before, now = item.announced.get("type"), event.object.get("type")
    if isinstance(before, str) and isinstance(now, str) and before != now:
        item.is_doubtful = True
        message = "the type of an item is the same when it is done as when it was added"
        yield violation("OR-GRAM-14", message, f"{at}.type", quote(before), now)
    for name in _KNOWN_WHEN_ADDED if type_of(event.object) in BLANKS else ():
        before, now = item.announced.get(name), event.object.get(name)
        if isinstance(before, str) and before and isinstance(now, str) and before != now:
            item.is_doubtful = True
            message = f"the {name} is known when the item is added"
            yield violation("OR-STREAM-02", message, f"{at}.{name}", quote(before), now)


def _incomplete_is_last(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    rule, at = event.rule, memory.incomplete
    if at is not None and rule.machine is Machine.ITEM and event.announces:
        yield violation("OR-GRAM-27", f"no item follows item {at}, which is incomplete")
    if at is not None and rule.terminal and rule.status not in ("incomplete", "failed"):
        message = f"item {at} is incomplete, so the stream ends with response.incomplete"
        yield violation("OR-GRAM-27", message, "type", quote("response.incomplete"), event.data.get("type"))
    if (
        event.closes_item
        and event.object.get("status") == "incomplete"
        and (last := max(memory.items, default=-1)) > event.output_index
    ):
        message = f"an incomplete item is the last one, and item {last} was added"
        yield violation("OR-GRAM-27", message, f"{rule.payload}.status", None, "incomplete")


RULES: Final[dict[tuple[Machine, Effect], tuple[StreamRule, ...]]] = {
    (Machine.RESPONSE, Effect.REPLACE): (_status, _response_id, _early_output, _incomplete_is_last),
    (Machine.ITEM, Effect.INSERT): (_new_item, _incomplete_is_last),
    (Machine.ITEM, Effect.REPLACE): (_same_item, _incomplete_is_last),
    (Machine.ITEM, Effect.APPEND): (_item_id,),
    (Machine.ITEM, Effect.ASSIGN): (_item_id,),
    (Machine.PART, Effect.INSERT): (_item_id,),
    (Machine.PART, Effect.REPLACE): (_item_id,),
    (Machine.PART, Effect.APPEND): (_item_id,),
    (Machine.PART, Effect.ASSIGN): (_item_id,),
}
"""What is asked, in this order, by what an event does to what."""
