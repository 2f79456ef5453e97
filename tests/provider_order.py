"""The order that providers demand of a conversation, which their request models do not tell: for tests only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["disorder_in"]

Messages = list[dict[str, Any]]


def disorder_in(provider: str, body: Mapping[str, Any]) -> str | None:
    """What the provider would refuse in the order of a body."""
    check, name = _CHECKS[provider]
    faults, lacking = check(body[name])
    if lacking:
        faults.append(f"{len(lacking)} calls have no result")
    return faults[0] if faults else None


def _chat(messages: Messages) -> tuple[list[str], list[str]]:
    """Results come right behind the message of their calls, one for each."""
    faults: list[str] = []
    lacking: list[str] = []
    waiting: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            if message["tool_call_id"] not in waiting:
                faults.append(f"a result of no call that waits: {message['tool_call_id']}")
            else:
                waiting.remove(message["tool_call_id"])
            continue
        lacking += waiting
        waiting = [call["id"] for call in message.get("tool_calls", ())]
        if len(set(waiting)) < len(waiting):
            faults.append("two calls of a message have one id")
        said = waiting or message.get("content") is not None or message.get("refusal")
        if message["role"] == "assistant" and not said:
            faults.append("a message of the model says nothing")
    return faults, lacking + waiting


def _anthropic(messages: Messages) -> tuple[list[str], list[str]]:
    """Roles alternate; results begin the message behind that of their calls; ids are unique; no message is blank."""
    faults: list[str] = []
    lacking: list[str] = []
    waiting: list[str] = []
    seen: set[str] = set()
    before = None
    for message in messages:
        blocks = message["content"]
        if message["role"] == before:
            faults.append(f"two messages of {before} beside each other")
        before = message["role"]
        texts = [block["text"] for block in blocks if block["type"] == "text"]
        if not blocks or (len(texts) == len(blocks) and not "".join(texts).strip()) or "" in texts:
            faults.append("a message or a text is blank")
        results = [block["tool_use_id"] for block in blocks if block["type"] == "tool_result"]
        if any(block["type"] != "tool_result" for block in blocks[: len(results)]):
            faults.append("results of tools do not come first")
        if len(set(results)) < len(results) or not set(results) <= set(waiting):
            faults.append(f"results {results} for the calls {waiting}")
        lacking += [each for each in waiting if each not in results]
        waiting = [block["id"] for block in blocks if block["type"] == "tool_use"]
        if len({*seen, *waiting}) < len(seen) + len(waiting):
            faults.append("an id of a call repeats")
        seen |= set(waiting)
    return faults, lacking + waiting


def _gemini(contents: Messages) -> tuple[list[str], list[str]]:
    """Roles alternate; behind the content with calls come as many results, by the names and in the order of them."""
    faults: list[str] = []
    lacking: list[str] = []
    waiting: list[str] = []
    before = None
    for content in contents:
        parts = content["parts"]
        if content["role"] == before:
            faults.append(f"two contents of {before} beside each other")
        before = content["role"]
        if not parts:
            faults.append("a content is empty")
        for name in [part["functionResponse"]["name"] for part in parts if "functionResponse" in part]:
            if name not in waiting:
                faults.append(f"a result of {name} for the calls {waiting}")
            else:
                waiting.remove(name)
        lacking += waiting
        waiting = [part["functionCall"]["name"] for part in parts if "functionCall" in part]
    return faults, lacking + waiting


_CHECKS: dict[str, tuple[Callable[[Messages], tuple[list[str], list[str]]], str]] = {
    "chat": (_chat, "messages"),
    "anthropic": (_anthropic, "messages"),
    "gemini": (_gemini, "contents"),
}
