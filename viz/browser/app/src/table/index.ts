/** The table of what is on the canvas: its nodes or its links; selecting here selects there. */

import type { Context, Placed } from "../context";
import type { Link, Property, Schema } from "../contract";
import { element, told } from "../element";
import { mark, spoken } from "../kinds";
import { Grid } from "./grid";
import type { Column, Look } from "./grid";
import type { Plain } from "./filter";

const AT_ONCE = 2_000; // nodes whose properties are asked for in one question
const KEPT_OUT = new Set(["id", "title", "name", "abstract", "year"]);

type Row = Placed & { links: number };
type Joined = { link: Link; from: string; to: string };

/** What a person has made of the tables. */
export interface TableView {
  look(): string;
  take(look: string): void;
}

export function mount(root: HTMLElement, context: Context, turned: () => void): TableView {
  const { store, announce } = context;
  const extra = new Map<string, Map<string, Plain>>(); // property → node's key → value
  let schema: Schema | undefined;
  let showing: "nodes" | "links" = "nodes";

  const which = (name: "nodes" | "links", text: string) =>
    element("button", { type: "button", text, "aria-pressed": String(name === showing),
      onclick: () => {
        turn(name);
        turned();
      } });
  const turn = (name: "nodes" | "links") => {
    showing = name;
    for (const b of switches) b.setAttribute("aria-pressed", String(b === at(name)));
    draw();
  };
  const switches = [which("nodes", "Nodes"), which("links", "Links")];
  const at = (name: string) => switches[name === "nodes" ? 0 : 1];
  const group = () => element("span", { class: "segments", role: "group", "aria-label": "Rows" }, ...switches);

  const nodes = new Grid<Row>({
    caption: "nodes on the canvas", file: "nodes", announce, turned,
    key: (row) => row.key,
    empty: "Nothing is on the canvas yet: search for something, or ask a question.",
    opened: (row) => store.select([row.key]),
    picked: (keys) => store.select(keys),
    chose: (name, shown) => { if (shown) void load(name.replace(/^property /, "")); },
  });
  const links = new Grid<Joined>({
    caption: "links on the canvas", file: "links", announce, turned,
    key: (row) => row.link.key,
    empty: "No links are on the canvas yet: expand a node to see what it is linked to.",
    picked: (keys) => store.select([...keys].flatMap((key) => {
      const link = store.links.get(key);
      return link ? [link.source, link.target] : [];
    })),
  });

  const bar = element("div", { class: "table-which" }, group());
  root.classList.add("panel", "table-panel");
  root.append(bar, nodes.root, links.root);

  let columns: Column<Row>[] = [
    { name: "kind", title: "Kind", value: (r) => r.label, show: (r) => tagged(r.label) },
    { name: "title", title: "Title", value: (r) => r.title },
    { name: "year", title: "Year", value: (r) => r.year },
    { name: "links", title: "Links", value: (r) => r.links, doc: "links to what is on the canvas" },
    { name: "community", title: "Community", value: (r) => r.community, hidden: true },
  ];
  const ofLinks: Column<Joined>[] = [
    { name: "from", title: "From", value: (r) => r.from },
    { name: "type", title: "Link", value: (r) => spoken(r.link.type) },
    { name: "to", title: "To", value: (r) => r.to },
    { name: "weight", title: "Weight", value: (r) => r.link.weight },
    { name: "confidence", title: "Confidence", value: (r) => r.link.confidence },
  ];
  nodes.set([], columns);
  links.set([], ofLinks);

  /** The properties that the schema knows, as columns one may ask for. */
  const widen = async () => {
    try {
      schema = await context.api.schema();
    } catch {
      return; // the fixed columns stay
    }
    const known = new Map<string, Property>();
    for (const label of schema.labels) {
      for (const p of label.properties) if (!KEPT_OUT.has(p.name)) known.set(p.name, p);
    }
    columns = [...columns, ...[...known.values()].map((p): Column<Row> => ({
      name: `property ${p.name}`, title: p.name.replaceAll("_", " "), doc: p.doc, hidden: true,
      value: (row) => extra.get(p.name)?.get(row.key) ?? plain(row.properties?.[p.name]),
    }))];
    draw(true);
  };

  /** A property of the nodes on the canvas, asked for when its column is. */
  const load = async (property: string) => {
    const having = schema?.labels.filter((l) => l.properties.some((p) => p.name === property)) ?? [];
    const values = extra.get(property) ?? new Map<string, Plain>();
    extra.set(property, values);
    try {
      for (const { name } of having) {
        const wanted = [...store.nodes.values()].filter((n) => n.label === name && !values.has(n.key));
        for (let i = 0; i < wanted.length; i += AT_ONCE) {
          const part = wanted.slice(i, i + AT_ONCE);
          const found = await context.api.query({
            statement: `UNWIND $ids AS key MATCH (n:\`${name}\` {id: key}) RETURN n.id, n.\`${property}\``,
            parameters: { ids: part.map((n) => n.id) }, rows: AT_ONCE,
          });
          for (const [id, value] of found.rows) values.set(`${name}/${String(id)}`, plain(value));
        }
      }
      draw();
    } catch (error) {
      announce(told(error));
    }
  };

  const draw = (anew = false) => {
    if (!root.isConnected) return;
    nodes.root.hidden = showing !== "nodes";
    links.root.hidden = showing !== "links";
    if (showing === "nodes") {
      const degree = new Map<string, number>();
      for (const l of store.links.values()) {
        if (l.hidden) continue;
        degree.set(l.source, (degree.get(l.source) ?? 0) + 1);
        if (l.target !== l.source) degree.set(l.target, (degree.get(l.target) ?? 0) + 1);
      }
      const rows = [...store.nodes.values()].filter((n) => !n.hidden)
        .map((n) => ({ ...n, links: degree.get(n.key) ?? 0 }));
      nodes.set(rows, anew ? columns : undefined);
      nodes.mark(store.selected);
    } else {
      const title = (key: string) => store.nodes.get(key)?.title ?? "";
      links.set([...store.links.values()].filter((l) => !l.hidden).map((link) => ({
        link, from: title(link.source), to: title(link.target),
      })));
    }
  };

  let before = { nodes: -1, links: -1 };
  let frame = 0;
  store.subscribe(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const now = { nodes: store.nodes.size, links: store.links.size };
      const same = now.nodes === before.nodes && now.links === before.links;
      before = now;
      if (same && showing === "nodes" && !hiddenChanged()) nodes.mark(store.selected);
      else {
        draw();
        for (const c of columns) if (!c.hidden && c.name.startsWith("property ")) void load(c.name.slice(9));
      }
    });
  });
  let lastHidden = 0;
  const hiddenChanged = () => {
    let n = 0;
    for (const node of store.nodes.values()) if (node.hidden) n += 1;
    for (const link of store.links.values()) if (link.hidden) n += 1;
    const changed = n !== lastHidden;
    lastHidden = n;
    return changed;
  };
  draw();
  void widen();

  return {
    look() {
      const look = { ...(showing === "links" && { links: true }), ...(showing === "links" ? links : nodes).look };
      return Object.keys(look).length ? JSON.stringify(look) : "";
    },
    take(text) {
      const { links: isLinks, ...look } = read(text);
      (isLinks ? links : nodes).look = look;
      turn(isLinks ? "links" : "nodes");
    },
  };
}

/** A look from an address, where anything may stand. */
function read(text: string): Look & { links?: boolean } {
  try {
    const { links, filter, sort, columns } = Object(JSON.parse(text || "{}")) as Record<string, unknown>;
    return { ...(links === true && { links }), ...(typeof filter === "string" && { filter }), ...(typeof sort === "string" && { sort }),
      ...(Array.isArray(columns) && columns.length > 0 && { columns: columns.map(String) }) };
  } catch {
    return {};
  }
}

function tagged(label: string): HTMLElement {
  return element("span", { class: "tagged" }, mark(label), label);
}

function plain(value: unknown): Plain {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(String).join("; ");
  return typeof value === "object" ? JSON.stringify(value) : (value as Plain);
}
