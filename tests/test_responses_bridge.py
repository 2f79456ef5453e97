"""ResponsesBridge: each repair by an example, and the laws that hold for every source."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_schema import ResponseStreamEvent
from openresponses_sdk.bridges.responses import ResponsesBridge
from openresponses_sdk.emitters import EventEmitter, ListEmitter
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.sse import SSEEncoder, SSEParser
from openresponses_sdk.validator import iter_violations
from tests.mutants import mutants
from tests.scripted_streams import SCRIPTS, USAGE, Events, nth, renumber, stream
from tests.streams import built_streams, item, response


class Bytes(EventEmitter):
    """A sink of bytes, as a server has it."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []

    def emit(self, event: ResponseStreamEvent) -> None:
        self.texts.append(event.to_json())

    def emit_encoded(self, type: str, data: bytes) -> None:
        assert json.loads(data)["type"] == type
        self.texts.append(data)


def bridged(source: Iterable[Any], **options: Any) -> tuple[Events, ResponsesBridge]:
    """What becomes of a source, as plain JSON; it is judged on the way."""
    sink = Bytes()
    bridge = ResponsesBridge(sink, clock=lambda: 50, **options)
    for event in source:
        bridge.receive(event if isinstance(event, (bytes, str)) else json.dumps(event).encode())
    bridge.receive_eof()
    faults = [violation for violation in iter_violations(sink.texts) if violation.severity == "error"]
    assert faults == [] or options.get("dialect") == "openai", faults[:3]
    return [json.loads(text) for text in sink.texts], bridge


def requirements(bridge: ResponsesBridge) -> set[str]:
    return {violation.requirement for violation in bridge.violations}


def types(events: Events) -> list[str]:
    return [event["type"] for event in events]


def without(events: Events, *names: str) -> Events:
    return renumber([event for event in events if event["type"] not in names])


def text_of(events: Events) -> str:
    return "".join(event["delta"] for event in events if event["type"] == "response.output_text.delta")


# What is right.


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")], ids=["compact", "spaced"])
def test_a_conformant_stream_goes_through_byte_for_byte(script: str, separators: tuple[str, str]) -> None:
    """Issue 4: pass-through of what was already right is byte-exact."""
    texts = [json.dumps(event, separators=separators, ensure_ascii=False).encode() for event in stream(script)]
    sink = Bytes()
    bridge = ResponsesBridge(sink)
    for text in texts:
        bridge.receive(text)
    bridge.receive_eof()
    assert sink.texts == texts
    assert bridge.violations == bridge.findings == []


@settings(max_examples=40)
@given(built=built_streams(dialect="spec"))
def test_whatever_the_builder_writes_goes_through_unchanged(built: Any) -> None:
    """Issue 4: a conformant stream in the spec dialect goes through byte-identical."""
    texts = [event.to_json() for event in built.events]
    sink = Bytes()
    bridge = ResponsesBridge(sink)
    for text in texts:
        bridge.receive(text)
    bridge.receive_eof()
    assert sink.texts == texts
    assert [one.to_dict() for one in bridge.responses] == [built.response.to_dict()]


def test_a_conformant_body_goes_through_frame_by_frame() -> None:
    """The gateway: frames in, frames out, the same bytes."""
    encoder = SSEEncoder()
    body = b"".join(encoder.encode(parse_event(event)) for event in stream("agent"))
    sink, parser = Bytes(), SSEParser()
    bridge = ResponsesBridge(sink)
    for frame in parser.receive_data(body):
        bridge.receive(frame.data)
    assert b"".join(b"event: %b\ndata: %b\n\n" % (json.loads(t)["type"].encode(), t) for t in sink.texts) == body


def test_an_event_with_a_member_twice_is_written_anew() -> None:
    """Readers differ in which of the two they take, so the text is not passed on."""
    events = stream("agent")
    at = nth(events, "response.output_text.delta")
    texts = [json.dumps(event).encode() for event in events]
    texts[at] = texts[at].replace(b'"delta"', b'"delta": "other", "delta"')
    written, _ = bridged(texts)
    assert written == events


