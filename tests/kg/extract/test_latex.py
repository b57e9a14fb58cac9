"""Names that LaTeX runs through, as an arXiv abstract has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import extract_one
from kg.extract.latex import names_without_marks
from kg.extract.text import Text
from kg.paper import Paper


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"$\beta$-VAE", "β-VAE"),
        (r"$\Lambda$CDM", "ΛCDM"),
        (r"$\mu$FiX", "μFiX"),
        (r"E$^2$GAN", "E2GAN"),
        (r"M$^{3}$ViT", "M3ViT"),
        (r"$S^3$Net", "S3Net"),
        (r"$\mathcal{X}$-Net", "X-Net"),
        (r"$\text{UCRL-VTR}^{+}$", "UCRL-VTR+"),
        (r"CO$_2$", "CO2"),
        (r"$\mathrm{TiO}_2$", "TiO2"),
        (r"\textsc{Span}Net", "SpanNet"),
        (r"$k$-NN", "k-NN"),
        ("$pyvene$", "pyvene"),
        ("R$^2$", "R$^2$"),
        (r"$\mathcal{S}_t$", r"$\mathcal{S}_t$"),
        ("10$^6$", "10$^6$"),
        ("$x$", "$x$"),
        ("km$^{-1}$", "km$^{-1}$"),
        (r"BERT$_{base}$", r"BERT$_{base}$"),
        (r"$O(n\log n)$-time", r"$O(n\log n)$-time"),
        (r"\$5-\$10", r"\$5-\$10"),
    ],
)
def test_a_name_is_read_without_marks_and_a_formula_stays(written: str, name: str) -> None:
    text = f"We test ({written}), and"
    read = names_without_marks(text)
    assert read.replace(" ", "") == f"We test ({name}), and".replace(" ", "")
    assert len(read) == len(text)
    assert read.index("), and") == text.index("), and")


PIECES = st.sampled_from([*"$\\{}^_ab2-β ~\n", r"\text{", r"$\mu$", "$^2$"])


@given(st.lists(PIECES).map("".join))
def test_what_stands_after_such_a_name_keeps_its_place(written: str) -> None:
    assert len(Text(written, "").clean) == len(Text(written, "").raw)


def test_evidence_ends_where_the_name_with_its_marks_does() -> None:
    title = "Generation in few steps"
    abstract = r"We propose E$^2$GAN, a new model that is trained on ImageNet in few steps."
    (own,) = extract_one(Paper("made", title, abstract)).of("introduces")
    raw = f"{title}\n{abstract}"
    assert own.name == "E2GAN"
    assert raw[own.evidence.start : own.evidence.end] == "E$^2$GAN"


def test_two_names_before_a_titles_colon_are_two() -> None:
    paper = Paper(
        "made",
        "KINNEWS and KIRNEWS: Benchmarks of Text Classification for Kinyarwanda and Kirundi",
        "We introduce two news datasets, KINNEWS and KIRNEWS, for text classification. "
        "KINNEWS has 21,268 articles and KIRNEWS 4,612.",
    )
    assert [m.name for m in extract_one(paper).of("introduces")] == ["KINNEWS", "KIRNEWS"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (r"{\it Kepler} data", ["Kepler", "data"]),
        (r"H\,{\sc i} gas", ["H", "i", "gas"]),
        (r"lines at 158 $\mu$m", ["lines", "at", "158", "$", "μ", "$", "m"]),
        (r"$\sim$30 stars", ["$", "$", "30", "stars"]),
        (r"as \citep[see][]{smith2020deep} says", ["as", "says"]),
    ],
)
def test_commands_are_no_words(written: str, words: list[str]) -> None:
    text = Text("", written)
    assert text.words == words
    assert len(text.clean) == len(text.raw)


def test_a_citation_in_latex_is_no_concept() -> None:
    paper = Paper("x", "A note", r"As shown by \citet{smith2020deep}, deep nets see deep nets.")
    found = extract_one(paper).mentions
    assert [m.name for m in found if m.kind == "citation"] == ["smith2020deep"]
    assert not any("smith" in m.name for m in found if m.kind in ("concept", "task"))
