"""Exact spans of datasets in TDMSci's sentences: precision, recall and F1.

    python benchmarks/tdmsci.py [--file TDMSCI.conll] [--folds 5] [--errors]

Each sentence is extracted as the abstract of a paper without title. A span is right when it is the
annotated one, character by character. With ``--folds``, the sentences of a fold are
extracted by classifiers that saw only the others; without, by the stored ones.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

import train_names
from annotated import records, score_module
from labelled import labelled

from kg.extract import contribution, extract_one, linear, names, second_look
from kg.paper import Paper

_NOUN = (
    r"(?:data ?-?sets?|corpus|corpora|data|(?:tree|prop|nom)-?banks?|collections?|benchmarks?|"
    r"(?:test|dev|training|development|evaluation) ?sets?|lexicons?|database|thesaurus)"
)
HEAD = re.compile(
    r"(?:[ -]+(?:English|Chinese|German|Arabic|training|test|testing|dev|development|evaluation|"
    r"newswire|shared|task|review|parallel|text|learner|\(?[A-Z]{2,5}\d?\)?|v?\d[\d.]*)){0,3}"
    rf"[ -]+{_NOUN}(?![\w-])",
    re.I,
)
EDITION = re.compile(
    r"(?: +|-)(?:v(?:ersion)? ?)?(?:\d+(?:\.\d+)+|(?:19|20)\d\d|\d{1,2}|III?)(?![\w%])"
)
BRACKET = re.compile(r" +\([A-Z][\w-]{1,8}\)")
_CAPITAL = (
    r"(?:[A-Z][a-z]+(?:-?[A-Z][a-z]+)?|[A-Z][A-Z&]{1,6}(?:-\d+)?|[A-Z][a-z]*(?:/|-)[A-Z][a-z]+)"
)
BEFORE = re.compile(rf"(?<!\S)(?:(?:(?:19|20)\d\d|{_CAPITAL}) )+$")
CALLED = re.compile(rf"(?<!\S)(?:{_CAPITAL} +)+{_NOUN}(?![\w-])")
CAMPAIGN = re.compile(
    r"(?i)(?:semeval|conll|wmt|senseval|iwslt|\d{4} shared|.*\b(?:task|workshop)$)"
)
NOT_BEFORE = frozenset(
    "The This These We Our In On For As With To From Table Figure Both Using It A An Results "
    "Experiments Evaluation Image However While When Given And Of By Since All Performance "
    "Accuracy Comparison Experimental Unlike Like Also First Second Finally Here BLEU Most Between "
    "Training Test Data Large Parallel Section DEV Supervised Unsupervised No".split()
)


def spans_found(sentence: str) -> set[tuple[int, int]]:
    """Offsets of the datasets that are found in a sentence, as TDMSci's annotators mark them.

    They mark every place, together with the words around the name that belong to it: the noun
    after it ("the COCO dataset"), an edition, the short form in brackets, a language before it;
    whatever is in capitals before such a noun is a dataset to them, a campaign alone is none.
    """
    mentions = extract_one(Paper("sentence", "", sentence)).mentions
    spans = {_without_articles(sentence, *m.span()) for m in CALLED.finditer(sentence)}
    spans = {(a, b) for a, b in spans if sentence[a].isupper()}
    for mention in mentions:
        if mention.kind == "dataset" and mention.role != "introduces":
            for name in (mention.name, *mention.variants):
                for place in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", sentence):
                    spans.add(_whole(sentence, *place.span()))
    spans = {s for s in spans if s[0] < s[1] and not CAMPAIGN.fullmatch(sentence[slice(*s)])}
    return {s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)}


def _without_articles(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The span without words at its beginning that only begin a sentence."""
    while (word := sentence[start:end].split(" ")[0]) in NOT_BEFORE:
        start += len(word) + 1
    return start, end


def _whole(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The span with the edition, bracket and noun after it and the capitals before it."""
    for part in (EDITION, BRACKET, EDITION, HEAD, BRACKET):
        if following := part.match(sentence, end):
            end = following.end()
    if before := BEFORE.search(sentence[:start]):
        words = before.group().split()
        while words and words[-1] not in NOT_BEFORE:
            start -= len(words.pop()) + 1
    return start, end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=train_names.TDMSCI)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    sentences = train_names.tdm_sentences(args.file)
    counts: Counter[str] = Counter()
    for fold in range(max(1, args.folds)):
        if args.folds:
            _train_without(fold, args.folds)
        for i, (sentence, spans) in enumerate(sentences):
            if args.folds and i % args.folds != fold:
                continue
            wanted, found = set(spans), spans_found(sentence)
            counts["wanted"] += len(wanted)
            counts["found"] += len(found)
            counts["right"] += len(wanted & found)
            if args.errors and wanted != found:
                missed = [sentence[a:b] for a, b in sorted(wanted - found)]
                wrong = [sentence[a:b] for a, b in sorted(found - wanted)]
                print(f"missed {missed}  wrong {wrong}\n    {sentence}")
    precision = counts["right"] / max(1, counts["found"])
    recall = counts["right"] / max(1, counts["wanted"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{len(sentences)} sentences: P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


def _train_without(fold: int, folds: int) -> None:
    """Classifiers from the annotated records and the sentences of the other folds."""
    key = score_module().name_key
    data = train_names.collected(labelled(r, key) for r in records("train"))
    tables = train_names.train(data, tdm=lambda i: i % folds != fold)
    trained = {k: linear.LinearModel.from_json(v) for k, v in tables.items()}
    trained |= {k: linear.models()[k] for k in (second_look.OWN, second_look.ROLES)}
    names.models = lambda: trained  # type: ignore[attr-defined]
    contribution.models = lambda: trained  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
