"""What an event must say, given what its stream has said before.

``Lifecycle`` decides whether an event may happen now; the rules here compare the
contents of events: numbers, ids, statuses, texts.  They read the generated event
rules for everything that depends on an event's type, so an event that is added to
the spec is compared without a change here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias

from openresponses_schema.event_rules import RULES as EVENT_RULES
from openresponses_schema.event_rules import Effect, EventRule, Machine

from .findings import Address, Severity, Violation
from .json_values import Json, integral, quote

_STREAMED_FIELDS: Final = frozenset(
    rule.field for rule in EVENT_RULES.values() if rule.effect is Effect.APPEND and rule.field is not None
)


class Event(NamedTuple):
    """An event as it came, with its rule and address."""

    data: dict[str, Json]
    rule: EventRule
    address: Address

    @property
    def payload(self) -> Json:
        """The value that the event carries."""
        return self.data.get(self.rule.payload) if self.rule.payload is not None else None

    @property
    def output_index(self) -> int:
        """The index of the item that is concerned; -1 for an event about the whole response."""
        first = self.address[0] if self.address else -1
        return first if isinstance(first, int) else -1

    @property
    def object(self) -> dict[str, Json]:
        """The payload of an event that carries an object; empty when it does not."""
        payload = self.payload
        return payload if isinstance(payload, dict) else {}


class _Text:
    """A value that is streamed in pieces, and what the stream has said it is."""

    __slots__ = ("chunks", "final")

    def __init__(self, initial: str) -> None:
        self.chunks = [initial]
        self.final: str | None = None

    def __str__(self) -> str:
        return "".join(self.chunks)


class StreamMemory:
    """What the rules remember of one stream."""

    def __init__(self) -> None:
        self.last_sequence_number: int | None = None
        self.response_id: str | None = None
        self.is_started = False
        self.is_final = False
        self.failed_with_error = False
        self.items: dict[int, dict[str, Json]] = {}
        """The item of every output index, as it was announced."""
        self.incomplete: int | None = None
        """The output index of the item that ended incomplete."""
        self._texts: dict[int, dict[tuple[Address, str], _Text]] = {}

    def texts(self, output_index: int) -> dict[tuple[Address, str], _Text]:
        """The streamed values of an item that is not done, by address and field."""
        return self._texts.setdefault(output_index, {})

    def forget_texts(self, output_index: int) -> None:
        """The item is done: its values are not streamed any more."""
        self._texts.pop(output_index, None)


def sequence(memory: StreamMemory, data: dict[str, Json]) -> Iterator[Violation]:
    """Numbers start at 0 and rise by one; extension events are numbered too."""
    number = integral(data.get("sequence_number"))
    if number is None:
        return
    last, memory.last_sequence_number = memory.last_sequence_number, number
    if last is not None and number <= last:
        yield _violation("OR-GRAM-02", "sequence numbers rise", "sequence_number", f"more than {last}", number)
    elif number != (0 if last is None else last + 1):
        message = "sequence numbers start at 0" if last is None else "sequence numbers have no gap"
        expected = str(0 if last is None else last + 1)
        yield _violation("OR-GRAM-03", message, "sequence_number", expected, number, severity="warning")


def unfinished(memory: StreamMemory) -> Iterator[Violation]:
    """What is missing when a stream stops where it is."""
    if not memory.is_started or memory.is_final:
        return
    if memory.failed_with_error:
        yield Violation(requirement="OR-GRAM-29", message="an error event is followed by response.failed")
    yield Violation(requirement="OR-GRAM-07", message="the stream ends without a terminal event")


def _status(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    status = event.object.get("status")
    if event.rule.status is not None and isinstance(status, str) and status != event.rule.status:
        message = "the status of the response is the one that the event announces"
        yield _violation("OR-GRAM-09", message, f"{event.rule.payload}.status", quote(event.rule.status), status)


def _response_id(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    if event.rule.machine is not Machine.RESPONSE:
        return
    found = event.object.get("id")
    if not isinstance(found, str):
        return
    if memory.response_id is None:
        memory.response_id = found
    elif found != memory.response_id:
        message = "the id of the response stays the same"
        yield _violation("OR-GRAM-10", message, f"{event.rule.payload}.id", quote(memory.response_id), found)


def _item_id(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    found = event.data.get("item_id")
    known = memory.items.get(event.output_index, {}).get("id")
    if isinstance(found, str) and isinstance(known, str) and found != known:
        message = "item_id is the id of the item at this output_index"
        yield _violation("OR-GRAM-15", message, "item_id", quote(known), found)


def _same_item(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    if event.rule.machine is not Machine.ITEM or event.rule.effect is not Effect.REPLACE:
        return
    announced = memory.items.get(event.output_index, {})
    for name in ("id", "type"):
        before, now = announced.get(name), event.object.get(name)
        if isinstance(before, str) and isinstance(now, str) and before != now:
            message = f"the {name} of an item is the same when it is done as when it was added"
            yield _violation("OR-GRAM-14", message, f"{event.rule.payload}.{name}", quote(before), now)


def _incomplete_is_last(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    rule, at = event.rule, memory.incomplete
    if at is not None and rule.machine is Machine.ITEM and rule.effect is Effect.INSERT:
        yield _violation("OR-GRAM-27", f"no item follows item {at}, which is incomplete", None, None, None)
    if at is not None and rule.terminal and rule.status != "incomplete":
        message = f"item {at} is incomplete, so the stream ends with response.incomplete"
        yield _violation("OR-GRAM-27", message, "type", quote("response.incomplete"), event.data.get("type"))
    ends = rule.machine is Machine.ITEM and rule.effect is Effect.REPLACE and event.object.get("status") == "incomplete"
    if ends and (last := max(memory.items, default=-1)) > event.output_index:
        message = f"an incomplete item is the last one, and item {last} was added"
        yield _violation("OR-GRAM-27", message, f"{rule.payload}.status", None, "incomplete")


def _streamed_text(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    """The final value of a field is its first value and all its deltas."""
    if event.rule.effect is not Effect.ASSIGN or event.rule.field is None:
        return
    text = memory.texts(event.output_index).get((event.address, event.rule.field))
    if text is None:
        return
    said, streamed = event.payload, str(text)
    if isinstance(said, str) and said != streamed:
        message = f"{event.rule.payload} is the sum of the deltas"
        yield _difference(_of_machine(event.rule, "OR-GRAM-19"), message, event.rule.payload, streamed, said)


def _final_text(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    """A part or item that is done holds the texts that were streamed for it."""
    rule = event.rule
    if rule.effect is not Effect.REPLACE or rule.machine is Machine.RESPONSE:
        return
    size = len(event.address)
    texts = memory.texts(event.output_index)
    of_this_part = [(event.address, field) for field in _STREAMED_FIELDS]
    keys = of_this_part if rule.machine is Machine.PART else list(texts)
    for address, field in keys:
        text = texts.get((address, field))
        if text is None or text.final is None:
            continue
        holder = _at(event.object, address[size:])
        said = None if holder is None else holder.get(field)
        if isinstance(said, str) and said != text.final:
            inside = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in address[size:])
            requirement = "OR-GRAM-22" if address != event.address else _of_machine(rule, "OR-GRAM-20")
            message = "the text is the one that was streamed and closed"
            yield _difference(requirement, message, f"{rule.payload}{inside}.{field}", text.final, said)


def _of_machine(rule: EventRule, for_parts: str) -> str:
    return "OR-GRAM-25" if rule.machine is Machine.ITEM else for_parts


def _at(item: dict[str, Json], steps: Address) -> dict[str, Json] | None:
    value: Json = item
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step) if isinstance(step, str) else None
        elif isinstance(value, list):
            value = value[step] if isinstance(step, int) and 0 <= step < len(value) else None
        else:
            return None
    return value if isinstance(value, dict) else None


def _difference(requirement: str, message: str, member: str | None, expected: str, found: str) -> Violation:
    """Quotes both texts from shortly before the place where they part, which a cut at 80 characters may not reach."""
    shared = next(
        (at for at, (one, other) in enumerate(zip(expected, found, strict=False)) if one != other),
        min(len(expected), len(found)),
    )
    start = max(0, shared - 20)
    place = f" (they part at character {shared})" if start else ""
    return _violation(requirement, f"{message}{place}", member, quote(expected[start:]), found[start:])


def _violation(
    requirement: str,
    message: str,
    member: str | None,
    expected: str | None,
    found: Json,
    *,
    severity: Severity = "error",
) -> Violation:
    return Violation(
        requirement=requirement,
        severity=severity,
        message=message,
        path="$" if member is None else f"$.{member}",
        expected=expected,
        found=None if found is None else quote(found),
    )


StreamRule: TypeAlias = Callable[[StreamMemory, Event], Iterator[Violation]]

RULES: Final[tuple[StreamRule, ...]] = (
    _status,
    _response_id,
    _item_id,
    _same_item,
    _incomplete_is_last,
    _streamed_text,
    _final_text,
)
"""Asked in this order about every event that its stream allows."""


def remember(memory: StreamMemory, event: Event) -> None:
    """Keep of an event what later events are compared with."""
    rule = event.rule
    memory.is_started = True
    memory.is_final = memory.is_final or rule.terminal
    if rule.machine is Machine.RESPONSE:
        memory.failed_with_error = rule.status is None and not rule.terminal
        return
    if rule.effect is Effect.INSERT and rule.field is None:
        if rule.machine is Machine.ITEM:
            memory.items[event.output_index] = {name: event.object.get(name) for name in ("id", "type")}
        for name in _STREAMED_FIELDS & event.object.keys():
            initial = event.object[name]
            if isinstance(initial, str):
                memory.texts(event.output_index)[event.address, name] = _Text(initial)
    payload = event.payload
    if isinstance(payload, str) and rule.field is not None and rule.effect in (Effect.APPEND, Effect.ASSIGN):
        text = memory.texts(event.output_index).setdefault((event.address, rule.field), _Text(""))
        if rule.effect is Effect.APPEND:
            text.chunks.append(payload)
        else:
            text.final = payload
            text.chunks = []
    if rule.effect is Effect.REPLACE and rule.machine is Machine.ITEM:
        if event.object.get("status") == "incomplete":
            memory.incomplete = event.output_index
        memory.forget_texts(event.output_index)
