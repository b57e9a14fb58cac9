/** Nodes dragged by hand: the one that is held, and with it what is selected. */

import type { MultiGraph } from "graphology";
import type Sigma from "sigma";
import type { State } from "../state";

const STILL = 4; // pixels up to which a hand has not moved

interface Held {
  moved: boolean;
  from: Map<string, [number, number]>;
  x: number;
  y: number;
}

export interface Dragging {
  /** Whether a node is held. */
  readonly on: boolean;
}

export function dragging(sigma: Sigma, graph: MultiGraph, state: State, allowed: () => boolean, begun: () => void): Dragging {
  let held: Held | undefined;

  const places = (keys: Iterable<string>) => {
    const found = new Map<string, [number, number]>();
    for (const key of keys) {
      if (graph.hasNode(key)) found.set(key, [graph.getNodeAttribute(key, "x"), graph.getNodeAttribute(key, "y")]);
    }
    return found;
  };
  const drop = () => {
    const dropped = held;
    held = undefined;
    if (dropped?.moved) state.place(places(dropped.from.keys()));
  };

  sigma.on("downNode", ({ node, event }) => {
    if (!allowed() || ("button" in event.original && event.original.button !== 0)) return;
    held = { moved: false, from: places(state.selected.has(node) ? state.selected : [node]), x: event.x, y: event.y };
  });
  sigma.on("moveBody", ({ event }) => {
    if (!held) return;
    if (!held.moved && Math.hypot(event.x - held.x, event.y - held.y) < STILL) return;
    held.moved = true;
    begun();
    const a = sigma.viewportToGraph({ x: held.x, y: held.y });
    const b = sigma.viewportToGraph(event);
    for (const [key, [x, y]] of held.from) {
      if (graph.hasNode(key)) graph.mergeNodeAttributes(key, { x: x + b.x - a.x, y: y + b.y - a.y });
    }
    event.preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
  });
  sigma.on("upNode", drop);
  sigma.on("upStage", drop);
  document.addEventListener("mouseup", () => window.setTimeout(drop));
  return { get on() { return held !== undefined; } };
}
