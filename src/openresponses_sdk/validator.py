"""Judges events, responses and requests, and names the requirement of the specification that each departure breaks.

Reading forgives; judging does not.  The functions and the class here look at what
came as plain JSON: the published schema first, then whether the event may happen
now (``Lifecycle``), then whether it fits what the stream has said (``stream_rules``
and ``response_rules``).  Nothing is raised for bad input, it is what they report.

A schema departure that no requirement names carries the id ``OR-SCHEMA``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Protocol, TypeAlias, runtime_checkable

from openresponses_schema.event_rules import RULES, EventRule, Machine, State

from .findings import Address, Violation
from .json_values import Json, integral, is_json, quote, read_json
from .lifecycle import Lifecycle
from .response_rules import iter_rule_violations
from .schema_check import COMPACTED, EVENT, GENERIC, REQUEST, RESPONSE, iter_schema_violations
from .stream_rules import RULES as STREAM_RULES
from .stream_rules import Event, StreamMemory, remember, sequence, unfinished

__all__ = [
    "Judged",
    "Validator",
    "iter_violations",
    "validate_compacted",
    "validate_event",
    "validate_request",
    "validate_response",
]

NO_EVENT: Final = "OR-GRAM-04"


@runtime_checkable
class SupportsToDict(Protocol):
    """A model of the SDK."""

    def to_dict(self) -> Mapping[str, object]:
        """The plain JSON value."""
        ...


@runtime_checkable
class SupportsRaw(Protocol):
    """An object that was kept although it could not be read."""

    @property
    def raw(self) -> object:
        """What came."""
        ...


Judged: TypeAlias = "bytes | str | Mapping[str, object] | SupportsToDict | SupportsRaw"
"""What can be judged: JSON text, a plain object, a model, or a ``Malformed`` one."""


def validate_event(data: Judged) -> list[Violation]:
    """What is wrong with one event by itself; empty when nothing is."""
    value, violations = _plain(data)
    if violations:
        return violations
    found = list(iter_schema_violations(EVENT, value))
    if isinstance(value, dict):
        found += _announced_response(value, _rule_of(value))
        found = [_stamp(violation, value, None, ()) for violation in found]
    return found


def validate_response(data: Judged) -> list[Violation]:
    """What is wrong with a response object; empty when nothing is."""
    value, violations = _plain(data)
    if violations:
        return violations
    found = list(iter_schema_violations(RESPONSE, value))
    return [*found, *iter_rule_violations(value)] if isinstance(value, dict) else found


def validate_request(data: Judged) -> list[Violation]:
    """What is wrong with the body of a request that creates a response; empty when nothing is."""
    value, violations = _plain(data)
    return violations or list(iter_schema_violations(REQUEST, value))


def validate_compacted(data: Judged) -> list[Violation]:
    """What is wrong with the answer to a compaction request; empty when nothing is."""
    value, violations = _plain(data)
    return violations or list(iter_schema_violations(COMPACTED, value))


def iter_violations(events: Iterable[Judged]) -> Iterator[Violation]:
    """What is wrong with a stream, or with several one after the other.

    A new stream starts at ``response.created`` when the one before it has ended, or
    when it announces another response; the one before is then reported as unfinished.
    """
    validator = Validator()
    for event in events:
        yield from validator.receive(event)
    yield from validator.receive_eof()


class Validator:
    """Judges events as they come.  Feed ``receive`` each event, then call ``receive_eof`` once."""

    def __init__(self) -> None:
        self.events = 0
        """How many events have come."""
        self.streams = 0
        """How many streams have begun."""
        self._begin()

    def _begin(self) -> None:
        self._lifecycle = Lifecycle()
        self._memory = StreamMemory()

    @property
    def is_between_streams(self) -> bool:
        """Whether the last stream has ended, or none has begun."""
        return self._memory.is_final or not self._memory.is_started

    def receive(self, event: Judged) -> list[Violation]:
        """Take the next event and return what is wrong with it."""
        index = self.events
        self.events += 1
        value, violations = _plain(event)
        if violations or not isinstance(value, dict):
            found = violations or list(iter_schema_violations(EVENT, value))
            return [replace(violation, event_index=index) for violation in found]
        rule = _rule_of(value)
        address = None if rule is None else _address(value, rule)
        found = self._new_stream(value, rule)
        found = [replace(violation, event_index=index - 1) for violation in found]
        judged = [*iter_schema_violations(EVENT, value), *sequence(self._memory, value)]
        if rule is not None and address is not None:
            judged += self._judge(Event(value, rule, address))
        return [*found, *(_stamp(violation, value, index, address or ()) for violation in judged)]

    def end_stream(self) -> list[Violation]:
        """The stream is over, for instance by ``[DONE]``; another may follow.  Returns what it lacks."""
        found = [replace(violation, event_index=self.events - 1) for violation in unfinished(self._memory)]
        self._begin()
        return found

    def receive_eof(self) -> list[Violation]:
        """The input has ended.  Returns what the last stream lacks."""
        if not self.events:
            return [Violation(requirement=NO_EVENT, message="there is no event")]
        return self.end_stream()

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
        elif not memory.is_started:
            found = []
        else:
            return []
        self.streams += 1
        return found

    def _judge(self, event: Event) -> Iterator[Violation]:
        yield from _announced_response(event.data, event.rule)
        if self._memory.is_final and event.rule.machine is not Machine.RESPONSE:
            yield Violation(requirement="OR-GRAM-08", message="nothing but [DONE] follows the terminal event")
            return
        refused = self._lifecycle.advance(View(event.data))
        if refused is not None:
            self._memory.is_started = True
            # It came, even if too early: that it lacks would be a second report of one fault.
            self._memory.is_final = self._memory.is_final or event.rule.terminal
            yield refused
            return
        for rule in STREAM_RULES:
            yield from rule(self._memory, event)
        remember(self._memory, event)


class View:
    """Reads a plain object as if it were a model: a member by its name, None when it is missing."""

    __slots__ = ("_data",)

    def __init__(self, data: dict[str, Json]) -> None:
        self._data = data

    @property
    def type(self) -> str:
        """The type; empty when there is none, or one that is no text."""
        name = self._data.get("type")
        return name if isinstance(name, str) else ""

    def __getattr__(self, name: str) -> object:
        value = self._data.get(name)
        if isinstance(value, dict):
            return View(value)
        return value


def _plain(data: object) -> tuple[Json, list[Violation]]:
    if isinstance(data, dict):
        return data, []
    if isinstance(data, (bytes, str)):
        try:
            return read_json(data), []
        except ValueError as error:
            return None, [Violation(requirement="OR-SSE-03", message=f"this is not JSON: {error}")]
    if isinstance(data, SupportsToDict):
        data = data.to_dict()
    elif isinstance(data, SupportsRaw):
        data = data.raw
    if isinstance(data, Mapping):
        data = dict(data)
    if is_json(data):
        return data, []
    message = f"{quote(data)} is no JSON value"
    return None, [Violation(requirement=GENERIC, message=message)]


def _rule_of(value: dict[str, Json]) -> EventRule | None:
    name = value.get("type")
    return RULES.get(name) if isinstance(name, str) else None


def _address(value: dict[str, Json], rule: EventRule) -> Address | None:
    """Where the event belongs; None when an index is no number, which the schema check has then said."""
    indexes: list[int] = []
    for name in rule.indexes:
        index = integral(value.get(name))
        if index is None:
            return None
        indexes.append(index)
    if rule.container is None or len(indexes) < 2:
        return tuple(indexes)
    return (indexes[0], rule.container, *indexes[1:])


def _announced_response(value: dict[str, Json], rule: EventRule | None) -> Iterator[Violation]:
    if rule is not None and rule.status is not None and rule.payload is not None:
        response = value.get(rule.payload)
        if isinstance(response, dict):
            yield from iter_rule_violations(response, f"$.{rule.payload}")


def _stamp(violation: Violation, value: dict[str, Json], index: int | None, address: Address) -> Violation:
    name = value.get("type")
    return replace(
        violation,
        event_index=index,
        event_type=violation.event_type or (name if isinstance(name, str) else None),
        sequence_number=integral(value.get("sequence_number")),
        address=violation.address or address,
    )
