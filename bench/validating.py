"""The judge, schema and order together, beside the mere parse of the same stream."""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Iterable
from functools import partial

from openresponses_schema import ResponseStreamEvent
from openresponses_sdk import SSEParser, Validator
from openresponses_sdk.streams import iter_events

from . import samples
from .clock import Prepare, in_turns
from .targets import Ratio, report

DELTAS = 2_000
LIMIT = 6


def run(options: argparse.Namespace) -> bool:
    """Measure and print; True when every target is met."""
    print(f"validating: CPU time in one process, {options.rounds} rounds in turns")
    streams = {"a text": samples.text_events(DELTAS), "an agent at work": samples.agent_events()}
    kept = [_stream(name, events, options.rounds) for name, events in streams.items()]
    return all(kept)


def _parse(body: bytes) -> object:
    return deque(iter_events([body]), maxlen=0)


def _judge(events: Iterable[bytes | ResponseStreamEvent]) -> None:
    validator = Validator()
    found = [violation for event in events for violation in validator.receive(event)]
    found += validator.receive_eof()
    if found:
        raise ValueError(f"a sample is faulty: {found[0]}")


def _judge_sse(body: bytes) -> None:
    _judge(frame.data for frame in SSEParser().receive_data(body))


def _stream(name: str, events: tuple[ResponseStreamEvent, ...], rounds: int) -> bool:
    body = b"".join(samples.sse(events))
    texts = [event.to_json() for event in events]
    tasks: dict[str, Prepare] = {
        "parse": lambda: partial(_parse, body),
        "judge the JSON texts": lambda: partial(_judge, texts),
        "judge the SSE bytes": lambda: partial(_judge_sse, body),
        "judge parsed events": lambda: partial(_judge, events),
    }
    times = in_turns(tasks, rounds=rounds)
    print(f"\n{name}: {len(events)} events, {len(body)} bytes; µs for an event")
    for task, taken in times.items():
        print(f"  {task:<36}{taken.usual * 1e3 / len(events):>9.2f}")
    parse = times["parse"].usual
    return report(
        f"the judge over {name}",
        [
            Ratio("the JSON texts / the parse", times["judge the JSON texts"].usual / parse, "at most", LIMIT),
            Ratio("the SSE bytes / the parse", times["judge the SSE bytes"].usual / parse, "at most", LIMIT),
            Ratio("parsed events / the parse", times["judge parsed events"].usual / parse),
        ],
    )
