"""Finds the writer that an ``item.*`` event is for, and tells repeated ids apart.

An id names one item from its start to its completion.  Agents use ids again
within a turn, so an id that starts after it completed is a new item.  Items
of the oldest logs have no id: the one that is open longest of its kind is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from .thread_calls import CallWriter, McpWriter, OutputWriter
from .thread_items import ExtensionWriter, ItemWriter, Turn, kind_of, text_of
from .thread_log import SourceEvent
from .thread_text import MessageWriter, ReasoningWriter

Writer: TypeAlias = Callable[[Turn, SourceEvent], ItemWriter]
WriterTable: TypeAlias = Mapping[str, Writer]

CALL_WRITERS: WriterTable = {
    "tool_invocation": CallWriter,
    "tool_output": OutputWriter,
    "mcp_tool_call": McpWriter,
}
EXTENSION_KINDS = (
    "command_execution",
    "file_change",
    "web_search",
    "plan",
    "todo_list",
    "collab_tool_call",
    "harness",
    "error",
)


def writers(*, map_tool_calls: bool) -> WriterTable:
    """Which writer takes which kind of item; a kind that is not in the table is unknown."""
    calls = CALL_WRITERS if map_tool_calls else dict.fromkeys(CALL_WRITERS, ExtensionWriter)
    return {
        "agent_message": MessageWriter,
        "reasoning": ReasoningWriter,
        **calls,
        **dict.fromkeys(EXTENSION_KINDS, ExtensionWriter),
    }


ITEM_WRITERS: WriterTable = writers(map_tool_calls=True)
"""Kinds of items and what they become, with `map_tool_calls`; any other is an extension item too, with a finding."""


class TurnItems:
    """The items of one turn, by what the log calls them."""

    def __init__(self, turn: Turn, table: WriterTable, *, skips_unknown: bool = False) -> None:
        self._turn = turn
        self._table = table
        self._skips_unknown = skips_unknown
        self._open: dict[str, ItemWriter] = {}
        self._completed: dict[str, Mapping[str, object]] = {}
        self._nameless = 0

    def receive(self, source: SourceEvent) -> None:
        """Take an ``item.started``, ``item.updated`` or ``item.completed`` event."""
        kind = kind_of(source)
        if self._skips_unknown and kind not in self._table:
            self._turn.report(source, f"The item type {kind[:80]!r} is unknown; it is left out", "item.type")
            return
        _RECEIVERS[source.type](self, source)

    def abandon(self) -> None:
        """Close what is open, because the turn completed."""
        for writer in self._open.values():
            self._turn.report(writer.source, "The turn completed before the item did", "item")
            writer.abandon()
        self._open.clear()

    def interrupt(self) -> None:
        """Write what is known of what is open and leave it open, because the turn failed."""
        for writer in self._open.values():
            writer.interrupt()
        self._open.clear()

    def _start(self, source: SourceEvent) -> None:
        key = self._key(source)
        writer = self._open.get(key)
        if writer is not None and _is_same(writer, source):
            self._turn.report(source, "The item started already", "item.id")
            writer.update(source)
            return
        if writer is not None:
            self._replace(key, writer, source)
        self._completed.pop(key, None)
        self._begin(key, source)

    def _update(self, source: SourceEvent) -> None:
        key = self._key(source)
        writer = self._open.get(key)
        if writer is not None and _is_same(writer, source):
            writer.update(source)
            return
        if writer is not None:
            self._replace(key, writer, source)
        elif key in self._completed:
            self._turn.report(source, "The item was updated after it completed; the update is left out", "item.id")
            return
        else:
            self._turn.report(source, "The item was updated before it started", "item.id")
        self._begin(key, source)

    def _complete(self, source: SourceEvent) -> None:
        key = self._key(source)
        writer = self._open.get(key)
        if writer is not None and not _is_same(writer, source):
            self._replace(key, writer, source)
            writer = None
        if writer is None:
            if self._is_repeated(key, source):
                return
            writer = self._make(source)
        writer.complete(source)
        self._open.pop(key, None)
        self._completed[key] = source.item

    def _is_repeated(self, key: str, source: SourceEvent) -> bool:
        earlier = self._completed.get(key)
        # An output says itself which call it answers, and repeats its id whenever that call does.
        if earlier is None or kind_of(source) == "tool_output":
            return False
        self._turn.report(source, "The item completed twice", "item.id")
        return earlier == source.item

    def _replace(self, key: str, writer: ItemWriter, source: SourceEvent) -> None:
        self._turn.report(source, "The id belongs to another item that is still open; that one is closed", "item.id")
        writer.abandon()
        del self._open[key]

    def _begin(self, key: str, source: SourceEvent) -> None:
        writer = self._make(source)
        self._open[key] = writer
        writer.start(source)

    def _make(self, source: SourceEvent) -> ItemWriter:
        kind = kind_of(source)
        make = self._table.get(kind)
        if make is None:
            self._turn.report(source, f"The item type {kind[:80]!r} is unknown; it is kept as it is", "item.type")
            make = ExtensionWriter
        return make(self._turn, source)

    def _key(self, source: SourceEvent) -> str:
        item_id = text_of(source.item, "id")
        if item_id:
            return f"id {item_id}"
        prefix = f"{kind_of(source)} "
        if source.type != "item.started":
            for key, writer in self._open.items():
                if key.startswith(prefix) and text_of(writer.source.item, "id") is None:
                    return key
        self._nameless += 1
        return f"{prefix}{self._nameless}"


_RECEIVERS: Mapping[str, Callable[[TurnItems, SourceEvent], None]] = {
    "item.started": TurnItems._start,
    "item.updated": TurnItems._update,
    "item.completed": TurnItems._complete,
}


def _is_same(writer: ItemWriter, source: SourceEvent) -> bool:
    """Whether the event can be about the item that is open under its id."""
    if writer.kind != kind_of(source):
        return False
    if "tool_name" not in source.item:
        return True
    names = text_of(writer.source.item, "tool_name"), text_of(source.item, "tool_name")
    return None in names or names[0] == names[1]
