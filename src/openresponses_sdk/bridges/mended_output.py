"""Writes the items of a response and their parts, in the order that the specification asks for.

Each method takes what the source said, an event of it or a whole item, and sends the events that are due:

1. What was never announced is announced, what was never closed is closed.
2. The final value is what was streamed.  What a source only says at the end is streamed before; what it says
   differently then cannot be told any more, and is reported.
3. One part of an item is open at a time.  What comes later for a part that had to be closed makes another part, so
   that no text is lost.
4. Ids are those of the announcement; a call and its output keep one call id, which serves no other call.
"""

from __future__ import annotations

import json
from typing import Final

from openresponses_schema import BLANKS, CONTAINERS, OUTPUT_ITEM_MODELS, RULES, STREAMS, EventRule, EventType, Machine

from ..ids import IdSource
from ..json_values import Json, read_json
from ..repairs import item_type_for
from ..stream_contents import difference
from ..stream_memory import STREAMED_FIELDS
from .mended_calls import MendedCalls
from .mended_nodes import MendedItem, MendedPart
from .mended_parts import MendedParts, place_of
from .mended_sender import MendedSender
from .names import extension_name
from .passing import Object

__all__ = ["MendedOutput", "item_kind"]

_KNOWN_WHEN_ADDED: Final = ("role", "name", "call_id")
_ADDED: Final = EventType.RESPONSE_OUTPUT_ITEM_ADDED.value
_DONE: Final = EventType.RESPONSE_OUTPUT_ITEM_DONE.value
_CALL: Final = "function_call"
_OUTPUT: Final = "function_call_output"
_CUT: Final = "incomplete"


