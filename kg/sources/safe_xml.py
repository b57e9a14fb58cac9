"""XML read as a stream, without entities: what a file declares is never expanded.

Entities that nothing declares are no reason to lose a file: those of HTML (``&eacute;``) are read
as what they mean there, others stay as they are written; each is reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html.entities import html5
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from kg.errors import InputError
from kg.sources import files
from kg.sources.report import Report

_DEPTH = 400
"""Elements inside each other whose content is left out: ElementTree descends by calls, of which
Python allows 1,000."""


def elements(path: Path, tags: Collection[str], report: Report) -> Iterator[tuple[int, Element]]:
    """Each closed element whose local tag is one of `tags`, with its line; then it is emptied.

    Broken XML ends the reading: what came before has been given, the rest is reported. So is what
    is nested too deeply.

    Raises:
        InputError: The file can't be opened, or declares entities (refused).
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    undeclared = _Undeclared()
    inner = DefusedXMLParser()
    _let_undeclared_pass(inner, undeclared)
    parser = XMLPullParser(("start", "end"), _parser=inner)
    began: list[int] = []
    deep: list[int] = []
    before = len(report.skipped)
    number = 0
    try:
        for number, line in files.lines(path, report):
            parser.feed(line + "\n")
            for name, meant in undeclared.met():
                report.warn(path, number, f"undeclared entity &{name}; read as {meant!r}")
            yield from _closed(parser, tags, began, number, deep)
        parser.close()
        yield from _closed(parser, tags, began, number, deep)
    except ParseError as error:
        if len(report.skipped) == before:
            reason = f"the XML breaks off here, the rest is not read: {error}"
            report.skip(path, min(error.position[0], number), reason)
    except DefusedXmlException as error:
        raise InputError(
            "refused: the XML declares entities of its own",
            path=path,
            line=number,
            remedy="take the entity declarations out of the file's DOCTYPE",
        ) from error
    if deep:
        report.warn(path, deep[0], f"nested more than {_DEPTH} deep: what is below is left out")


class _Undeclared(dict[str, str]):
    """What entities mean that no file declares; keeps in mind which were asked for."""

    def __init__(self) -> None:
        self._met: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        meant = self._met[name] = html5.get(f"{name};", f"&{name};")
        return meant

    def met(self) -> Iterator[tuple[str, str]]:
        """Those asked for since the last time."""
        met, self._met = self._met, {}
        yield from met.items()


def _let_undeclared_pass(inner: Any, undeclared: _Undeclared) -> None:
    """Make expat hand undeclared entities to us, as behind a DTD that it did not read.

    It asks for that DTD as for an external one without address; every other is refused as before.
    """
    refuse = inner.parser.ExternalEntityRefHandler

    def external(context: str, base: str, system: str | None, public: str | None) -> int:
        return 1 if system is None and public is None else refuse(context, base, system, public)

    inner.parser.ExternalEntityRefHandler = external
    inner.parser.UseForeignDTD(True)
    inner.entity = undeclared


def _closed(
    parser: XMLPullParser, tags: Collection[str], began: list[int], number: int, deep: list[int]
) -> Iterator[tuple[int, Element]]:
    """The elements that a line closes; `began` are those still open, `deep` what is left out."""
    for event, element in cast(Iterator[tuple[str, Element]], parser.read_events()):
        if event == "start":
            began.append(number)
            continue
        line = began.pop()
        if element.tag.rpartition("}")[2] in tags:
            yield line, element
            element.clear()
        elif len(began) >= _DEPTH:
            deep.append(line)
            element.clear()


def parse(data: bytes) -> Element:
    """The root of a small document.

    Raises:
        ValueError: It is not XML, or declares entities (refused).
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return cast(Element, fromstring(data))
    except ParseError as error:
        raise ValueError(f"not XML: {error}") from error
    except DefusedXmlException as error:
        raise ValueError("XML that declares entities") from error
