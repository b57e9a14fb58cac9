"""Values as reference managers and databases write them: lines, years, names, lists."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from kg import ids
from kg.sources import addresses
from kg.sources.addresses import Identifiers

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TWICE = re.compile(
    r"(<(?:jats:)?tex-math\b.*?</(?:jats:)?tex-math>)\s*<mml:math\b.*?</mml:math>", re.DOTALL
)
"""A formula in TeX, and in MathML beside it."""
_BLOCK = re.compile(
    r"</?(?:jats:)?(?:p|br|sec|title|list|list-item)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_MARK = re.compile(
    r"</?(?:(?:jats|mml):[\w-]+|inline-formula|alternatives|tex-math)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|sc|scp|tt|span|italic|bold|inf|small)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_OPENS = (
    r"(?:A(?=\s[a-z])|All|Although|An|As|At|Background|By|Despite|Due|During|For|From|Given|How"
    r"|However|In|Introduction|It|Many|Most|Motivation|Objectives?|On|Our|Purpose|Recent|Recently"
    r"|Since|Some|The|There|These|This|To|Using|We|What|When|While|With)"
)
"""What the first sentence of an abstract begins with, or its first part is called."""
_LABEL = re.compile(
    r"\s*(?:(?i:abstract|summary)(?:\s*[:：.—–]\s*|\s*\n\s*|-(?=[A-Z]))"
    rf"|(?i:abstract|summary)\s*(?=(?:{_OPENS}|(?i:background|objectives?|purpose))\b)"
    r"|(?:ABSTRACT|SUMMARY)\s+(?=[A-Z][a-z]))(?=\S)"
)
_YEAR = re.compile(r"(?<![0-9])(?:1[5-9]|20)[0-9]{2}(?![0-9])")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd|4th)\.?", re.IGNORECASE)
_INDEXED = re.compile(r"([^,]+) ([A-Z]{1,4})(?: (Jr|Sr|2nd|3rd|4th))?\.?")
_NAMESAKE = re.compile(r"(?<=\w|\.) 0\d{3}$")
_COMPANY = re.compile(r"(?:inc|ltd|llc|corp|co|gmbh|plc|s\.?a)\.?", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:preprint(?: at)?|available(?: at)?|arxiv(?: e-?prints?| preprint)?|corr)?[:,\s]*"
    r"(?:https?://)?arxiv(?:\.org/(?:abs|pdf)/|[:\s]\s?)"
    r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]+)?/\d{7})(?!\d)|arxiv\d{8,9}\b",
    re.IGNORECASE,
)
_ARXIV_VENUE = re.compile(
    r"(?:arxiv(?:\.org| \(cornell university\)| e-?prints?| preprint)?(?:[,:\s]+arxiv:.*)?"
    r"|(?:corr|computing research repository)(?:[,\s]+abs/.*)?)",
    re.IGNORECASE,
)
"""What BibTeX, OpenAlex, Semantic Scholar and DBLP call it."""


def line(text: str) -> str:
    """Text in one line, HTML entities as the characters that they stand for.

    >>> line(" Science &amp;\\n Engineering ")
    'Science & Engineering'
    """
    return " ".join(_ENTITY.sub(lambda m: html.unescape(m.group()), text).split())


def unmarked(text: str) -> str:
    """Text without HTML's, JATS' and MathML's marks; entities as what they stand for.

    >>> unmarked("H<sub>2</sub>O in <i>E. coli</i> &amp;amp; if a < b, c > d")
    'H2O in E. coli & if a < b, c > d'
    """
    if "<" in text:
        text = _LETTERS.sub("", formulas(_BLOCK.sub(" ", text)))
    if "&" in text:
        for _ in range(2):  # some sources escape what is escaped
            text = _ENTITY.sub(lambda m: html.unescape(m.group()), text)
    return text


def formulas(text: str) -> str:
    """Text whose formulas stand without the elements around them.

    >>> formulas('<inline-formula><tex-math notation="LaTeX">$k$</tex-math></inline-formula>-means')
    '$k$-means'
    """
    return _MARK.sub("", _TWICE.sub(r"\1", text)) if "<" in text else text


def unlabelled(abstract: str) -> str:
    """An abstract without the word "Abstract" that a publisher writes before it.

    >>> unlabelled("ABSTRACT Larvae sleep."), unlabelled("Abstract: We see.")
    ('Larvae sleep.', 'We see.')
    >>> unlabelled("AbstractWe see."), unlabelled("Abstract interpretation is sound.")
    ('We see.', 'Abstract interpretation is sound.')
    """
    return abstract[found.end() :] if (found := _LABEL.match(abstract)) else abstract


def paragraphs(text: str) -> str:
    """Text in lines, one a paragraph: blank lines part paragraphs, other line ends are blanks."""
    parts = (line(part) for part in re.split(r"\n\s*\n", text))
    return "\n".join(part for part in parts if part)


def year(text: str) -> int | None:
    """The first year from 1500 to 2099 in a date of any form.

    >>> year("2020-05"), year("1 Jan.-Feb. 2019"), year("in press")
    (2020, 2019, None)
    """
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def person(name: str) -> str:
    """A name in the order in which it is spoken.

    >>> person("van der Berg, Anna"), person("Ray, Jr., Bo"), person("Ray, Bo, III")
    ('Anna van der Berg', 'Bo Ray Jr.', 'Bo Ray III')
    >>> person("Ann Lee"), person("Google, Inc."), person("Bo Ray, Jr."), person("Petrov, Iv.")
    ('Ann Lee', 'Google, Inc.', 'Bo Ray Jr.', 'Iv. Petrov')
    """
    return spoken([line(part) for part in name.split(",")])


def spoken(parts: Sequence[str]) -> str:
    """The parts of a name between its commas, in the order in which they are spoken.

    The number by which DBLP tells namesakes apart is no part of it.

    >>> spoken(["John R. Smith 0001"])
    'John R. Smith'
    """
    parts = [_NAMESAKE.sub("", part) for part in parts if part]
    if len(parts) == 2 and " " in parts[0] and _SUFFIX.fullmatch(parts[1]):
        return " ".join(parts)
    if len(parts) == 2 and not _COMPANY.fullmatch(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3:
        last, first, suffix = parts
        if _SUFFIX.fullmatch(first):
            first, suffix = suffix, first
        return f"{first} {last} {suffix}"
    return ", ".join(parts)


def unaffiliated(names: str) -> str:
    """A list of names without the affiliations that stand in brackets.

    >>> unaffiliated("C. Balázs (1), E. Berger (1 and 2) and C.-P. Yuan ((1) Argonne, (2) MSU)")
    'C. Balázs, E. Berger and C.-P. Yuan'
    """
    while (bare := re.sub(r"\s*\([^()]*\)", "", names)) != names:
        names = bare
    return names


def indexed(name: str) -> str:
    """A name as PubMed's index has it, with the initials in front.

    >>> indexed("van der Berg JK."), indexed("Ray B Jr"), indexed("Garcia-Lopez, Ana M")
    ('JK van der Berg', 'B Ray Jr', 'Garcia-Lopez, Ana M')
    """
    found = _INDEXED.fullmatch(line(name))
    return " ".join(filter(None, (found[2], found[1], found[3]))) if found else name


def phrases(text: str) -> list[str]:
    """Keywords in one text, parted by semicolons, or bars, else by commas; each once.

    >>> phrases("Petri nets; models, discrete; Petri Nets"), phrases("a, b")
    (['Petri nets', 'models, discrete'], ['a', 'b'])
    """
    sign = next((s for s in (";", "；", "|", ",", "，", "、") if s in text), ";")
    found: dict[str, str] = {}
    for part in text.split(sign):
        if phrase := line(part):
            found.setdefault(phrase.casefold(), phrase)
    return list(found.values())


def venue(text: str) -> str | None:
    """A venue's name; arXiv has one, without the number that its citations carry.

    >>> venue("arXiv preprint arXiv:1706.03762"), venue("CoRR"), venue(" ")
    ('arXiv', 'arXiv', None)
    """
    name = line(text)
    return "arXiv" if _ARXIV_VENUE.fullmatch(name) else name or None


def is_arxiv(text: str) -> bool:
    """Whether a note, number or the like begins with the paper's own arXiv identifier.

    >>> is_arxiv("arXiv:1706.03762 [cs.CL]"), is_arxiv("Preprint at https://arxiv.org/abs/hep-th/9901001")
    (True, True)
    >>> is_arxiv("a sequel to arXiv:1706.03762"), is_arxiv("1706.03762")
    (False, False)
    """
    return _ARXIV.match(text) is not None


def identifiers(*, doi: str, urls: Iterable[str], venue: str = "") -> Identifiers:
    """What a paper's DOI field, its addresses and an arXiv citation as venue say of it."""
    found: Identifiers = {}
    if "arxiv" in venue.lower() and (arxiv := ids.arxiv(venue)):
        found["arxiv_id"] = arxiv
    for url in urls:
        found.update(addresses.identifiers(url))
    found.update(addresses.of_doi(ids.doi(doi)))
    return found
