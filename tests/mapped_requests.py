"""The law that no mapping drops anything silently, for the tests of requests; it knows nothing of how they work.

Each leaf of a request must do something: change the body (or the address) when it is another one, or be reported at
its path or above it.  ``SAYS_NOTHING`` lists what may do neither, with the reason.
"""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from openresponses_sdk import RequestMapping, to_anthropic_messages, to_chat_completions, to_gemini

Mapped = Callable[[Mapping[str, Any]], RequestMapping]

PROVIDERS: dict[str, Mapped] = {
    "chat": to_chat_completions,
    "anthropic": to_anthropic_messages,
    "gemini": to_gemini,
}

SAYS_NOTHING: tuple[tuple[str, str, tuple[object, ...] | None, str], ...] = (
    ("*", r"\$\.input\[\d+\]\.id", None, "the name of an item at the server that made it"),
    ("*", r"\$\.input\[\d+\]\.status", ("completed", "failed", "incomplete"), "what there is goes back"),
    ("*", r"\$\.(background|store)", (False,), "what happens anyway"),
    ("*", r"\$\.truncation", ("disabled",), "what happens anyway"),
    ("*", r"\$\.parallel_tool_calls", (True,), "what happens anyway"),
    ("*", r"\$\.stream_options\.include_obfuscation", (False,), "what happens anyway"),
    ("*", r"\$\.tool_choice", ("auto", "none"), "what happens anyway without tools"),
    ("anthropic gemini", r"\$\.include\[\d+\]", ("reasoning.encrypted_content",), "it comes unasked"),
    ("anthropic gemini", r"\$\.text\.format\.strict", (True,), "a schema is always followed"),
    ("anthropic gemini", r"\$\.text\.format\.(name|description)", None, "repeats the schema's own title"),
    ("gemini", r"\$\.tools\[\d+\]\.strict", None, "the mode of the choice keeps to all schemas, or to none"),
    ("chat", r"\$\.include\[\d+\]", ("reasoning.encrypted_content",), "servers with reasoning_details send it unasked"),
    ("anthropic", r".*\.detail", ("auto",), "what happens anyway"),
    (
        "chat gemini",
        r"\$\.input\[\d+\]\.content\[\d+\]\.annotations.*",
        None,
        "it is told only",
    ),
    ("*", r"\$\.input\[\d+\]\.content\[\d+\]\.logprobs.*", None, "it is told only"),
    ("anthropic", r".*\.annotations\[\d+\]\.(url|title|type)", None, "repeats the citation in it"),
)
"""Provider, path, values (None: all) and reason of what may be left out without a finding."""

WORDS = ("none", "minimal", "low", "medium", "high", "auto", "default", "flex", "required", "disabled", "concise")
WORDS += ("user", "assistant", "system", "message", "function", "input_text", "json_object", "json_schema", "x")
WORDS += ("completed", '{"a": 1}', "function_call", "output_text")

Steps = tuple[str | int, ...]


def leaves(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every value that is no container and no null, which says nothing, with the way to it."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, (*steps, name))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from leaves(entry, (*steps, index))
    elif value is not None:
        yield steps, value


def path_of(steps: Steps) -> str:
    """The JSON path, with quotes around what is no name."""
    told = (f"[{s}]" if isinstance(s, int) else f".{s}" if s.isidentifier() else f'["{s}"]' for s in steps)
    return "$" + "".join(told)


def with_leaf(request: Mapping[str, Any], steps: Steps, value: Any) -> dict[str, Any]:
    """The request with another value in one place."""
    changed: Any = copy.deepcopy(dict(request))
    inner = changed
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = value
    return changed


def others(value: Any) -> Iterator[Any]:
    """None, which is absence, and values of the same type that a leaf might have instead."""
    yield None
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield from (value + 1, value / 2, 0, 1)
    else:
        yield from (f"{value}x", value[1:], *(word for word in WORDS if word != value))


def unaccounted(provider: str, request: Mapping[str, Any], mapped: Mapped | None = None) -> list[str]:
    """The paths of the leaves that neither do anything nor are reported."""
    convert = mapped or PROVIDERS[provider]
    whole = convert(request)
    reported = [finding.path for finding in whole.findings]

    def is_reported(path: str) -> bool:
        return any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in reported)

    def changes(steps: Steps, value: Any) -> bool:
        for other in others(value):
            changed = convert(with_leaf(request, steps, other))
            if (changed.body, changed.endpoint) != (whole.body, whole.endpoint):
                return True
        return False

    return [
        f"{path_of(steps)} = {value!r}"
        for steps, value in leaves(request)
        if not _is_empty_message(request, steps, reported) and not _is_said_twice(request, steps)
        if not is_reported(path_of(steps)) and not _says_nothing(provider, path_of(steps), value)
        if not changes(steps, value)
    ]


def _is_empty_message(request: Mapping[str, Any], steps: Steps, reported: list[str]) -> bool:
    """Whether it says who speaks in a message of which nothing is left: it is empty, or its parts are reported."""
    if steps[0] == "input" and steps[2:3] == ("content",) and steps[-1] == "type":
        part = request["input"][steps[1]]["content"][steps[3]]
        return part.get("text", part.get("refusal")) == ""
    if len(steps) != 3 or steps[0] != "input" or steps[2] not in ("type", "role", "content"):
        return False
    item = request["input"][steps[1]]
    content = item.get("content")
    if not isinstance(content, list):
        return "role" in item and content == ""
    path = path_of((*steps[:2], "content"))
    return "role" in item and all(
        f"{path}[{index}]" in reported or part.get("text", part.get("refusal")) == ""
        for index, part in enumerate(content)
    )


def _is_said_twice(request: Mapping[str, Any], steps: Steps) -> bool:
    """Whether something is asked for that another member, or another entry, asks for too."""
    if steps[:2] == ("tool_choice", "tools"):
        listed = [tool.get("name") for tool in request["tool_choice"]["tools"]]
        return listed.count(listed[int(steps[2])]) > 1
    if steps == ("parallel_tool_calls",):
        choice = request.get("tool_choice")
        return "none" in (choice, choice.get("mode") if isinstance(choice, dict) else None)
    if steps[0] != "include":
        return False
    included = request["include"]
    name = included[steps[1]]
    return included.count(name) > 1 or (name == "message.output_text.logprobs" and "top_logprobs" in request)


def _says_nothing(provider: str, path: str, value: object) -> bool:
    return any(
        (where == "*" or provider in where.split())
        and re.fullmatch(pattern, path)
        and (values is None or any(value == each and isinstance(value, type(each)) for each in values))
        for where, pattern, values, _ in SAYS_NOTHING
    )
