/** The search box: suggestions as one types, by kind, by words or by meaning; results as a list. */

import type { Context } from "../context";
import type { Found, Hit } from "../contract";
import { counted, element, fresh, overtaken, quiet, shortened, told } from "../element";
import { drawn, look, mark } from "../kinds";
import { spread } from "./bring";
import "./search.css";

const TYPING = 120; // milliseconds
const PLACED = 2_000; // milliseconds until a new node has its place
const SUGGESTED = 12;
const CANDIDATES = 60; // hits of which the suggestions are taken
const PAPERS = 4; // suggested though other kinds fit better
const OF_KIND = 5; // suggestions of a kind, as long as others have some too
const RESULTS = 100;
const KINDS = ["Paper", "Concept", "Dataset", "Method", "Repository", "Author", "Venue"];

interface Search {
  q: string;
  kind: string;
  meaning: boolean;
}

export interface SearchBox {
  root: HTMLElement;
  /** Go on with the results of another box. */
  resume(search: Search): void;
}

let lasting: SearchBox | undefined; // the box that stays when the start page goes

export function mount(root: HTMLElement, context: Context): void {
  const box = searchBox(context);
  lasting = box;
  root.append(box.root);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target as HTMLElement;
    if (at.closest("input, textarea, select, [contenteditable=true], [contenteditable='']")) return;
    const shown = [...document.querySelectorAll<HTMLInputElement>(".search-words")]
      .filter((input) => input.checkVisibility());
    if (!shown.length) return;
    event.preventDefault();
    shown.at(-1)?.focus();
  });
}

