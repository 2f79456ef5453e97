"""The short way through the judge for what most of a stream is made of: one delta after another at the same place."""

from __future__ import annotations

from .json_values import Json
from .schema_check import published_schema
from .schema_checks import Check
from .stream_memory import Event, StreamedText, StreamMemory


class RepeatedDelta:
    """An event that moved nothing and was in order: the next of its kind at its place is judged in one go.

    What allowed it allows the next one too, until an event comes that moves something.
    """

    __slots__ = ("_canonical", "_check", "_indexes", "_item_id", "_payload", "_text", "_type")

    def __init__(self, event: Event, text: StreamedText, check: Check) -> None:
        rule = event.rule
        self._type = event.data["type"]
        self._canonical = str(rule.type.value)
        self._item_id = event.data.get("item_id")
        self._indexes = [(name, event.data[name]) for name in rule.indexes]
        self._payload = rule.payload or ""
        self._text = text
        self._check = check

    @classmethod
    def of(cls, memory: StreamMemory, event: Event) -> RepeatedDelta | None:
        """What an event leaves for its successors; None when nothing is known of the text."""
        text = memory.items[event.output_index].texts.get((event.address, event.rule.field or ""))
        return None if text is None else cls(event, text, published_schema().event_check(event.rule.type.value))

    def takes(self, value: Json, memory: StreamMemory) -> bool:
        """Judge an event if it is the next of its kind; False, and nothing done, if it is not or anything is odd."""
        if not isinstance(value, dict) or value.get("type") != self._type or value.get("item_id") != self._item_id:
            return False
        for name, index in self._indexes:
            if value.get(name) != index:
                return False
        number, last = value.get("sequence_number"), memory.last_number
        if last is None or number != last + 1 or memory.slack:
            return False
        delta = value.get(self._payload)
        if not isinstance(delta, str) or not delta:
            return False
        if self._check(value if self._type == self._canonical else {**value, "type": self._canonical}) is not None:
            return False
        memory.last_number = last + 1
        self._text.chunks.append(delta)
        return True
