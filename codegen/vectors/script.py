"""Streams from short scripts: what is said is in the script, how it is streamed follows from the event table."""

from __future__ import annotations

import copy
from typing import Any

from ..bundle import Bundle, Json
from ..errors import Broken, SpecError
from ..requirements import FILE as ROWS
from .machine import Interpreter
from .samples import Samples
from .table import Row, Table

FILE = "vectors/streams.yaml"
_CLOSED = "completed"
_MEMBERS = {
    "script": frozenset(
        {"about", "response", "queued", "steps", "error", "end", "ends", "dialect", "edits", "violations"}
    ),
    "step": frozenset({"event", "item", "with", "parts", "deltas", "open", "status", "done"}),
}
"""What a script and its steps may say, so that a misspelled word is not just ignored."""


class Scene:
    """What all streams have in common: the table, and the values that ``spec/vectors/defaults.yaml`` gives."""

    def __init__(self, bundle: Bundle, defaults: Json, severities: dict[str, str | None]) -> None:
        self.table = Table(bundle)
        self.defaults = defaults
        self._severities = severities
        self._samples = Samples(bundle)

    def violations(self, pairs: list[list[Any]]) -> list[Json]:
        """What is expected of a judge: pairs of a requirement and an event, and the severity where it is softened.

        Raises ``SpecError`` when one of them cannot be broken.
        """
        for name, *_ in pairs:
            if self._severities.get(name) is None:
                raise SpecError([Broken("vectors/", name, f"{ROWS} has no such row, or one that cannot be broken")])
        return [
            {"requirement": name, "event": event, "severity": softened[0] if softened else self._severities[name]}
            for name, event, *softened in pairs
        ]

    def response(self, status: str, output: list[Json], **members: object) -> Json:
        """A whole response; what the defaults do not name is the least that the schema asks for."""
        by_status = self.defaults["statuses"].get(status, {})
        known: Json = {**self.defaults["response"], **by_status, **members, "status": status, "output": output}
        return self._samples.least("Response", known)

    def item(self, kind: str, index: int, members: Json) -> Json:
        """An item as it is added: every zero value, and what is known."""
        known = {
            name: value.replace("{n}", str(index)) if isinstance(value, str) else value
            for name, value in self.defaults["items"].get(kind, {}).items()
        }
        started = {"type": kind, "id": f"item_{index}", "status": "in_progress", **copy.deepcopy(known), **members}
        name = self.table.items.get(kind)
        return started if name is None else self._samples.least(name, started, is_zero=True)

    def part(self, kind: str, members: Json) -> Json:
        """A part as it is added."""
        name = self.table.parts.get(kind)
        started = {"type": kind, **self.defaults["parts"].get(kind, {}), **members}
        return copy.deepcopy(started) if name is None else self._samples.least(name, started, is_zero=True)


