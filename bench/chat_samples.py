"""A streamed chat completion and an agent log for the benchmarks, made here: one JSON text an event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from .samples import words

__all__ = ["chat_chunks", "thread_events"]


def _texts(events: Iterable[Mapping[str, Any]]) -> list[str]:
    return [json.dumps(event, ensure_ascii=False, separators=(",", ":")) for event in events]


def chat_chunks(deltas: int) -> list[str]:
    """Reasoning, text and a tool call, with so many deltas of text and a quarter of that of each other.

    The fields are those that OpenAI sends with each chunk, about 330 bytes.
    """
    fragments = ('{"stops":["', *(json.dumps(word)[1:-1] for word in words(deltas // 4 - 2)), '"]}')
    calls = [{"index": 0, "function": {"arguments": fragment}} for fragment in fragments]
    calls[0] |= {
        "id": "call_bench",
        "type": "function",
        "function": {"name": "find_departures", "arguments": fragments[0]},
    }
    said: list[tuple[dict[str, Any], str | None]] = [
        ({"role": "assistant", "content": "", "refusal": None}, None),
        *(({"reasoning_content": word}, None) for word in words(deltas // 4)),
        *(({"content": word}, None) for word in words(deltas)),
        *(({"tool_calls": [fragment]}, None) for fragment in calls),
        ({}, "tool_calls"),
    ]
    common = {
        "id": "chatcmpl-BuBnK8LTKUtp70pLip5ZGv7HUzYPj",
        "object": "chat.completion.chunk",
        "created": 1_752_000_000,
        "model": "bench-1-2025-07-18",
        "service_tier": "default",
        "system_fingerprint": "fp_560af6e559",
    }
    usage = {"prompt_tokens": 1200, "completion_tokens": 3000, "total_tokens": 4200}
    return _texts(
        [
            *(
                {
                    **common,
                    "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}],
                    "usage": None,
                    "obfuscation": "aB3dE5",
                }
                for delta, reason in said
            ),
            {**common, "choices": [], "usage": usage},
        ]
    )


def thread_events(deltas: int) -> list[str]:
    """A log as VT Code writes it: a message whose growing text each update repeats, and calls with their output.

    Updates repeat all of the text so far, so the message is cut into pieces of 50 updates.
    """
    events: list[dict[str, Any]] = [
        {"type": "thread.started", "thread_id": "session-vtcode-1"},
        {"type": "turn.started"},
    ]
    pieces = words(deltas)
    for at in range(0, deltas, 50):
        text, id = "", f"item_{at}"
        for number, word in enumerate(pieces[at : at + 50]):
            text += word
            event = "item.updated" if number else "item.started"
            events.append({"type": event, "item": {"id": id, "type": "agent_message", "text": text}})
        events.append({"type": "item.completed", "item": {"id": id, "type": "agent_message", "text": text}})
        call = {
            "id": f"call_{at}",
            "type": "tool_invocation",
            "tool_name": "find_departures",
            "arguments": {"line": "S7"},
        }
        events.append({"type": "item.started", "item": {**call, "status": "in_progress"}})
        events.append({"type": "item.completed", "item": {**call, "status": "completed"}})
        output = {"id": f"call_{at}:output", "type": "tool_output", "call_id": f"call_{at}", "output": "12:40"}
        events.append({"type": "item.completed", "item": {**output, "status": "completed"}})
    usage = {"input_tokens": 1200, "cached_input_tokens": 900, "output_tokens": 3000}
    return _texts(
        {"schema_version": "0.4.0", "event": event} for event in [*events, {"type": "turn.completed", "usage": usage}]
    )
