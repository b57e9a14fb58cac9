"""What a candidate's surroundings say of it, as named features.

The names are kept readable ("prev=outperforms", "head=data"), because the strongest one is
shown to the user as the rule that a mention was found by.
"""

from __future__ import annotations

import re
from functools import cache

from kg.extract.campaigns import names_campaign
from kg.extract.candidates import Candidate, Occurrence
from kg.extract.claims import claims
from kg.extract.enumerations import enumerations
from kg.extract.text import Text
from kg.extract.vocabulary import word_set
from kg.extract.word_table import WordTable

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


_PHRASE_ENDS = frozenset(
    (
        "for of in with from via by to on using toward towards and through without as at that : -"
    ).split()
)
_NEAR = frozenset("we our this".split())
_PREPOSITIONS = frozenset("on in with from by to over than as of".split())
_NO_LETTERS = re.compile(r"[^A-Za-z]+")
_SMALL, _CAPITALS, _DIGITS = (re.compile(x) for x in (r"[a-z]+", r"[A-Z]+", r"\d+"))
_PIECE = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")


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


def _phrase_kind(title: list[str]) -> str:
    """What the noun phrase after a title's colon ends in: ``data``, ``model`` or ``other``."""
    phrase = title[title.index(":") + 1 :] if ":" in title else []
    end = next((i for i, w in enumerate(phrase) if i and w in _PHRASE_ENDS), len(phrase))
    return _heads().get(phrase[end - 1], "other") if phrase else "other"


_SAID = WordTable(lambda word: f"said={word}" if word.isalpha() else "")


