// The accumulator and the predicates of the npm package, on what the vectors do not show.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ResponseAccumulator,
  SEMANTICS,
  isDefined,
  isDelta,
  isErrorEvent,
  isFailure,
  isResponseEvent,
  isSuccess,
  isTerminal,
  responseId,
} from "openresponses-schema";
import { REQUIREMENTS } from "openresponses-schema/requirements";

const response = (status, output = []) => ({ object: "response", id: "resp_1", status, output });
const created = { type: "response.created", response: response("in_progress") };
const working = { type: "response.in_progress", response: response("in_progress") };
const completed = { type: "response.completed", response: response("completed") };
const message = { type: "message", id: "msg_1", status: "in_progress", role: "assistant", content: [] };
const textDelta = (delta, fields = {}) => ({
  type: "response.output_text.delta",
  item_id: "msg_1",
  output_index: 0,
  content_index: 0,
  delta,
  ...fields,
});

function accumulate(events, table) {
  const accumulator = new ResponseAccumulator(table);
  for (const event of events) accumulator.receive(event);
  return accumulator;
}

const broken = (accumulator) => accumulator.violations.map(({ requirement, eventIndex }) => [requirement, eventIndex]);

test("text is addressed by index while ids change in every event", () => {
  const events = ["a", "b", "c"].map((text) => textDelta(text, { item_id: `msg_${text}` }));
  const added = { type: "response.output_item.added", output_index: 0, item: message };
  const part = { type: "output_text", text: "", annotations: [] };
  const partAdded = { type: "response.content_part.added", output_index: 0, content_index: 0, part };
  const accumulator = accumulate([created, working, added, partAdded, ...events]);
  assert.deepEqual(accumulator.violations, []);
  assert.deepEqual(accumulator.snapshot.output, [{ ...message, content: [{ ...part, text: "abc" }] }]);
  assert.deepEqual([accumulator.outcome, accumulator.isDone], [undefined, false]);
  assert.deepEqual(message.content, [], "what was announced is not changed");
});

test("what was never announced is made, of the type that the event needs", () => {
  const reasoning = { ...textDelta("think"), type: "response.reasoning_text.delta" };
  const call = { type: "response.function_call_arguments.delta", item_id: "fc_1", output_index: 7, delta: "{}" };
  const summary = { type: "response.reasoning_summary_text.delta", output_index: 9, summary_index: 0, delta: "s" };
  const { snapshot, violations } = accumulate([created, reasoning, call, summary]);
  assert.deepEqual(
    snapshot.output.map(({ type, id }) => [type, id]),
    [["reasoning", "msg_1"], ["function_call", "fc_1"], ["reasoning", ""]],
  );
  assert.deepEqual(snapshot.output[0].content, [{ type: "reasoning_text", text: "think" }]);
  assert.equal(snapshot.output[1].arguments, "{}");
  assert.deepEqual(snapshot.output[2].summary, [{ type: "summary_text", text: "s" }]);
  assert.ok(violations.length >= 3);
  for (const { requirement } of violations) assert.ok(REQUIREMENTS[requirement], requirement);
});

test("an empty terminal output does not wipe what was streamed", () => {
  const accumulator = accumulate([created, working, textDelta("kept"), completed]);
  assert.equal(accumulator.snapshot.output[0].content[0].text, "kept");
  assert.equal(accumulator.snapshot.output[0].status, "completed");
  assert.deepEqual([accumulator.outcome, accumulator.isDone], ["completed", true]);
});

test("a stream that stops is told, and its response is not said to be finished", () => {
  const accumulator = accumulate([{ ...created, response: response("completed") }, textDelta("x")]);
  accumulator.end();
  accumulator.end();
  assert.equal(accumulator.outcome, "truncated");
  assert.equal(accumulator.snapshot.status, "in_progress");
  assert.deepEqual(broken(accumulator).at(-1), ["OR-GRAM-07", null]);
  const nothing = accumulate([]);
  nothing.end();
  assert.deepEqual(broken(nothing), [["OR-GRAM-04", null]]);
  assert.deepEqual(nothing.snapshot, { object: "response", id: "", status: "in_progress", output: [] });
});

test("an error is told at once and becomes a failure when response.failed follows", () => {
  const error = { type: "error", error: { type: "server_error", code: null, message: "no", param: null } };
  const accumulator = accumulate([created, error]);
  assert.deepEqual([accumulator.outcome, accumulator.error], ["error", error]);
  accumulator.receive({ type: "response.failed", response: response("failed") });
  assert.equal(accumulator.outcome, "failed");
  assert.deepEqual(accumulator.violations, []);
});

