"""From a fragment of text to the bytes of its event, beside libraries that check nothing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from functools import partial

from openresponses_schema import ResponseStreamEvent
from openresponses_sdk import EventEmitter, ListEmitter, ResponseBuilder, SSEEmitter, SSEEncoder
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.parts import PartScope

from . import peers, samples
from .clock import Prepare, Times, in_turns
from .targets import Ratio, report

DELTAS = 2_000
MANY = 100_000
WINDOW = 2_000
"""How many deltas are measured at the beginning and at the end of a long text."""

OURS, PLAIN, MODELS = "ours, to SSE bytes", "ours, emitter of models to SSE bytes", "ours, ListEmitter"
OPENAI, AG_UI, STARLETTE = (
    "openai, event and to_json",
    "AG-UI, event and EventEncoder",
    "sse-starlette, dumps and encode",
)


class ModelFrames(EventEmitter):
    """A sink of bytes that takes models only."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self._encoder = SSEEncoder()

    def emit(self, event: ResponseStreamEvent) -> None:
        """Keep the frame of an event."""
        self.frames.append(self._encoder.encode(event))


def run(options: argparse.Namespace) -> bool:
    """Measure and print; True when every target is met."""
    print(f"producing: CPU time in one process, {options.rounds} rounds in turns; {peers.versions()}")
    kept = _deltas(options.rounds)
    return _long(options.rounds) and kept


def _open(emitter: EventEmitter) -> PartScope:
    builder = ResponseBuilder(emitter, model="bench-1", ids=SeededIds(1), clock=lambda: 1_700_000_000)
    return builder.message().open().text().open()


def _send(words: Sequence[str], delta: Callable[[str], object]) -> None:
    for word in words:
        delta(word)


def _deltas(rounds: int) -> bool:
    words = samples.words(DELTAS)
    tasks: dict[str, Prepare] = {
        OURS: lambda: partial(_send, words, _open(SSEEmitter()).delta),
        PLAIN: lambda: partial(_send, words, _open(ModelFrames()).delta),
        MODELS: lambda: partial(_send, words, _open(ListEmitter()).delta),
    }
    for name, write in peers.available(_WRITERS).items():
        tasks[name] = partial(partial, _send, words, write)
    times = in_turns(tasks, rounds=rounds)
    print(f"\n{DELTAS} deltas of a text; µs for each")
    for task, taken in times.items():
        print(f"  {task:<40}{taken.usual * 1e3 / DELTAS:>9.2f}")
    targets = {OPENAI: 2.5, AG_UI: 4.0, STARLETTE: 4.0}
    return report(
        "text.delta through state check, snapshot and encoding",
        [
            Ratio(f"{name} / ours", times[name].usual / times[OURS].usual, "at least", target)
            for name, target in targets.items()
            if name in times
        ],
    )


def _long(rounds: int) -> bool:
    words = samples.words(WINDOW)

    def after(count: int) -> Prepare:
        def prepare() -> Callable[[], object]:
            text = _open(SSEEmitter())
            _send(samples.words(count), text.delta)
            return partial(_send, words, text.delta)

        return prepare

    times: dict[str, Times] = in_turns({"first": after(1), "last": after(MANY - WINDOW)}, rounds=max(3, rounds // 4))
    ratio = times["last"].usual / times["first"].usual
    return report("a long text", [Ratio(f"delta {MANY:,} / delta 1", ratio, "at most", 1.3)])


def _openai() -> Callable[[str], object]:
    from openai.types.responses import ResponseTextDeltaEvent

    number = 0

    def write(word: str) -> object:
        nonlocal number
        number += 1
        return ResponseTextDeltaEvent(
            type="response.output_text.delta",
            item_id="msg_0123456789abcdef0123456789abcdef",
            output_index=0,
            content_index=0,
            delta=word,
            logprobs=[],
            sequence_number=number,
        ).to_json()

    return write


def _ag_ui() -> Callable[[str], object]:
    from ag_ui.core import EventType, TextMessageContentEvent
    from ag_ui.encoder import EventEncoder

    encode = EventEncoder().encode

    def write(word: str) -> object:
        event = TextMessageContentEvent(
            type=EventType.TEXT_MESSAGE_CONTENT, message_id="msg_0123456789abcdef0123456789abcdef", delta=word
        )
        return encode(event).encode()

    return write


def _sse_starlette() -> Callable[[str], object]:
    from sse_starlette import ServerSentEvent

    number = 0

    def write(word: str) -> object:
        nonlocal number
        number += 1
        data = {
            "type": "response.output_text.delta",
            "sequence_number": number,
            "item_id": "msg_0123456789abcdef0123456789abcdef",
            "output_index": 0,
            "content_index": 0,
            "delta": word,
        }
        return ServerSentEvent(json.dumps(data), event="response.output_text.delta").encode()

    return write


_WRITERS = {OPENAI: _openai, AG_UI: _ag_ui, STARLETTE: _sse_starlette}
