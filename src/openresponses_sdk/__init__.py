"""The Python SDK of the Open Responses specification.

Build a stream with ``ResponseBuilder``, read one with ``SSEDecoder``, judge one with ``iter_violations``, turn the log
of an agent into one with ``ThreadEventBridge``.  The types of the specification are here too; all of them are in
``openresponses_sdk.types``.  Names load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from openresponses_schema import SPEC_VERSION as SPEC_VERSION
    from openresponses_schema import AllowedTools as AllowedTools
    from openresponses_schema import Annotation as Annotation
    from openresponses_schema import CompactionItem as CompactionItem
    from openresponses_schema import ContentPart as ContentPart
    from openresponses_schema import CreateResponseRequest as CreateResponseRequest
    from openresponses_schema import CustomAnnotation as CustomAnnotation
    from openresponses_schema import CustomContentPart as CustomContentPart
    from openresponses_schema import CustomEvent as CustomEvent
    from openresponses_schema import CustomItem as CustomItem
    from openresponses_schema import CustomTool as CustomTool
    from openresponses_schema import ErrorCode as ErrorCode
    from openresponses_schema import ErrorData as ErrorData
    from openresponses_schema import ErrorEvent as ErrorEvent
    from openresponses_schema import ErrorType as ErrorType
    from openresponses_schema import EventType as EventType
    from openresponses_schema import FunctionCallItem as FunctionCallItem
    from openresponses_schema import FunctionCallOutputItem as FunctionCallOutputItem
    from openresponses_schema import FunctionTool as FunctionTool
    from openresponses_schema import FunctionToolChoice as FunctionToolChoice
    from openresponses_schema import ImageDetail as ImageDetail
    from openresponses_schema import IncompleteDetails as IncompleteDetails
    from openresponses_schema import IncompleteReason as IncompleteReason
    from openresponses_schema import InputFileContent as InputFileContent
    from openresponses_schema import InputImageContent as InputImageContent
    from openresponses_schema import InputItem as InputItem
    from openresponses_schema import InputTextContent as InputTextContent
    from openresponses_schema import InputTokensDetails as InputTokensDetails
    from openresponses_schema import ItemStatus as ItemStatus
    from openresponses_schema import MessageItem as MessageItem
    from openresponses_schema import MessagePhase as MessagePhase
    from openresponses_schema import MessageRole as MessageRole
    from openresponses_schema import OutputItem as OutputItem
    from openresponses_schema import OutputTextContent as OutputTextContent
    from openresponses_schema import OutputTokensDetails as OutputTokensDetails
    from openresponses_schema import ReasoningItem as ReasoningItem
    from openresponses_schema import ReasoningTextContent as ReasoningTextContent
    from openresponses_schema import RefusalContent as RefusalContent
    from openresponses_schema import Response as Response
    from openresponses_schema import ResponseCompletedEvent as ResponseCompletedEvent
    from openresponses_schema import ResponseContentPartAddedEvent as ResponseContentPartAddedEvent
    from openresponses_schema import ResponseContentPartDoneEvent as ResponseContentPartDoneEvent
    from openresponses_schema import ResponseCreatedEvent as ResponseCreatedEvent
    from openresponses_schema import ResponseErrorData as ResponseErrorData
    from openresponses_schema import ResponseFailedEvent as ResponseFailedEvent
    from openresponses_schema import ResponseFunctionCallArgumentsDeltaEvent as ResponseFunctionCallArgumentsDeltaEvent
    from openresponses_schema import ResponseFunctionCallArgumentsDoneEvent as ResponseFunctionCallArgumentsDoneEvent
    from openresponses_schema import ResponseIncompleteEvent as ResponseIncompleteEvent
    from openresponses_schema import ResponseInProgressEvent as ResponseInProgressEvent
    from openresponses_schema import ResponseOutputItemAddedEvent as ResponseOutputItemAddedEvent
    from openresponses_schema import ResponseOutputItemDoneEvent as ResponseOutputItemDoneEvent
    from openresponses_schema import ResponseOutputTextAnnotationAddedEvent as ResponseOutputTextAnnotationAddedEvent
    from openresponses_schema import ResponseOutputTextDeltaEvent as ResponseOutputTextDeltaEvent
    from openresponses_schema import ResponseOutputTextDoneEvent as ResponseOutputTextDoneEvent
    from openresponses_schema import ResponseQueuedEvent as ResponseQueuedEvent
    from openresponses_schema import ResponseReasoningDeltaEvent as ResponseReasoningDeltaEvent
    from openresponses_schema import ResponseReasoningDoneEvent as ResponseReasoningDoneEvent
    from openresponses_schema import ResponseReasoningSummaryPartAddedEvent as ResponseReasoningSummaryPartAddedEvent
    from openresponses_schema import ResponseReasoningSummaryPartDoneEvent as ResponseReasoningSummaryPartDoneEvent
    from openresponses_schema import ResponseReasoningSummaryTextDeltaEvent as ResponseReasoningSummaryTextDeltaEvent
    from openresponses_schema import ResponseReasoningSummaryTextDoneEvent as ResponseReasoningSummaryTextDoneEvent
    from openresponses_schema import ResponseRefusalDeltaEvent as ResponseRefusalDeltaEvent
    from openresponses_schema import ResponseRefusalDoneEvent as ResponseRefusalDoneEvent
    from openresponses_schema import ResponseStatus as ResponseStatus
    from openresponses_schema import ResponseStreamEvent as ResponseStreamEvent
    from openresponses_schema import SummaryTextContent as SummaryTextContent
    from openresponses_schema import TextContent as TextContent
    from openresponses_schema import ToolChoice as ToolChoice
    from openresponses_schema import ToolChoiceMode as ToolChoiceMode
    from openresponses_schema import UrlCitation as UrlCitation
    from openresponses_schema import Usage as Usage

    from . import types as types
    from .accumulator import Outcome as Outcome
    from .accumulator import ResponseAccumulator as ResponseAccumulator
    from .arguments import parse_arguments as parse_arguments
    from .bridged_emitter import BridgedEmitter as BridgedEmitter
    from .bridges.anthropic_messages import AnthropicMessagesBridge as AnthropicMessagesBridge
    from .bridges.anthropic_request import to_anthropic_messages as to_anthropic_messages
    from .bridges.base import Bridge as Bridge
    from .bridges.chat_completions import ChatCompletionsBridge as ChatCompletionsBridge
    from .bridges.chat_request import to_chat_completions as to_chat_completions
    from .bridges.chat_request_in import ReadRequest as ReadRequest
    from .bridges.chat_request_in import from_chat_completions as from_chat_completions
    from .bridges.chat_response import ChatCompletion as ChatCompletion
    from .bridges.chat_response import response_of_chat_completion as response_of_chat_completion
    from .bridges.chat_writing import ResponsesToChatBridge as ResponsesToChatBridge
    from .bridges.gemini import GeminiBridge as GeminiBridge
    from .bridges.gemini_request import to_gemini as to_gemini
    from .bridges.ollama import OllamaBridge as OllamaBridge
    from .bridges.request_mapping import MappingFinding as MappingFinding
    from .bridges.request_mapping import RequestMapping as RequestMapping
    from .bridges.request_mapping import RequestMappingError as RequestMappingError
    from .bridges.responses import ResponsesBridge as ResponsesBridge
    from .bridges.thread_events import ThreadEventBridge as ThreadEventBridge
    from .bridges.whole_completion import WholeCompletion as WholeCompletion
    from .bridges.whole_completion import to_chat_completion as to_chat_completion
    from .builder import ResponseBuilder as ResponseBuilder
    from .callback_emitter import CallbackEmitter as CallbackEmitter
    from .decoder import RawEvent as RawEvent
    from .emitters import DrainingEmitter as DrainingEmitter
    from .emitters import EncodedEmitter as EncodedEmitter
    from .emitters import EventEmitter as EventEmitter
    from .emitters import ListEmitter as ListEmitter
    from .emitters import sequence_events as sequence_events
    from .errors import DecodeError as DecodeError
    from .errors import LocalProtocolError as LocalProtocolError
    from .errors import OpenResponsesError as OpenResponsesError
    from .errors import OutputError as OutputError
    from .errors import ProtocolError as ProtocolError
    from .errors import RemoteProtocolError as RemoteProtocolError
    from .errors import SinkClosedError as SinkClosedError
    from .extensions import VTCODE_EXTENSION_PREFIX as VTCODE_EXTENSION_PREFIX
    from .extensions import is_valid_extension_type as is_valid_extension_type
    from .filter_emitter import FilterEmitter as FilterEmitter
    from .findings import Finding as Finding
    from .findings import Violation as Violation
    from .ids import Clock as Clock
    from .ids import DerivedIds as DerivedIds
    from .ids import IdSource as IdSource
    from .ids import RandomIds as RandomIds
    from .ids import SeededIds as SeededIds
    from .ids import generate_call_id as generate_call_id
    from .ids import generate_item_id as generate_item_id
    from .ids import generate_response_id as generate_response_id
    from .ids import system_clock as system_clock
    from .integration import IntegrationConfig as IntegrationConfig
    from .integration import ResponsesIntegration as ResponsesIntegration
    from .json_array import JSONArraySplitter as JSONArraySplitter
    from .lifecycle import Lifecycle as Lifecycle
    from .ndjson import NDJSONDecoder as NDJSONDecoder
    from .ndjson import NDJSONEncoder as NDJSONEncoder
    from .next_input import NextInput as NextInput
    from .next_input import next_input as next_input
    from .output import parse_output as parse_output
    from .parsing import Malformed as Malformed
    from .parsing import parse_event as parse_event
    from .parsing import parse_request as parse_request
    from .parsing import parse_response as parse_response
    from .partial_json import PartialJSON as PartialJSON
    from .predicates import event_type as event_type
    from .predicates import is_failure as is_failure
    from .predicates import is_response_event as is_response_event
    from .predicates import is_success as is_success
    from .predicates import is_terminal as is_terminal
    from .predicates import response_id as response_id
    from .protocols import ResponsesProvider as ResponsesProvider
    from .protocols import SupportsToResponse as SupportsToResponse
    from .repairs import Repairs as Repairs
    from .sinks.async_queue import AsyncQueueEmitter as AsyncQueueEmitter
    from .sinks.body import stream_sse as stream_sse
    from .sinks.chat import ChatSSEEmitter as ChatSSEEmitter
    from .sinks.ndjson import NDJSONEmitter as NDJSONEmitter
    from .sinks.sse import SSEEmitter as SSEEmitter
    from .sinks.websocket import WebSocketEmitter as WebSocketEmitter
    from .snapshot import Snapshot as Snapshot
    from .sse import SSEDecoder as SSEDecoder
    from .sse import SSEEncoder as SSEEncoder
    from .sse_frames import SSEFrame as SSEFrame
    from .sse_frames import SSEParser as SSEParser
    from .stream_validator import Validator as Validator
    from .streams import aiter_events as aiter_events
    from .streams import iter_events as iter_events
    from .tee_emitter import TeeEmitter as TeeEmitter
    from .validator import iter_violations as iter_violations
    from .validator import validate_compacted as validate_compacted
    from .validator import validate_error as validate_error
    from .validator import validate_event as validate_event
    from .validator import validate_request as validate_request
    from .validator import validate_response as validate_response
    from .websocket import WebSocketDecoder as WebSocketDecoder
    from .websocket import WebSocketEncoder as WebSocketEncoder
    from .websocket import decode_request_frame as decode_request_frame
    from .websocket import decode_text_frame as decode_text_frame

    ResponseId = str
    OutputItemId = str
    ContentPartId = str

_HOMES = {
    "accumulator": ("Outcome", "ResponseAccumulator"),
    "arguments": ("parse_arguments",),
    "bridges.anthropic_messages": ("AnthropicMessagesBridge",),
    "bridged_emitter": ("BridgedEmitter",),
    "bridges.anthropic_request": ("to_anthropic_messages",),
    "bridges.chat_request": ("to_chat_completions",),
    "bridges.chat_request_in": ("ReadRequest", "from_chat_completions"),
    "bridges.chat_writing": ("ResponsesToChatBridge",),
    "bridges.whole_completion": ("WholeCompletion", "to_chat_completion"),
    "bridges.gemini_request": ("to_gemini",),
    "bridges.request_mapping": ("MappingFinding", "RequestMapping", "RequestMappingError"),
    "bridges.base": ("Bridge",),
    "bridges.gemini": ("GeminiBridge",),
    "bridges.ollama": ("OllamaBridge",),
    "bridges.chat_completions": ("ChatCompletionsBridge",),
    "bridges.chat_response": ("ChatCompletion", "response_of_chat_completion"),
    "bridges.responses": ("ResponsesBridge",),
    "bridges.thread_events": ("ThreadEventBridge",),
    "builder": ("ResponseBuilder",),
    "callback_emitter": ("CallbackEmitter",),
    "decoder": ("RawEvent",),
    "emitters": ("DrainingEmitter", "EncodedEmitter", "EventEmitter", "ListEmitter", "sequence_events"),
    "errors": (
        "DecodeError",
        "LocalProtocolError",
        "OpenResponsesError",
        "OutputError",
        "ProtocolError",
        "RemoteProtocolError",
        "SinkClosedError",
    ),
    "extensions": ("VTCODE_EXTENSION_PREFIX", "is_valid_extension_type"),
    "filter_emitter": ("FilterEmitter",),
    "findings": ("Finding", "Violation"),
    "ids": (
        "Clock",
        "DerivedIds",
        "IdSource",
        "RandomIds",
        "SeededIds",
        "generate_call_id",
        "generate_item_id",
        "generate_response_id",
        "system_clock",
    ),
    "json_array": ("JSONArraySplitter",),
    "integration": ("IntegrationConfig", "ResponsesIntegration"),
    "lifecycle": ("Lifecycle",),
    "ndjson": ("NDJSONDecoder", "NDJSONEncoder"),
    "next_input": ("NextInput", "next_input"),
    "output": ("parse_output",),
    "parsing": ("Malformed", "parse_event", "parse_request", "parse_response"),
    "partial_json": ("PartialJSON",),
    "predicates": ("event_type", "is_failure", "is_response_event", "is_success", "is_terminal", "response_id"),
    "protocols": ("ResponsesProvider", "SupportsToResponse"),
    "repairs": ("Repairs",),
    "sinks.async_queue": ("AsyncQueueEmitter",),
    "sinks.body": ("stream_sse",),
    "sinks.ndjson": ("NDJSONEmitter",),
    "sinks.chat": ("ChatSSEEmitter",),
    "sinks.sse": ("SSEEmitter",),
    "sinks.websocket": ("WebSocketEmitter",),
    "snapshot": ("Snapshot",),
    "sse": ("SSEDecoder", "SSEEncoder"),
    "sse_frames": ("SSEFrame", "SSEParser"),
    "streams": ("aiter_events", "iter_events"),
    "tee_emitter": ("TeeEmitter",),
    "stream_validator": ("Validator",),
    "validator": (
        "iter_violations",
        "validate_compacted",
        "validate_error",
        "validate_event",
        "validate_request",
        "validate_response",
    ),
    "websocket": ("WebSocketDecoder", "WebSocketEncoder", "decode_request_frame", "decode_text_frame"),
}
"""Hand-written module -> the names it gives; every other public name is a type of ``openresponses_schema``."""
_HAND_WRITTEN = {name: module for module, names in _HOMES.items() for name in names}
_IDS = frozenset({"ContentPartId", "OutputItemId", "ResponseId"})

__all__ = [
    "SPEC_VERSION",
    "VTCODE_EXTENSION_PREFIX",
    "AllowedTools",
    "Annotation",
    "AnthropicMessagesBridge",
    "AsyncQueueEmitter",
    "Bridge",
    "BridgedEmitter",
    "CallbackEmitter",
    "ChatCompletion",
    "ChatCompletionsBridge",
    "ChatSSEEmitter",
    "Clock",
    "CompactionItem",
    "ContentPart",
    "ContentPartId",
    "CreateResponseRequest",
    "CustomAnnotation",
    "CustomContentPart",
    "CustomEvent",
    "CustomItem",
    "CustomTool",
    "DecodeError",
    "DerivedIds",
    "DrainingEmitter",
    "EncodedEmitter",
    "ErrorCode",
    "ErrorData",
    "ErrorEvent",
    "ErrorType",
    "EventEmitter",
    "EventType",
    "FilterEmitter",
    "Finding",
    "FunctionCallItem",
    "FunctionCallOutputItem",
    "FunctionTool",
    "FunctionToolChoice",
    "GeminiBridge",
    "IdSource",
    "ImageDetail",
    "IncompleteDetails",
    "IncompleteReason",
    "InputFileContent",
    "InputImageContent",
    "InputItem",
    "InputTextContent",
    "InputTokensDetails",
    "IntegrationConfig",
    "ItemStatus",
    "JSONArraySplitter",
    "Lifecycle",
    "ListEmitter",
    "LocalProtocolError",
    "Malformed",
    "MappingFinding",
    "MessageItem",
    "MessagePhase",
    "MessageRole",
    "NDJSONDecoder",
    "NDJSONEmitter",
    "NDJSONEncoder",
    "NextInput",
    "OllamaBridge",
    "OpenResponsesError",
    "Outcome",
    "OutputError",
    "OutputItem",
    "OutputItemId",
    "OutputTextContent",
    "OutputTokensDetails",
    "PartialJSON",
    "ProtocolError",
    "RandomIds",
    "RawEvent",
    "ReadRequest",
    "ReasoningItem",
    "ReasoningTextContent",
    "RefusalContent",
    "RemoteProtocolError",
    "Repairs",
    "RequestMapping",
    "RequestMappingError",
    "Response",
    "ResponseAccumulator",
    "ResponseBuilder",
    "ResponseCompletedEvent",
    "ResponseContentPartAddedEvent",
    "ResponseContentPartDoneEvent",
    "ResponseCreatedEvent",
    "ResponseErrorData",
    "ResponseFailedEvent",
    "ResponseFunctionCallArgumentsDeltaEvent",
    "ResponseFunctionCallArgumentsDoneEvent",
    "ResponseId",
    "ResponseInProgressEvent",
    "ResponseIncompleteEvent",
    "ResponseOutputItemAddedEvent",
    "ResponseOutputItemDoneEvent",
    "ResponseOutputTextAnnotationAddedEvent",
    "ResponseOutputTextDeltaEvent",
    "ResponseOutputTextDoneEvent",
    "ResponseQueuedEvent",
    "ResponseReasoningDeltaEvent",
    "ResponseReasoningDoneEvent",
    "ResponseReasoningSummaryPartAddedEvent",
    "ResponseReasoningSummaryPartDoneEvent",
    "ResponseReasoningSummaryTextDeltaEvent",
    "ResponseReasoningSummaryTextDoneEvent",
    "ResponseRefusalDeltaEvent",
    "ResponseRefusalDoneEvent",
    "ResponseStatus",
    "ResponseStreamEvent",
    "ResponsesBridge",
    "ResponsesIntegration",
    "ResponsesProvider",
    "ResponsesToChatBridge",
    "SSEDecoder",
    "SSEEmitter",
    "SSEEncoder",
    "SSEFrame",
    "SSEParser",
    "SeededIds",
    "SinkClosedError",
    "Snapshot",
    "SummaryTextContent",
    "SupportsToResponse",
    "TeeEmitter",
    "TextContent",
    "ThreadEventBridge",
    "ToolChoice",
    "ToolChoiceMode",
    "UrlCitation",
    "Usage",
    "Validator",
    "Violation",
    "WebSocketDecoder",
    "WebSocketEmitter",
    "WebSocketEncoder",
    "WholeCompletion",
    "__version__",
    "aiter_events",
    "decode_request_frame",
    "decode_text_frame",
    "event_type",
    "from_chat_completions",
    "generate_call_id",
    "generate_item_id",
    "generate_response_id",
    "is_failure",
    "is_response_event",
    "is_success",
    "is_terminal",
    "is_valid_extension_type",
    "iter_events",
    "iter_violations",
    "next_input",
    "parse_arguments",
    "parse_event",
    "parse_output",
    "parse_request",
    "parse_response",
    "response_id",
    "response_of_chat_completion",
    "sequence_events",
    "stream_sse",
    "system_clock",
    "to_anthropic_messages",
    "to_chat_completion",
    "to_chat_completions",
    "to_gemini",
    "validate_compacted",
    "validate_error",
    "validate_event",
    "validate_request",
    "validate_response",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- what a module attribute is, no signature can say
    if name in _HAND_WRITTEN:
        value = getattr(import_module(f"{__name__}.{_HAND_WRITTEN[name]}"), name)
    elif name == "types":
        value = import_module(f"{__name__}.types")
    elif name in _IDS:
        value = str
    elif name in __all__:
        value = getattr(import_module("openresponses_schema"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
