/** What lies between two nodes: the reasons why they are linked, the ways from one to the other. */

import type { Context } from "../context";
import type { Node, Path, Why } from "../contract";
import { counted, element, quiet } from "../element";
import { head, named, sentence } from "./parts";
import { backward, capital, verb } from "./words";

const AT_FIRST = 3; // sentences of a reason
const STEPS = "Steps are links that texts and sources state, and shared benchmarks; other likeness that was computed is none.";

export function whyPage(pair: [string, string], found: Why, ends: [Node, Node] | undefined, context: Context): HTMLElement {
  const root = element("article", { class: "reading-page" }, head("Why are these two linked?", titled(found.reasons.length)));
  if (ends) root.append(both(ends, "and", context));
  if (!found.reasons.length) {
    root.append(element("p", { class: "reading-none", text: found.path
      ? "Nothing links them directly. This is the shortest way between them."
      : "Nothing links them: no common neighbour, and no way of six steps or fewer." }));
  }
  root.append(element("ol", { class: "reading-reasons", role: "list" }, ...found.reasons.map((reason) => {
    const others = reason.nodes.filter((n) => !pair.includes(n.key));
    const said = (reason.evidence ?? []).filter((e) => e.text);
    return element("li", {}, element("p", { class: "reading-reason", text: sentenced(ends ? they(reason.text, ends) : reason.text) }),
      others.length ? element("div", { class: "reading-chips" }, ...others.slice(0, 12).map((n) => named(n, context))) : null,
      others.length > 12 && element("p", { class: "ask-hint", text: `and ${counted(others.length - 12, "more", "more")}` }),
      ...said.slice(0, AT_FIRST).map((e) => sentence(e, context)),
      said.length > AT_FIRST && element("details", {},
        element("summary", { text: counted(said.length - AT_FIRST, "more sentence") }),
        ...said.slice(AT_FIRST).map((e) => sentence(e, context))));
  })));
  const shared = found.reasons.flatMap((r) => r.nodes).filter((n) => !pair.includes(n.key));
  if (found.path) root.append(way(found.path, 0, context));
  root.append(element("div", { class: "reading-actions" },
    shared.length > 0 && quiet("Put what they share on the canvas", () => void together(pair, ends, shared, context)),
    quiet("Ways between them", () => context.open({ path: pair }))));
  return root;
}

export function pathPage(pair: [string, string], paths: Path[], ends: [Node, Node] | undefined, context: Context): HTMLElement {
  const steps = paths[0]?.links.length ?? 0;
  const title = !paths.length ? "There is no way"
    : `${counted(paths.length, "way")} of ${counted(steps, "step")}`;
  const root = element("article", { class: "reading-page" }, head("From one to the other", title));
  if (!paths.length) {
    if (ends) root.append(both(ends, "to", context));
    root.append(element("p", { class: "reading-none", text: pair[0] === pair[1]
      ? "It is one and the same node." : "No way of six steps or fewer leads from one to the other." }));
  }
  if (paths.length) root.append(element("p", { class: "ask-hint", text: STEPS }));
  root.append(...paths.map((path, i) => way(path, paths.length > 1 ? i + 1 : 0, context)),
    element("div", { class: "reading-actions" },
      paths.length > 1 && quiet("Put all on the canvas", () => shown(paths, context)),
      quiet("Why are they linked?", () => context.open({ why: pair }))));
  return root;
}

/** One way, step by step. */
function way(path: Path, number: number, context: Context): HTMLElement {
  const steps: HTMLElement[] = [];
  path.nodes.forEach((node, i) => {
    const link = path.links[i - 1];
    const before = path.nodes[i - 1];
    if (link && before) {
      const forward = link.source === before.key;
      steps.push(element("li", { class: "reading-step" },
        element("button", { type: "button", class: "reading-verb", title: "What says so",
          text: `↓ ${forward ? verb(link.type) : backward(link.type)}`, onclick: () => context.open({ link: link.key }) })));
    }
    steps.push(element("li", {}, named(node, context)));
  });
  return element("section", { class: "reading-way", "aria-label": number ? `Way ${number}` : "Way" },
    element("ol", { role: "list" }, ...steps),
    quiet("Put on the canvas", () => shown([path], context)));
}

function shown(paths: Path[], context: Context): void {
  const nodes = new Map(paths.flatMap((p) => p.nodes).map((n) => [n.key, n]));
  const links = new Map(paths.flatMap((p) => p.links).map((l) => [l.key, l]));
  context.store.show([...nodes.values()], [...links.values()]);
  context.store.select(nodes.keys());
  context.announce(`${counted(nodes.size, "node")} on the canvas`);
}

async function together(pair: [string, string], ends: [Node, Node] | undefined, shared: Node[], context: Context): Promise<void> {
  const nodes = new Map([...(ends ?? []), ...shared].map((n) => [n.key, n]));
  let links: Awaited<ReturnType<typeof context.api.links>>["links"] = [];
  try {
    links = (await context.api.links([...pair, ...shared.map((n) => n.key)].slice(0, 2_000))).links;
  } catch {
    // the nodes without their links are better than nothing
  }
  context.store.show([...nodes.values()], links);
  context.store.select(pair);
  context.announce(`${counted(nodes.size, "node")} on the canvas`);
}

function both([a, b]: [Node, Node], word: string, context: Context): HTMLElement {
  return element("div", { class: "reading-ends" }, named(a, context),
    element("span", { class: "reading-verb", text: word }), named(b, context));
}

function titled(n: number): string {
  return n ? counted(n, "reason") : "No reason was found";
}

/** A reason without the two titles, which stand above it. */
function they(text: string, [a, b]: [Node, Node]): string {
  for (const both of [`${a.title} and ${b.title}`, `${b.title} and ${a.title}`]) {
    if (text.startsWith(`${both} `)) return `They${text.slice(both.length)}`;
  }
  return text;
}

function sentenced(text: string): string {
  const first = capital(text);
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}
