"""What a bridge read goes back to its provider, and what every mapping promises (issue 5, round trip)."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from openresponses_sdk import (
    AnthropicMessagesBridge,
    Bridge,
    ChatCompletionsBridge,
    CreateResponseRequest,
    GeminiBridge,
    RequestMappingError,
    to_anthropic_messages,
    to_chat_completions,
    to_gemini,
)
from openresponses_sdk.bridges.request_mapping import FINDING_KINDS, MappingKind
from openresponses_sdk.parsing import parse_request
from tests.mapped_requests import PROVIDERS
from tests.provider_requests import fault_in


def output_of(bridge: Bridge, source: Mapping[str, Any]) -> list[Any]:
    """The output of a whole answer, as model objects."""
    bridge.receive(source)
    bridge.receive_eof()
    return list(bridge.responses[0].output)


def answer(item: Any, text: str) -> dict[str, Any]:
    return {"type": "function_call_output", "call_id": item.call_id, "output": text}


WEB = {
    "type": "web_search_result_location",
    "url": "https://a.b",
    "title": None,
    "cited_text": "x",
    "encrypted_index": "e",
}
CHAR = {
    "type": "char_location",
    "cited_text": "x",
    "document_index": 0,
    "document_title": "D",
    "start_char_index": 0,
    "end_char_index": 1,
}
LONG_ID = "toolu_" + "x" * 80
CLAUDE: list[dict[str, Any]] = [
    {"type": "thinking", "thinking": "Hm", "signature": "sig"},
    {"type": "redacted_thinking", "data": "xx"},
    {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "q"}},
    {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []},
    {"type": "text", "text": "I found "},
    {"type": "text", "text": "this", "citations": [WEB, WEB | {"url": "https://c.d"}]},
    {"type": "text", "text": " and "},
    {"type": "text", "text": "that", "citations": [CHAR]},
    {"type": "tool_use", "id": LONG_ID, "name": "f", "input": {"a": 1}, "caller": {"type": "direct"}},
    {"type": "tool_use", "id": "toolu_2", "name": "g", "input": {}},
]


def claude_said() -> list[Any]:
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": CLAUDE}
    return output_of(AnthropicMessagesBridge(None), message | {"stop_reason": "tool_use", "usage": usage})


def test_what_claude_said_goes_back_block_by_block_and_results_follow_their_calls() -> None:
    """Signatures, redacted thinking, citations on their words, server tools, callers, ids longer than 64 characters."""
    output = claude_said()
    calls = [item for item in output if item.type == "function_call"]
    history = [{"role": "user", "content": "Q"}, *output, answer(calls[0], "1"), answer(calls[1], "2")]
    mapping = to_anthropic_messages({"model": "m", "input": history})
    assert mapping.findings == []
    _, assistant, results = mapping.body["messages"]
    assert assistant == {"role": "assistant", "content": CLAUDE}
    assert [(block["tool_use_id"], block["content"]) for block in results["content"]] == [
        (LONG_ID, "1"),
        ("toolu_2", "2"),
    ]
    assert fault_in("anthropic", mapping.body) is None


def test_neighbouring_texts_of_claude_are_joined_where_nothing_is_cited() -> None:
    """The one thing that does not come back as it was: where plain text was cut."""
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn"}
    texts = [{"type": "text", "text": text} for text in ("a", "", "b")]
    output = output_of(AnthropicMessagesBridge(None), message | {"content": texts, "usage": usage})
    body = to_anthropic_messages({"model": "m", "input": output}).body
    assert body["messages"] == [{"role": "assistant", "content": [{"type": "text", "text": "ab"}]}]


GEMINI: list[dict[str, Any]] = [
    {"text": "Hm", "thought": True, "thoughtSignature": "czE="},
    {"executableCode": {"language": "PYTHON", "code": "1"}},
    {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}},
    {"text": "I look"},
    {"text": " up", "thoughtSignature": "czI="},
    {"text": " and"},
    {"text": "", "thoughtSignature": "czM="},
    {"functionCall": {"name": "f", "args": {"a": 1}, "id": "own-1"}, "thoughtSignature": "czQ="},
    {"functionCall": {"name": "g.h", "args": {}}},
]


def test_what_gemini_said_goes_back_part_by_part_and_results_bear_names_and_ids() -> None:
    """Each signature stands on its part; a name that had to be changed, and an id, are Gemini's own again."""
    candidate = {"content": {"role": "model", "parts": GEMINI}, "finishReason": "STOP"}
    output = output_of(GeminiBridge(None), {"responseId": "r", "modelVersion": "m", "candidates": [candidate]})
    calls = [item for item in output if item.type == "function_call"]
    history = [{"role": "user", "content": "Q"}, *output, answer(calls[0], "1"), answer(calls[1], "2")]
    mapping = to_gemini({"model": "m", "input": history})
    assert mapping.findings == []
    _, model, results = mapping.body["contents"]
    assert model == {"role": "model", "parts": GEMINI}
    assert results["parts"] == [
        {"functionResponse": {"name": "f", "response": {"output": "1"}, "id": "own-1"}},
        {"functionResponse": {"name": "g.h", "response": {"output": "2"}}},
    ]
    assert fault_in("gemini", mapping.body) is None


