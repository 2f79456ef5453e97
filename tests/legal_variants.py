"""Legal streams in the many forms that a server and a network may give them: what must never be reported as an error.

The events come from a builder (several items open at once, every ending, both dialects) or from the public strategies;
what is done to them is drawn by chance from one seed, so that a hundred thousand of them are made in minutes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from hypothesis import strategies as st

from openresponses_schema import TERMINAL
from openresponses_sdk.testing.strategies import legal_streams
from tests.scripted_streams import Events, renumber
from tests.streams import built_streams

PING = {"type": "acme:ping", "sequence_number": 0, "x": {"deep": [1, None, {"y": "é"}]}}
PADDING = ("padding", "\ufeff", "Grüße", "\U0001f600", "\u2028")


class Served(NamedTuple):
    """One legal stream as it goes over the wire."""

    done: frozenset[str]
    """What was done to the plain stream."""
    events: Events
    data: bytes
    chunks: list[bytes]


def with_extra_fields(value: Any) -> Any:
    """Every object with one member more."""
    if isinstance(value, dict):
        return {**{name: with_extra_fields(member) for name, member in value.items()}, "acme_extra": {"a": [1, None]}}
    return [with_extra_fields(element) for element in value] if isinstance(value, list) else value


def with_extension_events(events: Events, chance: random.Random) -> Events:
    """A vendor's events at one to three places."""
    found = list(events)
    for _ in range(chance.randint(1, 3)):
        found.insert(chance.randint(0, len(found)), dict(PING))
    return renumber(found)


def with_a_gap(events: Events, chance: random.Random) -> Events:
    """Numbers that jump once."""
    at, size = chance.randrange(len(events)), chance.randint(1, 50)
    return [
        {**event, "sequence_number": event["sequence_number"] + (size if number >= at else 0)}
        for number, event in enumerate(events)
    ]


def resumed(events: Events, chance: random.Random) -> Events:
    """The rest of a stream whose beginning somebody else has read; the terminal event is in it."""
    last = next(at for at, event in enumerate(events) if event["type"] in TERMINAL)
    return events[chance.randint(1, last) :]


def padded(events: Events, chance: random.Random) -> Events:
    """A member that hides the length of a delta."""
    return [{**event, "obfuscation": chance.choice(PADDING)} if "delta" in event else event for event in events]


def with_rotated_secrets(events: Events, chance: random.Random) -> Events:
    """Encrypted content that is written anew each time."""
    found: Events = json.loads(json.dumps(events))
    for event in found:
        for item in (event.get("item"), *event.get("response", {}).get("output", ())):
            if item is not None and item["type"] == "reasoning":
                item["encrypted_content"] = f"secret {chance.random()}"
    return found


CHANGES: dict[str, Callable[[Events, random.Random], Events]] = {
    "extension events": with_extension_events,
    "extra members": lambda events, _: [with_extra_fields(event) for event in events],
    "rotated secrets": with_rotated_secrets,
    "padding": padded,
    "a gap": with_a_gap,
    "resumed": resumed,
}


def frames(events: Events, chance: random.Random) -> Iterator[str]:
    """The lines of the stream, each freedom of the format taken or not."""
    is_named, is_spaced, is_long = chance.random() < 0.8, chance.random() < 0.7, chance.random() < 0.2
    space = " " if is_spaced else ""
    for event in events:
        if chance.random() < 0.1:
            yield chance.choice([": keep-alive", ":", "retry: 3000", "id: 7"])
        if chance.random() < 0.03:
            yield from ("", "event: ping", "data: {}", "")
        if is_named:
            yield f"event:{space}{event['type']}"
        text = json.dumps(event, ensure_ascii=chance.random() < 0.5, indent=1 if is_long else None)
        for line in text.split("\n"):
            yield f"data:{space}{line}"
        yield ""


def served(events: Events, seed: int) -> Served:
    """A legal stream, changed and written and cut as a seed says."""
    chance = random.Random(seed)
    done = {name for name in CHANGES if chance.random() < 0.3}
    for name in CHANGES:
        if name in done:
            events = CHANGES[name](events, chance)
    end = chance.choice(["\n", "\n", "\r\n", "\r"])
    lines = [*frames(events, chance), *(["data: [DONE]", ""] if chance.random() < 0.5 else [])]
    data = b"\xef\xbb\xbf" * (chance.random() < 0.1) + end.join(lines).encode() + end.encode() * (chance.random() < 0.9)
    size = chance.choice([1, 2, 7, 100, 1000, 1 << 16])
    chunks, at = [], 0
    while at < len(data):
        step = chance.randint(1, 2 * size)
        chunks.append(data[at : at + step])
        at += step
    if end != "\n":
        done.add("CRLF" if end == "\r\n" else "CR")
    if any(_is_interleaved(events)):
        done.add("interleaved")
    return Served(frozenset(done), events, data, chunks)


def _is_interleaved(events: Events) -> Iterator[bool]:
    """For every announced item whether another one is open."""
    opened: set[int] = set()
    for event in events:
        at = event.get("output_index")
        if event["type"] == "response.output_item.added":
            yield bool(opened)
            opened.add(at)
        elif event["type"] == "response.output_item.done":
            opened.discard(at)


def _plain(events: list[Any]) -> Events:
    return [event.to_dict() for event in events]


def served_streams() -> st.SearchStrategy[Served]:
    """Legal streams by Hypothesis, in every form that is legal."""
    plain = st.one_of(
        built_streams().map(lambda built: _plain(built.events)),
        built_streams().map(lambda built: _plain(built.events)),
        legal_streams().map(_plain),
    )
    return st.builds(served, plain, st.integers(0, 2**48))
