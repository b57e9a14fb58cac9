/** The tab where one asks: Cypher, recipes, what was asked before; and the answer. */

import type { Context } from "../context";
import type { Query } from "../contract";
import { counted, element, fresh, overtaken, quiet, shortened, told } from "../element";
import { answers } from "./answer";
import type { View } from "./answer";
import { editor } from "./editor";
import { forget, keep, past } from "./history";
import type { Asked } from "./history";
import { freeField } from "./parameters";
import type { Field, Values } from "./parameters";
import { recipeList, taken } from "./recipes";
import "./ask.css";

type Side = "cypher" | "recipes" | "history";
const SIDES: [Side, string][] = [["recipes", "Recipes"], ["cypher", "Cypher"], ["history", "History"]];
const ROWS = 10_000;

export function mount(root: HTMLElement, context: Context): void {
  const { api, announce, address } = context;
  let running: AbortController | undefined;
  let last: { asked: Query; title: string } | undefined;
  let fields: Field[] = [];
  let values: Values = {};
  let restoring = false;

  // -- writing Cypher
  const problem = element("p", { class: "answer-problem", role: "alert", hidden: true });
  const form = element("div", { class: "ask-parameters" });
  const holder = element("div", { class: "ask-editor" });
  const ask = element("button", { type: "button", class: "primary", text: "Ask", title: "Ctrl-Enter",
    onclick: () => void written() });
  const stop = element("button", { type: "button", class: "quiet", text: "Stop", hidden: true,
    onclick: () => running?.abort() });
  const cypherSide = element("div", { class: "ask-side" },
    holder, form, problem,
    element("div", { class: "ask-actions" }, ask,
      element("span", { class: "ask-hint", text: "Ctrl-Enter asks, Ctrl-Space completes, Escape then Tab leaves the editor" })));
  const text = editor(holder, api, {
    asked: () => void written(),
    changed: () => { problem.hidden = true; },
    checked: (found) => {
      parameters(found.parameters);
      if (found.error && found.error.position === undefined) {
        problem.textContent = told(found.error);
        problem.hidden = false;
      }
    },
  });

  const parameters = (names: string[]) => {
    const same = names.length === fields.length && names.every((n, i) => fields[i]?.name === n);
    if (same) return;
    remember();
    fields = names.map((n) => freeField(n, values[n], api, () => {}));
    form.replaceChildren(...fields.map((f) => f.root));
  };
  const remember = () => {
    for (const f of fields) {
      try {
        values[f.name] = f.read();
      } catch {
        // half-typed: it begins anew
      }
    }
  };

  const written = async () => {
    const statement = text.text();
    if (!statement.trim()) {
      problem.textContent = "Write a statement first, or take one of the recipes.";
      problem.hidden = false;
      return;
    }
    try {
      parameters((await api.check(statement)).parameters);
    } catch {
      // asking itself will say what is the matter
    }
    const given = taken(fields, problem);
    if (!given) return;
    values = { ...values, ...given };
    await run({ statement, parameters: given }, firstLine(statement));
  };

  // -- recipes
  const recipes = recipeList(context, {
    asked: ({ recipe, values: given }) => void run({ recipe: recipe.name, parameters: given }, recipe.title),
    rewritten: (statement, given) => {
      values = { ...values, ...given };
      open("cypher");
      text.write(statement);
      parameters(Object.keys(given).filter((n) => statement.includes(`$${n}`)));
      text.focus();
    },
    opened: (name) => { if (!restoring) address?.set({ recipe: name ?? null }); },
  });

  // -- what was asked before
  const historySide = element("div", { class: "ask-side" });
  const before = () => {
    const all = past();
    historySide.replaceChildren(all.length
      ? element("ul", { class: "ask-history" }, ...all.map((a) => element("li", {},
          element("button", { type: "button", class: "recipe", onclick: () => void again(a) },
            element("strong", { text: a.title }),
            element("span", { text: [when(a.at), a.rows === undefined ? "" : counted(a.rows, "row"),
              spokenValues(a.parameters)].filter(Boolean).join(" · ") })))))
      : element("p", { class: "ask-hint", text: "Nothing has been asked yet. Questions are kept here, in this browser only." }),
    all.length ? quiet("Forget all", () => {
      forget();
      before();
      announce("The history is empty");
    }) : "");
  };
  const again = async (a: Asked) => {
    try {
      await open1(a.statement, a.recipe, a.parameters);
    } catch (error) {
      return announce(told(error));
    }
    await run(a.recipe ? { recipe: a.recipe, parameters: a.parameters }
      : { statement: a.statement ?? "", parameters: a.parameters }, a.title);
  };
  const open1 = async (statement: string | undefined, recipe: string | undefined, given: Values) => {
    if (recipe) {
      open("recipes");
      await recipes.open(recipe, given);
    } else {
      values = { ...values, ...given };
      fields = [];
      open("cypher");
      text.write(statement ?? "");
      parameters(Object.keys(given));
    }
  };

  // -- the three sides
  const sides: Record<Side, HTMLElement> = { cypher: cypherSide, recipes: recipes.root, history: historySide };
  const tabs = SIDES.map(([name, said]) => element("button", { type: "button", role: "tab", id: fresh("tab"),
    "data-side": name, text: said, onclick: () => open(name) }));
  const open = (side: Side) => {
    if (side === "history") before();
    SIDES.forEach(([name], i) => {
      sides[name].hidden = name !== side;
      tabs[i]!.setAttribute("aria-selected", String(name === side));
      tabs[i]!.tabIndex = name === side ? 0 : -1;
    });
  };
  const tablist = element("div", { role: "tablist", class: "segments", "aria-label": "Ways to ask" }, ...tabs);
  tablist.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const here = tabs.findIndex((t) => t === document.activeElement);
    if (!step || here < 0) return;
    const next = (here + step + tabs.length) % tabs.length;
    open(SIDES[next]![0]);
    tabs[next]!.focus();
  });
  SIDES.forEach(([name], i) => {
    sides[name].setAttribute("role", "tabpanel");
    sides[name].setAttribute("aria-labelledby", tabs[i]!.id);
  });

  // -- the answer
  const answer = answers(context, {
    plan: async (signal) => {
      if (!last) return "";
      return (await api.query({ ...last.asked, plan: true }, signal)).plan ?? "";
    },
    turned: (view) => address?.set({ view }),
  });

  const run = async (asked: Query, title: string, quiet = false) => {
    running?.abort();
    const mine = (running = new AbortController());
    last = { asked, title };
    answer.waiting("Asking…");
    stop.hidden = false;
    problem.hidden = true;
    text.fault(undefined);
    if (!quiet) {
      address?.set({ statement: asked.statement ?? null, recipe: asked.recipe ?? null,
        parameters: Object.keys(asked.parameters).length ? JSON.stringify(asked.parameters) : null,
        view: answer.view() });
    }
    try {
      const found = await api.query({ rows: ROWS, ...asked }, mine.signal);
      answer.show(found);
      keep({ ...asked, title, at: Date.now(), rows: found.rows.length });
      announce(counted(found.rows.length, "row"));
    } catch (error) {
      if (overtaken(error)) {
        if (running === mine) answer.failed(new Error("Stopped before it was answered"));
        return;
      }
      answer.failed(error);
      if (asked.statement) text.fault(error as { message: string; position?: number });
    } finally {
      if (running === mine) stop.hidden = true;
    }
  };

  root.classList.add("panel", "ask");
  root.append(
    element("div", { class: "ask-asking" }, element("div", { class: "ask-head" }, tablist, stop),
      cypherSide, recipes.root, historySide),
    answer.root);
  open("recipes");

  // -- the address bar
  const restore = async () => {
    const recipe = address?.get("recipe") ?? undefined;
    const statement = address?.get("statement") ?? undefined;
    const view = address?.get("view") as View | null;
    if (view && ["graph", "table", "plan", "json"].includes(view)) answer.turn(view);
    if (!recipe && !statement) return;
    const given = parsed(address?.get("parameters"));
    const asked: Query = recipe ? { recipe, parameters: given ?? {} } : { statement: statement ?? "", parameters: given ?? {} };
    if (last && JSON.stringify(last.asked) === JSON.stringify(asked)) return;
    restoring = true;
    try {
      await open1(statement, recipe, given ?? {});
      if (statement || given) await run(asked, recipe ?? firstLine(statement ?? ""), true);
    } catch (error) {
      answer.failed(error);
    } finally {
      restoring = false;
    }
  };
  address?.subscribe(() => void restore());
  void restore();
}

function parsed(text: string | null | undefined): Values | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
  } catch {
    return undefined;
  }
}

function firstLine(statement: string): string {
  const lines = statement.split("\n").map((l) => l.trim()).filter((l) => l && !l.startsWith("//"));
  return shortened(lines.join(" "), 90);
}

function spokenValues(given: Values): string {
  return Object.entries(given).map(([name, v]) => `${name.replaceAll("_", " ")}: ${Array.isArray(v) ? v.join(", ") : String(v)}`)
    .join(", ").slice(0, 160);
}

function when(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(at);
}
