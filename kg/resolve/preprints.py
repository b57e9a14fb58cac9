"""What tells a preprint from the publication that follows it, and the years of both."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.paper import Paper

PREPRINT_YEARS = 3
"""Years that a publication may follow its preprint by."""
_DOI = re.compile(
    r"10\.(?:48550/arxiv\."
    r"|1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8}(?:v\d+)?$|64898/"  # bioRxiv and medRxiv
    r"|2139/ssrn\.|21203/rs\.|20944/preprints|26434/chemrxiv|36227/techrxiv|22541/au\.|33774/"
    r"|(?:31219|31222|31223|31234|31235|33767|35542)/)",  # OSF's servers
    re.IGNORECASE,
)
_ARCHIVE = re.compile(
    r"(?:arxiv|corr|(?:bio|med|chem|tech)rxiv|(?:psy|soc|eng|ed|earth)arxiv|ssrn|research square"
    r"|preprints\.org|authorea)\b",
    re.IGNORECASE,
)
_ARXIV_YEAR = re.compile(r"(?:[a-z-]+/)?(\d\d)[01]\d(?:\.\d{4,5}|\d{3})")


def is_preprint_doi(doi: str) -> bool:
    """Whether a DOI is one that a preprint server gives.

    >>> is_preprint_doi("10.1101/2020.03.22.002386"), is_preprint_doi("10.48550/arxiv.1706.03762")
    (True, True)
    >>> is_preprint_doi("10.1101/gr.229202"), is_preprint_doi("10.1038/nature14539")
    (False, False)
    """
    return _DOI.match(doi) is not None


def is_archive(venue: str) -> bool:
    """Whether a venue is a preprint server, as sources call them.

    >>> is_archive("bioRxiv"), is_archive("CoRR abs/1706.03762"), is_archive("Nature")
    (True, True, False)
    """
    return _ARCHIVE.match(venue) is not None


def is_published(paper: Paper) -> bool:
    """Whether a record says where its paper came out, other than on a preprint server."""
    venue = paper.venue is not None and not is_archive(paper.venue)
    doi = paper.doi is not None and not is_preprint_doi(paper.doi)
    return bool(paper.acl_id) or doi or venue


def years(paper: Paper) -> set[int]:
    """The years that a record may be of: the stated one, and an arXiv identifier's own.

    Reference managers give a preprint the year of its last version, which may be any later one.
    """
    found = {paper.year} if paper.year else set()
    number = _ARXIV_YEAR.fullmatch(paper.arxiv_id or "")
    if number and paper.year and not is_published(paper):
        of_century = int(number[1])
        found.add((1900 if of_century > 90 else 2000) + of_century)
    return found


def apart(a: Paper, b: Paper) -> int:
    """The least number of years between two records; 0 where one has none."""
    return min((abs(x - y) for x in years(a) for y in years(b)), default=0)


def is_preprint_of(early: Paper, late: Paper) -> bool:
    """Whether one record can be a preprint, and the other its publication, by their years."""
    preprint = early.arxiv_id or (early.doi and is_preprint_doi(early.doi))
    bare = not early.acl_id and (not early.doi or is_preprint_doi(early.doi))
    if not (preprint and bare and is_published(late) and late.year):
        return False
    return any(0 < late.year - year <= PREPRINT_YEARS for year in years(early))


def year(records: Iterable[Paper]) -> int | None:
    """The year of a paper that has several records, the most telling one first.

    It is that of the publication where one of them is of it; one that has an arXiv identifier
    too may give the preprint's, so that the latest of such counts. Of preprints alone it is the
    first version's.
    """
    dated = [r for r in records if r.year]
    published = [r for r in dated if is_published(r)]
    if alone := next((r.year for r in published if not r.arxiv_id), None):
        return alone
    if published:
        return max(r.year for r in published if r.year)
    return min((r.year for r in dated if r.year), default=None)
