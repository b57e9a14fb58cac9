"""How long-running work tells where it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Stage(Protocol):
    """One stage of a piece of work."""

    def advance(self, n: int = 1) -> None:
        """`n` more of the total are done."""
        ...


class Progress(Protocol):
    """Gives out stages; the command line has one for terminals and one for pipes."""

    def stage(self, name: str, total: int | None = None) -> Stage:
        """Begin a stage, ending the one before.

        Args:
            name: What is being done, as a person says it ("extract").
            total: How many steps, when known.
        """
        ...


class _Quiet:
    def advance(self, n: int = 1) -> None:
        pass

    def stage(self, name: str, total: int | None = None) -> Stage:
        return self


QUIET: Progress = _Quiet()
"""Says nothing."""
