/** The whole corpus at once: papers as points where their communities lie, names over them. */

import Graph from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, NodePointProgram } from "sigma/rendering";
import type { Context } from "../context";
import type { Overview } from "../contract";
import { counted, element, overtaken, quiet, told } from "../element";
import { paperAt, spread, spreadCommunity } from "../search/bring";
import { FONT, GROUPS, still, theme, whenThemeTurns } from "../theme";
import { Labels } from "./labels";
import { CommunityNames } from "./names";

const LINES = 12_000; // links that are drawn, the strongest
const SPACE = 20; // from one paper to the next, in the units of the places
const NEAR = 0.35; // camera ratio below which papers have labels

export interface WholeGraph {
  open(): Promise<void>;
  close(): void;
}

export function overview(root: HTMLElement, context: Context): WholeGraph {
  const box = element("div", { class: "overview-drawing", tabindex: 0, role: "application", "aria-label": "The whole graph: arrow keys move, plus and minus zoom, 0 shows all; the communities follow as buttons" });
  const names = element("div", { class: "overview-names" });
  const tip = element("div", { class: "canvas-tip", hidden: true });
  const told_ = element("p", { class: "overview-said", role: "status", text: "Drawing the whole graph…" });
  root.append(box, names, tip, told_);
  let sigma: Sigma | undefined;
  let asking: AbortController | undefined;
  let data: Overview | undefined;

  const close = () => {
    asking?.abort();
    sigma?.kill();
    sigma = undefined;
    names.replaceChildren();
    tip.hidden = true;
  };

  const open = async () => {
    if (sigma) return;
    const mine = (asking = new AbortController());
    told_.textContent = "Drawing the whole graph…";
    try {
      data ??= await context.api.overview(undefined, mine.signal);
      if (mine.signal.aborted || sigma) return;
      draw(data);
    } catch (error) {
      if (!overtaken(error)) told_.replaceChildren(`${told(error)} `, quiet("Try again", () => void open()));
    }
  };

  const draw = ({ communities, nodes, links, left_out }: Overview) => {
    const count = nodes.key.length;
    if (!count) {
      told_.textContent = "There is no paper in this graph yet.";
      return;
    }
    const lonely = nodes.community.filter((c) => c < 0).length;
    told_.textContent = `${counted(count, "paper")} in ${counted(communities.length, "community", "communities")}`
      + (lonely ? `, ${lonely.toLocaleString("en")} in none (below them)` : "")
      + (left_out ? `, without the ${left_out.toLocaleString("en")} that have the fewest links` : "");
    let colours = theme();
    const graph = new Graph({ type: "undirected", multi: true });
    const shrink = shrunk(nodes, box);
    for (let i = 0; i < count; i += 1) {
      graph.addNode(nodes.key[i]!, { x: nodes.x[i]!, y: nodes.y[i]!, size: Math.max(1.1, nodes.size[i]! * shrink),
        color: GROUPS[nodes.community[i]! % GROUPS.length]!, label: nodes.title[i]!, at: i });
    }
    for (let i = 0; i < Math.min(links.source.length, LINES); i += 1) {
      graph.addUndirectedEdgeWithKey(String(i), nodes.key[links.source[i]!]!, nodes.key[links.target[i]!]!, { size: 0.4 + 0.5 * links.weight[i]! });
    }
    const labels = new Labels();
    let hovered: string | undefined;
    const drawing = (sigma = new Sigma(new Graph(), box, {
      allowInvalidContainer: true, defaultNodeType: "point", nodeProgramClasses: { point: NodePointProgram }, // one vertex each: quick without a graphics card too
      defaultEdgeType: "hair", edgeProgramClasses: { hair: EdgeLineProgram },
      labelFont: FONT, labelSize: 12, labelDensity: 1, labelGridCellSize: 120,
      labelRenderedSizeThreshold: 3, stagePadding: 40, hideEdgesOnMove: count > 2_000, minCameraRatio: 0.005, maxCameraRatio: 2,
      zoomDuration: still() ? 0 : 200, inertiaDuration: still() ? 0 : 200, doubleClickZoomingRatio: 1,
      defaultDrawNodeLabel: (_, d) => { if (d.label) labels.want(d.label, d.x, d.y, d.size, 0); },
      defaultDrawNodeHover: () => {},
      nodeReducer: (key, d) => (key === hovered ? { ...d, size: (d["size"] as number) + 3, color: colours.ink } : d),
      edgeReducer: (_, d) => ({ ...d, color: colours.faint }),
    }));
    const camera = drawing.getCamera();

    const named = new CommunityNames(names, data!, (id) => void spreadCommunity(id, nodes, context));
    drawing.on("beforeRender", () => labels.clear());
    drawing.on("afterRender", () => {
      const { width, height } = drawing.getDimensions();
      const taken = named.place((at) => drawing.graphToViewport(at), width, height);
      const layer = drawing.getCanvases()["labels"]!.getContext("2d")!;
      if (camera.ratio < NEAR || count <= 60) labels.write(layer, { ink: colours.ink, ground: colours.ground, font: FONT, size: 12 }, taken, width, height);
    });
    drawing.on("enterNode", ({ node, event }) => {
      hovered = node;
      const i = graph.getNodeAttribute(node, "at") as number;
      tip.replaceChildren(element("strong", { text: nodes.title[i]! }), element("span", { text: `Paper${nodes.year[i] ? ` · ${nodes.year[i]}` : ""}` }));
      tip.hidden = false;
      tip.style.left = `${Math.max(8, Math.min(drawing.getDimensions().width - tip.offsetWidth - 8, event.x - tip.offsetWidth / 2))}px`;
      tip.style.top = `${event.y + 16}px`;
      drawing.refresh({ partialGraph: { nodes: [node] }, skipIndexation: true });
    });
    drawing.on("leaveNode", ({ node }) => {
      hovered = undefined;
      tip.hidden = true;
      drawing.refresh({ partialGraph: { nodes: [node] }, skipIndexation: true });
    });
    drawing.on("clickNode", ({ node }) => context.open({ node }));
    drawing.on("doubleClickNode", ({ node, event }) => {
      event.preventSigmaDefault();
      void spread([paperAt(nodes, graph.getNodeAttribute(node, "at") as number)], context, true);
      context.store.select([node]);
      context.open({ node });
    });
    whenThemeTurns(() => { colours = theme(); sigma?.refresh(); });
    box.dataset["nodes"] = String(count);
    drawing.setGraph(graph); // only now: the first frame finds all that listen
  };

  names.addEventListener("wheel", (event) => { // a name is no hole in the drawing
    event.preventDefault();
    sigma?.getCanvases()["mouse"]?.dispatchEvent(new WheelEvent("wheel", event));
  }, { passive: false });

  box.addEventListener("keydown", (event) => {
    const camera = sigma?.getCamera();
    if (!camera) return;
    const { x, y, ratio } = camera;
    const to: Record<string, object> = {
      ArrowLeft: { x: x - ratio / 8 }, ArrowRight: { x: x + ratio / 8 }, ArrowUp: { y: y + ratio / 8 }, ArrowDown: { y: y - ratio / 8 },
      "+": { ratio: camera.getBoundedRatio(ratio / 1.4) }, "=": { ratio: camera.getBoundedRatio(ratio / 1.4) },
      "-": { ratio: camera.getBoundedRatio(ratio * 1.4) }, "0": { x: 0.5, y: 0.5, ratio: 1 },
    };
    const state = to[event.key];
    if (!state) return;
    event.preventDefault();
    camera.setState(state);
  });
  return { open, close };
}

/** By how much papers are drawn smaller, so that neighbours seldom cover each other. */
function shrunk({ x, y, size }: Overview["nodes"], box: HTMLElement): number {
  const span = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);
  const pixels = Math.min(box.clientWidth / Math.max(1, span(x)), box.clientHeight / Math.max(1, span(y)));
  const usual = [...size].sort((a, b) => a - b)[Math.floor(size.length * 0.7)] ?? 1;
  return Math.min(1, (0.42 * SPACE * pixels) / usual);
}
