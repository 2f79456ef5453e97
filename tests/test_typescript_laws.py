"""The accumulator of the npm package gives what ours gives: on broken streams, and on recordings of real servers.

The two share the table and nothing else, so a difference is a fault of one of them.
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk import Malformed, ResponseAccumulator, SSEDecoder, parse_event
from tests.typescript_package import NAME, ROOT, node, project

Json = dict[str, Any]
VECTORS = sorted((ROOT / "generated" / "vectors" / "streams").glob("*.json"))
RECORDED = Path(os.environ.get("OPENRESPONSES_CORPUS", ROOT.parent / "shared" / "corpus")) / "responses"
RECORDINGS = sorted(RECORDED.rglob("*.sse"))
INDEXES = ("output_index", "content_index", "summary_index")
TEXTS = ("text", "arguments", "refusal")
MUTANTS = 600


@pytest.fixture(scope="module")
def accumulated() -> Callable[[list[list[Json]]], list[Json]]:
    """What the package makes of streams, all in one process."""
    program = project() / "node_modules" / NAME / "dist" / "vectors.js"

    def ask(streams: list[list[Json]]) -> list[Json]:
        asked = [{"id": str(at), "kind": "accumulate", "input": {"events": s}} for at, s in enumerate(streams)]
        done = node(program, standard_input="".join(json.dumps(request) + "\n" for request in asked))
        assert done.returncode == 0, done.stdout
        answers = [json.loads(line) for line in done.stdout.split("\n") if line]
        assert [answer["id"] for answer in answers] == [request["id"] for request in asked]
        return [answer["output"] for answer in answers]

    return ask


def ours(events: Iterable[Any]) -> Json:
    """The final response and the outcome as the SDK has them."""
    accumulator = ResponseAccumulator()
    for event in events:
        accumulator.receive(event)
    accumulator.receive_eof()
    return {"response": accumulator.snapshot.to_dict(), "outcome": accumulator.outcome}


def mutant(stream: list[Json], choose: random.Random) -> list[Json]:
    """A stream with one or two faults: events that are lost, repeated, swapped, misplaced, emptied or cut off."""
    events = copy.deepcopy(stream)
    for _ in range(choose.choice([1, 1, 2])):
        at, other = choose.randrange(len(events)), choose.randrange(len(events))
        match choose.randrange(6):
            case 0 if len(events) > 1:
                del events[at]
            case 1:
                events.insert(other, copy.deepcopy(events[at]))
            case 2:
                events[at], events[other] = events[other], events[at]
            case 3:
                events[at] |= {name: choose.choice([0, 1, 2, 5]) for name in INDEXES if name in events[at]}
            case 4:
                empty(events[at], choose)
            case _:
                del events[at + 1 :]
    return [{**event, "sequence_number": number} for number, event in enumerate(events)]


def empty(event: Json, choose: random.Random) -> None:
    """Take the values out of an event."""
    event |= {name: choose.choice(["", "other"]) for name in TEXTS if name in event}
    for held in (event.get("part"), event.get("item")):
        for name in (*TEXTS, "content", "summary", "annotations") if isinstance(held, dict) else ():
            if held.get(name):
                held[name] = held[name][:0]
    if "response" in event:
        event["response"]["output"] = []


def test_broken_streams_give_the_same_response_in_both_languages(
    accumulated: Callable[[list[list[Json]]], list[Json]],
) -> None:
    """Issue 6: the table alone is enough, also for streams that are not in order."""
    vectors = [vector for file in VECTORS for vector in json.loads(file.read_text("utf-8"))["vectors"]]
    streams = [vector["input"]["events"] for vector in vectors if "output" in vector]
    choose = random.Random(6)
    mutants = [mutant(choose.choice(streams), choose) for _ in range(MUTANTS)]
    for events, theirs in zip(mutants, accumulated(mutants), strict=True):
        expected = ours([parse_event(event) for event in events])
        found = {"response": theirs["response"], "outcome": theirs["outcome"]}
        assert found == expected, [event["type"] for event in events]


@pytest.mark.skipif(not RECORDINGS, reason="no recorded streams: set OPENRESPONSES_CORPUS to the folder of recordings")
def test_recorded_streams_give_the_same_response_in_both_languages(
    accumulated: Callable[[list[list[Json]]], list[Json]],
) -> None:
    """Issue 6: what servers really send is read in both languages."""
    streams, expected = [], []
    for recording in RECORDINGS:
        decoder = SSEDecoder(on_error="keep")
        events = [*decoder.receive_data(recording.read_bytes()), *decoder.receive_eof()]
        streams.append([dict(event.raw) if isinstance(event, Malformed) else event.to_dict() for event in events])
        expected.append(ours(events))
    for recording, want, theirs in zip(RECORDINGS, expected, accumulated(streams), strict=True):
        assert {"response": theirs["response"], "outcome": theirs["outcome"]} == want, recording.name
