/** The legend, which also filters by kind; filters of years and links; size, colour, timeline. */

import type { Looks } from "../canvas/looks";
import { element, fresh, quiet } from "../element";
import { look, mark } from "../kinds";
import { heading } from "../reading/words";
import { UNFILTERED } from "../state";
import type { Filter, State } from "../state";
import { ramp } from "../theme";
import "./filters.css";

const KINDS = ["Paper", "Concept", "Dataset", "Method", "Repository", "Author", "Venue"];

/** Kinds on the canvas with their counts; a click leaves one out. */
export function legend(root: HTMLElement, state: State, looks: Looks): void {
  const kinds = element("div", { class: "legend-kinds", role: "group", "aria-label": "Kinds of nodes" });
  const scale = element("div", { class: "legend-scale" });
  root.classList.add("panel", "legend");
  root.append(kinds, scale);
  let told = "";
  const draw = () => {
    const counts = new Map<string, number>();
    for (const { label } of state.nodes.values()) counts.set(label, (counts.get(label) ?? 0) + 1);
    const span = looks.span();
    const now = JSON.stringify([[...counts], [...state.filter.off], looks.colour, span]);
    if (now === told) return;
    told = now;
    const focused = (document.activeElement as HTMLElement | null)?.dataset["kind"];
    const labels = [...counts.keys()].sort((a, b) => rank(a) - rank(b));
    kinds.replaceChildren(...labels.map((label) => {
      const off = state.filter.off.has(label);
      return element("button", { type: "button", class: "legend-kind", "data-kind": label, "aria-pressed": String(!off),
        title: off ? "Show them again" : "Leave them out",
        onclick: () => {
          const left = new Set(state.filter.off);
          if (!left.delete(label)) left.add(label);
          state.sieve({ ...state.filter, off: left });
        } }, mark(label, 14), element("span", { text: look(label).many }),
      element("span", { class: "legend-count", text: counts.get(label)!.toLocaleString("en") }));
    }));
    if (focused && kinds.contains(document.activeElement) === false) {
      kinds.querySelector<HTMLElement>(`[data-kind="${focused}"]`)?.focus();
    }
    const measure = looks.measures.find((m) => m.name === looks.colour);
    scale.hidden = looks.colour === "kind" || measure?.groups === true || !span;
    if (!scale.hidden && span) {
      const bar = element("span", { class: "legend-bar" });
      bar.style.background = `linear-gradient(90deg, ${[0, 0.25, 0.5, 0.75, 1].map(ramp).join(", ")})`;
      const said = (v: number) => (looks.colour === "year" ? String(v) : Number(v.toPrecision(3)).toLocaleString("en"));
      scale.replaceChildren(element("span", { text: measure?.title ?? "" }), element("span", { text: said(span[0]) }), bar, element("span", { text: said(span[1]) }));
    }
  };
  state.subscribe(draw);
  looks.subscribe(() => window.requestAnimationFrame(draw));
}

function rank(label: string): number {
  const at = KINDS.indexOf(label);
  return at < 0 ? KINDS.length : at;
}

