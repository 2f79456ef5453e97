"""The settings, tools and choices of a request, as each provider calls them: a row for every one (issue 5)."""

from typing import Any

import pytest

from openresponses_sdk import to_anthropic_messages
from tests.mapped_requests import PROVIDERS
from tests.provider_requests import fault_in

Findings = list[tuple[str, str]]
Row = tuple[dict[str, Any], Findings]

PLAIN: dict[str, dict[str, Any]] = {
    "chat": {"model": "m", "messages": [{"role": "user", "content": "Hi"}]},
    "anthropic": {
        "model": "m",
        "max_tokens": 4096,
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
    },
    "gemini": {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]},
}
"""What ``{"model": "m", "input": "Hi"}`` becomes."""

NO_PLACE = "unsupported_member"
NO_VALUE = "unsupported_value"
SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}
F, G = ({"type": "function", "name": name} for name in "fg")
CHAT_F, CHAT_G = ({"type": "function", "function": {"name": name}} for name in "fg")
CLAUDE_F, CLAUDE_G = ({"name": name, "input_schema": {"type": "object"}} for name in "fg")
GEMINI_FG = [{"functionDeclarations": [{"name": "f"}, {"name": "g"}]}]


def config(**fields: object) -> dict[str, Any]:
    return {"generationConfig": fields}


