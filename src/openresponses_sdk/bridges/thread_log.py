"""Reads the lines of an agent event log into normalised source events.

Both dialects leave here in one shape: the envelope of VT Code is taken off,
the old ``item_type`` of Codex becomes ``type``.  What cannot be read becomes a
finding that names line, event and field, and the reader goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .source import SourceReader

ITEM_EVENTS = frozenset({"item.started", "item.updated", "item.completed"})

VTCODE_EVENTS = frozenset(
    {
        "thread.completed",
        "thread.compact_boundary",
        "context.reset",
        "plan.delta",
        "plan.approval.requested",
        "plan.approval.resolved",
        "permission.requested",
        "permission.resolved",
        "interjected",
    }
)
_VTCODE_ITEMS = frozenset({"plan", "tool_invocation", "tool_output", "harness"})


@dataclass(slots=True, eq=False)
class SourceEvent:
    """One event of the log: the line it stood on, its type, and its fields."""

    line: int
    type: str
    data: dict[str, object]
    item: dict[str, object] = field(init=False)
    """The item of an ``item.*`` event; empty for any other event."""

    def __post_init__(self) -> None:
        item = self.data.get("item")
        self.item = item if isinstance(item, dict) else {}


class LogDialect:
    """Makes source events of the objects in the lines, and learns on the way which dialect they are in."""

    def __init__(self, source: SourceReader) -> None:
        self.dialect: str = "codex"
        self._source = source

    @property
    def line(self) -> int:
        """The number of the line read last."""
        return self._source.line

    def event(self, value: dict[str, object]) -> SourceEvent | None:
        """The event in the object of a line; None when there is none, which is then a finding."""
        if "event" in value and "type" not in value:
            self.dialect = "vtcode"
            inner = value["event"]
            if not isinstance(inner, dict):
                self._source.report("The envelope holds no event object", field="event")
                return None
            value = inner
        event_type = value.get("type")
        if not isinstance(event_type, str) or not event_type:
            self._source.report("The event has no type", field="type")
            return None
        if event_type in VTCODE_EVENTS or _is_vtcode_thread(event_type, value):
            self.dialect = "vtcode"
        if event_type in ITEM_EVENTS and not self._normalise_item(event_type, value):
            return None
        return SourceEvent(self._source.line, event_type, value)

    def _normalise_item(self, event_type: str, value: dict[str, object]) -> bool:
        item = value.get("item")
        if not isinstance(item, dict):
            self._source.report("The event has no item object", event=event_type, field="item")
            return False
        if "type" not in item and "item_type" in item:
            item["type"] = item.pop("item_type")
        kind = item.get("type")
        if not isinstance(kind, str) or not kind:
            self._source.report("The item has no type", event=event_type, field="item.type")
            return False
        if "id" in item and not isinstance(item["id"], str):
            self._source.report("The item's id is not a string and is left out", event=event_type, field="item.id")
            del item["id"]
        if kind in _VTCODE_ITEMS:
            self.dialect = "vtcode"
        return True


def _is_vtcode_thread(event_type: str, value: dict[str, object]) -> bool:
    thread_id = value.get("thread_id")
    return event_type == "thread.started" and isinstance(thread_id, str) and thread_id.startswith("session-vtcode")
