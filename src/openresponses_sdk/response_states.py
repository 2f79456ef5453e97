"""The response itself: how it begins, what it is now, and how it ends.

How a response ends early, legally and honestly: ``incomplete`` closes the item opened last as ``incomplete`` when it
is the last of the output, since only that one may be (OR-ITEM-03); ``fail`` closes nothing.  Whatever else is open
stays ``in_progress``, with its partial content, in the output of the terminal event.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, overload

from openresponses_schema import (
    RULES,
    Effect,
    ErrorData,
    EventType,
    IncompleteDetails,
    Machine,
    Response,
    State,
    Usage,
)

from .agreement import disagreement
from .choices import require_callable
from .errors import LocalProtocolError
from .failures import OnException, error_data, iter_errors, reason_of
from .ids import Clock
from .outlet import Outlet
from .writing import checked, refused, require_extension, usage_of, written

if TYPE_CHECKING:
    from .scopes import ItemScope

__all__ = ["ResponseStates"]

_KEPT = frozenset({Effect.INSERT, Effect.REPLACE})
_FIRST = {Machine.RESPONSE: "OR-GRAM-04", Machine.ITEM: "OR-GRAM-12", Machine.PART: "OR-GRAM-17"}
"""What an event would break that opens an instance without its builder's knowledge."""


class ResponseStates:
    """The states of one response; ``ResponseBuilder`` adds its items.

    A context manager: leaving completes the response if nothing has ended it, and fails it after an exception.
    """

    def __init__(
        self,
        out: Outlet,
        created: Response,
        clock: Clock,
        on_exception: OnException | None,
        drain: Callable[[], Awaitable[None]] | None,
    ) -> None:
        require_callable("on_exception", on_exception, "a callable that takes an exception")
        self._out = out
        self._clock = clock
        self._on_exception = on_exception
        self._drain = drain
        self._open: list[ItemScope] = []
        self._items = 0
        self._is_cut = False
        self._initial: Response = written(out.made(EventType.RESPONSE_CREATED, {"response": created})).response

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, trace: TracebackType | None
    ) -> None:
        if exception is not None:
            self._abort(exception)
        elif not self.is_done:
            try:
                self.complete()
            except Exception as refusal:  # The response cannot be told as completed; its reader must not wait.
                self._abort(refusal)
                raise

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
        completed_at = max(int(self._clock()), int(self._initial.created_at or 0))
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

    @overload
    def fail(
        self, error: ErrorData, /, *, usage: Usage | Mapping[str, Any] | None = ..., error_event: bool = ...
    ) -> Response: ...
    @overload
    def fail(
        self,
        code: str,
        message: str,
        *,
        type: str = ...,
        param: str | None = ...,
        usage: Usage | Mapping[str, Any] | None = ...,
        error_event: bool = ...,
    ) -> Response: ...
    def fail(
        self,
        code: str | ErrorData,
        message: str | None = None,
        *,
        type: str = "server_error",
        param: str | None = None,
        usage: Usage | Mapping[str, Any] | None = None,
        error_event: bool = False,
    ) -> Response:
        """End the response as failed.  Open items stay in progress, with what they hold, in the final output.

        The error comes whole, or as a code and a message.  The response says only these two; for want of a code it says
        the type.
        ``error_event`` puts an ``error`` event, with type, code, message and param, before ``response.failed``
        (OR-ERR-06).  A response with an incomplete item cannot fail (OR-ITEM-04): call ``incomplete``.
        """
        error = error_data(code, message, type, param)
        changes = self._final(EventType.RESPONSE_FAILED, usage, error=reason_of(error))
        self.start()
        if error_event:
            self._emit(EventType.ERROR, error=error)
        return self._end(EventType.RESPONSE_FAILED, changes)

    # Events.

    def custom_event(self, type: str, **fields: Any) -> None:
        """Emit an event that the specification does not define; its type reads ``slug:name`` (OR-EXT-09)."""
        require_extension(type, "OR-EXT-09")
        self._out.judge_custom(type, fields)
        self.start()
        self._out.write_custom(type, fields)

    def event(self, type: EventType | str, **fields: Any) -> None:
        """Emit an event of the specification by its type and fields; the builder adds the sequence number.

        The way to events that have no method of their own; it opens nothing by itself.  What opens and closes the
        response, its items and their parts is left to the methods that keep account of it.
        """
        self._out.require_working()
        event = self._out.made(type, fields)
        rule = RULES[type]
        if rule.effect in _KEPT and rule.field is None:
            raise refused(
                _FIRST[rule.machine],
                f"what opens and closes a {rule.machine} is told by the methods of the builder and its scopes",
                event_type=rule.type,
            )
        if (violation := self._out.lifecycle.judge(event) or disagreement(event, self._out.snapshot)) is not None:
            raise LocalProtocolError(violation)
        if rule.type is EventType.ERROR and self._is_cut:
            raise refused("OR-ITEM-04", "a response with an incomplete item cannot fail", event_type=rule.type)
        written(event)
        self._emit(type, **fields)

    def _emit(self, type: EventType | str, **fields: Any) -> None:
        self._out.write(type, fields)

    def _emit_checked(self, type: EventType | str, **fields: Any) -> None:
        """Emit an event of which the values were ``written`` already."""
        self._out.write(type, fields, is_checked=True)

    def _created(self, status: str) -> None:
        if self._out.state is State.ABSENT:
            self._emit(EventType.RESPONSE_CREATED, response=self._initial.model_copy(update={"status": status}))

    def _announce(self, type: EventType, changes: Mapping[str, Any] | None = None) -> None:
        """Emit a lifecycle event with the response in the status that it announces."""
        self._emit(type, response=self._out.snapshot.response({**(changes or {}), "status": RULES[type].status}))

    def _final(self, type: EventType, usage: Usage | Mapping[str, Any] | None, **changes: Any) -> dict[str, Any]:
        """What the last event changes in the response; raises when it cannot be told so."""
        self._out.require_working()
        if self.is_done:
            raise refused("OR-GRAM-07", f"the response is {self._out.state} already", event_type=type)
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
        for error in iter_errors(exception, self._on_exception):
            with suppress(Exception):  # What went wrong first is what the caller must see.
                if self._is_cut:
                    self.incomplete(reason_of(error).code)
                else:
                    self.fail(error)
            if self.is_done:
                return
