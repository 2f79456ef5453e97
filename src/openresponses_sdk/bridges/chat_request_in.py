"""Reads the body of a Chat Completions request as an Open Responses request, for clients that still speak that form.

1. ``SETTINGS`` has the members that are carried over as they are, ``CALLED_FOR`` those that need more than a new place.
   ``MET`` has what Open Responses does anyway.  Every other member that holds something is a finding.
2. The request is valid: what the specification does not allow is a finding, and left out or changed.
3. Nothing raises for what the body holds, unless ``strict`` asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic import BaseModel

from openresponses_schema import CreateResponseRequest

from .chat_messages_in import ChatMessages
from .chat_tools_in import choice_of, format_of, tools_of
from .function_names import FunctionNames
from .request_limits import SHORT, bounded_count, bounded_text, one_of
from .request_mapping import JSONObject, MappingFinding, RequestLog
from .request_object import RequestObject, ValueType, request_object

__all__ = ["CALLED_FOR", "MET", "SETTINGS", "ReadRequest", "Setting", "from_chat_completions"]


class ReadRequest(NamedTuple):
    """What a body asks for."""

    request: CreateResponseRequest
    findings: list[MappingFinding]
    """What could not be carried over as it stood, in the order in which it was met; paths are those of the body."""
    tool_names: Mapping[str, str]
    """The functions that had to be called otherwise: the names in the request, and those of the body.  The writers of
    chat completions take it, so that the client is told the names that it offered."""


class Setting(NamedTuple):
    """A member that is carried over as it is."""

    place: str
    """Where it stands in the request."""
    type: ValueType
    least: int | None = None
    """The least value of a count."""
    most: int | None = None
    """The greatest value of a count, or the most characters of a string."""
    values: tuple[str, ...] = ()
    """The strings that the specification has for it."""


SETTINGS: Final[Mapping[str, Setting]] = MappingProxyType(
    {
        "model": Setting("model", "string"),
        "temperature": Setting("temperature", "number"),
        "top_p": Setting("top_p", "number"),
        "presence_penalty": Setting("presence_penalty", "number"),
        "frequency_penalty": Setting("frequency_penalty", "number"),
        "parallel_tool_calls": Setting("parallel_tool_calls", "boolean"),
        "store": Setting("store", "boolean"),
        "stream": Setting("stream", "boolean"),
        "top_logprobs": Setting("top_logprobs", "integer", least=0, most=20),
        "max_completion_tokens": Setting("max_output_tokens", "integer", least=16),
        "max_tokens": Setting("max_output_tokens", "integer", least=16),
        "safety_identifier": Setting("safety_identifier", "string", most=SHORT),
        "prompt_cache_key": Setting("prompt_cache_key", "string", most=SHORT),
        "service_tier": Setting("service_tier", "string", values=("auto", "default", "flex", "priority")),
        "verbosity": Setting("text.verbosity", "string", values=("low", "medium", "high")),
        "reasoning_effort": Setting("reasoning.effort", "string", values=("none", "low", "medium", "high", "xhigh")),
    }
)
"""Members that are carried over as they are: their place in a request, their type and bounds.  Of two with one place
the first counts."""

MET: Final[Mapping[str, str]] = MappingProxyType(
    {
        "n": "one answer is what a response has; more is a finding",
        "modalities": "text is what a response has; any other is a finding",
        "stream_options.include_usage": "usage always comes; `ResponsesToChatBridge(include_usage=…)` writes it",
    }
)
"""Members that need no place, because a response has what they ask for."""


def from_chat_completions(body: BaseModel | Mapping[str, object], *, strict: bool = False) -> ReadRequest:
    """The request that a body of Chat Completions asks for, and what had no place in it.

    With ``strict`` the findings are raised, all together, as ``RequestMappingError``.
    """
    log = RequestLog("Open Responses")
    source = request_object(body, log)
    request: JSONObject = {}
    names = FunctionNames(source)
    for name, setting in SETTINGS.items():
        if name in source:
            _carry(source, name, setting, request)
    for take in CALLED_FOR.values():
        take(source, request, names)
    source.finish()
    log.result(request, strict=strict)
    return ReadRequest(CreateResponseRequest.model_validate(request), log.findings, names.original)


def _carry(source: RequestObject, name: str, setting: Setting, request: JSONObject) -> None:
    outer, _, inner = setting.place.rpartition(".")
    value: object
    if setting.values:
        value = one_of(source, name, setting.values)
    elif setting.least is not None:
        value = bounded_count(source, name, setting.least, setting.most)
    elif setting.most is not None:
        value = bounded_text(source, name, setting.most)
    else:
        value = _finite(source, name, setting)
    holder = request if value is None or not outer else request.setdefault(outer, {})
    if value is None or not isinstance(holder, dict):
        return
    if inner in holder:
        source.report("unsupported_member", f"{setting.place} is told by another member, which counts", name)
    else:
        holder[inner] = value


def _finite(source: RequestObject, name: str, setting: Setting) -> object:
    """A member as it is, but no number that the specification's type cannot hold, which is a finding."""
    value = source.take(name, setting.type)
    if setting.type == "number" and isinstance(value, int):
        try:
            return float(value)
        except OverflowError:
            source.report("unsupported_value", "The number is too great", name)
            return None
    return value


