"""Where a text may name something: spans with the look of a name, and known names.

Finding is generous here; `kg.extract.names` decides what each candidate is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.extract.campaigns import campaign_at, is_campaign, may_begin_campaign
from kg.extract.embedding import pieces
from kg.extract.known import (
    LONGEST,
    SUFFIX,
    bare_word,
    base_of,
    begins_known,
    known_after,
    known_at,
    without_possessive,
)
from kg.extract.latex import end_in_marks
from kg.extract.marked import marked_words
from kg.extract.shapes import INSIDE, NOT_NAMES, goes_on, is_capitalised, is_namelike
from kg.extract.substances import is_of_life
from kg.extract.text import Text
from kg.extract.vocabulary import KnownName, known_names, squash
from kg.extract.word_table import WordTable

_CONTINUES = re.compile(r"^(?:[IVX]{1,4}|[vV]?\d+(?:\.\d+)*[A-Za-z+]{0,2}|\d+x\d+B|[A-Z]|2D|3D)$")
_VERSION = re.compile(
    r"^(?:[vV]?\d+(?:\.\d+)+[A-Za-z]?|[vV]\d+|(?:19|20)\d\d|\d{1,3}(?:\.\d)?[BM])$"
)
_LETTERS = re.compile(r"[a-z]+")
_CENTURY = re.compile(r"(?<=[a-z])20(?=\d\d$)")
_ARTICLES = frozenset("a an the our new novel".split())
_INTRODUCING = frozenset(
    "present presents introduce introduces introducing propose proposes describe describes "
    "release releases releasing develop develops developing create creates creating building "
    "constructing extending called named dubbed".split()
)
_UNITS = frozenset(
    "K V T W J N A C F Hz kHz MHz GHz nm mm cm km ms s dB eV meV keV MeV GeV".split()
)


@dataclass(slots=True)
class Occurrence:
    """One place where a candidate stands.

    Attributes:
        first, last: Numbers of its first and last token.
        start, end: Offsets in `Text.raw`.
        suffix: What was cut from its end ("based" of "BERT-based"), or empty.
    """

    first: int
    last: int
    start: int
    end: int
    suffix: str = ""


@dataclass(slots=True)
class Candidate:
    """A name that may mean something, with all its places in one text.

    Attributes:
        key: What its spellings have in common.
        names: Spellings in order of appearance.
        known: The vocabulary's entry, if any.
        variants: Long forms that stand for it.
        marked: How the text marks a plain word as a name, see `kg.extract.marked`, or empty.
        namelike: It has the shape of a name (capitals inside, digits), not only a capital.
    """

    key: str
    names: list[str] = field(default_factory=list)
    places: list[Occurrence] = field(default_factory=list)
    known: KnownName | None = None
    namelike: bool = False
    variants: list[str] = field(default_factory=list)
    marked: str = ""

    @property
    def name(self) -> str:
        """The most frequent spelling, the first of them when there are several."""
        names = self.names
        return names[0] if len(names) == 1 else max(dict.fromkeys(names), key=names.count)


def find(text: Text, defined: dict[str, str]) -> list[Candidate]:
    """All candidates of a text, in order of first appearance.

    Args:
        text: The text.
        defined: Short forms that the text defines; always candidates.
    """
    found: dict[str, Candidate] = {}
    vocabulary = known_names()
    words = text.words
    title_tokens = text.token_at(text.title_end)
    sentence_first = {text.token_at(s) for s in text.sentence_starts}
    head = _title_head(words, title_tokens)
    marked = marked_words(text, head)
    looks = [*map(_looks.__getitem__, words)]
    always = {*defined, *marked, *words[head : head + 1]}
    possible = [
        i
        for i, (word, look) in enumerate(zip(words, looks, strict=True))
        if look & _BEGINS or word in always
    ]
    done = 0
    for i in possible:
        word, look = words[i], looks[i]
        if i < done or not word[0].isalnum() or word.startswith("http"):
            continue
        last, known = -1, None
        if look & _KNOWN:
            last, known = known_at(text, i, vocabulary, sentence_first)
        campaign = campaign_at(words, i) if look & (_CAMPAIGN | _ACRONYM) else -1
        if campaign > last:
            last, known = (
                campaign,
                vocabulary.get(squash(text.clean[text.starts[i] : text.ends[campaign]])),
            )
            _add(found, text, i, last, known, vocabulary)
            done = last + 1
            continue
        if known is None:
            if word in INSIDE and known_after(text, i, vocabulary):
                continue
            if look & (_CAPITAL | _NAME) or i == head or word in defined:
                last = _span_at(words, i, head, title_tokens, sentence_first, defined)
        if last < i and word in marked:
            last = i
        if last < i or (known is None and last == i and _is_owner(text, i, defined)):
            continue
        if known is not None:
            longer = _version_after(text, last, known)
            if longer == last and i >= title_tokens:
                longer = _extended(text, i, last)
            if longer > last:
                last, known = longer, None
        _add(found, text, i, last, known, vocabulary, marked.get(word, ""))
        done = last + 1
    for key in [k for k, c in found.items() if c.known is None and _is_of_life(c, text, head)]:
        del found[key]
    return _whole_tasks(found)


def _is_of_life(candidate: Candidate, text: Text, head: int) -> bool:
    """Whether a name is a gene's, a substance's, a cell's, and not what the title begins with."""
    places = [p.last for p in candidate.places]
    return is_of_life(text.low, places) and all(p.first != head for p in candidate.places)