class Stream:
    """Writes the events of one stream.  Raises ``SpecError`` as soon as one may not happen."""

    def __init__(self, scene: Scene, name: str, *, dialect: bool = False) -> None:
        self.events: list[Json] = []
        self._scene = scene
        self._table = scene.table
        self._name = name
        self._dialect = dialect
        self._now = Interpreter(scene.table)
        self._count = 0

    def play(self, script: Json) -> list[Json]:
        """The events of a whole script."""
        self._demand_known("script", script)
        members = script.get("response", {})
        begin = ["queued", "in_progress"] if script.get("queued") else ["in_progress"]
        self.respond("created", begin[0], members)
        for status in begin:
            self.respond(status, status, members)
        for step in script.get("steps", ()):
            self.step(step)
        if script.get("error") is not None:
            row = self._row("response", "none")
            self.say(row, {row.payload or "": script["error"]})
        if (end := script.get("end", "completed")) is not None:
            output = (self._now.snapshot() or {})["output"]
            self.respond(end, end, {**members, **script.get("ends", {})}, output)
        return self.events

    def respond(self, state: str, status: str, members: Json, output: list[Json] | None = None) -> None:
        """The event that brings the response into a state."""
        row = self._row("response", "replace", to=state)
        self.say(row, {row.payload or "": self._scene.response(status, output or [], **members)})

    def step(self, step: Json) -> None:
        """One item from its beginning to its end, or one event as it stands."""
        self._demand_known("step", step)
        if "event" in step:
            self.tell(step["event"])
            return
        index, kind = self._count, step["item"]
        self._count += 1
        item = self._scene.item(kind, index, step.get("with", {}))
        row = self._row("item", "insert", field=None)
        self.say(row, {row.payload or "": item}, index)
        self._stream("item", kind, step, (index,))
        for part in step.get("parts", ()):
            self._part(index, part)
        if step.get("open"):
            return
        row = self._row("item", "replace")
        done = {**self._now.item(index), "status": step.get("status", _CLOSED), **step.get("done", {})}
        self.say(row, {row.payload or "": done}, index)

    def tell(self, event: Json) -> None:
        """An event of a vendor, numbered."""
        self._add({"type": event["type"], "sequence_number": len(self.events), **event})

    def say(self, row: Row, payload: Json, *address: Any) -> None:
        """An event of the spec at an address."""
        indexes = dict(zip(row.address, [step for step in address if not isinstance(step, str)], strict=True))
        item_id = {"item_id": self._now.item(address[0])["id"]} if row.names_item else {}
        name = row.aliases[0] if self._dialect and row.aliases else row.type
        self._add({"type": name, "sequence_number": len(self.events), **item_id, **indexes, **payload})

    def _add(self, event: Json) -> None:
        event = copy.deepcopy(event)
        if broken := self._now.judge(event):
            at = f"event {len(self.events)}, {event['type']}, breaks {broken}"
            raise SpecError([Broken(FILE, self._name, at)])
        self._now.take(event)
        self.events.append(event)

    def _part(self, index: int, step: Json) -> None:
        container = next((name for name in step if self._table.only("part", "insert", container=name)), None)
        if container is None:
            raise SpecError([Broken(FILE, self._name, f"a part names its list and its type: {step}")])
        kind, at = step[container], len(self._now.item(index).get(container) or [])
        address = (index, container, at)
        row = self._row("part", "insert", container=container, field=None)
        self.say(row, {row.payload or "": self._scene.part(kind, step.get("with", {}))}, *address)
        self._stream("part", kind, step, address)
        if step.get("open"):
            return
        row = self._row("part", "replace", container=container)
        self.say(row, {row.payload or "": {**self._now.part(*address), **step.get("done", {})}}, *address)

    def _stream(self, machine: str, kind: str, step: Json, address: tuple[Any, ...]) -> None:
        """The deltas, the elements of list fields, and the final value of what is streamed."""
        container = address[1] if len(address) > 1 else None
        wanted = {"of": kind, "container": container}
        grow, seal = self._table.only(machine, "append", **wanted), self._table.only(machine, "assign", **wanted)
        lists = [row for row in self._table.rows if (row.machine, row.effect, row.of) == (machine, "insert", kind)]
        for said in step.get("deltas", ()):
            if isinstance(said, dict):
                self._insert(lists, kind, said, address)
            elif grow is not None:
                self.say(grow, {grow.payload or "": said, **step.get("padding", {})}, *address)
            else:
                raise SpecError([Broken(FILE, self._name, f"a {kind} has no field that grows: {said!r}")])
        if seal is not None and not step.get("open"):
            self.say(seal, {seal.payload or "": self._found(address)[seal.field or ""]}, *address)

    def _insert(self, lists: list[Row], kind: str, said: Json, address: tuple[Any, ...]) -> None:
        """A new element of a list field."""
        ((field, value),) = said.items()
        row = next((row for row in lists if row.field == field), None)
        if row is None:
            raise SpecError([Broken(FILE, self._name, f"a {kind} has no list {field} that grows")])
        count = len(self._found(address).get(field) or [])
        self.say(row, {row.position or "": count, row.payload or "": value}, *address)

    def _found(self, address: tuple[Any, ...]) -> Json:
        return self._now.item(address[0]) if len(address) == 1 else self._now.part(*address)

    def _demand_known(self, what: str, value: Json) -> None:
        if unknown := sorted(value.keys() - _MEMBERS[what]):
            raise SpecError([Broken(FILE, self._name, f"a {what} has no member {', '.join(unknown)}")])

    def _row(self, machine: str, effect: str, **wanted: object) -> Row:
        row = self._table.only(machine, effect, **wanted)
        if row is None:
            raise SpecError([Broken(FILE, self._name, f"no event of the {machine} does {effect} {wanted or ''}")])
        return row
