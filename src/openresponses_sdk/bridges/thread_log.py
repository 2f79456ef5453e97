"""Reads the lines of an agent event log into normalised source events.

Both dialects leave here in one shape: the envelope of VT Code is taken off,
the old ``item_type`` of Codex becomes ``type``.  What cannot be read becomes a
finding that names line, event and field, and the reader goes on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from ..findings import Finding, Severity

DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024

# The JSON writers of common stacks give up near 255 levels; a log needs far fewer.
MAX_DEPTH = 100

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


@dataclass(frozen=True, slots=True)
class SourceEvent:
    """One event of the log: the line it stood on, its type, and its fields."""

    line: int
    type: str
    data: dict[str, object]

    @property
    def item(self) -> dict[str, object]:
        """The item of an ``item.*`` event; empty for any other event."""
        item = self.data.get("item")
        return item if isinstance(item, dict) else {}


class LogReader:
    """Reads one line a call and says on the way which dialect it is."""

    def __init__(self, findings: list[Finding], *, max_line_bytes: int = DEFAULT_MAX_LINE_BYTES) -> None:
        if max_line_bytes < 1:
            raise ValueError("max_line_bytes must be positive")
        self.line = 0
        self.dialect = "codex"
        self._findings = findings
        self._max_line_bytes = max_line_bytes

    def receive(self, line: bytes | str | Mapping[str, object]) -> SourceEvent | None:
        """Read one line; None when it is blank or could not be read, which is then a finding."""
        self.line += 1
        text = self._text(line)
        if not text:
            return None
        value = self._value(text)
        if value is None:
            return None
        return self._event(value)

    def report(
        self, message: str, *, event: str | None = None, field: str | None = None, severity: Severity = "error"
    ) -> None:
        """Note something about the line read last; what could not be read at all is an error."""
        self._findings.append(Finding(message=message, severity=severity, line=self.line, event=event, field=field))

    def _text(self, line: object) -> str | None:
        if isinstance(line, Mapping):
            # Writing a mapping out and reading it back proves that it is plain JSON and makes it ours to keep.
            try:
                line = json.dumps(dict(line))
            except (TypeError, ValueError, RecursionError):
                self.report("The event holds a value that JSON cannot express")
                return None
        if isinstance(line, (bytes, bytearray, memoryview)):
            data = bytes(line)
            if self._is_too_long(len(data)):
                return None
            try:
                line = data.decode("utf-8")
            except UnicodeDecodeError as error:
                self.report(f"The line is not UTF-8: byte {error.start} cannot be decoded")
                return None
        if not isinstance(line, str):
            self.report(f"A line must be text, bytes or a mapping, not {type(line).__name__}")
            return None
        if self._is_too_long(len(line)):
            return None
        return line.lstrip("\ufeff").strip()

    def _is_too_long(self, size: int) -> bool:
        if size <= self._max_line_bytes:
            return False
        self.report(f"The line has {size} bytes or more; the limit is {self._max_line_bytes}")
        return True

    def _value(self, text: str) -> dict[str, object] | None:
        try:
            value = json.loads(text, parse_constant=_reject, parse_float=_finite)
        except json.JSONDecodeError as error:
            self.report(f"The line is not JSON: {error.msg} at column {error.colno}")
            return None
        except (ValueError, RecursionError) as error:
            self.report(f"The line is not usable JSON: {_reason(error)}")
            return None
        if not isinstance(value, dict):
            self.report("The line is JSON but not an object")
            return None
        if text.count("{") + text.count("[") > MAX_DEPTH and _is_deeper_than(value, MAX_DEPTH):
            self.report(f"The line nests deeper than {MAX_DEPTH} levels")
            return None
        return _without_lone_surrogates(value) if "\\u" in text or not text.isascii() else value

    def _event(self, value: dict[str, object]) -> SourceEvent | None:
        if "event" in value and "type" not in value:
            self.dialect = "vtcode"
            inner = value["event"]
            if not isinstance(inner, dict):
                self.report("The envelope holds no event object", field="event")
                return None
            value = inner
        event_type = value.get("type")
        if not isinstance(event_type, str) or not event_type:
            self.report("The event has no type", field="type")
            return None
        if event_type in VTCODE_EVENTS or _is_vtcode_thread(event_type, value):
            self.dialect = "vtcode"
        if event_type in ITEM_EVENTS and not self._normalise_item(event_type, value):
            return None
        return SourceEvent(self.line, event_type, value)

    def _normalise_item(self, event_type: str, value: dict[str, object]) -> bool:
        item = value.get("item")
        if not isinstance(item, dict):
            self.report("The event has no item object", event=event_type, field="item")
            return False
        if "type" not in item and "item_type" in item:
            item["type"] = item.pop("item_type")
        kind = item.get("type")
        if not isinstance(kind, str) or not kind:
            self.report("The item has no type", event=event_type, field="item.type")
            return False
        if "id" in item and not isinstance(item["id"], str):
            self.report("The item's id is not a string and is left out", event=event_type, field="item.id")
            del item["id"]
        if kind in _VTCODE_ITEMS:
            self.dialect = "vtcode"
        return True


def _is_vtcode_thread(event_type: str, value: dict[str, object]) -> bool:
    thread_id = value.get("thread_id")
    return event_type == "thread.started" and isinstance(thread_id, str) and thread_id.startswith("session-vtcode")


def _reject(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError("a number is too large")
    return number


def _reason(error: ValueError | RecursionError) -> str:
    return "it nests too deeply" if isinstance(error, RecursionError) else str(error)


def _is_deeper_than(value: object, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [child for parent in level for child in _children(parent) if isinstance(child, (dict, list))]
        if not level:
            return False
    return True


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _without_lone_surrogates(value: dict[str, object]) -> dict[str, object]:
    """Replace halves of surrogate pairs, which a writer that cuts UTF-16 leaves and UTF-8 cannot hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        cleaned = _cleaned(value)
        return cleaned if isinstance(cleaned, dict) else value
    return value


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_cleaned(entry) for entry in value]
    if isinstance(value, dict):
        return {str(_cleaned(key)): _cleaned(entry) for key, entry in value.items()}
    return value
