"""Which column of a table holds what, and how each database writes names and references."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg import ids
from kg.sources import values

_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "key", "eid", "ut (unique wos id)", "ut", "publication id", "pmid", "lens id"),
    "title": ("title", "document title", "item title", "article title", "paper title", "ti"),
    "abstract": ("abstract", "abstract note", "ab", "summary"),
    "year": ("year", "publication year", "pubyear", "py", "publication date", "date", "published"),
    "venue": (
        "source title", "publication title", "so", "journal", "venue", "conference", "booktitle",
        "journal/book", "container title", "proceedings title", "publication",
        "primary location.source.display name", "source",
    ),
    "doi": ("doi", "item doi", "di", "doi link"),
    "arxiv_id": ("arxiv id", "arxiv"),
    "url": ("link", "url", "article url", "articleurl", "pdf link", "doi link", "external url"),
    "authors": (
        "author full names", "af", "authors", "author", "author names", "author/s", "au",
        "authorships.author.display name",
    ),
    "keywords": (
        "author keywords", "de", "keywords", "index keywords", "ieee terms", "keywords plus",
        "manual tags", "tags",
    ),
    "references": ("references", "cited references", "cr"),
    "code": ("code", "repository", "code url", "github"),
}  # fmt: skip
FIELDS = tuple(_NAMES)
"""What a column can hold."""

_TRANSLATED: dict[str, tuple[str, ...]] = {
    "title": (
        "titel", "titre", "título", "标题", "題名", "题名", "题名/标题", "篇名", "論文名",
        "title-题名", "標題", "論文題名", "論文タイトル", "タイトル",
        "titel des artikels", "titre de l'article", "título del artículo", "título do artigo",
    ),
    "abstract": (
        "zusammenfassung", "kurzfassung", "résumé", "resumen", "resumo", "摘要", "summary-摘要",
        "抄録", "要旨", "要約", "概要", "アブストラクト",
    ),
    "year": (
        "jahr", "erscheinungsjahr", "publikationsjahr", "veröffentlichungsjahr", "jahr ermittelt",
        "datum", "erscheinungsdatum", "année", "année de publication", "date de publication",
        "año", "año de publicación", "fecha", "fecha de publicación", "ano", "ano de publicação",
        "data", "data de publicação", "年", "年份", "year-年", "出版年", "发表年份", "發表年份",
        "发表时间", "發表時間", "pubtime-发表时间", "出版年份", "发行年", "発行年", "刊行年",
        "発表年", "出版日期", "出版日付", "出版日", "発行日", "日付", "日期",
    ),
    "venue": (
        "zeitschrift", "zeitschrift/zeitung", "titel der zeitschrift", "titel der publikation",
        "publikation", "publikationstitel", "fachzeitschrift", "quelle", "tagungsband",
        "revue", "titre de la revue", "titre de la publication", "périodique", "revista",
        "título de la revista", "título de la publicación", "publicación", "fuente", "periódico",
        "título da revista", "título da publicação", "publicação", "fonte",
        "刊名", "期刊", "期刊名称", "期刊名稱", "来源", "來源", "文献来源", "source-文献来源",
        "出处", "雑誌名", "誌名", "刊行物名", "掲載誌", "掲載誌名", "収録刊行物",
        "刊名/雑誌名", "出版物名",
    ),
    "doi": ("doi-name", "doi-nummer", "doi-doi"),
    "url": (
        "internetadresse", "online-adresse", "adresse web", "lien", "enlace", "ligação", "url-网址",
        "网址", "链接", "網址", "連結", "リンク",
    ),
    "authors": (
        "autor", "autoren", "autor/in", "autor(en)", "verfasser", "autor:innen", "autor*innen",
        "autor, herausgeber oder institution", "auteur", "auteurs", "auteur(s)", "autores",
        "autor(es)", "autor/es", "作者", "author-作者", "责任者", "責任者", "著者", "著者名",
        "執筆者", "作成者",
    ),
    "keywords": (
        "schlagwörter", "schlagworte", "schlüsselwörter", "stichwörter", "mots-clés", "mots clés",
        "mots clefs", "marqueurs", "palabras clave", "palabras-clave", "palavras-chave",
        "palavras chave", "etiquetas", "关键词", "关键字", "keyword-关键词", "關鍵詞", "關鍵字",
        "标签", "キーワード",
    ),
}  # fmt: skip
"""The same in German, French, Spanish, Portuguese, Chinese and Japanese."""
_BESIDE_A_TITLE = ("authors", "abstract", "doi")
"""One of these tells that a title in another language is a paper's, not a product's or a
person's."""

_SURNAME_FIRST = frozenset({"author full names", "af", "au"})
"""Columns in which a comma stands within a name, never between two."""

