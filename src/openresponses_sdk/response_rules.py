"""What the members of one response must say together, as a table.

A row names the requirement, when it applies, what must hold and what to say when it
does not.  The schema is judged elsewhere; a row keeps silent about a member that is
missing or of the wrong type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from openresponses_schema.event_rules import BLANKS

from .findings import Violation
from .json_values import Json, integral, quote

Response = Mapping[str, Json]


class Rule(NamedTuple):
    """One row: ``holds`` is asked only of a response for which ``applies`` is true."""

    requirement: str
    member: str
    applies: Callable[[Response], bool]
    holds: Callable[[Response], bool]
    message: str


def _has_status(*statuses: str) -> Callable[[Response], bool]:
    return lambda response: response.get("status") in statuses


def _is_not(status: str) -> Callable[[Response], bool]:
    return lambda response: isinstance(response.get("status"), str) and response["status"] != status


def _is_set(member: str) -> Callable[[Response], bool]:
    return lambda response: response.get(member, True) is not None


def _is_null(member: str) -> Callable[[Response], bool]:
    return lambda response: response.get(member) is None


def _counts(response: Response) -> list[int]:
    """Input, output and total tokens; empty unless all three are whole numbers."""
    usage = response.get("usage")
    if not isinstance(usage, dict):
        return []
    counts = [integral(usage.get(name)) for name in ("input_tokens", "output_tokens", "total_tokens")]
    known = [count for count in counts if count is not None]
    return known if len(known) == len(counts) else []


def _total_is_the_sum(response: Response) -> bool:
    given, made, total = _counts(response)
    return total == given + made


def _incomplete_items(response: Response) -> list[int]:
    output = response.get("output")
    if not isinstance(output, list):
        return []
    return [at for at, item in enumerate(output) if isinstance(item, dict) and item.get("status") == "incomplete"]


def _only_the_last_is_incomplete(response: Response) -> bool:
    output = response.get("output")
    return not isinstance(output, list) or _incomplete_items(response) == [len(output) - 1]


def _output(response: Response) -> list[dict[str, Json]]:
    output = response.get("output")
    return [item for item in output if isinstance(item, dict)] if isinstance(output, list) else []


def _calls(response: Response) -> list[dict[str, Json]]:
    """The tool calls, also those of tools that only the provider knows."""
    return [item for item in _output(response) if str(item.get("type")).endswith("_call")]


def _functions(response: Response) -> list[Json]:
    """The names of the functions that were called."""
    return [item.get("name") for item in _output(response) if item.get("type") == "function_call"]


def _choice(response: Response, kind: str) -> dict[str, Json]:
    choice = response.get("tool_choice")
    return choice if isinstance(choice, dict) and choice.get("type") == kind else {}


def _may_call(response: Response) -> list[Json]:
    """The names of the functions that the response was limited to."""
    tools = _choice(response, "allowed_tools").get("tools")
    return [tool.get("name") for tool in tools if isinstance(tool, dict)] if isinstance(tools, list) else []


def _are_different(values: list[str]) -> bool:
    return len(set(values)) == len(values)


def _texts(response: Response, member: str, *types: str) -> list[str]:
    """The texts that the items of some types, or of all, have in a member."""
    found = [item.get(member) for item in _output(response) if not types or item.get("type") in types]
    return [value for value in found if isinstance(value, str)]


def _has_times(response: Response) -> bool:
    return all(isinstance(response.get(name), (int, float)) for name in ("created_at", "completed_at"))


def _ends_after_it_began(response: Response) -> bool:
    begun, ended = response.get("created_at"), response.get("completed_at")
    return not (isinstance(begun, (int, float)) and isinstance(ended, (int, float))) or ended >= begun


_HAS_STATUS: Final = frozenset({"message", "function_call", "function_call_output"})
"""The items whose schema demands a status, so that the schema check says when it is missing."""

_FINAL: Final = _has_status("completed", "failed", "incomplete")

RULES: Final = (
    Rule(
        "OR-RESP-04",
        "usage",
        lambda response: bool(_counts(response)),
        _total_is_the_sum,
        "total_tokens is input plus output tokens",
    ),
    Rule(
        "OR-RESP-02",
        "completed_at",
        _has_status("completed"),
        _is_set("completed_at"),
        "a completed response says when it was completed",
    ),
    Rule("OR-RESP-03", "error", _has_status("failed"), _is_set("error"), "a failed response carries its error"),
    Rule(
        "OR-RESP-03",
        "incomplete_details",
        _has_status("incomplete"),
        _is_set("incomplete_details"),
        "an incomplete response says why",
    ),
    Rule(
        "OR-GRAM-36",
        "error",
        _is_not("failed"),
        _is_null("error"),
        "only a failed response carries an error",
    ),
    Rule(
        "OR-GRAM-36",
        "incomplete_details",
        _is_not("incomplete"),
        _is_null("incomplete_details"),
        "only an incomplete response carries incomplete_details",
    ),
    Rule(
        "OR-ITEM-04",
        "output",
        lambda response: bool(_FINAL(response) and _incomplete_items(response)),
        _has_status("incomplete"),
        "an incomplete item makes the response incomplete",
    ),
    Rule(
        "OR-ITEM-03",
        "output",
        lambda response: bool(_incomplete_items(response)),
        _only_the_last_is_incomplete,
        "an incomplete item is the last one",
    ),
    Rule(
        "OR-GRAM-34",
        "usage",
        _has_status("completed"),
        _is_set("usage"),
        "a completed response carries usage",
    ),
    Rule(
        "OR-GRAM-35",
        "completed_at",
        _has_times,
        _ends_after_it_began,
        "a response is not completed before it was created",
    ),
    Rule(
        "OR-TOOL-02",
        "output",
        lambda response: response.get("status") == "completed" and response.get("tool_choice") == "required",
        lambda response: bool(_calls(response)),
        "a tool call was required",
    ),
    Rule(
        "OR-TOOL-03",
        "output",
        lambda response: response.get("tool_choice") == "none",
        lambda response: not _calls(response),
        "no tool was to be called",
    ),
    Rule(
        "OR-TOOL-04",
        "output",
        lambda response: response.get("status") == "completed" and bool(_choice(response, "function")),
        lambda response: _choice(response, "function").get("name") in _functions(response),
        "the function that tool_choice names was to be called",
    ),
    Rule(
        "OR-TOOL-05",
        "output",
        lambda response: bool(_choice(response, "allowed_tools")),
        lambda response: all(name in _may_call(response) for name in _functions(response)),
        "only the listed tools were to be called",
    ),
)
"""What is asked of every response."""

OUTPUT_RULES: Final = (
    Rule(
        "OR-ITEM-08",
        "output",
        lambda response: bool(_output(response)),
        lambda response: _are_different(_texts(response, "id")),
        "no two items share an id",
    ),
    Rule(
        "OR-GRAM-37",
        "output",
        lambda response: bool(_functions(response)),
        lambda response: _are_different(_texts(response, "call_id", "function_call")),
        "every call has a call_id of its own",
    ),
    Rule(
        "OR-GRAM-37",
        "output",
        lambda response: bool(_output(response)),
        lambda response: (
            set(_texts(response, "call_id", "function_call_output"))
            <= set(_texts(response, "call_id", "function_call"))
        ),
        "an output belongs to a call of the response",
    ),
)


def iter_rule_violations(response: Response, prefix: str = "$", *, is_streamed: bool = False) -> Iterator[Violation]:
    """The rows that ``response`` breaks; ``prefix`` is the JSON path at which it stands.

    What can be said of its items one by one is left out when ``is_streamed``: it was said as they came.
    """
    for rule in RULES if is_streamed else (*RULES, *OUTPUT_RULES):
        if rule.applies(response) and not rule.holds(response):
            yield Violation(
                requirement=rule.requirement,
                message=rule.message,
                path=f"{prefix}.{rule.member}",
                found=quote(response.get(rule.member)),
            )
    if not is_streamed:
        output = response.get("output")
        for index, item in enumerate(output if isinstance(output, list) else ()):
            if isinstance(item, dict):
                yield from iter_item_violations(item, f"{prefix}.output[{index}]")


def iter_item_violations(item: Mapping[str, Json], prefix: str) -> Iterator[Violation]:
    """What can be said of one finished item beside its schema."""
    kind, role = item.get("type"), item.get("role")
    yield from iter_identity_violations(item, prefix)
    if isinstance(kind, str) and kind not in _HAS_STATUS and item.get("status") is None:
        message = "every item has a status, though the schema of this one does not ask for it"
        yield Violation(requirement="OR-ITEM-06", severity="warning", message=message, path=f"{prefix}.status")
    if item.get("phase") is not None and kind == "message" and isinstance(role, str) and role != "assistant":
        message = "only messages of the assistant have a phase"
        yield Violation(requirement="OR-RESP-06", message=message, path=f"{prefix}.phase", found=quote(item["phase"]))


def iter_identity_violations(item: Mapping[str, Json], prefix: str) -> Iterator[Violation]:
    """Whether an item that is not published has an id; the schema check says so of all others."""
    kind = item.get("type")
    if isinstance(kind, str) and kind not in BLANKS and not isinstance(item.get("id"), str):
        yield Violation(requirement="OR-ITEM-06", message="every item has an id", path=f"{prefix}.id")
