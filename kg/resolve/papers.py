"""Which records are one paper, and what they say together.

Records with an identifier in common are one paper, unless neither titles nor authors have anything
in common: hand-kept bibliographies have a book's DOI on each chapter. So are records with the same
title, when nothing speaks against it: years at most one apart (three from a preprint), the same
first author, no two different DOIs of publishers. A title may lack its subtitle when the authors
are the same. The year is the publication's.
Whatever the order of the records, the same ones come together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg import ids
from kg.paper import Author, Paper
from kg.resolve import preprints, spelling
from kg.resolve.components import Components
from kg.resolve.people import surname

Numbers = npt.NDArray[np.int64]

_FIELDS = ("doi", "arxiv_id", "acl_id", "openalex_id", "s2_id", "corpus_id")
_VALUES = attrgetter(*_FIELDS)
_PREFIXES = ("doi", "arxiv", "acl", "openalex", "s2", "corpusid")
_ARXIV_DOI = "10.48550/arxiv."
_TELLING = 4
"""Words of a title from which on it tells a paper by itself."""
_OTHER = frozenset(
    "part volume i ii iii iv v corrigendum erratum correction addendum reply comment response "
    "retraction".split()
)
"""Words behind a colon that tell another paper, not the same one's subtitle."""
_CROWD = 50
"""Records of one title from which on only those with the same year and author are compared."""


@dataclass(frozen=True, slots=True)
class MergedPaper:
    """One paper of the graph.

    Attributes:
        key: The node's key.
        paper: What its records say together.
        records: Numbers of its records; the first one's text is the paper's.
    """

    key: str
    paper: Paper
    records: tuple[int, ...]


def identifiers(paper: Paper) -> Iterator[str]:
    """The canonical identifiers of a record, the most telling first."""
    for prefix, value in zip(_PREFIXES, _VALUES(paper), strict=True):
        if value:
            yield f"{prefix}:{value}"
    if paper.doi and (arxiv := ids.arxiv_of_doi(paper.doi)):
        yield f"arxiv:{arxiv}"


def merge(
    papers: Sequence[Paper],
    *,
    same: Sequence[Sequence[str]] = (),
    different: Sequence[Sequence[str]] = (),
) -> list[MergedPaper]:
    """The papers that records stand for, by key.

    Args:
        papers: The records.
        same: Groups of keys or titles that the user says are one paper.
        different: Groups of keys or titles of which no two are one paper.
    """
    apart = [frozenset(ids.fold(n) for n in group) for group in different]
    together = Components(len(papers))
    by_identifier: dict[str, list[int]] = defaultdict(list)
    for identifier, number in _shared(*_identified(papers)):
        by_identifier[identifier].append(number)
    for numbers in by_identifier.values():
        _join_identified(together, papers, numbers, apart)
    titles = spelling.known_title.all(pa.array([p.title for p in papers], pa.string()))
    by_title: dict[str, list[int]] = defaultdict(list)
    for title, number in _shared(titles, np.arange(len(papers))):
        by_title[title].append(number)
    for title, numbers in by_title.items():
        if len(title) > 3:
            _join_titles(together, papers, numbers, apart)
    _join_subtitles(together, papers, titles, apart)
    for group in same:
        wanted = {ids.fold(n) for n in group}
        named = [i for i, p in enumerate(papers) if wanted & _names(p)]
        for other in named[1:]:
            together.join(named[0], other)
    merged = [_merged(papers, numbers) for numbers in together.groups()]
    return _unique(sorted(merged, key=lambda m: m.key))


def _identified(papers: Sequence[Paper]) -> tuple[pa.Array, Numbers]:
    """The identifiers of all records, as of `identifiers`, and the records' numbers."""
    columns = [
        pa.array([getattr(p, name) or None for p in papers], pa.string()) for name in _FIELDS
    ]
    found = [
        pc.binary_join_element_wise(prefix, column, ":")
        for prefix, column in zip(_PREFIXES, columns, strict=True)
    ]
    of_arxiv = pc.fill_null(pc.starts_with(columns[0], _ARXIV_DOI), False)
    inside = [
        f"arxiv:{number}" if (number := ids.arxiv_of_doi(doi)) else None
        for doi in columns[0].filter(of_arxiv).to_pylist()
    ]
    nowhere = pa.nulls(len(papers), pa.string())
    found.append(pc.replace_with_mask(nowhere, of_arxiv, pa.array(inside, pa.string())))
    numbers = np.arange(len(papers))
    there = [column.is_valid() for column in found]
    return (
        pa.concat_arrays([c.filter(t) for c, t in zip(found, there, strict=True)]),
        np.concatenate([numbers[t.to_numpy(zero_copy_only=False)] for t in there]),
    )


def _shared(names: pa.Array, numbers: Numbers) -> Iterator[tuple[str, int]]:
    """What several records have, and these, in ascending order."""
    counts = names.value_counts()
    several = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    places = np.flatnonzero(pc.is_in(names, value_set=several))
    places = places[np.argsort(numbers[places], kind="stable")]
    return zip(names.take(places).to_pylist(), numbers[places].tolist(), strict=True)


