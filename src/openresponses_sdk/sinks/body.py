"""The body of a streamed HTTP answer, for any server that takes an async iterator of bytes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from inspect import isawaitable

from ..errors import LocalProtocolError
from .async_queue import AsyncQueueEmitter
from .sse import SSEEmitter

__all__ = ["stream_sse"]


async def stream_sse(
    produce: Callable[[AsyncQueueEmitter], Awaitable[object]],
    *,
    keep_alive: float | None = 15.0,
    high_water: int = 64,
) -> AsyncGenerator[bytes, None]:
    """Run a producer and yield what it emits as server-sent events.

    ``produce`` gets the sink to emit into, and should ``await sink.drain()`` between its steps, so that a slow client
    slows it down; ``high_water`` is that of ``AsyncQueueEmitter``.  When nothing has come for ``keep_alive`` seconds,
    a comment is sent.  ``[DONE]`` follows the terminal event; a producer that returns without one leaves a stream
    without ``[DONE]``, which readers take for cut off.  A body holds one response: when a producer begins another,
    ``LocalProtocolError`` is raised once the first has been sent.

    When the client disconnects, the server closes or cancels this generator: the producer is cancelled, and its end
    awaited; what it raises then is dropped, since nobody is left to tell.  Before that, an exception of the producer is
    raised here, once what it had emitted has been sent.
    """
    sink = AsyncQueueEmitter(high_water=high_water)
    frames = SSEEmitter()
    producer = asyncio.ensure_future(_run(produce, sink))
    try:
        while True:
            try:
                async with asyncio.timeout(keep_alive):
                    events = await sink.take_events()
            except TimeoutError:
                frames.keep_alive()
            else:
                if not events:
                    break
                try:
                    for event in events:
                        frames.emit(event)
                except LocalProtocolError:
                    # What came before is whole, and its reader waits for it.
                    yield frames.take_bytes()
                    raise
            yield frames.take_bytes()
        await producer
    finally:
        sink.disconnect()
        producer.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await producer


async def _run(produce: Callable[[AsyncQueueEmitter], Awaitable[object]], sink: AsyncQueueEmitter) -> None:
    try:
        work = produce(sink)
        if not isawaitable(work):
            raise TypeError("produce is an async function that takes the sink")
        await work
    finally:
        sink.close()