class MendedOutput:
    """The output of one response."""

    def __init__(self, sender: MendedSender, ids: IdSource, *, slug: str, own_ids: bool) -> None:
        self.sender = sender
        """Sends the events."""
        self._ids = ids
        self._report = sender.report
        self._slug = slug
        self._own_ids = own_ids
        self._item_ids: set[str] = set()
        self._calls = MendedCalls(ids, sender.report)
        self.parts: MendedParts = MendedParts(sender)
        """Writes the parts of the items."""
        self.items: list[MendedItem] = []
        """What was announced so far."""

    # Items.

    def announce(self, said: Object, event: Object | None = None, *, is_made: bool = False) -> MendedItem | None:
        """Announce an item; None when even an empty one could not be."""
        index, kind = len(self.items), said.get("type")
        said = self._with_text(said, str(kind), index)
        item: Object = {**said, "type": kind if isinstance(kind, str) and kind else "message"}
        if item["type"] == _OUTPUT and self._calls.written_for(said.get("call_id")) is None:
            self._report("OR-GRAM-37", "an output belongs to a call of the response", (index,), "$.item.call_id")
            item["type"] = extension_name(self._slug, _OUTPUT)
        if item["type"] in OUTPUT_ITEM_MODELS:
            self._empty(item, index)
        elif item.get("status") == _CUT:
            self._report("OR-GRAM-23", "an item is in progress when it is added", (index,), "$.item.status", _CUT)
            item["status"] = "in_progress"
        self._identify(item, index)
        if not self.sender.send({**(event or {}), "type": _ADDED, "output_index": index, "item": item}, (index,)):
            item = {"type": extension_name(self._slug, "malformed_item"), "id": item["id"], "data": dict(said)}
            if not self.sender.send({"type": _ADDED, "output_index": index, "item": item}, (index,)):
                return None
        added = MendedItem(index, item, said, is_made=is_made)
        self.items.append(added)
        return added

    def _with_text(self, said: Object, kind: str, index: int) -> Object:
        """What the source said of an item, with the JSON text of a value that is streamed as text and came parsed."""
        stream = STREAMS.get(kind)
        value = said.get(stream.field) if stream is not None and stream.machine is Machine.ITEM else None
        if stream is None or not isinstance(value, (dict, list)):
            return said
        message = f"{stream.field} are a JSON text, and came parsed"
        self._report("OR-SCHEMA", message, (index,), f"$.item.{stream.field}", value)
        return {**said, stream.field: json.dumps(value, ensure_ascii=False)}

    def _empty(self, item: Object, index: int) -> None:
        """An item is announced in progress and without what is streamed (OR-GRAM-23)."""
        kind, status = str(item["type"]), item.get("status")
        if "status" in item or "status" in BLANKS[kind]:
            item["status"] = "in_progress"
            if isinstance(status, str) and status != "in_progress":
                self._report("OR-GRAM-23", "an item is in progress when it is added", (index,), "$.item.status", status)
        for name in (*CONTAINERS, *STREAMED_FIELDS):
            if item.get(name) in (None, "", [], {}):
                continue
            self._report("OR-GRAM-23", f"{name} is empty when an item is added", (index,), f"$.item.{name}")
            if isinstance(item[name], (str, list)):
                item[name] = [] if isinstance(item[name], list) else ""
            else:  # Nothing that can be empty; the item tells it when it is done.
                del item[name]
        if kind == _CALL:
            self._calls.announce(item, index)
        elif kind == _OUTPUT:
            item["call_id"] = self._calls.written_for(item["call_id"])

    def _identify(self, item: Object, index: int) -> None:
        found: object = item.get("id")
        is_good = isinstance(found, str) and found and found not in self._item_ids
        if not is_good:
            requirement = "OR-ITEM-08" if isinstance(found, str) and found else "OR-ITEM-06"
            self._report(requirement, "every item has an id of its own", (index,), "$.item.id", found)
        if not is_good or self._own_ids:
            found = self._ids.item_id(str(item["type"]))
            while found in self._item_ids:
                found = self._ids.item_id(str(item["type"]))
        item["id"] = str(found)
        self._item_ids.add(str(found))

    def close(self, item: MendedItem, said: Object, event: Object | None = None, *, status: str = "completed") -> None:
        """Close an item with what the source said of it at the end; ``status`` is for the published types."""
        if item.closed is not None:
            self._report("OR-GRAM-24", "the item was done before", (item.index,))
            return
        said = self._with_text(said, item.type, item.index)
        self.stream(item, said)
        while (part := item.open_part) is not None:
            self._report("OR-GRAM-21", "a part is done before its item", place_of(item, part))
            self.parts.close(item, part, {})
        if item.field is not None and not item.is_sealed:
            self._report("OR-STREAM-09", "the final value of an item comes before its end", (item.index,))
            self.seal_item(item, said.get(item.field))
        final = {**(said or item.build()), "id": item.id, "type": item.type}
        if item.type in OUTPUT_ITEM_MODELS:
            told = final.get("status")
            if "status" in final or "status" in BLANKS[item.type]:
                final["status"] = status
                if told != status:
                    message = "an item that is done has a final status that the response allows"
                    self._report("OR-GRAM-23", message, (item.index,), "$.item.status", told)
            for name in _KNOWN_WHEN_ADDED:
                if name in item.announced:
                    self._keep(item, final, name, item.announced[name])
            if item.field is not None:
                final[item.field] = str(item.text)
        elif final.get("status") == _CUT != status:
            self._report("OR-GRAM-27", "only the last item of a response is incomplete", (item.index,))
            final["status"] = status
        closing = {**(event or {}), "type": _DONE, "output_index": item.index, "item": final}
        is_sound = self.sender.mend(closing)
        for container in item.parts:
            listed = final.get(container)
            rest = listed[len(item.parts[container]) :] if isinstance(listed, list) else []
            streamed: list[Json] = [*(part.build() for part in item.parts[container]), *rest]
            if listed == streamed:
                continue
            final[container], is_sound = streamed, False
            if listed is not None and difference(listed, streamed) is not None:
                self._report("OR-GRAM-22", f"{container} is what was streamed", (item.index,), f"$.item.{container}")
        if not self.sender.send(closing, (item.index,), is_sound=is_sound):
            final = item.build() | ({"status": status} if "status" in item.announced else {})
            self.sender.send({"type": _DONE, "output_index": item.index, "item": final}, (item.index,))
        item.closed = final

    def _keep(self, item: MendedItem, final: Object, name: str, announced: Json) -> None:
        told = final.get(name)
        final[name] = announced
        is_mapped = name == "call_id" and self._calls.written_for(told) == announced
        if told != announced and not is_mapped:
            self._report("OR-STREAM-02", f"the {name} is known when the item is added", (item.index,), f"$.item.{name}")

    def stream(self, item: MendedItem, said: Object) -> None:
        """Stream what an item holds and was not streamed yet; nothing that was streamed is changed."""
        if item.closed is not None:
            return
        for container in CONTAINERS:
            listed = said.get(container) or item.said.get(container)
            if not isinstance(listed, list):
                continue
            streamable = [
                at for at, one in enumerate(listed) if isinstance(one, dict) and str(one.get("type")) in STREAMS
            ]
            last = max([*streamable, *(at for name, at in item.places if name == container)], default=-1)
            for at, one in enumerate(listed[: last + 1]):
                part = item.places.get((container, at))
                if not isinstance(one, dict):
                    continue
                if part is None:
                    part = self.parts.add(item, container, at, one)
                elif part.closed is None:
                    self._report("OR-GRAM-21", "a part is done before its item", place_of(item, part))
                elif part.is_early:
                    part = self._late_part(item, part, at, one)
                if part is not None and part.closed is None:
                    self.parts.close(item, part, one)

    def _late_part(self, item: MendedItem, part: MendedPart, at: int, said: Object) -> MendedPart | None:
        """A part for what the source says more of one that had to be closed; None when it says no more."""
        told, text = part.prior + str(part.text), said.get(part.field or "")
        if not isinstance(text, str) or text == told or not text.startswith(told):
            return None
        return self.parts.add(item, part.container, at, said, prior=told)

    # Values of items.

    def item_delta(self, item: MendedItem, text: str, event: Object | None = None) -> bool:
        """Add to the value that an item itself streams, such as the arguments of a call; False when nothing was."""
        stream = STREAMS[item.type]
        announced = item.said.get(stream.field)
        if isinstance(announced, str) and announced and not str(item.text):
            item.said = {**item.said, stream.field: ""}
            if _is_json(announced):
                message = f"{stream.field} are announced whole and then streamed again"
                self._report("OR-GRAM-25", message, (item.index,), found=announced)
            else:
                self.item_delta(item, announced)
        if not text:
            self._report("OR-STREAM-08", "a delta adds something", (item.index,), "$.delta")
            return False
        place: Object = {"item_id": item.id, "output_index": item.index, "delta": text}
        if not self.sender.send({**(event or {}), "type": stream.delta.value, **place}, (item.index,)):
            return False
        item.text.append(text)
        return True

    def seal_item(self, item: MendedItem, said: Json, event: Object | None = None) -> None:
        """Tell the final value that an item itself streams; what it says more than was streamed is streamed before."""
        stream = STREAMS[item.type]
        if item.is_sealed:
            return
        said = self._with_text({stream.field: said}, item.type, item.index)[stream.field]
        if not said and not str(item.text):
            said = item.said.get(stream.field)
        streamed = str(item.text)
        if rest := self.sender.rest(streamed, said, (item.index,), "OR-GRAM-25"):
            item.said = {**item.said, stream.field: ""}
            self.item_delta(item, rest)
        payload = RULES[stream.done].payload or stream.field
        place: Object = {"item_id": item.id, "output_index": item.index, payload: str(item.text)}
        final = {**(event or {}), "type": stream.done.value, **place}
        self.sender.keep_said(final, payload, streamed, said)
        item.is_sealed = self.sender.send(final, (item.index,))


def item_kind(rule: EventRule) -> str:
    """The type of an item that an event needs and nobody has announced."""
    if rule.machine is Machine.ITEM:
        return rule.owner_type or "message"
    return item_type_for(rule, rule.owner_type or "")


def _is_json(text: str) -> bool:
    try:
        read_json(text)
    except ValueError:
        return False
    return True
