"""What a statement names, and where: variables with their labels, types, properties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from kg.tokens import Token, tokens

Kind = Literal["label", "type"]
NameKind = Literal["label", "type", "property"]
PATTERN_WORDS = {"MATCH", "CREATE", "MERGE", "WHERE", "AND", "OR", "NOT", "EXISTS", "XOR"}
"""A bracket behind these opens a pattern, not the arguments of a function."""
_BEHIND_ITEMS = {"WHERE", "ORDER", "SKIP", "LIMIT", "OFFSET", "MATCH", "OPTIONAL", "UNWIND", "WITH",
                 "RETURN", "CALL", "UNION"}  # fmt: skip
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(slots=True)
class Binding:
    """What a variable stands for: a node with labels, or a relationship with types."""

    kind: Kind
    names: list[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A label, relationship type or property as written, and its 0-based offset.

    Attributes:
        variable: The variable before the dot of a property.
        owner: What a property belongs to, where that was said before it.
    """

    kind: NameKind
    name: str
    start: int
    variable: str = ""
    owner: Binding | None = None


@dataclass(slots=True)
class Frame:
    """A bracket that is open."""

    open: str
    at: int
    start: int
    owner: Binding | None = None


@dataclass(slots=True)
class Reading:
    """A statement, or the beginning of one, read.

    Attributes:
        tokens: Without comments.
        bindings: What variables stand for, where the statement says it.
        variables: Every variable that it makes, in order.
        named: Labels, types and properties in it.
        open: Brackets that are still open at its end, the innermost last.
        before: What the last closed ``(…)`` and ``[…]`` of a pattern said.
        read_to: Tokens before this one belong to a list of labels that has been read.
    """

    tokens: list[Token]
    bindings: dict[str, Binding] = field(default_factory=dict)
    variables: list[str] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    open: list[Frame] = field(default_factory=list)
    before: dict[Kind, list[str]] = field(default_factory=dict)
    read_to: int = 0


def name_of(token: Token) -> str | None:
    """The name that a token spells, without backticks; None when it is no name."""
    text = token.text
    if text[0] == "`":
        return text.strip("`").replace("``", "`")
    return text if text[0].isalpha() or text[0] == "_" else None


def read(text: str) -> Reading:
    """Read one statement, whole or not."""
    reading = Reading([t for t in tokens(text) if t.kind != "comment"])
    for at, token in enumerate(reading.tokens):
        if token.text in ("(", "[", "{"):
            _open(reading, at, token)
        elif token.text in _CLOSING:
            _close(reading, token)
        elif token.text == ":":
            _colon(reading, at)
        elif token.text == ".":
            _dot(reading, at)
        elif token.text.upper() == "AS":
            name = _variable(reading, at + 1)
            if name is not None and name != _name(reading, at - 1):
                reading.bindings.pop(name, None)  # from here on it is something else
    return reading


def _name(reading: Reading, at: int) -> str | None:
    return name_of(reading.tokens[at]) if 0 <= at < len(reading.tokens) else None


def _text(reading: Reading, at: int) -> str:
    return reading.tokens[at].text if 0 <= at < len(reading.tokens) else ""


def _variable(reading: Reading, at: int) -> str | None:
    name = _name(reading, at)
    if name is not None and name not in reading.variables:
        reading.variables.append(name)
    return name


def _open(reading: Reading, at: int, token: Token) -> None:
    frame = Frame(token.text, at, token.start)
    if token.text == "{":
        outer = reading.open[-1] if reading.open else None
        if outer is not None and outer.open != "{":
            frame.owner = outer.owner
        if frame.owner is not None:
            _key(reading, at + 1, frame.owner)
    elif token.text == "[" and _text(reading, at - 1) in ("-", "<-"):
        frame.owner = Binding("type", [])
    elif token.text == "(" and (
        _name(reading, at - 1) is None or _text(reading, at - 1).upper() in PATTERN_WORDS
    ):
        frame.owner = Binding("label", [])
    if frame.owner is not None and token.text != "{" and _pattern_follows(reading, at + 2):
        name = _variable(reading, at + 1)
        if name is not None:
            frame.owner = reading.bindings.setdefault(name, frame.owner)
    reading.open.append(frame)


def _pattern_follows(reading: Reading, at: int) -> bool:
    return _text(reading, at) in (":", ")", "]", "{", "*", "|", "WHERE", "where")


def _close(reading: Reading, token: Token) -> None:
    while reading.open:
        frame = reading.open.pop()
        if frame.open == _CLOSING[token.text]:
            if frame.open != "{" and frame.owner is not None:
                reading.before[frame.owner.kind] = frame.owner.names
            return


