// Generated from spec/ by `python -m codegen generate`. Do not edit.
/** What the events of Open Responses, release 2026-04-24, mean: the table that the other modules work from. */

/** What has a state: the response, an item of its output, or a part of an item. */
export type MachineName = "response" | "item" | "part";

/** What an event does to the snapshot of the response. */
export type Effect = "none" | "replace" | "insert" | "append" | "assign";

/** The type of an event in its canonical spelling. */
export type EventType =
  | "response.created"
  | "response.queued"
  | "response.in_progress"
  | "response.completed"
  | "response.failed"
  | "response.incomplete"
  | "response.output_item.added"
  | "response.output_item.done"
  | "response.reasoning_summary_part.added"
  | "response.reasoning_summary_part.done"
  | "response.content_part.added"
  | "response.content_part.done"
  | "response.output_text.delta"
  | "response.output_text.done"
  | "response.refusal.delta"
  | "response.refusal.done"
  | "response.reasoning.delta"
  | "response.reasoning.done"
  | "response.reasoning_summary_text.delta"
  | "response.reasoning_summary_text.done"
  | "response.output_text.annotation.added"
  | "response.function_call_arguments.delta"
  | "response.function_call_arguments.done"
  | "error";

/** One event type. */
export interface EventRow {
  readonly type: string;
  /** Other spellings that are read as this event. */
  readonly aliases: readonly string[];
  /** The schema of the event. */
  readonly component: string;
  readonly machine: MachineName;
  /** The fields of the event that address the item, and the part in it. */
  readonly address: readonly string[];
  /** The list of the item in which the part lives. */
  readonly container: string | null;
  /** The type that the item or part must have; null for any. */
  readonly of: string | null;
  /** The states in which the event may happen. */
  readonly from: readonly string[];
  /** The same for the types for which it differs. */
  readonly from_by_type: { readonly [type: string]: readonly string[] };
  /** The state that follows; null when the event moves nothing. */
  readonly to: string | null;
  readonly effect: Effect;
  /** The field of the item or part that is touched; null for the whole. */
  readonly field: string | null;
  /** The field of the event that carries the value. */
  readonly payload: string | null;
  /** The status of the response that the event announces. */
  readonly status: string | null;
  /** Whether everything inside must be done before. */
  readonly closes: boolean;
  /** Whether no event comes after it. */
  readonly terminal: boolean;
  /** By state, the requirement that the event breaks there, where it is not the one of the state. */
  readonly breaks: { readonly [state: string]: string };
}

/** One state machine. */
export interface MachineRow {
  readonly parent: MachineName | null;
  /** The state of an instance that no event has named. */
  readonly initial: string;
  /** The states in which the machines inside may move. */
  readonly open: readonly string[];
  /** The states that nothing leads out of. */
  readonly final: readonly string[];
  /** The requirements about instances that no single state says. */
  readonly breaks: {
    readonly [Rule in "next_index" | "type" | "alone" | "unfinished" | "end"]?: string;
  };
  /** Every state, with the requirement that is broken by an event that may not happen there. */
  readonly states: { readonly [state: string]: { readonly breaks: string } };
}

/** A type of item or part. */
export interface TypeRow {
  readonly component: string;
  /** What its required fields hold when it is announced empty. */
  readonly blank: { readonly [field: string]: unknown };
  /** What a reader assumes beside that of one which was never announced. */
  readonly assumed?: { readonly [field: string]: unknown };
  /** The type of item that a part belongs to, where that is not the first that has such a list. */
  readonly item_type?: string;
}

/** The whole table, as `semantics.json` has it. */
export interface Semantics {
  readonly format: number;
  readonly release: string;
  /** The data of the frame that ends a stream of server-sent events. */
  readonly terminator: string;
  readonly machines: { readonly [Name in MachineName]: MachineRow };
  readonly events: readonly EventRow[];
  /** The lists of an item whose parts are streamed, each with the types of items that have it. */
  readonly containers: { readonly [name: string]: readonly string[] };
  readonly types: { readonly [Name in "item" | "part"]: { readonly [type: string]: TypeRow } };
}

