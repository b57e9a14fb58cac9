/** The address bar: what panels keep is in its query, what is on the canvas behind its `#`. */

import type { Address, Placed, What } from "./context";
import type { Filter, State } from "./state";

export class AddressBar implements Address {
  private readonly listeners = new Set<() => void>();

  get(name: string): string | null {
    return new URLSearchParams(location.search).get(name);
  }

  set(values: Record<string, string | null>): void {
    const words = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(values)) {
      if (value === null) words.delete(name); else words.set(name, value);
    }
    const text = words.toString();
    const wanted = `${text ? `?${text}` : ""}${location.hash}`;
    if (wanted !== location.search + location.hash) history.pushState(history.state, "", wanted || location.pathname);
  }

  subscribe(listener: () => void): void {
    this.listeners.add(listener);
  }

  tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** All that makes up a view, besides what the panels keep themselves. */
export interface View {
  nodes: { key: string; x?: number; y?: number; pinned: boolean }[];
  selected: string[];
  opened: What | undefined;
  overview: boolean;
  drawer: string;
  /** Filter, order and columns of the table. */
  table: string;
  filter: Filter;
  size: string;
  colour: string;
  timeline: boolean;
}

const ENOUGH = 1_000_000; // characters that an address may have

export function written(view: Omit<View, "nodes">, state: State): string {
  const words = new URLSearchParams();
  if (state.nodes.size) words.set("nodes", [...state.nodes.values()].map((n) => one(n, state)).join("\n"));
  if (words.toString().length > ENOUGH) words.delete("nodes");
  if (view.selected.length && view.selected.length <= 500) words.set("selected", view.selected.join("\n"));
  if (view.opened && typeof view.opened === "object") words.set("open", JSON.stringify(view.opened));
  if (view.overview) words.set("overview", "1");
  if (view.drawer) words.set("tab", view.drawer);
  if (view.table) words.set("table", view.table);
  const { off, types, from, to, weight, confidence } = view.filter;
  if (off.size) words.set("without", [...off].join(","));
  if (types.size) words.set("unlinked", [...types].join(","));
  if (from !== undefined) words.set("from", String(from));
  if (to !== undefined) words.set("to", String(to));
  if (weight) words.set("weight", String(weight));
  if (confidence) words.set("confidence", String(confidence));
  if (view.size !== "links") words.set("size", view.size);
  if (view.colour !== "kind") words.set("colour", view.colour);
  if (view.timeline) words.set("timeline", "1");
  return words.toString();
}

function one(node: Placed, state: State): string {
  const pinned = state.pinned.has(node.key) ? "!" : "";
  return Number.isFinite(node.x) ? `${node.key}@${Math.round(node.x!)},${Math.round(node.y!)}${pinned}` : node.key;
}

export function read(hash: string): View {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const list = (name: string, by: string) => (words.get(name) ?? "").split(by).filter(Boolean);
  const number = (name: string) => {
    const text = words.get(name);
    return text === null || !Number.isFinite(Number(text)) ? undefined : Number(text);
  };
  return {
    nodes: list("nodes", "\n").map((text) => {
      const found = /^(.*)@(-?\d+),(-?\d+)(!?)$/s.exec(text);
      return found ? { key: found[1]!, x: Number(found[2]), y: Number(found[3]), pinned: found[4] === "!" }
        : { key: text, pinned: false };
    }),
    selected: list("selected", "\n"),
    opened: what(words.get("open")),
    overview: words.get("overview") === "1",
    drawer: words.get("tab") ?? "",
    table: words.get("table") ?? "",
    filter: { off: new Set(list("without", ",")), types: new Set(list("unlinked", ",")), from: number("from"),
      to: number("to"), weight: number("weight") ?? 0, confidence: number("confidence") ?? 0 },
    size: words.get("size") ?? "links",
    colour: words.get("colour") ?? "kind",
    timeline: words.get("timeline") === "1",
  };
}

function what(text: string | null): What | undefined {
  try {
    const found = JSON.parse(text ?? "null") as Record<string, unknown> | null;
    if (!found || typeof found !== "object") return undefined;
    for (const name of ["node", "link"]) if (typeof found[name] === "string") return found as unknown as What;
    for (const name of ["why", "path"]) {
      const pair = found[name];
      if (Array.isArray(pair) && pair.length === 2 && pair.every((k) => typeof k === "string")) return found as unknown as What;
    }
  } catch {
    // an address that somebody wrote by hand: nothing is opened
  }
  return undefined;
}