def _whole_tasks(found: dict[str, Candidate]) -> list[Candidate]:
    """The candidates; "WMT 2020" goes with the "WMT 2020 shared task" of the same text.

    It is another name of that task where nothing but its year is written otherwise; "WMT" is not,
    nor is "WMT 2020" one of the "WMT 2020 metrics shared task", though neither is named apart.
    """
    for task in [c for c in found.values() if "hared" in c.name]:
        whole, is_shared, _ = task.key.partition("sharedtask")
        series = _LETTERS.match(whole)
        if not is_shared or series is None:
            continue
        bare = next(
            (
                k
                for k in found
                if whole.startswith(k)
                and k.startswith(series[0])
                and (_same_year(k, whole) or not whole[len(k) :][:1].isdigit() or k == series[0])
            ),
            None,
        )
        if bare is not None:
            names = found.pop(bare).names
            if _same_year(bare, whole):
                task.variants += names
    return list(found.values())


def _same_year(key: str, other: str) -> bool:
    """Whether two campaigns' keys differ in how the year is written only: wmt19, wmt2019."""
    return _CENTURY.sub("", key) == _CENTURY.sub("", other)


_CAPITAL, _NAME, _CAMPAIGN, _KNOWN, _ACRONYM = (1 << n for n in range(5))
_BEGINS = _CAPITAL | _NAME | _CAMPAIGN | _KNOWN
"""Looks of a word that a candidate may begin with: many words have none of them."""


def _looks_of(word: str) -> int:
    """What a word looks like, as bits; none of a mark."""
    if not word[0].isalnum():
        return 0
    if word.islower() and word.isalpha():
        return _KNOWN * begins_known[word]
    return (
        _CAPITAL * (is_capitalised(word))
        | _NAME * is_namelike(word)
        | _CAMPAIGN * is_campaign(word)
        | _KNOWN * begins_known[word]
        | _ACRONYM * may_begin_campaign(word)
    )


_looks = WordTable(_looks_of)


def _version_after(text: Text, last: int, known: KnownName) -> int:
    """Last token of a name with the version or size after it ("MultiWOZ 2.2", "Pythia 8")."""
    following = last + 1
    if (
        following >= len(text.words)
        or text.words[last].endswith("'s")
        or text.starts[following] != text.ends[last] + 1
        or _is_score(text.words, following)
    ):
        return last
    word = text.words[following]
    software = known.sort == "software" and len(word) == 1 and word.isdigit()
    counts = text.words[following + 1 : following + 2] in (["%"], ["x"], ["times"], ["points"])
    return following if _VERSION.match(word) or (software and not counts) else last


def _extended(text: Text, first: int, last: int) -> int:
    """Last token of a new name that begins with a known one ("We present PyTorch Connectomics").

    What tells it is a verb that introduces before it, or a short form in brackets after it.
    """
    words = text.words
    if words[last].endswith("'s"):
        return last
    end = last
    while (
        end + 1 < len(words)
        and end - last < LONGEST
        and text.starts[end + 1] == text.ends[end] + 1
        and goes_on(words[end + 1])
    ):
        end += 1
    if end == last:
        return last
    before = next(
        (w for w in text.low[first - 1 : max(0, first - 4) : -1] if w not in _ARTICLES), ""
    )
    return end if words[end + 1 : end + 2] == ["("] or before in _INTRODUCING else last


def _title_head(words: list[str], title_tokens: int) -> int:
    """First token of the title before its colon, an article passed over; -1 without a colon."""
    if ":" not in words[1:title_tokens]:
        return -1
    return 1 if words[0] in ("The", "A", "An") and words[1] != ":" else 0


