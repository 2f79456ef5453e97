"""Bodies that a provider would refuse, or that say less than the request without a finding (issue 5, requests out)."""

from typing import Any

import pytest

from openresponses_sdk import (
    AnthropicMessagesBridge,
    GeminiBridge,
    RequestMappingError,
    next_input,
    to_anthropic_messages,
    to_chat_completions,
    to_gemini,
)
from tests.mapped_requests import PROVIDERS
from tests.provider_requests import fault_in

USER = {"role": "user", "content": "Hi"}
CALL = {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"}
CALL_2 = CALL | {"call_id": "c2"}
OUTPUT = {"type": "function_call_output", "call_id": "c1", "output": "4"}
TOOL = {"type": "function", "name": "f", "parameters": {"type": "object"}}

providers = pytest.mark.parametrize("provider", PROVIDERS)


def findings_of(mapping: Any) -> list[tuple[str, str]]:
    return [(finding.kind, finding.path) for finding in mapping.findings]


def asked(provider: str, **members: object) -> Any:
    """The mapping of a request, whose body the provider's own models take."""
    mapping = PROVIDERS[provider]({"model": "m", "input": [USER], **members})
    assert fault_in(provider, mapping.body) is None
    return mapping


@pytest.mark.parametrize("text", ["The tool knows.", ""])
def test_a_signature_whose_text_got_lost_is_a_finding_and_one_that_never_had_a_text_is_none(text: str) -> None:
    """Anthropic wants signed thinking back as it was; `next_input` leaves raw reasoning out."""
    content = [
        {"type": "thinking", "thinking": text, "signature": "c2ln"},
        {"type": "tool_use", "id": "c1", "name": "f", "input": {}},
    ]
    bridge = AnthropicMessagesBridge()
    whole = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": content}
    bridge.receive(whole | {"stop_reason": "tool_use"})
    bridge.receive_eof()
    (response,) = bridge.responses
    for items in (response.output, next_input(response, raw_reasoning=True).items):
        mapping = to_anthropic_messages({"model": "m", "input": [USER, *items, OUTPUT]}, strict=True)
        assert mapping.body["messages"][1]["content"] == content
    mapping = to_anthropic_messages({"model": "m", "input": [USER, *next_input(response).items, OUTPUT]})
    assert findings_of(mapping) == ([("missing", "$.input[1]")] if text else [])


@providers
def test_a_call_without_output_gets_one_that_says_so(provider: str) -> None:
    """Every provider refuses a call that nothing answers."""
    mapping = asked(provider, input=[CALL, CALL_2, OUTPUT, USER])
    assert findings_of(mapping) == [("missing", "$.input[1].call_id")]
    messages = mapping.body["contents" if provider == "gemini" else "messages"]
    answers = {
        "chat": lambda: [(each["tool_call_id"], each["content"]) for each in messages if each["role"] == "tool"],
        "anthropic": lambda: [
            (block["tool_use_id"], block["content"])
            for block in messages[1]["content"]
            if block["type"] == "tool_result"
        ],
        "gemini": lambda: [
            (call_id, part["functionResponse"]["response"]["output"])
            for call_id, part in zip(("c1", "c2"), messages[1]["parts"], strict=False)
        ],
    }
    assert answers[provider]() == [("c1", "4"), ("c2", "No output was given.")]


@providers
def test_a_second_output_and_a_second_tool_of_a_name_are_left_out(provider: str) -> None:
    """Every provider refuses both."""
    mapping = asked(provider, input=[CALL, OUTPUT, OUTPUT | {"output": "5"}], tools=[TOOL, TOOL])
    assert findings_of(mapping) == [("misplaced", "$.input[2]"), ("unsupported_tool", "$.tools[1]")]


@providers
def test_an_id_that_comes_again_in_a_later_turn_is_answered_there(provider: str) -> None:
    """The outputs belong to the call before them, whatever calls had the id earlier."""
    mapping = asked(provider, input=[CALL, OUTPUT, CALL, OUTPUT | {"output": "5"}])
    assert mapping.findings == []
    assert len(mapping.body["contents" if provider == "gemini" else "messages"]) == 4


@providers
@pytest.mark.parametrize(
    ("name", "value"),
    [("max_output_tokens", -5), ("max_output_tokens", 0), ("temperature", 2.5), ("temperature", -1), ("top_p", 1.5)],
)
def test_numbers_out_of_their_bounds_are_left_out_with_a_finding(provider: str, name: str, value: float) -> None:
    """The specification and every provider have bounds for them."""
    mapping = asked(provider, **{name: value})
    assert [path for _, path in findings_of(mapping)] == [f"$.{name}"]
    assert value not in mapping.body.values() and str(value) not in str(mapping.body.get("generationConfig"))
    with pytest.raises(RequestMappingError):
        PROVIDERS[provider]({"model": "m", "input": "Hi", name: value}, strict=True)  # type: ignore[call-arg]


def test_numbers_at_their_bounds_are_carried_over() -> None:
    """They are legal."""
    body = to_chat_completions(
        {"model": "m", "input": "Hi", "temperature": 2, "top_p": 0, "max_output_tokens": 1}, strict=True
    ).body
    assert (body["temperature"], body["top_p"], body["max_completion_tokens"]) == (2, 0, 1)


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("gemini-3", "models/gemini-3"),
        ("models/gemini-3.1-pro", "models/gemini-3.1-pro"),
        ("tunedModels/mine", "tunedModels/mine"),
        ("publishers/google/models/gemini-3@001", "publishers/google/models/gemini-3@001"),
    ],
)
def test_a_model_of_gemini_may_bear_the_prefix_of_google(model: str, path: str) -> None:
    """Google's own clients take both."""
    mapping = to_gemini({"model": model, "input": "Hi"}, strict=True)
    assert mapping.endpoint == f"v1beta/{path}:generateContent"


