"""A request as the body of a Chat Completions request.

1. Instructions are the first message, of the role of developer messages.
2. What says something only beside tools (``tool_choice``, ``parallel_tool_calls``) goes only with tools, and
   ``stream_options`` only with ``stream``, since servers refuse them otherwise.
3. A stream is asked to tell its usage, which a response always has.

``chat_history`` writes the messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from pydantic import BaseModel

from ..choices import require_choice
from .chat_history import ChatHistory, ReasoningField
from .names import checked_slug
from .request_mapping import JSONObject, RequestLog, RequestMapping
from .request_object import RequestObject, request_object
from .request_settings import (
    ENCRYPTED,
    LOGPROBS,
    chosen,
    fields_of,
    finish_settings,
    included,
    string_pairs,
    text_format,
)
from .request_tools import FunctionTool, ToolChoice, function_tools, parallel_calls, tool_choice

__all__ = [
    "CHAT_EFFORTS",
    "CHAT_FIELDS",
    "CHAT_FORMATS",
    "CHAT_SERVICE_TIERS",
    "CHAT_VERBOSITIES",
    "to_chat_completions",
]

CHAT_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "model": "model",
        "temperature": "temperature",
        "top_p": "top_p",
        "presence_penalty": "presence_penalty",
        "frequency_penalty": "frequency_penalty",
        "max_output_tokens": "max_completion_tokens",
        "top_logprobs": "top_logprobs",
        "store": "store",
        "stream": "stream",
        "safety_identifier": "safety_identifier",
        "prompt_cache_key": "prompt_cache_key",
        "user": "user",
    }
)
"""Members of a request that are one value, and their names in Chat Completions."""

CHAT_EFFORTS: Final = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
"""The efforts of reasoning that ``reasoning_effort`` takes."""
CHAT_VERBOSITIES: Final = ("low", "medium", "high")
"""What ``verbosity`` takes."""
CHAT_SERVICE_TIERS: Final = ("auto", "default", "flex", "scale", "priority", "fast")
"""What ``service_tier`` takes."""

_FORM: Final = "Chat Completions"
_NAMES: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UNNAMED: Final = "response"
"""What a schema is called that the request does not name."""


def to_chat_completions(
    request: BaseModel | Mapping[str, object],
    *,
    reasoning_field: ReasoningField | None = None,
    developer_role: Literal["developer", "system"] = "developer",
    max_tokens_field: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens",
    slug: str = "chat",
    strict: bool = False,
) -> RequestMapping:
    """The body of a Chat Completions request that asks for the same as ``request``, and what it cannot ask.

    ``reasoning_field`` is the field of assistant messages in which the server takes earlier reasoning back; without
    one, reasoning is a finding.  ``developer_role`` and ``max_tokens_field`` are for servers that know only the older
    names.  ``slug`` is that of the bridge that wrote the history.  With ``strict``, findings raise
    ``RequestMappingError``.  An option that is none of its choices raises ``ValueError``.
    """
    if reasoning_field is not None:
        require_choice("reasoning_field", reasoning_field, get_args(ReasoningField))
    require_choice("developer_role", developer_role, ("developer", "system"))
    require_choice("max_tokens_field", max_tokens_field, ("max_completion_tokens", "max_tokens"))
    log = RequestLog(_FORM)
    source = request_object(request, log)
    body = fields_of(source, CHAT_FIELDS)
    limit = body.pop("max_completion_tokens", None)
    if limit is not None:
        body[max_tokens_field] = limit
    history = ChatHistory(log, checked_slug(slug), reasoning_field=reasoning_field, developer_role=developer_role)
    instructions = source.text("instructions")
    if instructions is not None:
        history.instruct(instructions)
    history.read(source.take("input", "string", "array"))
    body["messages"] = history.messages
    _tools(source, body, log)
    _reasoning(source.object("reasoning"), body)
    _text(source.object("text"), body)
    _streaming(source, body)
    known = {LOGPROBS, ENCRYPTED} if reasoning_field == "reasoning_details" else {LOGPROBS}  # Details are told unasked.
    if LOGPROBS in included(source, known, _FORM) or "top_logprobs" in body:
        body["logprobs"] = True
    if metadata := string_pairs(source.object("metadata")):
        body["metadata"] = metadata
    if tier := chosen(source, "service_tier", _same(CHAT_SERVICE_TIERS), _FORM):
        body["service_tier"] = tier
    finish_settings(source, body, demanded=("model", "messages"))
    return log.result(body, endpoint="chat/completions", strict=strict)


def _same(words: tuple[str, ...]) -> Mapping[str, str]:
    return dict(zip(words, words, strict=True))


def _tools(source: RequestObject, body: JSONObject, log: RequestLog) -> None:
    tools = function_tools(source, log, names=_NAMES)
    if tools:
        body["tools"] = [_tool(tool) for tool in tools]
    parallel = parallel_calls(source, has_tools=bool(tools))
    if parallel is not None:
        body["parallel_tool_calls"] = parallel
    choice = tool_choice(source, log, [tool.name for tool in tools])
    if choice is not None:
        body["tool_choice"] = _choice(choice)


def _tool(tool: FunctionTool) -> JSONObject:
    said = {"description": tool.description, "parameters": tool.parameters, "strict": tool.strict}
    function = {"name": tool.name} | {name: value for name, value in said.items() if value is not None}
    return {"type": "function", "function": function}


def _choice(choice: ToolChoice) -> object:
    named = [{"type": "function", "function": {"name": name}} for name in choice.names]
    if choice.is_one:
        return named[0]
    if not named or choice.mode == "none":
        return choice.mode
    return {"type": "allowed_tools", "allowed_tools": {"mode": choice.mode, "tools": named}}


def _reasoning(reasoning: RequestObject | None, body: JSONObject) -> None:
    if reasoning is None:
        return
    effort = chosen(reasoning, "effort", _same(CHAT_EFFORTS), _FORM)
    if effort is not None:
        body["reasoning_effort"] = effort
    reasoning.finish()


def _text(text: RequestObject | None, body: JSONObject) -> None:
    if text is None:
        return
    verbosity = chosen(text, "verbosity", _same(CHAT_VERBOSITIES), _FORM)
    if verbosity is not None:
        body["verbosity"] = verbosity
    if written := text_format(text, _FORM, CHAT_FORMATS):
        body["response_format"] = written
    text.finish()


def _free_text(form: RequestObject) -> JSONObject:
    """`type` of `text`."""
    return {"type": "text"}


def _json_object(form: RequestObject) -> JSONObject:
    """`type` of `json_object`."""
    return {"type": "json_object"}


def _json_schema(form: RequestObject) -> JSONObject:
    """`type` of `json_schema`, with name, description, schema and strictness in `json_schema`."""
    said = {
        "name": form.text("name") or _UNNAMED,
        "description": form.text("description"),
        "schema": form.plain("schema"),
        "strict": form.flag("strict"),
    }
    schema = {name: value for name, value in said.items() if value is not None}
    return {"type": "json_schema", "json_schema": schema}


CHAT_FORMATS: Final[Mapping[str, Callable[[RequestObject], JSONObject]]] = MappingProxyType(
    {
        "text": _free_text,
        "json_object": _json_object,
        "json_schema": _json_schema,
    }
)
"""The formats of text answers, and the ``response_format`` that they become."""


def _streaming(source: RequestObject, body: JSONObject) -> None:
    is_streamed = body.get("stream") is True
    options = source.object("stream_options")
    written: JSONObject = {"include_usage": True}
    if options is not None:
        if is_streamed:
            obfuscation = options.flag("include_obfuscation")
            written |= {} if obfuscation is None else {"include_obfuscation": obfuscation}
            options.finish()
        else:
            options.reject("misplaced", "Options of a stream go only with stream")
    if is_streamed:
        body["stream_options"] = written
