"""What holds for every stream: chunks never matter, the fast way says what the full one says, garbage raises ours."""

import json
import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_schema import RESPONSE_STREAM_EVENT_MODELS, ResponseOutputTextDeltaEvent
from openresponses_sdk import event_readers, stream_readers
from openresponses_sdk.decoder import MAX_FINDINGS, Decoder, RawEvent
from openresponses_sdk.errors import DecodeError
from openresponses_sdk.ndjson import NDJSONDecoder
from openresponses_sdk.parsing import Malformed
from openresponses_sdk.sse import SSEDecoder
from openresponses_sdk.websocket import WebSocketDecoder

CORPUS = Path(os.environ.get("OPENRESPONSES_CORPUS", Path(__file__).parents[2] / "shared/corpus/responses"))
DELTA = "response.output_text.delta"
ODD_NUMBERS = (
    "NaN",
    "Infinity",
    "-Infinity",
    "1e400",
    "-1e999",
    "1" * 309 + ".0",
    "9" * 5000,
    "1e3",
    "12345678901234567890123",
)

names = st.sampled_from(
    [DELTA, "response.reasoning_text.delta", "response.reasoning.delta", "error", "ping", "acme:x", ""]
)
values = st.one_of(
    st.sampled_from(
        [*ODD_NUMBERS, "null", "[]", "{}", "true", "0", "-7", '"x"', '"\\ud800"', '"\\ud83d\\ude00"', '"é"', "["]
    ),
    st.sampled_from(
        ["[" * 199 + "]" * 199, "[" * 300 + "]" * 300, '[{"token":"a","logprob":1e400,"bytes":[],"top_logprobs":[]}]']
    ),
)
members = st.sampled_from(
    [
        "type",
        "sequence_number",
        "item_id",
        "output_index",
        "content_index",
        "delta",
        "logprobs",
        "extra",
        "error",
        "message",
    ]
)


