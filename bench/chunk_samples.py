"""Streams of Gemini and Ollama for the benchmarks, made here: one JSON text a chunk or line."""

from __future__ import annotations

import json
from typing import Any

from .samples import words

__all__ = ["gemini_chunks", "ollama_lines"]

_WORDS = 6
"""How many words a chunk of Gemini has; the recorded ones have more."""


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def gemini_chunks(count: int) -> list[str]:
    """An answer of thoughts, text and streamed arguments of a call: so many chunks of text, an eighth of the others."""
    said = words(count * _WORDS)
    texts = ["".join(said[at : at + _WORDS]) for at in range(0, len(said), _WORDS)]
    parts: list[dict[str, Any]] = [{"text": text, "thought": True} for text in texts[: count // 8]]
    parts += ({"text": text} for text in texts)
    parts.append({"functionCall": {"name": "find_departures", "willContinue": True}, "thoughtSignature": "RXJ" * 100})
    fragments = ({"jsonPath": "$.stop", "stringValue": text, "willContinue": True} for text in texts[: count // 8])
    parts += ({"functionCall": {"partialArgs": [fragment], "willContinue": True}} for fragment in fragments)
    parts.append({"functionCall": {}})
    return [_text(_chunk(part, number, number == len(parts) - 1)) for number, part in enumerate(parts)]


def _chunk(part: dict[str, Any], number: int, is_last: bool) -> dict[str, Any]:
    return {
        "candidates": [
            {
                "content": {"parts": [part], "role": "model"},
                **({"finishReason": "STOP"} if is_last else {}),
                "index": 0,
            }
        ],
        "usageMetadata": {
            "promptTokenCount": 1200,
            "candidatesTokenCount": 2 + number,
            "totalTokenCount": 1442 + number,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 1200}],
            "thoughtsTokenCount": 240,
        },
        "modelVersion": "gemini-bench",
        "responseId": "FyIhav7bJNyw4-EP6eCsqA0",
    }


def ollama_lines(count: int) -> list[str]:
    """An answer of so many lines of text, a quarter as many of thinking, and a call of a tool."""
    call = {"id": "call_bench", "function": {"name": "find_departures", "arguments": {"stop": "Žižkov", "limit": 8}}}
    messages: list[dict[str, Any]] = [{"content": "", "thinking": word} for word in words(count // 4)]
    messages += ({"content": word} for word in words(count))
    messages += ({"content": "", "tool_calls": [call]}, {"content": ""})
    head = {"model": "ollama-bench", "created_at": "2026-08-07T06:08:11.017589Z"}
    lines = [{**head, "message": {"role": "assistant", **message}, "done": False} for message in messages]
    lines[-1] |= {"done": True, "done_reason": "stop", "total_duration": 1671921584, "eval_duration": 1361034000}
    return [_text(line) for line in [*lines[:-1], {**lines[-1], "prompt_eval_count": 1200, "eval_count": 3000}]]
