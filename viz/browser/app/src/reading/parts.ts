/** Small parts that several pages of the side panel are made of. */

import type { Context } from "../context";
import type { Evidence, Node } from "../contract";
import { element, quiet, told } from "../element";
import { mark } from "../kinds";
import { ruled, sure } from "./words";

/** A node by its name; a click opens its page. */
export function named(node: Node, context: Context, { year = true } = {}): HTMLElement {
  return element("button", { type: "button", class: "reading-node", "data-key": node.key,
    onclick: () => context.open({ node: node.key }) },
    mark(node.label), element("span", { class: "reading-name", text: node.title }),
    year && node.year !== undefined && element("span", { class: "reading-year", text: String(node.year) }));
}

/** A sentence that says so, with the name in it marked, and where it stands. */
export function sentence(said: Evidence, context: Context, about?: string): HTMLElement {
  const quote = element("blockquote", { class: "reading-sentence" });
  const { text, start, end } = said;
  if (text && start !== undefined && end !== undefined && start < end) {
    quote.append(text.slice(0, start), element("mark", { text: text.slice(start, end) }), text.slice(end));
  } else quote.append(text || "No sentence: the source itself states it.");
  return element("figure", { class: "reading-evidence" }, quote,
    element("figcaption", {},
      said.paper && said.paper.key !== about && named(said.paper, context),
      element("span", { class: "ask-hint", text: `${ruled(said.rule)} · ${sure(said.confidence)}` })));
}

/** A sentence for what is away or missing, and a way to try again. */
export function failure(error: unknown, again: () => void): HTMLElement {
  return element("div", { class: "reading-failure" },
    element("p", { class: "answer-problem", role: "alert", text: told(error) }),
    quiet("Try again", again));
}

/** The heading of a page of the panel. */
export function head(kind: string, title: string | HTMLElement, label?: string): HTMLElement {
  return element("div", { class: "reading-head" },
    element("p", { class: "reading-kind" }, label ? mark(label, 14) : null, kind),
    typeof title === "string" ? element("h2", { tabindex: -1, text: title }) : title);
}
