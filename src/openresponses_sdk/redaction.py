"""Violations without the values that were judged, for reports that leave the house."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from .findings import Violation

_CHOSEN: Final = re.compile(r'\["(?:[^"\\]|\\.)*"?…?\]|(?<=\.metadata)\.\w+|(?<=\.headers)\.\w+')
"""The steps of a path that come from the data and not from a schema."""


def redacted(violation: Violation, *, is_from_schema: bool) -> Violation:
    """The violation with kinds in place of values.  What the schema expects is no secret; what a stream said is."""
    return replace(
        violation,
        path=_CHOSEN.sub("[…]", violation.path),
        expected=violation.expected if is_from_schema else _kind(violation.expected),
        found=_kind(violation.found),
    )


def _kind(quoted: str | None) -> str | None:
    """What sort of value was quoted."""
    if quoted is None or quoted in ("null", "true", "false") or quoted.startswith(("an array of ", "an empty ")):
        return quoted
    if quoted.startswith(('"', "'")):
        return "a text"
    if quoted.startswith("an object"):
        return "an object"
    return "a number" if quoted[:1].isdigit() or quoted[:1] == "-" or quoted.startswith("an integer") else "a value"
