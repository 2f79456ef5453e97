"""What events make of a response: the one place where effects are applied.

The text of a part is kept as chunks and joined when somebody looks, so a delta costs the same however long the text
is, and the memory stays near the text itself.  Items and parts are kept by their index, so an index may be of any size;
in the output they stand in the order of their indexes, without gaps.  ``apply`` copies models on their way in, and what
hands them out copies them on their way out: who changes an event that was applied, or a response that was handed out,
changes nothing here.  ``put`` and ``shared`` are for a reader that owns its events, and copy nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from types import NoneType
from typing import Any, Final, TypeAlias, TypeVar

from openresponses_schema import RULES, Effect, EventRule, Response
from openresponses_schema._base import Model

from .findings import Address
from .lifecycle import EventLike, address_of

__all__ = ["Slot", "Snapshot", "Text"]

Payload: TypeAlias = Any
"""What an event carries: a response, an item, a part, an annotation or text, as its rule says."""

_V = TypeVar("_V")
_FIXED: Final = frozenset({str, int, float, bool, NoneType})
JOIN_AT = 512
"""Chunks are joined into one block whenever so many have come."""


class Text:
    """A text that grows at its end."""

    __slots__ = ("_blocks", "chunks")

    def __init__(self, text: str) -> None:
        self._blocks = [text] if text else []
        self.chunks: list[str] = []
        """What came last.  Who adds to it calls ``join`` when there are ``JOIN_AT``."""

    def append(self, chunk: str) -> None:
        """Add to the end."""
        self.chunks.append(chunk)
        if len(self.chunks) == JOIN_AT:
            self.join()

    def join(self) -> None:
        """Make one block of the last chunks."""
        self._blocks.append("".join(self.chunks))
        self.chunks.clear()

    def __str__(self) -> str:
        if self.chunks or len(self._blocks) > 1:
            self._blocks = ["".join([*self._blocks, *self.chunks])]
            self.chunks.clear()
        return self._blocks[0] if self._blocks else ""


class Slot:
    """An item or a part: the model as it was announced, and what events have changed since."""

    __slots__ = ("is_made", "lists", "model", "parts", "texts")

    def __init__(self, model: Model | None, *, is_made: bool = False) -> None:
        self.model = model
        self.is_made: bool = is_made
        """Whether no event has announced it: it was made because something else needed it."""
        self.texts: dict[str, Text] = {}
        self.lists: dict[str, list[Any]] = {}
        self.parts: dict[str, dict[int, Slot]] = {}

    def growing(self, field: str) -> Text:
        """The text of a field, to append to."""
        text = self.texts.get(field)
        if text is None:
            text = self.texts[field] = Text(self.text(field))
        return text

    def insert(self, field: str, value: object) -> None:
        """Add to the end of a list field."""
        self.lists.setdefault(field, self.values(field)).append(value)

    def values(self, field: str) -> list[Any]:
        """The values of a list field so far; not to be changed."""
        values = self.lists.get(field)
        return list(getattr(self.model, field, None) or ()) if values is None else values

    def container(self, name: str) -> dict[int, Slot]:
        """The parts of a list by index; those that the item was announced with are there already."""
        parts = self.parts.get(name)
        if parts is None:
            announced = getattr(self.model, name, None)
            values = enumerate(announced) if isinstance(announced, list) else ()
            parts = self.parts[name] = {at: Slot(part) for at, part in values if isinstance(part, Model)}
        return parts

    def text(self, field: str) -> str:
        """The text of a field so far."""
        if field in self.texts:
            return str(self.texts[field])
        value = getattr(self.model, field, None)
        return value if isinstance(value, str) else ""

    @property
    def places(self) -> Mapping[str, Sequence[int]]:
        """The indexes of the parts that are known, by container."""
        return {name: sorted(parts) for name, parts in self.parts.items()}

    def replace(self, model: Model) -> None:
        """Take a model in place of everything so far."""
        self.model, self.texts, self.lists, self.parts = model, {}, {}, {}

    def build(self) -> Model | None:
        """The model as it stands now; the announced one is never changed."""
        update: dict[str, Any] = {field: str(text) for field, text in self.texts.items()}
        update |= {field: list(values) for field, values in self.lists.items()}
        update |= {name: [part.build() for _, part in in_order(parts)] for name, parts in self.parts.items()}
        if self.model is None or not update:
            return self.model
        return self.model.model_copy(update=update)


class Snapshot:
    """The response that the events so far describe.  It applies what is legal; ``lifecycle`` judges."""

    def __init__(self) -> None:
        self._response: Response | None = None
        self._items: dict[int, Slot] = {}
        self._replaced = False

    def apply(self, event: EventLike) -> None:
        """Take over what a legal event says."""
        rule = RULES.get(event.type)
        if rule is None or rule.effect is Effect.NONE:
            return
        value: Any = _own(getattr(event, rule.payload)) if rule.payload else None
        if rule.indexes:
            _EFFECTS[rule.effect](self, rule, address_of(rule, event), value)
        else:
            self._response, self._replaced = value, rule.terminal

    def response(self, changes: Mapping[str, Any] | None = None) -> Response:
        """The response now, with ``changes`` to its fields; raises ``LookupError`` before the first event."""
        return _own(self.shared(changes))

    def shared(self, changes: Mapping[str, Any] | None = None) -> Response:
        """The same without the copy: it shares its models with the events that were put here."""
        if self._response is None:
            raise LookupError("no event has described the response yet")
        if self._replaced and not changes and not self._items:
            return self._response
        # A terminal event with an empty output does not wipe what was streamed (OR-GRAM-44).
        said = self._response.output if self._replaced or not self._items else None
        return self._response.model_copy(update={"output": said or self.output(), **(changes or {})})

    def output(self) -> list[Any]:
        """The items as they stand now, in the order of their indexes."""
        return [slot.build() for _, slot in in_order(self._items)]

    def announce(self, response: Response) -> None:
        """Take a response in place of the one so far; the items stay."""
        self._response = response

    def settle(self, response: Response) -> None:
        """Take a response as the final one, its output included, and let go of what was streamed."""
        self._response, self._replaced = response, True
        self._items = {}

    @property
    def described(self) -> Response | None:
        """The response as the last event about it said, None before the first one."""
        return self._response

    @property
    def items(self) -> Mapping[int, Slot]:
        """The items by index."""
        return self._items

    def find(self, address: Address) -> Slot | None:
        """The item or part at an address; None when there is none."""
        item = self._items.get(int(address[0]))
        if item is None or len(address) == 1:
            return item
        return item.container(str(address[1])).get(int(address[2]))

    def next_index(self, address: Address) -> int:
        """The index that a new item or part beside an address has when there are no gaps; its item is there."""
        return len(self._items if len(address) == 1 else self._items[int(address[0])].container(str(address[1])))

    def slot(self, address: Address) -> Slot:
        """The item or part at an address."""
        slot = self._items[int(address[0])]
        return slot.parts[str(address[1])][int(address[2])] if len(address) > 1 else slot

    def put(self, address: Address, slot: Slot) -> None:
        """Place an item or part at an address; the item of a part is there."""
        siblings = self._items if len(address) == 1 else self._items[int(address[0])].container(str(address[1]))
        siblings[int(address[-1])] = slot

    def item(self, output_index: int) -> Model | None:
        """The item at an index, as it stands now."""
        return _own(self._items[output_index].build())

    def part(self, output_index: int, container: str, index: int) -> Model | None:
        """The part at an address, as it stands now."""
        return _own(self._items[output_index].parts[container][index].build())

    def text(self, field: str, output_index: int, container: str | None = None, index: int = 0) -> str:
        """A text field of an item, or of one of its parts."""
        slot = self._items[output_index]
        return (slot.parts[container][index] if container else slot).text(field)

    def _insert(self, rule: EventRule, address: Address, value: Payload) -> None:
        if rule.field is None:
            self.put(address, Slot(value))
        else:
            if value is not None:  # A null annotation, which the schema of its event allows, is none.
                self.slot(address).insert(rule.field, value)

    def _append(self, rule: EventRule, address: Address, value: Payload) -> None:
        self.slot(address).growing(rule.field or "").append(value)

    def _assign(self, rule: EventRule, address: Address, value: Payload) -> None:
        self.slot(address).texts[rule.field or ""] = Text(value)

    def _replace(self, rule: EventRule, address: Address, value: Payload) -> None:
        self.slot(address).replace(value)


def in_order(slots: Mapping[int, Slot]) -> Iterator[tuple[int, Slot]]:
    """Slots by rising index."""
    return ((index, slots[index]) for index in sorted(slots))


_EFFECTS: Mapping[Effect, Callable[[Snapshot, EventRule, Address, Payload], None]] = {
    Effect.INSERT: Snapshot._insert,
    Effect.APPEND: Snapshot._append,
    Effect.ASSIGN: Snapshot._assign,
    Effect.REPLACE: Snapshot._replace,
}
"""What each effect does to an item or part."""


def _own(value: _V) -> _V:
    """A copy that shares nothing that can be changed.

    Models are copied here and not by ``model_copy``, which takes several times as long.
    """
    kind = value.__class__
    if kind in _FIXED:
        return value
    copied: Any
    if isinstance(value, Model):
        copied = kind.__new__(kind)
        fill = object.__setattr__
        fill(copied, "__dict__", {name: _own(inner) for name, inner in value.__dict__.items()})
        fill(copied, "__pydantic_extra__", _own(value.__pydantic_extra__))
        fill(copied, "__pydantic_fields_set__", set(value.__pydantic_fields_set__))
        fill(copied, "__pydantic_private__", None)
    elif kind is list:
        copied = [_own(inner) for inner in value]  # type: ignore[attr-defined]
    elif kind is dict:
        copied = {name: _own(inner) for name, inner in value.items()}  # type: ignore[attr-defined]
    else:
        copied = deepcopy(value)
    return copied  # type: ignore[no-any-return]
