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
_PACKAGES = ("package", "packages")


def marked_words(text: Text, head: int) -> dict[str, str]:
    """Words that look like any other, and how the text marks them as names.

    Args:
        text: The text.
        head: Number of the token that begins what stands before the title's colon; -1 without.

    Returns:
        Word to ``type`` ("\\texttt{stylo}"), ``title`` ("brms: An R package"), ``link`` (the last
        part of an address in the text), ``package`` ("the R package muscat") or ``begins``
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
    for name in _ends_of_addresses(words):
        if _SMALL.match(name) and name in words and not _is_common(name):
            found.setdefault(name, "link")
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
    for i in range(title_tokens, len(words) - 1):
        word = words[i + 1]
        if words[i] in _PACKAGES and _SMALL.match(word) and not _is_common(word):
            found.setdefault(word, "package")
    return found


def _ends_of_addresses(words: list[str]) -> list[str]:
    """The last parts of the addresses of a text: "https://github.com/nextstrain/augur"."""
    paths = (word.rstrip("/.,;:)").split("/") for word in words if word.startswith("http"))
    return [path[-1].removesuffix(".git").lower() for path in paths if len(path) > 3]


def _is_common(word: str) -> bool:
    """Whether a word is a piece of its own in WordPiece's vocabulary of 30,000."""
    return word in pieces()
