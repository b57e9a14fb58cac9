"""Every error that a user of kg can meet, in one tree.

::

    KgError
    ├── UsageError          the command line or an argument is wrong (exit code 2)
    ├── InputError          a file that kg was given can't be read as papers
    │   └── NotPapersError  it can be read, but is of something else
    ├── GraphError          a graph folder: not ours, in use, of another version, missing
    ├── QueryError          a Cypher statement or recipe is wrong
    │   ├── ParameterError  a parameter is missing, unknown or of the wrong type
    │   ├── InterruptedQueryError  someone stopped it
    │   └── NodeNameError   a name that no node has, or that several have
    ├── EngineError         an engine can't be reached, started or logged in to
    └── ServiceError        a scholarly service refuses, or does not answer

Each says what is wrong in one line and, where something can be done about it, how
to mend it in a second (``remedy``). The command line prints just these two lines.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self


class KgError(Exception):
    """Base of all errors that kg raises on purpose.

    Args:
        message: What is wrong, in one line, with the offending value.
        remedy: What the user can do about it, in one line.
    """

    exit_code = 1

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return self.message if self.remedy is None else f"{self.message}\n{self.remedy}"


class UsageError(KgError):
    """The command or call itself is wrong."""

    exit_code = 2


class InputError(KgError):
    """A source file can't be read as papers.

    Args:
        message: What is wrong.
        path: The file.
        line: The 1-based line at which reading failed, where there is one.
        remedy: What to do.

    Attributes:
        what: The message without the place.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | Path | None = None,
        line: int | None = None,
        remedy: str | None = None,
    ) -> None:
        where = "" if path is None else f"{path}: " if line is None else f"{path}:{line}: "
        super().__init__(where + message, remedy=remedy)
        self.what = message
        self.path = path
        self.line = line


class NotPapersError(InputError):
    """A source file is whole, but what it describes are no papers (authors, say)."""


class GraphError(KgError):
    """A graph folder is missing, not ours, of another version, or in use."""


class QueryError(KgError):
    """A statement was refused by the engine or by kg.

    Args:
        message: The engine's reason, without its stack.
        position: 0-based offset in the statement at which it fails, where known.
        remedy: What to do.
    """

    def __init__(
        self, message: str, *, position: int | None = None, remedy: str | None = None
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.position = position

    def pointed(self, statement: str, *, width: int = 100) -> Self:
        """The same error, its place in the statement marked by a caret above the remedy.

        Args:
            statement: What was sent.
            width: Columns that the excerpt may take.
        """
        if self.position is None or not 0 <= self.position <= len(statement):
            return self
        begin = statement.rfind("\n", 0, self.position) + 1
        end = statement.find("\n", self.position)
        line = statement[begin : end if end >= 0 else len(statement)].replace("\t", " ")
        column = self.position - begin
        cut = max(0, column - width * 2 // 3) if len(line) > width else 0
        caret = " " * _columns(line[cut:column]) + "^"
        lines = [line[cut : cut + width].rstrip(), caret, *(self.remedy or "").splitlines()]
        return type(self)(self.message, position=self.position, remedy="\n  ".join(lines))


class ParameterError(QueryError):
    """A recipe's or statement's parameter is missing, unknown or ill-typed."""

    exit_code = 2


class InterruptedQueryError(QueryError):
    """A running statement was stopped by the person who asked."""

    exit_code = 130


class NodeNameError(QueryError):
    """A name that no node has, or that several have.

    Attributes:
        candidates: Titles of those that have it, or of the nearest.
        missing: No node has it.
    """

    def __init__(
        self,
        message: str,
        candidates: tuple[str, ...],
        remedy: str | None = None,
        *,
        missing: bool = False,
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.candidates = candidates
        self.missing = missing


class EngineError(KgError):
    """An engine (Neo4j, Ladybug, DuckDB, Java) is not there, down, or refuses the login."""


class ServiceError(KgError):
    """A scholarly service refuses a question, or does not answer it.

    Args:
        message: What is wrong, with the service's own words.
        status: Of its answer, where it gave one.
        remedy: What to do.
    """

    def __init__(
        self, message: str, *, status: int | None = None, remedy: str | None = None
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.status = status


def _columns(text: str) -> int:
    """Columns of a terminal that a text takes."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
