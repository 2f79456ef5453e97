/**
 * Gathers the events of a stream into a response, whatever the server gets wrong.
 *
 * Everything that is known about events is a row of the table: this module knows none of them by name. An event that is
 * not allowed is recorded, and then used as far as that is safe: what was never announced is made, what has ended does
 * not change any more, and nothing that is empty wipes what was streamed.
 */
import { Lifecycle, type Refusal, type Violation } from "./lifecycle.js";
import type { OutputItem, Response, ResponseStreamEvent } from "./read.js";
import { Rules, addressOf, isObject, membersOf, payloadType, type Address, type Members } from "./rules.js";
import { SEMANTICS, type Effect, type EventRow, type Semantics } from "./semantics.js";
import { Slot, inOrder } from "./slots.js";
import { withStreamed } from "./streamed.js";

/** How a stream ended: by a terminal event, by an event about an error alone, or without either. */
export type Outcome = "completed" | "incomplete" | "failed" | "error" | "truncated" | (string & {});

/** A response as far as it has come. */
export type Snapshot = Response & { readonly output: Array<OutputItem> };

export class ResponseAccumulator {
  readonly #rules: Rules;
  readonly #lifecycle: Lifecycle;
  readonly #violations: Violation[] = [];
  readonly #reported = new Set<string>();
  readonly #items = new Map<number, Slot>();
  /** The response as the last event about it said, without the items that were streamed. */
  #described: Members | undefined;
  #responseId: string | undefined;
  #outcome: Outcome | undefined;
  #error: ResponseStreamEvent | undefined;
  #events = 0;
  #hasEnded = false;

  /** Works from the table of this package, unless another one is given. */
  constructor(semantics: Semantics = SEMANTICS) {
    this.#rules = new Rules(semantics);
    this.#lifecycle = new Lifecycle(this.#rules);
  }

