"""The calls of one response: each has a name and an id of its own, and an output belongs to a call (OR-GRAM-37)."""

from __future__ import annotations

from openresponses_schema import FunctionCallItem, FunctionCallOutputItem
from openresponses_schema._base import Model

from .findings import shorten
from .writing import refused

__all__ = ["CallIds"]


class CallIds:
    """The ids of the calls that were announced."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def judge(self, item: Model) -> None:
        """Refuse an item that cannot be announced now, for the sake of a call."""
        if isinstance(item, FunctionCallItem):
            for name, value in (("name", item.name), ("call_id", item.call_id)):
                if not value:  # What a call is, is known when it is added.
                    raise refused("OR-STREAM-02", f"a call has a {name}", path=f"$.item.{name}", found=shorten(value))
            if item.call_id in self._known:
                raise refused("OR-GRAM-37", "another call has this call_id", found=shorten(item.call_id))
        elif isinstance(item, FunctionCallOutputItem) and item.call_id not in self._known:
            raise refused("OR-GRAM-37", "an output belongs to a call of the response", found=shorten(item.call_id))

    def add(self, item: Model) -> None:
        """Remember an item that was announced."""
        if isinstance(item, FunctionCallItem):
            self._known.add(item.call_id)