def test_models_and_mappings_are_taken_too_and_an_emitter_gets_models() -> None:
    """The contract of bridges: any form in; an emitter that is no sink of bytes gets models."""
    sink = ListEmitter()
    bridge = ResponsesBridge(sink)
    for at, event in enumerate(stream("agent")):
        bridge.receive(parse_event(event) if at % 2 else event)
    bridge.receive_eof()
    assert [event.to_dict() for event in sink.events] == stream("agent")


# What is missing.


@pytest.mark.parametrize(
    "missing",
    [
        ["response.created"],
        ["response.in_progress"],
        ["response.created", "response.in_progress"],
        ["response.content_part.added"],
        ["response.content_part.done"],
        ["response.output_text.done"],
        ["response.function_call_arguments.done"],
        ["response.output_item.done"],
        ["response.reasoning_summary_part.added", "response.reasoning_summary_part.done"],
        ["response.content_part.added", "response.content_part.done", "response.output_text.done"],
    ],
    ids=" ".join,
)
def test_boundary_events_that_are_missing_are_made(missing: list[str]) -> None:
    """Issue 4: missing created, in_progress, added, part added and done events are synthesised."""
    whole = stream("agent")
    written, bridge = bridged(without(whole, *missing))
    # An item that is not closed may go on while the next one begins, so that it is closed at the end.
    assert sorted(types(written)) == sorted(types(whole))
    assert written[-1]["response"]["output"] == whole[-1]["response"]["output"]
    assert bridge.violations


def test_items_that_nobody_announced_are_made_of_what_their_events_need() -> None:
    """OR-GRAM-11: a text delta makes a message, a call waits until its name is known."""
    whole = stream("agent")
    written, bridge = bridged(without(whole, "response.output_item.added"))
    assert [one["type"] for one in written[-1]["response"]["output"]] == [
        "reasoning",
        "message",
        "function_call",
        "function_call_output",
    ]
    assert text_of(written) == "Hello"
    (call,) = [event for event in written if event["type"] == "response.output_item.added"][2:3]
    assert (call["item"]["name"], call["item"]["call_id"]) == ("look", "call_1")
    assert "OR-GRAM-11" in requirements(bridge)


def test_an_empty_terminal_output_does_not_lose_what_was_streamed() -> None:
    """OR-GRAM-44: one provider ends with an empty output."""
    events = stream("agent")
    output = events[-1]["response"]["output"]
    events[-1]["response"]["output"] = []
    written, bridge = bridged(events)
    assert written[-1]["response"]["output"] == output
    assert requirements(bridge) == {"OR-GRAM-28"}


def test_items_that_only_the_terminal_response_lists_are_streamed() -> None:
    """OR-GRAM-28: nothing but created and completed is a whole answer."""
    whole = stream("agent")
    written, _ = bridged([whole[0], {**whole[-1], "sequence_number": 1}])
    assert written[-1]["response"]["output"] == whole[-1]["response"]["output"]
    assert text_of(written) == "Hello"


def test_a_final_text_that_goes_on_is_streamed_before_it_is_final() -> None:
    """OR-GRAM-19: deltas that were lost are made up for."""
    events = stream("agent")
    del events[nth(events, "response.output_text.delta", 1)]
    written, _ = bridged(renumber(events))
    assert [event["delta"] for event in written if event["type"] == "response.output_text.delta"] == ["Hel", "lo"]


def test_a_final_text_that_says_something_else_is_kept_beside_the_streamed_one() -> None:
    """What was streamed cannot be taken back; what was said then is not lost."""
    events = stream("agent")
    events[nth(events, "response.output_text.done")]["text"] = "Goodbye"
    written, bridge = bridged(events, slug="acme")
    done = written[nth(written, "response.output_text.done")]
    assert (done["text"], done["acme:text"]) == ("Hello", "Goodbye")
    assert "OR-GRAM-19" in requirements(bridge)


def test_arguments_that_are_announced_whole_and_streamed_again_count_once() -> None:
    """OR-GRAM-25: doubled tool arguments."""
    events = stream("agent")
    events[nth(events, "response.output_item.added", 2)]["item"]["arguments"] = '{"a":1}'
    written, _ = bridged(events)
    assert written == stream("agent")