  /** Take the next event. Nothing is thrown; what is not in order is in `violations`. */
  receive(event: ResponseStreamEvent): void {
    this.#events += 1;
    if (!isObject(event)) {
      this.#report(null, [], { requirement: "OR-SCHEMA", message: "an event is an object" });
      return;
    }
    const members = membersOf(event);
    this.#responseId ??= idOf(members);
    const row = this.#rules.row(members["type"]);
    if (row === undefined) return;
    const address = addressOf(row, members);
    if (address === undefined) {
      this.#report(event, [], { requirement: "OR-SCHEMA", message: `${row.address.join(", ")}: no index from 0` });
      return;
    }
    const payload = row.payload === null ? undefined : members[row.payload];
    if (!fits(row, payload)) {
      this.#report(event, address, { requirement: "OR-SCHEMA", message: `${row.payload} is not what it should be` });
      if (row.machine !== "response") return;
    }
    const refusal = this.#lifecycle.advance(row, members, address);
    if (refusal !== undefined) {
      this.#report(event, address, refusal);
      if (!this.#goOn(row, members, address)) return;
    }
    if (row.machine === "response") this.#takeResponse(row, event, isObject(payload) ? payload : undefined, refusal);
    else EFFECTS[row.effect](this.#rules, row, this.#slotFor(row, address, payload), payload);
  }

  /** The stream has ended, by its last frame or because the connection closed. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#lifecycle.isFinal([])) return;
    this.#outcome ??= "truncated";
    const { breaks, initial, states } = this.#rules.machine("response");
    const requirement = (this.#events === 0 ? states[initial]?.breaks : breaks.end) ?? "";
    this.#report(undefined, [], { requirement, message: "the stream ends without a terminal event" });
  }

  /**
   * The response as the events so far describe it, with everything that was streamed. A new object at every call; parts
   * of it are shared with the events, so neither should be changed.
   */
  get snapshot(): Snapshot {
    const [working = ""] = this.#rules.machine("response").open;
    const described = this.#described ?? { object: "response", id: this.#responseId ?? "", status: working };
    const isEarly = !this.#lifecycle.isFinal([]) && this.#isFinalStatus(described["status"]);
    const status = isEarly ? { status: working } : {};
    const said = described["output"];
    const output = this.#items.size > 0 ? this.#output() : Array.isArray(said) ? said : [];
    return { ...described, ...status, output } as object as Snapshot;
  }

  /** Whether an event has described the response. Before, `snapshot` says only what is known of every response. */
  get isDescribed(): boolean {
    return this.#described !== undefined;
  }

  /** How the stream ended; undefined while it runs. */
  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  /** The last event about an error; undefined when there was none. */
  get error(): ResponseStreamEvent | undefined {
    return this.#error;
  }

  /** Whether nothing more will come: a terminal event has come, or `end` was called. */
  get isDone(): boolean {
    return this.#hasEnded || this.#lifecycle.isFinal([]);
  }

  /**
   * What the order of the events got wrong so far: one entry for each requirement, type of event and address, so that a
   * fault in every delta does not fill the memory.
   */
  get violations(): readonly Violation[] {
    return this.#violations;
  }

  /** Note a fault of an event, or of the end of the stream when it is undefined. */
  #report(event: ResponseStreamEvent | null | undefined, address: Address, refusal: Refusal): void {
    const eventType = event?.type ?? null;
    const fault = JSON.stringify([refusal.requirement, eventType, address]);
    if (this.#reported.has(fault)) return;
    this.#reported.add(fault);
    const eventIndex = event === undefined ? null : this.#events - 1;
    this.#violations.push({ ...refusal, eventType, eventIndex, address });
  }

  #isFinalStatus(status: unknown): boolean {
    return this.#rules.table.events.some((row) => row.terminal && row.status === status);
  }

  #output(): Members[] {
    return inOrder(this.#items).map(([, slot]) => slot.build());
  }

  #takeResponse(row: EventRow, event: ResponseStreamEvent, said: Members | undefined, refusal?: Refusal): void {
    if (row.effect === "none") {
      this.#outcome = "error";
      this.#error = event;
    } else if (row.terminal) {
      this.#settle(row, said);
      if (this.#outcome !== "error" || refusal === undefined) this.#outcome = row.to ?? undefined;
    } else if (said !== undefined) {
      this.#described = said;
    }
  }

  /** Take the terminal response: its output wins, unless it lacks what was streamed. */
  #settle(row: EventRow, said: Members | undefined): void {
    const streamed = this.#output();
    const listed = said?.["output"];
    let output: unknown[] = Array.isArray(listed) ? [...listed] : [];
    if (output.length < streamed.length) output = streamed;
    else {
      for (const [index, slot] of this.#items) {
        const final = output[index];
        if (isObject(final) && final["type"] === slot.type) output[index] = withStreamed(this.#rules, slot, final);
      }
    }
    if (row.closes) output = output.map((item) => this.#closed(item, row.status));
    const known = said ?? this.#described ?? { object: "response", id: this.#responseId ?? "" };
    this.#described = { ...known, ...(row.status === null ? {} : { status: row.status }), output };
    this.#items.clear();
  }

  /** An item of a response in which everything is done: one that still has the status of a new item has the last. */
  #closed(item: unknown, status: string | null): unknown {
    if (!isObject(item)) return item;
    const isNew = Object.values(this.#rules.table.types.item).some(({ blank }) => blank["status"] === item["status"]);
    return isNew && item["status"] !== undefined ? { ...item, status } : item;
  }

  /** Bring everything to where an event makes sense that is not allowed; false when it has to be dropped. */
  #goOn(row: EventRow, event: Members, address: Address): boolean {
    const lifecycle = this.#lifecycle;
    if (lifecycle.isFinal([])) return false;
    if (address.length === 0) {
      lifecycle.force(row, event, address);
      return true;
    }
    if (lifecycle.isFinal(address) || lifecycle.isFinal([address[0]])) return false;
    const [isKnown, type] = [lifecycle.isKnown(address), lifecycle.typeOf(address)];
    if (isKnown && !lifecycle.isOpen(address) && row.field !== null) return false;
    const announces = row.effect === "insert" && row.field === null;
    if (announces && isKnown) return this.#find(address)?.isMade ?? false;
    if (row.of !== null && isKnown && type !== row.of && this.#rules.isDefined(type)) return false;
    lifecycle.open([]);
    if (!this.#makeMissing(row, event, address, announces)) return false;
    lifecycle.force(row, event, address);
    return true;
  }

  /** Make the item and the part that an event needs and nobody has announced; false when their type is not known. */
  #makeMissing(row: EventRow, event: Members, address: Address, announces: boolean): boolean {
    const kind = row.of ?? payloadType(row, event);
    const places: Address[] = address.length === 3 ? [[address[0]], address] : [address];
    for (const place of places) {
      const slot = this.#find(place);
      if (slot !== undefined) {
        this.#lifecycle.open(place, typeof slot.type === "string" ? slot.type : undefined);
      } else if (place !== address || !announces) {
        if (kind === undefined) return false;
        const isItem = place.length === 1;
        const type = isItem && row.container !== null ? this.#rules.itemTypeFor(row.container, kind) : kind;
        if (type === undefined) return false;
        const id = isItem ? { id: typeof event["item_id"] === "string" ? event["item_id"] : "" } : {};
        const blank = this.#rules.blank(isItem ? "item" : "part", type);
        this.#put(place, new Slot({ type, ...id, ...blank }, true));
        this.#lifecycle.open(place, type);
      }
    }
    return true;
  }

  #find(address: Address): Slot | undefined {
    if (address.length === 0) return undefined;
    const item = this.#items.get(address[0]);
    return address.length === 3 ? item?.list(address[1]).get(address[2]) : item;
  }

  #put(address: Address, slot: Slot): void {
    if (address.length === 1) this.#items.set(address[0], slot);
    if (address.length === 3) this.#items.get(address[0])?.list(address[1]).set(address[2], slot);
  }

