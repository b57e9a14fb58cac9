"""Reading only means reading only. (A stand-in: the branch `guard` brings the real one.)"""

from __future__ import annotations


def check(statement: str, engine: str) -> None:
    """Refuse a statement that does more than read.

    Raises:
        QueryError: It does.
    """
