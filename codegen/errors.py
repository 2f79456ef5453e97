"""What can be wrong with a spec, as values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Broken(NamedTuple):
    """One rule that the spec breaks, and where."""

    file: str
    path: str
    rule: str

    def __str__(self) -> str:
        line = f"{self.file}: {self.path or '(top)'}: {self.rule}"
        return " ".join(line.splitlines())


class SpecError(Exception):
    """The spec cannot be used; ``broken`` lists every rule it breaks."""

    def __init__(self, broken: Sequence[Broken]) -> None:
        super().__init__("\n".join(map(str, broken)))
        self.broken = tuple(broken)
