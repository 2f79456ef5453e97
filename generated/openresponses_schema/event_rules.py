# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""The streaming events of the spec: their types, and what each one does to a response.

Three machines nest: a response holds items, an item holds parts.  A row of ``RULES`` says which machine an event
belongs to, how its instance is addressed, from which states it may happen, which state follows, and what it does to
the snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

__all__ = [
    "ASSUMED",
    "BLANKS",
    "BREAKS",
    "CONTAINERS",
    "DELTA",
    "LIFECYCLE",
    "MACHINE_RULES",
    "OPEN_STATES",
    "PART_ITEM_TYPES",
    "RULES",
    "STREAMS",
    "STREAM_END",
    "TERMINAL",
    "Container",
    "Effect",
    "EventRule",
    "EventType",
    "Machine",
    "MachineRule",
    "State",
    "Streamed",
]


class EventType(StrEnum):
    """The ``type`` of a streaming event, in its canonical spelling."""

    RESPONSE_CREATED = "response.created"
    """The response exists. The first event of every stream."""
    RESPONSE_QUEUED = "response.queued"
    """The response waits for its turn."""
    RESPONSE_IN_PROGRESS = "response.in_progress"
    """Work on the response has begun."""
    RESPONSE_COMPLETED = "response.completed"
    """The response is finished. Ends the stream."""
    RESPONSE_FAILED = "response.failed"
    """The response ended by an error. Ends the stream."""
    RESPONSE_INCOMPLETE = "response.incomplete"
    """The response stopped early, for instance at its token limit. Ends the stream."""
    RESPONSE_OUTPUT_ITEM_ADDED = "response.output_item.added"
    """A new item is open."""
    RESPONSE_OUTPUT_ITEM_DONE = "response.output_item.done"
    """An item is finished and does not change any more."""
    RESPONSE_REASONING_SUMMARY_PART_ADDED = "response.reasoning_summary_part.added"
    """A new passage of a reasoning summary is open."""
    RESPONSE_REASONING_SUMMARY_PART_DONE = "response.reasoning_summary_part.done"
    """A passage of a reasoning summary is finished."""
    RESPONSE_CONTENT_PART_ADDED = "response.content_part.added"
    """A new content part is open."""
    RESPONSE_CONTENT_PART_DONE = "response.content_part.done"
    """A content part is finished."""
    RESPONSE_OUTPUT_TEXT_DELTA = "response.output_text.delta"
    """Output text grows."""
    RESPONSE_OUTPUT_TEXT_DONE = "response.output_text.done"
    """Output text is complete."""
    RESPONSE_REFUSAL_DELTA = "response.refusal.delta"
    """A refusal grows."""
    RESPONSE_REFUSAL_DONE = "response.refusal.done"
    """A refusal is complete."""
    RESPONSE_REASONING_DELTA = "response.reasoning.delta"
    """Raw reasoning grows."""
    RESPONSE_REASONING_DONE = "response.reasoning.done"
    """Raw reasoning is complete."""
    RESPONSE_REASONING_SUMMARY_TEXT_DELTA = "response.reasoning_summary_text.delta"
    """A passage of a reasoning summary grows."""
    RESPONSE_REASONING_SUMMARY_TEXT_DONE = "response.reasoning_summary_text.done"
    """A passage of a reasoning summary is complete."""
    RESPONSE_OUTPUT_TEXT_ANNOTATION_ADDED = "response.output_text.annotation.added"
    """Output text gets an annotation."""
    RESPONSE_FUNCTION_CALL_ARGUMENTS_DELTA = "response.function_call_arguments.delta"
    """The arguments of a function call grow."""
    RESPONSE_FUNCTION_CALL_ARGUMENTS_DONE = "response.function_call_arguments.done"
    """The arguments of a function call are complete."""
    ERROR = "error"
    """Something went wrong while streaming; response.failed follows."""


class Machine(StrEnum):
    """What has a state: the response, an item of its output, or a part of an item."""

    RESPONSE = "response"
    """One response; a stream holds exactly one."""
    ITEM = "item"
    """One output item, addressed by its place in the output."""
    PART = "part"
    """One content or summary part, addressed by its item and its place in that item's list."""


