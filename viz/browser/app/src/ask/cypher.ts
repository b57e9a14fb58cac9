/** CodeMirror's Cypher mode, and what it lacks: parameters, labels, properties, block comments, escapes in strings. */

import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import type { StringStream } from "@codemirror/language";
import { cypher as plain } from "@codemirror/legacy-modes/mode/cypher";
import { tags } from "@lezer/highlight";

/** Keywords of administration, which in questions are names. */
const NAMES = new Set(("name names node nodes label labels property relationship relationships graph graphs user users "
  + "role roles type types status current element elements database index new start read scan from id").split(" "));

interface State {
  within: "" | "comment" | "'" | '"';
  named: boolean; // a label or type comes next
  plain: unknown; // what the plain mode keeps
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
  const word = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u, false) as RegExpMatchArray | null;
  if (word) {
    const here = stream.pos;
    const said = named ? null : plain.token(stream, state.plain);
    const whole = stream.pos - here === word[0].length;
    stream.pos = here + word[0].length; // the plain mode takes "p:Paper" for one
    if (named) return "typeName";
    if (whole && (said === "keyword" || said === "def") && !NAMES.has(word[0])) return "keyword";
    return stream.match(/^\s*\(/, false) ? "function" : "variableName";
  }
  if (stream.match(/^\.(?=[\p{L}_`])/u)) {
    stream.match(/^(?:[\p{L}_][\p{L}\p{N}_]*|`[^`]*`?)/u);
    return "propertyName";
  }
  const sign = stream.peek();
  state.named = sign === ":" || (sign === "|" && stream.match(/^\|\s*:?\s*[A-Z]/, false) !== null);
  if (!sign || !/[{}()[\],.;]/.test(sign)) {
    stream.next();
    return sign && /[<>=~+\-*/%^|]/.test(sign) ? "operator" : "punctuation";
  }
  return plain.token(stream, state.plain); // brackets: it indents by them
}

export const cypher = StreamLanguage.define<State>({
  name: "cypher",
  startState: (unit) => ({ within: "", named: false, plain: plain.startState!(unit) }),
  copyState: (state) => ({ ...state, plain: { ...(state.plain as object) } }),
  token,
  indent: (state, after, context) => plain.indent!(state.plain, after, context),
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
