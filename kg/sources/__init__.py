"""Readers of what users have: one module a format, told by content, read as a stream.

A format's module has two functions: ``recognises(head)`` says whether the first 64 KiB of a
file (as text, uncompressed) look like it, ``read(path, report)`` gives its papers one by one and
tells the report what it left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from kg import ids
from kg.errors import InputError, NotPapersError, UsageError
from kg.folder import MANIFEST, read_manifest
from kg.paper import Paper
from kg.sources import (
    acl,
    addresses,
    arxiv,
    bibtex,
    crossref,
    csv_export,
    files,
    grobid,
    jsonl,
    latex,
    listing,
    nlp_progress,
    openalex,
    paperswithcode,
    paratext,
    retractions,
    ris,
    semantic_scholar,
    semantic_scholar_release,
    values,
)
from kg.sources.report import Remark, Report

__all__ = [
    "SOURCES",
    "Remark",
    "Report",
    "Source",
    "complete",
    "completes",
    "detect",
    "read",
    "titles",
    "walk",
]

completes = semantic_scholar_release.completes
titles = semantic_scholar_release.titles


@dataclass(frozen=True, slots=True)
class Source:
    """A format that kg reads.

    Attributes:
        recognises: Whether a file's head is of this format.
        read: The papers of a file; what is left out goes to the report.
    """

    recognises: Callable[[str], bool]
    read: Callable[[Path, Report], Iterator[Paper]]


def _source(module: ModuleType) -> Source:
    return Source(module.recognises, module.read)


SOURCES: dict[str, Source] = {
    "bibtex": _source(bibtex),
    "ris": _source(ris),
    "openalex": _source(openalex),
    "semanticscholar": _source(semantic_scholar),
    "crossref": _source(crossref),
    "arxiv": _source(arxiv),
    "acl": _source(acl),
    "paperswithcode": _source(paperswithcode),
    "nlp-progress": _source(nlp_progress),
    "grobid": _source(grobid),
    "jsonl": _source(jsonl),
    "csv": _source(csv_export),
    "listing": _source(listing),
}
"""Format name to reader, in the order in which they are tried on a file's head."""

_LICENCE = re.compile(
    r"(?:LICEN[CS]E|COPYING|NOTICE|RELEASE_NOTES|CHANGELOG|CONTRIBUTING|CODE_OF_CONDUCT)(?:\.(?:md|txt|rst))?",
    re.IGNORECASE,
)
_NOTHING_TO_COMPLETE = (
    "this completes papers that have a CorpusId, and there is none: "
    "give the release's papers with it"
)
_HYPHENED = re.compile(r"(?<=\b\w\.) (?=-\w)")
_TYPESET = {
    **dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    **dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF), ""),
    **dict.fromkeys((0x2010, 0x2011), "-"),
    **dict.fromkeys((0x00A0, 0x2007, 0x202F), " "),
}
"""Ligatures, marks of where a word may be parted, hyphens and blanks where no line may end."""
_SET = re.compile(f"[{''.join(map(chr, _TYPESET))}]")
_CONTROL = {
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " "),
    **{code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)},
}
"""Characters that nobody sees but a terminal obeys; the upper ones are Windows' signs, misread."""
_CONTROLLED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(r"\s*<\?xml|\s*<[!\w]+")


def detect(path: Path) -> str:
    """The format of a file, by its content.

    What is called .csv or .tsv and is of no other format is a table, whatever its columns.

    Raises:
        InputError: It can't be opened, or is of no format that kg reads.
    """
    text = files.head(path)
    found = next(name for name, source in SOURCES.items() if source.recognises(text))
    if found == "listing" and {".csv", ".tsv"} & {s.lower() for s in path.suffixes}:
        return "csv"
    if found == "listing" and _MARKUP.match(text):
        raise InputError(
            "XML or HTML of a kind that kg does not read",
            path=path,
            remedy=f"kg reads {', '.join(SOURCES)}; --source forces one",
        )
    return found


def walk(inputs: Sequence[Path]) -> list[Path]:
    """The files of some files and folders, each once; a folder gives what is below it, by name.

    Hidden files, graphs made by kg, licences, and what an OpenAlex snapshot says of itself (lists
    of parts, merged identifiers, release notes) are passed over.

    Raises:
        InputError: One isn't there, or a folder has no file in it.
    """
    found: dict[Path, None] = {}
    for path in inputs:
        if not path.is_dir():
            found[_regular(path)] = None
            continue
        graphs = {p.parent for p in path.rglob(MANIFEST) if read_manifest(p.parent)}
        if path in graphs:
            raise InputError(
                "this is a graph made by kg, not papers",
                path=path,
                remedy="give the files that it was made of, or ask it: kg query, kg browse",
            )
        below = [
            p
            for p in sorted(path.rglob("*"))
            if p.is_file()
            and graphs.isdisjoint(p.parents)
            and not _keeps_books(p)
            and not _LICENCE.fullmatch(p.name)
            and not any(
                part.startswith(".") or part.endswith(".kg") for part in p.relative_to(path).parts
            )
        ]
        if not below:
            raise InputError("no file in this folder", path=path, remedy="name another")
        found |= dict.fromkeys(below)
    return list(found)


