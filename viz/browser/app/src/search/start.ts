/** What one sees first: the search, what the graph holds, ways into it. */

import type { Context } from "../context";
import type { About, Node, Overview, Recipes } from "../contract";
import { counted, element, quiet, told } from "../element";
import { mark } from "../kinds";
import { capital, listed, many } from "../reading/words";
import { paperAt, spread, spreadCommunity } from "./bring";
import { searchBox } from "./index";

const COMMUNITIES = 12;
const PAPERS = 6;
const OF_GROUP = 3;
const ASKED: Record<string, string> = {
  find: "Find", benchmarks: "Benchmarks", concepts: "Concepts", citation: "Citations",
  reading: "What to read", lineage: "Who builds on what", quality: "Quality of the graph",
};

export function mount(root: HTMLElement, context: Context): void {
  const { api } = context;
  root.classList.add("panel", "start");
  const name = element("h1", { text: "The graph" });
  const holds = element("p", { class: "start-holds", role: "status", text: "Counting…" });
  const parts = element("div", { class: "start-parts" });
  const box = searchBox(context, { large: true });
  root.append(element("div", { class: "start-page" },
    element("div", { class: "start-head" }, name, holds, box.root), parts));

  const begin = async () => {
    try {
      const about = await api.about();
      name.textContent = called(about.name);
      holds.textContent = said(about);
      if (!Object.values(about.counts).some((n) => n > 0)) {
        box.root.hidden = true;
        parts.replaceChildren(element("p", { class: "start-empty" },
          "This graph is empty. Fill it with ", element("code", { text: "kg build PAPERS -o NAME.kg" }),
          " and open it with ", element("code", { text: "kg browse NAME.kg" }), "."));
        return;
      }
      draw(about);
    } catch (error) {
      holds.textContent = "";
      parts.replaceChildren(element("div", { class: "reading-failure" },
        element("p", { class: "answer-problem", role: "alert", text: told(error) }),
        quiet("Try again", () => void begin())));
    }
  };

  const draw = (about: About) => {
    const papers = part("Most connected papers", "Reading…");
    const groups = part("Communities", "Reading…");
    const questions = part("Questions", "Reading…");
    parts.replaceChildren(
      ...(about.counts["Paper"] ? [groups.root, papers.root] : []), questions.root);
    if (about.counts["Paper"]) void filled([groups, papers], () => api.overview(), (overview) => {
      communities(groups, overview, context);
      linked(papers, overview, about, context);
    });
    void filled([questions], () => api.recipes(), (recipes) => asked(questions, recipes, context));
  };
  void begin();
}

interface Part {
  root: HTMLElement;
  title: HTMLElement;
  body: HTMLElement;
}

function part(title: string, waiting: string): Part {
  const heading = element("h2", { text: title });
  const body = element("div", { class: "start-body" }, element("p", { class: "ask-hint", text: waiting }));
  return { root: element("section", { class: "start-part" }, heading, body), title: heading, body };
}

/** Fill parts with what is asked for; a failure is told in each, with a way to try again. */
async function filled<T>(parts: Part[], read: () => Promise<T>, put: (found: T) => void): Promise<void> {
  try {
    put(await read());
  } catch (error) {
    for (const { body } of parts) {
      body.replaceChildren(element("p", { class: "answer-problem", text: told(error) }),
        quiet("Try again", () => void filled(parts, read, put)));
    }
  }
}

