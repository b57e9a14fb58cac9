/** A loop drawn about nodes: with the tool, or by dragging with Shift held. */

import { element } from "../element";
import { drawn } from "../kinds";

interface Spot {
  x: number;
  y: number;
}

export interface Lasso {
  /** Take up the tool, or put it down. */
  turn(on?: boolean): void;
  /** Put it down; false when it was not in hand. */
  stop(): boolean;
}

export function lasso(
  root: HTMLElement,
  caught: (inside: (at: Spot) => boolean, add: boolean) => void,
  turned: (on: boolean) => void,
): Lasso {
  const line = drawn("polygon", { class: "lasso-line" });
  const svg = drawn("svg", { class: "lasso-drawing" });
  svg.append(line);
  const cover = element("div", { class: "lasso-cover", hidden: true }, svg);
  root.append(cover);
  let path: Spot[] | undefined;
  let tool = false;

  const at = (event: PointerEvent): Spot => {
    const { left, top } = root.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const begin = (event: PointerEvent) => {
    path = [at(event)];
    cover.hidden = false;
    cover.setPointerCapture(event.pointerId);
    event.preventDefault();
    event.stopPropagation();
  };
  // in the capturing phase: before sigma takes the drag for moving the picture
  root.addEventListener("pointerdown", (event) => {
    if (tool && event.target === cover && event.button === 0) begin(event);
  }, true);
  root.addEventListener("mousedown", (event) => {
    if (!event.shiftKey || tool || event.button !== 0 || !(event.target as HTMLElement).closest(".canvas-drawing")) return;
    const first = { x: event.clientX, y: event.clientY };
    const move = (later: PointerEvent) => {
      if (Math.hypot(later.clientX - first.x, later.clientY - first.y) < 6) return;
      done();
      begin(later);
    };
    const done = () => {
      window.removeEventListener("pointermove", move, true);
      window.removeEventListener("pointerup", done, true);
    };
    window.addEventListener("pointermove", move, true);
    window.addEventListener("pointerup", done, true);
  }, true);
  cover.addEventListener("pointermove", (event) => {
    if (!path) return;
    path.push(at(event));
    line.setAttribute("points", path.map((p) => `${p.x},${p.y}`).join(" "));
  });
  cover.addEventListener("pointerup", (event) => {
    const loop = path;
    path = undefined;
    line.removeAttribute("points");
    turn(false);
    if (loop && loop.length > 2) caught((spot) => inside(spot, loop), event.shiftKey);
  });
  cover.addEventListener("pointercancel", () => stop());

  const turn = (on = !tool) => {
    tool = on;
    cover.hidden = !on;
    turned(on);
  };
  const stop = () => {
    const was = tool || path !== undefined;
    path = undefined;
    line.removeAttribute("points");
    turn(false);
    return was;
  };
  return { turn, stop };
}

/** Whether a point lies within a loop: a ray from it crosses the loop an odd number of times. */
function inside({ x, y }: Spot, loop: Spot[]): boolean {
  let within = false;
  for (let i = 0, j = loop.length - 1; i < loop.length; j = i, i += 1) {
    const [a, b] = [loop[i]!, loop[j]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
  }
  return within;
}
