"""What the members of one response must say together, as a table.

A row names the requirement, when it applies, what must hold and what to say when it
does not.  The schema is judged elsewhere; a row keeps silent about a member that is
missing or of the wrong type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from .findings import Severity, Violation
from .json_values import Json, integral, quote

Response = Mapping[str, Json]


class Rule(NamedTuple):
    """One row: ``holds`` is asked only of a response for which ``applies`` is true."""

    requirement: str
    severity: Severity
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


def _has_times(response: Response) -> bool:
    return all(isinstance(response.get(name), (int, float)) for name in ("created_at", "completed_at"))


def _ends_after_it_began(response: Response) -> bool:
    begun, ended = response.get("created_at"), response.get("completed_at")
    return not (isinstance(begun, (int, float)) and isinstance(ended, (int, float))) or ended >= begun


_FINAL: Final = _has_status("completed", "failed", "incomplete")

RULES: Final = (
    Rule(
        "OR-RESP-04",
        "error",
        "usage",
        lambda response: bool(_counts(response)),
        _total_is_the_sum,
        "total_tokens is input plus output tokens",
    ),
    Rule(
        "OR-RESP-02",
        "error",
        "completed_at",
        _has_status("completed"),
        _is_set("completed_at"),
        "a completed response says when it was completed",
    ),
    Rule(
        "OR-RESP-03", "error", "error", _has_status("failed"), _is_set("error"), "a failed response carries its error"
    ),
    Rule(
        "OR-RESP-03",
        "error",
        "incomplete_details",
        _has_status("incomplete"),
        _is_set("incomplete_details"),
        "an incomplete response says why",
    ),
    Rule(
        "OR-GRAM-36",
        "error",
        "error",
        _is_not("failed"),
        _is_null("error"),
        "only a failed response carries an error",
    ),
    Rule(
        "OR-GRAM-36",
        "error",
        "incomplete_details",
        _is_not("incomplete"),
        _is_null("incomplete_details"),
        "only an incomplete response carries incomplete_details",
    ),
    Rule(
        "OR-ITEM-04",
        "error",
        "output",
        lambda response: bool(_FINAL(response) and _incomplete_items(response)),
        _has_status("incomplete"),
        "an incomplete item makes the response incomplete",
    ),
    Rule(
        "OR-ITEM-03",
        "error",
        "output",
        lambda response: bool(_incomplete_items(response)),
        _only_the_last_is_incomplete,
        "an incomplete item is the last one",
    ),
    Rule(
        "OR-GRAM-34",
        "warning",
        "usage",
        _has_status("completed"),
        _is_set("usage"),
        "a completed response carries usage",
    ),
    Rule(
        "OR-GRAM-35",
        "warning",
        "completed_at",
        _has_times,
        _ends_after_it_began,
        "a response is not completed before it was created",
    ),
)


def iter_rule_violations(response: Response, prefix: str = "$") -> Iterator[Violation]:
    """The rows that ``response`` breaks; ``prefix`` is the JSON path at which it stands."""
    for rule in RULES:
        if rule.applies(response) and not rule.holds(response):
            yield Violation(
                requirement=rule.requirement,
                severity=rule.severity,
                message=rule.message,
                path=f"{prefix}.{rule.member}",
                found=quote(response.get(rule.member)),
            )
