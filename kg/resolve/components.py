"""Which of many belong together, told pair by pair."""

from __future__ import annotations


class Components:
    """Union–find over record numbers; most records are joined with none."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._parent: dict[int, int] = {}

    def find(self, number: int) -> int:
        while (parent := self._parent.get(number, number)) != number:
            self._parent[number] = self._parent.get(parent, parent)
            number = parent
        return number

    def join(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        if a != b:
            self._parent[max(a, b)] = min(a, b)

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for number in range(self._size):
            root = self.find(number) if number in self._parent else number
            found.setdefault(root, []).append(number)
        return list(found.values())
