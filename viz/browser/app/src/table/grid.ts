/** A table of many rows: only those in view are in the page. Sort, filter, choice of columns. */

import { counted, element, fresh } from "../element";
import { save, csv } from "../exports/files";
import { compare, filter } from "./filter";
import type { Plain } from "./filter";
import "./table.css";

const ROW = 32; // pixels; the style sheet says the same
const BEYOND = 8; // rows made above and below those in view

export interface Column<Row> {
  name: string;
  title: string;
  value(row: Row): Plain;
  show?(row: Row): globalThis.Node | string;
  doc?: string;
  hidden?: boolean;
}

export interface Wishes<Row> {
  caption: string;
  key(row: Row, place: number): string;
  empty: string;
  file: string;
  announce(text: string): void;
  opened?(row: Row): void;
  picked?(keys: Set<string>): void;
  /** A column was asked for or sent away. */
  chose?(name: string, shown: boolean): void;
  /** Filter, order or columns are others now. */
  turned?(): void;
  /** Something to stand beside the filter. */
  tools?: HTMLElement[];
}

/** What a person has made of a table; what is as it was at first is left out. */
export interface Look {
  filter?: string;
  /** The name of a column, with "-" before it for descending. */
  sort?: string;
  columns?: string[];
}

interface Line<Row> {
  row: Row;
  key: string;
  values: Plain[];
}

export class Grid<Row> {
  readonly root: HTMLElement;
  private columns: Column<Row>[] = [];
  private lines: Line<Row>[] = [];
  private view: Line<Row>[] = [];
  private picked = new Set<string>();
  private sorted: { name: string; descending: boolean } | undefined;
  private here = 0;
  private last = 0;
  private readonly scroller: HTMLElement;
  private readonly table = element("table", { role: "grid", "aria-multiselectable": "true" });
  private readonly head = element("thead");
  private readonly body = element("tbody");
  private readonly words: HTMLInputElement;
  private readonly counter = element("span", { class: "grid-count", role: "status" });
  private readonly chooser = element("div", { class: "grid-columns", hidden: true });
  private frame = 0;
  private usual: string[] = []; // the columns that are shown at first
  private wanted: string[] | undefined; // those that a person wants, some perhaps not known yet

  constructor(private readonly wishes: Wishes<Row>) {
    this.words = element("input", {
      type: "search", class: "grid-filter", placeholder: "Filter: words, year>2019, -word",
      "aria-label": `Filter ${wishes.caption}`, spellcheck: "false",
      oninput: () => {
        this.arrange();
        wishes.turned?.();
      },
    });
    const columns = fresh("columns");
    this.chooser.id = columns;
    const choose = element("button", {
      type: "button", class: "quiet", text: "Columns", "aria-expanded": "false",
      "aria-controls": columns,
      onclick: () => {
        this.chooser.hidden = !this.chooser.hidden;
        choose.setAttribute("aria-expanded", String(!this.chooser.hidden));
      },
    });
    const take = (form: "csv" | "json") => element("button", {
      type: "button", class: "quiet", text: form.toUpperCase(),
      title: `Save these rows and columns as ${form.toUpperCase()}`,
      onclick: () => this.save(form),
    });
    this.table.append(element("caption", { text: wishes.caption }), this.head, this.body);
    this.scroller = element("div", { class: "grid-rows", onscroll: () => this.soon() }, this.table);
    this.root = element("div", { class: "grid" },
      element("div", { class: "grid-tools" },
        ...(wishes.tools ?? []), this.words, this.counter,
        element("span", { class: "grid-right" }, choose, take("csv"), take("json"))),
      this.chooser, this.scroller);
    this.body.addEventListener("click", (event) => this.clicked(event));
    this.body.addEventListener("dblclick", (event) => this.open(this.at(event.target)));
    this.body.addEventListener("keydown", (event) => this.pressed(event));
    new ResizeObserver(() => this.soon()).observe(this.scroller);
  }

  /** Show other rows, perhaps with other columns. */
  set(rows: readonly Row[], columns?: Column<Row>[]): void {
    if (columns) {
      if (!this.columns.every((old) => columns.some((c) => c.name === old.name))) { // another table
        this.columns = [];
        this.usual = [];
        this.wanted = this.sorted = undefined;
      }
      const before = new Set(this.columns.map((c) => c.name));
      this.usual = columns.filter((c) => (before.has(c.name) ? this.usual.includes(c.name) : !c.hidden)).map((c) => c.name);
      this.columns = columns;
      if (this.wanted) this.choose(this.wanted);
    }
    this.lines = rows.map((row, i) => ({
      row, key: this.wishes.key(row, i), values: this.columns.map((c) => c.value(row)),
    }));
    this.arrange(columns !== undefined);
  }

