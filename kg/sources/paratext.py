"""What stands around the papers of a volume and has records like theirs: covers, front matter,
lists of contents and reviewers, the volume itself."""

from __future__ import annotations

import re

_KINDS = frozenset({"conference review", "paratext", "front matter", "masthead", "toc"})
_TITLES = re.compile(
    r"\W*(?:(?:inside )?(?:front|back)(?: ?matter| cover)|cover(?: page| image)?"
    r"|(?:half )?title page|copyright(?: notice| page)?|(?:table of )?contents"
    r"|(?:author|subject|keyword)s? index|index of authors|list of (?:authors|reviewers)"
    r"|editorial board|masthead|(?:conference|organi[sz]ing|program(?:me)?) committees?"
    r"|(?:issue|publication) information|publisher'?s? information)(?: [ivxl]+)?\W*",
    re.IGNORECASE,
)


def is_kind(kind: str) -> bool:
    """Whether a database's kind of document is no paper.

    >>> is_kind("Conference Review"), is_kind("Review")
    (True, False)
    """
    return kind.strip().lower() in _KINDS


def is_title(title: str, abstract: str) -> bool:
    """Whether a record without an abstract has a title that only paratext has.

    >>> is_title("[Title page iii]", ""), is_title("Front Matter", ""), is_title("Cover Songs", "")
    (True, True, False)
    """
    return not abstract and _TITLES.fullmatch(title) is not None
