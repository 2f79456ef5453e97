"""Whether what is closed holds what was streamed: texts, arguments, parts, annotations, and the final output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openresponses_schema.event_rules import BLANKS, CONTAINERS, STREAMS, Effect, EventRule, Machine

from .findings import Address, Severity, Violation
from .json_values import Json, integral, json_path, quote
from .stream_memory import (
    LIST_FIELDS,
    STREAMED_FIELDS,
    Event,
    Item,
    Part,
    StreamMemory,
    is_extension,
    text_set,
    type_of,
    violation,
)
from .stream_rules import RULES as ORDER_RULES
from .stream_rules import StreamRule

OPAQUE: Final = frozenset({"encrypted_content"})
"""Members that some servers encrypt anew whenever they send them; their values are never compared."""
ADDED_LATER: Final = frozenset({"logprobs"})
"""Members that say something about a text and that servers leave empty in some of the events that carry it."""
_PROGRESS: Final = ("in_progress", "queued", "searching", "generating", "interpreting", "calling")
"""Statuses that say that something goes on; all but the first are those of tools that some providers run."""
_EMPTY: Final[tuple[Json, ...]] = (None, "", [], {})


def _delta(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    if event.payload == "":
        message = "a delta adds something"
        yield violation("OR-STREAM-08", message, event.rule.payload, "a text that is not empty", "")


def _fits_item(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    """A part is of a list that its item has; what items of extension types have is nobody's business."""
    item, container = memory.items.get(event.output_index), event.rule.container
    if not event.announces or container is None or item is None or not item.is_known:
        return
    kind = type_of(item.announced)
    if kind not in BLANKS:
        return
    able = CONTAINERS[container].item_types
    if kind not in able:
        message = f"a {kind} has no {container}: its item is another one"
        yield violation(
            "OR-GRAM-18", message, "output_index", f"an item of type {' or '.join(able)}", event.output_index
        )


