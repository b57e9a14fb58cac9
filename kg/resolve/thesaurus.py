"""A user's word on which names mean the same: ``thesaurus.toml``, kept beside the graph.

::

    [dataset]                               # or method, concept, paper
    same = [["COCO", "MS COCO 2017"]]       # one node, called by the first name
    different = [["ARC", "Arc"]]            # never one node, spelled exactly so
    rename = { "wikitext" = "WikiText" }    # what the node is called
    drop = ["Reddit"]                       # no such node
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError

FILE = "thesaurus.toml"
SECTIONS = ("paper", "dataset", "method", "concept")
_RULES = ("same", "different", "rename", "drop")


@dataclass(slots=True)
class Rules:
    """What one section says; every name spelled as the user spelled it."""

    same: list[list[str]] = field(default_factory=list)
    different: list[list[str]] = field(default_factory=list)
    rename: dict[str, str] = field(default_factory=dict)
    drop: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Thesaurus:
    """The rules by section."""

    sections: dict[str, Rules] = field(
        default_factory=lambda: {section: Rules() for section in SECTIONS}
    )

    def __getitem__(self, section: str) -> Rules:
        return self.sections[section]

    @property
    def is_empty(self) -> bool:
        return all(r == Rules() for r in self.sections.values())

    @classmethod
    def read(cls, path: Path) -> Thesaurus:
        """Read a thesaurus; one that isn't there is empty.

        Raises:
            InputError: It is not TOML, or has a section or rule that there isn't.
        """
        if not path.exists():
            return cls()
        try:
            stored = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"not TOML: {error}", path=path, remedy=_FORM) from error
        except OSError as error:
            raise InputError(f"can't be read: {error.strerror}", path=path) from error
        thesaurus = cls()
        for section, rules in stored.items():
            if section not in SECTIONS or not isinstance(rules, dict):
                raise InputError(
                    f"no section is called {section!r}: {', '.join(SECTIONS)}",
                    path=path,
                    remedy=_FORM,
                )
            thesaurus.sections[section] = _rules(path, section, rules)
        return thesaurus

    def write(self, path: Path) -> None:
        """Write it whole, by rename."""
        lines = []
        for section, rules in self.sections.items():
            if rules == Rules():
                continue
            lines.append(f"[{section}]")
            for name in ("same", "different"):
                groups = getattr(rules, name)
                if groups:
                    rows = "".join(f"    {_toml(g)},\n" for g in groups)
                    lines.append(f"{name} = [\n{rows}]")
            if rules.rename:
                pairs = ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in rules.rename.items())
                lines.append(f"rename = {{ {pairs} }}")
            if rules.drop:
                lines.append(f"drop = {_toml(rules.drop)}")
            lines.append("")
        _replace(path, "\n".join(lines))


def decide(path: Path, section: str, names: Sequence[str], *, same: bool) -> None:
    """Write into a thesaurus that names mean the same, or that they don't.

    What else stands in the file, comments too, stays as it is.

    Raises:
        InputError: The file is no thesaurus.
    """
    import tomlkit

    Thesaurus.read(path)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    document = tomlkit.parse(text)
    if section not in document:
        document.add(section, tomlkit.table())
    rules: Any = document[section]
    rule = "same" if same else "different"
    if rule not in rules:
        rules[rule] = tomlkit.array().multiline(True)
    rules[rule].append(list(names))
    _replace(path, tomlkit.dumps(document))


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


_FORM = 'sections like [dataset] with same = [["COCO", "MS COCO"]], different, rename, drop'


def _rules(path: Path, section: str, stored: dict[str, Any]) -> Rules:
    rules = Rules()
    for name, value in stored.items():
        groups = name in ("same", "different")
        if name not in _RULES:
            raise InputError(
                f"[{section}] has no rule {name!r}: {', '.join(_RULES)}", path=path, remedy=_FORM
            )
        right = (
            isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
            if name == "rename"
            else isinstance(value, list)
            and all(_is_group(v) if groups else isinstance(v, str) for v in value)
        )
        if not right:
            raise InputError(f"[{section}] {name} is of the wrong form", path=path, remedy=_FORM)
        setattr(rules, name, value)
    return rules


def _is_group(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(isinstance(v, str) for v in value)


def _toml(value: str | list[str]) -> str:
    """A string, or a list of them, as TOML (JSON's escapes are TOML's too)."""
    return json.dumps(value, ensure_ascii=False)
