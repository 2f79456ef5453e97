"""An Open Responses stream written as ``chat.completion.chunk`` objects.

1. The first chunk has the role; text, refusals and calls follow as deltas; the last one has the finish reason.
2. Calls are numbered in the order in which they are added.
3. A failed, truncated or broken stream ends with an error object and no finish reason, never as a complete answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from ..findings import Finding
from .chat_request_in import members
from .request_mapping import JSONObject

__all__ = ["FINISH_REASONS", "TEXT_DELTAS", "ResponsesToChatBridge"]

TEXT_DELTAS: Final[Mapping[str, str]] = {
    "response.output_text.delta": "content",
    "response.refusal.delta": "refusal",
    "response.reasoning.delta": "reasoning_content",
    "response.reasoning_text.delta": "reasoning_content",
}
"""Events whose delta is text, and the member of a chunk's delta that it becomes."""
FINISH_REASONS: Final[Mapping[str, str]] = {"max_output_tokens": "length", "content_filter": "content_filter"}
"""Reasons of an incomplete response, and the finish reasons that they become; any other is ``length``."""
_ENDINGS: Final = frozenset(("response.completed", "response.incomplete"))
_FAILURES: Final = frozenset(("response.failed", "error"))


class ResponsesToChatBridge:
    """Takes the events of one Open Responses stream and gives chunks of Chat Completions.

    ``receive`` and ``receive_eof`` return chunks as plain JSON.  With ``include_usage`` a last chunk without choices
    has the usage.  After the end, events are left out with a finding.
    """

    def __init__(self, *, include_usage: bool = False) -> None:
        self.findings: list[Finding] = []
        """What could not be carried over."""
        self._include_usage = include_usage
        self._head: JSONObject = {"id": "", "object": "chat.completion.chunk", "created": 0, "model": ""}
        self._calls: dict[str, int] = {}
        self._has_begun = False
        self._is_ended = False
        self._count = 0

    def receive(self, event: BaseModel | Mapping[str, object]) -> list[JSONObject]:
        """The chunks that an event becomes."""
        self._count += 1
        value = members(event.model_dump(mode="json", exclude_unset=True) if isinstance(event, BaseModel) else event)
        kind = value.get("type")
        if self._is_ended:
            self._report("The stream had ended; the event is left out", kind)
            return []
        response = members(value.get("response"))
        self._tell(response)
        if not isinstance(kind, str):
            self._report("The event has no type and is left out", kind)
            return []
        if kind in TEXT_DELTAS:
            return self._delta({TEXT_DELTAS[kind]: value.get("delta", "")})
        if kind == "response.output_item.added":
            return self._added(members(value.get("item")))
        if kind == "response.function_call_arguments.delta":
            index = self._calls.get(str(value.get("item_id")))
            if index is None:
                self._report("The arguments are of no call that was added", kind)
                return []
            return self._delta({"tool_calls": [{"index": index, "function": {"arguments": value.get("delta", "")}}]})
        if kind in _ENDINGS:
            return self._ending(kind, response)
        if kind in _FAILURES:
            self._is_ended = True
            error = members(value.get("error")) or members(response.get("error"))
            return [{"error": error or {"code": "server_error", "message": "The response failed"}}]
        return []

    def receive_eof(self) -> list[JSONObject]:
        """The stream has ended; an error object when it was cut off."""
        if self._is_ended:
            return []
        self._is_ended = True
        self._report("The stream ended before its response did", None)
        return [{"error": {"code": "stream_truncated", "message": "The stream ended before its response did"}}]

    def _tell(self, response: JSONObject) -> None:
        for name, source, type in (("id", "id", str), ("model", "model", str), ("created", "created_at", int)):
            if isinstance(response.get(source), type):
                self._head[name] = response[source]

    def _added(self, item: JSONObject) -> list[JSONObject]:
        if item.get("type") != "function_call":
            if item.get("type") not in ("message", "reasoning"):
                self._report(
                    f"An item of type {item.get('type')} has no place in a chunk", "response.output_item.added"
                )
            return []
        index = self._calls[str(item.get("id"))] = len(self._calls)
        function = {"name": item.get("name", ""), "arguments": item.get("arguments", "")}
        call = {"index": index, "id": item.get("call_id", ""), "type": "function", "function": function}
        return self._delta({"tool_calls": [call]})

    def _ending(self, kind: str, response: JSONObject) -> list[JSONObject]:
        self._is_ended = True
        reason = "tool_calls" if self._calls else "stop"
        if kind == "response.incomplete":
            told = members(response.get("incomplete_details")).get("reason")
            reason = FINISH_REASONS.get(str(told), "length")
        chunks = self._delta({}, reason)
        usage = members(response.get("usage"))
        if self._include_usage and usage:
            written: JSONObject = {
                "prompt_tokens": usage.get("input_tokens", 0),
                "completion_tokens": usage.get("output_tokens", 0),
                "total_tokens": usage.get("total_tokens", 0),
            }
            for name, source in (("prompt", "input"), ("completion", "output")):
                if f"{source}_tokens_details" in usage:
                    written[f"{name}_tokens_details"] = usage[f"{source}_tokens_details"]
            chunks.append(self._head | {"choices": [], "usage": written})
        return chunks

    def _delta(self, delta: JSONObject, reason: str | None = None) -> list[JSONObject]:
        if not self._has_begun:
            self._has_begun = True
            delta = {"role": "assistant"} | delta
        return [self._head | {"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}]

    def _report(self, message: str, event: object) -> None:
        kind = event if isinstance(event, str) else None
        self.findings.append(Finding(message=message, line=self._count, event=kind))
