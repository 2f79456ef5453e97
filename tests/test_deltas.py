"""Deltas that go to a sink of bytes, against deltas that go to a list of models."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openresponses_schema import ErrorData, ResponseStreamEvent
from openresponses_sdk.accumulator import ResponseAccumulator
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import EncodedEmitter, EventEmitter, ListEmitter
from openresponses_sdk.errors import LocalProtocolError
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.validator import iter_violations
from tests.streams import USAGE

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
STEPS = st.lists(st.tuples(st.sampled_from(["text", "call", "note", "raw", "other"]), TEXT), max_size=20)


class Bytes(EventEmitter):
    """Keeps the JSON of every event, and how it came."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []
        self.written: list[str] = []

    def emit(self, event: ResponseStreamEvent) -> None:
        self.texts.append(event.to_json())

    def emit_encoded(self, type: str, data: bytes) -> None:
        self.texts.append(data)
        self.written.append(type)


def build(emitter: Any, steps: list[tuple[str, str]], dialect: Any) -> Any:
    builder = ResponseBuilder(emitter, model="m", ids=SeededIds(1), clock=lambda: 1_700_000_000, dialect=dialect)
    message, call, thought = builder.message().open(), builder.function_call("f").open(), builder.reasoning().open()
    text, raw = message.text().open(), thought.text().open()
    for what, fragment in steps:
        match what:
            case "text":
                text.delta(fragment)
            case "raw":
                raw.delta(fragment)
            case "call":
                call.delta(fragment)
            case "note":
                builder.custom_event("acme:note", text=fragment)
            case _:  # Something moves: the next delta is judged anew.
                builder.function_call("g").open().close()
    for item in (message, call, thought):
        item.close()
    return builder.complete(USAGE)


@given(steps=STEPS, dialect=st.sampled_from(["spec", "openai"]))
def test_a_sink_of_bytes_gets_exactly_what_a_list_gets(steps: list[tuple[str, str]], dialect: str) -> None:
    """Issue 4, speed: one law, the fast way equals the plain one, in both dialects, with several items open."""
    models, sink = ListEmitter(), Bytes()
    plain, fast, silent = (build(emitter, steps, dialect) for emitter in (models, sink, None))
    assert sink.texts == [event.to_json() for event in models.events]
    assert plain.to_json() == fast.to_json() == silent.to_json()
    assert models.events == [parse_event(text) for text in sink.texts]
    accumulator = ResponseAccumulator()
    for event in models.events:
        accumulator.receive(event)
    assert accumulator.snapshot.to_dict() == plain.to_dict()


def test_deltas_reach_a_sink_of_bytes_written() -> None:
    """Issue 4, speed: after the first, no model stands between a delta and its bytes."""
    sink = Bytes()
    assert isinstance(sink, EncodedEmitter) and not isinstance(ListEmitter(), EncodedEmitter)
    with ResponseBuilder(sink, model="m") as builder, builder.message() as message, message.text() as text:
        for _ in range(5):
            text.delta("a")
    assert sink.written == ["response.output_text.delta"] * 4


def test_an_emitter_may_decline_written_events() -> None:
    """An emitter that hands on to others has None there, and gets models."""
    sink = Bytes()
    sink.emit_encoded = None  # type: ignore[assignment,method-assign]
    with ResponseBuilder(sink, model="m") as builder, builder.message() as message, message.text() as text:
        text.delta("a")
        text.delta("b")
    assert len(sink.texts) == 10


def closed_behind_its_back(builder: ResponseBuilder, text: Any) -> None:
    place = {"item_id": text.item.item_id, "output_index": 0, "content_index": 0}
    builder.event("response.output_text.done", text=text.text, **place)


EVENTS_THAT_END_IT: list[Callable[[ResponseBuilder, Any], object]] = [
    closed_behind_its_back,
    lambda builder, text: text.close(),
    lambda builder, text: text.item.close(),
    lambda builder, text: builder.fail("x", "y"),
    lambda builder, text: builder.incomplete("max_output_tokens"),
    lambda builder, text: builder.event("error", error=ErrorData.server_error("m")),
]


@pytest.mark.parametrize("end", EVENTS_THAT_END_IT)
@pytest.mark.parametrize("emitter", [Bytes, ListEmitter])
def test_a_delta_is_refused_once_something_has_moved(end: Any, emitter: type[EventEmitter]) -> None:
    """DESIGN, producer: the verdict on a delta stands only as long as nothing moves; nothing is emitted after it."""
    sink: Any = emitter()
    builder = ResponseBuilder(sink, model="m")
    text = builder.message().open().text().open()
    for _ in range(3):
        text.delta("a")
    end(builder, text)
    count = len(getattr(sink, "texts", None) or sink.events)
    before = builder.snapshot
    with pytest.raises(LocalProtocolError):
        text.delta("late")
    assert len(getattr(sink, "texts", None) or sink.events) == count
    assert builder.snapshot == before


