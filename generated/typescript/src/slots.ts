// Generated from spec/ by `python -m codegen generate`. Do not edit.
/** The items and parts of a response while they grow. */
import { isObject, type Members } from "./rules.js";

/** An item or a part: the object as it was announced, and what events have changed since. */
export class Slot {
  /** Whether no event has announced it: it was made because another event needed it. */
  isMade: boolean;
  #value: Members;
  #changes = new Map<string, unknown>();
  /** The lists that have grown, which nobody else holds. */
  #lists = new Map<string, unknown[]>();
  #parts = new Map<string, Map<number, Slot>>();

  constructor(value: Members, isMade = false) {
    this.#value = value;
    this.isMade = isMade;
  }

  get type(): unknown {
    return this.#value["type"];
  }

  /** Take an object in place of the announced one; what was streamed since stays. */
  announce(value: Members): void {
    this.#value = value;
    this.isMade = false;
  }

  /** Take an object in place of everything so far. */
  replace(value: Members): void {
    this.#value = value;
    this.#changes.clear();
    this.#lists.clear();
    this.#parts.clear();
  }

  /** The value of a field so far. */
  get(field: string): unknown {
    if (this.#changes.has(field)) return this.#changes.get(field);
    return this.#lists.get(field) ?? this.#value[field];
  }

  /** The text of a field so far. */
  text(field: string): string {
    const value = this.get(field);
    return typeof value === "string" ? value : "";
  }

  set(field: string, value: unknown): void {
    this.#changes.set(field, value);
  }

  hasChanged(field: string): boolean {
    return this.#changes.has(field);
  }

  /** Add to the end of a list field. */
  push(field: string, value: unknown): void {
    let values = this.#lists.get(field);
    if (values === undefined) {
      const announced = this.get(field);
      values = Array.isArray(announced) ? [...announced] : [];
      this.#lists.set(field, values);
    }
    values.push(value);
  }

  /** The parts of a list by index; those that the item was announced with are there already. */
  list(name: string): Map<number, Slot> {
    let parts = this.#parts.get(name);
    if (parts === undefined) {
      parts = new Map();
      const announced = this.#value[name];
      for (const [index, part] of (Array.isArray(announced) ? announced : []).entries()) {
        if (isObject(part)) parts.set(index, new Slot(part));
      }
      this.#parts.set(name, parts);
    }
    return parts;
  }

  /** The indexes of the parts of a list, in their order; none where there is no such list. */
  indexes(name: string): number[] {
    const isThere = this.#parts.has(name) || Array.isArray(this.#value[name]);
    return isThere ? inOrder(this.list(name)).map(([index]) => index) : [];
  }

  /** The object as it stands now; the announced one is never changed. */
  build(): Members {
    if (this.#changes.size + this.#lists.size + this.#parts.size === 0) return this.#value;
    const lists = [...this.#lists].map(([name, values]) => [name, [...values]]);
    const parts = [...this.#parts].map(([name, slots]) => [name, inOrder(slots).map(([, part]) => part.build())]);
    return { ...this.#value, ...Object.fromEntries([...this.#changes, ...lists, ...parts]) };
  }
}

/** Slots by rising index. */
export function inOrder(slots: ReadonlyMap<number, Slot>): [number, Slot][] {
  return [...slots].sort(([left], [right]) => left - right);
}
