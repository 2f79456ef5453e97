"""Gathers the events of a stream into a response, whatever the server gets wrong.

``Lifecycle`` judges and ``Snapshot`` applies, as they do for the builder.  Between the two stands what is here: an
event that is not allowed is recorded as a violation, and then used as far as that is safe:

* An event belongs where its indexes say.  Ids are never compared, since some servers change them in every event.
* What was never announced is made, of the type that the event needs; what has ended does not change any more; text of
  one kind never gets into a part of another.
* An index may be of any size and costs nothing; the output stands in the order of the indexes, without gaps.  A
  negative index addresses nothing, and its event is dropped.
* A done value wins over deltas that differ, and the output of the terminal response over the streamed items, but
  nothing that is empty or shorter wipes what was streamed (OR-GRAM-44).
* A stream that stops without a terminal event is ``truncated``; its response keeps the status that it had, which is
  never a final one: the server may still be at work, and the rest can be read from a resumed connection (OR-GRAM-42).

A violation is recorded once for each requirement, event type and address, so that a fault in every delta does not
fill the memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from openresponses_schema import RULES, Effect, EventRule, Machine, Response, State
from openresponses_schema import ResponseStreamEvent as Event

from . import predicates
from .accumulator_state import StreamState, read_state, slots_of, state_of
from .admission import Admission
from .faults import Faults
from .findings import Address, Violation
from .growing_text import GrowingText
from .lifecycle import EventLike, Lifecycle, address_of
from .mended_snapshot import MendedSnapshot
from .parsing import Malformed, parse_event
from .repairs import Repairs, Salvaged, blank_response, salvage
from .snapshot import JOIN_AT, Payload

__all__ = ["Outcome", "ResponseAccumulator"]

Outcome = Literal["completed", "incomplete", "failed", "error", "truncated"]
"""How a stream ended: by one of the three terminal events, by an ``error`` event alone, or without any of them."""

_MEND_ALL: Final = Repairs()
_OUTCOMES: Final[Mapping[State, Outcome]] = {
    State.COMPLETED: "completed",
    State.INCOMPLETE: "incomplete",
    State.FAILED: "failed",
}


class ResponseAccumulator:
    """Makes one response of the events of one stream.

    Feed ``receive`` each event and call ``receive_eof`` once the stream has ended; ``snapshot`` may be read at any
    moment.  With ``strict`` the first violation of severity error raises ``RemoteProtocolError``, after which the
    accumulator is of no further use; otherwise nothing is raised, and ``violations`` and ``outcome`` tell.
    """

    def __init__(self, *, strict: bool = False, repairs: Repairs = _MEND_ALL) -> None:
        self._repairs = repairs
        self._faults = Faults(strict=strict)
        self._lifecycle = Lifecycle()
        self._snapshot = MendedSnapshot(repairs, self._faults)
        self._growing: GrowingText | None = None
        self._events = 0
        self._next: int | None = None
        self._response_id: str | None = None
        self._outcome: Outcome | None = None
        self._error: Event | None = None
        self._is_eof = False
        self._current: Response | None = None

    def receive(self, event: Event | Malformed) -> None:
        """Take the next event.

        Raises ``RemoteProtocolError`` on a violation of severity error when the accumulator is strict, nothing else.
        An event after ``receive_eof`` goes on with a stream that was cut: it is read as if there had been no end.
        """
        self._events += 1
        growing = self._growing
        # A delta that was legal is legal again as long as nothing but deltas for the same place has come.
        if growing is not None and event.__class__ is growing.model:
            number, item, part, delta = growing.read(event)
            if number == self._next and item == growing.item and part == growing.part and number is not None:
                self._next = number + 1
                chunks = growing.chunks
                chunks.append(delta)
                if len(chunks) == JOIN_AT:
                    growing.text.join()
                self._current = None
                return
        if isinstance(event, Malformed):
            self._receive_malformed(event)
        else:
            self._receive(event)

    def receive_eof(self) -> None:
        """The stream has ended, by ``[DONE]`` or because the connection closed.

        Without a terminal event the outcome is ``truncated`` (or stays ``error``) and a violation is recorded.
        """
        if self._is_eof:
            return
        self._is_eof = True
        self._look_at(None, None)
        if self._lifecycle.state in _OUTCOMES:
            return
        if self._repairs.truncation and self._outcome is None:
            self._outcome = "truncated"
            self._current = None
        if self._lifecycle.state is State.ERRORED:
            self._faults.report("OR-GRAM-29", "an error event is followed by response.failed")
        if self._events:
            self._faults.report("OR-GRAM-07", "the stream ends without a terminal event")
        else:
            self._faults.report("OR-GRAM-04", "there is no event")

    @property
    def snapshot(self) -> Response:
        """The response as the events so far describe it, with everything that was streamed.

        Built when it is read after a change and kept until the next one; it is not to be changed.  Before any event has
        described the response it says what is known: the id, or an empty one, and that the response is in progress.
        """
        if self._current is None:
            self._current = self._build()
        return self._current

    @property
    def response_id(self) -> str | None:
        """The id of the response, as the first event that told it said; None before."""
        return self._response_id

    @property
    def is_done(self) -> bool:
        """Whether nothing more will come: a terminal event has come, or ``receive_eof`` was called."""
        return self._is_eof or self._lifecycle.state in _OUTCOMES

    @property
    def outcome(self) -> Outcome | None:
        """How the stream ended, None while it runs.

        ``error`` is told at once when an ``error`` event comes, and becomes ``failed`` when response.failed follows.
        """
        return self._outcome

    @property
    def error(self) -> Event | None:
        """The last ``error`` event, in whichever form the server wrote it; None when there was none."""
        return self._error

    @property
    def violations(self) -> Sequence[Violation]:
        """What the stream got wrong so far, in the order in which it was noticed."""
        return self._faults.violations

    @property
    def text(self) -> str:
        """All the output text so far, joined over parts and items."""
        found: list[str] = []
        for item in self.snapshot.output:
            for part in getattr(item, "content", None) or ():
                if getattr(part, "type", None) == "output_text" and isinstance(part.text, str):
                    found.append(part.text)
        return "".join(found)

    def state_to_json(self) -> bytes:
        """Everything that is known of the stream, to go on with in another process by ``from_json``."""
        return state_of(
            StreamState.model_construct(
                version=1,
                strict=self._faults.strict,
                repairs=self._repairs,
                events=self._events,
                next=self._next,
                response_id=self._response_id,
                outcome=self._outcome,
                error=None if self._error is None else self._error.to_dict(),
                is_eof=self._is_eof,
                is_resumed=self._faults.is_resumed,
                violations=list(self._faults.violations),
                lifecycle=list(self._lifecycle),
                response=self._snapshot.described,
            ),
            self._snapshot,
        )

    @classmethod
    def from_json(cls, state: bytes | str) -> ResponseAccumulator:
        """An accumulator that goes on where the one that wrote ``state`` was, with its strictness and its repairs.

        Raises ``DecodeError`` when ``state`` is not what ``state_to_json`` of this version writes.
        """
        known = read_state(state)
        self = cls(strict=known.strict, repairs=known.repairs)
        self._events, self._next, self._response_id = known.events, known.next, known.response_id
        self._outcome = known.outcome
        self._error = None if known.error is None else parse_event(known.error)
        self._is_eof = known.is_eof
        self._faults.restore(known.violations, is_resumed=known.is_resumed)
        self._lifecycle = Lifecycle.restore(known.lifecycle)
        if known.response is not None:
            is_final = self._lifecycle.state in _OUTCOMES
            (self._snapshot.settle if is_final else self._snapshot.announce)(known.response)
        for address, slot in slots_of(known):
            self._snapshot.put(address, slot)
            if slot.is_made:
                self._faults.unannounced.add(address)
        return self

    # One event.

    def _receive_malformed(self, event: Malformed) -> None:
        issue = event.issues[0] if event.issues else None
        number = event.raw.get("sequence_number")
        self._look_at(event.type, number if isinstance(number, int) else None)
        message = "a malformed event" if issue is None else f"a malformed event: {issue.message}"
        self._faults.report("OR-SCHEMA", message, path=(issue.field or "") if issue else "")
        sound = salvage(event, self._response_id) if self._repairs.malformed_events else None
        if sound is not None:
            self._receive(sound)
        elif isinstance(number, int):
            self._next = number + 1

    def _receive(self, event: Event | Salvaged) -> None:
        number: int | None = getattr(event, "sequence_number", None)
        self._look_at(event.type, number)
        rule = RULES.get(event.type)
        address: Address = () if rule is None else address_of(rule, event)
        self._note_start(event, rule, number)
        is_in_order = self._judge_number(number, address)
        if rule is None or not is_in_order or self._is_below_zero(address):
            return
        value = getattr(event, rule.payload or "", None)
        if rule.effect is Effect.INSERT and rule.field is None and value is None:
            # The schema lets it be null.  Nothing is known then, not even the type: what follows makes it.
            self._faults.report("OR-STREAM-02", "what is added is null", address)
            return
        refused = self._lifecycle.advance(event)
        if refused is not None:
            self._faults.record(refused)
            admission = Admission(self._lifecycle, self._snapshot, self._repairs, self._faults)
            if not admission.go_on(rule, event, address, refused):
                return
        self._current = None
        if rule.machine is Machine.RESPONSE:
            self._take_response(rule, event, value)
        else:
            self._snapshot.take(rule, address, value)
            if rule.effect is Effect.APPEND and refused is None and not isinstance(event, Salvaged):
                self._growing = GrowingText(event, rule, self._snapshot.slot(address).growing(rule.field or ""))

    def _look_at(self, event_type: str | None, number: int | None) -> None:
        """Begin with an event that is not the next delta of a text."""
        self._growing = None
        faults = self._faults
        faults.event_type, faults.sequence_number = event_type, number
        faults.event_index = self._events - 1 if self._events else None

    def _note_start(self, event: EventLike, rule: EventRule | None, number: int | None) -> None:
        if self._is_eof and self._lifecycle.state not in _OUTCOMES:
            self._is_eof = False
            self._outcome = None if self._outcome == "truncated" else self._outcome
            self._faults.is_resumed = True
        if self._response_id is None:
            described = getattr(event, "response", None)
            found = getattr(described, "id", None) or getattr(event, "response_id", None)
            self._response_id = found if isinstance(found, str) else None
        if self._events == 1 and number != 0 and (rule is None or State.ABSENT not in rule.sources or rule.indexes):
            self._faults.is_resumed = True

    def _judge_number(self, number: int | None, address: Address) -> bool:
        """Whether the event is to be taken, as far as its sequence number tells."""
        expected = self._next
        if number is None:
            self._faults.report("OR-GRAM-01", "every event has a sequence number", address)
            return self._repairs.arrival_order
        if expected is not None and number < expected:
            self._faults.report("OR-GRAM-02", "sequence numbers rise", address, f"at least {expected}", str(number))
            return self._repairs.arrival_order
        if number != (expected or 0):
            message = "sequence numbers start at 0" if expected is None else "sequence numbers have no gap"
            self._faults.report("OR-GRAM-03", message, address, str(expected or 0), str(number), severity="warning")
        self._next = number + 1
        return True

    def _is_below_zero(self, address: Address) -> bool:
        low = next((at for at, step in enumerate(address) if isinstance(step, int) and step < 0), None)
        if low is not None:
            requirement = "OR-GRAM-17" if low else "OR-GRAM-12"
            self._faults.report(requirement, "an index is not below 0", address, "0 or more", str(address[low]))
        return low is not None

    def _take_response(self, rule: EventRule, event: Event | Salvaged, value: Payload) -> None:
        if rule.effect is Effect.NONE:
            self._outcome = "error"
            self._error = self._error if isinstance(event, Salvaged) else event
        elif rule.terminal:
            self._snapshot.end(rule, value, self._response_id)
            if self._outcome != "error" or rule.status == State.FAILED:
                self._outcome = _OUTCOMES[State(rule.status or "")]
        elif value is not None:
            self._snapshot.announce(value)

    def _build(self) -> Response:
        if self._snapshot.described is None:
            return blank_response(self._response_id).model_copy(update={"output": self._snapshot.output()})
        response = self._snapshot.shared()
        is_early = self._lifecycle.state not in _OUTCOMES and predicates.is_terminal(response)
        return response.model_copy(update={"status": State.IN_PROGRESS.value}) if is_early else response
