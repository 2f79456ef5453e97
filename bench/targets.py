"""Ratios and what they should be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

Bound: TypeAlias = Literal["at least", "at most"]


class Ratio(NamedTuple):
    """One figure that is claimed, and its target if it has one."""

    label: str
    value: float
    bound: Bound | None = None
    target: float = 0.0
    unit: str = "x"

    @property
    def is_met(self) -> bool:
        """Whether it is as it should be; without a target it always is."""
        if self.bound is None:
            return True
        return self.value >= self.target if self.bound == "at least" else self.value <= self.target


def report(title: str, ratios: Iterable[Ratio]) -> bool:
    """Print the figures, each with its target; True when all are met."""
    rows = list(ratios)
    width = max(len(row.label) for row in rows) + 2
    print(f"\n{title}")
    for row in rows:
        verdict = "" if row.bound is None else f"{row.bound} {row.target:g}: {'met' if row.is_met else 'MISSED'}"
        print(f"  {row.label:<{width}}{row.value:>9.2f} {row.unit:<4}{verdict}".rstrip())
    return all(row.is_met for row in rows)
