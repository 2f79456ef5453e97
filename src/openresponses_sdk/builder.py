"""Builds a stream that cannot be wrong: every call is judged before anything is emitted.

A ``ResponseBuilder`` numbers the events, names what needs a name, keeps the snapshot, and asks ``Lifecycle`` before
each event.  Items and parts are scopes (``scopes``): context managers, or opened and closed by hand when the source
interleaves them.  How a response begins and ends is in ``response_states``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self

from openresponses_schema import (
    OUTPUT_ITEM_MODELS,
    CompactionItem,
    EventType,
    FunctionCallItem,
    FunctionCallOutputItem,
    MessageItem,
    ReasoningItem,
)
from openresponses_schema import CustomItem as CustomItemModel
from openresponses_schema._base import Model

from .calls import Calls
from .echo import Request, echo_of, in_request
from .emit_target import Emit
from .emitters import DrainingEmitter, EventEmitter
from .errors import LocalProtocolError
from .failures import OnException
from .findings import shorten
from .ids import Clock, IdSource, RandomIds, system_clock
from .outlet import Outlet
from .parts import blank
from .response_states import ResponseStates
from .scopes import CustomItemScope, FunctionCallScope, ItemScope, MessageScope, ReasoningScope, StreamedItemScope
from .settings import initial_response, plain
from .writing import checked, refused, require_extension, written

__all__ = ["ResponseBuilder"]

Dialect = Literal["spec", "openai"]


class ResponseBuilder(ResponseStates):
    """Builds one response and emits its events.

    ``emit`` is an ``EventEmitter`` or any callable that takes an event; None builds without emitting.  Creating the
    builder emits nothing; the first call emits ``response.created`` and ``response.in_progress`` (call ``queued``
    before for a response that waits).  ``echoed`` holds what the response repeats of its request: ``instructions``,
    ``tools``, ``metadata``, ``previous_response_id`` and so on; ``for_request`` takes them from the request.
    ``dialect="openai"`` writes aliased events under that provider's names: ``response.reasoning_text.delta`` instead of
    ``response.reasoning.delta``.

    A context manager too: leaving completes the response if nothing has ended it, and fails it after an exception.
    ``on_exception`` says with which error: an ``ErrorData``, or code and message; None for the usual one, which tells
    nothing of the exception.

    Every method raises ``LocalProtocolError`` before anything is emitted when the call does not fit the state.  When
    the emitter raises, the response has ended: its exception passes through, and every later call is refused.

    A builder and its scopes serve one thread at a time: threads that share one take a lock around every call.  A call
    that comes while an event is being emitted is refused.
    """

    def __init__(
        self,
        emit: EventEmitter | Emit | None = None,
        *,
        model: str,
        response_id: str | None = None,
        ids: IdSource | None = None,
        clock: Clock | None = None,
        dialect: Dialect = "spec",
        on_exception: OnException | None = None,
        **echoed: Any,
    ) -> None:
        out = Outlet(emit, dialect)
        self._ids: IdSource = ids or RandomIds()
        self._item_ids: set[str] = set()
        clock = clock or system_clock
        id = response_id or self._ids.response_id()
        created = initial_response(echoed, id=id, created_at=int(clock()), model=model)
        super().__init__(out, created, clock, on_exception, emit.drain if isinstance(emit, DrainingEmitter) else None)
        self._calls = Calls(plain(self._initial.tool_choice))

    @classmethod
    def for_request(
        cls,
        request: Request,
        emit: EventEmitter | Emit | None = None,
        *,
        model: str | None = None,
        response_id: str | None = None,
        ids: IdSource | None = None,
        clock: Clock | None = None,
        dialect: Dialect = "spec",
        on_exception: OnException | None = None,
        **echoed: Any,
    ) -> Self:
        """A builder whose response repeats the settings of a request, each in the shape that a response has.

        ``model`` is the one that answers, if it has another name than the one that was asked for, and ``echoed`` are
        settings that the producer chose otherwise.  The JSON Schema of a text format is repeated as null, the only
        value that this release of the specification lets a response have there.

        Raises ``DecodeError`` when a mapping is no request, and ``LocalProtocolError`` for what a response cannot
        repeat, such as a tool of a type that is neither published nor an extension; both have the place in the request.
        """
        settings = {**echo_of(request), **echoed}
        asked = settings.pop("model", None)
        name = model if model is not None else asked
        if name is None:
            raise refused("OR-RESP-01", "the request names no model: give one", path="$.model")
        try:
            return cls(
                emit,
                model=name,
                response_id=response_id,
                ids=ids,
                clock=clock,
                dialect=dialect,
                on_exception=on_exception,
                **settings,
            )
        except LocalProtocolError as error:
            raise LocalProtocolError(in_request(error.violation)) from error

    def message(
        self, *, role: str = "assistant", id: str | None = None, phase: str | None = None, **extra: Any
    ) -> MessageScope:
        """A message; give it parts with ``text`` and ``refusal``."""
        fields = {"role": role, "content": [], **({"phase": phase} if phase is not None else {}), **extra}
        return MessageScope(self, MessageItem, "message", id, fields)

    def reasoning(self, *, id: str | None = None, encrypted_content: str | None = None, **extra: Any) -> ReasoningScope:
        """Reasoning; give it parts with ``text`` (raw) and ``summary``."""
        if encrypted_content is not None and not isinstance(encrypted_content, str):
            message, path = "sealed reasoning is text", "$.item.encrypted_content"
            raise refused("OR-STREAM-03", message, path=path, found=shorten(encrypted_content))
        opaque = {"encrypted_content": encrypted_content} if encrypted_content is not None else {}
        return ReasoningScope(self, ReasoningItem, "reasoning", id, {"summary": [], **extra}, opaque)

    def function_call(
        self, name: str, *, call_id: str | None = None, id: str | None = None, **extra: Any
    ) -> FunctionCallScope:
        """A call of a function; stream its arguments with ``delta``, or give them whole with ``arguments``."""
        fields = {"name": name, "call_id": call_id or self._ids.call_id(), "arguments": "", **extra}
        return FunctionCallScope(self, FunctionCallItem, "function_call", id, fields)

    def function_call_output(
        self,
        call_id: str,
        output: str | Sequence[Any],
        *,
        id: str | None = None,
        status: str = "completed",
        **extra: Any,
    ) -> None:
        """The output of a call of this response, announced and closed at once: text, or a list of parts."""
        if not isinstance(output, (str, list, tuple)):
            raise refused("OR-STREAM-03", "the output is text or a list of parts", found=shorten(output))
        empty: str | list[Any] = "" if isinstance(output, str) else []
        fields = {**extra, "call_id": call_id, "output": empty}
        scope = ItemScope(self, FunctionCallOutputItem, "function_call_output", id, fields)
        final = {**fields, "id": scope.item_id, "output": output, "status": status}
        item = checked(
            FunctionCallOutputItem, "OR-STREAM-03", final, EventType.RESPONSE_OUTPUT_ITEM_DONE, root="$.item"
        )
        written(self._out.made(EventType.RESPONSE_OUTPUT_ITEM_DONE, {"output_index": self._items, "item": item}))
        if status == "in_progress":
            raise refused("OR-GRAM-23", "an item that is done has a final status", found=shorten(status))
        scope.open().close(status=status, output=output)

    def custom_item(self, type: str, *, id: str | None = None, **fields: Any) -> CustomItemScope:
        """An item that the specification does not define; its type reads ``slug:name`` (OR-EXT-04)."""
        require_extension(type, "OR-EXT-04")
        return CustomItemScope(self, CustomItemModel, type, id, {"type": type, **fields})

    def item(self, type: str, *, id: str | None = None, **fields: Any) -> StreamedItemScope:
        """An item of any type that the specification has, for those without a method of their own."""
        model = OUTPUT_ITEM_MODELS.get(type) if isinstance(type, str) else None
        if model is None:
            raise refused("OR-EXT-04", "the specification has no such item: see custom_item", found=shorten(type))
        empty = {name: value for name, value in blank(type).items() if name != "status"}
        return StreamedItemScope(self, model, type, id, {**empty, **fields})

    def compaction(self, encrypted_content: str, *, id: str | None = None, **extra: Any) -> None:
        """What stands for the earlier conversation, announced and closed at once."""
        fields = {"encrypted_content": encrypted_content, **extra}
        ItemScope(self, CompactionItem, "compaction", id, fields).open().close()

    def _announce_item(self, scope: ItemScope, item: Model) -> None:
        """Emit the first event of an item, which becomes the last of the output."""
        if scope.item_id in self._item_ids:
            raise refused("OR-ITEM-08", "another item has this id", found=shorten(scope.item_id))
        if self._is_cut:
            raise refused("OR-ITEM-03", "no item follows one that is incomplete")
        if (violation := self._calls.judge(item)) is not None:
            raise LocalProtocolError(violation)
        announced = {"output_index": self._items, "item": item}
        item = written(self._out.made(EventType.RESPONSE_OUTPUT_ITEM_ADDED, announced)).item
        self.start()
        self._emit_checked(EventType.RESPONSE_OUTPUT_ITEM_ADDED, output_index=self._items, item=item)
        scope.output_index = self._items
        self._items += 1
        self._item_ids.add(scope.item_id)
        self._calls.took(item)
        self._open.append(scope)
