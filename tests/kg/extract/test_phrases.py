"""Which words a phrase may hold, and where: cases read in real abstracts."""

from __future__ import annotations

import pytest

from kg.extract import extract_one, phrases
from kg.extract.plurals import singular
from kg.extract.text import Text
from kg.extract.vocabulary import squash
from kg.paper import Paper


def _keys(text: str, title: str = "A title") -> set[str]:
    return {p.key for p in phrases.find(Text(title, text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on visual question answering over tables", "visual question answering"),
        ("for decision making by people", "decision making"),
        ("with message passing and more", "message passing"),
        ("of human pose estimation in", "human pose estimation"),
        ("a graph drawing of", "graph drawing"),
        ("the meeting summarization of", "meeting summarization"),
        ("by direct preference optimization with", "direct preference optimization"),
        ("of embodied agents in", "embodied agent"),
        ("in weakly supervised learning of", "weakly supervised learning"),
        ("via protein docking on", "protein docking"),
        ("of frame unwhorling with", "frame unwhorling"),
    ],
)
def test_words_in_ing_and_ed_stand_in_phrases(text: str, expected: str) -> None:
    assert expected in _keys(text)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("the model works by answering hard questions of people", "answering hard question"),
        ("it is useful to support summary generation here", "support summary generation"),
        ("in which we study visual grounding", "study visual grounding"),
        ("text, whereas sentiment analysis is", "whereas sentiment analysis"),
        ("in order to homogenize computations with", "homogenize computation"),
        ("which receive thiotepa", "receive thiotepa"),
        ("flaky tests hamper regression testing of", "hamper regression testing"),
        ("that it is weakly", "weakly"),
    ],
)
def test_verbs_begin_no_phrase(text: str, refused: str) -> None:
    found = _keys(text)
    assert refused not in found
    assert not any(key.startswith(refused.split()[0]) for key in found)


def test_what_to_stands_before_may_be_a_noun() -> None:
    assert "support vector machine" in _keys("is applied to support vector machines")
    assert "label noise" in _keys("robust to label noise")


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("metrics", "metric"),
        ("meta-heuristics", "meta-heuristic"),
        ("topics", "topic"),
        ("biometrics", "biometrics"),
        ("physics", "physics"),
        ("sizes", "size"),
        ("quizzes", "quiz"),
        ("bayes", "bayes"),
        ("humanities", "humanities"),
        ("heroes", "hero"),
        ("headaches", "headache"),
        ("campuses", "campus"),
        ("clauses", "clause"),
        ("coronaviruses", "coronavirus"),
        ("selfies", "selfie"),
        ("queries", "query"),
    ],
)
def test_the_singular_of_odd_plurals(plural: str, expected: str) -> None:
    assert singular(plural) == expected


def _concepts(title: str, abstract: str) -> list[str]:
    return [m.name for m in extract_one(Paper("x", title, abstract)).of("concept")]


def test_what_a_preposition_precedes_keeps_its_number() -> None:
    found = _concepts(
        "Security of the Internet of Things (IoT)",
        "We study networks of the Internet of Things (IoT) and the energy that IoT devices need.",
    )
    assert "internet of things" in found
    assert "internet of thing" not in found


def test_concepts_keep_the_capitals_of_proper_names() -> None:
    found = _concepts(
        "Chinese Word Segmentation with WordNet",
        "We study Chinese word segmentation and German-English translation on Twitter with WordNet.",
    )
    assert {"Chinese word segmentation", "WordNet"} <= set(found)
    assert any(name.startswith("German-English") for name in found)


def test_a_concept_with_and_without_a_hyphen_is_one() -> None:
    found = _concepts(
        "Pre-trained Language Models for Answer-Aware Question Generation",
        "Pretrained language models and pre-trained language models write questions by an "
        "answer-aware loss; the answer aware loss of pretrained language models is new.",
    )
    folded = [name.replace("-", "").replace(" ", "").lower() for name in found]
    assert "pretrainedlanguagemodel" in folded
    assert len(folded) == len(set(folded))


def test_a_known_method_and_its_short_form_are_one() -> None:
    found = extract_one(
        Paper(
            "x",
            "Images by learning",
            "Our system is built on Generative Adversarial Networks (GANs). We train the generative "
            "adversarial network on images and compare GANs with BERT.",
        )
    )
    meant = {"gan", "generativeadversarialnetwork"}
    of_it = [m for m in found.of("method") if squash(m.name) in meant]
    assert len(of_it) == 1
    assert meant <= {squash(n) for n in (of_it[0].name, *of_it[0].variants)}


@pytest.mark.parametrize(
    ("text", "expected", "refused"),
    [
        ("new therapies targeting tumours of", "therapy", "therapies targeting"),
        ("the mechanisms driving dispersal of", "mechanism", "mechanisms driving"),
        ("on survival following bone loss in", "survival", "survival following"),
        ("of tissue surrounding bones in", "tissue", "tissue surrounding"),
        ("of risk according to age", "risk", "risk according"),
        ("with instruction following by", "instruction following", "following"),
        ("of twenty-six smear tests", "smear test", "twenty-six smear test"),
        ("of thirteen smear tests", "smear test", "thirteen smear test"),
        ("by in vitro fertilization of", "in vitro fertilization", "vitro fertilization"),
        ("by fluorescence in situ hybridization", "in situ hybridization", "situ hybridization"),
    ],
)
def test_phrases_of_the_sciences(text: str, expected: str, refused: str) -> None:
    keys = _keys(text)
    assert expected in keys
    assert refused not in keys


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("metastases", "metastasis"),
        ("mitochondria", "mitochondrion"),
        ("women", "woman"),
        ("leaves", "leaf"),
        ("arrhythmias", "arrhythmia"),
        ("ceramics", "ceramic"),
        ("loci", "locus"),
        ("minima", "minimum"),
        ("niches", "niche"),
        ("chaos", "chaos"),
        ("pancreas", "pancreas"),
        ("bias", "bias"),
        ("dynamics", "dynamics"),
        ("navier-stokes", "navier-stokes"),
        ("elegans", "elegans"),
    ],
)
def test_singulars_of_the_sciences(plural: str, expected: str) -> None:
    assert singular(plural) == expected
