/** What is on the canvas as a drawing that stands on its own: SVG, and PNG made from it. */

import type { Box } from "../canvas/boxes";
import type { Link } from "../contract";
import type { Placed } from "../context";
import { direction, shortened } from "../element";
import { drawn, look, shape, spoken } from "../kinds";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const MARGIN = 56;
const LETTERS = 34;
const NARROWEST = 6.6; // of a letter: the file may be seen with another font

export interface Wanted {
  width?: number;
  height?: number;
  dark?: boolean;
  legend?: boolean;
  labels?: number;
  /** A node's own colour, when it is not its kind's. */
  colour?(node: Placed): string | undefined;
}

interface Spot {
  node: Placed;
  x: number;
  y: number;
  r: number;
}

/** A drawing of nodes that have places; those without are left out. y grows upward, as on the canvas. */
export function drawing(
  nodes: Iterable<Placed>,
  links: Iterable<Link & { hidden?: boolean }>,
  { width = 1200, height = 800, dark = false, legend = true, labels = 60, colour }: Wanted = {},
): SVGSVGElement {
  const ink = dark ? "#e6e8eb" : "#1b1f24";
  const ground = dark ? "#14171a" : "#ffffff";
  const svg = drawn("svg", { xmlns: "http://www.w3.org/2000/svg", width, height,
    viewBox: `0 0 ${width} ${height}`, "font-family": FONT, "font-size": 12, role: "img" });
  svg.append(drawn("rect", { width, height, fill: ground }));
  const foot = legend ? 32 : 0;
  const spots = placed([...nodes].filter((n) => !n.hidden), width, height - foot);
  const lines = drawn("g", { stroke: dark ? "#8b949e" : "#57606a", "stroke-linecap": "round" });
  for (const link of links) {
    const a = spots.get(link.source);
    const b = spots.get(link.target);
    if (!a || !b || link.hidden || a === b) continue;
    const line = drawn("line", { x1: at(a.x), y1: at(a.y), x2: at(b.x), y2: at(b.y),
      "stroke-width": at(0.6 + 1.8 * link.weight), "stroke-opacity": 0.35 });
    titled(line, `${a.node.title} — ${spoken(link.type)} — ${b.node.title}`);
    lines.append(line);
  }
  const marks = drawn("g", { stroke: ground, "stroke-width": 1 });
  for (const { node, x, y, r } of spots.values()) {
    const mark = shape(node.label, x, y, r);
    const own = colour?.(node);
    if (own) mark.setAttribute("fill", own);
    mark.setAttribute("data-key", node.key);
    titled(mark, node.title);
    marks.append(mark);
  }
  svg.append(lines, marks, names([...spots.values()], labels, { ink, ground, width, height: height - foot }));
  if (legend) svg.append(key([...spots.values()], height - 12, ink));
  return svg;
}

function placed(nodes: Placed[], width: number, height: number): Map<string, Spot> {
  const known = nodes.filter((n) => Number.isFinite(n.x) && Number.isFinite(n.y));
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const n of known) {
    [left, right] = [Math.min(left, n.x!), Math.max(right, n.x!)];
    [low, high] = [Math.min(low, n.y!), Math.max(high, n.y!)];
  }
  const scale = Math.min(
    (width - 2 * MARGIN) / Math.max(right - left, 1e-9),
    (height - 2 * MARGIN) / Math.max(high - low, 1e-9),
  );
  const fit = Number.isFinite(scale) && scale < 1e6 ? scale : 1;
  const usual = Math.max(2, Math.min(9, 90 / Math.sqrt(known.length || 1)));
  const room = 0.42 * apart(known) * fit;
  return new Map(known.map((node) => [node.key, {
    node,
    x: width / 2 + (node.x! - (left + right) / 2) * fit,
    y: height / 2 - (node.y! - (low + high) / 2) * fit,
    r: Math.max(2, Math.min(16, node.size ?? usual, Math.max(room, 3))),
  }]));
}

const COMPARED = 1_500; // nodes whose distances are measured

/** How far the closest tenth of the nodes are from their neighbours at most. */
function apart(nodes: Placed[]): number {
  if (nodes.length < 2 || nodes.length > COMPARED) return Infinity;
  const nearest = nodes.map((a) => Math.min(...nodes.map((b) =>
    (a === b ? Infinity : Math.hypot(a.x! - b.x!, a.y! - b.y!)))));
  return nearest.sort((a, b) => a - b)[Math.floor(nearest.length / 10)] ?? Infinity;
}

/** Names of the larger nodes, none over another. */
function names(
  spots: Spot[], most: number,
  { ink, ground, width, height }: { ink: string; ground: string; width: number; height: number },
): SVGGElement {
  const group = drawn("g", { fill: ink, stroke: ground, "stroke-width": 3, "paint-order": "stroke",
    "stroke-linejoin": "round" });
  const pen = document.createElement("canvas").getContext("2d");
  if (pen) pen.font = `12px ${FONT}`;
  const taken = spots.map(({ x, y, r }): Box => [x - r, y - r, x + r, y + r]);
  const free = (box: Box) =>
    box[0] >= 4 && box[2] <= width - 4 && box[1] >= 4 && box[3] <= height - 4 &&
    taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
  for (const { node, x, y, r } of [...spots].sort((a, b) => b.r - a.r)) {
    if (group.childNodes.length >= most) break;
    const text = shortened(node.title, LETTERS);
    const wide = Math.max(text.length * NARROWEST, pen?.measureText(text).width ?? 0);
    const places: [number, number][] = [[x + r + 5, y + 4], [x - r - 5 - wide, y + 4],
      [x - wide / 2, y - r - 6], [x - wide / 2, y + r + 15]];
    for (const [px, py] of places) {
      const box: Box = [px - 2, py - 12, px + wide + 2, py + 4];
      if (!free(box)) continue;
      taken.push(box);
      const way = direction(text);
      const label = drawn("text", { x: at(px), y: at(py), // the left end, which is the last of what is read leftwards
        ...(way === "rtl" && { direction: way, "text-anchor": "end" }) });
      label.textContent = text;
      group.append(label);
      break;
    }
  }
  return group;
}

function key(spots: Spot[], y: number, ink: string): SVGGElement {
  const group = drawn("g", { fill: ink });
  const counts = new Map<string, number>();
  for (const { node } of spots) counts.set(node.label, (counts.get(node.label) ?? 0) + 1);
  let x = 20;
  for (const [label, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    const text = drawn("text", { x: x + 12, y });
    text.textContent = `${look(label).many} ${count}`;
    group.append(shape(label, x, y - 4, 5), text);
    x += 36 + (text.textContent.length * 6.8);
  }
  return group;
}

function titled(mark: SVGElement, text: string): void {
  const title = drawn("title");
  title.textContent = text;
  mark.append(title);
}

function at(n: number): number {
  return Math.round(n * 10) / 10;
}

/** A drawing as the text of a file; characters that XML has no place for are left away. */
export function written(svg: SVGSVGElement): string {
  const text = new XMLSerializer().serializeToString(svg);
  // eslint-disable-next-line no-control-regex
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")}\n`;
}

/** A drawing as a picture, `times` as many pixels a side. */
export async function picture(svg: SVGSVGElement, times = 2): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([written(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Number(svg.getAttribute("width")) * times;
    canvas.height = Number(svg.getAttribute("height")) * times;
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("this browser can't draw the picture: take the SVG");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (!made) throw new Error("this browser can't draw the picture: take the SVG");
    return made;
  } finally {
    URL.revokeObjectURL(address);
  }
}
