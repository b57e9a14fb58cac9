/** The side panel: a node, a link, why two are linked, the ways between them, what is selected. */

import type { Context, What } from "../context";
import type { Node, Schema } from "../contract";
import { counted, element, overtaken, quiet } from "../element";
import { spread } from "../search/bring";
import { pathPage, whyPage } from "./between";
import { linkPage } from "./link";
import { nodePage } from "./node";
import { failure, head, named } from "./parts";
import "./reading.css";

const LISTED = 200; // of the selected
const PATIENCE = 200; // milliseconds until one is told to wait

type Page = Exclude<What, "overview" | { recipe: string }> | { many: string[] };

export function mount(root: HTMLElement, context: Context): void {
  const { api, store, opened } = context;
  let schema: Promise<Schema | undefined> | undefined;
  let asking: AbortController | undefined;
  let now = "";
  root.classList.add("panel", "reading");

  const known = () => (schema ??= api.schema().catch(() => {
    schema = undefined; // the next page asks again
    return undefined;
  }));

  const page = (): Page | undefined => {
    const what = opened.now;
    if (what && typeof what === "object" && !("recipe" in what)) return what;
    const chosen = [...store.selected].filter((key) => store.nodes.has(key));
    if (chosen.length > 1) return { many: chosen };
    return chosen[0] === undefined ? undefined : { node: chosen[0] };
  };

  const follow = () => {
    const wanted = page();
    const name = JSON.stringify(wanted ?? null);
    if (name === now) return;
    now = name;
    void turn(wanted);
  };

  const turn = async (wanted: Page | undefined) => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const within = root.contains(document.activeElement);
    const put = (made: HTMLElement) => {
      root.removeAttribute("aria-busy");
      root.replaceChildren(made);
      root.scrollTop = 0;
      if (within) made.querySelector<HTMLElement>("h2")?.focus();
    };
    if (!wanted) return put(nothing());
    if ("many" in wanted) return put(many(wanted.many));
    root.setAttribute("aria-busy", "true");
    const timer = window.setTimeout(() => {
      if (!mine.signal.aborted) root.replaceChildren(element("p", { class: "reading-none", role: "status", text: "Reading…" }));
    }, PATIENCE);
    try {
      const made = await read(wanted, mine.signal);
      if (mine.signal.aborted) return;
      put(made);
      const title = made.querySelector("h2")?.textContent;
      if (title) context.announce(title);
    } catch (error) {
      if (overtaken(error) || mine.signal.aborted) return;
      put(failure(error, () => void turn(wanted)));
    } finally {
      window.clearTimeout(timer);
    }
  };

  const read = async (wanted: Exclude<Page, { many: string[] }>, signal: AbortSignal): Promise<HTMLElement> => {
    if ("node" in wanted) {
      const [found, docs] = await Promise.all([api.node(wanted.node, signal), known()]);
      return nodePage(found, docs, context);
    }
    if ("link" in wanted) {
      const [found, docs] = await Promise.all([api.link(wanted.link, signal), known()]);
      return linkPage(found, docs, context);
    }
    if ("why" in wanted) {
      const [found, ends] = await Promise.all([api.why(...wanted.why, signal), both(wanted.why, signal)]);
      return whyPage(wanted.why, found, ends, context);
    }
    const [found, ends] = await Promise.all([api.path(...wanted.path, 5, signal), both(wanted.path, signal)]);
    return pathPage(wanted.path, found.paths, ends, context);
  };

  /** The two by their names: from the canvas, or else asked for. */
  const both = async (keys: [string, string], signal: AbortSignal): Promise<[Node, Node]> => {
    const one = async (key: string): Promise<Node> => store.nodes.get(key) ?? (await api.node(key, signal)).node;
    return Promise.all([one(keys[0]), one(keys[1])]);
  };

  const nothing = () => element("div", { class: "reading-empty" },
    element("p", { text: "Nothing is selected." }),
    element("p", { class: "ask-hint", text: "Click on a node or a link to read about it here. Two selected nodes can be asked why they are linked." }));

  const many = (keys: string[]) => {
    const nodes = keys.map((key) => store.nodes.get(key)).filter((n) => n !== undefined);
    const [a, b] = keys;
    const two = a !== undefined && b !== undefined && keys.length === 2;
    return element("article", { class: "reading-page" }, head("Selected", counted(nodes.length, "node")),
      element("div", { class: "reading-actions" },
        two && element("button", { type: "button", class: "primary", text: "Why are these two linked?",
          onclick: () => context.open({ why: [a, b] }) }),
        two && quiet("Ways between them", () => context.open({ path: [a, b] })),
        quiet("Links among them", () => void spread(nodes, context)),
        quiet("Take away", () => store.hide(keys)),
        quiet("Select none", () => store.select([]))),
      element("ul", { class: "reading-list", role: "list" },
        ...nodes.slice(0, LISTED).map((n) => element("li", {}, named(n, context)))),
      nodes.length > LISTED && element("p", { class: "reading-foot", text: `and ${counted(nodes.length - LISTED, "more", "more")}` }));
  };

  opened.subscribe(follow);
  store.subscribe(follow);
  void turn(page());
  now = JSON.stringify(page() ?? null);
}