def test_arguments_that_are_only_announced_are_streamed() -> None:
    """OR-GRAM-25: arguments come once, wherever the server puts them."""
    events = without(stream("agent"), "response.function_call_arguments.delta")
    events[nth(events, "response.output_item.added", 2)]["item"]["arguments"] = '{"a":1}'
    events[nth(events, "response.function_call_arguments.done")]["arguments"] = ""
    written, _ = bridged(events)
    assert written[nth(written, "response.function_call_arguments.delta")]["delta"] == '{"a":1}'
    assert written[-1]["response"]["output"] == stream("agent")[-1]["response"]["output"]


# Ids, numbers, indexes.


def test_ids_that_change_in_every_event_become_stable() -> None:
    """DESIGN, facts: one provider changes item ids and the response id in every event."""
    events = stream("agent")
    for number, event in enumerate(events):
        for holder, name in ((event, "item_id"), (event.get("item"), "id"), (event.get("response"), "id")):
            if isinstance(holder, dict) and name in holder and event["type"] != "response.created":
                holder[name] = f"{holder[name]}-{number}"
    written, bridge = bridged(events)
    assert {event["response"]["id"] for event in written if "response" in event} == {events[0]["response"]["id"]}
    assert text_of(written) == "Hello"
    assert {"OR-GRAM-10", "OR-GRAM-15", "OR-GRAM-14"} <= requirements(bridge)


def test_new_ids_are_made_when_a_source_of_ids_is_given() -> None:
    """The contract of bridges: ``ids`` makes all ids of the response and its items."""
    written, _ = bridged(stream("agent"), ids=SeededIds(99))
    before = {one["id"] for one in stream("agent")[-1]["response"]["output"]}
    assert not before & {one["id"] for one in written[-1]["response"]["output"]}
    assert written[-1]["response"]["id"] == written[0]["response"]["id"] != stream("agent")[0]["response"]["id"]


@pytest.mark.parametrize("number", [None, 0, -5, 2.5, "seven"])
def test_sequence_numbers_are_made_whole(number: Any) -> None:
    """OR-GRAM-01 to 03."""
    events = [{**event, "sequence_number": number} for event in stream("agent")]
    written, _ = bridged(events)
    assert written == stream("agent")


def test_an_index_that_cannot_be_read_means_the_item_that_the_event_names() -> None:
    """Text is not lost for want of an index."""
    events = stream("agent")
    for event in events:
        if event["type"].startswith("response.output_text"):
            del event["output_index"]
    written, bridge = bridged(events)
    assert written == stream("agent")
    assert "OR-GRAM-12" in requirements(bridge)


def test_indexes_with_gaps_are_counted_anew() -> None:
    """OR-GRAM-12: the output stands without gaps."""
    events = stream("agent")
    for event in events:
        if "output_index" in event:
            event["output_index"] = event["output_index"] * 3 + 2
    written, _ = bridged(events)
    assert written == stream("agent")


def test_parts_that_interleave_lose_no_text() -> None:
    """OR-GRAM-40: one part of an item is open at a time; what comes late makes a part of its own."""
    place = {"item_id": "item_1", "output_index": 0}
    source: list[Any] = [
        {"type": "response.created", "response": response()},
        {"type": "response.output_item.added", "output_index": 0, "item": item()},
    ]
    for at, text in ((0, "one "), (1, "two "), (0, "three "), (1, "four")):
        source.append({"type": "response.output_text.delta", **place, "content_index": at, "delta": text})
    source.append({"type": "response.completed", "response": response("completed")})
    written, bridge = bridged(renumber(source))
    assert text_of(written) == "one two three four"
    assert "OR-GRAM-40" in requirements(bridge)


# Values.


def test_what_the_schema_requires_is_filled_as_the_builder_fills_it() -> None:
    """DESIGN, facts: 62 % of recorded responses leave fields out; float timestamps, nulls."""
    source = [
        {"type": "response.created", "sequence_number": 0, "response": response(created_at=7.9, temperature=None)},
        {
            "type": "response.completed",
            "sequence_number": 1,
            "response": response("completed", created_at=7.9, usage={"input_tokens": 2, "output_tokens": 3}),
        },
    ]
    written, _ = bridged(source)
    final = written[-1]["response"]
    assert (final["created_at"], final["temperature"], final["completed_at"], final["tools"]) == (7, 1.0, 50, [])
    assert final["usage"]["total_tokens"] == 5
    assert final["usage"]["output_tokens_details"] == {"reasoning_tokens": 0}


