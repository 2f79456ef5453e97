"""CPU time, measured in turns so that a drifting machine harms all alike: of statements in fresh interpreters
(``fresh``), and of calls in this one (``in_turns``)."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple, TypeAlias

Prepare: TypeAlias = Callable[[], Callable[[], object]]
"""Makes ready, and returns what is measured."""

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


def in_turns(tasks: Mapping[str, Prepare], *, rounds: int) -> dict[str, Times]:
    """Run every task ``rounds`` times in this process, one after the other in each round, every second round backwards.

    One more round goes first and is not counted.  Garbage is collected before each run, and none is during it.
    """
    found: dict[str, list[float]] = {name: [] for name in tasks}
    was_enabled = gc.isenabled()
    try:
        for number in range(rounds + 1):
            for name in tasks if number % 2 else reversed(list(tasks)):
                run = tasks[name]()
                gc.enable()
                gc.collect()
                gc.disable()
                start = time.process_time_ns()
                run()
                taken = time.process_time_ns() - start
                if number:
                    found[name].append(taken / 1e6)
    finally:
        (gc.enable if was_enabled else gc.disable)()
    return {name: Times(values) for name, values in found.items()}