  get look(): Look {
    const columns = this.wanted ?? names(this.columns);
    return {
      ...(this.words.value.trim() && { filter: this.words.value }),
      ...(this.sorted && { sort: `${this.sorted.descending ? "-" : ""}${this.sorted.name}` }),
      ...(columns.join("\n") !== this.usual.join("\n") && { columns }),
    };
  }

  set look({ filter: words = "", sort, columns }: Look) {
    this.words.value = words;
    this.sorted = sort ? { name: sort.replace(/^-/, ""), descending: sort.startsWith("-") } : undefined;
    this.wanted = columns;
    this.choose(columns ?? this.usual);
    this.arrange();
  }

  private choose(wanted: string[]): void {
    for (const column of this.columns) {
      const hidden = !wanted.includes(column.name);
      if (Boolean(column.hidden) === hidden) continue;
      column.hidden = hidden;
      this.wishes.chose?.(column.name, !hidden);
    }
  }

  /** Mark rows as selected elsewhere; the first comes into view. */
  mark(keys: ReadonlySet<string>): void {
    const before = this.picked;
    this.picked = new Set(keys);
    const added = [...keys].some((k) => !before.has(k));
    const at = added ? this.view.findIndex((l) => keys.has(l.key)) : -1;
    if (at >= 0 && !this.body.contains(document.activeElement)) {
      const top = this.scroller.scrollTop;
      const height = this.scroller.clientHeight - ROW;
      if (at * ROW < top || (at + 1) * ROW > top + height) this.scroller.scrollTop = at * ROW;
    }
    this.draw();
  }