class Surroundings:
    """A text's tokens in lower case with their cues, made once for all its candidates."""

    def __init__(
        self,
        text: Text,
        candidates: list[Candidate],
        defined: dict[str, str],
        telling: list[str],
    ) -> None:
        self.text = text
        self.telling = telling
        self._said: dict[int, list[str]] = {}
        self.low = text.low
        self.defined = {k.lower(): v for k, v in defined.items()}
        cues = _cue_words()
        self.cues = [cues.get(w) for w in self.low]
        self.by_token: dict[int, Candidate] = {}
        for candidate in candidates:
            for place in candidate.places:
                for token in range(place.first, place.last + 1):
                    self.by_token[token] = candidate
        abstract = [p for c in candidates for p in c.places if p.start > text.title_end]
        self.enumerations = enumerations(abstract, self.low)
        self._enumerated = {p.first: some for some in self.enumerations for p in some}
        self.sentences = len(text.sentence_starts)
        title = self.low[: text.token_at(text.title_end)] or [":"]
        ends = [*(w in _PHRASE_ENDS or not w[0].isalnum() for w in title[1:]), True]
        self.title_heads = sorted(
            {
                f"title-has={_heads()[w]}"
                for w, e in zip(title, ends, strict=True)
                if e and w in _heads()
            }
        )
        self.title_phrase = _phrase_kind(title)

    def said(self, number: int) -> list[str]:
        """The words of a sentence, as features; made once for all that stands in it."""
        words = self._said.get(number)
        if words is None:
            start, end = self.text.sentence_span(number)
            low = self.low[self.text.token_at(start) : self.text.token_at(end)]
            words = self._said[number] = [f for f in map(_SAID.__getitem__, low) if f]
        return words

    def features(self, candidate: Candidate) -> list[str]:
        """The features of all places of a candidate, each once."""
        name = candidate.name
        long_form = self.defined.get(name.lower())
        features = self._shape(candidate, name, long_form)
        said: set[str] = set()
        of_list: set[str] = set()
        first_in_abstract = -1
        for place in candidate.places:
            if place.start < self.text.title_end:
                features += self._in_title(place)
                continue
            sentence = self.text.sentence_index(place.start)
            begin = self.text.token_at(self.text.sentence_starts[sentence])
            features += self._in_sentence(place, sentence, begin)
            said.update(self._claims(place, begin, long_form))
            of_list.update(self._list_claims(place, begin))
            if first_in_abstract < 0:
                first_in_abstract = sentence
        features += [f"claim={c}" for c in sorted(said)]
        features.append(f"claims={min(len(said), 4)}")
        features += [f"list-claim={c}" for c in sorted(of_list)]
        if first_in_abstract >= 0:
            third = min(2, 3 * first_in_abstract // max(1, self.sentences))
            features.append(f"first-in-third={third}")
        found = dict.fromkeys(features)
        found.update(dict.fromkeys(self._together(candidate, found)))
        return list(found)

    def _together(self, candidate: Candidate, found: dict[str, None]) -> list[str]:
        """Pairs of features that say more than the two by themselves."""
        known = candidate.known.kind if candidate.known else "unknown"
        often = min(len(candidate.places), 3)
        looks = f"namelike={candidate.namelike}"
        features = [
            f"{f}&{known}" for f in found if f.startswith(("head=", "claim=", "list-claim="))
        ]
        if "before-colon" in found:
            features += [
                f"before-colon&count={often}",
                f"before-colon&count={often}&{looks}",
                f"before-colon&{known}",
            ]
        elif "in-title" in found:
            features.append(f"in-title&count={often}&{looks}&{known}")
        if not candidate.known:
            claimed = min(2, sum(f.startswith("claim=") for f in found))
            features.append(f"unknown&{looks}&claims={claimed}")
        return features

    def _shape(self, candidate: Candidate, name: str, long_form: str | None) -> list[str]:
        features = [f"count={min(len(candidate.places), 4)}", *self.title_heads]
        if candidate.marked:
            features.append(f"marked={candidate.marked}")
        if name.islower():
            features.append("shape=small")
        elif any(w.islower() for w in name.split()):
            features.append("shape=small-inside")
        if candidate.known:
            features.append(f"name={candidate.known.name}")
            features.append(f"known={candidate.known.sort}")
            features.append(f"known-kind={candidate.known.kind}")
            if candidate.known.ordinary:
                features.append("known-ordinary")
        else:
            features.append("unknown")
        if names_campaign(name):
            features.append("campaign-task" if "ask" in name else "campaign")
        letters = _NO_LETTERS.sub("", name)
        if letters.isupper():
            features.append("shape=capitals")
        elif " " in name:
            features.append("shape=words")
        elif letters[:1].isupper() and letters[1:].islower():
            features.append("shape=capitalised")
        else:
            features.append("shape=mixed")
        features.append(f"namelike={candidate.namelike}")
        if any(c.isdigit() for c in name):
            features.append("shape=digits")
        if "-" in name:
            features.append("shape=hyphen")
        features.append(f"length={min(len(name) // 3, 6)}")
        pieces = dict.fromkeys(p.lower() for p in _PIECE.findall(name))
        features += [f"piece={p}" for p in pieces]
        shape = _SMALL.sub("a", _CAPITALS.sub("A", _DIGITS.sub("0", name)))
        features.append(f"written={shape[:8]}")
        words = name.lower().split()
        if len(words) > 1:
            features.append(f"last={words[-1]}")
            features.append(f"first={words[0]}")
            if kind := _heads().get(words[-1]):
                features.append(f"last={kind}")
        else:
            features += [f"ends={letters[-n:]}" for n in (2, 3, 4) if len(letters) > n + 1]
            features += [f"begins={letters[:n]}" for n in (2, 3, 4) if len(letters) > n + 1]
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

    def _in_title(self, place: Occurrence) -> list[str]:
        low, first, last = self.low, place.first, place.last
        features = [f"suffix={place.suffix}"] if place.suffix else []
        features.append("in-title")
        if first == 0 or (first == 1 and low[0] in ("the", "a", "an")):
            features.append("title-first")
            following = low[last + 1] if last + 1 < len(low) else ""
            if following == ":":
                features += ["before-colon", f"before-colon={self.title_phrase}"]
            elif following in ("-", "at", "@"):
                features.append(f"before={following}")
        else:
            features.append(f"title-prev={low[first - 1]}")
        return features

    def _in_sentence(self, place: Occurrence, sentence: int, begin_token: int) -> list[str]:
        """What stands around a place in the abstract, in a sentence that begins at a token."""
        low, first, last = self.low, place.first, place.last
        heads = _heads()
        p1 = low[first - 1] if first > begin_token else "<s>"
        p2 = low[first - 2] if first > begin_token + 1 else "<s>"
        p3 = low[first - 3] if first > begin_token + 2 else "<s>"
        following = low[last + 1] if last + 1 < len(low) else ""
        n2 = low[last + 2] if last + 2 < len(low) else ""
        features = [f"suffix={place.suffix}"] if place.suffix else []
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
        features += self._enumeration(place)
        features.append(f"place={min(3, 4 * sentence // max(1, self.sentences))}")
        return features

    def _claims(self, place: Occurrence, begin: int, long_form: str | None) -> list[str]:
        """`claims` of one place; of "long form (NAME)", of the long form's beginning."""
        first = place.first
        if long_form and first > begin and self.low[first - 1] == "(":
            word = long_form.lower().replace("-", " ").split(" ", 1)[0]
            for token in range(first - 2, max(begin, first - 16) - 1, -1):
                if self.low[token].startswith(word):
                    first = token
                    break
        before = self.low[max(begin, first - 20) : first]
        following = place.last + 1
        if self.low[following : following + 1] == [")"] and self.low[place.first - 1] == "(":
            following += 1  # "Long Form (NAME), a novel …" speaks of both
        after = self.low[following : following + 9]
        return claims(before, after, first=first == begin)

    def _list_claims(self, place: Occurrence, begin: int) -> list[str]:
        """`claims` of the enumeration that a place stands in, seen as one."""
        some = self._enumerated.get(place.first)
        if some is None:
            return []
        before = self.low[max(begin, some[0].first - 20) : some[0].first]
        after = self.low[some[-1].last + 1 : some[-1].last + 10]
        return claims(before, after, first=some[0].first == begin)

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
        for word in self.low[max(begin, first - 6) : first]:
            if word in _NEAR:
                features.append(f"near={word}")
            elif word in _PREPOSITIONS:
                features.append(f"preposition={word}")
        return features

    def _enumeration(self, place: Occurrence) -> list[str]:
        """What the neighbours in "A, B, and C" are, and what stands before the first of them."""
        some = self._enumerated.get(place.first)
        if some is None:
            first = place.first
            apart = first > 1 and self.low[first - 1] == "," and first - 2 in self.by_token
            return ["after-name"] if apart else []
        at = some.index(place)
        features = ["enumerated"]
        for other in (*some[max(at - 1, 0) : at], *some[at + 1 : at + 2]):
            known = self.by_token[other.first].known
            features.append(f"beside={known.kind if known else 'unknown'}")
        if at and some[0].first:
            # what governs the head of the enumeration governs this one too
            features.append(f"list-prev={self.low[some[0].first - 1]}")
        return features
