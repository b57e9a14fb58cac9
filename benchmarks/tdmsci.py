"""Exact spans of datasets in TDMSci's sentences: precision, recall and F1.

    python benchmarks/tdmsci.py [--file TDMSCI.conll] [--folds 3] [--errors]

TDMSci's annotators mark more than the name that goes into a graph: "the COCO dataset", an edition,
a language before it, a short form in brackets. What they mark is learned by a tagger
(`span_tagger`) from their sentences; what kg makes of the names in a sentence is told it as
features, judged by a classifier of types that saw no sentence of TDMSci. A span is right when it is
the annotated one, character by character. The sentences of a fold are tagged by a tagger that saw
only the others: each fold every nth or, since neighbours may come from one paper, 31 neighbours at
a time.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

import span_tagger
import train_names
from annotated import records, score_module
from labelled import labelled

from kg.extract import abbreviations, names, roles
from kg.extract.candidates import Candidate
from kg.extract.classifier import Classifier
from kg.extract.features import Surroundings
from kg.extract.text import Text
from kg.extract.vocabulary import word_set

EAGER = (0.0, 0.5, 1.0, 1.5, 2.0)
"""How eagerly spans may be begun: chosen by halves of the sentences that are trained on."""
NEIGHBOURS = 31
TOKEN = re.compile(r"[^\W_]+(?:['’][a-z]+)?|[^\w\s]|_")
DATA_NOUN = re.compile(
    r"data|datasets?|corpus|corpora|(?:tree|prop|nom|word)(?:bank|net)s?|collections?|"
    r"benchmarks?|sets?|lexicons?|databases?|thesaurus|tasks?|test|texts?|articles?"
)
"""Nouns that a dataset's name may stand before."""
REACH = 5
"""Tokens in which such a noun is looked for."""
PHRASE_ENDS = frozenset(".;:,()")
FAR = ("word=", "noun", "no-name", "name=", "capital", "dataset=", "head=")
"""What is told of the token after the next, and of that before the last."""
NOT_NEAR = ("begins=", "data-word=")
"""What is not told of a token's neighbours."""

Spans = list[tuple[int, int]]


def token_features(sentence: str, places: Spans, model: Classifier) -> list[list[str]]:
    """What the tagger is told of each token of a sentence, given the tokens' offsets."""
    words = [sentence[a:b] for a, b in places]
    low = [w.lower() for w in words]
    alone = [_shape(w) for w in words]
    stands = ["O"] * len(words)
    for candidate, scores in _judged(sentence, model):
        for place in candidate.places:
            # `Text` has the empty title's line before the sentence
            start, end = place.start - 1, place.end - 1
            inside = [i for i, (a, b) in enumerate(places) if start <= a and b <= end]
            for number, i in enumerate(inside):
                at = "I" if number else "B"
                stands[i] = at + ("d" if scores["dataset"] > 0.4 else "")
                alone[i] += _of_name(candidate, scores, at)
    for i, (start, end) in enumerate(places):
        if stands[i] == "O":
            alone[i].append("no-name")
        if i and places[i - 1][1] == start:
            alone[i].append("glued")
        if i + 1 < len(places) and places[i + 1][0] == end:
            alone[i].append("glues")
        alone[i] += _noun_after(low, i, words[i])
    return [_with_neighbours(alone, low, stands, i) for i in range(len(words))]


def _judged(sentence: str, model: Classifier) -> list[tuple[Candidate, dict[str, float]]]:
    """The names in a sentence with the probability of each type."""
    text = Text("", sentence)
    definitions = abbreviations.find(text)
    found = names.candidates_of(text, definitions)
    if not found:
        return []
    around = Surroundings(text, found, {d.short: d.long for d in definitions}, [])
    rows = names.type_rows(found, [around.features(c) for c in found], around, model)
    scores = names.first_scores(rows, roles.lists(found, around), model)
    return [
        (c, dict(zip(model.classes, s.tolist(), strict=True)))
        for c, s in zip(found, scores, strict=True)
    ]


def _shape(word: str) -> list[str]:
    low = word.lower()
    classes = ("0" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c
               for c in word)  # fmt: skip
    shape = "".join(k for k, _ in groupby(classes))
    features = [f"word={low}", f"shape={shape}", f"ends={low[-3:]}", f"begins={low[:3]}"]
    if word.isupper() and len(word) > 1:
        features.append("capitals")
    if word[0].isupper():
        features.append("capital")
    if DATA_NOUN.fullmatch(low):
        features.append("noun")
    return features + [
        f"head={kind}" for kind in ("data", "model") if low in word_set(f"head-{kind}")
    ]


def _of_name(candidate: Candidate, scores: dict[str, float], at: str) -> list[str]:
    """What kg makes of the name that a token begins (B) or continues (I)."""
    fifths = {kind: min(4, int(score * 5)) for kind, score in scores.items()}
    known = candidate.known
    kind = known.kind if known else ""
    return [
        f"name={at}",
        f"judged={at}-{max(scores, key=scores.__getitem__)}",
        *(f"{type_}={fifth}" for type_, fifth in fifths.items()),
        f"dataset={at}{fifths['dataset']}",
        f"known={kind} {known.sort if known else ''}",
        f"known={at}{kind}",
        f"namelike={candidate.namelike}",
    ]


