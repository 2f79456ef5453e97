"""The order of events: vectors written from the prose of the specification, and laws over built streams."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openresponses_schema import RULES, Effect, State
from openresponses_sdk.lifecycle import Lifecycle
from tests.streams import Built, built_streams, event, item, response

TEXT = {"type": "output_text", "text": "", "annotations": []}
SUMMARY = {"type": "summary_text", "text": ""}
REFUSAL = {"type": "refusal", "refusal": ""}
RAW = {"type": "reasoning_text", "text": ""}
IMAGE = {"type": "input_image", "image_url": "https://example.org/a.png", "detail": "auto"}


def life(name: str) -> Any:
    """An event about the whole response."""
    status = {"created": "in_progress"}.get(name, name)
    return event(f"response.{name}", response=response(status))


def added(index: int, kind: str = "message") -> Any:
    return event("response.output_item.added", output_index=index, item=item(kind))


def done(index: int, kind: str = "message") -> Any:
    return event("response.output_item.done", output_index=index, item=item(kind, status="completed"))


def at(index: int, part: int = 0, field: str = "content_index") -> dict[str, Any]:
    return {"item_id": "item_1", "output_index": index, field: part}


def part_added(index: int, part: int = 0, what: Any = TEXT) -> Any:
    return event("response.content_part.added", part=what, **at(index, part))


def part_done(index: int, part: int = 0, what: Any = TEXT) -> Any:
    return event("response.content_part.done", part=what, **at(index, part))


def delta(index: int, part: int = 0) -> Any:
    return event("response.output_text.delta", delta="a", logprobs=[], **at(index, part))


def text_done(index: int, part: int = 0) -> Any:
    return event("response.output_text.done", text="a", logprobs=[], **at(index, part))


def summary_added(index: int, part: int = 0) -> Any:
    return event("response.reasoning_summary_part.added", part=SUMMARY, **at(index, part, "summary_index"))


def summary_done(index: int, part: int = 0) -> Any:
    return event("response.reasoning_summary_part.done", part=SUMMARY, **at(index, part, "summary_index"))


def summary_text(index: int, ending: str = "done", part: int = 0) -> Any:
    payload = {"delta": "a"} if ending == "delta" else {"text": "a"}
    where = at(index, part, "summary_index")
    return event(f"response.reasoning_summary_text.{ending}", **payload, **where)


def arguments(index: int, ending: str = "done") -> Any:
    payload = {"delta": "{}"} if ending == "delta" else {"arguments": "{}"}
    return event(f"response.function_call_arguments.{ending}", item_id="item_1", output_index=index, **payload)


def annotation(index: int) -> Any:
    fields = {"type": "url_citation", "url": "https://example.org", "title": "t", "start_index": 0, "end_index": 1}
    return event("response.output_text.annotation.added", annotation_index=0, annotation=fields, **at(index))


def error() -> Any:
    return event("error", error={"type": "server_error", "code": "x", "message": "m", "param": None})


def extension() -> Any:
    return event("acme:tick", output_index=7)


OPEN = [life("created"), life("in_progress")]
MESSAGE = [*OPEN, added(0)]
PART = [*MESSAGE, part_added(0)]
SEALED = [*PART, delta(0), text_done(0)]
CLOSED = [*SEALED, part_done(0)]
DONE = [*CLOSED, done(0)]
CALL = [*OPEN, added(0, "function_call")]
THINKING = [*OPEN, added(0, "reasoning")]

LEGAL = {
    "the shortest stream": [*OPEN, life("completed")],
    "a queue before the work": [life("created"), life("queued"), life("in_progress"), life("completed")],
    "a failure before the work": [life("created"), life("failed")],
    "a failure in the queue": [life("created"), life("queued"), error(), life("failed")],
    "a message": [*DONE, life("completed")],
    "a message without parts": [*MESSAGE, done(0), life("completed")],
    "a part without deltas": [*PART, text_done(0), part_done(0), done(0), life("completed")],
    "a part that is not streamed": [*MESSAGE, part_added(0, 0, IMAGE), part_done(0, 0, IMAGE), done(0)],
    "two parts, one after the other": [*CLOSED, part_added(0, 1), text_done(0, 1), part_done(0, 1), done(0)],
    "an annotation": [*PART, annotation(0), text_done(0), part_done(0)],
    "a call": [*CALL, arguments(0, "delta"), arguments(0, "delta"), arguments(0), done(0, "function_call")],
    "a call without arguments": [*CALL, arguments(0), done(0, "function_call"), life("completed")],
    "summary and content are numbered apart": [
        *THINKING,
        summary_added(0),
        summary_text(0, "delta"),
        summary_text(0),
        summary_done(0),
        part_added(0, 0, RAW),
        event("response.reasoning_text.delta", delta="a", **at(0)),
        event("response.reasoning.done", text="a", **at(0)),
        part_done(0, 0, RAW),
        done(0, "reasoning"),
    ],
    "two items open at once": [*PART, added(1), part_added(1), delta(0), delta(1), text_done(1), text_done(0)],
    "open items in an incomplete response": [*PART, delta(0), life("incomplete")],
    "open items in a failed response": [*PART, delta(0), life("failed")],
    "an extension event before everything": [extension(), *OPEN],
}

ILLEGAL = [
    ("an event before created", [added(0)], "OR-GRAM-04"),
    ("in_progress before created", [life("in_progress")], "OR-GRAM-04"),
    ("created twice", [life("created"), life("created")], "OR-GRAM-05"),
    ("created again when in progress", [*OPEN, life("created")], "OR-GRAM-05"),
    ("queued after in_progress", [*OPEN, life("queued")], "OR-GRAM-06"),
    ("in_progress twice", [*OPEN, life("in_progress")], "OR-GRAM-06"),
    ("an item before in_progress", [life("created"), added(0)], "OR-GRAM-06"),
    ("an item in the queue", [life("created"), life("queued"), added(0)], "OR-GRAM-06"),
    ("completed before in_progress", [life("created"), life("completed")], "OR-GRAM-06"),
    ("an item after the terminal event", [*OPEN, life("completed"), added(0)], "OR-GRAM-08"),
    ("a delta after the terminal event", [*PART, life("failed"), delta(0)], "OR-GRAM-08"),
    ("in_progress after the terminal event", [*OPEN, life("completed"), life("in_progress")], "OR-GRAM-08"),
    ("an error after the terminal event", [*OPEN, life("completed"), error()], "OR-GRAM-08"),
    ("a second terminal event", [*OPEN, life("completed"), life("completed")], "OR-GRAM-07"),
    ("failed after completed", [*OPEN, life("completed"), life("failed")], "OR-GRAM-07"),
    ("completed after incomplete", [*OPEN, life("incomplete"), life("completed")], "OR-GRAM-07"),
    ("completed after an error", [*OPEN, error(), life("completed")], "OR-GRAM-29"),
    ("incomplete after an error", [*OPEN, error(), life("incomplete")], "OR-GRAM-29"),
    ("an item after an error", [*OPEN, error(), added(0)], "OR-GRAM-29"),
    ("a delta after an error", [*PART, error(), delta(0)], "OR-GRAM-29"),
    ("a second error", [*OPEN, error(), error()], "OR-GRAM-29"),
    ("completed with an open item", [*MESSAGE, life("completed")], "OR-GRAM-13"),
    ("an item that begins at 1", [*OPEN, added(1)], "OR-GRAM-12"),
    ("a gap between items", [*MESSAGE, added(2)], "OR-GRAM-12"),
    ("an index used twice", [*MESSAGE, added(0)], "OR-GRAM-12"),
    ("an index used again later", [*DONE, added(0)], "OR-GRAM-12"),
    ("a negative item index", [*OPEN, added(-1)], "OR-GRAM-12"),
    ("a huge item index", [*OPEN, added(10**30)], "OR-GRAM-12"),
    ("done for an item that never began", [*OPEN, done(0)], "OR-GRAM-11"),
    ("a part of an item that never began", [*OPEN, part_added(0)], "OR-GRAM-11"),
    ("a delta of an item that never began", [*MESSAGE, delta(1)], "OR-GRAM-11"),
    ("a delta at a negative item index", [*PART, delta(-1)], "OR-GRAM-11"),
    ("a delta at a huge item index", [*PART, delta(10**30)], "OR-GRAM-11"),
    ("a delta of a part that never began", [*MESSAGE, delta(0)], "OR-GRAM-16"),
    ("a delta at a negative part index", [*PART, delta(0, -1)], "OR-GRAM-16"),
    ("a summary text in the content list", [*THINKING, part_added(0, 0, RAW), summary_text(0)], "OR-GRAM-16"),
    ("a part that begins at 1", [*MESSAGE, part_added(0, 1)], "OR-GRAM-17"),
    ("a gap between parts", [*CLOSED, part_added(0, 2)], "OR-GRAM-17"),
    ("a part index used twice", [*CLOSED, part_added(0, 0)], "OR-GRAM-17"),
    ("a huge part index", [*MESSAGE, part_added(0, 2**70)], "OR-GRAM-17"),
    ("two parts open in one item", [*PART, part_added(0, 1)], "OR-GRAM-40"),
    ("a summary while content is open", [*THINKING, part_added(0, 0, RAW), summary_added(0)], "OR-GRAM-40"),
    ("a part begins while another is sealed only", [*SEALED, part_added(0, 1)], "OR-GRAM-40"),
    ("a text delta in a refusal", [*MESSAGE, part_added(0, 0, REFUSAL), delta(0)], "OR-GRAM-18"),
    ("text done in a refusal", [*MESSAGE, part_added(0, 0, REFUSAL), text_done(0)], "OR-GRAM-18"),
    ("an annotation in a refusal", [*MESSAGE, part_added(0, 0, REFUSAL), annotation(0)], "OR-GRAM-18"),
    ("a text delta in an image", [*MESSAGE, part_added(0, 0, IMAGE), delta(0)], "OR-GRAM-18"),
    ("arguments of a message", [*MESSAGE, arguments(0, "delta")], "OR-GRAM-18"),
    ("a delta after the text is done", [*SEALED, delta(0)], "OR-GRAM-24"),
    ("text done twice", [*SEALED, text_done(0)], "OR-GRAM-24"),
    ("an annotation after the text is done", [*SEALED, annotation(0)], "OR-GRAM-24"),
    ("a delta after the part is done", [*CLOSED, delta(0)], "OR-GRAM-24"),
    ("a part done twice", [*CLOSED, part_done(0)], "OR-GRAM-24"),
    ("a part of an item that is done", [*DONE, part_added(0, 1)], "OR-GRAM-24"),
    ("a delta of an item that is done", [*DONE, delta(0)], "OR-GRAM-24"),
    ("an item done twice", [*DONE, done(0)], "OR-GRAM-24"),
    ("arguments after they are done", [*CALL, arguments(0), arguments(0, "delta")], "OR-GRAM-24"),
    ("arguments done twice", [*CALL, arguments(0), arguments(0)], "OR-GRAM-24"),
    ("a part done before its text", [*PART, delta(0), part_done(0)], "OR-STREAM-09"),
    ("a summary part done before its text", [*THINKING, summary_added(0), summary_done(0)], "OR-STREAM-09"),
    ("a call closed before its arguments", [*CALL, arguments(0, "delta"), done(0, "function_call")], "OR-STREAM-09"),
    ("an item closed with an open part", [*PART, done(0)], "OR-GRAM-21"),
    ("an item closed with a sealed part", [*SEALED, done(0)], "OR-GRAM-21"),
]


def first_violation(events: list[Any]) -> tuple[int, str] | None:
    """The index of the first event that is refused, and the requirement."""
    lifecycle = Lifecycle()
    for index, each in enumerate(events):
        if violation := lifecycle.advance(each):
            return index, violation.requirement
    return None


@pytest.mark.parametrize("events", LEGAL.values(), ids=LEGAL)
def test_what_the_specification_allows_is_allowed(events: list[Any]) -> None:
    """Streaming: added, then deltas, then done; OR-STREAM-01 to OR-STREAM-10."""
    assert first_violation(events) is None


@pytest.mark.parametrize(("events", "requirement"), [row[1:] for row in ILLEGAL], ids=[row[0] for row in ILLEGAL])
def test_what_the_specification_forbids_is_refused_by_its_requirement(events: list[Any], requirement: str) -> None:
    """The last event of the vector, and no earlier one, breaks the requirement that is named."""
    assert first_violation(events) == (len(events) - 1, requirement)


def test_every_rule_has_an_illegal_vector() -> None:
    """STYLE, tests: no row of the table goes without an event that it refuses."""
    refused = {RULES[events[-1].type].type for _, events, _ in ILLEGAL}
    siblings = {"refusal", "reasoning", "reasoning_summary"}  # They differ from output text in their names only.
    rest = {str(rule.type) for rule in RULES.values()} - refused
    families = {name.split(".")[1].removesuffix("_text").removesuffix("_part") for name in rest}
    assert families <= siblings


@pytest.mark.parametrize(("events", "requirement"), [row[1:] for row in ILLEGAL], ids=[row[0] for row in ILLEGAL])
def test_a_refused_event_moves_nothing(events: list[Any], requirement: str) -> None:
    """The stream can go on after a refusal as if the event had not come: refused twice, by the same requirement."""
    lifecycle = Lifecycle()
    for each in events[:-1]:
        lifecycle.advance(each)
    state = lifecycle.state
    assert lifecycle.judge(events[-1]) == lifecycle.advance(events[-1]) == lifecycle.advance(events[-1])
    assert lifecycle.state is state


def test_judging_does_not_move() -> None:
    """A producer asks before it emits."""
    lifecycle = Lifecycle()
    assert lifecycle.judge(OPEN[0]) is None
    assert lifecycle.state is State.ABSENT


def test_states_can_be_looked_up_by_address() -> None:
    """OR-GRAM-41: items and parts are addressed by index."""
    lifecycle = Lifecycle()
    for each in SEALED:
        assert lifecycle.advance(each) is None
    found = [lifecycle.state_of(address) for address in [(0,), (0, "content", 0), (0, "summary", 0), (5,)]]
    assert found == [State.OPEN, State.SEALED, State.ABSENT, State.ABSENT]


def test_ids_do_not_matter() -> None:
    """OR-GRAM-41: a server that changes every id is understood by its indexes."""
    stream = [
        each.model_copy(update={"item_id": f"other_{number}"} if hasattr(each, "item_id") else {})
        for number, each in enumerate(DONE)
    ]
    assert first_violation(stream) is None


def test_a_violation_says_what_was_expected() -> None:
    """DESIGN, errors: a violation is a fact with fields, and its sentence is made from them."""
    lifecycle = Lifecycle()
    for each in MESSAGE:
        lifecycle.advance(each)
    violation = lifecycle.advance(added(2))
    assert violation is not None
    assert (violation.event_type, violation.address) == ("response.output_item.added", (2,))
    assert (violation.expected, violation.found) == ("1", "2")
    assert "OR-GRAM-12" in str(violation)


def test_what_is_still_open_is_named_with_its_type() -> None:
    """Found by a user: an index alone does not say what to close."""
    lifecycle = Lifecycle()
    for each in MESSAGE:
        lifecycle.advance(each)
    assert "item 0 (message) is still open: close it first" in str(lifecycle.judge(life("completed")))
    lifecycle.advance(added(1, "function_call"))
    both = "item 0 (message), item 1 (function_call) are still open: close them first"
    assert both in str(lifecycle.judge(life("completed")))


def test_a_second_terminal_event_is_told_in_short() -> None:
    """OR-GRAM-07: the states in which an end would be legal are no news after the end."""
    lifecycle = Lifecycle()
    for each in [*OPEN, life("completed")]:
        lifecycle.advance(each)
    violation = lifecycle.advance(life("failed"))
    assert violation is not None and violation.expected == "one terminal event"


@given(built=built_streams(), data=st.data())
def test_every_prefix_of_a_legal_stream_is_legal(built: Built, data: st.DataObject) -> None:
    """OR-GRAM-42: a stream may stop anywhere; what has come is still in order."""
    cut = data.draw(st.integers(0, len(built.events)))
    assert first_violation(built.events[:cut]) is None


@given(built=built_streams(), data=st.data())
def test_an_extension_event_changes_nothing_wherever_it_comes(built: Built, data: st.DataObject) -> None:
    """OR-EXT-08, OR-EXT-10: extension events do not change the meaning of the core stream."""
    place = data.draw(st.integers(0, len(built.events)))
    assert first_violation([*built.events[:place], extension(), *built.events[place:]]) is None


BOUNDARIES = {str(rule.type) for rule in RULES.values() if rule.target is not None}


def boundaries(events: list[Any]) -> list[int]:
    """The places of the events that open or close something."""
    return [index for index, each in enumerate(events) if RULES.get(each.type) and RULES[each.type].target is not None]


def is_noticed(events: list[Any]) -> bool:
    """Whether the order is refused, or the stream lacks its end."""
    lifecycle = Lifecycle()
    refused = [violation for each in events if (violation := lifecycle.advance(each))]
    return bool(refused) or lifecycle.state not in (State.COMPLETED, State.FAILED, State.INCOMPLETE)


@given(built=built_streams(), data=st.data())
def test_a_doubled_boundary_is_noticed(built: Built, data: st.DataObject) -> None:
    """OR-GRAM-05, 07, 12, 17, 24: nothing begins or ends twice."""
    place = data.draw(st.sampled_from(boundaries(built.events)))
    assert is_noticed([*built.events[: place + 1], *built.events[place:]])


@given(built=built_streams(), data=st.data())
def test_a_dropped_boundary_is_noticed(built: Built, data: st.DataObject) -> None:
    """OR-STREAM-09: added, deltas, done; unless nothing inside the response needs what was dropped."""
    events = built.events
    place = data.draw(st.sampled_from(boundaries(events)))
    left = [*events[:place], *events[place + 1 :]]
    if not is_noticed(left):
        assert can_be_left_out(events, place), events[place].type


def can_be_left_out(events: list[Any], place: int) -> bool:
    """What a stream may lack: the queue, an error, a start that nothing needed, an end that need not be."""
    kind = RULES[events[place].type].type
    if kind in ("response.queued", "error"):
        return True
    ends_open = events[-1].type in ("response.failed", "response.incomplete")
    later = [each for each in events[place + 1 :] if each.type in RULES]
    if kind == "response.in_progress":
        return ends_open and all(each.type in ("error", "response.failed") for each in later)
    same = [each for each in later if getattr(each, "output_index", None) == events[place].output_index]
    if kind == "response.output_item.added":
        later_items = [each for each in later if getattr(each, "output_index", -1) >= events[place].output_index]
        return ends_open and not later_items
    machine = RULES[kind].machine
    return ends_open and not any(RULES[each.type].machine is machine or is_closing(each) for each in same)


def is_closing(each: Any) -> bool:
    return RULES[each.type].closes or RULES[each.type].effect is Effect.INSERT


@given(built=built_streams(), data=st.data())
def test_swapped_boundaries_of_one_thing_are_noticed(built: Built, data: st.DataObject) -> None:
    """OR-STREAM-01, OR-STREAM-04: what is added comes first, what is done comes last."""
    events = built.events
    spans = [
        (first, last)
        for first in boundaries(events)
        for last in boundaries(events)
        if first < last and address(events[first]) == address(events[last]) and address(events[first])
    ]
    if not spans:
        return
    first, last = data.draw(st.sampled_from(spans))
    swapped = list(events)
    swapped[first], swapped[last] = swapped[last], swapped[first]
    assert is_noticed(swapped)


def address(each: Any) -> tuple[Any, ...]:
    rule = RULES[each.type]
    return (rule.machine, *(getattr(each, name) for name in rule.indexes), rule.container) if rule.indexes else ()
