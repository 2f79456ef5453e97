"""For every requirement that the judge implements: the smallest thing that breaks it."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from typing import Any

from openresponses_sdk.cli.inputs import Judge
from openresponses_sdk.findings import Violation
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.schema_check import WEBSOCKET_REQUEST, iter_schema_violations
from openresponses_sdk.sse import SSEEncoder
from openresponses_sdk.validator import iter_violations, validate_compacted, validate_request, validate_response
from tests.requirements import requirement
from tests.scripted_streams import Events, nth, renumber, stream

Provocation = Callable[[], list[Violation]]
PROVOCATIONS: list[tuple[str, Provocation]] = []

ADDED, DONE = "response.output_item.added", "response.output_item.done"
PART_ADDED, PART_DONE = "response.content_part.added", "response.content_part.done"
CREATED, IN_PROGRESS, COMPLETED = "response.created", "response.in_progress", "response.completed"
DELTA, TEXT_DONE = "response.output_text.delta", "response.output_text.done"
ARGUMENTS, ARGUMENTS_DONE = "response.function_call_arguments.delta", "response.function_call_arguments.done"
ANNOTATION = "response.output_text.annotation.added"
MESSAGE, CALL, OUTPUT = 1, 2, 3
"""Which of the items of the script ``agent`` is what."""


def provoke(name: str, provocation: Provocation) -> None:
    requirement(name)(provocation)
    PROVOCATIONS.append((name, provocation))


def altered(path: str, to: Any, name: str, at: int = 0, script: str = "agent") -> Provocation:
    """A stream with one member of one event set, or left out when ``to`` is ``...``."""

    def judged() -> list[Violation]:
        events = copy.deepcopy(stream(script))
        place: Any = events[nth(events, name, at)]
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in way:
            place = place[step]
        if to is ...:
            del place[last]
        else:
            place[last] = to
        return list(iter_violations(events))

    return judged


def edited(edit: Callable[[Events], Events], script: str = "agent", **options: Any) -> Provocation:
    """A stream with events moved, added or left out, numbered anew."""
    return lambda: list(iter_violations(renumber(edit(stream(script))), **options))


def without(name: str, at: int = 0) -> Callable[[Events], Events]:
    return lambda events: [event for index, event in enumerate(events) if index != nth(events, name, at)]


def twice(name: str, at: int = 0) -> Callable[[Events], Events]:
    return lambda events: [*events[: nth(events, name, at) + 1], *events[nth(events, name, at) :]]


def swapped(name: str, at: int = 0) -> Callable[[Events], Events]:
    """The event and the one after it."""

    def swap(events: Events) -> Events:
        place = nth(events, name, at)
        return [*events[:place], events[place + 1], events[place], *events[place + 2 :]]

    return swap


def frames(edit: Callable[[bytes], bytes]) -> Provocation:
    """The bytes of a server-sent event stream, edited."""

    def judged() -> list[Violation]:
        encoder = SSEEncoder()
        data = b"".join(encoder.encode(parse_event(event)) for event in stream()) + encoder.encode_done()
        return [violation for _, violation in Judge().judge(io.BytesIO(edit(data)))]

    return judged


def response(**changes: Any) -> Provocation:
    """The final response of the script ``agent`` with members changed."""
    return lambda: validate_response({**stream()[-1]["response"], **changes})


def item_of(at: int, **changes: Any) -> list[dict[str, Any]]:
    output = copy.deepcopy(stream()[-1]["response"]["output"])
    output[at] |= changes
    return [{name: value for name, value in item.items() if value is not ...} for item in output]


ERROR = {"type": "error", "error": {"code": "c", "message": "m"}, "status": 400}
MESSAGE_ITEM = {"type": "message", "role": "assistant", "status": "in_progress", "content": []}

provoke("OR-HTTP-07", response(object="chat.completion"))
provoke("OR-SSE-02", frames(lambda data: b"data: " + b"x" * (17 * 1024 * 1024)))
provoke("OR-SSE-03", altered("type", 5, DELTA))
provoke("OR-SSE-04", frames(lambda data: data.replace(b"data: [DONE]\n\n", b"")))
provoke("OR-SSE-05", frames(lambda data: data.replace(b"event: response.created", b"event: response.made")))
provoke("OR-SSE-06", frames(lambda data: b"id: 7\n" + data))
provoke("OR-WS-02", lambda: list(iter_schema_violations(WEBSOCKET_REQUEST, {"model": "m"})))
provoke("OR-WS-03", lambda: validate_request({"type": "response.create", "model": "m", "stream": True}))
provoke("OR-WS-09", lambda: list(iter_violations([*stream(seed=1)[:4], *stream(seed=2)], transport="websocket")))
provoke("OR-WS-21", lambda: list(iter_violations([{**ERROR, "status": "400"}], transport="websocket")))
provoke("OR-WS-23", lambda: list(iter_violations([*stream(), "[DONE]"], transport="websocket")))
provoke(
    "OR-WS-24",
    lambda: list(iter_violations([*stream()[:5], ERROR, *stream("broken_down")[-1:]], transport="websocket")),
)
provoke(
    "OR-WS-25",
    lambda: list(
        iter_violations(
            [{**event, "sequence_number": event["sequence_number"] + 1} for event in stream()], transport="websocket"
        )
    ),
)
provoke("OR-ITEM-01", altered("item.type", 5, ADDED))
provoke("OR-ITEM-03", response(status="incomplete", output=item_of(0, status="incomplete")))
provoke("OR-ITEM-04", response(output=item_of(3, status="incomplete")))
provoke(
    "OR-ITEM-05",
    edited(
        lambda events: [
            *events[:-1],
            {**(last := events[nth(events, DONE, MESSAGE)]), "item": {**last["item"], "role": "user"}},
            events[-1],
        ]
    ),
)
provoke("OR-ITEM-06", altered("item.id", ..., ADDED, MESSAGE))
provoke("OR-ITEM-08", response(output=[*stream()[-1]["response"]["output"], stream()[-1]["response"]["output"][1]]))
provoke("OR-ITEM-09", altered("item.type", "web_search_call", ADDED))
provoke("OR-CONTENT-03", edited(lambda events: [e for e in events if "content_index" not in e]))
provoke("OR-STREAM-02", altered("item.name", "", ADDED, CALL))
provoke("OR-STREAM-03", altered("item.content", None, ADDED, MESSAGE))
provoke("OR-STREAM-08", altered("delta", "", DELTA))
provoke("OR-STREAM-09", edited(without(TEXT_DONE)))
provoke("OR-TOOL-02", response(tool_choice="required", output=item_of(1)[:2]))
provoke("OR-TOOL-03", response(tool_choice="none"))
provoke("OR-TOOL-04", response(tool_choice={"type": "function", "name": "other"}))
provoke("OR-TOOL-05", response(tool_choice={"type": "allowed_tools", "mode": "auto", "tools": []}))
provoke("OR-EXT-04", response(tools=[{"type": "web_search"}]))
provoke("OR-EXT-09", altered("type", "ping", DELTA))
provoke("OR-EXT-12", altered("sequence_number", ..., "acme:ping", script="vendor"))
provoke("OR-EXT-13", altered("sequence_number", 0, "acme:ping", 1, script="vendor"))
provoke("OR-ERR-01", altered("error.message", ..., "error", script="broken_down"))
provoke("OR-COMPACT-01", lambda: list(iter_schema_violations("CompactRequest", {})))
provoke("OR-COMPACT-02", lambda: validate_compacted({"object": "response.compaction"}))
provoke("OR-RESP-01", altered("response.tools", ..., COMPLETED))
provoke("OR-RESP-02", response(completed_at=None))
provoke("OR-RESP-03", response(status="failed"))
provoke("OR-RESP-04", altered("response.usage.total_tokens", 4, COMPLETED))
provoke("OR-RESP-06", response(output=item_of(MESSAGE, role="user", phase="commentary")))
provoke("OR-REQ-01", lambda: validate_request({"model": "m", "max_output_tokens": 1}))
provoke("OR-GRAM-01", altered("sequence_number", "3", DELTA))
provoke("OR-GRAM-02", altered("sequence_number", 0, DELTA))
provoke("OR-GRAM-03", altered("sequence_number", 1000, COMPLETED))
provoke("OR-GRAM-04", edited(without(CREATED)))
provoke("OR-GRAM-05", edited(twice(CREATED)))
provoke("OR-GRAM-06", edited(without(IN_PROGRESS)))
provoke("OR-GRAM-07", edited(without(COMPLETED)))
provoke("OR-GRAM-08", edited(lambda events: [*events, events[nth(events, DELTA)]]))
provoke("OR-GRAM-09", altered("response.status", "in_progress", COMPLETED))
provoke("OR-GRAM-10", altered("response.id", "resp_other", COMPLETED))
provoke("OR-GRAM-11", edited(without(ADDED, MESSAGE)))
provoke("OR-GRAM-12", altered("output_index", 7, ADDED))
provoke("OR-GRAM-13", edited(without(DONE, MESSAGE)))
provoke("OR-GRAM-14", altered("item.id", "other", DONE, MESSAGE))
provoke("OR-GRAM-15", altered("item_id", "other", DELTA))
provoke("OR-GRAM-16", edited(without(PART_ADDED)))
provoke("OR-GRAM-17", altered("content_index", 1, PART_ADDED))
provoke("OR-GRAM-18", altered("part.type", "refusal", PART_DONE, 1))
provoke("OR-GRAM-19", altered("delta", "Hal", DELTA))
provoke("OR-GRAM-20", altered("part.text", "Hallo", PART_DONE, 1))
provoke("OR-GRAM-21", edited(without(PART_DONE, 1)))
provoke("OR-GRAM-22", altered("item.content.0.text", "Hallo", DONE, MESSAGE))
provoke("OR-GRAM-23", altered("item.status", "in_progress", DONE, MESSAGE))
provoke("OR-GRAM-24", edited(twice(TEXT_DONE)))
provoke("OR-GRAM-25", altered("item.arguments", "{}", DONE, CALL))
provoke("OR-GRAM-27", altered("item.status", "incomplete", DONE, MESSAGE))
provoke("OR-GRAM-28", altered("response.output", [], COMPLETED))
provoke("OR-GRAM-29", edited(without("response.failed"), "broken_down"))
provoke("OR-GRAM-30", altered("response.output", [MESSAGE_ITEM | {"id": "i"}], IN_PROGRESS))
provoke("OR-GRAM-31", altered("annotation_index", 5, ANNOTATION, script="citations"))
provoke("OR-GRAM-34", altered("response.usage", None, COMPLETED))
provoke("OR-GRAM-35", altered("response.created_at", 5, COMPLETED))
provoke("OR-GRAM-36", response(error={"code": "c", "message": "m"}))
provoke("OR-GRAM-37", altered("item.call_id", "call_2", ADDED, OUTPUT))
provoke("OR-GRAM-38", edited(lambda events: _moved(events, DONE, MESSAGE, ADDED, CALL)))
provoke("OR-GRAM-40", edited(lambda events: _moved(events, PART_DONE, 0, "response.refusal.delta", 0), "citations"))
provoke("OR-SCHEMA", altered("delta", 5, DELTA))
provoke("OR-DIALECT", lambda: list(iter_violations(stream(dialect="openai"))))


def _moved(events: Events, name: str, at: int, behind: str, of: int) -> Events:
    """The stream with one event moved to right behind another."""
    source, target = nth(events, name, at), nth(events, behind, of)
    rest = [event for index, event in enumerate(events) if index != source]
    return [*rest[:target], events[source], *rest[target:]]
