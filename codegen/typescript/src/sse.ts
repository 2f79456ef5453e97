/**
 * Server-sent events in, events of a response out, without I/O.
 *
 * The specification asks for one JSON object a frame, the event field equal to its `type` and a last frame that ends
 * the stream; the decoder lives without the last two, since most servers leave them out.
 */
import type { ResponseStreamEvent } from "./read.js";
import { isObject } from "./rules.js";
import { SEMANTICS } from "./semantics.js";

/** Data that is no event. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
  /** The data of the frame, as text. */
  readonly data: string;

  constructor(message: string, data: string) {
    super(message);
    this.data = data;
  }
}

/** One frame: the name that the event field gave, and the data lines joined by line feeds. */
export interface SSEFrame {
  readonly event: string | undefined;
  readonly data: string;
}

/** The largest frame that a decoder takes unless told otherwise, in UTF-16 code units. */
export const MAX_FRAME_LENGTH = 16 * 1024 * 1024;

const KEEP_ALIVE: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "ping",
  "keepalive",
  "keep-alive",
  "keep_alive",
  "heartbeat",
]);

/** Bytes or text in any chunks, frames out; follows the event stream format of the HTML standard. */
export class SSEParser {
  readonly #utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #maxLength: number;
  #line: string[] = [];
  #lineLength = 0;
  #afterCR = false;
  #isFirstLine = true;
  #event: string | undefined;
  #data: string[] = [];
  #length = 0;

  constructor(maxLength: number = MAX_FRAME_LENGTH) {
    this.#maxLength = maxLength;
  }

  /** Take what came from the network and return the frames that it completes. Throws `DecodeError` on one too long. */
  receive(chunk: Uint8Array | string): SSEFrame[] {
    return this.#take(typeof chunk === "string" ? chunk : this.#utf8.decode(chunk, { stream: true }));
  }

  /** The connection has closed: return the frame that lacked its blank line, if any. */
  end(): SSEFrame[] {
    const frames = this.#take(this.#utf8.decode());
    if (this.#lineLength > 0) frames.push(...this.#finishLine(""));
    const last = this.#dispatch();
    return last === undefined ? frames : [...frames, last];
  }

  #take(text: string): SSEFrame[] {
    const frames: SSEFrame[] = [];
    if (text === "") return frames;
    let start = this.#afterCR && text.startsWith("\n") ? 1 : 0;
    this.#afterCR = text.endsWith("\r");
    const ends = /\r\n|\r|\n/g;
    ends.lastIndex = start;
    for (let end = ends.exec(text); end !== null; end = ends.exec(text)) {
      frames.push(...this.#finishLine(text.slice(start, end.index)));
      start = ends.lastIndex;
    }
    if (start < text.length) {
      this.#line.push(text.slice(start));
      this.#lineLength += text.length - start;
      this.#limit(this.#lineLength);
    }
    return frames;
  }

  #finishLine(rest: string): SSEFrame[] {
    let line = this.#line.length > 0 ? this.#line.join("") + rest : rest;
    this.#line = [];
    this.#lineLength = 0;
    if (this.#isFirstLine && line.startsWith("\uFEFF")) line = line.slice(1);
    this.#isFirstLine = false;
    if (line === "") {
      const frame = this.#dispatch();
      return frame === undefined ? [] : [frame];
    }
    this.#limit(line.length);
    if (line.startsWith(":")) return [];
    this.#length += line.length;
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line.charAt(colon + 1) === " " ? colon + 2 : colon + 1);
    if (name === "data") this.#data.push(value);
    else if (name === "event") this.#event = value === "" ? undefined : value;
    return [];
  }

  #dispatch(): SSEFrame | undefined {
    const frame = this.#data.length > 0 ? { event: this.#event, data: this.#data.join("\n") } : undefined;
    this.#event = undefined;
    this.#data = [];
    this.#length = 0;
    return frame;
  }

  #limit(more: number): void {
    if (this.#length + more > this.#maxLength) {
      throw new DecodeError(`a frame is longer than the limit of ${this.#maxLength}`, "");
    }
  }
}

export interface SSEDecoderOptions {
  /** Takes data that is no event, so that the stream goes on. Without it such data is thrown. */
  readonly onError?: (error: DecodeError) => void;
  /** The largest frame, in UTF-16 code units; it is always thrown. */
  readonly maxLength?: number;
}

/** Bytes or text in any chunks, events out. */
export class SSEDecoder {
  /** Whether the frame has come that ends a stream; most servers leave it out. */
  isDone = false;
  readonly #parser: SSEParser;
  readonly #onError: ((error: DecodeError) => void) | undefined;
  #waiting: SSEFrame[] = [];

  constructor(options: SSEDecoderOptions = {}) {
    this.#parser = new SSEParser(options.maxLength);
    this.#onError = options.onError;
  }

  /**
   * Take what came from the network and return the events that it completes. Throws `DecodeError` on data that is no
   * event, before which it returns the events that came first; call again, with `""` if need be, for what follows.
   */
  receive(chunk: Uint8Array | string): ResponseStreamEvent[] {
    this.#waiting.push(...this.#parser.receive(chunk));
    return this.#read();
  }

  /** The connection has closed: return the last events. Call it again after it has thrown. */
  end(): ResponseStreamEvent[] {
    this.#waiting.push(...this.#parser.end());
    return this.#read();
  }

  #read(): ResponseStreamEvent[] {
    const events: ResponseStreamEvent[] = [];
    while (this.#waiting.length > 0) {
      const [frame] = this.#waiting;
      if (frame === undefined) break;
      try {
        const event = this.#event(frame);
        if (event !== undefined) events.push(event);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        if (this.#onError === undefined && events.length > 0) return events;
        this.#waiting.shift();
        if (this.#onError === undefined) throw error;
        this.#onError(error);
        continue;
      }
      this.#waiting.shift();
    }
    return events;
  }

  #event(frame: SSEFrame): ResponseStreamEvent | undefined {
    const data = frame.data.trim();
    if (data === SEMANTICS.terminator) {
      this.isDone = true;
      return undefined;
    }
    if (isKeepAlive(frame.event, data)) return undefined;
    return readEvent(frame.data, frame.event);
  }
}

/** One event from its JSON text; `name` is what the transport calls it, for events that lack a type. */
export function readEvent(text: string, name?: string): ResponseStreamEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DecodeError("not JSON", text);
  }
  if (!isObject(value)) throw new DecodeError("an event is a JSON object", text);
  const event = !("type" in value) && name !== undefined ? { type: name, ...value } : value;
  if (typeof event["type"] !== "string") throw new DecodeError("an event has a string as its type", text);
  return event as object as ResponseStreamEvent;
}

/** Whether a frame only keeps the connection open; one with a type is an event as any other. */
function isKeepAlive(name: string | undefined, data: string): boolean {
  if (data === "") return true;
  return name !== undefined && KEEP_ALIVE.has(name) && (!data.startsWith("{") || data.slice(1, -1).trim() === "");
}
