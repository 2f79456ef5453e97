"""Hands events to a function, and decides what becomes of its exceptions."""

from __future__ import annotations

from typing import Literal, TypeAlias

from openresponses_schema import ResponseStreamEvent

from .choices import require_choice
from .emit_target import Emit, emit_of
from .emitters import EventEmitter

__all__ = ["CallbackEmitter", "OnCallbackError"]

OnCallbackError: TypeAlias = Literal["raise", "detach"]
"""What becomes of an exception of a callback."""


class CallbackEmitter(EventEmitter):
    """Calls a function with each event.

    With ``on_error="raise"`` an exception of the callback reaches who emits; a ``ResponseBuilder`` then ends its
    response.  With ``"detach"`` the exception is kept in ``callback_error``, the callback is never called again, and
    the stream goes on without it: for an observer that must not break what it watches.  What is no ``Exception``, such
    as ``KeyboardInterrupt``, is always raised.
    """

    def __init__(self, callback: Emit, *, on_error: OnCallbackError = "raise") -> None:
        require_choice("on_error", on_error, ("raise", "detach"))
        self._callback: Emit | None = emit_of(callback, "callback")
        self._detaches = on_error == "detach"
        self.callback_error: Exception | None = None
        """The exception that detached the callback; None as long as it gets the events."""

    @property
    def is_detached(self) -> bool:
        """Whether the callback gets no more events."""
        return self._callback is None

    def emit(self, event: ResponseStreamEvent) -> None:
        """Call the callback with one event; does nothing once it is detached."""
        if self._callback is None:
            return
        try:
            self._callback(event)
        except Exception as error:
            if not self._detaches:
                raise
            self.callback_error, self._callback = error, None
