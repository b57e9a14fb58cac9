/** The page: its parts, and what holds them together. */

import { AddressBar, read, written } from "./address";
import { api } from "./api";
import { mount as ask } from "./ask/index";
import { mount as canvas } from "./canvas/index";
import { Looks } from "./canvas/looks";
import { overview } from "./canvas/overview";
import type { Context, What } from "./context";
import { element } from "./element";
import { mount as exports } from "./exports/index";
import { filters, legend } from "./filters/index";
import { returning } from "./returning";
import { mount as reading } from "./reading/index";
import { mount as search } from "./search/index";
import { mount as start } from "./search/start";
import { shell } from "./shell";
import { mount as table } from "./table/index";
import { State } from "./state";
import type { Snapshot } from "./state";

const page = shell();
const said = page.announcer;
const announce = (text: string) => said(text);
const state = new State(api, announce);
const address = new AddressBar();
const looks = new Looks(api, state);

let opened: What | undefined;
let whole = false; // the overview is in front
const watching = new Set<() => void>();
const turned = () => { for (const listener of [...watching]) listener(); };

const context: Context = {
  store: state,
  api,
  address,
  announce,
  open(what) {
    if (what === "overview") return seeWhole(true);
    if ("recipe" in what) {
      address.set({ recipe: what.recipe, statement: null, parameters: null });
      page.drawer.open("cypher");
      address.tell();
      return;
    }
    opened = what;
    page.side(true);
    turned();
    keep(true);
  },
  opened: {
    get now() { return opened; },
    subscribe(listener) {
      watching.add(listener);
      return () => watching.delete(listener);
    },
  },
};

const drawing = canvas(page.canvas, context, state, looks, (on) => page.tools.lasso.setAttribute("aria-pressed", String(on)));
const corpus = overview(page.overview, context);
state.onFocus = (key) => { seeWhole(false); drawing.focus(key); };
state.onSelect = () => {
  if (opened !== undefined) {
    opened = undefined;
    turned();
  }
  if (state.selected.size) page.side(true);
};
state.onShow = () => { if (whole) seeWhole(false); };

function seeWhole(on: boolean): void {
  if (whole === on) return;
  whole = on;
  front();
  if (on) void corpus.open(); else corpus.close();
  keep(true);
}

/** Which of start page, canvas and overview is in front. */
function front(): void {
  page.front(whole ? "overview" : state.nodes.size ? "canvas" : "start");
}

search(page.search, context);
start(page.start, context);
reading(page.reading, context);
ask(page.ask, context);
legend(page.legend, state, looks);
filters(page.filters, state, looks);
exports(page.exports, context);
const rows = table(page.table, context, () => keep(false));

page.tools.undo.onclick = () => state.undo();
page.tools.redo.onclick = () => state.redo();
page.tools.fit.onclick = () => drawing.fit();
page.tools.closer.onclick = () => drawing.zoom(1 / 1.5);
page.tools.farther.onclick = () => drawing.zoom(1.5);
page.tools.lasso.onclick = () => drawing.lasso(page.tools.lasso.getAttribute("aria-pressed") !== "true");
page.tools.timeline.onclick = () => {
  const dated = [...state.nodes.values()].some((n) => n.year !== undefined);
  if (dated || looks.timeline) looks.set({ timeline: !looks.timeline });
  else announce("No paper on the canvas has a year: there is no timeline of them");
};
page.tools.path.onclick = () => {
  const [a, b] = [...state.selected];
  if (a && b) context.open({ path: [a, b] });
};
page.tools.whole.onclick = () => seeWhole(true);
page.tools.back.onclick = () => seeWhole(false);
page.tools.clear.onclick = () => {
  state.hide(state.nodes.keys());
  state.select([]);
};
page.home.onclick = () => {
  if (whole) seeWhole(false);
  if (state.nodes.size) page.tools.clear.click();
};
page.resized = () => drawing.resize();

