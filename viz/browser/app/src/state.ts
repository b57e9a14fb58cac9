/** What is on the canvas: nodes with places, links, what is selected, pinned, filtered; undo and redo. */

import type { Api, Placed, Store } from "./context";
import type { Kind, Link, Node } from "./contract";
import { counted, told } from "./element";
import { provisional } from "./layout";

export type Shown = Link & { hidden?: boolean };

/** What is left out of the picture, though it stays on the canvas. */
export interface Filter {
  off: ReadonlySet<string>; // kinds of nodes
  types: ReadonlySet<string>; // kinds of links that are left out
  from?: number;
  to?: number;
  weight: number;
  confidence: number;
}

export interface Snapshot {
  nodes: ReadonlyMap<string, Placed>;
  links: ReadonlyMap<string, Shown>;
  pinned: ReadonlySet<string>;
}

/** How many neighbours by one kind of link are shown, of all. */
export interface Brought {
  shown: number;
  total: number;
}

export const UNFILTERED: Filter = { off: new Set(), types: new Set(), weight: 0, confidence: 0 };
const AT_ONCE = 30; // neighbours that one expansion brings
const STEPS = 100; // that can be taken back
const LAID_OUT = 1_000; // nodes that the server lays out at once
const SETTLING = 3_000; // milliseconds in which links that come later still move a new node
const GATHERING = 60; // milliseconds
const PATIENCE = 400; // milliseconds until one is told to wait

export class State implements Store {
  nodes: ReadonlyMap<string, Placed> = new Map();
  links: ReadonlyMap<string, Shown> = new Map();
  selected: ReadonlySet<string> = new Set();
  pinned: ReadonlySet<string> = new Set();
  filter: Filter = UNFILTERED;
  /** How much of each expansion is shown: "key|type|direction|label". */
  readonly expanded = new Map<string, Brought>();
  /** Called when nodes have been shown: whatever else is in front gives way. */
  onShow: () => void = () => {};
  onFocus: (key: string) => void = () => {};
  onSelect: () => void = () => {};

  private readonly listeners = new Set<() => void>();
  private past: Snapshot[] = [];
  private future: Snapshot[] = [];
  private readonly arrived = new Map<string, number>();
  private readonly bringing = new Map<string, Promise<Brought | undefined>>();
  private timer = 0;
  private laying: AbortController | undefined;

