"""LaTeX as it stands in bibliographies, to Unicode: accents, signs and commands in running text.

Own code: pylatexenc 2.11 drops the argument of ``\\texttt``, ends a text at its first per cent
sign, raises IndexError on ``\\href``, and needs 20 ms for an abstract.
"""

from __future__ import annotations

import re
import unicodedata

from kg import greek

_COMBINING = dict(
    zip("`'^~=u.\"rHvdckbt", map(chr, (
        0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x30A, 0x30B, 0x30C, 0x323,
        0x327, 0x328, 0x331, 0x361,
    )), strict=True)
)  # fmt: skip
_LETTERS = dict(
    ss="ß", o="ø", O="Ø", l="ł", L="Ł", ae="æ", AE="Æ", oe="œ", OE="Œ", aa="å", AA="Å", i="ı",
    j="ȷ", dh="ð", DH="Ð", th="þ", TH="Þ", dj="đ", DJ="Đ", ng="ŋ", NG="Ŋ",
)  # fmt: skip
_SIGNS = dict(
    ldots="…", dots="…", textellipsis="…", textendash="–", textemdash="—", textquoteleft="‘",
    textquoteright="’", textquotedblleft="“", textquotedblright="”", textquotesingle="'",
    textasciitilde="~", textasciicircum="^", textbackslash="\\", textunderscore="_", textbar="|",
    textless="<", textgreater=">", textdollar="$", textpercent="%", textbullet="•", textmu="µ",
    textdegree="°", degree="°", texttrademark="™", textregistered="®", textcopyright="©",
    copyright="©", pounds="£", euro="€", S="§", P="¶", dag="†", ddag="‡", times="×", pm="±",
    mp="∓", cdot="·", le="≤", leq="≤", ge="≥", geq="≥", ne="≠", neq="≠", approx="≈", sim="∼",
    equiv="≡", infty="∞", to="→", rightarrow="→", leftarrow="←", leftrightarrow="↔", ell="ℓ",
    ll="≪", gg="≫", star="⋆", ast="∗", partial="∂", nabla="∇", LaTeX="LaTeX", TeX="TeX",
    glqq="„", grqq="“", glq="‚", grq="‘", flqq="«", frqq="»", guillemotleft="«",
    guillemotright="»", quotedblbase="„", quotesinglbase="‚", BibTeX="BibTeX", slash="/",
    quad=" ", qquad=" ", space=" ", par=" ", newline=" ", item=" ",
)  # fmt: skip

