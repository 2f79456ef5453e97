"""The open items and parts of a ``ResponseBuilder``.

A scope is a context manager: entering opens it, leaving closes what it opened, an exception fails the response with a
fixed text and is raised again.  ``open`` and ``close`` do the same by hand.  Which events a part or an item needs is
read from the generated tables, so types that a new release adds to the spec work without a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import ValidationError

from openresponses_schema import (
    BLANKS,
    CONTAINERS,
    CONTENT_PART_MODELS,
    MESSAGE_CONTENT_PART_MODELS,
    RULES,
    STREAMS,
    EventType,
    Machine,
    UrlCitation,
)
from openresponses_schema._base import Model

from .errors import LocalProtocolError
from .findings import Violation, shorten

if TYPE_CHECKING:
    from .builder import ResponseBuilder

__all__ = [
    "CustomItemScope",
    "FunctionCallScope",
    "ItemScope",
    "MessageScope",
    "PartScope",
    "ReasoningScope",
    "checked",
]

_M = TypeVar("_M", bound=Model)
_PARTS = {**MESSAGE_CONTENT_PART_MODELS, **CONTENT_PART_MODELS}
_ITEM_ADDED = EventType.RESPONSE_OUTPUT_ITEM_ADDED
_ITEM_DONE = EventType.RESPONSE_OUTPUT_ITEM_DONE
_ANNOTATION = EventType.RESPONSE_OUTPUT_TEXT_ANNOTATION_ADDED
FAILURE = ("server_error", "The response could not be finished.")
"""Code and message of a response whose scope was left by an exception; the exception's own text stays inside."""


def checked(model: type[_M], requirement: str, fields: Mapping[str, Any], event_type: str | None = None) -> _M:
    """Make a model, with a ``LocalProtocolError`` in place of pydantic's error."""
    try:
        return model(**fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise LocalProtocolError(
            Violation(
                requirement=requirement,
                message=first["msg"],
                event_type=event_type,
                path="$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"]),
                found=shorten(first["input"]),
            )
        ) from error


class _Scope:
    """What items and parts have in common."""

    def __init__(self, builder: ResponseBuilder) -> None:
        self._builder = builder
        self._is_open = False
        self._is_closed = False

    @property
    def is_open(self) -> bool:
        """Whether events may be added."""
        return self._is_open

    def _require_open(self, name: str, requirement: str) -> None:
        if not self._is_open:
            state = "closed" if self._is_closed else "not open yet"
            raise LocalProtocolError(Violation(requirement=requirement, message=f"the {name} is {state}"))

    def _require_new(self, name: str) -> None:
        if self._is_open or self._is_closed:
            state = "open already" if self._is_open else "closed"
            raise LocalProtocolError(Violation(requirement="OR-GRAM-24", message=f"the {name} is {state}"))

    def _leave(self, exception: BaseException | None) -> bool:
        """Whether the scope should close: nothing went wrong, and nobody ended the response meanwhile."""
        if isinstance(exception, Exception) and not self._builder.is_done:
            self._builder.fail(*FAILURE)
        return exception is None and self._is_open and not self._builder.is_done


class PartScope(_Scope):
    """One open part of an item."""

    def __init__(self, item: ItemScope, container: str, type: str, fields: Mapping[str, Any]) -> None:
        super().__init__(item.builder)
        self._item = item
        self._container = CONTAINERS[container]
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
        return self._builder._snapshot.text(self._stream.field, self._item.output_index, self._name, self.index)

    def open(self) -> Self:
        """Announce the part; returns the scope."""
        self._require_new("part")
        if not self._item.is_open:
            self._item.open()
        model = _PARTS.get(self._type)
        if model is None:
            raise LocalProtocolError(
                Violation(
                    requirement="OR-GRAM-18", message="the specification has no such part", found=shorten(self._type)
                )
            )
        part = checked(model, "OR-STREAM-03", {**_blank(self._type), **self._fields})
        self.index = self._item.next_index(self._name)
        self._event(self._container.added, part=part)
        self._item.parts.append(self)
        self._is_open = True
        return self

    def delta(self, fragment: str) -> None:
        """Add to the end of the part; an empty fragment emits nothing."""
        self._require_open("part", "OR-GRAM-24")
        if self._stream is None:
            raise LocalProtocolError(
                Violation(requirement="OR-GRAM-18", message="parts of this type are not streamed", found=self._type)
            )
        if fragment == "":
            return
        self._event(self._stream.delta, **{_payload(self._stream.delta): fragment})

    def annotate(self, annotation: UrlCitation | Mapping[str, Any]) -> None:
        """Add an annotation to a text part."""
        self._require_open("part", "OR-GRAM-24")
        self._event(_ANNOTATION, annotation_index=self._annotations, annotation=annotation)
        self._annotations += 1

    def close(self) -> None:
        """Emit the final value and close the part."""
        self._require_open("part", "OR-GRAM-24")
        if self._stream is not None:
            self._event(self._stream.done, **{_payload(self._stream.done): self.text})
        self._event(
            self._container.done, part=self._builder._snapshot.part(self._item.output_index, self._name, self.index)
        )
        self._is_open, self._is_closed = False, True
        self._item.parts.remove(self)

    def _event(self, type: EventType, **fields: Any) -> None:
        self._builder.event(
            type,
            item_id=self._item.item_id,
            output_index=self._item.output_index,
            **{self._container.index_field: self.index},
            **fields,
        )


