"""How a reader mends what servers get wrong, and what it makes when something was never announced.

``Repairs`` says which faults are mended; ``ResponseAccumulator`` finds them and records every one as a violation,
mended or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

from openresponses_schema import (
    ASSUMED,
    BLANKS,
    CONTAINERS,
    CONTENT_PART_MODELS,
    LIFECYCLE,
    MESSAGE_CONTENT_PART_MODELS,
    OUTPUT_ITEM_MODELS,
    PART_ITEM_TYPES,
    RULES,
    STREAMS,
    CustomContentPart,
    CustomItem,
    Effect,
    EventRule,
    Machine,
    Response,
    State,
)
from openresponses_schema._base import Model

from .findings import Address
from .json_values import integral
from .parsing import Malformed, parse_response

__all__ = ["Repairs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairs:
    """Which faults of a stream are mended: all, unless switched off.  Each is recorded as a violation either way."""

    streamed_output: bool = True
    """A terminal response that lists fewer items than were streamed gets the streamed ones (OR-GRAM-28).  Off: its
    output stands as it came."""
    streamed_content: bool = True
    """An empty value never wipes what was streamed: empty text or arguments in a done event, an empty list of parts or
    annotations in a done part, a done item or an item of the terminal response (OR-GRAM-19 to 22, 25, 28, 31).  Off:
    the empty value stands."""
    done_values: bool = True
    """The value of a done event wins over deltas that say something else (OR-GRAM-44).  Off: the deltas stand, until
    the item is done."""
    whole_arguments: bool = True
    """Arguments count once: those that come only in the done event are taken, and deltas that follow an announcement
    with whole arguments replace them (OR-GRAM-25).  Off: they stay empty, or are joined to the announced ones."""
    missing_parents: bool = True
    """An event about an item or part that was never announced makes it, of the type that the event needs (OR-GRAM-11,
    OR-GRAM-16).  Off: the event is dropped."""
    final_statuses: bool = True
    """The terminal response has the status that its event announces, and the items of a completed one that were left
    in progress are completed (OR-GRAM-09, OR-GRAM-23).  Off: statuses stand as they came."""
    truncation: bool = True
    """An end without a terminal event gives the outcome ``truncated`` (OR-GRAM-42).  Off: there is no outcome."""
    arrival_order: bool = True
    """Events are taken in the order in which they come, whatever their sequence numbers say (OR-GRAM-01, OR-GRAM-02).
    Off: an event without a number, or with one that does not rise, is dropped."""
    sparse_indexes: bool = True
    """A new item or part may take any index from 0; the output is in the order of the indexes, without gaps
    (OR-GRAM-12, OR-GRAM-17).  Off: one that is not the next is dropped.  A negative index is dropped in any case."""
    malformed_events: bool = True
    """What is sound in a malformed event is used: the end of the stream, a delta, the members of a response that can be
    read (OR-SCHEMA).  Off: a malformed event changes nothing."""

    @classmethod
    def none(cls) -> Repairs:
        """No repairs at all."""
        return cls(**{field.name: False for field in fields(cls)})


_PARTS: Final = {**MESSAGE_CONTENT_PART_MODELS, **CONTENT_PART_MODELS}
_LISTS: Final = frozenset(rule.field for rule in RULES.values() if rule.effect is Effect.INSERT and rule.field)
_IN_ORDER: Final[Mapping[str, Sequence[int]]] = {}
_RESPONSE_MEMBER: Final = re.compile(r"\$\.response\.(\w+)")


def blank_item(kind: str, item_id: object = None) -> Model:
    """An item of a type, in progress and empty."""
    model, identity = OUTPUT_ITEM_MODELS.get(kind), item_id if isinstance(item_id, str) else ""
    if model is None:
        return CustomItem(type=kind, id=identity)
    return model(**{**BLANKS.get(kind, {}), **ASSUMED.get(kind, {}), "type": kind, "id": identity})


def blank_part(kind: str) -> Model:
    """A part of a type, empty."""
    model = _PARTS.get(kind)
    return CustomContentPart(type=kind) if model is None else model(**{**BLANKS.get(kind, {}), "type": kind})


def item_type_for(rule: EventRule, kind: str) -> str:
    """The type of the item in which an event about a part of type ``kind`` makes sense."""
    able, stated = CONTAINERS[rule.container or ""].item_types, PART_ITEM_TYPES.get(kind)
    return stated if stated in able else able[0]


def blank_response(response_id: str | None, status: str = State.IN_PROGRESS) -> Response:
    """A response of which nothing was said but, perhaps, the id."""
    return Response(id=response_id or "", status=status, output=[])


class Difference(NamedTuple):
    """A value that was streamed, and the other one that was said at the end."""

    steps: Address
    """Where, from the item or part that was said: empty for a field of its own, else the container and index."""
    field: str
    streamed: Any
    said: Any


def differences(
    streamed: Model, said: Model, steps: Address = (), *, places: Mapping[str, Sequence[int]] = _IN_ORDER
) -> Iterator[Difference]:
    """Where the values that events can stream differ between two models of one item or part.

    Ids, statuses and opaque values, which servers may write anew every time, are not looked at.  ``places`` are the
    indexes of the parts that were streamed, by container, where some are missing: a stream that was resumed does not
    know the first ones.
    """
    stream = STREAMS.get(getattr(streamed, "type", ""))
    if stream is not None:
        before, after = getattr(streamed, stream.field, None) or "", getattr(said, stream.field, None) or ""
        if before != after:
            yield Difference(steps, stream.field, before, after)
    for field in _LISTS:
        listed, then = getattr(streamed, field, None), getattr(said, field, None)
        if listed and not then:
            yield Difference(steps, field, listed, [])
    if steps:
        return
    for name in CONTAINERS:
        parts, final = getattr(streamed, name, None), getattr(said, name, None)
        if not isinstance(parts, list) or not parts:
            continue
        if not isinstance(final, list) or len(final) < len(parts):
            yield Difference(steps, name, parts, final or [])
            continue
        known = places.get(name, ())
        # Indexes with gaps that the final list does not have are only an order.
        is_placed = len(known) == len(parts) and known[-1] < len(final)
        for at, part in zip(known if is_placed else range(len(parts)), parts, strict=False):
            then = final[at]
            if isinstance(part, Model) and isinstance(then, Model):
                yield from differences(part, then, (name, at))


def with_streamed(said: Model, kept: list[Difference]) -> Model:
    """A model with the streamed values of some differences in place of what was said."""
    update: dict[str, Any] = {}
    for steps, field, streamed, _ in kept:
        if steps:
            name, at = str(steps[0]), int(steps[1])
            parts = update.setdefault(name, list(getattr(said, name)))
            parts[at] = parts[at].model_copy(update={field: streamed})
        else:
            update[field] = streamed
    return said.model_copy(update=update) if update else said


class Salvaged:
    """What is sound in a malformed event, under the names that the rules look for."""

    __slots__ = ("_members", "type")

    def __init__(self, type: str, members: Mapping[str, Any]) -> None:
        self.type: str = type
        self._members = members

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- it stands for an event of any type
        return self._members.get(name)


def salvage(malformed: Malformed, response_id: str | None) -> Salvaged | None:
    """What can safely be used of a malformed event; None when that is nothing.

    Its indexes and, when it streams, its text must be sound.  An item or part that cannot be read is replaced by an
    empty one of its type when it is announced, and by nothing when it is done.
    """
    rule = RULES.get(malformed.type or "")
    if rule is None:
        return None
    raw = malformed.raw
    members: dict[str, Any] = {"item_id": raw.get("item_id"), "sequence_number": integral(raw.get("sequence_number"))}
    for name in rule.indexes:
        members[name] = integral(raw.get(name))
        if members[name] is None:
            return None
    said: Any = raw.get(rule.payload or "")
    payload: Any = None
    if rule.type in LIFECYCLE:
        payload = _salvaged_response(malformed, said, rule, response_id)
    elif rule.effect in (Effect.APPEND, Effect.ASSIGN):
        if not isinstance(said, str):
            return None
        payload = said
    elif rule.effect is Effect.INSERT:
        kind = said.get("type") if isinstance(said, Mapping) else None
        if rule.field is not None or not isinstance(kind, str):
            return None
        payload = blank_item(kind, said.get("id")) if rule.machine is Machine.ITEM else blank_part(kind)
    return Salvaged(malformed.type or "", {**members, rule.payload or "": payload})


def _salvaged_response(malformed: Malformed, said: object, rule: EventRule, response_id: str | None) -> Response | None:
    """A response without the members that cannot be read."""
    if not isinstance(said, Mapping):
        return None
    paths = (_RESPONSE_MEMBER.match(issue.field or "") for issue in malformed.issues)
    unsound = {path[1] for path in paths if path}
    sound = {name: value for name, value in said.items() if name not in unsound}
    needed = {"id": response_id or "", "status": rule.status or State.IN_PROGRESS}
    found = parse_response({**needed, **sound}, on_error="keep")
    return None if isinstance(found, Malformed) else found
