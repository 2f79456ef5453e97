"""The closures a schema is compiled into: one small judge for each keyword.

Each takes a plain value and returns None when it fits, otherwise the issues.  A
judge of members or elements adds its step to the path of what it got from below,
so nothing is put together for a value that fits.
"""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from .json_values import Json, either, json_type, quote, shorten, with_article

Check: TypeAlias = "Callable[[Json], list[Issue] | None]"
Bound: TypeAlias = float | int | None


class SchemaError(Exception):
    """The document uses a keyword, or a form of one, that the compiler does not know."""


class Issue:
    """One way in which a value departs from its schema."""

    __slots__ = ("component", "expected", "found", "keyword", "member", "message", "steps")

    def __init__(
        self,
        keyword: str,
        component: str,
        message: str,
        *,
        member: str | None = None,
        expected: str | None = None,
        found: str | None = None,
    ) -> None:
        self.keyword: str = keyword
        self.component: str = component
        self.message: str = message
        self.expected: str | None = None if expected is None else shorten(expected)
        self.found: str | None = found
        self.member: str | None = member
        """The name of the member that is wrong, when the issue is about a member of an object."""
        self.steps: list[str | int] = [] if member is None else [member]
        """The way from the value up to the root: the deepest step comes first."""


def accept(value: Json) -> None:
    return None


def forbidden(component: str) -> Check:
    return lambda value: [Issue("forbidden", component, "this member is not allowed here", found=quote(value))]


def every(checks: list[Check]) -> Check:
    def check(value: Json) -> list[Issue] | None:
        issues = [issue for each in checks for issue in each(value) or ()]
        return issues or None

    return check


def first_failing(checks: list[Check]) -> Check:
    def check(value: Json) -> list[Issue] | None:
        for each in checks:
            issues = each(value)
            if issues is not None:
                return issues
        return None

    return check


def _wrong_type(component: str, names: frozenset[str], value: Json) -> list[Issue]:
    expected = either(with_article(name) for name in sorted(names))
    return [Issue("type", component, "has another type", expected=expected, found=quote(value))]


def is_object(component: str) -> Check:
    names = frozenset({"object"})
    return lambda value: None if isinstance(value, dict) else _wrong_type(component, names, value)


class OfType:
    """Accepts values of some JSON types.  ``plain`` is the one Python type that needs no call at all."""

    __slots__ = ("_accepted", "_component", "_names", "plain")

    def __init__(self, names: frozenset[str], component: str) -> None:
        self._names = names
        self._accepted = names | {"integer"} if "number" in names else names
        self._component = component
        self.plain: type[object] | None = next((kind for name, kind in _PLAIN.items() if names == {name}), None)

    def __call__(self, value: Json) -> list[Issue] | None:
        return None if json_type(value) in self._accepted else _wrong_type(self._component, self._names, value)


_PLAIN: Final = {"string": str, "integer": int, "boolean": bool}


def is_string(component: str) -> Check:
    return OfType(frozenset({"string"}), component)


def of_type(names: frozenset[str], component: str) -> Check:
    return OfType(names, component)


def _same(left: Json, right: Json) -> bool:
    """Equality of JSON values: 1 equals 1.0, and true is not 1."""
    return left == right and isinstance(left, bool) is isinstance(right, bool)


def constant(only: Json, component: str) -> Check:
    if not (only is None or isinstance(only, (str, bool, int, float))):
        raise SchemaError(f"{component}: a constant {json_type(only)} is not known")
    expected = quote(only)

    def check(value: Json) -> list[Issue] | None:
        if _same(value, only):
            return None
        return [Issue("const", component, "has another value", expected=expected, found=quote(value))]

    return check


def enumeration(values: list[Json], component: str) -> Check:
    if not all(isinstance(value, str) or value is None for value in values):
        raise SchemaError(f"{component}: an enum holds strings (and null)")
    known = frozenset(value for value in values if isinstance(value, str) or value is None)
    expected = either(quote(value) for value in values)

    def check(value: Json) -> list[Issue] | None:
        if (isinstance(value, str) or value is None) and value in known:
            return None
        return [Issue("enum", component, "is not one of the published values", expected=expected, found=quote(value))]

    return check


