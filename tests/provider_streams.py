"""What the tests of provider bridges share: a bridge is run over source events, and what it made is judged and read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from openresponses_sdk import Bridge, SeededIds, iter_violations

TERMINAL = ("response.completed", "response.incomplete", "response.failed")
FIXED = 1_700_000_000


class Converted:
    """What a bridge made of a source: the events of each stream as plain JSON, the responses and the findings."""

    def __init__(self, make: Callable[..., Bridge], source: Iterable[Any], **options: Any) -> None:
        emitted: list[Any] = []
        bridge = make(emitted.append, **{"ids": SeededIds(1), "clock": lambda: FIXED, **options})
        for event in source:
            bridge.receive(event)
        bridge.receive_eof()
        self.findings = bridge.findings
        self.responses = [json.loads(response.to_json()) for response in bridge.responses]
        self.events = [json.loads(event.to_json()) for event in emitted]
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
        return self.response["output"]

    @property
    def status(self) -> str:
        return self.response["status"]

    @property
    def messages(self) -> list[str]:
        """What the findings say."""
        return [finding.message for finding in self.findings]

    @property
    def fields(self) -> list[str | None]:
        """Where the findings point."""
        return [finding.field for finding in self.findings]

    def of_type(self, event_type: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == event_type]

    def items(self, item_type: str) -> list[dict[str, Any]]:
        return [item for item in self.output if item["type"] == item_type]

    @property
    def arguments(self) -> list[str]:
        return [item["arguments"] for item in self.items("function_call")]

    @property
    def text(self) -> str:
        return "".join(part["text"] for item in self.items("message") for part in item["content"])


def laws(converted: Converted) -> Converted:
    """What holds for every source: each stream is legal, ends once and as its response says."""
    assert len(converted.streams) == len(converted.responses)
    for stream, response in zip(converted.streams, converted.responses, strict=True):
        found = [violation for violation in iter_violations(stream) if violation.severity == "error"]
        assert found == []
        assert [event["type"] for event in stream if event["type"] in TERMINAL] == [f"response.{response['status']}"]
        assert stream[-1]["response"] == response
        deltas: dict[int, str] = {}
        for event in stream:
            if event["type"] == "response.function_call_arguments.delta":
                deltas[event["output_index"]] = deltas.get(event["output_index"], "") + event["delta"]
        calls = {at: item["arguments"] for at, item in enumerate(response["output"]) if item["type"] == "function_call"}
        assert {at: arguments for at, arguments in calls.items() if arguments} == deltas
    return converted
