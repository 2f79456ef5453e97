"""Events as JSON: the fast way for those that hold text and whole numbers only, and a serializer for the rest.

The deltas of one text differ in their number and their fragment; what stands around these is made once and kept.
``Model.to_json`` is the plain way and says what is right: where the fast way writes, it writes those bytes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence, Set
from json.encoder import encode_basestring as quote
from typing import ClassVar, Final

from openresponses_schema import PLAIN_EVENTS, EventType, PlainEvent, ResponseStreamEvent

__all__ = ["EventEncoder", "bound_encoder"]

_BY_TYPE: Final = {form.type: form for form in PLAIN_EVENTS.values()}


def bound_encoder(
    type: EventType, spelling: str, item_id: str, indexes: Sequence[int]
) -> Callable[[int, str], bytes] | None:
    """What writes the events of one type about one item or part, from their number and text; None if none can.

    It raises ``UnicodeEncodeError`` for text with half of a surrogate pair, and ``TypeError`` for what is no text.
    """
    form = _BY_TYPE.get(type)
    if form is None:
        return None
    head, middle = _around(form, spelling, item_id, indexes)
    return lambda number, text: f"{head}{number}{middle}{quote(text)}}}".encode()


def _around(form: PlainEvent, spelling: str, item_id: str, indexes: Sequence[int]) -> tuple[str, str]:
    """What stands before the sequence number of an event, and between that and its text."""
    places = "".join(f'"{name}":{index},' for name, index in zip(form.indexes, indexes, strict=True))
    return f'{{"type":"{spelling}","sequence_number":', f',"item_id":{quote(item_id)},{places}"{form.text}":'


class EventEncoder(ABC):
    """Writes the events of one stream, each between what precedes and follows its JSON.

    What stands around number and text is kept from one event to the next about the same part.  One encoder serves one
    stream, in one thread at a time.
    """

    __slots__ = (
        *("_fields", "_first", "_head", "_index", "_item_id", "_last", "_list"),
        *("_middle", "_model", "_tail", "_text", "_type"),
    )
    _after: ClassVar = ""
    """What follows the JSON of an event."""

    def __init__(self) -> None:
        self._model: type[object] | None = None
        self._fields: Set[str] = frozenset()
        self._type = self._item_id = self._index = self._text = self._head = self._middle = self._tail = ""
        self._list: str | None = None
        self._first = self._last = -1

    def encode(self, event: ResponseStreamEvent) -> bytes:
        """The bytes of an event."""
        if event.__class__ is self._model:
            values = event.__dict__
            try:
                number = values["sequence_number"]
                # Indexes are compared as objects, since True equals 1 and is written otherwise.
                if (
                    values["item_id"] == self._item_id
                    and values["output_index"] is self._first
                    and values[self._index] is self._last
                    and values["type"] == self._type
                    and number.__class__ is int
                    and event.__pydantic_fields_set__ == self._fields
                    and not event.__pydantic_extra__
                    and (self._list is None or values[self._list] == [])
                ):
                    return f"{self._head}{number}{self._middle}{quote(values[self._text])}{self._tail}".encode()
            except (KeyError, TypeError, UnicodeEncodeError):  # Values that nobody validated.
                return self._encode_any(event)
        return self.encode(event) if self._keep(event) else self._encode_any(event)

    @abstractmethod
    def _before(self, type: str) -> str:
        """What precedes the JSON of an event of this type, one of the specification's."""

    @abstractmethod
    def _encode_any(self, event: ResponseStreamEvent) -> bytes:
        """The plain way."""

    def _keep(self, event: ResponseStreamEvent) -> bool:
        """Make what stands around the number and text of a plain event; False for any other event."""
        form, values, fields = PLAIN_EVENTS.get(event.__class__), event.__dict__, event.__pydantic_fields_set__
        if form is None or event.__pydantic_extra__ or not form.fields <= fields <= form.fields | {form.list}:
            return False
        if form.list in fields and values.get(form.list) != []:
            return False
        type, item_id, number = values.get("type"), values.get("item_id"), values.get("sequence_number")
        places: list[int] = [values[name] for name in form.indexes if values.get(name).__class__ is int]
        if len(places) < len(form.indexes) or number.__class__ is not int:
            return False
        if type.__class__ is not str or type not in form.spellings:
            return False
        if not isinstance(item_id, str) or item_id.__class__ is not str:  # A subclass may write itself otherwise.
            return False
        head, self._middle = _around(form, type, item_id, places)
        self._head = self._before(type) + head
        self._model, self._fields, self._type, self._item_id = event.__class__, frozenset(fields), type, item_id
        self._index, self._text = form.indexes[-1], form.text
        self._first, self._last = places[0], places[-1]
        self._list = form.list if form.list in fields else None
        rest = "" if self._list is None else f',"{self._list}":[]'
        self._tail = f"{rest}}}{self._after}"
        return True