def _colon(reading: Reading, at: int) -> None:
    """A label or a type, or several: ``:A``, ``:A|B``, ``:A:B``, ``:A&!B``.

    What something is not says nothing of the properties that it has.
    """
    frame = reading.open[-1] if reading.open else None
    if at < reading.read_to or (frame is not None and frame.open == "{"):
        return
    in_pattern = frame is not None and frame.owner is not None and at - frame.at <= 2
    variable = _name(reading, at - 1)
    if in_pattern and frame is not None and frame.owner is not None:
        binding = frame.owner
    elif variable is not None and _name(reading, at + 1) is not None:
        binding = reading.bindings.setdefault(variable, Binding("label", []))
    else:
        return
    before = (frame.at if in_pattern and frame is not None else at - 1) - 1
    denied = _text(reading, before).upper() == "NOT"
    at += 1
    while at < len(reading.tokens):
        name = _name(reading, at)
        if name is None and _text(reading, at) not in ("|", "&", "!", ":"):
            return
        if name is not None:
            if _name(reading, at - 1) is not None:
                return
            if not denied and _text(reading, at - 1) != "!":
                binding.names.append(name)
            reading.named.append(Named(binding.kind, name, reading.tokens[at].start))
        at += 1
        reading.read_to = at


def _dot(reading: Reading, at: int) -> None:
    variable, name = _name(reading, at - 1), _name(reading, at + 1)
    if variable is None or name is None or _text(reading, at - 2) == ".":
        return
    if _text(reading, at + 2) in ("(", "."):
        return
    owner = reading.bindings.get(variable)
    reading.named.append(Named("property", name, reading.tokens[at + 1].start, variable, owner))


def _key(reading: Reading, at: int, owner: Binding) -> None:
    """The keys of a pattern's map: ``{name: …, kind: …}``."""
    depth = 0
    for here in range(at, len(reading.tokens)):
        text = _text(reading, here)
        if text in ("(", "[", "{"):
            depth += 1
        elif text in _CLOSING:
            depth -= 1
            if depth < 0:
                return
        elif depth == 0 and text == ":" and _text(reading, here - 2) in ("{", ","):
            name = _name(reading, here - 1)
            if name is not None:
                start = reading.tokens[here - 1].start
                reading.named.append(Named("property", name, start, owner=owner))


def lost(reading: Reading, variable: str) -> int | None:
    """Where a variable is named first behind a WITH that does not pass it on; None if nowhere."""
    if variable not in reading.variables:
        return None
    read, gone, at = reading.tokens, False, 0
    while at < len(read):
        word = _text(reading, at).upper()
        if word == "WITH" and _text(reading, at - 1).upper() not in ("STARTS", "ENDS"):
            end = _end_of_items(reading, at + 1)
            if not gone or _passes_on(reading, at + 1, end, variable):
                gone = not _passes_on(reading, at + 1, end, variable)
                at = end
                continue
        elif name_of(read[at]) == variable and _text(reading, at - 1) not in (".", ":", "|"):
            before, behind = _text(reading, at - 1), _text(reading, at + 1)
            if before.upper() == "AS" or (before in ("(", "[") and behind == ":"):
                gone = False
            elif gone and behind not in (":", "("):
                return read[at].start
        at += 1
    return None


def _end_of_items(reading: Reading, at: int) -> int:
    """Where the items of a WITH end: at the next clause that is in no bracket."""
    depth = 0
    while at < len(reading.tokens):
        text = _text(reading, at)
        depth += (text in ("(", "[", "{")) - (text in _CLOSING)
        if depth < 0 or (depth == 0 and text.upper() in _BEHIND_ITEMS):
            break
        at += 1
    return at


def _passes_on(reading: Reading, begin: int, end: int, variable: str) -> bool:
    """Whether the items between two places have a variable by that name, or all."""
    for at in range(begin, end):
        alone = at + 1 == end or _text(reading, at + 1) == ","
        before = "," if at == begin else _text(reading, at - 1).upper()
        if alone and before in (",", "AS", "DISTINCT") and _text(reading, at) == "*":
            return True
        if alone and before in (",", "AS", "DISTINCT") and _name(reading, at) == variable:
            return True
    return False


def expected(reading: Reading) -> Kind | None:
    """What must follow at the end: a label, a relationship type, or None of them."""
    at = len(reading.tokens) - 1
    if at < 0 or _text(reading, at) not in (":", "|", "&", "!"):
        return None
    frame = reading.open[-1] if reading.open else None
    if frame is not None and frame.open == "{":
        return None
    while at >= 0 and (_text(reading, at) in (":", "|", "&", "!") or _name(reading, at)):
        at -= 1
    if not any(_text(reading, i) == ":" for i in range(at + 1, len(reading.tokens))):
        return None
    if frame is not None and frame.owner is not None and frame.at == at:
        return frame.owner.kind
    return "label" if _text(reading, at + 1) != ":" else None


def owners(reading: Reading, names: Iterable[Named]) -> list[tuple[Named, Binding | None]]:
    """Properties with what they belong to, where the statement says it."""
    return [
        (n, n.owner if n.owner is not None else reading.bindings.get(n.variable))
        for n in names
        if n.kind == "property"
    ]
