"""Emitters take events; each event of the specification has a method of its own."""

from __future__ import annotations

import inspect
import json

import pytest

from openresponses_schema import RULES, EmitterMethods, ResponseStreamEvent
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import EventEmitter, ListEmitter, sequence_events
from openresponses_sdk.parsing import parse_event, parse_response
from tests.streams import event, response


class Shout(EventEmitter):
    """What a user writes."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def emit(self, event: ResponseStreamEvent) -> None:
        self.names.append(event.type.upper())


def test_an_emitter_needs_one_method() -> None:
    """DESIGN, emitters: one abstract emit, and the builder takes it as it takes a callable."""
    shout = Shout()
    ResponseBuilder(shout, model="m").complete()
    assert shout.names == ["RESPONSE.CREATED", "RESPONSE.IN_PROGRESS", "RESPONSE.COMPLETED"]
    with pytest.raises(TypeError, match="abstract"):
        EventEmitter()  # type: ignore[abstract]


def test_every_event_has_a_method() -> None:
    """DESIGN, section 5: StreamEventEmitter has a convenience method per event."""
    methods = {name for name, _ in inspect.getmembers(EmitterMethods, inspect.isfunction) if name[0] != "_"}
    assert methods - {"emit"} == {str(rule.type).replace(".", "_") for rule in RULES.values()}


def test_a_method_builds_the_event_and_emits_it() -> None:
    """DESIGN, emitters: what a method emits is what a reader reads."""
    emitter = ListEmitter()
    emitter.response_created(response=parse_response(response()), sequence_number=0)
    emitter.response_output_text_delta(
        item_id="i", output_index=0, content_index=0, delta="a", logprobs=[], sequence_number=1
    )
    written = [json.loads(each.to_json()) for each in emitter.events]
    assert [each["type"] for each in written] == ["response.created", "response.output_text.delta"]
    assert [parse_event(each) for each in written] == emitter.events


def test_taken_events_are_gone() -> None:
    """DESIGN, section 5: VecStreamEmitter's take_events."""
    emitter = ListEmitter()
    emitter.emit(event("acme:a"))
    taken = emitter.take_events()
    emitter.emit(event("acme:b"))
    assert [each.type for each in taken] == ["acme:a"]
    assert [each.type for each in emitter.events] == ["acme:b"]


def test_events_are_numbered_as_copies() -> None:
    """OR-GRAM-01 to OR-GRAM-03; DESIGN, section 5: SequencedEvent."""
    events = [event("acme:a"), parse_event({"type": "acme:b"}), event("acme:c")]
    assert [each.sequence_number for each in sequence_events(iter(events))] == [0, 1, 2]
    numbered = list(sequence_events(events, start=5))
    assert [json.loads(each.to_json())["sequence_number"] for each in numbered] == [5, 6, 7]
    assert events[0].sequence_number == 0
    assert list(sequence_events([])) == []


def test_numbering_reads_no_further_than_asked() -> None:
    """STYLE, habits: a lazy function takes events as they come."""
    source = iter([event("acme:a"), event("acme:b")])
    assert next(sequence_events(source)).type == "acme:a"
    assert next(source).type == "acme:b"
