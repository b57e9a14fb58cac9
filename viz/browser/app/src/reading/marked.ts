/** Text with what is named in it marked; each mark opens what it names. */

import type { Mark, MarkedText } from "../contract";
import { element, fresh } from "../element";
import { look } from "../kinds";
import { ruled, sure, verb } from "./words";

const AT_ONCE = 12_000; // UTF-16 units that are laid out before one asks for more
const STEP = 60_000;

/**
 * The text in `root`, as text nodes and marks. A long text comes piece by piece: each piece when it
 * is asked for, so that a megabyte does not stop the page.
 */
export function marked(root: HTMLElement, { text, marks }: MarkedText, opened: (mark: Mark) => void): void {
  let at = 0;
  let next = 0;
  const more = element("button", { type: "button", class: "quiet reading-more", onclick: () => further(STEP) });
  const further = (units: number) => {
    let end = Math.min(text.length, at + units);
    if (end < text.length) end = whole(text, marks, end);
    const piece = document.createDocumentFragment();
    while (next < marks.length && marks[next]!.start < end) {
      const mark = marks[next]!;
      next += 1;
      if (mark.start < at || mark.end > text.length) continue;
      if (mark.start > at) piece.append(text.slice(at, mark.start));
      piece.append(mention(mark, text.slice(mark.start, mark.end), opened));
      at = mark.end;
    }
    if (end > at) piece.append(text.slice(at, end));
    at = Math.max(at, end);
    const line = root.ownerDocument.activeElement === more ? at : -1;
    more.remove();
    root.append(piece);
    if (at < text.length) {
      more.textContent = `Read on: ${(text.length - at).toLocaleString("en")} characters more`;
      root.append(more);
      if (line >= 0) more.focus();
    }
  };
  root.replaceChildren();
  further(text.length <= AT_ONCE * 1.5 ? text.length : AT_ONCE);
}

/** A place to stop that lies in no mark and between words. */
function whole(text: string, marks: readonly Mark[], end: number): number {
  const inside = marks.find((m) => m.start < end && m.end > end);
  if (inside) return inside.end;
  const space = text.lastIndexOf(" ", end);
  return space > end - 200 ? space + 1 : end;
}

function mention(mark: Mark, text: string, opened: (mark: Mark) => void): HTMLElement {
  const made = element("span", {
    class: "mention", role: "button", tabindex: 0, text, "data-kind": mark.kind, "data-key": mark.key,
    onclick: () => opened(mark),
    onkeydown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      opened(mark);
    },
  });
  made.style.setProperty("--kind", look(mark.kind).colour);
  tip(made, () => said(mark));
  return made;
}

function said(mark: Mark): string[] {
  return [`${mark.kind}: ${mark.name}`, `This paper ${verb(mark.type)} it`,
    `${ruled(mark.rule)}, ${sure(mark.confidence)}`];
}

let shown: HTMLElement | undefined;
let away = 0;

/** Say something of an element while it is pointed at or has the focus; Escape sends it away. */
function tip(of: HTMLElement, lines: () => string[]): void {
  const show = () => {
    window.clearTimeout(away);
    hide();
    const [first = "", ...rest] = lines();
    shown = element("div", { role: "tooltip", id: fresh("tip"), class: "reading-tip" },
      element("strong", { text: first }), ...rest.map((text) => element("span", { text })));
    shown.addEventListener("pointerenter", () => window.clearTimeout(away));
    shown.addEventListener("pointerleave", later);
    (of.closest(".panel") ?? document.body).append(shown);
    of.setAttribute("aria-describedby", shown.id);
    place(shown, of);
  };
  const later = () => { away = window.setTimeout(hide, 120); };
  const hide = () => {
    shown?.remove();
    shown = undefined;
    of.removeAttribute("aria-describedby");
  };
  of.addEventListener("pointerenter", show);
  of.addEventListener("pointerleave", later);
  of.addEventListener("focus", show);
  of.addEventListener("blur", hide);
  of.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    event.stopPropagation();
    hide();
  });
}

function place(tip: HTMLElement, of: HTMLElement): void {
  const at = of.getClientRects()[0] ?? of.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
  const below = at.bottom + 6 + height < window.innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
}
