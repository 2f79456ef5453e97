"""Where in a JSON object an error of pydantic points.

Pydantic names the branch of a tagged union as if it were a step of the path; a reader looks for steps of the object.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from openresponses_schema._error_members import steps_to

from .json_values import json_path

__all__ = ["path_of"]


def path_of(entry: ErrorDetails, raw: Mapping[str, Any]) -> str:
    """The JSON path of the value that does not fit, or of the one that is missing."""
    steps = entry["loc"]
    names, last = (steps[:-1], steps[-1:]) if entry["type"] == "missing" else (steps, ())
    found = steps_to(entry["input"], raw, names)
    return json_path(steps if found is None else (*found, *last))
