"""Papers that may be one: the same title apart, a title without its subtitle, a letter off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from rapidfuzz import fuzz

from kg import ids
from kg.resolve.people import surname
from kg.review.evidence import Doubt, Material
from kg.wording import counted

_LEAST = 0.15


def merges(material: Material) -> list[Doubt]:
    """Pairs of papers that may be one."""
    authors = _authors(material)
    doubts = {}
    for a, b, chance, reason in _near(material, authors):
        years = [y for y in (a["year"], b["year"]) if y]
        apart = max(years) - min(years) if len(years) == 2 else 0
        shared = authors[a["id"]] & authors[b["id"]]
        known = authors[a["id"]] and authors[b["id"]]
        reasons = [reason, f"{counted(apart, 'year')} apart"] if apart else [reason]
        if known:
            chance *= 0.3 + 0.7 * len(shared) / len(authors[a["id"]] | authors[b["id"]])
            both = f"{counted(len(shared), 'author')} of both"
            reasons.append(both if shared else "other authors")
        if "editorial" in a["title"].lower() or len(ids.fold(a["title"]).split()) < 3:
            chance *= 0.3
        chance *= 0.85**apart
        if chance >= _LEAST:
            pair = (a["id"], b["id"]) if a["id"] <= b["id"] else (b["id"], a["id"])
            doubts[pair] = Doubt("merge", "Paper", pair, (1, 1), chance, tuple(reasons), pair)
    return list(doubts.values())


Rows = Iterator[tuple[dict[str, Any], dict[str, Any], float, str]]


def _near(material: Material, authors: dict[str, frozenset[str]]) -> Rows:
    by_title: dict[str, list[dict[str, Any]]] = defaultdict(list)
    by_start: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in material.papers.values():
        title = ids.fold(row["title"])
        by_title[title].append(row)
        by_start[" ".join(title.split()[:4])].append(row)
    for group in by_title.values():
        for i, a in enumerate(group[:20]):
            for b in group[i + 1 : 20]:
                yield a, b, 0.7, "the same title"
    for group in by_start.values():
        for i, a in enumerate(group[:40]):
            for b in group[i + 1 : 40]:
                if not authors[a["id"]] & authors[b["id"]]:
                    continue
                first, second = ids.fold(a["title"]), ids.fold(b["title"])
                if first == second or _numbers(first) != _numbers(second):
                    continue
                short, long = sorted((first, second), key=len)
                if long.startswith(short + " ") and ":" in a["title"] + b["title"]:
                    yield a, b, 0.5, "one title begins with the other"
                elif fuzz.ratio(first, second) >= 92:
                    yield a, b, 0.5, "nearly the same title"


def _numbers(title: str) -> list[str]:
    return [w for w in title.split() if w.isdigit() or w in ("i", "ii", "iii", "iv")]


def _authors(material: Material) -> dict[str, frozenset[str]]:
    names = {
        row["id"]: surname(row["name"])
        for row in material.tables.nodes["Author"].select(["id", "name"]).to_pylist()
    }
    found: dict[str, set[str]] = defaultdict(set)
    table = material.tables.edges["WRITTEN_BY"]
    for paper, author in zip(table["source"].to_pylist(), table["target"].to_pylist(), strict=True):
        found[paper].add(names[author])
    return defaultdict(frozenset, {paper: frozenset(of) for paper, of in found.items()})
