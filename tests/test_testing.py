"""The public helpers for tests of producers and consumers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openresponses_schema import CustomEvent, Response, ResponseStreamEvent
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import ListEmitter, sequence_events
from openresponses_sdk.extensions import is_valid_extension_type
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.sse import SSEDecoder, SSEEncoder
from openresponses_sdk.testing import FakeIds, FixedClock, assert_conformant, events_of
from openresponses_sdk.testing.strategies import extension_events, legal_streams, responses
from openresponses_sdk.validator import iter_violations, validate_event, validate_response
from tests.requirements import requirement
from tests.scripted_streams import stream

pytest_plugins = ["pytester"]


def encoded(events: list[dict[str, Any]]) -> bytes:
    encoder = SSEEncoder()
    return b"".join(encoder.encode(parse_event(event)) for event in events) + encoder.encode_done()


def test_a_conformant_stream_passes_as_bytes_as_objects_and_as_models() -> None:
    """Issue 3, testing: events or bytes."""
    events = stream()
    assert_conformant(encoded(events))
    assert_conformant(events, fail_on="warning")
    assert_conformant([parse_event(event) for event in events])
    assert_conformant("\n".join(map(json.dumps, events)).encode())


@requirement("OR-GRAM-19")
def test_the_account_says_where_what_and_why() -> None:
    """Issue 3, testing: a readable account of what broke."""
    events = stream()
    at = next(index for index, event in enumerate(events) if event["type"] == "response.output_text.done")
    events[at]["text"] = "Hullo"
    with pytest.raises(AssertionError) as caught:
        assert_conformant(encoded(events))
    account = str(caught.value)
    assert "1 violation of OR-GRAM-19" in account
    assert f"event {at} response.output_text.done at 1/content/0 $.text" in account
    assert 'expected "Hello", found "Hullo"' in account
    assert "OR-GRAM-19 (implied): The final text of a part" in account


def test_warnings_fail_when_asked_for_and_values_can_be_hidden() -> None:
    """Issue 3, validator: two severities, and a report that leaves the house holds no value."""
    events = stream(dialect="openai")
    assert_conformant(events)
    with pytest.raises(AssertionError, match="OR-DIALECT"):
        assert_conformant(events, fail_on="warning")
    events[-1]["response"]["id"] = "resp_secret"
    with pytest.raises(AssertionError) as caught:
        assert_conformant(events, redact=True)
    assert "secret" not in str(caught.value)
    assert "found a text" in str(caught.value)


def test_a_long_account_is_cut_and_counted() -> None:
    """A stream that breaks everything must not fill the terminal."""
    events = [{"type": f"bad{number}", "sequence_number": number} for number in range(50)]
    with pytest.raises(AssertionError, match=r"and 30 more"):
        assert_conformant(events)


def test_ids_count_and_the_clock_stands_still() -> None:
    """Issue 3, testing: the same in every run, and readable."""
    emitter, clock = ListEmitter(), FixedClock(5)
    builder = ResponseBuilder(emitter, model="m", ids=FakeIds(), clock=clock)
    with builder.message() as first:
        clock.advance(3)
    with builder.message() as second, builder.function_call("f") as call:
        pass
    response = builder.complete()
    assert (response.id, first.item_id, second.item_id, call.item_id) == (
        "resp_1",
        "message_1",
        "message_2",
        "function_call_1",
    )
    assert (call.call_id, response.created_at, response.completed_at) == ("call_1", 5, 8)


def test_the_events_of_a_recording_are_read_in_both_forms() -> None:
    """Issue 3, testing: a recording is a stream of server-sent events or one object a line."""
    events = stream()
    assert events_of(encoded(events)) == events
    assert events_of("\n".join(map(json.dumps, events)).encode()) == events
    assert events_of(b"data: nonsense\n\n") == []


def test_the_fixture_replays_a_recording(pytester: pytest.Pytester) -> None:
    """Issue 3, testing: a pytest fixture that replays a recording, here as a user writes it."""
    (pytester.path / "one.sse").write_bytes(encoded(stream()))
    pytester.makeconftest('pytest_plugins = ["openresponses_sdk.testing.pytest_plugin"]')
    pytester.makepyfile(
        """
        from openresponses_sdk.sse import SSEDecoder
        from openresponses_sdk.testing import assert_conformant

        def test_replay(replay):
            recording, decoder = replay("one.sse"), SSEDecoder()
            events = [event for chunk in recording.chunks(7) for event in decoder.receive_data(chunk)]
            assert decoder.is_done
            assert_conformant(events)
            assert_conformant(recording.data)
        """
    )
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events=legal_streams(), size=st.integers(1, 400))
def test_no_legal_stream_gives_an_error_in_any_chunks(events: list[ResponseStreamEvent], size: int) -> None:
    """Issue 3, it must show 3: legal streams by Hypothesis, over bytes cut anywhere."""
    encoder, decoder = SSEEncoder(), SSEDecoder()
    data = b"".join(map(encoder.encode, events))
    received = [event for at in range(0, len(data), size) for event in decoder.receive_data(data[at : at + size])]
    assert [str(v) for v in iter_violations(received) if v.severity == "error"] == []


@requirement("OR-EXT-08")
@settings(max_examples=100, deadline=None)
@given(events=legal_streams(), extra=extension_events(), data=st.data())
def test_an_extension_event_is_legal_at_any_place(
    events: list[ResponseStreamEvent], extra: CustomEvent, data: st.DataObject
) -> None:
    """OR-EXT-07 to 09: an extension event has a slug and changes nothing."""
    at = data.draw(st.integers(0, len(events)))
    extended = sequence_events([*events[:at], extra, *events[at:]])
    assert [str(v) for v in iter_violations(extended) if v.severity == "error"] == []
    assert is_valid_extension_type(extra.type)
    assert validate_event(extra) == []


@settings(max_examples=100, deadline=None)
@given(response=responses())
def test_the_response_of_a_legal_stream_is_conformant_alone(response: Response) -> None:
    """Issue 3, testing: `responses()`."""
    assert [str(v) for v in validate_response(response) if v.severity == "error"] == []


def test_hypothesis_and_pytest_are_imported_only_when_asked_for() -> None:
    """Issue 3, testing: Hypothesis is imported in one module only, so that nobody else needs it."""
    code = "import sys, openresponses_sdk.testing; assert not {'hypothesis', 'pytest', '_pytest'} & sys.modules.keys()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    source = Path(__file__).resolve().parent.parent / "src"
    importers = {path.name for path in source.rglob("*.py") if "from hypothesis" in path.read_text("utf-8")}
    assert importers == {"strategies.py"}


def test_a_strategy_builds_the_models_before_hypothesis_looks_at_the_clock() -> None:
    """Found from an outside project: the first draw built them, and Hypothesis refused the strategy as too slow."""
    code = (
        "from openresponses_sdk.testing.strategies import legal_streams\n"
        "from openresponses_sdk.types import Response, ResponseCreatedEvent, ResponseOutputItemDoneEvent\n"
        "legal_streams()\n"
        "assert all(m.__pydantic_complete__ for m in (Response, ResponseCreatedEvent, ResponseOutputItemDoneEvent))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
