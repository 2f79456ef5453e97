"""What the calls of one response may be: each named, with an id of its own, and no more than ``tool_choice`` allows.

Nothing that comes later mends such a fault, so a builder asks before it announces an item.
"""

from __future__ import annotations

from openresponses_schema import FunctionCallItem, FunctionCallOutputItem
from openresponses_schema._base import Model

from .findings import Violation, shorten
from .json_values import Json
from .response_rules import iter_rule_violations

__all__ = ["Calls"]


class Calls:
    """The calls of one response so far; ``tool_choice`` is what the response says of it, as plain JSON."""

    def __init__(self, tool_choice: object) -> None:
        self._choice: Json = tool_choice if isinstance(tool_choice, (str, dict)) and tool_choice != "auto" else None
        self._ids: set[str] = set()

    def judge(self, item: Model) -> Violation | None:
        """Say why an item cannot be the next of the output, or None."""
        if isinstance(item, FunctionCallItem):
            for name in ("name", "call_id"):
                if not getattr(item, name):
                    return _violation("OR-STREAM-02", f"the {name} of a call is known when it is added", name, "")
            if item.call_id in self._ids:
                return _violation("OR-GRAM-37", "another call has this call_id", "call_id", item.call_id)
        elif isinstance(item, FunctionCallOutputItem) and item.call_id not in self._ids:
            return _violation("OR-GRAM-37", "an output belongs to a call of the response", "call_id", item.call_id)
        if self._choice is None:
            return None
        # What only a finished response can break does not apply to one in progress.
        alone: dict[str, Json] = {"status": "in_progress", "tool_choice": self._choice, "output": [item.to_dict()]}
        return next(iter_rule_violations(alone, "$.response", is_streamed=True), None)

    def took(self, item: Model) -> None:
        """An item was announced."""
        if isinstance(item, FunctionCallItem):
            self._ids.add(item.call_id)


def _violation(requirement: str, message: str, member: str, found: str) -> Violation:
    return Violation(requirement=requirement, message=message, path=f"$.item.{member}", found=shorten(found))
