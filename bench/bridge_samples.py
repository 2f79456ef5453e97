"""Streams of other providers for the benchmarks, made here: one JSON text an event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from .samples import words

__all__ = ["anthropic_messages"]


def _texts(events: Iterable[Mapping[str, Any]]) -> list[str]:
    return [json.dumps(event, ensure_ascii=False, separators=(",", ":")) for event in events]


def anthropic_messages(deltas: int) -> list[str]:
    """A message of thinking, text and a tool use, with so many deltas of text and a quarter of that of each other."""
    usage = {"input_tokens": 1200, "cache_read_input_tokens": 900, "output_tokens": 1}
    message = {"id": "msg_bench", "type": "message", "role": "assistant", "model": "claude-bench", "content": []}
    blocks: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
        (
            {"type": "thinking", "thinking": "", "signature": ""},
            [
                *({"type": "thinking_delta", "thinking": word} for word in words(deltas // 4)),
                {"type": "signature_delta", "signature": "RXJ" * 100},
            ],
        ),
        ({"type": "text", "text": ""}, [{"type": "text_delta", "text": word} for word in words(deltas)]),
        (
            {"type": "tool_use", "id": "toolu_bench", "name": "find_departures", "input": {}},
            [
                {"type": "input_json_delta", "partial_json": part}
                for part in ('{"stops":["', *(json.dumps(word)[1:-1] for word in words(deltas // 4 - 2)), '"]}')
            ],
        ),
    ]
    events: list[dict[str, Any]] = [{"type": "message_start", "message": {**message, "usage": usage}}]
    for index, (block, said) in enumerate(blocks):
        events.append({"type": "content_block_start", "index": index, "content_block": block})
        events += ({"type": "content_block_delta", "index": index, "delta": delta} for delta in said)
        events.append({"type": "content_block_stop", "index": index})
    events.append({"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 3000}})
    return _texts([*events, {"type": "message_stop"}])
