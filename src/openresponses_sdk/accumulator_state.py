"""The state of a half-read stream as JSON: what an accumulator knows, and nothing that can run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from openresponses_schema import CONTAINERS, OutputItem, Response, State
from openresponses_schema._base import Model
from openresponses_schema.content import MessageContentPart

from .errors import DecodeError
from .findings import Address, Violation
from .repairs import Repairs
from .snapshot import Slot, Snapshot, Text, in_order

VERSION = 1


class _State(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", defer_build=True)


class PartState(_State):
    """What is known of a part beside its model, which stands in the item."""

    index: int
    streamed: list[str]
    """The text fields that events have changed."""
    is_made: bool


class ItemState(_State):
    """An item with everything that was streamed for it."""

    index: int
    item: OutputItem
    streamed: list[str]
    is_made: bool
    parts: dict[str, list[PartState]]


class StreamState(_State):
    """The whole state."""

    version: Literal[1]
    strict: bool
    repairs: Repairs
    events: int
    next: int | None
    response_id: str | None
    outcome: Literal["completed", "incomplete", "failed", "error", "truncated"] | None
    error: dict[str, Any] | None
    is_eof: bool
    is_resumed: bool
    violations: list[Violation]
    lifecycle: list[tuple[tuple[int | str, ...], State, str | None]]
    response: Response | None
    items: list[ItemState] = []


_PART: TypeAdapter[Any] = TypeAdapter(MessageContentPart, config=ConfigDict(defer_build=True))


def state_of(state: StreamState, snapshot: Snapshot) -> bytes:
    """The state as JSON, with the items of a snapshot."""
    state.items = [
        ItemState.model_construct(
            index=index,
            item=slot.build(),
            streamed=list(slot.texts),
            is_made=slot.is_made,
            parts={
                name: [
                    PartState.model_construct(index=at, streamed=list(part.texts), is_made=part.is_made)
                    for at, part in in_order(parts)
                ]
                for name, parts in slot.parts.items()
            },
        )
        for index, slot in in_order(snapshot.items)
    ]
    return state.__pydantic_serializer__.to_json(state, exclude_unset=True)


def read_state(data: bytes | str) -> StreamState:
    """The state that ``state_of`` wrote; raises ``DecodeError`` for anything else."""
    try:
        state = StreamState.model_validate_json(data)
    except (ValidationError, ValueError, RecursionError) as error:
        raise DecodeError(f"not the state of a stream of version {VERSION}: {_reason(error)}") from error
    found = {address for address, _ in slots_of(state)}
    states = {address: now for address, now, _ in state.lifecycle}
    # A done item is whole: nothing of it is looked up any more.
    needed = {address for address in states if address and (len(address) == 1 or states.get(address[:1]) != State.DONE)}
    is_final = states.get(()) in (State.COMPLETED, State.FAILED, State.INCOMPLETE)
    if () not in states or not (is_final or needed <= found):
        raise DecodeError("not the state of a stream: the response, an item or a part is missing")
    return state


def slots_of(state: StreamState) -> Iterator[tuple[Address, Slot]]:
    """The items and parts of a state, each item before its parts; raises ``DecodeError`` when they do not fit."""
    for item in state.items:
        slot = _slot(item.item, item.streamed, is_made=item.is_made)
        yield (item.index,), slot
        for name, known in item.parts.items():
            parts = getattr(item.item, name, None)
            if name not in CONTAINERS or not isinstance(parts, list) or len(parts) != len(known):
                raise DecodeError("not the state of a stream: an item does not have the parts that it lists")
            slot.parts[name] = {}
            for part, said in zip(parts, known, strict=True):
                model = part if isinstance(part, Model) else _PART.validate_python(part)
                yield (item.index, name, said.index), _slot(model, said.streamed, is_made=said.is_made)


def _slot(model: Model, streamed: list[str], *, is_made: bool) -> Slot:
    slot = Slot(model, is_made=is_made)
    for field in streamed:
        slot.texts[field] = Text(slot.text(field))
    return slot


def _reason(error: Exception) -> str:
    return error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else str(error)
