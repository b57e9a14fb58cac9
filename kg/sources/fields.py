"""The fields of a JSON record, each of the type that it is to have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kg.sources import values


class Fields:
    """The fields of a JSON record, or of an object in it.

    A field that is missing, null, empty or not a number (NaN) says nothing; what is of a wrong
    type is left out and told of.

    Args:
        record: The object.
        wrong: Called with a sentence for each value that is left out.
        within: Name of the field that the object stands in.
    """

    __slots__ = ("_record", "_within", "_wrong")

    def __init__(
        self, record: Mapping[str, Any], wrong: Callable[[str], None], within: str = ""
    ) -> None:
        self._record = record
        self._wrong = wrong
        self._within = within

    def __contains__(self, name: str) -> bool:
        return self._given(name) is not None

    def left_out(self, name: str, why: str) -> None:
        """Tell that a value of a field is left out."""
        self._wrong(f"{self._named(name)} {why}: left out")

    def text(self, name: str) -> str:
        """A text or number, in one line."""
        value = self._record.get(name)
        if value is None:
            return ""
        return " ".join((value if isinstance(value, str) else self.lines(name)).split())

    def lines(self, name: str) -> str:
        """A text or number, with its line ends."""
        return self._as_text(name, self._given(name))

    def only_text(self, name: str) -> str:
        """A text, where the field is one; what else it may be is for other methods."""
        value = self._given(name)
        return value if isinstance(value, str) else ""

    def year(self, name: str) -> int | None:
        """A year, also of a date."""
        value = self._given(name)
        said = self._as_text(name, value)
        if isinstance(value, str):
            year = values.year(said) or _whole(said)
        else:
            year = _whole(value) if said else None
        if said and (year is None or not 0 < year <= 9999):
            self.left_out(name, f"is no year, but {said[:40]!r}")
            return None
        return year

    def flag(self, name: str, default: bool = False) -> bool:
        """Whether something is so."""
        value = self._given(name)
        if value is None or value in (True, False):
            return default if value is None else bool(value)
        self._mistyped(name, value, "a truth value")
        return False

    def one_of(self, name: str, allowed: tuple[str, ...], default: str = "") -> str:
        """One of a few words."""
        said = self.text(name)
        if said and said not in allowed:
            self.left_out(name, f"is none of {', '.join(allowed)}, but {said[:40]!r}")
        return said if said in allowed else default

    def object(self, name: str) -> Fields:
        """An object; one without fields where there is none."""
        value = self._given(name)
        if value is not None and not isinstance(value, dict):
            self._mistyped(name, value, "an object")
            value = None
        return Fields(value or {}, self._wrong, name)

    def texts(self, name: str, *, parts: bool = False) -> list[str]:
        """The texts and numbers of a list, each in one line.

        Args:
            name: The field.
            parts: It may be one text, too, with semicolons between them.
        """
        items = self._items(name, parts=parts)
        texts = (self._as_text(name, item, within=True) for item in items)
        return [line for text in texts if (line := " ".join(text.split()))]

    def objects(self, name: str) -> list[Fields]:
        """The objects of a list."""
        found = []
        for item in self._items(name, parts=False):
            if isinstance(item, dict):
                found.append(Fields(item, self._wrong, name))
            else:
                self._mistyped(name, item, "an object", within=True)
        return found

    def called(self, name: str, key: str = "name") -> Iterator[tuple[str, Fields]]:
        """The items of a list, each a name or an object that has one, with this object.

        Args:
            name: The field; it may be one text, too, with semicolons between the names.
            key: Where an object has its name.
        """
        for item in self._items(name, parts=True):
            said = item if isinstance(item, dict) else {key: item}
            one = Fields(said, self._wrong, name)
            if called := one.text(key):
                yield called, one
            elif key not in one:
                self.left_out(name, f"holds an object without {key}")

    def _items(self, name: str, *, parts: bool) -> list[Any]:
        value = self._given(name)
        if parts and isinstance(value, str):
            return value.split(";")
        if value is not None and not isinstance(value, list):
            self._mistyped(name, value, "a list")
        return [v for v in value if not _is_nothing(v)] if isinstance(value, list) else []

    def _as_text(self, name: str, value: Any, *, within: bool = False) -> str:
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self._mistyped(name, value, "a text", within=within)
        return ""

    def _given(self, name: str) -> Any:
        value = self._record.get(name)
        return None if _is_nothing(value) else value

    def _mistyped(self, name: str, value: Any, wanted: str, *, within: bool = False) -> None:
        holds = "holds" if within else "is"
        self.left_out(name, f"{holds} {kind(value)}, not {wanted}")

    def _named(self, name: str) -> str:
        return f"{self._within}.{name}" if self._within else name


def kind(value: Any) -> str:
    """What a JSON value is, in words.

    >>> kind([1]), kind(True), kind(None)
    ('a list', 'a truth value', 'null')
    """
    return _KINDS.get(type(value), "null")


_KINDS = {
    dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number",
    bool: "a truth value",
}  # fmt: skip


def _is_nothing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and value != value)


def _whole(value: Any) -> int | None:
    """The whole number that a text or number is."""
    try:
        return int(value)
    except (ValueError, OverflowError):
        return None
