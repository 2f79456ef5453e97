"""Builds a stream that cannot be wrong: every call is judged before anything is emitted.

A ``ResponseBuilder`` numbers the events, names what needs a name, keeps the snapshot, and asks ``Lifecycle`` before
each event.  Items and parts are scopes (``scopes``): context managers, or opened and closed by hand when the source
interleaves them.

How a response ends early, legally and honestly: ``incomplete`` closes the item opened last as ``incomplete`` when it
is the last of the output, since only that one may be (OR-ITEM-03); ``fail`` closes nothing.  Whatever else is open
stays ``in_progress``, with its partial content, in the output of the terminal event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

from openresponses_schema import (
    RESPONSE_STREAM_EVENT_MODELS,
    RULES,
    CustomEvent,
    ErrorData,
    EventType,
    FunctionCallItem,
    FunctionCallOutputItem,
    IncompleteDetails,
    MessageItem,
    ReasoningItem,
    Response,
    ResponseErrorData,
    ResponseStreamEvent,
    State,
    Usage,
)
from openresponses_schema import CustomItem as CustomItemModel

from .emitters import EventEmitter
from .errors import LocalProtocolError
from .extensions import is_valid_extension_type
from .findings import Violation, shorten
from .ids import Clock, IdSource, RandomIds, system_clock
from .lifecycle import Lifecycle
from .scopes import CustomItemScope, FunctionCallScope, ItemScope, MessageScope, ReasoningScope, checked
from .snapshot import Snapshot

__all__ = ["ResponseBuilder"]

Dialect = Literal["spec", "openai"]
Emit = Callable[[ResponseStreamEvent], None]

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "completed_at": None,
        "incomplete_details": None,
        "previous_response_id": None,
        "instructions": None,
        "error": None,
        "tools": [],
        "tool_choice": "auto",
        "truncation": "disabled",
        "parallel_tool_calls": True,
        "text": {"format": {"type": "text"}},
        "top_p": 1.0,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
        "top_logprobs": 0,
        "temperature": 1.0,
        "reasoning": None,
        "usage": None,
        "max_output_tokens": None,
        "max_tool_calls": None,
        "store": False,
        "background": False,
        "service_tier": "default",
        "metadata": {},
        "safety_identifier": None,
        "prompt_cache_key": None,
    }
)
"""What a response says about settings that nobody mentioned; the schema requires every one of them (OR-RESP-01)."""


class ResponseBuilder:
    """Builds one response and emits its events.

    ``emit`` is an ``EventEmitter`` or any callable that takes an event; None builds without emitting.  Creating the
    builder emits nothing; the first call emits ``response.created`` and ``response.in_progress`` (call ``queued``
    before for a response that waits).  ``echoed`` holds what the response repeats of its request: ``instructions``,
    ``tools``, ``metadata``, ``previous_response_id`` and so on.  ``dialect="openai"`` writes aliased events under that
    provider's names: ``response.reasoning_text.delta`` instead of ``response.reasoning.delta``.

    Every method raises ``LocalProtocolError`` before anything is emitted when the call does not fit the state.
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
        self._emit: Emit | None = emit.emit if isinstance(emit, EventEmitter) else emit
        self._ids: IdSource = ids or RandomIds()
        self._clock: Clock = clock or system_clock
        self._dialect = dialect
        self._lifecycle = Lifecycle()
        self._snapshot = Snapshot()
        self._next = 0
        self._open: list[ItemScope] = []
        self._items = 0
        fields = {"model": model, "status": "in_progress", "output": [], **DEFAULTS, **echoed}
        fields |= {"id": response_id or self._ids.response_id(), "created_at": self._clock()}
        self._initial = checked(Response, "OR-RESP-01", fields)

    @property
    def response_id(self) -> str:
        """The id of the response."""
        return self._initial.id

    @property
    def snapshot(self) -> Response:
        """The response as it stands now."""
        return self._initial if self._lifecycle.state is State.ABSENT else self._snapshot.response()

    @property
    def is_done(self) -> bool:
        """Whether the terminal event has been emitted."""
        return self._lifecycle.state in (State.COMPLETED, State.FAILED, State.INCOMPLETE)

    def build(self) -> Response:
        """The finished response; raises ``LocalProtocolError`` before the terminal event (OR-GRAM-07)."""
        if not self.is_done:
            raise LocalProtocolError(
                Violation(
                    requirement="OR-GRAM-07",
                    message="the response has not ended: complete, incomplete or fail it first",
                )
            )
        return self._snapshot.response()

    # The response.

    def queued(self) -> None:
        """Say that the response waits for its turn; only before anything else."""
        self._created("queued")
        self._announce(EventType.RESPONSE_QUEUED)

    def start(self) -> None:
        """Emit the opening events now, if they have not been; every other method does so by itself."""
        if self._lifecycle.state in (State.ABSENT, State.QUEUED):
            self._created("in_progress")
            self._announce(EventType.RESPONSE_IN_PROGRESS)

    def complete(self, usage: Usage | Mapping[str, Any] | None = None) -> Response:
        """End the response as completed; every item must be closed (OR-GRAM-13).  Returns the final response."""
        self.start()
        return self._end(EventType.RESPONSE_COMPLETED, usage, completed_at=self._clock())

    def incomplete(self, reason: str, usage: Usage | Mapping[str, Any] | None = None) -> Response:
        """End the response as cut off, for a reason such as ``max_output_tokens`` or ``content_filter``.

        The item opened last is closed as incomplete if it is the last of the output; other open ones stay in progress.
        """
        self.start()
        if self._open and self._open[-1].output_index == self._items - 1:
            self._open[-1].close(status="incomplete")
        return self._end(EventType.RESPONSE_INCOMPLETE, usage, incomplete_details=IncompleteDetails(reason=reason))

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
        (OR-ERR-06).
        """
        self.start()
        if error_event:
            error = ErrorData(type=type, code=code, message=message, param=param)
            self.event(EventType.ERROR, error=error)
        return self._end(EventType.RESPONSE_FAILED, usage, error=ResponseErrorData(code=code, message=message))

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
        """The output of a call, announced and closed at once."""
        empty: str | list[Any] = "" if isinstance(output, str) else []
        scope = ItemScope(
            self, FunctionCallOutputItem, "function_call_output", id, {"call_id": call_id, "output": empty, **extra}
        )
        scope.open().close(status=status, output=output)

    def custom_item(self, type: str, *, id: str | None = None, **fields: Any) -> CustomItemScope:
        """An item that the specification does not define; its type reads ``slug:name`` (OR-EXT-04)."""
        self._require_extension(type, "OR-EXT-04")
        return CustomItemScope(self, CustomItemModel, type, id, {"type": type, **fields})

    # Events.

    def custom_event(self, type: str, **fields: Any) -> None:
        """Emit an event that the specification does not define; its type reads ``slug:name`` (OR-EXT-09)."""
        self._require_extension(type, "OR-EXT-09")
        self.start()
        if self.is_done:
            raise LocalProtocolError(
                Violation(requirement="OR-GRAM-08", message="nothing follows the terminal event", event_type=type)
            )
        self._send(CustomEvent(**{**fields, "type": type, "sequence_number": self._next}))

    def event(self, type: EventType | str, **fields: Any) -> None:
        """Emit any event of the specification by its type and fields; the builder adds the sequence number.

        What the other methods are made of, and the way to events that have no method of their own; it opens nothing by
        itself.
        """
        rule = RULES.get(type)
        if rule is None:
            raise LocalProtocolError(
                Violation(
                    requirement="OR-EXT-09", message="the specification has no such event", found=shorten(str(type))
                )
            )
        spelling = rule.aliases[0] if rule.aliases and self._dialect == "openai" else rule.type.value
        model = RESPONSE_STREAM_EVENT_MODELS[rule.type]
        event: Any = checked(
            model, "OR-STREAM-03", {"type": spelling, "sequence_number": self._next, **fields}, rule.type
        )
        if violation := self._lifecycle.advance(event):
            raise LocalProtocolError(violation)
        self._snapshot.apply(event)
        self._send(event)

    def _send(self, event: ResponseStreamEvent) -> None:
        self._next += 1
        if self._emit is not None:
            self._emit(event)

    def _created(self, status: str) -> None:
        if self._lifecycle.state is State.ABSENT:
            self.event(EventType.RESPONSE_CREATED, response=self._initial.model_copy(update={"status": status}))

    def _announce(self, type: EventType, **changes: Any) -> None:
        """Emit a lifecycle event with the response in the status that it announces."""
        changes["status"] = RULES[type].status
        self.event(type, response=self._snapshot.response(changes))

    def _end(self, type: EventType, usage: Usage | Mapping[str, Any] | None, **changes: Any) -> Response:
        if usage is not None:
            changes["usage"] = usage if isinstance(usage, Usage) else checked(Usage, "OR-RESP-04", usage, type)
        self._announce(type, **changes)
        self._open.clear()
        return self._snapshot.response()

    @staticmethod
    def _require_extension(type: str, requirement: str) -> None:
        if not is_valid_extension_type(type):
            raise LocalProtocolError(
                Violation(
                    requirement=requirement,
                    message="an extension type reads slug:name",
                    expected="ASCII letters, digits and _ around one colon, - in the slug too",
                    found=shorten(type),
                )
            )