class State(StrEnum):
    """The states of the three machines."""

    ABSENT = "absent"
    CREATED = "created"
    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    ERRORED = "errored"
    COMPLETED = "completed"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
    OPEN = "open"
    SEALED = "sealed"
    DONE = "done"


class Effect(StrEnum):
    """What an event does to the snapshot."""

    NONE = "none"
    """Nothing."""
    REPLACE = "replace"
    """The payload takes the place of the whole response, item or part."""
    INSERT = "insert"
    """The payload becomes a new item, a new part, or a new element of a list field."""
    APPEND = "append"
    """The payload is added to the end of a text field."""
    ASSIGN = "assign"
    """The payload is the final value of a field."""


class EventRule(NamedTuple):
    """The meaning of one event type."""

    type: EventType
    machine: Machine
    sources: frozenset[State]
    """The states in which the event may happen."""
    sources_by_type: Mapping[str, frozenset[State]]
    """The same for the item or part types for which it differs."""
    target: State | None
    """The state that follows; None when the event moves nothing."""
    effect: Effect
    indexes: tuple[str, ...]
    """The event fields that address the item, and the part in it."""
    container: str | None
    """The list of the item in which the part lives."""
    owner_type: str | None
    """The item or part type that the event needs."""
    field: str | None
    """The field of the item or part that it changes."""
    payload: str | None
    """The event field that carries the value."""
    status: str | None
    """The status of the response that it announces."""
    closes: bool
    """Whether everything inside must be done before."""
    terminal: bool
    aliases: tuple[str, ...]
    breaks: Mapping[State, str]
    """The requirement that the event breaks in a state, where it is not the one of ``BREAKS``."""
    source: str
    """The clause of the specification that it rests on."""


class Container(NamedTuple):
    """A list of an item whose parts are streamed."""

    index_field: str
    """The event field that addresses a part of the list."""
    added: EventType
    done: EventType
    item_types: tuple[str, ...]
    """The types of items that have the list."""


class MachineRule(NamedTuple):
    """The requirements about the instances of a machine that no single state says; None where there is none."""

    next_index: str | None
    """A new instance takes the next free index of its list."""
    type: str | None
    """An event meets an instance of the type that it needs."""
    alone: str | None
    """A new instance begins when the others of its parent are done."""
    unfinished: str | None
    """The machine closes when everything inside is done."""
    end: str | None
    """The stream ends after its machine."""


class Streamed(NamedTuple):
    """How the value of an item or part of some type is streamed."""

    machine: Machine
    container: str | None
    field: str
    delta: EventType
    done: EventType


_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})

