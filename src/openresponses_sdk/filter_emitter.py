"""Leaves items and extension events out of a stream, so that what remains is a legal stream again.

An item goes with everything that belongs to it: its events, its parts, its place in ``output``.  Those behind it move
up, and the sequence numbers close.  Numbers are only ever lowered by what was left out, so a stream from which nothing
is taken passes as it is, object by object.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping

from openresponses_schema import (
    RULES,
    CustomEvent,
    EventRule,
    EventType,
    FunctionCallItem,
    FunctionCallOutputItem,
    Machine,
    OutputItem,
    Response,
)
from openresponses_schema import ResponseStreamEvent as Event

from .choices import require_callable
from .emit_target import Emit, drain, emit_of
from .emitters import EventEmitter

__all__ = ["FilterEmitter"]

KeepItem = Callable[[OutputItem], bool]
KeepEvent = Callable[[CustomEvent], bool]
Changes = dict[str, object]


class FilterEmitter(EventEmitter):
    """Hands on the events of the items that ``keep`` wants, to an emitter or a callable.

    ``keep`` is asked once for each item, with the item as it is announced, and its answer holds to the end.  The output
    of a call that is left out is left out with it, since an output belongs to a call of its response (OR-GRAM-37).

    ``keep_event`` is asked for each extension event.  One that names an item left out, by ``output_index``, ``item_id``
    or ``call_id``, goes with the item; the ``output_index`` of others is kept in step.

    Takes legal streams, one after the other: what it hands on is then legal too.  What a response repeats of its
    request stays as it is; a response whose ``tool_choice`` demands a call contradicts it when its calls are left out
    (OR-TOOL-02, OR-TOOL-04).  No event is changed; those that must say something else are copies.
    """

    def __init__(
        self,
        target: EventEmitter | Emit,
        keep: KeepItem | None = None,
        *,
        keep_event: KeepEvent | None = None,
    ) -> None:
        self._target = target
        self._emit = emit_of(target, "target")
        require_callable("keep", keep, "a callable that takes an item")
        require_callable("keep_event", keep_event, "a callable that takes an event")
        self._keep = keep or _everything
        self._keep_event = keep_event or _everything
        self._begin()

    def _begin(self) -> None:
        self._decided: dict[int, tuple[str, bool]] = {}
        self._gone: list[int] = []
        self._gone_ids: dict[str, set[str]] = {"item_id": set(), "call_id": set()}
        self._dropped = 0

    def emit(self, event: Event) -> None:
        """Hand on one event, or what remains of it."""
        if event.type == EventType.RESPONSE_CREATED:
            self._begin()
        rule = RULES.get(event.type)
        if rule is not None:
            changes = _CHANGES[rule.machine](self, rule, event)
        else:
            changes = self._custom(event) if isinstance(event, CustomEvent) else {}
        if changes is None:
            self._dropped += 1
            return
        if self._dropped and event.sequence_number is not None:
            changes["sequence_number"] = event.sequence_number - self._dropped
        self._emit(event.model_copy(update=changes) if changes else event)

    async def drain(self) -> None:
        """Wait until the target has room, if it can be waited for."""
        await drain(self._target)

    def filtered(self, response: Response) -> Response:
        """A response of the current stream without the items that are left out; the same object if none is."""
        output = response.output
        kept = [item for at, item in enumerate(output) if self._keeps(at, item)]
        return response if len(kept) == len(output) else response.model_copy(update={"output": kept})

    def _lifecycle(self, rule: EventRule, event: Event) -> Changes | None:
        response = getattr(event, "response", None)
        if not isinstance(response, Response):
            return {}
        filtered = self.filtered(response)
        return {} if filtered is response else {"response": filtered}

    def _item(self, rule: EventRule, event: Event) -> Changes | None:
        index = getattr(event, rule.indexes[0])
        # The item itself comes when it is announced and when it is done; other events change a field of it.
        carries_item = rule.machine is Machine.ITEM and rule.field is None
        item = getattr(event, rule.payload or "") if carries_item else None
        return self._moved(index) if self._keeps(index, item) else None

    def _custom(self, event: CustomEvent) -> Changes | None:
        index = getattr(event, "output_index", None)
        if isinstance(index, int) and not self._keeps(index, None):
            return None
        named = ((ids, getattr(event, name, None)) for name, ids in self._gone_ids.items())
        if any(isinstance(id, str) and id in ids for ids, id in named) or not self._keep_event(event):
            return None
        return self._moved(index) if isinstance(index, int) else {}

    def _moved(self, index: int) -> Changes:
        """The change that closes the gaps before an item."""
        before = bisect_left(self._gone, index) if self._gone else 0
        return {"output_index": index - before} if before else {}

    def _keeps(self, index: int, item: OutputItem | None) -> bool:
        """Whether the item at an index stays; ``item`` is there for an event that carries it."""
        decided = self._decided.get(index)
        if item is None:
            return decided is None or decided[1]
        if decided is None:
            kept = self._wants(item)
            self._decided[index] = item.type, kept
            if not kept:
                insort(self._gone, index)
                self._forget(item)
            return kept
        # Where a server mixes up its indexes, nothing of another type slips through under them.
        return decided[1] if decided[0] == item.type else self._wants(item)

    def _wants(self, item: OutputItem) -> bool:
        if isinstance(item, FunctionCallOutputItem) and item.call_id in self._gone_ids["call_id"]:
            return False
        return self._keep(item)

    def _forget(self, item: OutputItem) -> None:
        if isinstance(id := getattr(item, "id", None), str):
            self._gone_ids["item_id"].add(id)
        if isinstance(item, FunctionCallItem):
            self._gone_ids["call_id"].add(item.call_id)


_CHANGES: Mapping[Machine, Callable[[FilterEmitter, EventRule, Event], Changes | None]] = {
    Machine.RESPONSE: FilterEmitter._lifecycle,
    Machine.ITEM: FilterEmitter._item,
    Machine.PART: FilterEmitter._item,
}
"""What changes in an event, by the machine it belongs to; None when it is left out."""


def _everything(_: object) -> bool:
    return True
