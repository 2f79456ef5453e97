"""Where events go.

An emitter takes events one by one.  ``EventEmitter`` is the base to derive from: implement ``emit`` and every event of
the specification has a typed method of its own, generated from the spec.

Two things an emitter may have beside ``emit``; a ``ResponseBuilder`` looks for them once, when it is made:

* ``emit_encoded(type, data)``, by which it takes an event that is already written (``EncodedEmitter``).  A sink of
  bytes has it, and then the deltas of a text reach it without a model in between.  An emitter that hands on to others,
  some of which want models, has None there, or leaves it out.
* ``async drain()``, by which it says when there is room for more (``DrainingEmitter``).  Async scopes await it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Protocol, runtime_checkable

from openresponses_schema import EmitterMethods, ResponseStreamEvent

__all__ = ["DrainingEmitter", "EncodedEmitter", "EventEmitter", "ListEmitter", "sequence_events"]


class EventEmitter(EmitterMethods):
    """Takes the events of one stream, in order; ``emit`` is the one method to implement."""


@runtime_checkable
class EncodedEmitter(Protocol):
    """Takes events as models and as JSON, whichever the producer has; the two calls mean the same."""

    def emit(self, event: ResponseStreamEvent) -> None:
        """Take one event."""
        ...

    def emit_encoded(self, type: str, data: bytes) -> None:
        """Take one event that is written: its wire type, and its JSON text, on one line and in UTF-8.

        A builder gives exactly the bytes that ``to_json`` would; what passes on the events of others may give their
        text, which says the same.  The type holds no CR, LF or NUL.
        """
        ...


@runtime_checkable
class DrainingEmitter(Protocol):
    """Holds events back until somebody takes them, and can be waited for."""

    def emit(self, event: ResponseStreamEvent) -> None:
        """Take one event."""
        ...

    async def drain(self) -> None:
        """Wait until there is room for more events."""
        ...


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
