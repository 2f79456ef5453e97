"""``from_chat_completions``: what clients of the old form ask for, as a valid request, and nothing lost in silence."""

from __future__ import annotations

import copy
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_sdk import (
    ChatSSEEmitter,
    RequestMappingError,
    ResponseBuilder,
    from_chat_completions,
    to_chat_completion,
    to_chat_completions,
    validate_request,
)
from openresponses_sdk.bridges.chat_messages_in import ROLES
from openresponses_sdk.bridges.chat_reasoning import PLAIN_REASONING
from openresponses_sdk.bridges.chat_request_in import MET

PUBLISHED = json.loads(resources.files("llm_comply").joinpath("specs/openresponses.json").read_bytes())
JUDGE = jsonschema_rs.Draft202012Validator(
    {"$ref": "#/components/schemas/CreateResponseBody", "components": PUBLISHED["components"]}
)
Json = Any

FULL: dict[str, Json] = {
    "model": "m",
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "developer", "content": [{"type": "text", "text": "Use tools."}], "name": "boss"},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is this?"},
                {"type": "image_url", "image_url": {"url": "https://example.org/a.png", "detail": "low"}},
                {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,AA=="}},
                {"type": "file", "file": {"file_id": "file_1"}},
                {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}},
            ],
        },
        {
            "role": "assistant",
            "content": "I look.",
            "refusal": "But not there.",
            "reasoning_content": "Hm.",
            "annotations": [
                {
                    "type": "url_citation",
                    "url_citation": {"url": "https://example.org", "title": "A", "start_index": 0, "end_index": 1},
                }
            ],
            "audio": {"id": "audio_1"},
            "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"a": 1}'}},
                {"id": "c2", "type": "custom", "custom": {"name": "grep", "input": "x"}},
            ],
        },
        {"role": "tool", "tool_call_id": "c1", "content": [{"type": "text", "text": "A ferry."}]},
        {"role": "assistant", "content": None, "function_call": {"name": "old", "arguments": "{}"}},
        {"role": "function", "name": "old", "content": "done"},
        {
            "role": "assistant",
            "content": [{"type": "text", "text": "So"}, {"type": "refusal", "refusal": "no"}],
            "reasoning_details": [
                {"type": "reasoning.summary", "summary": "Short."},
                {"type": "reasoning.encrypted", "data": "b3BhcXVl", "format": "f", "id": "r"},
            ],
        },
        {"role": "captain", "content": "Aye."},
    ],
    "tools": [
        {
            "type": "function",
            "function": {
                "name": "look",
                "description": "Looks.",
                "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}},
                "strict": True,
            },
        },
        {"type": "custom", "custom": {"name": "grep"}},
    ],
    "functions": [{"name": "old", "parameters": {"type": "object"}}],
    "tool_choice": {
        "type": "allowed_tools",
        "allowed_tools": {"mode": "required", "tools": [{"type": "function", "function": {"name": "look"}}]},
    },
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "s", "description": "d", "schema": {"type": "object"}, "strict": True},
    },
    "max_completion_tokens": 100,
    "max_tokens": 90,
    "temperature": 0.5,
    "top_p": 0.9,
    "presence_penalty": 0.1,
    "frequency_penalty": 0.2,
    "logprobs": True,
    "top_logprobs": 3,
    "stop": ["END"],
    "n": 1,
    "seed": 7,
    "logit_bias": {"50256": -100},
    "user": "u-1",
    "metadata": {"trip": "ferry"},
    "service_tier": "flex",
    "reasoning_effort": "high",
    "verbosity": "low",
    "store": False,
    "stream": True,
    "stream_options": {"include_usage": True, "include_obfuscation": False},
    "parallel_tool_calls": False,
    "modalities": ["text"],
    "prompt_cache_key": "k",
    "provider": {"order": ["a", "b"]},
}


