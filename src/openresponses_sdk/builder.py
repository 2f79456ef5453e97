"""Builds a stream that cannot be wrong: every call is judged before anything is emitted.

A ``ResponseBuilder`` numbers the events, names what needs a name, keeps the snapshot, and asks ``Lifecycle`` before
each event.  Items and parts are scopes (``scopes``): context managers, or opened and closed by hand when the source
interleaves them.

How a response ends early, legally and honestly: ``incomplete`` closes the item opened last as ``incomplete`` when it
is the last of the output, since only that one may be (OR-ITEM-03); ``fail`` closes nothing.  Whatever else is open
stays ``in_progress``, with its partial content, in the output of the terminal event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Literal, Self

from openresponses_schema import (
    RULES,
    ErrorData,
    EventType,
    FunctionCallItem,
    FunctionCallOutputItem,
    IncompleteDetails,
    MessageItem,
    ReasoningItem,
    Response,
    ResponseErrorData,
    State,
    Usage,
)
from openresponses_schema import CustomItem as CustomItemModel
from openresponses_schema._base import Model

from .emitters import DrainingEmitter, EventEmitter
from .findings import shorten
from .ids import Clock, IdSource, RandomIds, system_clock
from .outlet import Emit, Outlet
from .scopes import CustomItemScope, FunctionCallScope, ItemScope, MessageScope, ReasoningScope
from .settings import initial_response
from .writing import checked, refused, require_extension, usage_of, written

__all__ = ["ResponseBuilder"]

Dialect = Literal["spec", "openai"]

FAILURE = ("server_error", "The response could not be finished.")
"""Code and message of a response whose scope was left by an exception; the exception's own text stays inside."""


