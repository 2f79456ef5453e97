"""A request as the body of an Anthropic Messages request.

1. ``max_tokens`` is demanded: ``max_output_tokens``, else the caller's ``default_max_tokens``.
2. Effort is ``output_config.effort`` beside adaptive thinking, or a budget of thinking for models without it.
   Anthropic refuses thinking beside a forced tool, and beside thinking another temperature than 1 and a ``top_p`` below
   0.95: they are left out.  With a budget it refuses to go on with calls that were made without thinking.
3. Anthropic has no list of allowed tools: the other tools are left out.
4. The version 2026-10-21 of the API refuses ``temperature`` and ``top_p``, and takes system messages among the others.
5. A schema has no name there: its name and description become its title and description.

``anthropic_history`` writes the messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from pydantic import BaseModel

from ..choices import require_choice
from .anthropic_history import AnthropicHistory
from .names import checked_slug
from .request_mapping import JSONObject, RequestLog, RequestMapping
from .request_object import RequestObject, request_object
from .request_settings import ENCRYPTED, chosen, fields_of, finish_settings, included, schema_of, text_format
from .request_tools import FunctionTool, ToolChoice, extension_tool, function_tools, parallel_calls, tool_choice

__all__ = ["ANTHROPIC_CHOICES", "ANTHROPIC_EFFORTS", "ANTHROPIC_FIELDS", "ANTHROPIC_FORMATS", "ANTHROPIC_SAMPLING"]
__all__ += ["ANTHROPIC_SERVICE_TIERS"]
__all__ += ["ANTHROPIC_THINKING_BUDGETS", "ANTHROPIC_USER_IDS", "to_anthropic_messages"]

ANTHROPIC_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "model": "model",
        "max_output_tokens": "max_tokens",
        "stream": "stream",
    }
)
"""Members of a request that are one value, and their names at Anthropic."""

ANTHROPIC_SAMPLING: Final[Mapping[str, str]] = MappingProxyType({"temperature": "temperature", "top_p": "top_p"})
"""Members that only versions of the API before 2026-10-21 take."""

ANTHROPIC_CHOICES: Final[Mapping[str, str]] = MappingProxyType({"auto": "auto", "required": "any", "none": "none"})
"""The modes of a tool choice, and their types at Anthropic."""

ANTHROPIC_EFFORTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "none": "",
        "minimal": "low",
        "low": "low",
        "medium": "medium",
        "high": "high",
        "xhigh": "xhigh",
        "max": "max",
    }
)
"""The efforts of reasoning, and those of ``output_config``; ``none`` disables thinking instead."""

ANTHROPIC_THINKING_BUDGETS: Final[Mapping[str, int]] = MappingProxyType(
    {"minimal": 1024, "low": 2048, "medium": 8192, "high": 16384, "xhigh": 24576, "max": 32768}
)
"""The budget of tokens that stands for an effort, for models that do not think adaptively."""

ANTHROPIC_SERVICE_TIERS: Final[Mapping[str, str]] = MappingProxyType(
    {"auto": "auto", "default": "standard_only", "priority": "auto"}
)
"""The tiers of service, and those of Anthropic; its ``auto`` is priority where the account has it."""

ANTHROPIC_USER_IDS: Final = ("safety_identifier", "user")
"""Members that become ``metadata.user_id``, as ``metadata.user_id`` of the request does; the first that is there."""

_FORM: Final = "Anthropic Messages"
_SMALLEST_BUDGET: Final = 1024
_NAMES: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
_FORCED: Final = ("any", "tool")
_LEAST_BESIDE_THINKING: Final[Mapping[str, float]] = MappingProxyType({"temperature": 1, "top_p": 0.95})


def to_anthropic_messages(
    request: BaseModel | Mapping[str, object],
    *,
    default_max_tokens: int = 4096,
    thinking: Literal["adaptive", "budget"] = "adaptive",
    api_version: Literal["2026-10-21", "2023-06-01"] = "2026-10-21",
    slug: str = "anthropic",
    strict: bool = False,
) -> RequestMapping:
    """The body of an Anthropic Messages request that asks for the same as ``request``, and what it cannot ask.

    ``default_max_tokens`` is for a request without ``max_output_tokens``.  ``thinking`` says how the model is told to
    reason: newer ones adapt to an effort, older ones take a budget of tokens.  ``api_version`` is what the header
    ``anthropic-version`` will say.  ``slug`` is that of the bridge that
    wrote the history.  With ``strict``, findings raise ``RequestMappingError``.  An option that is none of its
    choices raises ``ValueError``.
    """
    require_choice("thinking", thinking, ("adaptive", "budget"))
    require_choice("api_version", api_version, ("2026-10-21", "2023-06-01"))
    if default_max_tokens < 1:
        raise ValueError("the limit of tokens must be positive")
    slug = checked_slug(slug)
    log = RequestLog(_FORM)
    source = request_object(request, log)
    is_old = api_version == "2023-06-01"
    body: JSONObject = {"max_tokens": default_max_tokens} | fields_of(source, ANTHROPIC_FIELDS)
    if is_old:
        body |= fields_of(source, ANTHROPIC_SAMPLING)
    history = AnthropicHistory(log, slug, has_system_messages=not is_old)
    history.instruct(source.text("instructions") or "")
    history.read(source.take("input", "string", "array"))
    body["messages"] = history.messages
    if history.system:
        body["system"] = history.system
    _tools(source, body, log, slug)
    output = _reasoning(source.object("reasoning"), body, thinking)
    if (text := source.object("text")) is not None:
        output |= text_format(text, _FORM, ANTHROPIC_FORMATS)
        text.finish()
    if output:
        body["output_config"] = output
    _user_id(source, body)
    if tier := chosen(source, "service_tier", ANTHROPIC_SERVICE_TIERS, _FORM):
        body["service_tier"] = tier
    included(source, {ENCRYPTED}, _FORM)  # A signature comes with all thinking.
    _sampling(source, body)
    finish_settings(source, body, demanded=("model", "messages"))
    return log.result(body, endpoint="v1/messages", strict=strict)


def _tools(source: RequestObject, body: JSONObject, log: RequestLog, slug: str) -> None:
    own: dict[str, JSONObject] = {}

    def take(tool: RequestObject, kind: str) -> bool:
        found = extension_tool(tool, kind, slug)
        if found is not None:
            own[tool.path] = {"type": found[0]} | found[1]
        return found is not None

    tools = function_tools(source, log, take, names=_NAMES)
    choice = tool_choice(source, log, [tool.name for tool in tools], has_others=bool(own))
    if choice is not None and choice.names and not choice.is_one:
        refused = [tool.source.path for tool in tools if tool.name not in choice.names]
        for path in (*refused, *own):
            log.report("changed", path, "It is no allowed tool and left out, since Anthropic has no list of these")
        tools, own = [tool for tool in tools if tool.name in choice.names], {}
    written = [*(_tool(tool) for tool in tools), *own.values()]
    parallel = parallel_calls(source, has_tools=bool(written))
    if not written:
        return
    body["tools"] = written
    chosen_tool = None if choice is None else _choice(choice)
    if parallel is False and (chosen_tool is None or chosen_tool["type"] != "none"):
        chosen_tool = (chosen_tool or {"type": "auto"}) | {"disable_parallel_tool_use": True}
    if chosen_tool is not None:
        body["tool_choice"] = chosen_tool


def _tool(tool: FunctionTool) -> JSONObject:
    said = {"description": tool.description, "strict": tool.strict}
    schema: JSONObject = {"type": "object"} | (tool.parameters or {})
    return {"name": tool.name, "input_schema": schema} | {k: value for k, value in said.items() if value is not None}


def _choice(choice: ToolChoice) -> JSONObject:
    if choice.is_one:
        return {"type": "tool", "name": choice.names[0]}
    return {"type": ANTHROPIC_CHOICES[choice.mode]}


def _reasoning(reasoning: RequestObject | None, body: JSONObject, thinking: str) -> JSONObject:
    output: JSONObject = {}
    if reasoning is None:
        return output
    asked = reasoning.peek("effort")
    effort = chosen(reasoning, "effort", ANTHROPIC_EFFORTS, _FORM)
    summary = reasoning.peek("summary")
    if effort == "":
        body["thinking"] = {"type": "disabled"}
    elif effort is not None or summary is not None:
        word = asked if isinstance(asked, str) and effort is not None else "medium"
        config = _thinking(reasoning, body, word, thinking)
        if config is not None:
            if reasoning.text("summary") is not None:
                config["display"] = "summarized"
                if summary != "auto":
                    reasoning.report("changed", "Anthropic has summaries of one length only", "summary")
            body["thinking"] = config
        if effort is not None and thinking == "adaptive":
            output["effort"] = effort
            if effort != asked:
                reasoning.report("changed", f"The effort is {effort}, the least that Anthropic has", "effort")
    reasoning.finish()
    return output


def _thinking(reasoning: RequestObject, body: JSONObject, effort: str, thinking: str) -> JSONObject | None:
    choice = body.get("tool_choice")
    if isinstance(choice, dict) and choice["type"] in _FORCED:
        reasoning.report("unsupported_value", "Anthropic does not think where a tool is forced")
        return None
    if thinking == "adaptive":
        return {"type": "adaptive"}
    if _goes_on_without_thinking(body["messages"]):
        reasoning.report("unsupported_value", "The model called tools without thinking, and cannot begin to think now")
        return None
    limit, budget = body["max_tokens"], ANTHROPIC_THINKING_BUDGETS[effort]
    if not isinstance(limit, int) or limit <= _SMALLEST_BUDGET:
        reasoning.report("unsupported_value", f"Thinking takes {_SMALLEST_BUDGET} tokens, and max_tokens is not more")
        return None
    if budget >= limit:
        reasoning.report("changed", "The budget of thinking must be less than max_tokens", "effort")
    return {"type": "enabled", "budget_tokens": min(budget, limit - 1)}


def _goes_on_without_thinking(messages: object) -> bool:
    """Whether results of tools go back to a message of the model that did not begin with thinking."""
    match messages:
        case [*_, {"role": "assistant", "content": [first, *_]}, {"content": [{"type": "tool_result"}, *_]}]:
            return isinstance(first, dict) and first.get("type") not in ("thinking", "redacted_thinking")
    return False


def _sampling(source: RequestObject, body: JSONObject) -> None:
    """Leave out what Anthropic refuses: values out of its bounds, which are narrower beside thinking."""
    thinking = body.get("thinking")
    thinks = isinstance(thinking, dict) and thinking["type"] != "disabled"
    for name, least in _LEAST_BESIDE_THINKING.items():
        value = body.get(name)
        if not isinstance(value, (int, float)):
            continue
        if not 0 <= value <= 1:
            source.report("unsupported_value", "Anthropic takes 0 to 1", name)
        elif thinks and value < least:
            wanted = "only 1" if least == 1 else f"{least} to 1"
            source.report("unsupported_value", f"Anthropic takes {wanted} beside thinking", name)
        else:
            continue
        del body[name]


def _free_text(form: RequestObject) -> JSONObject:
    """Nothing: text is free unless a format is asked for."""
    return {}


def _json_schema(form: RequestObject) -> JSONObject:
    """`format` of type `json_schema`, with the schema."""
    return {"format": {"type": "json_schema", "schema": schema_of(form)}}


ANTHROPIC_FORMATS: Final[Mapping[str, Callable[[RequestObject], JSONObject]]] = MappingProxyType(
    {"text": _free_text, "json_schema": _json_schema}
)
"""The formats of text answers, and what of ``output_config`` they become."""


def _user_id(source: RequestObject, body: JSONObject) -> None:
    metadata = source.object("metadata")
    user_id = next((text for name in ANTHROPIC_USER_IDS if (text := source.text(name)) is not None), None)
    if metadata is not None:
        if user_id is None:
            user_id = metadata.text("user_id")
        metadata.finish()
    if user_id is not None:
        body["metadata"] = {"user_id": user_id}
