"""The asyncio sink: nothing is lost, memory is bounded, nobody waits for ever."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.errors import OpenResponsesError, SinkClosedError
from openresponses_sdk.filter_emitter import FilterEmitter
from openresponses_sdk.sinks.async_queue import AsyncQueueEmitter
from openresponses_sdk.tee_emitter import TeeEmitter
from tests.streams import event


def events(count: int) -> list[Any]:
    return [event("acme:tick", at=at) for at in range(count)]


async def read_one_by_one(queue: AsyncQueueEmitter, into: list[Any]) -> None:
    async for each in queue:
        into.append(each)


async def read_in_batches(queue: AsyncQueueEmitter, into: list[Any]) -> None:
    while batch := await queue.take_events():
        into.extend(batch)


READERS = [read_one_by_one, read_in_batches]


@pytest.mark.parametrize("read", READERS)
@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.integers(0, 4), max_size=40), high_water=st.integers(0, 9), pause=st.integers(0, 2))
def test_nothing_is_lost_and_the_queue_stays_within_its_bound(
    read: Any, steps: list[int], high_water: int, pause: int
) -> None:
    """Issue 4, sinks: bounded, loses nothing; the bound is the mark and what comes between two drains."""
    made = iter(events(sum(steps)))
    seen: list[Any] = []
    fullest = 0

    async def produce(queue: AsyncQueueEmitter) -> None:
        nonlocal fullest
        for step in steps:
            for _ in range(step):
                queue.emit(next(made))
            fullest = max(fullest, queue.waiting)
            await queue.drain()
            assert queue.waiting <= high_water
            for _ in range(pause):
                await asyncio.sleep(0)
        queue.close()

    async def run() -> None:
        queue = AsyncQueueEmitter(high_water=high_water)
        await asyncio.gather(produce(queue), read(queue, seen))
        assert await queue.take_events() == [], "the end stays the end"

    asyncio.run(run())
    assert [each.at for each in seen] == list(range(sum(steps)))
    assert fullest <= high_water + max(steps, default=0)


def test_emit_never_waits_and_drain_waits_until_a_quarter_is_left() -> None:
    """DESIGN, emitters: as asyncio's StreamWriter does."""

    async def run() -> list[int]:
        queue, left = AsyncQueueEmitter(high_water=8), []
        for each in events(8):
            queue.emit(each)
        await queue.drain()
        for each in events(92):
            queue.emit(each)
        assert queue.waiting == 100
        waiting = asyncio.ensure_future(queue.drain())
        async for _ in queue:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            left.append(queue.waiting)
            if waiting.done():
                break
        return left

    assert asyncio.run(run())[-1] == 2


@pytest.mark.parametrize("read", READERS)
def test_closing_wakes_the_reader(read: Any) -> None:
    """Issue 4, sinks: closing wakes the reader, who gets what waits and then the end."""

    async def run() -> list[Any]:
        queue, seen = AsyncQueueEmitter(), []
        reader = asyncio.ensure_future(read(queue, seen))
        await asyncio.sleep(0)
        queue.emit(event("acme:last"))
        queue.close()
        queue.close()
        await reader
        return seen

    assert [each.type for each in asyncio.run(run())] == ["acme:last"]


def test_a_closed_queue_takes_no_more_and_lets_go_of_who_waits_for_room() -> None:
    """A producer of two tasks: one closes while the other drains."""

    async def run() -> None:
        queue = AsyncQueueEmitter(high_water=0)
        queue.emit(event("acme:a"))
        waiting = asyncio.ensure_future(queue.drain())
        await asyncio.sleep(0)
        queue.close()
        await waiting
        assert queue.is_closed and queue.waiting == 1
        with pytest.raises(SinkClosedError, match="the sink was closed"):
            queue.emit(event("acme:b"))
        assert [each.type for each in await queue.take_events()] == ["acme:a"]

    asyncio.run(run())


def test_a_reader_that_leaves_stops_the_producer() -> None:
    """A client disconnects: the producer learns of it where it emits or waits, and nothing is kept for nobody."""

    async def run() -> None:
        queue = AsyncQueueEmitter(high_water=0)
        response = ResponseBuilder(queue, model="m")
        text = response.message().open().text().open()
        waiting = asyncio.ensure_future(queue.drain())
        await asyncio.sleep(0)
        queue.disconnect()
        with pytest.raises(SinkClosedError, match="nobody reads"):
            await waiting
        with pytest.raises(ConnectionError):
            text.delta("a")
        with pytest.raises(SinkClosedError):
            await queue.drain()
        assert response.is_done and queue.waiting == 0 and await queue.take_events() == []

    asyncio.run(run())
    assert issubclass(SinkClosedError, OpenResponsesError)


