/** The rows of a semantics table, found by any spelling of an event's type. */
import type { EventRow, MachineName, MachineRow, Semantics } from "./semantics.js";

/** Any event, as far as the table is concerned: a type, and members by the names that the rows mention. */
export type Members = { readonly [member: string]: unknown };

/**
 * Where an event happens: nothing for the response, the index of an item, or an item's index, the name of its list and
 * the index of a part.
 */
export type Address = readonly [] | readonly [number] | readonly [number, string, number];

export class Rules {
  readonly table: Semantics;
  readonly #rows = new Map<string, EventRow>();

  constructor(table: Semantics) {
    this.table = table;
    for (const row of table.events) {
      for (const spelling of [row.type, ...row.aliases]) this.#rows.set(spelling, row);
    }
  }

  /** The row of an event type in any spelling; undefined for an extension. */
  row(type: unknown): EventRow | undefined {
    return typeof type === "string" ? this.#rows.get(type) : undefined;
  }

  machine(name: MachineName): MachineRow {
    return this.table.machines[name];
  }

  /** The rows that change a field of an item or part of some type. */
  fieldsOf(type: unknown): EventRow[] {
    return this.table.events.filter((row) => row.of === type && row.field !== null);
  }

  /** The type of the item in which a part makes sense that came without one. */
  itemTypeFor(container: string, partType: string): string | undefined {
    const able = this.table.containers[container] ?? [];
    const stated = own(this.table.types.part, partType)?.item_type;
    return stated !== undefined && able.includes(stated) ? stated : able[0];
  }

  /** What the required fields of an item or part of some type hold when it was never announced. */
  blank(machine: "item" | "part", type: string): Members {
    const row = own(this.table.types[machine], type);
    return { ...row?.blank, ...row?.assumed };
  }

  /** Whether the release defines a type of item or part. */
  isDefined(type: unknown): boolean {
    const { item, part } = this.table.types;
    return typeof type === "string" && (Object.hasOwn(item, type) || Object.hasOwn(part, type));
  }
}

/** Where an event happens; undefined when one of its indexes is no whole number from 0. */
export function addressOf(row: EventRow, event: Members): Address | undefined {
  const indexes = row.address.map((field) => event[field]);
  if (!indexes.every((index): index is number => Number.isSafeInteger(index) && Number(index) >= 0)) return undefined;
  const [item, part] = indexes;
  if (item === undefined) return [];
  return part === undefined ? [item] : [item, row.container ?? "", part];
}

/** The type of the item or part that an event carries. */
export function payloadType(row: EventRow, event: Members): string | undefined {
  const payload = row.payload === null ? undefined : event[row.payload];
  const found = isObject(payload) ? payload["type"] : undefined;
  return typeof found === "string" ? found : undefined;
}

/** The member of a table under a name that comes from a stream: names such as `constructor` find nothing. */
export function own<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of an object whose type says more about it. */
export function membersOf(value: object): Members {
  return value as Members;
}
