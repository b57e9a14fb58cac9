"""What a paper mainly gives: method, dataset, software, survey, analysis or thesis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.classifier import models
from kg.extract.text import Text
from kg.extract.vocabulary import word_set
from kg.extract.word_table import WordTable
from kg.paper import Evidence, Mention

_WORDS = re.compile(r"[a-z][a-z-]+")
_CLAIM = re.compile(
    r"\b(?:we|this (?:paper|work|article|study|survey|thesis|dissertation|report)|in this|here,?|"
    r"our|the authors?)\b",
    re.I,
)
_GIVES = re.compile(
    r"\b(?:propos|introduc|present|develop|releas|construct|creat|describ|review|survey|investigat|"
    r"analy[sz]|study|studi|examin|explor|compar|collect|annotat|build|design|provid|show|evaluat|"
    r"participat|submi)\w*\b(.{0,60})",
    re.I,
)
_OFFERS = re.compile(
    r"\b(?:propos|introduc|present|develop|releas|construct|creat|describ|collect|build|design|"
    r"provid|offer|contribut|publish|curat|compil)\w*\b(?! that\b)(.{0,160})",
    re.I,
)
_STUDIES = re.compile(
    r"\b(?:investigat|analy[sz]|study|studi|examin|explor|compar|evaluat|assess|ask|quantif|prob|"
    r"find|found|observ|show|demonstrat|reveal|report|conclud|measur)(?:e|es|ed|ing|y|ies|ied|s|nd)?\b",
    re.I,
)
_REVIEWS = re.compile(
    r"\b(?:survey(?:s|ed)?|review(?:s|ed)?|tutorial|taxonomy|"
    r"overview of (?:the )?(?:recent|existing|current)|(?:this|our|the) (?:survey|review|chapter)|"
    r"systematically review)\b",
    re.I,
)
_THESIS = re.compile(
    r"\b(?:in this|this|the|my|our|ph\.?d\.?|master'?s?) (?:thesis|dissertation)\b", re.I
)
_THESIS_WORD = re.compile(r"[tTdD](?:hesis|HESIS|issertation|ISSERTATION)")
_PHRASE_ENDS = re.compile(
    r"[.;:()\[\]]|\b(?:that|which|to|for|of|with|in|by|on|from|where|whose|consisting|containing|called|"
    r"named|dubbed|based|using|via|designed|comprising|and|covering|composed|is|are|as|we)\b"
)
_TITLE_ENDS = re.compile(r"\b(?:for|of|in|with|from|via|by|to|on|using|towards?|and|through)\b")
_STUDY_TITLE = re.compile(
    r"\b(?:stud(?:y|ies)|analys[ie]s|investigation|comparison|evaluation|lessons|assessment|"
    r"examination|perspectives?|limits?|effects?|impact|role|revisit\w*|rethinking|understanding)\b"
    r"|^(?:analy[sz]ing|probing|investigating|evaluating|understanding|examining|assessing|"
    r"comparing|on the|exploring|measuring|quantifying)\b"
)
_REVIEW_TITLE = re.compile(
    r"\b(?:survey|review|tutorial|overview of|roadmap|introduction to|state of the art in)\b"
)

_SPEAKERS = frozenset(
    "we paper study work article authors here results thesis review survey".split()
)

_MAY_CLAIM, _MAY_GIVE, _MAY_OFFER, _MAY_STUDY, _MAY_REVIEW = (1 << n for n in range(5))
_BEGINNINGS = {
    _MAY_CLAIM: re.compile(r"\b(?:we|this|in|here|our|the)\b", re.I),
    _MAY_GIVE: re.compile(_GIVES.pattern.partition(r"\w*")[0], re.I),
    _MAY_OFFER: re.compile(_OFFERS.pattern.partition(r"\w*")[0], re.I),
    _MAY_STUDY: re.compile(_STUDIES.pattern.partition("(?:e|")[0], re.I),
    _MAY_REVIEW: re.compile(r"survey|review|tutorial|taxonomy|overview|systematically", re.I),
}
"""What stands in some word of every sentence that the expression of that name matches."""
_ANY_BEGINNING = re.compile("|".join(p.pattern for p in _BEGINNINGS.values()), re.I)

STRONG = ("tells", "offers", "first-offer", "says")
"""Kinds of features that weigh more than a word: `scripts/train_names.py` penalises them less."""

_TELLING = ("tells=", "first-offer=", "studies=", "says=", "title-begins=")


@cache
def _heads() -> dict[str, str]:
    """Head noun to what it is: data, software, model, study."""
    heads = {w: "model" for w in word_set("head-model")} | {
        w: "data" for w in word_set("head-data")
    }
    heads |= {w: "software" for w in word_set("head-software")}
    heads |= {w: "study" for w in word_set("head-study")}
    return heads


def _begun_by(word: str) -> int:
    """The expressions that a sentence with this word may match, as bits."""
    if not _ANY_BEGINNING.search(word):
        return 0
    return sum(bit for bit, pattern in _BEGINNINGS.items() if pattern.search(word))


_begun = WordTable(_begun_by)


def _claiming(text: Text) -> list[tuple[int, int, int]]:
    """Start and end of each claiming sentence of the abstract, and what else it may match."""
    begun = [*map(_begun.__getitem__, text.low)]
    found = []
    for number in range(1, len(text.sentence_starts)):
        start, end = text.sentence_span(number)
        may = 0
        for bits in {*begun[max(0, text.token_at(start) - 1) : text.token_at(end)]}:
            may |= bits
        if may & _MAY_CLAIM and _CLAIM.search(text.clean, start, end):
            found.append((start, end, may))
    return found


@dataclass(frozen=True, slots=True)
class Cues:
    """What a text says of what it gives.

    Attributes:
        features: Words of the title, claims of the abstract, what they claim, what tells at once.
        telling: The few of them that tell what kind of paper it is; names are read beside them.
        claiming: Start and end of each claiming sentence, and what else it may match.
    """

    features: list[str]
    telling: list[str]
    claiming: list[tuple[int, int, int]]


def read(text: Text) -> Cues:
    """The cues of a text."""
    claiming = _claiming(text)
    found = _features(text, claiming)
    telling = [f for f in found if f.startswith(_TELLING)]
    abstract = text.low[text.token_at(text.title_end) :]
    found.update(dict.fromkeys(map(_WORD_FEATURE.__getitem__, abstract)))
    found.pop("", None)
    found.update(dict.fromkeys(_said(abstract)))
    return Cues(list(found), telling, claiming)


def _features(text: Text, claiming: list[tuple[int, int, int]]) -> dict[str, None]:
    """The features of the title and of the claims."""
    title = text.clean[: text.title_end].lower()
    found = dict.fromkeys(_title(title))
    abstract = text.clean[text.title_end :]
    if _THESIS_WORD.search(abstract) and _THESIS.search(abstract):
        found["says=thesis"] = None
    data = word_set("head-data")
    offers: list[str] = []
    studies = 0
    for start, end, may in claiming:
        sentence = text.clean[start:end]
        studies += bool(may & _MAY_STUDY and _STUDIES.search(sentence))
        if may & _MAY_REVIEW and _REVIEWS.search(sentence):
            found["says=review"] = None
        if may & _MAY_OFFER:
            offers += _offers(sentence)
        for give in _GIVES.finditer(sentence) if may & _MAY_GIVE else ():
            verb = give.group().split(None, 1)[0].lower()[:7]
            found[f"verb={verb}"] = None
            for word in _WORDS.findall(give.group(1).lower())[:8]:
                found[f"gives={word}"] = None
                if word in data:
                    found[f"gives-data={verb}"] = None
    found.update(dict.fromkeys(f"offers={o}" for o in offers))
    found[f"first-offer={offers[0] if offers else 'none'}"] = None
    found[f"studies={min(studies, 3)}"] = None
    found["length=short" if len(text.clean) < 600 else "length=long"] = None
    return found


_WORD_FEATURE = WordTable(lambda word: f"w={word}" if word.isalpha() else "")


def _said(low: list[str]) -> Iterator[str]:
    """The words that follow who speaks ("we show", "paper presents")."""
    for at in [at for at, word in enumerate(low) if word in _SPEAKERS]:
        following = [x for x in low[at + 1 : at + 4] if x.isalpha()]
        if following:
            yield f"{low[at]}>{following[0]}"
        for later in following[1:3]:
            yield f"{low[at]}>>{later}"


def _title(title: str) -> Iterator[str]:
    """Features of a title in lower case."""
    for word in _WORDS.findall(title):
        yield f"title={word}"
    head, colon, tail = title.partition(":")
    if not colon:
        head, tail = "", title
    else:
        yield "title-colon"
    phrases = [_WORDS.findall(_TITLE_ENDS.split(part)[0]) for part in (tail, head) if part]
    if phrases and phrases[0]:
        yield f"title-head={phrases[0][-1]}"
        if not colon:
            yield f"title-begins={phrases[0][0]}"
    for words in phrases:
        if words and (kind := _heads().get(words[-1])):
            yield f"tells={kind}"
    if _STUDY_TITLE.search(title):
        yield "tells=study"
    if _REVIEW_TITLE.search(title):
        yield "tells=review"
    if title.rstrip().endswith("?") or "? " in title:
        yield "tells=question"


def _offers(sentence: str) -> list[str]:
    """What a claim offers: the kind of the head noun after its verb, and after an apposition."""
    kinds: list[str] = []
    for offer in _OFFERS.finditer(sentence):
        for part in offer.group(1).lower().split(",")[:2]:
            words = _WORDS.findall(_PHRASE_ENDS.split(part, maxsplit=1)[0])
            kind = _heads().get(words[-1]) if words else None
            if kind:
                kinds.append(kind)
                break
    return kinds


@dataclass(frozen=True, slots=True)
class Kinds:
    """What kind of paper a text is.

    Attributes:
        probabilities: Of each kind, in the order of the model's classes.
        rows: The rows of the cues that have weights.
    """

    probabilities: dict[str, float]
    rows: list[int]


def weigh(cues: Cues) -> Kinds:
    """How likely each kind of paper is."""
    model = models()["contribution"]
    rows = model.known(cues.features)
    scores = model.probabilities([rows])[0]
    return Kinds(dict(zip(model.classes, scores.tolist(), strict=True)), rows)


def find(text: Text, cues: Cues, kinds: Kinds) -> Mention:
    """The paper's main contribution, with the title or the claiming sentence as evidence."""
    value, confidence = max(kinds.probabilities.items(), key=lambda kind: kind[1])
    model = models()["contribution"]
    start, end = 0, text.title_end
    for begin, stop, may in cues.claiming:
        if may & _MAY_GIVE and _GIVES.search(text.clean, begin, stop):
            start, end = begin, begin + len(text.clean[begin:stop].rstrip())
            break
    return Mention(
        "contribution",
        value,
        Evidence(
            text.sentence(start),
            start,
            end,
            model.reason(kinds.rows, model.classes.index(value)),
            round(confidence, 3),
        ),
    )
