"""Identifiers in their canonical forms: DOI, arXiv, ACL Anthology, OpenAlex, Semantic
Scholar, ORCID, repository addresses, and the keys of the graph's nodes.

Every place in kg that compares identifiers goes through here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_ARXIV_NEW = re.compile(r"\b(\d{4}\.\d{4,5})(v\d+)?\b")
_ARXIV_OLD = re.compile(r"\b([a-z-]+)(?:\.[A-Za-z-]+)?/(\d{7})(?:v\d+)?\b")
_ARXIV_GLUED = re.compile(
    r"\barxiv((?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2]))(\d{4})\b"
    r"|\barxiv((?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2]))(\d{5})\b",
    re.IGNORECASE,
)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_ACL_DOI = re.compile(r"10\.(?:18653|3115)/v1/(.+)", re.IGNORECASE)
_ACL = re.compile(r"\b([A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)\b")
PARTICLES = frozenset(
    "van von der den de del della di da dos du la le ter ten bin ibn al el".split()
)
"""What belongs to a surname, in small letters before it."""
SLUG = 64
"""The longest key made of a whole text, in letters; of a longer text `slug` keeps the beginning."""
_CORPUS = re.compile(r"(?:CorpusId:)?0*([1-9]\d{0,17})", re.IGNORECASE | re.ASCII)
_ORCID = re.compile(r"(?<!\d)(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])(?!\w)", re.IGNORECASE)
_OPENALEX = re.compile(r"\b(W\d+)\b", re.IGNORECASE)

CODE_HOSTS = frozenset(
    {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sr.ht"}
)
_NOT_OWNERS = frozenset(
    {
        "about",
        "collections",
        "explore",
        "features",
        "marketplace",
        "orgs",
        "search",
        "settings",
        "sponsors",
        "topics",
        "users",
    }
)


def doi(text: str) -> str | None:
    """The DOI in `text`, lower case, without resolver; None when there is none.

    >>> doi("https://doi.org/10.18653/V1/2021.NAACL-main.254")
    '10.18653/v1/2021.naacl-main.254'
    >>> doi("doi: 10.1000/abc).") == "10.1000/abc"
    True
    """
    found = _DOI.search(unquote(text))
    if not found:
        return None
    value = found.group().rstrip(".,;:\"'>]}")
    while value.endswith(")") and value.count(")") > value.count("("):
        value = value[:-1].rstrip(".,;:\"'>]}")
    return value.lower()


def arxiv(text: str) -> str | None:
    """The arXiv identifier in `text`, without version; None when there is none.

    The subject class that an old one may carry is no part of it.

    >>> arxiv("http://arxiv.org/abs/1707.08567v2"), arxiv("math.GT/0309136v1"), arxiv("none")
    ('1707.08567', 'math/0309136', None)
    >>> arxiv("ARXIV14090473"), arxiv("ARXIV170603762")  # as Web of Science writes them
    ('1409.0473', '1706.03762')
    """
    if found := _ARXIV_NEW.search(text):
        return found.group(1)
    if found := _ARXIV_GLUED.search(text):
        return ".".join(part for part in found.groups() if part)
    found = _ARXIV_OLD.search(text)
    return f"{found.group(1)}/{found.group(2)}" if found else None


def arxiv_of_doi(doi: str) -> str | None:
    """The arXiv identifier that a DOI is made of; None when it is no DOI of arXiv's.

    >>> arxiv_of_doi("10.48550/arXiv.1706.03762"), arxiv_of_doi("10.1000/1706.03762")
    ('1706.03762', None)
    """
    found = _ARXIV_DOI.fullmatch(doi)
    return arxiv(found.group(1)) if found else None


def acl_of_doi(doi: str) -> str | None:
    """The ACL Anthology identifier that a DOI is made of; None when it is none of the ACL's.

    >>> acl_of_doi("10.18653/v1/p18-1001"), acl_of_doi("10.18653/v1/2021.acl-long.1")
    ('P18-1001', '2021.acl-long.1')
    """
    found = _ACL_DOI.fullmatch(doi)
    return (acl(found.group(1)) or acl(found.group(1).upper())) if found else None


def acl(text: str) -> str | None:
    """The ACL Anthology identifier in `text`; None when there is none.

    >>> acl("https://aclanthology.org/P18-1001/"), acl("2021.naacl-main.254")
    ('P18-1001', '2021.naacl-main.254')
    """
    found = _ACL.search(text)
    return found.group(1) if found else None


def openalex(text: str) -> str | None:
    """The OpenAlex work identifier in `text`; None when there is none.

    >>> openalex("https://openalex.org/W2741809807")
    'W2741809807'
    """
    found = _OPENALEX.search(text)
    return found.group(1).upper() if found else None


def orcid(text: str) -> str | None:
    """The ORCID in `text`, without resolver; None when there is none.

    >>> orcid("http://orcid.org/0000-0002-1694-233x"), orcid("000000021694233X"), orcid("none")
    ('0000-0002-1694-233X', '0000-0002-1694-233X', None)
    """
    found = _ORCID.search(text)
    return "-".join(found.groups()).upper() if found else None


def corpus(text: str) -> str | None:
    """The number that Semantic Scholar's CorpusId is; None when `text` is none.

    >>> corpus("CorpusID:13756489"), corpus("13756489"), corpus("10.1000/182")
    ('13756489', '13756489', None)
    """
    found = _CORPUS.fullmatch(text)
    return found.group(1) if found else None


_ENDS = ".,;:!?)]}>\"'”’»"
_FILES_OF = {
    "raw.githubusercontent.com": "github.com",
    "codeload.github.com": "github.com",
    "api.github.com": "github.com",
}
_INSIDE = frozenset(
    "- tree blob raw issues merge_requests wikis commit commits tags releases uploads".split()
)


@dataclass(frozen=True, slots=True)
class RepositoryAddress:
    """A repository's canonical address and its parts, spelled as written."""

    host: str
    owner: str
    name: str

    @property
    def url(self) -> str:
        return f"https://{self.host}/{self.owner}/{self.name}"

    @property
    def key(self) -> str:
        """The node's key: hosts, owners and names differ in capitals between sources."""
        return self.url.lower()


