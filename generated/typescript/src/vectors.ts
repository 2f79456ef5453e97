// Generated from spec/ by `python -m codegen generate`. Do not edit.
/**
 * Answers the golden vectors: one request a line on standard input, one answer a line on standard output.
 *
 * `openresponses vectors run -- node dist/vectors.js` asks and judges.
 */
import { ResponseAccumulator } from "./accumulator.js";
import type { ResponseStreamEvent } from "./read.js";
import { SSEDecoder } from "./sse.js";

/** As much of node as is needed here, so that nothing has to be installed to compile this. */
declare const process: {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: { write(text: string): boolean };
};

interface Request {
  readonly id: string;
  readonly kind: string;
  readonly input: { readonly events?: readonly ResponseStreamEvent[]; readonly chunks?: readonly string[] };
}

const PROTOCOL = 1;

const ANSWERS: { readonly [kind: string]: (input: Request["input"]) => unknown } = {
  hello: () => ({
    name: "openresponses-schema",
    protocol: PROTOCOL,
    kinds: Object.keys(ANSWERS).filter((kind) => kind !== "hello"),
  }),
  accumulate({ events = [] }) {
    const accumulator = new ResponseAccumulator();
    const snapshots = events.map((event) => {
      accumulator.receive(event);
      return accumulator.isDescribed ? accumulator.snapshot : null;
    });
    accumulator.end();
    return { snapshots, response: accumulator.snapshot, outcome: accumulator.outcome };
  },
  decode({ chunks = [] }) {
    let error = false;
    const decoder = new SSEDecoder({ onError: () => (error = true) });
    const events = chunks.flatMap((chunk) => decoder.receive(bytesOf(chunk)));
    events.push(...decoder.end());
    return { events, done: decoder.isDone, error };
  },
};

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function answer(line: string): unknown {
  const { id, kind, input } = JSON.parse(line) as Request;
  const known = ANSWERS[kind];
  if (known === undefined) return { id, error: `there is no kind ${kind}` };
  try {
    return { id, output: known(input) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

const utf8 = new TextDecoder();
let rest = "";
for await (const chunk of process.stdin) {
  const lines = (rest + utf8.decode(chunk, { stream: true })).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}
