"""Gathering a stream into a response: what a delta costs, and the memory of the result."""

from __future__ import annotations

import argparse
import gc
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeAlias

from openresponses_schema import ResponseOutputTextDeltaEvent, ResponseStreamEvent
from openresponses_sdk.accumulator import ResponseAccumulator
from openresponses_sdk.streams import iter_events

from . import peers, samples
from .clock import Prepare, in_turns
from .targets import Ratio, report

Make: TypeAlias = Callable[[], Callable[[Any], object]]
"""Begins to accumulate a response, and returns what takes its events."""

DELTAS = 2_000
LONG = 40_000
WINDOW = 1_024
"""How many deltas before a place are measured: whole blocks of the text, which is joined now and then."""
OURS = "ours"
OPENAI, OPENAI_STATE = "openai's handle_event", "openai's accumulate_event"


def run(options: argparse.Namespace) -> bool:
    """Measure and print; True when every target is met."""
    print(f"accumulating: CPU time in one process, {options.rounds} rounds in turns; {peers.versions()}")
    kept = [_speed(options.rounds), _growth(options.rounds), _memory()]
    return all(kept)


def _parts(events: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    """What comes before the deltas, and the deltas."""
    deltas = [event for event in events if event.type == samples.DELTA]
    return events[: events.index(deltas[0])], deltas


def _feed(receive: Callable[[Any], object], events: Iterable[Any]) -> None:
    for event in events:
        receive(event)


def _after(
    make: Callable[[], Callable[[Any], object]], before: Sequence[Any], measured: Sequence[Any]
) -> partial[None]:
    """What takes ``measured``, and has taken ``before``."""
    receive = make()
    _feed(receive, before)
    return partial(_feed, receive, measured)


def _ours() -> Callable[[ResponseStreamEvent], object]:
    return ResponseAccumulator().receive


def _speed(rounds: int) -> bool:
    chunks = samples.sse(samples.text_events(DELTAS))
    tasks: dict[str, Prepare] = {OURS: partial(_after, _ours, *_parts(list(iter_events(chunks))))}
    for make in peers.available({"openai": peers.openai_state}).values():
        head, deltas = _parts(list(peers.openai_events()(chunks)))
        tasks[OPENAI] = partial(_after, partial(_handler, make), head, deltas)
        tasks[OPENAI_STATE] = partial(_after_state, make, head, deltas)
    times = in_turns(tasks, rounds=rounds)
    print(f"\n{DELTAS} text deltas; µs for one")
    for name, taken in times.items():
        print(f"  {name:<36}{taken.usual * 1e3 / DELTAS:>9.3f}")
    ours = times[OURS].usual
    ratios = [Ratio("deltas taken in a second / 1000", DELTAS / ours, unit="")]
    if OPENAI in times:
        ratios.append(Ratio(f"{OPENAI} / ours", times[OPENAI].usual / ours, "at least", 60))
        ratios.append(Ratio(f"{OPENAI_STATE} alone / ours", times[OPENAI_STATE].usual / ours))
    return report("accumulating a text delta", ratios)


def _handler(make: Callable[[], Any]) -> Callable[[Any], object]:
    handle: Callable[[Any], object] = make().handle_event
    return handle


def _after_state(make: Callable[[], Any], head: Sequence[Any], deltas: Sequence[Any]) -> partial[None]:
    # Without the events for the user, which handle_event makes; that alone sets the snapshot the first time.
    state = make()
    _feed(state.handle_event, head)
    return partial(_feed, state.accumulate_event, deltas)


def _growth(rounds: int) -> bool:
    head, deltas = _parts(list(iter_events(samples.sse(samples.text_events(LONG)))))

    def at(place: int) -> Prepare:
        return partial(_after, _ours, [*head, *deltas[: place - WINDOW]], deltas[place - WINDOW : place])

    times = in_turns({"early": at(DELTAS), "late": at(LONG)}, rounds=rounds)
    ratio = times["late"].usual / times["early"].usual
    return report(
        f"cost of a delta, the {WINDOW} before a place",
        [Ratio(f"delta {LONG:,} / delta {DELTAS:,}", ratio, "at most", 1.3)],
    )


def _memory() -> bool:
    items = 200
    item = (_held(1, items)[0] - _held(1)[0]) / (items - 1)
    ratios = [Ratio("constant: an item more, with a text of one word", item, unit="bytes")]
    print(f"\nmemory: {LONG} deltas in one item, and what they hold more than {LONG // 2} of them")
    for kind, is_ascii in (("ASCII", True), ("any text", False)):
        half, text = (_text_bytes(deltas, is_ascii) for deltas in (LONG // 2, LONG))
        for moment, is_ended in (("last delta", False), ("end of the stream", True)):
            less = _held(LONG // 2, is_ascii=is_ascii, is_ended=is_ended)[0]
            held, peak = _held(LONG, is_ascii=is_ascii, is_ended=is_ended)
            print(f"  {kind}, after the {moment}: {held} bytes for {text} of text, {peak} at the most")
            ratios.append(Ratio(f"{kind}, after the {moment}", (held - less) / (text - half), "at most", 2))
    return report("memory of an accumulated response, for a byte of its text in UTF-8", ratios)


def _text_bytes(deltas: int, is_ascii: bool) -> int:
    events = samples.text_events(deltas, is_ascii=is_ascii)
    return sum(len(event.delta.encode()) for event in events if isinstance(event, ResponseOutputTextDeltaEvent))


def _held(deltas: int, items: int = 1, *, is_ascii: bool = False, is_ended: bool = True) -> tuple[int, int]:
    """The bytes that an accumulator holds when nobody else holds the events, and the most that were in use."""
    blocks = samples.sse(samples.text_events(deltas, items, is_ascii=is_ascii))
    if not is_ended:
        blocks = [block for block in blocks if b".done" not in block[:60] and b".completed" not in block[:60]]
    # Models and tables are built once, and belong to no response.
    warm = ResponseAccumulator()
    _feed(warm.receive, iter_events(samples.sse(samples.text_events(1))))
    del warm
    gc.collect()
    tracemalloc.start()
    try:
        accumulator = ResponseAccumulator()
        _feed(accumulator.receive, iter_events(blocks))
        if is_ended:
            accumulator.receive_eof()
        gc.collect()
        return tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
