/** The server's endpoints, typed. A refusal is a `Refusal`: its message is a sentence for people. */

import type { Api } from "./context";
import type {
  About, Answer, Checked, Completion, Expand, Expanded, ExportForm, Found, Link, LinkPage, NodePage,
  Overview, Path, Positions, Problem, Query, Recipes, Schema, Why,
} from "./contract";

export class Refusal extends Error {
  readonly remedy: string | undefined;
  readonly position: number | undefined;

  constructor(problem: Problem, readonly status: number) {
    super(problem.message);
    this.remedy = problem.remedy;
    this.position = problem.position;
  }
}

async function answered(path: string, given: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...given });
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new Refusal({ message: "The server does not answer", remedy: "is kg browse still running?" }, 0);
  }
  if (answer.ok) return answer;
  let problem: Problem = { message: `The server answered with status ${answer.status}` };
  try {
    problem = ((await answer.json()) as { error: Problem }).error ?? problem;
  } catch {
    // no JSON: the status has to do
  }
  throw new Refusal(problem, answer.status);
}

async function get<T>(path: string, asked: Record<string, unknown> = {}, signal?: AbortSignal): Promise<T> {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined && value !== "") words.set(name, String(value));
  }
  const text = words.toString();
  return (await answered(text ? `${path}?${text}` : path, { signal })).json() as Promise<T>;
}

function posted(body: unknown, signal?: AbortSignal): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal };
}

async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return (await answered(path, posted(body, signal))).json() as Promise<T>;
}

export const api = {
  about: (signal?: AbortSignal) => get<About>("/api/about", {}, signal),
  schema: (signal?: AbortSignal) => get<Schema>("/api/schema", {}, signal),
  search: (
    q: string,
    options: { kind?: string; limit?: number; meaning?: boolean } = {},
    signal?: AbortSignal,
  ) => get<Found>("/api/search", { q, ...options }, signal),
  overview: (most?: number, signal?: AbortSignal) => get<Overview>("/api/overview", { most }, signal),
  node: (key: string, signal?: AbortSignal) => get<NodePage>("/api/node", { key }, signal),
  expand: (asked: Expand, signal?: AbortSignal) => post<Expanded>("/api/expand", asked, signal),
  links: (keys: string[], signal?: AbortSignal) =>
    post<{ links: Link[]; truncated: boolean }>("/api/links", { keys }, signal),
  link: (key: string, signal?: AbortSignal) => get<LinkPage>("/api/link", { key }, signal),
  why: (a: string, b: string, signal?: AbortSignal) => get<Why>("/api/why", { a, b }, signal),
  path: (a: string, b: string, most = 5, signal?: AbortSignal) =>
    get<{ paths: Path[] }>("/api/path", { a, b, most }, signal),
  recipes: (signal?: AbortSignal) => get<Recipes>("/api/recipes", {}, signal),
  query: (asked: Query, signal?: AbortSignal) => post<Answer>("/api/query", asked, signal),
  complete: (text: string, cursor: number, signal?: AbortSignal) =>
    post<Completion>("/api/complete", { text, cursor }, signal),
  check: (statement: string, signal?: AbortSignal) =>
    post<Checked>("/api/check", { statement }, signal),
  positions: (
    nodes: string[],
    links: [string, string, number][],
    fixed: Record<string, [number, number]> = {},
    signal?: AbortSignal,
  ) => post<Positions>("/api/positions", { nodes, links, fixed }, signal),
  /** A file of nodes, with the name that the server gives it. */
  async export(form: ExportForm, keys: string[], links = true, signal?: AbortSignal) {
    const answer = await answered("/api/export", posted({ form, keys, links }, signal));
    const said = answer.headers.get("content-disposition") ?? "";
    const name = /filename="([^"]+)"/.exec(said)?.[1] ?? `graph.${form === "page" ? "html" : form}`;
    return { name, content: await answer.blob() };
  },
} satisfies Api & Record<string, unknown>;
