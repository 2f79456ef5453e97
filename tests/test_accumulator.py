"""The accumulator: every repair on and off by a vector of its own, and the laws over streams that a builder made."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openresponses_sdk import accumulator as module
from openresponses_sdk.accumulator import ResponseAccumulator
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.errors import DecodeError, RemoteProtocolError
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.repairs import Repairs

RESPONSE: dict[str, Any] = {"id": "resp_1", "object": "response", "status": "in_progress", "model": "m", "output": []}
MESSAGE: dict[str, Any] = {
    "type": "message",
    "id": "msg_1",
    "role": "assistant",
    "status": "in_progress",
    "content": [],
}
CALL: dict[str, Any] = {
    "type": "function_call",
    "id": "fc_1",
    "call_id": "c",
    "name": "f",
    "arguments": "",
    "status": "in_progress",
}
PART: dict[str, Any] = {"type": "output_text", "text": "", "annotations": []}
CITATION = {"type": "url_citation", "url": "u", "title": "t", "start_index": 0, "end_index": 1}


def response(step: str, status: str = "in_progress", **changes: Any) -> dict[str, Any]:
    return {"type": f"response.{step}", "response": {**RESPONSE, "status": status, **changes}}


START = [response("created"), response("in_progress")]
END = response("completed", "completed")


def item(step: str, item: dict[str, Any], at: int = 0, **changes: Any) -> dict[str, Any]:
    return {"type": f"response.output_item.{step}", "output_index": at, "item": {**item, **changes}}


def part(step: str, at: int = 0, index: int = 0, **changes: Any) -> dict[str, Any]:
    return {"type": f"response.content_part.{step}", **place(at, index), "part": {**PART, **changes}}


def place(at: int = 0, index: int = 0) -> dict[str, Any]:
    return {"item_id": "msg_1", "output_index": at, "content_index": index}


def delta(text: str, at: int = 0, index: int = 0, kind: str = "output_text") -> dict[str, Any]:
    return {"type": f"response.{kind}.delta", **place(at, index), "delta": text}


def said(text: str, at: int = 0) -> dict[str, Any]:
    return {"type": "response.output_text.done", **place(at), "text": text}


def argument(step: str, value: str, at: int = 0) -> dict[str, Any]:
    name = "delta" if step == "delta" else "arguments"
    event_type = f"response.function_call_arguments.{step}"
    return {"type": event_type, "item_id": "fc_1", "output_index": at, name: value}


def accumulate(events: list[dict[str, Any]], *, numbered: bool = True, eof: bool = True, **options: Any) -> Any:
    accumulator = ResponseAccumulator(**options)
    for number, event in enumerate(events):
        raw = {"sequence_number": number, **event} if numbered else event
        accumulator.receive(parse_event(raw, on_error="keep"))
    if eof:
        accumulator.receive_eof()
    return accumulator


def requirements(accumulator: Any) -> list[str]:
    return [violation.requirement for violation in accumulator.violations]


def output(accumulator: Any) -> list[dict[str, Any]]:
    return json.loads(accumulator.snapshot.to_json())["output"]


def off(name: str) -> Repairs:
    return replace(Repairs(), **{name: False})


def whole_message(text: str) -> list[dict[str, Any]]:
    return [
        item("added", MESSAGE),
        part("added"),
        delta(text),
        said(text),
        part("done", text=text),
        item("done", MESSAGE, status="completed", content=[{**PART, "text": text}]),
    ]


# Repairs, on and off


@pytest.mark.parametrize("empty", [{"output": []}, {"output": None}], ids=["empty", "null"])
def test_an_empty_terminal_output_does_not_wipe_what_was_streamed(empty):
    """OR-GRAM-28, OR-GRAM-44."""
    events = [*START, *whole_message("hi"), response("completed", "completed", **empty)]
    accumulator = accumulate(events)
    assert "OR-GRAM-28" in requirements(accumulator)
    assert (accumulator.text, accumulator.outcome, accumulator.snapshot.status) == ("hi", "completed", "completed")
    assert accumulate(events, repairs=off("streamed_output")).text == ""


def test_a_shorter_terminal_output_does_not_wipe_what_was_streamed():
    """OR-GRAM-28."""
    second = [{**event, "output_index": 1} for event in whole_message("b")]
    one = {**MESSAGE, "status": "completed", "content": [{**PART, "text": "a"}]}
    events = [*START, *whole_message("a"), *second, response("completed", "completed", output=[one])]
    assert accumulate(events).text == "ab"
    assert accumulate(events, repairs=off("streamed_output")).text == "a"


def test_a_terminal_output_wins_where_it_says_something_else():
    """OR-GRAM-44; the difference is recorded under OR-GRAM-28."""
    other = {**MESSAGE, "status": "completed", "content": [{**PART, "text": "other"}]}
    accumulator = accumulate([*START, *whole_message("hi"), response("completed", "completed", output=[other])])
    assert (accumulator.text, requirements(accumulator)) == ("other", ["OR-GRAM-28"])


def test_an_empty_list_of_parts_does_not_wipe_what_was_streamed():
    """OR-GRAM-22: neither in the done item nor in the terminal response."""
    events = [*START, *whole_message("hi")[:-1], item("done", MESSAGE, status="completed")]
    accumulator = accumulate(events, eof=False)
    assert (accumulator.text, requirements(accumulator)) == ("hi", ["OR-GRAM-22"])
    assert accumulate(events, eof=False, repairs=off("streamed_content")).text == ""
    ended = [*events, response("completed", "completed", output=[{**MESSAGE, "status": "completed"}])]
    assert accumulate(ended).text == "hi"


def test_a_done_value_wins_over_deltas_that_differ():
    """OR-GRAM-44; the difference is recorded under OR-GRAM-19."""
    events = [*START, item("added", MESSAGE), part("added"), delta("Helo"), said("Hello")]
    accumulator = accumulate(events, eof=False)
    assert (accumulator.text, requirements(accumulator)) == ("Hello", ["OR-GRAM-19"])
    violation = accumulator.violations[0]
    assert (violation.event_index, violation.sequence_number, violation.address) == (5, 5, (0, "content", 0))
    assert accumulate(events, eof=False, repairs=off("done_values")).text == "Helo"
    closed = [*events, part("done", text="Hello")]
    assert accumulate(closed, eof=False, repairs=off("done_values")).text == "Helo"


def test_arguments_that_come_only_when_done_are_taken():
    """OR-GRAM-25."""
    events = [*START, item("added", CALL), argument("done", '{"a":1}')]
    accumulator = accumulate(events, eof=False)
    assert (output(accumulator)[0]["arguments"], requirements(accumulator)) == ('{"a":1}', ["OR-GRAM-25"])
    assert output(accumulate(events, eof=False, repairs=off("whole_arguments")))[0]["arguments"] == ""


def test_arguments_that_are_announced_and_streamed_count_once():
    """OR-GRAM-25."""
    events = [*START, item("added", CALL, arguments='{"a":1}'), argument("delta", '{"a"'), argument("delta", ":1}")]
    accumulator = accumulate(events, eof=False)
    assert (output(accumulator)[0]["arguments"], requirements(accumulator)) == ('{"a":1}', ["OR-GRAM-25"])
    assert requirements(accumulate([*events, argument("done", '{"a":1}')], eof=False)) == ["OR-GRAM-25"]
    doubled = output(accumulate(events, eof=False, repairs=off("whole_arguments")))[0]["arguments"]
    assert doubled == '{"a":1}{"a":1}'


def test_announced_arguments_that_are_a_beginning_are_continued():
    """OR-GRAM-19: the initial value counts."""
    events = [*START, item("added", CALL, arguments='{"a"'), argument("delta", ":1}"), argument("done", '{"a":1}')]
    accumulator = accumulate(events, eof=False)
    assert (output(accumulator)[0]["arguments"], requirements(accumulator)) == ('{"a":1}', [])


@pytest.mark.parametrize(
    ("event", "item_type", "made"),
    [
        (delta("x"), "message", {"content": [{**PART, "text": "x"}]}),
        (
            {**delta("x", kind="refusal"), "type": "response.refusal.delta"},
            "message",
            {"content": [{"type": "refusal", "refusal": "x"}]},
        ),
        (delta("x", kind="reasoning_text"), "reasoning", {"content": [{"type": "reasoning_text", "text": "x"}]}),
        (
            {
                "type": "response.reasoning_summary_text.delta",
                "item_id": "r",
                "output_index": 0,
                "summary_index": 0,
                "delta": "x",
            },
            "reasoning",
            {"summary": [{"type": "summary_text", "text": "x"}]},
        ),
        (argument("delta", "x"), "function_call", {"arguments": "x"}),
        (part("done", text="x"), "message", {"content": [{**PART, "text": "x"}]}),
        (item("done", CALL, arguments="x"), "function_call", {"arguments": "x"}),
    ],
)
def test_what_was_never_announced_is_made(event, item_type, made):
    """OR-GRAM-11, OR-GRAM-16: of the type that the event needs."""
    accumulator = accumulate([*START, event], eof=False)
    (found,) = output(accumulator)
    assert found["type"] == item_type
    assert {name: found[name] for name in made} == made
    assert requirements(accumulator) == ["OR-GRAM-11"]
    assert output(accumulate([*START, event], eof=False, repairs=off("missing_parents"))) == []


def test_a_part_that_was_never_announced_is_made_once():
    """OR-GRAM-16: one violation, however many deltas follow."""
    events = [*START, item("added", MESSAGE), *(delta(letter) for letter in "abcd")]
    accumulator = accumulate(events, eof=False)
    assert (accumulator.text, requirements(accumulator)) == ("abcd", ["OR-GRAM-16"])


def test_an_announcement_that_comes_late_keeps_what_was_streamed():
    """OR-GRAM-12: the item takes its own fields then."""
    accumulator = accumulate(
        [*START, delta("hi"), item("added", MESSAGE, id="msg_late", phase="final_answer")], eof=False
    )
    assert (accumulator.text, output(accumulator)[0]["id"]) == ("hi", "msg_late")


def test_statuses_are_final_in_a_completed_response():
    """OR-GRAM-09, OR-GRAM-23."""
    events = [*START, *whole_message("hi")[:-1], response("completed", "in_progress")]
    accumulator = accumulate(events)
    assert accumulator.snapshot.status == output(accumulator)[0]["status"] == "completed"
    assert {"OR-GRAM-09", "OR-GRAM-13", "OR-GRAM-23"} <= set(requirements(accumulator))
    left = accumulate(events, repairs=off("final_statuses"))
    assert left.snapshot.status == output(left)[0]["status"] == "in_progress"


@pytest.mark.parametrize(("step", "status"), [("failed", "failed"), ("incomplete", "incomplete")])
def test_items_of_a_response_that_did_not_complete_stay_as_they_are(step, status):
    """Only a completed response says that its items are."""
    accumulator = accumulate([*START, *whole_message("hi")[:-1], response(step, status)])
    assert (accumulator.outcome, output(accumulator)[0]["status"]) == (status, "in_progress")


def test_a_stream_without_a_terminal_event_is_truncated():
    """OR-GRAM-42: a value, never a success; the status stays what it was."""
    accumulator = accumulate([*START, *whole_message("hi")])
    assert (accumulator.outcome, accumulator.snapshot.status, accumulator.text) == ("truncated", "in_progress", "hi")
    assert requirements(accumulator) == ["OR-GRAM-07"]
    assert accumulate(START, repairs=off("truncation")).outcome is None
    early = accumulate([response("created", "completed")])
    assert (early.outcome, early.snapshot.status) == ("truncated", "in_progress")


def test_events_without_numbers_are_taken_in_the_order_in_which_they_come():
    """OR-GRAM-01: recorded once."""
    events = [*START, *whole_message("hi"), END]
    accumulator = accumulate(events, numbered=False)
    assert (accumulator.text, accumulator.outcome) == ("hi", "completed")
    assert requirements(accumulator).count("OR-GRAM-01") == 1
    assert accumulate(events, numbered=False, repairs=off("arrival_order")).text == ""


def test_numbers_that_do_not_rise_are_recorded():
    """OR-GRAM-02."""
    events = [*START, item("added", MESSAGE), part("added"), delta("a"), {**delta("b"), "sequence_number": 4}]
    assert (accumulate(events, eof=False).text, requirements(accumulate(events, eof=False))) == ("ab", ["OR-GRAM-02"])
    assert accumulate(events, eof=False, repairs=off("arrival_order")).text == "a"


@pytest.mark.parametrize("at", [2, 10**9, 10**30])
def test_an_index_of_any_size_costs_nothing(at):
    """Issue 3, bad input: the output is in the order of the indexes, without gaps (OR-GRAM-12, OR-GRAM-17)."""
    shifted = [{**event, "output_index": at} for event in whole_message("far")[:3]]
    events = [*START, *shifted, *whole_message("near")[:3], part("added", index=at), delta("!", index=at)]
    accumulator = accumulate(events, eof=False)
    assert accumulator.text == "near!far"
    assert "OR-GRAM-12" in requirements(accumulator)
    assert accumulate(events, eof=False, repairs=Repairs.none()).text == "near"


def test_a_negative_index_addresses_nothing():
    """Issue 3, bad input."""
    accumulator = accumulate(
        [*START, item("added", MESSAGE, -1), item("added", MESSAGE), part("added", 0, -1)], eof=False
    )
    assert len(output(accumulator)) == 1
    assert output(accumulator)[0]["content"] == []
    assert requirements(accumulator) == ["OR-GRAM-12", "OR-GRAM-17"]


def test_a_malformed_terminal_event_still_ends_the_stream():
    """OR-SCHEMA: what can be read of its response is used."""
    bad = response("failed", "failed", model=7, error={"code": "c", "message": "why"})
    accumulator = accumulate([*START, *whole_message("hi"), bad], eof=False)
    assert (accumulator.outcome, accumulator.is_done, accumulator.text) == ("failed", True, "hi")
    assert accumulator.snapshot.error.message == "why"
    assert "OR-SCHEMA" in requirements(accumulator)
    nothing = {"type": "response.completed", "response": "done"}
    assert accumulate([*START, *whole_message("hi"), nothing], eof=False).snapshot.status == "completed"
    ignored = accumulate([*START, *whole_message("hi"), bad], repairs=off("malformed_events"))
    assert ignored.outcome == "truncated"


def test_a_malformed_delta_is_used_when_its_place_and_text_are_sound():
    """OR-SCHEMA: a number that is a string is no place."""
    start = [*START, item("added", MESSAGE), part("added")]
    without_id = {name: value for name, value in delta("a").items() if name != "item_id"}
    accumulator = accumulate([*start, without_id, {**delta("b"), "output_index": "0"}, {**delta("c"), "delta": 1}])
    assert accumulator.text == "a"
    assert accumulate([*start, without_id], repairs=off("malformed_events")).text == ""


def test_a_malformed_item_is_announced_by_its_type():
    """OR-SCHEMA: what follows finds its place."""
    bad = {"type": "response.output_item.added", "output_index": 0, "item": {"type": "message", "id": 5}}
    ending = [said("hi"), part("done", text="hi"), {**bad, "type": "response.output_item.done"}]
    accumulator = accumulate([*START, bad, part("added"), delta("hi"), *ending])
    assert accumulator.text == "hi"
    assert set(requirements(accumulator)) == {"OR-SCHEMA", "OR-GRAM-07"}


def test_an_item_that_is_announced_as_null_is_made_by_what_follows():
    """OR-STREAM-02: the schema allows the null, which says nothing."""
    null = {"type": "response.output_item.added", "output_index": 0, "item": None}
    accumulator = accumulate([*START, null, part("added"), delta("hi"), {**null, "type": "response.output_item.done"}])
    assert accumulator.text == "hi"
    assert requirements(accumulator)[:2] == ["OR-STREAM-02", "OR-GRAM-11"]


def test_every_repair_can_be_switched_off_and_none_raises():
    """Issue 3: each repair is switchable."""
    assert set(Repairs.none().__getstate__()) == {False}
    assert Repairs() == Repairs(**{field.name: True for field in fields(Repairs)})


# Every switch of Repairs, on and off

SECOND = {**MESSAGE, "id": "msg_2", "status": "completed", "content": [{**PART, "text": "b"}]}
SWITCHES: list[tuple[str, list[dict[str, Any]], str, Any, Any]] = [
    (
        "streamed_output",
        [*START, *whole_message("a"), END],
        "OR-GRAM-28",
        ("a", "completed"),
        ("", "completed"),
    ),
    (
        "streamed_content",
        [*START, *whole_message("a")[:-1], item("done", MESSAGE, status="completed")],
        "OR-GRAM-22",
        ("a", "truncated"),
        ("", "truncated"),
    ),
    (
        "done_values",
        [*START, item("added", MESSAGE), part("added"), delta("ab"), said("abc")],
        "OR-GRAM-19",
        ("abc", "truncated"),
        ("ab", "truncated"),
    ),
    (
        "whole_arguments",
        [*START, item("added", CALL), argument("done", "{}")],
        "OR-GRAM-25",
        ("{}", "truncated"),
        ("", "truncated"),
    ),
    ("missing_parents", [*START, delta("a")], "OR-GRAM-11", ("a", "truncated"), ("", "truncated")),
    (
        "final_statuses",
        [*START, response("completed", "in_progress")],
        "OR-GRAM-09",
        ("", "completed", "completed"),
        ("", "completed", "in_progress"),
    ),
    ("truncation", START, "OR-GRAM-07", ("", "truncated"), ("", None)),
    (
        "arrival_order",
        [*START, item("added", MESSAGE), part("added"), {**delta("a"), "sequence_number": 1}],
        "OR-GRAM-02",
        ("a", "truncated"),
        ("", "truncated"),
    ),
    (
        "sparse_indexes",
        [*START, item("added", MESSAGE, 7), part("added", 7), delta("a", 7)],
        "OR-GRAM-12",
        ("a", "truncated"),
        ("", "truncated"),
    ),
    (
        "malformed_events",
        [*START, item("added", MESSAGE), part("added"), {**delta("a"), "item_id": 5}],
        "OR-SCHEMA",
        ("a", "truncated"),
        ("", "truncated"),
    ),
]
"""A switch, a stream with the one fault that it is about, the requirement that is recorded, and what comes of it with
the switch on and off: the text or the arguments, the outcome and, where that is the point, the status."""


@pytest.mark.parametrize(
    ("name", "events", "requirement", "mended", "left"), SWITCHES, ids=lambda value: str(value)[:16]
)
def test_each_repair_is_recorded_and_can_be_switched_off_alone(name, events, requirement, mended, left):
    """Issue 3: each recorded as a violation and each switchable, without touching the others."""
    for repairs, wanted in ((Repairs(), mended), (off(name), left)):
        accumulator = accumulate(events, repairs=repairs)
        arguments = "".join(getattr(item, "arguments", "") for item in accumulator.snapshot.output)
        found = (accumulator.text or arguments, accumulator.outcome, accumulator.snapshot.status)
        assert found[: len(wanted)] == wanted
        assert requirement in requirements(accumulator)
        (recorded,) = [one for one in accumulator.violations if one.requirement == requirement]
        assert recorded.message


def test_no_switch_is_without_its_test():
    """A switch that is added to Repairs gets its row above."""
    assert [name for name, *_ in SWITCHES] == [field.name for field in fields(Repairs)]


def test_sparse_parts_are_dropped_alone_when_that_is_switched_off():
    """OR-GRAM-17: parts too; what has the next index is taken all the same."""
    events = [*START, item("added", MESSAGE), part("added", index=3), delta("far", index=3)]
    events += [part("added"), delta("near")]
    assert accumulate(events, eof=False).text == "nearfar"
    left = accumulate(events, eof=False, repairs=off("sparse_indexes"))
    assert "OR-GRAM-17" in requirements(left)
    assert left.text == "near"


def test_a_resumed_stream_compares_the_parts_that_it_has_seen():
    """OR-GRAM-22, OR-GRAM-31: the first parts went by before; nothing of a later one gets into them."""
    first, second = {**PART, "text": "seen by others"}, {**PART, "text": "b", "annotations": [CITATION]}
    note = {"type": "response.output_text.annotation.added", **place(0, 1), "annotation_index": 0}
    events = [
        part("added", index=1),
        delta("b", index=1),
        {**note, "annotation": CITATION},
        {**said("b"), "content_index": 1},
        part("done", index=1, **second),
        item("done", MESSAGE, status="completed", content=[first, second]),
    ]
    events = [{**event, "sequence_number": number} for number, event in enumerate(events, 50)]
    accumulator = accumulate(events, strict=True, eof=False)
    assert output(accumulator)[0]["content"] == [first, second]
    assert {violation.severity for violation in accumulator.violations} == {"warning"}


# What is not used


def test_what_is_done_does_not_change_any_more():
    """OR-GRAM-24, OR-ITEM-05."""
    late = [delta("!"), said("!"), part("done", text="!"), item("done", MESSAGE), item("added", MESSAGE), part("added")]
    accumulator = accumulate([*START, *whole_message("hi"), *late], eof=False)
    assert accumulator.text == "hi"
    sealed = [*START, *whole_message("hi")[:4], delta("!"), said("!")]
    assert accumulate(sealed, eof=False).text == "hi"


def test_text_of_one_kind_never_gets_into_a_part_of_another():
    """OR-GRAM-18."""
    events = [*START, item("added", MESSAGE), part("added"), delta("secret", kind="reasoning_text")]
    accumulator = accumulate(events, eof=False)
    assert (accumulator.text, requirements(accumulator)) == ("", ["OR-GRAM-18"])


def test_nothing_follows_the_terminal_event():
    """OR-GRAM-08, OR-GRAM-07."""
    accumulator = accumulate([*START, *whole_message("hi"), END, delta("!"), response("failed", "failed")])
    assert (accumulator.outcome, accumulator.text) == ("completed", "hi")
    assert {"OR-GRAM-07", "OR-GRAM-08"} <= set(requirements(accumulator))


def test_ids_and_opaque_values_may_rotate():
    """OR-GRAM-41: addresses are indexes; encrypted content is never compared."""
    events = [*START, *whole_message("hi"), response("completed", "completed", id="resp_9", output=[])]
    for number, event in enumerate(events):
        if "item_id" in event:
            events[number] = {**event, "item_id": f"id_{number}"}
    assert accumulate(events).text == "hi"
    reasoning = {"type": "reasoning", "id": "a", "summary": [], "encrypted_content": "x"}
    again = {**reasoning, "id": "b", "encrypted_content": "y"}
    items = [item("added", reasoning), item("done", {**again, "encrypted_content": "z"})]
    assert requirements(accumulate([*START, *items, response("completed", "completed", output=[again])])) == []


# Outcomes


def test_an_error_event_is_the_outcome_unless_the_response_fails():
    """OR-ERR-06, OR-GRAM-29: both forms that servers write."""
    for error in (
        {"type": "error", "error": {"type": "server_error", "message": "m"}},
        {"type": "error", "message": "m"},
    ):
        accumulator = accumulate([*START, error])
        assert (accumulator.outcome, accumulator.error.type) == ("error", "error")
        assert requirements(accumulator) == ["OR-GRAM-29", "OR-GRAM-07"]
        assert accumulate([*START, error, response("failed", "failed")]).outcome == "failed"
        assert accumulate([*START, error, END]).outcome == "error"
        assert accumulate([*START, error, *whole_message("hi")]).text == "hi"


def test_nothing_at_all_is_truncated():
    """OR-GRAM-04, OR-GRAM-42."""
    accumulator = accumulate([])
    assert (accumulator.outcome, requirements(accumulator)) == ("truncated", ["OR-GRAM-04"])
    assert (accumulator.snapshot.id, accumulator.snapshot.status, accumulator.response_id) == ("", "in_progress", None)


def test_a_resumed_stream_is_tolerated_with_warnings():
    """OR-GRAM-03: a stream may start in the middle; what it cannot know is no error."""
    events = [{**delta("lo", 3), "sequence_number": 40}, {**item("added", CALL, 7), "sequence_number": 41}]
    accumulator = accumulate(events, strict=True, eof=False)
    assert accumulator.text == "lo"
    assert {violation.severity for violation in accumulator.violations} == {"warning"}
    unannounced = accumulate([{**delta("lo"), "sequence_number": 0}], eof=False)
    assert {violation.severity for violation in unannounced.violations} == {"error"}


def test_a_stream_that_was_cut_can_be_continued():
    """Background responses: the rest comes over another connection."""
    accumulator = accumulate([*START, *whole_message("hi")[:3]])
    assert (accumulator.outcome, accumulator.is_done) == ("truncated", True)
    accumulator.receive(parse_event({**delta("!"), "sequence_number": 5}))
    assert (accumulator.outcome, accumulator.is_done, accumulator.text) == (None, False, "hi!")


def test_a_strict_accumulator_raises_at_the_first_error():
    """Issue 3: never an exception unless strict."""
    with pytest.raises(RemoteProtocolError) as caught:
        accumulate([*START, delta("x")], strict=True)
    assert caught.value.violation.requirement == "OR-GRAM-11"
    with pytest.raises(RemoteProtocolError):
        accumulate(START, strict=True)


def test_an_event_of_a_vendor_may_tell_the_response_id():
    """What is known is said, before the response is announced."""
    accumulator = accumulate([{**delta("x"), "response_id": "resp_v"}], eof=False)
    assert (accumulator.response_id, accumulator.snapshot.id, accumulator.text) == ("resp_v", "resp_v", "x")


# Laws over streams that a builder made

WORDS = st.text(alphabet='ab{}"é\U0001f600 ', max_size=6)


@st.composite
def built_streams(draw: st.DrawFn, *, dialects: tuple[str, ...] = ("spec", "openai")) -> tuple[list[Any], Any]:
    """The events of a legal stream, and the response that was built."""
    events: list[Any] = []
    builder = ResponseBuilder(
        events.append, model="m", ids=SeededIds(3), clock=lambda: 9, dialect=draw(st.sampled_from(dialects))
    )
    builder.start()
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["message", "reasoning", "call", "output", "custom", "event"]))
        if kind == "event":
            builder.custom_event("acme:ping", note=draw(WORDS))
        elif kind == "output":
            with builder.function_call("f") as call:
                call.arguments("{}")
            builder.function_call_output(call.call_id, draw(WORDS))
        elif kind == "custom":
            with builder.custom_item("acme:thing", note=draw(WORDS)) as thing:
                thing.update(more=draw(WORDS))
        elif kind == "call":
            with builder.function_call("f") as call:
                for fragment in draw(st.lists(WORDS, max_size=4)):
                    call.delta(fragment)
        else:
            scope = builder.message() if kind == "message" else builder.reasoning(encrypted_content="opaque")
            with scope as opened:
                for _ in range(draw(st.integers(0, 2))):
                    makers = [opened.text, opened.refusal] if kind == "message" else [opened.text, opened.summary]
                    with draw(st.sampled_from(makers))() as section:
                        for fragment in draw(st.lists(WORDS, max_size=4)):
                            section.delta(fragment)
                        if kind == "message" and draw(st.booleans()) and section._type == "output_text":
                            section.annotate(CITATION)
    ending = draw(st.sampled_from(["complete", "incomplete", "fail", "error"]))
    if ending == "complete":
        builder.complete()
    elif ending == "incomplete":
        message = builder.message().open().text().open()
        message.delta("cut")
        builder.incomplete("max_output_tokens")
    else:
        builder.message().open().text().open().delta("cut")
        builder.fail("c", "m", error_event=ending == "error")
    return events, builder


LAWS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def received(events: list[Any], **options: Any) -> ResponseAccumulator:
    accumulator = ResponseAccumulator(**options)
    for event in events:
        accumulator.receive(event)
    return accumulator


@LAWS
@given(stream=built_streams(), repairs=st.sampled_from([Repairs(), Repairs.none()]))
def test_what_was_built_is_what_is_received(stream, repairs):
    """The builder cannot be wrong, so a strict accumulator has nothing to say and nothing to mend."""
    events, builder = stream
    accumulator = received([parse_event(event.to_json()) for event in events], strict=True, repairs=repairs)
    accumulator.receive_eof()
    assert accumulator.snapshot.to_json() == builder.build().to_json()
    assert (accumulator.outcome, accumulator.response_id) == (builder.build().status, builder.response_id)
    assert accumulator.violations == ()


@LAWS
@given(stream=built_streams())
def test_the_streamed_items_equal_the_terminal_output(stream):
    """OR-GRAM-28: also for a server that leaves its output empty."""
    events, builder = stream
    last = events[-1].model_copy(update={"response": builder.build().model_copy(update={"output": []})})
    accumulator = received([*events[:-1], last])
    assert accumulator.snapshot.to_json() == builder.build().to_json()


@LAWS
@given(stream=built_streams(), data=st.data())
def test_every_prefix_gives_a_snapshot(stream, data):
    """Issue 3: a response at any moment, with the text of the deltas so far."""
    events, _ = stream
    cut = data.draw(st.integers(0, len(events) - 1))
    accumulator = received(events[:cut])
    deltas = [event.delta for event in events[:cut] if event.type == "response.output_text.delta"]
    assert accumulator.text == "".join(deltas)
    assert accumulator.snapshot is accumulator.snapshot
    assert parse_event({"type": "response.created", "response": accumulator.snapshot.to_dict()})
    accumulator.receive_eof()
    assert accumulator.outcome in ("truncated", "error")
    assert accumulator.snapshot.status == "in_progress"


@LAWS
@given(stream=built_streams(), data=st.data())
def test_an_extension_event_changes_nothing(stream, data):
    """OR-EXT-07: clients ignore events that they do not know; the snapshot is not even built anew."""
    events, builder = stream
    cut = data.draw(st.integers(0, len(events)))
    accumulator = received(events[:cut])
    before = accumulator.snapshot
    accumulator.receive(parse_event({"type": "acme:ping", "sequence_number": cut}))
    assert accumulator.snapshot is before
    for event in events[cut:]:
        accumulator.receive(event.model_copy(update={"sequence_number": event.sequence_number + 1}))
    assert accumulator.snapshot.to_json() == builder.build().to_json()
    assert accumulator.violations == ()


@LAWS
@given(stream=built_streams(), data=st.data())
def test_a_stream_can_be_moved_at_any_cut(stream, data):
    """Issue 3: state_to_json and from_json; the result is the same, faults included."""
    events, _ = stream
    dropped = data.draw(st.sets(st.integers(0, len(events)), max_size=2))
    events = [event for number, event in enumerate(events) if number not in dropped]
    cut = data.draw(st.integers(0, len(events)))
    first = received(events[:cut])
    second = ResponseAccumulator.from_json(first.state_to_json())
    assert second.snapshot.to_json() == first.snapshot.to_json()
    assert second.state_to_json() == first.state_to_json()
    for event in events[cut:]:
        first.receive(event)
        second.receive(event)
    first.receive_eof()
    second.receive_eof()
    assert second.snapshot.to_json() == first.snapshot.to_json()
    assert second.violations == first.violations
    assert (second.outcome, second.is_done, second.response_id) == (first.outcome, first.is_done, first.response_id)


def test_the_state_keeps_how_arguments_were_announced():
    """A fragment that is whole JSON by chance is not taken for an announcement after a move."""
    events = [*START, item("added", CALL), argument("delta", "1")]
    moved = ResponseAccumulator.from_json(accumulate(events, eof=False).state_to_json())
    moved.receive(parse_event({**argument("delta", "2"), "sequence_number": 4}))
    assert (output(moved)[0]["arguments"], requirements(moved)) == ("12", [])


def damaged_states() -> list[bytes]:
    good = json.loads(accumulate([*START, *whole_message("hi")[:3]], eof=False).state_to_json())
    changes: list[dict[str, Any]] = [
        {"version": 2},
        {"items": []},
        {"items": [{**good["items"][0], "parts": {"content": []}}]},
        {"items": [{**good["items"][0], "parts": {"status": [{"index": 0, "streamed": [], "is_made": False}]}}]},
        {"lifecycle": [[[0, "content", 0], "asleep", None]]},
        {"response": 5},
        {"lifecycle": [[["x"], "open", None]]},
        {"lifecycle": [[[0, "nowhere", 0], "open", None]]},
        {"extra": 1},
    ]
    return [b"", b"[]", b"\xff", b"{}", b"[" * 100_000, *(json.dumps({**good, **one}).encode() for one in changes)]


@pytest.mark.parametrize("state", damaged_states())
def test_a_bad_state_is_a_decode_error(state):
    """Issue 3: no pickle, and nothing but our own errors."""
    with pytest.raises(DecodeError):
        ResponseAccumulator.from_json(state)


# Cost


def test_a_later_delta_costs_no_more_than_an_early_one(monkeypatch):
    """Issue 3: a legal delta after another at the same place is one append; the rules are not asked again."""
    start = [*START, item("added", MESSAGE), part("added")]
    accumulator = accumulate(start, eof=False)
    judged: list[int] = []
    advance = module.Lifecycle.advance
    monkeypatch.setattr(module.Lifecycle, "advance", lambda self, event: judged.append(1) or advance(self, event))
    for number in range(40_000):
        accumulator.receive(parse_event({**delta("abcd"), "sequence_number": 4 + number}))
    assert len(judged) == 1
    kept = accumulator._growing.text
    assert len(kept.chunks) < 512
    assert len(kept._blocks) <= 40_000 // 512
    assert accumulator.text == "abcd" * 40_000
    assert (len(kept.chunks), len(kept._blocks)) == (0, 1)


def test_deltas_that_are_all_wrong_do_not_fill_the_memory():
    """Issue 3, bad input: one violation for each requirement, event type and address."""
    accumulator = accumulate([*START, *whole_message("hi")], eof=False)
    for _ in range(1000):
        accumulator.receive(parse_event({**delta("!"), "sequence_number": 1}))
    assert len(accumulator.violations) == 2


def test_a_finished_stream_keeps_one_copy_of_its_text():
    """Issue 3: what was streamed is let go of once the terminal response holds it."""
    accumulator = accumulate([*START, *whole_message("hi"), END])
    assert accumulator._snapshot.items == {}
    assert accumulator._growing is None


ANYTHING: list[dict[str, Any]] = [
    *START,
    *whole_message("a"),
    item("added", CALL, 1),
    argument("delta", "1", 1),
    argument("done", "1", 1),
    item("done", CALL, 1),
    item("added", {"type": "acme:thing", "id": "t"}, 1),
    part("added", 1),
    delta("x", 5, 2),
    {"type": "response.output_text.annotation.added", **place(), "annotation_index": 0, "annotation": CITATION},
    END,
    response("failed", "failed", output=[{**MESSAGE, "content": [PART]}]),
    {"type": "error", "message": "m"},
    {"type": "response.completed"},
    {**part("added"), "part": None},
    {**delta("x"), "output_index": -1},
]


@settings(LAWS, max_examples=400)
@given(events=st.lists(st.sampled_from(ANYTHING), max_size=12), repairs=st.sampled_from([Repairs(), Repairs.none()]))
def test_events_in_any_order_raise_nothing(events, repairs):
    """Issue 3, bad input: findings, never another exception; and the state can be moved at the end."""
    accumulator = accumulate(events, repairs=repairs, eof=False)
    moved = ResponseAccumulator.from_json(accumulator.state_to_json())
    assert moved.snapshot.to_json() == accumulator.snapshot.to_json()
    assert isinstance(accumulator.text, str)
    accumulator.receive_eof()
    assert accumulator.outcome is not None or not repairs.truncation
