"""Requests go out to the other providers, and come in from Chat Completions (issue 5)."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_sdk import (
    AnthropicMessagesBridge,
    GeminiBridge,
    RequestMappingError,
    ResponsesToChatBridge,
    from_chat_completions,
    to_anthropic_messages,
    to_chat_completions,
    to_gemini,
)
from openresponses_sdk.bridges.anthropic_request import ANTHROPIC_CHOICES, ANTHROPIC_FIELDS
from openresponses_sdk.bridges.chat_request import CHAT_FIELDS
from openresponses_sdk.bridges.gemini_request import GEMINI_CHOICES, GEMINI_FIELDS

OUT = (to_chat_completions, to_anthropic_messages, to_gemini)
KEYS = ("type", "role", "content", "input", "tools", "tool_choice", "text", "format", "name", "arguments", "output")
KEYS += ("messages", "tool_calls", "function", "call_id", "encrypted_content", "instructions", "summary")
WORDS = (
    "message",
    "user",
    "assistant",
    "function_call",
    "function_call_output",
    "reasoning",
    "input_text",
    "tool",
    "{",
)
KEY, WORD = st.sampled_from(KEYS), st.sampled_from(WORDS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(KEY, JSON, max_size=6))
def test_no_request_raises_whatever_its_members_hold(request: dict[str, object]) -> None:
    """Issue 5, bad input: findings, never an exception."""
    for mapped in (*OUT, from_chat_completions):
        json.dumps(mapped(request).body)


def test_what_both_forms_can_say_comes_back_from_chat_completions() -> None:
    """Issue 5, requests in."""
    request = {
        "model": "m",
        "max_output_tokens": 9,
        "input": [
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello"}]},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Wait"}]},
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c", "output": "y"},
        ],
        "tools": [{"type": "function", "name": "f", "parameters": {"type": "object"}}],
        "tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "f"}]},
        "reasoning": {"effort": "low"},
        "text": {"format": {"type": "json_schema", "name": "s", "schema": {}}},
    }
    out = to_chat_completions(request)
    assert not out.findings
    assert from_chat_completions(out.body).body == request


@pytest.mark.parametrize("mapped", OUT)
def test_strict_raises_for_what_has_no_place_and_says_where(mapped) -> None:
    """Issue 5, requests out."""
    with pytest.raises(RequestMappingError) as caught:
        mapped({"model": "m", "input": [{"type": "item_reference", "id": "i"}]}, strict=True)
    assert [finding.field for finding in caught.value.findings] == ["input[0]"]


def _output(bridge, *events: object) -> list[object]:
    for event in events:
        bridge.receive(event)
    bridge.receive_eof()
    return bridge.responses[0].model_dump(mode="json", exclude_unset=True)["output"]


def test_thinking_and_tool_use_go_back_to_anthropic_as_they_came() -> None:
    """Issue 5, round trip."""
    content = [
        {"type": "thinking", "thinking": "Hm", "signature": "sig"},
        {"type": "redacted_thinking", "data": "xx"},
        {"type": "text", "text": "I look"},
        {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": 1}},
    ]
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": content}
    output = _output(AnthropicMessagesBridge(None), message | {"stop_reason": "tool_use", "usage": usage})
    body = to_anthropic_messages({"model": "m", "input": output}).body
    assert body["messages"] == [{"role": "assistant", "content": content}]


def test_signatures_go_back_to_gemini_on_the_parts_that_they_sign() -> None:
    """Issue 5, round trip."""
    parts = [
        {"text": "Hm", "thought": True, "thoughtSignature": "czE="},
        {"text": "I look"},
        {"text": " up", "thoughtSignature": "czI="},
        {"functionCall": {"name": "f", "args": {"a": 1}}, "thoughtSignature": "czM="},
    ]
    candidate = {"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}
    output = _output(GeminiBridge(None), {"responseId": "r", "modelVersion": "m", "candidates": [candidate]})
    assert to_gemini({"model": "m", "input": output}).body["contents"] == [{"role": "model", "parts": parts}]


def test_a_stream_becomes_chunks_and_a_cut_one_never_a_finish_reason() -> None:
    """Issue 5, ResponsesToChatBridge."""
    call = {"type": "function_call", "id": "fc", "call_id": "c", "name": "f", "arguments": ""}
    events = [
        {"type": "response.created", "response": {"id": "resp_1", "model": "m", "created_at": 5}},
        {"type": "response.output_text.delta", "delta": "Hi"},
        {"type": "response.output_item.added", "item": call},
        {"type": "response.function_call_arguments.delta", "item_id": "fc", "delta": "{}"},
        {"type": "response.completed", "response": {"id": "resp_1"}},
    ]
    bridge = ResponsesToChatBridge()
    choices = [chunk["choices"][0] for event in events for chunk in bridge.receive(event)]
    assert choices[0]["delta"] == {"role": "assistant", "content": "Hi"}
    assert choices[1]["delta"]["tool_calls"][0]["id"] == "c"
    assert choices[2]["delta"]["tool_calls"][0]["function"] == {"arguments": "{}"}
    assert [choice["finish_reason"] for choice in choices] == [None, None, None, "tool_calls"]
    assert bridge.receive_eof() == []
    for cut in range(len(events)):
        bridge = ResponsesToChatBridge()
        chunks = [chunk for event in events[:cut] for chunk in bridge.receive(event)] + bridge.receive_eof()
        assert chunks[-1]["error"]["code"] == "stream_truncated"
        assert all(chunk["choices"][0]["finish_reason"] is None for chunk in chunks[:-1])


@pytest.mark.parametrize("table", [CHAT_FIELDS, ANTHROPIC_FIELDS, ANTHROPIC_CHOICES, GEMINI_FIELDS, GEMINI_CHOICES])
def test_the_page_has_the_tables_of_the_mappings(table) -> None:
    """Issue 5, it must show 4."""
    page = (Path(__file__).parents[1] / "docs" / "requests.md").read_text(encoding="utf-8")
    rows = "".join(f"| `{here}` | `{there}` |\n" for here, there in table.items())
    assert f"|---|---|\n{rows}" in page
