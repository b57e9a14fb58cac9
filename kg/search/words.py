"""What a word is: letters and digits, lower case, without marks, singular."""

from __future__ import annotations

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

_BREAK = r"[^\p{L}\p{N}]+"
_MARKS = r"\p{Mn}+"
_APART = re.compile(r"[\W_]+")


def split(column: pa.ChunkedArray) -> pa.Array:
    """The words of each text, as a list array; nulls have none. Words are not `stem`-med."""
    text = pc.fill_null(column.combine_chunks(), "")
    text = pc.replace_substring_regex(pc.utf8_normalize(text, "NFKD"), _MARKS, "")
    return pc.split_pattern_regex(pc.utf8_lower(text), _BREAK)


def of(text: str) -> list[str]:
    """The words of a query, made as `split` makes them.

    >>> of("Multi-Vector Retrieval: naïve 2.0")
    ['multi', 'vector', 'retrieval', 'naive', '2', '0']
    """
    plain = text
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        plain = "".join(c for c in parts if unicodedata.category(c) != "Mn")
    return [word for word in _APART.split(plain.lower()) if word]


def stem(word: str) -> str:
    """The singular by Harman's S-stemmer (How effective is suffixing? JASIS 1991, table 1).

    >>> [stem(w) for w in ("queries", "models", "corpus", "class", "indices", "bias")]
    ['query', 'model', 'corpus', 'class', 'indice', 'bia']
    """
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]
