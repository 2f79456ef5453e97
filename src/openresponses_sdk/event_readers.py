"""The readers of events, by the type that a message seems to have.

``error`` is in no table: three things are called so, and are told apart by their shape.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from openresponses_schema import RESPONSE_STREAM_EVENT_MODELS, ResponseStreamEvent

from .json_readers import REFUSED, JSONReader, json_reader

__all__ = ["EventReaders", "fast_readers", "read_event_text", "type_hint"]

_BY_SHAPE: Final = "error"
_LONGEST_TYPE: Final = 64


class EventReaders(dict[bytes, JSONReader[ResponseStreamEvent]]):
    """Wire type -> what reads the JSON text of such an event, and refuses one that has another type or none.

    A reader is made when its event comes for the first time.  ``KeyError``, which is one of ``REFUSED``, says
    that there is none.
    """

    def __init__(self, before: bytes = b"") -> None:
        super().__init__()
        self._before = before
        """What stands before the type in every key."""

    def __missing__(self, key: bytes) -> JSONReader[ResponseStreamEvent]:
        name = key.removeprefix(self._before).decode("ascii", "replace")
        model: type[ResponseStreamEvent] | None = RESPONSE_STREAM_EVENT_MODELS.get(name)  # type: ignore[assignment]
        if model is None or name == _BY_SHAPE or not key.startswith(self._before):
            raise KeyError(key)
        # Of several spellings each has a reader of its own: another one than the event field says is worth a finding.
        reader = json_reader(model, name)
        if reader is None:
            raise KeyError(key)
        self[key] = reader
        return reader


@cache
def fast_readers() -> EventReaders:
    """The readers of this process."""
    return EventReaders()


def read_event_text(data: bytes) -> ResponseStreamEvent | None:
    """The event that a JSON text is; None when it has to be read the full way."""
    try:
        return fast_readers()[type_hint(data)](data)
    except REFUSED:
        return None


def type_hint(data: bytes) -> bytes:
    """The first ``type`` in a JSON text: inside a string it would be escaped, and that of a part is no event's."""
    at = data.find(b'"type":')
    start = data.find(b'"', at + 7, at + 9) + 1
    return data[start : data.find(b'"', start, start + _LONGEST_TYPE)] if at >= 0 and start else b""