@pytest.mark.parametrize("bad", ["\ud800", 5, b"x", None])
def test_a_fragment_that_is_no_text_is_refused_after_good_ones_too(bad: Any) -> None:
    """OR-STREAM-03, OR-SSE-02: the fast way judges its text as the plain one does."""
    sink = Bytes()
    builder = ResponseBuilder(sink, model="m")
    text, call = builder.message().open().text().open(), builder.function_call("f").open()
    for scope in (text, call):
        scope.delta("a")
        scope.delta("b")
        count = len(sink.texts)
        with pytest.raises(LocalProtocolError):
            scope.delta(bad)
        assert len(sink.texts) == count
        scope.delta("c")
    assert (text.text, builder.snapshot.to_dict()["output"][1]["arguments"]) == ("abc", "abc")


@pytest.mark.parametrize("way", ["emit", "emit_encoded"])
def test_an_emitter_that_raises_ends_the_response_by_either_way(way: str) -> None:
    """DESIGN, producer: whether an event was handed over as a model or written, nothing follows a failure."""

    class Lost(Bytes):
        lost = ""

        def emit(self, event: ResponseStreamEvent) -> None:
            self._take("emit")

        def emit_encoded(self, type: str, data: bytes) -> None:
            self._take("emit_encoded")

        def _take(self, way: str) -> None:
            if way == self.lost:
                raise ConnectionError("gone")

    sink = Lost()
    builder = ResponseBuilder(sink, model="m")
    text = builder.message().open().text().open()
    text.delta("a")
    text.delta("b")
    sink.lost = way
    with pytest.raises(ConnectionError):
        text.close() if way == "emit" else text.delta("c")
    with pytest.raises(LocalProtocolError, match="the emitter failed earlier"):
        text.delta("d")
    assert builder.is_done


def test_an_emitter_cannot_emit_while_it_takes_an_event() -> None:
    """OR-GRAM-03: whoever passes events on would otherwise pass on the inner one first."""
    refusals: list[str] = []

    class Eager(Bytes):
        def emit_encoded(self, type: str, data: bytes) -> None:
            super().emit_encoded(type, data)
            for call in (lambda: text.delta("inner"), lambda: builder.custom_event("acme:tick"), message.refusal):
                with pytest.raises(LocalProtocolError) as caught:
                    call()
                refusals.append(caught.value.violation.message)

    sink = Eager()
    builder = ResponseBuilder(sink, model="m")
    message = builder.message().open()
    text = message.text().open()
    for fragment in "ab":
        text.delta(fragment)
    assert len(refusals) == 3 and all("an event is being emitted" in refusal for refusal in refusals)
    assert text.text == "ab"
    message.close()
    assert builder.complete(USAGE).output_text == "ab"


def test_a_call_from_another_thread_during_an_event_is_refused() -> None:
    """Issue 4, thread rules: a builder serves one thread at a time, and says so where it can tell."""
    inside, leave = threading.Event(), threading.Event()

    class Slow(Bytes):
        def emit_encoded(self, type: str, data: bytes) -> None:
            inside.set()
            leave.wait(10)

    builder = ResponseBuilder(Slow(), model="m")
    text = builder.message().open().text().open()
    text.delta("a")
    thread = threading.Thread(target=text.delta, args=("b",))
    thread.start()
    assert inside.wait(10)
    with pytest.raises(LocalProtocolError, match="one call at a time"):
        text.delta("c")
    leave.set()
    thread.join()
    assert text.text == "ab"


def test_threads_that_share_a_builder_take_a_lock() -> None:
    """Issue 4, thread rules: with a lock around every call, several threads write several items of one response."""
    events: list[Any] = []
    builder = ResponseBuilder(events.append, model="m")
    lock, meet = threading.Lock(), threading.Barrier(4)

    def write(number: int) -> None:
        meet.wait(10)
        with lock:
            message = builder.message(id=f"msg_{number}").open()
            text = message.text().open()
        for _ in range(50):
            with lock:
                text.delta(str(number))
        with lock:
            message.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    final = builder.complete(USAGE)
    assert {item["id"]: item["content"][0]["text"] for item in final.to_dict()["output"]} == {
        f"msg_{number}": str(number) * 50 for number in range(4)
    }
    assert [str(found) for found in iter_violations(events) if found.severity == "error"] == []


def test_a_builder_may_move_from_thread_to_thread() -> None:
    """Issue 4, thread rules: nothing is bound to the thread that made it."""
    builder = ResponseBuilder(model="m")
    scopes: list[Any] = []
    steps: list[Callable[[], object]] = [
        lambda: scopes.append(builder.message().open().text().open()),
        lambda: scopes[0].delta("a"),
        lambda: scopes[0].delta("b"),
        lambda: scopes[0].item.close(),
        lambda: builder.complete(USAGE),
    ]
    for step in steps:
        thread = threading.Thread(target=step)
        thread.start()
        thread.join()
    assert builder.build().output_text == "ab"
