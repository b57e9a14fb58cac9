"""Names that kg knows: datasets, benchmarks, simulators, models, methods, software."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from kg import greek, ids

FILES: tuple[tuple[str, Literal["dataset", "method"]], ...] = (
    ("methods.txt", "method"),
    ("tags.txt", "dataset"),
    ("datasets.txt", "dataset"),
)
_SQUASH = re.compile(r"[^a-z0-9+]")
_SIGNS = str.maketrans({"∂": "d", "∇": "nabla", "∞": "infinity"})


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name of the vocabulary.

    Attributes:
        name: The usual spelling of the thing.
        kind: ``dataset`` or ``method``.
        sort: ``dataset``, ``benchmark``, ``simulator``, ``leaderboard``, ``model``, ``method``
            or ``software``.
        ordinary: True for a word that is a name only in context.
        spelling: The spelling of this entry.
    """

    name: str
    kind: Literal["dataset", "method"]
    sort: str
    ordinary: bool
    spelling: str


def squash(text: str) -> str:
    """What two spellings of a name have in common: lower-case letters, digits and '+'.

    Greek letters by their names, others without accents.

    >>> squash("MS-COCO"), squash("TravTrans+"), squash("β-VAE"), squash("Nyström"), squash("FE²")
    ('mscoco', 'travtrans+', 'betavae', 'nystrom', 'fe2')
    """
    low = text.lower()
    if not low.isascii():
        low = ids.fold(greek.spelled_out(low.translate(_SIGNS)))
    return low if low.isalnum() else _SQUASH.sub("", low)


@cache
def known_names() -> dict[str, KnownName]:
    """Squashed spelling to known name; the first name of a line is the canonical one."""
    names: dict[str, KnownName] = {}
    for file, kind in FILES:
        sort = kind
        for line in Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines():
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                sort = line.strip("[]")  # type: ignore[assignment]
                continue
            ordinary = line.startswith("?")
            spellings = [s.strip() for s in line.lstrip("?").split("|")]
            for spelling in spellings:
                key = squash(spelling)
                if key in names and names[key].spelling.islower():
                    continue  # the spelling in small letters covers the one with capitals
                in_full = " " in spelling and " " not in spellings[0]
                common = spelling.islower() or (ordinary and not in_full)
                names[key] = KnownName(spellings[0], kind, sort, common, spelling)
    return names


@cache
def word_set(section: str) -> frozenset[str]:
    """The words of one section of ``words.txt``."""
    chosen: set[str] = set()
    current = ""
    for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = line.strip("[]")
        elif current == section and not line.startswith("#"):
            chosen.update(line.split())
    return frozenset(chosen)