@pytest.mark.parametrize(
    "item",
    [
        {"summary": -1},
        {"arguments": {"paths": []}},
        {"type": "reasoning", "summary": -1, "text": {"a": 1}, "content": False},
    ],
)
def test_what_an_item_holds_under_the_name_of_a_stream_is_told_when_it_is_done(item: dict[str, Any]) -> None:
    """Found by a user: an item of a body was announced with what only events may fill (OR-GRAM-23)."""
    events, _ = bridged([{"output": [item]}])
    done = events[nth(events, "response.output_item.done")]["item"]
    kept = {name: value for name, value in item.items() if name not in ("type", "summary", "content")}
    assert {name: done.get(name) for name in kept} == kept


def test_usage_without_counts_is_left_out_and_not_made_up() -> None:
    """Usage is exact or absent."""
    written, bridge = bridged([response("completed", usage={"input_tokens": "many"})])
    assert written[-1]["response"]["usage"] is None
    assert any(violation.path.endswith(".usage") for violation in bridge.violations)


def test_types_of_the_provider_get_the_slug() -> None:
    """Issue 4: unknown item, tool and event types without slug are given one."""
    events = stream("vendor")
    for event in events:
        if event["type"].startswith("acme:"):
            event["type"] = f"response.{event['type'].removeprefix('acme:')}.now"
        for one in [event.get("item"), *event.get("response", {}).get("output", [])]:
            if one and one["type"] == "acme:search":
                one["type"] = "web_search_call"
        if "response" in event:
            event["response"]["tools"] = [{"type": "web_search"}]
    written, _ = bridged(events, slug="acme-ai")
    assert {"acme-ai:ping_now", "acme-ai:progress_now"} <= set(types(written))
    assert written[-1]["response"]["output"][0]["type"] == "acme-ai:web_search_call"
    assert written[-1]["response"]["tools"] == [{"type": "acme-ai:web_search"}]
    skipped, _ = bridged(events, unknown="skip")
    assert [one["type"] for one in skipped[-1]["response"]["output"]] == ["message"]
    assert text_of(skipped) == "done now"


def test_a_value_that_may_not_stand_there_is_kept_under_the_slug() -> None:
    """Reading never drops: instructions as a list are published nowhere, and servers echo them."""
    written, _ = bridged([response("completed", instructions=[{"role": "system"}], usage=USAGE)], slug="acme")
    assert written[-1]["response"]["instructions"] is None
    assert written[-1]["response"]["acme:instructions"] == [{"role": "system"}]


def test_the_names_of_a_dialect_become_those_of_the_specification_or_the_other_way() -> None:
    """DESIGN, facts: every recorded provider says response.reasoning_text.delta."""
    spec, openai = stream("agent"), stream("agent", dialect="openai")
    assert bridged(openai)[0] == spec
    assert bridged(spec, dialect="openai")[0] == openai
    assert bridged(openai, dialect="openai")[0] == openai


def test_an_output_without_its_call_and_a_call_id_that_repeats_are_mended() -> None:
    """OR-GRAM-37."""
    call = item("function_call", arguments="{}", status="completed", id="")
    output = {"type": "function_call_output", "call_id": "gone", "output": "x", "status": "completed"}
    written, bridge = bridged([response("completed", output=[call, call, output])])
    calls = written[-1]["response"]["output"]
    assert len({one["call_id"] for one in calls}) == len({one["id"] for one in calls}) == 3
    assert calls[2]["type"] == "upstream:function_call_output"
    assert {"OR-GRAM-37", "OR-ITEM-06"} <= requirements(bridge)


# Ends.


