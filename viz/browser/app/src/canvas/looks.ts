/** How large and in which colour nodes are drawn: by kind, or by a measure. */

import type { Api, Placed } from "../context";
import { capital, property } from "../reading/words";
import { look } from "../kinds";
import type { State } from "../state";
import { GROUPS, ramp } from "../theme";

export interface Measure {
  name: string;
  title: string;
  /** Numbers that name groups rather than measure something. */
  groups?: boolean;
}

const AT_ONCE = 2_000;
const NUMBERS = /^(INT|DOUBLE|FLOAT|LONG|NUMBER|BIGINT)/i;
const KEPT_OUT = new Set(["year"]);
const SMALL = 5;
const LARGE = 17;

export class Looks {
  size = "links";
  colour = "kind";
  timeline = false;
  measures: Measure[] = [
    { name: "links", title: "Links on the canvas" },
    { name: "degree", title: "Links in the graph" },
    { name: "year", title: "Year" },
  ];

  private readonly values = new Map<string, Map<string, number>>();
  private readonly listeners = new Set<() => void>();
  private range = new Map<string, [number, number]>();
  private having = new Map<string, string[]>();

  constructor(private readonly api: Api, private readonly state: State) {}

  subscribe(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Numeric properties that the schema knows become measures. */
  async learn(): Promise<void> {
    const schema = await this.api.schema();
    for (const { name: label, properties } of schema.labels) {
      for (const { name, type } of properties) {
        if (!NUMBERS.test(type) || KEPT_OUT.has(name)) continue;
        this.having.set(name, [...(this.having.get(name) ?? []), label]);
        if (!this.measures.some((m) => m.name === name)) {
          this.measures.push({ name, title: capital(property(name)), groups: /community/.test(name) });
        }
      }
    }
  }

  set(choice: { size?: string; colour?: string; timeline?: boolean }): void {
    Object.assign(this, choice);
    for (const listener of this.listeners) listener();
    void this.load();
  }

  /** Ask for the values of the nodes on the canvas that are not known yet. */
  async load(): Promise<void> {
    for (const name of new Set([this.size, this.colour])) {
      if (["links", "year", "kind"].includes(name)) continue;
      const known = this.values.get(name) ?? new Map<string, number>();
      this.values.set(name, known);
      const lacking = [...this.state.nodes.values()].filter((n) => !known.has(n.key)
        && (name === "degree" || this.having.get(name)?.includes(n.label)));
      for (const label of new Set(lacking.map((n) => n.label))) {
        const ids = lacking.filter((n) => n.label === label).map((n) => n.id).slice(0, AT_ONCE);
        const found = await this.api.query({ rows: AT_ONCE, parameters: { ids }, statement: name === "degree"
          ? `UNWIND $ids AS key MATCH (n:\`${label}\` {id: key})-[r]-() RETURN n.id, count(r)`
          : `UNWIND $ids AS key MATCH (n:\`${label}\` {id: key}) RETURN n.id, n.\`${name}\`` });
        for (const [id, value] of found.rows) {
          if (typeof value === "number") known.set(`${label}/${String(id)}`, value);
        }
        for (const id of ids) if (!known.has(`${label}/${id}`)) known.set(`${label}/${id}`, NaN);
      }
      if (lacking.length) for (const listener of this.listeners) listener();
    }
  }

  private readonly degrees = new Map<string, number>();

  /** To be called before a drawing: the ranges that the values span now. */
  prepare(): void {
    this.degrees.clear();
    for (const { source, target, hidden } of this.state.links.values()) {
      if (hidden) continue;
      for (const end of [source, target]) this.degrees.set(end, (this.degrees.get(end) ?? 0) + 1);
    }
    this.range = new Map();
    for (const name of new Set([this.size, this.colour])) {
      if (name === "kind") continue;
      let [low, high] = [Infinity, -Infinity];
      for (const node of this.state.nodes.values()) {
        const value = this.value(name, node);
        if (value === undefined || node.hidden) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      this.range.set(name, [low, high]);
    }
  }

  value(name: string, node: Placed): number | undefined {
    const value = name === "links" ? (this.degrees.get(node.key) ?? 0)
      : name === "year" ? node.year : this.values.get(name)?.get(node.key);
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }

  /** Lowest and highest value of what nodes are coloured by. */
  span(): [number, number] | undefined {
    const range = this.range.get(this.colour);
    return range && range[0] <= range[1] ? range : undefined;
  }

  radius(node: Placed): number {
    const value = this.value(this.size, node);
    const [low, high] = this.range.get(this.size) ?? [0, 0];
    const few = this.timeline ? 0.7 : this.state.nodes.size <= 300 ? 1 : this.state.nodes.size <= 1_500 ? 0.8 : 0.6;
    if (value === undefined || !(high > low)) return few * (SMALL + 2.5);
    return few * (SMALL + (LARGE - SMALL) * Math.sqrt((value - low) / (high - low)));
  }

  paint(node: Placed): string {
    if (this.colour === "kind") return look(node.label).colour;
    const value = this.value(this.colour, node);
    if (value === undefined) return "#9aa4af";
    if (this.measures.find((m) => m.name === this.colour)?.groups) return GROUPS[Math.abs(value) % GROUPS.length]!;
    const [low, high] = this.range.get(this.colour) ?? [0, 0];
    return ramp(high > low ? (value - low) / (high - low) : 0.5);
  }
}
