// Generated from spec/ by `python -m codegen generate`. Do not edit.
/** The tagged unions of Open Responses, release 2026-04-24: the tags that it defines, and what keeps all others. */
import type * as read from "./read.js";

/** The objects that the release defines in each tagged union, by its name: all but the open member. */
export interface DefinedMembers {
  Annotation: read.UrlCitation;
  ContentPart: read.InputTextContent | read.OutputTextContent | read.TextContent | read.SummaryTextContent | read.ReasoningTextContent | read.RefusalContent | read.InputImageContent | read.InputFileContent;
  MessageContentPart: read.InputTextContent | read.OutputTextContent | read.TextContent | read.SummaryTextContent | read.ReasoningTextContent | read.RefusalContent | read.InputImageContent | read.InputFileContent | read.InputVideoContent;
  FunctionOutputPart: read.InputTextContent | read.InputImageContent | read.InputFileContent;
  TextFormat: read.TextResponseFormat | read.JsonObjectResponseFormat | read.JsonSchemaResponseFormat;
  ResponseStreamEvent: read.ResponseCreatedEvent | read.ResponseQueuedEvent | read.ResponseInProgressEvent | read.ResponseCompletedEvent | read.ResponseFailedEvent | read.ResponseIncompleteEvent | read.ResponseOutputItemAddedEvent | read.ResponseOutputItemDoneEvent | read.ResponseReasoningSummaryPartAddedEvent | read.ResponseReasoningSummaryPartDoneEvent | read.ResponseContentPartAddedEvent | read.ResponseContentPartDoneEvent | read.ResponseOutputTextDeltaEvent | read.ResponseOutputTextDoneEvent | read.ResponseRefusalDeltaEvent | read.ResponseRefusalDoneEvent | read.ResponseReasoningDeltaEvent | read.ResponseReasoningDoneEvent | read.ResponseReasoningSummaryTextDeltaEvent | read.ResponseReasoningSummaryTextDoneEvent | read.ResponseOutputTextAnnotationAddedEvent | read.ResponseFunctionCallArgumentsDeltaEvent | read.ResponseFunctionCallArgumentsDoneEvent | read.ErrorEvent;
  OutputItem: read.MessageItem | read.FunctionCallItem | read.FunctionCallOutputItem | read.ReasoningItem | read.CompactionItem;
  InputItem: read.InputMessage | read.FunctionCallItemParam | read.FunctionCallOutputItemParam | read.ReasoningItemParam | read.CompactionItemParam | read.ItemReference;
  InputMessage: read.UserMessageItemParam | read.SystemMessageItemParam | read.DeveloperMessageItemParam | read.AssistantMessageItemParam;
  UserContentPartParam: read.InputTextContentParam | read.InputImageContentParam | read.InputFileContentParam;
  SystemContentPartParam: read.InputTextContentParam;
  AssistantContentPartParam: read.OutputTextContentParam | read.RefusalContentParam;
  FunctionOutputPartParam: read.InputTextContentParam | read.InputImageContentParam | read.InputFileContentParam | read.InputVideoContent;
  AnnotationParam: read.UrlCitationParam;
  ToolParam: read.FunctionToolParam;
  ToolChoiceParam: read.FunctionToolChoiceParam | read.AllowedToolsParam;
  SpecificToolChoiceParam: read.FunctionToolChoiceParam;
  TextFormatParam: read.TextResponseFormat | read.JsonSchemaResponseFormatParam;
  ThreadEvent: read.ThreadStartedEvent | read.ThreadCompletedEvent | read.ThreadCompactBoundaryEvent | read.ThreadTurnStartedEvent | read.ThreadTurnCompletedEvent | read.ThreadTurnFailedEvent | read.ThreadItemStartedEvent | read.ThreadItemUpdatedEvent | read.ThreadItemCompletedEvent | read.ThreadPlanDeltaEvent | read.ThreadPlanApprovalRequestedEvent | read.ThreadPlanApprovalResolvedEvent | read.ThreadPermissionRequestedEvent | read.ThreadPermissionResolvedEvent | read.ThreadContextResetEvent | read.ThreadInterjectedEvent | read.ThreadErrorEvent;
  ThreadItem: read.ThreadAgentMessageItem | read.ThreadPlanItem | read.ThreadReasoningItem | read.ThreadCommandExecutionItem | read.ThreadToolInvocationItem | read.ThreadToolOutputItem | read.ThreadFileChangeItem | read.ThreadMcpToolCallItem | read.ThreadWebSearchItem | read.ThreadTodoListItem | read.ThreadCollabToolCallItem | read.ThreadHarnessItem | read.ThreadErrorItem;
  Tool: read.FunctionTool;
  ToolChoice: read.FunctionToolChoice | read.AllowedTools;
  AllowedTool: read.FunctionToolChoice;
}

