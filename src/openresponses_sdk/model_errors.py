"""Where in a JSON object an error of pydantic points.

Pydantic names the branch of a tagged union as if it were a step of the path; a reader looks for steps of the object.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from .json_values import json_path

__all__ = ["path_of"]

_Steps = tuple[int | str, ...]


def path_of(entry: ErrorDetails, raw: Mapping[str, Any]) -> str:
    """The JSON path of the value that does not fit, or of the one that is missing."""
    steps: _Steps = entry["loc"]
    names, last = (steps[:-1], steps[-1:]) if entry["type"] == "missing" else (steps, ())
    found = _steps_to(entry["input"], raw, names)
    return json_path(steps if found is None else (*found, *last))


def _steps_to(target: object, value: object, steps: _Steps) -> _Steps | None:
    """Those of ``steps`` that lead from ``value`` to ``target``; the others name branches."""
    if not steps:
        return () if value is target else None
    first, rest = steps[0], steps[1:]
    if not _has(value, first):
        return _steps_to(target, value, rest)
    inside = value[first]  # type: ignore[index]
    found = _steps_to(target, inside, rest)
    if found is not None:
        return (first, *found)
    return _steps_to(target, value, rest) if isinstance(first, str) else None


def _has(value: object, step: int | str) -> bool:
    if isinstance(value, Mapping):
        return step in value
    return isinstance(value, (list, tuple)) and isinstance(step, int) and 0 <= step < len(value)