def _join_identified(
    together: Components,
    papers: Sequence[Paper],
    numbers: list[int],
    apart: Sequence[frozenset[str]],
) -> None:
    """Join what has an identifier in common, but for those that can't be one paper.

    A record that can be of several of these is of the one with its title, else of the first.
    """
    works: list[int] = []
    for number in sorted(numbers, key=lambda n: (not papers[n].authors, papers[n].title)):
        paper = papers[number]
        fitting = [
            w
            for w in works
            if not _kept_apart(paper, papers[w], apart) and not _contradict(paper, papers[w])
        ]
        if fitting:
            of_title = (w for w in fitting if papers[w].title == paper.title)
            together.join(next(of_title, fitting[0]), number)
        else:
            works.append(number)


def _join_titles(
    together: Components,
    papers: Sequence[Paper],
    numbers: list[int],
    apart: Sequence[frozenset[str]],
) -> None:
    """Join what stands under one title and agrees.

    A record that agrees with two others that don't agree with each other joins neither, so that
    a bare title never makes one paper of two.
    """
    components: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        components[together.find(number)].append(number)
    groups = list(components.values())
    if len(groups) > _CROWD:
        close: dict[tuple[int | None, str], list[int]] = defaultdict(list)
        for group in groups:
            if papers[group[0]].year and papers[group[0]].authors:
                close[papers[group[0]].year, _first_author(papers[group[0]])] += group[:1]
        for numbers_of_one in close.values():
            for number in numbers_of_one[1:]:
                if _may_be_one(papers[numbers_of_one[0]], papers[number]):
                    together.join(numbers_of_one[0], number)
        return

    def agree(a: list[int], b: list[int]) -> bool:
        return all(
            _may_be_one(papers[i], papers[j]) and not _kept_apart(papers[i], papers[j], apart)
            for i in a
            for j in b
        )

    near = {
        i: {j for j, other in enumerate(groups) if i != j and agree(group, other)}
        for i, group in enumerate(groups)
    }
    for i, others in near.items():
        for j in others:
            if others - {j} <= near[j] and near[j] - {i} <= others:
                together.join(groups[i][0], groups[j][0])


def _join_subtitles(
    together: Components,
    papers: Sequence[Paper],
    titles: pa.Array,
    apart: Sequence[frozenset[str]],
) -> None:
    """Join a title without its subtitle with the one paper of the same authors that has one.

    Args:
        together: What is joined.
        papers: The records.
        titles: Theirs, as of `spelling.title`.
        apart: Names of papers that the user keeps apart.
    """
    longer: dict[str, list[int]] = defaultdict(list)
    whole = pa.array([p.title for p in papers], pa.string())
    with_colon = np.flatnonzero(pc.match_substring(whole, ":"))
    heads = pc.list_element(pc.split_pattern(whole.take(with_colon), ":", max_splits=1), 0)
    shorts = spelling.known_title.all(heads)
    there = pc.is_in(shorts, value_set=titles)
    shorts = shorts.filter(there)
    for short, number in zip(shorts.to_pylist(), with_colon[there].tolist(), strict=True):
        head, _, tail = papers[number].title.partition(":")
        if not _OTHER & set(ids.fold(tail).split()) and len(ids.fold(head).split()) >= _TELLING:
            longer[short].append(number)
    found = np.flatnonzero(pc.is_in(titles, value_set=pa.array(longer.keys(), pa.string())))
    by_title: dict[str, list[int]] = defaultdict(list)
    for title, number in zip(titles.take(found).to_pylist(), found.tolist(), strict=True):
        by_title[title].append(number)
    for short, numbers in longer.items():
        if len({together.find(n) for n in numbers}) > 1:
            continue
        for other in by_title[short]:
            a, b = papers[numbers[0]], papers[other]
            authors = _surnames(a)
            fits = authors and authors == _surnames(b) and _may_be_one(a, b)
            if fits and not _kept_apart(a, b, apart):
                together.join(numbers[0], other)


def _surnames(paper: Paper) -> list[str]:
    return [surname(a.name).split()[-1] for a in paper.authors if surname(a.name)]


def _may_be_one(a: Paper, b: Paper) -> bool:
    """Whether two records of the same title can be one paper."""
    first, second = _first_author(a), _first_author(b)
    if first and second and first.split()[-1] != second.split()[-1]:
        return False
    if preprints.apart(a, b) > 1:
        telling = first and second and len(ids.fold(a.title).split()) >= _TELLING
        if not telling or not (preprints.is_preprint_of(a, b) or preprints.is_preprint_of(b, a)):
            return False
    dois = {paper.doi for paper in (a, b) if paper.doi}
    if len(dois) > 1 and not any(map(preprints.is_preprint_doi, dois)):
        return False
    if a.arxiv_id and b.arxiv_id and a.arxiv_id != b.arxiv_id:
        return False
    if a.acl_id and b.acl_id and a.acl_id != b.acl_id:
        return False
    short = len(ids.fold(a.title).split()) < 3
    return not short or bool(first and second and a.year and b.year)


