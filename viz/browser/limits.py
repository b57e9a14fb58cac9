"""What one question to the graph browser may cost: one table, told by ``/api/about``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and what it limits."""

    most: int
    doc: str


LIMITS: dict[str, Limit] = {
    "query_seconds": Limit(30, "seconds that a person's statement or recipe may run"),
    "own_seconds": Limit(15, "seconds that any other question may run"),
    "overview_seconds": Limit(120, "seconds that the overview may take when it is made first"),
    "rows": Limit(10_000, "rows of an answer"),
    "answer_bytes": Limit(16 * 2**20, "bytes of values in an answer"),
    "body_bytes": Limit(2**20, "bytes of a request's body"),
    "hits": Limit(100, "hits of a search"),
    "expand": Limit(200, "neighbours that one expansion brings"),
    "keys": Limit(2_000, "nodes whose links among each other are asked for at once"),
    "links": Limit(20_000, "links of one answer"),
    "overview_nodes": Limit(20_000, "papers of the overview"),
    "overview_links": Limit(40_000, "links of the overview"),
    "marks": Limit(2_000, "marked mentions in one text"),
    "paths": Limit(20, "paths between two nodes"),
    "steps": Limit(6, "steps of a path"),
    "reasons": Limit(50, "reasons why two nodes are linked"),
    "positions": Limit(1_000, "nodes that are laid out on the server at once"),
    "export_keys": Limit(20_000, "nodes of an export"),
    "asking": Limit(4, "statements and recipes that run at the same time"),
    "exploring": Limit(4, "other questions that run at the same time"),
    "waiting": Limit(256, "questions that wait for their turn; more are sent away"),
}


def most(name: str) -> int:
    """The value of a limit."""
    return LIMITS[name].most


def together() -> int:
    """How many connections ask at the same time."""
    return most("asking") + most("exploring") + 1
