"""Changes to the events of a stream: how a legal one becomes one with a fault.

An edit names events by type (``at``, and ``nth``, counted from 0; or ``every`` member of a name) and says one of
``set`` … ``to``, ``remove``, ``drop``, ``double``, ``move``, ``insert``.  Events are numbered anew afterwards when one
of them was moved, added or left out.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from ..bundle import Json

Events = list[Json]


def edited(events: Events, edits: list[Json]) -> Events:
    """The events with all changes made.  Raises ``LookupError`` when one of them finds no place."""
    found = copy.deepcopy(events)
    is_moved = False
    for edit in edits:
        if "every" in edit:
            for event in found:
                event.pop(edit["every"], None)
            continue
        place = find(found, edit["at"], edit.get("nth", 0))
        action = next((name for name in _ACTIONS if name in edit), None)
        if action is None:
            raise LookupError(f"an edit says one of {', '.join(_ACTIONS)}")
        found = _ACTIONS[action](found, place, edit)
        is_moved = is_moved or action not in ("set", "remove")
    return renumbered(found) if is_moved else found


def renumbered(events: Events) -> Events:
    """The events with numbers from 0; one without a number stays without."""
    return [
        {**event, "sequence_number": number} if "sequence_number" in event else event
        for number, event in enumerate(events)
    ]


def find(events: Events, name: str, nth: int) -> int:
    """Where the event of a type stands that has ``nth`` of its kind before it; a negative one counts from the end."""
    places = [at for at, event in enumerate(events) if event.get("type") == name]
    try:
        return places[nth]
    except IndexError:
        raise LookupError(f"there is no event {name} number {nth}") from None


def _set(events: Events, place: int, edit: Json) -> Events:
    owner, last = _owner(events[place], edit["set"])
    owner[last] = copy.deepcopy(edit["to"])
    return events


def _remove(events: Events, place: int, edit: Json) -> Events:
    owner, last = _owner(events[place], edit["remove"])
    del owner[last]
    return events


def _drop(events: Events, place: int, edit: Json) -> Events:
    return [*events[:place], *events[place + 1 :]]


def _double(events: Events, place: int, edit: Json) -> Events:
    return [*events[: place + 1], copy.deepcopy(events[place]), *events[place + 1 :]]


def _move(events: Events, place: int, edit: Json) -> Events:
    target = find(events, edit["move"]["behind"], edit["move"].get("nth", 0))
    moved, anchor = events[place], events[target]
    rest = [event for event in events if event is not moved]
    at = next(at for at, event in enumerate(rest) if event is anchor)
    return [*rest[: at + 1], moved, *rest[at + 1 :]]


def _insert(events: Events, place: int, edit: Json) -> Events:
    return [*events[: place + 1], copy.deepcopy(edit["insert"]), *events[place + 1 :]]


_ACTIONS: Mapping[str, Callable[[Events, int, Json], Events]] = {
    "set": _set,
    "remove": _remove,
    "drop": _drop,
    "double": _double,
    "move": _move,
    "insert": _insert,
}


def _owner(event: Json, path: str) -> tuple[Any, Any]:
    """What holds the last step of a path, and that step."""
    steps: list[Any] = [int(step) if step.isdigit() else step for step in path.split(".")]
    *way, last = steps
    owner: Any = event
    for step in way:
        owner = owner[step]
    return owner, last