function communities({ root, body }: Part, { communities: all, nodes }: Overview, context: Context): void {
  const large = all.filter((c) => c.size > 1).sort((a, b) => b.size - a.size);
  if (!large.length) {
    root.hidden = true;
    return;
  }
  const most = large[0]!.size;
  body.replaceChildren(
    element("ul", { class: "start-communities", role: "list" }, ...large.slice(0, COMMUNITIES).map((c) => {
      const bar = element("span", { class: "start-bar", "aria-hidden": "true" });
      bar.style.inlineSize = `${Math.max(4, Math.round((100 * c.size) / most))}%`;
      return element("li", {}, element("button", { type: "button", class: "start-community", title: c.concepts.slice(0, 8).join(", "),
        onclick: () => void spreadCommunity(c.id, nodes, context) },
        element("span", { class: "reading-name", text: c.name }),
        element("span", { class: "reading-count", text: c.size.toLocaleString("en") }), bar));
    })),
    element("div", { class: "start-all" },
      element("button", { type: "button", class: "primary", text: "See the whole graph", onclick: () => context.open("overview") }),
      large.length > COMMUNITIES && element("span", { class: "ask-hint", text: `and ${counted(large.length - COMMUNITIES, "smaller community", "smaller communities")}` })));
}

function linked({ root, title, body }: Part, { nodes }: Overview, about: About, context: Context): void {
  const order = nodes.key.map((_, i) => i).sort((a, b) => nodes.size[b]! - nodes.size[a]!).slice(0, PAPERS);
  const show = (rows: [Node, string][]) => body.replaceChildren(element("ul", { class: "start-papers", role: "list" },
    ...rows.map(([one, count]) => element("li", {}, element("button", { type: "button", class: "reading-node", "data-key": one.key,
      onclick: () => {
        void spread([one], context);
        context.store.select([one.key]);
        context.open({ node: one.key });
      } }, mark(one.label), element("span", { class: "reading-name", text: one.title }),
      element("span", { class: "reading-year", text: count }))))));
  if (!order.length) {
    root.hidden = true;
    return;
  }
  show(order.map((i) => [paperAt(nodes, i), nodes.year[i] ? String(nodes.year[i]) : ""]));
  if (!about.links["CITES"]) return;
  void (async () => {
    try {
      const found = await context.api.query({ parameters: {}, rows: PAPERS,
        statement: `MATCH (p:Paper)<-[:CITES]-(q:Paper) RETURN p.id, p.title, p.year, count(q) AS n ORDER BY n DESC, p.id LIMIT ${PAPERS}` });
      if (!found.rows.length) return;
      title.textContent = "Most cited papers";
      show(found.rows.map(([id, text, year, n]) => [{ key: `Paper/${String(id)}`, label: "Paper", id: String(id),
        title: String(text ?? ""), ...(typeof year === "number" ? { year } : {}) }, counted(Number(n), "citation")]));
    } catch {
      // the papers with most links stay
    }
  })();
}

function asked({ body }: Part, { groups }: Recipes, context: Context): void {
  body.replaceChildren(element("div", { class: "start-groups" }, ...groups.filter((g) => g.recipes.length).map((g) =>
    element("section", { class: "start-group" },
      element("h3", {}, ASKED[g.name] ?? capital(g.name), element("span", { class: "reading-count", text: String(g.recipes.length) })),
      element("ul", { role: "list" }, ...g.recipes.slice(0, OF_GROUP).map((r) => element("li", {},
        element("button", { type: "button", class: "start-recipe", title: r.question, "data-recipe": r.name,
          text: r.title, onclick: () => context.open({ recipe: r.name }) }))))))));
}

/** "seed.kg" as one says it. */
function called(name: string): string {
  return name.replace(/\.kg$/, "") || "The graph";
}

function said({ counts, links, years }: About): string {
  const kinds = Object.entries(counts).filter(([, n]) => n > 0).sort((a, b) => (a[0] === "Paper" ? -1 : b[0] === "Paper" ? 1 : b[1] - a[1]));
  if (!kinds.length) return "Nothing is in it yet.";
  const joined = Object.values(links).reduce((a, b) => a + b, 0);
  const when = years ? (years[0] === years[1] ? ` of ${years[0]}` : ` from ${years[0]} to ${years[1]}`) : "";
  const parts = kinds.map(([label, n]) => `${many(n, label)}${label === "Paper" ? when : ""}`);
  return `${listed(parts)}, joined by ${counted(joined, "link")}.`;
}
