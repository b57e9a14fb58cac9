"""One node for one thing: papers, people, names, the user's thesaurus."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Author, Paper
from kg.resolve import people
from kg.resolve.keys import Spelling
from kg.resolve.names import Entities
from kg.resolve.own_keys import name_key
from kg.resolve.papers import merge
from kg.resolve.thesaurus import Rules, Thesaurus

ARXIV = Paper(
    "x1", "Attention Is All You Need", year=2017, arxiv_id="1706.03762",
    doi="10.48550/arxiv.1706.03762", authors=(Author("A. Vaswani"), Author("N. Shazeer")),
)  # fmt: skip
PUBLISHED = Paper(
    "x2", "Attention is all you need.", abstract="A long one.", year=2017, doi="10.5555/3295222",
    authors=(Author("Ashish Vaswani", "0000-0001"), Author("Noam Shazeer")),
)  # fmt: skip
DUMP = Paper("x3", "Attention is All you Need", arxiv_id="1706.03762", openalex_id="W2963403868")
OTHER = Paper("x4", "Attention is all you need", year=2024, authors=(Author("Jane Roe"),))


def test_records_of_one_paper_become_one_whatever_their_order() -> None:
    found = [
        {(m.key, m.paper) for m in merge(order)}
        for order in permutations([ARXIV, PUBLISHED, DUMP, OTHER])
    ]
    assert all(f == found[0] for f in found)
    by_key = dict(found[0])
    assert set(by_key) == {"doi:10.5555/3295222", "title:attention-is-all-you-need:2024"}
    one = by_key["doi:10.5555/3295222"]
    assert one.abstract == "A long one."
    assert (one.arxiv_id, one.openalex_id) == ("1706.03762", "W2963403868")
    assert one.authors == (Author("Ashish Vaswani", "0000-0001"), Author("Noam Shazeer"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (Paper("1", "Editorial", year=2001), Paper("2", "Editorial", year=2001)),
        (
            Paper("1", "On dense retrieval again", doi="10.1/a"),
            Paper("2", "On dense retrieval again", doi="10.1/b"),
        ),
        (
            Paper("1", "On dense retrieval again", year=2001),
            Paper("2", "On dense retrieval again", year=2010),
        ),
        (
            Paper("1", "On dense retrieval again", authors=(Author("Ada Lovelace"),)),
            Paper("2", "On dense retrieval again", authors=(Author("Alan Turing"),)),
        ),
    ],
)
def test_what_speaks_against_one_paper(a: Paper, b: Paper) -> None:
    assert len(merge([a, b])) == 2
    assert len({m.key for m in merge([a, b])}) == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            Paper("1", "Modelling multi-task parsers & taggers", year=2020),
            Paper("2", "Modeling Multitask Parsers and Taggers", year=2021),
        ),
        (
            Paper(
                "1",
                "On dense retrieval again",
                2 * "x",
                2019,
                arxiv_id="1901.00001",
                authors=(Author("Ada Roe"),),
            ),
            Paper(
                "2",
                "On dense retrieval again",
                2 * "x",
                2022,
                doi="10.1/x",
                authors=(Author("A. Roe"),),
            ),
        ),
        (
            Paper(
                "1",
                "On dense retrieval again: a second look",
                year=2020,
                authors=(Author("Ada Roe"),),
            ),
            Paper("2", "On dense retrieval again", year=2020, authors=(Author("Roe, Ada"),)),
        ),
    ],
)
def test_titles_differ_between_sources(a: Paper, b: Paper) -> None:
    assert len(merge([a, b])) == len(merge([b, a])) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("On dense retrieval again: part II", "On dense retrieval again"),
        ("On dense retrieval again: corrigendum", "On dense retrieval again"),
        ("Retrieval: a second look", "Retrieval"),
    ],
)
def test_a_title_that_goes_on_may_be_another_paper(a: str, b: str) -> None:
    papers = [
        Paper(str(n), t, year=2020, authors=(Author("Ada Roe"),)) for n, t in enumerate((a, b))
    ]
    assert len(merge(papers)) == 2


def test_an_old_identifier_inside_a_doi_is_the_same_without_its_class() -> None:
    inside = Paper("1", "The entropy formula", doi="10.48550/arxiv.math.dg/0211159")
    plain = Paper("2", "Entropy formula, the", arxiv_id="math/0211159")
    assert len(merge([inside, plain, Paper("3", "Another")])) == 2


def test_the_user_joins_and_parts_papers() -> None:
    a, b = Paper("1", "First things first"), Paper("2", "Things first")
    assert len(merge([a, b], same=[["First things first", "Things first"]])) == 1
    c, d = Paper("1", "A shared title here"), Paper("2", "A shared title here", doi="10.1/x")
    assert len(merge([c, d])) == 1
    assert len(merge([c, d], different=[["1", "doi:10.1/x"]])) == 2


def test_middle_names() -> None:
    ross, short, other = Author("Robert J. Ross"), Author("Robert Ross"), Author("Ann Lee")
    assert len(set(people.keys([ross, short, other]).values())) == 3
    together = [(ross, other), (short, other)]
    keys = people.keys([ross, short, other], together)
    assert keys[ross] == keys[short] != keys[other]
    long, initial = Author("Mattia Antonino Di Gangi"), Author("Mattia A. Di Gangi")
    assert len(set(people.keys([long, initial]).values())) == 1
    two = [ross, Author("Robert K. Ross"), short]
    assert len(set(people.keys(two, [(a, other) for a in two]).values())) == 3


def test_people() -> None:
    full, short, other = (
        Author("Jörg Müller-Smith"),
        Author("J. Muller-Smith"),
        Author("K. Muller-Smith"),
    )
    keys = people.keys([full, short, other])
    assert keys[full] == keys[short] != keys[other]
    # two people that the initial can stand for: it stays alone
    keys = people.keys([Author("John Doe"), Author("Jane Doe"), Author("J. Doe")])
    assert len(set(keys.values())) == 3
    # the surname alone is nobody else
    keys = people.keys([Author("Doe"), Author("John Doe")])
    assert len(set(keys.values())) == 2
    # an ORCID takes its full name along, not when the name has two
    keys = people.keys([Author("John Doe", "0-1"), Author("Doe, John"), Author("J. Doe")])
    assert set(keys.values()) == {"orcid:0-1"}
    keys = people.keys([Author("Wei Wang", "0-1"), Author("Wei Wang", "0-2"), Author("Wei Wang")])
    assert len(set(keys.values())) == 3


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("COCO", "MS-COCO", True),
        ("MS COCO", "MSCOCO dataset", True),
        ("SQuAD", "SQuAD 2.0", False),
        ("WikiText-2", "WikiText-103", False),
        ("FooBar", "Foo-Bar corpus", True),
        ("GPT-3", "GPT-4", False),
        ("Vicuna-7B", "Vicuna-13B", False),
        ("XLNet-base", "XLNet", True),
        ("Amazon's Mechanical Turk", "Amazon Mechanical Turk", True),
        ("OntoNotes v5.0", "OntoNotes 5.0", True),
        ("CodeT5", "CodeT5+", False),
        ("P-Tuning", "P-Tuning v2", False),
        ("principal component analysis", "Principal Component Analysis", True),
        ("random forest classifier", "Random Forests", True),
        ("Long Short-Term Memory networks", "LSTM", True),
        ("Bidirectional Long Short-Term Memory", "BiLSTM", True),
        ("Chain-of-Thoughts", "chain-of-thought", True),
        ("Universal Dependency", "Universal Dependencies", True),
        ("20NewsGroup", "20 Newsgroups", True),
        ("Story Cloze Test", "StoryCloze", True),
        ("Wav2Vec2", "wav2vec 2.0", True),
        ("wav2vec", "wav2vec 2.0", False),
        ("BBH", "BIG-bench", False),
        ("Perceiver IO", "Perceiver", False),
        ("MIP", "MIPS", False),
        ("Billion Word", "One-Billion Word", True),
        ("Penn Discourse TreeBank", "PDTB", True),
        ("β-LSTM", "LSTM", False),
        ("β-LSTM", "σ-LSTM", False),
    ],
)
def test_names(a: str, b: str, same: bool) -> None:
    assert (name_key(a) == name_key(b)) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("sequence labelling task", "sequence labeling", True),
        ("evaluation metrics", "evaluation metric", True),
        ("universal dependencies treebank", "universal dependency treebank", True),
        ("multilingual pre-trained model", "pre-trained multilingual model", True),
        ("model selection", "selection model", False),
        ("speech-to-text system", "text-to-speech system", False),
        ("METER", "meter", False),
        ("low-resourced language", "low-resource language", True),
        ("chinese-english translation", "english-chinese translation", False),
        ("β-variational autoencoder", "variational autoencoder", False),
        ("hypernymy detection", "hypernym detection", True),
        ("natural language task", "natural language", False),
        ("list-wise ranking", "listwise ranking", True),
        ("sub-topics", "subtopics", True),
    ],
)
def test_concepts(a: str, b: str, same: bool) -> None:
    spellings = [Spelling("concept", a), Spelling("concept", b, papers=5)]
    assert (len(Entities(spellings).all("Concept")) == 1) is same


def test_long_and_short_form_are_one_node() -> None:
    entities = Entities(
        [
            Spelling("dataset", "GrandQA", "evaluates_on"),
            Spelling("dataset", "Grand Question Answering", "mentions"),
            Spelling("abbreviation", "GrandQA", long_form="Grand Question Answering"),
            Spelling("concept", "LLM"),
            Spelling("concept", "large language model"),
            Spelling("abbreviation", "LLM", long_form="large language models", papers=3),
        ]
    )
    (data,) = entities.all("Dataset")
    assert (data.name, data.aliases) == ("GrandQA", ["Grand Question Answering"])
    (concept,) = entities.all("Concept")
    assert (concept.name, concept.aliases) == ("large language model", ["LLM"])


def test_a_long_form_may_have_short_forms_in_it() -> None:
    entities = Entities(
        [
            Spelling("concept", "PBSMT"),
            Spelling("concept", "phrase-based statistical machine translation", papers=2),
            Spelling("abbreviation", "SMT", long_form="statistical machine translation", papers=3),
            Spelling("abbreviation", "PBSMT", long_form="phrase-based SMT"),
            Spelling(
                "abbreviation", "PBSMT", long_form="phrase-based statistical machine translation"
            ),
        ]
    )
    (concept,) = entities.all("Concept")
    assert "PBSMT" in concept.aliases


def test_a_concept_may_have_short_forms_in_it() -> None:
    entities = Entities(
        [
            Spelling("concept", "low-resource NMT"),
            Spelling("concept", "low-resource neural machine translation", papers=2),
            Spelling("abbreviation", "NMT", long_form="neural machine translation", papers=3),
        ]
    )
    (concept,) = entities.all("Concept")
    assert concept.name == "low-resource neural machine translation"
    assert concept.aliases == ["low-resource NMT"]


def test_short_forms_of_concepts_in_small_letters_and_behind_hyphens() -> None:
    said = {
        "COVID-19": "coronavirus disease 2019",
        "BERT": "bidirectional encoder representation",
        "CAT": "computerized adaptive testing",
    }
    entities = Entities(
        [
            *(Spelling("abbreviation", s, long_form=long, papers=3) for s, long in said.items()),
            *(Spelling("concept", f"{w} model", papers=4) for w in ("COVID-19", "BERT", "CAT")),
            Spelling("concept", "covid-19 model"),
            Spelling("concept", "Multilingual-BERT model"),
            Spelling("concept", "Multilingual bert model"),
            Spelling("concept", "cat model", papers=3),
        ]
    )
    found = [{c.name, *c.aliases} for c in entities.all("Concept")]
    assert {"COVID-19 model", "covid-19 model"} in found
    assert {"Multilingual-BERT model", "Multilingual bert model"} in found
    assert {"cat model"} in found


def test_a_long_form_with_more_in_it_is_not_what_it_is_made_of() -> None:
    entities = Entities(
        [
            Spelling("method", "SANet", "introduces", long_form="Self-Attention Network"),
            Spelling("method", "Self-Attention", "mentions"),
            Spelling("abbreviation", "SANet", long_form="Self-Attention Network"),
            Spelling("method", "P-Tuning", "mentions"),
            Spelling("method", "prefix tuning", "mentions"),
            Spelling("abbreviation", "P-Tuning", long_form="prefix tuning"),
        ]
    )
    assert len(entities.all("Method")) == 4


def test_what_a_short_form_that_many_use_means_is_not_for_one_paper_to_say() -> None:
    said = [
        Spelling("dataset", "Grand Treebank", "mentions"),
        Spelling("abbreviation", "GTB", long_form="Grand Treebank"),
    ]
    few = Entities([*said, Spelling("dataset", "GTB", "mentions", papers=2)])
    assert len(few.all("Dataset")) == 1
    many = Entities([*said, Spelling("dataset", "GTB", "mentions", papers=8)])
    assert len(many.all("Dataset")) == 2


def test_a_word_is_no_long_form() -> None:
    entities = Entities(
        [
            Spelling("method", "DIVER", "mentions"),
            Spelling("method", "Diverse", "mentions"),
            Spelling("abbreviation", "DIVER", long_form="Diverse"),
        ]
    )
    assert len(entities.all("Method")) == 2


def test_the_users_thesaurus_has_the_last_word(tmp_path: Path) -> None:
    thesaurus = Thesaurus()
    thesaurus.sections["dataset"] = Rules(
        same=[["FooBar", "FB-2"]], different=[["ARC", "Arc"]],
        rename={"bazset": "BazSet"}, drop=["Nothing"],
    )  # fmt: skip
    thesaurus.write(tmp_path / "t.toml")
    read = Thesaurus.read(tmp_path / "t.toml")
    assert read == thesaurus
    names = ("FooBar", "FB-2", "ARC", "Arc", "bazset", "Nothing")
    entities = Entities([Spelling("dataset", n, "mentions") for n in names], read)
    assert sorted(e.name for e in entities.all("Dataset")) == ["ARC", "Arc", "BazSet", "FooBar"]
    assert entities.of("dataset", "Nothing") is None
    (tmp_path / "bad.toml").write_text("[dataset]\nsame = [['one']]\n")
    with pytest.raises(InputError, match="wrong form"):
        Thesaurus.read(tmp_path / "bad.toml")
    (tmp_path / "bad.toml").write_text("[datasets]\n")
    with pytest.raises(InputError, match="no section is called 'datasets'"):
        Thesaurus.read(tmp_path / "bad.toml")
