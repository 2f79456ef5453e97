"""Makes a conformant Open Responses stream of whatever a server's Responses stream gets wrong.

1. An event belongs where its indexes say; ids are those of the announcement, and numbers are counted anew.  An event
   without a readable index belongs to the item that it names, else to the one that is open.
2. An event that is right is passed on as it came.  One that is not is mended (``mended_output``, ``mended_response``,
   ``schema_mending``), and what is missing before it is made.  Every change is a violation and a finding.
3. A call whose name is not known yet waits for it.  An item that is done ``incomplete`` waits for the end of the
   response: only an incomplete one may have it.
4. A stream that ends without its terminal event fails with the code ``stream_truncated``.  So does one that starts
   another response before its end.  An ``error`` ends the response as failed.
5. What the specification does not define goes under the slug: items, parts, tools, and events of the provider.
6. A whole response is the stream that it would have been.

The table at the end says which method takes which event, by what its rule says that it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from openresponses_schema import RULES, Effect, EventRule, EventType, Machine, Response, State

from ..choices import require_choice, require_text
from ..findings import Violation
from ..ids import Clock, DerivedIds, IdSource, RandomIds, system_clock
from ..json_values import Json, integral
from ..parsing import Malformed, read_model
from .base import UNKNOWN_EVENTS, Bridge, Emit, UnknownEvents
from .failure import Failure, truncated
from .final_output import FinalOutput
from .mended_output import MendedOutput
from .mended_response import ENDS, MendedResponse, failure_of
from .mended_sender import MendedSender
from .mending_log import MendingLog
from .names import checked_slug
from .passing import Object, PassingOutlet
from .schema_mending import SchemaMender
from .source import DEFAULT_MAX_EVENT_BYTES
from .source_items import SourceItems

__all__ = ["ResponsesBridge"]

_CREATED: Final = EventType.RESPONSE_CREATED
_OPENING: Final[Mapping[State, tuple[tuple[EventType, str], ...]]] = MappingProxyType(
    {
        State.ABSENT: ((_CREATED, "in_progress"), (EventType.RESPONSE_IN_PROGRESS, "in_progress")),
        State.CREATED: ((EventType.RESPONSE_IN_PROGRESS, "in_progress"),),
        State.QUEUED: ((EventType.RESPONSE_IN_PROGRESS, "in_progress"),),
    }
)
"""By the state of the response, what must come before its items."""
_WAITING: Final = ("queued", "in_progress")


class ResponsesBridge(Bridge):
    """Takes the events of a server's Responses stream, or whole responses, and emits conformant streams.

    ``model`` is named where the source names none.  ``slug`` goes in front of what the specification does not define;
    with ``unknown="skip"`` items and events of such types are left out instead.  Without ``ids`` the ids of the source
    are kept wherever they can be; with it response and items get new ones.  There is no ``request``: the settings that
    the source tells are passed on.  ``dialect="openai"`` writes aliased events under that provider's names.

    Give ``receive`` the JSON text of each event, as bytes: an event that is right already then reaches an emitter that
    takes written events (``EncodedEmitter``) byte for byte.  A text ``[DONE]`` ends the response, as ``receive_eof``
    does; what follows it begins another.
    """

    def __init__(
        self,
        emit: Emit = None,
        *,
        model: str = "unknown",
        slug: str = "upstream",
        unknown: UnknownEvents = "keep",
        dialect: Literal["spec", "openai"] = "spec",
        ids: IdSource | None = None,
        clock: Clock | None = None,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    ) -> None:
        slug = checked_slug(slug)
        require_text("model", model)
        require_choice("unknown", unknown, UNKNOWN_EVENTS)
        super().__init__(emit, ids=ids, clock=clock, max_event_bytes=max_event_bytes)
        self._model = model
        self._slug = slug
        self._skips = unknown == "skip"
        self._outlet = PassingOutlet(emit, dialect)
        self._log = MendingLog(self._outlet, self._source, self.findings)
        self._mender = SchemaMender(slug, self._log.changed)
        self._begin()

    def _begin(self) -> None:
        """Begin another response."""
        self._outlet.begin()
        self._log.begin()
        self._items = SourceItems(self._outlet, self._log, self._open, slug=self._slug, skips=self._skips)
        self._ending = FinalOutput(self._outlet, self._log, self._open, self._items)
        self._response: MendedResponse | None = None
        self._output: MendedOutput | None = None
        self._source_id: Json = None
        self._failure: Failure | None = None
        self._last_number = -1

    @property
    def violations(self) -> list[Violation]:
        """What the source got wrong, each once for a requirement, type of event and place."""
        return self._log.violations

    def receive(self, event: bytes | str | Mapping[str, object] | object, *, line: int | None = None) -> None:
        """Take one event of the source, or a whole response; see ``Bridge.receive``.

        A ``Malformed`` event of a decoder is taken too.
        """
        if isinstance(event, bytes):
            self._outlet.raw = event.removeprefix(_BOM).strip()
        elif isinstance(event, str):
            self._outlet.raw = _encoded(event.removeprefix("\ufeff").strip())
        else:
            self._outlet.raw = None
            if isinstance(event, Malformed):
                event = event.raw
        super().receive(event, line=line)

    def _receive(self, event: dict[str, Any]) -> None:
        if self._outlet.is_broken:
            return
        self._log.events += 1
        hot = self._items.hot
        if hot is not None:
            if hot.takes(event, self._last_number):
                self._last_number += 1
                hot.pass_on(self._outlet, event)
                return
            self._items.hot = None
        self._outlet.source = event
        kind = event.get("type")
        if not isinstance(kind, str):
            kind = self._typed(event)
            if kind is None:
                return
        if self._outlet.is_done and (kind == _CREATED or "output" in event):
            self._begin()
        self._note_number(event)
        rule = RULES.get(kind)
        if self._outlet.is_done:
            self._log.report("OR-GRAM-08", "nothing but [DONE] follows the terminal event")
        elif rule is None:
            self._items.receive_extension(event)
        elif rule.machine is Machine.RESPONSE:
            self._lifecycle(rule, event)
        else:
            self._items.receive(rule, event)

    def _finish(self) -> None:
        self._end_source()

    def _receive_done(self) -> None:
        if not self._outlet.is_done and (self._log.events or not self.responses):
            self._end_source()
        self._begin()
        self._log.events = 0

    def _end_source(self) -> None:
        """Nothing more comes for this response."""
        if self._outlet.is_done or self._outlet.is_broken or (self.responses and not self._response):
            return
        if self._failure is not None:
            self._log.report("OR-GRAM-29", "an error event is followed by response.failed")
            self._fail(self._failure, is_told=True)
            return
        self._log.report("OR-GRAM-07", "the stream ends without a terminal event")
        self._fail(truncated())

    # Events of the response.

    def _typed(self, event: Object) -> str | None:
        """What an object without a type is: a whole response, or an error."""
        if isinstance(event.get("output"), list) or event.get("object") == "response":
            self._whole(event)
        elif "error" in event:
            self._lifecycle(RULES[EventType.ERROR], event)
        else:
            self._log.report("OR-SSE-03", "an event has a string as its type", path="$.type")
        return None

    def _whole(self, response: Object) -> None:
        if self._outlet.is_done:
            self._begin()
        status = response.get("status")
        end = ENDS.get(status) if isinstance(status, str) else None
        with self._log.whole():
            self._write_whole(response, status, end)

    def _write_whole(self, response: Object, status: Json, end: str | None) -> None:
        self._open({name: None if name in _AT_THE_END else value for name, value in response.items()})
        if end is None:
            self._log.report("OR-GRAM-07", "the response is not final", path="$.status", found=status)
            self._ending.reconcile(response, "failed")
        else:
            self._end(RULES[end], response)

    def _lifecycle(self, rule: EventRule, event: Object) -> None:
        said = event.get("response")
        response = said if isinstance(said, dict) else {}
        if rule.effect is Effect.NONE:
            self._error(event)
        elif not isinstance(said, dict):
            self._log.report("OR-SCHEMA", "the event has no response", path="$.response")
            self._advance(rule, response, event)
        else:
            self._advance(rule, response, event)

    def _advance(self, rule: EventRule, response: Object, event: Object) -> None:
        self._note_response(response)
        if rule.terminal:
            self._end(rule, response, event)
            return
        found = response.get("id")
        state = self._outlet.state
        if rule.type is _CREATED and state is not State.ABSENT:
            known = self._response.id if self._response is not None else None
            if isinstance(found, str) and found != known and self._own_id(found) != known:
                self._end_source()
                self._begin()
                self._note_response(response)
                state = State.ABSENT
        if state not in rule.sources and state is not State.ABSENT:
            requirement = rule.breaks.get(state) or ("OR-GRAM-29" if state is State.ERRORED else "OR-GRAM-06")
            self._log.report(requirement, f"{rule.type} is not due and is left out")
            return
        if state is State.ABSENT and rule.type is not _CREATED:
            self._log.report("OR-GRAM-04", "response.created is the first event")
            self._describe(_CREATED, response, rule.status or "in_progress")
        told = response.get("status")
        status = rule.status or (told if isinstance(told, str) and told in _WAITING else "in_progress")
        self._describe(rule.type, response, status, event)

    def _describe(
        self,
        type: str,
        said: Object,
        status: str,
        event: Object | None = None,
        output: list[Object] | None = None,
        error: Failure | None = None,
    ) -> Object:
        """Send a lifecycle event with the response in a status."""
        known = self._note_response(said)
        if said.get("status") != status and "status" in said:
            self._log.report("OR-GRAM-09", "the status is the one that the event announces", path="$.response.status")
        if said.get("output") and output is None:
            self._log.report("OR-GRAM-30", "the output is empty until the response has ended", path="$.response.output")
        changes = self._mender.changes
        response = known.build(said, status, output or [], error)
        if self._mender.changes != changes:
            self._outlet.raw = None
        refused = self._outlet.send({**(event or {}), "type": type, "response": response})
        if refused is not None:
            self._log.report(refused.requirement, refused.message)
        return response

    def _note_response(self, said: Object) -> MendedResponse:
        """What is known of the response; its id is the one that is told first."""
        found = said.get("id")
        if self._response is None:
            if not isinstance(found, str) or not found:
                if said:
                    self._log.report("OR-RESP-01", "a response has an id", path="$.response.id")
                found = (self._ids or RandomIds()).response_id()
            elif self._ids is not None:
                found = self._own_id(found)
            clock = self._clock or system_clock
            self._response = MendedResponse(
                found, model=self._model, clock=clock, mender=self._mender, report=self._log.report
            )
            ids = self._ids or DerivedIds(found)
            sender = MendedSender(self._outlet, self._mender, self._log.report, slug=self._slug)
            self._output = MendedOutput(sender, ids, slug=self._slug, own_ids=self._ids is not None)
            self._source_id = said.get("id")
        elif said and found != self._source_id:
            self._log.report("OR-GRAM-10", "the id of the response stays the same", path="$.response.id", found=found)
        return self._response

    def _own_id(self, found: str) -> str:
        """The id that is written for a response id of the source."""
        if self._ids is None:
            return found
        if self._response is not None:
            return self._response.id if found == self._source_id else ""
        return self._ids.response_id()

    def _open(self, said: Object | None = None) -> MendedOutput:
        """Send what must come before the items of a response."""
        for type, status in _OPENING.get(self._outlet.state, ()):
            if said is None:
                requirement = "OR-GRAM-04" if type is _CREATED else "OR-GRAM-06"
                self._log.report(requirement, f"{type} comes before the items")
            raw, self._outlet.raw = self._outlet.raw, None
            with self._log.made(said is None):
                self._describe(type, {**(said or {}), "status": status, "output": []}, status)
            self._outlet.raw = raw
        self._note_response(said or {})
        if self._output is None:  # The line above has made it.
            raise RuntimeError("a response without an output")
        return self._output

    # The end.

    def _error(self, event: Object) -> None:
        failure = failure_of(event)
        if self._failure is not None or self._outlet.state is State.ERRORED:
            self._log.report("OR-GRAM-29", "an error event is followed by response.failed")
            return
        self._items.flush_held()
        self._open()
        self._items.settle_cut("failed")
        self._failure = failure
        inner = event.get("error")
        known: Object = inner if isinstance(inner, dict) else {}
        if known is not inner or "type" not in event:
            self._log.report("OR-ERR-01", "an error event carries an error object", path="$.error")
        error: Object = {**known, "type": failure.type, "message": failure.message}
        if known is not inner:
            error |= {"code": failure.code, "param": failure.param}
        extra: Object = event if known is inner and "status" not in event else {}
        self._open().sender.send({**extra, "type": EventType.ERROR.value, "error": error}, ())

    def _fail(self, failure: Failure, *, is_told: bool = False) -> None:
        """End the response as failed."""
        self._outlet.raw = None
        self._outlet.source = {}
        output = self._open({}) if not self._log.events else self._open()
        self._items.flush_held()
        self._items.settle_cut("failed")
        if not is_told and self._outlet.state is not State.ERRORED:
            error: Object = {
                "type": failure.type,
                "code": failure.code,
                "message": failure.message,
                "param": failure.param,
            }
            output.sender.send({"type": EventType.ERROR.value, "error": error}, ())
        built = [self._ending.item(item, None, "failed") for item in output.items]
        with self._log.made():
            self._settle(self._describe(EventType.RESPONSE_FAILED, {}, "failed", None, built, failure))

    def _end(self, rule: EventRule, said: Object, event: Object | None = None) -> None:
        """Take the terminal event."""
        status = self._final_status(rule.status or "failed", said)
        if self._outlet.state is not State.ERRORED:
            self._open() if event is not None else self._open(said)
            self._items.flush_held(said)
            if not self._ending.lists_more(said):
                self._items.settle_cut(status)
            self._ending.reconcile(said, status)
        output = self._open()
        listed = self._ending.listed(said)
        built = [self._ending.item(item, listed.get(item.index), status) for item in output.items]
        type = ENDS[status]
        source = event if event is not None and event.get("type") == type else None
        self._settle(self._describe(type, said, status, source, built, self._failure))

    def _settle(self, response: Object) -> None:
        read = read_model(Response, response, "keep")
        if isinstance(read, Malformed):
            self._log.report("OR-SCHEMA", "the final response cannot be read back", path="$.response")
        else:
            self.responses.append(read)

    def _final_status(self, announced: str, said: Object) -> str:
        """The status that the response really ends with: the worst that anything says."""
        is_cut = bool(self._items.cut) and announced == "completed"
        if self._items.is_spliced and self._failure is None:
            self._failure = Failure("stream_spliced", "The source mixed two answers.")
        if self._failure is not None or (announced != "failed" and isinstance(said.get("error"), dict)):
            status = "failed"
        elif announced == "completed" and (is_cut or isinstance(said.get("incomplete_details"), dict)):
            status = "incomplete"
        else:
            status = announced
        if status != announced:
            message = f"the response is announced as {announced} and is {status}"
            self._log.report("OR-GRAM-29" if self._failure else "OR-GRAM-36", message)
        return status

    # What was wrong.

    def _note_number(self, event: Object) -> None:
        number = integral(event.get("sequence_number"))
        if number is None:
            self._log.report("OR-GRAM-01", "every event has a sequence number", path="$.sequence_number")
            return
        if number <= self._last_number:
            self._log.report("OR-GRAM-02", "sequence numbers rise", path="$.sequence_number", found=number)
        elif number != self._last_number + 1:
            self._log.report("OR-GRAM-03", "sequence numbers have no gap", path="$.sequence_number", found=number)
        self._last_number = number


_AT_THE_END: Final = frozenset({"usage", "completed_at", "error", "incomplete_details"})
"""What a whole response says of its end only."""
_BOM: Final = b"\xef\xbb\xbf"


def _encoded(text: str) -> bytes | None:
    """The text as bytes; None when it holds half of a surrogate pair, which cannot be passed on."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None
