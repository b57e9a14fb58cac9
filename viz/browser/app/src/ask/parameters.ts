/** Values that a question takes, as typed fields. */

import type { Api } from "../context";
import type { RecipeParameter } from "../contract";
import { element, fresh, overtaken } from "../element";

export type Values = Record<string, unknown>;
const TYPES = ["string", "int", "float", "bool", "strings", "json"] as const;
export type Type = (typeof TYPES)[number];

const SPOKEN: Record<Type, string> = {
  string: "text", int: "whole number", float: "number", bool: "yes or no",
  strings: "list of texts", json: "JSON",
};
const TYPING = 150; // milliseconds

/** A field of a form; `read` raises an Error whose message is a sentence. */
export interface Field {
  name: string;
  root: HTMLElement;
  read(): unknown;
  type(): Type;
}

/** What kind of node a parameter names, so that names can be offered. */
function named(parameter: string, doc = ""): string | undefined {
  const word = parameter.toLowerCase();
  if (/title/.test(doc) || /^(paper|papers|from|to|a|b)$/.test(word)) return "Paper";
  for (const kind of ["Dataset", "Concept", "Method", "Author", "Venue", "Repository"]) {
    if (word.startsWith(kind.toLowerCase())) return kind;
  }
  return undefined;
}

/** A type that fits a value. */
function fitting(value: unknown): Type {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (Array.isArray(value) && value.every((v) => typeof v === "string")) return "strings";
  return value === null || typeof value === "object" ? "json" : "string";
}

/** The value that a text stands for. */
function valued(name: string, type: Type, text: string): unknown {
  const trimmed = text.trim();
  switch (type) {
    case "int":
      if (!/^[+-]?\d+$/.test(trimmed)) throw new Error(`${name} takes a whole number`);
      if (!Number.isSafeInteger(Number(trimmed))) throw new Error(`${name} is too large a number`);
      return Number(trimmed);
    case "float":
      if (!trimmed || !Number.isFinite(Number(trimmed))) throw new Error(`${name} takes a number`);
      return Number(trimmed);
    case "strings":
      return text.split("\n").map((line) => line.trim()).filter(Boolean);
    case "json":
      try {
        return JSON.parse(trimmed || "null");
      } catch {
        throw new Error(`${name} is not JSON`);
      }
    default:
      return text;
  }
}

function written(type: Type, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (type === "strings" && Array.isArray(value)) return value.join("\n");
  return type === "json" ? JSON.stringify(value) : String(value);
}

/** The field of a recipe's parameter. */
export function field(parameter: RecipeParameter, value: unknown, api: Api): Field {
  const type = (TYPES as readonly string[]).includes(parameter.type)
    ? (parameter.type as Type)
    : "string";
  const given = value === undefined ? parameter.default : value;
  const input = control(type, parameter.name, given, api, named(parameter.name, parameter.doc));
  const doc = fresh("doc");
  if (parameter.doc) input.setAttribute("aria-describedby", doc);
  input.id = fresh("field");
  if (parameter.required) input.setAttribute("required", "");
  const root = element("div", { class: "ask-field" },
    element("label", { for: input.id },
      element("span", { class: "ask-field-name", text: parameter.name.replaceAll("_", " ") }),
      element("span", { class: "ask-field-type", text: SPOKEN[type] })),
    input,
    parameter.doc && element("p", { id: doc, class: "ask-hint", text: parameter.doc }));
  return { name: parameter.name, root, type: () => type, read: () => reading(input, parameter.name, type) };
}

/** The field of a parameter of a free statement: the person says of what type it is. */
export function freeField(name: string, value: unknown, api: Api, changed: () => void): Field {
  let type: Type = value === undefined ? "string" : fitting(value);
  let input = control(type, name, value, api, named(name));
  const id = fresh("field");
  input.id = id;
  const choice = element("select", { class: "ask-type", "aria-label": `type of ${name}` },
    ...TYPES.map((t) => element("option", { value: t, text: SPOKEN[t], selected: t === type })));
  const root = element("div", { class: "ask-field" },
    element("label", { for: id }, element("span", { class: "ask-field-name", text: `$${name}` })),
    element("div", { class: "ask-free" }, input, choice));
  root.addEventListener("input", changed);
  choice.addEventListener("change", () => {
    const text = (input as HTMLInputElement).value;
    type = choice.value as Type;
    const next = control(type, name, type === "bool" ? undefined : text, api, named(name));
    next.id = id;
    input.replaceWith(next);
    input = next;
    changed();
  });
  return { name, root, type: () => type, read: () => reading(input, `$${name}`, type) };
}

type Control = HTMLInputElement | HTMLTextAreaElement;

function reading(input: Control, name: string, type: Type): unknown {
  input.removeAttribute("aria-invalid");
  try {
    if (type === "bool") return (input as HTMLInputElement).checked;
    if (input.required && !input.value.trim()) throw new Error(`${name} has no value yet`);
    return valued(name, type, input.value);
  } catch (error) {
    input.setAttribute("aria-invalid", "true");
    input.focus();
    throw error;
  }
}

function control(type: Type, name: string, value: unknown, api: Api, kind?: string): Control {
  if (type === "bool") {
    const box = element("input", { type: "checkbox", name });
    box.checked = value === true;
    return box;
  }
  if (type === "strings" || type === "json") {
    const area = element("textarea", { name, rows: 3, spellcheck: "false" });
    area.value = written(type, value);
    if (type === "strings") area.placeholder = "one a line";
    return area;
  }
  const input = element("input", {
    type: "text", name, autocomplete: "off", spellcheck: "false",
    inputmode: type === "string" ? "text" : type === "int" ? "numeric" : "decimal",
  });
  input.value = written(type, value);
  if (type === "string" && kind) suggest(input, kind, api);
  return input;
}

/** Names from the graph, while one types. */
function suggest(input: HTMLInputElement, kind: string, api: Api): void {
  const list = element("datalist", { id: fresh("names") });
  let timer = 0;
  let asking: AbortController | undefined;
  input.setAttribute("list", list.id);
  input.addEventListener("focus", () => { if (!list.isConnected) input.after(list); });
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    asking?.abort();
    const text = input.value.trim();
    if (text.length < 2) return;
    timer = window.setTimeout(async () => {
      const mine = (asking = new AbortController());
      try {
        const { hits } = await api.search(text, { kind, limit: 8 }, mine.signal);
        const names = [...new Set(hits.map((h) => h.node.title))];
        list.replaceChildren(...names.map((n) => element("option", { value: n })));
      } catch (error) {
        if (!overtaken(error)) list.replaceChildren();
      }
    }, TYPING);
  });
}
