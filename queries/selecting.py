"""Papers by what applies to them."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from typing import Any

from kg import schema
from kg.errors import UsageError
from kg.result import Node, Result
from kg.stores.base import EVERYTHING, Store
from queries import finding


def papers(
    store: Store,
    linked: Mapping[str, str | Node | None],
    *,
    has_code: bool | None,
    contribution: str | None,
    year: int | tuple[int | None, int | None] | None,
) -> Result:
    """See `queries.helpers.Graph.papers`.

    Args:
        store: An open graph.
        linked: Label to the node, or the name of the node, that the papers are linked with.
        has_code, contribution, year: As there.
    """
    conditions: list[str] = []
    given: dict[str, Any] = {}
    matches = ["MATCH (p:Paper)"]
    for label, name in linked.items():
        if name is None:
            continue
        key = label.lower()
        node = finding.find(store, label, name)
        kinds = [k.name for k in schema.RELATIONSHIPS if ("Paper", label) in k.ends]
        matches.append(f"MATCH (p)-[:{'|'.join(kinds)}]->({key}:{label} {{id: ${key}}})")
        given[key] = node.id
    if has_code is not None:
        negated = "" if has_code else "NOT "
        conditions.append(f"{negated}EXISTS {{ MATCH (p)-[:HAS_CODE]->(:Repository) }}")
    if contribution is not None:
        _check_contribution(store, contribution)
        conditions.append("p.contribution = $contribution")
        given["contribution"] = contribution
    first, last = _years(year)
    if first is not None:
        conditions.append("p.year >= $first")
        given["first"] = first
    if last is not None:
        conditions.append("p.year <= $last")
        given["last"] = last
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    cypher = f"{' '.join(matches)} WITH DISTINCT p{where} RETURN p"
    nodes = [n for (n,) in store.query(cypher, given, limits=EVERYTHING).rows]
    nodes.sort(key=lambda n: (-(n.get("year") or 0), n.title, n.id))
    return Result(
        ("paper", "year", "contribution", "id"),
        [(n.title, n.get("year"), n.get("contribution"), n.id) for n in nodes],
        about=tuple(nodes),
    )


def _check_contribution(store: Store, wanted: str) -> None:
    rows = store.query(
        "MATCH (p:Paper) WHERE p.contribution IS NOT NULL RETURN DISTINCT p.contribution AS c"
    ).rows
    there = sorted(row[0] for row in rows)
    if wanted not in there:
        raise UsageError(
            f"no paper's contribution is {wanted!r}", remedy=f"there are: {', '.join(there)}"
        )


def _years(year: Any) -> tuple[int | None, int | None]:
    """First and last year, of one or of a pair."""
    pair = year if isinstance(year, tuple | list) else (year, year)
    if len(pair) != 2 or any(
        isinstance(y, bool) or not isinstance(y, Integral | None) for y in pair
    ):
        raise UsageError(
            f"year={year!r} is no year", remedy="year=2020, year=(2020, 2024) or year=(2020, None)"
        )
    first, last = (None if y is None else int(y) for y in pair)
    return first, last