_SILENT = frozenset(
    "em bf it rm sf tt sc sl bfseries itshape scshape normalfont ttfamily sffamily tiny small "
    "footnotesize large Large protect relax noindent linebreak xspace centering displaystyle "
    "left right".split()
)
_ESCAPES = {"{": "\ue002", "}": "\ue003", " ": " ", ",": " ", ";": " ", ":": " ", "\\": " "} | {
    sign: "" for sign in "!/-@"
}
_OURS = re.compile("[\ue000-\ue005]")
_OWN_MEANING = {
    "textbackslash": "\ue004", "textasciitilde": "\ue005", "textbraceleft": "\ue002",
    "textbraceright": "\ue003", "lbrace": "\ue002", "rbrace": "\ue003",
}  # fmt: skip
_BUSY = re.compile(r"[\\${}~]|--|``|''")
_URL = re.compile(r"\\(?:url|path)\s*\{([^{}]*)\}")
_HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_MATH = re.compile(
    r"(?<!\\)(?:\$\$.{1,999}?\$\$|\$(?=\S)(?:\\.|[^$\\]){1,999}?(?<=\S)\$(?![0-9])"
    r"|\$\\[A-Za-z](?:\\.|[^$\\]){1,999}?\$"
    r"|\\\(.{1,999}?\\\)|\\\[.{1,999}?\\\])",
    re.DOTALL,
)
_ACCENT = re.compile(
    r"""(?<!\\)\\(?:([`'^~=."])|([uvHtcdbkr])(?=[\s{\\]))\s*"""
    r"(?:\{\s*(?:\\([ij])|([^\W\d_]?))\s*([^{}\\]*)\}|\\([ij])(?![A-Za-z])\s?|([^\W\d_]))"
)
_IN_BRACES = re.compile(
    r"""\{(\\(?:[`'^~=."]\s*|[uvHcdbkr](?=[\s{])\s*)(?:\{\\?[A-Za-z]\}|\\?[A-Za-z]))\}"""
)
_LETTER = re.compile(
    rf"\{{\\({'|'.join(_LETTERS)})\s*\}}|(?<=[A-Za-z])\\({'|'.join(_LETTERS)})(?:\{{\}}|\s)"
)
_ESCAPED = re.compile(r"\\([^A-Za-z])", re.DOTALL)
_WITH_ARGUMENT = re.compile(
    r"\\(?:(?:no)?cite[a-z]*|[a-z]?ref|label|begin|end|[vh]space|noopsort|vphantom)\*?\s*"
    r"(?:\[[^\[\]{}]{0,99}\]\s*)*\{[^{}]*\}"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?(?:(\s*\{\})|(?=(\s*\{))|(\s*))")
_TILDE = re.compile(r"(?<=\S)~|~(?![0-9])")
_KEPT = re.compile("\ue000([0-9]+)\ue001")
_SIMPLE = re.compile(r"(?:\\[A-Za-z]+|\\%|[A-Za-z0-9 ,.+*/=<>():-]|[^\x00-\x7f])+")


def plain(text: str) -> str:
    r"""Text without LaTeX, in one line; formulas that are more than signs stay as they are.

    >>> plain(r"S\"{o}ren {\L}ukasz Mart\'{\i}n \v{S}t\v{e}p{\'a}n"), plain("``{BERT}''~--- x")
    ('Sören Łukasz Martín Štěpán', '“BERT” — x')
    >>> plain(r"$\alpha$-MDF: \emph{50\%} of $x_{1}^2 \in \mathbb{R}$ for $5 and $6")
    'α-MDF: 50% of $x_{1}^2 \\in \\mathbb{R}$ for $5 and $6'
    """
    if _BUSY.search(text):
        text = _unicode(_OURS.sub("", text))
    return " ".join(text.split())


def accents(text: str) -> str:
    r"""Text with its accented letters and ligatures in Unicode, all other LaTeX as it was.

    >>> accents(r"Fr\'echet, Erd\H{o}s, K{\"o}hler, J{\o}rgensen: na\"{i}ve $\tilde{O}(n)$")
    'Fréchet, Erdős, Köhler, Jørgensen: naïve $\\tilde{O}(n)$'
    """
    if "\\" not in text:
        return text
    text = _IN_BRACES.sub(lambda m: _ACCENT.sub(_accented, m[1]), text)
    text = _ACCENT.sub(_accented, text)
    return _LETTER.sub(lambda m: _LETTERS[m[1] or m[2]], text)


def _unicode(text: str) -> str:
    kept: list[str] = []

    def keep(piece: str) -> str:
        kept.append(piece)
        return f"\ue000{len(kept) - 1}\ue001"

    text = _HREF.sub(lambda m: f"{m[2]} ({keep(address(m[1]))})", text)
    text = _URL.sub(lambda m: keep(address(m[1])), text)
    text = _MATH.sub(lambda m: keep(_formula(m[0])), text)
    for _ in range(3):  # an accent may stand on an accented letter
        text, changed = _ACCENT.subn(_accented, text)
        if not changed:
            break
    text = _ESCAPED.sub(lambda m: _ESCAPES.get(m[1], m[1]), text)
    text = _WITH_ARGUMENT.sub("", text)
    text = _COMMAND.sub(_known, text)
    text = _TILDE.sub(" ", text).replace("---", "—").replace("--", "–")
    text = text.replace("``", "“").replace("''", "”")
    text = re.sub(r"[{}\\]", "", text).replace("\ue002", "{").replace("\ue003", "}")
    for _ in range(2):  # a formula may hold an address
        text = _KEPT.sub(lambda m: kept[int(m[1])], text)
    return _OURS.sub("", text.replace("\ue004", "\\").replace("\ue005", "~"))


def address(text: str) -> str:
    r"""A web address or DOI as LaTeX writes it.

    >>> address(r"\url{https://a.org/{\textasciitilde}b\_c}"), address(r"10.1007/978-3\_5")
    ('https://a.org/~b_c', '10.1007/978-3_5')
    """
    text = re.sub(r"\\(?:url|path|href)(?=\s*\{)", " ", text)
    text = re.sub(r"\{?\\(?:textasciitilde|~)(?:\{\})?\}?|\$\\sim\$", "~", text)
    text = text.replace(r"\textunderscore", "_")
    return " ".join(re.sub(r"\\([^A-Za-z\s])|[{}]", r"\1", text).split())


def _accented(found: re.Match[str]) -> str:
    sign = found[1] or found[2]
    letter = found[3] or found[4] or found[6] or found[7] or ""
    rest = found[5] or ""
    if not letter:
        return (sign if sign in "~^" else "") + rest
    return unicodedata.normalize("NFC", letter + _COMBINING[sign]) + rest


def _known(found: re.Match[str]) -> str:
    name, _, argument, blank = found.groups()
    if name in _LETTERS:
        return _LETTERS[name]
    if sign := _OWN_MEANING.get(name) or _sign(name):
        return sign + (" " if blank else "")
    if argument is not None or name in _SILENT or len(name) == 1:
        return ""
    return name + (" " if blank else "")  # a macro of the author's own: its name says most


def _sign(name: str) -> str | None:
    """What a command of a sign or a Greek letter stands for."""
    return _SIGNS.get(name) or greek.letter(name)


def _formula(text: str) -> str:
    """A formula as it is, or its characters when it is nothing but signs in a row."""
    inner = re.sub(r"^(?:\$\$?|\\[(\[])|(?:\$\$?|\\[)\]])$", "", text)
    names = re.findall(r"\\([A-Za-z]+)", inner)
    if not _SIMPLE.fullmatch(inner) or not all(map(_sign, names)):
        return " ".join(text.split())
    signs = re.sub(r"\\([A-Za-z]+)\s*", lambda m: _sign(m[1]) or "", inner)
    return signs.replace("\\%", "%").strip()
