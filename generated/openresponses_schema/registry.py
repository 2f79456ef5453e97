# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""Wire tag -> model for open unions of the spec, and model -> canonical tag."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ._base import Model
from .content import (
    InputFileContent,
    InputImageContent,
    InputTextContent,
    InputVideoContent,
    JsonObjectResponseFormat,
    JsonSchemaResponseFormat,
    OutputTextContent,
    ReasoningTextContent,
    RefusalContent,
    SummaryTextContent,
    TextContent,
    TextResponseFormat,
    UrlCitation,
)
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
from .items import CompactionItem, FunctionCallItem, FunctionCallOutputItem, MessageItem, ReasoningItem
from .tools import AllowedTools, FunctionTool, FunctionToolChoice

__all__ = [
    "WIRE_TYPES",
    "ANNOTATION_MODELS",
    "CONTENT_PART_MODELS",
    "MESSAGE_CONTENT_PART_MODELS",
    "FUNCTION_OUTPUT_PART_MODELS",
    "TEXT_FORMAT_MODELS",
    "RESPONSE_STREAM_EVENT_MODELS",
    "OUTPUT_ITEM_MODELS",
    "TOOL_MODELS",
    "TOOL_CHOICE_MODELS",
    "ALLOWED_TOOL_MODELS",
]

ANNOTATION_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "url_citation": UrlCitation,
    }
)
"""The members of ``Annotation`` by their ``type``."""

CONTENT_PART_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "input_text": InputTextContent,
        "output_text": OutputTextContent,
        "text": TextContent,
        "summary_text": SummaryTextContent,
        "reasoning_text": ReasoningTextContent,
        "refusal": RefusalContent,
        "input_image": InputImageContent,
        "input_file": InputFileContent,
    }
)
"""The members of ``ContentPart`` by their ``type``."""

MESSAGE_CONTENT_PART_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "input_text": InputTextContent,
        "output_text": OutputTextContent,
        "text": TextContent,
        "summary_text": SummaryTextContent,
        "reasoning_text": ReasoningTextContent,
        "refusal": RefusalContent,
        "input_image": InputImageContent,
        "input_file": InputFileContent,
        "input_video": InputVideoContent,
    }
)
"""The members of ``MessageContentPart`` by their ``type``."""

FUNCTION_OUTPUT_PART_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "input_text": InputTextContent,
        "input_image": InputImageContent,
        "input_file": InputFileContent,
    }
)
"""The members of ``FunctionOutputPart`` by their ``type``."""

TEXT_FORMAT_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "text": TextResponseFormat,
        "json_object": JsonObjectResponseFormat,
        "json_schema": JsonSchemaResponseFormat,
    }
)
"""The members of ``TextFormat`` by their ``type``."""

RESPONSE_STREAM_EVENT_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
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
    }
)
"""The members of ``ResponseStreamEvent`` by their ``type``, every spelling."""

OUTPUT_ITEM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "message": MessageItem,
        "function_call": FunctionCallItem,
        "function_call_output": FunctionCallOutputItem,
        "reasoning": ReasoningItem,
        "compaction": CompactionItem,
    }
)
"""The members of ``OutputItem`` by their ``type``."""

TOOL_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "function": FunctionTool,
    }
)
"""The members of ``Tool`` by their ``type``."""

TOOL_CHOICE_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "function": FunctionToolChoice,
        "allowed_tools": AllowedTools,
    }
)
"""The members of ``ToolChoice`` by their ``type``."""

ALLOWED_TOOL_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "function": FunctionToolChoice,
    }
)
"""The members of ``AllowedTool`` by their ``type``."""

WIRE_TYPES: Final[Mapping[type[Model], str]] = MappingProxyType(
    {
        UrlCitation: "url_citation",
        InputTextContent: "input_text",
        OutputTextContent: "output_text",
        TextContent: "text",
        SummaryTextContent: "summary_text",
        ReasoningTextContent: "reasoning_text",
        RefusalContent: "refusal",
        InputImageContent: "input_image",
        InputFileContent: "input_file",
        InputVideoContent: "input_video",
        TextResponseFormat: "text",
        JsonObjectResponseFormat: "json_object",
        JsonSchemaResponseFormat: "json_schema",
        ResponseCreatedEvent: "response.created",
        ResponseQueuedEvent: "response.queued",
        ResponseInProgressEvent: "response.in_progress",
        ResponseCompletedEvent: "response.completed",
        ResponseFailedEvent: "response.failed",
        ResponseIncompleteEvent: "response.incomplete",
        ResponseOutputItemAddedEvent: "response.output_item.added",
        ResponseOutputItemDoneEvent: "response.output_item.done",
        ResponseReasoningSummaryPartAddedEvent: "response.reasoning_summary_part.added",
        ResponseReasoningSummaryPartDoneEvent: "response.reasoning_summary_part.done",
        ResponseContentPartAddedEvent: "response.content_part.added",
        ResponseContentPartDoneEvent: "response.content_part.done",
        ResponseOutputTextDeltaEvent: "response.output_text.delta",
        ResponseOutputTextDoneEvent: "response.output_text.done",
        ResponseRefusalDeltaEvent: "response.refusal.delta",
        ResponseRefusalDoneEvent: "response.refusal.done",
        ResponseReasoningDeltaEvent: "response.reasoning.delta",
        ResponseReasoningDoneEvent: "response.reasoning.done",
        ResponseReasoningSummaryTextDeltaEvent: "response.reasoning_summary_text.delta",
        ResponseReasoningSummaryTextDoneEvent: "response.reasoning_summary_text.done",
        ResponseOutputTextAnnotationAddedEvent: "response.output_text.annotation.added",
        ResponseFunctionCallArgumentsDeltaEvent: "response.function_call_arguments.delta",
        ResponseFunctionCallArgumentsDoneEvent: "response.function_call_arguments.done",
        ErrorEvent: "error",
        MessageItem: "message",
        FunctionCallItem: "function_call",
        FunctionCallOutputItem: "function_call_output",
        ReasoningItem: "reasoning",
        CompactionItem: "compaction",
        FunctionTool: "function",
        FunctionToolChoice: "function",
        AllowedTools: "allowed_tools",
    }
)
"""The canonical tag of every member of an open union."""
