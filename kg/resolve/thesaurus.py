"""A user's word on which names mean the same: ``thesaurus.toml``, kept beside the graph.

::

    [dataset]                               # or method, concept, paper
    same = [["COCO", "MS COCO 2017"]]       # one node, called by the first name
    different = [["ARC", "Arc"]]            # never one node, spelled exactly so
    rename = { "wikitext" = "WikiText" }    # what the node is called (not of papers)
    drop = ["Reddit"]                       # no such node

What is renamed to the name of another node is one with it, as by ``same``.
"""

from __future__ import annotations

import itertools
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.folder import THESAURUS as FILE

__all__ = ["FILE", "SECTIONS", "Rules", "Thesaurus", "decide", "keep"]

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
            InputError: It is not TOML, has a section or rule that there isn't, an empty name, or
                names that are both the same and different.
        """
        if not path.exists():
            return cls()
        try:
            stored = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
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


def keep(text: str, graph: Path) -> None:
    """Put a thesaurus as the user wrote it, comments too, beside a graph."""
    if not (graph / FILE).exists() or (graph / FILE).read_text(encoding="utf-8") != text:
        _replace(graph / FILE, text)


def decide(path: Path, section: str, names: Sequence[str], *, same: bool) -> None:
    """Write into a thesaurus that names mean the same, or that they don't.

    What else stands in the file, comments too, stays as it is.

    Raises:
        InputError: The file is no thesaurus, or says the contrary already.
    """
    import tomlkit

    told = Thesaurus.read(path)[section]
    (told.same if same else told.different).append(list(names))
    _check(path, section, told)
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    document = tomlkit.parse(text)
    if section not in document:
        document.add(section, tomlkit.table())
    rules: Any = document[section]
    rule = "same" if same else "different"
    if rule not in rules:
        rules[rule] = tomlkit.array().multiline(True)
    rules[rule].append(list(names))
    _replace(path, tomlkit.dumps(document))


def withdraw(path: Path, section: str, names: Sequence[str], *, same: bool) -> None:
    """Take out of a thesaurus what `decide` wrote last of these names; all else stays as it is."""
    import tomlkit

    document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    groups: Any = document.get(section, {}).get("same" if same else "different", [])
    for at in reversed(range(len(groups))):
        if list(groups[at]) == list(names):
            del groups[at]
            _replace(path, tomlkit.dumps(document))
            return


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)  # perhaps a link, in a graph from elsewhere
    with open(part, "x", encoding="utf-8") as file:
        file.write(text)
    os.replace(part, path)


_FORM = 'sections like [dataset] with same = [["COCO", "MS COCO"]], different, rename, drop'


def _rules(path: Path, section: str, stored: dict[str, Any]) -> Rules:
    rules = Rules()
    for name, value in stored.items():
        groups = name in ("same", "different")
        possible = [r for r in _RULES if (section, r) != ("paper", "rename")]
        if name not in possible:
            raise InputError(
                f"[{section}] has no rule {name!r}: {', '.join(possible)}", path=path, remedy=_FORM
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
    _check(path, section, rules)
    return rules


def _check(path: Path, section: str, rules: Rules) -> None:
    """Refuse empty names, and names that are said to be the same and to be different."""
    groups = (*rules.same, *rules.different, rules.drop, rules.rename.keys(), rules.rename.values())
    if not all(name.strip() for group in groups for name in group):
        raise InputError(
            f"[{section}] has an empty name", path=path, remedy="write a name or take the rule out"
        )
    joined: dict[str, list[str]] = {}
    renamed = [[n, new] for n, new in rules.rename.items() if new not in rules.rename]
    for group in (*rules.same, *renamed):
        whole = [name for one in group for name in joined.get(one, [one])]
        joined.update(dict.fromkeys(whole, whole))
    for group in rules.different:
        for one, other in itertools.combinations(group, 2):
            if one != other and other in joined.get(one, ()):
                raise InputError(
                    f"[{section}] says that {one!r} and {other!r} are the same, and that they are "
                    "different",
                    path=path,
                    remedy="take one of them out of same, rename or different",
                )


def _is_group(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(isinstance(v, str) for v in value)
