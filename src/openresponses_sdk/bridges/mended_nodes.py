"""What ``MendedOutput`` knows of the items and parts that it has announced."""

from __future__ import annotations

from openresponses_schema import STREAMS, Machine

from ..json_values import Json
from ..snapshot import Text
from .passing import Object

__all__ = ["MendedItem", "MendedPart"]


class MendedPart:
    """A part of an item, as it was announced, and what was streamed since."""

    __slots__ = ("annotations", "announced", "closed", "container", "index", "is_early", "is_sealed", "prior", "text")

    def __init__(self, container: str, index: int, announced: Object, prior: str = "") -> None:
        self.container: str = container
        self.index: int = index
        self.announced: Object = announced
        self.text: Text = Text("")
        self.prior: str = prior
        """What earlier parts hold of the same part of the source."""
        self.annotations: list[Json] = []
        self.is_sealed: bool = False
        """Whether the final text was told."""
        self.is_early: bool = False
        """Whether it was closed although the source had not closed it."""
        self.closed: Object | None = None

    @property
    def type(self) -> str:
        """The type of the part."""
        return str(self.announced.get("type"))

    @property
    def field(self) -> str | None:
        """The member that is streamed, None when nothing is."""
        stream = STREAMS.get(self.type)
        return stream.field if stream is not None and stream.machine is Machine.PART else None

    def build(self) -> Object:
        """The part as it stands."""
        if self.closed is not None:
            return self.closed
        built = dict(self.announced)
        if self.field is not None:
            built[self.field] = str(self.text)
        if self.annotations:
            known = self.announced.get("annotations")
            built["annotations"] = [*(known if isinstance(known, list) else ()), *self.annotations]
        return built


class MendedItem:
    """An item of the output."""

    __slots__ = ("announced", "closed", "id", "index", "is_made", "is_sealed", "parts", "places", "said", "text")

    def __init__(self, index: int, announced: Object, said: Object, *, is_made: bool) -> None:
        self.index: int = index
        self.announced: Object = announced
        self.id: str = str(announced.get("id"))
        self.said: Object = said
        """The item as the source announced it, with whatever it held then."""
        self.is_made: bool = is_made
        """Whether the source had not announced it."""
        self.text: Text = Text("")
        self.is_sealed: bool = False
        self.closed: Object | None = None
        self.places: dict[tuple[str, int], MendedPart] = {}
        """The parts by their place in the source."""
        self.parts: dict[str, list[MendedPart]] = {}
        """The parts of each list, in order."""

    @property
    def type(self) -> str:
        """The type of the item."""
        return str(self.announced.get("type"))

    @property
    def field(self) -> str | None:
        """The member that is streamed by events about the item itself, None when there is none."""
        stream = STREAMS.get(self.type)
        return stream.field if stream is not None and stream.machine is Machine.ITEM else None

    @property
    def open_part(self) -> MendedPart | None:
        """The part that is open; at most one is."""
        return next((part for parts in self.parts.values() for part in parts if part.closed is None), None)

    def build(self) -> Object:
        """The item as it stands."""
        if self.closed is not None:
            return self.closed
        built = dict(self.announced)
        for container, parts in self.parts.items():
            built[container] = [part.build() for part in parts]
        if self.field is not None:
            built[self.field] = str(self.text)
        return built
