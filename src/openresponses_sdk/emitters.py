"""Where events go.

An emitter takes events one by one.  ``EventEmitter`` is the base to derive from: implement ``emit`` and every event of
the specification has a typed method of its own, generated from the spec.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from itertools import count

from openresponses_schema import EmitterMethods, ResponseStreamEvent

__all__ = ["EventEmitter", "ListEmitter", "sequence_events"]


class EventEmitter(EmitterMethods, ABC):
    """Takes the events of one stream, in order."""

    @abstractmethod
    def emit(self, event: ResponseStreamEvent) -> None:
        """Take one event."""


class ListEmitter(EventEmitter):
    """Keeps the events in a list."""

    def __init__(self) -> None:
        self.events: list[ResponseStreamEvent] = []
        """The events so far."""

    def emit(self, event: ResponseStreamEvent) -> None:
        """Append one event."""
        self.events.append(event)

    def take_events(self) -> list[ResponseStreamEvent]:
        """The events so far; the emitter starts anew."""
        taken, self.events = self.events, []
        return taken


def sequence_events(events: Iterable[ResponseStreamEvent], start: int = 0) -> Iterator[ResponseStreamEvent]:
    """Copies of the events, numbered ``start``, ``start + 1``, … in their ``sequence_number`` (OR-GRAM-01 to 03).

    For events made by hand; what a ``ResponseBuilder`` emits is numbered already.
    """
    for number, event in zip(count(start), events, strict=False):
        yield event.model_copy(update={"sequence_number": number})