  private get shown(): { column: Column<Row>; i: number }[] {
    return this.columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.hidden);
  }

  private arrange(headToo = true): void {
    const shown = this.shown;
    const kept = filter(this.words.value, shown.map((s) => s.column));
    const words = this.words.value.trim();
    this.view = words
      ? this.lines.filter((l) => kept(shown.map((s) => l.values[s.i])))
      : [...this.lines];
    const by = this.columns.findIndex((c) => c.name === this.sorted?.name);
    if (by >= 0 && this.sorted) {
      const { descending } = this.sorted;
      this.view.sort((a, b) => compare(a.values[by], b.values[by], descending));
    }
    const all = this.lines.length;
    this.counter.textContent = words
      ? `${this.view.length.toLocaleString("en")} of ${counted(all, "row")}`
      : counted(all, "row");
    this.here = Math.min(this.here, Math.max(0, this.view.length - 1));
    if (headToo) this.headline();
    this.draw();
  }

  private headline(): void {
    const cells = this.shown.map(({ column }) => {
      const mine = this.sorted?.name === column.name ? this.sorted : undefined;
      const way = mine ? (mine.descending ? "descending" : "ascending") : "none";
      return element("th", { scope: "col", "aria-sort": way, title: column.doc },
        element("button", { type: "button", onclick: () => this.sort(column.name) },
          element("span", { text: column.title }),
          element("span", { class: "grid-way", "aria-hidden": "true",
            text: mine ? (mine.descending ? "↓" : "↑") : "" })));
    });
    const focused = this.head.contains(document.activeElement)
      ? [...this.head.querySelectorAll("button")].indexOf(document.activeElement as HTMLButtonElement)
      : -1;
    this.head.replaceChildren(element("tr", { "aria-rowindex": 1 }, ...cells));
    this.head.querySelectorAll("button")[focused]?.focus();
    this.table.setAttribute("aria-colcount", String(cells.length));
    this.chooser.replaceChildren(...this.columns.map((column) => {
      const box = element("input", { type: "checkbox", onchange: () => {
        column.hidden = !box.checked;
        this.wanted = names(this.columns);
        this.wishes.chose?.(column.name, box.checked);
        this.arrange();
        this.wishes.turned?.();
      } });
      box.checked = !column.hidden;
      return element("label", { title: column.doc }, box, column.title);
    }));
  }

  private sort(name: string): void {
    const mine = this.sorted?.name === name ? this.sorted : undefined;
    this.sorted = !mine
      ? { name, descending: false }
      : mine.descending ? undefined : { name, descending: true };
    this.arrange();
    this.wishes.turned?.();
    const title = this.columns.find((c) => c.name === name)?.title ?? name;
    this.wishes.announce(
      !this.sorted ? "In the first order again"
      : `Sorted by ${title}, ${this.sorted.descending ? "descending" : "ascending"}`);
  }

  private soon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    const count = this.view.length;
    this.table.setAttribute("aria-rowcount", String(count + 1));
    const columns = this.shown;
    if (!count) {
      const text = this.lines.length ? "No row has all of that." : this.wishes.empty;
      this.body.replaceChildren(element("tr", {},
        element("td", { class: "grid-empty", colspan: Math.max(1, columns.length), text })));
      return;
    }
    const height = this.scroller.clientHeight || 20 * ROW;
    const first = Math.max(0, Math.min(count - 1, Math.floor(this.scroller.scrollTop / ROW) - BEYOND));
    const end = Math.min(count, first + Math.ceil(height / ROW) + 2 * BEYOND);
    const focused = this.body.contains(document.activeElement);
    const rows = this.view.slice(first, end).map((line, i) => this.line(line, first + i, columns));
    this.body.replaceChildren(gap(first, columns.length), ...rows, gap(count - end, columns.length));
    if (focused) this.rowAt(this.here)?.focus({ preventScroll: true });
  }

  private line(line: Line<Row>, place: number, columns: { column: Column<Row>; i: number }[]): HTMLElement {
    const chosen = this.picked.has(line.key);
    const cells = columns.map(({ column, i }) => {
      const value = line.values[i];
      const numeric = typeof value === "number";
      const shown = column.show?.(line.row) ?? written(value);
      const title = typeof value === "string" && value.length > 24 ? value.slice(0, 600) : undefined;
      return element("td", { class: numeric ? "number" : undefined, title }, shown);
    });
    return element("tr", {
      "aria-rowindex": place + 2, "aria-selected": String(chosen), "data-place": place,
      tabindex: place === this.here ? 0 : -1,
    }, ...cells);
  }

  private rowAt(place: number): HTMLElement | null {
    return this.body.querySelector(`[data-place="${place}"]`);
  }

  private at(target: EventTarget | null): number {
    const row = (target as Element | null)?.closest<HTMLElement>("tr[data-place]");
    return row ? Number(row.dataset.place) : -1;
  }

  private open(place: number): void {
    const line = this.view[place];
    if (line) this.wishes.opened?.(line.row);
  }

  private clicked(event: MouseEvent): void {
    const place = this.at(event.target);
    if (place < 0 || (event.target as Element).closest("a,button")) return;
    this.here = place;
    this.pick(place, event.shiftKey, event.ctrlKey || event.metaKey);
    this.rowAt(place)?.focus({ preventScroll: true });
  }

  private pick(place: number, range: boolean, more: boolean): void {
    const line = this.view[place];
    if (!line || !this.wishes.picked) return;
    const keys = new Set(range || more ? this.picked : []);
    if (range) {
      const [from, to] = [Math.min(this.last, place), Math.max(this.last, place)];
      for (const l of this.view.slice(from, to + 1)) keys.add(l.key);
    } else {
      if (more && keys.has(line.key)) keys.delete(line.key);
      else keys.add(line.key);
      this.last = place;
    }
    this.picked = keys;
    this.draw();
    this.wishes.picked(new Set(keys));
  }

  private pressed(event: KeyboardEvent): void {
    if ((event.target as Element).tagName !== "TR") return;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / ROW) - 2);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page,
      PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step !== undefined) {
      this.go(Math.max(0, Math.min(this.view.length - 1, this.here + step)));
      if (event.shiftKey) this.pick(this.here, true, false);
    } else if (event.key === "Enter") this.open(this.here);
    else if (event.key === " ") this.pick(this.here, false, true);
    else return;
    event.preventDefault();
  }

  private go(place: number): void {
    this.here = place;
    const top = place * ROW;
    const height = this.scroller.clientHeight - 2 * ROW;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top > this.scroller.scrollTop + height) this.scroller.scrollTop = top - height;
    this.draw();
    this.rowAt(place)?.focus({ preventScroll: true });
  }

  private save(form: "csv" | "json"): void {
    if (!this.view.length) {
      this.wishes.announce("There are no rows to save");
      return;
    }
    const columns = this.shown;
    const names = columns.map((c) => c.column.title);
    const rows = this.view.map((l) => columns.map((c) => l.values[c.i] ?? null));
    const text = form === "csv"
      ? csv(names, rows)
      : JSON.stringify(rows.map((r) => Object.fromEntries(r.map((v, i) => [names[i], v]))), null, 1);
    save(`${this.wishes.file}.${form}`, text, form === "csv" ? "text/csv" : "application/json");
    this.wishes.announce(`${counted(rows.length, "row")} saved`);
  }
}

function names(columns: { name: string; hidden?: boolean }[]): string[] {
  return columns.filter((c) => !c.hidden).map((c) => c.name);
}

function gap(rows: number, columns: number): HTMLElement {
  const cell = element("td", { colspan: Math.max(1, columns) });
  cell.style.height = `${rows * ROW}px`;
  return element("tr", { class: "grid-gap", "aria-hidden": "true", hidden: rows === 0 }, cell);
}

function written(value: Plain): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "number") return value;
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 1e4) / 1e4);
}
