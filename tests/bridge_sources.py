"""The same made-up answers in the form of every source that a bridge takes, and the request that they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from openresponses_sdk import (
    AnthropicMessagesBridge,
    ChatCompletionsBridge,
    GeminiBridge,
    OllamaBridge,
    ThreadEventBridge,
)
from openresponses_sdk.bridges.building import BuildingBridge
from tests.provider_streams import Converted, laws

Event = dict[str, Any]
TEXT, CALL, END = "text", "call", "end"
"""What a made-up answer consists of; a call is one of the function ``tide``."""


def thread(number: int, steps: list[str]) -> Iterator[Event]:
    yield {"type": "turn.started"}
    for at, step in enumerate(steps):
        if step == TEXT:
            item = {"id": f"m{at}", "type": "agent_message", "text": "Noon"}
            yield {"type": "item.started", "item": {**item, "text": "No"}}
            yield {"type": "item.completed", "item": item}
        elif step == CALL:
            call = {"id": f"c{at}", "type": "tool_invocation", "tool_name": "tide", "tool_call_id": f"c{number}_{at}"}
            yield {"type": "item.started", "item": call}
            yield {"type": "item.completed", "item": {**call, "arguments": {}}}
        else:
            yield {"type": "turn.completed", "usage": {"input_tokens": 3, "output_tokens": 2}}


def chat(number: int, steps: list[str]) -> Iterator[Event]:
    def chunk(delta: Event, **more: Any) -> Event:
        return {"id": f"r{number}", "choices": [{"index": 0, "delta": delta, **more}]}

    for at, step in enumerate(steps):
        if step == TEXT:
            yield from (chunk({"content": "No"}), chunk({"content": "on"}))
        elif step == CALL:
            function = {"name": "tide", "arguments": '{"a"'}
            yield chunk({"tool_calls": [{"index": at, "id": f"c{at}", "function": function}]})
            yield chunk({"tool_calls": [{"index": at, "function": {"arguments": ": 1}"}}]})
        else:
            usage = {"prompt_tokens": 3, "completion_tokens": 2}
            yield {**chunk({}, finish_reason="stop"), "usage": usage}


def anthropic(number: int, steps: list[str]) -> Iterator[Event]:
    yield {"type": "message_start", "message": {"id": f"r{number}", "content": [], "usage": {"input_tokens": 3}}}
    for at, step in enumerate(steps):
        if step == END:
            yield {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 2}}
            yield {"type": "message_stop"}
            continue
        is_text = step == TEXT
        block = {"type": "text", "text": ""} if is_text else {"type": "tool_use", "id": f"c{at}", "name": "tide"}
        delta = (
            {"type": "text_delta", "text": "Noon"} if is_text else {"type": "input_json_delta", "partial_json": "{}"}
        )
        yield {"type": "content_block_start", "index": at, "content_block": block}
        yield {"type": "content_block_delta", "index": at, "delta": delta}
        yield {"type": "content_block_stop", "index": at}


def gemini(number: int, steps: list[str]) -> Iterator[Event]:
    parts = {TEXT: {"text": "Noon"}, CALL: {"functionCall": {"name": "tide", "args": {}}}}
    usage = {"promptTokenCount": 3, "candidatesTokenCount": 2, "totalTokenCount": 5}
    for step in steps:
        if step == END:
            yield {"responseId": f"r{number}", "candidates": [{"finishReason": "STOP"}], "usageMetadata": usage}
        else:
            yield {"responseId": f"r{number}", "candidates": [{"content": {"parts": [parts[step]]}}]}


def ollama(number: int, steps: list[str]) -> Iterator[Event]:
    messages = {TEXT: {"content": "Noon"}, CALL: {"tool_calls": [{"function": {"name": "tide", "arguments": {}}}]}}
    for step in steps:
        if step == END:
            yield {"message": {}, "done": True, "prompt_eval_count": 3, "eval_count": 2}
        else:
            yield {"message": messages[step], "done": False}


Source = Callable[[int, list[str]], Iterator[Event]]
BRIDGES: dict[str, tuple[type[BuildingBridge], Source]] = {
    "thread": (ThreadEventBridge, thread),
    "chat": (ChatCompletionsBridge, chat),
    "anthropic": (AnthropicMessagesBridge, anthropic),
    "gemini": (GeminiBridge, gemini),
    "ollama": (OllamaBridge, ollama),
}
every_bridge = pytest.mark.parametrize("name", BRIDGES)


def events_of(name: str, *answers: list[str]) -> list[Event]:
    return [event for number, steps in enumerate(answers) for event in BRIDGES[name][1](number, steps)]


def converted(name: str, source: list[Event], **options: Any) -> Converted:
    return laws(Converted(BRIDGES[name][0], source, **options))


TIDE = {"type": "function", "name": "tide", "parameters": {"type": "object"}}
REQUEST: Event = {
    "model": "asked-for",
    "input": "Which tide is it?",
    "temperature": 0.3,
    "tools": [TIDE],
    "metadata": {"ticket": "7"},
    "previous_response_id": "resp_before",
}
FUNCTION = {"type": "function", "name": "tide"}
ALLOWED = {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "moon"}]}