export const SEMANTICS: Semantics = {
  "format": 1,
  "release": "2026-04-24",
  "terminator": "[DONE]",
  "machines": {
    "response": {
      "parent": null,
      "initial": "absent",
      "open": ["in_progress"],
      "final": ["completed", "failed", "incomplete"],
      "breaks": {
        "unfinished": "OR-GRAM-13",
        "end": "OR-GRAM-07",
      },
      "states": {
        "absent": {
          "breaks": "OR-GRAM-04",
        },
        "created": {
          "breaks": "OR-GRAM-06",
        },
        "queued": {
          "breaks": "OR-GRAM-06",
        },
        "in_progress": {
          "breaks": "OR-GRAM-06",
        },
        "errored": {
          "breaks": "OR-GRAM-29",
        },
        "completed": {
          "breaks": "OR-GRAM-08",
        },
        "failed": {
          "breaks": "OR-GRAM-08",
        },
        "incomplete": {
          "breaks": "OR-GRAM-08",
        },
      },
    },
    "item": {
      "parent": "response",
      "initial": "absent",
      "open": ["open"],
      "final": ["done"],
      "breaks": {
        "next_index": "OR-GRAM-12",
        "type": "OR-GRAM-18",
        "unfinished": "OR-GRAM-21",
      },
      "states": {
        "absent": {
          "breaks": "OR-GRAM-11",
        },
        "open": {
          "breaks": "OR-STREAM-09",
        },
        "sealed": {
          "breaks": "OR-GRAM-24",
        },
        "done": {
          "breaks": "OR-GRAM-24",
        },
      },
    },
    "part": {
      "parent": "item",
      "initial": "absent",
      "open": ["open"],
      "final": ["done"],
      "breaks": {
        "next_index": "OR-GRAM-17",
        "type": "OR-GRAM-18",
        "alone": "OR-GRAM-40",
      },
      "states": {
        "absent": {
          "breaks": "OR-GRAM-16",
        },
        "open": {
          "breaks": "OR-STREAM-09",
        },
        "sealed": {
          "breaks": "OR-GRAM-24",
        },
        "done": {
          "breaks": "OR-GRAM-24",
        },
      },
    },
  },
  "events": [
    {
      "type": "response.created",
      "aliases": [],
      "component": "ResponseCreatedEvent",
      "machine": "response",
      "address": [],
      "container": null,
      "of": null,
      "from": ["absent"],
      "from_by_type": {},
      "to": "created",
      "effect": "replace",
      "field": null,
      "payload": "response",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {
        "created": "OR-GRAM-05",
        "queued": "OR-GRAM-05",
        "in_progress": "OR-GRAM-05",
      },
    },
    {
      "type": "response.queued",
      "aliases": [],
      "component": "ResponseQueuedEvent",
      "machine": "response",
      "address": [],
      "container": null,
      "of": null,
      "from": ["created"],
      "from_by_type": {},
      "to": "queued",
      "effect": "replace",
      "field": null,
      "payload": "response",
      "status": "queued",
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.in_progress",
      "aliases": [],
      "component": "ResponseInProgressEvent",
      "machine": "response",
      "address": [],
      "container": null,
      "of": null,
      "from": ["created", "queued"],
      "from_by_type": {},
      "to": "in_progress",
      "effect": "replace",
      "field": null,
      "payload": "response",
      "status": "in_progress",
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.completed",
      "aliases": [],
      "component": "ResponseCompletedEvent",
      "machine": "response",
      "address": [],
      "container": null,
      "of": null,
      "from": ["in_progress"],
      "from_by_type": {},
      "to": "completed",
      "effect": "replace",
      "field": null,
      "payload": "response",
      "status": "completed",
      "closes": true,
      "terminal": true,
      "breaks": {
        "completed": "OR-GRAM-07",
        "failed": "OR-GRAM-07",
        "incomplete": "OR-GRAM-07",
      },
    },
    {
      "type": "response.failed",
      "aliases": [],
      "component": "ResponseFailedEvent",
      "machine": "response",
      "address": [],
      "container": null,
      "of": null,
      "from": ["created", "queued", "in_progress", "errored"],
      "from_by_type": {},
      "to": "failed",
      "effect": "replace",
      "field": null,
      "payload": "response",
      "status": "failed",
      "closes": false,
      "terminal": true,
      "breaks": {
        "completed": "OR-GRAM-07",
        "failed": "OR-GRAM-07",
        "incomplete": "OR-GRAM-07",
      },
    },
    {
      "type": "response.incomplete",
      "aliases": [],
      "component": "ResponseIncompleteEvent",
      "machine": "response",
      "address": [],
      "container": null,
      "of": null,
      "from": ["in_progress"],
      "from_by_type": {},
      "to": "incomplete",
      "effect": "replace",
      "field": null,
      "payload": "response",
      "status": "incomplete",
      "closes": false,
      "terminal": true,
      "breaks": {
        "completed": "OR-GRAM-07",
        "failed": "OR-GRAM-07",
        "incomplete": "OR-GRAM-07",
      },
    },
    {
      "type": "response.output_item.added",
      "aliases": [],
      "component": "ResponseOutputItemAddedEvent",
      "machine": "item",
      "address": ["output_index"],
      "container": null,
      "of": null,
      "from": ["absent"],
      "from_by_type": {},
      "to": "open",
      "effect": "insert",
      "field": null,
      "payload": "item",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {
        "open": "OR-GRAM-12",
        "sealed": "OR-GRAM-12",
        "done": "OR-GRAM-12",
      },
    },
    {
      "type": "response.output_item.done",
      "aliases": [],
      "component": "ResponseOutputItemDoneEvent",
      "machine": "item",
      "address": ["output_index"],
      "container": null,
      "of": null,
      "from": ["open"],
      "from_by_type": {
        "function_call": ["sealed"],
      },
      "to": "done",
      "effect": "replace",
      "field": null,
      "payload": "item",
      "status": null,
      "closes": true,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.reasoning_summary_part.added",
      "aliases": [],
      "component": "ResponseReasoningSummaryPartAddedEvent",
      "machine": "part",
      "address": ["output_index", "summary_index"],
      "container": "summary",
      "of": null,
      "from": ["absent"],
      "from_by_type": {},
      "to": "open",
      "effect": "insert",
      "field": null,
      "payload": "part",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {
        "open": "OR-GRAM-17",
        "sealed": "OR-GRAM-17",
        "done": "OR-GRAM-17",
      },
    },
    {
      "type": "response.reasoning_summary_part.done",
      "aliases": [],
      "component": "ResponseReasoningSummaryPartDoneEvent",
      "machine": "part",
      "address": ["output_index", "summary_index"],
      "container": "summary",
      "of": null,
      "from": ["open"],
      "from_by_type": {
        "output_text": ["sealed"],
        "reasoning_text": ["sealed"],
        "refusal": ["sealed"],
        "summary_text": ["sealed"],
      },
      "to": "done",
      "effect": "replace",
      "field": null,
      "payload": "part",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.content_part.added",
      "aliases": [],
      "component": "ResponseContentPartAddedEvent",
      "machine": "part",
      "address": ["output_index", "content_index"],
      "container": "content",
      "of": null,
      "from": ["absent"],
      "from_by_type": {},
      "to": "open",
      "effect": "insert",
      "field": null,
      "payload": "part",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {
        "open": "OR-GRAM-17",
        "sealed": "OR-GRAM-17",
        "done": "OR-GRAM-17",
      },
    },
    {
      "type": "response.content_part.done",
      "aliases": [],
      "component": "ResponseContentPartDoneEvent",
      "machine": "part",
      "address": ["output_index", "content_index"],
      "container": "content",
      "of": null,
      "from": ["open"],
      "from_by_type": {
        "output_text": ["sealed"],
        "reasoning_text": ["sealed"],
        "refusal": ["sealed"],
        "summary_text": ["sealed"],
      },
      "to": "done",
      "effect": "replace",
      "field": null,
      "payload": "part",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.output_text.delta",
      "aliases": [],
      "component": "ResponseOutputTextDeltaEvent",
      "machine": "part",
      "address": ["output_index", "content_index"],
      "container": "content",
      "of": "output_text",
      "from": ["open"],
      "from_by_type": {},
      "to": null,
      "effect": "append",
      "field": "text",
      "payload": "delta",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.output_text.done",
      "aliases": [],
      "component": "ResponseOutputTextDoneEvent",
      "machine": "part",
      "address": ["output_index", "content_index"],
      "container": "content",
      "of": "output_text",
      "from": ["open"],
      "from_by_type": {},
      "to": "sealed",
      "effect": "assign",
      "field": "text",
      "payload": "text",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.refusal.delta",
      "aliases": [],
      "component": "ResponseRefusalDeltaEvent",
      "machine": "part",
      "address": ["output_index", "content_index"],
      "container": "content",
      "of": "refusal",
      "from": ["open"],
      "from_by_type": {},
      "to": null,
      "effect": "append",
      "field": "refusal",
      "payload": "delta",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.refusal.done",
      "aliases": [],
      "component": "ResponseRefusalDoneEvent",
      "machine": "part",
      "address": ["output_index", "content_index"],
      "container": "content",
      "of": "refusal",
      "from": ["open"],
      "from_by_type": {},
      "to": "sealed",
      "effect": "assign",
      "field": "refusal",
      "payload": "refusal",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.reasoning.delta",
      "aliases": ["response.reasoning_text.delta"],
      "component": "ResponseReasoningDeltaEvent",
      "machine": "part",
      "address": ["output_index", "content_index"],
      "container": "content",
      "of": "reasoning_text",
      "from": ["open"],
      "from_by_type": {},
      "to": null,
      "effect": "append",
      "field": "text",
      "payload": "delta",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.reasoning.done",
      "aliases": ["response.reasoning_text.done"],
      "component": "ResponseReasoningDoneEvent",
      "machine": "part",
      "address": ["output_index", "content_index"],
      "container": "content",
      "of": "reasoning_text",
      "from": ["open"],
      "from_by_type": {},
      "to": "sealed",
      "effect": "assign",
      "field": "text",
      "payload": "text",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.reasoning_summary_text.delta",
      "aliases": [],
      "component": "ResponseReasoningSummaryTextDeltaEvent",
      "machine": "part",
      "address": ["output_index", "summary_index"],
      "container": "summary",
      "of": "summary_text",
      "from": ["open"],
      "from_by_type": {},
      "to": null,
      "effect": "append",
      "field": "text",
      "payload": "delta",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.reasoning_summary_text.done",
      "aliases": [],
      "component": "ResponseReasoningSummaryTextDoneEvent",
      "machine": "part",
      "address": ["output_index", "summary_index"],
      "container": "summary",
      "of": "summary_text",
      "from": ["open"],
      "from_by_type": {},
      "to": "sealed",
      "effect": "assign",
      "field": "text",
      "payload": "text",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.output_text.annotation.added",
      "aliases": [],
      "component": "ResponseOutputTextAnnotationAddedEvent",
      "machine": "part",
      "address": ["output_index", "content_index"],
      "container": "content",
      "of": "output_text",
      "from": ["open"],
      "from_by_type": {},
      "to": null,
      "effect": "insert",
      "field": "annotations",
      "payload": "annotation",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.function_call_arguments.delta",
      "aliases": [],
      "component": "ResponseFunctionCallArgumentsDeltaEvent",
      "machine": "item",
      "address": ["output_index"],
      "container": null,
      "of": "function_call",
      "from": ["open"],
      "from_by_type": {},
      "to": null,
      "effect": "append",
      "field": "arguments",
      "payload": "delta",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "response.function_call_arguments.done",
      "aliases": [],
      "component": "ResponseFunctionCallArgumentsDoneEvent",
      "machine": "item",
      "address": ["output_index"],
      "container": null,
      "of": "function_call",
      "from": ["open"],
      "from_by_type": {},
      "to": "sealed",
      "effect": "assign",
      "field": "arguments",
      "payload": "arguments",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
    {
      "type": "error",
      "aliases": [],
      "component": "ErrorEvent",
      "machine": "response",
      "address": [],
      "container": null,
      "of": null,
      "from": ["created", "queued", "in_progress"],
      "from_by_type": {},
      "to": "errored",
      "effect": "none",
      "field": null,
      "payload": "error",
      "status": null,
      "closes": false,
      "terminal": false,
      "breaks": {},
    },
  ],
  "containers": {
    "summary": ["reasoning"],
    "content": ["message", "reasoning"],
  },
  "types": {
    "item": {
      "message": {
        "component": "MessageItem",
        "blank": {
          "status": "in_progress",
          "content": [],
        },
        "assumed": {
          "role": "assistant",
        },
      },
      "function_call": {
        "component": "FunctionCallItem",
        "blank": {
          "call_id": "",
          "name": "",
          "arguments": "",
          "status": "in_progress",
        },
      },
      "function_call_output": {
        "component": "FunctionCallOutputItem",
        "blank": {
          "call_id": "",
          "status": "in_progress",
        },
        "assumed": {
          "output": "",
        },
      },
      "reasoning": {
        "component": "ReasoningItem",
        "blank": {
          "summary": [],
        },
      },
      "compaction": {
        "component": "CompactionItem",
        "blank": {
          "encrypted_content": "",
        },
      },
    },
    "part": {
      "input_text": {
        "component": "InputTextContent",
        "blank": {
          "text": "",
        },
      },
      "output_text": {
        "component": "OutputTextContent",
        "blank": {
          "text": "",
          "annotations": [],
        },
      },
      "text": {
        "component": "TextContent",
        "blank": {
          "text": "",
        },
      },
      "summary_text": {
        "component": "SummaryTextContent",
        "blank": {
          "text": "",
        },
        "item_type": "reasoning",
      },
      "reasoning_text": {
        "component": "ReasoningTextContent",
        "blank": {
          "text": "",
        },
        "item_type": "reasoning",
      },
      "refusal": {
        "component": "RefusalContent",
        "blank": {
          "refusal": "",
        },
      },
      "input_image": {
        "component": "InputImageContent",
        "blank": {
          "detail": "auto",
        },
      },
      "input_file": {
        "component": "InputFileContent",
        "blank": {},
      },
      "input_video": {
        "component": "InputVideoContent",
        "blank": {
          "video_url": "",
        },
      },
    },
  },
};
