# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""The events of a response stream, each with what it means for the state of the stream (x-event)."""

from typing import Annotated, ClassVar, Literal

from pydantic import StrictInt
from typing_extensions import TypeAliasType

from openresponses_schema._base import FAIL_FAST, OMIT_NONE, Model, OpenUnion

from .content import Annotation, ContentPart, LogProb
from .errors import ErrorData
from .items import OutputItem
from .response import Response


class ResponseRefusalDeltaEvent(Model):
    """A refusal grows."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.refusal.delta"] = "response.refusal.delta"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    content_index: StrictInt
    """Position of the part in the content of the item, counted from 0."""
    delta: str
    """Text to append."""


class ResponseRefusalDoneEvent(Model):
    """A refusal is complete."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.refusal.done"] = "response.refusal.done"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    content_index: StrictInt
    """Position of the part in the content of the item, counted from 0."""
    refusal: str
    """The whole refusal; it wins over the deltas."""


class ResponseReasoningDeltaEvent(Model):
    """Raw reasoning grows."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.reasoning.delta", "response.reasoning_text.delta"] = "response.reasoning.delta"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    content_index: StrictInt
    """Position of the part in the content of the item, counted from 0."""
    delta: str
    """Text to append."""
    obfuscation: Annotated[str | None, OMIT_NONE] = None
    """Random padding that hides the length of the delta; not part of the text."""


class ResponseReasoningDoneEvent(Model):
    """Raw reasoning is complete."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.reasoning.done", "response.reasoning_text.done"] = "response.reasoning.done"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    content_index: StrictInt
    """Position of the part in the content of the item, counted from 0."""
    text: str
    """The whole reasoning; it wins over the deltas."""


class ResponseReasoningSummaryTextDeltaEvent(Model):
    """A passage of a reasoning summary grows."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.reasoning_summary_text.delta"] = "response.reasoning_summary_text.delta"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    summary_index: StrictInt
    """Position of the part in the summary of the item, counted from 0."""
    delta: str
    """Text to append."""
    obfuscation: Annotated[str | None, OMIT_NONE] = None
    """Random padding that hides the length of the delta; not part of the text."""


class ResponseReasoningSummaryTextDoneEvent(Model):
    """A passage of a reasoning summary is complete."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.reasoning_summary_text.done"] = "response.reasoning_summary_text.done"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    summary_index: StrictInt
    """Position of the part in the summary of the item, counted from 0."""
    text: str
    """The whole passage; it wins over the deltas."""


class ResponseFunctionCallArgumentsDeltaEvent(Model):
    """The arguments of a function call grow."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.function_call_arguments.delta"] = "response.function_call_arguments.delta"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    delta: str
    """Text to append; rarely valid JSON by itself."""
    obfuscation: Annotated[str | None, OMIT_NONE] = None
    """Random padding that hides the length of the delta; not part of the text."""


class ResponseFunctionCallArgumentsDoneEvent(Model):
    """The arguments of a function call are complete."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.function_call_arguments.done"] = "response.function_call_arguments.done"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    arguments: str
    """The whole JSON string; it wins over the deltas."""


class ErrorEvent(Model):
    """Something went wrong while streaming; response.failed follows."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["error"] = "error"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    error: ErrorData
    """What went wrong."""


class CustomEvent(Model):
    """An event of a type that this release does not define; it changes nothing, and all its fields are kept."""

    type: str
    """Tag of the event, for extensions slug:name."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""


class ResponseOutputTextDeltaEvent(Model):
    """Output text grows."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.output_text.delta"] = "response.output_text.delta"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    content_index: StrictInt
    """Position of the part in the content of the item, counted from 0."""
    delta: str
    """Text to append."""
    logprobs: Annotated[Annotated[list[LogProb], FAIL_FAST] | None, OMIT_NONE] = None
    """One entry per token of the delta, if the request included them."""
    obfuscation: Annotated[str | None, OMIT_NONE] = None
    """Random padding that hides the length of the delta; not part of the text."""


class ResponseOutputTextDoneEvent(Model):
    """Output text is complete."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.output_text.done"] = "response.output_text.done"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    content_index: StrictInt
    """Position of the part in the content of the item, counted from 0."""
    text: str
    """The whole text; it wins over the deltas."""
    logprobs: Annotated[Annotated[list[LogProb], FAIL_FAST] | None, OMIT_NONE] = None
    """One entry per token of the text, if the request included them."""


class ResponseOutputTextAnnotationAddedEvent(Model):
    """Output text gets an annotation."""

    _written: ClassVar[tuple[str, ...]] = ("type", "annotation")

    type: Literal["response.output_text.annotation.added"] = "response.output_text.annotation.added"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    content_index: StrictInt
    """Position of the part in the content of the item, counted from 0."""
    annotation_index: StrictInt
    """Position of the annotation in the list of the part, counted from 0."""
    annotation: Annotation | None = None
    """The whole annotation."""


class ResponseReasoningSummaryPartAddedEvent(Model):
    """A new passage of a reasoning summary is open."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.reasoning_summary_part.added"] = "response.reasoning_summary_part.added"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    summary_index: StrictInt
    """Position of the part in the summary of the item, counted from 0."""
    part: ContentPart
    """The empty part."""


class ResponseReasoningSummaryPartDoneEvent(Model):
    """A passage of a reasoning summary is finished."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.reasoning_summary_part.done"] = "response.reasoning_summary_part.done"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    summary_index: StrictInt
    """Position of the part in the summary of the item, counted from 0."""
    part: ContentPart
    """The whole part."""


