"""A gateway's work, bytes to bytes: ``ResponsesBridge`` beside decoding and encoding, which mend nothing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from functools import partial
from typing import Final

from openresponses_sdk import ResponsesBridge, SSEDecoder, SSEEmitter, SSEEncoder, SSEParser

from . import samples
from .clock import Prepare, in_turns
from .targets import Ratio, report

DELTAS = 2_000
TARGET: Final = 3
"""How many times decoding and encoding the bridge may take."""


def run(options: argparse.Namespace) -> bool:
    """Measure and print; True when every target is met."""
    print(f"passing: CPU time in one process, {options.rounds} rounds in turns; one event a chunk")
    streams = {
        f"{DELTAS} text deltas": samples.sse(samples.text_events(DELTAS)),
        "an agent": samples.sse(samples.agent_events()),
    }
    streams |= {f"{name}, messy": _messy(blocks) for name, blocks in list(streams.items())}
    tasks: dict[str, Prepare] = {}
    for name, blocks in streams.items():
        tasks[name] = partial(partial, bridge, blocks)
        tasks[f"{name}: decode and encode"] = partial(partial, recode, blocks)
    times = in_turns(tasks, rounds=options.rounds)
    print("\nµs for one event")
    for name, taken in times.items():
        print(f"  {name:<48}{taken.usual * 1e3 / len(streams[name.partition(':')[0]]):>9.2f}")
    ratios = [
        Ratio(name, times[name].usual / times[f"{name}: decode and encode"].usual, "at most", TARGET)
        if "messy" not in name
        else Ratio(name, times[name].usual / times[f"{name}: decode and encode"].usual)
        for name in streams
    ]
    return report("ResponsesBridge, bytes to bytes / decode and encode", ratios)


def bridge(blocks: Sequence[bytes]) -> bytes:
    """The body that the bridge makes of another."""
    body, parser = SSEEmitter(), SSEParser()
    mending = ResponsesBridge(body)
    for block in blocks:
        for frame in parser.receive_data(block):
            mending.receive(frame.data)
    mending.receive_eof()
    return body.take_bytes()


def recode(blocks: Sequence[bytes]) -> bytes:
    """The same body, decoded and encoded."""
    decoder, encoder = SSEDecoder(), SSEEncoder()
    return b"".join(encoder.encode(event) for block in blocks for event in decoder.receive_data(block))


def _messy(blocks: Sequence[bytes]) -> list[bytes]:
    """The stream with ids that change in every event, as one provider writes them."""
    found: list[bytes] = []
    for number, block in enumerate(blocks):
        name, _, data = block.partition(b"\ndata: ")
        if data.startswith(b"{"):
            event = json.loads(data)
            if "item_id" in event:
                event["item_id"] += f"-{number}"
                block = b"%b\ndata: %b\n\n" % (name, json.dumps(event, separators=(",", ":")).encode())
        found.append(block)
    return found
