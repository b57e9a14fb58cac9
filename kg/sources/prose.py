"""What tells a document from a listing of papers: a README, an essay, a manual have headings
and text below them too.

No sign is enough by itself, since odd listings have each of them; two are. Where most of what is
read looks like papers it takes three, where next to nothing does, one of how it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

_SHORT = 3
"""Words that the headings of a document have at most; titles of papers have more."""
_LONG = 5_000
"""Characters that no abstract has."""
_PARAGRAPHS = 3
_ABSTRACT = 150
"""Characters that the abstract of a paper has at least, where it tells one."""
_MARKED = 0.1
"""Share of a document's lines that are items, tables or commands."""
_LEVELS, _CODE, _ITEMS = (
    "headings of several levels", "blocks of code", "items, tables or commands",
)  # fmt: skip
_WRITTEN = frozenset({_LEVELS, _CODE, _ITEMS})
_HEADING = re.compile(r"(#{1,6})\s")
_ITEM = re.compile(r"\s*(?:[-*+•]\s+\S|\d{1,2}[.)]\s+\S|\||\$ |>>> |\.\. |(?:```|~~~))")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_OF_DOCUMENTS = re.compile(
    r"(?:about|acknowledge?ments?|api(?: reference)?|authors?|background|building"
    r"|changelog|citation|citing|conclusions?|configuration|contact|contents|contribut\w+|credits"
    r"|dependencies|description|development|documentation|examples?|faq|features|getting started"
    r"|how it works|install(?:ation|ing)?|introduction|licen[cs]e|limitations"
    r"|methods?|motivation|notes?|options|overview|prerequisites|quick ?start|readme|references"
    r"|requirements|results|roadmap|set ?up|summary|support|synopsis"
    r"|table of contents|tests?|testing|troubleshooting|usage)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\u3040-\u9fff\uac00-\ud7a3]{2}|[^\W\u3040-\u9fff]+")


def signs_of_a_document(lines: Sequence[str], papers: Sequence[tuple[str, str]]) -> list[str]:
    """The signs of a document where they are enough to tell one, in words.

    Args:
        lines: The text.
        papers: Titles and abstracts, paragraphs in lines, that it would have as a listing.
    """
    found = _signs(lines, papers)
    bodies = [(title, body) for title, body in papers if body]
    good = sum(map(_like_a_paper, bodies))
    if len(bodies) > 2 and good * 5 <= len(bodies) and _WRITTEN & set(found):
        return found
    return found if len(found) >= (3 if good > 1 and good * 2 > len(bodies) else 2) else []


def _like_a_paper(read: tuple[str, str]) -> bool:
    title, body = read
    long = len(_WORDS.findall(_HEADING.sub("", title))) > _SHORT
    return long and _ABSTRACT <= len(body) <= _LONG and "\n" not in body


def _signs(lines: Sequence[str], papers: Sequence[tuple[str, str]]) -> list[str]:
    bodies = [body for _, body in papers if body]
    titles = [title for title, body in papers if body]
    plain = [_HEADING.sub("", title).strip(" *_:") for title in titles]
    found: list[str] = []
    if not bodies:
        return found
    if median(len(_WORDS.findall(title)) for title in plain) <= _SHORT:
        found.append("headings of few words")
    if len(papers) > 2 and len(bodies) * 2 <= len(papers):
        found.append("headings without text below them")
    if any(map(_OF_DOCUMENTS.fullmatch, plain)):
        found.append("headings such as documents have")
    if len({m[1] for m in map(_HEADING.match, titles) if m}) > 1:
        found.append(_LEVELS)
    if median(body.count("\n") + 1 for body in bodies) >= _PARAGRAPHS:
        found.append("several paragraphs below a heading")
    if any(len(body) > _LONG for body in bodies):
        found.append("more text below a heading than an abstract has")
    if sum(map(bool, map(_FENCE.match, lines))) > 1:
        found.append(_CODE)
    if _marked(lines, set(titles)) > _MARKED:
        found.append(_ITEMS)
    return found


def _marked(lines: Sequence[str], titles: set[str]) -> float:
    """The share of lines that are neither prose nor titles."""
    count = marked = 0
    fenced = False
    for line in lines:
        if not line.strip():
            continue
        count += 1
        fence = bool(_FENCE.match(line))
        fenced ^= fence
        item = bool(_ITEM.match(line)) and " ".join(line.split()) not in titles
        marked += fence or fenced or item
    return marked / max(count, 1)
