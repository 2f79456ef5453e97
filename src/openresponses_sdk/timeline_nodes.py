"""The tree of a timeline: what there is, how far it has come, and what is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from .findings import Violation
from .json_values import Json

Found: TypeAlias = tuple[int | None, Violation]
"""What is wrong, and the line of the input it was found on, from 1, if known."""


class Kind(StrEnum):
    """What a node stands for."""

    RESPONSE = "response"
    REQUEST = "request"
    ITEM = "item"
    PART = "part"


class Happening(StrEnum):
    """What an entry tells of its node."""

    OPENED = "opened"
    GREW = "grew"
    """The text ``text`` was added to the field ``name``."""
    REPLACED = "replaced"
    """The field ``name`` has become ``text``, which is not what was streamed."""
    CHANGED = "changed"
    """The status has changed."""
    CLOSED = "closed"
    NOTED = "noted"
    """The event or list element ``value`` came; ``name`` is its type or its list."""
    FOUND = "found"
    """Something is wrong: ``found``."""


class Moment(NamedTuple):
    """When something happened."""

    event: int
    """The place of the event in the input, from 0."""
    sequence: int | None = None
    """Its sequence number."""
    elapsed: float | None = None
    """Seconds since the first event, when the input was read as it came."""


class Text:
    """A text that grows at its end; it is joined when somebody looks."""

    __slots__ = ("_chunks", "deltas", "length")

    def __init__(self) -> None:
        self._chunks: list[str] = []
        self.length: int = 0
        """The characters so far."""
        self.deltas: int = 0
        """How many events made it grow."""

    def append(self, chunk: str) -> None:
        """Add to the end."""
        self._chunks.append(chunk)
        self.length += len(chunk)

    def replace(self, text: str) -> None:
        """Take ``text`` in place of what was there."""
        self._chunks, self.length = [text], len(text)

    def __str__(self) -> str:
        if len(self._chunks) > 1:
            self._chunks = ["".join(self._chunks)]
        return self._chunks[0] if self._chunks else ""


class Note(NamedTuple):
    """An event that changed no text: an extension, an error, an annotation."""

    moment: Moment
    name: str
    value: Json


@dataclass(slots=True, eq=False)
class Node:
    """A response, an item or a part."""

    kind: Kind
    type: str
    place: tuple[str, int] | None
    """The list it lives in and its index there; None for a response."""
    parent: Node | None
    opened: Moment
    is_announced: bool = False
    """Whether an event of its own opened it."""
    closed: Moment | None = None
    status: str | None = None
    facts: dict[str, Json] = field(default_factory=dict)
    """The fields that are neither text nor lists of nodes."""
    texts: dict[str, Text] = field(default_factory=dict)
    children: dict[tuple[str, int], Node] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    listed: Counter[str] = field(default_factory=Counter)
    """Of each list whose elements are noted, how many were."""
    found: list[Found] = field(default_factory=list)

    def in_order(self) -> Iterator[Node]:
        """The children by list and index."""
        return (self.children[place] for place in sorted(self.children))

    def walk(self) -> Iterator[Node]:
        """The node and everything inside."""
        yield self
        for child in self.in_order():
            yield from child.walk()


class Entry(NamedTuple):
    """One thing that happened to one node."""

    happening: Happening
    node: Node
    moment: Moment
    name: str = ""
    text: str = ""
    value: Json = None
    found: Found | None = None


@dataclass(slots=True)
class Run:
    """Events of one type and address in a row."""

    type: str
    indexes: tuple[int, ...]
    first: Moment
    last: Moment
    count: int = 1
