"""LaTeX in bibliographies as plain text: accents, special letters, braces, dashes."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327",
    "k": "\u0328", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "th": "þ", "dj": "đ", "textendash": "–",
    "textemdash": "—", "textquoteright": "'", "textquoteleft": "'", "ldots": "…", "dots": "…",
    "textasciitilde": "~", "textbackslash": "\\",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:([`'^~=.\"])\s*|([uvHcdbkr])(?=\s*\{|\s+[A-Za-z\\]))\s*"
    r"(?:\{\s*(\\?[A-Za-z])\s*\}|(\\?[A-Za-z]))"
)
_LETTER = re.compile(r"\\([A-Za-z]+)(?![A-Za-z])(?:\{\}|\s(?=\S))?")
_FORMATTING = re.compile(
    r"\\(?:emph|textbf|textit|texttt|textsc|textrm|textsf|text|mbox|mathrm|url|href|enquote)\s*"
    r"(?=\{)"
)
_MATH = re.compile(r"(?<!\\)\$[^$]*\$")


def plain(text: str) -> str:
    r"""Plain text in one line; what stands between dollar signs stays as it is.

    >>> plain(r"G{\"o}del, Erd\H{o}s and {\'E}variste: {AI} \& Caf\'{e}s -- $x_{1}$ \emph{now}")
    'Gödel, Erdős and Évariste: AI & Cafés – $x_{1}$ now'
    """
    pieces = []
    at = 0
    for math in _MATH.finditer(text):
        pieces += [_words(text[at : math.start()]), math.group()]
        at = math.end()
    pieces.append(_words(text[at:]))
    return " ".join("".join(pieces).split())


def _words(text: str) -> str:
    if "\\" in text:
        text = _ACCENT.sub(_accented, text)
        text = _FORMATTING.sub("", text)
        text = _LETTER.sub(lambda m: _LETTERS.get(m[1], m[0]), text)
        text = re.sub(r"\\([&%$#_{} ])", r"\1", text)
    text = text.replace("{", "").replace("}", "").replace("~", " ")
    text = text.replace("``", '"').replace("''", '"')
    return text.replace("---", "—").replace("--", "–")


def _accented(found: re.Match[str]) -> str:
    letter = (found[3] or found[4]).lstrip("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[found[1] or found[2]])
