"""The laws that need very many examples: a few of them in every run, and all with OPENRESPONSES_LONG (`nox -s long`).

Each round has a seed of its own, so that a failure can be run again by its name; the figures are printed.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from openresponses_schema import TERMINAL, Response
from openresponses_sdk.accumulator import ResponseAccumulator
from openresponses_sdk.cli.inputs import Judge
from openresponses_sdk.errors import DecodeError
from openresponses_sdk.findings import Violation
from openresponses_sdk.ndjson import NDJSONDecoder
from openresponses_sdk.parsing import Malformed, parse_event, parse_request, parse_response
from openresponses_sdk.partial_json import PartialJSON
from openresponses_sdk.sse import SSEDecoder, SSEEncoder
from openresponses_sdk.timeline import Timeline
from openresponses_sdk.validator import Validator, iter_violations, validate_event, validate_request, validate_response
from openresponses_sdk.websocket import WebSocketDecoder, decode_request_frame
from tests.legal_variants import Served, served_streams
from tests.long import IS_LONG
from tests.scripted_streams import SCRIPTS, stream

_T = TypeVar("_T")
ROUNDS, LEGAL_EXAMPLES = (40, 2_500) if IS_LONG else (1, 60)
HOSTILE_ROUNDS, ANY_EXAMPLES, DAMAGED_EXAMPLES = (20, 5_000, 1_500) if IS_LONG else (1, 150, 40)
MANY_EVENTS = 1_000_000 if IS_LONG else 20_000

every_round = pytest.mark.parametrize("round_", range(ROUNDS))
every_hostile_round = pytest.mark.parametrize("round_", range(HOSTILE_ROUNDS))


def run(law: Callable[[_T], None], strategy: st.SearchStrategy[_T], *, round_: int, examples: int) -> None:
    """Hypothesis, with the seed of a round."""
    phases = [Phase.generate, Phase.shrink]
    quiet = settings(
        max_examples=examples, deadline=None, database=None, phases=phases, suppress_health_check=list(HealthCheck)
    )
    given(strategy)(seed(round_)(quiet(law)))()


@every_round
def test_no_legal_stream_gives_an_error(round_: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 3, it must show 3: 10^5 legal streams, decoded as sent, judged without an error, accumulated as said."""
    made: Counter[str] = Counter()

    def law(sent: Served) -> None:
        made.update(["streams", *sent.done])
        decoder = SSEDecoder()
        events = [event for chunk in sent.chunks for event in decoder.receive_data(chunk)]
        events += decoder.receive_eof()
        assert [event.to_dict() for event in events] == sent.events
        assert decoder.findings == []
        errors = [str(found) for found in iter_violations(events) if found.severity == "error"]
        made["false"] += bool(errors)
        assert errors == []
        accumulator = ResponseAccumulator(strict="a gap" not in sent.done)
        for event in events:
            accumulator.receive(event)
        accumulator.receive_eof()
        assert {found.severity for found in accumulator.violations} <= {"warning"}
        (last,) = [event for event in sent.events if event["type"] in TERMINAL]
        assert accumulator.outcome == last["response"]["status"]
        assert accumulator.snapshot.to_dict() == last["response"]

    run(law, served_streams(), round_=round_, examples=LEGAL_EXAMPLES)
    with capsys.disabled():
        count = f"false {made.pop('false')}/{made.pop('streams')} made"
        sys.stdout.write(f"\nlegal streams, round {round_}: {count}; {dict(made)}\n")
    assert made.keys() >= {"extension events", "extra members", "a gap", "resumed", "interleaved", "CRLF", "CR"}


def read_with_everything(data: bytes, cut: int) -> None:
    """Every reader of the SDK on the same bytes; whatever they raise must be a ``DecodeError``."""
    chunks = [data[at : at + cut] for at in range(0, len(data), cut)]
    for decoder in (SSEDecoder(on_error="keep"), NDJSONDecoder(on_error="keep")):
        events = list(received(decoder, chunks))
        accumulator = ResponseAccumulator()
        for event in events:
            accumulator.receive(event)
        accumulator.receive_eof()
        assert isinstance(accumulator.snapshot, Response)
        moved = ResponseAccumulator.from_json(accumulator.state_to_json())
        assert moved.snapshot.to_json() == accumulator.snapshot.to_json()
        assert all(isinstance(found, Violation) for found in iter_violations(events))
        timeline = Timeline()
        for event in events:
            timeline.receive(json.loads(event_text(event)), [])
    assert all(isinstance(found, Violation) for _, found in Judge().judge(io.BytesIO(data)))
    for judge in (validate_event, validate_request, validate_response):
        assert all(isinstance(found, Violation) for found in judge(data))
    text = data.decode("utf-8", "replace")
    readers: list[Callable[[], object]] = [
        lambda: parse_event(data),
        lambda: parse_response(data, on_error="keep"),
        lambda: parse_request(text),
        lambda: WebSocketDecoder().receive_text(text),
        lambda: decode_request_frame(data, on_error="keep"),
        lambda: PartialJSON().feed(text),
        lambda: ResponseAccumulator.from_json(data),
    ]
    for reader in readers:
        try:
            reader()
        except DecodeError as error:
            assert str(error)


