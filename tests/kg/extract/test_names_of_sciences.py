"""What is no dataset and no method in the sciences: compounds, genes, cells, readings."""

from __future__ import annotations

import pytest

from kg.extract import candidates, extract_one
from kg.extract.text import Text
from kg.paper import Paper


def _names(abstract: str, title: str = "A title") -> list[str]:
    return [c.name for c in candidates.find(Text(title, abstract), {})]


@pytest.mark.parametrize(
    "abstract",
    [
        "We compare Fe3GeTe2 and CrTe2 with Bi2Se3 films.",
        r"We compare Fe$_2$O$_3$ with TiO$_2$ films.",
        "Levels of IgG and of ATP were higher, by NMR and HPLC.",
        "We sequenced the SOX4 gene of MKN-45 cells.",
        "It raised MCP-1 mRNA and acts on the NK1 receptor.",
        "FindingsThe study shows it.",
    ],
)
def test_compounds_genes_and_cells_are_no_candidates(abstract: str) -> None:
    assert _names(abstract) == []


def test_names_of_methods_and_data_stay_candidates() -> None:
    assert _names("We compare MoCo and CORe50 with BiSeNetV2 and SeCo.") == [
        "MoCo", "CORe50", "BiSeNetV2", "SeCo"
    ]  # fmt: skip


def test_a_paper_may_call_its_own_method_before_such_a_word() -> None:
    assert "KinFold" in _names("KinFold genes are few.", "KinFold: a model of genes")


def test_a_reading_with_its_unit_is_no_version() -> None:
    abstract = "The error is 0.81 K; UrbClim gives 1.34 K, and kriging by CrowdQC+ 1.07 K."
    assert _names(abstract)[-1] == "CrowdQC+"
    assert "UrbClim" in _names(abstract)


def test_compounds_are_still_concepts() -> None:
    paper = Paper("x", "TiO2 films", "TiO2 films split water. TiO2 films are thin films of TiO2.")
    assert any("TiO2" in m.name for m in extract_one(paper).mentions if m.kind == "concept")
