"""Keeps what a source got wrong: every violation as a value, and as a finding with its line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ..findings import Address, Finding, Violation
from ..json_values import integral, quote
from .passing import PassingOutlet
from .source import SourceReader

__all__ = ["MendingLog"]

_OF_STREAMS: Final = ("OR-GRAM-1", "OR-GRAM-2", "OR-STREAM")
_OF_NUMBERS: Final = frozenset({"OR-GRAM-01", "OR-GRAM-02", "OR-GRAM-03"})


class MendingLog:
    """Takes reports about the event that came last; each counts once for its requirement, event type and place."""

    def __init__(self, outlet: PassingOutlet, reader: SourceReader, findings: list[Finding]) -> None:
        self.violations: list[Violation] = []
        self.events = 0
        """How many events of the source have come."""
        self._outlet = outlet
        self._reader = reader
        self._findings = findings
        self.begin()

    def begin(self) -> None:
        """Begin another response."""
        self._reported: set[tuple[str, str | None, Address, str]] = set()
        self._is_whole = False
        self._is_made = False

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is written meanwhile came whole, so that it broke no rule of streams."""
        was_whole, self._is_whole = self._is_whole, True
        yield
        self._is_whole = was_whole

    @contextmanager
    def made(self, is_made: bool = True) -> Iterator[None]:
        """What is written meanwhile is made here, so that the source said nothing wrong, if ``is_made``."""
        was_made, self._is_made = self._is_made, is_made
        yield
        self._is_made = was_made

    def changed(self, violation: Violation, outcome: str) -> None:
        """Keep a departure from the schema that was mended, and how."""
        self.report(
            violation.requirement,
            f"{violation.message}: {outcome}",
            path=violation.path,
            expected=violation.expected,
            shown=violation.found,
        )

    def report(
        self,
        requirement: str,
        message: str,
        address: Address = (),
        path: str = "",
        found: object = None,
        expected: str | None = None,
        *,
        shown: str | None = None,
    ) -> None:
        """Keep what was wrong, once for a requirement, type of event, place and member."""
        if self._is_made or (self._is_whole and requirement.startswith(_OF_STREAMS)):
            return
        told = self._outlet.source.get("type")
        kind = told if isinstance(told, str) else None
        key = (
            requirement,
            None if requirement in _OF_NUMBERS or path.startswith("$.response") else kind,
            address,
            path,
        )
        if key in self._reported:
            return
        self._reported.add(key)
        violation = Violation(
            requirement=requirement,
            message=message,
            event_type=kind,
            event_index=self.events - 1 if self.events else None,
            sequence_number=integral(self._outlet.source.get("sequence_number")),
            address=address,
            path=path,
            expected=None if expected is None else quote(expected),
            found=shown if shown is not None or found is None else quote(found),
        )
        self.violations.append(violation)
        self._findings.append(
            Finding(
                message=f"{message} [{requirement}]",
                severity=violation.severity,
                line=max(self._reader.line, 1),
                event=kind,
                field=path or None,
            )
        )