export function searchBox(context: Context, { large = false } = {}): SearchBox {
  const { store } = context;
  let kind = "";
  let meaning = false;
  let hits: Hit[] = [];
  let active = -1;
  let timer = 0;
  let asking: AbortController | undefined;
  let results = false;

  const listId = fresh("hits");
  const words = element("input", { type: "text", class: "search-words", role: "combobox",
    "aria-label": "Search the graph", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": listId, autocomplete: "off", spellcheck: "false", autocapitalize: "off", enterkeyhint: "search",
    placeholder: large ? "Search papers, concepts, datasets, methods, code" : "Search", maxlength: 500,
    oninput: () => typed(), onfocus: () => { if (words.value.trim() && drop.hidden) typed(); },
    onkeydown: (event: KeyboardEvent) => pressed(event) });
  const clear = element("button", { type: "button", class: "search-clear", "aria-label": "Clear the search", text: "×",
    hidden: true, onclick: () => { words.value = ""; close(); words.focus(); } });
  const chips = element("div", { class: "search-chips", role: "group", "aria-label": "Kinds of nodes" });
  const swap = element("button", { type: "button", class: "search-switch", role: "switch", "aria-checked": "false",
    title: "Nodes close in meaning, even when they share no word", text: "By meaning",
    onclick: () => turnMeaning(!meaning) });
  const list = element("ul", { id: listId, class: "search-hits", role: "listbox", "aria-label": "Suggestions" });
  const foot = element("div", { class: "search-foot" });
  const shut = quiet("Close", () => { close(); words.focus(); });
  const drop = element("div", { class: "search-drop", hidden: true },
    element("div", { class: "search-how" }, chips, swap), list, foot);
  const root = element("div", { class: large ? "panel search search-large" : "panel search", role: "search" },
    element("div", { class: "search-line" }, glass(), words, clear,
      element("kbd", { class: "search-key", title: "Press / to search", "aria-hidden": "true", text: "/" })), drop);

  const turnMeaning = (on: boolean) => {
    meaning = on;
    swap.setAttribute("aria-checked", String(on));
    void ask();
  };

  const chosen = (name: string) => {
    kind = name;
    for (const chip of chips.children) chip.setAttribute("aria-pressed", String((chip as HTMLElement).dataset["kind"] === kind));
    void ask();
  };

  /** A chip for each kind that the graph holds. */
  const kinds = async () => {
    if (chips.childElementCount) return;
    chips.append(chip("", "All"));
    try {
      const { counts } = await context.api.about();
      chips.append(...KINDS.filter((k) => counts[k]).map((k) => chip(k, look(k).many)));
    } catch {
      chips.append(...KINDS.slice(0, 5).map((k) => chip(k, look(k).many)));
    }
  };
  const chip = (name: string, text: string) => element("button", { type: "button", class: "search-chip",
    "aria-pressed": String(name === kind), "data-kind": name, onclick: () => chosen(name) },
    name ? mark(name) : null, text);

  const typed = () => {
    window.clearTimeout(timer);
    asking?.abort();
    clear.hidden = !words.value;
    if (!words.value.trim()) return close();
    results = false;
    void kinds();
    timer = window.setTimeout(() => void ask(), TYPING);
  };

  const ask = async () => {
    window.clearTimeout(timer);
    asking?.abort();
    const q = words.value.trim();
    if (!q) return;
    const mine = (asking = new AbortController());
    root.setAttribute("aria-busy", "true");
    try {
      const found = await searched({ q, kind, meaning }, results, context, mine.signal);
      if (!mine.signal.aborted) show(q, found);
    } catch (error) {
      if (overtaken(error) || mine.signal.aborted) return;
      hits = [];
      list.replaceChildren();
      foot.replaceChildren(element("p", { class: "answer-problem", role: "alert", text: told(error) }),
        quiet("Try again", () => void ask()));
      open();
    } finally {
      if (asking === mine) root.removeAttribute("aria-busy");
    }
  };

  const show = (q: string, found: Found) => {
    root.dataset["shown"] = q;
    hits = results ? found.hits : mixed(found.hits);
    active = -1;
    words.removeAttribute("aria-activedescendant");
    list.setAttribute("role", results ? "list" : "listbox");
    list.setAttribute("aria-label", results ? "Results" : "Suggestions");
    list.replaceChildren(...hits.map((hit, i) => (results ? result(hit) : option(hit, i))));
    list.scrollTop = 0;
    const total = found.total ?? hits.length;
    if (!hits.length) {
      const of = kind ? `None of the ${look(kind).many.toLowerCase()}` : "Nothing in the graph";
      foot.replaceChildren(element("p", { class: "search-none", role: "status",
        text: `${of} is called “${shortened(q, 60)}”.` }),
      meaning ? "" : quiet("Search by meaning", () => turnMeaning(true)));
      open();
      return;
    }
    const shown = total > hits.length ? `${hits.length} of ${total >= 200 ? "200 or more" : total}` : counted(total, "hit");
    foot.replaceChildren(
      element("span", { class: "ask-hint", role: "status", text: shown }),
      quiet(`Put ${hits.length === 1 ? "it" : `all ${hits.length}`} on the canvas`, () => void all()),
      results ? shut : hits.length < 2 ? "" : quiet("As a list", () => listing()));
    open();
  };

  const option = (hit: Hit, i: number) => element("li", { id: `${listId}-${i}`, role: "option", "aria-selected": "false",
    class: "search-hit", "data-key": hit.node.key, title: hit.node.title,
    onpointerdown: (event: PointerEvent) => event.preventDefault(),
    onclick: () => pick(hit) }, ...inside(hit, false),
    element("span", { class: "unseen", text: `, ${hit.node.label}` }));

  const result = (hit: Hit) => element("li", { class: "search-result" },
    element("button", { type: "button", class: "search-hit", "data-key": hit.node.key, onclick: () => context.open({ node: hit.node.key }) }, ...inside(hit, true)),
    element("button", { type: "button", class: "reading-onto", text: "+", title: "Put on the canvas",
      "aria-label": `Put on the canvas: ${hit.node.title}`, onclick: () => {
        if (large) {
          lasting?.resume({ q: words.value, kind, meaning });
          close();
        }
        void spread([hit.node], context);
        store.select([hit.node.key]);
      } }));

  /** The one that was chosen: onto the canvas, and read. */
  const pick = (hit: Hit) => {
    close();
    words.value = "";
    clear.hidden = true;
    void spread([hit.node], context);
    store.select([hit.node.key]);
    context.open({ node: hit.node.key });
    follow(hit.node.key, context);
  };

  const all = async () => {
    const nodes = hits.map((h) => h.node);
    close();
    await spread(nodes, context);
    store.select(nodes.map((n) => n.key));
  };

  const listing = () => {
    results = true;
    void ask();
  };

  const step = (to: number) => {
    if (!hits.length) return;
    active = (to + hits.length) % hits.length;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    const item = list.children[active];
    item?.scrollIntoView({ block: "nearest" });
    if (item) words.setAttribute("aria-activedescendant", item.id);
  };

  const pressed = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (!drop.hidden) close();
      else { words.value = ""; clear.hidden = true; }
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const hit = hits[active];
      if (!drop.hidden && !results && hit) pick(hit);
      else if (words.value.trim()) listing();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !results) {
      event.preventDefault();
      if (drop.hidden) typed();
      else step(active < 0 && event.key === "ArrowUp" ? -1 : active + (event.key === "ArrowDown" ? 1 : -1));
    }
  };

  const open = () => {
    drop.hidden = false;
    words.setAttribute("aria-expanded", String(!results && hits.length > 0));
  };
  const close = () => {
    window.clearTimeout(timer);
    asking?.abort();
    root.removeAttribute("aria-busy");
    delete root.dataset["shown"];
    results = false;
    active = -1;
    hits = [];
    drop.hidden = true;
    words.setAttribute("aria-expanded", "false");
    words.removeAttribute("aria-activedescendant");
  };
  document.addEventListener("pointerdown", (event) => {
    if (!drop.hidden && !results && !root.contains(event.target as globalThis.Node)) close();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !drop.hidden && event.target !== words) {
      close();
      words.focus();
    }
  });

  const resume = (search: Search) => {
    words.value = search.q;
    clear.hidden = !search.q;
    ({ kind, meaning } = search);
    swap.setAttribute("aria-checked", String(meaning));
    results = true;
    void kinds().then(() => chosen(kind));
  };
  return { root, resume };
}