@pytest.mark.parametrize(
    "error",
    [
        {"type": "error", "error": {"type": "rate", "code": "slow_down", "message": "Wait.", "param": None}},
        {"type": "error", "code": "slow_down", "message": "Wait.", "param": None, "sequence_number": 3},
        {"type": "error", "status": 429, "error": {"code": "slow_down", "message": "Wait."}},
        {"error": {"code": "slow_down", "message": "Wait."}},
    ],
    ids=["spec", "flat", "websocket", "body"],
)
@pytest.mark.parametrize("before", [0, 6])
def test_an_error_alone_fails_the_response(error: dict[str, Any], before: int) -> None:
    """OR-GRAM-29: an error is followed by response.failed, in whichever form it came."""
    written, bridge = bridged([*stream("agent")[:before], error])
    assert types(written)[-2:] == ["error", "response.failed"]
    assert written[-1]["response"]["error"] == {"code": "slow_down", "message": "Wait."}
    assert "OR-GRAM-29" in requirements(bridge)


@pytest.mark.parametrize(
    ("status", "more", "kind"),
    [
        ("completed", {"error": {"code": "c", "message": "m"}}, "failed"),
        ("incomplete", {"incomplete_details": {"reason": "max_output_tokens"}}, "incomplete"),
        ("in_progress", {}, "completed"),
    ],
)
def test_the_worst_news_of_a_terminal_event_wins(status: str, more: dict[str, Any], kind: str) -> None:
    """Issue 4: never a silent completed one."""
    events = stream("agent")
    events[-1]["response"] |= {"status": status, **more}
    written, _ = bridged(events)
    assert written[-1]["type"] == f"response.{kind}"
    assert written[-1]["response"]["status"] == kind


def test_an_item_that_was_cut_off_makes_its_response_incomplete() -> None:
    """OR-ITEM-04: a response that is announced as completed and ends in an incomplete item is not."""
    events = without(stream("agent"), "none")
    cut = nth(events, "response.output_item.done", 1)
    events[cut]["item"]["status"] = "incomplete"
    last = deepcopy(events[-1])
    last["response"]["output"] = last["response"]["output"][:2]
    written, _ = bridged(renumber([*events[: cut + 1], last]))
    assert written[-1]["type"] == "response.incomplete"
    # If more follows, it was not the last item and may not be incomplete.
    written, _ = bridged(events)
    assert written[-1]["type"] == "response.completed"


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_stream_that_is_cut_anywhere_is_never_completed(script: str) -> None:
    """OR-GRAM-42: the end without a terminal event is stream_truncated."""
    events = stream(script)
    for at in range(len(events)):
        written, bridge = bridged(events[:at])
        (final,) = bridge.responses
        assert written[-1]["type"] == "response.failed"
        assert final.error is not None
        assert final.error.code == ("server_error" if "error" in types(events[:at]) else "stream_truncated")


def test_a_done_mark_before_the_end_is_a_cut_and_another_response_may_follow() -> None:
    """[DONE] ends a body; a capture may hold several."""
    written, bridge = bridged([*stream("agent")[:6], "[DONE]", *stream("vendor", seed=2), "[DONE]"])
    assert [one.status for one in bridge.responses] == ["failed", "completed"]
    assert written[-1]["type"] == "response.completed"


def test_what_comes_after_the_end_is_a_finding() -> None:
    """OR-GRAM-08: nothing follows the terminal event."""
    events = stream("agent")
    written, bridge = bridged([*events, {**events[8], "sequence_number": len(events)}])
    assert written == events
    assert requirements(bridge) == {"OR-GRAM-08"}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_whole_response_becomes_the_stream_that_it_would_have_been(script: str) -> None:
    """Issue 4: answers that were not streamed are accepted too."""
    whole = stream(script)[-1]["response"]
    written, bridge = bridged([json.dumps(whole, indent=1)])
    assert bridge.violations == []
    final = written[-1]["response"]
    assert (final["status"], final["usage"], final["error"]) == (whole["status"], whole["usage"], whole["error"])
    assert text_of(written) == text_of(stream(script))
    assert [one["type"] for one in final["output"]] == [one["type"] for one in whole["output"]]


def test_a_finding_says_where_in_the_source_it_is() -> None:
    """Issue 4: findings with line numbers, violations as values."""
    bridge = ResponsesBridge(None)
    bridge.receive({"type": "response.created", "response": response()}, line=12)
    first = bridge.findings[0]
    assert (first.line, first.event, first.field) == (12, "response.created", "$.sequence_number")
    assert len(bridge.findings) == len(bridge.violations)