state.subscribe(() => {
  front();
  page.tools.undo.disabled = !state.canUndo;
  page.tools.redo.disabled = !state.canRedo;
  page.tools.path.disabled = state.selected.size !== 2;
  page.count(state);
  void looks.load().catch(() => {});
  keep(false);
});
looks.subscribe(() => {
  page.tools.timeline.setAttribute("aria-pressed", String(looks.timeline));
  keep(false);
});
page.drawer.turned = () => { keep(false); drawing.resize(); };

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if ((event.target as HTMLElement).closest("input, textarea, select, [contenteditable='true']")) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) state.undo();
  else if (key === "y" || (key === "z" && event.shiftKey)) state.redo();
  else return;
  event.preventDefault();
});

// -- the address bar: nodes and what is read are steps that Back takes back; the rest only stays current

const before = new Map<number, Snapshot>();
let step = 0;
let timer = 0;
let returningNow = false;
let keptNodes = "";
let keptWhat = "";

function view() {
  return { selected: [...state.selected], opened, overview: whole, drawer: page.drawer.now, table: rows.look(), filter: state.filter,
    size: looks.size, colour: looks.colour, timeline: looks.timeline };
}

/** What Back goes back to besides nodes: a node that is read because it is selected is no step of its own. */
function stepped(): string {
  const chosen = opened && typeof opened === "object" && "node" in opened && state.selected.size === 1 && state.selected.has(opened.node);
  return JSON.stringify([chosen ? null : opened ?? null, whole]);
}

function keep(soon: boolean): void {
  if (returningNow) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(write, soon ? 0 : 120);
}

function write(): void {
  if (returningNow) return;
  if (state.settling) return keep(false);
  const hash = written(view(), state);
  const nodes = [...state.nodes.keys()].join("\n");
  const what = stepped();
  const wanted = hash ? `#${hash}` : "";
  const forward = nodes !== keptNodes || what !== keptWhat;
  keptNodes = nodes;
  keptWhat = what;
  if (wanted !== location.hash) {
    const url = location.pathname + location.search + wanted;
    if (forward) {
      step += 1;
      history.pushState({ step }, "", url);
    } else history.replaceState({ step }, "", url);
  }
  before.set(step, state.snapshot());
  page.title(state, whole);
}

async function back(): Promise<void> {
  returningNow = true;
  window.clearTimeout(timer);
  try {
    const wanted = read(location.hash);
    const at = (history.state as { step?: number } | null)?.step;
    const known = at === undefined ? undefined : before.get(at);
    if (at === undefined) {
      step += 1;
      history.replaceState({ step }, "", location.href); // an address that was typed
    } else step = at;
    state.filter = wanted.filter;
    if (known) state.restore(known);
    else await returning(wanted.nodes, state, context);
    state.select(wanted.selected.filter((key) => state.nodes.has(key)));
    opened = wanted.opened;
    if (opened) page.side(true);
    turned();
    looks.set({ size: wanted.size, colour: wanted.colour, timeline: wanted.timeline });
    if (wanted.table !== rows.look()) rows.take(wanted.table);
    if (wanted.drawer) page.drawer.open(wanted.drawer); else page.drawer.close();
    if (wanted.overview !== whole) {
      whole = wanted.overview;
      if (whole) void corpus.open(); else corpus.close();
    }
    front();
    address.tell();
    keptNodes = [...state.nodes.keys()].join("\n");
    keptWhat = stepped();
  } finally {
    returningNow = false;
  }
}
window.addEventListener("popstate", () => void back());

void looks.learn().catch(() => announce("The schema can't be read now: sizes and colours by measures are missing"));
void api.about().then((about) => page.name(about.name, about.engine)).catch(() => {});
step = (history.state as { step?: number } | null)?.step ?? 0;
history.replaceState({ step }, "", location.href);
if (location.hash.length > 1) void back();
else {
  before.set(step, state.snapshot());
  front();
}
if (address.get("statement") ?? address.get("recipe")) page.drawer.open("cypher");
document.body.prepend(element("a", { class: "skip", href: "#canvas", text: "To the graph", onclick: (event: MouseEvent) => {
  event.preventDefault();
  page.canvas.querySelector<HTMLElement>(".canvas-drawing")?.focus();
} }));
