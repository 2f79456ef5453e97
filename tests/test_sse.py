"""Server-sent events: vectors from the WHATWG standard's prose, any chunking, limits, and the way there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openresponses_sdk.errors import DecodeError
from openresponses_sdk.sse import SSEDecoder, SSEEncoder, SSEFrame, SSEParser
from tests.streams import Built, built_streams, event

VECTORS: dict[str, tuple[bytes, list[tuple[str | None, bytes, str | None, int]]]] = {
    "line feeds": (b"event: a\ndata: 1\n\n", [("a", b"1", None, 1)]),
    "carriage returns": (b"event: a\rdata: 1\r\r", [("a", b"1", None, 1)]),
    "both": (b"event: a\r\ndata: 1\r\n\r\n", [("a", b"1", None, 1)]),
    "all three": (b"event: a\rdata: 1\ndata: 2\r\n\n", [("a", b"1\n2", None, 1)]),
    "a byte order mark": (b"\xef\xbb\xbfdata: 1\n\n", [(None, b"1", None, 1)]),
    "a byte order mark later is part of a name": (b"data: 1\n\n\xef\xbb\xbfdata: 2\n\n", [(None, b"1", None, 1)]),
    "comments": (b": hi\ndata: 1\n:\n\n: bye\n\n", [(None, b"1", None, 2)]),
    "data on several lines": (b"data: 1\ndata:\ndata: 3\n\n", [(None, b"1\n\n3", None, 1)]),
    "no space": (b"data:1\n\n", [(None, b"1", None, 1)]),
    "one space of two is kept": (b"data:  1\n\n", [(None, b" 1", None, 1)]),
    "a tab is no space": (b"data:\t1\n\n", [(None, b"\t1", None, 1)]),
    "a colon in the value": (b"data: a:b\n\n", [(None, b"a:b", None, 1)]),
    "a name alone": (b"data\n\n", [(None, b"", None, 1)]),
    "two names alone": (b"data\ndata\n\n", [(None, b"\n", None, 1)]),
    "empty data": (b"data:\n\n", [(None, b"", None, 1)]),
    "no data, no frame": (b"event: a\nid: 1\n\ndata: 1\n\n", [(None, b"1", None, 4)]),
    "the last name counts": (b"event: a\nevent: b\ndata: 1\n\n", [("b", b"1", None, 1)]),
    "an empty name is none": (b"event:\ndata: 1\n\n", [(None, b"1", None, 1)]),
    "an id": (b"id: 7\ndata: 1\n\n", [(None, b"1", "7", 1)]),
    "an id with NUL is ignored": (b"id: 7\0\ndata: 1\n\n", [(None, b"1", None, 1)]),
    "retry and unknown fields": (b"retry: 5\nfoo: bar\ndata: 1\n\n", [(None, b"1", None, 1)]),
    "names are case-sensitive": (b"Data: 2\ndata: 1\n\n", [(None, b"1", None, 1)]),
    "a field with a space before it": (b" data: 2\ndata: 1\n\n", [(None, b"1", None, 1)]),
    "no last blank line": (b"data: 1\n\ndata: 2\n", [(None, b"1", None, 1), (None, b"2", None, 3)]),
    "no last line end": (b"data: 1\n\ndata: 2", [(None, b"1", None, 1), (None, b"2", None, 3)]),
    "blank lines before": (b"\n\n\ndata: 1\n\n", [(None, b"1", None, 4)]),
    "other separators are text": (b"data: \x0b\x1c\xc2\x85\n\n", [(None, b"\x0b\x1c\xc2\x85", None, 1)]),
    "the end": (b"data: [DONE]\n\n", [(None, b"[DONE]", None, 1)]),
    "nothing": (b"", []),
}


def frames(chunks: list[bytes]) -> list[SSEFrame]:
    parser = SSEParser()
    found = [frame for chunk in chunks for frame in parser.receive_data(chunk)]
    return [*found, *parser.receive_eof()]


@pytest.mark.parametrize(("data", "expected"), VECTORS.values(), ids=VECTORS)
def test_frames_are_read_as_the_standard_says(data: bytes, expected: list[tuple[Any, ...]]) -> None:
    """OR-SSE-07; the frame that lacks its blank line is kept, since it may be the last event of a response."""
    assert frames([data]) == expected


@pytest.mark.parametrize(("data", "expected"), VECTORS.values(), ids=VECTORS)
def test_frames_are_the_same_byte_by_byte(data: bytes, expected: list[tuple[Any, ...]]) -> None:
    """OR-SSE-07: a chunk may end anywhere, also between CR and LF."""
    assert frames([data[at : at + 1] for at in range(len(data))]) == expected


LINE_ENDS = [b"\r", b"\n", b"\r\n", b"\n\n"]
PIECES = st.sampled_from([b"data: ", b"event: a", b"id", b": c", "é€😀".encode(), b"\xff", *LINE_ENDS])


@given(pieces=st.lists(PIECES, max_size=40), data=st.data())
def test_any_chunking_gives_the_same_frames(pieces: list[bytes], data: st.DataObject) -> None:
    """OR-SSE-07: chunk boundaries carry no meaning, inside UTF-8 sequences too."""
    stream = b"".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    chunks = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert frames(chunks) == frames([stream])


@given(built=built_streams(), size=st.integers(1, 40))
def test_what_was_encoded_is_decoded(built: Built, size: int) -> None:
    """OR-SSE-02 to OR-SSE-05: what is built is what is received, in chunks of any size."""
    encoder, decoder = SSEEncoder(), SSEDecoder()
    stream = b"".join(map(encoder.encode, built.events)) + encoder.encode_done()
    received = [e for at in range(0, len(stream), size) for e in decoder.receive_data(stream[at : at + size])]
    assert received + decoder.receive_eof() == built.events
    assert decoder.is_done


def test_a_frame_is_one_event_field_one_data_line_and_a_blank_line() -> None:
    """OR-SSE-02, OR-SSE-05, OR-SSE-06: the event field is the type, the data one JSON object, and no id."""
    tick = event("acme:tick", text="one\ntwo\rthree")
    name, data, *rest = SSEEncoder().encode(tick).split(b"\n")
    assert name == b"event: acme:tick"
    assert json.loads(data.removeprefix(b"data: ")) == tick.to_dict()
    assert rest == [b"", b""]
    assert SSEEncoder().encode_done() == b"data: [DONE]\n\n"


@pytest.mark.parametrize("bad", ["\r", "\n", "\0", "\r\ndata: forged"])
def test_a_type_that_would_forge_frames_is_refused(bad: str) -> None:
    """DESIGN, codecs: the encoder refuses CR, LF and NUL in an event name."""
    with pytest.raises(ValueError, match="no CR, LF or NUL"):
        SSEEncoder().encode(event(f"acme:tick{bad}"))


def test_the_event_field_is_a_hint_and_no_more() -> None:
    """OR-SSE-08: the type comes from the JSON; the event field supplies one that is missing."""
    decoder = SSEDecoder()
    stream = b'event: acme:b\ndata: {"type": "acme:a"}\n\nevent: acme:c\ndata: {}\n\ndata: {"type": "acme:d"}\n\n'
    assert [each.type for each in decoder.receive_data(stream)] == ["acme:a", "acme:c", "acme:d"]


def test_keep_alives_and_empty_data_are_no_events() -> None:
    """OR-SSE-07: comments and frames without data say nothing."""
    decoder = SSEDecoder()
    assert decoder.receive_data(b": ping\n\ndata:\n\ndata:  \n\nevent: ping\n\n") == []
    assert decoder.receive_data(b"") == []
    assert not decoder.is_done


ENDS = [b"data: [DONE]\n\n", b"data:[DONE]\r\n\r\n", b"event: done\ndata: [DONE]", b"data: [DONE] \n"]


@pytest.mark.parametrize("end", ENDS)
def test_the_end_is_noticed_in_any_spelling(end: bytes) -> None:
    """OR-SSE-04: a data payload that is literally [DONE]."""
    decoder = SSEDecoder()
    assert decoder.receive_data(end) + decoder.receive_eof() == []
    assert decoder.is_done


def test_an_error_names_line_and_path_and_loses_no_event() -> None:
    """Issue 1, bad input: the events before it are kept, and those after it can still be read."""
    good = b'data: {"type": "acme:%d"}\n\n'
    bad = b'data: {"type": "response.output_text.delta", "delta": 5}\n\n'
    decoder = SSEDecoder()
    with pytest.raises(DecodeError) as caught:
        decoder.receive_data(good % 1 + good % 2 + bad + good % 3 + b"data: {\n\n" + good % 4)
    assert caught.value.line == 5 and caught.value.path.startswith("$.")
    assert "line 5" in str(caught.value)
    assert [each.type for each in caught.value.events] == ["acme:1", "acme:2"]
    with pytest.raises(DecodeError, match="line 9: not JSON") as second:
        decoder.receive_data(b"")
    assert [each.type for each in second.value.events] == ["acme:3"]
    assert [each.type for each in decoder.receive_eof()] == ["acme:4"]


def test_a_stream_cut_inside_its_last_event_says_so() -> None:
    """OR-GRAM-42: half an event is an error, not an empty success."""
    decoder = SSEDecoder()
    assert decoder.receive_data(b'data: {"type": "acme:a"') == []
    with pytest.raises(DecodeError, match="line 1: not JSON"):
        decoder.receive_eof()


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("data", [b"data: " + b"x" * 200, b"data: x\n" * 40, b":" + b"x" * 200 + b"\n"])
def test_an_event_that_is_too_long_is_an_error_with_the_limit(data: bytes, size: int) -> None:
    """Issue 1, bad input: a huge line has a clear message, and the frames before it are kept."""
    parser, found = SSEParser(max_event_bytes=100), []
    stream = b"data: ok\n\n" + data
    with pytest.raises(DecodeError, match="longer than the limit of 100 bytes") as caught:
        for at in range(0, len(stream), size):
            found += parser.receive_data(stream[at : at + size])
        parser.receive_eof()
    assert [frame.data for frame in found] == [b"ok"]
    assert caught.value.line == (3 if b"data: x\n" not in data else 17)
    with pytest.raises(DecodeError):
        parser.receive_data(b"data: 1\n\n")


def test_comments_do_not_add_up_to_an_event() -> None:
    """OR-SSE-07: a connection that is kept alive for hours by comments stays below the limit."""
    parser = SSEParser(max_event_bytes=100)
    for _ in range(100):
        assert parser.receive_data(b": keep-alive\n") == []
    assert [frame.data for frame in parser.receive_data(b"data: 1\n\n")] == [b"1"]


class CountedBytes(bytes):
    """Bytes that count how many of them are split."""

    seen = 0

    def splitlines(self, keepends: bool = False) -> list[bytes]:  # type: ignore[override]
        CountedBytes.seen += len(self)
        return super().splitlines(keepends)


def test_every_byte_is_looked_at_once() -> None:
    """DESIGN, codecs: linear time; a long line in small chunks is not scanned again and again."""
    stream = b"data: " + b"x" * 20_000 + b"\n\n"
    CountedBytes.seen = 0
    parser = SSEParser()
    chunks = [CountedBytes(stream[at : at + 10]) for at in range(0, len(stream), 10)]
    found = [frame for chunk in chunks for frame in parser.receive_data(chunk)]
    assert len(found) == 1
    assert 0 < CountedBytes.seen <= len(stream)
