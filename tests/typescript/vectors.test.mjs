// The golden vectors, replayed inside node: the folder is in OPENRESPONSES_VECTORS.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ResponseAccumulator, SSEDecoder } from "openresponses-schema";

const folder = process.env["OPENRESPONSES_VECTORS"];
const read = (kind) =>
  readdirSync(join(folder, kind)).flatMap((name) => JSON.parse(readFileSync(join(folder, kind, name), "utf8")).vectors);

test("a legal stream has no violation, and an illegal one none that the vector does not name", () => {
  const streams = read("streams");
  assert.ok(streams.length > 40);
  for (const { id, input, violations } of streams) {
    const accumulator = new ResponseAccumulator();
    for (const event of input.events) accumulator.receive(event);
    const known = new Set(violations.map(({ requirement, event }) => `${requirement} ${event}`));
    const found = accumulator.violations.map(({ requirement, eventIndex }) => `${requirement} ${eventIndex}`);
    assert.deepEqual(found.filter((violation) => !known.has(violation)), [], id);
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
