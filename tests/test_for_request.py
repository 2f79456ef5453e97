"""A builder for a request: what the response repeats of it, and what of it cannot be repeated."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from openresponses_schema import CreateResponseRequest, ErrorData, WebSocketResponseCreateEvent
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import ListEmitter
from openresponses_sdk.errors import DecodeError, LocalProtocolError, OpenResponsesError
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.validator import iter_violations
from tests.streams import USAGE
from tests.test_built_streams_against_schema import PUBLISHED

PARAMETERS = {"type": "object", "properties": {"port": {"type": "string"}}}
SETTINGS: list[tuple[str, Any, Any]] = [
    (
        "tools",
        [{"type": "function", "name": "f"}],
        [{"type": "function", "name": "f", "description": None, "parameters": None, "strict": None}],
    ),
    (
        "tools",
        [{"type": "function", "name": "f", "parameters": PARAMETERS, "strict": True, "description": "d"}],
        [{"type": "function", "name": "f", "description": "d", "parameters": PARAMETERS, "strict": True}],
    ),
    ("tool_choice", "required", "required"),
    ("tool_choice", {"type": "function", "name": "f"}, {"type": "function", "name": "f"}),
    (
        "tool_choice",
        {"type": "allowed_tools", "tools": [{"type": "function", "name": "f"}]},
        {"type": "allowed_tools", "tools": [{"type": "function", "name": "f"}], "mode": "auto"},
    ),
    (
        "tool_choice",
        {"type": "allowed_tools", "tools": [{"type": "function", "name": "f"}], "mode": "required"},
        {"type": "allowed_tools", "tools": [{"type": "function", "name": "f"}], "mode": "required"},
    ),
    ("text", {"format": {"type": "text"}, "verbosity": "low"}, {"format": {"type": "text"}, "verbosity": "low"}),
    ("text", {"verbosity": "high"}, {"format": {"type": "text"}, "verbosity": "high"}),
    ("text", {"format": None}, {"format": {"type": "text"}}),
    (
        "text",
        {"format": {"type": "json_schema", "name": "n", "schema": PARAMETERS, "strict": True}},
        {"format": {"type": "json_schema", "name": "n", "description": None, "schema": None, "strict": True}},
    ),
    (
        "text",
        {"format": {"type": "json_schema", "name": "n", "schema": PARAMETERS, "description": "d", "strict": None}},
        {"format": {"type": "json_schema", "name": "n", "description": "d", "schema": None, "strict": False}},
    ),
    ("reasoning", {"effort": "high"}, {"effort": "high", "summary": None}),
    ("reasoning", {"effort": None, "summary": "auto"}, {"effort": None, "summary": "auto"}),
    ("temperature", 1, 1.0),
    ("top_p", 0.25, 0.25),
    ("presence_penalty", 0.5, 0.5),
    ("frequency_penalty", -0.5, -0.5),
    ("top_logprobs", 3, 3),
    ("instructions", "Be brief.", "Be brief."),
    ("metadata", {"session": "7"}, {"session": "7"}),
    ("parallel_tool_calls", False, False),
    ("previous_response_id", "resp_0", "resp_0"),
    ("max_output_tokens", 64, 64),
    ("max_tool_calls", 2, 2),
    ("safety_identifier", "user-1", "user-1"),
    ("prompt_cache_key", "key", "key"),
    ("truncation", "auto", "auto"),
    ("store", True, True),
    ("background", True, True),
    ("service_tier", "auto", "default"),
    ("service_tier", "flex", "flex"),
]
NOT_REPEATED = {"input": "Hi", "stream": True, "include": [], "stream_options": {"include_obfuscation": False}}
CHECK = jsonschema_rs.Draft202012Validator(
    {"$ref": "#/components/schemas/ResponseResource", "components": PUBLISHED["components"]}
)


def answered(request: Any, **options: Any) -> dict[str, Any]:
    emitter = ListEmitter()
    builder = ResponseBuilder.for_request(request, emitter, ids=SeededIds(1), clock=lambda: 1_700_000_000, **options)
    with builder.function_call("f") as call:  # Some settings demand one.
        call.arguments("{}")
    plain = builder.complete(USAGE).to_dict()
    assert [str(found) for found in iter_violations(emitter.events) if found.severity == "error"] == []
    assert [error.message for error in CHECK.iter_errors(plain)] == []
    return plain


@pytest.mark.parametrize(("name", "asked", "said"), SETTINGS)
def test_a_setting_is_repeated_in_the_shape_of_a_response(name: str, asked: Any, said: Any) -> None:
    """Issue 4: for_request echoes what the schema wants echoed, every required field present; OR-RESP-01."""
    request = {"model": "m", **NOT_REPEATED, name: asked}
    plain = answered(request)
    assert plain[name] == said
    unset = answered({"model": "m", **NOT_REPEATED, name: None})
    assert unset == {**plain, name: unset[name]}
    assert not NOT_REPEATED.keys() & plain.keys()


def test_a_request_may_be_a_model() -> None:
    """Issue 4: the parsed request, by HTTP or WebSocket, gives the same as its JSON."""
    plain = {"model": "m", "input": "Hi", **{name: asked for name, asked, _ in SETTINGS}}
    for made in (plain, CreateResponseRequest.model_validate(plain), CreateResponseRequest(**plain)):
        assert {name: answered(made)[name] for name, _, _ in SETTINGS} == {name: said for name, _, said in SETTINGS}
    assert answered(WebSocketResponseCreateEvent(model="m", temperature=0.5))["temperature"] == 0.5


def test_every_setting_that_request_and_response_share_is_in_the_table() -> None:
    """A setting that a release adds to both must not be forgotten here; the builder repeats it by itself."""
    from openresponses_schema import Response

    shared = Response.model_fields.keys() & CreateResponseRequest.model_fields.keys()
    assert {name for name, _, _ in SETTINGS} == shared - {"model"}


def test_the_producer_has_the_last_word() -> None:
    """DESIGN, producer: the model that answers may have another name, and settings may differ from what was asked."""
    request = {"model": "gpt", "temperature": 2.0, "service_tier": "auto"}
    plain = answered(request, model="gpt-2026-01-01", temperature=1.0, service_tier="priority", **{"acme:route": "eu"})
    assert (plain["model"], plain["temperature"], plain["service_tier"]) == ("gpt-2026-01-01", 1.0, "priority")
    assert plain["acme:route"] == "eu"


BAD: list[tuple[Any, type[OpenResponsesError], str]] = [
    ({"model": 3}, DecodeError, "model"),
    ({"model": "m", "temperature": "hot"}, DecodeError, "temperature"),
    ({"model": "m", "tools": [{"type": "function", "name": 3}]}, DecodeError, "tools[0].name"),
    ({"model": "m", "tools": [{"type": "web_search"}]}, LocalProtocolError, "tools[0].type"),
    ({"model": "m", "text": {"format": {"type": "grammar"}}}, LocalProtocolError, "text.format.type"),
    ({"model": "m", "truncation": "banana"}, LocalProtocolError, "truncation"),
    ({"input": "Hi"}, LocalProtocolError, "model"),
]


@pytest.mark.parametrize(("request_", "kind", "param"), BAD)
def test_what_cannot_be_repeated_is_refused_with_its_place(request_: Any, kind: type[Exception], param: str) -> None:
    """Issue 4, bad input: the error is ours, and names the field of the request for the answer."""
    emitter = ListEmitter()
    with pytest.raises(kind) as caught:
        ResponseBuilder.for_request(request_, emitter)
    error: Any = caught.value
    assert ErrorData.from_validation(error).param == param
    assert emitter.events == []
