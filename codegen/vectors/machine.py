"""A second implementation of what events mean, in plain JSON, that reads the table of the spec and nothing else.

It is written for shortness and not for speed, and shares no line with the one that is shipped: where both agree on
every vector, a mistake would have to be made twice.
"""

from __future__ import annotations

import copy
from typing import Any

from ..bundle import Json
from .table import Row, Table

Address = tuple[Any, ...]
_NEXT_INDEX = {"item": "OR-GRAM-12", "part": "OR-GRAM-17"}
_UNFINISHED = {"response": "OR-GRAM-13", "item": "OR-GRAM-21"}
_PARENTS = {"item": 1, "part": 2}


class Interpreter:
    """One stream: in which state everything is, and what its response looks like by now."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._states: dict[Address, str] = {}
        self._kinds: dict[Address, str | None] = {}
        self._response: Json | None = None
        self._items: list[Json] = []
        self.outcome: str | None = None
        """How the stream ended, as far as it is known: the status of its terminal event, or ``error``."""

    def judge(self, event: Json) -> str | None:
        """The requirement that an event breaks by happening now; None when it may happen."""
        row = self._table.find(event["type"])
        if row is None:
            return None
        address = _address(row, event)
        for machine, above in self._above(row, address):
            if above not in self._table.machines[machine]["open"]:
                return self._breaks(machine, above)
        state, kind = self.state(address, row.machine), self._kinds.get(address)
        if state not in self._table.sources(row, kind):
            own: str | None = row.breaks.get(state)
            return own or self._breaks(row.machine, state)
        if row.machine != "response" and state == "absent":
            return self._judge_new(row, address)
        if row.of is not None and row.of != kind:
            return "OR-GRAM-18"
        if row.closes and any(self._is_open(one) for one in self._inside(address)):
            return _UNFINISHED[row.machine]
        return None

    def take(self, event: Json) -> None:
        """Let an event that may happen do what it does."""
        row = self._table.find(event["type"])
        if row is None:
            return
        address = _address(row, event)
        value: Any = copy.deepcopy(event.get(row.payload or ""))
        if row.to is not None:
            self._states[address] = row.to
            if row.effect == "insert":
                self._kinds[address] = value.get("type") if isinstance(value, dict) else None
        if row.machine == "response":
            self._announce(row, value)
        elif row.effect in ("insert", "replace") and row.field is None:
            siblings = self._siblings(row, address)
            siblings[address[-1] :] = [value, *siblings[address[-1] + 1 :]]
        else:
            found = self._find(address)
            field = row.field or ""
            if row.effect == "insert":
                found.setdefault(field, []).append(value)
            else:
                found[field] = found.get(field, "") + value if row.effect == "append" else value

    def state(self, address: Address, machine: str) -> str:
        """The state of the response, an item or a part."""
        initial: str = next(iter(self._table.machines[machine]["states"]))
        return self._states.get(address, initial)

    def state_for(self, row: Row, event: Json) -> str:
        """The state of what an event is about."""
        return self.state(_address(row, event), row.machine)

    def snapshot(self) -> Json | None:
        """The response as the events so far describe it; None before the first one that describes it."""
        if self._response is None:
            return None
        items = self._items if self.outcome in (None, "error") or not self._response["output"] else None
        output = self._response["output"] if items is None or not self._items else items
        return copy.deepcopy({**self._response, "output": output})

    def item(self, index: int) -> Json:
        """An item as it stands now."""
        return copy.deepcopy(self._items[index])

    def part(self, index: int, container: str, at: int) -> Json:
        """A part as it stands now."""
        return copy.deepcopy(self._find((index, container, at)))

    def agreeing(self, row: Row, event: Json) -> Json:
        """An event that says of its payload nothing but what has been streamed so far."""
        payload, address = row.payload or "", _address(row, event)
        value = event.get(payload)
        if row.machine == "response":
            if row.effect == "replace":
                value = {**event[payload], "output": (self.snapshot() or {"output": []})["output"]}
        elif row.effect == "replace" and self.state(address, row.machine) != "absent":
            value = self._find(address)
            value = {**value, "status": "completed"} if row.machine == "item" else value
        return copy.deepcopy({**event, payload: value})

    def _judge_new(self, row: Row, address: Address) -> str | None:
        if address[-1] != sum(other[:-1] == address[:-1] and len(other) == len(address) for other in self._states):
            return _NEXT_INDEX[row.machine]
        if row.machine == "part" and any(self._is_open(other) for other in self._inside(address[:1])):
            return "OR-GRAM-40"
        return None

    def _above(self, row: Row, address: Address) -> list[tuple[str, str]]:
        above = [("response", self.state((), "response")), ("item", self.state(address[:1], "item"))]
        return above[: _PARENTS.get(row.machine, 0)]

    def _breaks(self, machine: str, state: str) -> str:
        return str(self._table.machines[machine]["states"][state]["breaks"])

    def _inside(self, address: Address) -> list[Address]:
        """What lives directly in the response, or in an item."""
        size = 3 if address else 1
        return [one for one in self._states if len(one) == size and one[: len(address)] == address]

    def _is_open(self, address: Address) -> bool:
        machine = "part" if len(address) > 1 else "item"
        return self._states[address] not in self._table.machines[machine]["final"]

    def _announce(self, row: Row, value: Any) -> None:
        if row.effect == "none":
            self.outcome = "error"
            return
        self._response = value
        if row.terminal:
            self.outcome = row.status

    def _siblings(self, row: Row, address: Address) -> list[Json]:
        found: list[Json] = (
            self._items if row.container is None else self._items[address[0]].setdefault(row.container, [])
        )
        return found

    def _find(self, address: Address) -> Json:
        found: Json = self._items[address[0]]
        if len(address) > 1:
            found = found[address[1]][address[2]]
        return found


def _address(row: Row, event: Json) -> Address:
    indexes = [event[name] for name in row.address]
    return tuple(indexes) if row.container is None else (indexes[0], row.container, *indexes[1:])