def test_the_signatures_of_a_text_that_was_cut_off_go_back_too() -> None:
    """No item may follow an incomplete message, so it holds them itself (OR-ITEM-03)."""
    parts = [{"text": "I look"}, {"text": " up", "thoughtSignature": "czI="}, {"text": " and"}]
    candidate = {"content": {"role": "model", "parts": parts}, "finishReason": "MAX_TOKENS"}
    output = output_of(GeminiBridge(None), {"responseId": "r", "modelVersion": "m", "candidates": [candidate]})
    mapping = to_gemini({"model": "m", "input": output})
    assert mapping.body["contents"] == [{"role": "model", "parts": parts}]
    assert mapping.findings == []


DETAILS = [
    {"type": "reasoning.summary", "summary": "S"},
    {"type": "reasoning.encrypted", "format": "f", "id": "r1", "data": "d1"},
    {"type": "reasoning.text", "text": "T", "signature": "s", "format": "g"},
]
TOOL_CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
TOOL_RESULT = {"role": "tool", "tool_call_id": "c1", "content": "4"}
ANSWER = {"type": "function_call_output", "call_id": "c1", "output": "4"}


def chat_said(**message: Any) -> list[Any]:
    said = {"role": "assistant", "content": "Hi", "tool_calls": [TOOL_CALL]} | message
    choice = {"index": 0, "finish_reason": "tool_calls", "message": said}
    body = {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return output_of(ChatCompletionsBridge(None), body)


def test_reasoning_details_go_back_with_what_is_sealed_in_them() -> None:
    """Sealed reasoning of the bridge is the detail that it was."""
    mapping = to_chat_completions(
        {
            "model": "m",
            "input": [*chat_said(reasoning_details=DETAILS), ANSWER],
            "include": ["reasoning.encrypted_content"],
        },
        reasoning_field="reasoning_details",
    )
    assert mapping.findings == []
    message = {"role": "assistant", "reasoning_details": DETAILS, "content": "Hi", "tool_calls": [TOOL_CALL]}
    assert mapping.body["messages"] == [message, TOOL_RESULT]


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
def test_plain_reasoning_goes_back_in_the_field_of_the_server(field: str) -> None:
    """Its opaque neighbour goes back under its own name."""
    output = chat_said(**{field: "Hm", "reasoning_opaque": "o"})
    mapping = to_chat_completions({"model": "m", "input": [*output, ANSWER]}, reasoning_field=field)
    assert mapping.findings == []
    assert mapping.body["messages"] == [
        {"role": "assistant", field: "Hm", "reasoning_opaque": "o", "content": "Hi", "tool_calls": [TOOL_CALL]},
        TOOL_RESULT,
    ]


def test_sealed_reasoning_is_a_finding_for_every_other_provider() -> None:
    """A conversation goes on with another provider: it gets the text and the calls, and no signature of others."""
    sealed = {"chat": chat_said(reasoning_details=DETAILS), "anthropic": claude_said()}
    for source, output in sealed.items():
        for provider, mapped in PROVIDERS.items():
            mapping = mapped({"model": "m", "input": output})
            kinds = {finding.kind for finding in mapping.findings if not finding.path.endswith(".call_id")}
            assert fault_in(provider, mapping.body) is None
            if provider == source == "anthropic":
                assert kinds == set()
            else:
                assert kinds & {"foreign_reasoning", "unsupported_item"}
            text = json.dumps(mapping.body)
            assert provider == source or not any(opaque in text for opaque in ('"sig"', '"d1"', '"xx"'))


def test_gemini_takes_the_calls_of_others_when_the_caller_asks_for_it() -> None:
    """Gemini 3 refuses calls without a signature; of calls beside each other the first bears it."""
    mapping = to_gemini({"model": "m", "input": claude_said()}, sign_foreign_calls=True)
    signatures = [
        part.get("thoughtSignature") for part in mapping.body["contents"][0]["parts"] if "functionCall" in part
    ]
    assert signatures == ["skip_thought_signature_validator", None]
    assert fault_in("gemini", mapping.body) is None


def test_strict_raises_one_error_with_all_findings() -> None:
    """Issue 5: a list of findings with paths, or an error in strict mode."""
    request = {"model": "m", "input": [{"type": "item_reference", "id": "i"}], "truncation": "auto"}
    for mapped in (to_chat_completions, to_anthropic_messages, to_gemini):
        with pytest.raises(RequestMappingError) as caught:
            mapped(request, strict=True)
        assert {finding.path for finding in caught.value.findings} >= {"$.input[0]", "$.truncation"}
        assert all(str(finding) in str(caught.value) for finding in caught.value.findings)
        assert mapped({"model": "m", "input": "Hi"}, strict=True).findings == []


def test_models_plain_objects_and_objects_that_hold_models_are_the_same() -> None:
    """A request that was read, the dict of it, and a dict with the output items of a response."""
    data = {"model": "m", "input": [{"type": "message", "role": "user", "content": "Hi"}], "temperature": 0.5}
    read = parse_request(json.dumps(data).encode())
    made = CreateResponseRequest(
        model="m", input=[{"type": "message", "role": "user", "content": "Hi"}], temperature=0.5
    )
    for mapped in PROVIDERS.values():
        assert mapped(read) == mapped(made) == mapped(data)
    output = claude_said()
    plain = [item.to_dict() for item in output]
    assert to_anthropic_messages({"model": "m", "input": output}) == to_anthropic_messages(
        {"model": "m", "input": plain}
    )


def test_a_body_shares_nothing_with_the_request() -> None:
    """Whoever changes the body does not change the request."""
    schema = {"type": "object", "properties": {}}
    request = {"model": "m", "input": "Hi", "tools": [{"type": "function", "name": "f", "parameters": schema}]}
    before = copy.deepcopy(request)
    for mapped in PROVIDERS.values():
        tool: Any = mapped(request).body["tools"][0]
        for inner in ("functionDeclarations", 0, "function", "input_schema", "parameters", "parametersJsonSchema"):
            if isinstance(tool, list) or inner in tool:
                tool = tool[inner]
        tool["properties"]["x"] = 1
        assert request == before


def test_options_choose_among_the_dialects_of_a_provider() -> None:
    """Older servers and models are told the same in other words."""
    request = {
        "model": "m",
        "input": [{"role": "user", "content": "Hi"}, {"role": "system", "content": "S"}],
        "instructions": "I",
        "max_output_tokens": 2000,
        "temperature": 0.5,
        "reasoning": {"effort": "low"},
    }
    chat = to_chat_completions(request, developer_role="system", max_tokens_field="max_tokens").body
    assert chat["messages"][0] == {"role": "system", "content": "I"}
    assert (chat["max_tokens"], "max_completion_tokens" in chat) == (2000, False)
    claude = to_anthropic_messages(request, thinking="budget", api_version="2023-06-01", default_max_tokens=9)
    assert claude.body["thinking"] == {"type": "enabled", "budget_tokens": 1999}
    assert [block["text"] for block in claude.body["system"]] == ["I", "S"]
    assert [(finding.kind, finding.path) for finding in claude.findings] == [
        ("changed", "$.input[1]"),
        ("changed", "$.reasoning.effort"),
        ("unsupported_value", "$.temperature"),
    ]
    assert to_anthropic_messages({"model": "m", "input": "Hi"}, default_max_tokens=9).body["max_tokens"] == 9
    gemini = to_gemini(request, thinking="budget").body
    assert gemini["generationConfig"]["thinkingConfig"] == {"thinkingBudget": 1024}


def test_a_forced_tool_leaves_no_thinking_to_claude() -> None:
    """Anthropic refuses the two together, so that the caller is told which of them goes."""
    tools = {"tools": [{"type": "function", "name": "f"}], "tool_choice": "required"}
    mapping = to_anthropic_messages({"model": "m", "input": "Hi", "reasoning": {"effort": "low"}} | tools)
    assert "thinking" not in mapping.body
    assert [(finding.kind, finding.path) for finding in mapping.findings] == [("unsupported_value", "$.reasoning")]


def test_the_endpoint_says_what_a_provider_wants_in_the_address() -> None:
    """Gemini's body has neither model nor stream."""
    request = {"model": "m", "input": "Hi"}
    assert to_chat_completions(request).endpoint == "chat/completions"
    assert to_anthropic_messages(request).endpoint == "v1/messages"
    assert to_gemini(request).endpoint == "v1beta/models/m:generateContent"
    assert to_gemini(request | {"stream": True}).endpoint == "v1beta/models/m:streamGenerateContent?alt=sse"


def test_a_request_without_model_or_input_lacks_what_is_demanded() -> None:
    """Issue 5: what cannot be mapped is a finding."""
    for mapped in PROVIDERS.values():
        findings = {(finding.kind, finding.path) for finding in mapped({}).findings}
        assert findings == {("missing", "$.model"), ("missing", "$.input")}


def test_every_kind_of_finding_is_explained() -> None:
    """The kinds are stable words, and the page lists them from this table."""
    assert set(FINDING_KINDS) == set(get_args(MappingKind))
    page = (Path(__file__).parents[1] / "docs" / "requests.md").read_text("utf-8")
    assert "".join(f"| `{kind}` | {meaning} |\n" for kind, meaning in FINDING_KINDS.items()) in page


def test_a_signature_without_its_message_and_data_that_is_not_base64_are_findings() -> None:
    """What was cut away, or written otherwise, goes nowhere silently."""
    signature = {"type": "reasoning", "summary": [], "encrypted_content": "google:thought_signature:0-1:c2ln"}
    image = {"type": "input_image", "image_url": "data:image/svg+xml,x"}
    mapping = to_gemini({"model": "m", "input": [{"role": "user", "content": [image]}, signature]})
    assert [(finding.kind, finding.path) for finding in mapping.findings] == [
        ("unsupported_part", "$.input[0].content[0]"),
        ("misplaced", "$.input[1]"),
        ("missing", "$.input"),
    ]


def test_an_option_that_is_no_choice_is_refused_and_a_request_that_is_no_object_is_a_finding() -> None:
    """Options are the caller's code, requests are what somebody sent."""
    request = {"model": "m", "input": "Hi"}
    wrong: list[Any] = [
        (to_chat_completions, {"reasoning_field": "thoughts"}),
        (to_chat_completions, {"developer_role": "boss"}),
        (to_chat_completions, {"max_tokens_field": "limit"}),
        (to_anthropic_messages, {"thinking": "level"}),
        (to_anthropic_messages, {"api_version": "2024"}),
        (to_anthropic_messages, {"default_max_tokens": 0}),
        (to_gemini, {"thinking": "adaptive"}),
        *((mapped, {"slug": "a:b"}) for mapped in PROVIDERS.values()),
    ]
    for mapped, options in wrong:
        with pytest.raises(ValueError):
            mapped(request, **options)
    nothing: Any = "Hi"
    for mapped in PROVIDERS.values():
        assert ("wrong_type", "$") in [(finding.kind, finding.path) for finding in mapped(nothing).findings]


def test_names_and_ids_that_the_chat_bridge_changed_go_back_without_an_option() -> None:
    """Bridge and mapping have the same slug unless the caller says otherwise."""
    call = {"id": "c" * 90, "type": "function", "function": {"name": "g.h", "arguments": "{}"}}
    output = chat_said(content=None, tool_calls=[call])
    answer = ANSWER | {"call_id": output[0].call_id}
    assert (output[0].name, len(output[0].call_id)) == ("g_h", 64)
    mapping = to_chat_completions({"model": "m", "input": [*output, answer]})
    assert mapping.findings == []
    assert mapping.body["messages"] == [
        {"role": "assistant", "tool_calls": [call]},
        TOOL_RESULT | {"tool_call_id": call["id"]},
    ]


def test_a_citation_that_overlaps_another_is_left_out_and_no_words_repeat() -> None:
    """Anthropic cites by blocks, which cannot overlap; what was said before is what is said again."""
    spans = ((0, 3), (1, 2), (2, 4))
    kept = [
        {"content_index": 0, "start_index": start, "end_index": end, "citation": {"type": "char_location"}}
        for start, end in spans
    ]
    part = {"type": "output_text", "text": "abcd"}
    item = {"type": "message", "role": "assistant", "content": [part], "anthropic:citations": kept}
    mapping = to_anthropic_messages({"model": "m", "input": [item]})
    assert [block["text"] for block in mapping.body["messages"][0]["content"]] == ["abc", "d"]
    assert [(finding.kind, finding.path) for finding in mapping.findings] == [
        ("misplaced", '$.input[0]["anthropic:citations"][1]'),
        ("misplaced", '$.input[0]["anthropic:citations"][2]'),
    ]


def test_a_turn_of_reasoning_alone_is_a_message_with_content() -> None:
    """Chat servers demand content of a message of the model that has no calls."""
    thought = {"type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "Hm"}]}
    mapping = to_chat_completions({"model": "m", "input": [thought]}, reasoning_field="reasoning")
    assert mapping.body["messages"] == [{"role": "assistant", "reasoning": "Hm", "content": ""}]
