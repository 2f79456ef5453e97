"""Values that no honest server sends: one defined answer from each reader and from the judge."""

from __future__ import annotations

import json
from typing import Any

import pytest

from openresponses_sdk.accumulator import ResponseAccumulator
from openresponses_sdk.bridges.base import Bridge
from openresponses_sdk.bridges.chat_completions import ChatCompletionsBridge
from openresponses_sdk.bridges.responses import ResponsesBridge
from openresponses_sdk.bridges.thread_events import ThreadEventBridge
from openresponses_sdk.cli import main
from openresponses_sdk.emitters import ListEmitter
from openresponses_sdk.parsing import Malformed, parse_event
from openresponses_sdk.sse import SSEDecoder
from openresponses_sdk.validator import Validator, iter_violations
from tests.long import IS_LONG
from tests.scripted_streams import Events, stream

HUGE = 100_000_000 if IS_LONG else 20_000_000


def opening() -> tuple[Events, dict[str, Any]]:
    """A stream up to its first text delta, and that delta."""
    events = stream("agent")
    at = next(number for number, event in enumerate(events) if event["type"] == "response.output_text.delta")
    return events[:at], events[at]


@pytest.mark.parametrize("bridge", [ThreadEventBridge, ChatCompletionsBridge, ResponsesBridge])
@pytest.mark.parametrize("text", ["\ud800", '"\ud800"', '{"type":"turn.started","id":"\ud800","choices":[]}'])
def test_text_that_utf8_cannot_carry_is_a_finding_of_a_bridge(bridge: type[Bridge], text: str) -> None:
    """Issue 4, bad input: a bridge raises nothing for what a source says, and what it emits can be written."""
    emitter = ListEmitter()
    converted = bridge(emitter)
    converted.receive(text)
    converted.receive_eof()
    assert converted.findings[0].line == 1
    assert [one for one in iter_violations(event.to_json() for event in emitter.events) if one.path] == []


@pytest.mark.parametrize(
    ("member", "value", "judged", "accumulated", "text"),
    [
        ("output_index", 10**9, "OR-GRAM-11", "OR-GRAM-11", "Hel"),
        ("output_index", 10**30, "OR-GRAM-11", "OR-GRAM-11", "Hel"),
        ("output_index", -1, "OR-SCHEMA OR-GRAM-11 OR-GRAM-12", "OR-GRAM-12", ""),
        ("output_index", "1", "OR-SCHEMA", "OR-SCHEMA", ""),
        ("output_index", 1.5, "OR-SCHEMA", "OR-SCHEMA", ""),
        ("output_index", True, "OR-SCHEMA", "OR-SCHEMA", ""),
        ("output_index", None, "OR-SCHEMA", "OR-SCHEMA", ""),
        ("output_index", {}, "OR-SCHEMA", "OR-SCHEMA", ""),
        ("content_index", 10**9, "OR-GRAM-16", "OR-GRAM-16", "Hel"),
        ("content_index", -7, "OR-SCHEMA OR-GRAM-16 OR-GRAM-17", "OR-GRAM-17", ""),
        ("content_index", "0", "OR-SCHEMA", "OR-SCHEMA", ""),
        ("sequence_number", -1, "OR-GRAM-02 OR-SCHEMA", "OR-GRAM-02", "Hel"),
        ("sequence_number", 10**30, "OR-GRAM-03", "OR-GRAM-03", "Hel"),
        ("sequence_number", "18", "OR-SCHEMA OR-GRAM-01", "OR-SCHEMA", "Hel"),
        ("delta", 7, "OR-SCHEMA", "OR-SCHEMA", ""),
        ("delta", None, "OR-SCHEMA", "OR-SCHEMA", ""),
        ("item_id", 7, "OR-SCHEMA", "OR-SCHEMA", "Hel"),
    ],
)
def test_an_odd_value_has_a_defined_answer(
    member: str, value: object, judged: str, accumulated: str, text: str
) -> None:
    """Issue 3, bad input: indices of 10^9, negative ones, numbers as strings; nobody raises, and nothing grows."""
    before, delta = opening()
    odd = {**delta, member: value}
    (read,) = SSEDecoder(on_error="keep").receive_data(b"data: " + json.dumps(odd).encode() + b"\n\n")
    assert (read.raw if isinstance(read, Malformed) else read.to_dict()) == odd
    accumulator = ResponseAccumulator()
    for event in (*before, odd):
        accumulator.receive(parse_event(event, on_error="keep"))
    assert accumulated in {found.requirement for found in accumulator.violations}
    assert accumulator.text == text
    assert len(accumulator.snapshot.output) <= 3
    last = {found.requirement for found in iter_violations([*before, odd]) if found.event_type == odd["type"]}
    assert last & set(judged.split())


def test_a_delta_of_100_megabytes_is_accumulated_and_judged_in_short_words() -> None:
    """Issue 3, bad input: what is said of a huge value does not grow with it."""
    before, delta = opening()
    accumulator, validator = ResponseAccumulator(), Validator()
    huge = {**delta, "delta": "a" * HUGE}
    for event in (*before, huge):
        assert validator.receive(event) == []
        accumulator.receive(parse_event(event))
    assert len(accumulator.text) == HUGE
    said = {**delta, "type": "response.output_text.done", "text": "b" * HUGE}
    said |= {"sequence_number": delta["sequence_number"] + 1}
    del said["delta"]
    (found,) = validator.receive(said)
    accumulator.receive(parse_event(said))
    (noted,) = accumulator.violations
    assert found.requirement == noted.requirement == "OR-GRAM-19"
    assert max(len(str(found)), len(str(noted))) < 400
    assert accumulator.text[:1] == "b"


@pytest.mark.parametrize("command", ["check", "show"])
def test_the_commands_refuse_an_event_beyond_the_limit(
    command: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 3, bad input: a line of 20 MB is told, not printed and not kept."""
    _, delta = opening()
    path = tmp_path / "big.sse"
    path.write_text(f"data: {json.dumps({**delta, 'delta': 'a' * 20_000_000})}\n\n", "utf-8")
    assert main([command, str(path)]) == 1
    out = capsys.readouterr().out
    assert "longer than the limit of 16777216 bytes" in out
    assert len(out) < 2000
