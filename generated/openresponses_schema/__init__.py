# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""Types and tables of the Open Responses specification, release 2026-04-24.

Models, enums and unions of every topic, the rules of the streaming events, and the specification itself as
``openapi.json``.  Names load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ._base import (
        Model as Model,
    )
    from .compaction import (
        CompactedResponse as CompactedResponse,
    )
    from .compaction import (
        CompactRequest as CompactRequest,
    )
    from .content import (
        Annotation as Annotation,
    )
    from .content import (
        ContentPart as ContentPart,
    )
    from .content import (
        CustomAnnotation as CustomAnnotation,
    )
    from .content import (
        CustomContentPart as CustomContentPart,
    )
    from .content import (
        CustomTextFormat as CustomTextFormat,
    )
    from .content import (
        FunctionOutputPart as FunctionOutputPart,
    )
    from .content import (
        ImageDetail as ImageDetail,
    )
    from .content import (
        InputFileContent as InputFileContent,
    )
    from .content import (
        InputImageContent as InputImageContent,
    )
    from .content import (
        InputTextContent as InputTextContent,
    )
    from .content import (
        InputVideoContent as InputVideoContent,
    )
    from .content import (
        JsonObjectResponseFormat as JsonObjectResponseFormat,
    )
    from .content import (
        JsonSchemaResponseFormat as JsonSchemaResponseFormat,
    )
    from .content import (
        LogProb as LogProb,
    )
    from .content import (
        MessageContentPart as MessageContentPart,
    )
    from .content import (
        OpenImageDetail as OpenImageDetail,
    )
    from .content import (
        OpenVerbosity as OpenVerbosity,
    )
    from .content import (
        OutputTextContent as OutputTextContent,
    )
    from .content import (
        ReasoningTextContent as ReasoningTextContent,
    )
    from .content import (
        RefusalContent as RefusalContent,
    )
    from .content import (
        SummaryTextContent as SummaryTextContent,
    )
    from .content import (
        TextContent as TextContent,
    )
    from .content import (
        TextFormat as TextFormat,
    )
    from .content import (
        TextResponseFormat as TextResponseFormat,
    )
    from .content import (
        TopLogProb as TopLogProb,
    )
    from .content import (
        UrlCitation as UrlCitation,
    )
    from .content import (
        Verbosity as Verbosity,
    )
    from .emitter import (
        EmitterMethods as EmitterMethods,
    )
    from .errors import (
        ErrorCode as ErrorCode,
    )
    from .errors import (
        ErrorData as ErrorData,
    )
    from .errors import (
        ErrorType as ErrorType,
    )
    from .errors import (
        OpenErrorCode as OpenErrorCode,
    )
    from .errors import (
        OpenErrorType as OpenErrorType,
    )
    from .errors import (
        ResponseErrorData as ResponseErrorData,
    )
    from .event_rules import (
        ASSUMED as ASSUMED,
    )
    from .event_rules import (
        BLANKS as BLANKS,
    )
    from .event_rules import (
        BREAKS as BREAKS,
    )
    from .event_rules import (
        CONTAINERS as CONTAINERS,
    )
    from .event_rules import (
        DELTA as DELTA,
    )
    from .event_rules import (
        LIFECYCLE as LIFECYCLE,
    )
    from .event_rules import (
        MACHINE_RULES as MACHINE_RULES,
    )
    from .event_rules import (
        OPEN_STATES as OPEN_STATES,
    )
    from .event_rules import (
        PART_ITEM_TYPES as PART_ITEM_TYPES,
    )
    from .event_rules import (
        RULES as RULES,
    )
    from .event_rules import (
        STREAM_END as STREAM_END,
    )
    from .event_rules import (
        STREAMS as STREAMS,
    )
    from .event_rules import (
        TERMINAL as TERMINAL,
    )
    from .event_rules import (
        Container as Container,
    )
    from .event_rules import (
        Effect as Effect,
    )
    from .event_rules import (
        EventRule as EventRule,
    )
    from .event_rules import (
        EventType as EventType,
    )
    from .event_rules import (
        Machine as Machine,
    )
    from .event_rules import (
        MachineRule as MachineRule,
    )
    from .event_rules import (
        State as State,
    )
    from .event_rules import (
        Streamed as Streamed,
    )
    from .events import (
        CustomEvent as CustomEvent,
    )
    from .events import (
        ErrorEvent as ErrorEvent,
    )
    from .events import (
        ResponseCompletedEvent as ResponseCompletedEvent,
    )
    from .events import (
        ResponseContentPartAddedEvent as ResponseContentPartAddedEvent,
    )
    from .events import (
        ResponseContentPartDoneEvent as ResponseContentPartDoneEvent,
    )
    from .events import (
        ResponseCreatedEvent as ResponseCreatedEvent,
    )
    from .events import (
        ResponseFailedEvent as ResponseFailedEvent,
    )
    from .events import (
        ResponseFunctionCallArgumentsDeltaEvent as ResponseFunctionCallArgumentsDeltaEvent,
    )
    from .events import (
        ResponseFunctionCallArgumentsDoneEvent as ResponseFunctionCallArgumentsDoneEvent,
    )
    from .events import (
        ResponseIncompleteEvent as ResponseIncompleteEvent,
    )
    from .events import (
        ResponseInProgressEvent as ResponseInProgressEvent,
    )
    from .events import (
        ResponseOutputItemAddedEvent as ResponseOutputItemAddedEvent,
    )
    from .events import (
        ResponseOutputItemDoneEvent as ResponseOutputItemDoneEvent,
    )
    from .events import (
        ResponseOutputTextAnnotationAddedEvent as ResponseOutputTextAnnotationAddedEvent,
    )
    from .events import (
        ResponseOutputTextDeltaEvent as ResponseOutputTextDeltaEvent,
    )
    from .events import (
        ResponseOutputTextDoneEvent as ResponseOutputTextDoneEvent,
    )
    from .events import (
        ResponseQueuedEvent as ResponseQueuedEvent,
    )
    from .events import (
        ResponseReasoningDeltaEvent as ResponseReasoningDeltaEvent,
    )
    from .events import (
        ResponseReasoningDoneEvent as ResponseReasoningDoneEvent,
    )
    from .events import (
        ResponseReasoningSummaryPartAddedEvent as ResponseReasoningSummaryPartAddedEvent,
    )
    from .events import (
        ResponseReasoningSummaryPartDoneEvent as ResponseReasoningSummaryPartDoneEvent,
    )
    from .events import (
        ResponseReasoningSummaryTextDeltaEvent as ResponseReasoningSummaryTextDeltaEvent,
    )
    from .events import (
        ResponseReasoningSummaryTextDoneEvent as ResponseReasoningSummaryTextDoneEvent,
    )
    from .events import (
        ResponseRefusalDeltaEvent as ResponseRefusalDeltaEvent,
    )
    from .events import (
        ResponseRefusalDoneEvent as ResponseRefusalDoneEvent,
    )
    from .events import (
        ResponseStreamEvent as ResponseStreamEvent,
    )
    from .items import (
        CompactionItem as CompactionItem,
    )
    from .items import (
        CustomItem as CustomItem,
    )
    from .items import (
        FunctionCallItem as FunctionCallItem,
    )
    from .items import (
        FunctionCallOutputItem as FunctionCallOutputItem,
    )
    from .items import (
        FunctionOutput as FunctionOutput,
    )
    from .items import (
        ItemStatus as ItemStatus,
    )
    from .items import (
        MessageItem as MessageItem,
    )
    from .items import (
        MessagePhase as MessagePhase,
    )
    from .items import (
        MessageRole as MessageRole,
    )
    from .items import (
        OpenItemStatus as OpenItemStatus,
    )
    from .items import (
        OpenMessagePhase as OpenMessagePhase,
    )
    from .items import (
        OpenMessageRole as OpenMessageRole,
    )
    from .items import (
        OpenReasoningEffort as OpenReasoningEffort,
    )
    from .items import (
        OpenReasoningSummary as OpenReasoningSummary,
    )
    from .items import (
        OpenTruncation as OpenTruncation,
    )
    from .items import (
        OutputItem as OutputItem,
    )
    from .items import (
        ReasoningEffort as ReasoningEffort,
    )
    from .items import (
        ReasoningItem as ReasoningItem,
    )
    from .items import (
        ReasoningSummary as ReasoningSummary,
    )
    from .items import (
        Truncation as Truncation,
    )
    from .plain_events import (
        PLAIN_EVENTS as PLAIN_EVENTS,
    )
    from .plain_events import (
        PlainEvent as PlainEvent,
    )
    from .registry import (
        ALLOWED_TOOL_MODELS as ALLOWED_TOOL_MODELS,
    )
    from .registry import (
        ANNOTATION_MODELS as ANNOTATION_MODELS,
    )
    from .registry import (
        CONTENT_PART_MODELS as CONTENT_PART_MODELS,
    )
    from .registry import (
        FUNCTION_OUTPUT_PART_MODELS as FUNCTION_OUTPUT_PART_MODELS,
    )
    from .registry import (
        MESSAGE_CONTENT_PART_MODELS as MESSAGE_CONTENT_PART_MODELS,
    )
    from .registry import (
        OUTPUT_ITEM_MODELS as OUTPUT_ITEM_MODELS,
    )
    from .registry import (
        RESPONSE_STREAM_EVENT_MODELS as RESPONSE_STREAM_EVENT_MODELS,
    )
    from .registry import (
        TEXT_FORMAT_MODELS as TEXT_FORMAT_MODELS,
    )
    from .registry import (
        TOOL_CHOICE_MODELS as TOOL_CHOICE_MODELS,
    )
    from .registry import (
        TOOL_MODELS as TOOL_MODELS,
    )
    from .registry import (
        WIRE_TYPES as WIRE_TYPES,
    )
    from .request import (
        AllowedToolsParam as AllowedToolsParam,
    )
    from .request import (
        AnnotationParam as AnnotationParam,
    )
    from .request import (
        AssistantContent as AssistantContent,
    )
    from .request import (
        AssistantContentPartParam as AssistantContentPartParam,
    )
    from .request import (
        AssistantMessageItemParam as AssistantMessageItemParam,
    )
    from .request import (
        CallId as CallId,
    )
    from .request import (
        CharacterIndex as CharacterIndex,
    )
    from .request import (
        CompactionItemParam as CompactionItemParam,
    )
    from .request import (
        CreateResponseRequest as CreateResponseRequest,
    )
    from .request import (
        CustomInputItem as CustomInputItem,
    )
    from .request import (
        CustomInputMessage as CustomInputMessage,
    )
    from .request import (
        DeveloperMessageItemParam as DeveloperMessageItemParam,
    )
    from .request import (
        FunctionCallItemParam as FunctionCallItemParam,
    )
    from .request import (
        FunctionCallOutputItemParam as FunctionCallOutputItemParam,
    )
    from .request import (
        FunctionName as FunctionName,
    )
    from .request import (
        FunctionOutputParam as FunctionOutputParam,
    )
    from .request import (
        FunctionOutputPartParam as FunctionOutputPartParam,
    )
    from .request import (
        FunctionParameters as FunctionParameters,
    )
    from .request import (
        FunctionToolChoiceParam as FunctionToolChoiceParam,
    )
    from .request import (
        FunctionToolParam as FunctionToolParam,
    )
    from .request import (
        Include as Include,
    )
    from .request import (
        InputFileContentParam as InputFileContentParam,
    )
    from .request import (
        InputImageContentParam as InputImageContentParam,
    )
    from .request import (
        InputItem as InputItem,
    )
    from .request import (
        InputMessage as InputMessage,
    )
    from .request import (
        InputTextContentParam as InputTextContentParam,
    )
    from .request import (
        ItemReference as ItemReference,
    )
    from .request import (
        JsonSchemaResponseFormatParam as JsonSchemaResponseFormatParam,
    )
    from .request import (
        LongText as LongText,
    )
    from .request import (
        Metadata as Metadata,
    )
    from .request import (
        OpenInclude as OpenInclude,
    )
    from .request import (
        OpenServiceTier as OpenServiceTier,
    )
    from .request import (
        OutputTextContentParam as OutputTextContentParam,
    )
    from .request import (
        PromptCacheKey as PromptCacheKey,
    )
    from .request import (
        ReasoningConfigParam as ReasoningConfigParam,
    )
    from .request import (
        ReasoningItemParam as ReasoningItemParam,
    )
    from .request import (
        RefusalContentParam as RefusalContentParam,
    )
    from .request import (
        RequestInput as RequestInput,
    )
    from .request import (
        ServiceTier as ServiceTier,
    )
    from .request import (
        SpecificToolChoiceParam as SpecificToolChoiceParam,
    )
    from .request import (
        StreamOptions as StreamOptions,
    )
    from .request import (
        SummaryTextContentParam as SummaryTextContentParam,
    )
    from .request import (
        SystemContent as SystemContent,
    )
    from .request import (
        SystemContentPartParam as SystemContentPartParam,
    )
    from .request import (
        SystemMessageItemParam as SystemMessageItemParam,
    )
    from .request import (
        TextConfigParam as TextConfigParam,
    )
    from .request import (
        TextFormatParam as TextFormatParam,
    )
    from .request import (
        ToolChoiceParam as ToolChoiceParam,
    )
    from .request import (
        ToolParam as ToolParam,
    )
    from .request import (
        UrlCitationParam as UrlCitationParam,
    )
    from .request import (
        UserContent as UserContent,
    )
    from .request import (
        UserContentPartParam as UserContentPartParam,
    )
    from .request import (
        UserMessageItemParam as UserMessageItemParam,
    )
    from .request_registry import (
        ANNOTATION_PARAM_MODELS as ANNOTATION_PARAM_MODELS,
    )
    from .request_registry import (
        ASSISTANT_CONTENT_PART_PARAM_MODELS as ASSISTANT_CONTENT_PART_PARAM_MODELS,
    )
    from .request_registry import (
        FUNCTION_OUTPUT_PART_PARAM_MODELS as FUNCTION_OUTPUT_PART_PARAM_MODELS,
    )
    from .request_registry import (
        INPUT_ITEM_MODELS as INPUT_ITEM_MODELS,
    )
    from .request_registry import (
        INPUT_MESSAGE_MODELS as INPUT_MESSAGE_MODELS,
    )
    from .request_registry import (
        REQUEST_WIRE_TYPES as REQUEST_WIRE_TYPES,
    )
    from .request_registry import (
        SPECIFIC_TOOL_CHOICE_PARAM_MODELS as SPECIFIC_TOOL_CHOICE_PARAM_MODELS,
    )
    from .request_registry import (
        SYSTEM_CONTENT_PART_PARAM_MODELS as SYSTEM_CONTENT_PART_PARAM_MODELS,
    )
    from .request_registry import (
        TEXT_FORMAT_PARAM_MODELS as TEXT_FORMAT_PARAM_MODELS,
    )
    from .request_registry import (
        TOOL_CHOICE_PARAM_MODELS as TOOL_CHOICE_PARAM_MODELS,
    )
    from .request_registry import (
        TOOL_PARAM_MODELS as TOOL_PARAM_MODELS,
    )
    from .request_registry import (
        USER_CONTENT_PART_PARAM_MODELS as USER_CONTENT_PART_PARAM_MODELS,
    )
    from .requirements import (
        REQUIREMENTS as REQUIREMENTS,
    )
    from .requirements import (
        Requirement as Requirement,
    )
    from .response import (
        IncompleteDetails as IncompleteDetails,
    )
    from .response import (
        IncompleteReason as IncompleteReason,
    )
    from .response import (
        InputTokensDetails as InputTokensDetails,
    )
    from .response import (
        OpenIncompleteReason as OpenIncompleteReason,
    )
    from .response import (
        OpenResponseStatus as OpenResponseStatus,
    )
    from .response import (
        OutputTokensDetails as OutputTokensDetails,
    )
    from .response import (
        ReasoningConfig as ReasoningConfig,
    )
    from .response import (
        Response as Response,
    )
    from .response import (
        ResponseStatus as ResponseStatus,
    )
    from .response import (
        TextConfig as TextConfig,
    )
    from .response import (
        Usage as Usage,
    )
    from .thread_events import (
        CustomThreadEvent as CustomThreadEvent,
    )
    from .thread_events import (
        CustomThreadItem as CustomThreadItem,
    )
    from .thread_events import (
        OpenThreadCompletionSubtype as OpenThreadCompletionSubtype,
    )
    from .thread_events import (
        OpenThreadFileUpdateKind as OpenThreadFileUpdateKind,
    )
    from .thread_events import (
        OpenThreadItemStatus as OpenThreadItemStatus,
    )
    from .thread_events import (
        ThreadAgentMessageItem as ThreadAgentMessageItem,
    )
    from .thread_events import (
        ThreadAgentState as ThreadAgentState,
    )
    from .thread_events import (
        ThreadAgentStates as ThreadAgentStates,
    )
    from .thread_events import (
        ThreadCollabToolCallItem as ThreadCollabToolCallItem,
    )
    from .thread_events import (
        ThreadCommandExecutionItem as ThreadCommandExecutionItem,
    )
    from .thread_events import (
        ThreadCompactBoundaryEvent as ThreadCompactBoundaryEvent,
    )
    from .thread_events import (
        ThreadCompletedEvent as ThreadCompletedEvent,
    )
    from .thread_events import (
        ThreadCompletionSubtype as ThreadCompletionSubtype,
    )
    from .thread_events import (
        ThreadContextResetEvent as ThreadContextResetEvent,
    )
    from .thread_events import (
        ThreadErrorDetails as ThreadErrorDetails,
    )
    from .thread_events import (
        ThreadErrorEvent as ThreadErrorEvent,
    )
    from .thread_events import (
        ThreadErrorItem as ThreadErrorItem,
    )
    from .thread_events import (
        ThreadEvent as ThreadEvent,
    )
    from .thread_events import (
        ThreadEventEnvelope as ThreadEventEnvelope,
    )
    from .thread_events import (
        ThreadFileChangeItem as ThreadFileChangeItem,
    )
    from .thread_events import (
        ThreadFileUpdate as ThreadFileUpdate,
    )
    from .thread_events import (
        ThreadFileUpdateKind as ThreadFileUpdateKind,
    )
    from .thread_events import (
        ThreadHarnessItem as ThreadHarnessItem,
    )
    from .thread_events import (
        ThreadInterjectedEvent as ThreadInterjectedEvent,
    )
    from .thread_events import (
        ThreadItem as ThreadItem,
    )
    from .thread_events import (
        ThreadItemCompletedEvent as ThreadItemCompletedEvent,
    )
    from .thread_events import (
        ThreadItemStartedEvent as ThreadItemStartedEvent,
    )
    from .thread_events import (
        ThreadItemStatus as ThreadItemStatus,
    )
    from .thread_events import (
        ThreadItemUpdatedEvent as ThreadItemUpdatedEvent,
    )
    from .thread_events import (
        ThreadMcpToolCallItem as ThreadMcpToolCallItem,
    )
    from .thread_events import (
        ThreadPermissionRequestedEvent as ThreadPermissionRequestedEvent,
    )
    from .thread_events import (
        ThreadPermissionResolvedEvent as ThreadPermissionResolvedEvent,
    )
    from .thread_events import (
        ThreadPlanApprovalRequestedEvent as ThreadPlanApprovalRequestedEvent,
    )
    from .thread_events import (
        ThreadPlanApprovalResolvedEvent as ThreadPlanApprovalResolvedEvent,
    )
    from .thread_events import (
        ThreadPlanDeltaEvent as ThreadPlanDeltaEvent,
    )
    from .thread_events import (
        ThreadPlanItem as ThreadPlanItem,
    )
    from .thread_events import (
        ThreadReasoningItem as ThreadReasoningItem,
    )
    from .thread_events import (
        ThreadStartedEvent as ThreadStartedEvent,
    )
    from .thread_events import (
        ThreadTodoEntry as ThreadTodoEntry,
    )
    from .thread_events import (
        ThreadTodoListItem as ThreadTodoListItem,
    )
    from .thread_events import (
        ThreadTokenBreakdown as ThreadTokenBreakdown,
    )
    from .thread_events import (
        ThreadToolInvocationItem as ThreadToolInvocationItem,
    )
    from .thread_events import (
        ThreadToolOutputItem as ThreadToolOutputItem,
    )
    from .thread_events import (
        ThreadTurnCompletedEvent as ThreadTurnCompletedEvent,
    )
    from .thread_events import (
        ThreadTurnFailedEvent as ThreadTurnFailedEvent,
    )
    from .thread_events import (
        ThreadTurnStartedEvent as ThreadTurnStartedEvent,
    )
    from .thread_events import (
        ThreadUsage as ThreadUsage,
    )
    from .thread_events import (
        ThreadWebSearchAction as ThreadWebSearchAction,
    )
    from .thread_events import (
        ThreadWebSearchItem as ThreadWebSearchItem,
    )
    from .thread_events_registry import (
        THREAD_EVENT_MODELS as THREAD_EVENT_MODELS,
    )
    from .thread_events_registry import (
        THREAD_EVENTS_WIRE_TYPES as THREAD_EVENTS_WIRE_TYPES,
    )
    from .thread_events_registry import (
        THREAD_ITEM_MODELS as THREAD_ITEM_MODELS,
    )
    from .tools import (
        AllowedTool as AllowedTool,
    )
    from .tools import (
        AllowedTools as AllowedTools,
    )
    from .tools import (
        CustomTool as CustomTool,
    )
    from .tools import (
        CustomToolChoice as CustomToolChoice,
    )
    from .tools import (
        FunctionTool as FunctionTool,
    )
    from .tools import (
        FunctionToolChoice as FunctionToolChoice,
    )
    from .tools import (
        OpenToolChoiceMode as OpenToolChoiceMode,
    )
    from .tools import (
        Tool as Tool,
    )
    from .tools import (
        ToolChoice as ToolChoice,
    )
    from .tools import (
        ToolChoiceMode as ToolChoiceMode,
    )
    from .websocket import (
        WebSocketErrorData as WebSocketErrorData,
    )
    from .websocket import (
        WebSocketErrorEvent as WebSocketErrorEvent,
    )
    from .websocket import (
        WebSocketResponseCreateEvent as WebSocketResponseCreateEvent,
    )

