"""Events from a producer to a reader in an asyncio program."""

from __future__ import annotations

import asyncio
from collections import deque

from openresponses_schema import ResponseStreamEvent

from ..emitters import EventEmitter
from ..errors import SinkClosedError

__all__ = ["AsyncQueueEmitter"]


class AsyncQueueEmitter(EventEmitter):
    """A queue with a synchronous end to emit into and an asynchronous end to read from.

    ``emit`` never waits and never drops: above ``high_water`` events it still takes the next one.  The bound is kept
    by ``await drain()``, as with asyncio's ``StreamWriter``: it returns at once while no more than ``high_water``
    events wait, and otherwise once a quarter of that is left.  So the queue holds at most ``high_water`` events and
    those that are emitted between two calls of ``drain``.

    Read with ``async for event in emitter``, or in batches with ``await take_events()``.  The producer calls ``close``
    when it has finished: the reader gets what still waits and then the end.  A reader that leaves early calls
    ``disconnect``: what waits is thrown away, and ``emit`` and ``drain`` raise ``SinkClosedError``, so that the
    producer stops too.  Cancelling ``drain`` or a read loses no event.

    The reading end and ``drain`` belong to one event loop.  ``emit`` and ``close`` may be called from any thread; a
    thread waits for room with ``asyncio.run_coroutine_threadsafe(emitter.drain(), loop).result()``.
    """

    def __init__(self, *, high_water: int = 64) -> None:
        if high_water < 0:
            raise ValueError(f"high_water is 0 or more, not {high_water}")
        self._high = high_water
        self._low = high_water // 4
        self._events: deque[ResponseStreamEvent] = deque()
        self._is_closed = False
        self._is_disconnected = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._readable = asyncio.Event()
        self._writable = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many events wait to be read."""
        return len(self._events)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can be emitted."""
        return self._is_closed

    def emit(self, event: ResponseStreamEvent) -> None:
        """Add one event; raises ``SinkClosedError`` after ``close``, or when the reader has left."""
        self._require_open()
        self._events.append(event)
        self._wake()

    def close(self) -> None:
        """Say that no more events come; the reader gets what waits, then the end.  Calling again does nothing."""
        self._is_closed = True
        self._wake()

    def disconnect(self) -> None:
        """Say that nobody reads any more; what waits is thrown away.  Calling again does nothing."""
        self._is_disconnected = self._is_closed = True
        self._events.clear()
        self._wake()

    async def drain(self) -> None:
        """Wait until there is room; raises ``SinkClosedError`` when the reader has left."""
        self._loop = asyncio.get_running_loop()
        if len(self._events) > self._high:
            while len(self._events) > self._low and not self._is_closed:
                self._writable.clear()
                await self._writable.wait()
        if self._is_disconnected:
            self._require_open()

    async def take_events(self) -> list[ResponseStreamEvent]:
        """All events that wait, as soon as there is one; an empty list means that no more will come."""
        await self._wait_for_event()
        taken: list[ResponseStreamEvent] = []
        while self._events:
            taken.append(self._events.popleft())
        self._writable.set()
        return taken

    def __aiter__(self) -> AsyncQueueEmitter:
        return self

    async def __anext__(self) -> ResponseStreamEvent:
        await self._wait_for_event()
        if not self._events:
            raise StopAsyncIteration
        event = self._events.popleft()
        if len(self._events) <= self._low:
            self._writable.set()
        return event

    async def _wait_for_event(self) -> None:
        """Return when an event waits or the queue is closed; nothing is taken before, so cancelling loses nothing."""
        self._loop = asyncio.get_running_loop()
        while not self._events and not self._is_closed:
            self._readable.clear()
            # Another thread may have emitted between the look and the clearing.
            if self._events or self._is_closed:
                return
            await self._readable.wait()

    def _require_open(self) -> None:
        if self._is_disconnected:
            raise SinkClosedError("nobody reads the events any more")
        if self._is_closed:
            raise SinkClosedError("the sink was closed")

    def _wake(self) -> None:
        """Let those that wait look again."""
        loop = self._loop
        if loop is None:  # Nobody has waited yet; who comes to wait looks first.
            return
        try:
            is_here = asyncio.get_running_loop() is loop
        except RuntimeError:
            is_here = False
        if is_here:
            self._notify()
        elif not loop.is_closed():
            loop.call_soon_threadsafe(self._notify)

    def _notify(self) -> None:
        self._readable.set()
        if self._is_closed:
            self._writable.set()
