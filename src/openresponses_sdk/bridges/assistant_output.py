"""Writes what a model says as items, for sources that tell fragments and kinds but no items.

1. Text that follows text is one message with one part, reasoning that follows reasoning one item.  Such a run stays
   open until something of another kind begins or the response ends: what closes it is known only then.
2. So the item that was written last is still open when the source says that the answer was cut off, and can be the
   incomplete one (OR-ITEM-03).
3. When the source stops in the middle, what is open stays open in the failed response.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Literal, TypeAlias

from openresponses_schema import Response

from ..builder import ResponseBuilder
from ..scopes import CustomItemScope, ItemScope, MessageScope, PartScope, ReasoningScope
from .assistant_calls import AssistantCalls, Report
from .failure import Failure

__all__ = ["AssistantOutput", "Kind"]

Kind: TypeAlias = Literal["text", "refusal", "reasoning", "summary"]
"""What a run of fragments is made of; each is a type of part."""

Usage: TypeAlias = Mapping[str, Any] | None


class AssistantOutput:
    """The output of one response while it is written.  ``slug`` prefixes the names of extension fields."""

    def __init__(self, builder: ResponseBuilder, report: Report, *, slug: str) -> None:
        self.builder = builder
        self.calls: AssistantCalls = AssistantCalls(builder, report, slug=slug)
        """The tool calls; ``call`` begins one, ``calls.advance`` goes on with it."""
        self._kind: Kind | None = None
        self._item: ItemScope | None = None
        self._part: PartScope | None = None
        self._final: dict[str, Any] = {}

    @property
    def item(self) -> ItemScope | None:
        """The item of the run that is open."""
        return self._item

    @property
    def kind(self) -> Kind | None:
        """The kind of the run that is open."""
        return self._kind

    @property
    def part(self) -> PartScope | None:
        """The part that the run goes into."""
        return self._part

    def write(self, kind: Kind, fragment: str) -> None:
        """Add a fragment to the run of its kind, or begin one; nothing for an empty fragment."""
        if not fragment:
            return
        if kind == self._kind and self._part is not None:
            self._part.delta(fragment)
        else:
            self.begin_part(kind).delta(fragment)

    def begin_part(self, kind: Kind) -> PartScope:
        """A new part of a kind, in the item that is open when that holds such parts, else in a new one."""
        scope = self._item
        if kind in ("text", "refusal"):
            if not isinstance(scope, MessageScope):
                self.settle()
                scope = self.builder.message().open()
            part = scope.text() if kind == "text" else scope.refusal()
        else:
            if not isinstance(scope, ReasoningScope):
                self.settle()
                scope = self.builder.reasoning().open()
            part = scope.text() if kind == "reasoning" else scope.summary()
        self._close_part()
        self._kind, self._item, self._part = kind, scope, part.open()
        return self._part

    def begin_reasoning(self, **extra: Any) -> ReasoningScope:
        """A new reasoning item without a part, such as one of which only the opaque content is known."""
        self.settle()
        scope = self.builder.reasoning(**extra).open()
        self._kind, self._item, self._part = None, scope, None
        return scope

    def keep(self, **fields: Any) -> None:
        """Set fields of the open run's item when it closes, such as ``encrypted_content`` of reasoning."""
        self._final.update(fields)

    def call(self, key: Hashable, **said: Any) -> None:
        """Begin a tool call, or go on with it; ``said`` is what ``AssistantCalls.advance`` takes."""
        if key not in self.calls:
            self.settle()
        self.calls.advance(key, **said)

    def custom_item(self, type: str, **fields: Any) -> CustomItemScope:
        """A new open extension item; the caller closes it."""
        self.settle()
        return self.builder.custom_item(type, **fields).open()

    def settle(self) -> None:
        """Close the open run and the calls that are whole, because something else begins."""
        self._close_run()
        if self.calls:
            self.calls.settle()

    def complete(self, usage: Usage = None) -> Response:
        """Close everything and end the response as completed."""
        self._close_run()
        self.calls.complete()
        return self.builder.complete(usage)

    def incomplete(self, reason: str, usage: Usage = None) -> Response:
        """End the response as cut off: the item written last becomes incomplete, earlier calls close if whole."""
        if self.calls:
            self.calls.interrupt()
            self.calls.settle(but=None if self._item is not None else self.calls.last())
        if self._item is not None and self._item.output_index == self.builder._items - 1:
            self._close_part()
            self._item.close(status="incomplete", **self._final)  # The builder would close it without what was kept.
        return self.builder.incomplete(reason, usage)

    def fail(self, failure: Failure, usage: Usage = None) -> Response:
        """End the response as failed, with an ``error`` event before it (OR-ERR-06); what is open stays open."""
        self.calls.interrupt()
        return self.builder.fail(
            failure.code, failure.message, type=failure.type, param=failure.param, usage=usage, error_event=True
        )

    def _close_run(self) -> None:
        if self._item is not None:
            self._close_part()
            self._item.close(**self._final)
        self._kind, self._item, self._part, self._final = None, None, None, {}

    def _close_part(self) -> None:
        """Close the open part, before its item: the item is told with what its parts got when they closed."""
        if self._part is not None and self._part.is_open:
            self._part.close()
