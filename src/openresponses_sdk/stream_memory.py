"""What the judge of a stream keeps of the events that have come, for the rules that compare later ones with them."""

from __future__ import annotations

from typing import Final, NamedTuple

from openresponses_schema.event_rules import BLANKS, CONTAINERS, Effect, EventRule, Machine
from openresponses_schema.event_rules import RULES as EVENT_RULES

from .extensions import is_valid_extension_type
from .findings import Address, Severity, Violation
from .json_values import Json, quote

STREAMED_FIELDS: Final = frozenset(
    rule.field for rule in EVENT_RULES.values() if rule.effect is Effect.APPEND and rule.field is not None
)
"""The fields of items and parts whose values come in deltas."""
LIST_FIELDS: Final = {
    rule.field: f"{rule.payload}_index"
    for rule in EVENT_RULES.values()
    if rule.effect is Effect.INSERT and rule.field is not None
}
"""The fields of parts whose elements come in events of their own, with the event property that counts them."""


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

    @property
    def announces(self) -> bool:
        """Whether the event adds a new item or part."""
        return self.rule.effect is Effect.INSERT and self.rule.field is None

    @property
    def closes_item(self) -> bool:
        """Whether the event is the last one of an item."""
        return self.rule.machine is Machine.ITEM and self.rule.effect is Effect.REPLACE


class StreamedText:
    """A value that is streamed in pieces, and what the stream has said it is."""

    __slots__ = ("accepted", "chunks")

    def __init__(self, initial: str) -> None:
        self.chunks: list[str] = [initial]
        self.accepted: tuple[str, ...] = ()
        """The final value; both, where the one that was said and the one that was streamed differ."""


class Part:
    """What is known of one part of an item."""

    __slots__ = ("closed", "inserted", "is_doubtful", "is_known", "type")

    def __init__(self, type: str | None, *, is_known: bool) -> None:
        self.type: str | None = type
        self.is_known: bool = is_known
        """Whether its announcement came."""
        self.is_doubtful: bool = False
        """Whether its announcement was at fault, so that nothing is compared with its type."""
        self.closed: dict[str, Json] | None = None
        """The part as it was when it was closed."""
        self.inserted: dict[str, list[Json]] = {}
        """By list field, the elements that came one by one."""


class Item:
    """What is known of one item of the output."""

    __slots__ = ("announced", "closed", "ids", "is_doubtful", "is_known", "parts", "rotates", "texts")

    def __init__(self, announced: dict[str, Json], *, is_known: bool) -> None:
        self.announced: dict[str, Json] = announced
        """The item as it was announced, without what is streamed."""
        self.is_known: bool = is_known
        """Whether its announcement came."""
        self.ids: set[str] = text_set(announced.get("id"))
        """The ids it has gone by."""
        self.rotates: bool = False
        """Whether its id was found to change; that is said once."""
        self.is_doubtful: bool = False
        """Whether what announced or closed it was at fault, so that nothing more is compared with it."""
        self.closed: dict[str, Json] | None = None
        """The item as it was when it was closed."""
        self.parts: dict[tuple[str, int], Part] = {}
        self.texts: dict[tuple[Address, str], StreamedText] = {}
        """The streamed values, by address and field; forgotten when the item is closed."""

    def parts_of(self, container: str) -> list[tuple[int, Part]]:
        """The parts of one list, in index order."""
        return sorted((index, part) for (name, index), part in self.parts.items() if name == container)


class StreamMemory:
    """What the rules remember of one stream."""

    def __init__(self) -> None:
        self.first_number: int | None = None
        self.last_number: int | None = None
        self.before_gap: int | None = None
        """The last number before one that left a gap, until the next number shows whether that one was out of line."""
        self.slack = 0
        """How many events since then bore no number of use: the next number may be so much higher."""
        self.response_id: str | None = None
        self.is_started = False
        self.is_created = False
        """Whether the event that begins a stream came."""
        self.is_resumed = False
        self.is_final = False
        self.ended_by_message = False
        """Whether a WebSocket error message has ended the turn."""
        self.failed_with_error = False
        self.changes_id = False
        self.items: dict[int, Item] = {}
        self.calls: set[str] = set()
        self.item_ids: dict[str, int] = {}
        self.incomplete: int | None = None
        """The output index of the item that ended incomplete."""
        self.open: dict[int, None] = {}
        """The output indexes of the items that are not closed, without those of which that was said."""
        self.said: set[tuple[str | None, ...]] = set()
        """The departures from the schema that have been reported: a server repeats them in every event."""

    def item(self, output_index: int) -> Item:
        """What is known of an item; one that nobody announced is made on the way."""
        found = self.items.get(output_index)
        if found is None:
            found = self.items[output_index] = Item({}, is_known=False)
            self.open[output_index] = None
        return found

    def part(self, event: Event) -> Part | None:
        """The part that an event is about; None when it is about none, or the part was never heard of."""
        if len(event.address) != 3 or event.output_index not in self.items:
            return None
        _, container, index = event.address
        return self.items[event.output_index].parts.get((str(container), int(index)))

    def doubt(self, event: Event) -> None:
        """Compare nothing more with what an event at fault has announced or closed, or was about."""
        part = self.part(event)
        if part is not None:
            part.is_doubtful = True
        elif event.output_index in self.items:
            self.items[event.output_index].is_doubtful = True


