"""What words look like: a name by its capitals and digits, or a word with a capital."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.known import bare_word
from kg.extract.substances import is_formula
from kg.extract.vocabulary import word_set

_NAMELIKE = re.compile(
    r"^(?=.*[A-Z])(?:[A-Za-z]*[A-Z][A-Za-z]*[A-Z][\w+]*|[A-Za-z]+\d[\w+.]*|[A-Z]{2,}[a-z]*"
    r"|[a-z]+[A-Z][\w+]*|(?=.*[A-Z].*[A-Z\d])[\w+@*]+(?:[-.&'][\w+]+)+"
    r"|[A-Z][\w+]*(?:-[\w+]+)*-(?:[A-Z\d][\w+.]*)|[A-Z][\w+]*\d[\w+]*)$"
    r"|^[a-z]+2[a-z]+$|^[a-z]-[A-Z]+$|^[A-Za-z]\w+\.(?:jl|py)$"
    r"|^[α-ωΓ-Ω](?=\w{3})[A-Z]\w*[A-Za-z]\w*$"
)
_CAPITALISED = re.compile(r"^[A-Z][a-z]{2,}[\w]*(?:[-'][A-Za-z]\w*)*$")
# Acronyms and capitalised words that are never the name of a dataset or method.
_GENERIC = word_set("generic")
NOT_NAMES = word_set("not-names")
INSIDE = word_set("inside-names")
"""Words of `NOT_NAMES` that stand inside a capitalised name ("Motion Curriculum Learning")."""


def is_capitalised(word: str) -> bool:
    """Whether a word begins with a capital and goes on in small letters."""
    return _CAPITALISED.match(word) is not None


def goes_on(word: str) -> bool:
    """Whether a capitalised name may have a word inside: capitalised, no word of every text."""
    return is_capitalised(word) and (word not in NOT_NAMES or word in INSIDE)


@lru_cache(100_000)
def is_namelike(word: str) -> bool:
    """Whether a word looks like a name wherever it stands."""
    plural = word[:-1] if word.endswith("s") else word
    if not 2 <= len(word) <= 60 or word.upper() in _GENERIC or plural.upper() in _GENERIC:
        return False
    stem = bare_word(word)
    if stem.upper() in _GENERIC or stem in NOT_NAMES or len(stem) < 2:
        return False
    if stem.replace("-", "").isdigit() or is_formula(stem):
        return False
    return _NAMELIKE.match(stem) is not None
