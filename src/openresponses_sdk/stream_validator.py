"""Judges the events of a stream in their order.

The schema comes first, then whether an event may happen now, then whether it fits what the stream has said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openresponses_schema.event_rules import STREAM_END, Effect, EventRule, Machine, State

from .findings import Violation
from .json_values import Json, integral, json_path
from .judged import Judged, View, plain
from .judged_event import Transport, address_of, announced_response, is_message, rule_of, stamp
from .lifecycle import Lifecycle
from .recovery import is_excused, recover
from .redaction import redacted
from .repeated_delta import RepeatedDelta
from .response_rules import iter_identity_violations, iter_item_violations
from .schema_check import (
    EVENT,
    WEBSOCKET_ERROR,
    iter_schema_violations,
)
from .stream_contents import RULES as STREAM_RULES
from .stream_contents import difference
from .stream_memory import Event, StreamMemory, remember
from .stream_rules import sequence, unfinished

__all__ = ["Validator"]


class Validator:
    """Judges events as they come.  Feed ``receive`` each event, then call ``receive_eof`` once.

    ``transport`` says what the events travelled over: a turn on a ``websocket`` may end with an error message, and no
    two turns mix.  Without it the shape of an error tells.  With ``redact`` no violation holds a value that was judged.

    One fault is said once: what is missing is assumed, and a departure from the schema that a server repeats in event
    after event is reported where it comes first in a stream.
    """

    def __init__(self, *, transport: Transport | None = None, redact: bool = False) -> None:
        self.events: int = 0
        """How many events have come."""
        self.streams: int = 0
        """How many streams have begun."""
        self._transport: Transport | None = transport
        self._redact = redact
        self._begin()

    def _begin(self) -> None:
        self._lifecycle = Lifecycle()
        self._memory = StreamMemory()
        self._repeated: RepeatedDelta | None = None

    @property
    def is_between_streams(self) -> bool:
        """Whether the last stream has ended, or none has begun."""
        return self._memory.is_final or not self._memory.is_started

    def receive(self, event: Judged) -> list[Violation]:
        """Take the next event and return what is wrong with it; empty when nothing is."""
        index = self.events
        self.events += 1
        value, violations = (event, []) if type(event) is dict else plain(event)
        if self._repeated is not None and self._repeated.takes(value, self._memory):
            return []
        if violations or not isinstance(value, dict):
            if isinstance(event, (bytes, str)) and event.strip() in (STREAM_END, STREAM_END.encode()):
                self.events = index
                return self._done(index)
            found = violations or list(iter_schema_violations(EVENT, value))
            return [self._hide(replace(violation, event_index=index), True) for violation in found]
        if is_message(value, self._transport):
            return self._error_message(value, index)
        rule = rule_of(value)
        found = [replace(violation, event_index=index - 1) for violation in self._new_stream(value, rule)]
        address = None if rule is None else address_of(value, rule)
        departures = list(iter_schema_violations(EVENT, value))
        shapes = [violation.path for violation in departures if violation.severity == "error"]
        schema = [
            stamp(self._hide(violation, True), value, index, address or ())
            for violation in departures
            if self._is_news(violation, rule)
        ]
        is_resumed = self._notice_resumption(value, rule)
        judged = list(sequence(self._memory, value, is_extension=rule is None, is_turn=self._transport == "websocket"))
        if rule is not None and address is not None:
            event_at = Event(value, rule, address)
            judged += _not_said(self._judge(event_at, is_resumed=is_resumed), shapes)
            if shapes and rule.effect in (Effect.INSERT, Effect.REPLACE):
                self._memory.doubt(event_at)
        return [*found, *schema, *(stamp(self._hide(one, False), value, index, address or ()) for one in judged)]

    def end_stream(self) -> list[Violation]:
        """The stream is over, for instance by ``[DONE]``; another may follow.  Returns what it lacks."""
        found = [replace(violation, event_index=self.events - 1) for violation in unfinished(self._memory)]
        self._begin()
        return found

    def receive_eof(self) -> list[Violation]:
        """The input has ended.  Returns what the last stream lacks."""
        if not self.events:
            return [Violation(requirement="OR-GRAM-04", message="there is no event")]
        return self.end_stream()

    def _done(self, index: int) -> list[Violation]:
        if self._transport != "websocket":
            return self.end_stream()
        return [Violation(requirement="OR-WS-23", message="no [DONE] is sent over a WebSocket", event_index=index)]

    def _error_message(self, value: dict[str, Json], index: int) -> list[Violation]:
        """The error message of a WebSocket: it ends the turn under way, else it is the answer to a turn of its own."""
        if self._memory.is_final:
            self._begin()
        memory = self._memory
        found = list(iter_schema_violations(WEBSOCKET_ERROR, value))
        self.streams += not memory.is_started
        memory.is_started = memory.is_final = memory.ended_by_message = True
        self._repeated = None
        return [stamp(self._hide(violation, True), value, index, ()) for violation in found]

    def _is_news(self, violation: Violation, rule: EventRule | None) -> bool:
        """Whether a departure from the schema has not been said of this stream."""
        # Lifecycle events all carry the same response, so that they count as one.
        kind = "response" if rule is not None and rule.machine is Machine.RESPONSE else violation.event_type
        key: tuple[str | None, ...]
        is_named = violation.path.endswith(".type") and violation.found is not None
        if is_named or violation.requirement == "OR-GRAM-01":
            key = (violation.requirement, violation.found)
        else:
            key = (violation.requirement, kind, violation.path, violation.message, violation.found)
        is_news = key not in self._memory.said
        self._memory.said.add(key)
        return is_news

    def _hide(self, violation: Violation, is_from_schema: bool) -> Violation:
        return redacted(violation, is_from_schema=is_from_schema) if self._redact else violation

    def _new_stream(self, value: dict[str, Json], rule: EventRule | None) -> list[Violation]:
        """Start anew when the event begins another response; what the one before lacks is returned."""
        if rule is None or rule.machine is not Machine.RESPONSE or State.ABSENT not in rule.sources:
            return []
        memory, announced = self._memory, value.get(rule.payload) if rule.payload is not None else None
        response_id = announced.get("id") if isinstance(announced, dict) else None
        is_another = (
            isinstance(response_id, str) and memory.response_id is not None and response_id != memory.response_id
        )
        if memory.is_final or (memory.is_started and is_another):
            found = self.end_stream()
            if found and self._transport == "websocket":
                message = "a response begins while another is under way on this connection"
                found = [Violation(requirement="OR-WS-09", message=message, event_index=found[0].event_index)]
        elif not memory.is_started:
            found = []
        else:
            return []
        self.streams += 1
        return found

    def _notice_resumption(self, value: dict[str, Json], rule: EventRule | None) -> bool:
        """Whether the stream begins in its middle: not with ``response.created``, and with a number above 0."""
        memory = self._memory
        number = memory.first_number if memory.first_number is not None else integral(value.get("sequence_number"))
        begins = rule is not None and rule.machine is Machine.RESPONSE and State.ABSENT in rule.sources
        if memory.is_started or rule is None or begins or not number or number < 0 or self._transport == "websocket":
            return False
        memory.is_resumed = True
        self.streams += 1
        if rule.machine is not Machine.RESPONSE:
            self._lifecycle.open(())
        return True

    def _judge(self, event: Event, *, is_resumed: bool) -> Iterator[Violation]:
        memory, rule, repeated = self._memory, event.rule, self._repeated
        self._repeated = None
        if memory.ended_by_message:
            message = "a turn that an error message has ended has no further event"
            yield Violation(requirement="OR-WS-24", message=message)
            return
        if memory.is_final and rule.machine is not Machine.RESPONSE:
            self._repeated = repeated
            yield Violation(requirement="OR-GRAM-08", message="nothing but [DONE] follows the terminal event")
            return
        is_clean = True
        refused = self._lifecycle.advance(View(event.data))
        if refused is not None:
            was_final = memory.is_final
            is_excuse = is_resumed or is_excused(memory, event, refused)
            if refused.requirement == "OR-GRAM-18":
                memory.doubt(event)
            is_clean = recover(self._lifecycle, memory, event, View(event.data)) and not was_final
            if not is_excuse:
                yield _second_close(memory, event) or refused
            memory.is_started = True
            if not is_clean:
                # It came, even if too early: that it lacks would be a second report of one fault.
                memory.is_final = memory.is_final or rule.terminal
                return
        found = [*announced_response(event.data, rule, is_streamed=bool(memory.items))]
        if event.announces and rule.machine is Machine.ITEM:
            found += iter_identity_violations(event.object, f"$.{rule.payload}")
        if event.closes_item:
            found += iter_item_violations(event.object, f"$.{rule.payload}")
        for compare in STREAM_RULES.get((rule.machine, rule.effect), ()):
            found += compare(memory, event)
        if any(violation.requirement == "OR-GRAM-27" for violation in found):
            found = [violation for violation in found if violation.requirement not in ("OR-ITEM-03", "OR-ITEM-04")]
        yield from found
        remember(memory, event)
        if rule.effect is Effect.APPEND and not found and refused is None:
            self._repeated = RepeatedDelta.of(memory, event)


def _not_said(judged: Iterator[Violation], shapes: list[str]) -> Iterator[Violation]:
    """What the schema has not said already: a member of the wrong shape is no second fault for being another one."""
    for violation in judged:
        path = violation.path
        inside = len(path) > 1 and any(path.startswith(shape) or shape.startswith(path) for shape in shapes)
        if not inside:
            yield violation


def _second_close(memory: StreamMemory, event: Event) -> Violation | None:
    """An item that is closed again, and differently: not a repetition but a change."""
    item = memory.items.get(event.output_index)
    closed = None if item is None else item.closed
    if not event.closes_item or closed is None or closed.get("status") != "completed":
        return None
    place = difference(closed, event.object)
    if place is None:
        return None
    path = f"$.{event.rule.payload}{json_path(place)[1:]}"
    return Violation(requirement="OR-ITEM-05", message="an item that is completed does not change", path=path)
