"""Where an answer differs from what a vector expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from ...findings import shorten
from ...json_values import Json

__all__ = ["COMPARISONS", "Comparison", "Difference", "differences"]


class Difference(NamedTuple):
    """One place where two JSON values differ."""

    path: str
    """The JSON path, from ``$``, in the output of the answer."""
    expected: str | None
    """What should stand there; None when nothing should."""
    found: str | None
    """What stands there; None when nothing does."""

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected or 'nothing'}, found {self.found or 'nothing'}"

    def to_dict(self) -> dict[str, str]:
        """The difference as JSON-compatible values, absent ones left out."""
        return {name: value for name, value in self._asdict().items() if value is not None}


Comparison: TypeAlias = Callable[[Json, Json], Iterator[Difference]]


def differences(expected: Json, found: Json, path: str = "$", *, is_partial: bool = False) -> Iterator[Difference]:
    """Every place where two values differ; 1 equals 1.0, and true is not 1.

    With ``is_partial`` members of ``found`` that are not expected may be anything.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        others = () if is_partial else (name for name in found if name not in expected)
        for name in [*expected, *others]:
            at = f"{path}.{name}"
            if name not in found:
                yield Difference(at, _shown(expected[name]), None)
            elif name not in expected:
                yield Difference(at, None, _shown(found[name]))
            else:
                yield from differences(expected[name], found[name], at, is_partial=is_partial)
    elif isinstance(expected, list) and isinstance(found, list):
        for index, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from differences(one, other, f"{path}[{index}]", is_partial=is_partial)
        if len(expected) != len(found):
            yield Difference(path, f"{len(expected)} elements", f"{len(found)} elements")
    elif isinstance(expected, bool) is not isinstance(found, bool) or expected != found:
        yield Difference(path, _shown(expected), _shown(found))


def _judged(expected: Json, found: Json) -> Iterator[Difference]:
    """Violations in any order, whatever else an answer says about them."""
    wanted, got = Counter(_violations(expected)), Counter(_violations(found))
    if isinstance(found, dict) and isinstance(found.get("violations"), list):
        for violation in (wanted - got).elements():
            yield Difference("$.violations", violation, None)
        for violation in (got - wanted).elements():
            yield Difference("$.violations", None, violation)
    else:
        yield from differences(expected, found)


def _violations(output: Json) -> Iterator[str]:
    listed = output.get("violations") if isinstance(output, dict) else None
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict):
            at = "" if one.get("event") is None else f" at event {one.get('event')}"
            yield f"{one.get('requirement')}{at}, {one.get('severity')}"
        else:
            yield _shown(one)


def _validated(expected: Json, found: Json) -> Iterator[Difference]:
    """Valid or not; of the errors that an answer lists, one has the expected path."""
    wanted = expected if isinstance(expected, dict) else {}
    got = found if isinstance(found, dict) else {}
    yield from differences({"valid": wanted.get("valid")}, {"valid": got.get("valid")})
    if "errors" in wanted and "errors" in got:
        paths, listed = _paths(wanted), _paths(got)
        if paths.isdisjoint(listed):
            yield Difference("$.errors", ", ".join(sorted(paths)), ", ".join(sorted(listed)) or None)


def _paths(output: dict[str, Json]) -> set[str]:
    errors = output["errors"]
    return {str(one.get("path")) for one in errors if isinstance(one, dict)} if isinstance(errors, list) else set()


def _bridged(expected: Json, found: Json) -> Iterator[Difference]:
    """What is expected is partial; the events may be left out."""
    wanted = expected if isinstance(expected, dict) else {}
    got = found if isinstance(found, dict) else {}
    for name, value in wanted.items():
        if name in got or name != "events":
            yield from differences(value, got.get(name), f"$.{name}", is_partial=True)


def _shown(value: Json) -> str:
    return shorten(value)


COMPARISONS: Final[Mapping[str, Comparison]] = MappingProxyType(
    {"judge": _judged, "judge_frames": _judged, "validate": _validated, "bridge": _bridged}
)
"""How answers are compared, for kinds of test whose answers may differ in what does not matter."""
