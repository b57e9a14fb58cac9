/** What a node is linked to, by kind of link: counts, a list that grows, a way onto the canvas. */

import type { Context } from "../context";
import type { Kind, Link, Node } from "../contract";
import { counted, element, fresh, overtaken, quiet, told } from "../element";
import { mark } from "../kinds";
import { named } from "./parts";
import { heading } from "./words";

const PAGE = 30;

export function neighbours(key: string, kinds: Kind[], context: Context): HTMLElement {
  if (!kinds.length) {
    return element("p", { class: "reading-none", text: "Nothing is linked to it." });
  }
  return element("div", { class: "reading-kinds" }, ...kinds.map((kind) => group(key, kind, context)));
}

function group(key: string, kind: Kind, context: Context): HTMLElement {
  const id = fresh("neighbours");
  const list = element("ul", { class: "reading-list", role: "list" });
  const foot = element("p", { class: "reading-foot", role: "status" });
  const body = element("div", { id, class: "reading-body", hidden: true }, list, foot);
  const title = heading(kind.type, kind.direction, kind.label);
  const count = kind.count.toLocaleString("en");
  let shown = 0;

  const read = async () => {
    foot.textContent = "Reading…";
    try {
      const found = await context.api.expand({ key, type: kind.type, direction: kind.direction,
        label: kind.label, skip: shown, limit: PAGE });
      const own = new Map<string, Link>();
      for (const link of found.links) {
        if (link.type !== kind.type) continue;
        if (link.source === key) own.set(link.target, link);
        if (link.target === key) own.set(link.source, link);
      }
      list.append(...found.nodes.map((node) => item(node, own.get(node.key), context)));
      shown += found.nodes.length;
      const left = found.total - shown;
      foot.replaceChildren();
      if (left > 0 && found.nodes.length) {
        foot.append(`${shown.toLocaleString("en")} of ${found.total.toLocaleString("en")} `,
          element("button", { type: "button", class: "quiet", text: "More", onclick: () => void read(),
            "aria-label": `More of: ${title}` }));
      }
    } catch (error) {
      if (overtaken(error)) return;
      foot.replaceChildren(`${told(error)} `,
        quiet("Try again", () => void read()));
    }
  };

  const toggle = element("button", { type: "button", class: "reading-toggle", "aria-expanded": "false",
    "aria-controls": id, "data-kind": kind.type, "data-direction": kind.direction, onclick: () => {
      body.hidden = !body.hidden;
      toggle.setAttribute("aria-expanded", String(!body.hidden));
      if (!body.hidden && !shown) void read();
    } },
    mark(kind.label), element("span", { class: "reading-name", text: title }),
    element("span", { class: "reading-count", text: count }));
  const onto = element("button", { type: "button", class: "reading-onto", title: `Put on the canvas: ${title}`,
    "aria-label": `Put on the canvas: ${title}, ${counted(kind.count, "node")}`, text: "+",
    onclick: () => context.store.expand(key, kind) });
  return element("section", { class: "reading-group" },
    element("h3", {}, toggle, onto), body);
}

function item(node: Node, link: Link | undefined, context: Context): HTMLElement {
  return element("li", {}, named(node, context),
    link && element("button", { type: "button", class: "reading-onto", text: "why",
      title: "What says so", "aria-label": `Why: ${node.title}`,
      onclick: () => context.open({ link: link.key }) }));
}