@settings(max_examples=40, deadline=None)
@given(cancels=st.lists(st.integers(0, 3), min_size=1, max_size=20), batches=st.booleans())
def test_cancelling_a_read_loses_no_event(cancels: list[int], batches: bool) -> None:
    """Issue 4, sinks: cancellation safe, at whatever moment between the event and the reader's turn."""
    made = events(len(cancels))
    seen: list[Any] = []

    async def read(queue: AsyncQueueEmitter) -> None:
        seen.extend(await queue.take_events() if batches else [await anext(queue)])

    async def run() -> None:
        queue = AsyncQueueEmitter()
        for each, moment in zip(made, cancels, strict=True):
            reader = asyncio.ensure_future(read(queue))
            for step in range(4):
                if step == 1:
                    queue.emit(each)
                if step == moment:
                    reader.cancel()
                await asyncio.sleep(0)
            await asyncio.gather(reader, return_exceptions=True)
        queue.close()
        await read_in_batches(queue, seen)

    asyncio.run(run())
    assert seen == made


def test_cancelling_drain_leaves_the_queue_working() -> None:
    """Issue 4, sinks: a producer that is cancelled while it waits for room."""

    async def run() -> list[Any]:
        queue, seen = AsyncQueueEmitter(high_water=0), []
        queue.emit(event("acme:a"))
        waiting = asyncio.ensure_future(queue.drain())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        queue.emit(event("acme:b"))
        queue.close()
        await read_one_by_one(queue, seen)
        return seen

    assert [each.type for each in asyncio.run(run())] == ["acme:a", "acme:b"]


def test_a_time_limit_on_a_read_loses_no_event() -> None:
    """`asyncio.timeout` is how a server finds the moment for a keep-alive."""
    made = events(50)

    async def run() -> tuple[list[Any], int]:
        queue, seen, idle = AsyncQueueEmitter(), [], 0

        async def produce() -> None:
            for each in made:
                for _ in range(3):
                    await asyncio.sleep(0)
                queue.emit(each)
            queue.close()

        producer = asyncio.ensure_future(produce())
        while True:
            try:
                async with asyncio.timeout(0):
                    batch = await queue.take_events()
            except TimeoutError:
                idle += 1
                continue
            if not batch:
                break
            seen += batch
        await producer
        return seen, idle

    seen, idle = asyncio.run(run())
    assert seen == made and idle > 0


@pytest.mark.parametrize("waits", [True, False])
def test_a_thread_emits_into_the_queue_of_a_loop(waits: bool) -> None:
    """Issue 4, builder: thread rules documented and tested.  An agent that blocks runs in a thread of its own.

    One that waits for room keeps the bound.  One that does not wakes the reader all the same: no event is overlooked
    between the look of the reader and its sleep.
    """
    made = events(500 if waits else 2000)
    fullest = 0

    async def run() -> list[Any]:
        queue, seen = AsyncQueueEmitter(high_water=8), []
        loop = asyncio.get_running_loop()

        def work() -> None:
            nonlocal fullest
            for each in made:
                queue.emit(each)
                fullest = max(fullest, queue.waiting)
                if waits:
                    asyncio.run_coroutine_threadsafe(queue.drain(), loop).result()
            queue.close()

        worker = threading.Thread(target=work)
        worker.start()
        await read_one_by_one(queue, seen)
        worker.join()
        return seen

    assert asyncio.run(run()) == made
    assert fullest <= 9 or not waits


@pytest.mark.parametrize("wrap", [lambda queue: queue, lambda queue: TeeEmitter([].append, FilterEmitter(queue))])
def test_async_scopes_wait_for_a_slow_reader(wrap: Any) -> None:
    """DESIGN, emitters: async scopes and `await t.send(text)` use drain, also through a tee and a filter."""
    fullest = 0

    async def produce(queue: AsyncQueueEmitter) -> None:
        nonlocal fullest
        async with (
            ResponseBuilder(wrap(queue), model="m") as response,
            response.message() as message,
            message.text() as text,
        ):
            for _ in range(400):
                await text.send("a")
                fullest = max(fullest, queue.waiting)
        queue.close()

    async def run() -> list[Any]:
        queue, seen = AsyncQueueEmitter(high_water=8), []
        producer = asyncio.ensure_future(produce(queue))
        async for each in queue:
            seen.append(each)
            for _ in range(3):
                await asyncio.sleep(0)
        await producer
        return seen

    seen = asyncio.run(run())
    assert seen[-1].response.output[0].content[0].text == "a" * 400
    assert fullest == 8, "what `send` emits waits for room before it returns"


def test_emitting_before_and_after_the_loop_is_no_error() -> None:
    """The queue may be made and filled before anything runs; a loop that is gone has no reader to wake."""
    queue = AsyncQueueEmitter()
    queue.emit(event("acme:early"))

    async def read() -> list[Any]:
        return await queue.take_events()

    assert [each.type for each in asyncio.run(read())] == ["acme:early"]
    queue.emit(event("acme:late"))
    assert queue.waiting == 1


def test_a_mark_below_zero_is_refused() -> None:
    """A queue that never has room would stop its producer for ever."""
    with pytest.raises(ValueError, match="high_water is 0 or more, not -1"):
        AsyncQueueEmitter(high_water=-1)
