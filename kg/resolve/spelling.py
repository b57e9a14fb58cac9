"""Words and titles without what differs from source to source: number, British spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from kg import ids
from kg.extract.plurals import singular
from kg.resolve.remembered import remembered

_ICS = tuple(f"{word}s" for word in "metric topic heuristic characteristic lyric critic".split())
"""Plurals among the words in -ics: also "subtopics"."""
_AMERICAN = (
    (re.compile(r"(?<!w)is(ation|ed|ing|e|er)$"), r"iz\1"),
    (re.compile(r"ys(ed|ing|e|er)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{2})our(?!c|se)"), "or"),
    (re.compile(r"ll(ing|ed|er)$"), r"l\1"),
    (re.compile(r"(?<=[a-z]{2})ogue$"), "og"),
    (re.compile(r"dgement"), "dgment"),
    (re.compile(r"(?<=[a-z]{2})entre$"), "enter"),
    (re.compile(r"^artefact"), "artifact"),
    (re.compile(r"^programme$"), "program"),
    (re.compile(r"fence$"), "fense"),
    (re.compile(r"(?<=resource)d$"), ""),
    (re.compile(r"(?<=nym)y$"), ""),
)


@lru_cache(200_000)
def american(word: str) -> str:
    """A lower-case word in one spelling for both sides of the ocean; not always a word.

    >>> american("labelled"), american("summarisation"), american("dialogue"), american("four")
    ('labeled', 'summarization', 'dialog', 'four')
    >>> american("behavioural"), american("crowdsourcing")
    ('behavioral', 'crowdsourcing')
    """
    if len(word) > 4:
        for ending, other in _AMERICAN:
            word = ending.sub(other, word)
    return word


@lru_cache(200_000)
def normal(word: str) -> str:
    """A lower-case word in the singular and in American spelling.

    >>> normal("metrics"), normal("judgements"), normal("analysis")
    ('metric', 'judgment', 'analysis')
    """
    return american(word[:-1] if word.endswith(_ICS) else singular(word))


def title(text: str) -> str:
    """What two spellings of a title have in common: letters and digits, American, no "and".

    >>> title("Modelling Multi-Task {BERT} & More.") == title("Modeling multitask BERT and more")
    True
    """
    return "".join(american(w) for w in ids.fold(text).split() if w != "and")


known_title = remembered("titles", title)
known_title_key = remembered("title-keys", ids.title_key)
