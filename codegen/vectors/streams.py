"""Streams with what becomes of their response: one for every item and part of the spec, one for every end, and more."""

from __future__ import annotations

from collections.abc import Iterator

from ..bundle import Json
from ..errors import Broken, SpecError
from .edits import edited
from .machine import Interpreter
from .script import FILE, Scene, Stream
from .table import Table

Events = list[Json]


def topics(scene: Scene, cases: Json) -> dict[str, list[Json]]:
    """Streams that can be accumulated, by topic."""
    scripts = {
        "items": dict(_items(scene)),
        "endings": dict(_endings(scene.table)),
        "sessions": cases["legal"],
        "forgiven": cases["forgiven"],
    }
    return {
        topic: [_vector(scene, topic, name, script) for name, script in of.items()] for topic, of in scripts.items()
    }


def events_of(scene: Scene, name: str, script: Json) -> Events:
    """The events of a script with its edits.  Raises ``SpecError`` when one may not happen or an edit has no place."""
    events = Stream(scene, name, dialect=script.get("dialect", False)).play(script)
    try:
        return edited(events, script.get("edits", []))
    except (LookupError, TypeError) as error:
        raise SpecError([Broken(FILE, name, f"an edit has no place: {error}")]) from error


def accumulated(table: Table, events: Events) -> Json:
    """What a reader knows after every event and in the end."""
    now, snapshots = Interpreter(table), []
    for event in events:
        now.take(event)
        snapshots.append(now.snapshot())
    return {"snapshots": snapshots, "response": now.snapshot(), "outcome": now.outcome or "truncated"}


def _vector(scene: Scene, topic: str, name: str, script: Json) -> Json:
    events = events_of(scene, name, script)
    if topic != "forgiven":
        _demand_legal(scene.table, name, events)
    return {
        "id": f"streams/{topic}/{name}",
        "about": script["about"],
        "input": {"events": events},
        "output": accumulated(scene.table, events),
        "violations": scene.violations(script.get("violations", [])),
    }


def _demand_legal(table: Table, name: str, events: Events) -> None:
    now = Interpreter(table)
    for at, event in enumerate(events):
        if broken := now.judge(event):
            raise SpecError([Broken(FILE, name, f"event {at}, {event['type']}, breaks {broken}")])
        now.take(event)


def _items(scene: Scene) -> Iterator[tuple[str, Json]]:
    """Every type of item, and every type of part in every list of every item that may hold it."""
    table = scene.table
    for kind in table.items:
        before = scene.defaults["after"].get(kind)
        steps = [{"item": before, **_streamed(scene, "item", before)}] if before else []
        for container, parts in table.containers(kind):
            for part in parts:
                closed = scene.defaults["closed"].get(part, {})
                of_part = {container: part, **_streamed(scene, "part", part, container), "done": closed}
                about = f"An item {kind} with one part {part} in its {container}."
                yield (
                    f"{kind}.{container}.{part}",
                    {"about": about, "steps": [*steps, {"item": kind, "parts": [of_part]}]},
                )
        if not any(table.containers(kind)):
            yield (
                kind,
                {"about": f"An item {kind}.", "steps": [*steps, {"item": kind, **_streamed(scene, "item", kind)}]},
            )


def _streamed(scene: Scene, machine: str, kind: str | None, container: str | None = None) -> Json:
    """The fragments in which the streamed field of an item or part comes, if it has one."""
    row = scene.table.only(machine, "append", of=kind, container=container)
    deltas = scene.defaults["deltas"]
    return {} if row is None else {"deltas": deltas.get(row.field, deltas["text"])}


def _endings(table: Table) -> Iterator[tuple[str, Json]]:
    """Every state that ends a response, from every state that it may be reached from by announcing states alone."""
    for row in table.rows:
        if not row.terminal:
            continue
        for state in row.sources:
            script: Json = {"about": f"A response that is {state} ends as {row.status}.", "end": row.status}
            if state == "queued":
                script |= {"queued": True}
            if state == "errored":
                script |= {"error": {"type": "server_error", "code": None, "message": "It broke.", "param": None}}
            if state in ("created", "queued"):
                script |= {"edits": [{"at": "response.in_progress", "drop": True}]}
            yield f"{row.status}.from.{state}", script