_NOT_GIVEN = re.compile(r"\[?no \w+(?: \w+)? available\]?", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\s*\(\d+\)\s*$")
_INITIALS = re.compile(r"(.*\S)\s+((?:[^\W\d_]{1,2}\.-?)+)")
_AND_ELSEWHERE = re.compile(r"\s(?:und|et|y)\s")
_WIDE_SIGNS = str.maketrans("；、，", ";;,")
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\u3005·]{2,}")
_GLUED = re.compile(
    r"(?<=[^\W\d_A-Z])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLe)(?<!\bLa)(?<!\bDi)(?<!\bDu)(?<!\bVan)"
    r"(?=[A-ZÀ-ÖØ-Þ])"
)
_HONOUR = re.compile(r"^(?:(?:Prof|Dr|Ing|Priv|Doz|PD)\.?(?:-\w+\.?)?\s+)+")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_ONE_SCOPUS_AUTHOR = r"[^\W\d_][^,();]{0,60}, (?:[^\W\d_]{1,2}\.[ -]{0,2}){1,6}, "
_SCOPUS_REFERENCE = re.compile(
    rf"(?:{_ONE_SCOPUS_AUTHOR}){{1,100}}(?P<title>[^()]{{20,400}}?) \((?P<year>\d{{4}})\) \S"
)
_AN_AUTHOR = r"[^\W\d_][^,();]{0,60} (?:[^\W\d_]{1,2}\.-?){1,6}, "
_SCOPUS_REFERENCE_TODAY = re.compile(
    rf"(?:{_AN_AUTHOR}){{1,100}}(?P<title>[^(),]{{20,400}}?), .*\((?P<year>\d{{4}})\)$"
)
_NAMES_IN = re.compile(r"^[^ ]+, |, (?:[^\W\d_]\.?){1,3}(?:,|$)")
_LENS = re.compile(r"\b\d{3}(?:-\d{3}){3}-\d{2}[\dX]\b")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def norm(name: str) -> str:
    """A column's name as it is compared: small letters, single blanks."""
    return " ".join(re.sub(r"[\s_]+", " ", name.replace("\ufeff", "")).casefold().split())


def _bare(name: str) -> str:
    """A column's name without accents, which many leave out."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(c for c in letters if not unicodedata.combining(c))


_TRANSLATED_BARE = {
    field: tuple(dict.fromkeys(_bare(name) for name in names))
    for field, names in _TRANSLATED.items()
}


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one file hold.

    Attributes:
        header: The columns' names as written.
        at: Field to the positions of its columns, the preferred one first.
        vendor: ``scopus``, ``ieee``, ``springer``, ``wos``, ``pubmed``, ``zotero``,
            ``lens``, or empty.
    """

    header: tuple[str, ...]
    at: Mapping[str, tuple[int, ...]]
    vendor: str

    def value(self, row: Sequence[str], field: str) -> tuple[str, str]:
        """A field's value in a row and the column that it is from; empty where there is none."""
        for position in self.at.get(field, ()):
            text = row[position].strip()
            if text and not _NOT_GIVEN.fullmatch(text):
                return text, norm(self.header[position])
        return "", ""

    def kind(self, row: Sequence[str]) -> str:
        """The kind of document that a database takes a row's work for; empty where it says none."""
        names = [norm(name) for name in self.header]
        return row[names.index("document type")].strip() if "document type" in names else ""


def columns(header: Sequence[str], chosen: Mapping[str, str] | None = None) -> Columns:
    """What a header's columns hold: as `chosen` (field to column name) says, else by name.

    Raises:
        KeyError: A chosen column is not in the header.
    """
    names = [norm(h) for h in header]
    bare = [_bare(name) for name in names]
    vendor = _vendor(set(names))
    at: dict[str, tuple[int, ...]] = {}
    for field, known in _NAMES.items():
        if vendor != "wos":
            known = tuple(k for k in known if len(k) > 2 or k == "id")
        elif field == "keywords":
            known = (*known, "id")
        elif field == "id":
            known = tuple(k for k in known if k != "id")
        english = (names.index(k) for k in known if k in names)
        translated = (bare.index(k) for k in _TRANSLATED_BARE.get(field, ()) if k in bare)
        at[field] = tuple(dict.fromkeys((*english, *translated)))
    if not any(at[field] for field in _BESIDE_A_TITLE):
        at["title"] = tuple(i for i in at["title"] if names[i] in _NAMES["title"])
    for field, column in (chosen or {}).items():
        if norm(column) not in names:
            raise KeyError(column)
        at[field] = (names.index(norm(column)),)
    return Columns(tuple(h.strip() for h in header), at, vendor)


def _vendor(names: set[str]) -> str:
    if {"source title", "eid"} <= names or {"author(s) id", "source title"} <= names:
        return "scopus"
    if "document title" in names:
        return "ieee"
    if "item title" in names:
        return "springer"
    if {"lens id", "source title"} <= names:
        return "lens"
    if {"pmid", "journal/book"} <= names:
        return "pubmed"
    if {"key", "item type", "author"} <= names:
        return "zotero"
    if {"pt", "ti"} <= names or {"au", "ti"} <= names or "ut (unique wos id)" in names:
        return "wos"
    return ""


