"""The optional layer over an agent: its switches, its two ways to take events, and what it costs when it is off."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.errors import LocalProtocolError
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.integration import IntegrationConfig, ResponsesIntegration
from openresponses_sdk.predicates import is_terminal
from openresponses_sdk.protocols import ResponsesProvider, SupportsToResponse
from openresponses_sdk.validator import iter_violations

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "agent-session.jsonl"
MESSAGE = {"type": "agent_message", "text": "Done."}
TURN: list[dict[str, Any]] = [
    {"type": "thread.started", "thread_id": "t"},
    {"type": "turn.started"},
    {"type": "item.completed", "item": {"id": "r", "type": "reasoning", "text": "Hm."}},
    {"type": "item.completed", "item": {"id": "w", "type": "web_search", "query": "tide"}},
    {"type": "item.started", "item": {"id": "c", "type": "tool_invocation", "tool_name": "look", "arguments": {}}},
    {"type": "item.completed", "item": {"id": "c", "type": "tool_invocation", "tool_name": "look", "arguments": {}}},
    {"type": "item.completed", "item": {"id": "m", **MESSAGE}},
    {"type": "error", "message": "only a warning"},
    {"type": "turn.completed", "usage": {"input_tokens": 1, "cached_input_tokens": 0, "output_tokens": 2}},
]


def integration(**switches: bool) -> ResponsesIntegration:
    return ResponsesIntegration(
        IntegrationConfig(enabled=True, **switches), slug="acme", ids=SeededIds(1), clock=lambda: 1_700_000_000
    )


def run(layer: ResponsesIntegration, events: list[Any] | None = None) -> Any:
    layer.start_response("m")
    for event in TURN if events is None else events:
        layer.process(event)
    return layer.finish_response()


def types(response: Any) -> list[str]:
    return [item.type for item in response.output]


def test_it_is_off_unless_it_is_switched_on() -> None:
    """DESIGN 5: off by default; then it does nothing."""
    layer = ResponsesIntegration()
    assert layer.config == IntegrationConfig(
        enabled=False, emit_events=True, include_reasoning=True, include_extensions=True, map_tool_calls=True
    )
    calls: list[Any] = []
    layer.set_callback(calls.append)
    assert run(layer) is None
    layer.process(object())
    assert (layer.response, layer.take_events(), layer.findings, calls) == (None, [], [], [])


def test_while_it_is_off_the_bridge_is_not_even_imported() -> None:
    """Issue 4, integration: disabled does nothing and costs nothing."""
    program = """
import sys
from openresponses_sdk import ResponsesIntegration
layer = ResponsesIntegration()
layer.start_response("m"); layer.process({"type": "turn.started"}); layer.finish_response()
print(*[name for name in sys.modules if "bridges" in name or "thread_events" in name])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_events_and_response_come_out() -> None:
    """DESIGN 5: start_response, process, finish_response, take_events, response."""
    layer = integration()
    response = run(layer)
    assert types(response) == ["reasoning", "acme:web_search", "function_call", "message"]
    assert response.usage.total_tokens == 3 and response.model == "m"
    assert layer.response == response
    events = layer.take_events()
    assert [each for each in iter_violations(events) if each.severity == "error"] == []
    assert events[-1].response.to_json() == response.to_json()
    assert layer.take_events() == []


SWITCHES = list(itertools.product([True, False], repeat=3))


@pytest.mark.parametrize(("reasoning", "extensions", "tools"), SWITCHES)
@pytest.mark.parametrize("log", ["turn", "example"])
def test_every_combination_of_switches_gives_a_legal_stream(
    log: str, reasoning: bool, extensions: bool, tools: bool
) -> None:
    """Issue 4, integration: filtering removes an item whole, nested events too; the seed leaves orphans."""
    source: list[Any] = TURN if log == "turn" else EXAMPLE.read_bytes().splitlines()
    layer = integration(include_reasoning=reasoning, include_extensions=extensions, map_tool_calls=tools)
    response = run(layer, source)
    events = layer.take_events()
    assert [each for each in iter_violations(events) if each.severity == "error"] == []
    kinds = {item.type for event in events if hasattr(event, "response") for item in event.response.output}
    kinds |= {event.item.type for event in events if event.type == "response.output_item.added"}
    assert ("reasoning" in kinds) is reasoning
    assert any(":" in kind for kind in kinds) is extensions
    assert any(":" in event.type for event in events) is extensions
    assert ("function_call" in kinds) is tools
    assert events[-1].response == response
    assert layer.findings == []


