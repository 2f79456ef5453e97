"""From bytes to typed objects: text deltas in a stream, and a whole response."""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from openresponses_schema import ResponseOutputTextDeltaEvent
from openresponses_sdk import SSEDecoder, parse_response
from openresponses_sdk.streams import iter_events

from . import peers, samples
from .clock import Prepare, Times, in_turns
from .targets import Ratio, report

DELTAS = 2_000
RESPONSES = 20
"""How many responses are read in one run."""

ONE, CHUNKS, WHOLE = "one event a chunk", "16 KiB chunks", "one chunk"


def _receive(chunks: Sequence[bytes]) -> object:
    receive = SSEDecoder().receive_data
    for chunk in chunks:
        receive(chunk)
    return None


def _iterate(chunks: Sequence[bytes]) -> object:
    return deque(iter_events(chunks), maxlen=0)


READERS = {ONE: _receive, CHUNKS: _receive, WHOLE: _iterate}


def run(options: argparse.Namespace) -> bool:
    """Measure and print; True when every target is met."""
    print(f"decoding: CPU time in one process, {options.rounds} rounds in turns; {peers.versions()}")
    kept = _deltas(options.rounds)
    return _responses(options.rounds) and kept


def _deltas(rounds: int) -> bool:
    events = tuple(event for event in samples.text_events(DELTAS) if event.type == samples.DELTA)
    blocks = samples.sse(events)
    shapes = {ONE: blocks, CHUNKS: samples.rechunked(blocks, samples.CHUNK_BYTES), WHOLE: [b"".join(blocks)]}
    texts = [event.to_json() for event in events]
    validate = ResponseOutputTextDeltaEvent.__pydantic_validator__.validate_json

    def bare() -> object:
        for text in texts:
            validate(text)
        return None

    tasks: dict[str, Prepare] = {"validate_json": lambda: bare}
    makers: dict[str, Callable[[], peers.ReadStream]] = {
        "openai": peers.openai_stream,
        "openresponses-py": partial(peers.openresponses_py_stream, DELTAS),
    }
    others = peers.available(makers)
    for shape, chunks in shapes.items():
        readers = {"ours": READERS[shape], **others}
        readers |= peers.available({"msgspec": partial(peers.msgspec_stream, READERS[shape])})
        if shape != WHOLE:
            readers["iter_events"] = _iterate
        for name, read in readers.items():
            tasks[f"{name}, {shape}"] = partial(partial, read, chunks)
    times = in_turns(tasks, rounds=rounds)
    print(f"\n{DELTAS} text deltas, {len(b''.join(blocks)) / DELTAS:.0f} bytes each; µs for one")
    for name, taken in times.items():
        print(f"  {name:<36}{taken.usual * 1e3 / DELTAS:>9.2f}")
    return report("text delta, SSE bytes to typed event", _delta_ratios(times))


def _delta_ratios(times: dict[str, Times]) -> list[Ratio]:
    ratios: list[Ratio] = []
    for shape in READERS:
        ours = times[f"ours, {shape}"].usual
        if taken := times.get(f"openai, {shape}"):
            ratios.append(Ratio(f"openai's Stream / ours, {shape}", taken.usual / ours, "at least", 30))
        if taken := times.get(f"openresponses-py, {shape}"):
            ratios.append(Ratio(f"openresponses-py / ours, {shape}", taken.usual / ours, "at least", 5))
        if taken := times.get(f"msgspec, {shape}"):
            ratios.append(Ratio(f"ours / msgspec in our framing, {shape}", ours / taken.usual, "at most", 2))
        ratios.append(Ratio(f"ours / bare validate_json, {shape}", ours / times["validate_json"].usual, "at most", 1.9))
        if taken := times.get(f"iter_events, {shape}"):
            ratios.append(Ratio(f"iter_events / SSEDecoder, {shape}", taken.usual / ours))
    usual = [times[f"ours, {shape}"].usual for shape in READERS]
    return [*ratios, Ratio("ours, the slowest way of chunking / the fastest", max(usual) / min(usual), "at most", 1.2)]


def _responses(rounds: int) -> bool:
    data = samples.agent_response()
    readers: dict[str, peers.ReadOne] = {
        "ours": parse_response,
        **peers.available(
            {
                "msgspec": peers.msgspec_response,
                "openresponses-py": peers.openresponses_py_response,
                "openresponses-types": peers.openresponses_types_response,
                "openai": peers.openai_response,
                "orjson, untyped": peers.orjson_response,
            }
        ),
    }

    def prepare(read: peers.ReadOne) -> partial[None]:
        return partial(_repeat, read, data)

    times = in_turns({name: partial(prepare, read) for name, read in readers.items()}, rounds=rounds)
    print(f"\na response of {len(data) / 1000:.1f} KB; ms for one")
    for name, taken in times.items():
        print(f"  {name:<36}{taken.usual / RESPONSES:>9.3f}")
    ours = times["ours"].usual
    ratios = [Ratio("responses read in a second", RESPONSES * 1e3 / ours, unit="")]
    if peer := times.get("msgspec"):
        ratios.append(Ratio("ours / msgspec", ours / peer.usual, "at most", 3.2))
    if peer := times.get("openresponses-py"):
        ratios.append(Ratio("openresponses-py / ours", peer.usual / ours, "at least", 2))
    ratios += [
        Ratio(f"{name} / ours", times[name].usual / ours) for name in ("openresponses-types", "openai") if name in times
    ]
    if peer := times.get("orjson, untyped"):
        ratios.append(Ratio("ours / orjson, untyped", ours / peer.usual))
    return report("a whole response, JSON to typed object", ratios)


def _repeat(read: peers.ReadOne, data: bytes) -> None:
    for _ in range(RESPONSES):
        read(data)
