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

const WIDTH = 1_100; // of all years, about as many units as a screen has pixels
const YEAR = 180; // from one year to the next at most
const LABEL = 250;
const NODE = 36;
const HEIGHT = 560;
const LANES = 16; // rows at most

export interface Timeline {
  places: Map<string, [number, number]>;
  years: { year: number; x: number }[];
}

/** Each node above its year, in rows that leave its name room; one without a year at the mean year of its neighbours. */
export function timeline(nodes: ReadonlyMap<string, Placed>, links: ReadonlyMap<string, Link>): Timeline {
  const shown = [...nodes.values()].filter((n) => !n.hidden);
  const known = shown.flatMap((n) => (n.year === undefined ? [] : [n.year]));
  const first = known.length ? Math.min(...known) : 0;
  const last = known.length ? Math.max(...known) : 0;
  const step = Math.min(YEAR, WIDTH / Math.max(1, last - first));
  const columns = new Map<number, Placed[]>();
  const near = neighbouring(nodes, links);
  for (const node of shown) {
    const years = near.get(node.key) ?? [];
    const mean = years.length ? years.reduce((a, b) => a + b, 0) / years.length : last + 1;
    const at = node.year ?? Math.round(mean * 2) / 2 + 0.01;
    columns.set(at, [...(columns.get(at) ?? []), node]);
  }
  const most = Math.max(0, ...[...columns.values()].map((c) => c.length));
  const wanted = Math.ceil((1.3 * shown.length * LABEL) / (step * (last - first) + LABEL));
  const lanes = Math.max(3, Math.min(LANES, Math.max(most, wanted)));
  const row = Math.max(34, HEIGHT / lanes);
  const end = new Array<number>(lanes).fill(-Infinity); // where the last name of a lane ends
  const places = new Map<string, [number, number]>();
  for (const [at, column] of [...columns].sort((a, b) => a[0] - b[0])) {
    column.sort((a, b) => (a.y ?? 0) - (b.y ?? 0) || a.key.localeCompare(b.key));
    const beside = Math.ceil(column.length / lanes); // of the same year in one lane
    for (let i = 0; i < beside; i += 1) {
      const x = (at - first) * step + (i - (beside - 1) / 2) * Math.min(NODE, (0.8 * step) / beside);
      const group = column.slice(i * lanes, (i + 1) * lanes);
      const free = end.map((e, lane) => ({ e: Math.max(0, e - x), lane })) // the lanes that have room, from the middle
        .sort((a, b) => a.e - b.e || Math.abs(a.lane - lanes / 2) - Math.abs(b.lane - lanes / 2) || a.lane - b.lane)
        .slice(0, group.length).map(({ lane }) => lane).sort((a, b) => a - b);
      group.forEach((node, k) => {
        const lane = free[k]!;
        places.set(node.key, [x, (lane - (lanes - 1) / 2) * row]);
        end[lane] = x + LABEL;
      });
    }
  }
  const years = [];
  for (let year = first; known.length && year <= last; year += 1) years.push({ year, x: (year - first) * step });
  return { places, years };
}

/** The years of each node's neighbours. */
function neighbouring(nodes: ReadonlyMap<string, Placed>, links: ReadonlyMap<string, Link>): Map<string, number[]> {
  const near = new Map<string, number[]>();
  for (const { source, target } of links.values()) {
    for (const [one, other] of [[source, target], [target, source]] as const) {
      const year = nodes.get(other)?.year;
      if (year !== undefined) near.set(one, [...(near.get(one) ?? []), year]);
    }
  }
  return near;
}
