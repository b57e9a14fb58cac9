/** What is said of the node or link under the mouse. */

import { element } from "../element";
import { spoken } from "../kinds";
import { verb } from "../reading/words";
import type { Placed } from "../context";
import type { Shown } from "../state";

const EDGE = 8; // pixels that stay free around it

export interface Tip {
  root: HTMLElement;
  node(node: Placed, x: number, y: number): void;
  link(link: Shown, ends: [string, string], x: number, y: number): void;
  hide(): void;
}

/** @param size Width and height of what it lies over, in pixels. */
export function tip(size: () => { width: number; height: number }): Tip {
  const root = element("div", { class: "canvas-tip", hidden: true, role: "presentation" });
  const lay = (x: number, y: number) => {
    root.hidden = false;
    const { width, height } = size();
    root.style.left = `${Math.max(EDGE, Math.min(width - root.offsetWidth - EDGE, x - root.offsetWidth / 2))}px`;
    root.style.top = `${y + root.offsetHeight > height - EDGE ? Math.max(EDGE, y - root.offsetHeight - 40) : y}px`;
  };
  return {
    root,
    node(node, x, y) {
      root.replaceChildren(element("strong", { text: node.title }), element("span", {
        text: [node.label === "Repository" ? "Code" : node.label, node.year].filter((t) => t !== undefined).join(" · ") }));
      lay(x, y);
    },
    link({ type, symmetric }, [from, to], x, y) {
      root.replaceChildren(element("span", {}, `${from} `, element("em", { text: symmetric ? spoken(type) : verb(type) }), ` ${to}`));
      lay(x, y);
    },
    hide() { root.hidden = true; },
  };
}
