"""What events make of a response: the one place where effects are applied.

The text of a part is kept as chunks and joined when somebody looks, so a delta costs the same however long the text
is, and the memory stays near the text itself.  Models are copied on their way in and on their way out: who changes an
event that was applied, or a response that was handed out, changes nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from openresponses_schema import RULES, Effect, EventRule, Response, ResponseStreamEvent
from openresponses_schema._base import Model

from .lifecycle import address_of

__all__ = ["Snapshot"]

_V = TypeVar("_V")
_JOIN_AT = 512
"""Chunks are joined into one block whenever so many have come."""


class _Text:
    """A text that grows at its end."""

    __slots__ = ("_blocks", "_chunks")

    def __init__(self, text: str) -> None:
        self._blocks = [text] if text else []
        self._chunks: list[str] = []

    def append(self, chunk: str) -> None:
        self._chunks.append(chunk)
        if len(self._chunks) == _JOIN_AT:
            self._blocks.append("".join(self._chunks))
            self._chunks.clear()

    def __str__(self) -> str:
        if self._chunks or len(self._blocks) > 1:
            self._blocks = ["".join([*self._blocks, *self._chunks])]
            self._chunks.clear()
        return self._blocks[0] if self._blocks else ""


class _Slot:
    """An item or a part: the model as it was announced, and what events have changed since."""

    __slots__ = ("lists", "model", "parts", "texts")

    def __init__(self, model: Model | None) -> None:
        self.model = model
        self.texts: dict[str, _Text] = {}
        self.lists: dict[str, list[Any]] = {}
        self.parts: dict[str, list[_Slot]] = {}

    def append(self, field: str, chunk: str) -> None:
        text = self.texts.get(field)
        if text is None:
            text = self.texts[field] = _Text(getattr(self.model, field, None) or "")
        text.append(chunk)

    def insert(self, field: str, index: int | None, value: object) -> None:
        values = self.lists.setdefault(field, list(getattr(self.model, field, None) or ()))
        values.insert(len(values) if index is None else index, value)

    def text(self, field: str) -> str:
        """The text of a field so far."""
        if field in self.texts:
            return str(self.texts[field])
        value = getattr(self.model, field, None)
        return value if isinstance(value, str) else ""

    def build(self) -> Model | None:
        """The model as it stands now; the announced one is never changed."""
        update: dict[str, Any] = {field: str(text) for field, text in self.texts.items()}
        update |= {field: list(values) for field, values in self.lists.items()}
        update |= {name: [part.build() for part in parts] for name, parts in self.parts.items()}
        if self.model is None or not update:
            return self.model
        return self.model.model_copy(update=update)


class Snapshot:
    """The response that the events so far describe.  It applies what is legal; ``lifecycle`` judges."""

    def __init__(self) -> None:
        self._response: Response | None = None
        self._items: list[_Slot] = []
        self._replaced = False

    def apply(self, event: ResponseStreamEvent) -> None:
        """Take over what a legal event says."""
        rule = RULES.get(event.type)
        if rule is None or rule.effect is Effect.NONE:
            return
        value: Any = _own(getattr(event, rule.payload)) if rule.payload else None
        if not rule.indexes:
            self._response, self._replaced = value, rule.terminal
            return
        if rule.effect is Effect.INSERT and rule.field is None:
            self._siblings(rule, event).append(_Slot(value))
            return
        slot = self._slot(rule, event)
        match rule.effect:
            case Effect.APPEND:
                slot.append(rule.field or "", value)
            case Effect.ASSIGN:
                slot.texts[rule.field or ""] = _Text(value)
            case Effect.INSERT:
                slot.insert(rule.field or "", None, value)
            case _:  # An item or part is replaced whole.
                slot.model, slot.texts, slot.lists, slot.parts = value, {}, {}, {}

    def response(self, changes: Mapping[str, Any] | None = None) -> Response:
        """The response now, with ``changes`` to its fields; raises ``LookupError`` before the first event."""
        if self._response is None:
            raise LookupError("no event has described the response yet")
        # A terminal event with an empty output does not wipe what was streamed (OR-GRAM-44).
        streamed = [slot.build() for slot in self._items]
        output = (self._response.output if self._replaced else None) or streamed
        return _own(self._response.model_copy(update={"output": output, **(changes or {})}))

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

    def _siblings(self, rule: EventRule, event: ResponseStreamEvent) -> list[_Slot]:
        if rule.container is None:
            return self._items
        item = self._items[int(getattr(event, rule.indexes[0]))]
        return item.parts.setdefault(rule.container, [])

    def _slot(self, rule: EventRule, event: ResponseStreamEvent) -> _Slot:
        address = address_of(rule, event)
        slot = self._items[int(address[0])]
        return slot.parts[str(address[1])][int(address[2])] if len(address) > 1 else slot


def _own(value: _V) -> _V:
    """A copy that shares nothing; text cannot be changed, and stays."""
    return value.model_copy(deep=True) if isinstance(value, Model) else value
