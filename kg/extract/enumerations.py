"""Names that a text enumerates together: "A, B, and C", "A or B", "A/B".

A comma alone joins no two names ("Unlike BERT, SpanBERT …"), and none goes on after "and" or "or"
("Compared with BERT and RoBERTa, SpanBERT …").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract.candidates import Occurrence

_JOINS = frozenset([",", "and", "or", "/", "&", ";", "as", "well"])
_LAST = frozenset(["and", "or", "&", "well"])
"""What stands before the last of several."""


def enumerations(places: Iterable[Occurrence], low: Sequence[str]) -> list[list[Occurrence]]:
    """The places that are enumerated together, two or more each, in the order of the text.

    Args:
        places: Where names stand.
        low: The text's tokens in lower case.
    """
    found: list[list[Occurrence]] = []
    complete = False
    for place in sorted(places, key=lambda p: p.first):
        between = [*low[found[-1][-1].last + 1 : place.first]] if found else []
        if between and between[-1].endswith("'s"):
            between.pop()  # "Google's BERT and Facebook's fastText"
        joined = 0 < len(between) <= 3 and _JOINS.issuperset(between)
        last = joined and not _LAST.isdisjoint(between)
        if joined and (last or not complete):
            found[-1].append(place)
            complete = complete or last
        else:
            found.append([place])
            complete = False
    return [some for some in found if len(some) > 1 and not _apart(some, low)]


def _apart(some: list[Occurrence], low: Sequence[str]) -> bool:
    """Whether these are two names with no more than a comma between, and not in brackets."""
    first, last = some[0], some[-1]
    if len(some) > 2 or low[first.last + 1 : last.first] != [","]:
        return False
    after = low[last.last + 1 : last.last + 3]
    return not (low[first.first - 1] == "(" or after[:1] == [")"] or "etc" in after)
