"""Scopes in async code: the same classes, and a wait for the emitter where there may be one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest

from openresponses_schema import ErrorData, ResponseStreamEvent
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import DrainingEmitter, EventEmitter
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.lifecycle import Lifecycle
from tests.streams import USAGE

LOGPROB: dict[str, Any] = {"token": "a", "logprob": -0.5, "bytes": [97], "top_logprobs": []}


class Pipe(EventEmitter):
    """Holds events back until it is drained."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.drained: list[int] = []
        self.fails = False

    def emit(self, event: ResponseStreamEvent) -> None:
        self.events.append(event)

    async def drain(self) -> None:
        await asyncio.sleep(0)
        if self.fails:
            raise ConnectionError("the pipe broke")
        self.drained.append(len(self.events))


def start(emitter: Any, **options: Any) -> ResponseBuilder:
    return ResponseBuilder(emitter, model="m", ids=SeededIds(1), clock=lambda: 1_700_000_000, **options)


def run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(main())


def types(pipe: Pipe) -> list[str]:
    return [str(event.type) for event in pipe.events]


def test_async_scopes_emit_what_sync_scopes_emit() -> None:
    """STYLE, laws: sync equals async."""
    synchronous: list[Any] = []
    with start(synchronous.append) as builder:
        with builder.reasoning() as thought, thought.summary() as summary:
            summary.delta("Hm.")
        with builder.message() as message, message.text() as text:
            text.delta("a")
            text.delta("b", logprobs=[LOGPROB])
        with builder.function_call("f") as call:
            call.delta("{}")
    pipe = Pipe()

    async def main() -> None:
        async with start(pipe) as builder:
            async with builder.reasoning() as thought, thought.summary() as summary:
                await summary.send("Hm.")
            async with builder.message() as message, message.text() as text:
                await text.send("a")
                await text.send("b", logprobs=[LOGPROB])
            async with builder.function_call("f") as call:
                await call.send("{}")

    run(main)
    assert pipe.events == synchronous


def test_send_and_both_ends_of_a_scope_wait_for_the_emitter() -> None:
    """Issue 4: a delta, then drain; DESIGN, emitters: as asyncio's StreamWriter does."""
    pipe = Pipe()
    assert isinstance(pipe, DrainingEmitter)

    async def main() -> None:
        builder = start(pipe)
        async with builder.message() as message:
            assert pipe.drained == [3]
            async with message.text() as text:
                assert pipe.drained == [3, 4]
                await text.send("a")
                assert pipe.drained == [3, 4, 5]
            assert pipe.drained == [3, 4, 5, 7]
        assert pipe.drained == [3, 4, 5, 7, 8]
        builder.complete(USAGE)
        await builder.drain()

    run(main)
    assert pipe.drained[-1] == len(pipe.events) == 9


def test_an_emitter_without_drain_is_not_waited_for() -> None:
    """A list has room for ever."""
    events: list[Any] = []

    async def main() -> None:
        async with start(events.append) as builder, builder.message() as message, message.text() as text:
            await text.send("a")

    run(main)
    assert len(events) == 9


def test_an_exception_fails_the_response_drains_and_is_raised_again() -> None:
    """Issue 4: leaving an async scope does what leaving a sync one does."""
    pipe = Pipe()

    async def main() -> None:
        builder = start(pipe, on_exception=lambda _: ErrorData.model_error("The model is gone.", code="gone"))
        async with builder, builder.message() as message, message.text() as text:
            await text.send("a")
            raise TimeoutError("secret")

    with pytest.raises(TimeoutError, match="secret"):
        run(main)
    assert types(pipe)[-1] == "response.failed"
    assert pipe.events[-1].response.error.code == "gone"
    assert pipe.drained[-1] == len(pipe.events)


def test_an_emitter_that_cannot_drain_hides_no_exception() -> None:
    """DESIGN, producer: what went wrong first is raised again."""
    pipe = Pipe()

    async def main() -> None:
        async with start(pipe), asyncio.timeout(10), start(pipe).message():
            pipe.fails = True
            raise TimeoutError("first")

    with pytest.raises(TimeoutError, match="first"):
        run(main)


def test_a_drain_that_fails_is_raised_by_send_and_fails_the_response() -> None:
    """The connection is lost: the caller learns it, and the snapshot says that the response failed."""
    pipe = Pipe()
    builder = start(pipe)

    async def main() -> None:
        async with builder.message() as message, message.text() as text:
            pipe.fails = True
            await text.send("a")

    with pytest.raises(ConnectionError, match="the pipe broke"):
        run(main)
    assert builder.snapshot.status == "failed"


def test_a_cancelled_task_leaves_a_legal_prefix() -> None:
    """Issue 4: nobody reads on, so nothing is emitted and nothing is waited for; CancelledError passes through."""
    pipe = Pipe()

    async def produce() -> None:
        async with start(pipe) as builder, builder.message() as message, message.text() as text:
            await text.send("a")
            await asyncio.Event().wait()

    async def main() -> None:
        task = asyncio.create_task(produce())
        while len(pipe.drained) < 3:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert task.cancelled()

    run(main)
    assert types(pipe)[-1] == "response.output_text.delta"
    assert pipe.drained[-1] == len(pipe.events)
    lifecycle = Lifecycle()
    assert all(lifecycle.advance(event) is None for event in pipe.events)


def test_an_async_generator_that_is_closed_leaves_a_legal_prefix() -> None:
    """Issue 4: a client that goes away closes the generator of the server's body."""
    pipe = Pipe()

    async def body() -> AsyncIterator[str]:
        async with start(pipe) as builder, builder.message() as message, message.text() as text:
            await text.send("a")
            yield "a"
            await text.send("never")

    async def main() -> None:
        stream = body()
        assert await anext(stream) == "a"
        await stream.aclose()  # type: ignore[attr-defined]

    run(main)
    assert types(pipe)[-1] == "response.output_text.delta"
    lifecycle = Lifecycle()
    assert all(lifecycle.advance(event) is None for event in pipe.events)