_ROWS: Final = (
    EventRule(
        type=EventType.RESPONSE_CREATED,
        machine=Machine.RESPONSE,
        sources=frozenset({State.ABSENT}),
        sources_by_type=_NOTHING,
        target=State.CREATED,
        effect=Effect.REPLACE,
        indexes=(),
        container=None,
        owner_type=None,
        field=None,
        payload="response",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=MappingProxyType(
            {
                State.CREATED: "OR-GRAM-05",
                State.QUEUED: "OR-GRAM-05",
                State.IN_PROGRESS: "OR-GRAM-05",
            }
        ),
        source="Streaming, response states (OR-GRAM-04)",
    ),
    EventRule(
        type=EventType.RESPONSE_QUEUED,
        machine=Machine.RESPONSE,
        sources=frozenset({State.CREATED}),
        sources_by_type=_NOTHING,
        target=State.QUEUED,
        effect=Effect.REPLACE,
        indexes=(),
        container=None,
        owner_type=None,
        field=None,
        payload="response",
        status="queued",
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, response states (OR-GRAM-06)",
    ),
    EventRule(
        type=EventType.RESPONSE_IN_PROGRESS,
        machine=Machine.RESPONSE,
        sources=frozenset({State.CREATED, State.QUEUED}),
        sources_by_type=_NOTHING,
        target=State.IN_PROGRESS,
        effect=Effect.REPLACE,
        indexes=(),
        container=None,
        owner_type=None,
        field=None,
        payload="response",
        status="in_progress",
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, response states (OR-STREAM-10)",
    ),
    EventRule(
        type=EventType.RESPONSE_COMPLETED,
        machine=Machine.RESPONSE,
        sources=frozenset({State.IN_PROGRESS}),
        sources_by_type=_NOTHING,
        target=State.COMPLETED,
        effect=Effect.REPLACE,
        indexes=(),
        container=None,
        owner_type=None,
        field=None,
        payload="response",
        status="completed",
        closes=True,
        terminal=True,
        aliases=(),
        breaks=MappingProxyType(
            {
                State.COMPLETED: "OR-GRAM-07",
                State.FAILED: "OR-GRAM-07",
                State.INCOMPLETE: "OR-GRAM-07",
            }
        ),
        source="Streaming, response states (OR-STREAM-10)",
    ),
    EventRule(
        type=EventType.RESPONSE_FAILED,
        machine=Machine.RESPONSE,
        sources=frozenset({State.CREATED, State.QUEUED, State.IN_PROGRESS, State.ERRORED}),
        sources_by_type=_NOTHING,
        target=State.FAILED,
        effect=Effect.REPLACE,
        indexes=(),
        container=None,
        owner_type=None,
        field=None,
        payload="response",
        status="failed",
        closes=False,
        terminal=True,
        aliases=(),
        breaks=MappingProxyType(
            {
                State.COMPLETED: "OR-GRAM-07",
                State.FAILED: "OR-GRAM-07",
                State.INCOMPLETE: "OR-GRAM-07",
            }
        ),
        source="Streaming, response states (OR-STREAM-10)",
    ),
    EventRule(
        type=EventType.RESPONSE_INCOMPLETE,
        machine=Machine.RESPONSE,
        sources=frozenset({State.IN_PROGRESS}),
        sources_by_type=_NOTHING,
        target=State.INCOMPLETE,
        effect=Effect.REPLACE,
        indexes=(),
        container=None,
        owner_type=None,
        field=None,
        payload="response",
        status="incomplete",
        closes=False,
        terminal=True,
        aliases=(),
        breaks=MappingProxyType(
            {
                State.COMPLETED: "OR-GRAM-07",
                State.FAILED: "OR-GRAM-07",
                State.INCOMPLETE: "OR-GRAM-07",
            }
        ),
        source="Streaming, response states (OR-GRAM-27)",
    ),
    EventRule(
        type=EventType.RESPONSE_OUTPUT_ITEM_ADDED,
        machine=Machine.ITEM,
        sources=frozenset({State.ABSENT}),
        sources_by_type=_NOTHING,
        target=State.OPEN,
        effect=Effect.INSERT,
        indexes=("output_index",),
        container=None,
        owner_type=None,
        field=None,
        payload="item",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=MappingProxyType(
            {
                State.OPEN: "OR-GRAM-12",
                State.SEALED: "OR-GRAM-12",
                State.DONE: "OR-GRAM-12",
            }
        ),
        source="Streaming, items (OR-STREAM-01)",
    ),
    EventRule(
        type=EventType.RESPONSE_OUTPUT_ITEM_DONE,
        machine=Machine.ITEM,
        sources=frozenset({State.OPEN}),
        sources_by_type=MappingProxyType(
            {
                "function_call": frozenset({State.SEALED}),
            }
        ),
        target=State.DONE,
        effect=Effect.REPLACE,
        indexes=("output_index",),
        container=None,
        owner_type=None,
        field=None,
        payload="item",
        status=None,
        closes=True,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, items (OR-STREAM-07)",
    ),
    EventRule(
        type=EventType.RESPONSE_REASONING_SUMMARY_PART_ADDED,
        machine=Machine.PART,
        sources=frozenset({State.ABSENT}),
        sources_by_type=_NOTHING,
        target=State.OPEN,
        effect=Effect.INSERT,
        indexes=("output_index", "summary_index"),
        container="summary",
        owner_type=None,
        field=None,
        payload="part",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=MappingProxyType(
            {
                State.OPEN: "OR-GRAM-17",
                State.SEALED: "OR-GRAM-17",
                State.DONE: "OR-GRAM-17",
            }
        ),
        source="Streaming, reasoning (OR-GRAM-26)",
    ),
    EventRule(
        type=EventType.RESPONSE_REASONING_SUMMARY_PART_DONE,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=MappingProxyType(
            {
                "output_text": frozenset({State.SEALED}),
                "reasoning_text": frozenset({State.SEALED}),
                "refusal": frozenset({State.SEALED}),
                "summary_text": frozenset({State.SEALED}),
            }
        ),
        target=State.DONE,
        effect=Effect.REPLACE,
        indexes=("output_index", "summary_index"),
        container="summary",
        owner_type=None,
        field=None,
        payload="part",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, reasoning (OR-GRAM-26)",
    ),
    EventRule(
        type=EventType.RESPONSE_CONTENT_PART_ADDED,
        machine=Machine.PART,
        sources=frozenset({State.ABSENT}),
        sources_by_type=_NOTHING,
        target=State.OPEN,
        effect=Effect.INSERT,
        indexes=("output_index", "content_index"),
        container="content",
        owner_type=None,
        field=None,
        payload="part",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=MappingProxyType(
            {
                State.OPEN: "OR-GRAM-17",
                State.SEALED: "OR-GRAM-17",
                State.DONE: "OR-GRAM-17",
            }
        ),
        source="Streaming, content parts (OR-STREAM-04)",
    ),
    EventRule(
        type=EventType.RESPONSE_CONTENT_PART_DONE,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=MappingProxyType(
            {
                "output_text": frozenset({State.SEALED}),
                "reasoning_text": frozenset({State.SEALED}),
                "refusal": frozenset({State.SEALED}),
                "summary_text": frozenset({State.SEALED}),
            }
        ),
        target=State.DONE,
        effect=Effect.REPLACE,
        indexes=("output_index", "content_index"),
        container="content",
        owner_type=None,
        field=None,
        payload="part",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, content parts (OR-STREAM-05)",
    ),
    EventRule(
        type=EventType.RESPONSE_OUTPUT_TEXT_DELTA,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=None,
        effect=Effect.APPEND,
        indexes=("output_index", "content_index"),
        container="content",
        owner_type="output_text",
        field="text",
        payload="delta",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, content parts (OR-STREAM-05)",
    ),
    EventRule(
        type=EventType.RESPONSE_OUTPUT_TEXT_DONE,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=State.SEALED,
        effect=Effect.ASSIGN,
        indexes=("output_index", "content_index"),
        container="content",
        owner_type="output_text",
        field="text",
        payload="text",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, content parts (OR-STREAM-05)",
    ),
    EventRule(
        type=EventType.RESPONSE_REFUSAL_DELTA,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=None,
        effect=Effect.APPEND,
        indexes=("output_index", "content_index"),
        container="content",
        owner_type="refusal",
        field="refusal",
        payload="delta",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, content parts (OR-STREAM-05)",
    ),
    EventRule(
        type=EventType.RESPONSE_REFUSAL_DONE,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=State.SEALED,
        effect=Effect.ASSIGN,
        indexes=("output_index", "content_index"),
        container="content",
        owner_type="refusal",
        field="refusal",
        payload="refusal",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, content parts (OR-STREAM-05)",
    ),
    EventRule(
        type=EventType.RESPONSE_REASONING_DELTA,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=None,
        effect=Effect.APPEND,
        indexes=("output_index", "content_index"),
        container="content",
        owner_type="reasoning_text",
        field="text",
        payload="delta",
        status=None,
        closes=False,
        terminal=False,
        aliases=("response.reasoning_text.delta",),
        breaks=_NOTHING,
        source="Streaming, reasoning (OR-STREAM-05)",
    ),
    EventRule(
        type=EventType.RESPONSE_REASONING_DONE,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=State.SEALED,
        effect=Effect.ASSIGN,
        indexes=("output_index", "content_index"),
        container="content",
        owner_type="reasoning_text",
        field="text",
        payload="text",
        status=None,
        closes=False,
        terminal=False,
        aliases=("response.reasoning_text.done",),
        breaks=_NOTHING,
        source="Streaming, reasoning (OR-STREAM-05)",
    ),
    EventRule(
        type=EventType.RESPONSE_REASONING_SUMMARY_TEXT_DELTA,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=None,
        effect=Effect.APPEND,
        indexes=("output_index", "summary_index"),
        container="summary",
        owner_type="summary_text",
        field="text",
        payload="delta",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, reasoning (OR-GRAM-26)",
    ),
    EventRule(
        type=EventType.RESPONSE_REASONING_SUMMARY_TEXT_DONE,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=State.SEALED,
        effect=Effect.ASSIGN,
        indexes=("output_index", "summary_index"),
        container="summary",
        owner_type="summary_text",
        field="text",
        payload="text",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, reasoning (OR-GRAM-26)",
    ),
    EventRule(
        type=EventType.RESPONSE_OUTPUT_TEXT_ANNOTATION_ADDED,
        machine=Machine.PART,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=None,
        effect=Effect.INSERT,
        indexes=("output_index", "content_index"),
        container="content",
        owner_type="output_text",
        field="annotations",
        payload="annotation",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, content parts (OR-GRAM-31)",
    ),
    EventRule(
        type=EventType.RESPONSE_FUNCTION_CALL_ARGUMENTS_DELTA,
        machine=Machine.ITEM,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=None,
        effect=Effect.APPEND,
        indexes=("output_index",),
        container=None,
        owner_type="function_call",
        field="arguments",
        payload="delta",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, items (OR-GRAM-25)",
    ),
    EventRule(
        type=EventType.RESPONSE_FUNCTION_CALL_ARGUMENTS_DONE,
        machine=Machine.ITEM,
        sources=frozenset({State.OPEN}),
        sources_by_type=_NOTHING,
        target=State.SEALED,
        effect=Effect.ASSIGN,
        indexes=("output_index",),
        container=None,
        owner_type="function_call",
        field="arguments",
        payload="arguments",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Streaming, items (OR-GRAM-25)",
    ),
    EventRule(
        type=EventType.ERROR,
        machine=Machine.RESPONSE,
        sources=frozenset({State.CREATED, State.QUEUED, State.IN_PROGRESS}),
        sources_by_type=_NOTHING,
        target=State.ERRORED,
        effect=Effect.NONE,
        indexes=(),
        container=None,
        owner_type=None,
        field=None,
        payload="error",
        status=None,
        closes=False,
        terminal=False,
        aliases=(),
        breaks=_NOTHING,
        source="Errors, streaming (OR-ERR-04)",
    ),
)

