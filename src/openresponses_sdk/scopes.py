"""The open items of a ``ResponseBuilder``; their parts are in ``parts``.

A scope is a context manager: entering opens it, leaving closes what it opened, an exception fails the response with a
fixed text and is raised again.  ``open`` and ``close`` do the same by hand.  Which events an item needs is read from
the generated tables, so types that a new release adds to the spec work without a line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from openresponses_schema import CONTAINERS, STREAMS, CustomItem, EventType, ItemStatus, Machine, State
from openresponses_schema._base import Model

from .deltas import DeltaWriter
from .findings import Address, shorten
from .parts import PartScope, Scope, payload_of
from .writing import checked, refused, require_members, require_text, written

if TYPE_CHECKING:
    from .builder import ResponseBuilder

__all__ = [
    "CustomItemScope",
    "FunctionCallScope",
    "ItemScope",
    "MessageScope",
    "PartScope",
    "ReasoningScope",
    "StreamedItemScope",
]

_ITEM_ADDED = EventType.RESPONSE_OUTPUT_ITEM_ADDED
_ITEM_DONE = EventType.RESPONSE_OUTPUT_ITEM_DONE
_FILLED_BY_EVENTS = frozenset({*CONTAINERS, *(stream.field for stream in STREAMS.values())})
_KNOWN_WHEN_ADDED = ("role", "name", "call_id")
_EMPTY: tuple[object, ...] = (None, "", [], {})


class ItemScope(Scope):
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
        _require_no_status(fields)
        if model is not CustomItem:
            require_members(model, f"an item of type {type}", fields)
        self._model = model
        self._type = type
        self._fields = dict(fields)
        self._final = dict(final or {})
        self._stream = STREAMS.get(type)
        self._counts: dict[str, int] = {}
        self.parts: list[PartScope] = []
        """The parts that are open."""
        self.item_id: str = id or builder._ids.item_id(type)
        """The id of the item."""
        self.output_index = -1
        """The place of the item in the output, once it is open."""

    @property
    def builder(self) -> ResponseBuilder:
        """The builder of the response."""
        return self._builder

    @property
    def _address(self) -> Address:
        return (self.output_index,) if self.output_index >= 0 else ()

    def open(self) -> Self:
        """Announce the item; returns the scope."""
        self._require_new("item")
        for name in self._empty_fields():
            if self._fields.get(name) not in _EMPTY:
                raise refused("OR-GRAM-23", f"an item is announced empty: stream its {name}", path=f"$.item.{name}")
        fields = {**self._fields, "id": self.item_id, "status": ItemStatus.IN_PROGRESS.value}
        if self._final:  # Told at the end only, but what is wrong with it must show while nothing is emitted.
            final = checked(self._model, "OR-STREAM-03", {**fields, **self._final}, _ITEM_DONE, root="$.item")
            written(self._builder._out.made(_ITEM_DONE, {"output_index": 0, "item": final}))
        self._builder._announce_item(self, checked(self._model, "OR-STREAM-03", fields, _ITEM_ADDED, root="$.item"))
        self._is_open = True
        return self

    def part(self, type: str, *, container: str | None = None, **fields: Any) -> PartScope:
        """A part of any type that the specification has, streamed or not."""
        stream = STREAMS.get(type)
        home = container or (stream.container if stream is not None else None) or "content"
        return PartScope(self, home, type, fields)

    def close(self, status: str = "completed", **fields: Any) -> None:
        """Close the open parts, then the item; ``fields`` are set on the final item.

        What was streamed cannot be set otherwise.  Only the last item of a response can be ``incomplete``; the
        response must then end as incomplete too.
        """
        self._require_open("item")
        item = self._finished(status, fields)
        if self.parts:
            for part in list(self.parts):
                part.close()
            # They may have brought more than their text, which the fields that were compared before do not have.
            fixed = self._streamed_fields()
            item = self._finished(status, {name: value for name, value in fields.items() if name not in fixed})
        self._seal()
        self._builder._emit_checked(_ITEM_DONE, output_index=self.output_index, item=item)
        self._is_open, self._is_closed = False, True
        self._builder._open.remove(self)
        self._builder._is_cut |= status == ItemStatus.INCOMPLETE

    def holds(self, container: str) -> bool:
        """Whether the item has such a list of parts; an item of an extension type may have any."""
        return self._model is CustomItem or container in self._model.model_fields

    def next_index(self, container: str) -> int:
        """The index that the next part of a list takes."""
        return self._counts.get(container, 0)

    def took(self, container: str) -> None:
        """A part has been announced."""
        self._counts[container] = self.next_index(container) + 1

    def _empty_fields(self) -> Iterable[str]:
        """The fields that are empty at first: what events fill, under any name that the specification has for it."""
        return sorted(_FILLED_BY_EVENTS) if self._model is not CustomItem else self._streamed_fields()

    def _streamed_fields(self) -> dict[str, str]:
        """The fields that only events may fill, each with the requirement that says so."""
        streamed = {self._stream.field: "OR-GRAM-25"} if self._stream is not None else {}
        standard = self._model is not CustomItem
        for name in CONTAINERS:
            if self._counts.get(name) or (standard and name in self._model.model_fields):
                streamed[name] = "OR-GRAM-22"
        return streamed

    def _finished(self, status: str, fields: Mapping[str, Any]) -> Model:
        """The item as its last event will tell it; raises when it may not be told so."""
        known = self._builder._out.snapshot.item(self.output_index)
        content = {**dict(known), **(known.model_extra or {})} if known is not None else {}
        fixed = {"id": "OR-GRAM-14", "type": "OR-GRAM-14", **self._streamed_fields()}
        if self._model is not CustomItem:
            fixed |= dict.fromkeys(_KNOWN_WHEN_ADDED, "OR-STREAM-02")
        if self._model is not CustomItem:
            require_members(self._model, f"an item of type {self._type}", fields)
        update = {**self._final, **fields}
        for name in fixed.keys() & update.keys():
            if update[name] != content.get(name):
                raise refused(
                    fixed[name],
                    "the final item is the one that was announced and streamed",
                    address=(self.output_index,),
                    path=f"$.item.{name}",
                    found=shorten(update[name]),
                )
        if not isinstance(status, str) or status == ItemStatus.IN_PROGRESS:
            raise refused("OR-GRAM-23", "an item that is done has a final status", found=shorten(status))
        if status == ItemStatus.INCOMPLETE and self.output_index != self._builder._items - 1:
            raise refused("OR-ITEM-03", "only the last item may be incomplete", address=(self.output_index,))
        item = checked(self._model, "OR-STREAM-03", {**content, **update, "status": status}, _ITEM_DONE, root="$.item")
        done = written(self._builder._out.made(_ITEM_DONE, {"output_index": self.output_index, "item": item}))
        return done.item  # type: ignore[no-any-return]

    def _seal(self) -> None:
        """Emit the final value of what the item itself streams, if it streams."""
        stream = self._stream
        sealed = self._builder._out.lifecycle.state_of((self.output_index,)) is State.SEALED
        if stream is not None and stream.machine is Machine.ITEM and not sealed:
            text = self._builder._out.snapshot.text(stream.field, self.output_index)
            self._builder._emit(
                stream.done, item_id=self.item_id, output_index=self.output_index, **{payload_of(stream.done): text}
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


class StreamedItemScope(ItemScope):
    """An open item of any type; if it streams a text itself, in no part, ``delta`` adds to that."""

    _deltas: DeltaWriter | None = None

    def delta(self, fragment: str) -> None:
        """Add to the end of what the item streams; an empty fragment emits nothing."""
        if not self._is_open:
            self._require_open("item")
        if self._stream is None or self._stream.machine is not Machine.ITEM:
            raise refused("OR-GRAM-18", "items of this type stream nothing themselves", found=self._type)
        if self._deltas is None:
            place = {"item_id": self.item_id, "output_index": self.output_index}
            self._deltas = DeltaWriter(self._builder._out, self._stream.delta, place)
        self._deltas.write(fragment)

    async def send(self, fragment: str) -> None:
        """``delta``, then wait until the emitter has room for more."""
        self.delta(fragment)
        await self._builder.drain()


class FunctionCallScope(StreamedItemScope):
    """An open function call; ``delta`` adds to its arguments, which are a JSON text.

    They count once, whatever mix of fragments and wholes arrives.
    """

    @property
    def call_id(self) -> str:
        """The id that ties the call to its output; it serves one call of a response (OR-GRAM-37)."""
        return str(self._fields["call_id"])

    def arguments(self, whole: str) -> None:
        """Give the arguments whole; what was streamed before is not repeated.

        Raises ``LocalProtocolError`` when the whole does not begin with what was streamed (OR-GRAM-25).
        """
        self._require_open("item")
        stream = STREAMS[self._type]
        require_text(whole, stream.done)
        streamed = self._builder._out.snapshot.text(stream.field, self.output_index)
        if not whole.startswith(streamed):
            raise refused(
                "OR-GRAM-25",
                "the arguments do not begin with what was streamed",
                address=(self.output_index,),
                expected=shorten(streamed),
                found=shorten(whole),
            )
        self.delta(whole[len(streamed) :])


class CustomItemScope(ItemScope):
    """An open item of an extension type."""

    def update(self, **fields: Any) -> None:
        """Set fields of the final item; nothing is emitted before it closes."""
        self._require_open("item")
        _require_no_status(fields)
        self._finished(ItemStatus.COMPLETED.value, fields)  # Later there would be no way back.
        self._final.update(fields)


def _require_no_status(fields: Mapping[str, Any]) -> None:
    if "status" in fields:
        raise refused("OR-GRAM-23", "an item is in progress until it closes: give the status to close()")
