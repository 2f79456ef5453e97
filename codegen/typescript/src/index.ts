/** Types of Open Responses as a reader meets them, what its events mean, and a reader of streams. */
export type * from "./read.js";
export { ResponseAccumulator, type Outcome, type Snapshot } from "./accumulator.js";
export type { Violation } from "./lifecycle.js";
export {
  eventType,
  isDefined,
  isDelta,
  isErrorEvent,
  isFailure,
  isResponseEvent,
  isSuccess,
  isTerminal,
  responseId,
  type ResponseEvent,
} from "./predicates.js";
export { SEMANTICS, type EventType, type Semantics } from "./semantics.js";
export { DecodeError, SSEDecoder, SSEParser, readEvent, type SSEDecoderOptions, type SSEFrame } from "./sse.js";
export { TAGS, type DefinedMembers } from "./unions.js";
