"""The data of the benchmarks, made here: no recorded traffic, and the same bytes in every run."""

from __future__ import annotations

import json
from functools import cache
from itertools import cycle, islice
from typing import Final

from openresponses_schema import Response, ResponseStreamEvent, UrlCitation
from openresponses_sdk import ResponseBuilder, SSEEncoder
from openresponses_sdk.ids import SeededIds

DELTA: Final = "response.output_text.delta"
CHUNK_BYTES: Final = 16 * 1024
AGENT: Final = (18, 105)
"""Turns, and words of each summary: a response of 57 KB."""

_PLAIN: Final = 'The ferry costs 4 before noon. She said "later", wrote a few lines of code\n\tand went on to the next'
_MIXED: Final = f"{_PLAIN} stop, Žižkov, for 4 € or 95 Kč."
_TOOL: Final = {
    "type": "function",
    "name": "find_departures",
    "description": "Departures of a line from a stop, the next ones first.",
    "parameters": {
        "type": "object",
        "properties": {"line": {"type": "string"}, "stop": {"type": "string"}, "limit": {"type": "integer"}},
        "required": ["line", "stop", "limit"],
        "additionalProperties": False,
    },
    "strict": True,
}
_USAGE: Final = {
    "input_tokens": 1200,
    "output_tokens": 9000,
    "total_tokens": 10200,
    "input_tokens_details": {"cached_tokens": 1024},
    "output_tokens_details": {"reasoning_tokens": 2000},
}


def words(count: int, text: str = _MIXED) -> list[str]:
    """So many words, each with the blank that follows it."""
    return [f"{word} " for word in islice(cycle(text.split(" ")), count)]


def _builder(events: list[ResponseStreamEvent]) -> ResponseBuilder:
    return ResponseBuilder(
        events.append, model="bench-1", ids=SeededIds(1), clock=lambda: 1_700_000_000, tools=[_TOOL], temperature=0.7
    )


@cache
def answer_texts(deltas: int) -> list[str]:
    """The JSON of an answer: reasoning, a text of so many deltas and a call, with a quarter of that of each other."""
    events: list[ResponseStreamEvent] = []
    builder = _builder(events)
    with builder.reasoning() as reasoning, reasoning.text() as thought:
        for word in words(deltas // 4):
            thought.delta(word)
    with builder.message() as message, message.text() as part:
        for word in words(deltas):
            part.delta(word)
    with builder.function_call("find_departures") as call:
        for fragment in ('{"stops":["', *(json.dumps(word)[1:-1] for word in words(deltas // 4 - 2)), '"]}'):
            call.delta(fragment)
    builder.complete(_USAGE)
    return [event.to_json().decode() for event in events]


@cache
def text_events(deltas: int, items: int = 1, *, is_ascii: bool = False) -> tuple[ResponseStreamEvent, ...]:
    """A whole stream of messages, each of one text of so many deltas."""
    events: list[ResponseStreamEvent] = []
    builder = _builder(events)
    for _ in range(items):
        with builder.message() as message, message.text() as part:
            for word in words(deltas, _PLAIN if is_ascii else _MIXED):
                part.delta(word)
    builder.complete(_USAGE)
    return tuple(events)


def _agent(turns: int, length: int) -> tuple[list[ResponseStreamEvent], Response]:
    events: list[ResponseStreamEvent] = []
    builder = _builder(events)
    for turn in range(turns):
        with builder.reasoning(encrypted_content="gAAAA" * 40) as reasoning, reasoning.summary() as summary:
            for word in words(length):
                summary.delta(word)
        with builder.function_call("find_departures") as call:
            for fragment in ('{"line":"', f"S{turn}", '","stop":"', "Hlavní ", "nádraží", '","limit":', "8}"):
                call.delta(fragment)
        departures = [{"at": f"{hour:02}:{turn:02}", "platform": hour % 7, "late": hour % 3} for hour in range(8)]
        builder.function_call_output(call.call_id, json.dumps(departures))
        with builder.message() as message, message.text() as part:
            for word in words(2 * length):
                part.delta(word)
            for start in (3, 40):
                part.annotate(
                    UrlCitation(
                        url=f"https://example.test/{turn}", title="Timetable", start_index=start, end_index=start + 9
                    )
                )
    return events, builder.complete(_USAGE)


@cache
def agent_events() -> tuple[ResponseStreamEvent, ...]:
    """A whole stream of an agent at work: reasoning, calls, outputs and cited messages."""
    return tuple(_agent(*AGENT)[0])


@cache
def agent_response() -> bytes:
    """What that stream ends with: a response of 57 KB."""
    return _agent(*AGENT)[1].to_json()


def sse(events: tuple[ResponseStreamEvent, ...]) -> list[bytes]:
    """The events as they travel, one in each."""
    encoder = SSEEncoder()
    return [encoder.encode(event) for event in events]


def rechunked(blocks: list[bytes], size: int) -> list[bytes]:
    """The same bytes in chunks of one size."""
    body = b"".join(blocks)
    return [body[start : start + size] for start in range(0, len(body), size)]
