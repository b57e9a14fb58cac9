"""Lines of a paragraph put together again: words that were parted at a line's end are whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PARTED = re.compile(r"([^\W\d_]+)-$")
_GOES_ON = re.compile(r"([^\W\d_]+)")
_WITH_HYPHEN = frozenset(
    "all cross data end fine high human large long low meta mid model multi non one open plug "
    "post pre real self short single small soft state step task three token top two ultra well "
    "word zero".split()
)
"""First halves after which a hyphen at a line's end is, as a rule, the word's own."""


def joined(lines: Sequence[str]) -> str:
    """One text of a paragraph's lines.

    A hyphen at a line's end is the word's own when the word is written with it elsewhere, has
    one more, or begins as such words do.

    >>> joined(["a sparse mech-", "anism of state-of-", "the-art self-", "attention"])
    'a sparse mechanism of state-of-the-art self-attention'
    >>> joined(["pre- and post-", "War re-use, then we re-", "use"])
    'pre- and post- War re-use, then we re-use'
    """
    whole = " ".join(lines).casefold()
    text = ""
    for line in lines:
        line = line.strip()
        if not text:
            text = line
            continue
        before, after = _PARTED.search(text), _GOES_ON.match(line)
        if text.endswith("\u00ad"):
            text = text[:-1] + line
        elif not before or not after or not after[0].islower():
            text = f"{text} {line}"
        elif _is_own(text[: before.start()], before[1], after[0], whole):
            text += line
        else:
            text = text[:-1] + line
    return text.replace("\u00ad", "")


def _is_own(before: str, first: str, second: str, whole: str) -> bool:
    first, second = first.casefold(), second.casefold()
    if re.search(rf"\b{re.escape(first + second)}\b", whole):
        return False
    with_hyphen = re.search(rf"\b{re.escape(first)}-{re.escape(second)}\b", whole) is not None
    return with_hyphen or before.endswith("-") or first in _WITH_HYPHEN
