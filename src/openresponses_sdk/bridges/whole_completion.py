"""A whole response as a whole chat completion: the chunks of ``ResponsesToChatBridge`` put together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from openresponses_schema import Response

from ..findings import Finding
from ..ids import Clock, IdSource
from .chat_writing import ChatChunk, ResponsesToChatBridge

__all__ = ["WholeCompletion", "to_chat_completion"]

Fields = dict[str, Any]


class WholeCompletion(NamedTuple):
    """What a chat server would have answered."""

    body: ChatChunk
    """A ``chat.completion`` as plain JSON, or an object with an ``error`` when the response failed or is not over."""
    findings: list[Finding]
    """What a completion has no place for; ``field`` is the path in the response."""


def to_chat_completion(
    response: Response | Mapping[str, object],
    *,
    summaries: bool = False,
    model: str = "unknown",
    tool_names: Mapping[str, str] = MappingProxyType({}),
    ids: IdSource | None = None,
    clock: Clock | None = None,
) -> WholeCompletion:
    """The completion that a response is; the options are those of ``ResponsesToChatBridge``.

    A response that failed, or that is queued or in progress, becomes an error, never a completion.  Nothing is raised
    for what the response holds.
    """
    bridge = ResponsesToChatBridge(
        include_usage=True, summaries=summaries, model=model, tool_names=tool_names, ids=ids, clock=clock
    )
    # Whatever is given is read as a response, even where it does not say that it is one.
    plain = response if not isinstance(response, Mapping) else {**response, "object": "response", "type": None}
    chunks = [*bridge.receive(plain), *bridge.receive_eof()]
    if "error" in chunks[-1]:
        return WholeCompletion(chunks[-1], bridge.findings)
    return WholeCompletion(_completion(chunks), bridge.findings)


def _completion(chunks: list[Fields]) -> Fields:
    first, usage = chunks[-1], None
    message: Fields = {"role": "assistant", "content": None, "refusal": None}
    logprobs: list[Any] = []
    reason = None
    for chunk in chunks:
        usage = chunk.get("usage") or usage
        for choice in chunk["choices"]:
            reason = choice["finish_reason"] or reason
            logprobs += choice.get("logprobs", {}).get("content", [])
            _add(message, choice["delta"])
    choice = {
        "index": 0,
        "message": message,
        "logprobs": {"content": logprobs, "refusal": None} if logprobs else None,
        "finish_reason": reason,
    }
    head = {name: value for name, value in first.items() if name not in ("choices", "usage")}
    return {**head, "object": "chat.completion", "choices": [choice], **({} if usage is None else {"usage": usage})}


def _add(message: Fields, delta: Fields) -> None:
    """Add a delta to the message."""
    for name, value in delta.items():
        if name == "tool_calls":
            calls = message.setdefault(name, [])
            for fragment in value:
                if fragment["index"] == len(calls):
                    calls.append({"id": fragment["id"], "type": "function", "function": dict(fragment["function"])})
                else:
                    calls[fragment["index"]]["function"]["arguments"] += fragment["function"]["arguments"]
        elif isinstance(value, list):
            message.setdefault(name, []).extend(value)
        elif name != "role" and value:
            message[name] = (message.get(name) or "") + value
