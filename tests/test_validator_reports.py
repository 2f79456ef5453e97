"""How the judge reports: one fault once, hidden values, turns of a WebSocket, and in linear time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import pytest

from openresponses_sdk.findings import Violation
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.schema_check import REQUEST, iter_schema_violations
from openresponses_sdk.validator import Validator, iter_violations, validate_event, validate_request
from tests.provocations import without
from tests.requirements import requirement
from tests.scripted_streams import SCRIPTS, Events, nth, renumber, stream

MESSAGE = {"type": "error", "status": 400, "error": {"code": "c", "message": "m"}}


def reports(events: Any, **options: Any) -> list[str]:
    return [violation.requirement for violation in iter_violations(events, **options)]


@pytest.mark.parametrize(
    ("name", "at", "report"),
    [
        ("response.created", 0, "OR-GRAM-04"),
        ("response.in_progress", 0, "OR-GRAM-06"),
        ("response.output_item.added", 0, "OR-GRAM-11"),
        ("response.output_item.added", 1, "OR-GRAM-11"),
        ("response.output_item.added", 2, "OR-GRAM-11"),
        ("response.content_part.added", 0, "OR-GRAM-16"),
        ("response.output_text.delta", 0, "OR-GRAM-19"),
        ("response.output_text.done", 0, "OR-STREAM-09"),
        ("response.content_part.done", 0, "OR-GRAM-21"),
        ("response.function_call_arguments.delta", 0, "OR-GRAM-25"),
        ("response.function_call_arguments.done", 0, "OR-STREAM-09"),
        ("response.completed", 0, "OR-GRAM-07"),
    ],
)
def test_an_event_that_is_missing_is_reported_once(name: str, at: int, report: str) -> None:
    """Issue 3: one fault, one report; what is missing is assumed from then on."""
    assert reports(renumber(without(name, at)(stream()))) == [report]


def test_what_a_server_repeats_is_said_where_it_comes_first() -> None:
    """A server that leaves a member out does so in every event."""
    events = copy.deepcopy(stream())
    for event in events:
        event.get("response", {}).pop("truncation", None)
        del event["sequence_number"]
    assert reports(events) == ["OR-RESP-01", "OR-GRAM-01"]
    assert reports([*events, *copy.deepcopy(events)]) == ["OR-RESP-01", "OR-GRAM-01"] * 2


def test_ids_that_change_all_the_time_are_said_once_an_item() -> None:
    """OR-GRAM-15: one recorded provider does this; the reports of everything else must stay readable."""
    events = copy.deepcopy(stream())
    for number, event in enumerate(events):
        if "item_id" in event:
            event["item_id"] = f"id {number}"
        if "item" in event:
            event["item"]["id"] = f"item {number}"
        for item in event.get("response", {}).get("output", ()):
            item["id"] = f"final {number} {item['id']}"
    assert sorted(reports(events)) == ["OR-GRAM-14", "OR-GRAM-15", "OR-GRAM-15", "OR-GRAM-15"]


def test_a_violation_says_where_and_what() -> None:
    """Issue 3, validator: requirement, severity, index, number, address, path, expected, found."""
    events = copy.deepcopy(stream())
    at = nth(events, "response.output_text.done")
    events[at]["text"] = "x" * 500
    (violation,) = iter_violations(events)
    assert violation == Violation(
        requirement="OR-GRAM-19",
        severity="error",
        message="text is the sum of the deltas",
        event_type="response.output_text.done",
        event_index=at,
        sequence_number=at,
        address=(1, "content", 0),
        path="$.text",
        expected='"Hello"',
        found='"' + "x" * 78 + "…",
    )


SECRET = "s3cret"


def with_secrets(events: Events) -> Events:
    """A secret wherever a fault can be, each of which is one."""
    events = copy.deepcopy(events)
    events[0]["response"]["metadata"] = {SECRET: 5}
    for event in events[2:]:
        for name in ("text", "delta", "item_id", "arguments", "type"):
            if isinstance(event.get(name), str):
                event[name] = SECRET + event[name]
        if "response" in event:
            event["response"] |= {"id": SECRET, "status": SECRET, "truncation": SECRET, "tools": [{"type": SECRET}]}
        if "item" in event:
            event["item"] |= {"id": SECRET, "role": SECRET, "content": SECRET, "call_id": SECRET}
    return events


def test_no_value_is_in_a_report_that_hides_them() -> None:
    """Issue 3, validator: `redact=True` hides values, those of the path too."""
    for script in ("agent", "citations"):
        events = with_secrets(stream(script))
        kept = [{**event, "type": event["type"].removeprefix(SECRET)} for event in events]
        violations = list(iter_violations(kept, redact=True))
        assert len(violations) > 10
        assert SECRET not in "\n".join(map(str, violations)) + "\n".join(str(v.to_dict()) for v in violations)
        assert SECRET in "\n".join(map(str, iter_violations(kept)))


def test_what_the_schema_expects_is_no_secret() -> None:
    """A report without values still says what would have been right."""
    events = copy.deepcopy(stream())
    events[-1]["response"]["truncation"] = SECRET
    (violation,) = iter_violations(events, redact=True)
    assert (violation.expected, violation.found) == ('"auto" or "disabled"', "a text")


@requirement("OR-WS-21", "OR-WS-24", "OR-WS-25")
def test_turns_follow_each_other_on_a_websocket() -> None:
    """Numbers start again with each turn; an error message is a turn of its own or the end of one."""
    turns = [*stream(seed=1), MESSAGE, *stream(seed=2)[:5], MESSAGE, *stream(seed=3)]
    validator = Validator(transport="websocket")
    found = [violation.requirement for turn in turns for violation in validator.receive(turn)]
    # The first message answers a turn that never began, the second ends the one under way.
    assert found + [violation.requirement for violation in validator.receive_eof()] == []
    assert validator.streams == 4
    assert reports([MESSAGE, *stream()], transport="websocket") == []
    both = [*stream()[:5], MESSAGE, {**stream("broken_down")[-1], "sequence_number": 5}]
    assert reports(both, transport="websocket") == ["OR-WS-24"]


def test_the_shape_of_an_error_tells_the_transport() -> None:
    """An error message of a WebSocket has a status and no number; over server-sent events that is a fault."""
    assert validate_event(MESSAGE) == []
    assert reports([MESSAGE]) == []
    assert "OR-GRAM-01" in reports([MESSAGE], transport="sse")


def test_the_end_mark_ends_a_stream() -> None:
    """Texts of events may be followed by the end mark as it stands in the stream."""
    assert reports([*stream(), "[DONE]", *stream(), b"[DONE]"]) == []
    assert reports([*stream()[:-1], "[DONE]"]) == ["OR-GRAM-07"]


@requirement("OR-WS-02", "OR-WS-03")
def test_a_turn_is_judged_by_the_rules_of_a_turn() -> None:
    """A request over HTTP may stream, a turn may not say so."""
    assert validate_request({"type": "response.create", "model": "m", "input": "hello"}) == []
    assert [v.requirement for v in validate_request({"type": "response.create", "background": True})] == ["OR-WS-03"]
    assert list(iter_schema_violations(REQUEST, {"model": "m", "input": "hello", "stream": True})) == []


GARBAGE: tuple[Any, ...] = (None, [], {}, 5, -1, 10**30, 1.5, True, "x", [1], {"type": []}, [{"id": [], "type": {}}])


def replaced(value: Any) -> Iterator[Any]:
    """The value with garbage in one place, for every place and every piece of garbage."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        for other in (*GARBAGE, *replaced(child)):
            changed = copy.copy(value)
            changed[step] = other
            yield changed


