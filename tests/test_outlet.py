"""The way out of the builder: which emitters it takes, and what an emitter that raises leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import EventEmitter, ListEmitter
from openresponses_sdk.errors import LocalProtocolError
from openresponses_sdk.lifecycle import Lifecycle
from tests.streams import CITATION, USAGE


class Failing:
    """Takes some events and raises at the next; takes all that come later."""

    def __init__(self, good: int, error: BaseException) -> None:
        self.good = good
        self.error = error
        self.events: list[Any] = []

    def __call__(self, event: Any) -> None:
        if self.good == len(self.events):
            self.good = -1
            raise self.error
        self.events.append(event)


def play(builder: ResponseBuilder) -> None:
    with builder.message() as message, message.text() as text:
        text.delta("a")
        text.annotate(CITATION)
    builder.custom_event("acme:tick")
    with builder.function_call("f", call_id="c") as call:
        call.arguments("{}")
    builder.function_call_output("c", "x")
    with builder.custom_item("acme:thing") as thing:
        thing.update(a=1)
    builder.complete(USAGE)


def number_of_events() -> int:
    emitter = ListEmitter()
    play(ResponseBuilder(emitter, model="m"))
    return len(emitter.events)


@pytest.mark.parametrize("error", [OSError("lost"), KeyboardInterrupt()], ids=["error", "interruption"])
@pytest.mark.parametrize("good", range(number_of_events()))
def test_nothing_is_emitted_after_an_emitter_raised(good: int, error: BaseException) -> None:
    """Found by a user: an event that was lost leaves a gap; OR-GRAM-03 and OR-GRAM-08 leave nothing to do but stop."""
    emitter = Failing(good, error)
    builder = ResponseBuilder(emitter, model="m")
    with pytest.raises(type(error)) as caught:
        play(builder)
    assert caught.value is error
    assert [event.sequence_number for event in emitter.events] == list(range(good))
    lifecycle = Lifecycle()
    assert all(lifecycle.advance(event) is None for event in emitter.events)
    assert builder.is_done
    assert builder.snapshot.id == builder.response_id


LATER: dict[str, Callable[[ResponseBuilder, Any, Any, Any], object]] = {
    "start": lambda builder, *_: builder.start(),
    "queued": lambda builder, *_: builder.queued(),
    "complete": lambda builder, *_: builder.complete(),
    "incomplete": lambda builder, *_: builder.incomplete("content_filter"),
    "fail": lambda builder, *_: builder.fail("x", "y"),
    "build": lambda builder, *_: builder.build(),
    "event": lambda builder, *_: builder.event("response.output_text.delta", delta="x"),
    "custom_event": lambda builder, *_: builder.custom_event("acme:tick"),
    "message": lambda builder, *_: builder.message(),
    "function_call_output": lambda builder, *_: builder.function_call_output("c", "x"),
    "custom_item": lambda builder, *_: builder.custom_item("acme:thing"),
    "delta": lambda _, message, text, call: text.delta("x"),
    "empty delta": lambda _, message, text, call: text.delta(""),
    "annotate": lambda _, message, text, call: text.annotate(CITATION),
    "close of a part": lambda _, message, text, call: text.close(),
    "part": lambda _, message, text, call: message.text(),
    "close of an item": lambda _, message, text, call: message.close(),
    "arguments": lambda _, message, text, call: call.arguments("{}"),
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_every_later_call_says_that_the_emitter_failed(later: Callable[..., object]) -> None:
    """Found by a user: the second error must point to the first."""
    emitter = Failing(5, OSError("lost"))
    builder = ResponseBuilder(emitter, model="m")
    message = builder.message().open()
    text = message.text().open()
    call = builder.function_call("f").open()
    with pytest.raises(OSError, match="lost"):
        text.delta("a")
    assert not (message.is_open or text.is_open)
    with pytest.raises(LocalProtocolError, match="the emitter failed earlier"):
        later(builder, message, text, call)
    assert len(emitter.events) == 5
    assert builder.snapshot.output[0].content[0].text == "a"  # type: ignore[union-attr, index]


def test_an_emitter_that_raises_at_the_end_leaves_no_finished_response() -> None:
    """OR-GRAM-42: the reader did not get the end, so the writer does not have it either."""
    emitter = Failing(2, OSError("lost"))
    builder = ResponseBuilder(emitter, model="m")
    with pytest.raises(OSError, match="lost"), builder:
        builder.complete(USAGE)
    assert len(emitter.events) == 2
    with pytest.raises(LocalProtocolError, match="the emitter failed earlier"):
        builder.build()


async def nobody_awaits_this(event: Any) -> None:
    raise AssertionError


class AsyncEmitter(EventEmitter):
    async def emit(self, event: Any) -> None:  # type: ignore[override]
        raise AssertionError


@pytest.mark.parametrize(
    ("emit", "sentence"),
    [
        ([], "emit is an EventEmitter, or a callable .*, not a list"),
        (ListEmitter, "emit is the class ListEmitter: give an instance of it"),
        (nobody_awaits_this, "emit is a coroutine function"),
        (AsyncEmitter(), "emit is a coroutine function"),
    ],
)
def test_what_cannot_take_events_is_refused_at_once(emit: Any, sentence: str) -> None:
    """Found by a user: at creation, and not at the first event."""
    with pytest.raises(TypeError, match=sentence):
        ResponseBuilder(emit, model="m")


def test_an_unknown_dialect_is_refused_at_once() -> None:
    """Found by a user: a misspelt dialect was the default one."""
    with pytest.raises(ValueError, match="dialect is 'spec' or 'openai', not 'openia'"):
        ResponseBuilder(model="m", dialect="openia")  # type: ignore[arg-type]