SPEC_VERSION: Final = "2026-04-24"
"""The release of the specification that these types describe."""

_MODULES: Final = {
    "_base": ("Model",),
    "compaction": (
        "CompactRequest",
        "CompactedResponse",
    ),
    "content": (
        "Annotation",
        "ContentPart",
        "CustomAnnotation",
        "CustomContentPart",
        "CustomTextFormat",
        "FunctionOutputPart",
        "ImageDetail",
        "InputFileContent",
        "InputImageContent",
        "InputTextContent",
        "InputVideoContent",
        "JsonObjectResponseFormat",
        "JsonSchemaResponseFormat",
        "LogProb",
        "MessageContentPart",
        "OpenImageDetail",
        "OpenVerbosity",
        "OutputTextContent",
        "ReasoningTextContent",
        "RefusalContent",
        "SummaryTextContent",
        "TextContent",
        "TextFormat",
        "TextResponseFormat",
        "TopLogProb",
        "UrlCitation",
        "Verbosity",
    ),
    "emitter": ("EmitterMethods",),
    "errors": (
        "ErrorCode",
        "ErrorData",
        "ErrorType",
        "OpenErrorCode",
        "OpenErrorType",
        "ResponseErrorData",
    ),
    "event_rules": (
        "ASSUMED",
        "BLANKS",
        "BREAKS",
        "CONTAINERS",
        "Container",
        "DELTA",
        "Effect",
        "EventRule",
        "EventType",
        "LIFECYCLE",
        "MACHINE_RULES",
        "Machine",
        "MachineRule",
        "OPEN_STATES",
        "PART_ITEM_TYPES",
        "RULES",
        "STREAMS",
        "STREAM_END",
        "State",
        "Streamed",
        "TERMINAL",
    ),
    "events": (
        "CustomEvent",
        "ErrorEvent",
        "ResponseCompletedEvent",
        "ResponseContentPartAddedEvent",
        "ResponseContentPartDoneEvent",
        "ResponseCreatedEvent",
        "ResponseFailedEvent",
        "ResponseFunctionCallArgumentsDeltaEvent",
        "ResponseFunctionCallArgumentsDoneEvent",
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
        "ResponseStreamEvent",
    ),
    "items": (
        "CompactionItem",
        "CustomItem",
        "FunctionCallItem",
        "FunctionCallOutputItem",
        "FunctionOutput",
        "ItemStatus",
        "MessageItem",
        "MessagePhase",
        "MessageRole",
        "OpenItemStatus",
        "OpenMessagePhase",
        "OpenMessageRole",
        "OpenReasoningEffort",
        "OpenReasoningSummary",
        "OpenTruncation",
        "OutputItem",
        "ReasoningEffort",
        "ReasoningItem",
        "ReasoningSummary",
        "Truncation",
    ),
    "plain_events": (
        "PLAIN_EVENTS",
        "PlainEvent",
    ),
    "registry": (
        "ALLOWED_TOOL_MODELS",
        "ANNOTATION_MODELS",
        "CONTENT_PART_MODELS",
        "FUNCTION_OUTPUT_PART_MODELS",
        "MESSAGE_CONTENT_PART_MODELS",
        "OUTPUT_ITEM_MODELS",
        "RESPONSE_STREAM_EVENT_MODELS",
        "TEXT_FORMAT_MODELS",
        "TOOL_CHOICE_MODELS",
        "TOOL_MODELS",
        "WIRE_TYPES",
    ),
    "request": (
        "AllowedToolsParam",
        "AnnotationParam",
        "AssistantContent",
        "AssistantContentPartParam",
        "AssistantMessageItemParam",
        "CallId",
        "CharacterIndex",
        "CompactionItemParam",
        "CreateResponseRequest",
        "CustomInputItem",
        "CustomInputMessage",
        "DeveloperMessageItemParam",
        "FunctionCallItemParam",
        "FunctionCallOutputItemParam",
        "FunctionName",
        "FunctionOutputParam",
        "FunctionOutputPartParam",
        "FunctionParameters",
        "FunctionToolChoiceParam",
        "FunctionToolParam",
        "Include",
        "InputFileContentParam",
        "InputImageContentParam",
        "InputItem",
        "InputMessage",
        "InputTextContentParam",
        "ItemReference",
        "JsonSchemaResponseFormatParam",
        "LongText",
        "Metadata",
        "OpenInclude",
        "OpenServiceTier",
        "OutputTextContentParam",
        "PromptCacheKey",
        "ReasoningConfigParam",
        "ReasoningItemParam",
        "RefusalContentParam",
        "RequestInput",
        "ServiceTier",
        "SpecificToolChoiceParam",
        "StreamOptions",
        "SummaryTextContentParam",
        "SystemContent",
        "SystemContentPartParam",
        "SystemMessageItemParam",
        "TextConfigParam",
        "TextFormatParam",
        "ToolChoiceParam",
        "ToolParam",
        "UrlCitationParam",
        "UserContent",
        "UserContentPartParam",
        "UserMessageItemParam",
    ),
    "request_registry": (
        "ANNOTATION_PARAM_MODELS",
        "ASSISTANT_CONTENT_PART_PARAM_MODELS",
        "FUNCTION_OUTPUT_PART_PARAM_MODELS",
        "INPUT_ITEM_MODELS",
        "INPUT_MESSAGE_MODELS",
        "REQUEST_WIRE_TYPES",
        "SPECIFIC_TOOL_CHOICE_PARAM_MODELS",
        "SYSTEM_CONTENT_PART_PARAM_MODELS",
        "TEXT_FORMAT_PARAM_MODELS",
        "TOOL_CHOICE_PARAM_MODELS",
        "TOOL_PARAM_MODELS",
        "USER_CONTENT_PART_PARAM_MODELS",
    ),
    "requirements": (
        "REQUIREMENTS",
        "Requirement",
    ),
    "response": (
        "IncompleteDetails",
        "IncompleteReason",
        "InputTokensDetails",
        "OpenIncompleteReason",
        "OpenResponseStatus",
        "OutputTokensDetails",
        "ReasoningConfig",
        "Response",
        "ResponseStatus",
        "TextConfig",
        "Usage",
    ),
    "thread_events": (
        "CustomThreadEvent",
        "CustomThreadItem",
        "OpenThreadCompletionSubtype",
        "OpenThreadFileUpdateKind",
        "OpenThreadItemStatus",
        "ThreadAgentMessageItem",
        "ThreadAgentState",
        "ThreadAgentStates",
        "ThreadCollabToolCallItem",
        "ThreadCommandExecutionItem",
        "ThreadCompactBoundaryEvent",
        "ThreadCompletedEvent",
        "ThreadCompletionSubtype",
        "ThreadContextResetEvent",
        "ThreadErrorDetails",
        "ThreadErrorEvent",
        "ThreadErrorItem",
        "ThreadEvent",
        "ThreadEventEnvelope",
        "ThreadFileChangeItem",
        "ThreadFileUpdate",
        "ThreadFileUpdateKind",
        "ThreadHarnessItem",
        "ThreadInterjectedEvent",
        "ThreadItem",
        "ThreadItemCompletedEvent",
        "ThreadItemStartedEvent",
        "ThreadItemStatus",
        "ThreadItemUpdatedEvent",
        "ThreadMcpToolCallItem",
        "ThreadPermissionRequestedEvent",
        "ThreadPermissionResolvedEvent",
        "ThreadPlanApprovalRequestedEvent",
        "ThreadPlanApprovalResolvedEvent",
        "ThreadPlanDeltaEvent",
        "ThreadPlanItem",
        "ThreadReasoningItem",
        "ThreadStartedEvent",
        "ThreadTodoEntry",
        "ThreadTodoListItem",
        "ThreadTokenBreakdown",
        "ThreadToolInvocationItem",
        "ThreadToolOutputItem",
        "ThreadTurnCompletedEvent",
        "ThreadTurnFailedEvent",
        "ThreadTurnStartedEvent",
        "ThreadUsage",
        "ThreadWebSearchAction",
        "ThreadWebSearchItem",
    ),
    "thread_events_registry": (
        "THREAD_EVENTS_WIRE_TYPES",
        "THREAD_EVENT_MODELS",
        "THREAD_ITEM_MODELS",
    ),
    "tools": (
        "AllowedTool",
        "AllowedTools",
        "CustomTool",
        "CustomToolChoice",
        "FunctionTool",
        "FunctionToolChoice",
        "OpenToolChoiceMode",
        "Tool",
        "ToolChoice",
        "ToolChoiceMode",
    ),
    "websocket": (
        "WebSocketErrorData",
        "WebSocketErrorEvent",
        "WebSocketResponseCreateEvent",
    ),
}
_HOMES: Final = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "SPEC_VERSION",
    "ALLOWED_TOOL_MODELS",
    "ANNOTATION_MODELS",
    "ANNOTATION_PARAM_MODELS",
    "ASSISTANT_CONTENT_PART_PARAM_MODELS",
    "ASSUMED",
    "AllowedTool",
    "AllowedTools",
    "AllowedToolsParam",
    "Annotation",
    "AnnotationParam",
    "AssistantContent",
    "AssistantContentPartParam",
    "AssistantMessageItemParam",
    "BLANKS",
    "BREAKS",
    "CONTAINERS",
    "CONTENT_PART_MODELS",
    "CallId",
    "CharacterIndex",
    "CompactRequest",
    "CompactedResponse",
    "CompactionItem",
    "CompactionItemParam",
    "Container",
    "ContentPart",
    "CreateResponseRequest",
    "CustomAnnotation",
    "CustomContentPart",
    "CustomEvent",
    "CustomInputItem",
    "CustomInputMessage",
    "CustomItem",
    "CustomTextFormat",
    "CustomThreadEvent",
    "CustomThreadItem",
    "CustomTool",
    "CustomToolChoice",
    "DELTA",
    "DeveloperMessageItemParam",
    "Effect",
    "EmitterMethods",
    "ErrorCode",
    "ErrorData",
    "ErrorEvent",
    "ErrorType",
    "EventRule",
    "EventType",
    "FUNCTION_OUTPUT_PART_MODELS",
    "FUNCTION_OUTPUT_PART_PARAM_MODELS",
    "FunctionCallItem",
    "FunctionCallItemParam",
    "FunctionCallOutputItem",
    "FunctionCallOutputItemParam",
    "FunctionName",
    "FunctionOutput",
    "FunctionOutputParam",
    "FunctionOutputPart",
    "FunctionOutputPartParam",
    "FunctionParameters",
    "FunctionTool",
    "FunctionToolChoice",
    "FunctionToolChoiceParam",
    "FunctionToolParam",
    "INPUT_ITEM_MODELS",
    "INPUT_MESSAGE_MODELS",
    "ImageDetail",
    "Include",
    "IncompleteDetails",
    "IncompleteReason",
    "InputFileContent",
    "InputFileContentParam",
    "InputImageContent",
    "InputImageContentParam",
    "InputItem",
    "InputMessage",
    "InputTextContent",
    "InputTextContentParam",
    "InputTokensDetails",
    "InputVideoContent",
    "ItemReference",
    "ItemStatus",
    "JsonObjectResponseFormat",
    "JsonSchemaResponseFormat",
    "JsonSchemaResponseFormatParam",
    "LIFECYCLE",
    "LogProb",
    "LongText",
    "MACHINE_RULES",
    "MESSAGE_CONTENT_PART_MODELS",
    "Machine",
    "MachineRule",
    "MessageContentPart",
    "MessageItem",
    "MessagePhase",
    "MessageRole",
    "Metadata",
    "Model",
    "OPEN_STATES",
    "OUTPUT_ITEM_MODELS",
    "OpenErrorCode",
    "OpenErrorType",
    "OpenImageDetail",
    "OpenInclude",
    "OpenIncompleteReason",
    "OpenItemStatus",
    "OpenMessagePhase",
    "OpenMessageRole",
    "OpenReasoningEffort",
    "OpenReasoningSummary",
    "OpenResponseStatus",
    "OpenServiceTier",
    "OpenThreadCompletionSubtype",
    "OpenThreadFileUpdateKind",
    "OpenThreadItemStatus",
    "OpenToolChoiceMode",
    "OpenTruncation",
    "OpenVerbosity",
    "OutputItem",
    "OutputTextContent",
    "OutputTextContentParam",
    "OutputTokensDetails",
    "PART_ITEM_TYPES",
    "PLAIN_EVENTS",
    "PlainEvent",
    "PromptCacheKey",
    "REQUEST_WIRE_TYPES",
    "REQUIREMENTS",
    "RESPONSE_STREAM_EVENT_MODELS",
    "RULES",
    "ReasoningConfig",
    "ReasoningConfigParam",
    "ReasoningEffort",
    "ReasoningItem",
    "ReasoningItemParam",
    "ReasoningSummary",
    "ReasoningTextContent",
    "RefusalContent",
    "RefusalContentParam",
    "RequestInput",
    "Requirement",
    "Response",
    "ResponseCompletedEvent",
    "ResponseContentPartAddedEvent",
    "ResponseContentPartDoneEvent",
    "ResponseCreatedEvent",
    "ResponseErrorData",
    "ResponseFailedEvent",
    "ResponseFunctionCallArgumentsDeltaEvent",
    "ResponseFunctionCallArgumentsDoneEvent",
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
    "SPECIFIC_TOOL_CHOICE_PARAM_MODELS",
    "STREAMS",
    "STREAM_END",
    "SYSTEM_CONTENT_PART_PARAM_MODELS",
    "ServiceTier",
    "SpecificToolChoiceParam",
    "State",
    "StreamOptions",
    "Streamed",
    "SummaryTextContent",
    "SummaryTextContentParam",
    "SystemContent",
    "SystemContentPartParam",
    "SystemMessageItemParam",
    "TERMINAL",
    "TEXT_FORMAT_MODELS",
    "TEXT_FORMAT_PARAM_MODELS",
    "THREAD_EVENTS_WIRE_TYPES",
    "THREAD_EVENT_MODELS",
    "THREAD_ITEM_MODELS",
    "TOOL_CHOICE_MODELS",
    "TOOL_CHOICE_PARAM_MODELS",
    "TOOL_MODELS",
    "TOOL_PARAM_MODELS",
    "TextConfig",
    "TextConfigParam",
    "TextContent",
    "TextFormat",
    "TextFormatParam",
    "TextResponseFormat",
    "ThreadAgentMessageItem",
    "ThreadAgentState",
    "ThreadAgentStates",
    "ThreadCollabToolCallItem",
    "ThreadCommandExecutionItem",
    "ThreadCompactBoundaryEvent",
    "ThreadCompletedEvent",
    "ThreadCompletionSubtype",
    "ThreadContextResetEvent",
    "ThreadErrorDetails",
    "ThreadErrorEvent",
    "ThreadErrorItem",
    "ThreadEvent",
    "ThreadEventEnvelope",
    "ThreadFileChangeItem",
    "ThreadFileUpdate",
    "ThreadFileUpdateKind",
    "ThreadHarnessItem",
    "ThreadInterjectedEvent",
    "ThreadItem",
    "ThreadItemCompletedEvent",
    "ThreadItemStartedEvent",
    "ThreadItemStatus",
    "ThreadItemUpdatedEvent",
    "ThreadMcpToolCallItem",
    "ThreadPermissionRequestedEvent",
    "ThreadPermissionResolvedEvent",
    "ThreadPlanApprovalRequestedEvent",
    "ThreadPlanApprovalResolvedEvent",
    "ThreadPlanDeltaEvent",
    "ThreadPlanItem",
    "ThreadReasoningItem",
    "ThreadStartedEvent",
    "ThreadTodoEntry",
    "ThreadTodoListItem",
    "ThreadTokenBreakdown",
    "ThreadToolInvocationItem",
    "ThreadToolOutputItem",
    "ThreadTurnCompletedEvent",
    "ThreadTurnFailedEvent",
    "ThreadTurnStartedEvent",
    "ThreadUsage",
    "ThreadWebSearchAction",
    "ThreadWebSearchItem",
    "Tool",
    "ToolChoice",
    "ToolChoiceMode",
    "ToolChoiceParam",
    "ToolParam",
    "TopLogProb",
    "Truncation",
    "USER_CONTENT_PART_PARAM_MODELS",
    "UrlCitation",
    "UrlCitationParam",
    "Usage",
    "UserContent",
    "UserContentPartParam",
    "UserMessageItemParam",
    "Verbosity",
    "WIRE_TYPES",
    "WebSocketErrorData",
    "WebSocketErrorEvent",
    "WebSocketResponseCreateEvent",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
