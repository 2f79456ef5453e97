# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""One typed method for every streaming event."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from .events import (
    ErrorEvent,
    ResponseCompletedEvent,
    ResponseContentPartAddedEvent,
    ResponseContentPartDoneEvent,
    ResponseCreatedEvent,
    ResponseFailedEvent,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseFunctionCallArgumentsDoneEvent,
    ResponseIncompleteEvent,
    ResponseInProgressEvent,
    ResponseOutputItemAddedEvent,
    ResponseOutputItemDoneEvent,
    ResponseOutputTextAnnotationAddedEvent,
    ResponseOutputTextDeltaEvent,
    ResponseOutputTextDoneEvent,
    ResponseQueuedEvent,
    ResponseReasoningDeltaEvent,
    ResponseReasoningDoneEvent,
    ResponseReasoningSummaryPartAddedEvent,
    ResponseReasoningSummaryPartDoneEvent,
    ResponseReasoningSummaryTextDeltaEvent,
    ResponseReasoningSummaryTextDoneEvent,
    ResponseRefusalDeltaEvent,
    ResponseRefusalDoneEvent,
)

if TYPE_CHECKING:
    from .content import Annotation, ContentPart, LogProb
    from .errors import ErrorData
    from .events import ResponseStreamEvent
    from .items import OutputItem
    from .response import Response

__all__ = ["EmitterMethods"]


