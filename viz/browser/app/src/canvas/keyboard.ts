/** The canvas by keyboard: arrows go to the node that lies that way, the linked ones first. */

import type Graph from "graphology";

interface Spot {
  x: number;
  y: number;
}

export interface Hands {
  current(): string | undefined;
  go(key: string): void;
  where(key: string): Spot;
  toggle(key: string): void;
  menu(key: string): void;
  hide(): void;
  lasso(): void;
  none(): void;
  fit(): void;
  zoom(by: number): void;
  graph: Graph;
}

const WAYS: Record<string, Spot> = {
  ArrowRight: { x: 1, y: 0 }, ArrowLeft: { x: -1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 },
};

export function keyboard(box: HTMLElement, hands: Hands): void {
  box.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const key = hands.current();
    const known = key !== undefined && hands.graph.hasNode(key);
    const way = WAYS[event.key];
    if (way) {
      const next = known ? nextOf(key, way, hands) : hands.graph.findNode((_, data) => !data["hidden"]);
      if (next !== undefined) hands.go(next);
    } else if (event.key === "Enter" && known) hands.menu(key);
    else if (event.key === " " && known) hands.toggle(key);
    else if (event.key === "Delete" || event.key === "Backspace") hands.hide();
    else if (event.key === "Escape") hands.none();
    else if (event.key === "l" || event.key === "L") hands.lasso();
    else if (event.key === "+" || event.key === "=") hands.zoom(1 / 1.4);
    else if (event.key === "-") hands.zoom(1.4);
    else if (event.key === "0") hands.fit();
    else return;
    event.preventDefault();
  });
}

/** The nearest node within 60° of a way: of the neighbours, else of all. */
function nextOf(key: string, way: Spot, { graph, where }: Hands): string | undefined {
  const here = where(key);
  const nearest = (keys: string[]) => {
    let best: string | undefined;
    let least = Infinity;
    for (const other of keys) {
      if (other === key || graph.getNodeAttribute(other, "hidden")) continue;
      const there = where(other);
      const [dx, dy] = [there.x - here.x, there.y - here.y];
      const along = dx * way.x + dy * way.y;
      const across = Math.abs(dx * way.y - dy * way.x);
      if (along <= 0 || across > along * 1.75) continue;
      const cost = along + 2 * across;
      if (cost < least) [best, least] = [other, cost];
    }
    return best;
  };
  return nearest(graph.neighbors(key)) ?? nearest(graph.nodes());
}
