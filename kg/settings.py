"""What decides what a graph is, besides its papers; compared at each build."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import schema, sources
from kg.errors import GraphError, InputError
from kg.extract import KEYWORDS
from kg.folder import MANIFEST
from kg.resolve.thesaurus import FILE as THESAURUS
from kg.resolve.thesaurus import Thesaurus


@dataclass(frozen=True)
class Settings:
    """What besides the papers decides what the graph is."""

    source: str | None
    columns: dict[str, str]
    keywords: str
    code: str
    thesaurus: str

    def extracts_like(self, manifest: Mapping[str, Any]) -> bool:
        """Whether the texts of a graph were read by the same rules."""
        said = _said(manifest)
        return bool((said.get("keywords"), said.get("code")) == (self.keywords, self.code))

    def resolves_like(self, manifest: Mapping[str, Any]) -> bool:
        """Whether a graph was made of what was read by the same rules."""
        same = _said(manifest).get("thesaurus") == self.thesaurus
        return same and self.extracts_like(manifest)


def entry(path: Path) -> dict[str, Any]:
    """Path, size and hash of a file, and whether it only completes the papers of others.

    Raises:
        InputError: It can't be read.
    """
    try:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found = {"path": str(path.resolve()), "bytes": path.stat().st_size, "sha256": digest}
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", path=path) from error
    return found | ({"completes": True} if sources.completes(path) else {})


def current(
    output: Path,
    source: str | None,
    columns: Mapping[str, str],
    keywords: str,
    rules: Thesaurus | None = None,
) -> Settings:
    """The settings of a build now."""
    rules = rules or Thesaurus.read(output / THESAURUS)
    said = "" if rules.is_empty else hashlib.sha256(repr(rules).encode()).hexdigest()[:16]
    return Settings(source, dict(columns), keywords, _code_version(), said)


def kept(graph: Path, manifest: Mapping[str, Any]) -> Settings:
    """The settings that a graph was built with, with today's code and thesaurus."""
    said = _said(manifest)
    return current(
        graph, said.get("source"), said.get("columns", {}), said.get("keywords", "static")
    )


def _said(manifest: Mapping[str, Any]) -> dict[str, Any]:
    said = manifest.get("settings")
    return said if isinstance(said, dict) else {}


def check(graph: Path, manifest: Mapping[str, Any]) -> None:
    """Refuse a manifest that was changed so that its graph can't grow.

    Raises:
        GraphError: An entry is none that kg writes.
    """
    for name, is_right in _RIGHT.items():
        *within, last = name.split(".")
        entries = _said(manifest) if within else manifest
        if not is_right(value := entries.get(last, _UNSAID.get(last))):
            raise GraphError(
                f"{graph / MANIFEST}: {name} is none that kg writes: {value!r:.60}",
                remedy=f"take the change back, or make the graph anew: kg build … -o {graph}",
            )


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_files(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(entry, dict) and isinstance(entry.get("path"), str) for entry in value
    )


_RIGHT: dict[str, Callable[[Any], bool]] = {
    "settings": lambda value: isinstance(value, dict),
    "settings.source": lambda value: value is None or value in [*sources.SOURCES],
    "settings.columns": lambda value: isinstance(value, dict) and _are_texts([*value.values()]),
    "settings.keywords": lambda value: value in KEYWORDS,
    "files": _are_files,
    "folders": _are_texts,
    "removed": _are_texts,
    "counts": lambda value: isinstance(value, dict) and isinstance(value.get("Paper"), int),
}
"""Entries of a manifest that a graph grows by, and what each has to be."""
_UNSAID: dict[str, Any] = {"columns": {}, "keywords": "static", "folders": [], "removed": []}
"""What it means that an entry is missing."""


def _code_version() -> str:
    """A hash of the extraction's code and data, so that a new version builds anew."""
    digest = hashlib.sha256(str(schema.VERSION).encode())
    for file in _code_files(Path(__file__).parent):
        digest.update(str(file.stat().st_size).encode())
        digest.update(file.name.encode())
        if file.suffix != ".npz":
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _code_files(package: Path) -> Iterator[Path]:
    patterns = ("extract/**/*", "relations/*", "resolve/*", "search/*.py", "sources/*.py", "*.py")
    for pattern in patterns:
        yield from sorted(
            p for p in package.glob(pattern) if p.is_file() and "__pycache__" not in p.parts
        )
