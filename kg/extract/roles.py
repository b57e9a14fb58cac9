"""What a text says of the part that a dataset or method plays in it, as features of its role.

Read beside the features of `kg.extract.features` by the classifiers of roles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.campaigns import names_campaign

if TYPE_CHECKING:
    from kg.extract.candidates import Candidate, Occurrence
    from kg.extract.features import Surroundings

_OURS = re.compile(
    r"\b(?:we|our|ours|us|this (?:paper|work|study|article)|results?|experiment\w*|evaluations?|"
    r"proposed|outperform\w*)\b"
)
_OTHERS = re.compile(
    r"\b(?:outperform\w*|out - perform\w*|out-perform\w*|surpass\w*|than|unlike|beat\w*)\b[^.;]*"
    r"\b(?:models?|systems?|methods?|ones?|initiali[sz]ations?|from)\b[^.;]*"
    r"\b(?:trained|tuned|pre-trained|other|strong)\b[^.;]*$"
    r"|\bwithout (?:using |access to )?[^.;]{0,40}$"
    r"|\b(?:scheme|format|style|annotation|expansion|extension|version|subset)s? (?:\w+ ){0,3}of $"
    r"|\b(?:derived|adapted|extended|inspired) (?:from|by) (?:the )?$"
)
_TRAINS = re.compile(
    r"\b(?:pre ?-?train\w*|fine ?-?tun\w*|train|trains|trained|training|meta-training)\b"
    r"(?: [\w,-]+){0,12} "
    r"(?:on|with|from|using|over)\b"
)
_TESTS = re.compile(
    r"\b(?:evaluat\w*|experiment\w*|test|tests|tested|results?|performance|perform\w*|achiev\w*|"
    r"outperform\w*|surpass\w*|accuracy|score\w*|improve\w*|gains?|state-of-the-art|sota|validat\w*|"
    r"demonstrat\w*|benchmark(?:s|ed|ing)?|assess\w*|compar\w*|show\w*|f1|bleu|conduct\w*|applied|"
    r"apply|tasks?|reach\w*|obtain\w*|rank\w*|competiti\w*|participat\w*|submi\w*|deploy\w*)\b"
    r"(?:[^.;]*)\b(?:on|in|over|across|for|including|to|with|at|using|into)\b"
)
_TESTS_AFTER = re.compile(
    r"^(?:, | and | \w+ ){0,6}?(?:\w+ )?(?:show|shows|demonstrate|demonstrates|indicate|confirm|"
    r"verify|suggest|reveal|leaderboard|task|challenge|benchmarks?|test)\b"
)
_LIKENS = re.compile(
    r"\b(?:such as|like|unlike|e\.g|existing|previous|popular|similar to)"
    r"(?: [\w.-]+){0,3}(?: [\w.-]+(?: ,| and| or| , and| , or))* $"
)
_BEATEN = re.compile(
    r"\b(?:outperform\w*|surpass\w*|beat\w*|exceed\w*|than|superior to|over|against|unlike|vs\.?|"
    r"versus|compar\w+ (?:\w+ )?(?:to|with|against)|comparison (?:of|with|to|between)|lags? behind|"
    r"rival\w*|on par with|competitive with|comparable to|baselines?(?: \w+)?|"
    r"existing(?: \w+)? \w+)"
    r"(?: (?!we\b|our\b|using\b|based\b|with\b)[\w,/-]+){0,7} ?[(,]? ?$"
)
_TESTED = re.compile(
    r"\b(?:test|tested|testing|evaluat\w+|examin\w+|benchmark(?:ed|ing)?|assess\w*|investigat\w+|"
    r"behaviou?r of|capabilities of|performance of|limitations of|analy[sz]\w+|prob(?:e|ing))"
    r"(?: (?!on\b|using\b|based\b|with\b|by\b)[\w,/-]+){0,9} ?[(,]? ?$"
)
_BUILT = re.compile(
    r"\b(?:based (?:up)?on|built (?:up)?on|builds? (?:up)?on|building (?:up)?on|on top of|using|"
    r"uses?|used|utili[sz]\w*|leverag\w*|employ\w*|adopt\w*|exploit\w*|appl(?:y|ies|ied|ying)|extend\w*|adapt\w*|"
    r"fine-?tun\w*|initiali[sz]ed|power\w*|via|through|with|by|incorporat\w*|integrat\w*|combin\w*|"
    r"train(?:s|ed|ing)?|implement\w*|inspired by|modif\w+|in|from)"
    r"(?: (?!than\b)[\w,/-]+){0,6} ?[(,]? ?$"
)
_RESULT = re.compile(
    r"^(?:[\w,/() .-]{0,60}? )??(?:outperform|underperform|achiev|perform|lags?|fails?|struggl|"
    r"obtain|(?:is|are|was|were) (?:less|more|not|still|best|vulnerable|outperformed|surpassed)|"
    r"baselines?\b|by \d)"
)
_SERVES = re.compile(
    r"^(?:as|embeddings?|features?|encoder|decoder|backbone|framework|architecture|tokeni[sz]er|library|"
    r"to|for|platform|toolkit|algorithm|representations?|language models?)\b"
)
_SOURCE = re.compile(
    r"\b(?:extend\w*|built|build\w*|derived|construct\w*|extract\w*|collect\w*|sampled|taken|"
    r"sourced|annotat\w+|enrich\w*|translat\w+|re-?annotat\w*|drawn|crawled|re-?purpos\w+|curat\w+|"
    r"augment\w*|version|subset|portion|part|inspir\w+|mapp\w+|aligned|grounded|consist\w*)"
    r" (?:[\w-]+ ){0,6}$"
)
_FIGURES = re.compile(r"\d+(?:\.\d+)? ?(?:%|points?\b|BLEU|F1)|\bstate-of-the-art\b", re.I)
"""Results, as they are given in figures."""


def features(candidate: Candidate, kind: str, around: Surroundings) -> list[str]:
    """The features that tell a dataset's or method's role, or what an ``own`` thing is."""
    if kind == "method":
        return [*_part(candidate, around), *around.telling, *beside(candidate, around)]
    if kind == "own":
        return beside(candidate, around)
    return [
        *_uses(candidate, around),
        *around.telling,
        *beside(candidate, around),
        *_reports(candidate, around),
    ]


def _reports(candidate: Candidate, around: Surroundings) -> list[str]:
    """How a dataset's sentences begin, and whether they give figures."""
    text, low = around.text, around.low
    found: dict[str, None] = {}
    figures = False
    for number in _sentences(candidate, around):
        start, end = text.sentence_span(number)
        first = text.token_at(start)
        found[f"start={low[first]}"] = None
        found[f"start2={' '.join(low[first : first + 2])}"] = None
        figures = figures or _FIGURES.search(text.clean, start, end) is not None
    return [*found, f"figures={figures}"]