@st.composite
def event_texts(draw: st.DrawFn) -> str:
    """The text of an event that is whole, or nearly so: members dropped, doubled, of another kind."""
    body = {"type": json.dumps(draw(names)), "sequence_number": "3", "item_id": '"m"', "output_index": "0"}
    body |= {"content_index": "0", "delta": '"h\\n\\u00e9"', "logprobs": "[]"}
    pairs = [pair for pair in body.items() if draw(st.integers(0, 11))]
    pairs += draw(st.lists(st.tuples(members, values), max_size=2))
    space = draw(st.sampled_from(["", " "]))
    return "{" + f",{space}".join(f'"{name}":{space}{value}' for name, value in pairs) + "}"


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    """Frames with every freedom that the event stream format gives, and some that it does not."""
    lines = []
    for _ in range(draw(st.integers(0, 5))):
        if draw(st.integers(0, 2)):
            lines.append(f"event:{draw(st.sampled_from([' ', '']))}{draw(names)}")
        lines += draw(
            st.lists(st.sampled_from([": comment", "id: 7", "retry: 10", "data", "data:", "\ufeff", ""]), max_size=1)
        )
        text = draw(st.one_of(event_texts(), st.sampled_from(["[DONE]", "{}", "", "nope"])))
        cut = draw(st.integers(0, len(text))) if not draw(st.integers(0, 5)) else 0
        lines += [
            f"data:{draw(st.sampled_from([' ', '']))}{part}" for part in ([text[:cut], text[cut:]] if cut else [text])
        ]
        lines.append("")
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    whole = end.join(lines) + draw(st.sampled_from(["", end]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + whole.encode()


def chunks_of(data: bytes, cuts: list[int]) -> Iterator[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return (data[start:end] for start, end in pairwise(places))


def outcome(decoder: Decoder[Any], chunks: Iterator[bytes] | list[bytes]) -> list[tuple[object, ...]]:
    """Everything a decoder says of a stream, errors too, reading on behind each of them."""
    said: list[tuple[object, ...]] = []

    def take(call: Any, *arguments: bytes) -> None:
        for _ in range(10_000):
            try:
                events, error = call(*arguments), None
            except DecodeError as caught:
                events, error = caught.events, caught
            for event in events:
                shown = event.event if isinstance(event, RawEvent) else event
                if shown is not None:
                    said.append((type(shown).__name__, shown.raw if isinstance(shown, Malformed) else shown.to_json()))
            if error is None:
                return
            said.append(("error", str(error)))
            if "longer than the limit" in str(error):
                return
            arguments = (b"",) if arguments else ()

    for chunk in chunks:
        take(decoder.receive_data, chunk)
    take(decoder.receive_eof)
    # The repr, since NaN is not equal to itself.
    return [*map(repr, said), *map(str, decoder.findings), repr(decoder.is_done)]  # type: ignore[list-item]


def take_the_full_way(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(stream_readers, "fast_readers", dict)


cut_places = st.lists(st.integers(0, 10_000), max_size=12)


@given(streams(), cut_places)
@settings(deadline=None)
def test_where_a_stream_is_cut_changes_nothing(data: bytes, cuts: list[int]) -> None:
    """OR-SSE-07: chunk boundaries anywhere, also inside a character or between CR and LF."""
    whole = outcome(SSEDecoder(on_error="keep"), [data])
    assert outcome(SSEDecoder(on_error="keep"), chunks_of(data, cuts)) == whole
    assert outcome(SSEDecoder(on_error="keep"), [data[at : at + 1] for at in range(len(data))]) == whole


@given(streams(), st.sampled_from(["raise", "keep"]))
@settings(deadline=None, max_examples=300)
def test_the_fast_way_says_what_the_full_way_says(data: bytes, on_error: Any) -> None:
    """DESIGN, speed: the name is a hint only; also for NaN, 1e400, a lone surrogate and nesting in open members."""
    fast = outcome(SSEDecoder(on_error=on_error), [data])
    with pytest.MonkeyPatch.context() as patch:
        take_the_full_way(patch)
        assert outcome(SSEDecoder(on_error=on_error), [data]) == fast


@given(st.lists(event_texts(), max_size=5), cut_places)
@settings(deadline=None)
def test_ndjson_is_read_alike_on_both_ways_and_however_it_is_cut(texts: list[str], cuts: list[int]) -> None:
    """Issue 2: the same shape, limits and answers for lines of JSON."""
    data = "\n".join(texts).encode()
    fast = outcome(NDJSONDecoder(on_error="keep"), [data])
    assert outcome(NDJSONDecoder(on_error="keep"), chunks_of(data, cuts)) == fast
    with pytest.MonkeyPatch.context() as patch:
        take_the_full_way(patch)
        assert outcome(NDJSONDecoder(on_error="keep"), [data]) == fast


@given(streams(), cut_places)
@settings(deadline=None)
def test_the_raw_bytes_joined_are_what_came(data: bytes, cuts: list[int]) -> None:
    """Issue 2: ``keep_raw`` hands the original along, for a proxy that passes it on; an error holds its own bytes."""
    plain = outcome(SSEDecoder(on_error="keep"), [data])
    decoder = SSEDecoder(on_error="keep", keep_raw=True)
    assert outcome(decoder, chunks_of(data, cuts)) == plain
    passed: list[bytes] = []
    decoder = SSEDecoder(on_error="keep", keep_raw=True)
    calls: list[tuple[Any, tuple[bytes, ...]]] = [(decoder.receive_data, (part,)) for part in chunks_of(data, cuts)]
    calls.append((decoder.receive_eof, ()))
    for call, arguments in calls:
        while True:
            try:
                passed += [piece.raw for piece in call(*arguments)]
                break
            except DecodeError as error:
                passed += [piece.raw for piece in error.events] + [error.raw]  # type: ignore[attr-defined]
                arguments = (b"",) if arguments else ()
    assert b"".join(passed) == data


@pytest.mark.parametrize("kind", [SSEDecoder, NDJSONDecoder])
@given(data=st.binary(max_size=300), cuts=cut_places)
@settings(deadline=None)
def test_any_bytes_give_events_findings_or_our_error(kind: type[Decoder[Any]], data: bytes, cuts: list[int]) -> None:
    """Issue 2, bad input: never another exception."""
    outcome(kind(), chunks_of(data, cuts))


@given(data=st.binary(max_size=60))
@settings(deadline=None)
def test_any_bytes_as_the_data_of_a_frame_give_an_event_or_our_error(data: bytes) -> None:
    """Issue 2, bad input: also behind the name of an event that is read the fast way."""
    frame = b'event: %b\ndata: {"type":"%b",%b}\n\n' % (DELTA.encode(), DELTA.encode(), data)
    outcome(SSEDecoder(), [frame])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of recordings is not here")
def test_recorded_streams_read_alike_on_both_ways() -> None:
    """DESIGN, speed: proven on what servers really send."""
    files = sorted(CORPUS.rglob("*.sse"))
    assert files
    for file in files:
        data = file.read_bytes()
        fast = outcome(SSEDecoder(), [data[at : at + 999] for at in range(0, len(data), 999)])
        with pytest.MonkeyPatch.context() as patch:
            take_the_full_way(patch)
            assert outcome(SSEDecoder(), [data]) == fast, file.name


def test_every_event_of_the_specification_has_a_fast_way_but_the_error() -> None:
    """DESIGN, the test of the design: readers are made from the models, no event is named by hand."""
    readers = event_readers.fast_readers()
    for name in RESPONSE_STREAM_EVENT_MODELS.keys() - {"error"}:
        assert readers[name.encode()]
    for name in (b"error", b"acme:x", b"\xff", b""):
        with pytest.raises(KeyError):
            readers[name]
    assert readers.keys() <= {name.encode() for name in RESPONSE_STREAM_EVENT_MODELS}, "bad names fill no memory"


def test_findings_are_kept_up_to_a_number() -> None:
    """Issue 2, bad input: never memory beyond the input."""
    decoder = SSEDecoder()
    decoder.receive_data(b'event: a:b\ndata: {"type":"c:d"}\n\n' * (MAX_FINDINGS * 3))
    assert len(decoder.findings) == MAX_FINDINGS + 1


def test_a_missing_type_is_taken_from_the_event_field_and_noted() -> None:
    """Issue 2: with a finding; the default of the model does not fill it in silently."""
    decoder = SSEDecoder()
    body = b'{"item_id":"m","output_index":0,"content_index":0,"delta":"x"}'
    (event,) = decoder.receive_data(b"event: %b\ndata: %b\n\n" % (DELTA.encode(), body))
    assert isinstance(event, ResponseOutputTextDeltaEvent)
    assert json.loads(event.to_json())["type"] == DELTA
    (finding,) = decoder.findings
    assert finding.line == 1
    assert "missing" in finding.message


def test_a_null_that_is_written_as_absent_is_noted_once_a_field() -> None:
    """DESIGN, models: one normalisation is allowed, and reported; a server writes such a null in every delta."""
    body = (
        b'{"type":"%b","item_id":"m","output_index":0,"content_index":0,"delta":"x","logprobs":null}' % DELTA.encode()
    )
    for decoder, data in ((SSEDecoder(), b"data: %b\n\n" % body), (NDJSONDecoder(), body + b"\n")):
        for _ in range(3):
            (event,) = decoder.receive_data(data)
            assert "logprobs" not in event.to_dict()
        (finding,) = decoder.findings
        assert (finding.event, finding.field, finding.line) == (DELTA, "$.logprobs", 1)
    sockets = WebSocketDecoder()
    for _ in range(3):
        sockets.receive_text(body)
    assert [finding.field for finding in sockets.findings] == ["$.logprobs"]


def test_nulls_of_items_are_noted_wherever_they_first_come() -> None:
    """DESIGN, models: the second item of a stream as well as the first; places in a list count as one."""
    frame = b'data: {"type":"response.output_item.done","output_index":%d,"item":%b}\n\n'
    plain = b'{"type":"reasoning","id":"r","summary":[]}'
    secret = plain[:-1] + b',"encrypted_content":null}'
    decoder = SSEDecoder()
    decoder.receive_data(frame % (0, plain) + frame % (1, secret) + frame % (2, secret))
    (finding,) = decoder.findings
    assert (finding.field, finding.line) == ("$.item.encrypted_content", 3)


def test_a_different_event_field_is_noted_and_the_type_wins() -> None:
    """OR-SSE-08: a different event field is not fatal; for a spelling of the same event too."""
    decoder = SSEDecoder()
    body = b'{"type":"response.reasoning_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"x"}'
    (event,) = decoder.receive_data(b"event: response.reasoning.delta\ndata: %b\n\n" % body)
    assert event.type == "response.reasoning_text.delta"
    assert "response.reasoning.delta" in decoder.findings[0].message


@pytest.mark.parametrize("frame", [b"event: ping\ndata: {}\n\n", b"event: keepalive\ndata: \n\n", b": hello\n\n"])
@pytest.mark.parametrize("also", [b"", b"event: ping\ndata: now\n\n"])
def test_a_keep_alive_gives_nothing(frame: bytes, also: bytes) -> None:
    """Issue 2: keep-alive events; nothing is lost since they hold nothing."""
    decoder = SSEDecoder()
    assert decoder.receive_data(frame + also) + decoder.receive_eof() == []
    assert decoder.findings == []


def test_a_keep_alive_with_a_type_is_an_event_like_any_other() -> None:
    """Issue 2: reading never drops."""
    (event,) = SSEDecoder().receive_data(b'event: keepalive\ndata: {"type":"keepalive","sequence_number":4}\n\n')
    assert event.to_dict() == {"type": "keepalive", "sequence_number": 4}
