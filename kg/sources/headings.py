"""What the headings above a leaderboard's table name: a dataset, a task, or neither.

Pages of NLP-progress go from the task (the first level) over parts of it to datasets (mostly
the third level) and their versions, but not all keep to it; a heading's form decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_AROUND = re.compile(
    r"^(?:comparison|current|datasets?|evaluations?|experimental|explicit|implicit|knowledge-based"
    r"|metrics?|other|overview|platforms?|references?|resources?|results?|smaller|splits"
    r"|standard|commonly|supervised|table of contents|tasks?|unsupervised|warning)\b"
    r"|\b(?:approach(?:es)?|datasets|models?|results?|(?<!shared )task|versions?)$",
    re.IGNORECASE,
)
_RESULTS = re.compile(r"^results? (?:on|for) (?:the )?(.+?)(?: (?:test|dev) set)?$", re.IGNORECASE)
_PREPOSITION = re.compile(r"\s(?:for|from|in|of|on|to|with)\s", re.IGNORECASE)
_ACTIVITY = re.compile(r"(?:ing|[ts]ion|sis|ment|isation|ization)$", re.IGNORECASE)
_CAPITALS = re.compile(r"\b\w*[A-Z]\w*[A-Z]|\d|\b(?:Corpus|Dataset|Treebank|Benchmark)\b")
_BRACKET = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")
_EXPLAINED = re.compile(r"^(\S*[A-Z]\S*[A-Z]\S*) [-–—] .+ .+$")


def dataset(above: Sequence[tuple[int, str]]) -> tuple[str, str | None] | None:
    """The name and long form of the dataset that the nearest fitting heading names.

    Args:
        above: Level and text of each heading that a table stands under, outermost first.

    >>> dataset([(1, "Summarization"), (3, "CNN / Daily Mail"), (4, "Anonymized version")])
    ('CNN / Daily Mail', None)
    >>> dataset([(1, "Missing Elements"), (3, "Numeric Fused-Head (NFH)"), (4, "Implicit")])
    ('NFH', 'Numeric Fused-Head')
    >>> dataset([(1, "Word Sense Disambiguation"), (3, "Supervised:")]) is None
    True
    """
    for position in range(len(above) - 1, 0, -1):
        level, heading = above[position]
        heading = _plain(heading)
        if found := _RESULTS.match(heading):
            return _name(found.group(1))
        if _is_dataset(heading, level, [_plain(text) for _, text in above[:position]]):
            return _name(heading)
    return None


def tasks(above: Sequence[tuple[int, str]]) -> list[str]:
    """The task that the page is of, and the parts of it that the headings name.

    >>> tasks([(1, "Semantic parsing"), (2, "AMR parsing"), (3, "LDC2020T02")])
    ['Semantic parsing', 'AMR parsing']
    """
    found = []
    for position, (level, heading) in enumerate(above):
        heading = _plain(heading)
        before = [_plain(text) for _, text in above[:position]]
        first = position == 0 and level == 1
        if first or (_is_activity(heading) and not _is_dataset(heading, level, before)):
            found.append(_BRACKET.sub(r"\1", heading))
    return list(dict.fromkeys(t for t in found if t and (t == found[0] or not _AROUND.search(t))))


def _plain(heading: str) -> str:
    return heading.strip().rstrip(":").rstrip()


def _is_dataset(heading: str, level: int, before: Sequence[str]) -> bool:
    if not heading or heading.endswith(".") or _AROUND.search(heading):
        return False
    if level >= 4:
        return _is_named(heading)
    if _is_numbered(heading) or _EXPLAINED.match(heading):
        return True
    if level == 3 and (
        len(before) == 1 or (len(heading.split()) == 1 and _is_activity(before[-1]))
    ):
        return True
    return not _is_activity(heading)


def _is_named(heading: str) -> bool:
    """Whether a heading of a lower level has the form of a name: figures, capitals, one word."""
    if _is_activity(heading):
        return False
    return _CAPITALS.search(heading) is not None or len(heading.split()) == 1


def _is_numbered(heading: str) -> bool:
    """``WMT22 shared task on …``, ``… (SemEval 2010 Task 8)``: an event of a year."""
    bracket = _BRACKET.match(heading)
    return bool(re.search(r"\d", bracket.group(2) if bracket else heading))


def _is_activity(heading: str) -> bool:
    """Whether a heading names something to do: ``AMR parsing``, ``Conversion to PTB``."""
    head = _PREPOSITION.split(_BRACKET.sub(r"\1", heading))[0].split()
    return bool(head) and _ACTIVITY.search(head[-1]) is not None


def _name(heading: str) -> tuple[str, str | None]:
    """A dataset's name without what explains it, and its long form."""
    if found := _EXPLAINED.match(heading):
        return found.group(1), None
    if found := _BRACKET.match(heading):
        long, short = found.groups()
        if " " in short and re.search(r"[A-Z].*\d", short):
            return short, long
        if " " in long and " " not in short and _CAPITALS.match(short) and short[0] == long[0]:
            return short, long
        if not short.isdigit():
            return long, None
    return re.sub(r"(?<=\S) dataset$", "", heading), None
