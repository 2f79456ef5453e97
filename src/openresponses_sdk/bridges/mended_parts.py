"""Writes the parts of a response's items: announced, streamed, closed, one of an item at a time."""

from __future__ import annotations

from typing import Final

from openresponses_schema import CONTAINERS, RULES, STREAMS, EventType, Machine

from ..findings import Address
from ..json_values import Json
from ..stream_contents import difference
from .mended_nodes import MendedItem, MendedPart
from .mended_sender import MendedSender
from .passing import Object

__all__ = ["MendedParts", "part_kind", "place_of"]

_ANNOTATION: Final = EventType.RESPONSE_OUTPUT_TEXT_ANNOTATION_ADDED.value


class MendedParts:
    """The parts of one response."""

    def __init__(self, sender: MendedSender) -> None:
        self._sender = sender
        self._report = sender.report

    def add(
        self, item: MendedItem, container: str, at: int, said: Object, event: Object | None = None, prior: str = ""
    ) -> MendedPart | None:
        """Announce a part, and stream what it holds; None when that is not possible."""
        other = item.open_part
        if other is not None:
            self._report("OR-GRAM-40", "one part of an item is open at a time", place_of(item, other))
            self.close(item, other, {})
            other.is_early = True
        index = len(item.parts.get(container, ()))
        part: Object = {**said, "type": part_kind(said, container, item.type)}
        stream = STREAMS.get(str(part["type"]))
        text = part.get(stream.field) if stream is not None and stream.machine is Machine.PART else None
        if stream is not None and stream.machine is Machine.PART:
            part[stream.field] = ""
        rows = CONTAINERS[container]
        place: Object = {"item_id": item.id, "output_index": item.index, rows.index_field: index, "part": part}
        if not self._sender.send({**(event or {}), "type": rows.added.value, **place}, (item.index, container, index)):
            return None
        made = MendedPart(container, index, part, prior)
        item.places[container, at] = made
        item.parts.setdefault(container, []).append(made)
        if isinstance(text, str) and text.removeprefix(prior):
            self.delta(item, made, text.removeprefix(prior))
        return made

    def delta(self, item: MendedItem, part: MendedPart, text: str, event: Object | None = None) -> bool:
        """Add to the text of a part; False when nothing was sent."""
        stream = STREAMS[part.type]
        place = _fields_of(item, part)
        if not text:
            self._report("OR-STREAM-08", "a delta adds something", place_of(item, part), "$.delta")
            return False
        if not self._sender.send(
            {**(event or {}), "type": stream.delta.value, **place, "delta": text}, place_of(item, part)
        ):
            return False
        part.text.append(text)
        return True

    def seal(self, item: MendedItem, part: MendedPart, said: Json, event: Object | None = None) -> None:
        """Tell the final text of a part; what it says more than was streamed is streamed before."""
        stream = STREAMS.get(part.type)
        if stream is None or part.is_sealed:
            return
        streamed = part.prior + str(part.text)
        if rest := self._sender.rest(streamed, said, place_of(item, part), "OR-GRAM-19"):
            self.delta(item, part, rest)
        payload = RULES[stream.done].payload or "text"
        final = {**(event or {}), "type": stream.done.value, **_fields_of(item, part), payload: str(part.text)}
        self._sender.keep_said(final, payload, streamed, said)
        part.is_sealed = self._sender.send(final, place_of(item, part))

    def close(self, item: MendedItem, part: MendedPart, said: Object, event: Object | None = None) -> None:
        """Close a part with what the source said of it at the end."""
        if part.field is not None and not part.is_sealed:
            self.seal(item, part, said.get(part.field, str(part.text) and part.prior + str(part.text)))
        final = {**(said or part.build()), "type": part.type}
        if part.field is not None:
            if said and said.get(part.field) not in (str(part.text), part.prior + str(part.text)):
                self._report("OR-GRAM-20", "the text of a part is what was streamed", place_of(item, part))
            final[part.field] = str(part.text)
        row = CONTAINERS[part.container].done
        closing = {**(event or {}), "type": row.value, **_fields_of(item, part), "part": final}
        is_sound = self._sender.mend(closing)
        told = final.get("annotations")
        held = told if isinstance(told, list) else []
        missing = [one for one in part.annotations if all(difference(one, other) is not None for other in held)]
        if missing:
            self._report("OR-GRAM-31", "a closed part has its annotations", place_of(item, part), "$.part.annotations")
            final["annotations"], is_sound = [*held, *missing], False
        if not self._sender.send(closing, place_of(item, part), is_sound=is_sound):
            # What the source said is of no use: the part as it was streamed is.
            final = part.build()
            self._sender.send({"type": row.value, **_fields_of(item, part), "part": final}, place_of(item, part))
        part.closed = final

    def annotate(self, item: MendedItem, part: MendedPart, event: Object) -> None:
        """Add an annotation to a part."""
        place = {**_fields_of(item, part), "annotation_index": len(part.annotations)}
        if event.get("annotation_index") != place["annotation_index"]:
            self._report("OR-GRAM-31", "the indexes of annotations run 0, 1, 2, …", place_of(item, part))
        annotated = {**event, "type": _ANNOTATION, **place}
        if self._sender.send(annotated, place_of(item, part)):
            part.annotations.append(annotated["annotation"])


def part_kind(said: Object, container: str, item_type: str) -> str:
    """The type of a part; one that has none gets that of its list."""
    kind = said.get("type")
    if isinstance(kind, str) and kind:
        return kind
    if container == "summary":
        return "summary_text"
    return "reasoning_text" if item_type == "reasoning" else "output_text"


def place_of(item: MendedItem, part: MendedPart) -> Address:
    return (item.index, part.container, part.index)


def _fields_of(item: MendedItem, part: MendedPart) -> Object:
    return {
        "item_id": item.id,
        "output_index": item.index,
        CONTAINERS[part.container].index_field: part.index,
    }
