"""The same objects as msgspec structs, for comparison.  Importing this needs msgspec."""

from __future__ import annotations

from typing import Any

import msgspec


class TopLogProb(msgspec.Struct):
    token: str
    logprob: float
    bytes: list[int]


class LogProb(TopLogProb):
    top_logprobs: list[TopLogProb]


class TextDelta(msgspec.Struct, tag_field="type", tag="response.output_text.delta"):
    item_id: str
    output_index: int
    content_index: int
    delta: str
    sequence_number: int | None = None
    logprobs: list[LogProb] | None = None
    obfuscation: str | None = None


class UrlCitation(msgspec.Struct, tag_field="type", tag="url_citation"):
    url: str
    start_index: int | None = None
    end_index: int | None = None
    title: str | None = None


class OutputText(msgspec.Struct, tag_field="type", tag="output_text"):
    text: str
    annotations: list[UrlCitation]
    logprobs: list[LogProb] | None = None


class Refusal(msgspec.Struct, tag_field="type", tag="refusal"):
    refusal: str


class ReasoningText(msgspec.Struct, tag_field="type", tag="reasoning_text"):
    text: str


class SummaryText(msgspec.Struct, tag_field="type", tag="summary_text"):
    text: str


class Message(msgspec.Struct, tag_field="type", tag="message"):
    id: str
    status: str
    role: str
    content: list[OutputText | Refusal]
    phase: str | None = None


class Reasoning(msgspec.Struct, tag_field="type", tag="reasoning"):
    id: str
    summary: list[SummaryText]
    content: list[ReasoningText] | None = None
    encrypted_content: str | None = None
    status: str | None = None


class FunctionCall(msgspec.Struct, tag_field="type", tag="function_call"):
    id: str
    call_id: str
    name: str
    arguments: str
    status: str


class FunctionCallOutput(msgspec.Struct, tag_field="type", tag="function_call_output"):
    id: str
    call_id: str
    output: str | list[OutputText]
    status: str


class FunctionTool(msgspec.Struct, tag_field="type", tag="function"):
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class InputTokensDetails(msgspec.Struct):
    cached_tokens: int


class OutputTokensDetails(msgspec.Struct):
    reasoning_tokens: int


class Usage(msgspec.Struct):
    input_tokens: int
    output_tokens: int
    total_tokens: int
    input_tokens_details: InputTokensDetails | None = None
    output_tokens_details: OutputTokensDetails | None = None


class TextFormat(msgspec.Struct):
    type: str


class TextConfig(msgspec.Struct):
    format: TextFormat
    verbosity: str | None = None


class IncompleteDetails(msgspec.Struct):
    reason: str


class ResponseError(msgspec.Struct):
    code: str
    message: str


class ReasoningConfig(msgspec.Struct):
    effort: str | None = None
    summary: str | None = None


class Response(msgspec.Struct):
    id: str
    object: str
    created_at: int
    status: str
    model: str
    output: list[Message | Reasoning | FunctionCall | FunctionCallOutput]
    tools: list[FunctionTool]
    tool_choice: str | dict[str, Any]
    truncation: str
    parallel_tool_calls: bool
    text: TextConfig
    top_p: float
    presence_penalty: float
    frequency_penalty: float
    top_logprobs: int
    temperature: float
    store: bool
    background: bool
    service_tier: str
    metadata: dict[str, str]
    completed_at: int | None = None
    incomplete_details: IncompleteDetails | None = None
    previous_response_id: str | None = None
    instructions: str | None = None
    error: ResponseError | None = None
    reasoning: ReasoningConfig | None = None
    usage: Usage | None = None
    max_output_tokens: int | None = None
    max_tool_calls: int | None = None
    safety_identifier: str | None = None
    prompt_cache_key: str | None = None


read_delta = msgspec.json.Decoder(TextDelta).decode
read_response = msgspec.json.Decoder(Response).decode
