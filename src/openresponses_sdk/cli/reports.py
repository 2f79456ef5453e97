"""The two forms of what ``openresponses check`` says: lines for people, one JSON object for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import Final, Protocol, TextIO

from .requirements import statement_of
from .steps import Found
from .tally import Tally, weighed
from .terminal import harmless
from .words import count

MAX_SHOWN: Final = 20
"""Of one requirement, how many violations are printed for a file; all are counted, and ``--json`` has all."""

_STATEMENT_LIMIT: Final = 90


class Report(Protocol):
    """What a check tells its findings to."""

    severities: Counter[str]

    def begin(self, tally: Tally) -> None:
        """A file is opened."""

    def add(self, tally: Tally, found: Found) -> None:
        """Something is wrong in it; the tally has counted that."""

    def end(self, tally: Tally, error: str | None) -> None:
        """It was read to the end, or could not be read any further."""

    def finish(self) -> None:
        """There is no other file."""


class TextReport:
    """Lines for people.  Those of a file are held until it is judged, so that a progress bar can step aside."""

    def __init__(self, out: TextIO, *, is_one: bool) -> None:
        self.severities: Counter[str] = Counter()
        self._out = out
        self._is_one = is_one
        self._lines: list[str] = []
        self._files: Counter[str] = Counter()
        self._requirements: Counter[str] = Counter()
        self._where: Counter[str] = Counter()

    def begin(self, tally: Tally) -> None:
        """Forget the file before."""
        self._lines = []

    def add(self, tally: Tally, found: Found) -> None:
        """Keep a line, unless there were many of the same kind."""
        line, violation = found
        if tally.requirements[violation.requirement] <= MAX_SHOWN:
            place = tally.name if line is None else f"{tally.name}:{line}"
            self._lines.append(harmless(f"{place}: {violation.severity}: {violation}"))

    def end(self, tally: Tally, error: str | None) -> None:
        """Print the lines of the file and what it comes to."""
        for requirement, number in sorted(tally.requirements.items()):
            if number > MAX_SHOWN:
                self._lines.append(f"{harmless(tally.name)}: {number - MAX_SHOWN} more of {harmless(requirement)}")
        if self._is_one and error is None:
            self._lines += _by_requirement(tally.requirements, Counter())
        if error is None:
            self._lines.append(tally.summary())
        self._out.writelines(f"{line}\n" for line in self._lines)
        self._out.flush()
        kind = "unreadable" if error is not None else "with findings" if tally.requirements else "clean"
        self._files[kind] += 1
        self.severities += tally.severities
        self._requirements += tally.requirements
        self._where.update(tally.requirements.keys())

    def finish(self) -> None:
        """Print what all files come to, when there were several."""
        if self._is_one or not self._files:
            return
        for line in _by_requirement(self._requirements, self._where, always=True):
            self._out.write(f"{line}\n")
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(self._files.items()))
        self._out.write(f"{count(self._files.total(), 'file')} ({kinds}): {weighed(self.severities)}\n")


class JsonReport:
    """One JSON object.  The violations are written as they are found, the counts after them."""

    def __init__(self, out: TextIO) -> None:
        self.severities: Counter[str] = Counter()
        self._out = out
        self._files: list[dict[str, object]] = []
        self._requirements: Counter[str] = Counter()
        self._separator = ""
        self._write('{\n  "violations": [')

    def begin(self, tally: Tally) -> None:
        """Nothing is written before something is found."""

    def add(self, tally: Tally, found: Found) -> None:
        """Write a violation."""
        line, violation = found
        row = {"file": tally.name, **({} if line is None else {"line": line}), **violation.to_dict()}
        self._write(f"{self._separator}\n    {json.dumps(row)}")
        self._separator = ","

    def end(self, tally: Tally, error: str | None) -> None:
        """Keep the counts of a file."""
        self._files.append(tally.to_dict() | ({} if error is None else {"unreadable": error}))
        self.severities += tally.severities
        self._requirements += tally.requirements

    def finish(self) -> None:
        """Write the counts."""
        rest = {
            "files": self._files,
            "errors": self.severities["error"],
            "warnings": self.severities["warning"],
            "requirements": dict(sorted(self._requirements.items())),
        }
        self._write(f"\n  ],\n{json.dumps(rest, indent=2)[2:]}\n")

    def _write(self, text: str) -> None:
        # JSON escapes control characters except this one.
        self._out.write(text.replace("\x7f", "\\u007f"))


def _by_requirement(requirements: Counter[str], where: Counter[str], *, always: bool = False) -> list[str]:
    """A line for each requirement, the most frequent first; one requirement needs no table."""
    if len(requirements) < (1 if always else 2):
        return []
    wide = max(len(str(number)) for number in requirements.values())
    ordered = sorted(requirements.items(), key=lambda row: (-row[1], row[0]))
    lines = ["By requirement:"]
    for requirement, number in ordered:
        files = f" in {count(where[requirement], 'file')}" if where else ""
        statement = statement_of(requirement)
        shown = (
            f": {statement[:_STATEMENT_LIMIT]}{'…' if len(statement) > _STATEMENT_LIMIT else ''}" if statement else ""
        )
        lines.append(harmless(f"  {number:>{wide}} x {requirement}{files}{shown}"))
    return lines
