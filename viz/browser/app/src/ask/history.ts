/** What was asked before, kept in this browser only. */

import type { Values } from "./parameters";

export interface Asked {
  statement?: string;
  recipe?: string;
  title: string;
  parameters: Values;
  at: number;
  rows?: number;
}

const KEY = "kg.asked";
const MOST = 100;

/** Newest first. */
export function past(): Asked[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter((a): a is Asked => typeof a?.title === "string" && typeof a?.at === "number")
      : [];
  } catch {
    return []; // storage is forbidden or broken: history is then of this visit only
  }
}

/** Put a question on top; the same question asked before goes. */
export function keep(asked: Asked): void {
  const same = (a: Asked) => JSON.stringify([a.statement, a.recipe, a.parameters]);
  const rest = past().filter((a) => same(a) !== same(asked));
  write([asked, ...rest].slice(0, MOST));
}

export function forget(): void {
  write([]);
}

function write(all: Asked[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // full or forbidden: the question itself goes on
  }
}