def test_what_has_to_be_made_is_one_finding_and_not_one_for_each_member() -> None:
    """What nobody said cannot have been said wrongly."""
    delta = {"type": "response.output_text.delta", "sequence_number": 0, "output_index": 0, "content_index": 0}
    _, bridge = bridged([{**delta, "item_id": "m", "delta": "Hi"}])
    found = [violation.requirement for violation in bridge.violations]
    assert found == ["OR-GRAM-04", "OR-GRAM-06", "OR-GRAM-11", "OR-GRAM-16", "OR-GRAM-07"]


def test_an_emitter_that_raises_ends_the_response() -> None:
    """Nobody can tell whether the event arrived, so nothing follows it."""
    taken: list[Any] = []

    def emit(event: Any) -> None:
        taken.append(event)
        if len(taken) == 3:
            raise OSError("gone")

    bridge = ResponsesBridge(emit)
    events = stream("agent")
    bridge.receive(events[0])
    bridge.receive(events[1])
    with pytest.raises(OSError, match="gone"):
        bridge.receive(events[2])
    bridge.receive(events[3])
    bridge.receive_eof()
    assert len(taken) == 3


def test_options_that_mean_nothing_are_refused() -> None:
    """A wrong option is the caller's error, not the source's."""
    for options in ({"slug": "a b"}, {"unknown": "drop"}, {"dialect": "french"}):
        with pytest.raises(ValueError, match=r"slug|unknown|dialect"):
            ResponsesBridge(None, **options)  # type: ignore[arg-type]


# Laws.


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_mutant_of_a_legal_stream_becomes_a_legal_stream(script: str) -> None:
    """Issue 4: an event left out, doubled or swapped, a member altered or removed; ``bridged`` judges each."""
    count = 0
    for mutant in mutants(script, stream(script)):
        written, bridge = bridged(mutant.events)
        assert written[-1]["type"].startswith("response."), mutant.name
        assert len(bridge.responses) >= 1, mutant.name
        count += 1
    assert count > 200


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.sampled_from(["", "x", "incomplete", "message", "function_call", "output_text", "a:b", "response.completed"])
    | st.integers(-2, 9)
    | st.sampled_from([1.0, 2.5, 10**30]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["type", "id", "text"]), inner),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for step, child in children for place in [(*path, step), *places(child, (*path, step))]]


def damaged(data: st.DataObject, events: Events) -> Events:
    """The events with any JSON at any place, doubled, moved, left out or cut."""
    for _ in range(data.draw(st.integers(1, 5))):
        if not events:
            break
        at = data.draw(st.integers(0, len(events) - 1))
        match data.draw(st.sampled_from(["put", "put", "put", "drop", "double", "move", "cut"])):
            case "put":
                path = data.draw(st.sampled_from(places(events[at]) or [("type",)]))
                place: Any = events[at]
                for step in path[:-1]:
                    place = place[step]
                place[path[-1]] = data.draw(JSON)
            case "drop":
                del events[at]
            case "double":
                events.insert(data.draw(st.integers(0, len(events))), deepcopy(events[at]))
            case "move":
                events.insert(data.draw(st.integers(0, len(events) - 1)), events.pop(at))
            case _:
                del events[at:]
    return events


@settings(max_examples=150)
@given(data=st.data(), script=st.sampled_from(sorted(SCRIPTS)))
def test_whatever_is_done_to_a_stream_it_comes_out_legal(data: st.DataObject, script: str) -> None:
    """Issue 4, bad input: garbage raises nothing and gives a legal, terminated stream; ``bridged`` judges it."""
    options = {"unknown": data.draw(st.sampled_from(["keep", "skip"]))}
    written, bridge = bridged(damaged(data, deepcopy(stream(script))), **options)
    assert bridge.responses
    assert written[-1]["type"] in ("response.completed", "response.failed", "response.incomplete")


@settings(max_examples=60)
@given(events=st.lists(JSON | st.text(max_size=5), max_size=5))
def test_anything_at_all_is_taken(events: list[Any]) -> None:
    """Garbage in, a failed response out, and no exception."""
    _, bridge = bridged(json.dumps(event) for event in events)
    assert all(one.status == "failed" for one in bridge.responses)


