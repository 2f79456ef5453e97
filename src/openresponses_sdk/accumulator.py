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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, Final, Literal

from pydantic_core import from_json as read_value

from openresponses_schema import BLANKS, DELTA, RULES, Effect, EventRule, Machine, Response, State
from openresponses_schema import ResponseStreamEvent as Event

from . import predicates
from .accumulator_state import StreamState, read_state, slots_of, state_of
from .errors import RemoteProtocolError
from .findings import Address, Violation, shorten
from .lifecycle import EventLike, Lifecycle, address_of
from .parsing import Malformed, parse_event
from .repairs import (
    Difference,
    Repairs,
    Salvaged,
    blank_item,
    blank_part,
    blank_response,
    differences,
    item_type_for,
    salvage,
    with_streamed,
)
from .snapshot import Payload, Slot, Snapshot, Text

__all__ = ["Outcome", "ResponseAccumulator"]

Outcome = Literal["completed", "incomplete", "failed", "error", "truncated"]
"""How a stream ended: by one of the three terminal events, by an ``error`` event alone, or without any of them."""

_MEND_ALL: Final = Repairs()
_OUTCOMES: Final[Mapping[State, Outcome]] = {
    State.COMPLETED: "completed",
    State.INCOMPLETE: "incomplete",
    State.FAILED: "failed",
}
_RUNNING: Final = (State.IN_PROGRESS, State.ERRORED)
_OF_NUMBERS: Final = frozenset({"OR-GRAM-01", "OR-GRAM-02", "OR-GRAM-03"})
_AFTER_RESUMPTION: Final = frozenset(
    {"OR-GRAM-03", "OR-GRAM-04", "OR-GRAM-06", "OR-GRAM-11", "OR-GRAM-12", "OR-GRAM-16", "OR-GRAM-17"}
)
"""What a stream that starts in the middle cannot but break."""
_READ_DELTA: Final[Mapping[str, Callable[[Any], tuple[Any, ...]]]] = {
    name: attrgetter("sequence_number", *RULES[name].indexes, RULES[name].payload or "delta") for name in DELTA
}


