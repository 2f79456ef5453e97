"""A request as the body of a Gemini ``generateContent`` request.

1. The model, and whether the answer is streamed, are in the address and not in the body.  A model may be told with the
   prefix that Google writes before it: ``models/``, ``tunedModels/``, ``publishers/…/models/``.
2. Effort is a level of thinking, or a budget for models without levels; a summary is asked for with the thoughts.
3. A list of allowed tools is ``allowedFunctionNames``.  Where there is one, or a tool is strict, and the model may
   also answer with text, the mode is ``VALIDATED``: it keeps to the list and the schemas, as ``ANY`` does.
4. A schema has no name there: its name and description become its title and description.

``gemini_history`` writes the contents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from pydantic import BaseModel

from ..choices import require_choice
from .gemini_history import GeminiHistory
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
    schema_of,
    string_pairs,
    text_format,
)
from .request_tools import ToolChoice, extension_tool, function_tools, parallel_calls, tool_choice

__all__ = ["GEMINI_CHOICES", "GEMINI_FIELDS", "GEMINI_FORMATS", "GEMINI_SERVICE_TIERS", "GEMINI_THINKING_BUDGETS"]
__all__ += ["GEMINI_THINKING_LEVELS", "to_gemini"]

GEMINI_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "temperature": "temperature",
        "top_p": "topP",
        "max_output_tokens": "maxOutputTokens",
        "presence_penalty": "presencePenalty",
        "frequency_penalty": "frequencyPenalty",
        "top_logprobs": "logprobs",
    }
)
"""Members of a request that are one value and become members of ``generationConfig``."""

GEMINI_CHOICES: Final[Mapping[str, str]] = MappingProxyType({"auto": "AUTO", "required": "ANY", "none": "NONE"})
"""The modes of a tool choice, and those of Gemini; ``auto`` among some or strict tools is ``VALIDATED``."""

GEMINI_THINKING_LEVELS: Final[Mapping[str, str]] = MappingProxyType(
    {"minimal": "MINIMAL", "low": "LOW", "medium": "MEDIUM", "high": "HIGH", "xhigh": "XHIGH"}
)
"""The efforts of reasoning, and the levels of thinking; ``none`` is a budget of 0."""

GEMINI_THINKING_BUDGETS: Final[Mapping[str, int]] = MappingProxyType(
    {"none": 0, "minimal": 512, "low": 1024, "medium": 8192, "high": 24576, "xhigh": 32768}
)
"""The budget of tokens that stands for an effort, for models without levels."""

GEMINI_SERVICE_TIERS: Final[Mapping[str, str | None]] = MappingProxyType(
    {"auto": "unspecified", "default": "standard", "flex": "flex", "priority": "priority"}
)
"""The tiers of service, and those of Gemini."""

_FORM: Final = "Gemini"
_NAMES: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,127}")
_MODEL: Final = re.compile(
    r"(?:(?:models|tunedModels|publishers/{0}/models)/)?{0}".format(r"[A-Za-z0-9][\w.@-]*"), re.ASCII
)
_NOT_IN_A_SEGMENT: Final = re.compile(rb"[^A-Za-z0-9._~-]")
_LABEL: Final = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_LABEL_VALUE: Final = re.compile(r"[a-z0-9_-]{0,63}")


def to_gemini(
    request: BaseModel | Mapping[str, object],
    *,
    thinking: Literal["level", "budget"] = "level",
    sign_foreign_calls: bool = False,
    slug: str = "google",
    strict: bool = False,
) -> RequestMapping:
    """The body of a Gemini request that asks for the same as ``request``, and what it cannot ask.

    The ``endpoint`` of the result names the model and says whether the answer is streamed.  ``thinking`` says how the
    model is told to reason: by a level, or, before Gemini 3, by a budget of tokens.  ``sign_foreign_calls`` is for a
    conversation that another provider's model began: Gemini 3 refuses its calls otherwise.  ``slug`` is that of the
    bridge that wrote the history.  With ``strict``, findings raise ``RequestMappingError``.  An option that is none of
    its choices raises ``ValueError``.
    """
    require_choice("thinking", thinking, ("level", "budget"))
    slug = checked_slug(slug)
    log = RequestLog(_FORM)
    source = request_object(request, log)
    config = fields_of(source, GEMINI_FIELDS)
    history = GeminiHistory(log, slug, sign_foreign_calls=sign_foreign_calls)
    history.instruct(source.text("instructions") or "")
    history.read(source.take("input", "string", "array"))
    body: JSONObject = {"contents": history.contents}
    if history.system:
        body["systemInstruction"] = {"parts": history.system}
    _tools(source, body, log, slug)
    _reasoning(source.object("reasoning"), config, thinking)
    if (text := source.object("text")) is not None:
        config |= text_format(text, _FORM, GEMINI_FORMATS)
        text.finish()
    if LOGPROBS in included(source, {ENCRYPTED, LOGPROBS}, _FORM) or "logprobs" in config:  # Signatures come unasked.
        config["responseLogprobs"] = True
    if config:
        body["generationConfig"] = config
    _labels(source.object("metadata"), body)
    if tier := chosen(source, "service_tier", GEMINI_SERVICE_TIERS, _FORM):
        body["serviceTier"] = tier
    store = source.flag("store")
    if store is not None:
        body["store"] = store
    model = _model(source)
    method = "streamGenerateContent?alt=sse" if source.flag("stream") else "generateContent"
    finish_settings(source, body, demanded=("contents",))
    return log.result(body, endpoint=f"v1beta/{model}:{method}", strict=strict)


def _model(source: RequestObject) -> str:
    """The path of the model, below the version of the API; what is no name of a model cannot leave that place."""
    name = source.text("model")
    if not name:
        source.report("missing", "It is demanded in the address", "model")
        return "models/"
    if _MODEL.fullmatch(name) is None:
        source.report("unsupported_value", "It is no name of a model; what a name may not hold is escaped", "model")
        return f"models/{_escaped(name)}"
    return name if "/" in name else f"models/{name}"


def _escaped(name: str) -> str:
    """The name as one segment of an address (RFC 3986, 2.1)."""
    return _NOT_IN_A_SEGMENT.sub(lambda found: b"%%%02X" % found[0][0], name.encode()).decode()


def _tools(source: RequestObject, body: JSONObject, log: RequestLog, slug: str) -> None:
    own: list[JSONObject] = []

    def take(tool: RequestObject, kind: str) -> bool:
        found = extension_tool(tool, kind, slug)
        if found is not None:
            first, *rest = found[0].split("_")
            name = first + "".join(word.capitalize() for word in rest)
            own.append({name: found[1]})
        return found is not None

    functions: list[JSONObject] = []
    is_strict = False
    for tool in function_tools(source, log, take, names=_NAMES):
        said = {"description": tool.description, "parametersJsonSchema": tool.parameters}
        function: JSONObject = {name: value for name, value in said.items() if value is not None}
        functions.append({"name": tool.name, **function})
        is_strict = is_strict or tool.strict is True
    tools = ([{"functionDeclarations": functions}] if functions else []) + own
    choice = tool_choice(source, log, [str(each["name"]) for each in functions], has_others=bool(own))
    if tools:
        body["tools"] = tools
    if choice is not None or is_strict:
        body["toolConfig"] = {"functionCallingConfig": _choice(choice or ToolChoice("auto"), is_strict)}
    if parallel_calls(source, has_tools=bool(tools)) is False:
        source.report("unsupported_member", "Gemini cannot be told to make one call at a time", "parallel_tool_calls")


def _choice(choice: ToolChoice, is_strict: bool) -> JSONObject:
    if choice.mode == "none" or not (choice.names or is_strict):
        return {"mode": GEMINI_CHOICES[choice.mode]}
    mode = "VALIDATED" if choice.mode == "auto" else GEMINI_CHOICES[choice.mode]
    written: JSONObject = {"mode": mode}
    if choice.names:
        written["allowedFunctionNames"] = list(choice.names)
    return written


def _reasoning(reasoning: RequestObject | None, config: JSONObject, thinking: str) -> None:
    if reasoning is None:
        return
    written: JSONObject = {}
    if thinking == "budget" or reasoning.peek("effort") == "none":
        budget = chosen(reasoning, "effort", GEMINI_THINKING_BUDGETS, _FORM)
        if budget is not None:
            written["thinkingBudget"] = budget
    else:
        level = chosen(reasoning, "effort", GEMINI_THINKING_LEVELS, _FORM)
        if level is not None:
            written["thinkingLevel"] = level
    summary = reasoning.text("summary")
    if summary is not None:
        written["includeThoughts"] = True
        if summary != "auto":
            reasoning.report("changed", "Gemini has summaries of one length only", "summary")
    if written:
        config["thinkingConfig"] = written
    reasoning.finish()


def _free_text(form: RequestObject) -> JSONObject:
    """Nothing: text is free unless a format is asked for."""
    return {}


def _json_object(form: RequestObject) -> JSONObject:
    """`responseMimeType` of `application/json`."""
    return {"responseMimeType": _JSON}


def _json_schema(form: RequestObject) -> JSONObject:
    """`responseMimeType` of `application/json`, and `responseJsonSchema`."""
    return {"responseMimeType": _JSON, "responseJsonSchema": schema_of(form)}


_JSON: Final = "application/json"
GEMINI_FORMATS: Final[Mapping[str, Callable[[RequestObject], JSONObject]]] = MappingProxyType(
    {"text": _free_text, "json_object": _json_object, "json_schema": _json_schema}
)
"""The formats of text answers, and what of ``generationConfig`` they become."""


def _labels(metadata: RequestObject | None, body: JSONObject) -> None:
    labels: dict[str, str] = {}
    for name, value in string_pairs(metadata).items():
        if _LABEL.fullmatch(name) and _LABEL_VALUE.fullmatch(value):
            labels[name] = value
        elif metadata is not None:
            metadata.report("unsupported_value", "A label of Gemini has only a-z, 0-9, '_' and '-', at most 63", name)
    if labels:
        body["labels"] = labels