def _keeps_books(path: Path) -> bool:
    """Whether a file of an OpenAlex snapshot is its own book-keeping.

    That is the ``manifest`` beside the date partitions, and what stands in ``merged_ids``.
    """
    if path.name == "manifest":
        return any(path.parent.glob("updated_date=*"))
    return "merged_ids" in path.parts[-3:-1] and ".csv" in path.suffixes


def _regular(path: Path) -> Path:
    """A file that can be read again, as its format is told first and an update reads it anew."""
    if path.is_file():
        return path
    if path.exists() or str(path) == "-":
        what = "standard input" if str(path) == "-" else "this is a pipe or a device, which"
        raise InputError(
            f"{what} can be read only once",
            path=path,
            remedy="save what comes through it as a file, and give that",
        )
    raise InputError("no such file", path=path, remedy="check the path")


def read(
    paths: Sequence[Path],
    *,
    source: str | None = None,
    columns: Mapping[str, str] | None = None,
    kept: bool = False,
    joined: bool = False,
    among: bool = False,
    report: Report,
) -> Iterator[Paper]:
    """The papers of all files, in order; last what files say that only complete those of others.

    Args:
        paths: Files.
        source: A key of `SOURCES`; by default each file's format is told by its content.
        columns: Of a CSV table: field to heading, see `kg.sources.csv_columns`. One of several
            files that has none of them is read as it is.
        kept: The columns are a graph's, chosen for files that need not be among these.
        joined: Abstracts that complete papers stand in these, not in records of their own.
        among: There are other files beside these, so that even the only one may hold no paper.
        report: Collects what was left out.

    Raises:
        InputError: The only file can't be opened, or holds no paper; one of several is
            left out and reported.
        UsageError: No such source, or columns named that no file has.
    """
    if source is not None and source not in SOURCES:
        raise UsageError(f"no source is called {source!r}", remedy=f"one of {', '.join(SOURCES)}")
    completing = dict.fromkeys(filter(completes, paths))
    whole = [path for path in paths if path not in completing]
    joining = joined and bool(completing)
    known: list[Paper] = []
    for paper in _of_files(whole, source, columns, kept, among, report):
        paper = _with_names(_in_unicode(_bare(_visible(_identified(paper)))))
        if paratext.is_title(paper.title, paper.abstract):
            report.note(*paper.location, f"front matter, not a paper: {paper.title[:60]!r}")
            continue
        paper = _linked(paper, report)
        if standing := retractions.of_text(paper.title, paper.abstract):
            report.warn(*paper.location, f"{standing}: {paper.title}")
        if completing:
            known.append(paper)
        if not joining:
            yield paper
    said = complete(known, completing, report)
    if not joining:
        yield from said
        return
    abstracts = {record.corpus_id: record.abstract for record in said if record.abstract}
    for paper in known:
        yield replace(paper, abstract=paper.abstract or abstracts.get(paper.corpus_id, ""))


def complete(papers: Iterable[Paper], paths: Iterable[Path], report: Report) -> Iterator[Paper]:
    """What files that complete others' papers say of some papers, as records of these.

    A file that can't be read is reported.

    Args:
        papers: The papers, as `read` gives them.
        paths: Files of which `completes` is true.
        report: Collects what was left out.
    """
    known = titles(papers)
    for path in paths:
        if not known:
            report.warn(path, 0, _NOTHING_TO_COMPLETE)
            continue
        try:
            for record in semantic_scholar_release.complete(path, known, report):
                yield replace(_in_unicode(_bare(_visible(record))), title=record.title)
        except InputError as error:
            report.skip(path, error.line or 0, error.what)


def _identified(paper: Paper) -> Paper:
    """The paper with the arXiv or ACL identifier that its DOI is made of."""
    if paper.doi is None:
        return paper
    arxiv = paper.arxiv_id or ids.arxiv_of_doi(paper.doi)
    acl_id = paper.acl_id or ids.acl_of_doi(paper.doi)
    if (arxiv, acl_id) == (paper.arxiv_id, paper.acl_id):
        return paper
    return replace(paper, arxiv_id=arxiv, acl_id=acl_id)


