"""Tables whose columns have names in other languages than English."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Paper
from kg.sources import Report, detect, read
from kg.sources.csv_columns import authors


def papers(tmp_path: Path, *lines: str, name: str = "export.csv") -> list[Paper]:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert detect(path) == "csv"
    return list(read([path], report=Report()))


@pytest.mark.parametrize(
    "header",
    [
        "Titel;Autor;Jahr;Zusammenfassung;DOI;Zeitschrift;Schlagwörter",
        "Titel;Autor, Herausgeber oder Institution;Jahr;Abstract;DOI-Name;Zeitschrift;Schlagworte",
        "Titre;Auteurs;Année;Résumé;DOI;Revue;Mots-clés",
        "Titre;Auteurs;Annee;Resume;DOI;Revue;Mots cles",
        "Título;Autores;Año;Resumen;DOI;Revista;Palabras clave",
        "Título;Autores;Ano;Resumo;DOI;Periódico;Palavras-chave",
        "标题;作者;年份;摘要;DOI;刊名;关键词",
        "Title-题名;Author-作者;Year-年;Summary-摘要;DOI-DOI;Source-文献来源;Keyword-关键词",
        "題名;作者;出版年;摘要;DOI;期刊名稱;關鍵詞",
        "タイトル;著者;年;抄録;DOI;雑誌名;キーワード",
        "論文名;著者名;出版日付;抄録;DOI;刊名/雑誌名;キーワード",
    ],
)
@pytest.mark.parametrize("name", ["export.csv", "export.txt"])
def test_columns_are_known_in_other_languages(tmp_path: Path, header: str, name: str) -> None:
    row = 'Wells and pumps;"Lee, Ann; Ray, Bo";2019;We see water.;10.1000/ab;The Well;wells, pumps'
    (paper,) = papers(tmp_path, header, row, name=name)
    assert paper.title == "Wells and pumps"
    assert [a.name for a in paper.authors] == ["Ann Lee", "Bo Ray"]
    assert (paper.year, paper.venue, paper.doi) == (2019, "The Well", "10.1000/ab")
    assert (paper.abstract, paper.keywords) == ("We see water.", ("wells", "pumps"))


@pytest.mark.parametrize(
    "header", ["Titel;Vorname;Nachname", "Titel;Jahr;Preis", "Título;Año;Sala"]
)
def test_a_title_beside_nothing_of_a_paper_is_asked_about(tmp_path: Path, header: str) -> None:
    with pytest.raises(InputError, match="no column of titles") as error:
        papers(tmp_path, header, "Rucksack;2019;12")
    assert "--columns title=NAME" in str(error.value.remedy)


def test_such_a_table_is_none_without_the_ending_csv(tmp_path: Path) -> None:
    path = tmp_path / "goods.txt"
    path.write_text("Titel;Jahr;Preis\nRucksack;2019;12\n")
    assert detect(path) == "listing"


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("张三；李四", "作者", ["张三", "李四"]),
        ("张三, 李四", "作者", ["张三", "李四"]),
        ("王五;赵六;", "author-作者", ["王五", "赵六"]),
        ("山田太郎、鈴木花子", "著者", ["山田太郎", "鈴木花子"]),
        ("山田太郎, 鈴木花子", "著者", ["山田太郎", "鈴木花子"]),
        ("Jean Dupont, Ève Curie et Paul Roy", "auteurs", ["Jean Dupont", "Ève Curie", "Paul Roy"]),
        ("Müller, Jörg und Weiß, Ina", "autor", ["Jörg Müller", "Ina Weiß"]),
        ("José Ortega y Gasset", "autores", ["José Ortega y Gasset"]),
        ("Jean Dupont et al.", "auteurs", ["Jean Dupont et al."]),
    ],
)
def test_names_are_parted_as_the_language_does(text: str, column: str, expected: list[str]) -> None:
    assert authors(text, column, "") == expected