/** What is found, as suggestions or as a list of results. */
async function searched({ q, kind, meaning }: Search, results: boolean, { api }: Context, signal: AbortSignal): Promise<Found> {
  const how = meaning ? { meaning } : {};
  const found = await api.search(q, { ...how, kind, limit: results ? RESULTS : kind ? SUGGESTED : CANDIDATES }, signal);
  if (!results && !kind && found.hits.length === CANDIDATES && !found.hits.some((h) => h.node.label === "Paper")) {
    const papers = await api.search(q, { ...how, kind: "Paper", limit: PAPERS }, signal);
    found.hits.push(...papers.hits); // a common word names more concepts than one looks at
  }
  return found;
}

/** Kind, title and year of a hit. */
function inside({ node, snippet }: Hit, snippetToo: boolean): Element[] {
  return [
    mark(node.label, 14),
    element("span", { class: "search-title" }, element("span", { text: node.title }),
      snippetToo && snippet && element("span", { class: "search-snippet", text: snippet })),
    element("span", { class: "reading-year", text: node.year === undefined ? "" : String(node.year) })];
}

/** Keep a node in the middle until it has its place. */
function follow(key: string, { store }: Context): void {
  const { size } = store.nodes;
  if (size < 2) return;
  let before = "";
  const look = () => {
    const node = store.nodes.get(key);
    if (!node || store.nodes.size !== size || !store.selected.has(key)) return stop(); // one has gone on
    const place = `${node.x},${node.y}`;
    if (place === before) return;
    before = place;
    store.focus(key);
  };
  const stop = store.subscribe(look);
  look();
  window.setTimeout(stop, PLACED);
}

/** The best hits, not all of one kind; in the order of the answer. */
function mixed(hits: Hit[]): Hit[] {
  const seen = new Map<string, number>();
  const first: Hit[] = [];
  const rest: Hit[] = [];
  for (const hit of hits) {
    const n = (seen.get(hit.node.label) ?? 0) + 1;
    seen.set(hit.node.label, n);
    (n <= OF_KIND ? first : rest).push(hit);
  }
  const chosen = new Set([...first, ...rest].slice(0, SUGGESTED));
  return hits.filter((hit) => chosen.has(hit));
}

function glass(): SVGSVGElement {
  const icon = drawn("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true", class: "search-glass",
    fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round" });
  icon.append(drawn("circle", { cx: 7, cy: 7, r: 4.6 }), drawn("line", { x1: 10.5, y1: 10.5, x2: 14, y2: 14 }));
  return icon;
}