@pytest.mark.parametrize(
    ("model", "path", "kind"),
    [
        ("../cachedContents?key=", "models/..%2FcachedContents%3Fkey%3D", "unsupported_value"),
        ("m#f", "models/m%23f", "unsupported_value"),
        ("gemini 3", "models/gemini%203", "unsupported_value"),
        ("models/a/b", "models/models%2Fa%2Fb", "unsupported_value"),
        ("models/..", "models/models%2F..", "unsupported_value"),
        ("gemini-3\n", "models/gemini-3%0A", "unsupported_value"),
        ("", "models/", "missing"),
    ],
)
def test_what_is_no_model_cannot_change_the_address_of_gemini(model: str, path: str, kind: str) -> None:
    """A client of a gateway chooses the model, and must not choose another method or key by it."""
    mapping = to_gemini({"model": model, "input": "Hi"})
    assert mapping.endpoint == f"v1beta/{path}:generateContent"
    assert findings_of(mapping) == [(kind, "$.model")]


@providers
@pytest.mark.parametrize(
    "choice",
    [
        {"type": "function", "name": "g"},
        {"type": "allowed_tools", "tools": [{"type": "function", "name": "g"}]},
        {"type": "allowed_tools", "mode": "required", "tools": []},
    ],
)
def test_a_choice_of_no_offered_function_allows_none(provider: str, choice: dict[str, Any]) -> None:
    """What a request allows is a limit: it must not open because nothing in it is known."""
    mapping = asked(provider, tools=[TOOL], tool_choice=choice)
    assert "unsupported_value" in [kind for kind, path in findings_of(mapping) if path == "$.tool_choice"]
    allowed = {
        "chat": mapping.body.get("tool_choice"),
        "anthropic": mapping.body.get("tool_choice", {}).get("type") if provider == "anthropic" else None,
        "gemini": mapping.body.get("toolConfig", {}).get("functionCallingConfig", {}).get("mode"),
    }
    assert str(allowed[provider]).lower() == "none"


