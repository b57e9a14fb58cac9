/** The canvas: nodes and links drawn by sigma, and what hand and mouse do with them. */

import { MultiGraph } from "graphology";
import Sigma from "sigma";
import type { Context, Placed } from "../context";
import { counted, element } from "../element";
import { timeline } from "../layout";
import type { Timeline } from "../layout";
import type { Shown, State } from "../state";
import { FONT, still, theme, whenThemeTurns } from "../theme";
import { dragging } from "./dragging";
import type { Dragging } from "./dragging";
import { bound, fill, obstacles } from "./drawn";
import { keyboard } from "./keyboard";
import { Labels, SELECTED } from "./labels";
import { lasso } from "./lasso";
import type { Looks } from "./looks";
import { nodeMenu } from "./menu";
import type { NodeMenu } from "./menu";
import { pressing } from "./pressing";
import { ShapeProgram } from "./shapes";
import { tip as tipOver } from "./tip";
import { writeYears } from "./years";

export interface Canvas {
  focus(key: string): void;
  fit(): void;
  zoom(by: number): void;
  lasso(on: boolean): void;
  menu(key: string): void;
  resize(): void;
  readonly sigma: Sigma;
}

export function mount(root: HTMLElement, context: Context, state: State, looks: Looks, lassoed: (on: boolean) => void): Canvas {
  const box = element("div", { class: "canvas-drawing", tabindex: 0, role: "application",
    "aria-roledescription": "graph", "aria-label": "The graph", "aria-describedby": "canvas-help" });
  const tip = tipOver(() => sigma.getDimensions());
  const axis = element("div", { class: "canvas-axis", "aria-hidden": "true" });
  const help = element("p", { id: "canvas-help", class: "unseen",
    text: "Arrow keys go from node to node, Enter opens what one can do with a node, Space selects more, Delete takes away, L is the lasso, plus and minus zoom, 0 shows all." });
  const listing = element("ul", { class: "unseen", "aria-label": "Nodes on the canvas" });
  root.append(box, axis, tip.root, help, listing);

  let colours = theme();
  let drawnNodes: ReadonlyMap<string, Placed> | undefined;
  let drawnLinks: ReadonlyMap<string, Shown> | undefined;
  let hovered: string | undefined;
  let hoveredLink: string | undefined;
  let current: string | undefined; // where the keyboard is
  let hand: Dragging = { on: false };
  let years: Timeline | undefined;
  let near = new Set<string>();
  let menu: NodeMenu = { open: () => {}, close: () => false, follow: () => {} };
  const labels = new Labels();
  const graph = new MultiGraph();

  const sigma = new Sigma(graph, box, {
    allowInvalidContainer: true,
    defaultNodeType: "shape",
    nodeProgramClasses: { shape: ShapeProgram },
    labelFont: FONT,
    labelSize: 12,
    labelDensity: 3,
    labelGridCellSize: 90,
    labelRenderedSizeThreshold: 0,
    stagePadding: 64,
    zIndex: true,
    enableEdgeEvents: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    hideEdgesOnMove: false,
    zoomDuration: still() ? 0 : 200,
    inertiaDuration: still() ? 0 : 200,
    doubleClickZoomingRatio: 1,
    defaultDrawNodeLabel: (_, data) => {
      const first = (data["first"] as number | undefined) ?? 0;
      if (data.label) labels.want(data.label, data.x, data.y, data.size * 1.1 + (first === SELECTED ? 4 : 0), first);
    },
    defaultDrawNodeHover: () => {},
    nodeReducer: (key, data) => ({
      ...data,
      ring: (state.selected.has(key) ? 1 : 0) + (state.pinned.has(key) ? 2 : 0),
      zIndex: state.selected.has(key) || key === hovered || key === current ? 2 : 1,
      forceLabel: state.selected.has(key) || key === current || near.has(key),
      first: state.selected.has(key) ? SELECTED : key === current ? 2 : near.has(key) ? 1 : 0,
      size: (data["size"] as number) * (key === hovered || (key === current && document.activeElement === box) ? 1.25 : 1),
    }),
    edgeReducer: (key, data) => {
      const [a, b] = graph.extremities(key);
      const chosen = state.selected.has(a) || state.selected.has(b) || a === hovered || b === hovered;
      return { ...data, color: key === hoveredLink ? colours.accent : chosen ? colours.strong : colours.line,
        size: (data["size"] as number) * (key === hoveredLink ? 1.8 : chosen ? 1.3 : 1), zIndex: chosen ? 1 : 0 };
    },
  });

  // Sigma looks for what is clicked on at half the resolution, where a hairline runs between the pixels.
  (sigma as unknown as { pickingDownSizingRatio: number }).pickingDownSizingRatio = window.devicePixelRatio;

  /** Room around what is shown: the years need more, a low drawing has less to give. */
  const pad = () => {
    const { height } = sigma.getDimensions();
    const wanted = Math.round(Math.min(looks.timeline ? 100 : 64, height / 6));
    if (wanted !== sigma.getSetting("stagePadding")) sigma.setSetting("stagePadding", wanted);
  };
  sigma.on("resize", pad);

  // -- what the state says, into the drawing
  const draw = () => {
    looks.prepare();
    years = looks.timeline ? timeline(state.nodes, state.links) : undefined;
    fill(graph, state, looks, years);
    drawnNodes = state.nodes;
    drawnLinks = state.links;
    if (!hand.on) bound(sigma, graph);
    if (current && !state.nodes.has(current)) current = undefined;
    if (hovered && !state.nodes.has(hovered)) leave();
    list();
  };

  const list = () => {
    const shown = [...state.nodes.values()].filter((n) => !n.hidden);
    box.setAttribute("aria-label", `The graph: ${counted(shown.length, "node")}, ${counted([...state.links.values()].filter((l) => !l.hidden).length, "link")}`);
    listing.replaceChildren(...shown.slice(0, 200).map((n) => element("li", { text: said(n) })));
  };
  const said = (node: Placed) => `${node.label}: ${node.title}${node.year === undefined ? "" : `, ${node.year}`}`;

  let frame = 0;
  state.subscribe(() => {
    window.cancelAnimationFrame(frame);
    frame = window.requestAnimationFrame(() => {
      near = new Set();
      if (state.selected.size === 1) {
        for (const key of state.selected) if (graph.hasNode(key)) near = new Set(graph.neighbors(key).slice(0, 40));
      }
      if (state.nodes !== drawnNodes || state.links !== drawnLinks) {
        const grown = !drawnNodes || [...state.nodes.keys()].some((key) => !drawnNodes!.has(key));
        draw();
        if (grown) { sigma.refresh(); fit(); return; }
      }
      sigma.refresh();
    });
  });
  looks.subscribe(() => {
    pad();
    draw();
    fit();
    sigma.refresh();
  });
  whenThemeTurns(() => { colours = theme(); sigma.refresh(); });

  // -- labels and years
  sigma.on("beforeRender", () => labels.clear());
  sigma.on("afterRender", () => {
    const layer = sigma.getCanvases()["labels"]!.getContext("2d")!;
    const { width, height } = sigma.getDimensions();
    box.dataset["labels"] = String(labels.write(layer, { ink: colours.ink, ground: colours.ground, font: FONT, size: 12 },
      obstacles(sigma, graph), width, height));
    writeYears(axis, years?.years ?? [], (x) => sigma.graphToViewport({ x, y: 0 }).x, width);
    if (hovered) point(hovered);
    menu.follow();
  });

  // -- the mouse
  const point = (key: string) => {
    const node = state.nodes.get(key);
    const data = sigma.getNodeDisplayData(key);
    if (!node || !data) return;
    const p = sigma.framedGraphToViewport(data);
    tip.node(node, p.x, p.y + sigma.scaleSize(data.size) + 8);
  };
  const leave = () => {
    hovered = undefined;
    hoveredLink = undefined;
    tip.hide();
    box.classList.remove("is-pointing");
  };
  sigma.on("enterNode", ({ node }) => {
    hovered = node;
    box.classList.add("is-pointing");
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on("leaveNode", () => { leave(); sigma.refresh({ skipIndexation: true }); });
  sigma.on("enterEdge", ({ edge, event }) => {
    const link = state.links.get(edge);
    if (!link) return;
    hoveredLink = edge;
    box.classList.add("is-pointing");
    const title = (key: string) => state.nodes.get(key)?.title ?? "";
    tip.link(link, [title(link.source), title(link.target)], event.x, event.y + 14);
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on("leaveEdge", () => { leave(); sigma.refresh({ skipIndexation: true }); });
  sigma.on("clickEdge", ({ edge }) => context.open({ link: edge }));
  box.addEventListener("contextmenu", (event) => event.preventDefault());
  const toggle = (key: string) => {
    const chosen = new Set(state.selected);
    if (!chosen.delete(key)) chosen.add(key);
    state.select(chosen);
  };
  pressing(sigma, state, { open: (key) => menu.open(key), close: () => menu.close(),
    went: (key) => { current = key; }, toggle });

  hand = dragging(sigma, graph, state, () => !looks.timeline, () => tip.hide());

  // -- looking around
  const camera = sigma.getCamera();
  const go = (to: { x?: number; y?: number; ratio?: number; angle?: number }) => {
    if (still()) camera.setState(to);
    else void camera.animate(to, { duration: 250 });
  };
  const fit = () => { bound(sigma, graph); go({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }); };
  const zoom = (by: number) => go({ ratio: camera.getBoundedRatio(camera.ratio * by) });
  const focus = (key: string) => {
    if (!state.nodes.has(key)) return;
    current = key;
    window.requestAnimationFrame(() => window.requestAnimationFrame(() => {
      const data = sigma.getNodeDisplayData(key);
      if (data) go({ x: data.x, y: data.y, ratio: Math.min(camera.ratio, state.nodes.size > 60 ? 0.5 : 1) });
    }));
  };

  const where = (key: string) => {
    const data = sigma.getNodeDisplayData(key);
    return data ? sigma.framedGraphToViewport(data) : { x: 0, y: 0 };
  };
  menu = nodeMenu(root, context, state, where, () => box.focus());
  const loop = lasso(root, (inside, add) => {
    const found = graph.filterNodes((key, data) => !data["hidden"] && inside(where(key)));
    state.select(add ? [...state.selected, ...found] : found);
    context.announce(counted(found.length, "node") + " selected");
  }, lassoed);
  keyboard(box, {
    current: () => current ?? [...state.selected][0],
    go: (key) => {
      current = key;
      state.select([key]);
      const p = where(key);
      const { width, height } = sigma.getDimensions();
      if (p.x < 20 || p.y < 20 || p.x > width - 20 || p.y > height - 20) focus(key);
      context.announce(said(state.nodes.get(key)!));
    },
    where, toggle, menu: (key) => menu.open(key, true), fit, zoom, graph,
    hide: () => state.hide(state.selected),
    lasso: () => loop.turn(),
    none: () => { if (!loop.stop() && !menu.close()) state.select([]); },
  });
  box.addEventListener("blur", () => sigma.refresh({ skipIndexation: true }));

  // what tests and a person with the console may look at
  Object.defineProperty(box, "kg", { value: {
    at: (key: string) => where(key),
    link: (key: string) => {
      const [a, b] = graph.extremities(key).map(where);
      return { x: (a!.x + b!.x) / 2, y: (a!.y + b!.y) / 2 };
    },
    nodes: () => [...state.nodes.values()], links: () => [...state.links.values()],
    selected: () => [...state.selected], pinned: () => [...state.pinned], settling: () => state.settling,
    ratio: () => camera.ratio,
  } });

  return { focus, fit, zoom, lasso: (on) => loop.turn(on), menu: (key) => menu.open(key, true),
    resize: () => { sigma.resize(); sigma.refresh(); }, sigma };
}
