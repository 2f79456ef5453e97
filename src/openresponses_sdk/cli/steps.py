"""What the reading of an input hands on, one value at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from ..doubled_members import doubled_members
from ..findings import Violation
from ..json_values import Json, read_json

Found: TypeAlias = tuple[int | None, Violation]
"""What is wrong, and the line of the input it was found on, from 1; None when the input has no such lines."""


class Step(NamedTuple):
    """One value of the input, and what is wrong with it."""

    kind: str | None
    """The component it is judged as, such as ``"Response"``; None when there is only something to report."""
    value: Json
    found: list[Found]


def report(line: int | None, found: Iterable[Violation]) -> Step:
    """A step that has nothing but what is wrong."""
    return Step(None, None, [(line, violation) for violation in found])


def parsed(data: bytes) -> Json:
    """The value, or None for what is no JSON; null itself is nothing that can be judged either."""
    try:
        return read_json(data)
    except ValueError:
        return None


def doubled(text: bytes, event_index: int | None = None) -> list[Violation]:
    """What is wrong with a text that could be parsed and is not seen in its value: members that it has twice."""
    return [replace(violation, event_index=event_index) for violation in doubled_members(text)]
