"""Turns the event log of the VT Code and Codex CLI agents into Open Responses streams, one response a turn.

1. ``turn.started`` opens a response, ``turn.completed`` completes it and
   ``turn.failed`` fails it.  The responses of one thread are chained by
   ``previous_response_id``; each has its own sequence numbers from 0.
2. What stands outside a turn waits for the next turn.  If none follows, it
   makes one failed response when the log made no other, and findings else.
3. A log that stops inside a turn, or starts another one there, fails that
   response with the code ``stream_truncated``.
4. ``error`` is fatal only when the turn ends by it; until then it is a
   warning, written once the next event shows that the turn goes on.
5. An item that its turn leaves open is closed with what is known when the
   turn completed, with a finding, and stays open when the turn failed.  No
   item ends ``incomplete``, which would forbid to complete the response.

The table at the end says which method takes which event, the one in
``thread_turn`` which writer takes which kind of item.  What neither knows is
kept under an extension name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..builder import Dialect
from ..choices import require_switch
from ..echo import Request
from ..findings import Finding
from ..ids import Clock, IdSource, RandomIds
from .base import Emit, UnknownEvents
from .building import BuildingBridge
from .failure import Failure, truncated
from .source import DEFAULT_MAX_EVENT_BYTES
from .thread_items import CallIds, Turn, text_of
from .thread_log import ITEM_EVENTS, VTCODE_EVENTS, LogDialect, SourceEvent
from .thread_outcome import failure_of, usage_of
from .thread_turn import TurnItems, writers

if TYPE_CHECKING:
    from openresponses_schema import Response

# A thread id goes into the metadata, whose values may have 512 characters.
_METADATA_LIMIT = 512


@dataclass(slots=True)
class OpenTurn:
    """The turn that the log is in: what its writers share, its items, and the event that opened it."""

    turn: Turn
    items: TurnItems
    source: SourceEvent
    error: SourceEvent | None = None
    """The last event, if that was an ``error``: fatal when the turn ends by it, else a warning."""


class ThreadEventBridge(BuildingBridge):
    """Takes the lines of one log and emits the events of the responses that its turns become.

    The responses repeat the settings of the ``request``, if there is one;
    ``model`` names the model when it does not.
    ``slug`` is the prefix of extension types; without one it is ``codex`` or
    ``vtcode``, by the dialect of the log.  With ``map_tool_calls=False`` tool
    calls become extension items too.  With ``unknown="skip"`` events and items
    that the log's schema does not have are left out, with a finding.
    ``dialect="openai"`` writes aliased events under that provider's names.
    Call ``receive`` for each line and ``receive_eof`` at the end: only then is
    it known that a turn was cut off.
    """

    _provider: ClassVar[str] = "codex"
    _noun: ClassVar[str] = "line"

    def __init__(
        self,
        emit: Emit = None,
        *,
        model: str = "unknown",
        request: Request | None = None,
        slug: str | None = None,
        map_tool_calls: bool = True,
        unknown: UnknownEvents = "keep",
        dialect: Dialect = "spec",
        ids: IdSource | None = None,
        clock: Clock | None = None,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    ) -> None:
        require_switch("map_tool_calls", map_tool_calls)
        super().__init__(
            emit,
            model=model,
            request=request,
            slug=slug,
            unknown=unknown,
            dialect=dialect,
            ids=ids,
            clock=clock,
            max_event_bytes=max_event_bytes,
        )
        self._has_slug = slug is not None
        self._table = writers(map_tool_calls=map_tool_calls)
        self._log = LogDialect(self._source)
        self._call_ids = CallIds(ids if ids is not None else RandomIds())
        self._waiting: list[SourceEvent] = []
        self._thread_id: str | None = None
        self._previous_response_id: str | None = self._asked.get("previous_response_id")
        self._open: OpenTurn | None = None

    def _receive(self, event: dict[str, object]) -> None:
        source = self._log.event(event)
        if source is None:
            return
        if source.type in BOUNDARIES:
            BOUNDARIES[source.type](self, source)
        elif self._open is None:
            self._waiting.append(source)
        else:
            self._dispatch(self._open, source)

    def _finish(self) -> None:
        if self._open is not None:
            message = "The log ended before the turn did."
            self._note(self._open.source, message)
            self._truncate(self._open, message)
        elif not self._waiting and not self.responses:
            line = max(self._source.line, 1)  # An empty log lacks its first line.
            self.findings.append(Finding(message="The log holds no turn", line=line, event="turn.started"))
        self._settle_waiting()

    def _dispatch(self, opened: OpenTurn, source: SourceEvent) -> None:
        """Take an event that happens inside a turn."""
        opened.turn.slug, opened.turn.dialect = self._slug_of_log(), self._log.dialect
        if opened.error is not None:
            _write_warning(opened)
        WITHIN.get(source.type, ThreadEventBridge._unknown)(self, opened, source)

    def _item(self, opened: OpenTurn, source: SourceEvent) -> None:
        """What the item becomes, by the table of items."""
        opened.items.receive(source)

    def _error(self, opened: OpenTurn, source: SourceEvent) -> None:
        """The error of the turn when the turn fails after it, else the event `slug:warning`."""
        opened.error = source

    def _extension(self, opened: OpenTurn, source: SourceEvent) -> None:
        """A custom event `slug:` and its name."""
        turn = opened.turn
        turn.builder.custom_event(turn.name(source.type), data=_without_type(source))

    def _unknown(self, opened: OpenTurn, source: SourceEvent) -> None:
        if not self._keeps_unknown:
            self._note(source, "The event type is unknown; the event is left out", "type")
            return
        self._note(source, "The event type is unknown; the event is kept as it is", "type")
        opened.turn.builder.custom_event(opened.turn.name("raw_event"), data=source.data)

    def _thread_started(self, source: SourceEvent) -> None:
        """The thread of the responses that follow: its id is `metadata`, as `slug.thread_id`."""
        thread_id = text_of(source.data, "thread_id")
        if thread_id is None:
            self._note(source, "The thread has no id", "thread_id")
        elif self._thread_id not in (None, thread_id):
            if self._open is not None:
                self._note(source, "Another thread started inside a turn")
                self._truncate(self._open, "Another thread started before the turn ended.")
            self._settle_waiting()
            self._previous_response_id = None
        elif self._open is not None:
            self._note(source, "The thread started inside a turn")
        self._thread_id = thread_id or self._thread_id

    def _turn_started(self, source: SourceEvent) -> None:
        """`response.created` and `response.in_progress`."""
        if self._open is not None:
            self._note(source, "A turn started inside a turn; the earlier one fails")
            self._truncate(self._open, "Another turn started before this one ended.")
        self._open_turn(source)

    def _turn_completed(self, source: SourceEvent) -> None:
        """`response.completed` with the usage."""
        opened = self._turn_ended_by(source)
        if opened is None:
            return
        _write_warning(opened)
        opened.items.abandon()
        self._end_turn(opened.turn.builder.complete(usage=self._usage(source)))

    def _turn_failed(self, source: SourceEvent) -> None:
        """`error` and `response.failed`."""
        opened = self._turn_ended_by(source)
        if opened is None:
            return
        failure = failure_of(source.data)
        if opened.error is not None and failure_of(opened.error.data) != failure:
            _write_warning(opened)
        self._fail(opened, failure, self._usage(source))

    def _turn_ended_by(self, source: SourceEvent) -> OpenTurn | None:
        """The turn that the event ends; a log whose head is missing ends one that it never started."""
        if self._open is not None:
            return self._open
        if any(event.type in ITEM_EVENTS for event in self._waiting) or (
            source.type == "turn.failed" and not self.responses
        ):
            self._note(source, "The turn ended but never started")
            return self._open_turn(source)
        self._note(source, "No turn is open")
        return None

    def _open_turn(self, source: SourceEvent) -> OpenTurn:
        self._open = opened = self._new_turn(source)
        waiting, self._waiting = self._waiting, []
        for earlier in waiting:
            self._dispatch(opened, earlier)
        return opened

    def _new_turn(self, source: SourceEvent) -> OpenTurn:
        slug = self._slug_of_log()
        builder = self._build(
            None,
            previous_response_id=self._previous_response_id,
            metadata={f"{slug}.thread_id": self._thread_id[:_METADATA_LIMIT]} if self._thread_id else {},
        )
        builder.start()
        turn = Turn(builder, slug, self._log.dialect, self._call_ids, self._note)
        return OpenTurn(turn, TurnItems(turn, self._table, skips_unknown=not self._keeps_unknown), source)

    def _stand_in(self) -> None:
        if self._open is not None:
            self._open = self._new_turn(self._open.source)

    def _slug_of_log(self) -> str:
        return self._slug if self._has_slug else self._log.dialect

    def _settle_waiting(self) -> None:
        """Nothing follows that what waits could belong to."""
        if not self.responses and any(event.type in _CONTENT for event in self._waiting):
            message = "The log holds items but no turn."
            self._note(self._waiting[0], message)
            self._truncate(self._open_turn(self._waiting[0]), message)
            return
        for source in self._waiting:
            self._note(source, "The event belongs to no turn and is left out")
        self._waiting = []

    def _truncate(self, opened: OpenTurn, message: str) -> None:
        if opened.error is not None:
            message = f"{message} Its last error was: {failure_of(opened.error.data).message}"
        _write_warning(opened)
        self._fail(opened, truncated(message), None)

    def _fail(self, opened: OpenTurn, failure: Failure, usage: dict[str, object] | None) -> None:
        opened.items.interrupt()
        self._end_turn(
            opened.turn.builder.fail(failure.code, failure.message, type=failure.type, usage=usage, error_event=True)
        )

    def _end_turn(self, response: Response) -> None:
        self._ended(response)
        self._open = None

    def _ended(self, response: Response) -> None:
        if not self._is_left_out:
            self._previous_response_id = response.id
        super()._ended(response)

    def _usage(self, source: SourceEvent) -> dict[str, object] | None:
        usage, wrong_field = usage_of(source.data)
        if wrong_field is not None:
            self._note(source, "The usage is not made of counts and is left out", wrong_field)
        return usage

    def _note(self, source: SourceEvent, message: str, field: str | None = None) -> None:
        if not self._is_left_out:
            self.findings.append(Finding(message=message, line=source.line, event=source.type, field=field))


BOUNDARIES: Mapping[str, Callable[[ThreadEventBridge, SourceEvent], None]] = {
    "thread.started": ThreadEventBridge._thread_started,
    "turn.started": ThreadEventBridge._turn_started,
    "turn.completed": ThreadEventBridge._turn_completed,
    "turn.failed": ThreadEventBridge._turn_failed,
}
"""Events that begin and end threads and turns."""

WITHIN: Mapping[str, Callable[[ThreadEventBridge, OpenTurn, SourceEvent], None]] = {
    **dict.fromkeys(ITEM_EVENTS, ThreadEventBridge._item),
    **dict.fromkeys(VTCODE_EVENTS, ThreadEventBridge._extension),
    "error": ThreadEventBridge._error,
}
"""Events within a turn; any other is kept as `slug:raw_event`, with a finding."""

# What makes a log without turns worth a response.
_CONTENT = ITEM_EVENTS | {"error"}


def _write_warning(opened: OpenTurn) -> None:
    """The turn went on after an ``error`` event, so that was a warning."""
    if opened.error is not None:
        data, turn = _without_type(opened.error), opened.turn
        turn.builder.custom_event(turn.name("warning"), message=failure_of(data).message, data=data)
        opened.error = None


def _without_type(source: SourceEvent) -> dict[str, object]:
    return {name: value for name, value in source.data.items() if name != "type"}
