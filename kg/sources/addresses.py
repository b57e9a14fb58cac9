"""What a web address that a source gives for a paper says of it."""

from __future__ import annotations

import re
from typing import TypedDict
from urllib.parse import unquote

from kg import ids

_ARXIV = re.compile(r"^(?:https?:)?/*(?:\w+\.)?arxiv\.org/", re.IGNORECASE)
_ACL = re.compile(r"^(?:https?:)?/*(?:\w+\.)?(?:aclweb\.org|aclanthology\.\w+)/", re.IGNORECASE)
_RESOLVER = re.compile(r"^(?:https?:)?/*(?:\w+\.)?doi\.org/", re.IGNORECASE)
_IN_PATH = re.compile(
    r"^https?://[^/]+/(?:doi|article|chapter|content)(?:/(?:abs|full|pdf|book))?/"
    r"(10\.\d{4,9}/[^/?#\s]+?)(?:\.pdf)?/?(?:[?#]|$)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:https?://\s?)?(?<![\w@.-])(?:www\.)?(?:"
    + "|".join(re.escape(host) for host in sorted(ids.CODE_HOSTS))
    + r")/[^\s<>\"{}|\\^`]+",
    re.IGNORECASE,
)

_WEB = re.compile(r"(?:https?:)?//\S|[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
"""How the address of a web page begins; its scheme may be missing."""


class Identifiers(TypedDict, total=False):
    """Identifiers of one paper, under the names of `Paper`'s fields."""

    doi: str
    arxiv_id: str
    acl_id: str


def identifiers(address: str) -> Identifiers:
    """The identifiers in a paper's address, where its host is one that gives them.

    >>> identifiers("https://arxiv.org/pdf/1611.01603v2.pdf")
    {'arxiv_id': '1611.01603'}
    >>> identifiers("http://aclweb.org/anthology/E/E17/E17-1010.pdf")
    {'acl_id': 'E17-1010'}
    >>> identifiers("https://doi.org/10.18653/v1/P18-1001")
    {'doi': '10.18653/v1/p18-1001', 'acl_id': 'P18-1001'}
    >>> identifiers("https://link.springer.com/content/pdf/10.1186%2Fs1-015-3.pdf")
    {'doi': '10.1186/s1-015-3'}
    >>> identifiers("https://example.org/1234.56789")
    {}
    """
    address = address.strip()
    if _ARXIV.match(address):
        return _known(arxiv_id=ids.arxiv(address))
    if _ACL.match(address):
        return _known(acl_id=ids.acl(address))
    if _RESOLVER.match(address):
        return of_doi(ids.doi(address))
    found = _IN_PATH.match(unquote(address))
    return of_doi(ids.doi(found.group(1))) if found else {}


def of_doi(doi: str | None) -> Identifiers:
    """A DOI, and the arXiv or ACL identifier that it is made of.

    >>> of_doi("10.48550/arXiv.1706.03762")
    {'arxiv_id': '1706.03762'}
    """
    if doi is None:
        return {}
    if arxiv := ids.arxiv_of_doi(doi):
        return {"arxiv_id": arxiv}
    return _known(doi=doi, acl_id=ids.acl_of_doi(doi))


def _known(
    *, doi: str | None = None, arxiv_id: str | None = None, acl_id: str | None = None
) -> Identifiers:
    found: Identifiers = {}
    if doi:
        found["doi"] = doi
    if arxiv_id:
        found["arxiv_id"] = arxiv_id
    if acl_id:
        found["acl_id"] = acl_id
    return found


def is_web(address: str) -> bool:
    """Whether an address is that of a web page or a repository.

    >>> is_web("https://a.org/b"), is_web("a.org:80/b"), is_web("git@github.com:a/b.git")
    (True, True, True)
    >>> is_web("javascript:alert(1)"), is_web("mailto:a@b.org"), is_web("file:///a"), is_web("a b")
    (False, False, False, False)
    """
    address = address.strip()
    return bool(_WEB.match(address)) or ids.repository(address) is not None


def repositories(text: str) -> list[str]:
    """The canonical addresses of the repositories that a text names, in order, each once.

    >>> repositories("see https:// github.com/a/b, www.gitlab.com/c/d/tree and mail@github.com/x/y")
    ['https://github.com/a/b', 'https://gitlab.com/c/d']
    """
    found = (ids.repository("".join(m.group().split())) for m in _CODE.finditer(text))
    return list(dict.fromkeys(r.url for r in found if r))
