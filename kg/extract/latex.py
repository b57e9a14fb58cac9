r"""LaTeX in a text, and names that its marks run through: ``$\beta$-VAE``, ``\textsc{Span}Net``.

A name is written without its marks at the place where it began, with blanks after it, so that what
follows keeps its place.
"""

from __future__ import annotations

import re

from kg import greek

_MATH = r"(?<!\\)\$[^$\s]{1,40}\$"
_STYLE = r"\\(?:text[a-z]*|math[a-z]+|emph|mbox)"
_STYLED = rf"{_STYLE}\{{[^{{}}$\\\n]{{1,40}}\}}"
_MARKED = re.compile(rf"(?<![\w$\\-])(?:[\w-]*(?:{_MATH}|{_STYLED}))+[\w+*-]*")
_WRAPPED = re.compile(rf"{_STYLE}\{{([^{{}}]*)\}}")
_INDEX = re.compile(r"_(?:\w|\{\w+\})")
_QUANTITY = re.compile(rf"(?!\$[A-Za-z]{{4,}}\$){_MATH}")
_COMMAND = re.compile(r"\\([A-Za-z]+) ?")
_SIGNS = {"ell": "ℓ", "star": "*", "ast": "*"}
_NO_NAME = re.compile(r"\d\}?\^|\^\{?-|_\{?[A-Za-z]{2}|[^\w+*{}^-]")
"""A power of ten, an inverse unit, an index in words ("BERT$_{base}$" is a BERT), a formula."""
_MARKS = str.maketrans("", "", "${}^")

_ESCAPED = re.compile(r"\\(?=[%&_#$])")
_CITE = re.compile(r"\\cite[a-z]*\*?(?:\[[^\]\n]{0,80}\]){0,2}\{[^}]{1,200}\}")
_OTHER = re.compile(r"\\(?:([A-Za-z]+)|[,;:!])")
"""A sign, a style of what follows, a thin space: ``\\sim``, ``\\emph``, ``\\,``."""


def without_marks(text: str) -> str:
    """The text, as long as before: such names in plain letters, commands and braces blank.

    >>> without_marks("5\\\\% with {\\\\sc care} \\\\citep{a}, \\\\alpha too")
    '5 % with      care           , α      too'
    """
    if "$" in text or "\\" in text:
        text = names_without_marks(text)
    if "\\" in text:
        text = _ESCAPED.sub(" ", text)
        text = _CITE.sub(_blank, text)
        text = _OTHER.sub(_letter, text)
    if "{" in text or "}" in text:
        text = text.replace("{", " ").replace("}", " ")
    return text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _letter(command: re.Match[str]) -> str:
    """The Greek letter that a command calls, else nothing, as long as the command."""
    return (greek.letter(command[1] or "") or "").ljust(len(command.group()))


def names_without_marks(text: str) -> str:
    """The text, as long as before, with such names in plain letters.

    >>> names_without_marks(r"the $\\beta$-VAE, of 10$^6$ weights")
    'the β-VAE      , of 10$^6$ weights'
    """
    return _MARKED.sub(_plain, text)


def end_in_marks(text: str, start: int) -> int:
    """Offset at which the name with marks that begins at `start` ends; -1 where there is none."""
    found = _MARKED.match(text, start)
    return found.end() if found else -1


def _plain(found: re.Match[str]) -> str:
    written = found.group()
    inner = _WRAPPED.sub(r"\1", written)
    outside = _QUANTITY.sub("", inner) if inner == written else _INDEX.sub("", inner)
    if sum(map(str.isalpha, outside)) < 2:
        return written  # "$x$", "R$^2$": a quantity
    bare = _COMMAND.sub(_sign, inner).replace("$", "")
    if _NO_NAME.search(bare):
        return written
    return re.sub(r"_(?=\{?\d)", "", bare).translate(_MARKS).ljust(len(written))


def _sign(command: re.Match[str]) -> str:
    return _SIGNS.get(command[1]) or greek.letter(command[1]) or command[0]
