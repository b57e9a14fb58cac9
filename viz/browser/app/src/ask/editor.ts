/** The editor of statements: colours, completion from the schema, faults marked where they are. */

import {
  autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap,
} from "@codemirror/autocomplete";
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder,
} from "@codemirror/view";
import type { Api } from "../context";
import type { Checked, Problem } from "../contract";
import { overtaken } from "../element";
import { colours, cypher } from "./cypher";

const CHECKED_AFTER = 500; // milliseconds without typing
const WORD = /[\p{L}\p{N}_`]/u;
const ICONS: Record<string, string> = { label: "class", function: "function", keyword: "keyword",
  variable: "variable", type: "interface", property: "property" };

export interface Editor {
  text(): string;
  write(text: string): void;
  fault(problem: Problem | undefined): void;
  focus(): void;
}

/**
 * @param asked is called with Ctrl-Enter
 * @param changed is called with each change by the person, at once
 * @param checked is called with what the server says of the statement, a moment after typing
 */
export function editor(
  root: HTMLElement,
  api: Api,
  { asked, changed, checked }: {
    asked(): void;
    changed(text: string): void;
    checked(found: Checked): void;
  },
): Editor {
  let timer = 0;
  let asking: AbortController | undefined;

  const look = async () => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const text = view.state.doc.toString();
    try {
      const found = await api.check(text, mine.signal);
      if (mine.signal.aborted || text !== view.state.doc.toString()) return;
      mark(found.error);
      checked(found);
    } catch (error) {
      if (!overtaken(error)) mark(undefined); // the server is away: asking will say so
    }
  };

  const mark = (problem: Problem | undefined) => {
    const text = view.state.doc.toString();
    const said = problem && [problem.message, problem.remedy].filter(Boolean).join(": ");
    const at = problem?.position;
    const placed = said !== undefined && at !== undefined;
    view.dispatch(setDiagnostics(view.state, placed ? [{ ...extent(text, at), severity: "error", message: said }] : []));
  };

  const complete = async (at: CompletionContext): Promise<CompletionResult | null> => {
    const before = at.matchBefore(/[\p{L}\p{N}_`$.:]+/u);
    if (!before && !at.explicit) return null;
    const stop = new AbortController();
    at.addEventListener("abort", () => stop.abort());
    try {
      const found = await api.complete(at.state.doc.toString(), at.pos, stop.signal);
      return {
        from: Math.min(found.start, at.pos),
        options: found.options.map((o, i) => ({
          label: o.label, type: ICONS[o.kind] ?? "text", info: o.detail, boost: -i / 100,
        })),
        validFor: /^[\p{L}\p{N}_]*$/u,
      };
    } catch {
      return null;
    }
  };

  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
  const view = new EditorView({
    parent: root,
    state: EditorState.create({
      doc: "",
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [complete], activateOnTypingDelay: 120 }),
        cypher,
        colours,
        EditorView.lineWrapping,
        placeholder("MATCH (p:Paper)-[:EVALUATES_ON]->(d:Dataset) RETURN p, d LIMIT 25"),
        EditorView.contentAttributes.of({ "aria-label": "Cypher statement" }),
        keymap.of([
          { key: "Mod-Enter", run: () => (asked(), true), preventDefault: true },
          ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap,
          ...lintKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          changed(update.state.doc.toString());
          window.clearTimeout(timer);
          timer = window.setTimeout(look, CHECKED_AFTER);
        }),
      ],
    }),
  });

  return {
    text: () => view.state.doc.toString(),
    write: (text) => {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    fault: mark,
    focus: () => view.focus(),
  };
}

/** The word at a place, so that a fault is seen and not only a point. */
function extent(text: string, at: number): { from: number; to: number } {
  let from = Math.max(0, Math.min(at, text.length));
  let to = from;
  while (to < text.length && WORD.test(text.charAt(to))) to += 1;
  if (to === from && to < text.length) to += 1;
  if (to === from && from > 0) from -= 1;
  return { from, to };
}
