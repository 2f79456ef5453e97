"""A response as the input of the next request, and what does not carry over."""

from __future__ import annotations

from typing import NamedTuple

from openresponses_schema import InputItem, Response

from .findings import Finding
from .schema_check import iter_schema_violations

__all__ = ["NextInput", "next_input"]


class NextInput(NamedTuple):
    """Input items, and what the reader of them should know."""

    items: list[InputItem]
    findings: list[Finding]


def next_input(response: Response, *, raw_reasoning: bool = False) -> NextInput:
    """``response.to_input()``, with a finding for everything that was left out, and for everything that the published
    schema does not let a request hold although it was kept.

    Items and annotations of a vendor's own types are kept: the server that made them wants them back.  ``field`` of a
    finding is the JSON path in the response; those about kept things name the items as they are in the request.
    Severity is ``"warning"`` where something was left out and ``"error"`` where a server may refuse the request.
    """
    findings: list[Finding] = []

    def report(path: str, message: str) -> None:
        findings.append(Finding(message=message, field=path))

    items = response.to_input(raw_reasoning=raw_reasoning, report=report)
    for at, item in enumerate(items):
        for violation in iter_schema_violations("InputItem", item.to_dict()):
            path = violation.path.replace("$", f"$.output[{at}]", 1)
            message = f"{violation.message} [{violation.requirement}]"
            findings.append(Finding(message=message, severity=violation.severity, field=path))
    return NextInput(items, findings)
