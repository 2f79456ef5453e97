"""The body of a streamed answer: what the producer emits, keep-alives in between, and nobody left running."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import pytest

from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.errors import LocalProtocolError, SinkClosedError
from openresponses_sdk.sinks.async_queue import AsyncQueueEmitter
from openresponses_sdk.sinks.body import stream_sse
from openresponses_sdk.sse import SSEDecoder
from openresponses_sdk.validator import iter_violations


async def answer(sink: AsyncQueueEmitter) -> None:
    """A producer as it should be."""
    with ResponseBuilder(sink, model="m") as response, response.message() as message, message.text() as text:
        for word in ("one ", "two ", "three"):
            text.delta(word)
            await sink.drain()


def read(wire: bytes) -> tuple[list[Any], bool]:
    decoder = SSEDecoder()
    events = [*decoder.receive_data(wire), *decoder.receive_eof()]
    return events, decoder.is_done


async def collect(body: AsyncGenerator[bytes, None]) -> bytes:
    return b"".join([chunk async for chunk in body])


@pytest.mark.parametrize("high_water", [0, 3, 64])
def test_the_body_is_what_the_producer_emits(high_water: int) -> None:
    """Issue 4, sinks: from the builder to the bytes of an answer."""
    events, is_done = read(asyncio.run(collect(stream_sse(answer, high_water=high_water))))
    assert is_done and not [each for each in iter_violations(events) if each.severity == "error"]
    assert events[-1].response.output[0].content[0].text == "one two three"


def test_a_silent_producer_makes_comments_and_no_event() -> None:
    """Issue 4, sinks: keep-alive comments."""

    async def run() -> bytes:
        go_on, wire = asyncio.Event(), b""

        async def slow(sink: AsyncQueueEmitter) -> None:
            response = ResponseBuilder(sink, model="m")
            response.start()
            await go_on.wait()
            response.complete()

        async for chunk in stream_sse(slow, keep_alive=0):
            wire += chunk
            if wire.count(b": keep-alive\n\n") > 2:
                go_on.set()
        return wire

    wire = asyncio.run(run())
    events, is_done = read(wire)
    assert is_done and [each.type for each in events][-1] == "response.completed"


def test_an_exception_of_the_producer_comes_after_what_it_emitted() -> None:
    """Issue 4: honest ends; the stream says failed, and the server hears why."""

    async def broken(sink: AsyncQueueEmitter) -> None:
        with ResponseBuilder(sink, model="m") as response, response.message():
            raise RuntimeError("secret")

    async def run() -> bytes:
        wire = b""
        with pytest.raises(RuntimeError, match="secret"):
            async for chunk in stream_sse(broken):
                wire += chunk
        return wire

    wire = asyncio.run(run())
    events, is_done = read(wire)
    assert is_done and events[-1].type == "response.failed" and b"secret" not in wire


def test_a_producer_that_returns_early_leaves_no_done() -> None:
    """OR-GRAM-42: nobody must take the stream for whole."""

    async def forgetful(sink: AsyncQueueEmitter) -> None:
        ResponseBuilder(sink, model="m").start()

    events, is_done = read(asyncio.run(collect(stream_sse(forgetful))))
    assert len(events) == 2 and not is_done


def test_a_producer_that_emits_nothing_gives_an_empty_body() -> None:
    """The end comes also when nothing came before."""

    async def idle(sink: AsyncQueueEmitter) -> None:
        """Nothing to say."""

    assert asyncio.run(collect(stream_sse(idle))) == b""


def test_a_second_response_in_one_body_is_refused() -> None:
    """OR-GRAM-08: only [DONE] comes after the terminal event."""

    async def twice(sink: AsyncQueueEmitter) -> None:
        await answer(sink)
        await answer(sink)

    with pytest.raises(LocalProtocolError, match="OR-GRAM-08"):
        asyncio.run(collect(stream_sse(twice)))


async def talks(text: Any, sink: AsyncQueueEmitter) -> None:
    """Always has something to say."""
    while True:
        text.delta("and ")
        await sink.drain()


async def waits(text: Any, sink: AsyncQueueEmitter) -> None:
    """Waits for an upstream that says nothing."""
    await asyncio.Event().wait()


async def clings(text: Any, sink: AsyncQueueEmitter) -> None:
    """Does not let itself be cancelled, and goes on emitting."""
    with suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
    await talks(text, sink)


@pytest.mark.parametrize("work", [talks, waits, clings])
@pytest.mark.parametrize("how", ["close", "cancel"])
def test_a_client_that_disconnects_ends_the_producer(how: str, work: Any) -> None:
    """Issue 4, builder: a generator closed by a disconnected client; the upstream must not be read for nobody."""
    ended: list[BaseException] = []

    async def endless(sink: AsyncQueueEmitter) -> None:
        text = ResponseBuilder(sink, model="m").message().open().text().open()
        try:
            await work(text, sink)
        except BaseException as error:
            ended.append(error)
            raise

    async def serve(body: AsyncGenerator[bytes, None], got: asyncio.Event) -> None:
        async for _ in body:
            got.set()

    async def run() -> None:
        body, got = stream_sse(endless), asyncio.Event()
        if how == "close":
            await anext(body)
            await body.aclose()
        else:
            server = asyncio.ensure_future(serve(body, got))
            await got.wait()
            server.cancel()
            await asyncio.gather(server, return_exceptions=True)
            assert server.cancelled()
        assert [each for each in asyncio.all_tasks() if each is not asyncio.current_task()] == []

    async def in_time() -> None:
        async with asyncio.timeout(30):
            await run()

    asyncio.run(in_time())
    (error,) = ended
    assert isinstance(error, asyncio.CancelledError | SinkClosedError)


def test_a_second_response_in_a_body_does_not_cost_the_first() -> None:
    """Found by a user: a log of two turns in one burst made an answer of no bytes."""

    async def twice(sink: AsyncQueueEmitter) -> None:
        for _ in range(2):
            with ResponseBuilder(sink, model="m") as response, response.message() as message, message.text() as text:
                text.delta("Hello")

    async def run() -> tuple[bytes, str]:
        wire = b""
        try:
            async for chunk in stream_sse(twice):
                wire += chunk
        except LocalProtocolError as error:
            return wire, error.violation.requirement
        return wire, ""

    wire, refused = asyncio.run(run())
    events, is_done = read(wire)
    assert is_done and refused == "OR-GRAM-08"
    assert [event.type for event in events].count("response.completed") == 1
