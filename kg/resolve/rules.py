"""A thesaurus' rules for the names of one label, by key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from kg.extract.vocabulary import squash
from kg.resolve.thesaurus import Rules


class Applied:
    """Where names end, after the user's rules.

    Names that the user keeps apart and that have keys of their own anyway stay where they are;
    where two have one key, it stays the first one's, and the other's exact spelling gets its own.
    What the user renamed may be joined and dropped by its new name as well, and is joined with
    what is called so already.

    Args:
        rules: What the user says.
        key_of: The key of a name without the user's word.
    """

    def __init__(self, rules: Rules, key_of: Callable[[str], str]) -> None:
        self._key_of = key_of
        self._exact: dict[str, str] = {}
        self._same: dict[str, str] = {}
        self.called: dict[str, str] = {}
        self._renamed: dict[str, list[str]] = {}
        for name, new in rules.rename.items():
            self._renamed.setdefault(new, []).append(name)
        for group in rules.different:
            self._part(group)
        for group in rules.same:
            self.called.setdefault(self._join(self._found(group)), group[0])
        renamed = {self.key(name) for name in rules.rename}
        for new, names in self._renamed.items():
            # what was called so before may be called otherwise now
            free = self.key(new) in renamed
            self.called[self._join(names if free else [new, *names])] = new
        self._drop = {self.key(n) for n in self._found(rules.drop)}

    def key(self, name: str, key: str | None = None) -> str:
        """A name's key.

        Args:
            name: Spelled as found.
            key: Its key without the user's word, where it is known.
        """
        key = self._exact.get(name) or key or self._key_of(name)
        return self._root(key) if self._same else key

    def drops(self, key: str) -> bool:
        """Whether the user wants no such node."""
        return key in self._drop

    def _part(self, group: Sequence[str]) -> None:
        taken: dict[str, str] = {}
        for name in group:
            key = self._exact.get(name) or self._key_of(name)
            if taken.setdefault(key, name) != name:
                digest = hashlib.sha256(name.encode()).hexdigest()[:6]
                key = self._exact[name] = f"{squash(name) or 'name'}-{digest}"
                taken[key] = name

    def _join(self, names: Sequence[str]) -> str:
        """Give all names the key of the first, and that key."""
        root = self.key(names[0])
        for key in map(self.key, names[1:]):
            if key != root:
                self._same[key] = root
                self.called.pop(key, None)
        return root

    def _found(self, names: Iterable[str]) -> list[str]:
        """Names, each preceded by those that are renamed to it."""
        return [found for name in names for found in (*self._renamed.get(name, ()), name)]

    def _root(self, key: str) -> str:
        while (next_key := self._same.get(key)) is not None:
            key = next_key
        return key
