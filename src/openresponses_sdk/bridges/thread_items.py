"""What every writer of a log item shares, and the writer of items that become extension items.

A writer is made when its item is first heard of, takes ``start`` and ``update``
and comes to one of three ends: ``complete`` (the log says so), ``abandon`` (the turn completed
without it) or ``interrupt`` (the turn failed or the log stopped; the item
stays open in the failed response, with all that is known of it).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from ..builder import ResponseBuilder
from ..ids import IdSource
from ..scopes import CustomItemScope
from .names import UniqueCallIds, extension_name
from .thread_log import SourceEvent

Fields: TypeAlias = dict[str, Any]
"""Members of an item, to be given to the builder by name."""

# Of an extension item that its turn left behind.  `incomplete` would demand an incomplete response (OR-ITEM-04).
INTERRUPTED = "interrupted"


class CallIds:
    """Gives every tool call of a log a call id of its own and finds the call that an output answers."""

    def __init__(self, ids: IdSource) -> None:
        self._ids = ids
        self._unique = UniqueCallIds()
        self._by_source: dict[str, str] = {}

    def assign(self, item: Mapping[str, object]) -> str:
        """The id for a new call: the provider's, cut to 64 characters and numbered when it repeats, or a new one."""
        wanted = text_of(item, "tool_call_id")
        call_id = self._unique.assign(wanted or self._ids.call_id())
        for source in (text_of(item, "id"), wanted):
            if source:
                self._by_source[source] = call_id
        return call_id

    def find(self, item: Mapping[str, object]) -> str | None:
        """The call id of the latest call that a ``tool_output`` item can mean."""
        for name in ("call_id", "tool_call_id"):
            source = text_of(item, name)
            if source and source in self._by_source:
                return self._by_source[source]
        return None


@dataclass(slots=True)
class Turn:
    """One open turn: the response it becomes and what its writers share."""

    builder: ResponseBuilder
    slug: str
    dialect: str
    call_ids: CallIds
    report: Callable[[SourceEvent, str, str | None], None]
    calls: set[str] = field(default_factory=set)
    """The call ids of the function calls of this response."""
    outputs: dict[str, Mapping[str, object]] = field(default_factory=dict)
    """The source item of the output of each call that has one."""

    def name(self, name: str) -> str:
        """The extension name for ``name``, such as ``codex:todo_list``."""
        return extension_name(self.slug, name)


class ItemWriter(ABC):
    """The life of one log item in the response.  ``source`` is the event that was read last for it."""

    def __init__(self, turn: Turn, source: SourceEvent) -> None:
        self.turn = turn
        self.source = source
        self.kind: str = kind_of(source)
        # A bare log shows only by and by which dialect it is; an item keeps the names that it began with.
        self._slug = turn.slug

    def name(self, name: str) -> str:
        """The extension name for ``name`` in this item."""
        return extension_name(self._slug, name)

    def extras(self, item: Mapping[str, object], *known: str) -> Fields:
        """The fields of a source item that the standard item has no place for, under extension names."""
        return {self.name(name): value for name, value in item.items() if name != "type" and name not in known}

    def start(self, source: SourceEvent) -> None:  # noqa: B027 -- most kinds wait for more
        """Take the first snapshot, when it is not also the last."""

    @abstractmethod
    def update(self, source: SourceEvent) -> None:
        """Take a newer snapshot of the item."""

    @abstractmethod
    def complete(self, source: SourceEvent) -> None:
        """Take the last snapshot and close the item."""

    @abstractmethod
    def abandon(self) -> None:
        """Close the item with what is known, because its turn completed."""

    def interrupt(self) -> None:  # noqa: B027 -- most kinds have nothing to add
        """Write what is known and leave the item open, because its turn failed."""

    def report(self, source: SourceEvent, message: str, path: str | None = None) -> None:
        """Note something about the item; ``path`` is the field in the source event."""
        self.turn.report(source, message, path)


class ExtensionWriter(ItemWriter):
    """Keeps an item that the specification has no type for, whole, under ``slug:kind``."""

    # The item and the calls that write it use these names; a source field so called gets its extension name.
    _TAKEN: ClassVar[frozenset[str]] = frozenset({"id", "status", "self"})

    def __init__(self, turn: Turn, source: SourceEvent) -> None:
        super().__init__(turn, source)
        self._scope: CustomItemScope = turn.builder.custom_item(self.name(self.kind), **self._fields(source)).open()

    def update(self, source: SourceEvent) -> None:
        self.source = source
        self._scope.update(**self._fields(source))
        self.turn.builder.custom_event(
            self.name("item_updated"),
            item_id=self._scope.item_id,
            output_index=self._scope.output_index,
            item=source.item,
        )

    def complete(self, source: SourceEvent) -> None:
        self._scope.close(status=final_status(source.item), **self._fields(source))

    def abandon(self) -> None:
        self._scope.close(status=INTERRUPTED)

    def _fields(self, source: SourceEvent) -> Fields:
        fields: Fields = {}
        for name, value in source.item.items():
            if name in self._TAKEN:
                if name != "status":
                    fields[self.name(name)] = value
            elif name != "type":
                fields[name] = value
        if self.name(self.kind) != f"{self._slug}:{self.kind}":
            fields[self.name("type")] = self.kind
        return fields


def kind_of(source: SourceEvent) -> str:
    """The type of the item in the event, which the reader has made sure of."""
    return text_of(source.item, "type") or "item"


def text_of(item: Mapping[str, object], name: str) -> str | None:
    """The field if it is a string with something in it."""
    value = item.get(name)
    return value if isinstance(value, str) and value else None


def final_status(item: Mapping[str, object]) -> str:
    """The status of a completed item: the log's own word, unless it is missing or no end."""
    status = text_of(item, "status")
    if status == "incomplete":
        return INTERRUPTED
    if status is not None and status not in ("in_progress", "started"):
        return status
    exit_code = item.get("exit_code")
    return "failed" if isinstance(exit_code, int) and exit_code != 0 else "completed"
