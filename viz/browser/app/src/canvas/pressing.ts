/** What a click does on the canvas: one selects, two in one place open the menu. */

import type Sigma from "sigma";
import type { State } from "../state";

/** What a press leads to. */
export interface Pressing {
  open(key: string): void;
  close(): void;
  /** A node has been clicked on: the keyboard goes on from it. */
  went(key: string): void;
  toggle(key: string): void;
}

// Sigma takes two quick clicks for a double click wherever they are: what the mouse says counts.
type Pressed = { original: MouseEvent | TouchEvent; preventSigmaDefault: () => void };

export function pressing(sigma: Sigma, state: State, { open, close, went, toggle }: Pressing): void {
  let pressed: string | undefined; // the first click may open the panel, which moves the node away
  const press = (event: Pressed, so: boolean, node?: string) => {
    if (so) event.preventSigmaDefault();
    if (twice(event, so)) {
      const meant = pressed ?? node;
      if (meant !== undefined && sigma.getGraph().hasNode(meant)) open(meant);
      return;
    }
    pressed = node;
    if (node === undefined) {
      close();
      if (!more(event.original)) state.select([]);
    } else {
      went(node);
      if (more(event.original)) toggle(node);
      else state.select([node]);
    }
  };
  sigma.on("clickNode", ({ node, event }) => press(event, false, node));
  sigma.on("clickStage", ({ event }) => press(event, false));
  sigma.on("doubleClickNode", ({ node, event }) => press(event, true, node));
  sigma.on("doubleClickStage", ({ event }) => press(event, true));
  sigma.on("rightClickNode", ({ node, event }) => { event.original.preventDefault(); open(node); });
}

function twice(event: Pressed, so: boolean): boolean {
  return "touches" in event.original ? so : event.original.detail % 2 === 0;
}

/** Whether what is clicked on is selected besides what is. */
function more(event: MouseEvent | TouchEvent): boolean {
  return "shiftKey" in event && (event.shiftKey || event.ctrlKey || event.metaKey);
}