def test_half_of_a_surrogate_pair_is_not_passed_on() -> None:
    """A writer that cuts UTF-16 leaves halves, which UTF-8 cannot hold: they are replaced, not copied."""
    events = stream("agent")
    for event in events:
        if event["type"] == "response.output_text.delta":
            event["delta"] = {"Hel": "Hel\ud83d", "lo": "lo\ud83d"}[event["delta"]]
    sink = Bytes()
    bridge = ResponsesBridge(sink)
    for event in events:
        bridge.receive(json.dumps(event).encode())
    assert b"".join(sink.texts).count(b"\\ud83d") == 0
    assert text_of([json.loads(text) for text in sink.texts]) == "Hel\ufffdlo\ufffd"


def test_an_answer_that_begins_anew_inside_another_is_two_items_and_no_completed_response() -> None:
    """Found by a user: the text of a retried answer ended up inside a call, and the response was called completed."""
    call = {
        "type": "function_call",
        "id": "fc_1",
        "call_id": "c",
        "name": "pay",
        "arguments": "",
        "status": "in_progress",
    }
    text = {"type": "output_text", "text": "Hello", "annotations": [], "logprobs": []}
    message = {"type": "message", "id": "msg_2", "role": "assistant", "status": "completed", "content": [text]}
    place = {"output_index": 0, "content_index": 0, "item_id": "msg_2"}
    source = [
        {"type": "response.created", "response": response()},
        {"type": "response.output_item.added", "output_index": 0, "item": call},
        {
            "type": "response.function_call_arguments.delta",
            "output_index": 0,
            "item_id": "fc_1",
            "delta": '{"amount": 10',
        },
        {"type": "response.output_text.delta", **place, "delta": "Hello"},
        {"type": "response.output_text.done", **place, "text": "Hello"},
        {"type": "response.output_item.done", "output_index": 0, "item": message},
        {"type": "response.completed", "response": response("completed", output=[message])},
    ]
    _, bridge = bridged(source)
    (final,) = bridge.responses
    assert (final.status, final.error and final.error.code) == ("failed", "stream_spliced")
    assert [item.type for item in final.output] == ["function_call", "message"]
    assert final.output[0].arguments == '{"amount": 10'  # type: ignore[union-attr]
    assert final.output_text == "Hello"
    assert "OR-GRAM-18" in requirements(bridge)


CALL = {
    "type": "function_call",
    "id": "fc_1",
    "call_id": "c",
    "name": "f",
    "arguments": {"a": 1},
    "status": "completed",
}
WHOLE = response("completed", output=[CALL])
BEGUN = {"type": "response.created", "response": response()}
ENDED = {"type": "response.completed", "response": WHOLE}


def call_events(announced: object, *between: dict[str, Any]) -> list[dict[str, Any]]:
    """A stream of one call, with what its announcement says of the arguments."""
    added = {**CALL, "arguments": announced, "status": "in_progress"}
    events = [{"type": "response.output_item.added", "item": added}, *between]
    events.append({"type": "response.output_item.done", "item": CALL})
    return [BEGUN, *({**event, "output_index": 0} for event in events), ENDED]


@pytest.mark.parametrize(
    "source",
    [
        [WHOLE],
        call_events({"a": 1}),
        call_events(""),
        call_events("", {"type": "response.function_call_arguments.done", "item_id": "fc_1", "arguments": {"a": 1}}),
        call_events({}, {"type": "response.function_call_arguments.delta", "item_id": "fc_1", "delta": '{"a": 1}'}),
    ],
    ids=["whole", "announced", "at the end", "in the event", "streamed too"],
)
def test_arguments_that_came_parsed_are_written_as_their_text(source: list[Any]) -> None:
    """Arguments are a JSON text; those that came as an object were lost, and the call completed without them."""
    _, bridge = bridged(source)
    (final,) = bridge.responses
    assert final.status == "completed"
    assert [json.loads(item.arguments) for item in final.output] == [{"a": 1}]  # type: ignore[union-attr]
    assert "OR-SCHEMA" in requirements(bridge)