RULES: Final[Mapping[str, EventRule]] = MappingProxyType(
    {spelling: row for row in _ROWS for spelling in (row.type, *row.aliases)}
)
"""The rule of every event type, in every spelling."""

TERMINAL: Final[frozenset[str]] = frozenset(name for name, row in RULES.items() if row.terminal)
"""The events after which no other event comes."""

LIFECYCLE: Final[frozenset[str]] = frozenset(
    name for name, row in RULES.items() if row.machine is Machine.RESPONSE and row.effect is Effect.REPLACE
)
"""The events about the response as a whole, which carry it."""

DELTA: Final[frozenset[str]] = frozenset(name for name, row in RULES.items() if row.effect is Effect.APPEND)
"""The events that append to a value."""

CONTAINERS: Final[Mapping[str, Container]] = MappingProxyType(
    {
        "summary": Container(
            "summary_index",
            EventType.RESPONSE_REASONING_SUMMARY_PART_ADDED,
            EventType.RESPONSE_REASONING_SUMMARY_PART_DONE,
            ("reasoning",),
        ),
        "content": Container(
            "content_index",
            EventType.RESPONSE_CONTENT_PART_ADDED,
            EventType.RESPONSE_CONTENT_PART_DONE,
            ("message", "reasoning"),
        ),
    }
)
"""The lists of an item whose parts are streamed, by field name."""

