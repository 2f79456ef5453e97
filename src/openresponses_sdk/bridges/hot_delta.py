"""The short way for what most of a stream is made of: one delta after another at the same place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..json_values import Json
from .passing import Object, PassingOutlet, exact

__all__ = ["HotDelta"]

_DELTA_MEMBERS: Final = frozenset({"logprobs", "obfuscation"})
"""What a delta may have beside its address and its text."""
_NONE: Final[list[Json]] = []


class HotDelta:
    """A place that took a delta: the next one there needs no judging beyond what is compared here."""

    __slots__ = ("_indexes", "_names", "_type", "append", "is_exact", "item_id", "place", "size")

    def __init__(
        self, type: str, indexes: list[tuple[str, Json]], place: Object, append: Callable[[str], None], event: Object
    ) -> None:
        self._type = type
        self._indexes = indexes
        self._names = event.keys() - _DELTA_MEMBERS
        self.append = append
        self.place = place
        self.item_id = place["item_id"]
        self.size = len(event)
        self.is_exact = type == place["type"] and all(place[name] == value for name, value in indexes)
        """Whether an event here can be passed on as it is."""

    def takes(self, event: dict[str, Any], last_number: int) -> bool:
        """Whether an event is the next of the same kind at the same place, and right but for its ids and number."""
        if event.get("type") != self._type or len(event) != self.size:
            return False
        for name, value in self._indexes:
            found = event.get(name)
            if found != value or type(found) is not int:
                return False
        number = event.get("sequence_number")
        if type(number) is not int or number != last_number + 1 or not event.keys() >= self._names:
            return False
        delta = event.get("delta")
        if type(delta) is not str or not delta or type(event.get("item_id")) is not str:
            return False
        return event.get("logprobs", _NONE) == _NONE and type(event.get("obfuscation", "")) is str

    def pass_on(self, outlet: PassingOutlet, event: dict[str, Any]) -> None:
        """Send an event that this place takes: as it came, if only its number and its ids allow that."""
        self.append(event["delta"])
        number, raw = outlet.next, outlet.raw
        if not (self.is_exact and event["sequence_number"] == number and event["item_id"] == self.item_id):
            outlet.write({**event, **self.place, "sequence_number": number}, None)
        elif raw is None or (raw.count(b'":') == self.size and not any(bad in raw for bad in _DOUBTFUL)):
            outlet.write(event, raw)
        else:
            outlet.write(event, exact(raw, event))


_DOUBTFUL: Final = (b"\\u", b"\n", b"\r")
"""What may be half of a surrogate pair, and what would break a frame."""
