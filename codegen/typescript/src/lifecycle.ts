/**
 * Decides whether an event may happen now, from the rows of the table alone.
 *
 * Three machines nest: a response holds items, an item holds parts. An event happens to the instance that its indexes
 * address, never its ids, which some servers change from event to event.
 */
import { own, payloadType, type Address, type Members, type Rules } from "./rules.js";
import type { EventRow, MachineName } from "./semantics.js";

/** What is wrong with an event. */
export interface Refusal {
  /** The id of the requirement; `requirements` has its sentence. */
  readonly requirement: string;
  readonly message: string;
}

/** A rule of the stream that an event broke. */
export interface Violation extends Refusal {
  /** The type of the event as it came; null when it is the end of the stream that breaks the rule. */
  readonly eventType: string | null;
  /** Position of the event in its stream, counted from 0; null for the end of the stream. */
  readonly eventIndex: number | null;
  readonly address: Address;
}

interface Instance {
  readonly type: string | undefined;
  state: string;
}

export class Lifecycle {
  readonly #rules: Rules;
  readonly #instances = new Map<string, Instance>();
  readonly #counts = new Map<string, number>();
  readonly #unfinished = new Map<string, Set<string>>();
  /** The states of the response that can still lead to work. */
  readonly #waiting: ReadonlySet<string>;

  constructor(rules: Rules) {
    this.#rules = rules;
    this.#waiting = waitingStates(rules);
  }

  /** The state of the response, or of the item or part at an address. */
  stateOf(address: Address): string {
    return this.#instances.get(keyOf(address))?.state ?? this.#rules.machine(machineAt(address)).initial;
  }

  /** The type that an item or part was announced with. */
  typeOf(address: Address): string | undefined {
    return this.#instances.get(keyOf(address))?.type;
  }

  /** Whether nothing happens any more to the instance at an address. */
  isFinal(address: Address): boolean {
    return this.#rules.machine(machineAt(address)).final.includes(this.stateOf(address));
  }

  /** Whether an event has named the instance at an address. */
  isKnown(address: Address): boolean {
    return this.stateOf(address) !== this.#rules.machine(machineAt(address)).initial;
  }

  /** Whether the instance at an address grows. */
  isOpen(address: Address): boolean {
    return this.#rules.machine(machineAt(address)).open.includes(this.stateOf(address));
  }

  /** Move to the state that follows, or say why not and stay. */
  advance(row: EventRow, event: Members, address: Address): Refusal | undefined {
    const refusal = this.judge(row, address);
    if (refusal === undefined && row.to !== null) this.#put(row.machine, address, row.to, payloadType(row, event));
    return refusal;
  }

  /** Say why an event may not happen now; undefined when it may. */
  judge(row: EventRow, address: Address): Refusal | undefined {
    const { machine: name } = row;
    const [state, type, machine] = [this.stateOf(address), this.typeOf(address), this.#rules.machine(name)];
    for (const [above, place] of ancestors(row, address)) {
      const parent = this.#rules.machine(above);
      const found = this.stateOf(place);
      if (!parent.open.includes(found)) {
        return { requirement: parent.states[found]?.breaks ?? "", message: `the ${above} is ${found}` };
      }
    }
    const sources = (type === undefined ? undefined : own(row.from_by_type, type)) ?? row.from;
    if (!sources.includes(state)) {
      const requirement = row.breaks[state] ?? machine.states[state]?.breaks ?? "";
      return { requirement, message: `not allowed while the ${name} is ${state}; expected: ${sources.join(" or ")}` };
    }
    if (machine.parent !== null && state === machine.initial) return this.#judgeNew(row, address);
    if (row.of !== null && type !== row.of) {
      return { requirement: machine.breaks.type ?? "", message: `the ${name} is ${type}, not ${row.of}` };
    }
    if (row.closes && this.#hasUnfinished(address)) {
      return { requirement: machine.breaks.unfinished ?? "", message: `something in the ${name} is not done` };
    }
    return undefined;
  }

  /** Open the response, or an item or part, although no event has; what is there stays. */
  open(address: Address, type?: string): void {
    const machine = machineAt(address);
    const target = this.#rules.machine(machine).open[0] ?? "";
    if (machine === "response" ? this.#waiting.has(this.stateOf(address)) : !this.isKnown(address)) {
      this.#put(machine, address, target, type);
    }
  }

  /** Move to where an event leads that is not allowed; the response never moves back. */
  force(row: EventRow, event: Members, address: Address): void {
    if (row.to === null) return;
    const leadsBack = this.#waiting.has(row.to) || this.#rules.machine("response").open.includes(row.to);
    if (row.machine === "response" && leadsBack && !this.#waiting.has(this.stateOf(address))) return;
    this.#put(row.machine, address, row.to, payloadType(row, event));
  }

  #judgeNew(row: EventRow, address: Address): Refusal | undefined {
    const machine = this.#rules.machine(row.machine);
    const [index, next] = [address.at(-1), this.#counts.get(listOf(address)) ?? 0];
    if (index !== next) {
      return { requirement: machine.breaks.next_index ?? "", message: `the next index is ${next}, not ${index}` };
    }
    if (machine.breaks.alone !== undefined && this.#hasUnfinished(parentOf(address))) {
      return { requirement: machine.breaks.alone, message: `another ${row.machine} is not done` };
    }
    return undefined;
  }

  #hasUnfinished(address: Address): boolean {
    return (this.#unfinished.get(keyOf(address))?.size ?? 0) > 0;
  }

  #put(machine: MachineName, address: Address, target: string, type: string | undefined): void {
    const key = keyOf(address);
    const known = this.#instances.get(key);
    if (known === undefined) {
      this.#instances.set(key, { type, state: target });
    } else {
      known.state = target;
    }
    if (machine === "response") return;
    const list = listOf(address);
    if (known === undefined) this.#counts.set(list, (this.#counts.get(list) ?? 0) + 1);
    const parent = keyOf(parentOf(address));
    const open = this.#unfinished.get(parent) ?? new Set<string>();
    if (this.#rules.machine(machine).final.includes(target)) open.delete(key);
    else if (known === undefined) open.add(key);
    this.#unfinished.set(parent, open);
  }
}

function machineAt(address: Address): MachineName {
  return address.length === 0 ? "response" : address.length === 1 ? "item" : "part";
}

function parentOf(address: Address): Address {
  return address.length === 3 ? [address[0]] : [];
}

function listOf(address: Address): string {
  return address.slice(0, -1).join("/");
}

function keyOf(address: Address): string {
  return address.join("/");
}

/** What an instance lives in, outermost first. */
function ancestors(row: EventRow, address: Address): [MachineName, Address][] {
  const above: [MachineName, Address][] = [];
  if (row.machine !== "response") above.push(["response", []]);
  if (row.machine === "part" && address.length === 3) above.push(["item", [address[0]]]);
  return above;
}

/** The states from which events of the response lead to one in which items may move. */
function waitingStates(rules: Rules): ReadonlySet<string> {
  const open = rules.machine("response").open;
  const found = new Set<string>();
  const ahead = [...open];
  for (let target = ahead.pop(); target !== undefined; target = ahead.pop()) {
    for (const row of rules.table.events) {
      if (row.machine !== "response" || row.to !== target) continue;
      for (const state of row.from) {
        if (found.has(state) || open.includes(state)) continue;
        found.add(state);
        ahead.push(state);
      }
    }
  }
  return found;
}
