/** Places that need no server: for a moment until its answer, and along the years. */

import type { Placed } from "./context";
import type { Link } from "./contract";

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const BESIDE = 70;
const APART = 60;

/** Give each node without a place one beside its neighbours, else about the middle; changes `nodes`. */
export function provisional(nodes: Map<string, Placed>, links: ReadonlyMap<string, Link>): void {
  const waiting = [...nodes.values()].filter((n) => !Number.isFinite(n.x) || !Number.isFinite(n.y));
  if (!waiting.length) return;
  const lacking = new Set(waiting.map((n) => n.key));
  const beside = new Map<string, Placed>();
  for (const { source, target } of links.values()) {
    if (lacking.has(source) && !lacking.has(target)) beside.set(source, nodes.get(target)!);
    if (lacking.has(target) && !lacking.has(source)) beside.set(target, nodes.get(source)!);
  }
  const there = [...nodes.values()].filter((n) => !lacking.has(n.key));
  const mx = there.reduce((a, n) => a + n.x!, 0) / (there.length || 1);
  const my = there.reduce((a, n) => a + n.y!, 0) / (there.length || 1);
  waiting.forEach((node, i) => {
    const near = beside.get(node.key);
    const r = near ? BESIDE + 4 * Math.sqrt(i) : APART * Math.sqrt(there.length + i);
    nodes.set(node.key, { ...node,
      x: (near?.x ?? mx) + r * Math.cos(i * GOLDEN), y: (near?.y ?? my) + r * Math.sin(i * GOLDEN) });
  });
}

const YEAR = 190; // from one year to the next
const ROW = 34;
const ROWS = 14; // of one column

export interface Timeline {
  places: Map<string, [number, number]>;
  years: { year: number; x: number }[];
}

/** Each node above its year; one without a year stands at the mean year of its neighbours. */
export function timeline(nodes: ReadonlyMap<string, Placed>, links: ReadonlyMap<string, Link>): Timeline {
  const near = new Map<string, number[]>();
  for (const { source, target } of links.values()) {
    for (const [one, other] of [[source, target], [target, source]] as const) {
      const year = nodes.get(other)?.year;
      if (year !== undefined) near.set(one, [...(near.get(one) ?? []), year]);
    }
  }
  const shown = [...nodes.values()].filter((n) => !n.hidden);
  const known = shown.flatMap((n) => (n.year === undefined ? [] : [n.year]));
  const first = known.length ? Math.min(...known) : 0;
  const last = known.length ? Math.max(...known) : 0;
  const step = YEAR * Math.max(0.25, Math.min(1, 14 / (last - first + 1)));
  const columns = new Map<number, Placed[]>();
  for (const node of shown) {
    const years = near.get(node.key) ?? [];
    const mean = years.length ? years.reduce((a, b) => a + b, 0) / years.length : last + 1;
    const at = node.year ?? Math.round(mean * 2) / 2 + 0.01;
    columns.set(at, [...(columns.get(at) ?? []), node]);
  }
  const places = new Map<string, [number, number]>();
  for (const [at, column] of columns) {
    column.sort((a, b) => (a.y ?? 0) - (b.y ?? 0) || a.key.localeCompare(b.key));
    const side = Math.ceil(column.length / ROWS); // columns beside each other within the year
    const rows = Math.ceil(column.length / side);
    column.forEach((node, i) => places.set(node.key, [
      (at - first) * step + ((i % side) - (side - 1) / 2) * ((0.8 * step) / side),
      (Math.floor(i / side) - (rows - 1) / 2) * ROW + (Math.floor(at) % 2 ? ROW / 2 : 0)]));
  }
  const years = [];
  for (let year = first; known.length && year <= last; year += 1) years.push({ year, x: (year - first) * step });
  return { places, years };
}
