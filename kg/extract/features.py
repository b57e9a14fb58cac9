"""What a candidate's surroundings say of it, as named features.

The names are kept readable ("prev=outperforms", "head=data"), because the strongest one is
shown to the user as the rule that a mention was found by.
"""

from __future__ import annotations

import re
from functools import cache

from kg.extract.candidates import Candidate, Occurrence
from kg.extract.text import Text
from kg.extract.vocabulary import word_set

CUES = ("propose", "evaluate", "outperform", "compare", "train", "use", "prior")
_DATA_LONG = re.compile(
    r"\b(?:data ?set|corpus|corpora|benchmark|treebank|database|collection|challenge|suite|"
    r"leaderboard|simulator|environment|lexicon|test ?set|questions)s?$",
    re.I,
)
_MODEL_LONG = re.compile(
    r"\b(?:network|model|transformer|framework|algorithm|method|system|machine|encoder|decoder|"
    r"architecture|module|attention|learning|approach|loss|strategy|mechanism|tool|toolkit|"
    r"library|platform|pooling|regression|optimization|retriever|search|forest|field|memory)s?$",
    re.I,
)


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
_CAMPAIGN = re.compile(r"(?:SemEval|WMT|CoNLL|IWSLT|CLEF|TREC|BioCreative|VarDial|SIGMORPHON)\b")


@cache
def _cue_words() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for cue in CUES:
        for word in word_set(f"cue-{cue}"):
            words[word] = (*words.get(word, ()), cue)
    return words


@cache
def _heads() -> dict[str, str]:
    return {w: "model" for w in word_set("head-model")} | {w: "data" for w in word_set("head-data")}


