"""Finds out which part an event of the source is about, and has it written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from openresponses_schema import Effect, EventRule

from ..findings import Address
from ..json_values import integral
from .mended_nodes import MendedItem, MendedPart
from .mended_output import MendedOutput
from .mending_log import MendingLog
from .names import extension_name
from .passing import Object

__all__ = ["TAKE_PART", "SourceParts"]


class SourceParts:
    """The parts of one response as the source addresses them.

    ``open`` gives the output to write to, ``note_item_id`` looks at the id of the item that an event names, ``warm``
    is told of a delta that was written.
    """

    def __init__(
        self,
        log: MendingLog,
        open: Callable[[], MendedOutput],
        note_item_id: Callable[[MendedItem, Object], None],
        warm: Callable[[EventRule, MendedItem, Callable[[str], None], Object, MendedPart], None],
        *,
        slug: str,
    ) -> None:
        self._log = log
        self._report = log.report
        self._open = open
        self._note_item_id = note_item_id
        self._warm = warm
        self._slug = slug

    def insert(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        """Take a new part, or an annotation of one."""
        self._note_item_id(item, event)
        if rule.field is not None:
            part = self._part(rule, item, event)
            if part is not None and isinstance(event.get("annotation"), dict):
                self._open().parts.annotate(item, part, event)
            return
        said, container = event.get("part"), rule.container or "content"
        at = self._part_index(rule, item, event, is_new=True)
        if (container, at) in item.places:
            self._report("OR-GRAM-17", "a part is added once", (item.index, container, at))
            return
        if not isinstance(said, dict):
            self._report("OR-STREAM-02", "what is added is null", (item.index, container, at), path="$.part")
            return
        if at != len(item.parts.get(container, ())):
            self._report("OR-GRAM-17", "indexes run 0, 1, 2, …", (item.index, container, at))
        self._open().parts.add(item, container, at, said, event)

    def append(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        """Take a delta."""
        self._note_item_id(item, event)
        text = event.get(rule.payload or "delta")
        if not isinstance(text, str):
            self._report("OR-SCHEMA", "a delta is text", (item.index,), path="$.delta")
            return
        part = self._part(rule, item, event)
        if part is not None and self._open().parts.delta(item, part, text, event):
            self._warm(rule, item, part.text.append, event, part)

    def assign(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        """Take the final value of a part."""
        self._note_item_id(item, event)
        said = event.get(rule.payload or "text")
        at = self._part_index(rule, item, event)
        known = item.places.get((rule.container or "content", at))
        if known is not None and known.is_sealed and known.type == rule.owner_type:
            if said not in (str(known.text), known.prior + str(known.text)):
                self._report("OR-GRAM-24", "what is done does not change any more", (item.index,))
            elif not known.is_early:
                self._report("OR-GRAM-24", "the value was final before", (item.index,))
            return
        part = self._part(rule, item, event)
        if part is not None:
            self._open().parts.seal(item, part, said, event)

    def replace(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        """Take the end of a part."""
        self._note_item_id(item, event)
        said, container = event.get("part"), rule.container or "content"
        known: Object = said if isinstance(said, dict) else {}
        at = self._part_index(rule, item, event)
        part = item.places.get((container, at))
        if part is None:
            self._report("OR-GRAM-16", "a part is added before anything else happens to it", (item.index,))
            part = self._open().parts.add(item, container, at, known)
            if part is None:
                return
        if part.closed is not None:
            self._report("OR-GRAM-24", "what is done does not change any more", (item.index, container, at))
            return
        kind = known.get("type")
        if kind not in (None, part.type) and extension_name(self._slug, str(kind)) != part.type:
            self._report("OR-GRAM-18", "a part keeps its type", (item.index, container, at), found=kind)
            known = {}
        if known and part.field is not None and not part.is_sealed:
            self._report("OR-STREAM-09", "the final value of a part comes before its end", (item.index, container, at))
        self._open().parts.close(item, part, known, event)

    def _part(self, rule: EventRule, item: MendedItem, event: Object) -> MendedPart | None:
        """The part that an event about its text is for; one that fits is made when there is none."""
        container, kind = rule.container or "content", rule.owner_type or "output_text"
        at = self._part_index(rule, item, event)
        part = item.places.get((container, at))
        if part is not None and part.type == kind and not part.is_sealed:
            return part
        address: Address = (item.index, container, at)
        prior = ""
        if part is None:
            self._report("OR-GRAM-16", "a part is added before anything else happens to it", address)
        elif part.type != kind:
            self._report("OR-GRAM-18", "the part is of another type", address, expected=kind, found=part.type)
        elif not part.is_early:
            self._report("OR-GRAM-24", "what is done does not change any more", address)
            return None
        else:
            self._report("OR-GRAM-40", "one part of an item is open at a time", address)
            prior = part.prior + str(part.text)
        with self._log.made(part is None):
            return self._open().parts.add(item, container, at, {"type": kind}, prior=prior)

    def _part_index(self, rule: EventRule, item: MendedItem, event: Object, *, is_new: bool = False) -> int:
        at = integral(event.get(rule.indexes[1])) if len(rule.indexes) > 1 else None
        if at is not None and at >= 0:
            return at
        self._report("OR-GRAM-17", "the index of a part is a whole number from 0", (item.index,))
        container = rule.container or "content"
        places = [place for name, place in item.places if name == container]
        return max(places, default=-1) + 1 if is_new or not places else places[-1]


TAKE_PART: Final[Mapping[Effect, Callable[[SourceParts, EventRule, MendedItem, Object], None]]] = {
    Effect.INSERT: SourceParts.insert,
    Effect.APPEND: SourceParts.append,
    Effect.ASSIGN: SourceParts.assign,
    Effect.REPLACE: SourceParts.replace,
}
"""By what an event does to a part."""