class ItemScope(_Scope):
    """One open item of the output."""

    def __init__(
        self,
        builder: ResponseBuilder,
        model: type[Model],
        type: str,
        id: str | None,
        fields: Mapping[str, Any],
        final: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(builder)
        self._model = model
        self._type = type
        self._fields = dict(fields)
        self._final = dict(final or {})
        self._counts: dict[str, int] = {}
        self.parts: list[PartScope] = []
        """The parts that are open."""
        self.item_id = id or builder._ids.item_id(type)
        """The id of the item."""
        self.output_index = -1
        """The place of the item in the output, once it is open."""

    @property
    def builder(self) -> ResponseBuilder:
        """The builder of the response."""
        return self._builder

    def __enter__(self) -> Self:
        return self if self._is_open else self.open()

    def __exit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._leave(exception):
            self.close()

    def open(self) -> Self:
        """Announce the item; returns the scope."""
        self._require_new("item")
        self._builder.start()
        item = checked(self._model, "OR-STREAM-03", {**self._fields, "id": self.item_id, "status": "in_progress"})
        self._builder.event(_ITEM_ADDED, output_index=self._builder._items, item=item)
        self.output_index = self._builder._items
        self._builder._items += 1
        self._builder._open.append(self)
        self._is_open = True
        return self

    def part(self, type: str, *, container: str | None = None, **fields: Any) -> PartScope:
        """A part of any type that the specification has, streamed or not."""
        stream = STREAMS.get(type)
        home = container or (stream.container if stream is not None else None) or "content"
        return PartScope(self, home, type, fields)

    def close(self, status: str = "completed", **fields: Any) -> None:
        """Close the open parts, then the item; ``fields`` are set on the final item."""
        self._require_open("item", "OR-GRAM-24")
        for part in list(self.parts):
            part.close()
        self._seal()
        built = self._builder._snapshot.item(self.output_index)
        known = {**dict(built), **(built.model_extra or {})} if built is not None else {}
        update = {**self._final, **fields, "status": status}
        item = checked(self._model, "OR-STREAM-03", {**known, **update}, _ITEM_DONE)
        self._builder.event(_ITEM_DONE, output_index=self.output_index, item=item)
        self._is_open, self._is_closed = False, True
        self._builder._open.remove(self)

    def next_index(self, container: str) -> int:
        """The index that the next part of a list takes."""
        index = self._counts.get(container, 0)
        self._counts[container] = index + 1
        return index

    def _seal(self) -> None:
        """Emit the final value of what the item itself streams, if it streams."""
        stream = STREAMS.get(self._type)
        if stream is not None and stream.machine is Machine.ITEM:
            text = self._builder._snapshot.text(stream.field, self.output_index)
            self._builder.event(
                stream.done, item_id=self.item_id, output_index=self.output_index, **{_payload(stream.done): text}
            )


class MessageScope(ItemScope):
    """An open message."""

    def text(self, **fields: Any) -> PartScope:
        """A part of output text."""
        return self.part("output_text", **fields)

    def refusal(self, **fields: Any) -> PartScope:
        """A part that says why the model refuses."""
        return self.part("refusal", **fields)


class ReasoningScope(ItemScope):
    """An open reasoning item."""

    def text(self, **fields: Any) -> PartScope:
        """A part of raw reasoning."""
        return self.part("reasoning_text", **fields)

    def summary(self, **fields: Any) -> PartScope:
        """A part of the readable summary."""
        return self.part("summary_text", **fields)


class FunctionCallScope(ItemScope):
    """An open function call; its arguments count once, whatever mix of fragments and wholes arrives."""

    @property
    def call_id(self) -> str:
        """The id that ties the call to its output."""
        return str(self._fields["call_id"])

    def delta(self, fragment: str) -> None:
        """Add to the end of the arguments, a JSON text; an empty fragment emits nothing."""
        self._require_open("item", "OR-GRAM-24")
        if fragment == "":
            return
        stream = STREAMS[self._type]
        self._builder.event(
            stream.delta, item_id=self.item_id, output_index=self.output_index, **{_payload(stream.delta): fragment}
        )

    def arguments(self, whole: str) -> None:
        """Give the arguments whole; what was streamed before is not repeated.

        Raises ``LocalProtocolError`` when the whole does not begin with what was streamed (OR-GRAM-25).
        """
        self._require_open("item", "OR-GRAM-24")
        streamed = self._builder._snapshot.text(STREAMS[self._type].field, self.output_index)
        if not whole.startswith(streamed):
            raise LocalProtocolError(
                Violation(
                    requirement="OR-GRAM-25",
                    message="the arguments do not begin with what was streamed",
                    address=(self.output_index,),
                    expected=shorten(streamed),
                    found=shorten(whole),
                )
            )
        self.delta(whole[len(streamed) :])


class CustomItemScope(ItemScope):
    """An open item of an extension type."""

    def update(self, **fields: Any) -> None:
        """Set fields of the final item; nothing is emitted before it closes."""
        self._require_open("item", "OR-GRAM-24")
        self._final.update(fields)


def _payload(type: EventType) -> str:
    """The event field that carries a streamed value."""
    return RULES[type].payload or "delta"


def _blank(type: str) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, list) else value for name, value in BLANKS.get(type, {}).items()}
