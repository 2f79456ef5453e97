"""Hands each event to several emitters."""

from __future__ import annotations

from collections.abc import Sequence

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

    def emit(self, event: ResponseStreamEvent) -> None:
        """Hand one event to all of them."""
        errors: list[Exception] = []
        for emit in self._emits:
            try:
                emit(event)
            except Exception as error:
                errors.append(error)
        raise_together(errors, "several emitters failed")

    async def drain(self) -> None:
        """Wait until each of them that can be waited for has room; raises as ``emit`` does."""
        errors: list[Exception] = []
        for target in self._targets:
            try:
                await drain(target)
            except Exception as error:
                errors.append(error)
        raise_together(errors, "several emitters failed")


def raise_together(errors: Sequence[Exception], message: str) -> None:
    """Raise the one error as it is, several as a group, none not at all."""
    if len(errors) > 1:
        raise ExceptionGroup(message, errors)
    if errors:
        raise errors[0]
