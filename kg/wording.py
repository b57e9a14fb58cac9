"""Numbers in sentences."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things, with the word for one or for many.

    >>> counted(1, "node"), counted(2_000, "node"), counted(0, "community", "communities")
    ('1 node', '2,000 nodes', '0 communities')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
