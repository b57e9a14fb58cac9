/** The menu of what can be taken away: pictures, tables, graphs, references, a page. */

import type { Context } from "../context";
import type { ExportForm } from "../contract";
import { counted, element, fresh, told } from "../element";
import { drawing, picture, written } from "./drawing";
import { save } from "./files";
import "./exports.css";

interface Item {
  name: "png" | "svg" | ExportForm;
  text: string;
  hint: string;
}

const ITEMS: Item[] = [
  { name: "png", text: "Picture", hint: "PNG" },
  { name: "svg", text: "Drawing", hint: "SVG" },
  { name: "csv", text: "Table of nodes", hint: "CSV" },
  { name: "json", text: "Nodes and links", hint: "JSON" },
  { name: "gexf", text: "Graph for Gephi", hint: "GEXF" },
  { name: "bib", text: "References", hint: "BibTeX" },
  { name: "ris", text: "References", hint: "RIS" },
  { name: "page", text: "Page that opens offline", hint: "HTML" },
];
const MOST = 20_000;

export function mount(root: HTMLElement, context: Context): void {
  const { store, announce } = context;
  const id = fresh("exports");
  let only = false;

  const scope = element("div", { class: "exports-scope" });
  const problem = element("p", { class: "exports-problem", role: "alert", hidden: true });
  const items = ITEMS.map((item) =>
    element("button", { type: "button", role: "menuitem", tabindex: -1, "data-form": item.name,
      onclick: () => void take(item) },
      element("span", { text: item.text }), element("span", { class: "exports-form", text: item.hint })));
  const menu = element("div", { id, class: "exports-menu", hidden: true },
    scope,
    element("div", { role: "menu", "aria-label": "Export" }, ...items),
    problem);
  const button = element("button", { type: "button", class: "quiet exports-open", text: "Export",
    "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id,
    onclick: () => (menu.hidden ? open() : close()) });
  root.classList.add("exports");
  root.append(button, menu);

  const open = () => {
    const chosen = [...store.selected].filter((k) => store.nodes.has(k)).length;
    const shown = [...store.nodes.values()].filter((n) => !n.hidden).length;
    only = chosen > 0 && only;
    const name = fresh("scope");
    const choice = (selected: boolean, text: string, disabled: boolean) => {
      const box = element("input", { type: "radio", name, disabled, onchange: () => { only = selected; } });
      box.checked = only === selected;
      return element("label", {}, box, text);
    };
    scope.replaceChildren(
      choice(false, `All that is shown (${shown.toLocaleString("en")})`, false),
      choice(true, `The selected (${chosen.toLocaleString("en")})`, chosen === 0));
    problem.hidden = true;
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    items[0]?.focus();
    document.addEventListener("pointerdown", outside);
  };
  const close = (back = false) => {
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    if (back) button.focus();
  };
  const outside = (event: Event) => {
    if (!root.contains(event.target as globalThis.Node)) close();
  };
  menu.addEventListener("keydown", (event) => {
    const here = items.indexOf(document.activeElement as HTMLButtonElement);
    const to: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 };
    if (event.key === "Escape") close(true);
    else if (here >= 0 && to[event.key] !== undefined) {
      items[(to[event.key]! + items.length) % items.length]?.focus();
      event.preventDefault();
    }
  });

  const refuse = (text: string) => {
    problem.textContent = text;
    problem.hidden = false;
  };

  const take = async (item: Item) => {
    const nodes = [...store.nodes.values()].filter((n) => !n.hidden && (!only || store.selected.has(n.key)));
    if (!nodes.length) return refuse("Nothing is shown yet: search for something first.");
    if (nodes.length > MOST) return refuse(`No more than ${counted(MOST, "node")} can be taken at once: select some.`);
    problem.hidden = true;
    menu.setAttribute("aria-busy", "true");
    try {
      if (item.name === "svg" || item.name === "png") {
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        const keys = new Set(nodes.map((n) => n.key));
        const links = [...store.links.values()].filter((l) => keys.has(l.source) && keys.has(l.target));
        if (!nodes.some((n) => Number.isFinite(n.x))) return refuse("The nodes have no places yet: wait a moment.");
        const svg = drawing(nodes, links, { width: 1600, height: 1000, dark });
        if (item.name === "svg") save("graph.svg", written(svg), "image/svg+xml");
        else save("graph.png", await picture(svg));
      } else {
        const file = await context.api.export(item.name, nodes.map((n) => n.key), true);
        save(file.name, file.content);
      }
      close(true);
      announce(`Saved as ${item.hint}`);
    } catch (error) {
      refuse(told(error));
    } finally {
      menu.removeAttribute("aria-busy");
    }
  };
}
