"""Which capitals a concept's name keeps: cases read in abstracts of the sciences."""

from __future__ import annotations

import pytest

from kg.extract import extract_one
from kg.extract.capitals import proper_in, with_capitals
from kg.extract.text import Text
from kg.paper import Paper


def _written(name: str, text: str, surface: str = "") -> str:
    return with_capitals(name, surface or name, proper_in(Text("A title", text)))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("petri net", "We model it by a Petri net of ten places.", "Petri net"),
        ("hopf bifurcation", "It is near the Hopf bifurcation.", "Hopf bifurcation"),
        ("purkinje cell", "We saw it in Purkinje's cells too.", "Purkinje cell"),
        ("schistosoma japonicum", "Mice had Schistosoma japonicum eggs.", "Schistosoma japonicum"),
        (
            "perron-frobenius theory",
            "By simple Perron-Frobenius theory,",
            "Perron-Frobenius theory",
        ),
        ("ca2+ binding", "The site of Ca2+ binding is known.", "Ca2+ binding"),
        ("n-demethylation", "It aids imipramine N-demethylation in men.", "N-demethylation"),
    ],
)
def test_a_capital_amid_small_letters_is_a_names(name: str, text: str, expected: str) -> None:
    assert _written(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("chatbot", "The proposed Chatbot answers."),
        ("cardiomyopathy", "The studied Cardiomyopathy is rare."),
        ("hyperparameter search", "Hyperparameter search is slow."),
        ("backpropagation network", "In Deep Backpropagation Networks we trust."),
        ("datamorphism", "A Datamorphism maps a test; the datamorphism is a function."),
        ("k-means clustering", "We use the K-means clustering of all."),
    ],
)
def test_other_capitals_are_not_kept(name: str, text: str) -> None:
    assert _written(name, text) == name


def test_a_letter_by_itself_keeps_its_capital() -> None:
    assert with_capitals("hepatitis c virus", "Hepatitis C Virus") == "hepatitis C virus"
    assert with_capitals("t test", "t test") == "t test"
    assert with_capitals("a posteriori error", "A posteriori error") == "a posteriori error"


def test_concepts_are_called_as_the_text_writes_their_names() -> None:
    paper = Paper(
        "x",
        "Stochastic Petri nets of signalling pathways",
        "We study signalling pathways by a stochastic Petri net. The Petri net has 30 places, and "
        "its invariants tell which reactions of the signalling pathways go together.",
    )
    names = {m.name for m in extract_one(paper).mentions if m.kind == "concept"}
    assert any("Petri net" in name for name in names)
    assert not any("petri" in name for name in names)