def test_images_that_a_tool_returned_stand_behind_all_outputs_of_the_turn_in_chat() -> None:
    """A tool message holds only text, and servers want all outputs right behind their calls."""
    png = "data:image/png;base64,YWJj"
    image = {"type": "input_image", "image_url": png}
    text = {"type": "input_text", "text": "Seen."}
    lost = {"type": "input_file", "file_url": "https://example.org/a.pdf"}
    outputs = [
        OUTPUT | {"call_id": f"c{at}", "output": output} for at, output in enumerate(([image], [text, image], [lost]))
    ]
    calls = [CALL | {"call_id": f"c{at}"} for at in range(3)]
    mapping = asked("chat", input=[*calls, *outputs, USER])
    shown = {"type": "image_url", "image_url": {"url": png}}
    assert mapping.body["messages"][1:] == [
        {"role": "tool", "tool_call_id": "c0", "content": "The output is in the next message of the user."},
        {"role": "tool", "tool_call_id": "c1", "content": "Seen."},
        {"role": "tool", "tool_call_id": "c2", "content": "The output cannot be shown."},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Output of the call c0:"},
                shown,
                {"type": "text", "text": "Output of the call c1:"},
                shown,
            ],
        },
        USER,
    ]
    assert findings_of(mapping) == [
        ("changed", "$.input[3].output[0]"),
        ("changed", "$.input[4].output[1]"),
        ("unsupported_part", "$.input[5].output[0]"),
    ]
    assert asked("chat", input=[CALL, OUTPUT | {"output": [image]}]).body["messages"][-1]["role"] == "user"


def test_what_a_bridge_answered_is_no_finding_where_it_says_nothing_to_the_provider() -> None:
    """Strict mode takes the answers of a bridge: grounding of a text, and a text that was cut off."""
    grounding = {
        "groundingChunks": [{"web": {"uri": "https://example.org", "title": "A"}}],
        "groundingSupports": [{"segment": {"startIndex": 0, "endIndex": 2}, "groundingChunkIndices": [0]}],
    }
    content = {"role": "model", "parts": [{"text": "Hi"}]}
    candidate = {"content": content, "finishReason": "MAX_TOKENS", "groundingMetadata": grounding}
    bridge = GeminiBridge()
    bridge.receive({"modelVersion": "m", "responseId": "r", "candidates": [candidate]})
    bridge.receive_eof()
    (response,) = bridge.responses
    (message,) = response.output
    assert message.status == "incomplete" and message.content[0].annotations
    mapping = to_gemini({"model": "m", "input": [USER, *response.output]}, strict=True)
    assert mapping.body["contents"][1] == content
    assert to_chat_completions({"model": "m", "input": [USER, *response.output]}, strict=True).findings == []
    call = CALL | {"status": "incomplete"}
    assert ("unsupported_member", "$.input[0].status") in findings_of(asked("chat", input=[call, OUTPUT]))


@pytest.mark.parametrize(
    ("url", "is_taken"),
    [
        ("https://example.org/a.pdf", True),
        ("https://example.org/a.PDF?x=1", True),
        ("https://example.org/view", True),
        ("https://example.org", True),
        ("https://example.org/a.docx", False),
        ("https://example.org/a.csv?x=1", False),
        ("https://example.org/a.txt", False),
    ],
)
def test_anthropic_takes_only_a_pdf_by_its_address(url: str, is_taken: bool) -> None:
    """Its documents by URL are PDF files; what an address says to be another file is a finding."""
    part = {"type": "input_file", "file_url": url}
    mapping = asked("anthropic", input=[{"role": "user", "content": [{"type": "input_text", "text": "Read."}, part]}])
    assert findings_of(mapping) == ([] if is_taken else [("unsupported_part", "$.input[0].content[1]")])
    assert len(mapping.body["messages"][0]["content"]) == 1 + is_taken


def test_outputs_stand_in_the_order_of_their_calls_and_calls_without_a_name_get_none() -> None:
    """Gemini tells calls of one function apart by their order."""
    outputs = [OUTPUT | {"call_id": id, "output": id} for id in ("c3", "c1")]
    nameless = {"type": "function_call", "call_id": "c4", "arguments": "{}"}
    mapping = asked("gemini", input=[CALL, CALL_2, CALL | {"call_id": "c3"}, nameless, *outputs])
    answers = [part["functionResponse"]["response"]["output"] for part in mapping.body["contents"][1]["parts"]]
    assert answers == ["c1", "No output was given.", "c3"]
    assert findings_of(mapping) == [("missing", "$.input[1].call_id"), ("missing", "$.input[3]")]
