"""Asks a program everything it claims to know, and reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from openresponses_schema import SPEC_VERSION

from ...findings import shorten
from ...json_values import Json
from .cases import KINDS, Case, iter_cases
from .comparison import Difference
from .program import AnswerError, Program, ProgramError
from .store import FORMAT

__all__ = ["DEFAULT_TIMEOUT", "Failure", "Report", "run"]

DEFAULT_TIMEOUT: Final = 10.0
START_TIMEOUT: Final = 30.0
"""Seconds for the first answer at least, since a program has to start before it."""
MAX_DIFFERENCES: Final = 5
"""How many differences are kept of one answer."""
MAX_STARTS: Final = 4
"""How often a program that crashes, hangs or answers nonsense is started, first time included."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that was not passed."""

    id: str
    kind: str
    about: str
    """What the vector shows."""
    differences: tuple[Difference, ...] = ()
    """The first places where the answer differs."""
    reason: str | None = None
    """Why there is no answer to compare."""

    def to_dict(self) -> dict[str, object]:
        """The failure as JSON-compatible values, absent ones left out."""
        found = {"differences": [one.to_dict() for one in self.differences], "reason": self.reason}
        return {
            "id": self.id,
            "kind": self.kind,
            "about": self.about,
            **{name: value for name, value in found.items() if value},
        }


@dataclass(slots=True)
class Report:
    """What became of a run."""

    name: str | None = None
    """What the program calls itself."""
    claimed: tuple[str, ...] = ()
    """The kinds of test that it claims and that were wanted."""
    unclaimed: tuple[str, ...] = ()
    """The kinds that were wanted and that it does not claim."""
    bridges: tuple[str, ...] | None = None
    """The source formats that its bridges read; None when it does not say, which means all."""
    passed: Counter[str] = field(default_factory=Counter)
    """How many tests were passed, by kind."""
    failures: list[Failure] = field(default_factory=list)
    unasked: Counter[str] = field(default_factory=Counter)
    """How many tests were not put to the program because it had failed too often, by kind."""
    faults: list[str] = field(default_factory=list)
    """What was wrong apart from any single test: with the greeting, or with the end of the program."""

    @property
    def is_passed(self) -> bool:
        """Whether everything that was asked was answered as it should be."""
        return bool(self.claimed) and not (self.failures or self.unasked or self.faults)

    def to_dict(self) -> dict[str, object]:
        """The report as JSON-compatible values."""
        failed = Counter(failure.kind for failure in self.failures)
        counts = {
            kind: {"passed": self.passed[kind], "failed": failed[kind], "unasked": self.unasked[kind]}
            for kind in self.claimed
        }
        return {
            "name": self.name,
            "protocol": FORMAT,
            "spec": SPEC_VERSION,
            "is_passed": self.is_passed,
            "kinds": counts,
            "unclaimed": list(self.unclaimed),
            "failures": [failure.to_dict() for failure in self.failures],
            "faults": self.faults,
        }


def run(command: Sequence[str], *, kinds: Collection[str] = KINDS, timeout: float = DEFAULT_TIMEOUT) -> Report:
    """Start a program, ask it every test of ``kinds`` that it claims, and end it.

    It has ``timeout`` seconds for one answer, and 30 at least for the first.  One that crashes, hangs or answers
    nonsense is started again a few times and goes on with the next test.  Raises ``OSError`` when it cannot be started.
    """
    report = Report()
    program = Program(command, timeout=timeout)
    starts = 1
    try:
        if not _greet(program, report, kinds, timeout):
            return report
        cases = [case for case in iter_cases(report.claimed) if _is_claimed(case, report.bridges)]
        _leave_out_empty(report, kinds, {case.kind for case in cases})
        for number, case in enumerate(cases):
            if _ask(program, case, report):
                continue
            program.stop()
            if starts == MAX_STARTS:
                report.unasked.update(case.kind for case in cases[number + 1 :])
                return report
            starts += 1
            program = Program(command, timeout=timeout)
            if not _greet(program, Report(), kinds, timeout):
                report.faults.append("does not answer hello when it is started again")
                report.unasked.update(case.kind for case in cases[number + 1 :])
                return report
        if fault := program.end():
            report.faults.append(fault)
    finally:
        program.stop()
    return report


def _greet(program: Program, report: Report, kinds: Collection[str], timeout: float) -> bool:
    wanted = [kind for kind in KINDS if kind in kinds]
    listed: list[Json] = [*wanted]
    try:
        greeting: dict[str, Json] = {"protocol": FORMAT, "spec": SPEC_VERSION, "kinds": listed}
        hello = program.ask("hello", "hello", greeting, timeout=max(timeout, START_TIMEOUT))
    except ProgramError as error:
        report.faults.append(f"hello: {error.reason}")
        return False
    told = hello if isinstance(hello, dict) else {}
    known = told.get("kinds")
    if told.get("protocol") != FORMAT or not isinstance(known, list):
        report.faults.append(f"hello: the output has protocol {FORMAT} and a list kinds, and not {shorten(hello)}")
        return False
    name = told.get("name")
    report.name = name if isinstance(name, str) else None
    report.claimed = tuple(kind for kind in wanted if kind in known)
    bridges = told.get("bridges")
    report.bridges = tuple(map(str, bridges)) if isinstance(bridges, list) else None
    report.unclaimed = tuple(kind for kind in wanted if kind not in known)
    return True


def _leave_out_empty(report: Report, kinds: Collection[str], asked: Collection[str]) -> None:
    """Bridges for no format that has a test are no claim: nothing asked must not read as everything passed."""
    report.claimed = tuple(kind for kind in report.claimed if kind in asked)
    report.unclaimed = tuple(kind for kind in KINDS if kind in kinds and kind not in asked)


def _is_claimed(case: Case, bridges: tuple[str, ...] | None) -> bool:
    return case.kind != "bridge" or bridges is None or case.input.get("format") in bridges


def _ask(program: Program, case: Case, report: Report) -> bool:
    """Ask one test; whether the program can be asked on."""
    try:
        answer = program.ask(case.id, case.kind, case.input)
    except ProgramError as error:
        report.failures.append(Failure(case.id, case.kind, case.about, reason=error.reason))
        return isinstance(error, AnswerError)
    found = tuple(islice(case.comparison(case.output, answer), MAX_DIFFERENCES))
    if found:
        report.failures.append(Failure(case.id, case.kind, case.about, found))
    else:
        report.passed[case.kind] += 1
    return True
