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

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from openresponses_schema import OUTPUT_ITEM_MODELS, RULES, Effect, EventRule, EventType, Machine, Response, State

from ..extensions import is_valid_extension_type
from ..findings import Address, Finding, Violation
from ..ids import Clock, DerivedIds, IdSource, RandomIds, system_clock
from ..json_values import Json, integral, quote
from ..parsing import Malformed, read_model
from ..stream_contents import difference
from .base import Bridge, Emit, UnknownEvents
from .failure import Failure, truncated
from .mended_nodes import MendedItem, MendedPart
from .mended_output import MendedOutput, item_kind
from .mended_response import ENDS, MendedResponse, failure_of
from .names import extension_name
from .passing import Object, PassingOutlet, exact
from .schema_mending import SchemaMender
from .source import DEFAULT_MAX_EVENT_BYTES

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
_DELTA_MEMBERS: Final = frozenset({"logprobs", "obfuscation"})
"""What a delta may have beside its address and its text."""


class ResponsesBridge(Bridge):
    """Takes the events of a server's Responses stream, or whole responses, and emits conformant streams.

    ``model`` is named where the source names none.  ``slug`` goes in front of what the specification does not define;
    with ``unknown="skip"`` items and events of such types are left out instead.  Without ``ids`` the ids of the source
    are kept wherever they can be; with it response and items get new ones.  ``dialect="openai"`` writes aliased events
    under that provider's names.

    Give ``receive`` the JSON text of each event, as bytes: an event that is right already then reaches an emitter that
    takes written events (``EncodedEmitter``) byte for byte.  A text ``[DONE]`` ends the response, as ``receive_eof``
    does; what follows it begins another.
    """

    def __init__(
        self,
        emit: Emit,
        *,
        model: str = "unknown",
        slug: str = "upstream",
        unknown: UnknownEvents = "keep",
        dialect: Literal["spec", "openai"] = "spec",
        ids: IdSource | None = None,
        clock: Clock | None = None,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    ) -> None:
        slug = slug.removesuffix(":")
        if not is_valid_extension_type(f"{slug}:name"):
            raise ValueError(f"a slug has only ASCII letters, digits, '_' and '-', not {slug!r}")
        if unknown not in ("keep", "skip"):
            raise ValueError(f"unknown is 'keep' or 'skip', not {unknown!r}")
        super().__init__(emit, ids=ids, clock=clock, max_event_bytes=max_event_bytes)
        self.violations: list[Violation] = []
        """What the source got wrong, each once for a requirement, type of event and place."""
        self._model = model
        self._slug = slug
        self._skips = unknown == "skip"
        self._outlet = PassingOutlet(emit, dialect)
        self._mender = SchemaMender(slug, self._changed)
        self._events = 0
        self._begin()

    def _begin(self) -> None:
        """Begin another response."""
        self._outlet.begin()
        self._reported: set[tuple[str, str | None, Address, str]] = set()
        self._response: MendedResponse | None = None
        self._output: MendedOutput | None = None
        self._items: dict[int, MendedItem | None] = {}
        """The items by their index in the source; None for one that is left out."""
        self._held: dict[int, list[tuple[Object, bytes | None]]] = {}
        """The events of calls whose names are not known yet."""
        self._cut: list[tuple[Object, bytes | None]] = []
        """The end of an item that is incomplete, and the extension events since."""
        self._failure: Failure | None = None
        self._is_whole = False
        """Whether what is written now came whole, so that it broke no rule of streams."""
        self._is_made = False
        """Whether what is written now is made here, so that the source said nothing wrong."""
        self._last_number = -1
        self._hot: _Hot | None = None

    def receive(self, event: bytes | str | Mapping[str, object] | object, *, line: int | None = None) -> None:
        """Take one event of the source, or a whole response; see ``Bridge.receive``.

        A ``Malformed`` event of a decoder is taken too.
        """
        if isinstance(event, bytes):
            self._outlet.raw = event.removeprefix(_BOM).strip()
        elif isinstance(event, str):
            self._outlet.raw = event.removeprefix("\ufeff").strip().encode("utf-8", "replace")
        else:
            self._outlet.raw = None
            if isinstance(event, Malformed):
                event = event.raw
        super().receive(event, line=line)

    def _receive(self, event: dict[str, Any]) -> None:
        if self._outlet.is_broken:
            return
        self._events += 1
        hot = self._hot
        if hot is not None:
            if hot.takes(event, self._last_number):
                self._last_number += 1
                self._pass_delta(hot, event)
                return
            self._hot = None
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
            self._mended("OR-GRAM-08", "nothing but [DONE] follows the terminal event")
        elif rule is None:
            self._extension(kind, event)
        elif rule.machine is Machine.RESPONSE:
            self._lifecycle(rule, event)
        else:
            self._of_item(rule, event)

    def _finish(self) -> None:
        self._end_source()

    def _receive_done(self) -> None:
        if not self._outlet.is_done and (self._events or not self.responses):
            self._end_source()
        self._begin()
        self._events = 0

    def _end_source(self) -> None:
        """Nothing more comes for this response."""
        if self._outlet.is_done or self._outlet.is_broken or (self.responses and not self._response):
            return
        if self._failure is not None:
            self._mended("OR-GRAM-29", "an error event is followed by response.failed")
            self._fail(self._failure, is_told=True)
            return
        self._mended("OR-GRAM-07", "the stream ends without a terminal event")
        self._fail(truncated())

    # Deltas, one after the other at one place.

    def _pass_delta(self, hot: _Hot, event: dict[str, Any]) -> None:
        outlet, number = self._outlet, self._outlet.next
        hot.append(event["delta"])
        raw = outlet.raw
        if hot.is_exact and event["sequence_number"] == number and event["item_id"] == hot.item_id:
            if raw is not None and (raw.count(b'":') != hot.size or b"\n" in raw or b"\r" in raw):
                outlet.source = event
                outlet.write(event, exact(raw, event))
            else:
                outlet.write(event, raw)
            return
        outlet.write({**event, **hot.place, "sequence_number": number}, None)

    # Events of the response.

    def _typed(self, event: Object) -> str | None:
        """What an object without a type is: a whole response, or an error."""
        if isinstance(event.get("output"), list) or event.get("object") == "response":
            self._whole(event)
        elif "error" in event:
            self._lifecycle(RULES[EventType.ERROR], event)
        else:
            self._mended("OR-SSE-03", "an event has a string as its type", path="$.type")
        return None

    def _whole(self, response: Object) -> None:
        if self._outlet.is_done:
            self._begin()
        status = response.get("status")
        end = ENDS.get(status) if isinstance(status, str) else None
        self._is_whole = True
        self._open({name: None if name in _AT_THE_END else value for name, value in response.items()})
        if end is None:
            self._mended("OR-GRAM-07", "the response is not final", path="$.status", found=status)
            self._reconcile(response, "failed")
        else:
            self._end(RULES[end], response)
        self._is_whole = False

    def _lifecycle(self, rule: EventRule, event: Object) -> None:
        said = event.get("response")
        response = said if isinstance(said, dict) else {}
        if rule.effect is Effect.NONE:
            self._error(event)
        elif not isinstance(said, dict):
            self._mended("OR-SCHEMA", "the event has no response", path="$.response")
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
            self._mended(requirement, f"{rule.type} is not due and is left out")
            return
        if state is State.ABSENT and rule.type is not _CREATED:
            self._mended("OR-GRAM-04", "response.created is the first event")
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
            self._mended("OR-GRAM-09", "the status is the one that the event announces", path="$.response.status")
        if said.get("output") and output is None:
            self._mended("OR-GRAM-30", "the output is empty until the response has ended", path="$.response.output")
        changes = self._mender.changes
        response = known.build(said, status, output or [], error)
        if self._mender.changes != changes:
            self._outlet.raw = None
        refused = self._outlet.send({**(event or {}), "type": type, "response": response})
        if refused is not None:
            self._mended(refused.requirement, refused.message)
        return response

    def _note_response(self, said: Object) -> MendedResponse:
        """What is known of the response; its id is the one that is told first."""
        found = said.get("id")
        if self._response is None:
            if not isinstance(found, str) or not found:
                if said:
                    self._mended("OR-RESP-01", "a response has an id", path="$.response.id")
                found = (self._ids or RandomIds()).response_id()
            elif self._ids is not None:
                found = self._own_id(found)
            clock = self._clock or system_clock
            self._response = MendedResponse(
                found, model=self._model, clock=clock, mender=self._mender, report=self._mended
            )
            ids = self._ids or DerivedIds(found)
            self._output = MendedOutput(
                self._outlet, self._mender, ids, self._mended, slug=self._slug, own_ids=self._ids is not None
            )
            self._source_id = said.get("id")
        elif said and found != self._source_id:
            self._mended("OR-GRAM-10", "the id of the response stays the same", path="$.response.id", found=found)
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
                self._mended(requirement, f"{type} comes before the items")
            raw, self._outlet.raw = self._outlet.raw, None
            was_made, self._is_made = self._is_made, said is None
            self._describe(type, {**(said or {}), "status": status, "output": []}, status)
            self._outlet.raw, self._is_made = raw, was_made
        self._note_response(said or {})
        if self._output is None:  # The line above has made it.
            raise RuntimeError("a response without an output")
        return self._output

    # The end.

    def _error(self, event: Object) -> None:
        failure = failure_of(event)
        if self._failure is not None or self._outlet.state is State.ERRORED:
            self._mended("OR-GRAM-29", "an error event is followed by response.failed")
            return
        self._flush_held()
        self._open()
        self._settle_cut("failed")
        self._failure = failure
        inner = event.get("error")
        known: Object = inner if isinstance(inner, dict) else {}
        if known is not inner or "type" not in event:
            self._mended("OR-ERR-01", "an error event carries an error object", path="$.error")
        error: Object = {**known, "type": failure.type, "message": failure.message}
        if known is not inner:
            error |= {"code": failure.code, "param": failure.param}
        extra: Object = event if known is inner and "status" not in event else {}
        self._open().send({**extra, "type": EventType.ERROR.value, "error": error}, ())

    def _fail(self, failure: Failure, *, is_told: bool = False) -> None:
        """End the response as failed."""
        self._outlet.raw = None
        self._outlet.source = {}
        output = self._open({}) if not self._events else self._open()
        self._flush_held()
        self._settle_cut("failed")
        if not is_told and self._outlet.state is not State.ERRORED:
            error: Object = {
                "type": failure.type,
                "code": failure.code,
                "message": failure.message,
                "param": failure.param,
            }
            output.send({"type": EventType.ERROR.value, "error": error}, ())
        built = [self._final(item, None, "failed") for item in output.items]
        was_made, self._is_made = self._is_made, True
        self._settle(self._describe(EventType.RESPONSE_FAILED, {}, "failed", None, built, failure))
        self._is_made = was_made

    def _end(self, rule: EventRule, said: Object, event: Object | None = None) -> None:
        """Take the terminal event."""
        status = self._final_status(rule.status or "failed", said)
        if self._outlet.state is not State.ERRORED:
            self._open() if event is not None else self._open(said)
            self._flush_held(said)
            if not self._lists_more(said):
                self._settle_cut(status)
            self._reconcile(said, status)
        output = self._open()
        listed = self._listed(said)
        built = [self._final(item, listed.get(item.index), status) for item in output.items]
        type = ENDS[status]
        source = event if event is not None and event.get("type") == type else None
        self._settle(self._describe(type, said, status, source, built, self._failure))

    def _settle(self, response: Object) -> None:
        read = read_model(Response, response, "keep")
        if isinstance(read, Malformed):
            self._mended("OR-SCHEMA", "the final response cannot be read back", path="$.response")
        else:
            self.responses.append(read)

    def _final_status(self, announced: str, said: Object) -> str:
        """The status that the response really ends with: the worst that anything says."""
        is_cut = bool(self._cut) and announced == "completed"
        if self._failure is not None or (announced != "failed" and isinstance(said.get("error"), dict)):
            status = "failed"
        elif announced == "completed" and (is_cut or isinstance(said.get("incomplete_details"), dict)):
            status = "incomplete"
        else:
            status = announced
        if status != announced:
            message = f"the response is announced as {announced} and is {status}"
            self._mended("OR-GRAM-29" if self._failure else "OR-GRAM-36", message)
        return status

    def _listed(self, said: Object) -> dict[int, Object]:
        """The items of a terminal output, by the index of the item that was written for each."""
        output = said.get("output")
        values = output if isinstance(output, list) else []
        streamed = sorted(at for at in self._items)
        by_place = all(at < len(values) for at in streamed)
        places = streamed if not by_place else range(len(values))
        pairs = zip(places, values, strict=False)
        found: dict[int, Object] = {}
        for at, value in pairs:
            item = self._items.get(at)
            if item is not None and isinstance(value, dict):
                found[item.index] = value
        return found

    def _lists_more(self, said: Object) -> bool:
        """Whether a terminal response lists items that were not streamed."""
        output = said.get("output")
        places = range(len(output)) if isinstance(output, list) else ()
        return all(at in places for at in self._items) and len(self._items) < len(places)

    def _reconcile(self, said: Object, status: str) -> None:
        """Stream what the final output holds and the stream left out; close what is open of a completed response."""
        closes = status == "completed"
        output, values = self._open(), said.get("output")
        values = values if isinstance(values, list) else []
        if len(values) < len(self._items):
            self._mended(
                "OR-GRAM-28", "the terminal response lists the items that were streamed", path="$.response.output"
            )
        listed = self._listed(said)
        for item in list(output.items):
            one: Object = listed.get(item.index, {})
            if item.closed is None and (closes or one):
                one = one if self._type_of(one) == item.type else {}
                if closes:
                    self._mended("OR-GRAM-13", "an item is done before its response", (item.index,))
                    output.close(item, one)
                else:
                    self._catch_up(output, item, one)
        if not all(at < len(values) for at in self._items):
            return
        for at, more in enumerate(values):
            if at not in self._items and isinstance(more, dict):
                self._mended("OR-GRAM-28", "an item of the terminal response was not streamed", (at,))
                self._write_whole(at, more, "incomplete" if at == len(values) - 1 else "completed", status)

    def _catch_up(self, output: MendedOutput, item: MendedItem, one: Object) -> None:
        """Stream what an open item holds more at an early end, and leave it open."""
        if item.field is not None:
            text = one.get(item.field)
            streamed = str(item.text)
            if isinstance(text, str) and text.startswith(streamed) and text != streamed and not item.is_sealed:
                output.item_delta(item, text[len(streamed) :])
        part = item.open_part
        if part is None or part.field is None or part.is_sealed:
            return
        parts = one.get(part.container)
        value = parts[part.index] if isinstance(parts, list) and part.index < len(parts) else None
        text = value.get(part.field) if isinstance(value, dict) else None
        streamed = str(part.text)
        if isinstance(text, str) and text.startswith(streamed) and text != streamed:
            output.delta(item, part, text[len(streamed) :])

    def _write_whole(self, at: int, one: Object, cut: str, status: str) -> None:
        """Stream an item that came whole; ``cut`` is how it may end, ``status`` how its response does."""
        self._outlet.raw, raw = None, self._outlet.raw
        self._is_whole, was_whole = True, self._is_whole
        item = self._announce(at, dict(one), None)
        if item is not None:
            output = self._open()
            output.stream(item, one)
            if item.field is not None:
                output.seal_item(item, one.get(item.field))
            if one.get("status") == cut == status:
                output.close(item, one, status=cut)
            elif status == "completed" or one.get("status") not in ("in_progress", "incomplete"):
                output.close(item, one)
        self._outlet.raw, self._is_whole = raw, was_whole

    def _final(self, item: MendedItem, listed: Object | None, status: str) -> Object:
        """An item of the final output: as the source lists it if it says the same, else as it was streamed."""
        built = item.build()
        if listed is None:
            return built
        same = {**listed, "id": item.id, "type": item.type}
        if self._outlet.raw is not None and self._outlet.source.get("response") is None:
            return built
        if item.closed is None:
            told = same.get("status")
            is_last = item.index == len(self._open().items) - 1
            if told != "in_progress" and not (told == "incomplete" and is_last and status == "incomplete"):
                if "status" in built:
                    same["status"] = built["status"]
                elif told is not None:
                    same["status"] = "in_progress"
        if "call_id" in built:
            same["call_id"] = built["call_id"]
        output = self._open()
        is_sound = output.mend({"type": EventType.RESPONSE_OUTPUT_ITEM_DONE.value, "output_index": 0, "item": same})
        if is_sound and difference(built, same, ignored=_NOT_COMPARED if item.closed is None else _ID) is None:
            return same
        if self._type_of(listed) != item.type or item.type in OUTPUT_ITEM_MODELS:
            self._mended("OR-GRAM-28", "the item is what was streamed", (item.index,), path="$.response.output")
        return built

    def _type_of(self, said: Object) -> str:
        """The type of an item as it is written."""
        kind = said.get("type")
        if not isinstance(kind, str):
            return ""
        return kind if kind in OUTPUT_ITEM_MODELS or is_valid_extension_type(kind) else extension_name(self._slug, kind)

    # Events of items and parts.

    def _of_item(self, rule: EventRule, event: Object) -> None:
        self._hot = None
        if self._outlet.state is State.ERRORED:
            self._mended("OR-GRAM-29", "an error event is followed by response.failed")
            return
        announces = rule.machine is Machine.ITEM and rule.effect is Effect.INSERT
        at = self._index(rule, event, announces=announces)
        if at is None:
            return
        if at in self._held:
            self._hold(at, rule, event)
            return
        if announces:
            self._add(at, event)
            return
        self._open()
        if at in self._items and self._items[at] is None:
            return
        item = self._items.get(at)
        if item is None:
            item = self._made(at, rule, event)
            if item is None:
                return
        if item.closed is not None or (self._cut and self._cut[0][0].get("output_index") == at):
            self._mended("OR-GRAM-24", "what is done does not change any more", (item.index,))
            return
        _TAKE[rule.machine, rule.effect](self, rule, item, event)

    def _index(self, rule: EventRule, event: Object, *, announces: bool) -> int | None:
        at = integral(event.get("output_index"))
        if at is not None and at >= 0:
            return at
        self._mended("OR-GRAM-12", "the index of an item is a whole number from 0", path="$.output_index")
        if announces:
            return max([*self._items, *self._held], default=-1) + 1
        item_id = event.get("item_id")
        if not isinstance(item_id, str) and isinstance(said := event.get("item"), dict):
            item_id = said.get("id")
        known = [place for place, item in self._items.items() if item is not None and item.said.get("id") == item_id]
        if not known:
            known = [place for place, item in self._items.items() if item is not None and item.closed is None]
        return known[-1] if known else None

    def _add(self, at: int, event: Object) -> None:
        said = event.get("item")
        if not isinstance(said, dict):
            self._mended("OR-STREAM-02", "what is added is null", path="$.item")
            return
        if at in self._items:
            item = self._items[at]
            if item is not None and item.is_made and item.closed is None:
                item.said = {**said, **{name: value for name, value in item.said.items() if value}}
                item.is_made = False
            self._mended("OR-GRAM-12", "an item is added once", (at,))
            return
        if said.get("type") == "function_call" and not _is_named(said):
            self._mended("OR-STREAM-02", "name and call_id of a call are known when it is added", (at,))
            self._held[at] = [(event, self._outlet.raw)]
            return
        if at != len(self._items):
            self._mended("OR-GRAM-12", "indexes run 0, 1, 2, …", (at,), expected=str(len(self._items)))
        self._open()
        self._announce(at, said, event)

    def _announce(self, at: int, said: Object, event: Object | None, *, is_made: bool = False) -> MendedItem | None:
        kind = said.get("type")
        is_known = isinstance(kind, str) and (kind in OUTPUT_ITEM_MODELS or is_valid_extension_type(kind))
        if not is_known and isinstance(kind, str) and self._skips:
            self._mended("OR-ITEM-09", "an item of an unknown type is left out", (at,), found=kind)
            self._items[at] = None
            return None
        if self._cut:
            self._settle_cut("completed")  # Only the last item may be incomplete.
        item = self._open().announce(said, event, is_made=is_made)
        self._items[at] = item
        return item

    def _made(self, at: int, rule: EventRule, event: Object) -> MendedItem | None:
        """An item that no event has announced."""
        done = event.get("item")
        said: Object = dict(done) if isinstance(done, dict) else {"type": item_kind(rule), "id": event.get("item_id")}
        self._mended("OR-GRAM-11", "an item is added before anything else happens to it", (at,))
        if said.get("type") == "function_call" and not _is_named(said):
            self._held[at] = [({"type": "", "item": said}, None), (event, self._outlet.raw)]
            return None
        was_made, self._is_made = self._is_made, not isinstance(done, dict)
        made = self._announce(at, said, None, is_made=True)
        self._is_made = was_made
        return made

    def _hold(self, at: int, rule: EventRule, event: Object) -> None:
        """Keep an event of a call that has no name yet, until one that tells it."""
        held = self._held[at]
        if rule.machine is Machine.ITEM and rule.effect is Effect.INSERT:
            if held[0][0]["type"] == "" and isinstance(event.get("item"), dict):
                held[0] = (event, None)  # The announcement came late.
            else:
                self._mended("OR-GRAM-12", "an item is added once", (at,))
        else:
            held.append((event, self._outlet.raw))
        said = event.get("item")
        if isinstance(said, dict) and _is_named(said):
            self._release(at, said)

    def _release(self, at: int, known: Object) -> None:
        """Announce a call that waited for its name, and take what came since."""
        (added, _), *rest = self._held.pop(at)
        first = added.get("item")
        said: Object = {"type": "function_call", **(first if isinstance(first, dict) else {})}
        for name in ("name", "call_id"):
            if not said.get(name) and known.get(name):
                said[name] = known[name]
        source, raw = self._outlet.source, self._outlet.raw
        self._outlet.raw = None
        self._open()
        self._announce(at, said, None)
        for event, text in rest:
            self._outlet.source, self._outlet.raw = event, text
            self._of_item(RULES[str(event["type"])], event)
        self._hot = None
        self._outlet.source, self._outlet.raw = source, raw

    def _flush_held(self, said: Object | None = None) -> None:
        """No event will tell more of the calls that wait."""
        output = said.get("output") if said else None
        for at in list(self._held):
            one = output[at] if isinstance(output, list) and at < len(output) else None
            self._release(at, one if isinstance(one, dict) else {})

    def _settle_cut(self, status: str) -> None:
        """Tell the end of an item that is incomplete, now that it is known how the response goes on."""
        cut, self._cut = self._cut, []
        source, raw = self._outlet.source, self._outlet.raw
        for number, (event, text) in enumerate(cut):
            self._outlet.source, self._outlet.raw = event, text
            if number:
                self._write_extension(event)
                continue
            item, said = self._items.get(integral(event.get("output_index")) or 0), event.get("item")
            if item is None or not isinstance(said, dict):
                continue
            if status == "failed":
                self._mended("OR-ITEM-04", "a response that failed has no incomplete item", (item.index,))
            else:
                self._open().close(item, said, event, status="incomplete" if status == "incomplete" else "completed")
        self._outlet.source, self._outlet.raw = source, raw

    # By what an event does.

    def _done_item(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        said = event.get("item")
        known: Object = said if isinstance(said, dict) else {}
        output = self._open()
        kind = self._type_of(known)
        if kind and kind != item.type and item.type not in (known.get("type"), f"{self._slug}:malformed_item"):
            self._mended("OR-GRAM-14", "an item keeps its type", (item.index,), path="$.item.type", found=kind)
            known = {}
        if known.get("id") != item.said.get("id") and known:
            self._mended("OR-GRAM-14", "an item keeps its id", (item.index,), path="$.item.id", found=known.get("id"))
        if known.get("status") == "incomplete" and item is output.items[-1]:
            self._cut.append((event, self._outlet.raw))
            return
        output.close(item, known, event)

    def _append_item(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        text = event.get(rule.payload or "delta")
        if item.type != rule.owner_type or not isinstance(text, str):
            self._mended("OR-GRAM-18", "the event does not fit its item", (item.index,), found=item.type)
            return
        self._note_item_id(item, event)
        if item.is_sealed:
            self._mended("OR-GRAM-24", "what is done does not change any more", (item.index,))
            return
        if self._open().item_delta(item, text, event):
            self._warm(rule, item, item.text.append, event)

    def _assign_item(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        if item.type != rule.owner_type:
            self._mended("OR-GRAM-18", "the event does not fit its item", (item.index,), found=item.type)
            return
        self._note_item_id(item, event)
        if item.is_sealed:
            self._mended("OR-GRAM-24", "what is done does not change any more", (item.index,))
        else:
            self._open().seal_item(item, event.get(rule.payload or ""), event)

    def _insert_part(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        self._note_item_id(item, event)
        if rule.field is not None:
            part = self._part(rule, item, event)
            if part is not None and isinstance(event.get("annotation"), dict):
                self._open().annotate(item, part, event)
            return
        said, container = event.get("part"), rule.container or "content"
        at = self._part_index(rule, item, event, is_new=True)
        if (container, at) in item.places:
            self._mended("OR-GRAM-17", "a part is added once", (item.index, container, at))
            return
        if not isinstance(said, dict):
            self._mended("OR-STREAM-02", "what is added is null", (item.index, container, at), path="$.part")
            return
        if at != len(item.parts.get(container, ())):
            self._mended("OR-GRAM-17", "indexes run 0, 1, 2, …", (item.index, container, at))
        self._open().part(item, container, at, said, event)

    def _append_part(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        self._note_item_id(item, event)
        text = event.get(rule.payload or "delta")
        if not isinstance(text, str):
            self._mended("OR-SCHEMA", "a delta is text", (item.index,), path="$.delta")
            return
        part = self._part(rule, item, event)
        if part is not None and self._open().delta(item, part, text, event):
            self._warm(rule, item, part.text.append, event, part)

    def _assign_part(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        self._note_item_id(item, event)
        said = event.get(rule.payload or "text")
        at = self._part_index(rule, item, event)
        known = item.places.get((rule.container or "content", at))
        if known is not None and known.is_sealed and known.type == rule.owner_type:
            if said not in (str(known.text), known.prior + str(known.text)):
                self._mended("OR-GRAM-24", "what is done does not change any more", (item.index,))
            elif not known.is_early:
                self._mended("OR-GRAM-24", "the value was final before", (item.index,))
            return
        part = self._part(rule, item, event)
        if part is not None:
            self._open().seal(item, part, said, event)

    def _replace_part(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        self._note_item_id(item, event)
        said, container = event.get("part"), rule.container or "content"
        known: Object = said if isinstance(said, dict) else {}
        at = self._part_index(rule, item, event)
        part = item.places.get((container, at))
        if part is None:
            self._mended("OR-GRAM-16", "a part is added before anything else happens to it", (item.index,))
            part = self._open().part(item, container, at, known)
            if part is None:
                return
        if part.closed is not None:
            self._mended("OR-GRAM-24", "what is done does not change any more", (item.index, container, at))
            return
        kind = known.get("type")
        if kind not in (None, part.type) and extension_name(self._slug, str(kind)) != part.type:
            self._mended("OR-GRAM-18", "a part keeps its type", (item.index, container, at), found=kind)
            known = {}
        if known and part.field is not None and not part.is_sealed:
            self._mended("OR-STREAM-09", "the final value of a part comes before its end", (item.index, container, at))
        self._open().close_part(item, part, known, event)

    def _part(self, rule: EventRule, item: MendedItem, event: Object) -> MendedPart | None:
        """The part that an event about its text is for; one that fits is made when there is none."""
        container, kind = rule.container or "content", rule.owner_type or "output_text"
        at = self._part_index(rule, item, event)
        part = item.places.get((container, at))
        if part is not None and part.type == kind and not part.is_sealed:
            return part
        address: Address = (item.index, container, at)
        prior = ""
        if part is None:
            self._mended("OR-GRAM-16", "a part is added before anything else happens to it", address)
        elif part.type != kind:
            self._mended("OR-GRAM-18", "the part is of another type", address, expected=kind, found=part.type)
        elif not part.is_early:
            self._mended("OR-GRAM-24", "what is done does not change any more", address)
            return None
        else:
            self._mended("OR-GRAM-40", "one part of an item is open at a time", address)
            prior = part.prior + str(part.text)
        was_made, self._is_made = self._is_made, part is None
        made = self._open().part(item, container, at, {"type": kind}, prior=prior)
        self._is_made = was_made
        return made

    def _part_index(self, rule: EventRule, item: MendedItem, event: Object, *, is_new: bool = False) -> int:
        at = integral(event.get(rule.indexes[1])) if len(rule.indexes) > 1 else None
        if at is not None and at >= 0:
            return at
        self._mended("OR-GRAM-17", "the index of a part is a whole number from 0", (item.index,))
        container = rule.container or "content"
        places = [place for name, place in item.places if name == container]
        return max(places, default=-1) + 1 if is_new or not places else places[-1]

    def _note_item_id(self, item: MendedItem, event: Object) -> None:
        told = event.get("item_id")
        if told != item.said.get("id") and told != item.id:
            message = "item_id is the id of the item at this output_index"
            self._mended("OR-GRAM-15", message, (item.index,), path="$.item_id", expected=item.id, found=told)

    def _warm(
        self,
        rule: EventRule,
        item: MendedItem,
        append: Callable[[str], None],
        event: Object,
        part: MendedPart | None = None,
    ) -> None:
        """The next delta at this place can be passed on in one go."""
        indexes = [(name, event.get(name)) for name in rule.indexes]
        if any(type(value) is not int for _, value in indexes):
            return
        place: Object = {"item_id": item.id, "output_index": item.index, "type": self._outlet.spelling(rule.type)}
        if part is not None:
            place[rule.indexes[1]] = part.index
        self._hot = _Hot(str(event["type"]), indexes, place, append, event)

    # Events that the specification does not define.

    def _extension(self, kind: str, event: Object) -> None:
        if self._cut:
            self._cut.append((event, self._outlet.raw))
            return
        self._write_extension(event)

    def _write_extension(self, event: Object) -> None:
        kind = str(event["type"])
        self._open()
        if self._outlet.state is State.ERRORED:
            self._mended("OR-GRAM-29", "an error event is followed by response.failed")
            return
        if not is_valid_extension_type(kind):
            self._mended("OR-EXT-09", "an event type is published or reads slug:name", path="$.type", found=kind)
            if self._skips:
                return
            kind = extension_name(self._slug, kind.removeprefix("response.") or "raw_event")
            event = {**event, "type": kind}
            self._readdress(event)
        self._open().send(event if event is not self._outlet.source else dict(event), ())

    def _readdress(self, event: Object) -> None:
        """Point an event of the provider at the item as it is written."""
        at = integral(event.get("output_index"))
        item = self._items.get(at) if at is not None else None
        if item is not None:
            event["output_index"] = item.index
            if "item_id" in event:
                event["item_id"] = item.id

    # What was wrong.

    def _note_number(self, event: Object) -> None:
        number = integral(event.get("sequence_number"))
        if number is None:
            self._mended("OR-GRAM-01", "every event has a sequence number", path="$.sequence_number")
            return
        if number <= self._last_number:
            self._mended("OR-GRAM-02", "sequence numbers rise", path="$.sequence_number", found=number)
        elif number != self._last_number + 1:
            self._mended("OR-GRAM-03", "sequence numbers have no gap", path="$.sequence_number", found=number)
        self._last_number = number

    def _changed(self, violation: Violation, outcome: str) -> None:
        self._mended(
            violation.requirement,
            f"{violation.message}: {outcome}",
            path=violation.path,
            expected=violation.expected,
            shown=violation.found,
        )

    def _mended(
        self,
        requirement: str,
        message: str,
        address: Address = (),
        path: str = "",
        found: object = None,
        expected: str | None = None,
        *,
        shown: str | None = None,
    ) -> None:
        """Keep what was wrong, once for a requirement, type of event, place and member."""
        if self._is_made or (self._is_whole and requirement.startswith(_OF_STREAMS)):
            return
        told = self._outlet.source.get("type")
        kind = told if isinstance(told, str) else None
        is_number = requirement in ("OR-GRAM-01", "OR-GRAM-02", "OR-GRAM-03")
        key = (requirement, None if is_number or path.startswith("$.response") else kind, address, path)
        if key in self._reported:
            return
        self._reported.add(key)
        violation = Violation(
            requirement=requirement,
            message=message,
            event_type=kind,
            event_index=self._events - 1 if self._events else None,
            sequence_number=integral(self._outlet.source.get("sequence_number")),
            address=address,
            path=path,
            expected=None if expected is None else quote(expected),
            found=shown if shown is not None or found is None else quote(found),
        )
        self.violations.append(violation)
        self.findings.append(
            Finding(
                message=f"{message} [{requirement}]",
                severity=violation.severity,
                line=self._source.line or None,
                event=kind,
                field=path or None,
            )
        )


class _Hot:
    """A place that took a delta: the next one there needs no judging beyond what is compared here."""

    __slots__ = ("_indexes", "_names", "_type", "append", "is_exact", "item_id", "place", "size")

    def __init__(
        self, type: str, indexes: list[tuple[str, Json]], place: Object, append: Callable[[str], None], event: Object
    ) -> None:
        self._type = type
        self._indexes = indexes
        self._names = event.keys() - _DELTA_MEMBERS
        self.append = append
        self.place = place
        self.item_id = place["item_id"]
        self.size = len(event)
        self.is_exact = type == place["type"] and all(place[name] == value for name, value in indexes)
        """Whether an event here can be passed on as it is."""

    def takes(self, event: dict[str, Any], last_number: int) -> bool:
        """Whether an event is the next of the same kind at the same place, and right but for its ids and number."""
        if event.get("type") != self._type or len(event) != self.size:
            return False
        for name, value in self._indexes:
            found = event.get(name)
            if found != value or type(found) is not int:
                return False
        number = event.get("sequence_number")
        if type(number) is not int or number != last_number + 1 or not event.keys() >= self._names:
            return False
        delta = event.get("delta")
        if type(delta) is not str or not delta or type(event.get("item_id")) is not str:
            return False
        return event.get("logprobs", _NONE) == _NONE and type(event.get("obfuscation", "")) is str


_OF_STREAMS: Final = ("OR-GRAM-1", "OR-GRAM-2", "OR-STREAM")
_AT_THE_END: Final = frozenset({"usage", "completed_at", "error", "incomplete_details"})
_ID: Final = frozenset({"id"})
_NOT_COMPARED: Final = frozenset({"id", "status"})
_BOM: Final = b"\xef\xbb\xbf"
_NONE: Final[list[Json]] = []


def _is_named(call: Object) -> bool:
    return all(isinstance(call.get(name), str) and call.get(name) for name in ("name", "call_id"))


_TAKE: Final[Mapping[tuple[Machine, Effect], Callable[[ResponsesBridge, EventRule, MendedItem, Object], None]]] = {
    (Machine.ITEM, Effect.REPLACE): ResponsesBridge._done_item,
    (Machine.ITEM, Effect.APPEND): ResponsesBridge._append_item,
    (Machine.ITEM, Effect.ASSIGN): ResponsesBridge._assign_item,
    (Machine.PART, Effect.INSERT): ResponsesBridge._insert_part,
    (Machine.PART, Effect.APPEND): ResponsesBridge._append_part,
    (Machine.PART, Effect.ASSIGN): ResponsesBridge._assign_part,
    (Machine.PART, Effect.REPLACE): ResponsesBridge._replace_part,
}
