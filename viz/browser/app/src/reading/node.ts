/** A node's page: what it is, its text with mentions marked, what it is linked to. */

import type { Context } from "../context";
import type { Mark, NodePage, Schema } from "../contract";
import { element, quiet, shortened } from "../element";
import { look } from "../kinds";
import { spread } from "../search/bring";
import { marked } from "./marked";
import { neighbours } from "./neighbours";
import { head } from "./parts";
import { meant, property, value } from "./words";

/** Said elsewhere on the page, or of no use to a person. */
const SAID = new Set(["id", "title", "name", "abstract", "year"]);

export function nodePage(page: NodePage, schema: Schema | undefined, context: Context): HTMLElement {
  const { node } = page;
  const { store } = context;
  const open = (mark: Mark) => context.open({ node: mark.key });
  const title = element("h2", { tabindex: -1 });
  if (page.title?.text) marked(title, page.title, open);
  else title.textContent = node.title;
  const kind = [singular(node.label), node.year, node.properties?.kind ?? node.properties?.contribution]
    .filter((part) => part !== undefined && part !== "" && part !== "other").join(" · ");
  const root = element("article", { class: "reading-page", "data-key": node.key }, head(kind, title, node.label));

  const actions = element("div", { class: "reading-actions" });
  const act = () => {
    const there = store.nodes.get(node.key);
    const [other] = [...store.selected].filter((key) => key !== node.key && store.nodes.has(key));
    actions.replaceChildren(
      there && !there.hidden
        ? quiet("Show where it is", () => store.focus(node.key), { "data-does": "focus" })
        : element("button", { type: "button", class: "primary", text: "Put on the canvas", "data-does": "show",
            onclick: () => { void spread([plainly(page)], context); store.select([node.key]); } }),
      ...(there && !there.hidden ? [quiet("Take away", () => { store.hide([node.key]); act(); }, { "data-does": "hide" })] : []),
      ...(other ? [
        quiet(`Why linked to ${shortened(store.nodes.get(other)?.title ?? "", 28)}?`, () => context.open({ why: [node.key, other] })),
      ] : []));
  };
  act();
  const stop = store.subscribe(() => (root.isConnected ? act() : stop()));
  root.append(actions);

  if (page.outward.length) {
    root.append(element("ul", { class: "reading-outward", role: "list", "aria-label": "Elsewhere" },
      ...page.outward.filter(({ href }) => href.startsWith("https://")).map(({ text, href }) =>
        element("li", {}, element("a", { href, rel: "noopener noreferrer", target: "_blank", text: `${text} ↗`, title: href })))));
  }
  if (page.abstract?.text) {
    const text = element("div", { class: "reading-text" });
    marked(text, page.abstract, open);
    root.append(element("section", { "aria-label": "Abstract" }, element("h3", { text: "Abstract" }), text, legend(page)));
  } else if (node.label === "Paper") {
    root.append(element("p", { class: "reading-none", text: "The source gives no abstract." }));
  }
  const known = Object.entries(node.properties ?? {}).filter(([name]) => !SAID.has(name));
  if (known.length) {
    root.append(element("section", { "aria-label": "Properties" }, element("h3", { text: "What is known of it" }),
      element("dl", { class: "reading-known" }, ...known.flatMap(([name, of]) => [
        element("dt", { text: property(name), title: meant(schema, node.label, name) }),
        element("dd", { text: value(of) })]))));
  }
  root.append(element("section", { "aria-label": "Links" }, element("h3", {}, "Linked to ",
    element("span", { class: "reading-count", text: (node.degree ?? 0).toLocaleString("en") })),
    neighbours(node.key, page.kinds, context)));
  return root;
}

/** The colours that the marks of this text have. */
function legend(page: NodePage): HTMLElement | null {
  const kinds = [...new Set([...(page.title?.marks ?? []), ...(page.abstract?.marks ?? [])].map((m) => m.kind))];
  if (!kinds.length) return null;
  return element("p", { class: "reading-legend" }, ...kinds.map((kind) => {
    const one = element("span", { class: "mention", text: look(kind).many });
    one.style.setProperty("--kind", look(kind).colour);
    return one;
  }));
}

function plainly({ node }: NodePage) {
  const { properties, ...rest } = node;
  void properties;
  return rest;
}

function singular(label: string): string {
  return label === "Repository" ? "Code" : label;
}
