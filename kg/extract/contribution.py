"""What a paper mainly gives: method, dataset, software, survey, analysis or thesis."""

from __future__ import annotations

import re

import numpy as np

from kg.extract.linear import models
from kg.extract.text import Text
from kg.extract.vocabulary import word_set
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


def features(text: Text) -> list[str]:
    """Words of the title, claims of the abstract and what they claim."""
    title = text.clean[: text.title_end].lower()
    found = dict.fromkeys(f"title={w}" for w in _WORDS.findall(title))
    _, colon, tail = title.partition(":")
    if colon:
        found["title-colon"] = None
        last = _WORDS.findall(re.split(r"\b(?:for|of|in|with|from|via|by|to|on|using)\b", tail)[0])
        if last:
            found[f"title-head={last[-1]}"] = None
    else:
        first = _WORDS.findall(re.split(r"\b(?:for|of|in|with|from|via|by|to|on)\b", title)[0])
        if first:
            found[f"title-head={first[-1]}"] = None
            found[f"title-begins={first[0]}"] = None
    if title.rstrip().endswith("?"):
        found["title-question"] = None
    data = word_set("head-data")
    for number in range(1, len(text.sentence_starts)):
        start, end = text.sentence_span(number)
        sentence = text.clean[start:end]
        if not _CLAIM.search(sentence):
            continue
        for give in _GIVES.finditer(sentence):
            verb = give.group().split(None, 1)[0].lower()[:7]
            found[f"verb={verb}"] = None
            for word in _WORDS.findall(give.group(1).lower())[:8]:
                found[f"gives={word}"] = None
                if word in data:
                    found[f"gives-data={verb}"] = None
    found["length=short" if len(text.clean) < 600 else "length=long"] = None
    return list(found)


def find(text: Text) -> Mention:
    """The paper's main contribution, with the title or the claiming sentence as evidence."""
    model = models()["contribution"]
    cues = features(text)
    scores = model.probabilities(cues)
    chosen = int(np.argmax(scores))
    value = model.classes[chosen]
    start, end = 0, text.title_end
    for number in range(1, len(text.sentence_starts)):
        begin, stop = text.sentence_span(number)
        if _CLAIM.search(text.clean, begin, stop) and _GIVES.search(text.clean, begin, stop):
            start, end = begin, begin + len(text.clean[begin:stop].rstrip())
            break
    return Mention(
        "contribution",
        value,
        Evidence(
            text.sentence(start), start, end, model.reason(cues, chosen),
            round(float(scores[chosen]), 3),
        ),
    )  # fmt: skip
