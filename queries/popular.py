"""What a graph is most about, as parameters: so that every recipe can be tried on any graph."""

from __future__ import annotations

from typing import Any

from kg.stores.base import EVERYTHING, Store
from queries.recipe_files import Recipe

_NAMES = {
    "dataset": "MATCH (x:Dataset)<-[r:EVALUATES_ON]-(:Paper)",
    "method": "MATCH (x:Method)<-[r:COMPARES_WITH|BUILDS_ON]-(:Paper)",
    "concept": "MATCH (x:Concept)<-[r:HAS_CONCEPT]-(:Paper)",
    "author": "MATCH (x:Author)<-[r:WRITTEN_BY]-(:Paper)",
}
_PAPERS = {
    "paper": "MATCH (x:Paper)-[r:CITES|SHARES_BENCHMARK]-(:Paper)",
    "to": "MATCH (x:Paper)<-[r:CITES]-(:Paper)",
    "from": "MATCH (x:Paper)-[r:CITES]->(:Paper)",
}


def popular(store: Store, rank: int = 0) -> dict[str, Any]:
    """Values for the parameters of recipes: the names that most papers share.

    Args:
        rank: 0 takes the first by number of papers, 1 the second and so on.
    """
    found: dict[str, Any] = {}
    for name, pattern in _NAMES.items():
        found[name] = _top(store, pattern, "name", rank)
    found["concepts"] = _top(store, _NAMES["concept"], "name", rank + 1)
    for name, pattern in _PAPERS.items():
        found[name] = _top(store, pattern, "id", rank)
    found["papers"] = [
        paper
        for other in range(3)
        if (paper := _top(store, _PAPERS["paper"], "id", rank + other)) is not None
    ]
    years = sorted(
        row[0]
        for row in store.query(
            "MATCH (p:Paper) WHERE p.year IS NOT NULL RETURN p.year", limits=EVERYTHING
        ).rows
    )
    found["since"] = years[len(years) // 2] if years else None
    return {name: value for name, value in found.items() if value not in (None, [])}


def parameters(recipe: Recipe, names: dict[str, Any]) -> dict[str, Any]:
    """The popular values that a recipe has parameters for; its defaults hold for the rest."""
    given = {
        p.name: names[p.name]
        for p in recipe.parameters
        if p.name in names and (p.type == "strings") == isinstance(names[p.name], list)
    }
    if recipe.group == "concepts":
        ends = {"from": names.get("concept"), "to": names.get("concepts")}
        given |= {p: v for p, v in ends.items() if p in given and v is not None}
    return given


def _top(store: Store, pattern: str, name: str, rank: int) -> Any:
    rows = store.query(
        f"{pattern} WITH x, count(r) AS n RETURN x.{name} ORDER BY n DESC, x.id LIMIT {rank + 1}"
    ).rows
    return rows[rank][0] if len(rows) > rank else None
