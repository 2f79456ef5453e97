"""Hands each event to several emitters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from openresponses_schema import ResponseStreamEvent

from .emit_target import Emit, drain, emit_of
from .emitters import EventEmitter

__all__ = ["TeeEmitter", "raise_together"]


class TeeEmitter(EventEmitter):
    """Hands each event to several emitters or callables, in the order given.

    One that raises keeps the event from none of the others.  When all have been called, its exception is raised, or an
    ``ExceptionGroup`` when several raised; a ``ResponseBuilder`` then ends its response, for all of them.  Wrap an
    emitter whose failure should stay its own in ``CallbackEmitter(emitter.emit, on_error="detach")``.  What is no
    ``Exception``, such as ``KeyboardInterrupt``, is raised at once.

    All emitters get the same object: none of them may change it.
    """

    def __init__(self, *emitters: EventEmitter | Emit) -> None:
        self._targets = emitters
        self._emits = tuple(emit_of(emitter, "an emitter") for emitter in emitters)
        encoded = tuple(_emit_encoded_of(emitter) for emitter in emitters)
        self._encoded = tuple(emit for emit in encoded if emit is not None)
        # As soon as one of them wants models, somebody has to make them.
        self.emit_encoded: Callable[[str, bytes], None] | None = (
            self._emit_encoded if encoded and len(self._encoded) == len(encoded) else None
        )
        """Takes an event that is written already, when all of them do; else None."""

    def emit(self, event: ResponseStreamEvent) -> None:
        """Hand one event to all of them."""
        _call_all(partial(emit, event) for emit in self._emits)

    def _emit_encoded(self, type: str, data: bytes) -> None:
        _call_all(partial(emit, type, data) for emit in self._encoded)

    async def drain(self) -> None:
        """Wait until each of them that can be waited for has room; raises as ``emit`` does."""
        errors: list[Exception] = []
        for target in self._targets:
            try:
                await drain(target)
            except Exception as error:
                errors.append(error)
        raise_together(errors, "several emitters failed")


def _emit_encoded_of(target: EventEmitter | Emit) -> Callable[[str, bytes], object] | None:
    # One that hands on to others, as this one does, may have None there.
    found: object = getattr(target, "emit_encoded", None)
    return found if callable(found) else None


def _call_all(calls: Iterable[Callable[[], object]]) -> None:
    errors: list[Exception] = []
    for call in calls:
        try:
            call()
        except Exception as error:
            errors.append(error)
    raise_together(errors, "several emitters failed")


def raise_together(errors: Sequence[Exception], message: str) -> None:
    """Raise the one error as it is, several as a group, none not at all."""
    if len(errors) > 1:
        raise ExceptionGroup(message, errors)
    if errors:
        raise errors[0]