def _noun_after(low: list[str], i: int, word: str) -> list[str]:
    """The next noun of data in the same phrase."""
    for distance, following in enumerate(low[i + 1 : i + 1 + REACH], 1):
        if following in PHRASE_ENDS:
            break
        if DATA_NOUN.fullmatch(following):
            capital = f"data-in={distance} {word[0].isupper()}"
            return [f"data-in={distance}", capital, f"data-word={following}"]
    return []


def _with_neighbours(
    alone: list[list[str]], low: list[str], stands: list[str], i: int
) -> list[str]:
    features = list(alone[i])
    for step in (-2, -1, 1, 2):
        near = abs(step) == 1
        if 0 <= i + step < len(low):
            features += [
                f"{step:+}:{f}"
                for f in alone[i + step]
                if (not f.startswith(NOT_NEAR) if near else f.startswith(FAR))
            ]
        elif near:
            features.append(f"{step:+}:edge")
    if i:
        features.append(f"after={low[i - 1]} {low[i]}")
    if i + 1 < len(low):
        features.append(f"pair={low[i]} {low[i + 1]}")
    if 0 < i < len(low) - 1:
        features.append("names=" + " ".join(stands[i - 1 : i + 2]))
    return list(dict.fromkeys(features))


def judge() -> Classifier:
    """The classifier of types, of the annotated records alone."""
    key = score_module().name_key
    data = train_names.collected(labelled(r, key) for r in records("train"))
    tables = train_names.train(data, tdm=lambda _: False, only=("type",))
    return Classifier.from_table(tables["type"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=train_names.TDMSCI)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    sentences = train_names.tdm_sentences(args.file)
    model = judge()
    places = [[m.span() for m in TOKEN.finditer(s)] for s, _ in sentences]
    features = [token_features(s, p, model) for (s, _), p in zip(sentences, places, strict=True)]
    marked = [_as_tokens(spans, p) for (_, spans), p in zip(sentences, places, strict=True)]
    ways: dict[str, Callable[[int], int]] = {
        "every nth": lambda i: i % args.folds,
        "neighbours together": lambda i: i // NEIGHBOURS % args.folds,
    }
    for way, fold_of in ways.items():
        found: dict[int, Spans] = {}
        for fold in range(args.folds):
            others = [i for i in range(len(sentences)) if fold_of(i) != fold]
            eager = _eagerness(features, marked, others)
            tagger = _trained(features, marked, others)
            for i in range(len(sentences)):
                if fold_of(i) == fold:
                    tokens = tagger.spans(features[i], eager)
                    found[i] = [(places[i][a][0], places[i][b][1]) for a, b in tokens]
        _report(f"{args.folds} folds, {way}", sentences, found, errors=args.errors)


def _trained(
    features: list[list[list[str]]], marked: list[Spans], some: list[int]
) -> span_tagger.Tagger:
    return span_tagger.train([features[i] for i in some], [marked[i] for i in some])


def _eagerness(features: list[list[list[str]]], marked: list[Spans], some: list[int]) -> float:
    """The eagerness with the best F1 on each half of some sentences by a tagger of the other."""
    middle = len(some) // 2
    right, found = Counter[float](), Counter[float]()
    for half, other in ((some[:middle], some[middle:]), (some[middle:], some[:middle])):
        tagger = _trained(features, marked, other)
        for i in half:
            for eager in EAGER:
                tagged = tagger.spans(features[i], eager)
                found[eager] += len(tagged)
                right[eager] += len(set(tagged) & set(marked[i]))
    wanted = sum(len(marked[i]) for i in some)
    return max(EAGER, key=lambda eager: right[eager] / (wanted + found[eager]))


def _as_tokens(spans: Spans, places: Spans) -> Spans:
    """First and last token of spans of characters."""
    starts = {a: i for i, (a, _) in enumerate(places)}
    ends = {b: i for i, (_, b) in enumerate(places)}
    return [(starts[a], ends[b]) for a, b in spans]


def _report(
    title: str, sentences: list[tuple[str, Spans]], found: dict[int, Spans], *, errors: bool
) -> None:
    right = n_wanted = n_found = 0
    for i, (sentence, spans) in enumerate(sentences):
        wanted, tagged = set(spans), set(found[i])
        n_wanted, n_found, right = (
            n_wanted + len(wanted), n_found + len(tagged), right + len(wanted & tagged)
        )  # fmt: skip
        if errors and wanted != tagged:
            missed = [sentence[a:b] for a, b in sorted(wanted - tagged)]
            wrong = [sentence[a:b] for a, b in sorted(tagged - wanted)]
            print(f"missed {missed}  wrong {wrong}\n    {sentence}")
    precision, recall = right / max(1, n_found), right / max(1, n_wanted)
    f1 = 2 * right / max(1, n_wanted + n_found)
    print(f"{title}: P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}", flush=True)


if __name__ == "__main__":
    main()
