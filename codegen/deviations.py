"""Reads ``deviations.yaml``: where the spec is meant to differ from the published release, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .bundle import read_yaml
from .errors import Broken, SpecError

FILE = "deviations.yaml"


class Deviation(NamedTuple):
    """One row: a pointer in which ``*`` matches anything, and the reason."""

    at: str
    why: str


def deviations(spec: Path) -> list[Deviation]:
    """The rows; none when there is no file.  Raises ``SpecError`` when the file has another shape."""
    if broken := list(deviation_faults(spec)):
        raise SpecError(broken)
    return [Deviation(**row) for row in _rows(spec) or ()]


def deviation_faults(spec: Path) -> Iterator[Broken]:
    """What is wrong with the shape of the file."""
    rows = _rows(spec)
    if rows is None:
        return
    if not isinstance(rows, list):
        yield Broken(FILE, "", "the file holds a list of rows")
        return
    for index, row in enumerate(rows):
        texts = isinstance(row, dict) and all(isinstance(text, str) and text.strip() for text in row.values())
        if not texts or row.keys() != {"at", "why"}:
            yield Broken(FILE, str(index), "a row has the keys at and why, both of them text")


def _rows(spec: Path) -> Any:
    return read_yaml(spec / FILE, FILE) if (spec / FILE).is_file() else None
