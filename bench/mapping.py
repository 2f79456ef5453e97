"""From a request to the body of another provider's: each mapping beside the parsing of the request."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from openresponses_sdk import RequestMapping, to_anthropic_messages, to_chat_completions, to_gemini

from .clock import Prepare, in_turns
from .targets import Ratio, report

TURNS = 50
"""The turns of the conversation: a question, a call, its output, an answer."""
MAPPINGS: Mapping[str, Callable[[Mapping[str, Any]], RequestMapping]] = {
    "to_chat_completions": to_chat_completions,
    "to_anthropic_messages": to_anthropic_messages,
    "to_gemini": to_gemini,
}


def run(options: argparse.Namespace) -> bool:
    """Measure and print; there is no target, since a request is mapped once and its answer takes seconds."""
    print(f"mapping: CPU time in one process, {options.rounds} rounds in turns")
    request = _request()
    text = json.dumps(request)
    tasks: dict[str, Prepare] = {name: partial(partial, _map, mapped, request) for name, mapped in MAPPINGS.items()}
    tasks["json.loads"] = partial(partial, json.loads, text)
    tasks["json.dumps"] = partial(partial, json.dumps, request)
    times = in_turns(tasks, rounds=options.rounds)
    print(f"\nµs for a request of {TURNS} turns, {len(text) / 1024:.0f} KiB")
    for name, taken in times.items():
        print(f"  {name:<36}{taken.usual * 1e3:>9.1f}")
    parse, write = times["json.loads"].usual, times["json.dumps"].usual
    return report(
        "mapping, a request as a dict to the body as a dict",
        [Ratio(f"{name} / json.loads", times[name].usual / parse) for name in MAPPINGS]
        + [Ratio(f"{name} / (json.loads + json.dumps)", times[name].usual / (parse + write)) for name in MAPPINGS],
    )


def _map(mapped: Callable[[Mapping[str, Any]], RequestMapping], request: Mapping[str, Any]) -> None:
    mapped(request)


def _request() -> dict[str, Any]:
    """A conversation with tools, as agents send it."""
    schema = {"type": "object", "properties": {"city": {"type": "string"}, "unit": {"enum": ["C", "F"]}}}
    items: list[dict[str, Any]] = []
    for turn in range(TURNS):
        question = {"type": "input_text", "text": f"How warm is it in place {turn}? " * 4}
        answer = {"type": "output_text", "text": f"It is {turn} degrees there, and dry. " * 12, "annotations": []}
        call = {"call_id": f"call_{turn}", "name": "weather", "arguments": '{"city": "Graz", "unit": "C"}'}
        items += [
            {"type": "message", "role": "user", "content": [question]},
            {"type": "function_call", "id": f"fc_{turn}", "status": "completed", **call},
            {"type": "function_call_output", "call_id": f"call_{turn}", "output": '{"degrees": 21, "sky": "clear"}'},
            {"type": "message", "id": f"msg_{turn}", "role": "assistant", "status": "completed", "content": [answer]},
        ]
    tools = [
        {"type": "function", "name": f"tool_{at}", "description": "Looks something up. " * 5, "parameters": schema}
        for at in range(8)
    ]
    return {"model": "m", "instructions": "Be brief. " * 40, "input": items, "tools": tools, "temperature": 0.5}
