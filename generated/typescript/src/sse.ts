// Generated from spec/ by `python -m codegen generate`. Do not edit.
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
  /** Whether the data is UTF-8; what is not stands in `data` as U+FFFD. */
  readonly isSound: boolean;
}

/** The largest frame in bytes that a decoder takes unless told otherwise. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

const LF = 10;
const CR = 13;
const UTF8 = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
const REPAIRED = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });
const KEEP_ALIVE: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "ping",
  "keepalive",
  "keep-alive",
  "keep_alive",
  "heartbeat",
]);

/** Bytes or text in any chunks, frames out; follows the event stream format of the HTML standard. */
export class SSEParser {
  readonly #maxBytes: number;
  #halfCharacter = "";
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  #afterCR = false;
  #isFirstLine = true;
  #event: string | undefined;
  #data: string[] = [];
  #isSound = true;
  #bytes = 0;

  constructor(maxBytes: number = MAX_FRAME_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Take what came from the network and return the frames that it completes. Throws `DecodeError` on one too long. */
  receive(chunk: Uint8Array | string): SSEFrame[] {
    return this.#take(typeof chunk === "string" ? this.#encode(chunk) : chunk);
  }

  /** The connection has closed: return the frame that lacked its blank line, if any. */
  end(): SSEFrame[] {
    const frames = this.#pieceBytes > 0 ? this.#finishLine(new Uint8Array()) : [];
    const last = this.#dispatch();
    return last === undefined ? frames : [...frames, last];
  }

  /** The bytes of a text, without half a character at its end: the other half comes with the next chunk. */
  #encode(chunk: string): Uint8Array {
    const text = this.#halfCharacter + chunk;
    const last = text.charCodeAt(text.length - 1);
    const isSplit = last >= 0xd800 && last < 0xdc00;
    this.#halfCharacter = isSplit ? text.slice(-1) : "";
    return new TextEncoder().encode(isSplit ? text.slice(0, -1) : text);
  }

  #take(chunk: Uint8Array): SSEFrame[] {
    const frames: SSEFrame[] = [];
    if (chunk.length === 0) return frames;
    let start = this.#afterCR && chunk[0] === LF ? 1 : 0;
    this.#afterCR = chunk.at(-1) === CR;
    for (let at = start; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte !== LF && byte !== CR) continue;
      frames.push(...this.#finishLine(chunk.subarray(start, at)));
      if (byte === CR && chunk[at + 1] === LF) at++;
      start = at + 1;
    }
    if (start < chunk.length) {
      this.#pieces.push(chunk.slice(start));
      this.#pieceBytes += chunk.length - start;
      this.#limit(this.#pieceBytes);
    }
    return frames;
  }

  #finishLine(rest: Uint8Array): SSEFrame[] {
    const bytes = this.#pieces.length > 0 ? joined([...this.#pieces, rest]) : rest;
    this.#pieces = [];
    this.#pieceBytes = 0;
    let { text, isSound } = textOf(bytes);
    if (this.#isFirstLine && text.startsWith("\uFEFF")) text = text.slice(1);
    this.#isFirstLine = false;
    if (text === "") {
      const frame = this.#dispatch();
      return frame === undefined ? [] : [frame];
    }
    this.#limit(bytes.length);
    if (text.startsWith(":")) return [];
    this.#bytes += bytes.length;
    const colon = text.indexOf(":");
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(text.charAt(colon + 1) === " " ? colon + 2 : colon + 1);
    if (name === "data") {
      this.#data.push(value);
      this.#isSound &&= isSound;
    } else if (name === "event") {
      this.#event = value === "" ? undefined : value;
    }
    return [];
  }

  #dispatch(): SSEFrame | undefined {
    const frame = { event: this.#event, data: this.#data.join("\n"), isSound: this.#isSound };
    const isEmpty = this.#data.length === 0;
    this.#event = undefined;
    this.#data = [];
    this.#isSound = true;
    this.#bytes = 0;
    return isEmpty ? undefined : frame;
  }

  #limit(more: number): void {
    if (this.#bytes + more > this.#maxBytes) {
      throw new DecodeError(`a frame is longer than the limit of ${this.#maxBytes} bytes`, "");
    }
  }
}

export interface SSEDecoderOptions {
  /** Takes data that is no event, so that the stream goes on. Without it such data is thrown. */
  readonly onError?: (error: DecodeError) => void;
  /** The largest frame in bytes; a larger one is always thrown. */
  readonly maxBytes?: number;
}

/** Bytes or text in any chunks, events out. */
export class SSEDecoder {
  /** Whether the frame has come that ends a stream; most servers leave it out. */
  isDone = false;
  readonly #parser: SSEParser;
  readonly #onError: ((error: DecodeError) => void) | undefined;
  #waiting: SSEFrame[] = [];

  constructor(options: SSEDecoderOptions = {}) {
    this.#parser = new SSEParser(options.maxBytes);
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
    if (!frame.isSound) throw new DecodeError("not UTF-8", frame.data);
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

function textOf(bytes: Uint8Array): { text: string; isSound: boolean } {
  try {
    return { text: UTF8.decode(bytes), isSound: true };
  } catch {
    return { text: REPAIRED.decode(bytes), isSound: false };
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
