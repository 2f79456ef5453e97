"""From the events of another provider to ours: each bridge beside the parsing of the same JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from pydantic_core import from_json

from openresponses_schema import ResponseStreamEvent
from openresponses_sdk import (
    AnthropicMessagesBridge,
    ChatCompletionsBridge,
    GeminiBridge,
    OllamaBridge,
    ResponsesToChatBridge,
    ThreadEventBridge,
)

from . import bridge_samples, chat_samples, chunk_samples, samples
from .clock import Prepare, in_turns
from .targets import Ratio, report

DELTAS = 2_000
TARGET = 4
"""How many times the parse a bridge may take."""


class Receives(Protocol):
    """What every bridge can do, also the one that writes for clients of Chat Completions."""

    def receive(self, event: str, /) -> object:
        """Take one event."""

    def receive_eof(self) -> object:
        """The source has ended."""


class Row(NamedTuple):
    """A bridge, and a stream of its provider."""

    make: Callable[[Callable[[ResponseStreamEvent], None]], Receives]
    events: Sequence[str]


def rows() -> Mapping[str, Row]:
    """Every bridge that is measured."""
    return {
        "thread events": Row(ThreadEventBridge, chat_samples.thread_events(DELTAS)),
        "chat completions": Row(ChatCompletionsBridge, chat_samples.chat_chunks(DELTAS)),
        "anthropic": Row(AnthropicMessagesBridge, bridge_samples.anthropic_messages(DELTAS)),
        "gemini": Row(GeminiBridge, chunk_samples.gemini_chunks(DELTAS)),
        "ollama": Row(OllamaBridge, chunk_samples.ollama_lines(DELTAS)),
        "responses to chat": Row(lambda emit: ResponsesToChatBridge(), samples.answer_texts(DELTAS)),
    }


def run(options: argparse.Namespace) -> bool:
    """Measure and print; True when every target is met."""
    print(f"bridging: CPU time in one process, {options.rounds} rounds in turns")
    measured = rows()
    tasks: dict[str, Prepare] = {}
    for name, row in measured.items():
        tasks[name] = partial(partial, _bridge, row)
        tasks[f"{name}, json.loads"] = partial(partial, _parse, json.loads, row.events)
        tasks[f"{name}, from_json"] = partial(partial, _parse, from_json, row.events)
    times = in_turns(tasks, rounds=options.rounds)
    print("\nµs for one event of the source")
    for name, taken in times.items():
        print(f"  {name:<36}{taken.usual * 1e3 / len(measured[name.partition(',')[0]].events):>9.2f}")
    ratios: list[Ratio] = []
    for name in measured:
        ours = times[name].usual
        ratios.append(Ratio(f"{name} / json.loads", ours / times[f"{name}, json.loads"].usual, "at most", TARGET))
        ratios.append(Ratio(f"{name} / pydantic_core.from_json", ours / times[f"{name}, from_json"].usual))
    return report("bridge, JSON text of the source to typed events, or of events to chunks", ratios)


def _bridge(row: Row) -> None:
    bridge = row.make(_drop)
    for event in row.events:
        bridge.receive(event)
    bridge.receive_eof()


def _parse(parse: Callable[[str], object], events: Iterable[str]) -> None:
    for event in events:
        parse(event)


def _drop(event: ResponseStreamEvent) -> None:
    """Take an event as an emitter does that costs nothing."""
