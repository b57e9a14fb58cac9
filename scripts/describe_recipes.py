"""Write into each recipe's header what it answers on the bundled example: ``// example: …``.

    python -m scripts.describe_recipes GRAPH

GRAPH is built from examples/papers.jsonl.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from kg import render
from kg.result import Result
from kg.stores import connect
from queries import recipes

WIDEST = 40


def described(recipe: recipes.Recipe, answer: Result) -> str:
    """How many rows, and the first of them, cut to fit a line."""
    if not answer.rows and recipe.group == "quality":
        return "no rows: nothing of that kind in the example"
    if not answer.rows:
        return "no rows: the example's papers have no authors, years or references"
    first = [round(v, 3) if isinstance(v, float) else v for v in answer.rows[0]]
    cells = [render.cell(value) for value in first]
    cut = [c if len(c) <= WIDEST else c[:WIDEST].rstrip() + " …" for c in cells]
    number = f"{len(answer.rows)} row{'s' if len(answer.rows) > 1 else ''}"
    return f"{number}; the first: {' · '.join(c or '–' for c in cut)}"


def main(graph: Path) -> None:
    folder = Path(recipes.__file__).parent
    with connect(graph) as store:
        for recipe in recipes.all_recipes().values():
            line = f"// example: {described(recipe, recipes.run(store, recipe))}\n"
            path = folder / f"{recipe.name}.cypher"
            text = path.read_text(encoding="utf-8")
            if recipe.example:
                text = re.sub(r"// example: .*\n", lambda _, line=line: line, text)
            else:
                text = re.sub(r"(// columns: .*\n)", lambda m, line=line: m[1] + line, text)
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
