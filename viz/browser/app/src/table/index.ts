/** The table of what is on the canvas: its nodes or its links; selecting here selects there. */

import type { Context, Placed } from "../context";
import type { About, Link, Schema } from "../contract";
import { element, told } from "../element";
import { mark, spoken } from "../kinds";
import { Grid } from "./grid";
import type { Column, Look } from "./grid";
import type { Plain } from "./filter";

const AT_ONCE = 2_000; // nodes whose properties are asked for in one question
const KEPT_OUT = new Set(["id", "title", "name", "abstract", "year"]);

type Row = Placed & { links: number };
type Joined = { link: Link; from: string; to: string };

/** A column whose values are asked for when it is shown: a Cypher expression of `n`, a node of one of the labels. */
interface Asked {
  name: string;
  title: string;
  doc: string;
  hidden: boolean;
  labels: string[];
  value: string;
}

/** What a person has made of the tables. */
export interface TableView {
  look(): string;
  take(look: string): void;
}

export function mount(root: HTMLElement, context: Context, turned: () => void): TableView {
  const { store, announce } = context;
  const asked = new Map<string, Asked>(); // by the name of the column
  const extra = new Map<string, Map<string, Plain>>(); // name of the column → node's key → value
  const loading = new Set<string>(); // names of the columns that are being asked for
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
    chose: (name, shown) => { if (shown) void load(name); },
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

  /** The columns that only the graph can fill: how often papers are cited, the properties of its schema. */
  const widen = async () => {
    try {
      const [about, schema] = await Promise.all([context.api.about(), context.api.schema()]);
      const added = [...cited(about), ...properties(schema)];
      for (const one of added) asked.set(one.name, one);
      columns = [...columns, ...added.map(({ name, title, doc, hidden }): Column<Row> => ({
        name, title, doc, hidden, value: (row) => extra.get(name)?.get(row.key),
      }))];
    } catch {
      return; // the fixed columns stay
    }
    draw(true);
    loadShown();
  };

  /** A column's values for the nodes on the canvas, those that are not known yet; also of nodes that come meanwhile. */
  const load = async (column: string) => {
    const { labels, value } = asked.get(column) ?? { labels: [], value: "" };
    const values = extra.get(column) ?? new Map<string, Plain>();
    extra.set(column, values);
    const unknown = (label: string) =>
      [...store.nodes.values()].filter((n) => n.label === label && !values.has(n.key)).slice(0, AT_ONCE);
    const next = () => labels.map((label) => ({ label, part: unknown(label) })).find(({ part }) => part.length);
    if (loading.has(column) || !next()) return;
    loading.add(column);
    try {
      for (let some = next(); some; some = next()) {
        const { label, part } = some;
        const found = await context.api.query({
          statement: `UNWIND $ids AS key MATCH (n:\`${label}\` {id: key}) RETURN n.id, ${value}`,
          parameters: { ids: part.map((n) => n.id) }, rows: AT_ONCE,
        });
        for (const n of part) values.set(n.key, null);
        for (const [id, given] of found.rows) values.set(`${label}/${String(id)}`, plain(given));
      }
      draw();
    } catch (error) {
      announce(told(error));
    } finally {
      loading.delete(column);
    }
  };
  const loadShown = () => {
    if (!root.checkVisibility()) return;
    for (const { name, hidden } of columns) if (!hidden && asked.has(name)) void load(name);
  };
  new ResizeObserver(loadShown).observe(root); // also when the table is opened

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
        loadShown();
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

function cited({ links }: About): Asked[] {
  if (!links["CITES"]) return [];
  return [{ name: "citations", title: "Citations", doc: "papers of the graph that cite it", hidden: false,
    labels: ["Paper"], value: "COUNT { MATCH (n)<-[:CITES]-(:Paper) }" }];
}

function properties({ labels }: Schema): Asked[] {
  const found = new Map<string, Asked>();
  for (const label of labels) {
    for (const { name, doc } of label.properties) {
      if (KEPT_OUT.has(name)) continue;
      found.set(name, { name: `property ${name}`, title: name.replaceAll("_", " "), doc, hidden: true,
        labels: [...(found.get(name)?.labels ?? []), label.name], value: `n.\`${name}\`` });
    }
  }
  return [...found.values()];
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
