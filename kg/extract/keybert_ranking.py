"""Concepts ranked by the keybert package with MiniLM: ``--keywords keybert``.

The candidates are kg's noun phrases, not word windows; KeyBERT ranks them by similarity to the
document with maximal marginal relevance. Tasks are chosen as in the default setting.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from keybert import KeyBERT
from keybert.backend import BaseEmbedder

from kg.extract import keywords
from kg.extract.abbreviations import Definition
from kg.extract.capitals import proper_in, with_capitals
from kg.extract.embedding import MiniLMEmbedder
from kg.extract.text import Text
from kg.paper import Evidence, Mention

MOST = 10
DIVERSITY = 0.3


class _MiniLM(BaseEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self._model = MiniLMEmbedder()

    def embed(self, documents: Any, verbose: bool = False) -> Any:
        return self._model.embed([str(d) for d in documents])


@cache
def _model() -> KeyBERT:
    return KeyBERT(model=_MiniLM())


def find(text: Text, definitions: list[Definition], introduced: set[str]) -> list[Mention]:
    """As `kg.extract.keywords.find`, the concepts ranked by KeyBERT."""
    tasks = [m for m in keywords.find(text, definitions, introduced) if m.kind == "task"]
    found = keywords.candidates(text, definitions, introduced)
    by_surface = {c.phrase.surface.lower(): c for c in reversed(found) if len(c.name.split()) > 1}
    if not by_surface:
        return tasks
    ranked = _model().extract_keywords(
        text.clean,
        candidates=list(by_surface),
        keyphrase_ngram_range=(1, 5),
        stop_words=None,
        use_mmr=True,
        diversity=DIVERSITY,
        top_n=MOST,
    )
    concepts = []
    proper = proper_in(text)
    for surface, similarity in ranked:
        candidate = by_surface[surface]
        start, end = candidate.phrase.starts[0], candidate.phrase.ends[0]
        evidence = Evidence(
            text.sentence(start), start, end, "keybert", round(max(0.0, float(similarity)), 3)
        )
        name = with_capitals(candidate.name, candidate.phrase.surface, proper)
        concepts.append(Mention("concept", name, evidence))
    return tasks + concepts