def test_without_events_the_response_is_built_all_the_same() -> None:
    """DESIGN 5: emit_events."""
    layer, calls = integration(emit_events=False), []
    layer.set_callback(calls.append)
    assert types(run(layer)) == types(run(integration()))
    assert (layer.take_events(), calls) == ([], [])


def test_the_response_can_be_read_at_any_time_and_hides_what_is_left_out() -> None:
    """DESIGN 5: response; the switches hold for it as for the events."""
    layer = integration(include_reasoning=False)
    layer.start_response("m")
    assert layer.response is None
    seen = []
    for event in TURN:
        layer.process(event)
        seen.append(types(layer.response) if layer.response else None)
    final = ["acme:web_search", "function_call", "message"]
    assert seen == [None, [], [], final[:1], final[:2], final[:2], final, final, final]
    assert layer.response is not None and layer.response.status == "completed"


def test_the_callback_takes_the_events_from_the_list() -> None:
    """DESIGN 5: set_callback; an event goes one way, so that nothing gathers that nobody takes."""
    layer, calls = integration(), []
    layer.set_callback(calls.append)
    run(layer)
    assert layer.take_events() == []
    layer.set_callback(None)
    run(layer)
    assert len(layer.take_events()) == len(calls) > 10


def test_a_callback_that_fails_does_not_disturb_the_agent() -> None:
    """Issue 4, emitters: an exception in the callback is policy; an agent must not die of its observer."""
    layer, calls = integration(), []

    def fail(event: Any) -> None:
        calls.append(event)
        raise OSError("full")

    layer.set_callback(fail)
    assert run(layer).status == "completed"
    assert len(calls) == 1 and isinstance(layer.callback_error, OSError)
    layer.set_callback(calls.append)
    assert layer.callback_error is None


def test_a_callback_that_fails_can_be_heard() -> None:
    """Issue 4, emitters: or raise."""
    layer = integration()
    layer.set_callback(lambda event: 1 // 0, on_error="raise")
    layer.start_response("m")
    with pytest.raises(ZeroDivisionError):
        for event in TURN:
            layer.process(event)


def test_an_agent_that_stops_in_a_turn_has_failed() -> None:
    """Issue 4, bad input: never a silent completed one."""
    layer = integration()
    response = run(layer, TURN[:5])
    assert (response.status, response.error.code) == ("failed", "stream_truncated")
    assert [each.message for each in layer.findings] == ["The log ended before the turn did."]


def test_starting_again_finishes_what_was_open() -> None:
    """The events of the first response have their end before those of the second begin."""
    layer = integration()
    layer.start_response("first")
    layer.process(TURN[1])
    assert run(layer).status == "completed"
    ends = [event.type for event in layer.take_events() if is_terminal(event)]
    assert ends == ["response.failed", "response.completed"]
    assert layer.finish_response() is None
    layer.start_response("third")
    assert layer.response is None


def test_processing_without_a_response_is_refused() -> None:
    """A call that was forgotten must not lose events in silence."""
    with pytest.raises(LocalProtocolError, match="call start_response first"):
        integration().process(TURN[1])


def test_a_log_without_a_turn_gives_no_response() -> None:
    """Nothing is made up; the finding says why."""
    layer = integration()
    assert run(layer, []) is None
    assert [each.message for each in layer.findings] == ["The log holds no turn"]


@pytest.mark.parametrize("event", [b"{", "no json", [], 5, {"type": 3}, {}, None, {"type": "item.completed"}])
def test_what_is_no_event_is_a_finding(event: Any) -> None:
    """House rule: bad input raises nothing foreign, and does not end the response."""
    layer = integration()
    response = run(layer, [*TURN[:2], event, *TURN[6:]])
    assert response.status == "completed" and len(layer.findings) == 1


def test_the_protocols_know_who_offers_what() -> None:
    """DESIGN 5: OpenResponsesProvider and ToOpenResponse, as Protocols that isinstance can ask."""

    class Session:
        responses_integration = integration()

    class Answer:
        def to_response(self) -> Any:
            return ResponseBuilder(model="m").complete()

    assert isinstance(Session(), ResponsesProvider) and not isinstance(Answer(), ResponsesProvider)
    assert isinstance(Answer(), SupportsToResponse) and not isinstance(Session(), SupportsToResponse)
    assert json.loads(Answer().to_response().to_json())["status"] == "completed"
