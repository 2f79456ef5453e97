"""Bridges that know the request: what its responses repeat, and what becomes of a model that does not keep to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from openresponses_schema import WebSocketResponseCreateEvent
from openresponses_sdk import (
    DecodeError,
    LocalProtocolError,
    OllamaBridge,
    parse_request,
)
from openresponses_sdk.bridges.chat_response import ChatCompletion, response_of_chat_completion
from tests.bridge_sources import (
    ALLOWED,
    BRIDGES,
    CALL,
    END,
    FUNCTION,
    REQUEST,
    TEXT,
    TIDE,
    Event,
    anthropic,
    converted,
    events_of,
    every_bridge,
)

BROKEN: list[tuple[Any, list[str], str]] = [
    ("none", [TEXT, CALL, TEXT, END], "OR-TOOL-03"),
    (ALLOWED, [TEXT, CALL, CALL, END], "OR-TOOL-05"),
    ("required", [TEXT, TEXT, END], "OR-TOOL-02"),
    (FUNCTION, [TEXT, END], "OR-TOOL-04"),
]
"""Choices, an answer that does not keep to each, and the requirement that this breaks."""


@every_bridge
def test_a_response_repeats_its_request(name: str) -> None:
    """Issue 5: a client sees with which settings its answer was made; a gateway passes the request on."""
    made = converted(name, events_of(name, [TEXT, CALL, END]), request=REQUEST)
    first, last = made.events[0]["response"], made.response
    for response in (first, last):
        assert (response["temperature"], response["metadata"]["ticket"]) == (0.3, "7")
        assert [tool["name"] for tool in response["tools"]] == ["tide"]
        assert (response["model"], response["previous_response_id"]) == ("asked-for", "resp_before")
    assert last["status"] == "completed" and made.findings == []


@every_bridge
def test_a_request_may_come_in_each_of_its_forms(name: str) -> None:
    """As ``ResponseBuilder.for_request`` takes it."""
    source = events_of(name, [TEXT, END])
    body = {key: value for key, value in REQUEST.items() if key != "stream"}
    socket = WebSocketResponseCreateEvent.model_validate({"type": "response.create", **body})
    made = [converted(name, source, request=form).events for form in (REQUEST, parse_request(REQUEST), socket)]
    assert made[0] == made[1] == made[2]


def test_what_the_source_says_wins_over_the_request() -> None:
    """A model may have another name than the one asked for, and be served in another tier."""
    event = {"id": "r", "model": "served", "service_tier": "flex", "choices": [{"delta": {"content": "x"}}]}
    request = {**REQUEST, "service_tier": "priority"}
    made = converted("chat", [event], request=request, model="fallback")
    assert (made.response["model"], made.response["service_tier"]) == ("served", "flex")
    bare = converted("chat", [{"id": "r", "choices": [{"delta": {"content": "x"}}]}], request=request, model="fallback")
    assert (bare.response["model"], bare.response["service_tier"]) == ("asked-for", "priority")
    nameless = converted("chat", [], request={"input": "Hm?"}, model="fallback")
    assert nameless.response["model"] == "fallback"


def test_the_turns_of_a_thread_keep_their_own_chain_and_metadata() -> None:
    """Rule 1 of the agent logs: the request names what came before the first turn, and the turns name each other."""
    source = [{"type": "thread.started", "thread_id": "t"}, *events_of("thread", [TEXT, END], [TEXT, END])]
    first, second = converted("thread", source, request=REQUEST).responses
    assert first["metadata"] == second["metadata"] == {"ticket": "7", "codex.thread_id": "t"}
    assert first["previous_response_id"] == "resp_before" and second["previous_response_id"] == first["id"]


@every_bridge
@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"model": 5}, DecodeError),
        (7, DecodeError),
        ({"model": "m", "tool_choice": {"type": "odd"}}, LocalProtocolError),
    ],
)
def test_what_is_no_request_is_refused_where_the_bridge_is_made(name: str, request_: Any, error: type) -> None:
    """A bridge raises nothing for what the source says, so what its caller said must show before."""
    with pytest.raises(error) as caught:
        BRIDGES[name][0](None, request=request_)
    if isinstance(caught.value, LocalProtocolError):
        assert caught.value.violation.path.startswith("$.tool_choice")


def test_a_request_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the caller does with the mapping later changes nothing, and no response pays for reading it again."""
    request = json.loads(json.dumps(REQUEST))
    made: list[Any] = []
    bridge = OllamaBridge(made.append, request=request)
    request["temperature"] = "hot"
    request["tools"].clear()
    for event in events_of("ollama", [TEXT, END], [TEXT, END]):
        bridge.receive(event)
    bridge.receive_eof()
    assert [(response.temperature, len(response.tools)) for response in bridge.responses] == [(0.3, 1), (0.3, 1)]


def test_a_whole_chat_completion_repeats_its_request_too() -> None:
    """The short way takes the same option."""
    body = {"id": "r", "object": "chat.completion", "choices": [{"message": {"content": "x"}, "finish_reason": "stop"}]}
    assert response_of_chat_completion(body, request=REQUEST).temperature == 0.3
    assert ChatCompletion(body, request=REQUEST).to_response().temperature == 0.3


