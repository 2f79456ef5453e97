"""Laws of the request mappings: nothing is dropped silently, bodies are legal, and no request raises (issue 5)."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_sdk import MappingFinding, to_anthropic_messages, to_chat_completions, to_gemini
from tests.mapped_requests import PROVIDERS, Mapped, leaves, path_of, unaccounted
from tests.provider_order import disorder_in
from tests.provider_requests import fault_in
from tests.request_strategies import requests

DIALECTS: dict[str, list[Mapped]] = {
    "chat": [
        to_chat_completions,
        partial(to_chat_completions, reasoning_field="reasoning_content", max_tokens_field="max_tokens"),
        partial(to_chat_completions, reasoning_field="reasoning_details", developer_role="system"),
    ],
    "anthropic": [
        to_anthropic_messages,
        partial(to_anthropic_messages, thinking="budget", api_version="2023-06-01"),
    ],
    "gemini": [to_gemini, partial(to_gemini, thinking="budget", sign_foreign_calls=True)],
}
MEMBERS = ("type", "role", "content", "input", "tools", "tool_choice", "text", "format", "name", "arguments", "output")
MEMBERS += ("call_id", "encrypted_content", "instructions", "summary", "reasoning", "effort", "include", "metadata")
MEMBERS += ("anthropic:citations", "google:thought_signatures", "annotations", "file_data", "image_url", "part")
WORDS = ("message", "user", "assistant", "system", "function_call", "function_call_output", "reasoning", "input_text")
WORDS += ("function", "allowed_tools", "json_schema", "{", "[]", "input_image", "google:part", "anthropic:x", "\ud800")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=5),
    max_leaves=12,
)


@pytest.mark.parametrize("provider", PROVIDERS)
@settings(max_examples=60)
@given(request=requests())
def test_every_leaf_of_a_request_does_something_or_is_reported(provider: str, request: dict[str, Any]) -> None:
    """Issue 5: what cannot be mapped is a list of findings with paths; nothing is dropped silently."""
    for mapped in DIALECTS[provider]:
        assert unaccounted(provider, request, mapped) == []


@pytest.mark.parametrize("provider", PROVIDERS)
@settings(max_examples=30)
@given(request=requests())
def test_the_body_of_any_request_is_legal_there(provider: str, request: dict[str, Any]) -> None:
    """Issue 5, it must show 3: validated against the providers' own request models.

    Extensions are left out: what they hold is the caller's own, and goes to the provider as it is.
    """
    body = PROVIDERS[provider](_without_extensions(request)).body
    assert fault_in(provider, body) is None


@pytest.mark.parametrize("provider", PROVIDERS)
@settings(max_examples=100)
@given(request=requests())
def test_the_conversation_of_any_request_is_in_the_order_that_the_provider_demands(
    provider: str, request: dict[str, Any]
) -> None:
    """Issue 5: roles, results right behind their calls, one for each."""
    mapping = PROVIDERS[provider](_without_extensions(request))
    assert disorder_in(provider, mapping.body) is None


def test_the_judge_of_order_can_say_no() -> None:
    """It notices each thing that the providers refuse."""
    use = {"type": "tool_use", "id": "a", "name": "f", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "a", "content": "4"}
    text = {"type": "text", "text": "Hi"}
    for blocks in (
        [("assistant", [use])],
        [("assistant", [use]), ("user", [text, result])],
        [("assistant", [use]), ("user", [result, result])],
        [("assistant", [use]), ("user", [result]), ("assistant", [use]), ("user", [result])],
        [("user", [text]), ("user", [text])],
        [("user", [{"type": "text", "text": " "}])],
        [("user", [])],
    ):
        assert disorder_in("anthropic", {"messages": [{"role": role, "content": each} for role, each in blocks]})
    call, answer = {"role": "assistant", "tool_calls": [{"id": "a"}]}, {"role": "tool", "tool_call_id": "a"}
    for messages in (
        [call],
        [call, {"role": "user"}, answer],
        [call, answer, answer],
        [answer],
        [{"role": "assistant"}],
    ):
        assert disorder_in("chat", {"messages": messages})
    model, response = {"functionCall": {"name": "f"}}, {"functionResponse": {"name": "f"}}
    for parts in ([("model", [model])], [("model", [model]), ("user", [response, response])], [("user", [])]):
        assert disorder_in("gemini", {"contents": [{"role": role, "parts": each} for role, each in parts]})


def _without_extensions(request: dict[str, Any]) -> dict[str, Any]:
    kept = dict(request)
    for name in ("input", "tools"):
        if isinstance(request.get(name), list):
            kept[name] = [entry for entry in request[name] if ":" not in entry.get("type", "")]
    if isinstance(kept["input"], list):
        own = ("anthropic:citations", "anthropic:caller", "google:thought_signature", "google:thought_signatures")
        kept["input"] = [{name: item[name] for name in item if name not in own} for item in kept["input"]]
    return kept


@pytest.mark.parametrize("provider", PROVIDERS)
@settings(max_examples=60)
@given(request=requests())
def test_findings_point_into_the_request(provider: str, request: dict[str, Any]) -> None:
    """A caller can show the place: the path of a finding is that of a value, unless it says that one is missing."""
    there = {path_of(steps[:depth]) for steps, _ in leaves(request) for depth in range(len(steps) + 1)}
    for finding in PROVIDERS[provider](request).findings:
        assert finding.path in there or finding.kind == "missing" or _is_empty(request, finding)


def _is_empty(request: Mapping[str, Any], finding: MappingFinding) -> bool:
    """Whether the place holds nothing, so that no leaf leads to it."""
    value: Any = request
    for step in finding.path.removeprefix("$").replace("[", ".").replace("]", "").split(".")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return not list(leaves(value))


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(MEMBERS), VALUES, max_size=6))
def test_no_request_raises_whatever_its_members_hold(request: dict[str, object]) -> None:
    """Issue 5, bad input: findings, never an exception; the body is JSON in UTF-8."""
    for dialects in DIALECTS.values():
        for mapped in dialects:
            json.dumps(mapped(request).body, allow_nan=False, ensure_ascii=False).encode()


class Broken(Mapping[str, object]):
    """A mapping that cannot be read."""

    def __getitem__(self, name: str) -> object:
        raise OSError(name)

    def __iter__(self):
        return iter(["x"])

    def __len__(self) -> int:
        return 1


def test_values_that_json_does_not_have_are_findings_at_their_place() -> None:
    """A caller's dict may hold anything."""
    cycle: list[object] = []
    cycle.append(cycle)
    odd: dict[str, object] = {"set": {1}, "nan": float("nan"), "long": 10**5000, "broken": Broken(), "cycle": cycle}
    request = {"model": "m", "input": "Hi", "metadata": {"name": "\ud800", **odd}}
    for mapped in PROVIDERS.values():
        findings = {finding.path: finding.kind for finding in mapped(request).findings}
        assert findings["$.metadata.name"] in ("changed", "unsupported_value", "unsupported_member")
        for name in ("set", "nan", "long", "broken"):
            assert findings[f"$.metadata.{name}"] == "wrong_type"
        assert any(path.startswith("$.metadata.cycle[0]") for path in findings)


def test_the_law_notices_what_is_dropped() -> None:
    """A mapping that drops a member, or a member of an item, breaks it."""

    def careless(request: Mapping[str, Any]) -> Any:
        items = [{name: item[name] for name in item if name != "phase"} for item in request["input"]]
        return to_chat_completions({name: request[name] for name in request if name != "truncation"} | {"input": items})

    request = {
        "model": "m",
        "truncation": "auto",
        "input": [{"role": "assistant", "phase": "commentary", "content": "Hi"}],
    }
    assert unaccounted("chat", request, careless) == ["$.truncation = 'auto'", "$.input[0].phase = 'commentary'"]
    assert unaccounted("chat", request) == []
