/** Names of communities where their papers lie: none covers another, and few cover papers. */

import type { Overview } from "../contract";
import { counted, element } from "../element";
import { GROUPS } from "../theme";
import { meet } from "./boxes";
import type { Box } from "./boxes";

type ToView = (place: { x: number; y: number }) => { x: number; y: number };

const MOST = 40; // named at once
const FEW = 1_000; // papers up to which a name looks for a place that is free of them
const WIDEST = 1.6; // of a name, in widths of its community, where papers are a crowd
const NARROW = 600; // pixels of a drawing that would have hardly a name at that
const WIDEST_IN_NARROW = 2.5;
const AIR = 6;

export class CommunityNames {
  private readonly communities: Overview["communities"];
  private readonly extents: Box[];
  private readonly buttons: HTMLElement[];
  private readonly few: { x: number; y: number }[]; // papers that names keep free
  private sizes: [number, number][] | undefined;

  constructor(private readonly root: HTMLElement, { communities, nodes }: Overview, enter: (id: number) => void) {
    this.communities = communities.filter((c) => c.size > 1 && c.name).sort((a, b) => b.size - a.size);
    const spans = new Map<number, Box>();
    nodes.community.forEach((id, i) => {
      const [x, y] = [nodes.x[i]!, nodes.y[i]!];
      const span = spans.get(id);
      spans.set(id, span ? [Math.min(span[0], x), Math.min(span[1], y), Math.max(span[2], x), Math.max(span[3], y)] : [x, y, x, y]);
    });
    this.extents = this.communities.map((c) => spans.get(c.id) ?? [c.x, c.y, c.x, c.y]);
    this.few = nodes.key.length > FEW ? [] : nodes.x.map((x, i) => ({ x, y: nodes.y[i]! }));
    this.buttons = this.communities.map((c) => {
      const dot = element("span", { class: "overview-dot", "aria-hidden": "true" });
      dot.style.background = GROUPS[c.id % GROUPS.length]!;
      return element("button", { type: "button", class: "overview-name", "data-community": c.id,
        title: `${counted(c.size, "paper")}: ${c.concepts.slice(0, 6).join(", ")}`, onclick: () => enter(c.id) },
      element("span", { text: c.name }), " ",
      element("span", { class: "overview-size" }, dot, c.size.toLocaleString("en")));
    });
    root.replaceChildren(...this.buttons);
  }

  /** Put them where they belong now; gives the boxes that they take. */
  place(toView: ToView, width: number, height: number): Box[] {
    this.sizes ??= fitted(this.buttons);
    const papers = this.few.map(toView);
    const fixed = this.fixed();
    const taken: Box[] = [];
    const widest = width < NARROW ? WIDEST_IN_NARROW : WIDEST;
    this.buttons.forEach((button, i) => {
      const [x0, y0, x1, y1] = this.extents[i]!;
      const [low, high] = [toView({ x: x0, y: y0 }), toView({ x: x1, y: y1 })];
      const span: Box = [low.x, Math.min(low.y, high.y), high.x, Math.max(low.y, high.y)];
      const free = (b: Box) => b[0] >= 0 && b[1] >= 0 && b[2] <= width && b[3] <= height
        && !fixed.some((o) => meet(b, o, 2)) && !taken.some((o) => meet(b, o, 3));
      const size = this.sizes![i]!;
      const shown = taken.length < MOST && (papers.length > 0 || size[0] < widest * (span[2] - span[0]));
      const found = shown ? best(places(span, size, papers.length > 0).filter(free), papers) : undefined;
      button.classList.toggle("is-away", !found);
      if (!found) return;
      taken.push(found);
      button.style.transform = `translate(${Math.round(found[0])}px, ${Math.round(found[1])}px)`;
    });
    return taken;
  }

  /** What lies over the drawing. */
  private fixed(): Box[] {
    return [...this.root.parentElement!.querySelectorAll<HTMLElement>(".canvas-tools, .overview-said")]
      .map((e) => [e.offsetLeft, e.offsetTop, e.offsetLeft + e.offsetWidth, e.offsetTop + e.offsetHeight]);
  }
}

/** As wide as their lines, and the sizes that they have then. */
function fitted(buttons: HTMLElement[]): [number, number][] {
  const text = document.createRange();
  const widths = buttons.map((button) => {
    text.selectNodeContents(button);
    return Math.ceil(text.getBoundingClientRect().width);
  });
  buttons.forEach((button, i) => { button.style.width = `${widths[i]! + 14}px`; });
  return buttons.map((b) => [b.offsetWidth, b.offsetHeight]);
}

/** Below its papers, above, beside them; of a crowd that hides single papers amid them first. */
function places([left, top, right, bottom]: Box, [w, h]: [number, number], apart: boolean): Box[] {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const at = (cx: number, cy: number): Box => [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2];
  const below = bottom + AIR + h / 2;
  const above = top - AIR - h / 2;
  const around = [at(x, below), at(x, above), at(right + AIR + w / 2, y), at(left - AIR - w / 2, y),
    at(x + w / 3, below), at(x - w / 3, below), at(x + w / 3, above), at(x - w / 3, above)];
  return apart ? [...around, at(x, y)] : [at(x, y), at(x, y + h), at(x, y - h), at(x, y + 2 * h), at(x, y - 2 * h), ...around];
}

/** The first that covers the fewest papers. */
function best(boxes: Box[], papers: { x: number; y: number }[]): Box | undefined {
  let found: Box | undefined;
  let least = Infinity;
  for (const box of boxes) {
    const covered = papers.filter((p) => p.x > box[0] - AIR && p.x < box[2] + AIR && p.y > box[1] - AIR && p.y < box[3] + AIR).length;
    if (covered < least) [found, least] = [box, covered];
  }
  return found;
}