def members(listed: dict[str, Check], additional: Check, required: set[str], most: Bound, component: str) -> Check:
    # A member without a constraint is not called at all: None is told apart from "not listed" by the table.
    judges = {name: None if check is accept else check for name, check in listed.items()}
    # Most members are texts and numbers; their type tells without a call.
    plain = {name: check.plain for name, check in listed.items() if isinstance(check, OfType) and check.plain}
    other = None if additional is accept else additional
    ordered = sorted(required)

    def check(value: Json) -> list[Issue] | None:
        if not isinstance(value, dict):
            return None
        issues: list[Issue] = []
        for name, member in value.items():
            if plain.get(name) is type(member):
                continue
            judge = judges.get(name, other)
            if judge is not None:
                found = judge(member)
                if found is not None:
                    for issue in found:
                        if not issue.steps:
                            issue.component, issue.member = component, name
                        issue.steps.append(name)
                    issues += found
        if not value.keys() >= required:
            issues += [
                Issue("required", component, "a required member is missing", member=name)
                for name in ordered
                if name not in value
            ]
        if most is not None and len(value) > most:
            issues.append(
                Issue(
                    "maxProperties",
                    component,
                    "has too many members",
                    expected=f"at most {most} members",
                    found=f"{len(value)} members",
                )
            )
        return issues or None

    return check


def elements(element: Check, lower: Bound, upper: Bound, component: str) -> Check:
    def check(value: Json) -> list[Issue] | None:
        if not isinstance(value, list):
            return None
        issues = _outside("Items", len(value), "elements", lower, upper, component)
        if element is not accept:
            for index, item in enumerate(value):
                found = element(item)
                if found is not None:
                    for issue in found:
                        issue.steps.append(index)
                    issues += found
        return issues or None

    return check


def _outside(keyword: str, size: int, unit: str, lower: Bound, upper: Bound, component: str) -> list[Issue]:
    if lower is not None and size < lower:
        bound, name = f"at least {lower} {unit}", f"min{keyword}"
    elif upper is not None and size > upper:
        bound, name = f"at most {upper} {unit}", f"max{keyword}"
    else:
        return []
    return [Issue(name, component, "has another size", expected=bound, found=f"{size} {unit}")]


def text(lower: Bound, upper: Bound, source: str | None, component: str) -> Check:
    pattern = None if source is None else re.compile(_python_pattern(source), re.ASCII)

    def check(value: Json) -> list[Issue] | None:
        if not isinstance(value, str):
            return None
        issues = _outside("Length", len(value), "characters", lower, upper, component)
        if pattern is not None and pattern.search(value) is None:
            issues.append(
                Issue("pattern", component, "does not match the pattern", expected=source, found=quote(value))
            )
        return issues or None

    return check


def _python_pattern(source: str) -> str:
    """An ECMAScript ``$`` is the very end of the text, where Python's also stands before a last line end."""
    return re.sub(
        r"\\.|\[(?:\\.|[^\]\\])*\]|\$", lambda found: r"\Z" if found[0] == "$" else found[0], source, flags=re.DOTALL
    )


def number(lower: Bound, upper: Bound, component: str) -> Check:
    def check(value: Json) -> list[Issue] | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        if lower is not None and value < lower:
            keyword, bound = "minimum", f"at least {lower}"
        elif upper is not None and value > upper:
            keyword, bound = "maximum", f"at most {upper}"
        else:
            return None
        return [Issue(keyword, component, "is out of range", expected=bound, found=quote(value))]

    return check


def by_type(choices: dict[str, Check], component: str) -> Check:
    names = frozenset(choices) - ({"integer"} if "number" in choices else set[str]())

    def check(value: Json) -> list[Issue] | None:
        choice = choices.get(json_type(value))
        return _wrong_type(component, names, value) if choice is None else choice(value)

    return check
