"""Greek letters by their English names, as they stand in names: β-VAE, ΛCDM."""

from __future__ import annotations

import re
import unicodedata

_LETTER = re.compile("[\u0370-\u03ff\u00b5]")


def letter(name: str) -> str | None:
    r"""The letter that LaTeX's command calls, None where it calls another thing.

    >>> letter("beta"), letter("Lambda"), letter("varphi"), letter("times")
    ('β', 'Λ', 'φ', None)
    """
    plain = name.removeprefix("var").replace("ambda", "amda")
    size = "CAPITAL" if plain[:1].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {plain}")
    except KeyError:
        return None


def spelled_out(text: str) -> str:
    """A text with every Greek letter by its name, in small letters.

    >>> spelled_out("β-VAE"), spelled_out("ΛCDM"), spelled_out("µFiX")
    ('beta-VAE', 'lambdaCDM', 'muFiX')
    """
    return _LETTER.sub(_name, text)


def _name(found: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKD", found[0])[0]
    name = unicodedata.name(plain, "").rpartition(" ")[2].lower()
    return name.replace("lamda", "lambda")
