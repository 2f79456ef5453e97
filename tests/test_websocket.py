"""The text frames of a WebSocket."""

import json

import pytest

from openresponses_schema import (
    CreateResponseRequest,
    CustomEvent,
    ErrorEvent,
    ResponseOutputTextDeltaEvent,
    WebSocketErrorEvent,
    WebSocketResponseCreateEvent,
)
from openresponses_sdk.errors import DecodeError
from openresponses_sdk.parsing import Malformed
from openresponses_sdk.websocket import WebSocketDecoder, WebSocketEncoder, decode_request_frame, decode_text_frame

DELTA = ResponseOutputTextDeltaEvent(
    sequence_number=1, item_id="m", output_index=0, content_index=0, delta="é", logprobs=[]
)
ENVELOPE = {"type": "error", "status": 404, "error": {"code": "previous_response_not_found", "message": "gone"}}


def test_an_event_is_the_same_object_as_over_server_sent_events() -> None:
    """OR-WS-05."""
    frame = WebSocketEncoder().encode(DELTA)
    assert decode_text_frame(frame) == DELTA
    assert decode_text_frame(frame.encode()) == DELTA


def test_the_three_things_called_error_are_told_apart_by_their_shape() -> None:
    """OR-WS-21, DESIGN: the envelope has a status, the event an error object and a number, the flat form neither."""
    envelope = decode_text_frame(json.dumps(ENVELOPE))
    assert isinstance(envelope, WebSocketErrorEvent)
    assert envelope.status == 404
    assert WebSocketEncoder().encode(envelope) == json.dumps(ENVELOPE, separators=(",", ":"))
    event = {
        "type": "error",
        "sequence_number": 3,
        "error": {"type": "server_error", "code": None, "message": "m", "param": None},
    }
    assert isinstance(decode_text_frame(json.dumps(event)), ErrorEvent)
    flat = {"type": "error", "code": "c", "message": "m", "param": None, "sequence_number": 3}
    custom = decode_text_frame(json.dumps(flat))
    assert isinstance(custom, CustomEvent)
    assert custom.to_dict() == flat


def test_the_end_mark_of_server_sent_events_is_a_finding() -> None:
    """OR-WS-23."""
    decoder = WebSocketDecoder()
    assert decoder.receive_text(WebSocketEncoder().encode(DELTA)) == [DELTA]
    assert decoder.receive_text("[DONE]") == []
    (finding,) = decoder.findings
    assert "OR-WS-23" in finding.message
    assert finding.line == 2
    with pytest.raises(DecodeError, match="no event"):
        decode_text_frame("[DONE]")


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "nope",
        "[1]",
        '{"a":1}',
        '{"type":"error","status":"x","error":{}}',
        '"\ud800"',
        b"\xff",
        '{"type":"a:b","x":1e400}',
    ],
)
def test_a_bad_frame_is_our_error_and_the_next_one_is_read(frame: str | bytes) -> None:
    """Issue 2, bad input."""
    with pytest.raises(DecodeError):
        decode_text_frame(frame)
    decoder = WebSocketDecoder()
    if frame:
        with pytest.raises(DecodeError, match="line 1"):
            decoder.receive_text(frame)
    assert decoder.receive_text(WebSocketEncoder().encode(DELTA)) == [DELTA]


def test_a_lone_surrogate_is_named_with_its_byte() -> None:
    """Issue 2: a byte offset."""
    with pytest.raises(DecodeError, match="a lone surrogate at byte 18"):
        decode_text_frame('{"type":"ab","x":"\\ud800"}')


def test_the_limit_counts_bytes() -> None:
    """Issue 2: a limit of bytes per event."""
    with pytest.raises(DecodeError, match="limit of 100 bytes"):
        WebSocketDecoder(max_event_bytes=100).receive_text("é" * 51)


def test_a_malformed_object_can_be_kept() -> None:
    """Issue 2: ``on_error="keep"``."""
    (event,) = WebSocketDecoder(on_error="keep").receive_text('{"type":"response.output_text.delta"}')
    assert isinstance(event, Malformed)


def test_a_turn_starts_with_the_request_and_a_type() -> None:
    """OR-WS-02."""
    frame = WebSocketEncoder().encode_request(CreateResponseRequest(model="m", input="hello"))
    assert json.loads(frame) == {"type": "response.create", "model": "m", "input": "hello"}
    request = decode_request_frame(frame)
    assert isinstance(request, WebSocketResponseCreateEvent)
    assert json.loads(WebSocketEncoder().encode_request(request)) == json.loads(frame)


@pytest.mark.parametrize("field", [{"stream": True}, {"background": False}])
def test_what_only_makes_sense_over_http_is_refused(field: dict[str, bool]) -> None:
    """OR-WS-03."""
    with pytest.raises(ValueError, match=next(iter(field))):
        WebSocketEncoder().encode_request(CreateResponseRequest.model_validate({"model": "m", "input": "x", **field}))


@pytest.mark.parametrize("frame", ['{"type":"response.cancel"}', "{}", '{"type":"response.create","store":3}'])
def test_a_frame_that_is_no_request_is_our_error(frame: str) -> None:
    """OR-WS-02."""
    with pytest.raises(DecodeError):
        decode_request_frame(frame)