SETTINGS: list[tuple[dict[str, Any], Row, Row, Row]] = [
    (
        {"instructions": "Be brief"},
        (
            {"messages": [{"role": "developer", "content": "Be brief"}, {"role": "user", "content": "Hi"}]},
            [],
        ),
        ({"system": [{"type": "text", "text": "Be brief"}]}, []),
        ({"systemInstruction": {"parts": [{"text": "Be brief"}]}}, []),
    ),
    (
        {"temperature": 0.5, "top_p": 1},
        ({"temperature": 0.5, "top_p": 1}, []),
        ({}, [(NO_PLACE, "$.temperature"), (NO_PLACE, "$.top_p")]),
        (config(temperature=0.5, topP=1), []),
    ),
    (
        {"presence_penalty": 1, "frequency_penalty": -0.5},
        ({"presence_penalty": 1, "frequency_penalty": -0.5}, []),
        ({}, [(NO_PLACE, "$.presence_penalty"), (NO_PLACE, "$.frequency_penalty")]),
        (config(presencePenalty=1, frequencyPenalty=-0.5), []),
    ),
    (
        {"max_output_tokens": 16, "max_tool_calls": 2},
        ({"max_completion_tokens": 16}, [(NO_PLACE, "$.max_tool_calls")]),
        ({"max_tokens": 16}, [(NO_PLACE, "$.max_tool_calls")]),
        (config(maxOutputTokens=16), [(NO_PLACE, "$.max_tool_calls")]),
    ),
    (
        {"top_logprobs": 3},
        ({"top_logprobs": 3, "logprobs": True}, []),
        ({}, [(NO_PLACE, "$.top_logprobs")]),
        (config(logprobs=3, responseLogprobs=True), []),
    ),
    (
        {"include": ["message.output_text.logprobs", "reasoning.encrypted_content", "x"]},
        ({"logprobs": True}, [(NO_VALUE, "$.include[1]"), (NO_VALUE, "$.include[2]")]),
        ({}, [(NO_VALUE, "$.include[0]"), (NO_VALUE, "$.include[2]")]),
        (config(responseLogprobs=True), [(NO_VALUE, "$.include[2]")]),
    ),
    (
        {"stream": True, "stream_options": {"include_obfuscation": False}},
        ({"stream": True, "stream_options": {"include_usage": True, "include_obfuscation": False}}, []),
        ({"stream": True}, []),
        ({}, []),
    ),
    (
        {"stream_options": {"include_obfuscation": True}},
        ({}, [("misplaced", "$.stream_options")]),
        ({}, [(NO_PLACE, "$.stream_options.include_obfuscation")]),
        ({}, [(NO_PLACE, "$.stream_options.include_obfuscation")]),
    ),
    (
        {"store": False, "background": False, "truncation": "disabled", "parallel_tool_calls": True, "tools": []},
        ({"store": False}, []),
        ({}, []),
        ({"store": False}, []),
    ),
    (
        {"store": True, "background": True, "truncation": "auto", "previous_response_id": "r"},
        (
            {"store": True},
            [(NO_PLACE, "$.background"), (NO_PLACE, "$.truncation"), (NO_PLACE, "$.previous_response_id")],
        ),
        (
            {},
            [
                (NO_PLACE, "$.store"),
                (NO_PLACE, "$.background"),
                (NO_PLACE, "$.truncation"),
                (NO_PLACE, "$.previous_response_id"),
            ],
        ),
        (
            {"store": True},
            [(NO_PLACE, "$.background"), (NO_PLACE, "$.truncation"), (NO_PLACE, "$.previous_response_id")],
        ),
    ),
    (
        {"metadata": {"user_id": "u", "Team": "x"}},
        ({"metadata": {"user_id": "u", "Team": "x"}}, []),
        ({"metadata": {"user_id": "u"}}, [(NO_PLACE, "$.metadata.Team")]),
        ({"labels": {"user_id": "u"}}, [(NO_VALUE, "$.metadata.Team")]),
    ),
    (
        {"safety_identifier": "s", "prompt_cache_key": "k", "user": "u"},
        ({"safety_identifier": "s", "prompt_cache_key": "k", "user": "u"}, []),
        ({"metadata": {"user_id": "s"}}, [(NO_PLACE, "$.prompt_cache_key"), (NO_PLACE, "$.user")]),
        ({}, [(NO_PLACE, "$.safety_identifier"), (NO_PLACE, "$.prompt_cache_key"), (NO_PLACE, "$.user")]),
    ),
    (
        {"service_tier": "default"},
        ({"service_tier": "default"}, []),
        ({"service_tier": "standard_only"}, []),
        ({"serviceTier": "standard"}, []),
    ),
    (
        {"service_tier": "flex"},
        ({"service_tier": "flex"}, []),
        ({}, [(NO_VALUE, "$.service_tier")]),
        ({"serviceTier": "flex"}, []),
    ),
    (
        {"reasoning": {"effort": "high", "summary": "auto"}},
        ({"reasoning_effort": "high"}, [(NO_PLACE, "$.reasoning.summary")]),
        ({"thinking": {"type": "adaptive", "display": "summarized"}, "output_config": {"effort": "high"}}, []),
        (config(thinkingConfig={"thinkingLevel": "HIGH", "includeThoughts": True}), []),
    ),
    (
        {"reasoning": {"effort": "minimal", "summary": "concise"}},
        ({"reasoning_effort": "minimal"}, [(NO_PLACE, "$.reasoning.summary")]),
        (
            {"thinking": {"type": "adaptive", "display": "summarized"}, "output_config": {"effort": "low"}},
            [("changed", "$.reasoning.summary"), ("changed", "$.reasoning.effort")],
        ),
        (
            config(thinkingConfig={"thinkingLevel": "MINIMAL", "includeThoughts": True}),
            [("changed", "$.reasoning.summary")],
        ),
    ),
    (
        {"reasoning": {"effort": "none"}},
        ({"reasoning_effort": "none"}, []),
        ({"thinking": {"type": "disabled"}}, []),
        (config(thinkingConfig={"thinkingBudget": 0}), []),
    ),
    (
        {"reasoning": {"effort": "boundless"}},
        ({}, [(NO_VALUE, "$.reasoning.effort")]),
        ({}, [(NO_VALUE, "$.reasoning.effort")]),
        ({}, [(NO_VALUE, "$.reasoning.effort")]),
    ),
    (
        {"text": {"verbosity": "low", "format": {"type": "json_object"}}},
        ({"verbosity": "low", "response_format": {"type": "json_object"}}, []),
        ({}, [(NO_VALUE, "$.text.format"), (NO_PLACE, "$.text.verbosity")]),
        (config(responseMimeType="application/json"), [(NO_PLACE, "$.text.verbosity")]),
    ),
    (
        {"text": {"format": {"type": "json_schema", "name": "n", "schema": SCHEMA, "strict": True}}},
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "n", "schema": SCHEMA, "strict": True},
                }
            },
            [],
        ),
        ({"output_config": {"format": {"type": "json_schema", "schema": SCHEMA | {"title": "n"}}}}, []),
        (config(responseMimeType="application/json", responseJsonSchema=SCHEMA | {"title": "n"}), []),
    ),
    (
        {"text": {"format": {"type": "json_schema", "name": "n", "schema": {"title": "T"}, "strict": False}}},
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "n", "schema": {"title": "T"}, "strict": False},
                }
            },
            [],
        ),
        (
            {"output_config": {"format": {"type": "json_schema", "schema": {"title": "T"}}}},
            [(NO_PLACE, "$.text.format.name"), (NO_PLACE, "$.text.format.strict")],
        ),
        (
            config(responseMimeType="application/json", responseJsonSchema={"title": "T"}),
            [(NO_PLACE, "$.text.format.name"), (NO_PLACE, "$.text.format.strict")],
        ),
    ),
    (
        {"tools": [F | {"description": "d", "parameters": SCHEMA, "strict": True}]},
        (
            {
                "tools": [
                    {
                        "type": "function",
                        "function": {"name": "f", "description": "d", "parameters": SCHEMA, "strict": True},
                    }
                ]
            },
            [],
        ),
        ({"tools": [{"name": "f", "input_schema": SCHEMA, "description": "d", "strict": True}]}, []),
        (
            {
                "tools": [
                    {"functionDeclarations": [{"name": "f", "description": "d", "parametersJsonSchema": SCHEMA}]}
                ],
                "toolConfig": {"functionCallingConfig": {"mode": "VALIDATED"}},
            },
            [],
        ),
    ),
    (
        {"tools": [{"type": "web_search"}, {"type": "anthropic:web_search_20250305", "name": "web_search"}]},
        ({}, [("unsupported_tool", "$.tools[0]"), ("unsupported_tool", "$.tools[1]")]),
        ({"tools": [{"type": "web_search_20250305", "name": "web_search"}]}, [("unsupported_tool", "$.tools[0]")]),
        ({}, [("unsupported_tool", "$.tools[0]"), ("unsupported_tool", "$.tools[1]")]),
    ),
    (
        {"tools": [{"type": "google:google_search"}]},
        ({}, [("unsupported_tool", "$.tools[0]")]),
        ({}, [("unsupported_tool", "$.tools[0]")]),
        ({"tools": [{"googleSearch": {}}]}, []),
    ),
    (
        {"tools": [F, G], "tool_choice": "required", "parallel_tool_calls": False},
        ({"tools": [CHAT_F, CHAT_G], "tool_choice": "required", "parallel_tool_calls": False}, []),
        ({"tools": [CLAUDE_F, CLAUDE_G], "tool_choice": {"type": "any", "disable_parallel_tool_use": True}}, []),
        (
            {"tools": GEMINI_FG, "toolConfig": {"functionCallingConfig": {"mode": "ANY"}}},
            [(NO_PLACE, "$.parallel_tool_calls")],
        ),
    ),
    (
        {"tools": [F, G], "tool_choice": F},
        ({"tools": [CHAT_F, CHAT_G], "tool_choice": CHAT_F}, []),
        ({"tools": [CLAUDE_F, CLAUDE_G], "tool_choice": {"type": "tool", "name": "f"}}, []),
        (
            {
                "tools": GEMINI_FG,
                "toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["f"]}},
            },
            [],
        ),
    ),
    (
        {"tools": [F, G], "tool_choice": {"type": "allowed_tools", "tools": [F]}},
        (
            {
                "tools": [CHAT_F, CHAT_G],
                "tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": [CHAT_F]}},
            },
            [],
        ),
        ({"tools": [CLAUDE_F], "tool_choice": {"type": "auto"}}, [("changed", "$.tools[1]")]),
        (
            {
                "tools": GEMINI_FG,
                "toolConfig": {"functionCallingConfig": {"mode": "VALIDATED", "allowedFunctionNames": ["f"]}},
            },
            [],
        ),
    ),
    (
        {"tools": [F], "tool_choice": G},
        ({"tools": [CHAT_F], "tool_choice": "none"}, [(NO_VALUE, "$.tool_choice")]),
        ({"tools": [CLAUDE_F], "tool_choice": {"type": "none"}}, [(NO_VALUE, "$.tool_choice")]),
        (
            {
                "tools": [{"functionDeclarations": [{"name": "f"}]}],
                "toolConfig": {"functionCallingConfig": {"mode": "NONE"}},
            },
            [(NO_VALUE, "$.tool_choice")],
        ),
    ),
    (
        {"tool_choice": "required", "parallel_tool_calls": False},
        ({}, [(NO_VALUE, "$.parallel_tool_calls"), (NO_VALUE, "$.tool_choice")]),
        ({}, [(NO_VALUE, "$.tool_choice"), (NO_VALUE, "$.parallel_tool_calls")]),
        ({}, [(NO_VALUE, "$.tool_choice"), (NO_VALUE, "$.parallel_tool_calls")]),
    ),
    (
        {"temperature": "warm", "stream": 1, "tools": {}, "metadata": {"a": 1}, "instructions": ["x"]},
        (
            {},
            [
                ("wrong_type", "$.temperature"),
                ("wrong_type", "$.stream"),
                ("wrong_type", "$.instructions"),
                ("wrong_type", "$.tools"),
                ("wrong_type", "$.metadata.a"),
            ],
        ),
        (
            {},
            [
                ("wrong_type", "$.stream"),
                ("wrong_type", "$.instructions"),
                ("wrong_type", "$.tools"),
                (NO_PLACE, "$.metadata.a"),
                (NO_PLACE, "$.temperature"),
            ],
        ),
        (
            {},
            [
                ("wrong_type", "$.temperature"),
                ("wrong_type", "$.instructions"),
                ("wrong_type", "$.tools"),
                ("wrong_type", "$.metadata.a"),
                ("wrong_type", "$.stream"),
            ],
        ),
    ),
]
"""Members of a request; what each provider gets more than the plain body, and the findings."""


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: "-".join(row[0]))
def test_a_setting_becomes_what_each_provider_calls_it(row: tuple[dict[str, Any], Row, Row, Row]) -> None:
    """Issue 5, requests out: settings, tools, choices, formats; what has no place is a finding with kind and path."""
    members, *expected = row
    for provider, (more, findings) in zip(PROVIDERS, expected, strict=True):
        mapping = PROVIDERS[provider]({"model": "m", "input": "Hi"} | members)
        assert mapping.body == PLAIN[provider] | more, provider
        assert sorted((finding.kind, finding.path) for finding in mapping.findings) == sorted(findings), provider
        assert fault_in(provider, mapping.body) is None


