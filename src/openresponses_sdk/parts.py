"""The open parts of a ``ResponseBuilder``, and what parts and items have in common.

Which events a part needs is read from the generated tables, so part types that a new release adds to the spec work
without a line here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from openresponses_schema import (
    BLANKS,
    CONTAINERS,
    CONTENT_PART_MODELS,
    MESSAGE_CONTENT_PART_MODELS,
    RESPONSE_STREAM_EVENT_MODELS,
    RULES,
    STREAMS,
    EventType,
    LogProb,
    State,
    Streamed,
    UrlCitation,
)

from .deltas import DeltaWriter
from .findings import Address, shorten
from .writing import checked, refused, require_members, require_text, written

if TYPE_CHECKING:
    from .builder import ResponseBuilder
    from .scopes import ItemScope

__all__ = ["Logprobs", "PartScope", "Scope", "blank", "payload_of"]

Logprobs: TypeAlias = Sequence[LogProb | Mapping[str, Any]]
"""One entry per token: how likely it was, and the likeliest others."""

_PARTS = {**MESSAGE_CONTENT_PART_MODELS, **CONTENT_PART_MODELS}
_ANNOTATION = EventType.RESPONSE_OUTPUT_TEXT_ANNOTATION_ADDED


class Scope(ABC):
    """What items and parts have in common: entered, they open; left, they close what they opened.

    In an async ``with`` statement both wait, too, until the emitter has room for more.
    """

    def __init__(self, builder: ResponseBuilder) -> None:
        builder._out.require_working()
        self._builder = builder
        self._is_open = False
        self._is_closed = False

    def __enter__(self) -> Self:
        return self if self._is_open else self.open()

    def __exit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, trace: TracebackType | None
    ) -> None:
        if exception is not None:
            self._builder._abort(exception)
        elif self.is_open:
            try:
                self.close()
            except Exception as refusal:
                self._builder._abort(refusal)
                raise

    async def __aenter__(self) -> Self:
        self.__enter__()
        await self._builder.drain()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.__exit__(kind, exception, trace)
        await self._builder._drain_after(exception)

    @abstractmethod
    def open(self) -> Self:
        """Announce what is new; returns the scope."""

    @abstractmethod
    def close(self) -> None:
        """Close what is open."""

    @property
    def is_open(self) -> bool:
        """Whether events may be added."""
        return self._is_open and not self._builder.is_done

    @property
    def _address(self) -> Address:
        """Where in the response this is; empty before it is announced."""
        return ()

    def _require_open(self, name: str) -> None:
        self._builder._out.require_working()
        if not self._is_open:
            state = "closed" if self._is_closed else "not open yet: use it in a with statement, or call open()"
            raise refused("OR-GRAM-24", f"the {name} is {state}", address=self._address)

    def _require_new(self, name: str) -> None:
        self._builder._out.require_working()
        if self._is_open or self._is_closed:
            state = "open already" if self._is_open else "closed"
            raise refused("OR-GRAM-24", f"the {name} is {state}", address=self._address)


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
        self._logprobs: list[LogProb] = []
        self._deltas: DeltaWriter | None = None
        self.index: int = -1
        """The place of the part in its list, once it is open."""

    @property
    def item(self) -> ItemScope:
        """The item that the part is in."""
        return self._item

    @property
    def text(self) -> str:
        """What was streamed so far, joined anew when it has grown; empty for a part that is not streamed."""
        if self._stream is None or self.index < 0:
            return ""
        return self._builder._out.snapshot.text(self._stream.field, self._item.output_index, self._name, self.index)

    @property
    def _address(self) -> Address:
        return (self._item.output_index, self._name, self.index) if self.index >= 0 else ()

    def open(self) -> Self:
        """Announce the part, and its item when that is not open yet; returns the scope."""
        self._require_new("part")
        model = _PARTS.get(self._type)
        if model is None:
            raise refused("OR-GRAM-18", "the specification has no such part", found=shorten(self._type))
        require_members(model, f"a part of type {self._type}", self._fields)
        if self._name not in CONTAINERS or not self._item.holds(self._name):
            raise refused("OR-GRAM-18", "the item holds no such parts", found=shorten(self._type))
        if self._stream is not None and self._stream.container != self._name:
            home = self._stream.container
            raise refused("OR-GRAM-18", "such parts stand in another list", expected=home, found=shorten(self._name))
        if self._stream is not None and self._fields.get(self._stream.field):
            name = self._stream.field
            raise refused("OR-GRAM-23", f"a part is announced empty: stream its {name}", path=f"$.part.{name}")
        part = checked(model, "OR-STREAM-03", {**blank(self._type), **self._fields}, root="$.part")
        container, index = CONTAINERS[self._name], self._item.next_index(self._name)
        place = {"item_id": self._item.item_id, container.index_field: index, "part": part}
        announced = {**place, "output_index": max(0, self._item.output_index)}
        place["part"] = written(self._builder._out.made(container.added, announced)).part
        if not self._item._is_open:
            self._item.open()
        self._builder._emit_checked(container.added, output_index=self._item.output_index, **place)
        self.index = index
        self._item.took(self._name)
        self._item.parts.append(self)
        self._is_open = True
        return self

    def delta(self, fragment: str, *, logprobs: Logprobs | None = None) -> None:
        """Add to the end of the part; an empty fragment emits nothing.

        ``logprobs`` has one entry per token of the fragment, for output text only.
        """
        if not self._is_open:
            self._require_open("part")
        if logprobs is not None:
            self._delta_with(fragment, logprobs)
        elif self._deltas is not None:
            self._deltas.write(fragment)
        else:
            stream = self._require_stream()
            require_text(fragment, stream.delta)
            writer = DeltaWriter(self._builder._out, stream.delta, self._place())
            writer.write(fragment)
            self._deltas = writer

    async def send(self, fragment: str, *, logprobs: Logprobs | None = None) -> None:
        """``delta``, then wait until the emitter has room for more."""
        self.delta(fragment, logprobs=logprobs)
        await self._builder.drain()

    def annotate(self, annotation: UrlCitation | Mapping[str, Any]) -> None:
        """Add an annotation to a text part."""
        self._require_open("part")
        # The schema lets it be null, which would annotate nothing.
        if annotation is None:
            raise refused("OR-STREAM-03", "this is no annotation", event_type=_ANNOTATION, path="$.annotation")
        self._event(_ANNOTATION, annotation_index=self._annotations, annotation=annotation)
        self._annotations += 1

    def close(self, *, logprobs: Logprobs | None = None) -> None:
        """Emit the final value and close the part.

        ``logprobs`` are those of the whole text; when they are left out, they are those that came with the deltas.
        """
        self._require_open("part")
        measured = self._logprobs if logprobs is None else self._measured(logprobs)
        if self._logprobs and _plain(measured) != _plain(self._logprobs):
            raise refused("OR-GRAM-19", "the log probabilities are not those that came with the deltas")
        more = {"logprobs": measured} if measured else {}
        final = self._builder._out.snapshot.part(self._item.output_index, self._name, self.index)
        address = (self._item.output_index, self._name, self.index)
        sealed = self._builder._out.lifecycle.state_of(address) is State.SEALED
        if self._stream is not None and not sealed:
            self._event(self._stream.done, **{payload_of(self._stream.done): self.text}, **more)
        if measured and final is not None:
            final = final.model_copy(update=more)
        self._event(CONTAINERS[self._name].done, part=final)
        self._is_open, self._is_closed = False, True
        self._item.parts.remove(self)

    def _delta_with(self, fragment: str, logprobs: Logprobs) -> None:
        stream = self._require_stream()
        self._require_logprobs(stream.delta)
        require_text(fragment, stream.delta)
        fields = {payload_of(stream.delta): fragment or " ", "logprobs": logprobs}
        event = written(self._builder._out.made(stream.delta, {**self._place(), **fields}))
        if fragment:
            self._event(stream.delta, **fields)
        self._logprobs += event.logprobs

    def _measured(self, logprobs: Logprobs) -> list[LogProb]:
        """The log probabilities of the whole text, as its last event will tell them."""
        done = self._require_stream().done
        self._require_logprobs(done)
        fields = {**self._place(), payload_of(done): self.text, "logprobs": logprobs}
        return list(written(self._builder._out.made(done, fields)).logprobs)

    def _require_stream(self) -> Streamed:
        if self._stream is None:
            raise refused("OR-GRAM-18", "parts of this type are not streamed", found=self._type)
        return self._stream

    def _require_logprobs(self, type: EventType) -> None:
        if "logprobs" not in RESPONSE_STREAM_EVENT_MODELS[type].model_fields:
            raise refused("OR-GRAM-18", "only output text has log probabilities", event_type=type, found=self._type)

    def _place(self) -> dict[str, Any]:
        return {
            "item_id": self._item.item_id,
            "output_index": self._item.output_index,
            CONTAINERS[self._name].index_field: self.index,
        }

    def _event(self, type: EventType, **fields: Any) -> None:
        self._builder._emit(type, **self._place(), **fields)


def _plain(logprobs: Sequence[LogProb]) -> list[Any]:
    return [entry.to_dict() for entry in logprobs]


def payload_of(type: EventType) -> str:
    """The event field that carries a streamed value."""
    return RULES[type].payload or "delta"


def blank(type: str) -> dict[str, Any]:
    """The fields of a new item or part that are empty when it is announced."""
    return {name: list(value) if isinstance(value, list) else value for name, value in BLANKS.get(type, {}).items()}
