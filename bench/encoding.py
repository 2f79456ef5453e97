"""From typed events to the bytes of their frames."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from openresponses_sdk import SSEEncoder

from . import peers, samples
from .clock import Prepare, in_turns
from .targets import Ratio, report

DELTAS = 2_000
OURS, OPENAI, MSGSPEC = "ours, to SSE bytes", "openai, to_json", "msgspec, to SSE bytes"


def run(options: argparse.Namespace) -> bool:
    """Measure and print; True when every target is met."""
    print(f"encoding: CPU time in one process, {options.rounds} rounds in turns; {peers.versions()}")
    events = tuple(event for event in samples.text_events(DELTAS) if event.type == samples.DELTA)
    kept = _measure("text deltas", events, options.rounds, {OPENAI: _openai, MSGSPEC: _msgspec})
    return (
        _measure("all events of an agent at work", samples.agent_events(), options.rounds, {OPENAI: _openai}) and kept
    )


def _all(write: Callable[[Any], object], events: Sequence[Any]) -> None:
    for event in events:
        write(event)


def _measure(title: str, events: Sequence[Any], rounds: int, others: peers.Writers) -> bool:
    texts = [event.to_json() for event in events]
    tasks: dict[str, Prepare] = {
        OURS: lambda: partial(_all, SSEEncoder().encode, events),
        "ours, to_json": lambda: partial(_all, _to_json, events),
    }
    for name, (write, read) in peers.available(others).items():
        tasks[name] = partial(partial, _all, write, [read(text) for text in texts])
    times = in_turns(tasks, rounds=rounds)
    print(f"\n{title}: {len(events)} events; µs for each")
    for task, taken in times.items():
        print(f"  {task:<40}{taken.usual * 1e3 / len(events):>9.2f}")
    ours = times[OURS].usual
    rows = [Ratio("ours, to_json / ours", times["ours, to_json"].usual / ours)]
    if OPENAI in times:
        rows.append(Ratio("openai, to_json / ours", times[OPENAI].usual / ours, "at least", 2))
    if MSGSPEC in times:
        rows.append(Ratio("ours / msgspec", ours / times[MSGSPEC].usual, "at most", 2.5))
    return report(f"a typed event to bytes, {title}", rows)


def _to_json(event: Any) -> bytes:
    text: bytes = event.to_json()
    return text


def _openai() -> peers.Writer:
    import json

    from openai._models import construct_type
    from openai.types.responses import ResponseStreamEvent

    return _to_json, lambda text: construct_type(type_=ResponseStreamEvent, value=json.loads(text))


def _msgspec() -> peers.Writer:
    import msgspec

    from . import structs

    encode, name = msgspec.json.Encoder().encode, samples.DELTA.encode()

    def write(event: Any) -> bytes:
        return b"event: %b\ndata: %b\n\n" % (name, encode(event))

    return write, structs.read_delta