  constructor(private readonly api: Api, private readonly announce: (text: string) => void) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }

  /** Whether places are still being found. */
  get settling(): boolean {
    return this.timer !== 0 || this.laying !== undefined;
  }

  show(nodes: Node[], links: Link[], { replace = false } = {}): void {
    const added = nodes.filter((n) => replace || !this.nodes.has(n.key));
    if (replace || added.length) this.remember();
    const now = Date.now();
    if (replace) {
      this.expanded.clear();
      this.arrived.clear();
    }
    const old = this.nodes;
    const all = new Map<string, Placed>(replace ? [] : old);
    const joined = new Map<string, Shown>(replace ? [] : this.links);
    for (const node of nodes) {
      const there = all.get(node.key);
      const { x, y, size } = (there ?? {}) as Placed;
      all.set(node.key, { ...there, ...node, ...(there ? { x, y, size } : {}) });
      if (!there && !Number.isFinite((node as Placed).x)) this.arrived.set(node.key, now);
    }
    const loose = new Set<string>();
    for (const link of links) {
      if (!all.has(link.source) || !all.has(link.target)) continue;
      if (!joined.has(link.key)) {
        for (const end of [link.source, link.target]) {
          if (now - (this.arrived.get(end) ?? 0) < SETTLING && !this.pinned.has(end)) loose.add(end);
        }
      }
      joined.set(link.key, link);
    }
    if (replace) this.pinned = new Set();
    provisional(all, joined);
    this.nodes = all;
    this.links = joined;
    this.selected = new Set([...this.selected].filter((key) => all.has(key)));
    this.sift();
    this.onShow();
    if (loose.size || added.some((n) => this.arrived.get(n.key) === now)) this.settle();
    this.tell();
  }

  select(keys: Iterable<string>): void {
    this.selected = new Set(keys);
    this.onSelect();
    this.tell();
  }

  focus(key: string): void {
    this.onFocus(key);
  }

  hide(keys: Iterable<string>): void {
    const gone = new Set([...keys].filter((key) => this.nodes.has(key)));
    if (!gone.size) return;
    this.remember();
    this.nodes = new Map([...this.nodes].filter(([key]) => !gone.has(key)));
    this.links = new Map([...this.links].filter(([, l]) => !gone.has(l.source) && !gone.has(l.target)));
    this.selected = new Set([...this.selected].filter((key) => !gone.has(key)));
    this.pinned = new Set([...this.pinned].filter((key) => !gone.has(key)));
    for (const name of this.expanded.keys()) {
      if (gone.has(name.split("|")[0]!)) this.expanded.delete(name);
    }
    this.announce(`${gone.size === 1 ? "One node" : `${gone.size} nodes`} taken away; Ctrl-Z brings back`);
    this.tell();
  }

  expand(key: string, kind: Kind): void {
    void this.bring(key, kind);
  }

  /** The next neighbours by one kind of link; whoever asks while they are being brought gets the same. */
  bring(key: string, kind: Kind): Promise<Brought | undefined> {
    const name = [key, kind.type, kind.direction, kind.label].join("|");
    const asked = this.bringing.get(name) ?? this.next(key, kind, name).finally(() => this.bringing.delete(name));
    this.bringing.set(name, asked);
    return asked;
  }

  private async next(key: string, kind: Kind, name: string): Promise<Brought | undefined> {
    const title = () => this.nodes.get(key)?.title ?? "it";
    const slow = window.setTimeout(() => this.announce(`Reading the neighbours of ${title()}…`), PATIENCE);
    try {
      if (!this.nodes.has(key)) this.show([(await this.api.node(key)).node], []);
      let now = this.expanded.get(name) ?? { shown: 0, total: 0 };
      for (let grown = false; !grown;) { // after a reload or Back the first ones may be there already
        const found = await this.api.expand({
          key, type: kind.type, direction: kind.direction, label: kind.label, skip: now.shown, limit: AT_ONCE,
          have: [...this.nodes.keys()].slice(0, 2_000),
        });
        now = { shown: now.shown + found.nodes.length, total: found.total };
        grown = !found.nodes.length || now.shown >= now.total || found.nodes.some((n) => !this.nodes.has(n.key));
        this.show(found.nodes, found.links);
      }
      this.expanded.set(name, now);
      this.announce(`${now.shown.toLocaleString("en")} of ${counted(now.total, "neighbour")} of ${title()} shown`);
      this.tell();
      return now;
    } catch (error) {
      this.announce(told(error));
      return undefined;
    } finally {
      window.clearTimeout(slow);
    }
  }

  /** Take away the neighbours that hang on this node alone. */
  collapse(key: string): void {
    const ends = new Map<string, Set<string>>();
    for (const { source, target } of this.links.values()) {
      ends.set(source, (ends.get(source) ?? new Set()).add(target));
      ends.set(target, (ends.get(target) ?? new Set()).add(source));
    }
    const leaves = [...(ends.get(key) ?? [])].filter((n) => n !== key && !this.pinned.has(n)
      && [...ends.get(n)!].every((e) => e === key || e === n));
    for (const name of [...this.expanded.keys()]) if (name.startsWith(`${key}|`)) this.expanded.delete(name);
    if (leaves.length) this.hide(leaves);
    else this.announce("Nothing hangs on this node alone");
  }

  pin(keys: Iterable<string>, on: boolean): void {
    this.remember();
    const pinned = new Set(this.pinned);
    for (const key of keys) if (on) pinned.add(key); else pinned.delete(key);
    this.pinned = pinned;
    this.tell();
  }

  /** Put nodes where a person dragged them; they stay there. */
  place(places: Map<string, [number, number]>): void {
    this.remember();
    this.moved(places);
    this.pinned = new Set([...this.pinned, ...places.keys()]);
    for (const key of places.keys()) this.arrived.delete(key);
    this.tell();
  }

  sieve(filter: Filter): void {
    this.filter = filter;
    this.sift();
    this.tell();
  }

  // -- undo and redo

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  snapshot(): Snapshot {
    return { nodes: this.nodes, links: this.links, pinned: this.pinned };
  }

  undo(): void {
    const last = this.past.pop();
    if (!last) return;
    this.future.push(this.snapshot());
    this.restore(last);
    this.announce("Taken back");
  }

  redo(): void {
    const next = this.future.pop();
    if (!next) return;
    this.past.push(this.snapshot());
    this.restore(next);
    this.announce("Done again");
  }

  restore({ nodes, links, pinned }: Snapshot): void {
    this.halt();
    this.nodes = nodes;
    this.links = links;
    this.pinned = pinned;
    this.selected = new Set([...this.selected].filter((key) => nodes.has(key)));
    this.arrived.clear();
    this.expanded.clear();
    this.sift();
    this.tell();
  }

  private remember(): void {
    this.past.push(this.snapshot());
    if (this.past.length > STEPS) this.past.shift();
    this.future = [];
  }

  // -- filters

  private sift(): void {
    const { off, types, from, to, weight, confidence } = this.filter;
    const nodes = new Map<string, Placed>();
    let changed = false;
    for (const [key, node] of this.nodes) {
      const { year } = node;
      const hidden = off.has(node.label)
        || (year !== undefined && ((from !== undefined && year < from) || (to !== undefined && year > to)));
      changed ||= hidden !== Boolean(node.hidden);
      nodes.set(key, hidden === Boolean(node.hidden) ? node : { ...node, hidden });
    }
    if (changed) this.nodes = nodes;
    const links = new Map<string, Shown>();
    changed = false;
    for (const [key, link] of this.links) {
      const hidden = types.has(link.type) || link.weight < weight || (link.confidence ?? 1) < confidence
        || Boolean(this.nodes.get(link.source)?.hidden) || Boolean(this.nodes.get(link.target)?.hidden);
      changed ||= hidden !== Boolean(link.hidden);
      links.set(key, hidden === Boolean(link.hidden) ? link : { ...link, hidden });
    }
    if (changed) this.links = links;
  }

  // -- places

  private halt(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.laying?.abort();
    this.laying = undefined;
  }

  private settle(): void {
    this.halt();
    this.timer = window.setTimeout(() => void this.lay(), GATHERING);
  }

  private async lay(): Promise<void> {
    this.timer = 0;
    const mine = (this.laying = new AbortController());
    const now = Date.now();
    const fresh = (key: string) => now - (this.arrived.get(key) ?? 0) < SETTLING && !this.pinned.has(key);
    const keys = [...this.nodes.keys()].sort((a, b) => Number(fresh(b)) - Number(fresh(a))).slice(0, LAID_OUT);
    const known = new Set(keys);
    const fixed: Record<string, [number, number]> = {};
    for (const key of keys) {
      const { x, y } = this.nodes.get(key)!;
      if (!fresh(key) && x !== undefined && y !== undefined) fixed[key] = [x, y];
    }
    const links = [...this.links.values()].filter((l) => known.has(l.source) && known.has(l.target))
      .map((l): [string, string, number] => [l.source, l.target, l.weight]);
    try {
      const { x, y } = await this.api.positions(keys, links, fixed, mine.signal);
      if (mine.signal.aborted) return;
      const places = new Map<string, [number, number]>();
      keys.forEach((key, i) => { if (fresh(key)) places.set(key, [x[i]!, y[i]!]); });
      this.moved(places);
    } catch {
      // the places beside their neighbours stay
    } finally {
      if (this.laying === mine) {
        this.laying = undefined;
        this.tell();
      }
    }
  }

  private moved(places: Map<string, [number, number]>): void {
    const nodes = new Map(this.nodes);
    for (const [key, [x, y]] of places) {
      const node = nodes.get(key);
      if (node) nodes.set(key, { ...node, x, y });
    }
    this.nodes = nodes;
  }
}
