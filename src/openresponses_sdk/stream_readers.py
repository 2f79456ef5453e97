"""The fast readers as one stream uses them: a null that will be written as absent is left to the full way, which tells.

To look for such a null costs more than to read a delta, so it is done where it can be there at all: of events that hold
plain values only, in the first of each type, because a server that writes the null does so in all of them; of the
others, whenever the text has a null in it.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from openresponses_schema import RESPONSE_STREAM_EVENT_MODELS, ResponseStreamEvent

from .absent_nulls import absent_nulls
from .event_readers import fast_readers
from .json_readers import JSONReader
from .scalar_models import list_fields

__all__ = ["StreamReaders"]

Reader = JSONReader[ResponseStreamEvent]


class StreamReaders(dict[bytes, Reader]):
    """Wire type -> what reads the JSON text of such an event, or raises one of ``REFUSED``.

    The types that have no reader yet in this stream are looked up in the readers of the process.
    """

    def __init__(self) -> None:
        super().__init__()
        self.met: dict[bytes, Reader] = {}
        """The readers of the types of plain values that have come."""
        self._known: set[str] = set()

    def tells_nulls_of(self, event_type: str) -> bool:
        """Whether the nulls of such an event are worth a look."""
        return event_type not in self._known

    def meet(self, event_type: str) -> None:
        """An event of this type was read, and its nulls were told."""
        if event_type not in self._known and event_type in _plain_types():
            self._known.add(event_type)
            name = event_type.encode()
            with suppress(LookupError):
                self.met[name] = self[name] = fast_readers()[name]

    def __missing__(self, name: bytes) -> Reader:
        reader = fast_readers()[name]
        is_plain = name.decode() in _plain_types()
        self[name] = made = self._first(reader) if is_plain else _telling(reader)
        return made

    def _first(self, reader: Reader) -> Reader:
        def read(data: bytes | str) -> ResponseStreamEvent:
            event = _told(reader, data)
            self.meet(event.type)
            return event

        return read


def _telling(reader: Reader) -> Reader:
    def read(data: bytes | str) -> ResponseStreamEvent:
        return _told(reader, data)

    return read


def _told(reader: Reader, data: bytes | str) -> ResponseStreamEvent:
    """The event; ``LookupError`` when it holds a null that will be written as absent."""
    event = reader(data)
    has_null = b"null" in data if isinstance(data, bytes) else "null" in data
    if has_null and next(absent_nulls(event), None) is not None:
        raise LookupError("a null has to be told")
    return event


@cache
def _plain_types() -> frozenset[str]:
    """The types of events that hold plain values only."""
    return frozenset(name for name, model in RESPONSE_STREAM_EVENT_MODELS.items() if list_fields(model) is not None)
