/** What every panel is given. */

import type {
  About, Answer, Checked, Completion, Expand, Expanded, ExportForm, Found, Kind, Link, LinkPage, Node,
  NodePage, Overview, Path, Positions, Query, Recipes, Schema, Why,
} from "./contract";

export interface Placed extends Node {
  x?: number;
  y?: number;
  size?: number;
  hidden?: boolean;
}

export interface Store {
  readonly nodes: ReadonlyMap<string, Placed>;
  readonly links: ReadonlyMap<string, Link & { hidden?: boolean }>;
  readonly selected: ReadonlySet<string>;
  subscribe(listener: () => void): () => void;
  show(nodes: Node[], links: Link[], options?: { replace?: boolean }): void;
  select(keys: Iterable<string>): void;
  /** Bring a node of the canvas into the middle. */
  focus(key: string): void;
  /** Put neighbours by one kind of link onto the canvas, the strongest first, capped. */
  expand(key: string, kind: Kind): void;
  hide(keys: Iterable<string>): void;
}

/** What one can read, or go to. */
export type What =
  | { node: string }
  | { link: string }
  | { why: [string, string] }
  | { path: [string, string] }
  | { recipe: string }
  | "overview";

export interface Api {
  about(signal?: AbortSignal): Promise<About>;
  overview(most?: number, signal?: AbortSignal): Promise<Overview>;
  node(key: string, signal?: AbortSignal): Promise<NodePage>;
  expand(asked: Expand, signal?: AbortSignal): Promise<Expanded>;
  links(keys: string[], signal?: AbortSignal): Promise<{ links: Link[]; truncated: boolean }>;
  link(key: string, signal?: AbortSignal): Promise<LinkPage>;
  why(a: string, b: string, signal?: AbortSignal): Promise<Why>;
  path(a: string, b: string, most?: number, signal?: AbortSignal): Promise<{ paths: Path[] }>;
  query(asked: Query, signal?: AbortSignal): Promise<Answer>;
  complete(text: string, cursor: number, signal?: AbortSignal): Promise<Completion>;
  check(statement: string, signal?: AbortSignal): Promise<Checked>;
  recipes(signal?: AbortSignal): Promise<Recipes>;
  schema(signal?: AbortSignal): Promise<Schema>;
  search(
    q: string,
    options?: { kind?: string; limit?: number; meaning?: boolean },
    signal?: AbortSignal,
  ): Promise<Found>;
  positions(
    nodes: string[],
    links: [string, string, number][],
    fixed?: Record<string, [number, number]>,
    signal?: AbortSignal,
  ): Promise<Positions>;
  export(
    form: ExportForm,
    keys: string[],
    links?: boolean,
    signal?: AbortSignal,
  ): Promise<{ name: string; content: Blob }>;
}

/** A part of the address bar that belongs to one panel. */
export interface Address {
  get(name: string): string | null;
  set(values: Record<string, string | null>): void;
  subscribe(listener: () => void): void;
}

export interface Context {
  store: Store;
  api: Api;
  announce(text: string): void;
  address?: Address;
  /** Go to something: read it in the side panel, show the overview, fill in a recipe. */
  open(what: What): void;
  /** What was opened last; undefined when the side panel follows the selection. */
  readonly opened: { readonly now: What | undefined; subscribe(listener: () => void): () => void };
}
