// Generated from spec/ by `python -m codegen generate`. Do not edit.
/** What was streamed, and what a server says at the end: nothing that is empty wipes anything. */
import { isObject, type Members, type Rules } from "./rules.js";
import type { Slot } from "./slots.js";

/** A finished item or part, with what was streamed of it wherever it is empty. */
export function withStreamed(rules: Rules, streamed: Slot, said: Members): Members {
  const kept: Record<string, unknown> = {};
  const before = streamed.build();
  for (const { field } of rules.fieldsOf(streamed.type)) {
    if (field !== null && isEmpty(said[field]) && !isEmpty(before[field])) kept[field] = before[field];
  }
  for (const name of Object.keys(rules.table.containers)) {
    const [indexes, final] = [streamed.indexes(name), said[name]];
    if (indexes.length === 0) continue;
    if (!Array.isArray(final) || final.length === 0) kept[name] = before[name];
    else if (final.length >= indexes.length) {
      // Indexes with gaps that the final list does not have are only an order.
      const isPlaced = (indexes.at(-1) ?? 0) < final.length;
      const parts: unknown[] = [...final];
      for (const [order, index] of indexes.entries()) {
        const [at, slot] = [isPlaced ? index : order, streamed.list(name).get(index)];
        const part = parts[at];
        if (slot !== undefined && isObject(part)) parts[at] = withStreamed(rules, slot, part);
      }
      kept[name] = parts;
    }
  }
  return { ...said, ...kept };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
