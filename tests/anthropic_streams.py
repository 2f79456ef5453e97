"""Events of Anthropic's Messages API for the tests, and what the bridge makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from openresponses_sdk import AnthropicMessagesBridge, Violation
from openresponses_sdk.validator import iter_violations

Event = dict[str, Any]

USAGE = {"input_tokens": 10, "cache_creation_input_tokens": 5, "cache_read_input_tokens": 7, "output_tokens": 1}
STOP: Event = {"type": "message_stop"}
PING: Event = {"type": "ping"}


def start(id: str = "msg_1", **fields: Any) -> Event:
    message = {"id": id, "type": "message", "role": "assistant", "model": "claude-x", "content": [], "usage": USAGE}
    return {"type": "message_start", "message": {**message, "stop_reason": None, "stop_sequence": None, **fields}}


def begin(index: Any, type: Any, **fields: Any) -> Event:
    return {"type": "content_block_start", "index": index, "content_block": {"type": type, **fields}}


def delta(index: Any, type: Any, **fields: Any) -> Event:
    return {"type": "content_block_delta", "index": index, "delta": {"type": type, **fields}}


def stop(index: Any) -> Event:
    return {"type": "content_block_stop", "index": index}


def text(index: int, *fragments: str, citations: Iterable[Event] = ()) -> list[Event]:
    """The events of a whole text block; its citations come before its text."""
    return [
        begin(index, "text", text=""),
        *(delta(index, "citations_delta", citation=citation) for citation in citations),
        *(delta(index, "text_delta", text=fragment) for fragment in fragments),
        stop(index),
    ]


def tool(index: int, *fragments: str, id: str = "toolu_1", name: str = "look", **fields: Any) -> list[Event]:
    """The events of a whole tool use whose input comes in fragments."""
    return [
        begin(index, "tool_use", id=id, name=name, input={}, **fields),
        *(delta(index, "input_json_delta", partial_json=fragment) for fragment in fragments),
        stop(index),
    ]


def thinking(index: int, *fragments: str, signature: str = "c2ln") -> list[Event]:
    """The events of a whole thinking block."""
    return [
        begin(index, "thinking", thinking="", signature=""),
        *(delta(index, "thinking_delta", thinking=fragment) for fragment in fragments),
        delta(index, "signature_delta", signature=signature),
        stop(index),
    ]


def end(reason: Any = "end_turn", *, usage: Any = None, **fields: Any) -> list[Event]:
    """The events that end a message."""
    told = {"output_tokens": 20} if usage is None else usage
    return [{"type": "message_delta", "delta": {"stop_reason": reason, **fields}, "usage": told}, STOP]


class Converted:
    """What the bridge made of a source: the events of each stream as plain JSON, the responses and the findings."""

    def __init__(self, source: Iterable[Any], **options: Any) -> None:
        events: list[Any] = []
        bridge = AnthropicMessagesBridge(events.append, **{"clock": lambda: 1_700_000_000, **options})
        for event in source:
            bridge.receive(event)
        bridge.receive_eof()
        self.findings = bridge.findings
        self.responses: list[dict[str, Any]] = [json.loads(response.to_json()) for response in bridge.responses]
        self.events: list[dict[str, Any]] = [json.loads(event.to_json()) for event in events]
        self.streams: list[list[dict[str, Any]]] = []
        for event in self.events:
            if event["type"] == "response.created":
                self.streams.append([])
            self.streams[-1].append(event)

    @property
    def response(self) -> dict[str, Any]:
        """The only response."""
        (response,) = self.responses
        return response

    @property
    def output(self) -> list[dict[str, Any]]:
        """The items of the only response."""
        output: list[dict[str, Any]] = self.response["output"]
        return output

    @property
    def violations(self) -> list[Violation]:
        """What the validator says of every stream."""
        return [violation for stream in self.streams for violation in iter_violations(stream)]

    @property
    def errors(self) -> list[Violation]:
        """What it calls an error."""
        return [violation for violation in self.violations if violation.severity == "error"]

    def of_type(self, event_type: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == event_type]


def convert(*source: Any, **options: Any) -> Converted:
    """Convert a source and make sure that every stream of it is legal and has its end."""
    converted = Converted(source, **options)
    assert converted.errors == []
    assert len(converted.streams) == len(converted.responses)
    for events, response in zip(converted.streams, converted.responses, strict=True):
        assert events[-1]["response"] == response
    return converted
