"""The tools of a request and the choice among them, read once for every provider."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final, NamedTuple

from ..json_values import quote
from .request_mapping import JSONObject, RequestLog
from .request_object import RequestObject

__all__ = ["CHOICES", "CHOICE_MODES", "FunctionTool", "ToolChoice", "extension_tool", "function_tools"]
__all__ += ["parallel_calls", "tool_choice"]

CHOICE_MODES: Final = ("none", "auto", "required")
"""How freely the model may decide about calling tools."""
_SAYS_NOTHING: Final = ("none", "auto")
"""The choices that are what happens without tools."""


class FunctionTool(NamedTuple):
    """A function that is offered to the model."""

    name: str
    description: str | None
    parameters: JSONObject | None
    strict: bool | None
    source: RequestObject


class ToolChoice(NamedTuple):
    """Which tools the model may or must call."""

    mode: str
    """One of ``CHOICE_MODES``."""
    names: tuple[str, ...] = ()
    """The functions that it may choose from; empty for all of them."""
    is_one: bool = False
    """Whether the request names one function to call, not a list."""


def function_tools(
    request: RequestObject,
    log: RequestLog,
    extension: Callable[[RequestObject, str], bool] | None = None,
    *,
    names: re.Pattern[str],
) -> list[FunctionTool]:
    """The functions that a request offers; a tool of another type is a finding, unless ``extension`` takes it.

    So is a function whose name the provider refuses: ``names`` matches those that it takes; and a second one of a name.
    """
    tools: list[FunctionTool] = []
    taken: set[str] = set()
    for tool in request.objects("tools"):
        kind = tool.peek("type")
        if kind == "function":
            tool.take("type")
            name = tool.text("name")
            if name is None:
                tool.reject("missing", "A function must have a name; it is left out")
                continue
            if names.fullmatch(name) is None:
                tool.reject("unsupported_tool", f"{log.form} takes no function that is called so")
                continue
            if name in taken:
                tool.reject("unsupported_tool", "Another function has its name, and counts")
                continue
            taken.add(name)
            tools.append(
                FunctionTool(name, tool.text("description"), tool.plain("parameters"), tool.flag("strict"), tool)
            )
        elif extension is None or not isinstance(kind, str) or not extension(tool, kind):
            tool.reject("unsupported_tool", f"{log.form} has no tool of type {quote(kind)}")
        tool.finish()
    return tools


def extension_tool(tool: RequestObject, kind: str, slug: str) -> tuple[str, JSONObject] | None:
    """The provider's own name for a tool of type ``slug:name``, and its other members; None for any other tool."""
    prefix, colon, name = kind.partition(":")
    if not colon or prefix != slug or not name:
        return None
    tool.take("type")
    return name, {member: tool.take(member) for member in tool}


def parallel_calls(request: RequestObject, *, has_tools: bool) -> bool | None:
    """Whether the model may call several tools at once; without tools, that it may not is a finding."""
    if not has_tools and request.peek("parallel_tool_calls") is False:
        request.refuse("parallel_tool_calls", "unsupported_value", "There is no tool to call")
    return request.flag("parallel_tool_calls") if has_tools else None


def tool_choice(
    request: RequestObject, log: RequestLog, offered: Collection[str], *, has_others: bool = False
) -> ToolChoice | None:
    """The choice among the tools; None when the request makes none that means anything.

    ``offered`` are the functions that were carried over; to choose only others is a finding, and no
    function may be called then.  ``has_others`` says
    whether other tools were.
    """
    value = request.peek("tool_choice")
    if value is None:
        return None
    if not offered and not has_others:
        if value not in _SAYS_NOTHING:
            request.refuse("tool_choice", "unsupported_value", "There is no tool to choose")
        request.take("tool_choice")
        return None
    if isinstance(value, str):
        request.take("tool_choice")
        if value in CHOICE_MODES:
            return ToolChoice(value)
        request.report("unsupported_value", f"{log.form} has no such choice", "tool_choice")
        return None
    choice = request.object("tool_choice")
    if choice is None:
        return None
    read = CHOICES.get(str(choice.take("type")))
    if read is None:
        choice.reject("unsupported_value", f"{log.form} has no such choice")
        return None
    found = read(choice, log, offered)
    choice.finish()
    return found


def _function(choice: RequestObject, log: RequestLog, offered: Collection[str]) -> ToolChoice | None:
    """That function must be called; none may, with a finding, when it is not offered."""
    name = _offered(choice, offered)
    if name is None:
        choice.reject("unsupported_value", "The choice names no function that is offered; none may be called")
        return ToolChoice("none")
    return ToolChoice("required", (name,), is_one=True)


def _allowed(choice: RequestObject, log: RequestLog, offered: Collection[str]) -> ToolChoice | None:
    """Only the listed functions that are offered may be called; none may, with a finding, when there is none."""
    mode = choice.text("mode") or "auto"
    if mode not in CHOICE_MODES:
        choice.report("unsupported_value", f"{log.form} has no such mode; it is auto", "mode")
        mode = "auto"
    if mode == "none":
        choice.refuse("tools", "unsupported_value", "No tool may be called, so there is none to list")
        return ToolChoice(mode)
    names: list[str] = []
    for tool in choice.objects("tools"):
        name = _offered(tool, offered) if tool.take("type") == "function" else None
        if name is None:
            tool.reject("unsupported_tool", "Only functions that are offered can be listed")
        else:
            names.append(name)
            tool.finish()
    if not names:
        choice.reject("unsupported_value", "No function that is offered is listed; none may be called")
        return ToolChoice("none")
    return ToolChoice(mode, tuple(dict.fromkeys(names)))


def _offered(choice: RequestObject, offered: Collection[str]) -> str | None:
    name = choice.text("name")
    return name if name in offered else None


CHOICES: Final[Mapping[str, Callable[[RequestObject, RequestLog, Collection[str]], ToolChoice | None]]] = {
    "function": _function,
    "allowed_tools": _allowed,
}
"""Tool choices that are objects, by their type; any other is a finding."""
