# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""The events that hold nothing but text and whole numbers, so that their JSON can be written without a serializer."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from .event_rules import EventType
from .events import (
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseFunctionCallArgumentsDoneEvent,
    ResponseOutputTextDeltaEvent,
    ResponseOutputTextDoneEvent,
    ResponseReasoningDeltaEvent,
    ResponseReasoningDoneEvent,
    ResponseReasoningSummaryTextDeltaEvent,
    ResponseReasoningSummaryTextDoneEvent,
    ResponseRefusalDeltaEvent,
    ResponseRefusalDoneEvent,
)

__all__ = ["PLAIN_EVENTS", "PlainEvent"]


class PlainEvent(NamedTuple):
    """The fields of such an event; its JSON has type, sequence number, item id, indexes and text, in this order."""

    type: EventType
    spellings: frozenset[str]
    """The wire types it may have."""
    fields: frozenset[str]
    """The fields that are set when it holds nothing beyond the plain."""
    indexes: tuple[str, ...]
    """The fields that address the item, and the part in it."""
    text: str
    """The field that holds the text."""
    list: str | None
    """The optional list after the text, which is often set and empty."""


_ROWS: Final = (
    (
        ResponseOutputTextDeltaEvent,
        PlainEvent(
            type=EventType.RESPONSE_OUTPUT_TEXT_DELTA,
            spellings=frozenset(("response.output_text.delta",)),
            fields=frozenset(("content_index", "delta", "item_id", "output_index", "sequence_number", "type")),
            indexes=("output_index", "content_index"),
            text="delta",
            list="logprobs",
        ),
    ),
    (
        ResponseOutputTextDoneEvent,
        PlainEvent(
            type=EventType.RESPONSE_OUTPUT_TEXT_DONE,
            spellings=frozenset(("response.output_text.done",)),
            fields=frozenset(("content_index", "item_id", "output_index", "sequence_number", "text", "type")),
            indexes=("output_index", "content_index"),
            text="text",
            list="logprobs",
        ),
    ),
    (
        ResponseRefusalDeltaEvent,
        PlainEvent(
            type=EventType.RESPONSE_REFUSAL_DELTA,
            spellings=frozenset(("response.refusal.delta",)),
            fields=frozenset(("content_index", "delta", "item_id", "output_index", "sequence_number", "type")),
            indexes=("output_index", "content_index"),
            text="delta",
            list=None,
        ),
    ),
    (
        ResponseRefusalDoneEvent,
        PlainEvent(
            type=EventType.RESPONSE_REFUSAL_DONE,
            spellings=frozenset(("response.refusal.done",)),
            fields=frozenset(("content_index", "item_id", "output_index", "refusal", "sequence_number", "type")),
            indexes=("output_index", "content_index"),
            text="refusal",
            list=None,
        ),
    ),
    (
        ResponseReasoningDeltaEvent,
        PlainEvent(
            type=EventType.RESPONSE_REASONING_DELTA,
            spellings=frozenset(("response.reasoning.delta", "response.reasoning_text.delta")),
            fields=frozenset(("content_index", "delta", "item_id", "output_index", "sequence_number", "type")),
            indexes=("output_index", "content_index"),
            text="delta",
            list=None,
        ),
    ),
    (
        ResponseReasoningDoneEvent,
        PlainEvent(
            type=EventType.RESPONSE_REASONING_DONE,
            spellings=frozenset(("response.reasoning.done", "response.reasoning_text.done")),
            fields=frozenset(("content_index", "item_id", "output_index", "sequence_number", "text", "type")),
            indexes=("output_index", "content_index"),
            text="text",
            list=None,
        ),
    ),
    (
        ResponseReasoningSummaryTextDeltaEvent,
        PlainEvent(
            type=EventType.RESPONSE_REASONING_SUMMARY_TEXT_DELTA,
            spellings=frozenset(("response.reasoning_summary_text.delta",)),
            fields=frozenset(("delta", "item_id", "output_index", "sequence_number", "summary_index", "type")),
            indexes=("output_index", "summary_index"),
            text="delta",
            list=None,
        ),
    ),
    (
        ResponseReasoningSummaryTextDoneEvent,
        PlainEvent(
            type=EventType.RESPONSE_REASONING_SUMMARY_TEXT_DONE,
            spellings=frozenset(("response.reasoning_summary_text.done",)),
            fields=frozenset(("item_id", "output_index", "sequence_number", "summary_index", "text", "type")),
            indexes=("output_index", "summary_index"),
            text="text",
            list=None,
        ),
    ),
    (
        ResponseFunctionCallArgumentsDeltaEvent,
        PlainEvent(
            type=EventType.RESPONSE_FUNCTION_CALL_ARGUMENTS_DELTA,
            spellings=frozenset(("response.function_call_arguments.delta",)),
            fields=frozenset(("delta", "item_id", "output_index", "sequence_number", "type")),
            indexes=("output_index",),
            text="delta",
            list=None,
        ),
    ),
    (
        ResponseFunctionCallArgumentsDoneEvent,
        PlainEvent(
            type=EventType.RESPONSE_FUNCTION_CALL_ARGUMENTS_DONE,
            spellings=frozenset(("response.function_call_arguments.done",)),
            fields=frozenset(("arguments", "item_id", "output_index", "sequence_number", "type")),
            indexes=("output_index",),
            text="arguments",
            list=None,
        ),
    ),
)

PLAIN_EVENTS: Final[dict[type[Any], PlainEvent]] = dict(_ROWS)
"""The form of each such event, by its model."""
