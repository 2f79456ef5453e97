"""The judge of streams: each fault is found under the requirement it breaks, and legal streams are left alone."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import ListEmitter
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.validator import (
    Validator,
    iter_violations,
    validate_event,
    validate_request,
    validate_response,
)

Events = list[dict[str, Any]]


def stream(seed: int = 1) -> Events:
    """A reasoning item, a message of two deltas and a function call, as our builder writes them."""
    emitter = ListEmitter()
    builder = ResponseBuilder(emitter, model="m", ids=SeededIds(seed), clock=lambda: 1)
    with builder.reasoning() as reasoning, reasoning.summary() as summary:
        summary.delta("think")
    with builder.message() as message, message.text() as text:
        text.delta("Hel")
        text.delta("lo")
    with builder.function_call("look") as call:
        call.delta("{}")
    builder.complete(usage=usage())
    return [event.to_dict() for event in emitter.events]


def usage(total: int = 3) -> dict[str, Any]:
    return {
        "input_tokens": 1,
        "output_tokens": 2,
        "total_tokens": total,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 0},
    }


def found(events: Any) -> list[str]:
    return [violation.requirement for violation in iter_violations(events)]


def of_type(events: Events, name: str, nth: int = 0) -> dict[str, Any]:
    return [event for event in events if event["type"] == name][nth]


def test_a_stream_of_the_builder_has_no_fault() -> None:
    """What is built strictly is judged clean, as plain objects, as models and as bytes."""
    assert found(stream()) == []
    emitter = ListEmitter()
    builder = ResponseBuilder(emitter, model="m")
    with builder.message() as message, message.text() as text:
        text.delta("a")
    builder.complete(usage=usage())
    assert found(emitter.events) == []
    assert found([event.to_json() for event in emitter.events]) == []


def test_several_streams_follow_one_another() -> None:
    """A new stream starts at response.created after a terminal event; its numbers start again."""
    assert found(stream(1) + stream(2)) == []


def test_an_unfinished_stream_is_named_when_the_next_begins() -> None:
    """OR-GRAM-07: the fault belongs to the stream that stopped, not to the one that follows."""
    violations = list(iter_violations(stream(1)[:5] + stream(2)))
    assert [(v.requirement, v.event_index) for v in violations] == [("OR-GRAM-07", 4)]


def renumber(events: Events) -> Events:
    for number, event in enumerate(events):
        event["sequence_number"] = number
    return events


def drop(name: str) -> Callable[[Events], Events]:
    return lambda events: renumber([event for event in events if event["type"] != name])


def change(name: str, *path: Any, to: Any, nth: int = 0) -> Callable[[Events], Events]:
    def changed(events: Events) -> Events:
        place: Any = of_type(events, name, nth)
        for step in path[:-1]:
            place = place[step]
        if to is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = to
        return events

    return changed


def double(name: str) -> Callable[[Events], Events]:
    def doubled(events: Events) -> Events:
        at = next(index for index, event in enumerate(events) if event["type"] == name)
        return renumber([*events[: at + 1], copy.deepcopy(events[at]), *events[at + 1 :]])

    return doubled


FAULTS: list[tuple[str, Callable[[Events], Events]]] = [
    ("OR-GRAM-01", change("response.output_text.delta", "sequence_number", to=None)),
    ("OR-GRAM-02", change("response.output_text.delta", "sequence_number", to=0)),
    ("OR-GRAM-03", change("response.completed", "sequence_number", to=1000)),
    ("OR-GRAM-04", drop("response.created")),
    ("OR-GRAM-05", double("response.created")),
    ("OR-GRAM-07", drop("response.completed")),
    ("OR-GRAM-07", double("response.completed")),
    ("OR-GRAM-08", lambda events: renumber([*events, {**of_type(events, "response.output_text.delta")}])),
    ("OR-GRAM-09", change("response.completed", "response", "status", to="in_progress")),
    ("OR-GRAM-10", change("response.completed", "response", "id", to="resp_other")),
    ("OR-GRAM-11", drop("response.output_item.added")),
    ("OR-GRAM-12", change("response.output_item.added", "output_index", to=7)),
    ("OR-GRAM-13", drop("response.output_item.done")),
    ("OR-GRAM-14", change("response.output_item.done", "item", "id", to="other")),
    ("OR-GRAM-15", change("response.output_text.delta", "item_id", to="other")),
    ("OR-GRAM-16", drop("response.content_part.added")),
    ("OR-GRAM-17", change("response.content_part.added", "content_index", to=1)),
    ("OR-GRAM-19", change("response.output_text.delta", "delta", to="Hal")),
    ("OR-GRAM-20", change("response.content_part.done", "part", "text", to="Hallo")),
    ("OR-GRAM-21", drop("response.content_part.done")),
    ("OR-GRAM-24", double("response.output_text.done")),
    ("OR-GRAM-25", change("response.function_call_arguments.done", "arguments", to="{ }")),
    ("OR-GRAM-27", change("response.output_item.done", "item", "status", to="incomplete", nth=1)),
    ("OR-GRAM-34", change("response.completed", "response", "usage", to=None)),
    ("OR-RESP-01", change("response.completed", "response", "tools", to=...)),
    ("OR-RESP-02", change("response.completed", "response", "completed_at", to=None)),
    ("OR-RESP-04", change("response.completed", "response", "usage", "total_tokens", to=4)),
    ("OR-EXT-09", change("response.output_text.delta", "type", to="chatter")),
    ("OR-ITEM-09", change("response.output_item.added", "item", "type", to="web_search_call")),
    ("OR-SSE-03", change("response.output_text.delta", "type", to=None)),
]


@pytest.mark.parametrize(("requirement", "fault"), FAULTS, ids=[f"{name}-{at}" for at, (name, _) in enumerate(FAULTS)])
def test_one_fault_is_found_under_its_requirement(requirement: str, fault: Callable[[Events], Events]) -> None:
    """Both public conformance suites let classes of these pass; each row is one of them."""
    assert requirement in found(fault(stream()))


def test_a_text_that_differs_is_quoted_where_it_differs() -> None:
    """A cut at 80 characters must not hide the fault of a long text."""
    events = stream()
    of_type(events, "response.output_text.done")["text"] = "Hello" + "x" * 500
    violation = next(v for v in iter_violations(events) if v.requirement == "OR-GRAM-19")
    assert violation.address == (1, "content", 0)
    assert violation.path == "$.text"
    assert violation.event_type == "response.output_text.done"
    assert violation.sequence_number == violation.event_index
    assert violation.found is not None and len(violation.found) <= 80


def test_an_error_event_wants_a_failed_response() -> None:
    """OR-GRAM-29: over server-sent events an error is followed by response.failed."""
    error = {"type": "error", "sequence_number": 2, "error": {"type": "t", "code": None, "message": "m", "param": None}}
    assert "OR-GRAM-29" in found([*stream()[:2], error])


def test_extension_events_change_nothing_wherever_they_come() -> None:
    """OR-EXT-08: an extension event with a slug is legal at every place of a stream."""
    events = stream()
    for at in range(len(events) + 1):
        extended = [*events[:at], {"type": "acme:ping", "sequence_number": 0, "x": [1]}, *events[at:]]
        assert found(renumber(copy.deepcopy(extended))) == []


def test_the_names_of_the_openai_dialect_are_warnings() -> None:
    """Recorded providers write response.reasoning_text.*; the content is judged as ever."""
    emitter = ListEmitter()
    builder = ResponseBuilder(emitter, model="m", dialect="openai")
    with builder.reasoning() as reasoning, reasoning.text() as text:
        text.delta("think")
    builder.complete(usage=usage())
    violations = list(iter_violations(emitter.events))
    assert {(v.severity, v.requirement) for v in violations} == {("warning", "OR-DIALECT")}
    assert all("openai" in v.message for v in violations)


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\xff",
        "{",
        "NaN",
        '{"type": 1e400}',
        "[" * 5000,
        "5",
        "null",
        {},
        {"type": []},
        {"type": {}},
        {"type": "response.output_item.added", "output_index": "0", "item": []},
        {"type": "response.output_item.added", "output_index": float("nan"), "item": {"type": []}},
        {"type": "response.output_text.delta", "output_index": -1, "content_index": 10**30, "delta": {"a": "b"}},
        {"type": "response.created", "response": [1]},
        {
            "type": "response.created",
            "sequence_number": float("inf"),
            "response": {"id": {}, "usage": {"total_tokens": ""}},
        },
        5,
        None,
        [1],
        object(),
    ],
)
def test_garbage_is_a_finding_and_never_an_exception(garbage: Any) -> None:
    """Bad input is what a judge reports, in one event and anywhere in a stream."""
    assert validate_event(garbage)
    assert validate_response(garbage)
    events = stream()
    for at in (0, 3, len(events)):
        assert found([*events[:at], garbage, *events[at:]])


def test_no_event_at_all_is_a_finding() -> None:
    """OR-GRAM-04: the first event is response.created."""
    assert found([]) == ["OR-GRAM-04"]


def test_a_response_and_a_request_are_judged_alone() -> None:
    """OR-RESP-03, OR-ITEM-03, OR-ITEM-04, OR-GRAM-36 and OR-REQ-01 need no stream."""
    response = of_type(stream(), "response.completed")["response"]
    assert validate_response(response) == []
    response["output"][0]["status"] = "incomplete"
    response["error"] = {"code": "server_error", "message": "m"}
    assert {"OR-ITEM-03", "OR-ITEM-04", "OR-GRAM-36"} <= {v.requirement for v in validate_response(response)}
    assert "OR-RESP-03" in {v.requirement for v in validate_response({**response, "status": "failed", "error": None})}
    assert validate_request({"model": "m", "input": "hello"}) == []
    assert [v.requirement for v in validate_request(b'{"model": "m", "max_output_tokens": 1}')] == ["OR-REQ-01"]


def test_a_validator_counts_events_and_streams() -> None:
    """The summary of the command line reads these."""
    validator = Validator()
    for event in stream(1) + stream(2):
        assert validator.receive(event) == []
    assert validator.receive_eof() == []
    assert (validator.events, validator.streams) == (2 * len(stream()), 2)
    assert validator.is_between_streams


def test_two_objects_in_one_payload_are_named_as_such() -> None:
    """OR-SSE-02: each event is one payload that holds one JSON object; other texts that are no JSON are OR-SSE-03."""
    for text in (b'{"type":"a:b"}{"type":"a:c"}', '{"type":"a:b","t":"\u00e9"}\n{"type":"a:c"}'):
        assert [violation.requirement for violation in iter_violations([text])] == ["OR-SSE-02"]
    for text in (b'{"type":"a:b"}x', b"{", b"[1][2]"):
        assert [violation.requirement for violation in iter_violations([text])] == ["OR-SSE-03"]


def test_the_number_of_an_event_that_nobody_could_read_is_no_gap() -> None:
    """One fault is said once: found by the golden vectors."""
    events: list[Any] = [*stream()]
    events[5] = b"{"
    found = {violation.requirement for violation in iter_violations(events) if violation.event_index == 6}
    assert "OR-GRAM-03" not in found
