/** Questions about events, statuses, responses and items; the answers come from the table. */
import type { ErrorEvent, OutputItem, Response, ResponseStreamEvent } from "./read.js";
import { Rules, isObject, membersOf, type Members } from "./rules.js";
import { SEMANTICS, type EventType } from "./semantics.js";
import { TAGS, type DefinedMembers } from "./unions.js";

/** The events that carry the whole response. */
export type ResponseEvent = Extract<ResponseStreamEvent, { response: Response }>;

type Subject = ResponseStreamEvent | Response | OutputItem | string;

const RULES = /* @__PURE__ */ new Rules(SEMANTICS);

/** The canonical type of an event, whatever its spelling; the type as it came for an extension event. */
export function eventType(event: { readonly type: string }): EventType | (string & {}) {
  return RULES.row(event.type)?.type ?? event.type;
}

/** The id of the response that an event belongs to, as far as the event itself says. */
export function responseId(event: ResponseStreamEvent): string | undefined {
  const members = membersOf(event);
  const found = isObject(members["response"]) ? members["response"]["id"] : members["response_id"];
  return typeof found === "string" ? found : undefined;
}

/** Whether an event is about the response as a whole, and so carries it. */
export function isResponseEvent(event: ResponseStreamEvent): event is ResponseEvent {
  const row = RULES.row(event.type);
  return row?.machine === "response" && row.effect === "replace";
}

/** Whether an event appends to a value. */
export function isDelta(event: ResponseStreamEvent): boolean {
  return RULES.row(event.type)?.effect === "append";
}

/**
 * Whether nothing more will come. Takes an event (is it the last one of its stream?), a response or an item (has its
 * status become final?), or the bare name of an event type or status. An unknown status counts as not final.
 */
export function isTerminal(subject: Subject): boolean {
  return endings(subject).length > 0;
}

/** Whether it ended as it should. Takes what `isTerminal` takes. */
export function isSuccess(subject: Subject): boolean {
  return endings(subject).some((row) => row.closes);
}

/** Whether it failed. Takes what `isTerminal` takes; what is incomplete has neither succeeded nor failed. */
export function isFailure(subject: Subject): boolean {
  const name = typeof subject === "string" ? subject : membersOf(subject)["type"];
  return RULES.row(name)?.to === ERRORED || endings(subject).some((row) => row.from.includes(ERRORED));
}

/** Whether an event is an `error` event in the form of the specification; some servers send a flat one. */
export function isErrorEvent(event: ResponseStreamEvent): event is ErrorEvent {
  return RULES.row(event.type)?.to === ERRORED && isObject(membersOf(event)["error"]);
}

/** Whether the release defines the tag of a member of a union; false for what the open member keeps. */
export function isDefined<Name extends keyof DefinedMembers>(
  union: Name,
  value: unknown,
): value is DefinedMembers[Name] {
  const { property, tags } = TAGS[union];
  const tag = isObject(value) ? value[property] : undefined;
  return typeof tag === "string" && tags.includes(tag);
}

/** The state of the response after an event that reports an error and carries no response. */
const ERRORED = SEMANTICS.events.find((row) => row.machine === "response" && row.effect === "none")?.to ?? "";

function endings(subject: Subject) {
  const facts: Members = typeof subject === "string" ? { type: subject, status: subject } : membersOf(subject);
  const isEvent = RULES.row(facts["type"]) !== undefined || "sequence_number" in facts;
  return SEMANTICS.events.filter((row) => {
    if (!row.terminal) return false;
    const named = row.type === facts["type"] || row.aliases.some((alias) => alias === facts["type"]);
    return typeof subject === "string" || !isEvent ? named || row.status === facts["status"] : named;
  });
}
