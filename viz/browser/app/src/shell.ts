/** The frame of the page: header, canvas with its tools, side panel, drawer. */

import { counted, element } from "./element";
import { drawn } from "./kinds";
import type { State } from "./state";
import "./shell.css";

const SAID = 6_000; // milliseconds that a message stays in sight

function tool(text: string, title: string, path?: string, label = false): HTMLButtonElement {
  const button = element("button", { type: "button", class: label ? "tool" : "tool tool-icon", title, "aria-label": label || !path ? undefined : title });
  if (path) {
    const icon = drawn("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true", fill: "none",
      stroke: "currentColor", "stroke-width": 1.5, "stroke-linecap": "round", "stroke-linejoin": "round" });
    icon.append(drawn("path", { d: path }));
    button.append(icon);
  }
  if (label || !path) button.append(element("span", { text }));
  return button;
}

export function shell() {
  const home = element("button", { type: "button", class: "brand", title: "To the start" });
  const name = element("span", { class: "brand-name", text: "kg" });
  const icon = drawn("svg", { width: 22, height: 22, viewBox: "0 0 32 32", "aria-hidden": "true" });
  icon.append(drawn("path", { d: "M8 9 24 16 9 25", fill: "none", stroke: "#8a94a0", "stroke-width": 2.4 }),
    drawn("circle", { cx: 8, cy: 8, r: 5, fill: "#0072B2" }), drawn("path", { d: "m25 10 6 11H19z", fill: "#E69F00" }),
    drawn("path", { d: "M4 20h9v9H4z", fill: "#009E73" }));
  home.append(icon, name);

  const tools = {
    undo: tool("Undo", "Undo (Ctrl-Z)", "M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H7"),
    redo: tool("Redo", "Redo (Ctrl-Shift-Z)", "m10 3 3.5 3.5L10 10M13 6.5H6.5a4 4 0 0 0 0 8H9"),
    lasso: tool("Lasso", "Lasso: select by drawing a loop (L, or Shift and drag)", "M8 2.5c3.3 0 6 1.8 6 4s-2.7 4-6 4c-.9 0-1.700-.1-2.500-.4M8 2.500c-3.300 0-6 1.800-6 4 0 1.300 1 2.500 2.400 3.200M4.400 9.700a1.500 1.500 0 1 0 1.100.4c.7 1.400.3 2.900-1.500 3.900"),
    timeline: tool("Timeline", "Timeline: papers along their years", "M2 12.500h12M4 12.500v-3M8 12.500V4M12 12.500v-6M4 7.500v.1M12 4.500v.1", true),
    path: tool("Path", "Ways between the two that are selected", "M4 12.500a1.500 1.500 0 1 0 0-.1M12 3.500a1.500 1.500 0 1 0 0-.1M5.500 12c4 0 1-8 5-8", true),
    whole: tool("Whole graph", "The whole graph, by communities", "M5 5.500a2 2 0 1 0 0-.1M11.500 5a1.500 1.500 0 1 0 0-.1M9.500 11.500a2.500 2.500 0 1 0 0-.1", true),
    clear: tool("Clear", "Take everything from the canvas", undefined, true),
    closer: tool("+", "Closer (+)", "M8 3v10M3 8h10"),
    farther: tool("−", "Farther (-)", "M3 8h10"),
    fit: tool("Fit", "Show all (0)", "M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10"),
    back: tool("Back", "Back to the canvas", "M7 3.500 2.500 8 7 12.500M3 8h10.500", true),
  };
  tools.lasso.setAttribute("aria-pressed", "false");
  tools.timeline.setAttribute("aria-pressed", "false");
  tools.undo.disabled = tools.redo.disabled = tools.path.disabled = true;

  const search = element("div", { class: "header-search" });
  const exports = element("div", {});
  const header = element("header", { class: "header" }, home, search,
    element("div", { class: "header-tools" }, tools.undo, tools.redo, exports));

  const canvas = element("div", { class: "canvas", id: "canvas" });
  const legend = element("div", { class: "canvas-legend" });
  const filters = element("div", { class: "canvas-filters" });
  const number = element("span", { class: "canvas-count" });
  const bar = element("div", { class: "canvas-tools", role: "toolbar", "aria-label": "Drawing" },
    filters, tools.timeline, tools.lasso, tools.path, tools.whole, tools.clear);
  const looking = element("div", { class: "canvas-looking", role: "toolbar", "aria-label": "Looking around" }, tools.closer, tools.farther, tools.fit);
  const drawing = element("section", { class: "front canvas-front", "aria-label": "Canvas", hidden: true }, canvas, bar, legend, looking, number);
  const overview = element("section", { class: "front overview", "aria-label": "The whole graph", hidden: true });
  overview.append(element("div", { class: "canvas-tools" }, tools.back));
  const start = element("div", { class: "front start-front" });

  const reading = element("div", { class: "side-reading" });
  const shut = element("button", { type: "button", class: "side-shut", "aria-label": "Close the side panel", title: "Close", text: "×" });
  const side = element("aside", { class: "side", "aria-label": "Reading", hidden: true }, shut, reading);
  const main = element("main", { class: "main" }, start, drawing, overview);

  // -- the drawer
  const table = element("div", { id: "drawer-table", role: "tabpanel", "aria-labelledby": "tab-table", hidden: true });
  const ask = element("div", { id: "drawer-cypher", role: "tabpanel", "aria-labelledby": "tab-cypher", hidden: true });
  const panels: Record<string, HTMLElement> = { table, cypher: ask };
  const tab = (id: string, text: string) => element("button", { type: "button", role: "tab", id: `tab-${id}`, class: "drawer-tab",
    "aria-selected": "false", "aria-controls": `drawer-${id}`, text, onclick: () => drawer.open(id) });
  const tabs = [tab("table", "Table"), tab("cypher", "Cypher")];
  const grip = element("div", { class: "drawer-grip", role: "separator", "aria-orientation": "horizontal", tabindex: 0,
    "aria-label": "Height of the drawer", "aria-valuemin": 20, "aria-valuemax": 90, "aria-valuenow": 50 });
  const fold = element("button", { type: "button", class: "tool tool-icon drawer-fold", "aria-label": "Close the drawer", title: "Close", text: "×", hidden: true,
    onclick: () => drawer.close() });
  const list = element("div", { role: "tablist", class: "drawer-tabs", "aria-label": "Table and questions" }, ...tabs);
  const message = element("p", { class: "said", role: "status", "aria-live": "polite" });
  const foot = element("section", { class: "drawer", "aria-label": "Table and questions" }, grip,
    element("div", { class: "drawer-bar" }, list, message, fold), table, ask);
  const frame = element("div", { class: "frame" }, header, element("div", { class: "middle" }, main, side), foot);
  document.body.append(frame);

  let height = 50;
  const tall = (to: number) => {
    height = Math.min(90, Math.max(20, Math.round(to)));
    grip.setAttribute("aria-valuenow", String(height));
    frame.style.setProperty("--drawer", `${height}dvh`);
    page.resized();
  };
  grip.addEventListener("pointerdown", (event) => {
    grip.setPointerCapture(event.pointerId);
    const move = (e: PointerEvent) => tall(100 - (100 * e.clientY) / window.innerHeight);
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", () => grip.removeEventListener("pointermove", move), { once: true });
  });
  grip.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 5, ArrowDown: -5 }[event.key];
    if (!by) return;
    event.preventDefault();
    tall(height + by);
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const here = tabs.indexOf(document.activeElement as HTMLButtonElement);
    const next = tabs[(here + 1) % tabs.length];
    next?.click();
    next?.focus();
  });

  const drawer = {
    now: "",
    turned: () => {},
    open(name: string) {
      if (!panels[name] || drawer.now === name) return;
      drawer.now = name;
      show();
    },
    close() {
      if (!drawer.now) return;
      drawer.now = "";
      show();
    },
  };
  const show = () => {
    for (const [id, panel] of Object.entries(panels)) panel.hidden = id !== drawer.now;
    for (const one of tabs) one.setAttribute("aria-selected", String(one.id === `tab-${drawer.now}`));
    frame.classList.toggle("has-drawer", drawer.now !== "");
    fold.hidden = grip.hidden = !drawer.now;
    drawer.turned();
  };
  grip.hidden = true;

  let timer = 0;
  let graph = "";
  const page = {
    home, search, exports, canvas, legend, filters, overview, start, reading, table, ask, tools, drawer,
    resized: () => {},
    announcer(text: string) {
      message.textContent = text;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => { message.textContent = ""; }, SAID);
    },
    side(on: boolean) {
      if (side.hidden !== on) return;
      side.hidden = !on;
      frame.classList.toggle("has-side", on);
      page.resized();
    },
    front(which: "start" | "canvas" | "overview") {
      if (frame.dataset["front"] === which) return;
      frame.dataset["front"] = which;
      const left = start.contains(document.activeElement); // by keyboard one goes on where the search leads to
      start.hidden = which !== "start";
      drawing.hidden = which !== "canvas";
      overview.hidden = which !== "overview";
      search.hidden = which === "start";
      if (left && which === "canvas") canvas.querySelector<HTMLElement>(".canvas-drawing")?.focus();
      page.resized();
    },
    count(state: State) {
      const nodes = [...state.nodes.values()].filter((n) => !n.hidden).length;
      const links = [...state.links.values()].filter((l) => !l.hidden).length;
      const left = state.nodes.size - nodes;
      number.textContent = `${counted(nodes, "node")}, ${counted(links, "link")}${left ? ` · ${left.toLocaleString("en")} left out by filters` : ""}`;
    },
    name(text: string, engine: string) {
      frame.dataset["engine"] = engine;
      graph = text.replace(/\.kg$/, "") || "kg";
      name.textContent = graph;
      document.title = graph;
    },
    title(state: State, whole: boolean) {
      const one = state.selected.size === 1 ? state.nodes.get([...state.selected][0]!)?.title : undefined;
      document.title = [one ?? (whole ? "The whole graph" : ""), graph || "kg"].filter(Boolean).join(" · ");
    },
  };
  shut.onclick = () => page.side(false);
  return page;
}