def remember(memory: StreamMemory, event: Event) -> None:
    """Keep of an event what later events are compared with."""
    rule = event.rule
    memory.is_started = True
    memory.is_final = memory.is_final or rule.terminal
    if rule.machine is Machine.RESPONSE:
        memory.is_created = memory.is_created or rule.terminal or rule.status is None
        memory.failed_with_error = rule.effect is Effect.NONE
        return
    if event.announces and rule.machine is Machine.ITEM:
        _remember_item(memory, event)
    item = memory.item(event.output_index)
    part = memory.part(event)
    if rule.machine is Machine.PART and part is None:
        kind = event.object.get("type") if event.announces or rule.effect is Effect.REPLACE else rule.owner_type
        _, container, index = event.address
        part = Part(kind if isinstance(kind, str) else None, is_known=event.announces)
        item.parts[str(container), int(index)] = part
    if event.announces:
        for name in STREAMED_FIELDS & event.object.keys():
            initial = event.object[name]
            if isinstance(initial, str):
                item.texts[event.address, name] = StreamedText(initial)
    elif rule.effect is Effect.REPLACE:
        if part is not None:
            part.closed = event.object
        else:
            _remember_closed(memory, event, item)
    elif rule.effect is Effect.INSERT and part is not None and rule.field is not None:
        part.inserted.setdefault(rule.field, []).append(event.payload)
    _remember_text(memory, event, item)


def _remember_item(memory: StreamMemory, event: Event) -> None:
    kept = {name: value for name, value in event.object.items() if name not in STREAMED_FIELDS | CONTAINERS.keys()}
    memory.items[event.output_index] = Item(kept, is_known=True)
    memory.open[event.output_index] = None
    if isinstance(kept.get("id"), str):
        memory.item_ids.setdefault(str(kept["id"]), event.output_index)
    _remember_call(memory, kept)


def _remember_call(memory: StreamMemory, item: dict[str, Json]) -> None:
    if item.get("type") == "function_call" and isinstance(item.get("call_id"), str):
        memory.calls.add(str(item["call_id"]))


def _remember_closed(memory: StreamMemory, event: Event, item: Item) -> None:
    item.closed = event.object
    item.ids |= text_set(event.object.get("id"))
    item.texts.clear()
    memory.open.pop(event.output_index, None)
    _remember_call(memory, event.object)
    if event.object.get("status") == "incomplete":
        memory.incomplete = event.output_index


def _remember_text(memory: StreamMemory, event: Event, item: Item) -> None:
    rule, payload = event.rule, event.payload
    if rule.field is None or not isinstance(payload, str) or rule.effect not in (Effect.APPEND, Effect.ASSIGN):
        return
    key = (event.address, rule.field)
    text = item.texts.get(key)
    if text is None:
        if memory.is_resumed and not item.is_known:
            return  # It began before the stream was resumed, so its sum is not known.
        text = item.texts[key] = StreamedText("")
    if rule.effect is Effect.APPEND:
        text.chunks.append(payload)
    else:
        streamed = "".join(text.chunks)
        text.accepted = (payload,) if payload == streamed else (payload, streamed)
        text.chunks = []


def violation(
    requirement: str,
    message: str,
    member: str | None = None,
    expected: str | None = None,
    found: Json = None,
    *,
    severity: Severity | None = None,
) -> Violation:
    """A violation in ``member`` of an event, a JSON path without its ``$``; only ``found`` is quoted here."""
    return Violation(
        requirement=requirement,
        severity=severity,
        message=message,
        path="$" if member is None else f"$.{member}",
        expected=expected,
        found=None if found is None else quote(found),
    )


def text_set(*values: Json) -> set[str]:
    """The texts among some values: what came may be anything, also what no set can hold."""
    return {value for value in values if isinstance(value, str)}


def type_of(value: dict[str, Json]) -> str:
    """The type of an item or part; empty when it has none that is a text."""
    kind = value.get("type")
    return kind if isinstance(kind, str) else ""


def is_extension(item: dict[str, Json]) -> bool:
    """Whether an item or part is of a vendor's own type, whose members only the vendor knows."""
    return type_of(item) not in BLANKS and is_valid_extension_type(type_of(item))
