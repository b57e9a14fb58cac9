/** What an answer looks like: as a graph, a table, the engine's plan, JSON. */

import type { Context, Placed } from "../context";
import type { Answer, Cell } from "../contract";
import { counted, element, fresh, overtaken, quiet, sentence, told } from "../element";
import { drawing } from "../exports/drawing";
import { save } from "../exports/files";
import { Grid } from "../table/grid";
import type { Column } from "../table/grid";
import { plain, shown } from "./cells";

export type View = "graph" | "table" | "plan" | "json";
const VIEWS: [View, string][] = [["graph", "Graph"], ["table", "Table"], ["plan", "Plan"], ["json", "JSON"]];
const DRAWN = 400; // nodes of the small drawing; the canvas takes more
const LETTERS = 400_000; // of JSON that are shown; the file has all

export interface AnswerView {
  root: HTMLElement;
  waiting(text: string): void;
  failed(error: unknown): void;
  show(answer: Answer): void;
  /** The view one is in, and to change it. */
  view(): View;
  turn(view: View): void;
}

/** @param plan asks the engine for the plan of what was asked last */
export function answers(
  context: Context,
  { plan, turned }: { plan(signal: AbortSignal): Promise<string>; turned(view: View): void },
): AnswerView {
  let now: View = "table";
  let answer: Answer | undefined;
  let asking: AbortController | undefined;

  const tabs = VIEWS.map(([name, text]) =>
    element("button", { type: "button", role: "tab", id: fresh("tab"), text, "data-view": name,
      "aria-selected": "false", tabindex: -1, onclick: () => turn(name, true) }));
  const pane = element("div", { role: "tabpanel", class: "answer-pane", id: fresh("pane"), tabindex: 0 });
  const line = element("p", { class: "answer-line", role: "status" });
  for (const tab of tabs) tab.setAttribute("aria-controls", pane.id);
  const list = element("div", { role: "tablist", class: "segments", "aria-label": "Views of the answer" }, ...tabs);
  list.addEventListener("keydown", (event) => {
    const here = tabs.findIndex((t) => t === document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || here < 0) return;
    const next = (here + step + tabs.length) % tabs.length;
    turn(VIEWS[next]![0], true);
    tabs[next]!.focus();
  });
  const bar = element("div", { class: "answer-bar" }, list, line);
  const notes = element("div", { class: "answer-notes", role: "status" });
  const root = element("section", { class: "answer", "aria-label": "Answer" }, bar, notes, pane);

  const turn = (view: View, byHand = false) => {
    now = view;
    tabs.forEach((tab, i) => {
      const mine = VIEWS[i]![0] === view;
      tab.setAttribute("aria-selected", String(mine));
      tab.tabIndex = mine ? 0 : -1;
      if (mine) pane.setAttribute("aria-labelledby", tab.id);
    });
    asking?.abort();
    if (answer) draw(answer);
    if (byHand) turned(view);
  };

  const say = (text: string, cls = "answer-said") => {
    pane.replaceChildren(element("p", { class: cls, text }));
  };

  const draw = (a: Answer) => {
    if (now === "table") table(a);
    else if (now === "json") json(a);
    else if (now === "plan") void planned(a);
    else void graph(a);
  };

  const table = (a: Answer) => {
    if (!a.columns.length) return say("This statement gives no rows. Its plan is under Plan.");
    const grid = new Grid<Cell[]>({ caption: "rows of the answer", file: "answer",
      announce: context.announce, key: (_, place) => String(place),
      empty: "No rows: nothing in the graph is like that.",
      opened: (row) => bring(row), picked: () => {} });
    grid.set(a.rows, a.columns.map((name, i): Column<Cell[]> => ({
      name: String(i), title: name.replaceAll("_", " "), value: (row) => plain(row[i]),
      show: (row) => shown(row[i], name, context) ?? written(plain(row[i])),
    })));
    pane.replaceChildren(grid.root);
  };

  const bring = (row: Cell[]) => {
    const whole = row.map((v, i) => shown(v, answer?.columns[i] ?? "", context));
    const first = whole.find((v): v is HTMLElement => v instanceof HTMLElement);
    first?.closest("button")?.click();
  };

  const json = (a: Answer) => {
    const text = JSON.stringify(a.rows.map((r) => Object.fromEntries(a.columns.map((c, i) => [c, r[i]]))), null, 2);
    const cut = text.length > LETTERS;
    pane.replaceChildren(
      element("div", { class: "answer-tools" },
        quiet("Copy", async () => {
          try {
            await navigator.clipboard.writeText(text);
            context.announce("Copied");
          } catch {
            context.announce("The browser does not let this page copy: save it instead");
          }
        }),
        quiet("Save", () => save("answer.json", text, "application/json")),
        cut && element("span", { class: "ask-hint", text: "Only the beginning is shown; the file has all." })),
      element("pre", { class: "answer-code", tabindex: 0, text: cut ? text.slice(0, LETTERS) : text }));
  };

  const planned = async (a: Answer) => {
    if (!a.plan) {
      const mine = (asking = new AbortController());
      say("Asking the engine for its plan…");
      try {
        a.plan = await plan(mine.signal);
      } catch (error) {
        if (!overtaken(error)) say(told(error), "answer-problem");
        return;
      }
      if (mine.signal.aborted) return;
    }
    pane.replaceChildren(a.plan
      ? element("pre", { class: "answer-code", tabindex: 0, text: a.plan })
      : element("p", { class: "answer-said", text: "The engine tells no plan for this." }));
  };

  const graph = async (a: Answer) => {
    if (!a.nodes.length) {
      return say("There are no nodes in this answer, only values. Return a node, a link or a path to see it drawn; names in the table can be brought onto the canvas.");
    }
    const nodes = a.nodes.slice(0, DRAWN);
    const keys = new Set(nodes.map((n) => n.key));
    const links = a.links.filter((l) => keys.has(l.source) && keys.has(l.target));
    const onCanvas = (replace: boolean) => {
      context.store.show(a.nodes, a.links, { replace });
      context.announce(`${counted(a.nodes.length, "node")} on the canvas`);
    };
    const tools = element("div", { class: "answer-tools" },
      element("button", { type: "button", class: "primary", text: "Show on the canvas", onclick: () => onCanvas(true) }),
      quiet("Add to the canvas", () => onCanvas(false)),
      element("span", { class: "ask-hint", text: `${counted(a.nodes.length, "node")}, ${counted(a.links.length, "link")}${a.nodes.length > DRAWN ? `; the first ${DRAWN} are drawn` : ""}` }));
    const frame = element("div", { class: "answer-drawing" }, element("p", { class: "answer-said", text: "Laying out…" }));
    pane.replaceChildren(tools, frame);
    const mine = (asking = new AbortController());
    try {
      const places = await context.api.positions(nodes.map((n) => n.key),
        links.map((l) => [l.source, l.target, l.weight]), {}, mine.signal);
      if (mine.signal.aborted) return;
      const { clientWidth: width, clientHeight: height } = frame;
      const lying = width >= height === spread(places.x) >= spread(places.y);
      const spots = nodes.map((n, i): Placed => (lying ? { ...n, x: places.x[i], y: places.y[i] }
        : { ...n, x: places.y[i], y: places.x[i] })); // turned, to fill the frame
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      const svg = drawing(spots, links, { dark, labels: 40,
        width: Math.max(320, width), height: Math.max(320, height) });
      svg.removeAttribute("width");
      svg.removeAttribute("height");
      svg.setAttribute("aria-label", `Drawing of ${counted(nodes.length, "node")}`);
      svg.addEventListener("click", (event) => {
        const key = (event.target as Element).closest("[data-key]")?.getAttribute("data-key");
        if (!key) return;
        if (!context.store.nodes.has(key)) context.store.show(a.nodes.filter((n) => n.key === key), []);
        context.store.select([key]);
      });
      frame.replaceChildren(svg);
    } catch (error) {
      if (!overtaken(error)) frame.replaceChildren(element("p", { class: "answer-problem", text: told(error) }));
    }
  };

  turn(now);
  say("Ask something: the answer comes here.");
  return {
    root,
    waiting: (text) => {
      asking?.abort();
      root.setAttribute("aria-busy", "true");
      line.textContent = text;
      notes.replaceChildren();
    },
    failed: (error) => {
      root.removeAttribute("aria-busy");
      answer = undefined;
      line.textContent = "";
      say(told(error), "answer-problem");
    },
    show: (given) => {
      root.removeAttribute("aria-busy");
      answer = given;
      const rows = counted(given.rows.length, "row");
      const took = `${given.seconds < 0.1 ? given.seconds.toFixed(3) : given.seconds.toFixed(2)} s`;
      line.textContent = given.truncated
        ? `The first ${rows}${given.why ? ` (${given.why})` : ""} · ${took}`
        : `${rows} · ${took}`;
      notes.replaceChildren(...given.notes.map((note) => element("p", { text: sentence(note), dir: "auto" })));
      draw(given);
    },
    view: () => now,
    turn: (view) => turn(view),
  };
}

function spread(places: number[]): number {
  return Math.max(...places) - Math.min(...places);
}

function written(value: ReturnType<typeof plain>): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return String(Math.round(value * 1e4) / 1e4);
}
