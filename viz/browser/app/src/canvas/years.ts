/** The years below the papers of a timeline. */

import { element } from "../element";
import type { Timeline } from "../layout";

const APART = 40; // pixels from the beginning of one to that of the next

/** Write those that are in view; what would touch the one before is hidden. */
export function writeYears(axis: HTMLElement, years: Timeline["years"], toView: (x: number) => number, width: number): void {
  let last = -Infinity;
  axis.replaceChildren(...years.flatMap(({ year, x }) => {
    const at = toView(x);
    if (at < 0 || at > width) return [];
    const mark = element("span", { class: "canvas-year", text: String(year), hidden: at < last + APART });
    mark.style.left = `${at}px`;
    if (!mark.hidden) last = at;
    return [mark];
  }));
}
