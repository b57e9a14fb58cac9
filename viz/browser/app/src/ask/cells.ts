/** A value of an answer, as it is shown and as it is saved. */

import type { Context } from "../context";
import type { Cell, Link, Node } from "../contract";
import { element, told } from "../element";
import { mark, spoken } from "../kinds";
import type { Plain } from "../table/filter";

const KINDS: Record<string, string> = { paper: "Paper", dataset: "Dataset", concept: "Concept",
  method: "Method", author: "Author", venue: "Venue", repository: "Repository", cited: "Paper",
  citing: "Paper", benchmark: "Dataset", coauthor: "Author", neighbour: "Concept" };

function nodeIn(value: Cell | undefined): Node | undefined {
  return isObject(value) && "$node" in value ? (value as { $node: Node }).$node : undefined;
}

function linkIn(value: Cell | undefined): Link | undefined {
  return isObject(value) && "$link" in value ? (value as { $link: Link }).$link : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in one line of text or as a number; nodes by their titles. */
export function plain(value: Cell | undefined): Plain {
  if (value === null || value === undefined || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((v) => String(plain(v) ?? "")).join("; ");
  const node = nodeIn(value);
  if (node) return node.title;
  const link = linkIn(value);
  if (link) return spoken(link.type);
  return Object.entries(value).map(([k, v]) => `${k}: ${String(plain(v as Cell) ?? "")}`).join(", ");
}

/** What kind of node a column of names holds. */
function kindOf(column: string): string | undefined {
  const word = column.toLowerCase().split(/[_. ]/)[0] ?? "";
  return KINDS[word] ?? KINDS[word.replace(/s$/, "")];
}

/** A cell of the table: nodes and names can be brought onto the canvas. */
export function shown(value: Cell | undefined, column: string, context: Context): globalThis.Node | string | undefined {
  const node = nodeIn(value);
  if (node) {
    return element("button", { type: "button", class: "cell-node", title: node.title,
      onclick: () => put(node, context) }, mark(node.label), node.title);
  }
  if (Array.isArray(value) && value.length && value.every((v) => nodeIn(v))) {
    const parts = value.map((v) => shown(v, column, context) ?? "");
    return element("span", { class: "cell-nodes" }, ...parts);
  }
  const kind = typeof value === "string" && value ? kindOf(column) : undefined;
  if (kind && typeof value === "string") {
    return element("button", { type: "button", class: "cell-node", title: value,
      onclick: () => void find(value, kind, context) }, mark(kind), value);
  }
  return undefined;
}

async function find(name: string, kind: string, context: Context): Promise<void> {
  try {
    const { hits } = await context.api.search(name, { kind, limit: 5 });
    const same = hits.find((h) => h.node.title.toLowerCase() === name.toLowerCase()) ?? hits[0];
    if (same) put(same.node, context);
    else context.announce(`Nothing called ${name} was found`);
  } catch (error) {
    context.announce(told(error));
  }
}

function put(node: Node, { store, announce }: Context): void {
  store.show([node], []);
  store.select([node.key]);
  announce(`${node.title} is on the canvas`);
}
