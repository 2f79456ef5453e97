"""One change between two documents, and whom it breaks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from .diff_rules import RULES, Effect
from .document import Side
from .shapes import ABSENT

__all__ = ["Change", "shown"]

_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two releases."""

    rule: str
    """The id of the rule (``diff_rules.RULES``)."""
    component: str
    """The component as the newer document names it (the older one when it is gone)."""
    path: str
    """Where in the component, such as ``properties/logprobs``; empty for the whole."""
    sides: frozenset[Side]
    """Who sends the component."""
    old: str = ""
    """What stood there, at most 80 characters."""
    new: str = ""
    """What stands there."""

    @property
    def readers(self) -> Effect:
        """What it asks of those who read."""
        return RULES[self.rule].readers

    @property
    def writers(self) -> Effect:
        """What it asks of those who write."""
        return RULES[self.rule].writers

    @property
    def effect(self) -> Effect:
        """The larger of the two."""
        return max(self.readers, self.writers)

    def to_dict(self) -> dict[str, object]:
        """The change as JSON-compatible values."""
        return {
            "rule": self.rule,
            "title": RULES[self.rule].title,
            "component": self.component,
            "path": self.path,
            "sides": sorted(self.sides),
            "readers": str(self.readers),
            "writers": str(self.writers),
            "old": self.old,
            "new": self.new,
        }


def shown(value: object) -> str:
    """A value in a report: at most 80 characters, nothing for what is absent."""
    if value is ABSENT or value is None:
        return "" if value is ABSENT else "null"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
