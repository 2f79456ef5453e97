"""What a requirement says: the rows of the table that is generated from ``spec/requirements.toml``."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from difflib import get_close_matches

from openresponses_schema.requirements import REQUIREMENTS, Requirement

from . import ExitStatus
from .terminal import harmless


def statement_of(requirement: str) -> str:
    """The statement of a requirement, empty when nobody knows it."""
    row = REQUIREMENTS.get(requirement)
    return "" if row is None else row.statement


def known_requirement(text: str) -> str:
    """The id of a requirement as the table has it; raises ``KeyError`` whose sentence has ids that are near."""
    name = text.strip().upper()
    if name not in REQUIREMENTS:
        near = get_close_matches(name, REQUIREMENTS, n=3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise KeyError(f"there is no requirement {harmless(text)}{hint}")
    return name


def explain(requirement: str, *, as_json: bool = False) -> int:
    """Print what a requirement demands and where that is written; returns the exit status."""
    try:
        row = REQUIREMENTS[known_requirement(requirement)]
    except KeyError as error:
        print(f"openresponses: {error.args[0]}", file=sys.stderr)
        return ExitStatus.USAGE
    if as_json:
        print(json.dumps(row._asdict(), indent=2))
        return ExitStatus.CLEAN
    print(f"{row.id}  {row.level}  {row.area}")
    print(textwrap.fill(row.statement, 100, initial_indent="  ", subsequent_indent="  "))
    for line in _details(row):
        print(f"  {line}")
    return ExitStatus.CLEAN


def _details(row: Requirement) -> Iterator[str]:
    yield f"applies to: {row.applies_to}"
    if row.checkable_by:
        yield f"checked by: {', '.join(row.checkable_by)}"
    if row.judged_as:
        yield f"reported as: {', '.join(row.judged_as)}"
    if row.severity is not None:
        yield f"severity: {row.severity}{', in some cases a warning' if row.softened else ''}"
    yield f"clause: {row.clause}"