@pytest.mark.parametrize(("top_p", "kept"), [(1, True), (0.95, True), (0.9, False), (1.5, False)])
def test_anthropic_takes_top_p_beside_thinking_from_its_bound_on(top_p: float, kept: bool) -> None:
    """Anthropic refuses less beside thinking; without thinking it takes 0 to 1."""
    request = {"model": "m", "input": "Hi", "top_p": top_p, "reasoning": {"effort": "high"}}
    mapping = to_anthropic_messages(request, api_version="2023-06-01")
    assert mapping.body.get("top_p") == (top_p if kept else None)
    assert [(finding.kind, finding.path) for finding in mapping.findings] == (
        [] if kept else [("unsupported_value", "$.top_p")]
    )
    plain = to_anthropic_messages({**request, "reasoning": {"effort": "none"}}, api_version="2023-06-01")
    assert plain.body.get("top_p") == (top_p if top_p <= 1 else None)


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("f-1", {"chat", "anthropic", "gemini"}),
        ("1f", {"chat", "anthropic"}),
        ("n" * 65, {"anthropic", "gemini"}),
        ("a b", set()),
    ],
)
def test_a_function_whose_name_the_provider_refuses_is_left_out(name: str, taken: set[str]) -> None:
    """Issue 5: what cannot be mapped is a finding; one refused name makes the whole request fail there."""
    for provider, mapped in PROVIDERS.items():
        mapping = mapped({"model": "m", "input": "Hi", "tools": [{"type": "function", "name": name}]})
        assert ("tools" in mapping.body) == (provider in taken)
        assert [(finding.kind, finding.path) for finding in mapping.findings] == (
            [] if provider in taken else [("unsupported_tool", "$.tools[0]")]
        )


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("thinking", ["adaptive", "budget"])
def test_anthropic_goes_on_thinking_only_behind_calls_that_it_thought_about(signed: bool, thinking: Any) -> None:
    """With a budget, the message that results of tools go back to must begin with thinking."""
    thought = {"type": "reasoning", "summary": [], "encrypted_content": "anthropic:omitted_thinking:sig"}
    call = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
    output = {"type": "function_call_output", "call_id": "c", "output": "4"}
    items = [{"role": "user", "content": "Hi"}, *([thought] if signed else []), call, output]
    request = {"model": "m", "reasoning": {"effort": "low"}, "input": items}
    mapping = to_anthropic_messages(request, thinking=thinking)
    thinks = signed or thinking == "adaptive"
    assert ("thinking" in mapping.body) == thinks
    assert [(finding.kind, finding.path) for finding in mapping.findings] == (
        [] if thinks else [("unsupported_value", "$.reasoning")]
    )
    ended = [*items, {"role": "assistant", "content": "4"}, {"role": "user", "content": "And?"}]
    later = to_anthropic_messages({**request, "input": ended}, thinking=thinking)
    assert "thinking" in later.body
