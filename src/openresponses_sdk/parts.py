"""The open parts of a ``ResponseBuilder``, and what parts and items have in common.

Which events a part needs is read from the generated tables, so part types that a new release adds to the spec work
without a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from openresponses_schema import (
    BLANKS,
    CONTAINERS,
    CONTENT_PART_MODELS,
    MESSAGE_CONTENT_PART_MODELS,
    RULES,
    STREAMS,
    EventType,
    UrlCitation,
)

from .findings import shorten
from .writing import checked, refused, require_text, written

if TYPE_CHECKING:
    from .builder import ResponseBuilder
    from .scopes import ItemScope

__all__ = ["PartScope", "Scope", "payload_of"]

_PARTS = {**MESSAGE_CONTENT_PART_MODELS, **CONTENT_PART_MODELS}
_ANNOTATION = EventType.RESPONSE_OUTPUT_TEXT_ANNOTATION_ADDED


class Scope:
    """What items and parts have in common."""

    def __init__(self, builder: ResponseBuilder) -> None:
        builder._out.require_working()
        self._builder = builder
        self._is_open = False
        self._is_closed = False

    @property
    def is_open(self) -> bool:
        """Whether events may be added."""
        return self._is_open and not self._builder.is_done

    def _require_open(self, name: str) -> None:
        self._builder._out.require_working()
        if not self._is_open:
            state = "closed" if self._is_closed else "not open yet: use it in a with statement, or call open()"
            raise refused("OR-GRAM-24", f"the {name} is {state}")

    def _require_new(self, name: str) -> None:
        self._builder._out.require_working()
        if self._is_open or self._is_closed:
            state = "open already" if self._is_open else "closed"
            raise refused("OR-GRAM-24", f"the {name} is {state}")

    def _leave(self, exception: BaseException | None) -> bool:
        """Whether the scope should close: nothing went wrong, and nobody ended the response meanwhile."""
        if exception is not None:
            self._builder._abort(exception)
        return exception is None and self.is_open


class PartScope(Scope):
    """One open part of an item."""

    def __init__(self, item: ItemScope, container: str, type: str, fields: Mapping[str, Any]) -> None:
        super().__init__(item.builder)
        self._item = item
        self._name = container
        self._type = type
        self._fields = fields
        self._stream = STREAMS.get(type)
        self._annotations = 0
        self.index = -1
        """The place of the part in its list, once it is open."""

    def __enter__(self) -> Self:
        return self if self._is_open else self.open()

    def __exit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._leave(exception):
            self.close()

    @property
    def text(self) -> str:
        """What was streamed so far; empty for a part that is not streamed."""
        if self._stream is None or self.index < 0:
            return ""
        return self._builder._out.snapshot.text(self._stream.field, self._item.output_index, self._name, self.index)

    def open(self) -> Self:
        """Announce the part, and its item when that is not open yet; returns the scope."""
        self._require_new("part")
        model = _PARTS.get(self._type)
        if model is None:
            raise refused("OR-GRAM-18", "the specification has no such part", found=shorten(self._type))
        if self._name not in CONTAINERS or not self._item.holds(self._name):
            raise refused("OR-GRAM-18", "the item holds no such parts", found=shorten(self._type))
        part = checked(model, "OR-STREAM-03", {**_blank(self._type), **self._fields})
        container, index = CONTAINERS[self._name], self._item.next_index(self._name)
        place = {"item_id": self._item.item_id, container.index_field: index, "part": part}
        written(self._builder._out.made(container.added, {**place, "output_index": max(0, self._item.output_index)}))
        if not self._item._is_open:
            self._item.open()
        self._builder.event(container.added, output_index=self._item.output_index, **place)
        self.index = index
        self._item.took(self._name)
        self._item.parts.append(self)
        self._is_open = True
        return self

    def delta(self, fragment: str) -> None:
        """Add to the end of the part; an empty fragment emits nothing."""
        self._require_open("part")
        if self._stream is None:
            raise refused("OR-GRAM-18", "parts of this type are not streamed", found=self._type)
        require_text(fragment, self._stream.delta)
        if fragment:
            self._event(self._stream.delta, **{payload_of(self._stream.delta): fragment})

    def annotate(self, annotation: UrlCitation | Mapping[str, Any]) -> None:
        """Add an annotation to a text part."""
        self._require_open("part")
        self._event(_ANNOTATION, annotation_index=self._annotations, annotation=annotation)
        self._annotations += 1

    def close(self) -> None:
        """Emit the final value and close the part."""
        self._require_open("part")
        if self._stream is not None:
            self._event(self._stream.done, **{payload_of(self._stream.done): self.text})
        final = self._builder._out.snapshot.part(self._item.output_index, self._name, self.index)
        self._event(CONTAINERS[self._name].done, part=final)
        self._is_open, self._is_closed = False, True
        self._item.parts.remove(self)

    def _event(self, type: EventType, **fields: Any) -> None:
        self._builder.event(
            type,
            item_id=self._item.item_id,
            output_index=self._item.output_index,
            **{CONTAINERS[self._name].index_field: self.index},
            **fields,
        )


def payload_of(type: EventType) -> str:
    """The event field that carries a streamed value."""
    return RULES[type].payload or "delta"


def _blank(type: str) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, list) else value for name, value in BLANKS.get(type, {}).items()}