/** A button and what it opens: years, strength of links, kinds of links, size, colour. */
export function filters(root: HTMLElement, state: State, looks: Looks): void {
  const id = fresh("filters");
  const number = element("span", { class: "filters-number", hidden: true });
  const button = element("button", { type: "button", class: "tool filters-open", "aria-expanded": "false", "aria-controls": id,
    onclick: () => turn(sheet.hidden === true) }, "View", number);
  const from = element("input", { type: "number", "aria-label": "From year", placeholder: "from", onchange: () => years() });
  const to = element("input", { type: "number", "aria-label": "To year", placeholder: "to", onchange: () => years() });
  const slider = (name: "weight" | "confidence", text: string) => {
    const value = element("output", { text: "0" });
    const input = element("input", { type: "range", min: 0, max: 1, step: 0.05, "data-filter": name,
      oninput: () => {
        value.textContent = input.value;
        state.sieve({ ...state.filter, [name]: Number(input.value) });
      } });
    input.value = "0";
    return { row: element("label", { class: "filters-slide" }, element("span", { text }), input, value), input, value };
  };
  const weight = slider("weight", "Links no weaker than");
  const confidence = slider("confidence", "Links no less sure than");
  const types = element("div", { class: "filters-types" });
  const chooser = (name: "size" | "colour", text: string, first: [string, string][]) => {
    const select = element("select", { "data-look": name, onchange: () => looks.set({ [name]: select.value }) });
    const fill = () => {
      select.replaceChildren(...[...first, ...looks.measures.filter((m) => name === "colour" || !m.groups)
        .map((m): [string, string] => [m.name, m.title])].map(([value, said]) => element("option", { value, text: said })));
      select.value = looks[name];
    };
    return { row: element("label", { class: "filters-row" }, element("span", { text }), select), fill };
  };
  const size = chooser("size", "Size by", []);
  const colour = chooser("colour", "Colour by", [["kind", "Kind"]]);
  const reset = quiet("Show everything again", () => {
    state.sieve(UNFILTERED);
    fill();
  });
  const sheet = element("div", { id, class: "panel filters-sheet", hidden: true, role: "dialog", "aria-label": "What is shown, and how" },
    element("h2", { text: "Drawing" }), size.row, colour.row,
    element("h2", { text: "Years" }), element("div", { class: "filters-years" }, from, "–", to),
    element("h2", { text: "Links" }), weight.row, confidence.row, types, reset);
  root.append(button, sheet);

  const years = () => {
    const year = (input: HTMLInputElement) => (input.value.trim() && Number.isFinite(Number(input.value)) ? Number(input.value) : undefined);
    state.sieve({ ...state.filter, from: year(from), to: year(to) });
  };
  const fill = () => {
    const f: Filter = state.filter;
    const known = [...state.nodes.values()].flatMap((n) => (n.year === undefined ? [] : [n.year]));
    from.placeholder = known.length ? String(Math.min(...known)) : "from";
    to.placeholder = known.length ? String(Math.max(...known)) : "to";
    for (const [input, year] of [[from, f.from], [to, f.to]] as const) {
      if (document.activeElement !== input) input.value = year === undefined ? "" : String(year); // never into one's typing
    }
    for (const [part, name] of [[weight, "weight"], [confidence, "confidence"]] as const) {
      part.input.value = String(f[name]);
      part.value.textContent = String(f[name]);
    }
    size.fill();
    colour.fill();
    const counts = new Map<string, number>();
    for (const { type } of state.links.values()) counts.set(type, (counts.get(type) ?? 0) + 1);
    types.replaceChildren(...[...counts].sort((a, b) => b[1] - a[1]).map(([type, n]) => {
      const box = element("input", { type: "checkbox", "data-type": type, onchange: () => {
        const left = new Set(state.filter.types);
        if (box.checked) left.delete(type); else left.add(type);
        state.sieve({ ...state.filter, types: left });
      } });
      box.checked = !f.types.has(type);
      return element("label", { class: "filters-type" }, box, element("span", { text: heading(type, "out") }), element("span", { class: "legend-count", text: n.toLocaleString("en") }));
    }));
  };
  const turn = (on: boolean) => {
    sheet.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    if (on) fill();
  };
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    turn(false);
    button.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!sheet.hidden && !root.contains(event.target as globalThis.Node)) turn(false);
  });
  let shown: unknown;
  state.subscribe(() => {
    const { off, types: left, from: a, to: b, weight: w, confidence: c } = state.filter;
    const active = Number(off.size > 0) + Number(left.size > 0) + Number(a !== undefined || b !== undefined) + Number(w > 0) + Number(c > 0);
    number.hidden = !active;
    number.textContent = String(active);
    number.title = "filters are on";
    if (!sheet.hidden && shown !== state.nodes) fill();
    shown = state.nodes;
  });
}
