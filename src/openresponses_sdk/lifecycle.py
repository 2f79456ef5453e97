"""Decides whether an event may happen now, and nothing else.

Three machines nest: a response holds items, an item holds parts.  Every ordering rule is a row of ``RULES``, which is
generated from the spec; this module reads rows, and knows no model and no event by name.  It does not know either who
made the event, so builder, accumulator and validator agree:

1. An event happens to the instance that its index fields address (never its ids, which some servers rotate).
2. The instance is in one of the states that the rule lists, for its type where the rule tells types apart.
3. What it lives in is open: parts in an open item, items in a response that is in progress.
4. A new instance takes the next free index of its list, and within an item one part is open at a time.
5. An instance is of the type that the event needs (a text delta needs a text part).
6. What closes has nothing unfinished inside.

An event without a rule is an extension: it moves nothing.

A reader that goes on after a violation says so with ``open`` and ``force``; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from openresponses_schema import BREAKS, MACHINE_RULES, OPEN_STATES, RULES, EventRule, Machine, State

from .findings import Address, Violation, shorten

__all__ = ["EventLike", "Lifecycle"]

_RESPONSE: Address = ()
_DONE = (State.DONE,)
_WAITING = (State.ABSENT, State.CREATED, State.QUEUED)
_NEXT_INDEX = {machine: rule.next_index for machine, rule in MACHINE_RULES.items() if rule.next_index}
_UNFINISHED = {machine: rule.unfinished for machine, rule in MACHINE_RULES.items() if rule.unfinished}
_WRONG_TYPE = {machine: rule.type for machine, rule in MACHINE_RULES.items() if rule.type}
_ALONE = {machine: rule.alone for machine, rule in MACHINE_RULES.items() if rule.alone}
_ONE_END = MACHINE_RULES[Machine.RESPONSE].end


class EventLike(Protocol):
    """An event as far as the rules look: its type, and by name the fields that they mention."""

    @property
    def type(self) -> str:
        """The wire type, in any spelling."""
        ...


class Lifecycle:
    """The states of one response, its items and their parts."""

    def __init__(self) -> None:
        self._states: dict[Address, State] = {_RESPONSE: State.ABSENT}
        self._types: dict[Address, str | None] = {}
        self._unfinished: dict[Address, set[Address]] = {}
        self._counts: dict[Address, int] = {}
        self.moves: int = 0
        """How often something has moved; while it stays the same, so does what is allowed."""

    @property
    def state(self) -> State:
        """The state of the response."""
        return self._states[_RESPONSE]

    def state_of(self, address: Address) -> State:
        """The state of the item at ``(output_index,)`` or the part at ``(output_index, container, index)``."""
        return self._states.get(address, State.ABSENT)

    def advance(self, event: EventLike) -> Violation | None:
        """Move to the next state, or say why not and stay."""
        rule = RULES.get(event.type)
        if rule is None:
            return None
        address = address_of(rule, event)
        state = self._states.get(address, State.ABSENT)
        if violation := self._judge(rule, address, state):
            return violation
        if rule.target is not None and rule.target is not state:
            self._move(address, rule.target, _payload_type(rule, event))
        return None

    def type_of(self, address: Address) -> str | None:
        """The type that an item or part was announced with."""
        return self._types.get(address)

    def open(self, address: Address, kind: str | None = None) -> None:
        """Open the response, or an item or part of type ``kind``, although no event has; what is there stays."""
        if not address:
            if self.state in _WAITING:
                self._states[_RESPONSE] = State.IN_PROGRESS
        elif address not in self._states:
            self._move(address, State.OPEN, kind)

    def force(self, event: EventLike) -> None:
        """Move to where an event leads that is not allowed.  The response never moves back to waiting."""
        rule = RULES.get(event.type)
        if rule is None or rule.target is None:
            return
        address = address_of(rule, event)
        if address or rule.target not in _WAITING or self.state in _WAITING:
            if not address and rule.target is State.IN_PROGRESS and self.state is State.ERRORED:
                return
            self._move(address, rule.target, _payload_type(rule, event))

    def __iter__(self) -> Iterator[tuple[Address, State, str | None]]:
        """Every instance with its state and type, in the order in which they came; ``restore`` takes it back."""
        return ((address, state, self._types.get(address)) for address, state in self._states.items())

    @classmethod
    def restore(cls, instances: Iterable[tuple[Address, State, str | None]]) -> Lifecycle:
        """A lifecycle in the state that iterating over another one told."""
        lifecycle = cls()
        for address, state, kind in instances:
            lifecycle._move(address, state, kind)
        return lifecycle

    def judge(self, event: EventLike) -> Violation | None:
        """Say why an event may not happen now, or None; moves nothing."""
        rule = RULES.get(event.type)
        if rule is None:
            return None
        address = address_of(rule, event)
        return self._judge(rule, address, self._states.get(address, State.ABSENT))

    def _judge(self, rule: EventRule, address: Address, state: State) -> Violation | None:
        kind = self._types.get(address)
        sources = rule.sources_by_type.get(kind, rule.sources) if kind is not None else rule.sources
        for machine, above in self._ancestors(rule, address):
            if above not in OPEN_STATES[machine]:
                return _violation(
                    rule,
                    address,
                    BREAKS[machine, above],
                    f"the {machine} is {above}",
                    expected=_listed(OPEN_STATES[machine]),
                )
        if state not in sources:
            requirement = rule.breaks.get(state) or BREAKS[rule.machine, state]
            return _violation(
                rule,
                address,
                requirement,
                f"not allowed while the {rule.machine} is {state}",
                expected="one terminal event" if requirement == _ONE_END else _listed(sources),
            )
        if rule.machine is not Machine.RESPONSE and state is State.ABSENT:
            return self._judge_new(rule, address)
        if rule.owner_type is not None and kind != rule.owner_type:
            reason = f"the {rule.machine} is of another type"
            return _violation(rule, address, _WRONG_TYPE[rule.machine], reason, rule.owner_type, shorten(kind))
        if rule.closes and (unfinished := self._unfinished.get(address)):
            return _violation(rule, address, _UNFINISHED[rule.machine], self._still_open(unfinished))
        return None

    def _ancestors(self, rule: EventRule, address: Address) -> Iterator[tuple[Machine, State]]:
        """The states of what the instance lives in, outermost first."""
        if rule.machine is not Machine.RESPONSE:
            yield Machine.RESPONSE, self.state
        if rule.machine is Machine.PART:
            yield Machine.ITEM, self._states.get(address[:1], State.ABSENT)

    def _judge_new(self, rule: EventRule, address: Address) -> Violation | None:
        parent, index, siblings = address[:-1], address[-1], self._counts.get(address[:-1], 0)
        if index != siblings:
            return _violation(
                rule,
                address,
                _NEXT_INDEX[rule.machine],
                "indexes run 0, 1, 2, …",
                expected=str(siblings),
                found=str(index),
            )
        if rule.machine in _ALONE and (unfinished := self._unfinished.get(parent[:1])):
            return _violation(rule, address, _ALONE[rule.machine], self._still_open(unfinished))
        return None

    def _still_open(self, addresses: set[Address]) -> str:
        """``item 0 (message) is still open: close it first``."""
        first = sorted(addresses, key=lambda address: (address[0], address[-1]))[:8]
        named = [
            f"{'part' if len(address) > 1 else 'item'} {'/'.join(map(str, address))} ({self._types.get(address)})"
            for address in first
        ]
        verb, them = ("is", "it") if len(addresses) == 1 else ("are", "them")
        return f"{', '.join(named)} {verb} still open: close {them} first"

    def _move(self, address: Address, target: State, kind: str | None) -> None:
        if address not in self._states:
            self._counts[address[:-1]] = self._counts.get(address[:-1], 0) + 1
            self._unfinished.setdefault(address[:1] if len(address) > 1 else _RESPONSE, set()).add(address)
            self._types[address] = kind
        self.moves += 1
        self._states[address] = target
        if target in _DONE:
            self._unfinished[address[:1] if len(address) > 1 else _RESPONSE].discard(address)


def _payload_type(rule: EventRule, event: EventLike) -> str | None:
    """The type of the item or part that an event carries."""
    found = getattr(getattr(event, rule.payload or "", None), "type", None)
    return found if isinstance(found, str) else None


def address_of(rule: EventRule, event: EventLike) -> Address:
    """Where in the response an event happens."""
    match rule.indexes:
        case ():
            return _RESPONSE
        case (only,):
            return (getattr(event, only),)
        case (item, part):
            return (getattr(event, item), rule.container or "", getattr(event, part))
        case _:
            return tuple(getattr(event, name) for name in rule.indexes)


def _violation(
    rule: EventRule,
    address: Address,
    requirement: str,
    message: str,
    expected: str | None = None,
    found: str | None = None,
) -> Violation:
    return Violation(
        requirement=requirement,
        message=message,
        event_type=rule.type,
        address=address,
        expected=expected,
        found=found,
    )


def _listed(states: frozenset[State]) -> str:
    return " or ".join(sorted(states))
