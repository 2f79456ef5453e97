"""The sinks that a server pulls: bytes and frames that say what was emitted, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_schema import WebSocketErrorEvent
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.decoder import Decoder
from openresponses_sdk.emitters import EncodedEmitter, ListEmitter
from openresponses_sdk.errors import LocalProtocolError
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.ndjson import NDJSONDecoder, NDJSONEncoder
from openresponses_sdk.sinks.ndjson import NDJSONEmitter
from openresponses_sdk.sinks.pulled import ByteEmitter
from openresponses_sdk.sinks.sse import SSEEmitter
from openresponses_sdk.sinks.websocket import WebSocketEmitter
from openresponses_sdk.sse import SSEDecoder, SSEEncoder
from openresponses_sdk.tee_emitter import TeeEmitter
from openresponses_sdk.websocket import WebSocketDecoder
from tests.scripted_streams import SCRIPTS
from tests.streams import Built, built_streams, event

laws = settings(max_examples=30, deadline=None)
ERROR = {"type": "error", "status": 400, "error": {"type": "invalid_request", "code": "bad", "message": "No."}}


@laws
@given(built=built_streams(), pulls=st.lists(st.booleans(), min_size=400, max_size=400))
@pytest.mark.parametrize(("sink", "decoder"), [(SSEEmitter, SSEDecoder), (NDJSONEmitter, NDJSONDecoder)])
def test_what_is_taken_says_what_was_emitted_whenever_it_is_taken(
    sink: type[ByteEmitter], decoder: type[Decoder[Any]], built: Built, pulls: list[bool]
) -> None:
    """DESIGN, emitters: byte sinks are pulled; nothing is lost or doubled."""
    emitter, reader = sink(), decoder()
    taken: list[bytes] = []
    for each, pull in zip(built.events, pulls, strict=False):
        emitter.emit(each)
        if pull:
            taken.append(emitter.take_bytes())
    waiting = emitter.waiting
    taken.append(emitter.take_bytes())
    assert len(taken[-1]) == waiting
    assert (emitter.waiting, emitter.take_bytes()) == (0, b"")
    events = [*reader.receive_data(b"".join(taken)), *reader.receive_eof()]
    assert [each.to_json() for each in events] == [each.to_json() for each in built.events]
    assert emitter.is_done and reader.findings == []
    assert reader.is_done is (sink is SSEEmitter)


@laws
@given(built=built_streams(extensions=False), encoded=st.lists(st.booleans(), min_size=400, max_size=400))
@pytest.mark.parametrize("sink", [SSEEmitter, NDJSONEmitter, WebSocketEmitter])
def test_a_written_event_says_what_its_model_says(sink: Any, built: Built, encoded: list[bool]) -> None:
    """DESIGN, speed: the two calls of an EncodedEmitter mean the same, in any mixture."""
    plain, mixed = sink(), sink()
    for each, is_written in zip(built.events, encoded, strict=False):
        plain.emit(each)
        if is_written:
            mixed.emit_encoded(each.type, each.to_json())
        else:
            mixed.emit(each)
        assert mixed.is_done is plain.is_done
    take = "take_frames" if sink is WebSocketEmitter else "take_bytes"
    assert getattr(mixed, take)() == getattr(plain, take)()
    assert isinstance(mixed, EncodedEmitter)
    if sink is SSEEmitter:
        with pytest.raises(LocalProtocolError, match=r"nothing follows \[DONE\]"):
            mixed.emit_encoded("response.queued", b"{}")


@laws
@given(built=built_streams(), at=st.lists(st.booleans(), min_size=400, max_size=400))
def test_keep_alives_change_nothing(built: Built, at: list[bool]) -> None:
    """Issue 4, sinks: keep-alive comments; a reader skips them wherever they stand."""
    emitter, reader = SSEEmitter(), SSEDecoder()
    for each, idle in zip(built.events, at, strict=False):
        if idle:
            emitter.keep_alive("still here")
        emitter.emit(each)
    emitter.keep_alive()
    wire = emitter.take_bytes()
    events = [*reader.receive_data(wire), *reader.receive_eof()]
    assert [each.to_json() for each in events] == [each.to_json() for each in built.events]
    assert wire.endswith(b"data: [DONE]\n\n"), "nothing follows [DONE]"
    assert wire.count(b"\n: still here\n\n") + wire.startswith(b": still here") == sum(at[: len(built.events)])


@pytest.mark.parametrize("comment", ["a\nb", "a\r", "\n", "a\u2028b", "a\r\ndata: {}"])
def test_a_comment_cannot_forge_a_frame(comment: str) -> None:
    """OR-SSE: a line end would begin a field of its own."""
    emitter = SSEEmitter()
    with pytest.raises(ValueError, match="a comment is one line"):
        emitter.keep_alive(comment)
    assert emitter.take_bytes() == b""


def test_done_follows_the_terminal_event_and_nothing_follows_done() -> None:
    """OR-SSE-04, OR-GRAM-08: the last payload is [DONE], and it comes once."""
    emitter = SSEEmitter()
    response = ResponseBuilder(emitter, model="m")
    response.start()
    assert not emitter.is_done
    response.complete()
    assert emitter.is_done
    wire = emitter.take_bytes()
    emitter.finish()
    with pytest.raises(LocalProtocolError, match=r"nothing follows \[DONE\]"):
        emitter.emit(event("acme:late"))
    assert wire.count(b"[DONE]") == 1 and emitter.take_bytes() == b""


def test_a_stream_that_stops_has_no_done() -> None:
    """OR-GRAM-42: nobody must take it for whole."""
    emitter = SSEEmitter()
    ResponseBuilder(emitter, model="m").message().open().text().open().delta("a")
    assert not emitter.is_done and b"[DONE]" not in emitter.take_bytes()


def test_several_responses_share_one_done_when_asked() -> None:
    """The log of an agent has many turns; `convert --to sse` writes them so."""
    emitter = SSEEmitter(single=False)
    for _ in range(2):
        ResponseBuilder(emitter, model="m").complete()
    assert not emitter.is_done
    emitter.finish()
    wire = emitter.take_bytes()
    assert emitter.is_done and wire.count(b"[DONE]") == 1 and wire.count(b"event: response.completed") == 2


@pytest.mark.parametrize("sink", [SSEEmitter(), NDJSONEmitter(), WebSocketEmitter()])
def test_a_sink_is_done_only_when_the_response_is(sink: Any) -> None:
    """An `error` event is followed by response.failed (OR-GRAM-29), so it ends nothing."""
    response = ResponseBuilder(sink, model="m")
    response.start()
    response.event("error", error={"type": "server_error", "code": "c", "message": "m", "param": None})
    assert not sink.is_done
    response.fail("c", "m")
    assert sink.is_done


def test_an_event_type_that_would_forge_frames_is_refused_and_leaves_nothing() -> None:
    """OR-SSE: CR and LF end a line; the emitter keeps working."""
    emitter = SSEEmitter()
    with pytest.raises(ValueError, match="no CR, LF or NUL"):
        emitter.emit(event("acme:a\ndata: x"))
    emitter.emit(event("acme:b"))
    assert emitter.take_bytes().startswith(b"event: acme:b\n")


@pytest.mark.parametrize("dialect", ["spec", "openai"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_builder_writes_the_same_bytes_by_whatever_way(script: str, dialect: Any) -> None:
    """DESIGN, speed: deltas reach a byte sink without a model; nobody can tell from the bytes."""

    def run(emitter: Any) -> None:
        builder = ResponseBuilder(emitter, model="m", ids=SeededIds(1), clock=lambda: 1, dialect=dialect)
        SCRIPTS[script](builder)

    written, kept = SSEEmitter(), ListEmitter()
    beside, first, second = SSEEmitter(), SSEEmitter(), NDJSONEmitter()
    run(written)
    run(TeeEmitter(beside, kept))
    run(TeeEmitter(first, second))
    frames, lines = SSEEncoder(), NDJSONEncoder()
    wire = b"".join([*map(frames.encode, kept.events), frames.encode_done()])
    assert written.take_bytes() == beside.take_bytes() == first.take_bytes() == wire
    assert second.take_bytes() == b"".join(map(lines.encode, kept.events))


@laws
@given(first=built_streams(), second=built_streams())
def test_websocket_frames_say_what_was_emitted_turn_by_turn(first: Built, second: Built) -> None:
    """OR-WS-05, OR-WS-23: the same objects, one a frame, no [DONE]; turns follow one another."""
    emitter, reader = WebSocketEmitter(), WebSocketDecoder()
    for turn in (first, second):
        for each in turn.events:
            assert emitter.is_done is (each is turn.events[0] and turn is second)
            emitter.emit(each)
        assert emitter.is_done and emitter.waiting == len(turn.events)
        frames = emitter.take_frames()
        events = [each for frame in frames for each in reader.receive_text(frame)]
        assert [each.to_json() for each in events] == [each.to_json() for each in turn.events]
        assert emitter.take_frames() == []
    assert reader.findings == []


def test_an_error_message_ends_a_turn() -> None:
    """OR-WS-21: a request that cannot be answered."""
    emitter = WebSocketEmitter()
    emitter.emit_error(WebSocketErrorEvent.model_validate(ERROR))
    (frame,) = emitter.take_frames()
    (read,) = WebSocketDecoder().receive_text(frame)
    assert emitter.is_done and read.to_dict() == ERROR
