"""What reading left out, and why: nothing is dropped in silence."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

Level = Literal["skipped", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to tell the user about a source.

    Attributes:
        level: ``skipped`` (a record is not in the graph), ``warning`` (it is, but doubtful)
            or ``note`` (nothing is lost: page furniture).
        path: The file.
        line: 1-based line, or 0 where a file has no lines.
        reason: Why.
    """

    level: Level
    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.reason}"


@dataclass
class Report:
    """Collects the remarks of one reading, in order."""

    remarks: list[Remark] = field(default_factory=list)

    def skip(self, path: object, line: int, reason: str) -> None:
        """A record that could not be read."""
        self.remarks.append(Remark("skipped", str(path), line, reason))

    def warn(self, path: object, line: int, reason: str) -> None:
        """A record that was read, but looks wrong."""
        self.remarks.append(Remark("warning", str(path), line, reason))

    def note(self, path: object, line: int, reason: str) -> None:
        """Something that is no paper and was passed over."""
        self.remarks.append(Remark("note", str(path), line, reason))

    @property
    def skipped(self) -> list[Remark]:
        return [r for r in self.remarks if r.level == "skipped"]

    @property
    def warnings(self) -> list[Remark]:
        return [r for r in self.remarks if r.level == "warning"]

    def write(self, path: Path) -> None:
        """Write the remarks as JSON Lines."""
        with open(path, "w", encoding="utf-8") as file:
            for remark in self.remarks:
                file.write(json.dumps(asdict(remark), ensure_ascii=False) + "\n")


@dataclass
class Tally:
    """What many records of one file may share: a remark a reason, at the first line, counted."""

    _said: dict[tuple[Level, str], list[int]] = field(default_factory=dict)

    def skip(self, line: int, reason: str) -> None:
        """See `Report.skip`."""
        self._add("skipped", line, reason)

    def warn(self, line: int, reason: str) -> None:
        """See `Report.warn`."""
        self._add("warning", line, reason)

    def note(self, line: int, reason: str) -> None:
        """See `Report.note`."""
        self._add("note", line, reason)

    def _add(self, level: Level, line: int, reason: str) -> None:
        self._said.setdefault((level, reason), [line, 0])[1] += 1

    def tell(self, path: object, report: Report) -> None:
        """Hand all over, in order of appearance."""
        for (level, reason), (line, count) in self._said.items():
            unit = "times" if level == "warning" else "records"
            several = f" ({count:,} {unit})" if count > 1 else ""
            report.remarks.append(Remark(level, str(path), line, reason + several))
