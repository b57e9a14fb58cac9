/** A link's page: what it says, what says so, how sure that is. */

import type { Context } from "../context";
import type { LinkPage, Schema } from "../contract";
import { element, quiet } from "../element";
import { head, named, sentence } from "./parts";
import { capital, meant, property, value, verb } from "./words";

const SAID = new Set(["evidence", "start", "end", "rule", "confidence"]);

export function linkPage(page: LinkPage, schema: Schema | undefined, context: Context): HTMLElement {
  const { link, nodes } = page;
  const [source, target] = nodes;
  const known = schema?.relationships.find((r) => r.name === link.type);
  const root = element("article", { class: "reading-page", "data-key": link.key },
    head("Link", capital(verb(link.type))),
    element("div", { class: "reading-ends" },
      source && named(source, context),
      element("span", { class: "reading-verb", text: `${link.symmetric ? "↕" : "↓"} ${verb(link.type)}` }),
      target && named(target, context)));
  if (known?.doc) root.append(element("p", { class: "ask-hint", text: known.doc }));
  const bars = element("dl", { class: "reading-known" });
  bars.append(...measure("Strength", link.weight));
  if (link.confidence !== undefined) bars.append(...measure("Confidence", link.confidence));
  for (const [name, of] of Object.entries(link.properties ?? {})) {
    if (SAID.has(name) || (typeof of === "number" && Math.abs(of - link.weight) < 0.001)) continue; // strength is made of it
    bars.append(element("dt", { text: property(name), title: meant(schema, link.type, name) }),
      element("dd", { text: value(of) }));
  }
  root.append(bars);
  const said = page.evidence.length
    ? page.evidence.map((e) => sentence(e, context))
    : [element("p", { class: "reading-none", text: known?.derived
        ? "No sentence says so: it is worked out from other links."
        : "No sentence is kept for it: the source itself states it." })];
  root.append(element("section", { "aria-label": "Evidence" }, element("h3", { text: "What says so" }), ...said));
  if (source && target) {
    root.append(element("div", { class: "reading-actions" },
      quiet("Put both on the canvas", () => {
        context.store.show([source, target], [link]);
        context.store.select([source.key, target.key]);
      }),
      quiet("What else links them?", () => context.open({ why: [source.key, target.key] }))));
  }
  return root;
}

function measure(name: string, of: number): HTMLElement[] {
  return [element("dt", { text: name }), element("dd", { class: "reading-measure" },
    element("meter", { min: 0, max: 1, value: of, "aria-label": name }), element("span", { text: value(of) }))];
}
