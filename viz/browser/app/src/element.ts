/** Elements made from script: what is given as text stays text. */

type Child = globalThis.Node | string | number | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: never) => void);
type Given = { [name: string]: Value } & { class?: string; text?: string };

/**
 * An element. `class` and `text` are what they say, names beginning with `on` are listeners,
 * everything else is an attribute (true: without value; false, null: left away).
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Given = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") {
      made.addEventListener(name.replace(/^on/, ""), value as unknown as EventListener);
    } else if (name === "class") made.className = String(value);
    else if (name === "text") made.textContent = String(value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((c) => c !== null && c !== undefined && c !== false).map(said));
  return made;
}

function said(child: Exclude<Child, null | undefined | false>): globalThis.Node | string {
  return typeof child === "number" ? String(child) : child;
}

let given = 0;

/** An id that no other element of the page has. */
export function fresh(name: string): string {
  given += 1;
  return `${name}-${given}`;
}

/** A sentence for an error, with what to do about it. */
export function told(error: unknown): string {
  const { message, remedy } = error as { message?: string; remedy?: string };
  const first = message || "Something went wrong";
  return sentence(remedy ? `${first}: ${remedy}` : first);
}

/** A text with a capital first and a full stop. */
export function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`;
}

/** Whether an error only says that a newer request has overtaken this one. */
export function overtaken(error: unknown): boolean {
  return (error as Error | null)?.name === "AbortError";
}

/** The beginning of a text of more than `most` characters. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

const LEFTWARDS = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** The direction in which a text is read: that of its first letter. */
export function direction(text: string): "rtl" | "ltr" {
  return LEFTWARDS.test(text) ? "rtl" : "ltr";
}

/** A large number, as one reads it. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** A button that stands back behind what is around it. */
export function quiet(text: string, onclick: () => void, given: Given = {}): HTMLButtonElement {
  return element("button", { type: "button", class: "quiet", text, onclick, ...given });
}
