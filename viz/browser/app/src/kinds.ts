/** Kinds of nodes: their names, colours (Okabe and Ito's) and shapes, as on the pages of `kg map`. */

export type Shape = "dot" | "triangle" | "square" | "diamond" | "hexagon" | "down" | "star";

export interface Look {
  colour: string;
  shape: Shape;
  many: string;
}

const LOOKS: Record<string, Look> = {
  Paper: { colour: "#0072B2", shape: "dot", many: "Papers" },
  Concept: { colour: "#E69F00", shape: "triangle", many: "Concepts" },
  Dataset: { colour: "#009E73", shape: "square", many: "Datasets" },
  Method: { colour: "#CC79A7", shape: "diamond", many: "Methods" },
  Repository: { colour: "#56B4E9", shape: "hexagon", many: "Code" },
  Author: { colour: "#D55E00", shape: "down", many: "Authors" },
  Venue: { colour: "#F0E442", shape: "star", many: "Venues" },
};

export function look(label: string): Look {
  return LOOKS[label] ?? { colour: "#999999", shape: "dot", many: label };
}

/** `SHARES_BENCHMARK` as one says it. */
export function spoken(type: string): string {
  return type.toLowerCase().replaceAll("_", " ");
}

/** The corners of a shape about a point; a dot has none. */
function corners(shape: Shape, x: number, y: number, r: number): [number, number][] {
  const around = (n: number, turn: number, radius: (i: number) => number) =>
    Array.from({ length: n }, (_, i): [number, number] => {
      const angle = turn + (2 * Math.PI * i) / n;
      return [x + radius(i) * Math.cos(angle), y + radius(i) * Math.sin(angle)];
    });
  const up = -Math.PI / 2;
  switch (shape) {
    case "triangle": return around(3, up, () => r * 1.2);
    case "down": return around(3, -up, () => r * 1.2);
    case "square": return around(4, Math.PI / 4, () => r * 1.2);
    case "diamond": return around(4, 0, () => r * 1.2);
    case "hexagon": return around(6, 0, () => r * 1.1);
    case "star": return around(10, up, (i) => (i % 2 ? r * 0.6 : r * 1.3));
    default: return [];
  }
}

const SVG = "http://www.w3.org/2000/svg";

export function drawn<K extends keyof SVGElementTagNameMap>(
  tag: K,
  given: Record<string, string | number> = {},
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) made.setAttribute(name, String(value));
  return made;
}

/** A kind's mark: its shape in its colour. */
export function mark(label: string, size = 12): SVGSVGElement {
  const made = drawn("svg", {
    width: size, height: size, viewBox: "0 0 16 16", "aria-hidden": "true", class: "kind-mark",
  });
  made.append(shape(label, 8, 8, 5.6));
  return made;
}

/** A node's shape, to be put into a drawing. */
export function shape(label: string, x: number, y: number, r: number): SVGElement {
  const { colour, shape: form } = look(label);
  const at = (n: number) => Math.round(n * 100) / 100;
  const points = corners(form, x, y, r);
  if (!points.length) return drawn("circle", { cx: at(x), cy: at(y), r: at(r), fill: colour });
  const path = points.map(([a, b]) => `${at(a)},${at(b)}`).join(" ");
  return drawn("polygon", { points: path, fill: colour, "stroke-linejoin": "round" });
}
