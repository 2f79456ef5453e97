"""What may stand where events go: an ``EventEmitter``, or any callable that takes an event."""

from __future__ import annotations

from collections.abc import Callable
from inspect import iscoroutinefunction

from openresponses_schema import ResponseStreamEvent

from .emitters import DrainingEmitter, EventEmitter

__all__ = ["Emit", "drain", "emit_of"]

Emit = Callable[[ResponseStreamEvent], object]
"""Takes one event; what it returns is not looked at."""


def emit_of(target: EventEmitter | Emit, name: str = "emit") -> Emit:
    """The function that takes the events; ``name`` is what the argument is called in the error.

    Raises ``TypeError`` for a class, for a coroutine function, which nobody would await, and for what is no callable.
    """
    function: object = target.emit if isinstance(target, EventEmitter) else target
    if isinstance(function, type):
        raise TypeError(f"{name} is the class {function.__name__}: give an instance of it")
    if not callable(function):
        raise TypeError(
            f"{name} is an EventEmitter, or a callable that takes an event (such as events.append for a list), "
            f"not a {type(function).__name__}"
        )
    if iscoroutinefunction(function):
        raise TypeError(
            f"{name} is a coroutine function, which nobody would await: put the event into a queue instead, such as "
            "AsyncQueueEmitter"
        )
    return function


async def drain(target: object) -> None:
    """Wait until a sink has room, if it is one that can be waited for."""
    if isinstance(target, DrainingEmitter):
        await target.drain()
