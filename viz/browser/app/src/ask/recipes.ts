/** Recipes by group: one reads their questions, picks one, fills its form. */

import type { Context } from "../context";
import type { Recipe, Recipes } from "../contract";
import { element, quiet, told } from "../element";
import { field } from "./parameters";
import type { Field, Values } from "./parameters";

export interface RecipeList {
  root: HTMLElement;
  /** Open a recipe's form; rejects when there is no such recipe. */
  open(name: string, values?: Values): Promise<void>;
}

export interface Chosen {
  recipe: Recipe;
  values: Values;
}

export function recipeList(
  context: Context,
  { asked, rewritten, opened }: {
    asked(chosen: Chosen): void;
    rewritten(statement: string, values: Values): void;
    opened(name: string | undefined): void;
  },
): RecipeList {
  let all: Promise<Recipes> | undefined;
  const words = element("input", { type: "search", placeholder: "Find a question", class: "ask-find",
    "aria-label": "Find a recipe", oninput: () => void draw() });
  const list = element("div", { class: "recipe-groups" });
  const form = element("div", { class: "recipe-form", hidden: true });
  const choice = element("div", { class: "recipe-choice" }, words, list);
  const root = element("div", { class: "recipes" }, choice, form);

  const load = () => (all ??= context.api.recipes().catch((error: unknown) => {
    all = undefined;
    throw error;
  }));

  const draw = async () => {
    let recipes: Recipes;
    try {
      recipes = await load();
    } catch (error) {
      list.replaceChildren(element("p", { class: "answer-problem", text: told(error) }),
        quiet("Try again", () => void draw()));
      return;
    }
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (r: Recipe) => {
      const text = `${r.name} ${r.title} ${r.question}`.toLowerCase();
      return wanted.every((w) => text.includes(w));
    };
    const groups = recipes.groups.map((g) => ({ ...g, recipes: g.recipes.filter(fits) }))
      .filter((g) => g.recipes.length);
    list.replaceChildren(...groups.map((g, i) => element("details", {
        class: "recipe-group", open: wanted.length > 0 || i === 0 },
      element("summary", {}, element("span", { text: capital(g.name) }),
        element("span", { class: "ask-hint", text: String(g.recipes.length) })),
      element("ul", {}, ...g.recipes.map((r) => element("li", {},
        element("button", { type: "button", class: "recipe", "data-recipe": r.name, onclick: () => show(r) },
          element("strong", { text: r.title }), element("span", { text: r.question }))))))),
      ...(groups.length ? [] : [element("p", { class: "ask-hint", text: "No recipe has all of these words." })]));
  };

  const show = (recipe: Recipe, values: Values = {}, filled = false) => {
    const fields = recipe.parameters.map((p) => field(p, values[p.name], context.api));
    const problem = element("p", { class: "answer-problem", role: "alert", hidden: true });
    const read = () => taken(fields, problem);
    const back = quiet("← All recipes", () => {
      form.hidden = true;
      choice.hidden = false;
      opened(undefined);
      words.focus();
    });
    const made = element("form", { onsubmit: (event: SubmitEvent) => {
      event.preventDefault();
      const given = read();
      if (given) asked({ recipe, values: given });
    } },
      back,
      element("h3", { text: recipe.title }),
      element("p", { class: "recipe-question", text: recipe.question }),
      ...fields.map((f) => f.root),
      problem,
      element("div", { class: "ask-actions" },
        element("button", { type: "submit", class: "primary", text: "Ask" }),
        quiet("Open as Cypher", () => {
          const given = read();
          if (given) rewritten(recipe.statement, given);
        })));
    form.replaceChildren(made);
    form.hidden = false;
    choice.hidden = true;
    opened(recipe.name);
    if (filled) return;
    const first = made.querySelector<HTMLInputElement>("input, textarea, button.primary");
    first?.focus();
    first?.select?.(); // what one types takes the place of the default
  };

  list.replaceChildren(element("p", { class: "ask-hint", text: "Reading the recipes…" }));
  void draw();
  return {
    root,
    open: async (name, values) => {
      const recipes = await load();
      const found = recipes.groups.flatMap((g) => g.recipes).find((r) => r.name === name);
      if (!found) throw new Error(`There is no recipe called ${name}`);
      show(found, values, true);
    },
  };
}

/** The values of a form, or nothing when one is wrong: the sentence then stands in the form. */
export function taken(fields: Field[], problem: HTMLElement): Values | undefined {
  problem.hidden = true;
  try {
    return Object.fromEntries(fields.map((f) => [f.name, f.read()]));
  } catch (error) {
    problem.textContent = told(error);
    problem.hidden = false;
    return undefined;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
