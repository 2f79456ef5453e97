// What the types allow and refuse: this file is compiled, never run. Every `@ts-expect-error` must meet an error.
import {
  isDefined,
  isResponseEvent,
  ResponseAccumulator,
  SSEDecoder,
  type CustomEvent,
  type CustomItem,
  type EventType,
  type InputItem,
  type OutputItem,
  type Response,
  type ResponseReasoningDeltaEvent,
  type ResponseStreamEvent,
} from "openresponses-schema";
import type * as read from "openresponses-schema/read";
import { REQUIREMENTS } from "openresponses-schema/requirements";
import { SEMANTICS, type EventRow } from "openresponses-schema/semantics";
import type * as write from "openresponses-schema/write";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(answer: Same<A, B>): void {
  void answer;
}

// Unions narrow on their tag.
export function text(item: OutputItem): string {
  switch (item.type) {
    case "message":
      return item.content.map((part) => (part.type === "output_text" ? part.text : "")).join("");
    case "function_call":
      return item.arguments;
    case "reasoning":
      // @ts-expect-error reasoning has no arguments
      return item.arguments;
    case "function_call_output":
    case "compaction":
      return item.id;
    default:
      same<typeof item, CustomItem>(true);
      return item.id ?? "";
  }
}

export function growing(event: ResponseStreamEvent): string | undefined {
  if (event.type === "response.reasoning_text.delta") {
    same<typeof event, ResponseReasoningDeltaEvent>(true);
    return event.delta;
  }
  if (event.type === "response.output_text.delta") return event.delta;
  // @ts-expect-error not every event has a delta
  return event.delta;
}

export function whole(event: ResponseStreamEvent): Response | undefined {
  return isResponseEvent(event) ? event.response : undefined;
}

export function extension(event: ResponseStreamEvent): CustomEvent | undefined {
  return event.type === "acme:trace" ? event : undefined;
}

export function role(item: InputItem): string | undefined {
  if (item.type === "function_call") return item.name;
  if (item.type === "message") return item.role === "user" ? "user" : item.role;
  return undefined;
}

export function known(item: OutputItem): string {
  if (isDefined("OutputItem", item)) return item.id;
  same<typeof item, CustomItem>(true);
  return String(item["anything"]);
}

// Reading forgives what writing does not.
declare const response: Response;
same<typeof response.created_at, number | null | undefined>(true);
same<write.Response["created_at"], number>(true);
same<read.Response["instructions"], string | { [member: string]: unknown }[] | null | undefined>(true);
same<typeof response.object, "response" | null | undefined>(true);
same<write.Response["object"], "response">(true);
same<read.Truncation, "auto" | "disabled" | (string & {})>(true);
same<write.Truncation, "auto" | "disabled">(true);
same<write.ErrorCode, read.ErrorCode>(true);

export const anyCode: write.ErrorCode = "a_code_of_a_vendor";
export const anyTruncation: read.Truncation = "middle";
// @ts-expect-error writing knows two values
export const noTruncation: write.Truncation = "middle";

// Open members are extensions, slug:name, when they are written; a known tag never falls to them.
export const vendors: write.OutputItem = { type: "acme:search", query: "x" };
// @ts-expect-error a type without a slug is no extension
export const noSlug: write.OutputItem = { type: "web_search_call", query: "x" };
// @ts-expect-error a message has members of its own
export const noMessage: write.OutputItem = { type: "message" };
// @ts-expect-error neither is a role
export const noRole: write.InputItem = { type: "message", role: "critic", content: "x" };
export const message: write.MessageItem = {
  type: "message",
  id: "msg_1",
  status: "completed",
  role: "assistant",
  content: [{ type: "output_text", text: "Hello.", annotations: [] }],
};
// @ts-expect-error a status that this release does not define
message.status = "paused";
// @ts-expect-error what is never null
message.id = null;
// @ts-expect-error exactOptionalPropertyTypes: absent is not undefined
message.phase = undefined;

// Requests.
export const request: write.CreateResponseRequest = {
  model: "m",
  input: [
    { type: "message", role: "user", content: [{ type: "input_text", text: "Hello." }] },
    { type: "item_reference", id: "msg_1" },
    { id: "msg_1" },
  ],
  tools: [{ type: "function", name: "f", parameters: { type: "object" } }],
  tool_choice: { type: "allowed_tools", tools: [{ type: "function", name: "f" }], mode: "auto" },
  text: { format: { type: "json_schema", name: "n", schema: {} } },
};
// @ts-expect-error the name of a tool
export const noName: write.CreateResponseRequest = { tools: [{ type: "function" }] };
// @ts-expect-error a member that no request has
export const misspelt: write.CreateResponseRequest = { modle: "m" };

// What must not be sent cannot be.
export const create: write.WebSocketResponseCreateEvent = { type: "response.create", model: "m", store: false };
// @ts-expect-error streaming is what a WebSocket does anyway
export const stream: write.WebSocketResponseCreateEvent = { type: "response.create", stream: true };
// @ts-expect-error nor can a turn run in the background
create.background = false;

// The tables.
export const row: EventRow | undefined = SEMANTICS.events[0];
// @ts-expect-error the table is not to be changed
SEMANTICS.release = "";
export const type: EventType = "response.completed";
// @ts-expect-error the canonical spelling
export const alias: EventType = "response.reasoning_text.delta";
export const statement: string | undefined = REQUIREMENTS["OR-GRAM-07"]?.statement;

// Reading a stream.
export async function collect(body: AsyncIterable<Uint8Array>): Promise<Response> {
  const [decoder, accumulator] = [new SSEDecoder(), new ResponseAccumulator()];
  for await (const chunk of body) {
    for (const event of decoder.receive(chunk)) accumulator.receive(event);
  }
  for (const event of decoder.end()) accumulator.receive(event);
  accumulator.end();
  return accumulator.snapshot;
}