/** The property that tells the members of a union apart, and the tags that the release defines, in every spelling. */
export const TAGS: { readonly [Name in keyof DefinedMembers]: { readonly property: string; readonly tags: readonly string[] } } = {
  Annotation: { property: "type", tags: ["url_citation"] },
  ContentPart: { property: "type", tags: ["input_text", "output_text", "text", "summary_text", "reasoning_text", "refusal", "input_image", "input_file"] },
  MessageContentPart: { property: "type", tags: ["input_text", "output_text", "text", "summary_text", "reasoning_text", "refusal", "input_image", "input_file", "input_video"] },
  FunctionOutputPart: { property: "type", tags: ["input_text", "input_image", "input_file"] },
  TextFormat: { property: "type", tags: ["text", "json_object", "json_schema"] },
  ResponseStreamEvent: { property: "type", tags: ["response.created", "response.queued", "response.in_progress", "response.completed", "response.failed", "response.incomplete", "response.output_item.added", "response.output_item.done", "response.reasoning_summary_part.added", "response.reasoning_summary_part.done", "response.content_part.added", "response.content_part.done", "response.output_text.delta", "response.output_text.done", "response.refusal.delta", "response.refusal.done", "response.reasoning.delta", "response.reasoning.done", "response.reasoning_summary_text.delta", "response.reasoning_summary_text.done", "response.output_text.annotation.added", "response.function_call_arguments.delta", "response.function_call_arguments.done", "error", "response.reasoning_text.delta", "response.reasoning_text.done"] },
  OutputItem: { property: "type", tags: ["message", "function_call", "function_call_output", "reasoning", "compaction"] },
  InputItem: { property: "type", tags: ["message", "function_call", "function_call_output", "reasoning", "compaction", "item_reference"] },
  InputMessage: { property: "role", tags: ["user", "system", "developer", "assistant"] },
  UserContentPartParam: { property: "type", tags: ["input_text", "input_image", "input_file"] },
  SystemContentPartParam: { property: "type", tags: ["input_text"] },
  AssistantContentPartParam: { property: "type", tags: ["output_text", "refusal"] },
  FunctionOutputPartParam: { property: "type", tags: ["input_text", "input_image", "input_file", "input_video"] },
  AnnotationParam: { property: "type", tags: ["url_citation"] },
  ToolParam: { property: "type", tags: ["function"] },
  ToolChoiceParam: { property: "type", tags: ["function", "allowed_tools"] },
  SpecificToolChoiceParam: { property: "type", tags: ["function"] },
  TextFormatParam: { property: "type", tags: ["text", "json_schema"] },
  ThreadEvent: { property: "type", tags: ["thread.started", "thread.completed", "thread.compact_boundary", "turn.started", "turn.completed", "turn.failed", "item.started", "item.updated", "item.completed", "plan.delta", "plan.approval.requested", "plan.approval.resolved", "permission.requested", "permission.resolved", "context.reset", "interjected", "error"] },
  ThreadItem: { property: "type", tags: ["agent_message", "plan", "reasoning", "command_execution", "tool_invocation", "tool_output", "file_change", "mcp_tool_call", "web_search", "todo_list", "collab_tool_call", "harness", "error"] },
  Tool: { property: "type", tags: ["function"] },
  ToolChoice: { property: "type", tags: ["function", "allowed_tools"] },
  AllowedTool: { property: "type", tags: ["function"] },
};
