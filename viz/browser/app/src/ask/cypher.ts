/** Cypher, as the editor colours it. */

import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import type { StringStream } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const KEYWORDS = new Set(
  `all and any as asc ascending by call case contains count create delete desc descending detach
  distinct else end ends exists explain false foreach group having in is limit load match merge none
  not null on optional or order profile remove return set shortest shortestpath allshortestpaths
  single skip starts then true union unwind when where with xor yield acyclic trail`.split(/\s+/),
);
const VALUES = new Set(["true", "false", "null"]);

interface State {
  within: "" | "comment" | "'" | '"';
  named: boolean;
}

function within(stream: StringStream, state: State): string {
  if (state.within === "comment") {
    if (stream.skipTo("*/")) {
      stream.match("*/");
      state.within = "";
    } else stream.skipToEnd();
    return "comment";
  }
  for (let c = stream.next(); c; c = stream.next()) {
    if (c === "\\") stream.next();
    else if (c === state.within) {
      state.within = "";
      break;
    }
  }
  return "string";
}

function token(stream: StringStream, state: State): string | null {
  if (state.within) return within(stream, state);
  if (stream.eatSpace()) return null;
  const { named } = state;
  state.named = false;
  if (stream.match("//")) {
    stream.skipToEnd();
    return "comment";
  }
  if (stream.match("/*")) {
    state.within = "comment";
    return within(stream, state);
  }
  const quote = stream.match(/^['"]/, true);
  if (quote) {
    state.within = (quote as RegExpMatchArray)[0] as "'" | '"';
    return within(stream, state);
  }
  if (stream.match(/^\$(?:[\p{L}_][\p{L}\p{N}_]*|`[^`]*`?)/u)) return "parameter";
  if (stream.match(/^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i)) return "number";
  if (stream.match(/^`(?:[^`]|``)*`?/)) return named ? "typeName" : "variableName";
  const word = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u) as RegExpMatchArray | null;
  if (word) {
    const lower = word[0].toLowerCase();
    if (named) return "typeName";
    if (stream.match(/^\s*\(/, false) && !["and", "or", "not", "in", "where", "match", "xor",
      "with", "return", "optional", "when", "then", "as"].includes(lower)) return "function";
    if (VALUES.has(lower)) return "atom";
    return KEYWORDS.has(lower) ? "keyword" : "variableName";
  }
  if (stream.match(/^\.(?=[\p{L}_`])/u)) {
    stream.match(/^(?:[\p{L}_][\p{L}\p{N}_]*|`[^`]*`?)/u);
    return "propertyName";
  }
  const sign = stream.next();
  state.named = sign === ":" || (sign === "|" && stream.match(/^\s*:?\s*[A-Z]/, false) !== null);
  return sign && /[<>=~+\-*/%^|]/.test(sign) ? "operator" : "punctuation";
}

export const cypher = StreamLanguage.define<State>({
  name: "cypher",
  startState: () => ({ within: "", named: false }),
  token,
  tokenTable: { parameter: tags.special(tags.variableName), function: tags.function(tags.name) },
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    closeBrackets: { brackets: ["(", "[", "{", "'", '"', "`"] },
  },
});

export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
    { tag: [tags.string, tags.number, tags.atom], color: "var(--code-value)" },
    { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
    { tag: tags.typeName, color: "var(--code-type)" },
    { tag: tags.propertyName, color: "var(--code-property)" },
    { tag: tags.function(tags.name), color: "var(--code-function)" },
    { tag: tags.special(tags.variableName), color: "var(--code-parameter)", fontWeight: "600" },
    { tag: [tags.operator, tags.punctuation], color: "var(--code-sign)" },
  ]),
);
