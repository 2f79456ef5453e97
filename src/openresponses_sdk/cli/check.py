"""``openresponses check``: says what is wrong in a file, where, and under which requirement."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import NamedTuple

from ..findings import Violation
from . import ExitStatus
from .files import open_input, shown_name
from .inputs import Judge
from .terminal import harmless

MAX_SHOWN = 20
"""Of one requirement, how many violations are printed; all are counted, and ``--json`` has all."""


class Located(NamedTuple):
    """A violation and the line of the file it was found on, from 1; None when the file has no such lines."""

    line: int | None
    violation: Violation


def check(file: str, *, as_json: bool = False) -> int:
    """Judge ``file``, print what is wrong and return the exit status."""
    judge = Judge()
    report = _Report(shown_name(file), silent=as_json)
    with open_input(file) as stream:
        for line, violation in judge.judge(stream):
            report.add(Located(line, violation))
    if as_json:
        report.print_json(judge)
    else:
        report.print_summary(judge)
    return ExitStatus.FINDINGS if report.severities["error"] else ExitStatus.CLEAN


class _Report:
    def __init__(self, name: str, *, silent: bool) -> None:
        self._name = name
        self._silent = silent
        self._kept: list[Located] = []
        self._requirements: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()

    def add(self, located: Located) -> None:
        line, violation = located
        self.severities[violation.severity] += 1
        self._requirements[violation.requirement] += 1
        if self._silent:
            self._kept.append(located)
        elif self._requirements[violation.requirement] <= MAX_SHOWN:
            place = self._name if line is None else f"{self._name}:{line}"
            print(harmless(f"{place}: {violation.severity}: {violation}"))

    def print_summary(self, judge: Judge) -> None:
        for requirement, count in sorted(self._requirements.items()):
            if count > MAX_SHOWN:
                print(f"{harmless(self._name)}: {count - MAX_SHOWN} more of {requirement}")
        parts = [
            f"{_count(getattr(judge, plural), singular)}" for plural, singular in _COUNTED if getattr(judge, plural)
        ]
        errors, warnings = self.severities["error"], self.severities["warning"]
        read = ", ".join(parts) or "nothing to judge"
        print(f"{harmless(self._name)}: {read}: {_count(errors, 'error')}, {_count(warnings, 'warning')}")

    def print_json(self, judge: Judge) -> None:
        document = {
            "file": self._name,
            "format": judge.format,
            **{plural: getattr(judge, plural) for plural, _ in _COUNTED},
            "errors": self.severities["error"],
            "warnings": self.severities["warning"],
            "requirements": dict(sorted(self._requirements.items())),
            "violations": [
                {**({} if line is None else {"line": line}), **violation.to_dict()} for line, violation in self._kept
            ],
        }
        # JSON escapes control characters except this one.
        sys.stdout.write(json.dumps(document, indent=2).replace("\x7f", "\\u007f") + "\n")


_COUNTED = (("streams", "stream"), ("events", "event"), ("responses", "response"), ("requests", "request"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