class Surroundings:
    """A text's tokens in lower case with their cues, made once for all its candidates."""

    def __init__(self, text: Text, candidates: list[Candidate], defined: dict[str, str]) -> None:
        self.text = text
        self.low = [w.lower() for w in text.words]
        self.defined = {k.lower(): v for k, v in defined.items()}
        cues = _cue_words()
        self.cues = [cues.get(w) for w in self.low]
        self.by_token: dict[int, Candidate] = {}
        for candidate in candidates:
            for place in candidate.places:
                for token in range(place.first, place.last + 1):
                    self.by_token[token] = candidate
        self.sentences = len(text.sentence_starts)
        title = self.low[: text.token_at(text.title_end)]
        self.title_heads = sorted({f"title-has={_heads()[w]}" for w in title if w in _heads()})

    def features(self, candidate: Candidate) -> list[str]:
        """The features of all places of a candidate, each once."""
        found: dict[str, None] = dict.fromkeys(self._shape(candidate))
        title_end = self.text.title_end
        in_abstract = [p for p in candidate.places if p.start > title_end]
        for place in candidate.places:
            found.update(dict.fromkeys(self._place(place, in_title=place.start < title_end)))
        if in_abstract:
            first = self.text.sentence_index(in_abstract[0].start)
            third = min(2, 3 * first // max(1, self.sentences))
            found[f"first-in-third={third}"] = None
        return list(found)

    def _shape(self, candidate: Candidate) -> list[str]:
        name = candidate.name
        features = [f"count={min(len(candidate.places), 4)}", *self.title_heads]
        if candidate.known:
            features.append(f"known={candidate.known.sort}")
            features.append(f"known-kind={candidate.known.kind}")
            if candidate.known.ordinary:
                features.append("known-ordinary")
        else:
            features.append("unknown")
        letters = re.sub(r"[^A-Za-z]", "", name)
        if letters.isupper():
            features.append("shape=capitals")
        elif " " in name:
            features.append("shape=words")
        elif re.match(r"^[A-Z][a-z]+$", letters):
            features.append("shape=capitalised")
        else:
            features.append("shape=mixed")
        features.append(f"namelike={candidate.namelike}")
        if any(c.isdigit() for c in name):
            features.append("shape=digits")
        if "-" in name:
            features.append("shape=hyphen")
        features.append(f"length={min(len(name) // 3, 6)}")
        ending = re.search(
            r"(?:Net|BERT|Bench|QA|Former|former|GAN|2[A-Z]\w*|GPT|LM|DB|Set|-\d+)$", name
        )
        if ending:
            features.append(f"ends={ending.group() if len(ending.group()) < 7 else '2X'}")
        long_form = self.defined.get(name.lower())
        if long_form:
            features.append("defined")
            if _DATA_LONG.search(long_form):
                features.append("long=data")
            if _MODEL_LONG.search(long_form):
                features.append("long=model")
            capitals = sum(w[:1].isupper() for w in long_form.split())
            features.append("long-capitals" if capitals > 1 else "long-small")
            features.append(f"long-last={long_form.split()[-1].lower()}")
        return features

    def _place(self, place: Occurrence, *, in_title: bool) -> list[str]:
        low = self.low
        first, last = place.first, place.last
        features: list[str] = []
        if place.suffix:
            features.append(f"suffix={place.suffix}")
        following = low[last + 1] if last + 1 < len(low) else ""
        if in_title:
            features.append("in-title")
            if first == 0:
                features.append("title-first")
                if following == ":":
                    features.append("before-colon")
            else:
                features.append(f"title-prev={low[first - 1]}")
            return features
        heads = _heads()
        begin = self.text.sentence_starts[self.text.sentence_index(place.start)]
        begin_token = self.text.token_at(begin)
        p1 = low[first - 1] if first > begin_token else "<s>"
        p2 = low[first - 2] if first > begin_token + 1 else "<s>"
        p3 = low[first - 3] if first > begin_token + 2 else "<s>"
        n2 = low[last + 2] if last + 2 < len(low) else ""
        features += [
            f"prev={p1}",
            f"prev2={p2} {p1}",
            f"next={following}",
            f"next2={following} {n2}",
        ]
        features += [f"near-prev={p2}", f"near-prev={p3}"]
        for token in range(last + 1, min(last + 4, len(low))):
            if low[token] in (",", ".", ";", "("):
                break
            if kind := heads.get(low[token]):
                features.append(f"head={kind}")
                features.append(f"head-word={low[token]}")
                break
        for token in range(first - 1, max(first - 5, begin_token - 1), -1):
            if low[token] in (".", ";", ")"):
                break
            if kind := heads.get(low[token]):
                features.append(f"head-before={kind}")
                break
        if p1 == "(" and following == ")":
            features.append("in-brackets")
        features += self._apposition(begin_token, first, last)
        features += self._cues(begin_token, first, last)
        features += self._enumeration(first, last)
        sentence = self.text.sentence_index(place.start)
        features.append(f"place={min(3, 4 * sentence // max(1, self.sentences))}")
        return features

    def part(self, candidate: Candidate) -> list[str]:
        """What a method is to the paper, by the words around its places, as features."""
        found: dict[str, None] = {}
        for place in candidate.places:
            if place.start < self.text.title_end:
                continue
            number = self.text.sentence_index(place.start)
            begin = self.text.token_at(self.text.sentence_starts[number])
            before = " ".join(self.low[max(begin, place.first - 16) : place.first]) + " "
            after = " ".join(self.low[place.last + 1 : place.last + 10])
            start, end = self.text.sentence_span(number)
            ours = _OURS.search(self.text.clean[start:end].lower()) is not None
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

    def _use(self, place: Occurrence, begin: int) -> str:
        """What a dataset is used for at one place: ``trains``, ``tests`` or ``mentions``."""
        before = " ".join(self.low[max(begin, place.first - 24) : place.first])[-300:] + " "
        after = " ".join(self.low[place.last + 1 : place.last + 10])
        number = self.text.sentence_index(place.start)
        start, end = self.text.sentence_span(number)
        sentence = self.text.clean[start:end].lower()
        ours = _OURS.search(sentence) is not None
        if _OTHERS.search(before):
            return "mentions"
        trains = [m.end() for m in _TRAINS.finditer(before)]
        tests = [m.end() for m in _TESTS.finditer(before)]
        if trains and (not tests or trains[-1] >= tests[-1]):
            return "trains"
        if _LIKENS.search(before):
            return "tests" if tests and ours else "mentions"
        if tests or _TESTS_AFTER.search(after):
            return "tests" if ours or number > 0.3 * self.sentences else "mentions"
        return "tests" if ours or number > 0.5 * self.sentences else "mentions"

    def use(self, candidate: Candidate) -> str:
        """What a dataset is used for in the whole text: `_use` of its places, the sharpest."""
        places = [p for p in candidate.places if p.start > self.text.title_end]
        if not places or _CAMPAIGN.match(candidate.name):
            return "tests"
        if candidate.known and candidate.known.sort == "simulator":
            return "tests"
        starts = self.text.sentence_starts
        found = {
            self._use(p, self.text.token_at(starts[self.text.sentence_index(p.start)]))
            for p in places
        }
        return next(u for u in ("tests", "trains", "mentions") if u in found)

    def _apposition(self, begin: int, first: int, last: int) -> list[str]:
        """The first head word of "NAME, a new dataset …" and the last of "a dataset …, NAME"."""
        features: list[str] = []
        heads = _heads()
        following = self.low[last + 1] if last + 1 < len(self.low) else ""
        if following in (",", ":", "is", "which", "-", "(", "(a"):
            for token in range(last + 2, min(last + 14, len(self.low))):
                if self.low[token] in (".", ";", "that", "which", "to", "for", "by"):
                    break
                if kind := heads.get(self.low[token]):
                    features.append(f"apposed={kind}")
                    features.append(f"apposed-word={self.low[token]}")
                    break
        previous = self.low[first - 1] if first > begin else ""
        if previous in (",", "named", "called", "dubbed", "namely", "termed", "-", ":", "as", "("):
            for token in range(first - 2, max(begin, first - 14) - 1, -1):
                if self.low[token] in (".", ";"):
                    break
                if kind := heads.get(self.low[token]):
                    features.append(f"apposed-before={kind}")
                    features.append(f"apposed-word={self.low[token]}")
                    break
        return features

    def _cues(self, begin: int, first: int, last: int) -> list[str]:
        features: list[str] = []
        seen = 0
        for token in range(first - 1, max(begin - 1, first - 25), -1):
            if cues := self.cues[token]:
                for cue in cues:
                    features.append(f"cue-before{seen}={cue}")
                    if first - token <= 3:
                        features.append(f"cue-close={cue}")
                seen += 1
                if seen == 1:
                    features.append(f"verb-before={self.low[token]}")
                if seen == 3:
                    break
        end = len(self.low)
        for token in range(last + 1, min(end, last + 12)):
            if self.low[token] == "." or (token > last + 1 and self.text.words[token] == ";"):
                break
            if cues := self.cues[token]:
                features += [f"cue-after={cue}" for cue in cues]
                features.append(f"verb-after={self.low[token]}")
                break
        for token in range(max(begin, first - 6), first):
            if self.low[token] in ("we", "our", "this"):
                features.append(f"near={self.low[token]}")
            if self.low[token] in (
                "on",
                "in",
                "with",
                "from",
                "by",
                "to",
                "over",
                "than",
                "as",
                "of",
            ):
                features.append(f"preposition={self.low[token]}")
        return features

    def _enumeration(self, first: int, last: int) -> list[str]:
        """What the neighbours in "A, B, and C" are."""
        features: list[str] = []
        words = self.text.words
        token = last + 1
        while (
            token < len(words) and words[token] in (",", "and", "or", "/", "&") and token < last + 4
        ):
            token += 1
        if token > last + 1 and (other := self.by_token.get(token)):
            features.append("enumerated")
            features.append(f"beside={other.known.kind if other.known else 'unknown'}")
        token = first - 1
        while token >= 0 and words[token] in (",", "and", "or", "/", "&") and token > first - 4:
            token -= 1
        if token < first - 1 and (other := self.by_token.get(token)):
            features.append("enumerated")
            features.append(f"beside={other.known.kind if other.known else 'unknown'}")
            # what governs the head of the enumeration governs this one too
            start = token
            while self.by_token.get(start - 1) is other:
                start -= 1
            hops = 0
            while hops < 8 and start > 0:
                if words[start - 1] in (",", "and", "or") and (
                    more := self.by_token.get(start - 2)
                ):
                    start -= 2
                    while self.by_token.get(start - 1) is more:
                        start -= 1
                    hops += 1
                else:
                    break
            if start > 0:
                features.append(f"list-prev={self.low[start - 1]}")
        return features