def _span_at(
    words: list[str],
    i: int,
    head: int,
    title_tokens: int,
    sentence_first: set[int],
    defined: dict[str, str],
) -> int:
    """Last token of a name-like or capitalised span that begins at token `i`; -1 when none."""
    word = words[i]
    in_title = i < title_tokens
    if in_title:
        if i == head:
            colon = words.index(":", i, title_tokens)
            team = next((j for j in range(i + 1, colon) if words[j] in ("at", "@")), -1)
            if team > 0:
                return team - 1 if is_namelike(word) else -1
            if word.lower() in _INTRODUCING and colon > head + 1 and is_namelike(words[head + 1]):
                return -1  # "Creating xBD: …"
            two = colon - head == 3 and words[head + 1] in ("&", "and")
            if two and is_namelike(word) and is_namelike(words[head + 2]):
                return head  # "KINNEWS and KIRNEWS: …"
            if colon - head <= 4 and any(c.isupper() for c in "".join(words[i:colon])):
                return colon - 1
            if colon == head + 1 and len(word) > 4 and word in words[colon:]:
                return head  # "pyrover: …", in small letters and again in the abstract
        return i if is_namelike(word) or word in defined else -1
    if i in sentence_first and word.endswith("ing") and not is_namelike(word):
        return -1
    namelike = is_namelike(word) or word in defined
    capital = is_capitalised(word) and (
        word not in NOT_NAMES or (word in INSIDE and i + 1 < len(words) and goes_on(words[i + 1]))
    )
    if not namelike and (not capital or i in sentence_first):
        if not (capital and i + 1 < len(words) and is_namelike(words[i + 1])):
            return -1
        if i in sentence_first and (not is_namelike(words[i + 1]) or word.lower() in pieces()):
            return -1  # "Called GeoAnchor": the name begins with the next word
    last = i
    while last + 1 < len(words) and last - i < LONGEST:
        following = words[last + 1]
        if words[last].endswith(("'s", "s'")):
            break
        if following == "-" and last + 2 < len(words) and words[last + 2][:1].isupper():
            break
        joins = (
            _CONTINUES.match(following)
            or goes_on(following)
            or (is_namelike(following) and words[last] not in defined)
        )
        if not joins or words[last] in ("(", ")") or _is_score(words, last + 1):
            break
        last += 1
    return last


def _is_score(words: list[str], i: int) -> bool:
    """Whether a number is a result ("CodeBERT 0.34", "GPT-4o 31.0%", "UrbClim 1.34 K")."""
    word, following = words[i], words[i + 1 : i + 2]
    if word.startswith("0."):
        return True
    if not word[:1].isdigit() or not following:
        return False
    return following[0] == "%" or ("." in word and following[0] in _UNITS)


def _is_owner(text: Text, i: int, defined: dict[str, str]) -> bool:
    """Whether a word names who made what is named after it ("OpenAI's WIT")."""
    word, following = text.words[i], text.words[i + 1 : i + 2]
    if not word.endswith("'s") or word[:-2] in defined or not following:
        return False
    return bool(_looks[following[0]] & _NAME)


def _plural_of(name: str, known: KnownName) -> int:
    """How long the plural ending is by which a name differs from the known one: 1, 2, else 0."""
    key, singular = squash(name), squash(known.spelling)
    return next((len(end) for end in ("s", "es") if key == singular + end), 0)


def _add(
    found: dict[str, Candidate],
    text: Text,
    first: int,
    last: int,
    known: KnownName | None,
    vocabulary: dict[str, KnownName],
    marked: str = "",
) -> None:
    start, end = text.starts[first], text.ends[last]
    written = text.clean[start:end]
    bare = without_possessive(written)
    cut = SUFFIX.search(bare)
    suffix = cut.group()[1:] if cut else ""
    name = " ".join(bare_word(bare).split())
    if known is not None and name[-2:].islower() and (plural := _plural_of(name, known)):
        name = name[:-plural]
        bare = bare[:-plural]
    end = start + len(bare_word(bare))
    if not cut and text.clean[text.starts[last] : end] != text.raw[text.starts[last] : end]:
        end = max(end, end_in_marks(text.raw, text.starts[last]))
    key = squash(known.spelling if known else name)
    if len(key) > 4 and key.endswith("s") and not key.endswith("ss") and known is None:
        key = key[:-1] if key[:-1] in found else key
    if not key:
        return
    candidate = found.setdefault(key, Candidate(key))
    candidate.names.append(name)
    candidate.places.append(Occurrence(first, last, start, end, suffix))
    candidate.marked = candidate.marked or marked
    candidate.known = candidate.known or known or vocabulary.get(key) or base_of(name, vocabulary)
    candidate.namelike = candidate.namelike or any(
        is_namelike(w) for w in text.words[first : last + 1]
    )
