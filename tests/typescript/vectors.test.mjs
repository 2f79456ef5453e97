// The golden vectors, replayed inside node: the folder is in OPENRESPONSES_VECTORS.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ResponseAccumulator, SSEDecoder } from "openresponses-schema";

const folder = process.env["OPENRESPONSES_VECTORS"];
const read = (kind) =>
  readdirSync(join(folder, kind)).flatMap((name) => JSON.parse(readFileSync(join(folder, kind, name), "utf8")).vectors);

const violationsOf = (events) => {
  const accumulator = new ResponseAccumulator();
  for (const event of events) accumulator.receive(event);
  return accumulator.violations.map(({ requirement, eventIndex }) => `${requirement} ${eventIndex}`);
};

test("a legal stream has no violation", () => {
  const legal = read("streams").filter(({ violations }) => violations.length === 0);
  assert.ok(legal.length > 30);
  for (const { id, input } of legal) assert.deepEqual(violationsOf(input.events), [], id);
});

test("every event that comes at the wrong time is found, under the requirement that it breaks", () => {
  const { vectors } = JSON.parse(readFileSync(join(folder, "streams", "untimely.json"), "utf8"));
  assert.ok(vectors.length > 40);
  for (const { id, input, violations } of vectors) {
    const named = violations.map(({ requirement, event }) => `${requirement} ${event}`);
    const found = violationsOf(input.events);
    assert.ok(named.some((violation) => found.includes(violation)), `${id}: ${named}, not ${found}`);
  }
});

test("the snapshot after each event is what the vector says, from events in one chunk of bytes", () => {
  for (const { id, input, output } of read("streams")) {
    if (output === undefined) continue;
    const frames = input.events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
    const events = new SSEDecoder().receive(frames);
    const accumulator = new ResponseAccumulator();
    events.forEach((event, index) => {
      accumulator.receive(event);
      assert.deepEqual(accumulator.isDescribed ? accumulator.snapshot : null, output.snapshots[index], `${id} ${index}`);
    });
    accumulator.end();
    assert.deepEqual(accumulator.snapshot, output.response, id);
    assert.equal(accumulator.outcome, output.outcome, id);
  }
});
