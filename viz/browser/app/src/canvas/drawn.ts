/** What the state holds, in the graph that sigma draws, and where it lies there. */

import type { MultiGraph } from "graphology";
import type Sigma from "sigma";
import { look } from "../kinds";
import type { Timeline } from "../layout";
import type { State } from "../state";
import type { Box } from "./boxes";
import type { Looks } from "./looks";
import { SHAPES } from "./shapes";

const CROWD = 600; // nodes up to which arrows are drawn
const OBSTACLES = 400; // nodes up to which labels keep clear of them
const ROOM = 220; // half of the least that is shown, in the units of the places

/** Nodes and links of the state into the graph; what the state has no more goes. */
export function fill(graph: MultiGraph, state: State, looks: Looks, years: Timeline | undefined): void {
  const wide = state.nodes.size <= CROWD;
  for (const key of graph.nodes()) if (!state.nodes.has(key)) graph.dropNode(key);
  for (const key of graph.edges()) if (!state.links.has(key)) graph.dropEdge(key);
  for (const node of state.nodes.values()) {
    const at = years?.places.get(node.key);
    const given = { x: at?.[0] ?? node.x ?? 0, y: at?.[1] ?? node.y ?? 0, size: looks.radius(node), color: looks.paint(node),
      label: node.title, shape: SHAPES.indexOf(look(node.label).shape), hidden: Boolean(node.hidden) };
    if (graph.hasNode(node.key)) graph.mergeNodeAttributes(node.key, given);
    else graph.addNode(node.key, given);
  }
  for (const link of state.links.values()) {
    const given = { size: 0.7 + 1.6 * link.weight, type: wide && !link.symmetric ? "arrow" : "line", hidden: Boolean(link.hidden) };
    if (graph.hasEdge(link.key)) graph.mergeEdgeAttributes(link.key, given);
    else graph.addDirectedEdgeWithKey(link.key, link.source, link.target, given);
  }
}

/** Have sigma show all that is not hidden when it shows all. */
export function bound(sigma: Sigma, graph: MultiGraph): void {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  graph.forEachNode((_, { x, y, hidden }) => {
    if (hidden) return;
    [x0, x1, y0, y1] = [Math.min(x0, x), Math.max(x1, x), Math.min(y0, y), Math.max(y1, y)];
  });
  if (x0 > x1) return;
  const [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
  sigma.setCustomBBox({ x: [Math.min(x0, mx - ROOM), Math.max(x1, mx + ROOM)], y: [Math.min(y0, my - ROOM), Math.max(y1, my + ROOM)] });
}

/** Where the nodes are, for labels to keep clear of; nothing of a crowd. */
export function obstacles(sigma: Sigma, graph: MultiGraph): Box[] {
  const taken: Box[] = [];
  if (graph.order > OBSTACLES) return taken;
  graph.forEachNode((key) => {
    const data = sigma.getNodeDisplayData(key);
    if (!data || data.hidden) return;
    const p = sigma.framedGraphToViewport(data);
    const r = sigma.scaleSize(data.size) * 0.9;
    taken.push([p.x - r, p.y - r, p.x + r, p.y + r]);
  });
  return taken;
}
