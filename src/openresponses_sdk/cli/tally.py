"""Counts what one input held and what was wrong with it, and puts that into a line."""

from __future__ import annotations

from collections import Counter
from typing import Final

from ..findings import Violation
from .inputs import Judge
from .terminal import harmless
from .words import count

_COUNTED: Final = (
    ("streams", "stream"),
    ("events", "event"),
    ("responses", "response"),
    ("requests", "request"),
    ("http_errors", "HTTP error"),
)


class Tally:
    """The counts of one input; ``take`` those of its judge when it was read to the end."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.format: str = "empty"
        self.counts: dict[str, int] = {plural: 0 for plural, _ in _COUNTED}
        self.severities: Counter[str] = Counter()
        self.requirements: Counter[str] = Counter()
        self.ignored: Counter[str] = Counter()

    def add(self, violation: Violation) -> None:
        """Count a violation."""
        self.severities[violation.severity] += 1
        self.requirements[violation.requirement] += 1

    def ignore(self, violation: Violation) -> None:
        """Count a violation that nobody wants to hear of."""
        self.ignored[violation.requirement] += 1

    def take(self, judge: Judge) -> None:
        """Take over what the input held."""
        self.format = judge.format
        self.counts = {plural: getattr(judge, plural) for plural, _ in _COUNTED}

    def contents(self) -> str:
        """What there was, such as ``1 stream, 12 events``."""
        parts = [count(self.counts[plural], singular) for plural, singular in _COUNTED if self.counts[plural]]
        return ", ".join(parts) or "nothing to judge"

    def summary(self) -> str:
        """The input in one harmless line."""
        ignored = f", {self.ignored.total():,} ignored" if self.ignored else ""
        return harmless(f"{self.name}: {self.contents()}: {weighed(self.severities)}{ignored}")

    def to_dict(self) -> dict[str, object]:
        """The counts as JSON-compatible values."""
        return {
            "file": self.name,
            "format": self.format,
            **self.counts,
            "errors": self.severities["error"],
            "warnings": self.severities["warning"],
            "requirements": dict(sorted(self.requirements.items())),
            "ignored": dict(sorted(self.ignored.items())),
        }


def weighed(severities: Counter[str]) -> str:
    """``1 error, 0 warnings``."""
    return f"{count(severities['error'], 'error')}, {count(severities['warning'], 'warning')}"
