"""Finding what a paper's title and abstract name: `extract_one`; for many, `kg.extract.columns`."""

from __future__ import annotations

import gc
from functools import cache
from typing import Literal, get_args

from kg.extract import (
    abbreviations,
    citations,
    classifier,
    contribution,
    keywords,
    known,
    links,
    names,
    phrase_features,
)
from kg.extract.embedding import static_embedder
from kg.extract.text import Text
from kg.extract.vocabulary import squash, word_set
from kg.paper import Evidence, Extraction, Mention, MentionKind, Paper

__all__ = ["KEYWORDS", "extract_one", "find", "read"]

Keywords = Literal["static", "keybert"]
KEYWORDS: tuple[Keywords, ...] = ("static", "keybert")
"""How concepts are ranked: on the static embedding (fast), or by KeyBERT with MiniLM."""

_ORDER = {kind: i for i, kind in enumerate(get_args(MentionKind))}
LONGEST = 20_000
"""Characters of an abstract that are read; the rest is left out and noted."""


def extract_one(paper: Paper, *, keywords: str = "static") -> Extraction:
    """What is found in one paper's title and abstract."""
    text, notes = read(paper)
    mentions, more = find(text, keywords=keywords)
    return Extraction(paper.id, tuple(mentions), (*notes, *more))


def read(paper: Paper) -> tuple[Text, list[str]]:
    """A paper's text, cut, and what was left out of it."""
    abstract = paper.abstract
    if len(abstract) <= LONGEST:
        return Text(paper.title, abstract), []
    note = f"only the first {LONGEST:,} of {len(abstract):,} characters were read"
    return Text(paper.title, abstract[:LONGEST]), [note]


def find(text: Text, *, keywords: str = "static") -> tuple[list[Mention], list[str]]:
    """What is found in a text, in the order of `MentionKind`, and what was not looked for."""
    _load()
    found_links = [
        Mention("link", x.url, _evidence(text, x.start, x.end, "address", 1.0), role=x.kind)
        for x in links.find(text)
    ]
    cues = contribution.read(text)
    kinds = contribution.weigh(cues)
    if not _is_english(text):
        note = "not in English: no names, concepts or tasks were looked for"
        return [contribution.find(text, cues, kinds), *found_links], [note]
    definitions = abbreviations.find(text)
    found_names = names.find(text, definitions, cues.telling, kinds.probabilities)
    introduced = {
        squash(n) for m in found_names if m.kind == "introduces" for n in (m.name, *m.variants)
    }
    mentions = [contribution.find(text, cues, kinds), *found_links, *found_names]
    mentions += _phrases(text, definitions, introduced, keywords)
    mentions += [
        Mention(
            "abbreviation", d.short, _evidence(text, d.start, d.end, d.rule, 0.95), long_form=d.long
        )
        for d in definitions
    ]
    mentions += [
        Mention("citation", c.name, _evidence(text, c.start, c.end, "author and year", 0.95))
        for c in citations.find(text)
    ]
    mentions.sort(key=lambda m: _ORDER[m.kind])
    return mentions, []


@cache
def _load() -> None:
    """Loads the tables that every text needs.

    No cycles arise meanwhile; to look for them would take as long again as loading.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        classifier.models()
        known.begins_known["The"]
        phrase_features.own["phrase"]
        static_embedder()
    finally:
        if enabled:
            gc.enable()


def _phrases(
    text: Text, definitions: list[abbreviations.Definition], introduced: set[str], setting: str
) -> list[Mention]:
    if setting == "keybert":
        from kg.extract import keybert_ranking

        return keybert_ranking.find(text, definitions, introduced)
    return keywords.find(text, definitions, introduced)


def _evidence(text: Text, start: int, end: int, rule: str, confidence: float) -> Evidence:
    return Evidence(text.sentence(start), start, end, rule, confidence)


def _is_english(text: Text) -> bool:
    """True unless the words are plainly not English: too few function words, or no letters."""
    if not text.clean.isascii():
        letters = [c for c in text.clean[:2000] if c.isalpha()]
        if letters and sum(c < "\u0250" for c in letters) < 0.6 * len(letters):
            return False
    words = [w for w in text.low if w[0].isalpha()]
    if len(words) < 25:
        return True
    return sum(map(word_set("closed-class").__contains__, words)) >= 0.16 * len(words)
