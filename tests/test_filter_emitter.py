"""What a filter hands on is a legal stream, and says what the whole one said of the items that stay."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_schema import RULES, Machine
from openresponses_sdk.accumulator import ResponseAccumulator
from openresponses_sdk.emitters import ListEmitter
from openresponses_sdk.filter_emitter import FilterEmitter
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.validator import iter_violations
from tests.scripted_streams import SCRIPTS, stream
from tests.streams import Built, built_streams, event, item, response, start

TYPES = ("message", "reasoning", "function_call", "function_call_output", "acme:thing")
laws = settings(max_examples=60, deadline=None)


def filtered(events: list[Any], keep: Any = None, keep_event: Any = None) -> list[Any]:
    sink = ListEmitter()
    emitter = FilterEmitter(sink, keep, keep_event=keep_event)
    for each in events:
        emitter.emit(each)
    return sink.events


def plain(events: list[Any]) -> list[dict[str, Any]]:
    return [json.loads(each.to_json()) for each in events]


def but(*types: str) -> Any:
    return lambda item: item.type not in types


@laws
@given(built=built_streams(), choice=st.data())
def test_whatever_is_left_out_the_stream_stays_legal(built: Built, choice: st.DataObject) -> None:
    """Issue 4, integration: an item goes whole, and what remains is a legal stream, numbered without gaps."""
    keep = choice.draw(st.lists(st.booleans(), min_size=20, max_size=20))
    asked: list[str] = []

    def wanted(item: Any) -> bool:
        asked.append(item.id)
        return keep[len(asked) - 1]

    before = {str(each) for each in iter_violations(built.events) if each.severity == "warning"}
    rest = filtered(built.events, wanted, lambda _: choice.draw(st.booleans()))
    violations = list(iter_violations(rest))
    assert [each for each in violations if each.severity == "error"] == []
    assert len(violations) <= len(before)
    assert [each.sequence_number for each in rest] == list(range(len(rest)))
    assert len(asked) == len(set(asked)), "asked more than once for an item"


@laws
@given(built=built_streams(), gone=st.sets(st.sampled_from(TYPES)))
def test_what_is_received_is_what_was_built_without_what_was_left_out(built: Built, gone: set[str]) -> None:
    """Issue 4, integration: removes an item whole, its nested events too, and keeps output indexes consistent."""
    accumulator = ResponseAccumulator(strict=True)
    rest = filtered(built.events, but(*gone))
    for each in rest:
        accumulator.receive(each)
    accumulator.receive_eof()
    hidden = {each.call_id for each in built.response.output if each.type == "function_call" and each.type in gone}
    whole = built.response.to_dict()
    whole["output"] = [
        each for each in whole["output"] if each["type"] not in gone and each.get("call_id") not in hidden
    ]
    assert accumulator.snapshot is not None
    assert accumulator.snapshot.to_dict() == whole
    assert rest[-1].to_dict() == {
        **built.events[-1].to_dict(),
        "response": whole,
        "sequence_number": len(rest) - 1,
    }


@laws
@given(built=built_streams())
def test_a_filter_that_wants_everything_hands_on_the_same_objects(built: Built) -> None:
    """Issue 4, emitters: what needs no change is not touched."""
    assert all(after is before for after, before in zip(filtered(built.events), built.events, strict=True))


@laws
@given(built=built_streams(), gone=st.sets(st.sampled_from(TYPES)))
def test_no_event_is_changed_and_filtering_twice_is_filtering_once(built: Built, gone: set[str]) -> None:
    """Issue 4, emitters: others hold the same events, as in a tee."""
    before = plain(built.events)
    once = filtered(built.events, but(*gone))
    assert plain(built.events) == before
    assert plain(filtered(once, but(*gone))) == plain(once)


@laws
@given(built=built_streams())
def test_extension_events_go_by_their_own_predicate(built: Built) -> None:
    """Issue 4, emitters: extension events by predicate; the items stay."""
    rest = filtered(built.events, keep_event=lambda _: False)
    assert [each.type for each in rest] == [each.type for each in built.events if each.type in RULES]
    assert rest[-1].response.to_dict() == built.events[-1].response.to_dict()


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("gone", TYPES)
def test_no_event_of_an_item_that_is_gone_remains(script: str, gone: str) -> None:
    """Issue 4, integration: the seed leaves orphans."""
    events = [parse_event(each) for each in stream(script)]
    names = {each.item.id: each.item.type for each in events if each.type == "response.output_item.added"}
    rest = filtered(events, but(gone))
    assert not [each for each in rest if names.get(getattr(each, "item_id", "")) == gone]
    at = {each.item.id: each.output_index for each in rest if each.type == "response.output_item.added"}
    for each in rest:
        rule = RULES.get(each.type)
        if rule is not None and rule.machine is not Machine.RESPONSE:
            assert each.output_index == at[getattr(each, "item_id", None) or each.item.id]


def test_the_output_of_a_call_that_is_gone_goes_too() -> None:
    """OR-GRAM-37: an output belongs to a call of the response."""
    builder, sink = start()
    for name in ("secret", "open"):
        with builder.function_call(name, call_id=name) as call:
            call.arguments("{}")
        builder.custom_event("acme:ran", call_id=name)
    builder.function_call_output("open", "1")
    builder.function_call_output("secret", "2")
    builder.complete()
    rest = filtered(sink.events, lambda item: getattr(item, "name", "") != "secret")
    assert [each.type for each in rest[-1].response.output] == ["function_call", "function_call_output"]
    assert "secret" not in json.dumps(plain(rest))


def test_extension_events_that_name_an_item_follow_it() -> None:
    """Issue 4, integration: nested events too, also those that only the agent knows."""
    builder, sink = start()
    places = []
    for kind in ("acme:gone", "acme:kept"):
        scope = builder.custom_item(kind).open()
        places.append({"output_index": scope.output_index, "item_id": scope.item_id})
        builder.custom_event("acme:by_index", output_index=scope.output_index)
        builder.custom_event("acme:by_id", item_id=scope.item_id)
        builder.custom_event("acme:of_none", item_id=["odd"], output_index="odd", call_id={})
        scope.close(status="completed")
    builder.complete()
    rest = filtered(sink.events, but("acme:gone"))
    custom = [each for each in plain(rest) if each["type"].startswith("acme")]
    assert [each["type"].removeprefix("acme:") for each in custom] == ["of_none", "by_index", "by_id", "of_none"]
    assert custom[1]["output_index"] == 0
    assert custom[2]["item_id"] == places[1]["item_id"]
    assert rest[-1].response.output[0].type == "acme:kept"


def test_streams_that_follow_one_another_are_filtered_each_for_itself() -> None:
    """The log of an agent has many turns: indexes and numbers start again."""
    events = [parse_event(each) for each in stream("agent")]
    twice = filtered([*events, *events], but("reasoning"))
    once = filtered(events, but("reasoning"))
    assert plain(twice) == plain(once) * 2


def test_an_unnumbered_stream_stays_unnumbered() -> None:
    """Reading invents nothing: a server that does not number its events is not numbered by the way."""
    events = [parse_event({**each, "sequence_number": None}) for each in stream("agent")]
    rest = filtered(events, but("reasoning"))
    assert {each.sequence_number for each in rest} == {None}


def test_an_item_that_a_server_puts_under_the_index_of_another_does_not_slip_through() -> None:
    """The recordings: indexes are sometimes mixed up; what is to be hidden stays hidden."""
    secret = item("reasoning", id="r", summary=[{"type": "summary_text", "text": "hush"}])
    events = [
        event("response.created", response=response()),
        event("response.output_item.added", output_index=0, item=item()),
        event("response.output_item.done", output_index=0, item=secret),
        event("response.completed", response=response("completed", output=[secret, item()])),
        event("response.output_text.delta", item_id="x", output_index=7, content_index=0, delta="a", logprobs=[]),
    ]
    rest = filtered(events, but("reasoning"))
    assert "hush" not in json.dumps(plain(rest))
    assert [each.type for each in rest[2].response.output] == ["message"]


def test_a_filter_waits_for_its_target() -> None:
    """DESIGN, emitters: async sinks add `await drain()`, and a filter before one does not hide it."""

    class Drained(ListEmitter):
        drains = 0

        async def drain(self) -> None:
            self.drains += 1

    sink = Drained()
    asyncio.run(FilterEmitter(sink, lambda _: True).drain())
    asyncio.run(FilterEmitter(ListEmitter()).drain())
    assert sink.drains == 1


def test_an_exception_of_the_predicate_reaches_who_emits() -> None:
    """A filter that cannot decide must not let anything through."""
    builder, sink = start()
    builder.message().open()
    builder.incomplete("max_output_tokens")
    out = ListEmitter()
    emitter = FilterEmitter(out, lambda item: 1 // 0 > 0)
    with pytest.raises(ZeroDivisionError):
        for each in sink.events:
            emitter.emit(each)
    assert [each.type for each in out.events] == ["response.created", "response.in_progress"]
