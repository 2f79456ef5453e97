"""What is wrong, in a page: a line for each fault, where faults alike are one line with their number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..findings import Violation
from ..timeline import Found
from . import words
from .markup import Markup, element
from .requirements import statement_of

MAX_OPEN: Final = 6
"""Lines that are shown at once; the others unfold."""

MAX_LINES: Final = 200
"""Lines of one node that a page holds."""

_INDEX: Final = re.compile(r"\[\d+\]")


def findings(found: list[Found]) -> Markup:
    """A list of what is wrong, empty when nothing is."""
    if not found:
        return Markup()
    groups = list(_alike(found))
    first = element("ul", *map(_line, groups[:MAX_OPEN]), class_="findings")
    rest = groups[MAX_OPEN:]
    if not rest:
        return first
    lines = [_line(group) for group in rest[:MAX_LINES]]
    if len(rest) > MAX_LINES:
        lines.append(element("li", f"{len(rest) - MAX_LINES:,} more kinds", class_="quiet"))
    summary = element("summary", f"{words.count(sum(map(len, rest)), 'more finding')}")
    return Markup(first + element("details", summary, element("ul", *lines, class_="findings")))


def _alike(found: Iterable[Found]) -> Iterable[list[Found]]:
    groups: dict[tuple[str, ...], list[Found]] = {}
    for one in found:
        violation = one[1]
        key = (violation.severity, violation.requirement, violation.message, _INDEX.sub("[]", violation.path))
        groups.setdefault(key, []).append(one)
    return groups.values()


def _line(group: list[Found]) -> Markup:
    line, violation = group[0]
    detail = [
        f"expected {violation.expected}" if violation.expected is not None else "",
        f"found {violation.found}" if violation.found is not None else "",
        _events([one for _, one in group]),
        f"line {line}" if line is not None else "",
    ]
    return element(
        "li",
        element("strong", violation.severity),
        " ",
        element("code", violation.path) if violation.path else "",
        f" {violation.message} ",
        element("b", f"× {len(group):,} ") if len(group) > 1 else "",
        element("span", " · ".join(filter(None, detail)), class_="quiet"),
        " ",
        element("abbr", violation.requirement, title=statement_of(violation.requirement)),
        class_=violation.severity,
    )


def _events(violations: list[Violation]) -> str:
    indexes = [one.event_index for one in violations if one.event_index is not None]
    if not indexes:
        return ""
    first, last = indexes[0], indexes[-1]
    return f"event {first}" if first == last else f"events {first} to {last}"
