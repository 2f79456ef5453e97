"""Finds out which item an event of the source is about, and has it written; ``source_parts`` does so for parts.

Events are addressed by their indexes.  Two kinds wait: those of a call whose name is not known yet, and the end of an
item that is incomplete, which is only legal when the response ends so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from openresponses_schema import CONTAINERS, OUTPUT_ITEM_MODELS, RULES, Effect, EventRule, Machine, State

from ..extensions import is_valid_extension_type
from ..json_values import integral
from .hot_delta import HotDelta
from .mended_nodes import MendedItem, MendedPart
from .mended_output import MendedOutput, item_kind
from .mending_log import MendingLog
from .names import extension_name
from .passing import Object, PassingOutlet
from .source_parts import TAKE_PART, SourceParts

__all__ = ["SourceItems"]


class SourceItems:
    """The items of one response as the source addresses them.

    ``open`` gives the output to write to, after what must come before it.
    """

    def __init__(
        self, outlet: PassingOutlet, log: MendingLog, open: Callable[[], MendedOutput], *, slug: str, skips: bool
    ) -> None:
        self._outlet = outlet
        self._log = log
        self._report = log.report
        self._open = open
        self._slug = slug
        self._skips = skips
        self._parts = SourceParts(log, open, self._note_item_id, self._warm, slug=slug)
        self.items: dict[int, MendedItem | None] = {}
        """The items by their index in the source; None for one that is left out."""
        self.cut: list[tuple[Object, bytes | None]] = []
        """The end of an item that is incomplete, and the extension events since."""
        self.is_spliced: bool = False
        """Whether an event was about a part that its item cannot hold: the source mixed two answers."""
        self.hot: HotDelta | None = None
        """The place of the last event, if that was a delta and in order."""
        self._held: dict[int, list[tuple[Object, bytes | None]]] = {}
        """The events of calls whose names are not known yet."""

    def type_of(self, said: Object) -> str:
        """The type of an item as it is written."""
        kind = said.get("type")
        if not isinstance(kind, str):
            return ""
        return kind if kind in OUTPUT_ITEM_MODELS or is_valid_extension_type(kind) else extension_name(self._slug, kind)

    def receive(self, rule: EventRule, event: Object) -> None:
        """Take an event about an item or a part."""
        self.hot = None
        if self._outlet.state is State.ERRORED:
            self._report("OR-GRAM-29", "an error event is followed by response.failed")
            return
        announces = rule.machine is Machine.ITEM and rule.effect is Effect.INSERT
        at = self._index(rule, event, announces=announces)
        if at is None:
            return
        if at in self._held:
            self._hold(at, rule, event)
            return
        if announces:
            self._add(at, event)
            return
        self._open()
        if at in self.items and self.items[at] is None:
            return
        item = self.items.get(at)
        if item is None:
            item = self._made(at, rule, event)
            if item is None:
                return
        if item.closed is not None or (self.cut and self.cut[0][0].get("output_index") == at):
            self._report("OR-GRAM-24", "what is done does not change any more", (item.index,))
            return
        if rule.machine is Machine.ITEM:
            _TAKE[rule.effect](self, rule, item, event)
            return
        holder = item if _holds(item, rule) else self._another(at, rule, item, event)
        if holder is not None:
            TAKE_PART[rule.effect](self._parts, rule, holder, event)

    def _index(self, rule: EventRule, event: Object, *, announces: bool) -> int | None:
        at = integral(event.get("output_index"))
        if at is not None and at >= 0:
            return at
        self._report("OR-GRAM-12", "the index of an item is a whole number from 0", path="$.output_index")
        if announces:
            return max([*self.items, *self._held], default=-1) + 1
        item_id = event.get("item_id")
        if not isinstance(item_id, str) and isinstance(said := event.get("item"), dict):
            item_id = said.get("id")
        known = [place for place, item in self.items.items() if item is not None and item.said.get("id") == item_id]
        if not known:
            known = [place for place, item in self.items.items() if item is not None and item.closed is None]
        return known[-1] if known else None

    def _add(self, at: int, event: Object) -> None:
        said = event.get("item")
        if not isinstance(said, dict):
            self._report("OR-STREAM-02", "what is added is null", path="$.item")
            return
        if at in self.items:
            item = self.items[at]
            if item is not None and item.is_made and item.closed is None:
                item.said = {**said, **{name: value for name, value in item.said.items() if value}}
                item.is_made = False
            self._report("OR-GRAM-12", "an item is added once", (at,))
            return
        if said.get("type") == "function_call" and not _is_named(said):
            self._report("OR-STREAM-02", "name and call_id of a call are known when it is added", (at,))
            self._held[at] = [(event, self._outlet.raw)]
            return
        if at != len(self.items):
            self._report("OR-GRAM-12", "indexes run 0, 1, 2, …", (at,), expected=str(len(self.items)))
        self._open()
        self.announce(at, said, event)

    def announce(self, at: int, said: Object, event: Object | None, *, is_made: bool = False) -> MendedItem | None:
        """Announce an item of the source; None when it is left out."""
        kind = said.get("type")
        is_known = isinstance(kind, str) and (kind in OUTPUT_ITEM_MODELS or is_valid_extension_type(kind))
        if not is_known and isinstance(kind, str) and self._skips:
            self._report("OR-ITEM-09", "an item of an unknown type is left out", (at,), found=kind)
            self.items[at] = None
            return None
        if self.cut:
            self.settle_cut("completed")  # Only the last item may be incomplete.
        item = self._open().announce(said, event, is_made=is_made)
        self.items[at] = item
        return item

    def _another(self, at: int, rule: EventRule, item: MendedItem, event: Object) -> MendedItem | None:
        """The item that a part belongs to which the item at its place cannot hold: a message, say, and not a call.

        A server that begins anew in the middle of an answer writes such streams.  What it said first stays in the
        output, open, and the response cannot be called completed.
        """
        self.is_spliced = True
        message = "the item cannot hold such a part: another answer begins here"
        self._report("OR-GRAM-18", message, (item.index,), expected=item_kind(rule), found=item.type)
        with self._log.made():
            return self.announce(at, {"type": item_kind(rule), "id": event.get("item_id")}, None, is_made=True)

    def _made(self, at: int, rule: EventRule, event: Object) -> MendedItem | None:
        """An item that no event has announced."""
        done = event.get("item")
        said: Object = dict(done) if isinstance(done, dict) else {"type": item_kind(rule), "id": event.get("item_id")}
        self._report("OR-GRAM-11", "an item is added before anything else happens to it", (at,))
        if said.get("type") == "function_call" and not _is_named(said):
            self._held[at] = [({"type": "", "item": said}, None), (event, self._outlet.raw)]
            return None
        with self._log.made(not isinstance(done, dict)):
            return self.announce(at, said, None, is_made=True)

    def _hold(self, at: int, rule: EventRule, event: Object) -> None:
        """Keep an event of a call that has no name yet, until one that tells it."""
        held = self._held[at]
        if rule.machine is Machine.ITEM and rule.effect is Effect.INSERT:
            if held[0][0]["type"] == "" and isinstance(event.get("item"), dict):
                held[0] = (event, None)  # The announcement came late.
            else:
                self._report("OR-GRAM-12", "an item is added once", (at,))
        else:
            held.append((event, self._outlet.raw))
        said = event.get("item")
        if isinstance(said, dict) and _is_named(said):
            self._release(at, said)

    def _release(self, at: int, known: Object) -> None:
        """Announce a call that waited for its name, and take what came since."""
        (added, _), *rest = self._held.pop(at)
        first = added.get("item")
        said: Object = {"type": "function_call", **(first if isinstance(first, dict) else {})}
        for name in ("name", "call_id"):
            if not said.get(name) and known.get(name):
                said[name] = known[name]
        source, raw = self._outlet.source, self._outlet.raw
        self._outlet.raw = None
        self._open()
        self.announce(at, said, None)
        for event, text in rest:
            self._outlet.source, self._outlet.raw = event, text
            self.receive(RULES[str(event["type"])], event)
        self.hot = None
        self._outlet.source, self._outlet.raw = source, raw

    def flush_held(self, said: Object | None = None) -> None:
        """No event will tell more of the calls that wait."""
        output = said.get("output") if said else None
        for at in list(self._held):
            one = output[at] if isinstance(output, list) and at < len(output) else None
            self._release(at, one if isinstance(one, dict) else {})

    def settle_cut(self, status: str) -> None:
        """Tell the end of an item that is incomplete, now that it is known how the response goes on."""
        cut, self.cut = self.cut, []
        source, raw = self._outlet.source, self._outlet.raw
        for number, (event, text) in enumerate(cut):
            self._outlet.source, self._outlet.raw = event, text
            if number:
                self._write_extension(event)
                continue
            item, said = self.items.get(integral(event.get("output_index")) or 0), event.get("item")
            if item is None or not isinstance(said, dict):
                continue
            if status == "failed":
                self._report("OR-ITEM-04", "a response that failed has no incomplete item", (item.index,))
            else:
                self._open().close(item, said, event, status="incomplete" if status == "incomplete" else "completed")
        self._outlet.source, self._outlet.raw = source, raw

    # By what an event does.

    def _done_item(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        said = event.get("item")
        known: Object = said if isinstance(said, dict) else {}
        output = self._open()
        kind = self.type_of(known)
        if kind and kind != item.type and item.type not in (known.get("type"), f"{self._slug}:malformed_item"):
            self._report("OR-GRAM-14", "an item keeps its type", (item.index,), path="$.item.type", found=kind)
            known = {}
        if known.get("id") != item.said.get("id") and known:
            self._report("OR-GRAM-14", "an item keeps its id", (item.index,), path="$.item.id", found=known.get("id"))
        if known.get("status") == "incomplete" and item is output.items[-1]:
            self.cut.append((event, self._outlet.raw))
            return
        output.close(item, known, event)

    def _append_item(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        text = event.get(rule.payload or "delta")
        if item.type != rule.owner_type or not isinstance(text, str):
            self._report("OR-GRAM-18", "the event does not fit its item", (item.index,), found=item.type)
            return
        self._note_item_id(item, event)
        if item.is_sealed:
            self._report("OR-GRAM-24", "what is done does not change any more", (item.index,))
            return
        if self._open().item_delta(item, text, event):
            self._warm(rule, item, item.text.append, event)

    def _assign_item(self, rule: EventRule, item: MendedItem, event: Object) -> None:
        if item.type != rule.owner_type:
            self._report("OR-GRAM-18", "the event does not fit its item", (item.index,), found=item.type)
            return
        self._note_item_id(item, event)
        if item.is_sealed:
            self._report("OR-GRAM-24", "what is done does not change any more", (item.index,))
        else:
            self._open().seal_item(item, event.get(rule.payload or ""), event)

    def _note_item_id(self, item: MendedItem, event: Object) -> None:
        told = event.get("item_id")
        if told != item.said.get("id") and told != item.id:
            message = "item_id is the id of the item at this output_index"
            self._report("OR-GRAM-15", message, (item.index,), path="$.item_id", expected=item.id, found=told)

    def _warm(
        self,
        rule: EventRule,
        item: MendedItem,
        append: Callable[[str], None],
        event: Object,
        part: MendedPart | None = None,
    ) -> None:
        """The next delta at this place can be passed on in one go."""
        indexes = [(name, event.get(name)) for name in rule.indexes]
        if any(type(value) is not int for _, value in indexes):
            return
        place: Object = {"item_id": item.id, "output_index": item.index, "type": self._outlet.spelling(rule.type)}
        if part is not None:
            place[rule.indexes[1]] = part.index
        self.hot = HotDelta(str(event["type"]), indexes, place, append, event)

    # Events that the specification does not define.

    def receive_extension(self, event: Object) -> None:
        """Take an event that the specification does not define."""
        if self.cut:
            self.cut.append((event, self._outlet.raw))
            return
        self._write_extension(event)

    def _write_extension(self, event: Object) -> None:
        kind = str(event["type"])
        self._open()
        if self._outlet.state is State.ERRORED:
            self._report("OR-GRAM-29", "an error event is followed by response.failed")
            return
        if not is_valid_extension_type(kind):
            self._report("OR-EXT-09", "an event type is published or reads slug:name", path="$.type", found=kind)
            if self._skips:
                return
            kind = extension_name(self._slug, kind.removeprefix("response.") or "raw_event")
            event = {**event, "type": kind}
            self._readdress(event)
        self._open().sender.send(event if event is not self._outlet.source else dict(event), ())

    def _readdress(self, event: Object) -> None:
        """Point an event of the provider at the item as it is written."""
        at = integral(event.get("output_index"))
        item = self.items.get(at) if at is not None else None
        if item is not None:
            event["output_index"] = item.index
            if "item_id" in event:
                event["item_id"] = item.id


def _holds(item: MendedItem, rule: EventRule) -> bool:
    """Whether an item can have parts in the list that an event names; one of an extension type may have any."""
    return (
        item.type not in OUTPUT_ITEM_MODELS
        or rule.container is None
        or item.type in CONTAINERS[rule.container].item_types
    )


def _is_named(call: Object) -> bool:
    return all(isinstance(call.get(name), str) and call.get(name) for name in ("name", "call_id"))


_TAKE: Final[Mapping[Effect, Callable[[SourceItems, EventRule, MendedItem, Object], None]]] = {
    Effect.REPLACE: SourceItems._done_item,
    Effect.APPEND: SourceItems._append_item,
    Effect.ASSIGN: SourceItems._assign_item,
}