def event_text(event: Any) -> str | bytes:
    return json.dumps(event.raw) if isinstance(event, Malformed) else event.to_json()


def received(decoder: Any, chunks: list[bytes]) -> Iterator[Any]:
    """The events of a stream, behind errors too."""
    calls = [*((decoder.receive_data, (chunk,)) for chunk in chunks), (decoder.receive_eof, ())]
    for call, arguments in calls:
        while True:
            try:
                yield from call(*arguments)
                break
            except DecodeError as error:
                yield from error.events
                if "longer than" in str(error):
                    return
                arguments = (b"",) if arguments else ()


@every_hostile_round
def test_any_bytes_give_events_findings_or_our_error(round_: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 3, bad input: never another exception, by any reader."""
    made: Counter[str] = Counter()
    pieces = st.sampled_from(
        [b"data:", b"event: response.output_text.delta\n", b"\n\n", b'{"type":"error"', b"}", b"["]
    )
    blobs = st.one_of(st.binary(max_size=300), st.lists(pieces | st.binary(max_size=20), max_size=12).map(b"".join))

    def law(case: tuple[bytes, int]) -> None:
        made["inputs"] += 1
        read_with_everything(*case)

    run(law, st.tuples(blobs, st.integers(1, 40)), round_=round_, examples=ANY_EXAMPLES)
    with capsys.disabled():
        sys.stdout.write(f"\nany bytes, round {round_}: {made['inputs']} inputs\n")


def recordings() -> list[bytes]:
    """Conformant streams of several shapes, in both forms."""
    encoder = SSEEncoder()
    found = []
    for script in SCRIPTS:
        events = stream(script)
        found.append(b"".join(encoder.encode(parse_event(event)) for event in events) + encoder.encode_done())
        found.append(b"".join(json.dumps(event).encode() + b"\n" for event in events))
    return found


TOKENS = [
    *(b"null true false NaN Infinity 1e400 -1 1000000000 99999999999999999999999 1.5 1.0".split()),
    *(b"[] {} [[[[ }}}} , : \\ \\u0000 \\ud800 \\udc00".split()),
    *(b'"" "0" "type" "response.completed" "item" "message" "output_index" "sequence_number"'.split()),
    *(b"\x00 \xff \xed\xa0\x80 \xf0\x9f\x98 \xef\xbb\xbf".split()),
    *(b"\n", b"\r", b"\n\n", b"\r\n", b"data:", b"event:", b"data: [DONE]\n\n", b"\x1b[2J"),
]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A stream with one to six places overwritten, cut out, doubled or filled."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice([0, 1, 1, 5, 60, 400]))
        middle = chance.choice(
            [
                b"",
                chance.choice(TOKENS),
                chance.choice(TOKENS),
                data[at:end] * 2,
                chance.randbytes(chance.randint(1, 4)),
            ]
        )
        data = data[:at] + middle + data[end:]
    return data


@every_hostile_round
def test_a_damaged_stream_gives_events_findings_or_our_error(round_: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 3, bad input: what is nearly a stream reaches deeper than what is none."""
    made: Counter[str] = Counter()
    streams = recordings()

    def law(number: int) -> None:
        made["inputs"] += 1
        chance = random.Random(number)
        whole = chance.choice(streams)
        read_with_everything(damaged(whole, chance), chance.choice([50, 1000, 1 << 16]))

    run(law, st.integers(0, 2**60), round_=round_, examples=DAMAGED_EXAMPLES)
    with capsys.disabled():
        sys.stdout.write(f"\ndamaged streams, round {round_}: {made['inputs']} inputs\n")


def test_very_many_events_are_decoded_accumulated_and_judged() -> None:
    """Issue 3, bad input: 10^6 events; one stream, and what is kept of it is its text."""
    events = stream("agent")
    at = next(number for number, event in enumerate(events) if event["type"] == "response.output_text.delta")
    ends = [number for number, event in enumerate(events) if event["type"] == "response.output_text.done"]
    head, tail = events[: at + 1], events[ends[0] :]
    more = MANY_EVENTS - len(head)
    whole = "".join(event["delta"] for event in head if event["type"] == "response.output_text.delta") + "ab" * more
    encoder, decoder = SSEEncoder(), SSEDecoder()
    accumulator, validator = ResponseAccumulator(), Validator()
    template = {**events[at], "delta": "ab"}
    wire = SSEEncoder().encode(parse_event({**template, "sequence_number": 10**9}))

    def chunks() -> Iterator[bytes]:
        yield b"".join(encoder.encode(parse_event(event)) for event in head)
        for number in range(at + 1, at + 1 + more):
            yield wire.replace(b"1000000000", str(number).encode())
        yield encoder.encode(parse_event({**tail[0], "sequence_number": at + 1 + more, "text": whole}))

    count, found = 0, []
    for chunk in chunks():
        for event in decoder.receive_data(chunk):
            count += 1
            accumulator.receive(event)
            found += validator.receive(event)
    assert count == MANY_EVENTS + 1
    assert accumulator.text == whole
    assert accumulator.violations == ()
    assert found == []