test("the order of events is judged by the table", () => {
  const done = { type: "response.output_item.done", output_index: 0, item: { ...message, status: "completed" } };
  const added = { type: "response.output_item.added", output_index: 0, item: message };
  assert.deepEqual(broken(accumulate([working])), [["OR-GRAM-04", 0]]);
  assert.deepEqual(broken(accumulate([created, working, done])), [["OR-GRAM-11", 2]]);
  assert.deepEqual(broken(accumulate([created, working, { ...added, output_index: 3 }])), [["OR-GRAM-12", 2]]);
  assert.deepEqual(broken(accumulate([created, working, added, completed])), [["OR-GRAM-13", 3]]);
  assert.deepEqual(broken(accumulate([created, working, completed, added])), [["OR-GRAM-08", 3]]);
});

test("hostile events change nothing and throw nothing", () => {
  const odd = [-1, 1.5, "0", null, undefined, 2 ** 60, {}, []];
  for (const index of odd) {
    const accumulator = accumulate([created, working, textDelta("x", { output_index: index })]);
    assert.deepEqual(accumulator.snapshot.output, []);
    assert.deepEqual(broken(accumulator), [["OR-SCHEMA", 2]]);
  }
  for (const delta of [1, null, {}, undefined]) {
    assert.deepEqual(accumulate([created, working, textDelta(delta)]).snapshot.output, []);
  }
  for (const item of [1, null, "message", []]) {
    accumulate([created, working, { type: "response.output_item.added", output_index: 0, item }]).end();
  }
  const names = ["__proto__", "constructor", "toString"];
  for (const type of names) accumulate([created, { type }, { ...created, type }, textDelta("x", { type })]);
  const item = accumulate([created, working, { type: "response.output_item.added", output_index: 0, item: { type: "__proto__" } }]);
  assert.deepEqual(item.snapshot.output, [{ type: "__proto__" }]);
  assert.equal(accumulate([created, working, { ...completed, response: null }]).outcome, "completed");
  for (const type of names) {
    const added = { type: "response.output_item.added", output_index: 0, item: { type, content: [{ type }] } };
    const done = { type: "response.output_item.done", output_index: 0, item: { type } };
    const part = { type: "response.content_part.done", output_index: 1, content_index: 0, part: { type } };
    const { snapshot } = accumulate([created, working, added, textDelta("x"), done, part, completed]);
    assert.deepEqual(snapshot.output.map((item) => item.type), [type, "message"]);
  }
});

test("another table is all that another release needs", () => {
  const row = SEMANTICS.events.find(({ type }) => type === "response.output_text.delta");
  const table = { ...SEMANTICS, events: [...SEMANTICS.events, { ...row, type: "acme.text", aliases: ["acme.txt"] }] };
  const events = [created, working, textDelta("a", { type: "acme.text" }), textDelta("b", { type: "acme.txt" })];
  assert.equal(accumulate(events, table).snapshot.output[0].content[0].text, "ab");
  assert.deepEqual(accumulate(events).snapshot.output, []);
});

test("the predicates answer for events, responses, items and names", () => {
  assert.deepEqual([created, completed].map(isTerminal), [false, true]);
  assert.deepEqual(["response.failed", "incomplete", "in_progress", "acme"].map(isTerminal), [true, true, false, false]);
  assert.deepEqual([response("completed"), response("failed"), message].map(isTerminal), [true, true, false]);
  assert.deepEqual([completed, response("incomplete"), "completed"].map(isSuccess), [true, false, true]);
  assert.deepEqual(["error", "failed", response("failed"), completed, response("incomplete")].map(isFailure), [
    true,
    true,
    true,
    false,
    false,
  ]);
  assert.deepEqual([created, textDelta("a")].map(isResponseEvent), [true, false]);
  assert.deepEqual([created, textDelta("a")].map(isDelta), [false, true]);
  assert.deepEqual([{ type: "error", error: {} }, { type: "error", message: "flat" }].map(isErrorEvent), [true, false]);
  assert.deepEqual([created, { type: "x", response_id: "r" }, textDelta("a")].map(responseId), ["resp_1", "r", undefined]);
  assert.deepEqual(
    [message, { type: "web_search_call" }, { type: "acme:x" }, null, "message"].map((item) => isDefined("OutputItem", item)),
    [true, false, false, false, false],
  );
});

test("what is no event at all is a fault like any other", () => {
  const accumulator = accumulate([null, "created", [], 7, created, {}]);
  assert.deepEqual(broken(accumulator), [["OR-SCHEMA", 0]]);
  assert.equal(accumulator.snapshot.id, "resp_1");
});

test("a fault in every delta is told once, and a list grows without being copied", () => {
  const stray = Array.from({ length: 1000 }, () => ({ type: "response.output_item.done", output_index: 4, item: null }));
  assert.deepEqual(broken(accumulate([created, working, ...stray])), [["OR-GRAM-11", 2]]);
  const annotation = { type: "acme:note" };
  const note = { type: "response.output_text.annotation.added", output_index: 0, content_index: 0, annotation };
  const accumulator = accumulate([created, working, note]);
  const before = accumulator.snapshot;
  for (let count = 1; count < 1000; count++) accumulator.receive(note);
  assert.equal(before.output[0].content[0].annotations.length, 1);
  assert.equal(accumulator.snapshot.output[0].content[0].annotations.length, 1000);
});
