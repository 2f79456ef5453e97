"""A callback gets every event, and its exceptions do what was asked for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.callback_emitter import CallbackEmitter
from openresponses_sdk.emitters import ListEmitter
from tests.streams import Built, built_streams, event


class Failing:
    """Takes some events, then raises."""

    def __init__(self, at: int, error: BaseException) -> None:
        self.at, self.error = at, error
        self.calls: list[Any] = []

    def __call__(self, event: Any) -> None:
        self.calls.append(event)
        if len(self.calls) == self.at:
            raise self.error


@settings(max_examples=25, deadline=None)
@given(built=built_streams())
def test_a_callback_gets_every_event_in_order(built: Built) -> None:
    """DESIGN 5: StreamEventCallback is called with each event."""
    seen: list[Any] = []
    emitter = CallbackEmitter(seen.append)
    for each in built.events:
        emitter.emit(each)
    assert seen == built.events
    assert emitter.callback_error is None and not emitter.is_detached


def test_an_exception_of_the_callback_ends_the_response() -> None:
    """Issue 4, emitters: an exception in the callback is policy; `raise` is the default."""
    callback = Failing(3, OSError("full"))
    response = ResponseBuilder(CallbackEmitter(callback), model="m")
    with pytest.raises(OSError, match="full"):
        response.message().open()
    assert len(callback.calls) == 3 and response.is_done


def test_a_detached_callback_is_not_called_again_and_its_exception_is_kept() -> None:
    """Issue 4, emitters: or detach and record."""
    error = OSError("full")
    callback = Failing(3, error)
    emitter = CallbackEmitter(callback, on_error="detach")
    response = ResponseBuilder(emitter, model="m")
    with response.message() as message, message.text() as text:
        text.delta("on")
    assert response.complete().status == "completed"
    assert len(callback.calls) == 3
    assert emitter.callback_error is error and emitter.is_detached


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit()])
def test_an_interruption_is_never_kept(error: BaseException) -> None:
    """Issue 4, emitters: detaching is for exceptions, and no reason to go on after an interruption."""
    emitter = CallbackEmitter(Failing(1, error), on_error="detach")
    with pytest.raises(type(error)):
        emitter.emit(event("acme:a"))
    assert emitter.callback_error is None and not emitter.is_detached


async def coroutine(event: Any) -> None:
    """Nobody awaits this."""


@pytest.mark.parametrize("callback", [coroutine, ListEmitter, 1, None])
def test_what_cannot_be_called_is_refused(callback: Any) -> None:
    """Found by a user of the builder: at creation, and not at the first event."""
    with pytest.raises(TypeError, match="callback is"):
        CallbackEmitter(callback)


def test_a_policy_that_there_is_not_is_refused() -> None:
    """A misspelt policy must not be the default one."""
    with pytest.raises(ValueError, match="on_error is 'raise' or 'detach', not 'ignore'"):
        CallbackEmitter(print, on_error="ignore")  # type: ignore[arg-type]