def beside(candidate: Candidate, around: Surroundings) -> list[str]:
    """The words of the sentences that a candidate stands in."""
    found: dict[str, None] = {}
    for number in _sentences(candidate, around):
        found.update(dict.fromkeys(around.said(number)))
    return list(found)


def _sentences(candidate: Candidate, around: Surroundings) -> list[int]:
    """Numbers of the sentences that a candidate stands in, ascending."""
    return sorted({around.text.sentence_index(p.start) for p in candidate.places})


def lists(candidates: list[Candidate], around: Surroundings) -> list[list[int]]:
    """Numbers of the candidates that are enumerated together in the abstract."""
    number = {id(p): i for i, c in enumerate(candidates) for p in c.places}
    found = ([*dict.fromkeys(number[id(p)] for p in some)] for some in around.enumerations)
    return [some for some in found if len(some) > 1]


def _part(candidate: Candidate, around: Surroundings) -> list[str]:
    """What a method is to the paper, by the words around its places."""
    text, low = around.text, around.low
    found: dict[str, None] = {}
    for place in candidate.places:
        if place.start < text.title_end:
            continue
        number = text.sentence_index(place.start)
        begin = text.token_at(text.sentence_starts[number])
        before = " ".join(low[max(begin, place.first - 16) : place.first]) + " "
        after = " ".join(low[place.last + 1 : place.last + 10])
        start, end = text.sentence_span(number)
        ours = _OURS.search(text.clean[start:end].lower()) is not None
        for name, hit in (
            ("beaten", _BEATEN.search(before)),
            ("tested", _TESTED.search(before)),
            ("built", _BUILT.search(before)),
            ("result", _RESULT.match(after)),
            ("serves", _SERVES.match(after) or place.suffix in ("based", "style")),
            ("likened", _LIKENS.search(before)),
        ):
            if hit:
                found[f"part={name}"] = None
                found[f"part={name},{'ours' if ours else 'theirs'}"] = None
        found[f"part=in-{'our' if ours else 'their'}-sentence"] = None
    return list(found)


def _uses(candidate: Candidate, around: Surroundings) -> list[str]:
    """What a dataset is used for in the whole text."""
    text, low = around.text, around.low
    places = [p for p in candidate.places if p.start > text.title_end]
    if not places or names_campaign(candidate.name):
        return ["use=tests", "use=campaign" if places else "use=title-only"]
    begins = [text.token_at(text.sentence_starts[text.sentence_index(p.start)]) for p in places]
    found = {_use(p, b, around) for p, b in zip(places, begins, strict=True)}
    features = [f"use-at={u}" for u in sorted(found)]
    features.append(f"use={next(u for u in ('tests', 'trains', 'mentions') if u in found)}")
    if candidate.known and candidate.known.sort == "simulator":
        features.append("use=simulator")
    if any(
        _SOURCE.search(" ".join(low[max(b, p.first - 12) : p.first]) + " ")
        for p, b in zip(places, begins, strict=True)
    ):
        features.append("use=source")
    return features


def _use(place: Occurrence, begin: int, around: Surroundings) -> str:
    """What a dataset is used for at one place: ``trains``, ``tests`` or ``mentions``."""
    text, low = around.text, around.low
    before = " ".join(low[max(begin, place.first - 24) : place.first])[-300:] + " "
    after = " ".join(low[place.last + 1 : place.last + 10])
    number = text.sentence_index(place.start)
    start, end = text.sentence_span(number)
    ours = _OURS.search(text.clean[start:end].lower()) is not None
    if _OTHERS.search(before):
        return "mentions"
    trains = [m.end() for m in _TRAINS.finditer(before)]
    tests = [m.end() for m in _TESTS.finditer(before)]
    if trains and (not tests or trains[-1] >= tests[-1]):
        return "trains"
    if _LIKENS.search(before):
        return "tests" if tests and ours else "mentions"
    if tests or _TESTS_AFTER.search(after):
        return "tests" if ours or number > 0.3 * around.sentences else "mentions"
    return "tests" if ours or number > 0.5 * around.sentences else "mentions"
