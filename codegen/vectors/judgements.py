"""What breaks a rule, and what a judge says of it: by hand for every requirement, and from the event table."""

from __future__ import annotations

import copy
from typing import Any

from ..bundle import Json
from ..errors import Broken, SpecError
from .edits import edited
from .frames import body
from .machine import Interpreter
from .script import Scene
from .streams import events_of

FILE = "vectors/violations.yaml"
FRAMES = "vectors/frames.yaml"
_SECOND = "resp_2"


def broken_streams(scene: Scene, cases: Json) -> list[Json]:
    """The streams of ``violations.yaml``, under the requirement that each breaks."""
    legal = {name: events_of(scene, name, script) for name, script in cases["scripts"].items()}
    found = []
    for requirement, of in cases["cases"].items():
        for number, case in enumerate(of):
            name = requirement if number == 0 else f"{requirement}.{number + 1}"
            found.append(_vector(scene, legal, name, requirement, case))
    return found


def broken_frames(scene: Scene, cases: Json, scripts: Json) -> list[Json]:
    """The bytes of ``frames.yaml``, under the requirement that each breaks."""
    found = []
    for requirement, of in cases.items():
        for number, case in enumerate(of):
            name = requirement if number == 0 else f"{requirement}.{number + 1}"
            events = edited(events_of(scene, name, scripts[case["of"]]), case.get("edits", []))
            text = body(events, scene.table.grammar["terminator"], case.get("style", {}))
            for old, new in case.get("replace", ()):
                if old not in text:
                    raise SpecError([Broken(FRAMES, name, f"the text does not hold {old!r}")])
                text = text.replace(old, new, 1)
            found.append(
                {
                    "id": f"frames/{name}",
                    "about": case["about"],
                    "breaks": [requirement],
                    "input": {"text": text},
                    "violations": scene.violations(case["violations"]),
                }
            )
    return found


def untimely(scene: Scene, streams: list[Json]) -> list[Json]:
    """For every event and every state in which it may not happen: the shortest beginning of a stream that ends so.

    Both come from the legal ``streams``: an event of one of them stands behind an early or a late part of it.
    """
    found: dict[tuple[str, str, str], Json] = {}
    for stream in streams:
        events = [] if stream["violations"] else stream["input"]["events"]
        for event in events:
            if (row := scene.table.find(event["type"])) is None:
                continue
            now = Interpreter(scene.table)
            for at in range(len(events) + 1):
                broken, state = now.judge(event), now.state_for(row, event)
                if row.begins and state in scene.table.machines[row.machine]["final"]:
                    break  # Another stream begins.
                known = found.get((row.type, state, broken or ""))
                if broken is not None and (known is None or len(known["input"]["events"]) > at + 1):
                    early = [*events[:at], {**now.agreeing(row, event), "sequence_number": at}]
                    found[row.type, state, broken] = _untimely(scene, row.type, state, broken, early)
                if at < len(events):
                    now.take(events[at])
    order = [row.type for row in scene.table.rows]
    return [found[key] for key in sorted(found, key=lambda key: (order.index(key[0]), key[1:]))]


def _untimely(scene: Scene, event_type: str, state: str, broken: str, events: list[Json]) -> Json:
    machine = scene.table.by_name[event_type].machine
    return {
        "id": f"streams/untimely/{event_type}.{state}.{broken}",
        "about": f"{event_type} comes while its {machine} is {state}.",
        "breaks": [broken],
        "input": {"events": copy.deepcopy(events), "is_prefix": True},
        "violations": scene.violations([[broken, len(events) - 1]]),
    }


def _vector(scene: Scene, legal: dict[str, list[Json]], name: str, requirement: str, case: Json) -> Json:
    options = {option: case[option] for option in ("transport", "is_prefix") if option in case}
    events = _events(legal, name, case)
    if not options and "end_mark" not in case and "then" not in case:
        _compare(scene, name, events, case)
    return {
        "id": f"streams/violations/{name}",
        "about": case["about"],
        "breaks": [requirement, *case.get("also", ())],
        "input": {"events": events, **options},
        "violations": scene.violations(case["violations"]),
    }


def _events(legal: dict[str, list[Json]], name: str, case: Json) -> list[Any]:
    try:
        events: list[Any] = edited(legal[case["of"]], case.get("edits", []))
    except (LookupError, TypeError) as error:
        raise SpecError([Broken(FILE, name, f"an edit has no place: {error}")]) from error
    events = events[: case.get("keep")]
    if "then" in case:
        second = copy.deepcopy(legal[case["then"]])
        for event in second:
            if "response" in event:
                event["response"]["id"] = _SECOND
        events += second
    if "shift" in case:
        events = [{**event, "sequence_number": event["sequence_number"] + case["shift"]} for event in events]
    return [*events, "[DONE]"] if case.get("end_mark") else events


def _compare(scene: Scene, name: str, events: list[Json], case: Json) -> None:
    """Where the interpreter of the event table finds the first fault, something must be expected."""
    now = Interpreter(scene.table)
    expected = {at for _, at, *_ in case["violations"]}
    for at, event in enumerate(events):
        try:
            broken = now.judge(event)
            if broken is None:
                now.take(event)
                continue
        except (KeyError, TypeError, IndexError):  # An event of the wrong shape is judged by the schema.
            return
        if at not in expected:  # Under which id is another matter: the second close of an item may be a change.
            raise SpecError([Broken(FILE, name, f"event {at} breaks {broken}, which violations do not say")])
        return