def _contradict(a: Paper, b: Paper) -> bool:
    """Whether records can't be of one paper, whatever identifier they share.

    Titles in two scripts are no contradiction, nor are titles that were changed, or translated by
    the same authors.
    """
    if a.title == b.title or not (a.authors and b.authors):
        return False
    titles = [set(ids.fold(p.title).split()) for p in (a, b)]
    names = [{w for n in p.authors for w in ids.fold(n.name).split() if len(w) > 1} for p in (a, b)]
    if not all(word.isascii() for words in (*titles, *names) for word in words):
        return False
    shared = len(titles[0] & titles[1])
    return names[0].isdisjoint(names[1]) and 2 * shared < min(map(len, titles))


def _first_author(paper: Paper) -> str:
    return surname(paper.authors[0].name) if paper.authors else ""


def _names(paper: Paper) -> set[str]:
    key = ids.title_key(paper.title, paper.year)
    return set(map(ids.fold, (paper.title, paper.id, key, *identifiers(paper))))


def _kept_apart(a: Paper, b: Paper, apart: Sequence[frozenset[str]]) -> bool:
    """Whether the user calls the records by different names of one group."""
    if not apart:
        return False
    ours, theirs = _names(a), _names(b)
    found = ((group & ours, group & theirs) for group in apart)
    return any(x and y and x != y for x, y in found)


def _merged(papers: Sequence[Paper], numbers: list[int]) -> MergedPaper:
    if len(numbers) == 1:
        paper = papers[numbers[0]]
        return MergedPaper(_key(paper, (paper,)), paper, (numbers[0],))
    order = sorted(numbers, key=lambda n: (-len(papers[n].abstract), repr(papers[n])))
    paper = papers[order[0]]
    for number in order[1:]:
        paper = _union(paper, papers[number])
    paper = replace(paper, year=preprints.year(papers[n] for n in order))
    return MergedPaper(_key(paper, [papers[n] for n in order]), paper, tuple(order))


def _key(paper: Paper, records: Sequence[Paper]) -> str:
    """The most telling identifier of all records, a publisher's DOI before a preprint's."""
    if len(records) == 1 and not (paper.doi or "").startswith(_ARXIV_DOI):
        return next(identifiers(paper), None) or ids.title_key(paper.title, paper.year or None)
    dois = sorted(r.doi for r in records if r.doi)
    dois.sort(key=preprints.is_preprint_doi)
    if dois and not dois[0].startswith(_ARXIV_DOI):
        return f"doi:{dois[0]}"
    found = [i for r in records for i in identifiers(r) if not i.startswith(f"doi:{_ARXIV_DOI}")]
    if found:
        return min(found, key=lambda i: (_PREFIXES.index(i.partition(":")[0]), i))
    years = [r.year for r in records if r.year]
    return min(ids.title_key(r.title, min(years, default=None)) for r in records)


def _unique(merged: list[MergedPaper]) -> list[MergedPaper]:
    """Keys that two papers would share (one title, one year, two papers) are numbered.

    Args:
        merged: Papers by key.
    """
    if len({m.key for m in merged}) == len(merged):
        return merged
    seen: dict[str, list[MergedPaper]] = defaultdict(list)
    for one in merged:
        seen[one.key].append(one)
    out = []
    for key, group in seen.items():
        if len(group) > 1:
            group.sort(key=lambda m: repr(m.paper))
        out += group[:1] + [replace(m, key=f"{key}~{i}") for i, m in enumerate(group[1:], 2)]
    return sorted(out, key=lambda m: m.key)


def _union(paper: Paper, other: Paper) -> Paper:
    """What both say: the first one's word where both speak, lists together."""
    changes: dict[str, Any] = {}
    for name in ("venue", "url", *_FIELDS):
        if getattr(paper, name) is None:
            changes[name] = getattr(other, name)
    if paper.doi and other.doi and preprints.is_preprint_doi(paper.doi):
        changes["doi"] = other.doi
    if paper.venue and other.venue and preprints.is_archive(paper.venue):
        changes["venue"] = other.venue
    if not paper.keywords:
        changes["keywords"] = other.keywords
    changes["authors"] = _authors(paper.authors, other.authors)
    for name in ("references", "cited_by", "links", "stated"):
        changes[name] = tuple(dict.fromkeys((*getattr(paper, name), *getattr(other, name))))
    return replace(paper, **changes)


def _authors(ours: tuple[Author, ...], theirs: tuple[Author, ...]) -> tuple[Author, ...]:
    """One list of authors: the longer, with names written out and ORCIDs of the other."""
    if len(theirs) > len(ours):
        ours, theirs = theirs, ours
    if len(ours) != len(theirs):
        return ours
    both = []
    for a, b in zip(ours, theirs, strict=True):
        if surname(a.name) != surname(b.name):
            return ours
        both.append(Author(max(a.name, b.name, key=len), a.orcid or b.orcid))
    return tuple(both)