class ResponseAccumulator:
    """Makes one response of the events of one stream.

    Feed ``receive`` each event and call ``receive_eof`` once the stream has ended; ``snapshot`` may be read at any
    moment.  With ``strict`` the first violation of severity error raises ``RemoteProtocolError``, after which the
    accumulator is of no further use; otherwise nothing is raised, and ``violations`` and ``outcome`` tell.
    """

    def __init__(self, *, strict: bool = False, repairs: Repairs = _MEND_ALL) -> None:
        self._strict = strict
        self._repairs = repairs
        self._lifecycle = Lifecycle()
        self._snapshot = Snapshot()
        self._events = 0
        self._next: int | None = None
        self._response_id: str | None = None
        self._outcome: Outcome | None = None
        self._error: Event | None = None
        self._is_eof = False
        self._is_resumed = False
        self._violations: list[Violation] = []
        self._reported: set[tuple[str, str | None, Address]] = set()
        self._current: Response | None = None
        self._now: tuple[str | None, int | None] = (None, None)
        self._delta_type = ""
        self._delta_at: list[Any] = []
        self._delta_text = Text("")

    def receive(self, event: Event | Malformed) -> None:
        """Take the next event.

        Raises ``RemoteProtocolError`` on a violation of severity error when the accumulator is strict, nothing else.
        An event after ``receive_eof`` goes on with a stream that was cut: it is read as if there had been no end.
        """
        self._events += 1
        if isinstance(event, Malformed):
            self._receive_malformed(event)
            return
        read = _READ_DELTA.get(event.type)
        if read is not None:
            # A delta that was legal is legal again as long as nothing but deltas for the same place has come.
            number, *at, delta = read(event)
            if number == self._next and at == self._delta_at and event.type == self._delta_type and number is not None:
                self._next = number + 1
                self._delta_text.append(delta)
                self._current = None
                return
        self._receive(event)

    def receive_eof(self) -> None:
        """The stream has ended, by ``[DONE]`` or because the connection closed.

        Without a terminal event the outcome is ``truncated`` (or stays ``error``) and a violation is recorded.
        """
        if self._is_eof:
            return
        self._is_eof = True
        self._now = (None, None)
        self._forget_delta()
        if self._lifecycle.state in _OUTCOMES:
            return
        if self._repairs.truncation and self._outcome is None:
            self._outcome = "truncated"
            self._current = None
        if self._lifecycle.state is State.ERRORED:
            self._report("OR-GRAM-29", "an error event is followed by response.failed")
        if self._events:
            self._report("OR-GRAM-07", "the stream ends without a terminal event")
        else:
            self._report("OR-GRAM-04", "there is no event")

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
        return tuple(self._violations)

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
                strict=self._strict,
                repairs=self._repairs,
                events=self._events,
                next=self._next,
                response_id=self._response_id,
                outcome=self._outcome,
                error=None if self._error is None else self._error.to_dict(),
                is_eof=self._is_eof,
                is_resumed=self._is_resumed,
                violations=self._violations,
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
        self._is_eof, self._is_resumed = known.is_eof, known.is_resumed
        self._violations = known.violations
        self._reported = {_key(violation) for violation in known.violations}
        self._lifecycle = Lifecycle.restore(known.lifecycle)
        if known.response is not None:
            is_final = self._lifecycle.state in _OUTCOMES
            (self._snapshot.settle if is_final else self._snapshot.announce)(known.response)
        for address, slot in slots_of(known):
            self._snapshot.put(address, slot)
        return self

    # One event.

    def _receive_malformed(self, event: Malformed) -> None:
        issue = event.issues[0] if event.issues else None
        number = event.raw.get("sequence_number")
        self._now = (event.type, number if isinstance(number, int) else None)
        self._forget_delta()
        message = "a malformed event" if issue is None else f"a malformed event: {issue.message}"
        self._report("OR-SCHEMA", message, path=(issue.field or "") if issue else "")
        sound = salvage(event, self._response_id) if self._repairs.malformed_events else None
        if sound is not None:
            self._receive(sound)
        elif self._now[1] is not None:
            self._next = self._now[1] + 1

    def _receive(self, event: Event | Salvaged) -> None:
        self._forget_delta()
        rule = RULES.get(event.type)
        self._now = (event.type, getattr(event, "sequence_number", None))
        address: Address = () if rule is None else address_of(rule, event)
        self._note_start(event, rule)
        is_in_order = self._judge_number(address)
        if rule is None or not is_in_order or self._is_below_zero(address):
            return
        value = getattr(event, rule.payload or "", None)
        if rule.effect is Effect.INSERT and rule.field is None and value is None:
            # The schema lets it be null.  Nothing is known then, not even the type: what follows makes it.
            self._report("OR-STREAM-02", "what is added is null", address)
            return
        refused = self._lifecycle.advance(event)
        if refused is not None and not self._go_on(rule, event, address, refused):
            return
        self._current = None
        if rule.machine is Machine.RESPONSE:
            self._take_response(rule, event, value)
        else:
            _TAKE[rule.effect](self, rule, address, value)
            if rule.effect is Effect.APPEND and refused is None:
                self._delta_type = event.type
                self._delta_at = [getattr(event, name) for name in rule.indexes]
                self._delta_text = self._snapshot.slot(address).growing(rule.field or "")

    def _forget_delta(self) -> None:
        self._delta_type = ""

    def _note_start(self, event: EventLike, rule: EventRule | None) -> None:
        if self._is_eof and self._lifecycle.state not in _OUTCOMES:
            self._is_eof = False
            self._outcome = None if self._outcome == "truncated" else self._outcome
            self._is_resumed = True
        if self._response_id is None:
            described = getattr(event, "response", None)
            found = getattr(described, "id", None) or getattr(event, "response_id", None)
            self._response_id = found if isinstance(found, str) else None
        if (
            self._events == 1
            and self._now[1] != 0
            and (rule is None or State.ABSENT not in rule.sources or rule.indexes)
        ):
            self._is_resumed = True

    def _judge_number(self, address: Address) -> bool:
        """Whether the event is to be taken, as far as its sequence number tells."""
        number, expected = self._now[1], self._next
        if number is None:
            self._report("OR-GRAM-01", "every event has a sequence number", address)
            return self._repairs.arrival_order
        if expected is not None and number < expected:
            self._report("OR-GRAM-02", "sequence numbers rise", address, f"at least {expected}", str(number))
            return self._repairs.arrival_order
        if number != (expected or 0):
            message = "sequence numbers start at 0" if expected is None else "sequence numbers have no gap"
            self._report("OR-GRAM-03", message, address, str(expected or 0), str(number), severity="warning")
        self._next = number + 1
        return True

    def _is_below_zero(self, address: Address) -> bool:
        low = next((at for at, step in enumerate(address) if isinstance(step, int) and step < 0), None)
        if low is not None:
            requirement = "OR-GRAM-17" if low else "OR-GRAM-12"
            self._report(requirement, "an index is not below 0", address, "0 or more", str(address[low]))
        return low is not None

    def _go_on(self, rule: EventRule, event: EventLike, address: Address, refused: Violation) -> bool:
        """Record why an event is not allowed, and whether it is used all the same."""
        self._record(refused)
        lifecycle, repairs = self._lifecycle, self._repairs
        if lifecycle.state in _OUTCOMES:
            return False
        if rule.machine is Machine.RESPONSE:
            lifecycle.force(event)
            return True
        state = lifecycle.state_of(address)
        if State.DONE in (state, lifecycle.state_of(address[:1])):
            return False
        if state is State.SEALED and rule.effect in (Effect.APPEND, Effect.ASSIGN):
            return False
        announces = rule.effect is Effect.INSERT and rule.field is None
        if announces and state is not State.ABSENT:
            slot = self._snapshot.find(address)
            return slot is not None and slot.is_made
        kind = lifecycle.type_of(address)
        if rule.owner_type is not None and state is not State.ABSENT and kind != rule.owner_type and kind in BLANKS:
            return False
        if announces and refused.requirement in ("OR-GRAM-12", "OR-GRAM-17") and not repairs.sparse_indexes:
            return False
        lifecycle.open(())
        if not self._make_parents(rule, event, address, is_new=announces):
            return False
        lifecycle.force(event)
        return True

    def _make_parents(self, rule: EventRule, event: EventLike, address: Address, *, is_new: bool) -> bool:
        """Make what the event needs and nobody has announced; False when that is not wanted."""
        kind = rule.owner_type or getattr(getattr(event, rule.payload or "", None), "type", None) or ""
        for size in range(1, len(address) + 1, 2):
            place = address[:size]
            if self._snapshot.find(place) is not None:
                self._lifecycle.open(place, getattr(self._snapshot.slot(place).model, "type", None))
                continue
            if place == address and is_new:
                continue
            if not self._repairs.missing_parents or not kind:
                return False
            if not self._repairs.sparse_indexes and place[-1] != self._snapshot.next_index(place):
                return False
            if size > 1:
                model = blank_part(kind)
            else:
                item_type = kind if rule.machine is Machine.ITEM else item_type_for(rule, kind)
                model = blank_item(item_type, getattr(event, "item_id", None))
            self._snapshot.put(place, Slot(model, is_made=True))
            self._lifecycle.open(place, getattr(model, "type", None))
        return True

    # Effects on items and parts.

    def _insert(self, rule: EventRule, address: Address, value: Payload) -> None:
        if rule.field is not None:
            self._snapshot.slot(address).insert(rule.field, value)
            return
        made = self._snapshot.find(address)
        if made is None or not made.is_made:
            self._snapshot.put(address, Slot(value))
        else:  # It had to be made before it was announced: what has been streamed since is kept.
            made.model, made.is_made = value, False

    def _append(self, rule: EventRule, address: Address, value: Payload) -> None:
        field, slot = rule.field or "", self._snapshot.slot(address)
        if rule.machine is Machine.ITEM and field not in slot.texts and _is_json(announced := slot.text(field)):
            message = f"{field} are announced whole and then streamed again"
            self._report("OR-GRAM-25", message, address, '""', shorten(announced))
            if self._repairs.whole_arguments:
                slot.texts[field] = Text("")
        slot.growing(field).append(value)

    def _assign(self, rule: EventRule, address: Address, value: Payload) -> None:
        field, slot, repairs = rule.field or "", self._snapshot.slot(address), self._repairs
        streamed, is_item = slot.text(field), rule.machine is Machine.ITEM
        if value != streamed:
            requirement = "OR-GRAM-25" if is_item else "OR-GRAM-19"
            self._report(requirement, "the final value is the sum of the deltas", address, *_shown(streamed, value))
            if is_item and not streamed:
                wins = repairs.whole_arguments
            else:
                wins = repairs.done_values if value else not repairs.streamed_content
            if not wins:
                return
        slot.texts[field] = Text(value)

    def _replace(self, rule: EventRule, address: Address, value: Payload) -> None:
        slot = self._snapshot.slot(address)
        streamed = slot.build()
        if value is None or streamed is None:
            return
        kept: list[Difference] = []
        for difference in differences(streamed, value, places=slot.places):
            steps, field, before, said = difference
            is_text = isinstance(before, str)
            if before or (is_text and rule.machine is Machine.PART and not slot.is_made):
                requirement = _requirement(rule.machine, difference)
                self._report(requirement, f"{field} is what was streamed", (*address, *steps), *_shown(before, said))
            if self._keeps(difference) or (is_text and not self._repairs.done_values and rule.machine is Machine.PART):
                kept.append(difference)
        slot.replace(with_streamed(value, kept))

    def _keeps(self, difference: Difference) -> bool:
        return bool(difference.streamed) and not difference.said and self._repairs.streamed_content

    # The response.

    def _take_response(self, rule: EventRule, event: Event | Salvaged, value: Payload) -> None:
        if rule.effect is Effect.NONE:
            self._outcome = "error"
            self._error = self._error if isinstance(event, Salvaged) else event
        elif rule.terminal:
            self._end(rule, value)
        elif value is not None:
            self._snapshot.announce(value)

    def _end(self, rule: EventRule, said: Response | None) -> None:
        """Take the terminal response: its output wins unless it lacks what was streamed."""
        repairs, status = self._repairs, rule.status or ""
        if said is None:
            said = (self._snapshot.described or blank_response(self._response_id)).model_copy(
                update={"status": status, "output": []}
            )
        streamed, output = self._snapshot.output(), list(said.output)
        if len(output) < len(streamed):
            message = "the terminal response lists the items that were streamed"
            self._report("OR-GRAM-28", message, (), f"{len(streamed)} items", f"{len(output)}")
            output = streamed if repairs.streamed_output else output
        else:
            for at, slot in self._snapshot.items.items():
                if at < len(output):
                    output[at] = self._listed(at, slot, output[at])
        if said.status != status:
            self._report(
                "OR-GRAM-09", "the status is the one that the event announces", (), status, shorten(said.status)
            )
            if repairs.final_statuses:
                said = said.model_copy(update={"status": status})
        if rule.status == State.COMPLETED:
            output = [self._completed(at, item) for at, item in enumerate(output)]
        self._snapshot.settle(said.model_copy(update={"output": output}))
        if self._outcome != "error" or rule.status == State.FAILED:
            self._outcome = _OUTCOMES[State(status)]

    def _listed(self, at: int, slot: Slot, said: Payload) -> Payload:
        """An item of the terminal output, with what it left empty although it was streamed."""
        streamed: Payload = slot.build()
        if streamed.type != said.type:
            self._report("OR-GRAM-28", "the terminal response lists another item", (at,), streamed.type, said.type)
            return said
        found = list(differences(streamed, said, places=slot.places))
        for steps, field, before, after in found:
            self._report("OR-GRAM-28", f"{field} is what was streamed", (at, *steps), *_shown(before, after))
        return with_streamed(said, [difference for difference in found if self._keeps(difference)])

    def _completed(self, at: int, item: Payload) -> Payload:
        if getattr(item, "status", None) != State.IN_PROGRESS:
            return item
        self._report("OR-GRAM-23", "an item of a completed response is final", (at,), "completed", "in_progress")
        return item.model_copy(update={"status": "completed"}) if self._repairs.final_statuses else item

    def _build(self) -> Response:
        if self._snapshot.described is None:
            return blank_response(self._response_id).model_copy(update={"output": self._snapshot.output()})
        response = self._snapshot.shared()
        is_early = self._lifecycle.state not in _OUTCOMES and predicates.is_terminal(response)
        return response.model_copy(update={"status": State.IN_PROGRESS.value}) if is_early else response

    # Violations.

    def _report(
        self,
        requirement: str,
        message: str,
        address: Address = (),
        expected: str | None = None,
        found: str | None = None,
        *,
        path: str = "",
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        self._record(
            Violation(
                requirement=requirement,
                message=message,
                severity=severity,
                event_type=self._now[0],
                address=address,
                path=path,
                expected=expected,
                found=found,
            )
        )

    def _record(self, violation: Violation) -> None:
        key = _key(violation)
        if key in self._reported:
            return
        self._reported.add(key)
        is_excused = self._is_resumed and (
            violation.requirement in _AFTER_RESUMPTION or self._began_before(violation.address)
        )
        violation = replace(
            violation,
            severity="warning" if is_excused else violation.severity,
            event_index=self._events - 1 if self._events else None,
            sequence_number=self._now[1],
        )
        self._violations.append(violation)
        if self._strict and violation.severity == "error":
            raise RemoteProtocolError(violation)

    def _began_before(self, address: Address) -> bool:
        """Whether an item or part was not announced, so that the stream may have told of it before it was resumed."""
        places = [address[:size] for size in range(1, len(address) + 1, 2)]
        return any(slot is not None and slot.is_made for slot in map(self._snapshot.find, places))


_TAKE: Final[Mapping[Effect, Callable[[ResponseAccumulator, EventRule, Address, Payload], None]]] = {
    Effect.INSERT: ResponseAccumulator._insert,
    Effect.APPEND: ResponseAccumulator._append,
    Effect.ASSIGN: ResponseAccumulator._assign,
    Effect.REPLACE: ResponseAccumulator._replace,
}


def _key(violation: Violation) -> tuple[str, str | None, Address]:
    """What makes two violations the same; of faulty sequence numbers the first of a kind says it all."""
    if violation.requirement in _OF_NUMBERS:
        return violation.requirement, None, ()
    return violation.requirement, violation.event_type, violation.address


def _requirement(machine: Machine, difference: Difference) -> str:
    if difference.field == "annotations":
        return "OR-GRAM-31"
    if machine is Machine.PART:
        return "OR-GRAM-20"
    return "OR-GRAM-22" if difference.steps or not isinstance(difference.streamed, str) else "OR-GRAM-25"


def _shown(streamed: Payload, said: Payload) -> tuple[str, str]:
    if isinstance(streamed, str):
        return shorten(streamed), shorten(said)
    return f"{len(streamed)} of them", f"{len(said)}"


def _is_json(text: str) -> bool:
    """Whether a text is JSON already, so that nothing can be added to it."""
    if not text:
        return False
    try:
        read_value(text)
    except ValueError:
        return False
    return True
