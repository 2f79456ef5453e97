"""Several emitters get the same events, whatever becomes of one of them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_schema import ResponseStreamEvent
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.callback_emitter import CallbackEmitter
from openresponses_sdk.emitters import EventEmitter, ListEmitter
from openresponses_sdk.sinks.ndjson import NDJSONEmitter
from openresponses_sdk.sinks.sse import SSEEmitter
from openresponses_sdk.tee_emitter import TeeEmitter
from tests.streams import Built, built_streams, event


class Broken(EventEmitter):
    """Raises, to emit and to drain."""

    def __init__(self, error: BaseException) -> None:
        self.reason = error

    def emit(self, event: ResponseStreamEvent) -> None:
        raise self.reason

    async def drain(self) -> None:
        raise self.reason


class Drained(ListEmitter):
    """Counts how often it was waited for."""

    drains = 0

    async def drain(self) -> None:
        self.drains += 1


@settings(max_examples=25, deadline=None)
@given(built=built_streams(), count=st.integers(0, 3))
def test_every_emitter_gets_every_event(built: Built, count: int) -> None:
    """Issue 4, emitters: a tee."""
    sinks = [ListEmitter() for _ in range(count)]
    called: list[Any] = []
    tee = TeeEmitter(*sinks, called.append)
    for each in built.events:
        tee.emit(each)
    assert all(seen == built.events for seen in [called, *(sink.events for sink in sinks)])


@settings(max_examples=30)
@given(failing=st.lists(st.booleans(), max_size=5))
def test_one_that_raises_keeps_the_event_from_none_of_the_others(failing: list[bool]) -> None:
    """Issue 4, emitters: the others still get the event; then the error, or all errors as a group."""
    errors = [ValueError(f"number {at}") for at in range(failing.count(True))]
    waiting = list(errors)
    emitters = [Broken(waiting.pop(0)) if fails else ListEmitter() for fails in failing]
    raised: BaseException | None = None
    try:
        TeeEmitter(*emitters).emit(event("acme:a"))
    except (ExceptionGroup, ValueError) as error:
        raised = error
    assert all(len(each.events) == 1 for each in emitters if isinstance(each, ListEmitter))
    if len(errors) > 1:
        assert isinstance(raised, ExceptionGroup) and list(raised.exceptions) == errors
    else:
        assert raised is (errors[0] if errors else None)


def test_an_emitter_that_raises_ends_the_response_for_all() -> None:
    """DESIGN, producer: nobody knows what arrived, so nothing more is emitted, to nobody."""
    kept = ListEmitter()
    response = ResponseBuilder(TeeEmitter(Broken(OSError("gone")), kept), model="m")
    with pytest.raises(OSError, match="gone"):
        response.message().open()
    assert [each.type for each in kept.events] == ["response.created"] and response.is_done


def test_a_failure_can_be_kept_to_one_emitter() -> None:
    """Issue 4, emitters: the two policies together; this is what the docstring advises."""
    kept, lost = ListEmitter(), CallbackEmitter(Broken(OSError("gone")).emit, on_error="detach")
    assert ResponseBuilder(TeeEmitter(lost, kept), model="m").complete().status == "completed"
    assert len(kept.events) == 3 and isinstance(lost.callback_error, OSError)


def test_an_interruption_is_raised_at_once() -> None:
    """A program that is being ended does no more work."""
    kept = ListEmitter()
    with pytest.raises(KeyboardInterrupt):
        TeeEmitter(Broken(KeyboardInterrupt()), kept).emit(event("acme:a"))
    assert kept.events == []


def test_a_tee_waits_for_each_that_can_be_waited_for() -> None:
    """DESIGN, emitters: async sinks add `await drain()`; one that fails keeps it from none of the others."""
    first, second = Drained(), Drained()
    asyncio.run(TeeEmitter(first, ListEmitter(), print, second).drain())
    with pytest.raises(OSError, match="gone"):
        asyncio.run(TeeEmitter(first, Broken(OSError("gone")), second).drain())
    assert (first.drains, second.drains) == (2, 2)


def test_written_events_go_to_all_or_are_not_asked_for() -> None:
    """DESIGN, speed: written events pass without a model, unless somebody wants models."""
    bytes_only = TeeEmitter(first := SSEEmitter(), TeeEmitter(second := NDJSONEmitter()))
    assert bytes_only.emit_encoded is not None
    bytes_only.emit_encoded("response.queued", b"{}")
    assert (first.take_bytes(), second.take_bytes()) == (b"event: response.queued\ndata: {}\n\n", b"{}\n")
    assert TeeEmitter(SSEEmitter(), ListEmitter()).emit_encoded is None
    assert TeeEmitter(SSEEmitter(), TeeEmitter(print)).emit_encoded is None
    assert TeeEmitter().emit_encoded is None


def test_what_cannot_take_events_is_refused_at_once() -> None:
    """Found by a user of the builder: at creation, and not at the first event."""
    with pytest.raises(TypeError, match="an emitter is an EventEmitter, or a callable"):
        TeeEmitter(ListEmitter(), [])  # type: ignore[arg-type]