PART_ITEM_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"summary_text": "reasoning", "reasoning_text": "reasoning"}
)
"""The type of item that a part belongs to, by part type, where that is not the first that has such a list."""

STREAMS: Final[Mapping[str, Streamed]] = MappingProxyType(
    {
        "output_text": Streamed(
            Machine.PART, "content", "text", EventType.RESPONSE_OUTPUT_TEXT_DELTA, EventType.RESPONSE_OUTPUT_TEXT_DONE
        ),
        "refusal": Streamed(
            Machine.PART, "content", "refusal", EventType.RESPONSE_REFUSAL_DELTA, EventType.RESPONSE_REFUSAL_DONE
        ),
        "reasoning_text": Streamed(
            Machine.PART, "content", "text", EventType.RESPONSE_REASONING_DELTA, EventType.RESPONSE_REASONING_DONE
        ),
        "summary_text": Streamed(
            Machine.PART,
            "summary",
            "text",
            EventType.RESPONSE_REASONING_SUMMARY_TEXT_DELTA,
            EventType.RESPONSE_REASONING_SUMMARY_TEXT_DONE,
        ),
        "function_call": Streamed(
            Machine.ITEM,
            None,
            "arguments",
            EventType.RESPONSE_FUNCTION_CALL_ARGUMENTS_DELTA,
            EventType.RESPONSE_FUNCTION_CALL_ARGUMENTS_DONE,
        ),
    }
)
"""How values are streamed, by item or part type."""

