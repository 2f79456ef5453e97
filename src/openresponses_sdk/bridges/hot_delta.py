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
        self.append: Callable[[str], None] = append
        self.place: Object = place
        self.item_id: Json = place["item_id"]
        self.size: int = len(event)
        self.is_exact: bool = type == place["type"] and all(place[name] == value for name, value in indexes)
        """Whether an event here can be passed on as it is."""

    def takes(self, event: dict[str, Any], last_number: int) -> bool:
        """Whether an event is the next of the same kind at the same place, and right but for its ids and number."""
        get = event.get
        if get("type") != self._type or len(event) != self.size:
            return False
        for name, value in self._indexes:
            found = get(name)
            if found != value or type(found) is not int:
                return False
        number, delta = get("sequence_number"), get("delta")
        if number != last_number + 1 or type(number) is not int or not event.keys() >= self._names:
            return False
        if not delta or type(delta) is not str or type(get("item_id")) is not str:
            return False
        return get("logprobs", _NONE) == _NONE and type(get("obfuscation", "")) is str

    def pass_on(self, outlet: PassingOutlet, event: dict[str, Any]) -> None:
        """Send an event that this place takes: as it came, if only its number and its ids allow that."""
        self.append(event["delta"])
        number, raw = outlet.next, outlet.raw
        if not (self.is_exact and event["sequence_number"] == number and event["item_id"] == self.item_id):
            outlet.write({**event, **self.place, "sequence_number": number}, None)
        elif raw is None or (
            # No member twice, no half of a surrogate pair, and nothing that would break a frame.
            raw.count(b'":') == self.size and b"\\u" not in raw and b"\n" not in raw and b"\r" not in raw
        ):
            outlet.write(event, raw)
        else:
            outlet.write(event, exact(raw, event))
