"""Makes plain JSON fit the published schema, and says what it changed.

The schema judges and this module acts on the verdict, so what is right is never touched, and the result is proven by
the same judge:

1. A required member that is missing gets the value that the builder would give it, else the empty value of its type.
2. A type that the specification does not define gets the slug in front.
3. A whole number that is written as another kind of number becomes one; what is too long is cut.
4. Any other wrong value is taken out of its place.  If the member is required, rule 1 fills it; the value itself stays,
   unless it is null, under the slug and its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from openresponses_schema import BLANKS

from ..findings import Violation
from ..json_values import Json
from ..schema_check import published_schema
from ..schema_checks import Issue
from ..settings import DEFAULTS
from .names import extension_name

__all__ = ["FILLED", "SchemaMender"]

Object: TypeAlias = dict[str, Json]
Place: TypeAlias = "dict[str, Json] | list[Json]"

ROUNDS: Final = 10
"""How often a value is judged at most: each round may bring up what the one before had hidden."""
_PATIENCE: Final = 4
"""After so many rounds what holds a wrong value is taken out instead, each time one step further up."""

FILLED: Final[Mapping[tuple[str, str], Json]] = MappingProxyType(
    {
        **{("Response", name): value for name, value in DEFAULTS.items()},
        ("TextConfig", "format"): {"type": "text"},
        ("TextFormat", "type"): "text",
        ("ErrorData", "type"): "server_error",
        ("ErrorData", "message"): "The server did not say what went wrong.",
        ("ResponseErrorData", "code"): "server_error",
        ("ResponseErrorData", "message"): "The server did not say what went wrong.",
        ("IncompleteDetails", "reason"): "unknown",
        ("MessageItem", "role"): "assistant",
        ("FunctionCallOutputItem", "output"): "",
    }
)
"""By component and member, what a required member says that was left out; all others get the empty value."""

_EMPTY: Final[Mapping[str, Json]] = MappingProxyType(
    {"string": "", "integer": 0, "number": 0.0, "boolean": False, "array": [], "object": {}}
)


class SchemaMender:
    """Mends values in place.  ``report`` gets every departure that was mended, with what became of it."""

    def __init__(self, slug: str, report: Callable[[Violation, str], None]) -> None:
        self._slug = slug
        self._report = report
        self.changes: int = 0
        """How many changes were made so far."""

    def mend(self, component: str, value: Object, at: str = "$") -> bool:
        """Make ``value`` fit a component; False when that is not possible.  ``at`` is its path in the source event."""
        for turn in range(ROUNDS):
            departures = [*published_schema().iter_departures(component, value)]
            if not departures:
                return True
            # The last come first, so that taking out an element moves none that is still to be mended.
            for issue, violation in reversed(departures):
                outcome = self._mend(value, issue, issue.steps[max(0, turn - _PATIENCE) :][::-1])
                if outcome is None:
                    return False
                if outcome:
                    self.changes += 1
                    self._report(replace(violation, path=at + violation.path.removeprefix("$")), outcome)
        return self.fits(component, value)

    def fits(self, component: str, value: Object) -> bool:
        """Whether a value needs no mending."""
        return not any(True for _ in published_schema().iter_departures(component, value))

    def _mend(self, root: Object, issue: Issue, steps: list[str | int]) -> str | None:
        """Act on one issue: what was done, empty when it had gone already, None when nothing can be done."""
        if not steps:
            return None
        place: Json = root
        for step in steps[:-1]:
            place = _step(place, step)
        last = steps[-1]
        if not isinstance(place, (dict, list)):
            return ""
        if issue.keyword == "required" and len(steps) == len(issue.steps):
            if not isinstance(place, dict) or not isinstance(last, str):
                return ""
            if last == "type" and issue.component.startswith("Custom"):
                place[last] = extension_name(self._slug, "unknown")
            else:
                place[last] = self._blank(issue.component, last)
            return "filled"
        if isinstance(place, list) and not (isinstance(last, int) and last < len(place)):
            return ""
        if isinstance(place, dict) and last not in place:
            return ""
        return self._mend_value(place, last, issue)

    def _mend_value(self, place: Place, last: str | int, issue: Issue) -> str:
        value = _step(place, last)
        convert = CONVERSIONS.get(issue.keyword) if issue.steps[:1] == [last] else None
        mended = convert(value, issue, self._slug) if convert is not None else None
        if mended is not None:
            _put(place, last, mended)
            return "rewritten"
        if isinstance(place, list):
            del place[int(last)]
            return "left out"
        del place[str(last)]
        if value is not None and ":" not in str(last):
            place[extension_name(self._slug, str(last))] = value
            return f"kept as {extension_name(self._slug, str(last))}"
        return "left out"

    def _blank(self, component: str, member: str) -> Json:
        known = FILLED.get((component, member), ...)
        if known is not ...:
            return deepcopy(known)
        schema = published_schema().schema(component)
        properties = schema.get("properties")
        declared = properties.get(member) if isinstance(properties, dict) else None
        tag = properties.get("type") if isinstance(properties, dict) else None
        kind = tag.get("const") if isinstance(tag, dict) else None
        blanks = BLANKS.get(kind, {}) if isinstance(kind, str) else {}
        return deepcopy(blanks[member]) if member in blanks else _empty(declared)


def _empty(schema: Json) -> Json:
    """The empty value of a schema: null where that is allowed."""
    if not isinstance(schema, dict):
        return None
    if "const" in schema:
        return schema["const"]
    reference, values = schema.get("$ref"), schema.get("enum")
    if isinstance(reference, str):
        return _empty(published_schema().schema(reference.rpartition("/")[2]))
    if isinstance(values, list) and values:
        return values[0]
    declared = schema.get("type")
    types = declared if isinstance(declared, list) else [declared]
    for keyword in ("anyOf", "oneOf"):
        branches = schema.get(keyword)
        if isinstance(branches, list) and declared is None:
            types = [branch.get("type") if isinstance(branch, dict) else None for branch in branches]
            if "null" not in types:
                return _empty(branches[0])
    if "null" in types:
        return None
    return deepcopy(_EMPTY.get(str(types[0])))


def _whole_number(value: Json, issue: Issue, slug: str) -> Json:
    """A fraction becomes the whole number below it, where one is wanted."""
    wanted = issue.expected or ""
    if "integer" in wanted and isinstance(value, float):
        return int(value)
    return None


def _with_slug(value: Json, issue: Issue, slug: str) -> Json:
    """A type that the specification does not know gets the slug before it."""
    return extension_name(slug, value) if isinstance(value, str) and value else None


def _cut(value: Json, issue: Issue, slug: str) -> Json:
    """What is too long is cut to the limit."""
    limit = int("".join(character for character in issue.expected or "" if character.isdigit()) or 0)
    if isinstance(value, str):
        return value[:limit] or None
    return value[:limit] if isinstance(value, list) and limit else None


CONVERSIONS: Final[Mapping[str, Callable[[Json, Issue, str], Json]]] = MappingProxyType(
    {"type": _whole_number, "tag": _with_slug, "maxLength": _cut, "maxItems": _cut}
)
"""By the keyword of the schema that a value breaks, what it can be made to; None when it cannot."""


def _step(place: Json, step: str | int) -> Json:
    if isinstance(place, dict):
        return place.get(str(step))
    if isinstance(place, list) and isinstance(step, int) and step < len(place):
        return place[step]
    return None


def _put(place: Place, step: str | int, value: Json) -> None:
    if isinstance(place, dict):
        place[str(step)] = value
    else:
        place[int(step)] = value
