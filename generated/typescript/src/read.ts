// Generated from spec/ by `python -m codegen generate`. Do not edit.
/**
 * The components of Open Responses, release 2026-04-24.
 *
 * Every component as a reader may meet it. Members that servers are known to leave out, or to send as null, may be absent or null; a tag or value of another release is kept.
 */

/**
 * A tag that this release does not define and that is no extension (`slug:name`) either. It is a string of any value;
 * the type is one that no literal fits, so that a check of a tag narrows to the one member that has it. `isDefined`
 * finds these; to compare such a tag, take it as a string first.
 */
export declare enum UnknownTag {
  any = "any other string",
}

// Shortening a conversation.

/**
 * Asks for a shorter stand-in for a conversation.
 *
 * Added in 2026-04-24.
 */
export interface CompactRequest {
  /** Name of the model that compacts. */
  model: string;
  /** The conversation, or what follows on previous_response_id: one string or several items. */
  input?: RequestInput | null;
  /** Id of the response whose conversation is compacted. */
  previous_response_id?: string | null;
  /** Instructions for the model beside the input; those of earlier responses do not carry over. */
  instructions?: string | null;
  /** Key that groups requests for the prompt cache. */
  prompt_cache_key?: PromptCacheKey | null;
}

/**
 * The shorter conversation. Its output starts the input of a new chain; its id is not one to continue
 * from.
 *
 * Added in 2026-04-24.
 */
export interface CompactedResponse {
  /** Kind of the object. */
  object?: "response.compaction" | null;
  /** Id of this compaction, not of a response. */
  id: string;
  /** The items that now stand for the conversation, at least one of them a compaction. */
  output: Array<OutputItem>;
  /** When the compaction was made, in Unix seconds. */
  created_at: number;
  /** Tokens that the compaction took. */
  usage: Usage;
}

// What messages and reasoning are made of, and the forms that text answers take.

/** Resolution at which the model looks at an image. */
export type ImageDetail = "low" | "high" | "auto" | (string & {});

/** How long the answers of the model should be. */
export type Verbosity = "low" | "medium" | "high" | (string & {});

/** Text that was given to the model. */
export interface InputTextContent {
  /** Tag of the part. */
  type: "input_text";
  /** The text, verbatim. */
  text: string;
}

/** Text that the model wrote. */
export interface OutputTextContent {
  /** Tag of the part. */
  type: "output_text";
  /** The text so far, or the whole text once the part is done. */
  text: string;
  /** Remarks on spans of the text, in order of arrival. */
  annotations: Array<Annotation>;
  /** One entry per token, if the request included them. */
  logprobs?: Array<LogProb> | null;
}

/** A remark attached to a span of output text. */
export type Annotation =
  | UrlCitation
  | CustomAnnotation;

/** Marks a span of output text as taken from a web page. */
export interface UrlCitation {
  /** Tag of the annotation. */
  type: "url_citation";
  /** Address of the cited page. */
  url: string;
  /** Where the cited span begins, in characters from the start of the text; inclusive. */
  start_index?: number | null;
  /** Where the cited span ends, in characters from the start of the text. */
  end_index?: number | null;
  /** Title of the cited page. */
  title?: string | null;
}

/** An annotation of a type that this release does not define; all its fields are kept. */
export interface CustomAnnotation {
  /** Tag of the annotation, any string. */
  type: `${string}:${string}` | UnknownTag;
  [member: string]: unknown;
}

/** A token of the output, how likely it was, and its likeliest rivals. */
export interface LogProb {
  /** The chosen token as text. */
  token: string;
  /** Natural logarithm of the probability of the token. */
  logprob: number;
  /** UTF-8 bytes of the token, each 0 to 255. */
  bytes: Array<number>;
  /** The likeliest tokens at this position, at most as many as the request asked for. */
  top_logprobs: Array<TopLogProb>;
}

/** One candidate token and how likely it was. */
export interface TopLogProb {
  /** The candidate token as text. */
  token: string;
  /** Natural logarithm of the probability of the candidate. */
  logprob: number;
  /** UTF-8 bytes of the candidate, each 0 to 255. */
  bytes: Array<number>;
}

/** Plain text with no statement about who wrote it. */
export interface TextContent {
  /** Tag of the part. */
  type: "text";
  /** The text, verbatim. */
  text: string;
}

/** A passage of a readable summary of the model's reasoning. */
export interface SummaryTextContent {
  /** Tag of the part. */
  type: "summary_text";
  /** The passage so far, or the whole passage once the part is done. */
  text: string;
}

/** Raw reasoning of the model, not summarised. */
export interface ReasoningTextContent {
  /** Tag of the part. */
  type: "reasoning_text";
  /** The reasoning so far, or all of it once the part is done. */
  text: string;
}

/** The model declined to answer. */
export interface RefusalContent {
  /** Tag of the part. */
  type: "refusal";
  /** What the model said instead of an answer. */
  refusal: string;
}

/** An image that was given to the model. */
export interface InputImageContent {
  /** Tag of the part. */
  type: "input_image";
  /** Address of the image, or the image itself as a base64 data URL; null when neither is shown. */
  image_url: string | null;
  /** Resolution at which the model looked at the image. */
  detail: ImageDetail;
}

/** A file that was given to the model. */
export interface InputFileContent {
  /** Tag of the part. */
  type: "input_file";
  /** Name of the file, with its suffix. */
  filename?: string | null;
  /** Address from which the file was fetched. */
  file_url?: string | null;
}

/** A video that is given to the model. */
export interface InputVideoContent {
  /** Tag of the part. */
  type: "input_video";
  /** Address of the video, or the video itself as a base64 data URL. */
  video_url: string;
}

/** A content part of a type that this release does not define; all its fields are kept. */
export interface CustomContentPart {
  /** Tag of the part, any string. */
  type: `${string}:${string}` | UnknownTag;
  [member: string]: unknown;
}

/** A piece of an item's content, as events and reasoning items carry it. */
export type ContentPart =
  | InputTextContent
  | OutputTextContent
  | TextContent
  | SummaryTextContent
  | ReasoningTextContent
  | RefusalContent
  | InputImageContent
  | InputFileContent
  | CustomContentPart;

/** A piece of a message's content; unlike ContentPart it may be a video. */
export type MessageContentPart =
  | InputTextContent
  | OutputTextContent
  | TextContent
  | SummaryTextContent
  | ReasoningTextContent
  | RefusalContent
  | InputImageContent
  | InputFileContent
  | InputVideoContent
  | CustomContentPart;

/** A piece of what a function returned: text, an image or a file. */
export type FunctionOutputPart =
  | InputTextContent
  | InputImageContent
  | InputFileContent
  | CustomContentPart;

/** The form of a text answer. */
export type TextFormat =
  | TextResponseFormat
  | JsonObjectResponseFormat
  | JsonSchemaResponseFormat
  | CustomTextFormat;

/** The answer is free text. */
export interface TextResponseFormat {
  /** Tag of the format. */
  type: "text";
}

/** The answer is some JSON object. */
export interface JsonObjectResponseFormat {
  /** Tag of the format. */
  type: "json_object";
}

/** The answer is JSON that follows a schema. */
export interface JsonSchemaResponseFormat {
  /** Tag of the format. */
  type: "json_schema";
  /** Name of the schema. */
  name: string;
  /** What the answer is for, as told to the model. */
  description: string | null;
  /** Always null in this release; servers nevertheless echo the JSON Schema of the request. */
  schema: null | { [member: string]: unknown };
  /** Whether the answer was forced to follow the schema. */
  strict: boolean;
}

