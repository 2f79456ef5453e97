// The decoder of the npm package: any chunking, and what servers do to streams.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DecodeError, SSEDecoder, eventType, readEvent } from "openresponses-schema";

const delta = (text) => ({ type: "response.output_text.delta", output_index: 0, content_index: 0, delta: text });
const frame = (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

function decode(chunks, options) {
  const decoder = new SSEDecoder(options);
  const events = chunks.flatMap((chunk) => decoder.receive(chunk));
  return { events: [...events, ...decoder.end()], isDone: decoder.isDone };
}

test("every cut of the bytes, and of the text, gives the same events", () => {
  const wanted = [delta("é😀"), delta("\u2028\uFEFF"), delta("")];
  const text = `\uFEFF: hello\r\n\r\n${wanted.map(frame).join("").replaceAll("\n", "\r\n")}data: [DONE]\n\n`;
  const bytes = new TextEncoder().encode(text);
  for (const whole of [text, bytes]) {
    for (let at = 0; at <= whole.length; at++) {
      assert.deepEqual(decode([whole.slice(0, at), whole.slice(at)]), { events: wanted, isDone: true });
    }
    const pieces = Array.from({ length: whole.length }, (_, at) => whole.slice(at, at + 1));
    assert.deepEqual(decode(pieces), { events: wanted, isDone: true });
  }
});

test("what most servers leave out is not missed: event lines, the end mark, the last blank line", () => {
  const { events, isDone } = decode([`data: ${JSON.stringify(delta("a"))}\n\ndata:${JSON.stringify(delta("b"))}`]);
  assert.deepEqual(events, [delta("a"), delta("b")]);
  assert.equal(isDone, false);
});

test("a type that is missing is taken from the event line, another spelling stays and has its canonical type", () => {
  const { events } = decode(["event: response.reasoning_text.delta\ndata: {}\n\n"]);
  assert.deepEqual(events, [{ type: "response.reasoning_text.delta" }]);
  assert.equal(eventType(events[0]), "response.reasoning.delta");
  assert.equal(eventType({ type: "acme:trace" }), "acme:trace");
});

test("what keeps a connection open is no event, unless it has a type", () => {
  const { events } = decode([": ping\n\nevent: ping\ndata: {}\n\ndata:\n\nevent: ping\ndata: 12\n\nid: 7\n\n"]);
  assert.deepEqual(events, []);
  assert.deepEqual(decode(['event: ping\ndata: {"type":"ping"}\n\n']).events, [{ type: "ping" }]);
});

test("data that is no event is thrown after the events before it, and the stream goes on", () => {
  const decoder = new SSEDecoder();
  assert.deepEqual(decoder.receive(`${frame(delta("a"))}data: {]\n\ndata: [1]\n\n${frame(delta("b"))}`), [delta("a")]);
  assert.throws(() => decoder.receive(""), (error) => error instanceof DecodeError && error.data === "{]");
  assert.throws(() => decoder.receive(""), DecodeError);
  assert.deepEqual(decoder.receive(""), [delta("b")]);
});

test("who takes errors gets all of them and all events", () => {
  const errors = [];
  const bad = new Uint8Array([...new TextEncoder().encode('data: {"type":"'), 0xff, ...new TextEncoder().encode('"}\n\n')]);
  const { events } = decode(['data: {"type":1}\n\n', bad, frame(delta("a"))], { onError: (error) => errors.push(error.message) });
  assert.deepEqual(events, [delta("a")]);
  assert.deepEqual(errors, ["an event has a string as its type", "not UTF-8"]);
});

test("a frame has a limit, whether it comes in one line or in many, and comments have none", () => {
  const options = { maxBytes: 100 };
  assert.throws(() => decode([`data: ${"x".repeat(100)}`], options), DecodeError);
  assert.throws(() => decode(["data: 0123456789\n".repeat(10)], options), DecodeError);
  assert.deepEqual(decode([": 0123456789\n".repeat(100), frame(delta("a")).slice(0, 0)], options).events, []);
});

test("one event is read from its text", () => {
  assert.deepEqual(readEvent('{"type":"acme:x"}'), { type: "acme:x" });
  assert.deepEqual(readEvent('{"n":1}', "acme:x"), { type: "acme:x", n: 1 });
  for (const text of ["", "null", "[]", "{}", '{"type":null}']) assert.throws(() => readEvent(text), DecodeError);
  assert.throws(() => readEvent('{"type":null}', "acme:x"), DecodeError);
});