def repository(address: str) -> RepositoryAddress | None:
    """The repository that an address points into; None when it points to no repository.

    >>> repository("https://github.com/kwai/KwaiYii/Parrot.").url
    'https://github.com/kwai/KwaiYii'
    >>> repository("http://www.GitHub.com/a/b.git/").url
    'https://github.com/a/b'
    >>> repository("git@github.com:a/b.git").url
    'https://github.com/a/b'
    >>> repository("https://raw.githubusercontent.com/a/b/main/README.md").url
    'https://github.com/a/b'
    >>> repository("https://gitlab.com/a/group/b/-/tree/main").url
    'https://gitlab.com/a/group/b'
    >>> repository("https://github.com/orgs/a"), repository("https://vita-home.github.io")
    (None, None)
    """
    address = address.strip().strip("([{<\"'“‘«").rstrip(_ENDS)
    bare = re.sub(r"^(?:git\+)?(?:[a-z]+://)?(?:[^@/\s]+@)?(?:www\.)?", "", address, flags=re.I)
    host, _, path = bare.replace(":", "/", 1).partition("/")
    host = host.lower()
    parts = [p for p in re.split(r"[/?#]", path) if p]
    if host in _FILES_OF:
        host = _FILES_OF[host]
        parts = parts[1:] if parts[:1] == ["repos"] else parts
    if host not in CODE_HOSTS:
        return None
    if len(parts) < 2 or parts[0].lower() in _NOT_OWNERS:
        return None
    at = 1
    if host == "gitlab.com":  # projects may stand in groups within groups
        path = path.partition("?")[0].partition("#")[0]
        inside = [p for p in path.split("/") if p]
        ends = (i for i, p in enumerate(inside) if i > 1 and p in _INSIDE)
        at = next(ends, len(inside)) - 1
    name = re.sub(r"\.git$", "", parts[at], flags=re.I).rstrip(_ENDS)
    return RepositoryAddress(host, "/".join(parts[:at]), name) if name else None


def page(address: str) -> str:
    """A web address without trailing stop, bracket, slash or quote.

    >>> page("https://vita-home.github.io.")
    'https://vita-home.github.io'
    """
    address = address.strip().rstrip(".,;:!?\"'>]}/")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:!?\"'>]}/")
    return address if re.match(r"[a-z]+://", address, re.I) else f"https://{address}"


def fold(text: str) -> str:
    """Lower case without accents, letters, digits and '+' only, words by single blanks.

    >>> fold("Čapek's  MS-MARCO, v2 (TravTrans+)"), fold("Łukasz Pałka")
    ('capek s ms marco v2 travtrans+', 'lukasz palka')
    """
    if text.isascii():
        return " ".join(_WORDS(text.lower()))
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_STROKES)
    return " ".join(_WORDS(text))


_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
_WORDS = re.compile(r"[^\W_]+\+*|\+").findall


def slug(text: str, *, length: int = SLUG) -> str:
    """A readable key: folded words joined by '-', cut at a word within `length`.

    A text that had to be cut, or that has no letters, carries eight hex digits of its hash,
    so that two such texts never meet.

    >>> slug("MS MARCO"), slug("Natural Questions")
    ('ms-marco', 'natural-questions')
    """
    words = fold(text)
    whole = words.replace(" ", "-")
    if whole and len(whole) <= length:
        return whole
    digest = hashlib.sha256((words or text).encode()).hexdigest()[:8]
    head = whole[: length - 9].rsplit("-", 1)[0]
    return f"{head}-{digest}" if head else digest


def title_key(title: str, year: int | None = None) -> str:
    """The key of a work that only its title names.

    >>> title_key("Attention Is All You Need.", 2017)
    'title:attention-is-all-you-need:2017'
    """
    return f"title:{slug(title)}" + (f":{year}" if year else "")