BLANKS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "message": {"status": "in_progress", "content": []},
        "function_call": {"call_id": "", "name": "", "arguments": "", "status": "in_progress"},
        "function_call_output": {"call_id": "", "status": "in_progress"},
        "reasoning": {"summary": []},
        "compaction": {"encrypted_content": ""},
        "input_text": {"text": ""},
        "output_text": {"text": "", "annotations": []},
        "text": {"text": ""},
        "summary_text": {"text": ""},
        "reasoning_text": {"text": ""},
        "refusal": {"refusal": ""},
        "input_image": {"detail": "auto"},
        "input_file": {},
        "input_video": {"video_url": ""},
    }
)
"""The required fields of an item or part, by type, that are empty when it is announced."""

ASSUMED: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "message": {"role": "assistant"},
        "function_call_output": {"output": ""},
    }
)
"""What a reader assumes beside ``BLANKS`` of an item or part, by type, that was never announced."""

OPEN_STATES: Final[Mapping[Machine, frozenset[State]]] = MappingProxyType(
    {
        Machine.RESPONSE: frozenset({State.IN_PROGRESS}),
        Machine.ITEM: frozenset({State.OPEN}),
        Machine.PART: frozenset({State.OPEN}),
    }
)
"""The states of a machine in which something inside it may happen."""

BREAKS: Final[Mapping[tuple[Machine, State], str]] = MappingProxyType(
    {
        (Machine.RESPONSE, State.ABSENT): "OR-GRAM-04",
        (Machine.RESPONSE, State.CREATED): "OR-GRAM-06",
        (Machine.RESPONSE, State.QUEUED): "OR-GRAM-06",
        (Machine.RESPONSE, State.IN_PROGRESS): "OR-GRAM-06",
        (Machine.RESPONSE, State.ERRORED): "OR-GRAM-29",
        (Machine.RESPONSE, State.COMPLETED): "OR-GRAM-08",
        (Machine.RESPONSE, State.FAILED): "OR-GRAM-08",
        (Machine.RESPONSE, State.INCOMPLETE): "OR-GRAM-08",
        (Machine.ITEM, State.ABSENT): "OR-GRAM-11",
        (Machine.ITEM, State.OPEN): "OR-STREAM-09",
        (Machine.ITEM, State.SEALED): "OR-GRAM-24",
        (Machine.ITEM, State.DONE): "OR-GRAM-24",
        (Machine.PART, State.ABSENT): "OR-GRAM-16",
        (Machine.PART, State.OPEN): "OR-STREAM-09",
        (Machine.PART, State.SEALED): "OR-GRAM-24",
        (Machine.PART, State.DONE): "OR-GRAM-24",
    }
)
"""The requirement that an event breaks when it meets a machine in a state that its rule does not list."""

MACHINE_RULES: Final[Mapping[Machine, MachineRule]] = MappingProxyType(
    {
        Machine.RESPONSE: MachineRule(None, None, None, "OR-GRAM-13", "OR-GRAM-07"),
        Machine.ITEM: MachineRule("OR-GRAM-12", "OR-GRAM-18", None, "OR-GRAM-21", None),
        Machine.PART: MachineRule("OR-GRAM-17", "OR-GRAM-18", "OR-GRAM-40", None, None),
    }
)
"""What holds for the instances of each machine, and the requirement that a breach breaks."""

STREAM_END: Final = "[DONE]"
"""The data of the frame that ends a server-sent event stream."""
