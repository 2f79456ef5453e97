"""What an event means for the state of a stream, as the rows of a small table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .bundle import Json
from .requirements import ID

EFFECTS = {
    ("none", False): "Nothing changes.",
    ("replace", False): "{payload} takes the place of the whole {machine}.",
    ("insert", False): "{payload} becomes a new {machine}.",
    ("insert", True): "{payload} becomes a new element of {field}.",
    ("append", True): "{payload} is added to the end of {field}.",
    ("assign", True): "{payload} is the final value of {field}.",
}
"""By the effect of an event, and whether it touches a field."""


def event_facts(row: Json, machine: Json, up: str = "../") -> Iterator[tuple[str, str]]:
    """Label and text; ``row`` is of the event table, ``up`` leads to the folder of the other pages."""
    quoted = [f"`{spelling}`" for spelling in (row["type"], *row["aliases"])]
    yield "type", quoted[0] + (f"; also read: {', '.join(quoted[1:])}" if quoted[1:] else "")
    of = f" of type `{row['of']}`" if row["of"] else ""
    address = _listed(row["address"], ", ") or "the stream itself"
    where = f" in `{row['container']}`" if row["container"] else ""
    yield "machine", f"[{row['machine']}]({up}lifecycle.md#{row['machine']}){of}, addressed by {address}{where}"
    yield "may happen", "; ".join(_when(row))
    yield "else breaks", ", ".join(_breaks(row, machine, up))
    yield "leads to", "; ".join(_after(row))
    effect = EFFECTS[row["effect"], bool(row["field"])]
    yield "effect", effect.format(payload=f"`{row['payload']}`", machine=row["machine"], field=f"`{row['field']}`")
    yield "rests on", linked(row["source"], up)


def linked(text: str, up: str = "") -> str:
    """Text with every id of a requirement made a link to its row."""
    return re.sub(rf"\b(?:{ID.pattern})\b", lambda found: f"[{found[0]}]({up}requirements.md#{found[0].lower()})", text)


def _when(row: Json) -> Iterator[str]:
    if row["sources_by_type"]:
        kinds, streamed = _listed(row["sources_by_type"], ", "), next(iter(row["sources_by_type"].values()))
        yield f"in {_listed(streamed)} for {kinds}"
        yield f"in {_listed(row['sources'])} for other types"
    else:
        yield f"in {_listed(row['sources'])}"
    if row["closes"]:
        yield "when everything inside is done"


def _breaks(row: Json, machine: Json, up: str) -> Iterator[str]:
    """Each requirement once, with the states in which the event breaks it; states that suit some type are left out."""
    suited = {*row["sources"], *(state for states in row["sources_by_type"].values() for state in states)}
    found: dict[str, list[str]] = {}
    for state, meaning in machine["states"].items():
        if state not in suited:
            found.setdefault(row["breaks"].get(state) or meaning["breaks"], []).append(state)
    for requirement, states in found.items():
        yield f"{linked(requirement, up)} in {_listed(states)}"


def _after(row: Json) -> Iterator[str]:
    yield f"`{row['to']}`" if row["to"] else "the same state"
    if row["status"]:
        yield f"the response says `{row['status']}`"
    if row["terminal"]:
        yield "the stream ends"


def _listed(values: Iterable[str], joint: str = " or ") -> str:
    return joint.join(f"`{value}`" for value in values)
