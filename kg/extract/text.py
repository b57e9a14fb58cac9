"""A paper's text made ready for reading: cleaned, cut into sentences and tokens.

Cleaning keeps the length: every character of `Text.clean` stands where its original stands
in `Paper.text`, so that offsets found in the clean text are offsets in the paper's text.
"""

from __future__ import annotations

import bisect
import re

import numpy as np
import numpy.typing as npt

from kg.extract import latex

_SAME_LENGTH = str.maketrans(
    {
        "~": " ",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
        "\r": " ",
        "\u2018": "'",
        "\u2019": "'",
        "`": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": ",",
        "\u2212": "-",
    }
)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b\u200e\u200f\ufeff]")

# A stop ends a sentence before a capital, a digit or a quote; so does one that lost its blank
# ("image.In this", "TravTrans+.CodeFill surpasses"). Every branch begins with one of four
# characters, so that `re` looks for these only.
_STOP = re.compile(
    r"[.!?][\"')\]]{0,2}\s+(?=[\"'(\[]?[A-Z0-9\u00c0-\u00de])"
    r"|[.?!](?<=[a-z)+%\d][.?!])(?=[A-Z][A-Za-z-]*\s+[a-z(])"
    r"|\n+"
)
_NO_STOP = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|cf|vs|viz|approx|resp|Fig|Figs|Eq|Eqs|Sec|No|Dr|Prof|Mr|Mrs"
    r"|St|spp?|var|ca|al|Inc|Ltd|Jr|w\.r\.t|a\.k\.a|incl)|\b[A-Z]|\bU\.S)\.$"
)
# A word of plain letters before a blank is what most tokens are, and quickest to find.
_TOKEN = re.compile(
    r"[A-Za-z]++(?= )"
    r"|https?://\S+"
    r"|[^\W_]+(?:(?:[-_&'*@^]|/(?=[^\W_]{1,2}\b)|(?<=\b[^\W_])/|(?<=\b[^\W_]{2})/"
    r"|[.,](?=\d)|(?<=\d)\.(?=[A-Za-z]?\d)|(?<=[A-Za-z])\.(?=(?:[A-Za-z]|jl|py)\b))"
    r"[^\W_]+)*(?:\+{1,2}(?![^\W_]))?"
    r"|[^\w\s]|_+"
)


def clean(raw: str) -> str:
    """The text without LaTeX marks and odd spaces, every character in its old place.

    >>> clean("on MS~MARCO by 5\\\\% with \\\\emph{care}")
    'on MS MARCO by 5 % with care       '
    """
    return latex.without_marks(_CONTROL.sub(" ", raw).translate(_SAME_LENGTH))


class Text:
    """A paper's text, cut once for all the finders.

    Attributes:
        raw: `Paper.text`.
        clean: The same length, see `clean`.
        title_end: Offset at which the title ends.
        words: Tokens in order: words (with inner hyphens, slashes, points), marks, addresses.
        low: The same in lower case.
        starts, ends: Offsets of each token.
        vector: Its unit vector, once `kg.extract.word_vectors` has made it.
        written: Sentences that were asked for, in one line, by number.
        sentence_starts: Offsets at which sentences begin, ascending; the first is 0.
    """

    __slots__ = (
        "clean",
        "ends",
        "low",
        "raw",
        "sentence_starts",
        "starts",
        "title_end",
        "vector",
        "words",
        "written",
    )

    def __init__(self, title: str, abstract: str) -> None:
        self.raw = f"{title}\n{abstract}"
        self.clean = clean(self.raw)
        self.title_end = len(title)
        clean_text = self.clean
        self.words: list[str] = _TOKEN.findall(clean_text)
        self.low: list[str] = [word.lower() for word in self.words]
        self.starts: list[int] = []
        self.ends: list[int] = []
        end = 0
        for word in self.words:  # only blanks stand between tokens
            start = clean_text.find(word, end)
            end = start + len(word)
            self.starts.append(start)
            self.ends.append(end)
        self.sentence_starts = _sentence_starts(self.clean, self.title_end)
        self.written: dict[int, str] = {}
        self.vector: npt.NDArray[np.float32] | None = None

    def sentence_index(self, offset: int) -> int:
        """Number of the sentence that `offset` lies in; the title is sentence 0."""
        return bisect.bisect_right(self.sentence_starts, offset) - 1

    def sentence_span(self, index: int) -> tuple[int, int]:
        """Start and end offset of a sentence."""
        starts = self.sentence_starts
        end = starts[index + 1] if index + 1 < len(starts) else len(self.clean)
        return starts[index], end

    def sentence(self, offset: int) -> str:
        """The sentence that `offset` lies in, as written, in one line."""
        index = self.sentence_index(offset)
        sentence = self.written.get(index)
        if sentence is None:
            start, end = self.sentence_span(index)
            sentence = self.written[index] = " ".join(self.raw[start:end].split())
        return sentence

    def token_at(self, offset: int) -> int:
        """Number of the token that begins at `offset` or, between tokens, the next one."""
        return bisect.bisect_left(self.starts, offset)


def _sentence_starts(text: str, title_end: int) -> list[int]:
    starts = [0]
    for found in _STOP.finditer(text):
        begin, at = found.span()
        if text[begin] != "\n":
            begin += 1  # after the stop
        if "\n" not in text[begin:at]:
            if begin < title_end:
                continue
            if _NO_STOP.search(text[max(0, begin - 8) : begin].rstrip("\"')]")):
                continue
        if at > starts[-1] and at < len(text):
            starts.append(at)
    return starts
