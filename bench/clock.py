"""CPU time of statements in fresh interpreters, measured in turns so that a drifting machine harms all alike."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

_PROGRAM = """\
import gc, time
{before}
gc.collect()
_start = time.process_time_ns()
{measured}
print(time.process_time_ns() - _start)
"""


class Statement(NamedTuple):
    """What to measure, and what to do before the clock starts."""

    measured: str
    before: str = "pass"


class Times(NamedTuple):
    """The milliseconds of many runs."""

    values: Sequence[float]

    @property
    def best(self) -> float:
        """The least: what the work costs when nothing disturbs it."""
        return min(self.values)

    @property
    def usual(self) -> float:
        """The median."""
        return median(self.values)


def fresh(statements: Mapping[str, Statement], *, rounds: int) -> dict[str, Times]:
    """Run every statement ``rounds`` times, each time in a new interpreter, one after the other in each round.

    One more round goes first to fill the byte code cache and is not counted.  Raises ``CalledProcessError`` when a
    statement fails.
    """
    found: dict[str, list[float]] = {name: [] for name in statements}
    for number in range(rounds + 1):
        for name, statement in statements.items():
            program = _PROGRAM.format(before=statement.before, measured=statement.measured)
            done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
            if number:
                found[name].append(int(done.stdout) / 1e6)
    return {name: Times(values) for name, values in found.items()}
