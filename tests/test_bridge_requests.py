"""Bridges that know the request: what its responses repeat, and what becomes of a model that does not keep to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_schema import WebSocketResponseCreateEvent
from openresponses_sdk import (
    AnthropicMessagesBridge,
    ChatCompletionsBridge,
    DecodeError,
    GeminiBridge,
    LocalProtocolError,
    OllamaBridge,
    ResponseBuilder,
    ThreadEventBridge,
    iter_violations,
    parse_request,
)
from openresponses_sdk.bridges.building import BuildingBridge
from openresponses_sdk.bridges.chat_response import ChatCompletion, response_of_chat_completion
from openresponses_sdk.parts import PartScope
from openresponses_sdk.response_states import ResponseStates
from openresponses_sdk.scopes import CustomItemScope, ItemScope, StreamedItemScope
from openresponses_sdk.writing import refused
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

# Refusals of any kind, at any point.

REFUSING: list[tuple[type, str]] = [
    *((ResponseStates, name) for name in ("complete", "incomplete", "fail", "custom_event")),
    *((ItemScope, name) for name in ("open", "close")),
    *((PartScope, name) for name in ("open", "close", "delta", "annotate")),
    (StreamedItemScope, "delta"),
    (CustomItemScope, "update"),
    (ResponseBuilder, "_announce_item"),
]
"""What a bridge calls, and what may refuse."""


@contextmanager
def refusing(at: set[int]) -> Iterator[list[str]]:
    """The builder refuses the calls with these numbers; gives the names of those that it did."""
    calls, refusals = iter(range(10**6)), []

    def refuse_or(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if next(calls) in at:
                refusals.append(method.__name__)
                raise refused("OR-GRAM-99", "at random")
            return method(*given, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in REFUSING:
            patch.setattr(owner, name, refuse_or(getattr(owner, name)))
        yield refusals


answers = st.lists(st.lists(st.sampled_from([TEXT, CALL]), max_size=3), min_size=1, max_size=3)
choices = st.sampled_from(["auto", "none", "required", FUNCTION, ALLOWED])


@every_bridge
@settings(max_examples=60, deadline=None)
@given(answers=answers, at=st.sets(st.integers(0, 60), max_size=2), choice=choices, cut=st.integers(0, 40))
def test_whatever_the_builder_refuses_every_response_ends(
    name: str, answers: list[list[str]], at: set[int], choice: Any, cut: int
) -> None:
    """Issue 5, bad input: nothing raises, every stream is legal and has its end, and the end is not that of success."""
    source = events_of(name, *([*steps, END] for steps in answers))
    request = {**REQUEST, "tools": [TIDE, {"type": "function", "name": "moon"}], "tool_choice": choice}
    with refusing(at) as refusals:
        made = Converted(BRIDGES[name][0], source[:cut] if cut < 30 else source, request=request)
    laws(made)
    told = [response["status"] for response in made.responses]
    if refusals or "failed" in told:
        assert any(finding.severity == "error" for finding in made.findings) or cut < 30
    if refusals:
        assert "failed" in told
    assert len(told) == len(made.streams)


@every_bridge
def test_one_refusal_at_each_point_fails_one_response(name: str) -> None:
    """The law above at every point once: the responses beside the refused one are as they would be."""
    source = events_of(name, [TEXT, CALL, END], [TEXT, CALL, TEXT, END])
    for point in range(200):
        with refusing({point}) as refusals:
            made = converted(name, source)
        if not refusals:
            assert point > 20
            break
        statuses = [response["status"] for response in made.responses]
        assert sorted(statuses) == ["completed", "failed"], point
        failed = made.responses[statuses.index("failed")]
        assert failed["error"]["code"] == "untellable_event", point
        assert [finding.severity for finding in made.findings].count("error") == 1, point
        assert len(made.findings) <= 2, point
    else:
        raise AssertionError("the source has no end")


@every_bridge
def test_an_emitter_that_calls_back_fails_no_response(name: str) -> None:
    """The event that comes while another is emitted is left out; what is being emitted has its end all the same."""
    make, source = BRIDGES[name]
    emitted: list[Any] = []

    def emit(told: Any) -> None:
        emitted.append(told)
        if told.type == "response.output_text.delta":
            bridge.receive(event)

    bridge = make(emit)
    for event in source(0, [TEXT, TEXT, END]):
        bridge.receive(event)
    bridge.receive_eof()
    assert [response.status for response in bridge.responses] == ["completed"]
    assert emitted[-1].type == "response.completed"
    assert any("an event is being emitted" in finding.message for finding in bridge.findings)


@every_bridge
@pytest.mark.parametrize("number", range(8))
def test_an_emitter_that_broke_once_gets_the_next_response(name: str, number: int) -> None:
    """Its exception passes through; nothing can follow in that stream, which is told once, and another one begins."""
    make, source = BRIDGES[name]
    emitted: list[Any] = []

    def emit(told: Any) -> None:
        emitted.append(told)
        if len(emitted) == number + 1:
            raise ConnectionError

    bridge, raised = make(emit), 0
    for event in [*source(0, [TEXT, CALL, TEXT, END]), *source(1, [TEXT, END])]:
        try:
            bridge.receive(event)
        except ConnectionError:
            raised += 1
    bridge.receive_eof()
    assert raised == 1
    assert [response.status for response in bridge.responses][-1] == "completed"
    assert [finding.severity for finding in bridge.findings].count("error") <= 1
    second = emitted[number + 1 :]
    assert [violation for violation in iter_violations(second) if violation.severity == "error"] == []
