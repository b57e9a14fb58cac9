/** What one can do with a node: expand by kind of link, collapse, pin, take away, ask for a way. */

import type { Context } from "../context";
import type { Kind } from "../contract";
import { element, overtaken, told } from "../element";
import { mark } from "../kinds";
import { heading } from "../reading/words";
import type { State } from "../state";

export interface NodeMenu {
  open(key: string, byKeyboard?: boolean): void;
  /** Whether it was open. */
  close(): boolean;
  /** Stay beside the node. */
  follow(): void;
}

export function nodeMenu(root: HTMLElement, context: Context, state: State,
  where: (key: string) => { x: number; y: number }, back: () => void): NodeMenu {
  const box = element("div", { class: "panel node-menu", hidden: true, role: "dialog", "aria-label": "What to do with the node" });
  root.append(box);
  let now: string | undefined;
  let asking: AbortController | undefined;

  const close = (return_ = false) => {
    const was = !box.hidden;
    asking?.abort();
    now = undefined;
    box.hidden = true;
    if (return_) back();
    return was;
  };
  const item = (text: string, onclick: () => void, ...rest: (SVGElement | HTMLElement | false)[]) =>
    element("button", { type: "button", class: "node-does", onclick }, ...rest.slice(0, 1), element("span", { class: "node-word", text }), ...rest.slice(1));

  const open = async (key: string, byKeyboard = false) => {
    asking?.abort();
    const mine = (asking = new AbortController());
    now = key;
    const node = state.nodes.get(key);
    const title = element("p", { class: "node-title", text: node?.title ?? "" });
    const kinds = element("div", { class: "node-kinds" }, element("p", { class: "ask-hint", text: "Counting its links…" }));
    const [other] = [...state.selected].filter((k) => k !== key && state.nodes.has(k));
    const pinned = state.pinned.has(key);
    const then = (does: () => void) => () => { close(true); does(); };
    box.replaceChildren(title, kinds, element("div", { class: "node-acts" },
      item("Collapse", then(() => state.collapse(key))),
      item(pinned ? "Unpin" : "Pin here", then(() => state.pin([key], !pinned))),
      item("Take away", then(() => state.hide([key]))),
      ...(other ? [item("Way to the selected", then(() => context.open({ path: [other, key] }))),
        item("Why are they linked?", then(() => context.open({ why: [other, key] })))] : [])));
    box.hidden = false;
    put(key);
    if (byKeyboard) box.querySelector("button")?.focus();
    try {
      const page = await context.api.node(key, mine.signal);
      if (mine.signal.aborted) return;
      kinds.replaceChildren(...(page.kinds.length ? page.kinds.map((kind) => way(key, kind))
        : [element("p", { class: "ask-hint", text: "Nothing is linked to it." })]));
      put(key);
      if (byKeyboard) kinds.querySelector("button")?.focus();
    } catch (error) {
      if (!overtaken(error)) kinds.replaceChildren(element("p", { class: "answer-problem", role: "alert", text: told(error) }));
    }
  };

  const way = (key: string, kind: Kind) => {
    const name = [key, kind.type, kind.direction, kind.label].join("|");
    const count = element("span", { class: "node-count" });
    const button = item(heading(kind.type, kind.direction, kind.label), () => void bring(), mark(kind.label), count);
    button.dataset["type"] = kind.type;
    button.dataset["direction"] = kind.direction;
    const tell = () => {
      const done = state.expanded.get(name);
      const all = kind.count.toLocaleString("en");
      count.textContent = !done ? all : done.shown < done.total
        ? `${done.shown.toLocaleString("en")} of ${done.total.toLocaleString("en")}, more` : `all ${all}`;
      button.setAttribute("aria-disabled", String(done !== undefined && done.shown >= done.total));
    };
    const bring = async () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      button.setAttribute("aria-busy", "true");
      await state.bring(key, kind);
      button.removeAttribute("aria-busy");
      tell();
    };
    tell();
    return button;
  };

  /** Beside its node, within the canvas. */
  const put = (key: string) => {
    if (now !== key) return;
    const { x, y } = where(key);
    const { clientWidth, clientHeight } = root;
    box.style.left = `${Math.max(8, x + 24 + box.offsetWidth > clientWidth - 8 ? x - 24 - box.offsetWidth : x + 24)}px`;
    box.style.top = `${Math.max(8, Math.min(clientHeight - box.offsetHeight - 8, y - 24))}px`;
  };

  box.addEventListener("keydown", (event) => {
    const all = [...box.querySelectorAll<HTMLButtonElement>("button")];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close(true);
    else if (step && all.length) all[(at + step + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.hidden && !box.contains(event.target as globalThis.Node)) close();
  });
  return { open: (key, byKeyboard) => void open(key, byKeyboard), close: () => close(), follow: () => { if (now !== undefined) put(now); } };
}
