"""Papers that their authors have withdrawn or their publishers retracted: read, with a warning.

`kg.sources.read` looks at every title and abstract; readers tell what else a record says of it.
"""

from __future__ import annotations

import re

from kg.paper import Paper
from kg.sources.report import Report

_BEGINNING = 300
"""Characters of an abstract in which a withdrawal is told."""
_TITLE = re.compile(
    r"\W*(?:(retracted|withdrawn)(?:\s+(?:article|chapter|paper))?\s*[:\])]"
    r"|notice of (retraction|withdrawal)\b)",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"\b(?:paper|article|manuscript|submission|preprint|work|note|version|report)"
    r"(?:\s\([^()]*\))? (?:has|is|was) (?:now |been |being ){0,2}(withdrawn|retracted)"
    r"|\bauthors? (?:has|have) (?:withdrawn|retracted) (?:this|the|their)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"^\W*(?:withdrawn|retracted)\b|\b(?:withdrawn|retracted) (?:by|due|because|as|for)\b",
    re.IGNORECASE,
)


def of_text(title: str, abstract: str) -> str | None:
    """``withdrawn`` or ``retracted`` where a paper's own text says so.

    >>> of_text("RETRACTED ARTICLE: On Larvae", ""), of_text("On Retracted Papers", "")
    ('retracted', None)
    >>> of_text("On Larvae", "This paper has been withdrawn by the author due to an error.")
    'withdrawn'
    """
    if found := _TITLE.match(title):
        return "retracted" if "retract" in found.group().lower() else "withdrawn"
    if found := _TEXT.search(abstract, 0, _BEGINNING):
        return "retracted" if "retract" in found.group().lower() else "withdrawn"
    return None


def in_comment(comment: str) -> bool:
    """Whether what authors remark on their paper says that they have withdrawn it.

    >>> in_comment("This paper has been withdrawn"), in_comment("Withdrawn: an error in lemma 2")
    (True, True)
    >>> in_comment("replaces a withdrawn draft")
    False
    """
    return bool(_TEXT.search(comment) or _COMMENT.search(comment))


def warn(paper: Paper, report: Report, said: str) -> None:
    """Warn of a paper that its source calls withdrawn or retracted.

    Where its text says so too, `kg.sources.read` warns of it.

    Args:
        paper: The paper.
        report: Gets the warning.
        said: ``withdrawn`` or ``retracted``.
    """
    if not of_text(paper.title, paper.abstract):
        report.warn(*paper.location, f"{said}: {paper.title}")