/** A text format of a type that this release does not define; all its fields are kept. */
export interface CustomTextFormat {
  /** Tag of the format, any string. */
  type: `${string}:${string}` | UnknownTag;
  [member: string]: unknown;
}

// What went wrong: in a response, in an error event, in an HTTP error body.

/** The class of an error, which says whether trying again can help. */
export type ErrorType = "server_error" | "invalid_request" | "invalid_request_error" | "not_found" | "model_error" | "too_many_requests" | (string & {});

/** The exact cause of an error, for programs. */
export type ErrorCode = "server_error" | "rate_limit_exceeded" | "insufficient_quota" | "model_not_found" | "previous_response_not_found" | "websocket_connection_limit_reached" | (string & {});

/** What went wrong, as an error event or an HTTP error body says it. */
export interface ErrorData {
  /** The class of the error. */
  type: ErrorType;
  /** The exact cause, for programs; null when none is known. */
  code?: ErrorCode | null;
  /** What went wrong, for people. */
  message: string;
  /** The request field at fault; null when there is none. */
  param?: string | null;
  /** HTTP header fields that belong to the error, by name. */
  headers?: { [member: string]: string } | null;
}

/** Why a response failed. */
export interface ResponseErrorData {
  /** The exact cause, for programs. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: string;
}

// The events of a response stream, each with what it means for the state of the stream (x-event).

/** One event of a response stream. */
export type ResponseStreamEvent =
  | ResponseCreatedEvent
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
  | CustomEvent;

/** The response exists. The first event of every stream. */
export interface ResponseCreatedEvent {
  /** Tag of the event. */
  type: "response.created";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** The response as created, with empty output. */
  response: Response;
}

/** The response waits for its turn. */
export interface ResponseQueuedEvent {
  /** Tag of the event. */
  type: "response.queued";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** The response as queued. */
  response: Response;
}

/** Work on the response has begun. */
export interface ResponseInProgressEvent {
  /** Tag of the event. */
  type: "response.in_progress";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** The response as begun, with empty output. */
  response: Response;
}

/** The response is finished. Ends the stream. */
export interface ResponseCompletedEvent {
  /** Tag of the event. */
  type: "response.completed";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** The whole response with all its items. */
  response: Response;
}

/** The response ended by an error. Ends the stream. */
export interface ResponseFailedEvent {
  /** Tag of the event. */
  type: "response.failed";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** The response with the error and the output so far. */
  response: Response;
}

/** The response stopped early, for instance at its token limit. Ends the stream. */
export interface ResponseIncompleteEvent {
  /** Tag of the event. */
  type: "response.incomplete";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** The response with the reason and the output so far. */
  response: Response;
}

/** A new item is open. */
export interface ResponseOutputItemAddedEvent {
  /** Tag of the event. */
  type: "response.output_item.added";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** The item with everything known so far; its content is empty. */
  item: OutputItem | null;
}

/** An item is finished and does not change any more. */
export interface ResponseOutputItemDoneEvent {
  /** Tag of the event. */
  type: "response.output_item.done";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** The whole item. */
  item: OutputItem | null;
}

/** A new passage of a reasoning summary is open. */
export interface ResponseReasoningSummaryPartAddedEvent {
  /** Tag of the event. */
  type: "response.reasoning_summary_part.added";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the summary of the item, counted from 0. */
  summary_index: number;
  /** The empty part. */
  part: ContentPart;
}

/** A passage of a reasoning summary is finished. */
export interface ResponseReasoningSummaryPartDoneEvent {
  /** Tag of the event. */
  type: "response.reasoning_summary_part.done";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the summary of the item, counted from 0. */
  summary_index: number;
  /** The whole part. */
  part: ContentPart;
}

/** A new content part is open. */
export interface ResponseContentPartAddedEvent {
  /** Tag of the event. */
  type: "response.content_part.added";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the content of the item, counted from 0. */
  content_index: number;
  /** The empty part. */
  part: ContentPart;
}

/** A content part is finished. */
export interface ResponseContentPartDoneEvent {
  /** Tag of the event. */
  type: "response.content_part.done";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the content of the item, counted from 0. */
  content_index: number;
  /** The whole part. */
  part: ContentPart;
}

/** Output text grows. */
export interface ResponseOutputTextDeltaEvent {
  /** Tag of the event. */
  type: "response.output_text.delta";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the content of the item, counted from 0. */
  content_index: number;
  /** Text to append. */
  delta: string;
  /** One entry per token of the delta, if the request included them. */
  logprobs?: Array<LogProb> | null;
  /** Random padding that hides the length of the delta; not part of the text. */
  obfuscation?: string | null;
}

/** Output text is complete. */
export interface ResponseOutputTextDoneEvent {
  /** Tag of the event. */
  type: "response.output_text.done";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the content of the item, counted from 0. */
  content_index: number;
  /** The whole text; it wins over the deltas. */
  text: string;
  /** One entry per token of the text, if the request included them. */
  logprobs?: Array<LogProb> | null;
}

/** A refusal grows. */
export interface ResponseRefusalDeltaEvent {
  /** Tag of the event. */
  type: "response.refusal.delta";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the content of the item, counted from 0. */
  content_index: number;
  /** Text to append. */
  delta: string;
}

/** A refusal is complete. */
export interface ResponseRefusalDoneEvent {
  /** Tag of the event. */
  type: "response.refusal.done";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the content of the item, counted from 0. */
  content_index: number;
  /** The whole refusal; it wins over the deltas. */
  refusal: string;
}

/** Raw reasoning grows. */
export interface ResponseReasoningDeltaEvent {
  /** Tag of the event. */
  type: "response.reasoning.delta" | "response.reasoning_text.delta";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the content of the item, counted from 0. */
  content_index: number;
  /** Text to append. */
  delta: string;
  /** Random padding that hides the length of the delta; not part of the text. */
  obfuscation?: string | null;
}

/** Raw reasoning is complete. */
export interface ResponseReasoningDoneEvent {
  /** Tag of the event. */
  type: "response.reasoning.done" | "response.reasoning_text.done";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the content of the item, counted from 0. */
  content_index: number;
  /** The whole reasoning; it wins over the deltas. */
  text: string;
}

/** A passage of a reasoning summary grows. */
export interface ResponseReasoningSummaryTextDeltaEvent {
  /** Tag of the event. */
  type: "response.reasoning_summary_text.delta";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the summary of the item, counted from 0. */
  summary_index: number;
  /** Text to append. */
  delta: string;
  /** Random padding that hides the length of the delta; not part of the text. */
  obfuscation?: string | null;
}

/** A passage of a reasoning summary is complete. */
export interface ResponseReasoningSummaryTextDoneEvent {
  /** Tag of the event. */
  type: "response.reasoning_summary_text.done";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the summary of the item, counted from 0. */
  summary_index: number;
  /** The whole passage; it wins over the deltas. */
  text: string;
}

/** Output text gets an annotation. */
export interface ResponseOutputTextAnnotationAddedEvent {
  /** Tag of the event. */
  type: "response.output_text.annotation.added";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Position of the part in the content of the item, counted from 0. */
  content_index: number;
  /** Position of the annotation in the list of the part, counted from 0. */
  annotation_index: number;
  /** The whole annotation. */
  annotation: Annotation | null;
}

/** The arguments of a function call grow. */
export interface ResponseFunctionCallArgumentsDeltaEvent {
  /** Tag of the event. */
  type: "response.function_call_arguments.delta";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** Text to append; rarely valid JSON by itself. */
  delta: string;
  /** Random padding that hides the length of the delta; not part of the text. */
  obfuscation?: string | null;
}

/** The arguments of a function call are complete. */
export interface ResponseFunctionCallArgumentsDoneEvent {
  /** Tag of the event. */
  type: "response.function_call_arguments.done";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** Id of the item that changes. Some servers change it from event to event; address by index. */
  item_id: string;
  /** Position of the item in the output of the response, counted from 0. */
  output_index: number;
  /** The whole JSON string; it wins over the deltas. */
  arguments: string;
}

/** Something went wrong while streaming; response.failed follows. */
export interface ErrorEvent {
  /** Tag of the event. */
  type: "error";
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  /** What went wrong. */
  error: ErrorData;
}

/**
 * An event of a type that this release does not define; it changes nothing, and all its fields are
 * kept.
 */
export interface CustomEvent {
  /** Tag of the event, for extensions slug:name. */
  type: `${string}:${string}` | UnknownTag;
  /** Position of the event in its stream, counted from 0. */
  sequence_number?: number | null;
  [member: string]: unknown;
}

// The items of a response, and the settings that steer how items are made.

/** How far an item has come. */
export type ItemStatus = "in_progress" | "completed" | "incomplete" | (string & {});

/** Who a message speaks for. */
export type MessageRole = "user" | "assistant" | "system" | "developer" | (string & {});

/**
 * The place of an assistant message in a turn.
 *
 * Added in 2026-04-24.
 */
export type MessagePhase = "commentary" | "final_answer" | (string & {});

/** Something that the model or a tool added to a response. */
export type OutputItem =
  | MessageItem
  | FunctionCallItem
  | FunctionCallOutputItem
  | ReasoningItem
  | CompactionItem
  | CustomItem;

/** A message of the conversation. */
export interface MessageItem {
  /** Tag of the item. */
  type: "message";
  /** Id of the item, unique among the items of the conversation. */
  id: string;
  /** How far the message has come. */
  status: ItemStatus;
  /** Who the message speaks for. */
  role: MessageRole;
  /** The parts of the message, addressed by content_index. */
  content: Array<MessageContentPart>;
  /**
   * Whether the message is commentary on the way or the final answer; assistant messages only. Send it
   * back unchanged.
   *
   * Added in 2026-04-24.
   */
  phase?: MessagePhase | null;
}

/** The model calls a function of the developer. */
export interface FunctionCallItem {
  /** Tag of the item. */
  type: "function_call";
  /** Id of the item, unique among the items of the conversation. */
  id: string;
  /** Id of the call; the output that answers it carries the same. */
  call_id: string;
  /** Name of the called function. */
  name: string;
  /** The arguments, one JSON object written as a string; a prefix of it while the item is in progress. */
  arguments: string;
  /** How far the call has come. */
  status: ItemStatus;
}

/** What a called function returned. */
export interface FunctionCallOutputItem {
  /** Tag of the item. */
  type: "function_call_output";
  /** Id of the item, unique among the items of the conversation. */
  id: string;
  /** Id of the call that this answers. */
  call_id: string;
  /** The result, as one string or as content parts. */
  output: FunctionOutput;
  /** How far the output has come; in practice always completed. */
  status: ItemStatus;
}

/** What a function returned: one string, or several parts. */
export type FunctionOutput =
  | string
  | Array<FunctionOutputPart>;

/** Reasoning of the model: raw, summarised, encrypted, or any mix of these. */
export interface ReasoningItem {
  /** Tag of the item. */
  type: "reasoning";
  /** Id of the item, unique among the items of the conversation. */
  id: string;
  /** Raw reasoning, where the server shows it; addressed by content_index. */
  content?: Array<ContentPart> | null;
  /** Readable summary, addressed by summary_index; empty when there is none. */
  summary: Array<ContentPart>;
  /** Opaque reasoning that only the server can read; send it back unchanged. */
  encrypted_content?: string | null;
}

/**
 * Stands for the earlier conversation that a compaction replaced.
 *
 * Added in 2026-04-24.
 */
export interface CompactionItem {
  /** Tag of the item. */
  type: "compaction";
  /** Id of the item, unique among the items of the conversation. */
  id: string;
  /** Opaque stand-in for the replaced items; send it back unchanged. */
  encrypted_content: string;
  /** Who or what made the item. */
  created_by?: string | null;
}

/** An item of a type that this release does not define; all its fields are kept. */
export interface CustomItem {
  /** Tag of the item, for extensions slug:name. */
  type: `${string}:${string}` | UnknownTag;
  /** Id by which the item is addressed. */
  id?: string | null;
  /** How far the item has come, in the words of its vendor. */
  status?: string | null;
  [member: string]: unknown;
}

/** How much the model should reason before it answers. */
export type ReasoningEffort = "none" | "low" | "medium" | "high" | "xhigh" | (string & {});

/** How long the readable summary of the reasoning should be. */
export type ReasoningSummary = "concise" | "detailed" | "auto" | (string & {});

/** What happens when the context is longer than the model can take. */
export type Truncation = "auto" | "disabled" | (string & {});

// What a client sends: the request, its items and parts, tools and settings.

/** Asks for a response. */
export interface CreateResponseRequest {
  /** Name of the model that should answer. */
  model?: string | null;
  /** What the model should answer: one string, which counts as a user message, or several items. */
  input?: RequestInput | null;
  /** Id of the response to continue; its input and output come before the new input. */
  previous_response_id?: string | null;
  /** Output to send that is otherwise left out. */
  include?: Array<Include> | null;
  /** The tools that the model may call. */
  tools?: Array<ToolParam> | null;
  /** Which tools the model may or must call; auto unless stated. */
  tool_choice?: ToolChoiceParam | null;
  /** String pairs to attach to the response. */
  metadata?: Metadata | null;
  /** How text answers should look. */
  text?: TextConfigParam | null;
  /** Sampling temperature, 0 to 2; higher is more random. */
  temperature?: number | null;
  /** Share of probability mass to sample tokens from, 0 to 1. */
  top_p?: number | null;
  /** Penalty on tokens that have occurred at all. */
  presence_penalty?: number | null;
  /** Penalty on tokens, growing with how often they have occurred. */
  frequency_penalty?: number | null;
  /** Whether the model may call several tools at once. */
  parallel_tool_calls?: boolean | null;
  /** Whether to answer with an event stream instead of one JSON object. */
  stream?: boolean | null;
  /** Details of how the response is streamed. */
  stream_options?: StreamOptions | null;
  /** Whether to answer at once and go on working in the background. */
  background?: boolean | null;
  /** Upper limit on output tokens, reasoning included; at least 16. */
  max_output_tokens?: number | null;
  /** Upper limit on calls of hosted tools; at least 1. */
  max_tool_calls?: number | null;
  /** How the model should reason. */
  reasoning?: ReasoningConfigParam | null;
  /** Stable, opaque id of the end user, at most 64 characters. */
  safety_identifier?: string | null;
  /** Key that groups requests for the prompt cache. */
  prompt_cache_key?: PromptCacheKey | null;
  /** What to do when the context is too long. */
  truncation?: Truncation | null;
  /** Instructions for the model beside the input; those of earlier responses do not carry over. */
  instructions?: string | null;
  /** Whether to keep the response for later retrieval. */
  store?: boolean | null;
  /** The tier of service that is asked for. */
  service_tier?: ServiceTier | null;
  /** How many likeliest tokens to report at each position, 0 to 20. */
  top_logprobs?: number | null;
}

/** The input of a request: one string, which counts as a user message, or several items. */
export type RequestInput =
  | LongText
  | Array<InputItem>;

/** Something that a request puts into the context of the model. */
export type InputItem =
  | InputMessage
  | FunctionCallItemParam
  | FunctionCallOutputItemParam
  | ReasoningItemParam
  | CompactionItemParam
  | ItemReference
  | CustomInputItem;

/** Stands for an item that the server already has. */
export interface ItemReference {
  /** Tag of the item; may be left out or null. */
  type?: "item_reference" | null;
  /** Id of the item that is meant. */
  id: string;
}

/** A message of the conversation, told apart by its role. */
export type InputMessage =
  | UserMessageItemParam
  | SystemMessageItemParam
  | DeveloperMessageItemParam
  | AssistantMessageItemParam
  | CustomInputMessage;

/** A message of the end user. */
export interface UserMessageItemParam {
  /** Tag of the item. */
  type?: "message" | null;
  /** Id of the item, when it was returned by an earlier response. */
  id?: string | null;
  /** Author of the message: the end user. */
  role: "user";
  /** What the user says: one string or several parts. */
  content: UserContent;
  /** Status copied from an earlier response; any string is taken. */
  status?: string | null;
}

/** A message that sets the rules for the whole conversation. */
export interface SystemMessageItemParam {
  /** Tag of the item. */
  type?: "message" | null;
  /** Id of the item, when it was returned by an earlier response. */
  id?: string | null;
  /** Author of the message: the system. */
  role: "system";
  /** The rules: one string or several text parts. */
  content: SystemContent;
  /** Status copied from an earlier response; any string is taken. */
  status?: string | null;
}

/** A message of the developer, which ranks above those of the user. */
export interface DeveloperMessageItemParam {
  /** Tag of the item. */
  type?: "message" | null;
  /** Id of the item, when it was returned by an earlier response. */
  id?: string | null;
  /** Author of the message: the developer. */
  role: "developer";
  /** The guidance: one string or several text parts. */
  content: SystemContent;
  /** Status copied from an earlier response; any string is taken. */
  status?: string | null;
}

/** An earlier message of the model, sent back. */
export interface AssistantMessageItemParam {
  /** Tag of the item. */
  type?: "message" | null;
  /** Id of the item, when it was returned by an earlier response. */
  id?: string | null;
  /** Author of the message: the model. */
  role: "assistant";
  /** What the model said: one string or several parts. */
  content: AssistantContent;
  /**
   * Whether the message is commentary on the way or the final answer; assistant messages only. Send it
   * back unchanged.
   *
   * Added in 2026-04-24.
   */
  phase?: MessagePhase | null;
  /** Status copied from an earlier response; any string is taken. */
  status?: string | null;
}

/** An input message of a role that this release does not define; all its fields are kept. */
export interface CustomInputMessage {
  /** Author of the message, any string. */
  role: `${string}:${string}` | UnknownTag;
  /** The tag of the union that is around it. */
  type?: "message" | null;
  [member: string]: unknown;
}

/** An earlier function call of the model, sent back. */
export interface FunctionCallItemParam {
  /** Tag of the item. */
  type: "function_call";
  /** Id of the item, when it was returned by an earlier response. */
  id?: string | null;
  /** Id of the call. */
  call_id: CallId;
  /** Name of the called function. */
  name: FunctionName;
  /** The arguments, one JSON object written as a string. */
  arguments: string;
  /** How far the call has come. */
  status?: ItemStatus | null;
}

/** What a function returned for a call of the model. */
export interface FunctionCallOutputItemParam {
  /** Tag of the item. */
  type: "function_call_output";
  /** Id of the item, when it was returned by an earlier response. */
  id?: string | null;
  /** Id of the call that this answers. */
  call_id: CallId;
  /** The result: one string of at most 10,485,760 characters, or several parts. */
  output: FunctionOutputParam;
  /** How far the output has come. */
  status?: ItemStatus | null;
}

/** Earlier reasoning of the model, sent back. */
export interface ReasoningItemParam {
  /** Tag of the item. */
  type: "reasoning";
  /** Id of the item, when it was returned by an earlier response. */
  id?: string | null;
  /** The readable summary; empty when there is none. */
  summary: Array<SummaryTextContentParam>;
  /** Always null in this release; clients nevertheless send raw reasoning back. */
  content?: null | Array<ContentPart>;
  /** Opaque reasoning, exactly as the server sent it. */
  encrypted_content?: string | null;
}

/**
 * The result of an earlier compaction, sent back in place of what it replaced.
 *
 * Added in 2026-04-24.
 */
export interface CompactionItemParam {
  /** Tag of the item. */
  type: "compaction";
  /** Id of the item, when it was returned by an earlier response. */
  id?: string | null;
  /**
   * Opaque stand-in for the replaced items, exactly as the server sent it; at most 10,485,760
   * characters.
   */
  encrypted_content: LongText;
}

/** An input item of a type that this release does not define; all its fields are kept. */
export interface CustomInputItem {
  /** Tag of the item, for extensions slug:name. */
  type: `${string}:${string}` | UnknownTag;
  /** Id by which the item is addressed. */
  id?: string | null;
  /** How far the item has come, in the words of its vendor. */
  status?: string | null;
  [member: string]: unknown;
}

/** What a user says: one string, or several parts. */
export type UserContent =
  | LongText
  | Array<UserContentPartParam>;

/** A piece of what a user says: text, an image or a file. */
export type UserContentPartParam =
  | InputTextContentParam
  | InputImageContentParam
  | InputFileContentParam
  | CustomContentPart;

/** What a system or developer message says: one string, or several text parts. */
export type SystemContent =
  | LongText
  | Array<SystemContentPartParam>;

/** A piece of what a system or developer message says: text only. */
export type SystemContentPartParam =
  | InputTextContentParam
  | CustomContentPart;

/** What the model said earlier: one string, or several parts. */
export type AssistantContent =
  | LongText
  | Array<AssistantContentPartParam>;

/** A piece of an earlier answer: text or a refusal. */
export type AssistantContentPartParam =
  | OutputTextContentParam
  | RefusalContentParam
  | CustomContentPart;

/** What a function returned, on its way to the model: one string, or several parts. */
export type FunctionOutputParam =
  | LongText
  | Array<FunctionOutputPartParam>;

/** A piece of what a function returned: text, an image, a file or a video. */
export type FunctionOutputPartParam =
  | InputTextContentParam
  | InputImageContentParam
  | InputFileContentParam
  | InputVideoContent
  | CustomContentPart;

/** Text for the model. */
export interface InputTextContentParam {
  /** Tag of the part. */
  type: "input_text";
  /** The text, at most 10,485,760 characters. */
  text: LongText;
}

/** An image for the model. */
export interface InputImageContentParam {
  /** Tag of the part. */
  type: "input_image";
  /** Address of the image, or the image itself as a base64 data URL of at most 20,971,520 characters. */
  image_url?: string | null;
  /** Resolution at which the model should look at the image; auto unless stated. */
  detail?: ImageDetail | null;
}

/** A file for the model, by value or by address. */
export interface InputFileContentParam {
  /** Tag of the part. */
  type: "input_file";
  /** Name of the file, with its suffix. */
  filename?: string | null;
  /** The file itself in base64, at most 33,554,432 characters. */
  file_data?: string | null;
  /** Address from which to fetch the file. */
  file_url?: string | null;
}

/** Text that the model wrote earlier. */
export interface OutputTextContentParam {
  /** Tag of the part. */
  type: "output_text";
  /** The text, at most 10,485,760 characters. */
  text: LongText;
  /** Remarks on spans of the text. */
  annotations?: Array<AnnotationParam> | null;
}

/** A remark on a span of output text, sent back to the server. */
export type AnnotationParam =
  | UrlCitationParam
  | CustomAnnotation;

/** A citation of a web page, sent back with the text it belongs to. */
export interface UrlCitationParam {
  /** Tag of the annotation. */
  type: "url_citation";
  /** Where the cited span begins; inclusive. */
  start_index: CharacterIndex;
  /** Where the cited span ends. */
  end_index: CharacterIndex;
  /** Address of the cited page. */
  url: string;
  /** Title of the cited page. */
  title: string;
}

/** An earlier refusal of the model. */
export interface RefusalContentParam {
  /** Tag of the part. */
  type: "refusal";
  /** What the model said instead of an answer, at most 10,485,760 characters. */
  refusal: LongText;
}

/** A passage of an earlier reasoning summary. */
export interface SummaryTextContentParam {
  /** Tag of the part. */
  type: "summary_text";
  /** The passage, at most 10,485,760 characters. */
  text: LongText;
}

/** A tool that the model may use. */
export type ToolParam =
  | FunctionToolParam
  | CustomTool;

/** Offers the model a function of the developer. */
export interface FunctionToolParam {
  /** Tag of the tool. */
  type: "function";
  /** Name under which the model calls the function. */
  name: FunctionName;
  /** What the function does, as told to the model. */
  description?: string | null;
  /** JSON Schema of the arguments object. */
  parameters?: FunctionParameters | null;
  /** Whether to force the arguments to follow the schema. */
  strict?: boolean | null;
}

/** JSON Schema of the arguments object of a function. */
export type FunctionParameters = { [member: string]: unknown };

/** Which tools the model may or must call: a mode, or an object that names tools. */
export type ToolChoiceParam =
  | ToolChoiceMode
  | FunctionToolChoiceParam
  | AllowedToolsParam
  | CustomToolChoice;

/** Names one tool. */
export type SpecificToolChoiceParam =
  | FunctionToolChoiceParam
  | CustomToolChoice;

/** Names one function that the model has to call, or may call as part of a list. */
export interface FunctionToolChoiceParam {
  /** Tag of the choice. */
  type: "function";
  /** Which function is meant. */
  name: string;
}

/** Limits the model to some of the offered tools. */
export interface AllowedToolsParam {
  /** Tag of the choice. */
  type: "allowed_tools";
  /** The tools that the model may call, 1 to 128. */
  tools: Array<SpecificToolChoiceParam>;
  /** How freely the model may decide among them. */
  mode?: ToolChoiceMode | null;
}

/** How text answers should look. */
export interface TextConfigParam {
  /** The form of the answer; free text unless stated. */
  format?: TextFormatParam | null;
  /** How long the answer should be. */
  verbosity?: Verbosity | null;
}

/** The form that is asked of a text answer. */
export type TextFormatParam =
  | TextResponseFormat
  | JsonSchemaResponseFormatParam
  | CustomTextFormat;

/** Demands an answer in JSON that follows a schema. */
export interface JsonSchemaResponseFormatParam {
  /** Tag of the format. */
  type?: "json_schema" | null;
  /** What the answer is for, as told to the model. */
  description?: string | null;
  /** Name of the schema: up to 64 ASCII letters, digits, underscores and hyphens. */
  name?: string | null;
  /** The JSON Schema that the answer should follow. */
  schema?: { [member: string]: unknown } | null;
  /** Whether to force the answer to follow the schema; not forced unless stated. */
  strict?: boolean | null;
}

/** How the model should reason. */
export interface ReasoningConfigParam {
  /** How much it should reason. */
  effort?: ReasoningEffort | null;
  /** What summary of its reasoning it should give. */
  summary?: ReasoningSummary | null;
}

/** Details of how a response is streamed. */
export interface StreamOptions {
  /** Whether delta events carry padding that hides the length of their text from eavesdroppers. */
  include_obfuscation?: boolean | null;
}

/** Up to 16 string pairs of the developer's own; keys of at most 64, values of at most 512 characters. */
export type Metadata = { [member: string]: string };

/** Output that is left out unless it is asked for. */
export type Include = "reasoning.encrypted_content" | "message.output_text.logprobs" | (string & {});

/** The tier of service that is asked for. */
export type ServiceTier = "auto" | "default" | "flex" | "priority" | (string & {});

/** A string of at most 10,485,760 characters. */
export type LongText = string;

/** A position in a text, in characters from its start. */
export type CharacterIndex = number;

/** Id of a function call, 1 to 64 characters, as the model gave it. */
export type CallId = string;

/** Name of a function: 1 to 64 ASCII letters, digits, underscores and hyphens. */
export type FunctionName = string;

/** Key that groups requests for the prompt cache, at most 64 characters. */
export type PromptCacheKey = string;

// The response object.

/** How far a response has come. */
export type ResponseStatus = "queued" | "in_progress" | "completed" | "failed" | "incomplete" | (string & {});

/** Why a response stopped early. */
export type IncompleteReason = "max_output_tokens" | "content_filter" | (string & {});

/** Says why a response is incomplete. */
export interface IncompleteDetails {
  /** Why the response stopped early. */
  reason: IncompleteReason;
}

/** How text answers were to look. */
export interface TextConfig {
  /** The form of the answer. */
  format: TextFormat;
  /** How long the answer was to be. */
  verbosity?: Verbosity | null;
}

/** How the model was to reason. */
export interface ReasoningConfig {
  /** How much it was to reason; null when not stated. */
  effort: ReasoningEffort | null;
  /** What summary it was to give; null for none. */
  summary?: ReasoningSummary | null;
}

/** Where the input tokens came from. */
export interface InputTokensDetails {
  /** Input tokens that were read from the prompt cache. */
  cached_tokens: number;
}

/** What the output tokens were used for. */
export interface OutputTokensDetails {
  /** Output tokens that were spent on reasoning. */
  reasoning_tokens: number;
}

/** How many tokens a response took. */
export interface Usage {
  /** Tokens that went in, cached ones included. */
  input_tokens: number;
  /** Tokens that came out, reasoning included. */
  output_tokens: number;
  /** Sum of input and output tokens. */
  total_tokens: number;
  /** Where the input tokens came from. */
  input_tokens_details?: InputTokensDetails | null;
  /** What the output tokens were used for. */
  output_tokens_details?: OutputTokensDetails | null;
}

/** The answer to a request: its state, its output, and the settings it was made with. */
export interface Response {
  /** Kind of the object. */
  object?: "response" | null;
  /** Id of the response; a later request names it as previous_response_id. */
  id: string;
  /** When the response was created, in Unix seconds. */
  created_at?: number | null;
  /** When the response was completed, in Unix seconds; null until then. */
  completed_at?: number | null;
  /** How far the response has come. */
  status: ResponseStatus;
  /** Why the response stopped early; null unless it is incomplete. */
  incomplete_details?: IncompleteDetails | null;
  /** Name of the model that answered. */
  model?: string | null;
  /** Id of the response that this one continues; null when it starts a conversation. */
  previous_response_id?: string | null;
  /** Instructions the model was given beside the input; null for none. */
  instructions?: string | null | Array<{ [member: string]: unknown }>;
  /** The items of the response, addressed by output_index. */
  output?: Array<OutputItem> | null;
  /** Why the response failed; null unless it did. */
  error?: ResponseErrorData | null;
  /** The tools the model could call. */
  tools?: Array<Tool> | null;
  /** Which tools the model could or had to call. */
  tool_choice?: ToolChoice | null;
  /** What was to happen with a context that is too long. */
  truncation?: Truncation | null;
  /** Whether several tools could be called at once. */
  parallel_tool_calls?: boolean | null;
  /** How text answers were to look. */
  text?: TextConfig | null;
  /** Share of probability mass that tokens were sampled from, 0 to 1. */
  top_p?: number | null;
  /** Penalty on tokens that have occurred at all. */
  presence_penalty?: number | null;
  /** Penalty on tokens, growing with how often they have occurred. */
  frequency_penalty?: number | null;
  /** How many likeliest tokens were reported at each position. */
  top_logprobs?: number | null;
  /** Sampling temperature. */
  temperature?: number | null;
  /** How the model was to reason; null when nothing was set. */
  reasoning?: ReasoningConfig | null;
  /** Tokens taken so far; null until they are known. */
  usage?: Usage | null;
  /** Upper limit on output tokens, reasoning included; null for none. */
  max_output_tokens?: number | null;
  /** Upper limit on calls of hosted tools; null for none. */
  max_tool_calls?: number | null;
  /** Whether the response is kept for later retrieval. */
  store?: boolean | null;
  /** Whether the response is made in the background. */
  background?: boolean | null;
  /** The tier of service that answered, in the words of the server. */
  service_tier?: string | null;
  /** What the developer attached to the response, usually string pairs. */
  metadata?: unknown;
  /** Stable, opaque id of the end user; null for none. */
  safety_identifier?: string | null;
  /** Key that groups requests for the prompt cache; null for none. */
  prompt_cache_key?: string | null;
}

// The event log of the VT Code and Codex CLI agents. A log is JSON Lines; each line is a ThreadEvent, or a ThreadEventEnvelope around one. Nothing here is part of the published release: the bridge reads these logs. Members are required only where every dialect on record writes them.

/** A line of a harness file, which wraps the event to say which version of the log format it follows. */
export interface ThreadEventEnvelope {
  /** The version of the log format, such as `0.4.0`. */
  schema_version?: string | null;
  /** The event itself. */
  event: ThreadEvent;
}

/** One thing that happened in the work of an agent. */
export type ThreadEvent =
  | ThreadStartedEvent
  | ThreadCompletedEvent
  | ThreadCompactBoundaryEvent
  | ThreadTurnStartedEvent
  | ThreadTurnCompletedEvent
  | ThreadTurnFailedEvent
  | ThreadItemStartedEvent
  | ThreadItemUpdatedEvent
  | ThreadItemCompletedEvent
  | ThreadPlanDeltaEvent
  | ThreadPlanApprovalRequestedEvent
  | ThreadPlanApprovalResolvedEvent
  | ThreadPermissionRequestedEvent
  | ThreadPermissionResolvedEvent
  | ThreadContextResetEvent
  | ThreadInterjectedEvent
  | ThreadErrorEvent
  | CustomThreadEvent;

/** An event of a type that is not known here; all its members are kept. */
export interface CustomThreadEvent {
  /** The type of the event. */
  type: `${string}:${string}` | UnknownTag;
  [member: string]: unknown;
}

/** A thread, which is one conversation with the agent, began or was resumed. */
export interface ThreadStartedEvent {
  /** Tag of the event. */
  type: "thread.started";
  /** The id of the thread. */
  thread_id: string;
}

/** The thread is over. VT Code writes this when the session ends. */
export interface ThreadCompletedEvent {
  /** Tag of the event. */
  type: "thread.completed";
  /** The id of the thread. */
  thread_id?: string | null;
  /** The id of the session that ran the thread. */
  session_id?: string | null;
  /** How the thread ended. */
  subtype?: ThreadCompletionSubtype | null;
  /** The agent's own code for the outcome, such as `exit`. */
  outcome_code?: string | null;
  /** The final answer as text, if there is one. */
  result?: string | null;
  /** Why the model stopped last, in the words of its provider. */
  stop_reason?: string | null;
  /** The tokens that all turns of the thread used. */
  usage?: ThreadUsage | null;
  /** What the thread cost, in US dollars. */
  total_cost_usd?: number | null;
  /** How many turns the thread had. */
  num_turns?: number | null;
}

/** The ways in which a thread can end. */
export type ThreadCompletionSubtype = "success" | "cancelled" | "error_max_turns" | "error_max_budget_usd" | "error_during_execution" | (string & {});

/** The agent replaced earlier parts of the conversation by something shorter. */
export interface ThreadCompactBoundaryEvent {
  /** Tag of the event. */
  type: "thread.compact_boundary";
  /** The id of the thread. */
  thread_id?: string | null;
}

/** The agent began to work on one input of the user. */
export interface ThreadTurnStartedEvent {
  /** Tag of the event. */
  type: "turn.started";
  /** How the tokens of the prompt are shared out, as the agent counts them. */
  token_breakdown?: ThreadTokenBreakdown | null;
}

/** Token counts by part of the prompt; the names of the parts are the agent's. */
export type ThreadTokenBreakdown = { [member: string]: unknown };

/** The agent finished the turn. */
export interface ThreadTurnCompletedEvent {
  /** Tag of the event. */
  type: "turn.completed";
  /** The tokens that were used. All zero means that they were not counted. */
  usage?: ThreadUsage | null;
}

/** The turn ended without a result. Codex nests the reason in `error`, VT Code writes `message`. */
export interface ThreadTurnFailedEvent {
  /** Tag of the event. */
  type: "turn.failed";
  /** Why the turn failed, as Codex writes it. */
  error?: ThreadErrorDetails | null;
  /** Why the turn failed, as VT Code writes it, such as `turn cancelled`. */
  message?: string | null;
  /** The tokens that were used until then. */
  usage?: ThreadUsage | null;
}

/** A reason for a failure. */
export interface ThreadErrorDetails {
  /** The reason as text; it can be the JSON of an error that the model's provider sent. */
  message: string;
}

/** The agent began an item. */
export interface ThreadItemStartedEvent {
  /** Tag of the event. */
  type: "item.started";
  /** What is known of the item at its start. */
  item: ThreadItem;
}

/** An item changed. The event holds all of the item, not the change. */
export interface ThreadItemUpdatedEvent {
  /** Tag of the event. */
  type: "item.updated";
  /** The item as it is now; text is repeated from its beginning. */
  item: ThreadItem;
}

/** An item is complete. Some items have only this event. */
export interface ThreadItemCompletedEvent {
  /** Tag of the event. */
  type: "item.completed";
  /** The item in its final form. */
  item: ThreadItem;
}

/** More text of a plan. */
export interface ThreadPlanDeltaEvent {
  /** Tag of the event. */
  type: "plan.delta";
  /** The id of the thread. */
  thread_id?: string | null;
  /** The id of the turn. */
  turn_id?: string | null;
  /** The id of the plan item that grows. */
  item_id?: string | null;
  /** The text to append. */
  delta?: string | null;
}

/** The agent asks the user to approve its plan. */
export interface ThreadPlanApprovalRequestedEvent {
  /** Tag of the event. */
  type: "plan.approval.requested";
  /** The id of the thread. */
  thread_id?: string | null;
  /** The id of the turn. */
  turn_id?: string | null;
}

/** The user answered a request to approve a plan. */
export interface ThreadPlanApprovalResolvedEvent {
  /** Tag of the event. */
  type: "plan.approval.resolved";
  /** The id of the thread. */
  thread_id?: string | null;
  /** The id of the turn. */
  turn_id?: string | null;
  /** What the user decided. */
  decision?: string | null;
}

/** The agent asks whether it may use a tool. */
export interface ThreadPermissionRequestedEvent {
  /** Tag of the event. */
  type: "permission.requested";
  /** The name of the tool. */
  tool_name?: string | null;
}

/** A request to use a tool was answered. */
export interface ThreadPermissionResolvedEvent {
  /** Tag of the event. */
  type: "permission.resolved";
  /** The name of the tool. */
  tool_name?: string | null;
  /** The answer. */
  decision?: string | null;
  /** How long the agent waited for the answer, in milliseconds. */
  wait_ms?: number | null;
}

/** The agent dropped the conversation that it held in memory. */
export interface ThreadContextResetEvent {
  /** Tag of the event. */
  type: "context.reset";
  /** The id of the thread. */
  thread_id?: string | null;
}

/** The user said something while the agent was at work. */
export interface ThreadInterjectedEvent {
  /** Tag of the event. */
  type: "interjected";
  /** What the user said. */
  message?: string | null;
}

/** Something went wrong. It ends the turn only when a `turn.failed` event follows. */
export interface ThreadErrorEvent {
  /** Tag of the event. */
  type: "error";
  /** What went wrong; it can be the JSON of an error that the model's provider sent. */
  message: string;
}

/** Token counts of a turn or a thread. */
export interface ThreadUsage {
  /** Tokens of the input, the cached ones included. */
  input_tokens?: number | null;
  /** Tokens of the input that came from the provider's cache. */
  cached_input_tokens?: number | null;
  /** Tokens that VT Code had written to the provider's cache. */
  cache_creation_tokens?: number | null;
  /** Tokens that Codex had written to the provider's cache. */
  cache_write_input_tokens?: number | null;
  /** Tokens of the output, those of reasoning included. */
  output_tokens?: number | null;
  /** Tokens of the output that were reasoning. */
  reasoning_output_tokens?: number | null;
}

/** One piece of the work of an agent, such as a message, a command or a change of files. */
export type ThreadItem =
  | ThreadAgentMessageItem
  | ThreadPlanItem
  | ThreadReasoningItem
  | ThreadCommandExecutionItem
  | ThreadToolInvocationItem
  | ThreadToolOutputItem
  | ThreadFileChangeItem
  | ThreadMcpToolCallItem
  | ThreadWebSearchItem
  | ThreadTodoListItem
  | ThreadCollabToolCallItem
  | ThreadHarnessItem
  | ThreadErrorItem
  | CustomThreadItem;

/** An item of a type that is not known here; all its members are kept. */
export interface CustomThreadItem {
  /** The type of the item. The oldest Codex logs name it `item_type` instead. */
  type: `${string}:${string}` | UnknownTag;
  /** The id of the item. */
  id?: string | null;
  [member: string]: unknown;
}

/** How far an item is. */
export type ThreadItemStatus = "started" | "in_progress" | "completed" | "failed" | "declined" | (string & {});

/** Something the agent says to the user. */
export interface ThreadAgentMessageItem {
  /** Tag of the item. */
  type: "agent_message";
  /** The id of the item; an id can be used again within a log. */
  id?: string | null;
  /** The text so far, from its beginning. */
  text?: string | null;
  /** Whether this is a remark on the way or the answer, when the agent says so. */
  phase?: string | null;
}

/** A plan that the agent proposes. */
export interface ThreadPlanItem {
  /** Tag of the item. */
  type: "plan";
  /** The id of the item. */
  id?: string | null;
  /** The plan as text. */
  text?: string | null;
}

/** What the model thinks. VT Code logs the raw text, Codex a summary of it. */
export interface ThreadReasoningItem {
  /** Tag of the item. */
  type: "reasoning";
  /** The id of the item. */
  id?: string | null;
  /** The text so far, from its beginning. */
  text?: string | null;
  /** The text, as the oldest Codex logs name it. */
  summary?: string | null;
  /** The stage of the agent's work that the reasoning belongs to. */
  stage?: string | null;
}

/** A shell command that the agent ran. */
export interface ThreadCommandExecutionItem {
  /** Tag of the item. */
  type: "command_execution";
  /** The id of the item. */
  id?: string | null;
  /** The command line. */
  command?: string | null;
  /** The arguments of the call that led to the command; any JSON. */
  arguments?: unknown;
  /** What the command wrote so far, both streams together. */
  aggregated_output?: string | null;
  /** The exit code; null or absent while the command runs. */
  exit_code?: number | null;
  /** How far the command is. */
  status?: ThreadItemStatus | null;
}

/** A tool that the agent called. */
export interface ThreadToolInvocationItem {
  /** Tag of the item. */
  type: "tool_invocation";
  /** The id of the item; its output refers to it. */
  id?: string | null;
  /** The name of the tool. */
  tool_name?: string | null;
  /** The arguments. While they stream in, null or a fragment of their JSON as text; then an object. */
  arguments?: unknown;
  /** The id that the model's provider gave the call. */
  tool_call_id?: string | null;
  /** How far the call is. */
  status?: ThreadItemStatus | null;
  /** What came of the call, in the agent's words. */
  outcome?: unknown;
}

/** What a tool gave back. */
export interface ThreadToolOutputItem {
  /** Tag of the item. */
  type: "tool_output";
  /** The id of the item. */
  id?: string | null;
  /** The id of the tool invocation item that this is the output of. */
  call_id?: string | null;
  /** The id that the model's provider gave the call. */
  tool_call_id?: string | null;
  /** The output so far, from its beginning. */
  output?: string | null;
  /** The exit code, when the tool ran a command. */
  exit_code?: number | null;
  /** The file that holds the output, when it was too long for the log. */
  spool_path?: string | null;
  /** How far the call is. */
  status?: ThreadItemStatus | null;
}

/** Changes that the agent made to files. */
export interface ThreadFileChangeItem {
  /** Tag of the item. */
  type: "file_change";
  /** The id of the item. */
  id?: string | null;
  /** The changes, one a file. */
  changes?: Array<ThreadFileUpdate> | null;
  /** Whether the changes were made. */
  status?: ThreadItemStatus | null;
}

/** The change of one file; the log holds no text of it. */
export interface ThreadFileUpdate {
  /** The path of the file. */
  path: string;
  /** What was done with the file. */
  kind?: ThreadFileUpdateKind | null;
}

/** What can be done with a file. */
export type ThreadFileUpdateKind = "add" | "update" | "delete" | (string & {});

/**
 * A call of a tool on an MCP server, with its result. Codex names server and tool, VT Code the tool
 * only.
 */
export interface ThreadMcpToolCallItem {
  /** Tag of the item. */
  type: "mcp_tool_call";
  /** The id of the item. */
  id?: string | null;
  /** The name of the server, as Codex writes it. */
  server?: string | null;
  /** The name of the tool, as Codex writes it. */
  tool?: string | null;
  /** The name of the tool, as VT Code writes it. */
  tool_name?: string | null;
  /** The arguments of the call; any JSON. */
  arguments?: unknown;
  /** What the tool gave back; an object with `content` in Codex, text in VT Code, null before the end. */
  result?: unknown;
  /** Why the call failed; null when it did not. */
  error?: ThreadErrorDetails | null;
  /** How far the call is. */
  status?: ThreadItemStatus | null;
}

/** A search of the web. */
export interface ThreadWebSearchItem {
  /** Tag of the item. */
  type: "web_search";
  /** The id of the item. */
  id?: string | null;
  /** What was searched for; empty until it is known. */
  query?: string | null;
  /** What the search tool did, as Codex writes it. */
  action?: ThreadWebSearchAction | null;
  /** The search service, as VT Code writes it. */
  provider?: string | null;
  /** What was found, as VT Code writes it. */
  results?: Array<unknown> | null;
}

/** One action of the search tool. */
export interface ThreadWebSearchAction {
  /** The kind of action, such as `search`, `open_page` or `other`. */
  type: string;
  /** What was searched for. */
  query?: string | null;
  /** All wordings that were searched for. */
  queries?: Array<string> | null;
}

/** The agent's list of things to do. */
export interface ThreadTodoListItem {
  /** Tag of the item. */
  type: "todo_list";
  /** The id of the item. */
  id?: string | null;
  /** The entries in their order. */
  items?: Array<ThreadTodoEntry> | null;
}

/** One thing to do. */
export interface ThreadTodoEntry {
  /** What is to be done. */
  text: string;
  /** Whether it is done. */
  completed: boolean;
}

/** A call by which one agent thread starts, messages or awaits others. */
export interface ThreadCollabToolCallItem {
  /** Tag of the item. */
  type: "collab_tool_call";
  /** The id of the item. */
  id?: string | null;
  /** The name of the tool, such as `spawn_agent`. */
  tool?: string | null;
  /** The id of the thread that calls. */
  sender_thread_id?: string | null;
  /** The ids of the threads that are called. */
  receiver_thread_ids?: Array<string> | null;
  /** What the others are asked to do. */
  prompt?: string | null;
  /** How far each of the other threads is, by its id. */
  agents_states?: ThreadAgentStates | null;
  /** How far the call is. */
  status?: ThreadItemStatus | null;
}

/** The states of agent threads, by thread id. */
export type ThreadAgentStates = { [member: string]: ThreadAgentState };

/** How far one agent thread is. */
export interface ThreadAgentState {
  /** The state, such as `running` or `completed`. */
  status: string;
  /** What the agent said last. */
  message?: string | null;
}

/** Something the program around the agent did by itself. */
export interface ThreadHarnessItem {
  /** Tag of the item. */
  type: "harness";
  /** The id of the item. */
  id?: string | null;
  /** What happened, as a name such as `blocked_handoff_written`. */
  event?: string | null;
  /** What happened, for people. */
  message?: string | null;
  /** The command that was run. */
  command?: string | null;
  /** The file that is concerned. */
  path?: string | null;
  /** The exit code of the command. */
  exit_code?: number | null;
}

/** A warning that does not end the turn. */
export interface ThreadErrorItem {
  /** Tag of the item. */
  type: "error";
  /** The id of the item. */
  id?: string | null;
  /** The warning. */
  message?: string | null;
}

// The tools of a response, and which of them the model could or had to call.

/** A tool that was available to the model. */
export type Tool =
  | FunctionTool
  | CustomTool;

/** A function of the developer that the model may call. */
export interface FunctionTool {
  /** Tag of the tool. */
  type: "function";
  /** Name under which the model calls the function. */
  name: string;
  /** What the function does, as told to the model. */
  description: string | null;
  /** JSON Schema of the arguments object. */
  parameters: { [member: string]: unknown } | null;
  /** Whether the arguments are forced to follow the schema. */
  strict: boolean | null;
}

/** A tool of a type that this release does not define; all its fields are kept. */
export interface CustomTool {
  /** Tag of the tool, any string. */
  type: `${string}:${string}` | UnknownTag;
  [member: string]: unknown;
}

/** Which tools the model could or had to call: a mode, or an object that names tools. */
export type ToolChoice =
  | ToolChoiceMode
  | FunctionToolChoice
  | AllowedTools
  | CustomToolChoice;

/** How freely the model may decide about calling tools. */
export type ToolChoiceMode = "none" | "auto" | "required" | (string & {});

/** Names one function. */
export interface FunctionToolChoice {
  /** Tag of the choice. */
  type: "function";
  /** Which function is meant. */
  name?: string | null;
}

/** The model was limited to some of the tools. */
export interface AllowedTools {
  /** Tag of the choice. */
  type: "allowed_tools";
  /** The tools that the model was allowed to call. */
  tools: Array<AllowedTool>;
  /** How freely the model could decide among the allowed tools. */
  mode: ToolChoiceMode;
}

/** One entry of a list of allowed tools. */
export type AllowedTool =
  | FunctionToolChoice
  | CustomToolChoice;

/** A tool choice of a type that this release does not define; all its fields are kept. */
export interface CustomToolChoice {
  /** Tag of the choice, any string. */
  type: `${string}:${string}` | UnknownTag;
  [member: string]: unknown;
}

// Messages that only travel over a WebSocket.

/**
 * Starts a turn on a WebSocket: a request with a type, without the fields that only make sense over
 * HTTP.
 *
 * Added in 2026-04-24.
 */
export interface WebSocketResponseCreateEvent {
  /** Name of the model that should answer. */
  model?: string | null;
  /** What the model should answer: one string, which counts as a user message, or several items. */
  input?: RequestInput | null;
  /** Id of the response to continue; its input and output come before the new input. */
  previous_response_id?: string | null;
  /** Output to send that is otherwise left out. */
  include?: Array<Include> | null;
  /** The tools that the model may call. */
  tools?: Array<ToolParam> | null;
  /** Which tools the model may or must call; auto unless stated. */
  tool_choice?: ToolChoiceParam | null;
  /** String pairs to attach to the response. */
  metadata?: Metadata | null;
  /** How text answers should look. */
  text?: TextConfigParam | null;
  /** Sampling temperature, 0 to 2; higher is more random. */
  temperature?: number | null;
  /** Share of probability mass to sample tokens from, 0 to 1. */
  top_p?: number | null;
  /** Penalty on tokens that have occurred at all. */
  presence_penalty?: number | null;
  /** Penalty on tokens, growing with how often they have occurred. */
  frequency_penalty?: number | null;
  /** Whether the model may call several tools at once. */
  parallel_tool_calls?: boolean | null;
  /** Must not be sent. */
  stream?: never;
  /** Must not be sent. */
  stream_options?: never;
  /** Must not be sent. */
  background?: never;
  /** Upper limit on output tokens, reasoning included; at least 16. */
  max_output_tokens?: number | null;
  /** Upper limit on calls of hosted tools; at least 1. */
  max_tool_calls?: number | null;
  /** How the model should reason. */
  reasoning?: ReasoningConfigParam | null;
  /** Stable, opaque id of the end user, at most 64 characters. */
  safety_identifier?: string | null;
  /** Key that groups requests for the prompt cache. */
  prompt_cache_key?: PromptCacheKey | null;
  /** What to do when the context is too long. */
  truncation?: Truncation | null;
  /** Instructions for the model beside the input; those of earlier responses do not carry over. */
  instructions?: string | null;
  /** Whether to keep the response for later retrieval. */
  store?: boolean | null;
  /** The tier of service that is asked for. */
  service_tier?: ServiceTier | null;
  /** How many likeliest tokens to report at each position, 0 to 20. */
  top_logprobs?: number | null;
  /** Tag of the message. */
  type: "response.create";
}

/**
 * Says on a WebSocket that a turn or the connection failed. It ends the turn; response.failed does not
 * follow.
 *
 * Added in 2026-04-24.
 */
export interface WebSocketErrorEvent {
  /** Tag of the message. */
  type: "error";
  /** HTTP status code that fits the error. */
  status: number;
  /** What went wrong. */
  error: WebSocketErrorData;
}

/**
 * What went wrong on a WebSocket; vendors may add fields.
 *
 * Added in 2026-04-24.
 */
export interface WebSocketErrorData {
  /** The class of the error. */
  type?: ErrorType | null;
  /** The exact cause, for programs. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: string;
  /** The request field at fault; null when there is none. */
  param?: string | null;
  [member: string]: unknown;
}