class EmitterMethods(ABC):
    """Builds an event from its fields and hands it to ``emit``."""

    @abstractmethod
    def emit(self, event: ResponseStreamEvent) -> None:
        """Take one event; what becomes of it is the subclass's business."""

    def response_created(
        self,
        *,
        response: Response,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.created``: the response exists. The first event of every stream."""
        self.emit(
            ResponseCreatedEvent(
                response=response,
                sequence_number=sequence_number,
            )
        )

    def response_queued(
        self,
        *,
        response: Response,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.queued``: the response waits for its turn."""
        self.emit(
            ResponseQueuedEvent(
                response=response,
                sequence_number=sequence_number,
            )
        )

    def response_in_progress(
        self,
        *,
        response: Response,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.in_progress``: work on the response has begun."""
        self.emit(
            ResponseInProgressEvent(
                response=response,
                sequence_number=sequence_number,
            )
        )

    def response_completed(
        self,
        *,
        response: Response,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.completed``: the response is finished. Ends the stream."""
        self.emit(
            ResponseCompletedEvent(
                response=response,
                sequence_number=sequence_number,
            )
        )

    def response_failed(
        self,
        *,
        response: Response,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.failed``: the response ended by an error. Ends the stream."""
        self.emit(
            ResponseFailedEvent(
                response=response,
                sequence_number=sequence_number,
            )
        )

    def response_incomplete(
        self,
        *,
        response: Response,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.incomplete``: the response stopped early, for instance at its token limit. Ends the stream."""
        self.emit(
            ResponseIncompleteEvent(
                response=response,
                sequence_number=sequence_number,
            )
        )

    def response_output_item_added(
        self,
        *,
        output_index: int,
        item: OutputItem | None,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.output_item.added``: a new item is open."""
        self.emit(
            ResponseOutputItemAddedEvent(
                output_index=output_index,
                item=item,
                sequence_number=sequence_number,
            )
        )

    def response_output_item_done(
        self,
        *,
        output_index: int,
        item: OutputItem | None,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.output_item.done``: an item is finished and does not change any more."""
        self.emit(
            ResponseOutputItemDoneEvent(
                output_index=output_index,
                item=item,
                sequence_number=sequence_number,
            )
        )

    def response_reasoning_summary_part_added(
        self,
        *,
        item_id: str,
        output_index: int,
        summary_index: int,
        part: ContentPart,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.reasoning_summary_part.added``: a new passage of a reasoning summary is open."""
        self.emit(
            ResponseReasoningSummaryPartAddedEvent(
                item_id=item_id,
                output_index=output_index,
                summary_index=summary_index,
                part=part,
                sequence_number=sequence_number,
            )
        )

    def response_reasoning_summary_part_done(
        self,
        *,
        item_id: str,
        output_index: int,
        summary_index: int,
        part: ContentPart,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.reasoning_summary_part.done``: a passage of a reasoning summary is finished."""
        self.emit(
            ResponseReasoningSummaryPartDoneEvent(
                item_id=item_id,
                output_index=output_index,
                summary_index=summary_index,
                part=part,
                sequence_number=sequence_number,
            )
        )

    def response_content_part_added(
        self,
        *,
        item_id: str,
        output_index: int,
        content_index: int,
        part: ContentPart,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.content_part.added``: a new content part is open."""
        self.emit(
            ResponseContentPartAddedEvent(
                item_id=item_id,
                output_index=output_index,
                content_index=content_index,
                part=part,
                sequence_number=sequence_number,
            )
        )

    def response_content_part_done(
        self,
        *,
        item_id: str,
        output_index: int,
        content_index: int,
        part: ContentPart,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.content_part.done``: a content part is finished."""
        self.emit(
            ResponseContentPartDoneEvent(
                item_id=item_id,
                output_index=output_index,
                content_index=content_index,
                part=part,
                sequence_number=sequence_number,
            )
        )

    def response_output_text_delta(
        self,
        *,
        item_id: str,
        output_index: int,
        content_index: int,
        delta: str,
        sequence_number: int | None = None,
        logprobs: list[LogProb] | None = None,
        obfuscation: str | None = None,
    ) -> None:
        """Emit ``response.output_text.delta``: output text grows."""
        self.emit(
            ResponseOutputTextDeltaEvent(
                item_id=item_id,
                output_index=output_index,
                content_index=content_index,
                delta=delta,
                sequence_number=sequence_number,
                logprobs=logprobs,
                obfuscation=obfuscation,
            )
        )

    def response_output_text_done(
        self,
        *,
        item_id: str,
        output_index: int,
        content_index: int,
        text: str,
        sequence_number: int | None = None,
        logprobs: list[LogProb] | None = None,
    ) -> None:
        """Emit ``response.output_text.done``: output text is complete."""
        self.emit(
            ResponseOutputTextDoneEvent(
                item_id=item_id,
                output_index=output_index,
                content_index=content_index,
                text=text,
                sequence_number=sequence_number,
                logprobs=logprobs,
            )
        )

    def response_refusal_delta(
        self,
        *,
        item_id: str,
        output_index: int,
        content_index: int,
        delta: str,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.refusal.delta``: a refusal grows."""
        self.emit(
            ResponseRefusalDeltaEvent(
                item_id=item_id,
                output_index=output_index,
                content_index=content_index,
                delta=delta,
                sequence_number=sequence_number,
            )
        )

    def response_refusal_done(
        self,
        *,
        item_id: str,
        output_index: int,
        content_index: int,
        refusal: str,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.refusal.done``: a refusal is complete."""
        self.emit(
            ResponseRefusalDoneEvent(
                item_id=item_id,
                output_index=output_index,
                content_index=content_index,
                refusal=refusal,
                sequence_number=sequence_number,
            )
        )

    def response_reasoning_delta(
        self,
        *,
        item_id: str,
        output_index: int,
        content_index: int,
        delta: str,
        sequence_number: int | None = None,
        obfuscation: str | None = None,
    ) -> None:
        """Emit ``response.reasoning.delta``: raw reasoning grows."""
        self.emit(
            ResponseReasoningDeltaEvent(
                item_id=item_id,
                output_index=output_index,
                content_index=content_index,
                delta=delta,
                sequence_number=sequence_number,
                obfuscation=obfuscation,
            )
        )

    def response_reasoning_done(
        self,
        *,
        item_id: str,
        output_index: int,
        content_index: int,
        text: str,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.reasoning.done``: raw reasoning is complete."""
        self.emit(
            ResponseReasoningDoneEvent(
                item_id=item_id,
                output_index=output_index,
                content_index=content_index,
                text=text,
                sequence_number=sequence_number,
            )
        )

    def response_reasoning_summary_text_delta(
        self,
        *,
        item_id: str,
        output_index: int,
        summary_index: int,
        delta: str,
        sequence_number: int | None = None,
        obfuscation: str | None = None,
    ) -> None:
        """Emit ``response.reasoning_summary_text.delta``: a passage of a reasoning summary grows."""
        self.emit(
            ResponseReasoningSummaryTextDeltaEvent(
                item_id=item_id,
                output_index=output_index,
                summary_index=summary_index,
                delta=delta,
                sequence_number=sequence_number,
                obfuscation=obfuscation,
            )
        )

    def response_reasoning_summary_text_done(
        self,
        *,
        item_id: str,
        output_index: int,
        summary_index: int,
        text: str,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.reasoning_summary_text.done``: a passage of a reasoning summary is complete."""
        self.emit(
            ResponseReasoningSummaryTextDoneEvent(
                item_id=item_id,
                output_index=output_index,
                summary_index=summary_index,
                text=text,
                sequence_number=sequence_number,
            )
        )

    def response_output_text_annotation_added(
        self,
        *,
        item_id: str,
        output_index: int,
        content_index: int,
        annotation_index: int,
        annotation: Annotation | None,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.output_text.annotation.added``: output text gets an annotation."""
        self.emit(
            ResponseOutputTextAnnotationAddedEvent(
                item_id=item_id,
                output_index=output_index,
                content_index=content_index,
                annotation_index=annotation_index,
                annotation=annotation,
                sequence_number=sequence_number,
            )
        )

    def response_function_call_arguments_delta(
        self,
        *,
        item_id: str,
        output_index: int,
        delta: str,
        sequence_number: int | None = None,
        obfuscation: str | None = None,
    ) -> None:
        """Emit ``response.function_call_arguments.delta``: the arguments of a function call grow."""
        self.emit(
            ResponseFunctionCallArgumentsDeltaEvent(
                item_id=item_id,
                output_index=output_index,
                delta=delta,
                sequence_number=sequence_number,
                obfuscation=obfuscation,
            )
        )

    def response_function_call_arguments_done(
        self,
        *,
        item_id: str,
        output_index: int,
        arguments: str,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``response.function_call_arguments.done``: the arguments of a function call are complete."""
        self.emit(
            ResponseFunctionCallArgumentsDoneEvent(
                item_id=item_id,
                output_index=output_index,
                arguments=arguments,
                sequence_number=sequence_number,
            )
        )

    def error(
        self,
        *,
        error: ErrorData,
        sequence_number: int | None = None,
    ) -> None:
        """Emit ``error``: something went wrong while streaming; response.failed follows."""
        self.emit(
            ErrorEvent(
                error=error,
                sequence_number=sequence_number,
            )
        )