class ResponseContentPartAddedEvent(Model):
    """A new content part is open."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.content_part.added"] = "response.content_part.added"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    content_index: StrictInt
    """Position of the part in the content of the item, counted from 0."""
    part: ContentPart
    """The empty part."""


class ResponseContentPartDoneEvent(Model):
    """A content part is finished."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.content_part.done"] = "response.content_part.done"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    item_id: str
    """Id of the item that changes. Some servers change it from event to event; address by index."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    content_index: StrictInt
    """Position of the part in the content of the item, counted from 0."""
    part: ContentPart
    """The whole part."""


class ResponseOutputItemAddedEvent(Model):
    """A new item is open."""

    _written: ClassVar[tuple[str, ...]] = ("type", "item")

    type: Literal["response.output_item.added"] = "response.output_item.added"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    item: OutputItem | None = None
    """The item with everything known so far; its content is empty."""


class ResponseOutputItemDoneEvent(Model):
    """An item is finished and does not change any more."""

    _written: ClassVar[tuple[str, ...]] = ("type", "item")

    type: Literal["response.output_item.done"] = "response.output_item.done"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    output_index: StrictInt
    """Position of the item in the output of the response, counted from 0."""
    item: OutputItem | None = None
    """The whole item."""


class ResponseCreatedEvent(Model):
    """The response exists. The first event of every stream."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.created"] = "response.created"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    response: Response
    """The response as created, with empty output."""


class ResponseQueuedEvent(Model):
    """The response waits for its turn."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.queued"] = "response.queued"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    response: Response
    """The response as queued."""


class ResponseInProgressEvent(Model):
    """Work on the response has begun."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.in_progress"] = "response.in_progress"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    response: Response
    """The response as begun, with empty output."""


class ResponseCompletedEvent(Model):
    """The response is finished. Ends the stream."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.completed"] = "response.completed"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    response: Response
    """The whole response with all its items."""


class ResponseFailedEvent(Model):
    """The response ended by an error. Ends the stream."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.failed"] = "response.failed"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    response: Response
    """The response with the error and the output so far."""


class ResponseIncompleteEvent(Model):
    """The response stopped early, for instance at its token limit. Ends the stream."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["response.incomplete"] = "response.incomplete"
    """Tag of the event."""
    sequence_number: Annotated[StrictInt | None, OMIT_NONE] = None
    """Position of the event in its stream, counted from 0."""
    response: Response
    """The response with the reason and the output so far."""


ResponseStreamEvent = TypeAliasType(
    "ResponseStreamEvent",
    Annotated[
        ResponseCreatedEvent
        | ResponseQueuedEvent
        | ResponseInProgressEvent
        | ResponseCompletedEvent
        | ResponseFailedEvent
        | ResponseIncompleteEvent
        | ResponseOutputItemAddedEvent
        | ResponseOutputItemDoneEvent
        | ResponseReasoningSummaryPartAddedEvent
        | ResponseReasoningSummaryPartDoneEvent
        | ResponseContentPartAddedEvent
        | ResponseContentPartDoneEvent
        | ResponseOutputTextDeltaEvent
        | ResponseOutputTextDoneEvent
        | ResponseRefusalDeltaEvent
        | ResponseRefusalDoneEvent
        | ResponseReasoningDeltaEvent
        | ResponseReasoningDoneEvent
        | ResponseReasoningSummaryTextDeltaEvent
        | ResponseReasoningSummaryTextDoneEvent
        | ResponseOutputTextAnnotationAddedEvent
        | ResponseFunctionCallArgumentsDeltaEvent
        | ResponseFunctionCallArgumentsDoneEvent
        | ErrorEvent
        | CustomEvent,
        OpenUnion(
            "type",
            {
                "response.created": ResponseCreatedEvent,
                "response.queued": ResponseQueuedEvent,
                "response.in_progress": ResponseInProgressEvent,
                "response.completed": ResponseCompletedEvent,
                "response.failed": ResponseFailedEvent,
                "response.incomplete": ResponseIncompleteEvent,
                "response.output_item.added": ResponseOutputItemAddedEvent,
                "response.output_item.done": ResponseOutputItemDoneEvent,
                "response.reasoning_summary_part.added": ResponseReasoningSummaryPartAddedEvent,
                "response.reasoning_summary_part.done": ResponseReasoningSummaryPartDoneEvent,
                "response.content_part.added": ResponseContentPartAddedEvent,
                "response.content_part.done": ResponseContentPartDoneEvent,
                "response.output_text.delta": ResponseOutputTextDeltaEvent,
                "response.output_text.done": ResponseOutputTextDoneEvent,
                "response.refusal.delta": ResponseRefusalDeltaEvent,
                "response.refusal.done": ResponseRefusalDoneEvent,
                "response.reasoning.delta": ResponseReasoningDeltaEvent,
                "response.reasoning.done": ResponseReasoningDoneEvent,
                "response.reasoning_summary_text.delta": ResponseReasoningSummaryTextDeltaEvent,
                "response.reasoning_summary_text.done": ResponseReasoningSummaryTextDoneEvent,
                "response.output_text.annotation.added": ResponseOutputTextAnnotationAddedEvent,
                "response.function_call_arguments.delta": ResponseFunctionCallArgumentsDeltaEvent,
                "response.function_call_arguments.done": ResponseFunctionCallArgumentsDoneEvent,
                "error": ErrorEvent,
                "response.reasoning_text.delta": ResponseReasoningDeltaEvent,
                "response.reasoning_text.done": ResponseReasoningDoneEvent,
            },
            fallback=CustomEvent,
        ),
    ],
)
"""One event of a response stream."""