  /** The item or part that an event changes; a new one where the event announces it. */
  #slotFor(row: EventRow, address: Address, payload: unknown): Slot {
    const known = this.#find(address);
    if (known !== undefined && !(row.effect === "insert" && row.field === null && !known.isMade)) return known;
    const slot = new Slot(isObject(payload) ? payload : {});
    this.#put(address, slot);
    return slot;
  }
}

/** What each effect does to an item or part. */
const EFFECTS: { readonly [Name in Effect]: (rules: Rules, row: EventRow, slot: Slot, value: unknown) => void } = {
  none() {},
  insert(_rules, { field }, slot, value) {
    if (field !== null) slot.push(field, value);
    else if (isObject(value)) slot.announce(value);
  },
  append(_rules, { machine, field }, slot, value) {
    if (field === null || typeof value !== "string") return;
    const isWhole = machine === "item" && !slot.hasChanged(field) && isJson(slot.text(field));
    slot.set(field, isWhole ? value : slot.text(field) + value);
  },
  assign(_rules, { field }, slot, value) {
    if (field !== null && (value !== "" || slot.text(field) === "")) slot.set(field, value);
  },
  replace(rules, _row, slot, value) {
    if (isObject(value)) slot.replace(withStreamed(rules, slot, value));
  },
};

/** Whether an event carries what its row needs. */
function fits(row: EventRow, payload: unknown): boolean {
  if (row.effect === "append" || row.effect === "assign") return typeof payload === "string";
  if (row.effect === "insert") return row.field === null ? isObject(payload) : payload !== undefined;
  return row.effect === "none" || isObject(payload) || (payload === null && row.machine !== "response");
}

function idOf(event: Members): string | undefined {
  const response = event["response"];
  const found = isObject(response) ? response["id"] : event["response_id"];
  return typeof found === "string" ? found : undefined;
}

/** Whether a text is JSON already, so that nothing can be added to it. */
function isJson(text: string): boolean {
  if (text === "") return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
