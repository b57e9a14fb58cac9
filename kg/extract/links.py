"""Web addresses in the text, in canonical form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg import ids
from kg.extract.text import Text

_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"{}|\\^`\u3000-\u9fff]+"
    r"|(?<![\w@./-])(?:github\.com|gitlab\.com|bitbucket\.org|huggingface\.co|codeberg\.org|git\.io"
    r"|[\w-]+\.github\.io)/[^\s<>\"{}|\\^`\u3000-\u9fff]*"
    r"|(?<![\w@./-])[\w-]+\.github\.io\b",
    re.IGNORECASE,
)
_HINT = re.compile(r"://|www\.|\.(?:com|org|co|io)\b", re.IGNORECASE)
_NEXT_SENTENCE = re.compile(r"[.)](?=[A-Z][a-z]+$)")


@dataclass(frozen=True, slots=True)
class Link:
    """An address: ``kind`` is ``repository`` or ``project_page``."""

    url: str
    kind: str
    start: int
    end: int


def find(text: Text) -> list[Link]:
    """The addresses of a text, each once, in order."""
    found: dict[str, Link] = {}
    if not _HINT.search(text.raw):
        return []
    for match in _ADDRESS.finditer(text.raw):
        written = match.group()
        # an address cut by a blank after a hyphen or slash stays as it is; two run together part
        if (second := written.lower().find("http", 4)) > 0:
            written = written[:second]
        written = _NEXT_SENTENCE.split(written)[0]
        repository = ids.repository(written)
        url = repository.url if repository else ids.page(written)
        if "." not in url.split("//", 1)[-1]:
            continue
        kind = "repository" if repository else "project_page"
        end = match.start() + len(written.rstrip(".,;:!?\"'>]}/)"))
        found.setdefault(url.lower(), Link(url, kind, match.start(), end))
    return list(found.values())
