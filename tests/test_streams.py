"""Events from an iterable of bytes, and what hostile input gets for an answer."""

import asyncio
import time
import tracemalloc
from collections.abc import AsyncIterator, Iterable, Iterator

import pytest

from openresponses_schema import ResponseOutputTextDeltaEvent
from openresponses_sdk.errors import DecodeError
from openresponses_sdk.ndjson import NDJSONEncoder
from openresponses_sdk.parsing import Malformed
from openresponses_sdk.sse import SSEDecoder, SSEEncoder
from openresponses_sdk.streams import StreamFormat, aiter_events, iter_events
from tests.long import only_long

DELTA = ResponseOutputTextDeltaEvent(
    sequence_number=1, item_id="m", output_index=0, content_index=0, delta="x", logprobs=[]
)
SSE = SSEEncoder().encode(DELTA)
NDJSON = NDJSONEncoder().encode(DELTA)
NAME = b"event: response.output_text.delta\n"


def frame(**members: str) -> bytes:
    body = {
        "type": '"response.output_text.delta"',
        "item_id": '"m"',
        "output_index": "0",
        "content_index": "0",
        "delta": '"x"',
    }
    return NAME + b"data: {%b}\n\n" % ",".join(f'"{name}":{value}' for name, value in (body | members).items()).encode()


async def later(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        await asyncio.sleep(0)
        yield chunk


def collect(chunks: list[bytes], format: StreamFormat) -> list[object]:
    """The events by both shells, which must agree; the error at the end, if any."""

    async def run() -> list[object]:
        events: list[object] = []
        try:
            async for event in aiter_events(later(chunks), format=format):
                events.append(event)
        except DecodeError as error:
            events.append(str(error))
        return events

    events: list[object] = []
    try:
        for event in iter_events(chunks, format=format):
            events.append(event)
    except DecodeError as error:
        events.append(str(error))
    assert asyncio.run(run()) == events
    return events


@pytest.mark.parametrize("head", [b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
@pytest.mark.parametrize(("data", "format"), [(SSE, "sse"), (NDJSON, "ndjson")])
def test_the_format_is_known_by_the_first_character(head: bytes, data: bytes, format: StreamFormat) -> None:
    """Issue 2: ``format="auto"``, at any chunking."""
    whole = head + data * 3
    for chunks in ([whole], [whole[at : at + 1] for at in range(len(whole))]):
        assert collect(chunks, "auto") == [DELTA] * 3
    assert collect([data], format) == [DELTA]


def test_an_empty_stream_has_no_events() -> None:
    """Issue 2: nothing is not an error."""
    assert collect([], "auto") == collect([b"", b" \n"], "auto") == []


def test_every_event_before_a_fault_is_given() -> None:
    """STYLE, laws: chunking never matters, with faults too; sync equals async."""
    whole = SSE * 2 + b"data: nope\n\n" + SSE
    for chunks in ([whole], [whole[at : at + 1] for at in range(len(whole))]):
        *events, error = collect(chunks, "auto")
        assert events == [DELTA, DELTA]
        assert "line 7" in str(error)


def test_an_unknown_format_is_refused() -> None:
    """A misspelled option fails at once, not at the first event."""
    with pytest.raises(ValueError, match="sse, ndjson or auto"):
        list(iter_events([], format="json"))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("member", "value", "answer"),
    [
        ("output_index", "1000000000", 10**9),
        ("output_index", "-3", -3),
        ("sequence_number", "123456789012345678901234567890", 123456789012345678901234567890),
        ("output_index", '"3"', None),
        ("content_index", "1.0", 1),
        ("output_index", "true", None),
    ],
)
def test_odd_indices_have_a_defined_answer(member: str, value: str, answer: int | None) -> None:
    """Issue 2, bad input: whole numbers are kept exactly and judged elsewhere; other kinds are malformed."""
    (event,) = iter_events([frame(**{member: value})], on_error="keep")
    if answer is None:
        assert isinstance(event, Malformed)
        assert event.issues[0].field == f"$.{member}"
    else:
        assert getattr(event, member) == answer


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e400", "-1E+999", '"\\ud800"', "[" * 300 + "]" * 300, "9" * 5000]
)
@pytest.mark.parametrize("member", ["x", "delta", "logprobs"])
def test_what_json_does_not_have_is_an_error_wherever_it_stands(member: str, value: str) -> None:
    """Issue 2: NaN, Infinity, 1e400, lone surrogates, nesting too deep; in declared members and in open ones."""
    with pytest.raises(DecodeError):
        list(iter_events([frame(**{member: value})]))


def test_a_long_delta_in_chunks_takes_memory_in_proportion() -> None:
    """Issue 2, bad input: 100 MB deltas, never memory beyond a small multiple of the input."""
    size = 100_000_000
    piece = b"a" * 1_000_000

    def chunks() -> Iterator[bytes]:
        yield frame().replace(b'"x"}\n\n', b'"')
        yield from (piece for _ in range(size // len(piece)))
        yield b'"}\n\n'

    tracemalloc.start()
    try:
        (event,) = iter_events(chunks(), max_event_bytes=2 * size)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(event, ResponseOutputTextDeltaEvent)
    assert len(event.delta) == size
    assert peak < 5 * size
    with pytest.raises(DecodeError, match="longer than the limit"):
        list(iter_events(chunks()))


def test_a_frame_that_comes_byte_by_byte_takes_linear_time() -> None:
    """Issue 2: time is linear in the bytes, whatever the chunks."""

    def seconds(size: int) -> float:
        whole = frame(delta=f'"{"a" * size}"')
        decoder = SSEDecoder()
        start = time.process_time()
        events = [event for at in range(len(whole)) for event in decoder.receive_data(whole[at : at + 1])]
        assert len(events) == 1
        return time.process_time() - start

    seconds(1000)
    # Four times the bytes: 4 when linear, 16 when quadratic.
    assert seconds(200_000) < 9 * seconds(50_000)


@pytest.mark.parametrize("count", [100_000, pytest.param(1_000_000, marks=only_long)])
def test_many_tiny_events_are_read_without_keeping_them(count: int) -> None:
    """Issue 2, bad input: 10^6 events."""
    block = b'data:{"type":"a"}\n\n' * 1000
    assert sum(1 for _ in iter_events(block for _ in range(count // 1000))) == count


def test_a_flood_of_blank_lines_takes_memory_in_proportion() -> None:
    """Issue 2, bad input: one chunk of nothing; what it is cut into must not exceed it by far."""
    flood = b"\n" * 4_000_000
    decoder = SSEDecoder()
    tracemalloc.start()
    try:
        assert decoder.receive_data(flood) == []
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * len(flood) + 10_000_000


def test_comments_without_end_do_not_fill_the_memory() -> None:
    """Issue 2, bad input: a server that only keeps alive is no event beyond the limit."""
    decoder = SSEDecoder(max_event_bytes=1000)
    for _ in range(3000):
        assert decoder.receive_data(b": still here\n") == []
    assert decoder.receive_data(b"\n" + SSE) == [DELTA]
