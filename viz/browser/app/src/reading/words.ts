/** How links and properties are said, for people. */

import type { Direction, Schema } from "../contract";
import { counted } from "../element";
import { look, spoken } from "../kinds";

/** [seen from the source, seen from the target, between two titles] */
const SAID: Record<string, [string, string, string]> = {
  CITES: ["Cites", "Cited by", "cites"],
  HAS_CONCEPT: ["Is about", "Papers about it", "is about"],
  INTRODUCES: ["Introduces", "Introduced by", "introduces"],
  EVALUATES_ON: ["Evaluated on", "Papers evaluated on it", "is evaluated on"],
  TRAINS_ON: ["Trained on", "Papers that train on it", "trains on"],
  COMPARES_WITH: ["Compared with", "Papers that compare with it", "is compared with"],
  BUILDS_ON: ["Builds on", "Papers that build on it", "builds on"],
  MENTIONS: ["Mentions", "Mentioned by", "mentions"],
  HAS_CODE: ["Code", "Papers whose code it is", "has its code in"],
  WRITTEN_BY: ["Written by", "Wrote", "is written by"],
  PUBLISHED_IN: ["Published in", "Published there", "was published in"],
  BROADER: ["Broader", "Narrower", "is narrower than"],
  CO_OCCURS_WITH: ["Named in the same papers as", "Named in the same papers as", "is named in the same papers as"],
  SHARES_BENCHMARK: ["Evaluated on the same datasets as", "Evaluated on the same datasets as", "is evaluated on the same datasets as"],
  CO_EVALUATED_WITH: ["Used together with", "Used together with", "is used together with"],
  COUPLED_WITH: ["Cites the same works as", "Cites the same works as", "cites the same works as"],
  CO_CITED_WITH: ["Cited together with", "Cited together with", "is cited together with"],
  RELATED_TO: ["Related to", "Related to", "is related to"],
};

/** `HAS_CONCEPT` seen from one of its ends: "Is about", "Papers about it". */
export function heading(type: string, direction: Direction, label = ""): string {
  const said = SAID[type]?.[direction === "in" ? 1 : 0] ?? capital(spoken(type));
  const two = type === "INTRODUCES" || type === "MENTIONS";
  return two && direction === "out" && label ? `${said} ${look(label).many.toLowerCase()}` : said;
}

/** What a link says between the titles of its ends. */
export function verb(type: string): string {
  return SAID[type]?.[2] ?? spoken(type);
}

/** The same, read from the target to the source. */
const BACKWARD: Record<string, string> = {
  CITES: "is cited by", HAS_CONCEPT: "is a concept of", INTRODUCES: "is introduced by",
  EVALUATES_ON: "is used for evaluation by", TRAINS_ON: "is used for training by",
  COMPARES_WITH: "is a comparison for", BUILDS_ON: "is built on by", MENTIONS: "is mentioned by",
  HAS_CODE: "holds the code of", WRITTEN_BY: "wrote", PUBLISHED_IN: "published",
  BROADER: "is broader than",
};

export function backward(type: string): string {
  return BACKWARD[type] ?? verb(type);
}

/** A rule's name as a person reads it. */
export function ruled(rule: string): string {
  if (!rule) return "no rule is kept";
  if (rule === "source") return "stated by the source";
  return `rule: ${rule}`;
}

/** 0.856 → "confidence 86 %". */
export function sure(confidence: number): string {
  return `confidence ${Math.round(confidence * 100)} %`;
}

const NAMED: Record<string, string> = {
  doi: "DOI", arxiv_id: "arXiv", url: "Address", orcid: "ORCID", npmi: "NPMI",
  project_pages: "Project pages", aliases: "Also called",
};

export function property(name: string): string {
  return NAMED[name] ?? capital(name.replaceAll("_", " "));
}

/** A property's value in one piece of text. */
export function value(of: unknown): string {
  if (of === null || of === undefined) return "";
  if (typeof of === "boolean") return of ? "yes" : "no";
  if (typeof of === "number") return Number.isInteger(of) ? String(of) : String(Number(of.toPrecision(4)));
  if (Array.isArray(of)) return of.map(value).join(", ");
  return typeof of === "object" ? JSON.stringify(of) : String(of);
}

/** What the schema says a property of a label or type means. */
export function meant(schema: Schema | undefined, of: string, name: string): string | undefined {
  const one = schema?.labels.find((l) => l.name === of) ?? schema?.relationships.find((r) => r.name === of);
  return one?.properties.find((p) => p.name === name)?.doc || undefined;
}

const ONE: Record<string, [string, string]> = {
  Paper: ["paper", "papers"], Concept: ["concept", "concepts"], Dataset: ["dataset", "datasets"],
  Method: ["method", "methods"], Repository: ["code repository", "code repositories"],
  Author: ["author", "authors"], Venue: ["venue", "venues"],
};

/** "1 paper", "80 papers". */
export function many(n: number, label: string): string {
  const [one, more] = ONE[label] ?? [label, `${label}s`];
  return counted(n, one, more);
}

/** "a, b and c". */
export function listed(parts: string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
