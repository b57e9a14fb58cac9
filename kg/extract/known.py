"""Known names in a text: looked up by their letters, accepted by their capitals."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.extract.remembered import Remembered
from kg.extract.text import Text
from kg.extract.vocabulary import KnownName, known_names, squash

LONGEST = 5
"""Tokens of the longest known name that is looked up."""
SUFFIX = re.compile(
    r"-(?:based|like|style|styled|pretrained|pre-trained|trained|tuned|finetuned|fine-tuned|only"
    r"|augmented|powered|driven|enhanced|assisted|aware|free|guided|generated|compatible|level"
    r"|specific|related|oriented|derived|inspired|type|centric|initialized|type|annotated|form"
    r"|sized|scale|format|formatted|equipped|induced|conditioned|mediated|inspired|adapted|to|as"
    r"|embeddings?|models?|datasets?|architectures?|encoders?|decoders?|networks?|score|scores)$"
)
_EDITION = re.compile(
    r"(?:[-_ ]?v?\d+(?:\.\d+)*[BMbm]?|[-_ ](?:base|large|small|mini|tiny|xl|xxl|turbo|instruct|"
    r"chat|Base|Large|Small|Mini|XL|XXL|Turbo|Instruct|Chat|Pro|Flash|Sonnet|Opus|Haiku|Coder|hi))+$"
)


_POSSESSIVE = re.compile(r"'s?$")
_ACRONYMS = re.compile(r"^[A-Z][A-Z\d]+s$")


def without_possessive(words: str) -> str:
    """Words without the possessive at their end."""
    return _POSSESSIVE.sub("", words) if "'" in words else words


@lru_cache(50_000)
def bare_word(word: str) -> str:
    """A word without possessive, compound suffix and the plural s of an acronym."""
    word = without_possessive(word)
    if "-" in word:
        word = SUFFIX.sub("", word)
    return word[:-1] if _ACRONYMS.match(word) else word


_bare_key = Remembered(lambda word: squash(bare_word(word)))


def known_at(
    text: Text, i: int, vocabulary: dict[str, KnownName], sentence_first: set[int]
) -> tuple[int, KnownName | None]:
    """Last token of the longest known name that begins at token `i`, and the name; -1 and None."""
    words, starts, ends = text.words, text.starts, text.ends
    best: tuple[int, KnownName | None] = (-1, None)
    if not begins_known[words[i]]:
        return best
    beginnings = _beginnings()
    key = ""
    for j in range(i, min(i + LONGEST, len(words))):
        part = words[j]
        if j > i:
            gap = starts[j] - ends[j - 1]
            if words[j - 1] == "." and gap > 0:
                break  # "… of BERT. In" is not BERTIN
            if not part[0].isalnum() or gap > 1:
                if part not in ("-", "/", "'", ".", "+") or gap != 0:
                    break
                key += _bare_key[part]
                continue
        key += _bare_key[part]
        if key not in beginnings:
            break
        known = vocabulary.get(key) or (vocabulary.get(key[:-1]) if key[-1:] == "s" else None)
        if known is None:
            continue
        written = text.clean[starts[i] : ends[j]]
        if written == "A" and text.clean.startswith("*", ends[j]):
            written = "A*"
        if _spelled_as_name(written, known, i in sentence_first):
            best = (j, known)
    return best


def known_after(text: Text, i: int, vocabulary: dict[str, KnownName]) -> bool:
    """Whether a known name follows a word ("the English Penn Treebank")."""
    if i + 1 >= len(text.words) or not text.words[i + 1][:1].isupper():
        return False
    return known_at(text, i + 1, vocabulary, set())[1] is not None


def _begins_known(word: str) -> bool:
    small = _small_beginnings()
    if word.islower() and word not in small and ("-" not in word or bare_word(word) not in small):
        return False
    return _bare_key[word] in _beginnings()


begins_known = Remembered(_begins_known)
"""Whether a known name may begin with a word."""


@cache
def _beginnings() -> frozenset[str]:
    """All beginnings of the known names' keys, with the plural s."""
    keys = known_names()
    return frozenset(k[:n] for k in keys for n in range(len(k) + 1)) | {k + "s" for k in keys}


def base_of(name: str, vocabulary: dict[str, KnownName]) -> KnownName | None:
    """The known name that a name is a version or size of ("Vicuna-13B", "MultiWOZ 2.2")."""
    bare = _EDITION.sub("", name)
    return vocabulary.get(squash(bare)) if bare and bare != name else None


@cache
def _small_beginnings() -> frozenset[str]:
    """First words of the known names that may begin with a small letter."""
    single = (
        k.spelling
        for k in known_names().values()
        if " " in k.spelling
        or k.spelling[:1].islower()
        or (sum(c.isupper() for c in k.spelling) > 1 and len(k.spelling) > 5)
    )
    return frozenset(s.split()[0].lower() for s in single)


def _spelled_as_name(written: str, known: KnownName, begins_sentence: bool) -> bool:
    """Known names are matched with their capitals, so that "drop" is not DROP."""
    written = SUFFIX.sub("", written)
    if written in (known.spelling, known.name):
        return not (known.ordinary and begins_sentence and written[1:].islower())
    if len(squash(written)) == 1:
        return False  # the article is not A*
    if known.spelling.islower():
        return written.lower().removesuffix("s") == known.spelling.removesuffix("s")
    if " " in written and written.lower() == known.spelling.lower():
        return not known.ordinary and not written.islower()
    capitals = sum(c.isupper() for c in written)
    if capitals == 0:
        mixed = sum(c.isupper() for c in known.spelling) > 1
        return mixed and not known.ordinary and len(written) > 5 and "-" not in written
    if known.ordinary or len(squash(written)) <= 4:
        return capitals >= sum(c.isupper() for c in known.spelling)
    if capitals == 1 and sum(c.isupper() for c in known.spelling) > 1:
        return begins_sentence is False and " " not in known.spelling and len(written) > 5
    return True