@every_bridge
@pytest.mark.parametrize(("choice", "steps", "requirement"), BROKEN)
def test_a_model_that_does_not_keep_to_tool_choice_fails_its_response(
    name: str, choice: Any, steps: list[str], requirement: str
) -> None:
    """OR-TOOL-02 to OR-TOOL-05: a legal end, what was streamed, one finding, and the next response is answered."""
    request = {**REQUEST, "tools": [TIDE, {"type": "function", "name": "moon"}], "tool_choice": choice}
    good = [TEXT, END] if choice == "none" or (isinstance(choice, dict) and "mode" in choice) else [CALL, END]
    made = converted(name, events_of(name, steps, good), request=request)
    assert [response["status"] for response in made.responses] == ["failed", "completed"]
    failed = made.responses[0]
    assert failed["error"] == {
        "code": "tool_choice_violated",
        "message": "The model did not keep to the tool_choice of the request.",
    }
    assert [event["type"] for event in made.streams[0]][-2:] == ["error", "response.failed"]
    assert "".join(part["text"] for item in failed["output"] for part in item["content"]).startswith("Noon")
    errors = [finding for finding in made.findings if finding.severity == "error"]
    assert len(errors) == 1 and requirement in errors[0].message and errors[0].line is not None
    others = [finding.message for finding in made.findings if finding.severity != "error"]
    assert others in ([], ["The response has failed; what follows of it is left out"])
    if CALL in steps:
        assert len(others) == 1


@every_bridge
@pytest.mark.parametrize("choice", ["required", FUNCTION])
def test_the_usage_of_an_answer_without_the_required_call_is_kept(name: str, choice: Any) -> None:
    """The tokens were paid for."""
    made = converted(name, events_of(name, [TEXT, END]), request={**REQUEST, "tool_choice": choice})
    assert (made.status, made.response["usage"]["total_tokens"]) == ("failed", 5)
    assert [finding.severity for finding in made.findings] == ["error"]


WHOLE: dict[str, Callable[[int, str], Event]] = {
    "chat": lambda number, kind: {
        "id": f"r{number}",
        "object": "chat.completion",
        "choices": [
            {
                "message": {"content": "Noon"}
                if kind == TEXT
                else {"tool_calls": [{"id": "c", "function": {"name": "tide", "arguments": "{}"}}]},
                "finish_reason": "stop",
            }
        ],
    },
    "anthropic": lambda number, kind: {
        "type": "message",
        "id": f"r{number}",
        "content": [
            {"type": "text", "text": "Noon"} if kind == TEXT else {"type": "tool_use", "id": "c", "name": "tide"}
        ],
        "stop_reason": "end_turn",
    },
    "gemini": lambda number, kind: {
        "responseId": f"r{number}",
        "candidates": [
            {
                "content": {"parts": [{"text": "Noon"} if kind == TEXT else {"functionCall": {"name": "tide"}}]},
                "finishReason": "STOP",
            }
        ],
    },
    "ollama": lambda number, kind: {
        "message": {"content": "Noon"} if kind == TEXT else {"tool_calls": [{"function": {"name": "tide"}}]},
        "done": True,
    },
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_body_that_fails_does_not_take_the_next_one_with_it(name: str) -> None:
    """A body is begun and ended by one event, which may be refused in the middle."""
    kinds = [CALL, TEXT, CALL, CALL, TEXT]
    source = [WHOLE[name](number, kind) for number, kind in enumerate(kinds)]
    made = converted(name, source, request={**REQUEST, "tool_choice": "none"})
    assert [response["status"] for response in made.responses] == [
        "completed" if kind == TEXT else "failed" for kind in kinds
    ]
    assert [finding.line for finding in made.findings if finding.severity == "error"] == [1, 3, 4]


def test_calls_that_are_held_back_do_no_harm_later() -> None:
    """A call that waits for its name is opened when the source is cut off, and refused then."""
    nameless = {"id": "r", "choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": "{"}}]}}]}
    made = converted("chat", [nameless], request={**REQUEST, "tool_choice": "none"})
    assert (made.status, made.response["error"]["code"]) == ("failed", "tool_choice_violated")
    other = {
        "id": "s",
        "object": "chat.completion",
        "choices": [{"message": {"content": "x"}, "finish_reason": "stop"}],
    }
    made = converted("chat", [nameless, other], request={**REQUEST, "tool_choice": "none"})
    assert [response["status"] for response in made.responses] == ["failed", "completed"]


def test_an_event_that_was_held_back_is_found_where_it_stood() -> None:
    """Blocks of a message may wait for another; the lines after that are counted on as before."""
    source = [
        *[event for event in anthropic(0, [TEXT]) if event["type"] != "content_block_stop"],
        {"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use", "id": "c", "name": "tide"}},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_stop"},
        *WHOLE_AND_ODD,
    ]
    made = converted("anthropic", source, request={**REQUEST, "tool_choice": "none"})
    lines = [(finding.line, finding.severity) for finding in made.findings]
    assert (4, "error") in lines and lines[-1] == (8, "warning")


WHOLE_AND_ODD = [WHOLE["anthropic"](1, TEXT), {"type": "odd"}]