class ResponseBuilder:
    """Builds one response and emits its events.

    ``emit`` is an ``EventEmitter`` or any callable that takes an event; None builds without emitting.  Creating the
    builder emits nothing; the first call emits ``response.created`` and ``response.in_progress`` (call ``queued``
    before for a response that waits).  ``echoed`` holds what the response repeats of its request: ``instructions``,
    ``tools``, ``metadata``, ``previous_response_id`` and so on.  ``dialect="openai"`` writes aliased events under that
    provider's names: ``response.reasoning_text.delta`` instead of ``response.reasoning.delta``.

    A context manager too: leaving completes the response if nothing has ended it, and fails it after an exception.

    Every method raises ``LocalProtocolError`` before anything is emitted when the call does not fit the state.  When
    the emitter raises, the response has ended: its exception passes through, and every later call is refused.
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
        **echoed: Any,
    ) -> None:
        self._out = Outlet(emit, dialect)
        self._drain = emit.drain if isinstance(emit, DrainingEmitter) else None
        self._ids: IdSource = ids or RandomIds()
        self._clock: Clock = clock or system_clock
        self._open: list[ItemScope] = []
        self._items = 0
        self._is_cut = False
        self._item_ids: set[str] = set()
        self._call_ids: set[str] = set()
        self._created_at = int(self._clock())
        id = response_id or self._ids.response_id()
        created = initial_response(echoed, id=id, created_at=self._created_at, model=model)
        self._initial: Response = written(self._out.made(EventType.RESPONSE_CREATED, {"response": created})).response

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, trace: TracebackType | None
    ) -> None:
        if exception is not None:
            self._abort(exception)
        elif not self.is_done:
            self.complete()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.__exit__(kind, exception, trace)
        await self._drain_after(exception)

    async def drain(self) -> None:
        """Wait until the emitter has room for more, if it has a ``drain`` of its own; async scopes call this."""
        if self._drain is not None:
            await self._drain()

    async def _drain_after(self, exception: BaseException | None) -> None:
        """Wait at the end of an async scope; after an interruption nobody reads, and an exception is not replaced."""
        if exception is None:
            await self.drain()
        elif isinstance(exception, Exception):
            with suppress(Exception):
                await self.drain()

    @property
    def response_id(self) -> str:
        """The id of the response."""
        return self._initial.id

    @property
    def snapshot(self) -> Response:
        """The response as it stands now; after the emitter raised, with the event that it did not take."""
        if self._out.state is State.ABSENT:
            return self._initial.model_copy(deep=True)
        return self._out.snapshot.response()

    @property
    def is_done(self) -> bool:
        """Whether nothing more can be emitted: the terminal event was, or the emitter raised."""
        return self._out.is_done

    def build(self) -> Response:
        """The finished response; raises ``LocalProtocolError`` before the terminal event (OR-GRAM-07)."""
        self._out.require_working()
        if not self.is_done:
            raise refused("OR-GRAM-07", "the response has not ended: complete, incomplete or fail it first")
        return self._out.snapshot.response()

    # The response.

    def queued(self) -> None:
        """Say that the response waits for its turn; only before anything else."""
        self._created("queued")
        self._announce(EventType.RESPONSE_QUEUED)

    def start(self) -> None:
        """Emit the opening events now, if they have not been; every other method does so by itself."""
        self._out.require_working()
        if self._out.state in (State.ABSENT, State.QUEUED):
            self._created("in_progress")
            self._announce(EventType.RESPONSE_IN_PROGRESS)

    def complete(self, usage: Usage | Mapping[str, Any] | None = None) -> Response:
        """End the response as completed; every item must be closed (OR-GRAM-13).  Returns the final response.

        ``usage`` needs ``input_tokens`` and ``output_tokens``; missing details become zeros, a missing total the sum.
        """
        completed_at = max(int(self._clock()), self._created_at)
        changes = self._final(EventType.RESPONSE_COMPLETED, usage, completed_at=completed_at)
        self.start()
        return self._end(EventType.RESPONSE_COMPLETED, changes)

    def incomplete(self, reason: str, usage: Usage | Mapping[str, Any] | None = None) -> Response:
        """End the response as cut off, for a reason such as ``max_output_tokens`` or ``content_filter``.

        The item opened last is closed as incomplete if it is the last of the output; other open ones stay in progress.
        """
        details = checked(IncompleteDetails, "OR-RESP-03", {"reason": reason}, EventType.RESPONSE_INCOMPLETE)
        changes = self._final(EventType.RESPONSE_INCOMPLETE, usage, incomplete_details=details)
        self.start()
        if self._open and self._open[-1].output_index == self._items - 1:
            self._open[-1].close(status="incomplete")
        return self._end(EventType.RESPONSE_INCOMPLETE, changes)

    def fail(
        self,
        code: str,
        message: str,
        *,
        type: str = "server_error",
        param: str | None = None,
        usage: Usage | Mapping[str, Any] | None = None,
        error_event: bool = False,
    ) -> Response:
        """End the response as failed.  Open items stay in progress, with what they hold, in the final output.

        ``error_event`` puts an ``error`` event, with type, code, message and param, before ``response.failed``
        (OR-ERR-06).  A response with an incomplete item cannot fail (OR-ITEM-04): call ``incomplete``.
        """
        fields = {"type": type, "code": code, "message": message, "param": param}
        error = checked(ErrorData, "OR-ERR-01", fields, EventType.ERROR)
        why = checked(ResponseErrorData, "OR-ERR-01", {"code": code, "message": message}, EventType.RESPONSE_FAILED)
        changes = self._final(EventType.RESPONSE_FAILED, usage, error=why)
        self.start()
        if error_event:
            self.event(EventType.ERROR, error=error)
        return self._end(EventType.RESPONSE_FAILED, changes)

    # Items.

    def message(
        self, *, role: str = "assistant", id: str | None = None, phase: str | None = None, **extra: Any
    ) -> MessageScope:
        """A message; give it parts with ``text`` and ``refusal``."""
        fields = {"role": role, "content": [], **({"phase": phase} if phase is not None else {}), **extra}
        return MessageScope(self, MessageItem, "message", id, fields)

    def reasoning(self, *, id: str | None = None, encrypted_content: str | None = None, **extra: Any) -> ReasoningScope:
        """Reasoning; give it parts with ``text`` (raw) and ``summary``."""
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
        item = checked(FunctionCallOutputItem, "OR-STREAM-03", final, EventType.RESPONSE_OUTPUT_ITEM_DONE)
        written(self._out.made(EventType.RESPONSE_OUTPUT_ITEM_DONE, {"output_index": self._items, "item": item}))
        if status == "in_progress":
            raise refused("OR-GRAM-23", "an item that is done has a final status", found=shorten(status))
        if call_id not in self._call_ids:
            raise refused("OR-GRAM-37", "an output belongs to a call of the response", found=shorten(call_id))
        scope.open().close(status=status, output=output)

    def custom_item(self, type: str, *, id: str | None = None, **fields: Any) -> CustomItemScope:
        """An item that the specification does not define; its type reads ``slug:name`` (OR-EXT-04)."""
        require_extension(type, "OR-EXT-04")
        return CustomItemScope(self, CustomItemModel, type, id, {"type": type, **fields})

    # Events.

    def custom_event(self, type: str, **fields: Any) -> None:
        """Emit an event that the specification does not define; its type reads ``slug:name`` (OR-EXT-09)."""
        require_extension(type, "OR-EXT-09")
        self._out.judge_custom(type, fields)
        self.start()
        self._out.write_custom(type, fields)

    def event(self, type: EventType | str, **fields: Any) -> None:
        """Emit any event of the specification by its type and fields; the builder adds the sequence number.

        What the other methods are made of, and the way to events that have no method of their own; it opens nothing by
        itself.
        """
        self._out.write(type, fields)

    def _created(self, status: str) -> None:
        if self._out.state is State.ABSENT:
            self.event(EventType.RESPONSE_CREATED, response=self._initial.model_copy(update={"status": status}))

    def _announce(self, type: EventType, changes: Mapping[str, Any] | None = None) -> None:
        """Emit a lifecycle event with the response in the status that it announces."""
        self.event(type, response=self._out.snapshot.response({**(changes or {}), "status": RULES[type].status}))

    def _announce_item(self, scope: ItemScope, item: Model) -> None:
        """Emit the first event of an item, which becomes the last of the output."""
        if scope.item_id in self._item_ids:
            raise refused("OR-ITEM-08", "another item has this id", found=shorten(scope.item_id))
        if self._is_cut:
            raise refused("OR-ITEM-03", "no item follows one that is incomplete")
        announced = {"output_index": self._items, "item": item}
        written(self._out.made(EventType.RESPONSE_OUTPUT_ITEM_ADDED, announced))
        self.start()
        self.event(EventType.RESPONSE_OUTPUT_ITEM_ADDED, **announced)
        scope.output_index = self._items
        self._items += 1
        self._item_ids.add(scope.item_id)
        self._open.append(scope)

    def _final(self, type: EventType, usage: Usage | Mapping[str, Any] | None, **changes: Any) -> dict[str, Any]:
        """What the last event changes in the response; raises when it cannot be told so."""
        self._out.require_working()
        if self.is_done:
            raise refused("OR-GRAM-07", "the response has ended", event_type=type)
        if usage is not None:
            changes["usage"] = usage_of(usage, type)
        ended = self.snapshot.model_copy(update={**changes, "status": RULES[type].status})
        written(self._out.made(type, {"response": ended}))
        return changes

    def _end(self, type: EventType, changes: Mapping[str, Any]) -> Response:
        self._announce(type, changes)
        self._open.clear()
        return self._out.snapshot.response()

    def _abort(self, exception: BaseException) -> None:
        """End the response after an exception, in the one way that is still legal; an interruption has no reader."""
        if self.is_done or not isinstance(exception, Exception):
            return
        code, message = FAILURE
        with suppress(Exception):  # What went wrong first is what the caller must see.
            if self._is_cut:
                self.incomplete(code)
            else:
                self.fail(code, message)