def _starts_empty(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    new, at = event.object, event.rule.payload
    if not event.announces or is_extension(new):
        return
    is_item = event.rule.machine is Machine.ITEM
    status = new.get("status")
    if is_item and isinstance(status, str) and status != "in_progress":
        message = "an item is in progress when it is added"
        yield violation("OR-GRAM-23", message, f"{at}.status", quote("in_progress"), status)
    if type_of(new) not in BLANKS:
        return
    for name in sorted((STREAMED_FIELDS | (CONTAINERS.keys() if is_item else set[str]())) & new.keys()):
        if new[name] not in _EMPTY:
            message = f"the {name} of what is added is empty; it comes in events of its own"
            severity: Severity | None = None if is_item else "warning"
            yield violation("OR-GRAM-23", message, f"{at}.{name}", "an empty value", new[name], severity=severity)


def _annotation(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    part, field = memory.part(event), event.rule.field
    if field is None or part is None or memory.is_resumed:
        return
    name = LIST_FIELDS[field]
    index, wanted = integral(event.data.get(name)), len(part.inserted.get(field, ()))
    if index is not None and index != wanted:
        yield violation("OR-GRAM-31", "the indexes of annotations run 0, 1, 2, …", name, str(wanted), index)


def _final_value(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    """The final value of a field is its first value and all its deltas."""
    item = memory.items.get(event.output_index)
    text = None if item is None else item.texts.get((event.address, event.rule.field or ""))
    said = event.payload
    if text is None or not isinstance(said, str):
        return
    streamed = "".join(text.chunks)
    if said != streamed:
        message = f"{event.rule.payload} is the sum of the deltas"
        yield _difference(_of_machine(event.rule, "OR-GRAM-19"), message, event.rule.payload, (streamed,), said)


def _closed_part(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    item, part = memory.items.get(event.output_index), memory.part(event)
    if item is None or part is None:
        return
    closed, at = event.object, event.rule.payload
    kind = closed.get("type")
    if part.type is not None and not part.is_doubtful and isinstance(kind, str) and kind != part.type:
        yield violation("OR-GRAM-18", "a part keeps its type", f"{at}.type", quote(part.type), kind)
        return
    yield from _texts(item, event, [(event.address, field) for field in STREAMED_FIELDS], "OR-GRAM-20")
    for field, inserted in part.inserted.items():
        held = closed.get(field)
        for index, announced in enumerate(inserted):
            # In place nearly always; the search is for servers that sort.
            if not isinstance(held, list) or not (
                (index < len(held) and difference(announced, held[index]) is None)
                or any(difference(announced, one) is None for one in held)
            ):
                message = f"the closed part holds what was announced for {field}[{index}]"
                yield violation("OR-GRAM-31", message, f"{at}.{field}", quote(announced), held)
                break


def _closed_item(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    item = memory.items.get(event.output_index)
    if item is None:
        return
    closed, at = event.object, event.rule.payload
    if not is_extension(closed) and closed.get("status") in _PROGRESS:
        message = "an item that is done has a final status"
        yield violation("OR-GRAM-23", message, f"{at}.status", "a final status", closed.get("status"))
    faults = [*_texts(item, event, [key for key in item.texts if key[0] == event.address], "OR-GRAM-25")]
    if item.is_known or item.parts:
        for container in CONTAINERS:
            if container in closed or item.parts_of(container):
                faults += _parts(item, closed.get(container), container, event)
    item.is_doubtful = item.is_doubtful or bool(faults)
    yield from faults


def _parts(item: Item, said: Json, container: str, event: Event) -> Iterator[Violation]:
    streamed = item.parts_of(container)
    path = f"{event.rule.payload}.{container}"
    held = said if isinstance(said, list) else []
    known = {index for index, _ in streamed}
    # What the items of an extension hold is their own affair, until it is streamed as parts.
    if not known and (not item.is_known or is_extension(event.object)):
        return
    unbacked = [at for at, one in enumerate(held) if at not in known and _is_streamable(one)]
    if unbacked and item.is_known:
        message = "content that can be streamed was never announced as a part"
        yield violation("OR-CONTENT-03", message, f"{path}[{unbacked[0]}]", None, held[unbacked[0]])
    for index, part in streamed:
        one = held[index] if index < len(held) else None
        if one is None:
            message = "a part that was streamed is missing in the item"
            yield violation("OR-GRAM-22", message, path, f"{len(streamed)} parts", held)
            return
        if isinstance(one, dict):
            yield from _part(item, part, one, (event.address[0], container, index), f"{path}[{index}]")


def _part(item: Item, part: Part, one: dict[str, Json], address: Address, path: str) -> Iterator[Violation]:
    if part.type is not None and not part.is_doubtful and one.get("type") != part.type:
        yield violation("OR-GRAM-22", "a part has another type", f"{path}.type", quote(part.type), one.get("type"))
        return
    for field in STREAMED_FIELDS & one.keys():
        text, said = item.texts.get((address, field)), one[field]
        accepted = () if text is None else text.accepted
        as_closed = part.closed.get(field) if part.closed is not None else None
        if isinstance(said, str) and accepted and said not in accepted and said != as_closed:
            message = "the text is the one that was streamed and closed"
            yield _difference("OR-GRAM-22", message, f"{path}.{field}", accepted, said)
            return
    if part.closed is not None:
        rest = {name: value for name, value in one.items() if name not in STREAMED_FIELDS}
        place = difference({name: value for name, value in part.closed.items() if name not in STREAMED_FIELDS}, rest)
        if place is not None:
            yield violation("OR-GRAM-22", "the part differs from the one that was closed", path + json_path(place)[1:])


def _is_streamable(part: Json) -> bool:
    stream = STREAMS.get(str(part.get("type"))) if isinstance(part, dict) else None
    return isinstance(part, dict) and stream is not None and part.get(stream.field) not in _EMPTY


def _texts(item: Item, event: Event, keys: list[tuple[Address, str]], requirement: str) -> Iterator[Violation]:
    for key in keys:
        text, said = item.texts.get(key), event.object.get(key[1])
        if text is not None and text.accepted and isinstance(said, str) and said not in text.accepted:
            message = "the text is the one that was streamed and closed"
            yield _difference(requirement, message, f"{event.rule.payload}.{key[1]}", text.accepted, said)


def _final_output(memory: StreamMemory, event: Event) -> Iterator[Violation]:
    output = event.object.get("output")
    if not event.rule.terminal or not isinstance(output, list):
        return
    path, count = f"{event.rule.payload}.output", len(memory.items)
    if len(output) != count and not memory.is_resumed:
        message = "the final output lists the items that were streamed"
        yield violation("OR-GRAM-28", message, path, f"{count} items", output)
        return
    for index, item in sorted(memory.items.items()):
        one = output[index] if 0 <= index < len(output) else None
        if isinstance(one, dict):
            yield from _final_item(item, one, f"{path}[{index}]")


def _final_item(item: Item, one: dict[str, Json], path: str) -> Iterator[Violation]:
    if item.ids and not item.rotates and not text_set(one.get("id")) & item.ids:
        message = "the item has another id than when it was streamed"
        yield violation("OR-GRAM-28", message, f"{path}.id", quote(next(iter(item.ids))), one.get("id"))
        return
    kinds = text_set(item.announced.get("type"), (item.closed or {}).get("type"))
    if kinds and type_of(one) not in kinds:
        message = "the item has another type than when it was streamed"
        yield violation("OR-GRAM-28", message, f"{path}.type", quote(next(iter(kinds))), one.get("type"))
        return
    if item.closed is None:
        yield from _open_texts(item, one, path)
        return
    if item.is_doubtful or type_of(item.closed) not in BLANKS:
        return  # Of an item that is not published nobody knows which members are opaque.
    place = difference(item.closed, one, ignored=frozenset({"id"}))
    if place is not None:
        expected, found = _at(item.closed, place), _at(one, place)
        message = "the item differs from the one that was closed"
        where = path + json_path(place)[1:]
        if isinstance(expected, str) and isinstance(found, str):
            yield _difference("OR-GRAM-28", message, where, (expected,), found)
        else:
            yield violation("OR-GRAM-28", message, where, quote(expected), found)


def _open_texts(item: Item, one: dict[str, Json], path: str) -> Iterator[Violation]:
    """An item that an early end left open is listed with what was streamed of it."""
    for (address, field), text in item.texts.items():
        place: list[str | int] = [*address[1:], field]
        said, streamed = _at(one, place), "".join(text.chunks)
        if not text.accepted and isinstance(said, str) and said != streamed:
            message = "the text is the one that was streamed"
            yield _difference("OR-GRAM-28", message, path + json_path(place)[1:], (streamed,), said)
        elif not text.accepted and said is None and streamed:
            message = "a text that was streamed is missing"
            yield violation("OR-GRAM-28", message, path + json_path(place)[1:], quote(streamed))


def difference(one: Json, other: Json, *, ignored: frozenset[str] = frozenset()) -> list[str | int] | None:
    """The way to the first place where two values differ; None when they say the same.

    A member that is missing, null or empty says the same; opaque members are not looked at.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        for name in [*one, *(name for name in other if name not in one)]:
            left, right = one.get(name), other.get(name)
            if name in OPAQUE or name in ignored or left == right or (left in _EMPTY and right in _EMPTY):
                continue
            if name in ADDED_LATER and (left in _EMPTY or right in _EMPTY):
                continue
            deeper = difference(left, right)
            if deeper is not None:
                return [name, *deeper]
        return None
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            deeper = difference(left, right)
            if deeper is not None:
                return [index, *deeper]
        return None
    return None if one == other or (one in _EMPTY and other in _EMPTY) else []


def _at(value: Json, place: list[str | int]) -> Json:
    for step in place:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
    return value


def _of_machine(rule: EventRule, for_parts: str) -> str:
    return "OR-GRAM-25" if rule.machine is Machine.ITEM else for_parts


def _difference(requirement: str, message: str, member: str | None, accepted: tuple[str, ...], found: str) -> Violation:
    """Quotes both texts from shortly before the place where they part, which a cut at 80 characters may not reach."""
    expected = accepted[-1]
    shared = next(
        (at for at, (one, other) in enumerate(zip(expected, found, strict=False)) if one != other),
        min(len(expected), len(found)),
    )
    start = max(0, shared - 20)
    place = f" (they part at character {shared})" if start else ""
    return violation(requirement, f"{message}{place}", member, quote(expected[start:]), found[start:])


_CONTENT_RULES: Final[dict[tuple[Machine, Effect], tuple[StreamRule, ...]]] = {
    (Machine.RESPONSE, Effect.REPLACE): (_final_output,),
    (Machine.ITEM, Effect.INSERT): (_starts_empty,),
    (Machine.ITEM, Effect.REPLACE): (_closed_item,),
    (Machine.ITEM, Effect.APPEND): (_delta,),
    (Machine.ITEM, Effect.ASSIGN): (_final_value,),
    (Machine.PART, Effect.INSERT): (_fits_item, _starts_empty, _annotation),
    (Machine.PART, Effect.REPLACE): (_closed_part,),
    (Machine.PART, Effect.APPEND): (_delta,),
    (Machine.PART, Effect.ASSIGN): (_final_value,),
}

RULES: Final[dict[tuple[Machine, Effect], tuple[StreamRule, ...]]] = {
    key: (*ORDER_RULES.get(key, ()), *_CONTENT_RULES.get(key, ()))
    for key in dict.fromkeys([*ORDER_RULES, *_CONTENT_RULES])
}
"""All rules that compare events, by what an event does to what."""