def authors(text: str, column: str, vendor: str) -> list[str]:
    """The names in a column of authors, in the order in which they are spoken, each once.

    >>> authors("Skeel R.D., De Leeuw S.W.", "authors", "scopus")
    ['R.D. Skeel', 'S.W. De Leeuw']
    >>> authors("Prof. Rafik A. AlievDr. Janusz McKay", "authors", "springer")
    ['Rafik A. Aliev', 'Janusz McKay']
    >>> authors("Smith, J., Doe, K.", "authors", ""), authors("['A. Lee', 'B. Ray']", "authors", "")
    (['J. Smith', 'K. Doe'], ['A. Lee', 'B. Ray'])
    >>> authors("De Souza, Ana", "author", "zotero"), authors("Wu W, Doe J.", "authors", "pubmed")
    (['Ana De Souza'], ['W Wu', 'J Doe'])
    >>> authors("张三，李四", "作者", ""), authors("Ana Gil y Juan Ramón y Cajal", "autores", "")
    (['张三', '李四'], ['Ana Gil y Juan Ramón y Cajal'])
    """
    if vendor == "scopus" and column == "authors":
        names = [_spoken(name) for name in text.split(";" if ";" in text else ", ")]
    elif vendor == "springer":
        names = [_HONOUR.sub("", name) for name in _unglued(text)]
    elif vendor == "pubmed":
        names = [values.indexed(name) for name in text.split(",")]
    elif vendor == "zotero" or column in _SURNAME_FIRST:
        names = [values.person(_IDENTIFIER.sub("", name)) for name in text.split(";")]
    else:
        names = [values.person(_IDENTIFIER.sub("", name)) for name in _listed(text, column)]
    names = [values.line(name) for name in names]
    return list(dict.fromkeys(name for name in names if name))


def _spoken(name: str) -> str:
    """``Phillips J.C.`` with the initials in front."""
    found = _INITIALS.fullmatch(name.strip())
    return f"{found[2]} {found[1]}" if found else values.person(name)


def _unglued(text: str) -> list[str]:
    """Springer writes names without anything between them; a name has at least two words."""
    names: list[str] = []
    for piece in _GLUED.split(text):
        if names and " " not in names[-1].strip():
            names[-1] += piece
        else:
            names.append(piece)
    return names


def _listed(text: str, column: str) -> list[str]:
    if text.startswith("[") and text.endswith("]"):
        return _from_list(text)
    text = text.translate(_WIDE_SIGNS)
    for sign in (";", "|", "\n"):
        if sign in text:
            return text.split(sign)
    joined = _joined(text)
    if len(joined) > 1:
        parts = [p.strip() for part in joined for p in part.split(",") if p.strip()]
        spoken = "," not in joined[-1] and all(" " in part for part in parts)
        return parts if spoken else joined
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and all(map(_IDEOGRAPHS.fullmatch, parts)):
        several = "作者" in column or all(len(part) > 2 for part in parts)
        return parts if several else [text]  # 山田, 太郎: a Japanese surname and given name
    if len(parts) > 1 and all(" " in part for part in parts):
        return parts
    if len(parts) > 2 and len(parts) % 2 == 0:
        return [f"{last}, {first}" for last, first in zip(parts[::2], parts[1::2], strict=True)]
    return [text]


def _joined(text: str) -> list[str]:
    """What ``and`` joins; in other languages a name may have the word too: ``Ramón y Cajal``."""
    if " and " in text:
        return text.split(" and ")
    parts = _AND_ELSEWHERE.split(text)
    return parts if all(" " in part.strip() for part in parts) else [text]


def _from_list(text: str) -> list[str]:
    """A list as JSON or Python writes it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return [a or b for a, b in _QUOTED.findall(text)] or text[1:-1].split(",")
    return [name for name in found if isinstance(name, str)]


def _of_scopus(reference: str) -> re.Match[str] | None:
    """A reference as Scopus writes it, the year behind the title or, since 2023, at the end."""
    return _SCOPUS_REFERENCE.match(reference) or _SCOPUS_REFERENCE_TODAY.match(reference)


def references(text: str, vendor: str) -> Iterator[str]:
    """The cited works that a column names beyond doubt: by DOI, arXiv's or the Lens's identifier,
    or by a title of some length.

    >>> list(references("Lee, A.B., Ray, C., Petri nets and marked graphs (1982) The Monthly, 89; "
    ...     "Ray, C., (1995) Comput Phys Commun, 91, https://doi.org/10.1000/AB.", "scopus"))
    ['title:petri-nets-and-marked-graphs', 'doi:10.1000/ab']
    """
    for reference in re.split(r"[;|]\s+", text):
        if vendor == "lens":
            yield from _LENS.findall(reference)
            continue
        found = _DOI.search(reference)
        if doi := ids.doi(found.group()) if found else None:
            yield f"doi:{doi}"
        elif vendor == "wos" and "arxiv" in reference.lower() and (key := ids.arxiv(reference)):
            yield f"arxiv:{key}"
        elif vendor == "scopus" and (cited := _of_scopus(reference.strip())):
            title = cited["title"].strip()
            if len(title.split()) >= 4 and not _NAMES_IN.search(title):
                yield ids.title_key(title)
