"""Known names in a text: looked up by their letters, accepted by their capitals."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.extract.text import Text
from kg.extract.vocabulary import KnownName, known_names, squash, word_set
from kg.extract.word_table import WordTable

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

_SMALL_WORDS = word_set("closed-class")
_INNER_MARKS = frozenset("-/'.+()")


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


_bare_key = WordTable(lambda word: squash(bare_word(word)))


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
                if part not in _INNER_MARKS or gap != 0:
                    break
                if part != ")":  # the end of "CCSD(T)"
                    key += _bare_key[part]
                    continue
        key += _bare_key[part]
        if key not in beginnings:
            break
        for known in map(vocabulary.get, _with_singular(key)):
            if known is not None and _is_written(text, i, j, known, i in sentence_first):
                best = (j, known)
                break
    return best


def _with_singular(key: str) -> tuple[str, ...]:
    return (key, _singular(key)) if key.endswith("s") else (key,)


def _is_written(text: Text, i: int, j: int, known: KnownName, begins_sentence: bool) -> bool:
    """Whether tokens `i` to `j` are the name, brackets and small words too."""
    written = text.clean[text.starts[i] : text.ends[j]]
    if written == "A" and text.clean.startswith("*", text.ends[j]):
        written = "A*"
    return (
        _spelled_as_name(written, known, begins_sentence)
        and written.count("(") == written.count(")")
        and not _has_words_besides(text.words[i + 1 : j + 1], known)
    )


def _has_words_besides(parts: list[str], known: KnownName) -> bool:
    """Whether a small word that the known name lacks was read into it: "BERT in" as BERTIN."""
    glue = [part for part in parts if part in _SMALL_WORDS]
    return bool(glue) and not set(glue) <= set(re.split(r"[\s-]", known.spelling.lower()))


def known_after(text: Text, i: int, vocabulary: dict[str, KnownName]) -> bool:
    """Whether a known name follows a word ("the English Penn Treebank")."""
    if i + 1 >= len(text.words) or not text.words[i + 1][:1].isupper():
        return False
    return known_at(text, i + 1, vocabulary, set())[1] is not None


def _begins_known(word: str) -> bool:
    small = _small_beginnings()
    if word.islower() and squash(word) not in small and _bare_key[word] not in small:
        return False
    return _bare_key[word] in _beginnings()


begins_known = WordTable(_begins_known)
"""Whether a known name may begin with a word."""


@cache
def _beginnings() -> frozenset[str]:
    """All beginnings of the known names' keys, with the plural s."""
    keys = known_names()
    found = {k + ("es" if k.endswith("s") else "s") for k in keys}
    for key in keys:
        found.update([key[:n] for n in range(len(key) + 1)])
    return frozenset(found)


def base_of(name: str, vocabulary: dict[str, KnownName]) -> KnownName | None:
    """The known name that a name is a version or size of ("Vicuna-13B", "MultiWOZ 2.2")."""
    bare = _EDITION.sub("", name)
    return vocabulary.get(squash(bare)) if bare and bare != name else None


@cache
def _small_beginnings() -> frozenset[str]:
    """First words, squashed, of the known names that may begin with a small letter."""
    single = (
        k.spelling
        for k in known_names().values()
        if " " in k.spelling
        or k.spelling[:1].islower()
        or (len(k.spelling) > 5 and sum(map(str.isupper, k.spelling)) > 1)
    )
    first = {squash(s.split()[0]) for s in single}
    return frozenset(first | {word + "s" for word in first})


def _singular(name: str) -> str:
    name = name.lower()
    return name.removesuffix("es") if name.endswith("sses") else name.removesuffix("s")


def _spelled_as_name(written: str, known: KnownName, begins_sentence: bool) -> bool:
    """Known names are matched with their capitals, so that "drop" is not DROP."""
    written = SUFFIX.sub("", written)
    if written in (known.spelling, known.name):
        return not (known.ordinary and begins_sentence and written[1:].islower())
    if len(squash(written)) == 1:
        return False  # the article is not A*
    same = _singular(written) == _singular(known.spelling)
    if known.spelling.islower():  # long ones with any hyphens: "multi-layer perceptron"
        return same or len(squash(written)) >= 10
    if " " in written and same:
        return not known.ordinary and not written.islower()
    capitals = sum(c.isupper() for c in written)
    if capitals == 0:
        mixed = sum(c.isupper() for c in known.spelling) > 1
        whole = "-" not in written and " " not in written
        return mixed and not known.ordinary and len(written) > 5 and whole
    if known.ordinary or len(squash(written)) <= 4:
        return capitals >= sum(c.isupper() for c in known.spelling)
    if capitals == 1 and sum(c.isupper() for c in known.spelling) > 1:
        return begins_sentence is False and " " not in known.spelling and len(written) > 5
    return True
