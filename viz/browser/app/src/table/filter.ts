/** Rows kept by what is typed: words that all must occur, and `column:word`, `year>2019`, `-word`. */

export type Plain = string | number | boolean | null | undefined;

export interface Named {
  title: string;
}

export type Test<Row> = (row: Row) => boolean;

interface Term {
  column: number; // -1: any
  sign: ":" | ">" | "<" | ">=" | "<=" | "=";
  word: string;
  not: boolean;
}

const TERM = /(-?)(?:([\p{L}_][\p{L}\p{N}_]*)\s*(>=|<=|[:<>=]))?(?:"([^"]*)"|(\S+))/gu;

function terms(text: string, columns: readonly Named[]): Term[] {
  return [...text.matchAll(TERM)].map(([whole, not, name, sign, quoted, bare]) => {
    const wanted = (name ?? "").toLowerCase();
    const column = name ? columns.findIndex((c) => c.title.toLowerCase().startsWith(wanted)) : -1;
    if (name && column < 0) {
      return { column: -1, sign: ":", word: whole.toLowerCase(), not: false };
    }
    const word = (quoted ?? bare ?? "").toLowerCase();
    return { column, sign: (sign ?? ":") as Term["sign"], word, not: not === "-" };
  });
}

function holds(value: Plain, { sign, word }: Term): boolean {
  if (value === null || value === undefined || value === "") return false;
  if (sign === ":") return String(value).toLowerCase().includes(word);
  const number = Number(word);
  const numeric = typeof value === "number" && word !== "" && Number.isFinite(number);
  const [a, b] = numeric ? [value, number] : [String(value).toLowerCase(), word];
  if (sign === "=") return a === b;
  if (sign === ">") return a > b;
  if (sign === "<") return a < b;
  return sign === ">=" ? a >= b : a <= b;
}

/** A test of a row's values, in the order of the columns. */
export function filter(text: string, columns: readonly Named[]): Test<readonly Plain[]> {
  const wanted = terms(text, columns);
  return (values) =>
    wanted.every((term) => {
      const found = term.column < 0
        ? values.some((v) => holds(v, term))
        : holds(values[term.column], term);
      return found !== term.not;
    });
}

const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Numbers before texts; what is missing comes last, whichever way one sorts. */
export function compare(a: Plain, b: Plain, descending: boolean): number {
  const missing = (v: Plain) => v === null || v === undefined || v === "";
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
  const order = typeof a === "number" && typeof b === "number"
    ? a - b
    : typeof a === "number" ? -1
    : typeof b === "number" ? 1
    : words.compare(String(a), String(b));
  return descending ? -order : order;
}
