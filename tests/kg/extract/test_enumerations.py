"""Which names stand in one enumeration, told by hand."""

from __future__ import annotations

import pytest

from kg.extract import abbreviations, extract_one, names
from kg.extract.enumerations import enumerations
from kg.extract.text import Text
from kg.paper import Paper


@pytest.mark.parametrize(
    ("sentence", "together"),
    [
        ("We beat BERT, GPT-2, and XLNet.", [["BERT", "GPT-2", "XLNet"]]),
        ("Results on SQuAD and CoQA are given.", [["SQuAD", "CoQA"]]),
        ("Baselines are BERT/XLNet.", [["BERT", "XLNet"]]),
        ("Two corpora (SQuAD, CoQA) are used.", [["SQuAD", "CoQA"]]),
        ("Models such as BERT, XLNet, etc. are compared.", [["BERT", "XLNet"]]),
        ("We beat Google's BERT and Facebook's fastText.", [["BERT", "fastText"]]),
        ("Unlike BERT, SpanBERT masks spans.", []),
        ("Compared with BERT and XLNet, SpanBERT is small.", [["BERT", "XLNet"]]),
        ("BERT and XLNet, GPT-2 and T5 differ.", [["BERT", "XLNet"], ["GPT-2", "T5"]]),
    ],
)
def test_a_comma_alone_joins_no_two_names(sentence: str, together: list[list[str]]) -> None:
    text = Text("", sentence)
    places = [p for c in names.candidates_of(text, abbreviations.find(text)) for p in c.places]
    found = [[text.raw[p.start : p.end] for p in some] for some in enumerations(places, text.low)]
    assert found == together


def test_a_name_after_those_that_it_is_unlike_is_the_papers_own() -> None:
    title = "Vid2Vec: Training Vision Models for Video Embedding"
    abstract = (
        "Embedding models serve retrieval and clustering. We give a benchmark and Vid2Vec, a "
        "training framework that makes an embedding model of any vision model. Unlike previous "
        "models such as CLIP and BLIP, Vid2Vec can process any combination of images and text. "
        "We build a series of Vid2Vec models and evaluate them."
    )
    found = extract_one(Paper("made", title, abstract))
    assert "Vid2Vec" in [m.name for m in found.of("introduces")]


def test_who_made_a_thing_is_no_name() -> None:
    abstract = "We outperform models trained on LAION-2B or OpenAI's WIT, and Baidu's ERNIE."
    text = Text("", abstract)
    found = [c.name for c in names.candidates_of(text, [])]
    assert found == ["LAION-2B", "WIT", "ERNIE"]
