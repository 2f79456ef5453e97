"""The names and ids of the calls of a response: every call has both, and an output keeps the id of its call."""

from __future__ import annotations

from ..ids import IdSource
from .mended_sender import Report
from .names import UNNAMED, UniqueCallIds
from .passing import Object

__all__ = ["MendedCalls"]


class MendedCalls:
    """The calls that were announced: the ids that the source gave them, and those that were written."""

    def __init__(self, ids: IdSource, report: Report) -> None:
        self._ids = ids
        self._report = report
        self._unique = UniqueCallIds()
        self._taken: set[str] = set()
        self._written: dict[str, str] = {}

    def written_for(self, told: object) -> str | None:
        """The id under which a call of the source was written; None when there is no such call."""
        return self._written.get(str(told))

    def announce(self, item: Object, index: int) -> None:
        """Give a call that is announced what it lacks: a name, and an id that no other call has."""
        wanted, called = item.get("call_id"), item.get("name")
        if not isinstance(called, str) or not called:
            self._report("OR-STREAM-02", "the name of a call is known when it is added", (index,), "$.item.name")
            item["name"] = UNNAMED
        if not isinstance(wanted, str) or not wanted:
            self._report("OR-STREAM-02", "a call has a call_id when it is added", (index,), "$.item.call_id")
            wanted = self._ids.call_id()
        call_id = self._own(wanted)
        if call_id != wanted:
            self._report("OR-GRAM-37", "every call has a call_id of its own", (index,), "$.item.call_id", wanted)
        item["call_id"] = self._written[wanted] = call_id

    def _own(self, wanted: str) -> str:
        """The wanted id, or one like it when another call has it."""
        call_id = wanted
        while call_id in self._taken:
            call_id = self._unique.assign(wanted)
        self._taken.add(call_id)
        return call_id
