"""The output of the terminal event: what the source lists there, held against what was streamed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from openresponses_schema import OUTPUT_ITEM_MODELS, EventType

from ..stream_contents import difference
from .mended_nodes import MendedItem
from .mended_output import MendedOutput
from .mending_log import MendingLog
from .passing import Object, PassingOutlet
from .source_items import SourceItems

__all__ = ["FinalOutput"]

_ID: Final = frozenset({"id"})
_NOT_COMPARED: Final = frozenset({"id", "status"})


class FinalOutput:
    """Brings the items of a response to what its terminal event says of them, as far as that can still be told."""

    def __init__(
        self, outlet: PassingOutlet, log: MendingLog, open: Callable[[], MendedOutput], source: SourceItems
    ) -> None:
        self._outlet = outlet
        self._log = log
        self._report = log.report
        self._open = open
        self._source = source

    def listed(self, said: Object) -> dict[int, Object]:
        """The items of a terminal output, by the index of the item that was written for each."""
        output = said.get("output")
        values = output if isinstance(output, list) else []
        streamed = sorted(at for at in self._source.items)
        by_place = all(at < len(values) for at in streamed)
        places = streamed if not by_place else range(len(values))
        pairs = zip(places, values, strict=False)
        found: dict[int, Object] = {}
        for at, value in pairs:
            item = self._source.items.get(at)
            if item is not None and isinstance(value, dict):
                found[item.index] = value
        return found

    def lists_more(self, said: Object) -> bool:
        """Whether a terminal response lists items that were not streamed."""
        output = said.get("output")
        places = range(len(output)) if isinstance(output, list) else ()
        return all(at in places for at in self._source.items) and len(self._source.items) < len(places)

    def reconcile(self, said: Object, status: str) -> None:
        """Stream what the final output holds and the stream left out; close what is open of a completed response."""
        closes = status == "completed"
        output, values = self._open(), said.get("output")
        values = values if isinstance(values, list) else []
        if len(values) < len(self._source.items):
            self._report(
                "OR-GRAM-28", "the terminal response lists the items that were streamed", path="$.response.output"
            )
        listed = self.listed(said)
        for item in list(output.items):
            one: Object = listed.get(item.index, {})
            if item.closed is None and (closes or one):
                one = one if self._source.type_of(one) == item.type else {}
                if closes:
                    self._report("OR-GRAM-13", "an item is done before its response", (item.index,))
                    output.close(item, one)
                else:
                    self._catch_up(output, item, one)
        if not all(at < len(values) for at in self._source.items):
            return
        for at, more in enumerate(values):
            if at not in self._source.items and isinstance(more, dict):
                self._report("OR-GRAM-28", "an item of the terminal response was not streamed", (at,))
                self._write_whole(at, more, "incomplete" if at == len(values) - 1 else "completed", status)

    def _catch_up(self, output: MendedOutput, item: MendedItem, one: Object) -> None:
        """Stream what an open item holds more at an early end, and leave it open."""
        if item.field is not None:
            text = one.get(item.field)
            streamed = str(item.text)
            if isinstance(text, str) and text.startswith(streamed) and text != streamed and not item.is_sealed:
                output.item_delta(item, text[len(streamed) :])
        part = item.open_part
        if part is None or part.field is None or part.is_sealed:
            return
        parts = one.get(part.container)
        value = parts[part.index] if isinstance(parts, list) and part.index < len(parts) else None
        text = value.get(part.field) if isinstance(value, dict) else None
        streamed = str(part.text)
        if isinstance(text, str) and text.startswith(streamed) and text != streamed:
            output.parts.delta(item, part, text[len(streamed) :])

    def _write_whole(self, at: int, one: Object, cut: str, status: str) -> None:
        """Stream an item that came whole; ``cut`` is how it may end, ``status`` how its response does."""
        self._outlet.raw, raw = None, self._outlet.raw
        with self._log.whole():
            self._stream_whole(at, one, cut, status)
        self._outlet.raw = raw

    def _stream_whole(self, at: int, one: Object, cut: str, status: str) -> None:
        item = self._source.announce(at, dict(one), None)
        if item is not None:
            output = self._open()
            output.stream(item, one)
            if item.field is not None:
                output.seal_item(item, one.get(item.field))
            if one.get("status") == cut == status:
                output.close(item, one, status=cut)
            elif status == "completed" or one.get("status") not in ("in_progress", "incomplete"):
                output.close(item, one)

    def item(self, item: MendedItem, listed: Object | None, status: str) -> Object:
        """An item of the final output: as the source lists it if it says the same, else as it was streamed."""
        built = item.build()
        if listed is None:
            return built
        same = {**listed, "id": item.id, "type": item.type}
        if self._outlet.raw is not None and self._outlet.source.get("response") is None:
            return built
        if item.closed is None:
            told = same.get("status")
            is_last = item.index == len(self._open().items) - 1
            if told != "in_progress" and not (told == "incomplete" and is_last and status == "incomplete"):
                if "status" in built:
                    same["status"] = built["status"]
                elif told is not None:
                    same["status"] = "in_progress"
        if "call_id" in built:
            same["call_id"] = built["call_id"]
        output = self._open()
        is_sound = output.sender.mend(
            {"type": EventType.RESPONSE_OUTPUT_ITEM_DONE.value, "output_index": 0, "item": same}
        )
        if is_sound and difference(built, same, ignored=_NOT_COMPARED if item.closed is None else _ID) is None:
            return same
        if self._source.type_of(listed) != item.type or item.type in OUTPUT_ITEM_MODELS:
            self._report("OR-GRAM-28", "the item is what was streamed", (item.index,), path="$.response.output")
        return built