def leaves(value: Json, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inner: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    elif value is not None:
        yield steps
    for step, child in inner:
        yield from leaves(child, (*steps, step))


def path_of(steps: tuple[str | int, ...]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def at(value: Json, steps: tuple[str | int, ...]) -> Json:
    for step in steps:
        value = value[step]
    return value


def mutated(body: Json, steps: tuple[str | int, ...], value: Json) -> Json:
    other = copy.deepcopy(body)
    at(other, steps[:-1])[steps[-1]] = value
    return other


def is_named(path: str, findings: list[Any]) -> bool:
    """Whether a finding is at a path, or above it."""
    return any(path == found.path or path.startswith((f"{found.path}.", f"{found.path}[")) for found in findings)


def other_than(value: Json) -> Json:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case _:
            return f"{value}x"


def read(body: Json) -> tuple[dict[str, Json], list[Any]]:
    request, findings, _ = from_chat_completions(body)
    plain = request.to_dict()
    JUDGE.validate(plain)
    assert [str(found) for found in validate_request(plain) if found.severity == "error"] == []
    return plain, findings


LEAVES = list(leaves(FULL))
CHANGED = [steps for steps in LEAVES if path_of(steps).removeprefix("$.") not in MET]


@pytest.mark.parametrize("steps", CHANGED, ids=path_of)
def test_a_leaf_changes_the_request_or_is_a_finding(steps: tuple[str | int, ...]) -> None:
    """Issue 5, requests in: nothing is dropped in silence."""
    before, _ = read(FULL)
    body = mutated(FULL, steps, other_than(at(FULL, steps)))
    after, findings = read(body)
    assert after != before or is_named(path_of(steps), findings)


@pytest.mark.parametrize("steps", LEAVES, ids=path_of)
@pytest.mark.parametrize("wrong", [[{"x": 1}], {"x": [1]}, 1.5, "no", True], ids=str)
def test_a_value_of_a_wrong_type_is_a_finding_or_carried_over(steps: tuple[str | int, ...], wrong: Json) -> None:
    """Issue 5, bad input: never an exception, always a valid request."""
    before, _ = read(FULL)
    after, findings = read(mutated(FULL, steps, wrong))
    assert wrong == at(FULL, steps) or after != before or is_named(path_of(steps), findings)


def test_what_both_forms_have_is_carried_over() -> None:
    """Issue 5, requests in: every kind of member at its place."""
    plain, findings = read(FULL)
    assert plain == {
        "model": "m",
        "temperature": 0.5,
        "top_p": 0.9,
        "presence_penalty": 0.1,
        "frequency_penalty": 0.2,
        "parallel_tool_calls": False,
        "store": False,
        "stream": True,
        "top_logprobs": 3,
        "max_output_tokens": 100,
        "prompt_cache_key": "k",
        "service_tier": "flex",
        "safety_identifier": "u-1",
        "metadata": {"trip": "ferry"},
        "stream_options": {"include_obfuscation": False},
        "include": ["message.output_text.logprobs"],
        "reasoning": {"effort": "high"},
        "text": {
            "verbosity": "low",
            "format": {
                "type": "json_schema",
                "name": "s",
                "description": "d",
                "schema": {"type": "object"},
                "strict": True,
            },
        },
        "tools": [
            {
                "type": "function",
                "name": "look",
                "description": "Looks.",
                "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}},
                "strict": True,
            },
            {"type": "function", "name": "old", "parameters": {"type": "object"}},
        ],
        "tool_choice": {
            "type": "allowed_tools",
            "mode": "required",
            "tools": [{"type": "function", "name": "look"}],
        },
        "input": [
            {"type": "message", "role": "system", "content": "Be brief."},
            {"type": "message", "role": "developer", "content": [{"type": "input_text", "text": "Use tools."}]},
            {
                "type": "message",
                "role": "user",
                "content": [
                    {"type": "input_text", "text": "What is this?"},
                    {"type": "input_image", "image_url": "https://example.org/a.png", "detail": "low"},
                    {"type": "input_file", "filename": "a.pdf", "file_data": "data:application/pdf;base64,AA=="},
                ],
            },
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm."}]},
            {
                "type": "message",
                "role": "assistant",
                "content": [
                    {
                        "type": "output_text",
                        "text": "I look.",
                        "annotations": [
                            {
                                "type": "url_citation",
                                "url": "https://example.org",
                                "title": "A",
                                "start_index": 0,
                                "end_index": 1,
                            }
                        ],
                    },
                    {"type": "refusal", "refusal": "But not there."},
                ],
            },
            {"type": "function_call", "call_id": "c1", "name": "look", "arguments": '{"a": 1}'},
            {"type": "function_call_output", "call_id": "c1", "output": [{"type": "input_text", "text": "A ferry."}]},
            {"type": "function_call", "call_id": "call_legacy", "name": "old", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "call_legacy", "output": "done"},
            {
                "type": "reasoning",
                "summary": [{"type": "summary_text", "text": "Short."}],
                "encrypted_content": '{"type":"reasoning.encrypted","format":"f","id":"r","data":"b3BhcXVl"}',
            },
            {
                "type": "message",
                "role": "assistant",
                "content": [{"type": "output_text", "text": "So"}, {"type": "refusal", "refusal": "no"}],
            },
        ],
    }
    assert sorted((found.path, found.kind) for found in findings) == [
        ("$.logit_bias", "unsupported_member"),
        ("$.max_tokens", "unsupported_member"),
        ("$.messages[1].name", "unsupported_member"),
        ("$.messages[2].content[3]", "unsupported_part"),
        ("$.messages[2].content[4]", "unsupported_part"),
        ("$.messages[3].audio", "unsupported_member"),
        ("$.messages[3].reasoning_content", "changed"),
        ("$.messages[3].tool_calls[1]", "unsupported_item"),
        ("$.messages[8]", "unsupported_role"),
        ("$.provider", "unsupported_member"),
        ("$.seed", "unsupported_member"),
        ("$.stop", "unsupported_member"),
        ("$.tools[1]", "unsupported_tool"),
        ("$.user", "changed"),
    ]


@pytest.mark.parametrize(
    ("given", "place", "wanted"),
    [
        ({"tool_choice": "required"}, "tool_choice", "required"),
        ({"tool_choice": "any"}, "tool_choice", None),
        (
            {"tool_choice": {"type": "function", "function": {"name": "f"}}},
            "tool_choice",
            {"type": "function", "name": "f"},
        ),
        ({"tool_choice": {"type": "custom", "custom": {"name": "f"}}}, "tool_choice", None),
        ({"function_call": {"name": "f"}}, "tool_choice", {"type": "function", "name": "f"}),
        ({"function_call": "none"}, "tool_choice", "none"),
        ({"response_format": {"type": "text"}}, "text", {"format": {"type": "text"}}),
        ({"response_format": {"type": "grammar", "grammar": "x"}}, "text", None),
        ({"max_tokens": 100}, "max_output_tokens", 100),
        ({"max_tokens": 5}, "max_output_tokens", 16),
        ({"top_logprobs": 25}, "top_logprobs", 20),
        ({"user": "u" * 65}, "safety_identifier", None),
        ({"reasoning_effort": "minimal"}, "reasoning", None),
        ({"service_tier": "scale"}, "service_tier", None),
        ({"n": 2}, "n", None),
        ({"logprobs": False}, "include", None),
    ],
)
def test_each_form_of_a_setting_has_its_place_or_a_finding(given: Json, place: str, wanted: Json) -> None:
    """Issue 5, requests in."""
    plain, findings = read({"model": "m", "messages": [], **given})
    assert plain.get(place) == wanted
    is_whole = wanted is not None and wanted not in (16, 20)
    assert bool(findings) == (not is_whole and given != {"logprobs": False})


def test_a_call_id_that_is_too_long_stays_tied_to_its_output() -> None:
    """OR-GRAM-37: an output belongs to a call by its id, which has at most 64 characters."""
    ids = ["c" * 70 + "1", "c" * 70 + "2"]
    calls = [{"id": id, "type": "function", "function": {"name": "f", "arguments": "{}"}} for id in ids]
    results = [{"role": "tool", "tool_call_id": id, "content": id[-1]} for id in ids]
    plain, findings = read({"messages": [{"role": "assistant", "tool_calls": calls}, *results]})
    items = plain["input"]
    assert [item["call_id"] for item in items[:2]] == [item["call_id"] for item in items[2:]]
    assert len({item["call_id"] for item in items}) == 2
    assert {found.kind for found in findings} == {"changed"}


def test_strict_raises_all_findings_at_once() -> None:
    """Issue 5, requests: strict mode is an error with all of them."""
    _, findings = read(FULL)
    with pytest.raises(RequestMappingError) as caught:
        from_chat_completions(FULL, strict=True)
    assert caught.value.findings == findings
    body = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
    assert from_chat_completions(body, strict=True).request.to_dict()["input"][0]["content"] == "Hi"


KEYS = st.sampled_from(
    [
        *FULL,
        *("role", "content", "type", "text", "image_url", "file", "function", "name", "arguments", "tool_calls"),
        *("id", "tool_call_id", "reasoning", "reasoning_details", "summary", "data", "allowed_tools", "mode"),
        *("json_schema"),
    ]
)
WORDS = st.sampled_from(
    [*ROLES, "text", "image_url", "file", "refusal", "function", "allowed_tools", "json_schema", ""]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=15,
)


@settings(max_examples=200)
@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_whatever_a_body_holds_the_request_is_valid(body: dict[str, Json]) -> None:
    """Issue 5, bad input."""
    read(body)


@given(st.lists(st.dictionaries(KEYS, JSON, max_size=6), max_size=4), st.lists(JSON, max_size=3))
def test_whatever_the_messages_hold_the_request_is_valid(messages: list[Json], tools: list[Json]) -> None:
    """Issue 5, bad input."""
    shaped = [
        {"role": "assistant", **message} if at % 2 else {"role": "user", **message}
        for at, message in enumerate(messages)
    ]
    read({"messages": shaped, "tools": tools})


@pytest.mark.parametrize("body", [None, [], "no", 3])
def test_what_is_no_object_is_a_finding(body: Json) -> None:
    """Issue 5, bad input."""
    _, findings = read(body)
    assert findings[0].path == "$"


def test_the_judge_can_say_no() -> None:
    """A validator that accepts anything would prove nothing."""
    assert not any(map(JUDGE.is_valid, [{"tool_choice": "any"}, {"max_output_tokens": 5}, {"input": [{"role": "x"}]}]))


CARRIED: dict[str, Json] = {
    "model": "m",
    "temperature": 0.5,
    "max_output_tokens": 99,
    "stream": True,
    "metadata": {"trip": "ferry"},
    "input": [
        {"type": "message", "role": "system", "content": "Be brief."},
        {
            "type": "message",
            "role": "user",
            "content": [
                {"type": "input_text", "text": "What is this?"},
                {"type": "input_image", "image_url": "https://example.org/a.png", "detail": "low"},
            ],
        },
        {"type": "message", "role": "assistant", "content": "I look."},
        {"type": "function_call", "call_id": "c1", "name": "look", "arguments": '{"a":1}'},
        {"type": "function_call", "call_id": "c2", "name": "look", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": "A ferry."},
        {"type": "function_call_output", "call_id": "c2", "output": "Nothing."},
    ],
    "tools": [{"type": "function", "name": "look", "parameters": {"type": "object"}, "strict": True}],
    "tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "look"}]},
    "reasoning": {"effort": "low"},
    "text": {"verbosity": "low", "format": {"type": "json_schema", "name": "s", "schema": {"type": "object"}}},
    "top_logprobs": 2,
    "include": ["message.output_text.logprobs"],
}


def test_what_goes_out_to_chat_comes_back_the_same() -> None:
    """Issue 5, round trip: both mappings agree on what both forms can say."""
    out = to_chat_completions(CARRIED)
    assert [str(finding) for finding in out.findings] == []
    plain, findings = read(out.body)
    assert plain == CARRIED
    assert findings == []


CORPUS = Path(os.environ.get("OPENRESPONSES_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus"))
REQUESTS = sorted((CORPUS / "responses").rglob("*.request.json"))


def told(body: Json) -> Json:
    """A body without empty texts beside calls, which say nothing."""
    messages = [
        {name: value for name, value in message.items() if value != "" or "tool_calls" not in message}
        for message in body["messages"]
    ]
    return {**body, "messages": messages}


@pytest.mark.skipif(not REQUESTS, reason="no recorded requests: set OPENRESPONSES_CORPUS to the folder of recordings")
def test_recorded_requests_that_chat_can_carry_come_back_the_same() -> None:
    """Issue 5, round trip: every recorded request goes to chat and back; what comes back says the same to chat."""
    counts: Counter[str] = Counter()
    for path in REQUESTS:
        request = json.loads(path.read_bytes())
        out = to_chat_completions(request)
        plain, findings = read(out.body)
        again = to_chat_completions(plain)
        kinds = {finding.kind for finding in findings}
        counts["whole" if not kinds else " ".join(sorted(kinds))] += 1
        if not kinds:
            assert told(again.body) == told(out.body), path.name
    sys.stderr.write(f"\n{len(REQUESTS)} recorded requests, to chat and back: {dict(counts)}\n")
    assert counts["whole"] > len(REQUESTS) // 2


def test_a_legacy_result_is_of_the_call_before_it() -> None:
    """The old form has no ids: a result follows its call, also where an earlier one of the function has none."""
    call = {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": "{}"}}
    messages = [call, {"role": "user", "content": "Again."}, call, {"role": "function", "name": "f", "content": "4"}]
    request, findings, _ = from_chat_completions({"model": "m", "messages": messages})
    assert findings == []
    items = request.model_dump(mode="json", exclude_unset=True)["input"]
    assert [item.get("call_id") for item in items] == ["call_legacy", None, "call_legacy_2", "call_legacy_2"]


def test_an_empty_object_that_asks_for_a_search_is_a_finding() -> None:
    """``web_search_options: {}`` turns the search on, so that it does not get lost like what says nothing."""
    findings = from_chat_completions({"model": "m", "messages": [], "web_search_options": {}}).findings
    assert [(found.kind, found.path) for found in findings] == [("unsupported_member", "$.web_search_options")]


@pytest.mark.parametrize("name", ["temperature", "top_p", "presence_penalty", "frequency_penalty"])
def test_a_number_that_no_float_holds_is_a_finding(name: str) -> None:
    """Issue 5, bad input: nothing raises for what a body holds."""
    request, findings, _ = from_chat_completions({"model": "m", "messages": [], name: 10**400})
    assert [(found.kind, found.path) for found in findings] == [("unsupported_value", f"$.{name}")]
    assert getattr(request, name) is None
    assert from_chat_completions({"model": "m", "messages": [], name: 1}).findings == []


@pytest.mark.parametrize(("second", "kinds"), [("Hm.", ["changed"]), ("Ah.", ["changed", "unsupported_member"])])
def test_reasoning_that_two_members_tell_differently_is_a_finding(second: str, kinds: list[str]) -> None:
    """A repetition says nothing new; another text would be lost."""
    first, other = PLAIN_REASONING[:2]
    message = {"role": "assistant", "content": "Hi", first: "Hm.", other: second}
    request, findings, _ = from_chat_completions({"model": "m", "messages": [message]})
    assert [found.kind for found in findings] == kinds
    assert findings[-1].path == f"$.messages[0].{first if len(kinds) == 1 else other}"
    items = request.model_dump(mode="json", exclude_unset=True)["input"]
    assert items[0]["summary"] == [{"type": "summary_text", "text": "Hm."}]


def test_functions_keep_apart_and_the_client_is_told_the_names_that_it_offered() -> None:
    """Issue 5, requests in: a changed name must not become that of another function."""
    offered = ["get.weather", "get_weather", "get weather", "x" * 70, "x" * 71]
    called = {"id": "c1", "type": "function", "function": {"name": "get.weather", "arguments": "{}"}}
    request, findings, tool_names = from_chat_completions(
        {
            "model": "m",
            "messages": [{"role": "assistant", "tool_calls": [called]}, {"role": "tool", "tool_call_id": "c1"}],
            "tools": [{"type": "function", "function": {"name": name}} for name in offered],
            "tool_choice": {"type": "function", "function": {"name": "get weather"}},
        }
    )
    plain = request.to_dict()
    written = [tool["name"] for tool in plain["tools"]]
    assert written == ["get_weather_2", "get_weather", "get_weather_3", "x" * 64, "x" * 62 + "_2"]
    assert plain["input"][0]["name"] == "get_weather_2" and plain["tool_choice"]["name"] == "get_weather_3"
    assert {finding.kind for finding in findings} == {"changed", "missing"}
    assert [tool_names.get(name, name) for name in written] == offered

    answer = {
        "status": "completed",
        "output": [
            {"type": "function_call", "call_id": f"c{at}", "name": name, "arguments": "{}"}
            for at, name in enumerate(written)
        ],
    }
    completion = to_chat_completion(answer, tool_names=tool_names).body
    calls = completion["choices"][0]["message"]["tool_calls"]  # type: ignore[index]
    assert [call["function"]["name"] for call in calls] == offered
    sink = ChatSSEEmitter(tool_names=tool_names)
    builder = ResponseBuilder(sink, model="m")
    with builder.function_call("get_weather_2") as call:
        call.delta("{}")
    builder.complete()
    assert b'"name":"get.weather"' in sink.take_bytes()


@pytest.mark.parametrize("has_id", [True, False])
def test_a_result_without_an_id_is_of_the_next_call_that_waits(has_id: bool) -> None:
    """Issue 5, requests in: clients whose server gave no ids send none back; the result must not get lost."""
    ids = [{"id": "a"}, {"id": "b"}, {"id": "c"}] if has_id else [{}, {}, {}]
    names = ("f", "g", "h")
    calls = [id | {"function": {"name": name, "arguments": "{}"}} for id, name in zip(ids, names, strict=True)]
    messages = [
        {"role": "assistant", "tool_calls": calls},
        {"role": "tool", "content": "of h", "name": "h"},
        {"role": "tool", "content": "of f"},
        {"role": "tool", "content": "of g"},
    ]
    request, findings, _ = from_chat_completions({"model": "m", "messages": messages})
    items = request.to_dict()["input"]
    called = {item["call_id"]: item["name"] for item in items[:3]}
    assert [(called[item["call_id"]], item["output"]) for item in items[3:]] == [
        ("h", "of h"),
        ("f", "of f"),
        ("g", "of g"),
    ]
    assert {finding.kind for finding in findings} == {"missing"}


def test_details_of_reasoning_come_back_as_they_were_each_text_with_its_own_signature() -> None:
    """Issue 5, round trip: a signature that stands on another text, or alone, is refused."""
    details = [
        {"type": "reasoning.encrypted", "data": "Zmlyc3Q="},
        {"type": "reasoning.text", "text": "One.", "signature": "c2ln"},
        {"type": "reasoning.summary", "summary": "Short."},
        {"type": "reasoning.text", "text": "Two.", "signature": "c2lnMg==", "format": "f"},
        {"type": "reasoning.summary", "summary": "Shorter."},
        {"type": "reasoning.encrypted", "data": "bGFzdA=="},
    ]
    message = {"role": "assistant", "content": "Hi", "reasoning_details": details}
    request = from_chat_completions({"model": "m", "messages": [message]}).request
    mapping = to_chat_completions(request, reasoning_field="reasoning_details", strict=True)
    assert mapping.body["messages"] == [message]