def _messages(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """`input`, item by item."""
    if "messages" not in source:
        source.report("missing", "There are no messages")
        return
    messages = ChatMessages(names)
    for message in source.objects("messages"):
        messages.read(message)
    request["input"] = messages.items


def _tools(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """`tools`, each a function."""
    tools = tools_of(source, names)
    if tools:
        request["tools"] = tools


def _tool_choice(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """`tool_choice`."""
    choice = choice_of(source, names)
    if choice is not None:
        request["tool_choice"] = choice


def _response_format(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """`text.format`."""
    form = format_of(source)
    text = request.setdefault("text", {}) if form is not None else None
    if isinstance(text, dict):
        text["format"] = form


def _logprobs(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """`include` with `message.output_text.logprobs`."""
    if source.flag("logprobs"):
        request["include"] = ["message.output_text.logprobs"]


def _metadata(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """`metadata`: at most 16 pairs of strings."""
    metadata = source.object("metadata")
    if metadata is None:
        return
    pairs: JSONObject = {}
    for key in metadata:
        value = bounded_text(metadata, key, 512)
        if value is None:
            continue
        if len(key) > SHORT or len(pairs) == 16:
            metadata.report("unsupported_value", f"At most 16 pairs are allowed, and keys of {SHORT} characters", key)
        else:
            pairs[key] = value
    request["metadata"] = pairs


def _stream_options(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """`stream_options.include_obfuscation`; usage always comes."""
    options = source.object("stream_options")
    if options is None:
        return
    options.flag("include_usage")
    padding = options.flag("include_obfuscation")
    if padding is not None:
        request["stream_options"] = {"include_obfuscation": padding}
    options.finish()


def _user(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """`safety_identifier`, with a finding, unless that is told."""
    if "user" not in source:
        return
    if "safety_identifier" in request:
        source.refuse("user", "unsupported_member", "safety_identifier counts")
        return
    user = bounded_text(source, "user", SHORT)
    if user is not None:
        request["safety_identifier"] = user
        source.report("changed", "It becomes safety_identifier", "user")


def _n(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """Nothing when it is 1; a response has one answer, so more is a finding."""
    number = source.take("n", "integer")
    if number is not None and number != 1:
        source.report("unsupported_value", "A response has one answer", "n")


def _modalities(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """Nothing when it is text, which a response has; any other is a finding."""
    for name, _ in source.texts("modalities"):
        if name != "text":
            source.report("unsupported_value", "A response has text only", "modalities")


def _web_search_options(source: RequestObject, request: JSONObject, names: FunctionNames) -> None:
    """Nothing, with a finding also when it is empty: its presence asks for a search."""
    source.refuse("web_search_options", "unsupported_member", "Open Responses has no place for it")


CALLED_FOR: Final[Mapping[str, Callable[[RequestObject, JSONObject, FunctionNames], None]]] = MappingProxyType(
    {
        "messages": _messages,
        "tools`, `functions": _tools,
        "tool_choice`, `function_call": _tool_choice,
        "response_format": _response_format,
        "logprobs": _logprobs,
        "metadata": _metadata,
        "stream_options": _stream_options,
        "user": _user,
        "n": _n,
        "modalities": _modalities,
        "web_search_options": _web_search_options,
    }
)
"""Members that need more than a new place, and what they become."""
