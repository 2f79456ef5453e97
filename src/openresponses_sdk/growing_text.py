"""The text that the last delta went to, where the next one most likely goes too."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from openresponses_schema import EventRule
from openresponses_schema import ResponseStreamEvent as Event

from .snapshot import Text

__all__ = ["GrowingText"]


class GrowingText:
    """What a reader needs to see with a few comparisons that a delta goes on with the same text."""

    __slots__ = ("chunks", "item", "model", "part", "read", "text")

    item: int
    part: int

    def __init__(self, event: Event, rule: EventRule, text: Text) -> None:
        self.model: type[Event] = event.__class__
        self.text: Text = text
        self.chunks: list[str] = text.chunks
        """The list to which chunks are added, to be joined when there are ``JOIN_AT`` of them."""
        # A text of an item itself has no second index; the first one stands in for it.
        self.read: Callable[[Any], tuple[int | None, int, int, str]] = attrgetter(
            "sequence_number", rule.indexes[0], rule.indexes[-1], rule.payload or ""
        )
        """Number, both indexes and delta of an event of this model."""
        _, self.item, self.part, _ = self.read(event)
