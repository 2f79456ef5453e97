"""Conformant streams of several shapes, as our builder writes them, as plain JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import ListEmitter
from openresponses_sdk.ids import SeededIds

Events = list[dict[str, Any]]

USAGE = {
    "input_tokens": 1,
    "output_tokens": 2,
    "total_tokens": 3,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens_details": {"reasoning_tokens": 0},
}


def agent(b: ResponseBuilder) -> None:
    """Thinks, answers, calls a function, takes its output."""
    with b.reasoning() as reasoning:
        with reasoning.summary() as summary:
            summary.delta("think ")
            summary.delta("hard")
        with reasoning.text() as raw:
            raw.delta("raw ")
            raw.delta("thought")
    with b.message() as message, message.text() as text:
        text.delta("Hel")
        text.delta("lo")
    with b.function_call("look", call_id="call_1") as call:
        call.delta('{"a":')
        call.delta("1}")
    b.function_call_output("call_1", "found")
    b.complete(usage=USAGE)


def citations(b: ResponseBuilder) -> None:
    """Two parts, two annotations, a refusal."""
    with b.message() as message:
        with message.text() as text:
            text.delta("See ")
            for name in ("one", "two"):
                text.annotate(
                    {
                        "type": "url_citation",
                        "url": f"https://{name}.test",
                        "start_index": 0,
                        "end_index": 3,
                        "title": name,
                    }
                )
            text.delta("there.")
        with message.refusal() as refusal:
            refusal.delta("But ")
            refusal.delta("no.")
    b.complete(usage=USAGE)


def cut_off(b: ResponseBuilder) -> None:
    """Ends in the middle of a message."""
    with b.reasoning() as reasoning, reasoning.summary() as summary:
        summary.delta("so")
    b.message().open().text().open().delta("Once upon")
    b.incomplete("max_output_tokens", usage=USAGE)


def broken_down(b: ResponseBuilder) -> None:
    """Fails after an error event, with an item open."""
    b.queued()
    with b.message() as message, message.text() as text:
        text.delta("fine")
    b.message().open().text().open().delta("not fi")
    b.fail("server_error", "It broke.", error_event=True)


def vendor(b: ResponseBuilder) -> None:
    """Items and events of a vendor among those of the specification."""
    b.custom_event("acme:ping", load=1)
    with b.custom_item("acme:search", query="q") as search:
        b.custom_event("acme:progress", at=50)
        search.update(hits=[1, 2])
    with b.message(phase="final_answer") as message, message.text() as text:
        text.delta("done ")
        b.custom_event("acme:ping", load=2)
        text.delta("now")
    b.complete(usage=USAGE)


SCRIPTS: dict[str, Callable[[ResponseBuilder], None]] = {
    script.__name__: script for script in (agent, citations, cut_off, broken_down, vendor)
}


def stream(script: str = "agent", *, dialect: Any = "spec", seed: int = 1) -> Events:
    """The events of one script, numbered from 0."""
    emitter = ListEmitter()
    SCRIPTS[script](ResponseBuilder(emitter, model="m", ids=SeededIds(seed), clock=lambda: 1, dialect=dialect))
    return [json.loads(event.to_json()) for event in emitter.events]


def renumber(events: Events) -> Events:
    """The events with new objects at the top and numbers from 0."""
    return [{**event, "sequence_number": number} for number, event in enumerate(events)]


def nth(events: Events, name: str, at: int = 0) -> int:
    """Where the event of a type stands that has ``at`` of its kind before it."""
    return [index for index, event in enumerate(events) if event["type"] == name][at]
