"""Tools, tool choice and response format of a chat request, in the words of Open Responses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ..findings import shorten
from .function_names import FunctionNames
from .request_limits import one_of
from .request_mapping import JSONObject
from .request_object import RequestObject

__all__ = ["CHOICES", "FORMATS", "MODES", "choice_of", "format_of", "tools_of"]

MODES: Final = ("auto", "none", "required")
"""Tool choices that are one word."""
_MOST_ALLOWED: Final = 128


def tools_of(source: RequestObject, names: FunctionNames) -> list[JSONObject]:
    """The functions in ``tools`` and in the legacy ``functions``; any other tool is a finding."""
    tools: list[JSONObject] = []
    for tool in source.objects("tools"):
        kind = tool.text("type")
        function = tool.object("function") if kind == "function" else None
        if function is None:
            tool.reject("unsupported_tool", f"A tool of type {shorten(kind)} has no place, and is left out")
            continue
        tools += _function(function, names)
        tool.finish()
    for function in source.objects("functions"):
        tools += _function(function, names)
    return tools


def choice_of(source: RequestObject, names: FunctionNames) -> object:
    """The tool choice, or the legacy ``function_call``; None when there is none that can be carried over."""
    if "tool_choice" in source:
        if "function_call" in source:
            source.refuse("function_call", "unsupported_member", "tool_choice counts")
        return _choice(source, "tool_choice", names)
    if isinstance(source.peek("function_call"), dict):
        named = source.object("function_call")
        return None if named is None else _named(named, names)
    return one_of(source, "function_call", ("auto", "none"))


def format_of(source: RequestObject) -> JSONObject | None:
    """The form of the answer; None when there is none that can be carried over."""
    form = source.object("response_format")
    if form is None:
        return None
    kind = form.text("type")
    take = FORMATS.get(kind) if kind is not None else None
    if take is None:
        form.reject("unsupported_value", f"A format of type {shorten(kind)} has no place")
        return None
    read = take(form)
    form.finish()
    return read


def _function(function: RequestObject, names: FunctionNames) -> list[JSONObject]:
    name = names.of(function)
    if name is None:
        function.reject("missing", "The function has no name, and is left out")
        return []
    told = {
        "description": function.text("description"),
        "parameters": function.plain("parameters"),
        "strict": function.flag("strict"),
    }
    function.finish()
    return [{"type": "function", "name": name, **{key: value for key, value in told.items() if value is not None}}]


def _choice(source: RequestObject, name: str, names: FunctionNames) -> object:
    if not isinstance(source.peek(name), dict):
        return one_of(source, name, MODES)
    choice = source.object(name)
    kind = None if choice is None else choice.text("type")
    take = CHOICES.get(kind) if kind is not None else None
    if choice is None or take is None:
        source.report("unsupported_value", f"A choice of type {shorten(kind)} has no place", name)
        return None
    read = take(choice, names)
    choice.finish()
    return read


def _chosen_function(choice: RequestObject, names: FunctionNames) -> JSONObject | None:
    """`function` with `name`."""
    function = choice.object("function")
    return None if function is None else _named(function, names)


def _named(function: RequestObject, names: FunctionNames) -> JSONObject | None:
    name = names.of(function)
    if name is None:
        function.reject("missing", "The choice names no function, and is left out")
        return None
    function.finish()
    return {"type": "function", "name": name}


def _allowed_tools(choice: RequestObject, names: FunctionNames) -> JSONObject | None:
    """`allowed_tools` with `mode` and `tools`, each with its name."""
    allowed = choice.object("allowed_tools")
    if allowed is None:
        return None
    mode = one_of(allowed, "mode", MODES)
    tools: list[JSONObject] = []
    for tool in allowed.objects("tools"):
        kind = tool.text("type")
        function = tool.object("function") if kind == "function" else None
        named = None if function is None else _named(function, names)
        if function is None:
            tool.reject("unsupported_tool", f"A tool of type {shorten(kind)} has no place, and is left out")
        elif named is not None and len(tools) == _MOST_ALLOWED:
            tool.reject("unsupported_tool", f"At most {_MOST_ALLOWED} tools may be named")
        elif named is not None:
            tools.append(named)
        tool.finish()
    if not tools:
        allowed.reject("missing", "The choice names no tool, and is left out")
        return None
    allowed.finish()
    return {"type": "allowed_tools", "tools": tools, **({} if mode is None else {"mode": mode})}


CHOICES: Final[Mapping[str, Callable[[RequestObject, FunctionNames], JSONObject | None]]] = MappingProxyType(
    {"function": _chosen_function, "allowed_tools": _allowed_tools}
)
"""Tool choices that are objects, by their type; any other is a finding."""


def _free_text(form: RequestObject) -> JSONObject | None:
    """`text.format` of type `text`."""
    return {"type": "text"}


def _json_object(form: RequestObject) -> JSONObject | None:
    """`text.format` of type `json_schema` whose schema wants an object, with a finding."""
    form.report("changed", "It becomes a JSON Schema that wants an object")
    return {"type": "json_schema", "name": "json_object", "schema": {"type": "object"}, "strict": False}


def _json_schema(form: RequestObject) -> JSONObject | None:
    """`text.format` of type `json_schema` with `name`, `description`, `schema` and `strict`."""
    schema = form.object("json_schema")
    if schema is None:
        form.report("missing", "The format has no schema, and is left out")
        return None
    told = {
        "name": schema.text("name"),
        "description": schema.text("description"),
        "schema": schema.plain("schema"),
        "strict": schema.flag("strict"),
    }
    schema.finish()
    return {"type": "json_schema", **{key: value for key, value in told.items() if value is not None}}


FORMATS: Final[Mapping[str, Callable[[RequestObject], JSONObject | None]]] = MappingProxyType(
    {"text": _free_text, "json_object": _json_object, "json_schema": _json_schema}
)
"""Response formats, by their type; any other is a finding."""
