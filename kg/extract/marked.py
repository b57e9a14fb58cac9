"""Plain words that a text marks as names: by their type, in its title, by what they do."""

from __future__ import annotations

import re

from kg.extract.embedding import pieces
from kg.extract.text import Text

_TYPED = re.compile(r"\\text(?:tt|sc)\s?\{\s?([A-Za-z][\w+-]{2,})\s?\}")
_SMALL = re.compile(r"^[a-z][a-z\d_+-]{2,}$")
_BIG = re.compile(r"^[A-Z][a-z]{3,}$")
_NO_SUBJECT = re.compile(
    r"(?:s|ly|ing|tion|ment|ness|ity|ance|ence|er|or|ed|ism|sis|al|ive|ent|ant|ous|ic|able|ar|ful|ate)$"
)
_ACTS = re.compile(
    r"^(?!(?:models|methods|systems|approaches|networks|tasks|words|features|texts|agents)$)"
    r"(?:is|was|has|can|[a-z]{3,}[a-rt-z]s)$"
)


def marked_words(text: Text, head: int) -> dict[str, str]:
    """Words that look like any other, and how the text marks them as names.

    Args:
        text: The text.
        head: Number of the token that begins what stands before the title's colon; -1 without.

    Returns:
        Word to ``type`` ("\\texttt{stylo}"), ``title`` ("brms: An R package") or ``begins``
        ("Lumen reads the scale bar").
    """
    words = text.words
    title_tokens = text.token_at(text.title_end)
    found: dict[str, str] = {}
    if "\\text" in text.raw:
        found.update(dict.fromkeys(_TYPED.findall(text.raw), "type"))
    if head >= 0 and words[head + 1] == ":":
        first = words[head]
        if _SMALL.match(first) and first in words[title_tokens:] and not _is_common(first):
            found[first] = "title"
    after_stops = [i + 1 for i in range(title_tokens, len(words) - 2) if words[i] == "."]
    for i in (title_tokens, *after_stops) if title_tokens < len(words) - 1 else ():
        word = words[i]
        if (
            (_SMALL.match(word) or _BIG.match(word))
            and _ACTS.match(words[i + 1])
            and not _NO_SUBJECT.search(word)
            and not _is_common(word.lower())
        ):
            found.setdefault(word, "begins")
    return found


def _is_common(word: str) -> bool:
    """Whether a word is a piece of its own in WordPiece's vocabulary of 30,000."""
    return word in pieces()
