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
    from openresponses_schema import CompactionItem as CompactionItem
    from openresponses_schema import ContentPart as ContentPart
    from openresponses_schema import CreateResponseRequest as CreateResponseRequest
    from openresponses_schema import CustomEvent as CustomEvent
    from openresponses_schema import CustomItem as CustomItem
    from openresponses_schema import ErrorCode as ErrorCode
    from openresponses_schema import ErrorData as ErrorData
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
    from openresponses_schema import InputTokensDetails as InputTokensDetails
    from openresponses_schema import ItemStatus as ItemStatus
    from openresponses_schema import MessageItem as MessageItem
    from openresponses_schema import MessageRole as MessageRole
    from openresponses_schema import OutputItem as OutputItem
    from openresponses_schema import OutputTextContent as OutputTextContent
    from openresponses_schema import OutputTokensDetails as OutputTokensDetails
    from openresponses_schema import ReasoningItem as ReasoningItem
    from openresponses_schema import RefusalContent as RefusalContent
    from openresponses_schema import Response as Response
    from openresponses_schema import ResponseErrorData as ResponseErrorData
    from openresponses_schema import ResponseStatus as ResponseStatus
    from openresponses_schema import ResponseStreamEvent as ResponseStreamEvent
    from openresponses_schema import ToolChoice as ToolChoice
    from openresponses_schema import ToolChoiceMode as ToolChoiceMode
    from openresponses_schema import UrlCitation as UrlCitation
    from openresponses_schema import Usage as Usage

    from .bridges.thread_events import ThreadEventBridge as ThreadEventBridge
    from .builder import ResponseBuilder as ResponseBuilder
    from .emitters import EventEmitter as EventEmitter
    from .emitters import ListEmitter as ListEmitter
    from .emitters import sequence_events as sequence_events
    from .errors import DecodeError as DecodeError
    from .errors import LocalProtocolError as LocalProtocolError
    from .errors import OpenResponsesError as OpenResponsesError
    from .errors import ProtocolError as ProtocolError
    from .errors import RemoteProtocolError as RemoteProtocolError
    from .extensions import VTCODE_EXTENSION_PREFIX as VTCODE_EXTENSION_PREFIX
    from .extensions import is_valid_extension_type as is_valid_extension_type
    from .findings import Finding as Finding
    from .findings import Violation as Violation
    from .ids import Clock as Clock
    from .ids import IdSource as IdSource
    from .ids import RandomIds as RandomIds
    from .ids import SeededIds as SeededIds
    from .ids import generate_call_id as generate_call_id
    from .ids import generate_item_id as generate_item_id
    from .ids import generate_response_id as generate_response_id
    from .ids import system_clock as system_clock
    from .lifecycle import Lifecycle as Lifecycle
    from .parsing import Malformed as Malformed
    from .parsing import parse_event as parse_event
    from .parsing import parse_request as parse_request
    from .parsing import parse_response as parse_response
    from .predicates import event_type as event_type
    from .predicates import is_failure as is_failure
    from .predicates import is_response_event as is_response_event
    from .predicates import is_success as is_success
    from .predicates import is_terminal as is_terminal
    from .predicates import response_id as response_id
    from .snapshot import Snapshot as Snapshot
    from .sse import SSEDecoder as SSEDecoder
    from .sse import SSEEncoder as SSEEncoder
    from .sse import SSEFrame as SSEFrame
    from .sse import SSEParser as SSEParser
    from .validator import Validator as Validator
    from .validator import iter_violations as iter_violations
    from .validator import validate_event as validate_event
    from .validator import validate_request as validate_request
    from .validator import validate_response as validate_response

    ResponseId = str
    OutputItemId = str
    ContentPartId = str

_HOMES = {
    "bridges.thread_events": ("ThreadEventBridge",),
    "builder": ("ResponseBuilder",),
    "emitters": ("EventEmitter", "ListEmitter", "sequence_events"),
    "errors": ("DecodeError", "LocalProtocolError", "OpenResponsesError", "ProtocolError", "RemoteProtocolError"),
    "extensions": ("VTCODE_EXTENSION_PREFIX", "is_valid_extension_type"),
    "findings": ("Finding", "Violation"),
    "ids": (
        "Clock",
        "IdSource",
        "RandomIds",
        "SeededIds",
        "generate_call_id",
        "generate_item_id",
        "generate_response_id",
        "system_clock",
    ),
    "lifecycle": ("Lifecycle",),
    "parsing": ("Malformed", "parse_event", "parse_request", "parse_response"),
    "predicates": ("event_type", "is_failure", "is_response_event", "is_success", "is_terminal", "response_id"),
    "snapshot": ("Snapshot",),
    "sse": ("SSEDecoder", "SSEEncoder", "SSEFrame", "SSEParser"),
    "validator": ("Validator", "iter_violations", "validate_event", "validate_request", "validate_response"),
}
_HAND_WRITTEN = {name: module for module, names in _HOMES.items() for name in names}
_GENERATED = (
    "SPEC_VERSION",
    "AllowedTools",
    "CompactionItem",
    "ContentPart",
    "CreateResponseRequest",
    "CustomEvent",
    "CustomItem",
    "ErrorCode",
    "ErrorData",
    "ErrorType",
    "EventType",
    "FunctionCallItem",
    "FunctionCallOutputItem",
    "FunctionTool",
    "FunctionToolChoice",
    "ImageDetail",
    "IncompleteDetails",
    "IncompleteReason",
    "InputFileContent",
    "InputImageContent",
    "InputItem",
    "InputTokensDetails",
    "ItemStatus",
    "MessageItem",
    "MessageRole",
    "OutputItem",
    "OutputTextContent",
    "OutputTokensDetails",
    "ReasoningItem",
    "RefusalContent",
    "Response",
    "ResponseErrorData",
    "ResponseStatus",
    "ResponseStreamEvent",
    "ToolChoice",
    "ToolChoiceMode",
    "UrlCitation",
    "Usage",
)
_IDS = ("ContentPartId", "OutputItemId", "ResponseId")

__all__ = ["__version__", *_GENERATED, *_HAND_WRITTEN, *_IDS]


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- what a module attribute is, no signature can say
    if name in _HAND_WRITTEN:
        value = getattr(import_module(f"{__name__}.{_HAND_WRITTEN[name]}"), name)
    elif name in _GENERATED:
        value = getattr(import_module("openresponses_schema"), name)
    elif name in _IDS:
        value = str
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