def _linked(paper: Paper, report: Report) -> Paper:
    """The paper without addresses that are none of the web; these are told of."""
    wrong = [address for address, _ in paper.links if not addresses.is_web(address)]
    for address in wrong:
        report.warn(*paper.location, f"no address of the web, left out: {address[:60]!r}")
    links = (link for link in paper.links if link[0] not in wrong)
    return replace(paper, links=tuple(links)) if wrong else paper


def _visible(paper: Paper) -> Paper:
    """The paper without control characters."""
    names = (a.name for a in paper.authors)
    texts = (paper.title, paper.abstract, paper.venue or "", *paper.keywords, *names)
    if not any(map(_CONTROLLED.search, texts)):
        return paper
    return replace(
        paper,
        title=" ".join(paper.title.translate(_CONTROL).split()) or "?",
        abstract=paper.abstract.translate(_CONTROL),
        venue=paper.venue and " ".join(paper.venue.translate(_CONTROL).split()),
        authors=tuple(
            replace(a, name=" ".join(a.name.translate(_CONTROL).split())) for a in paper.authors
        ),
        keywords=tuple(" ".join(k.translate(_CONTROL).split()) for k in paper.keywords),
    )


def _bare(paper: Paper) -> Paper:
    """The paper without what publishers and typesetters put in: a label before the abstract."""
    paper = _untypeset(paper)
    abstract = values.unlabelled(paper.abstract)
    return paper if abstract == paper.abstract else replace(paper, abstract=abstract)


def _untypeset(paper: Paper) -> Paper:
    """The paper in the letters that one types, without what a typesetter puts in their stead."""
    texts = (paper.title, paper.abstract, paper.venue or "", *(a.name for a in paper.authors))
    if all(map(str.isascii, texts)) or not any(map(_SET.search, texts)):
        return paper
    return replace(
        paper,
        title=" ".join(paper.title.translate(_TYPESET).split()) or paper.title,
        abstract=paper.abstract.translate(_TYPESET),
        venue=paper.venue and paper.venue.translate(_TYPESET),
        authors=tuple(replace(a, name=a.name.translate(_TYPESET) or a.name) for a in paper.authors),
    )


def _in_unicode(paper: Paper) -> Paper:
    """The paper without HTML's marks, accented letters that its source writes in LaTeX as such.

    The abstract keeps marks of letters: a note's number must not join the word before it.
    """
    if "<" in paper.title or "&" in paper.title or "<" in paper.abstract:
        title = " ".join(values.unmarked(paper.title).split())
        abstract = values.formulas(paper.abstract)
        paper = replace(paper, title=title or paper.title, abstract=abstract)
    written = (paper.title, paper.abstract, *(author.name for author in paper.authors))
    if not any("\\" in text for text in written):
        return paper
    return replace(
        paper,
        title=latex.accents(paper.title) or paper.title,
        abstract=latex.accents(paper.abstract),
        authors=tuple(replace(a, name=latex.accents(a.name) or a.name) for a in paper.authors),
    )


def _with_names(paper: Paper) -> Paper:
    """The paper, initials that a hyphen joins written together: IEEE has ``C. -H. Wu``."""
    if not any(". -" in author.name for author in paper.authors):
        return paper
    written = (replace(a, name=_HYPHENED.sub("", a.name)) for a in paper.authors)
    return replace(paper, authors=tuple(dict.fromkeys(written)))


def _of_files(
    paths: Sequence[Path],
    source: str | None,
    columns: Mapping[str, str] | None,
    kept: bool,
    among: bool,
    report: Report,
) -> Iterator[Paper]:
    several = among or len(paths) > 1
    unused = bool(columns) and not kept
    for path in paths:
        try:
            files.head(path)
            form = source or detect(path)
            table = form == "csv" or (form == "listing" and source is None)
            alone = not (several or kept)
            if columns and table and (alone or csv_export.has(path, columns)):
                unused = False
                yield from csv_export.read(path, report, columns=columns)
            else:
                if form == "listing" and source is None:
                    listing.refuse_document(path)
                yield from SOURCES[form].read(path, report)
        except InputError as error:
            if not several:
                raise
            tell = report.note if isinstance(error, NotPapersError) else report.skip
            tell(path, error.line or 0, error.what)
    if columns and unused:
        raise UsageError(
            f"no file is a table with a column {' or '.join(map(repr, columns.values()))}",
            remedy="look for the names in the first line of the table, or leave --columns out",
        )