@pytest.mark.parametrize("script", SCRIPTS)
def test_garbage_in_any_place_is_reported_and_never_raised(script: str) -> None:
    """Issue 3, bad input: any value in any member of any event, in the middle of a stream."""
    events = stream(script)
    for at, event in enumerate(events):
        for changed in replaced(event):
            for violation in iter_violations([*events[:at], changed, *events[at + 1 :]]):
                assert str(violation)


def test_time_is_linear_in_the_events() -> None:
    """Issue 3, bad input: many events, items and parts must not cost more each."""

    def seconds(events: Events) -> float:
        begun = perf_counter()
        assert reports(events)
        return perf_counter() - begun

    def many(count: int) -> Events:
        head, added = stream()[:2], stream()[nth(stream(), "response.output_item.added", 1)]
        items = [{**added, "output_index": at, "item": {**added["item"], "id": f"m{at}"}} for at in range(count)]
        return renumber([*head, *items, *items])

    few = min(seconds(many(500)) for _ in range(3))
    assert min(seconds(many(5000)) for _ in range(3)) < 30 * few


def test_a_model_is_judged_with_the_nulls_that_it_was_read_from() -> None:
    """Issue 3, judge precisely: reading forgives a null and does not write it; judging what was read still sees it."""
    event = {
        "type": "response.output_text.delta",
        "sequence_number": None,
        "item_id": "m",
        "output_index": 0,
        "content_index": 0,
        "delta": "x",
        "logprobs": None,
    }
    assert "logprobs" not in parse_event(event).to_dict()
    assert validate_event(parse_event(event)) == validate_event(event)
    item = {"type": "reasoning", "id": "r", "summary": [], "encrypted_content": None}
    done = {"type": "response.output_item.done", "sequence_number": 1, "output_index": 0, "item": item}
    assert "$.item.encrypted_content" in {found.path for found in validate_event(parse_event(done))}
