"""One place to emit an agent's events into: its own sink, and the Open Responses events that they cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, runtime_checkable

from .callback_emitter import OnCallbackError
from .choices import require_callable, require_choice
from .tee_emitter import raise_together

__all__ = ["BridgedEmitter", "SourceReceiver"]

_T = TypeVar("_T")
_Source = TypeVar("_Source", contravariant=True)


@runtime_checkable
class SourceReceiver(Protocol[_Source]):
    """A bridge, as far as it is needed here."""

    def receive(self, event: _Source, /) -> None:
        """Take one event of the source."""
        ...

    def receive_eof(self) -> None:
        """The source has ended."""
        ...


class BridgedEmitter(Generic[_T]):
    """Hands each event of an agent to the agent's own sink, then to a bridge, which makes Open Responses events of it.

    ``sink`` is the function that took the events before.  When it raises, the bridge gets the event all the same, and
    the exception is raised afterwards; when both raise, as an ``ExceptionGroup``.  With ``on_error="detach"`` an
    exception of the bridge, which is one of the emitter behind it, is kept in ``bridge_error`` instead; the bridge then
    gets nothing more, and the agent goes on as if there were none.
    """

    def __init__(
        self, sink: Callable[[_T], object], bridge: SourceReceiver[_T], *, on_error: OnCallbackError = "raise"
    ) -> None:
        require_choice("on_error", on_error, ("raise", "detach"))
        require_callable("sink", sink, "a callable that takes an event of the agent")
        if sink is None or not isinstance(bridge, SourceReceiver):
            raise TypeError("a BridgedEmitter needs the sink of the agent, and a bridge with receive and receive_eof")
        self._sink = sink
        self._bridge: SourceReceiver[_T] | None = bridge
        self._detaches = on_error == "detach"
        self.bridge_error: Exception | None = None
        """The exception that detached the bridge."""

    def emit(self, event: _T) -> None:
        """Take one event of the agent."""
        errors: list[Exception] = []
        try:
            self._sink(event)
        except Exception as error:
            errors.append(error)
        if self._bridge is not None:
            bridge = self._bridge
            self._guard(lambda: bridge.receive(event), errors)
        raise_together(errors, "the sink of the agent and the bridge failed")

    def receive_eof(self) -> None:
        """The agent has finished: what is open in the bridge was cut off."""
        errors: list[Exception] = []
        if self._bridge is not None:
            self._guard(self._bridge.receive_eof, errors)
        raise_together(errors, "the bridge failed")

    def _guard(self, step: Callable[[], None], errors: list[Exception]) -> None:
        try:
            step()
        except Exception as error:
            if self._detaches:
                self.bridge_error, self._bridge = error, None
            else:
                errors.append(error)
