"""Ids and times that are the same in every run, and that a person can read."""

from __future__ import annotations

from collections import Counter

__all__ = ["FakeIds", "FixedClock"]


class FakeIds:
    """Ids that count: ``resp_1``, ``message_1``, ``message_2``, ``call_1`` ….  An ``IdSource``."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def response_id(self) -> str:
        """``resp_1``, then ``resp_2``."""
        return self._next("resp")

    def item_id(self, item_type: str) -> str:
        """The type of the item and its number among those of that type; a colon becomes ``_``."""
        return self._next(item_type.replace(":", "_"))

    def call_id(self) -> str:
        """``call_1``, then ``call_2``."""
        return self._next("call")

    def _next(self, prefix: str) -> str:
        self._counts[prefix] += 1
        return f"{prefix}_{self._counts[prefix]}"


class FixedClock:
    """A clock that stands still until it is told to go on.  A ``Clock``: call it for whole seconds since 1970."""

    def __init__(self, now: int = 1_700_000_000) -> None:
        self.now: int = now
        """The time that the clock shows."""

    def __call__(self) -> int:
        """The time, in whole seconds since the Unix epoch."""
        return self.now

    def advance(self, seconds: int) -> None:
        """Let the clock go on by some seconds."""
        self.now += seconds
