"""One node for one thing: papers, people, names, the user's thesaurus."""

from __future__ import annotations

from dataclasses import replace
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
from kg.resolve.thesaurus import Rules, Thesaurus, decide

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


def test_an_identifier_that_stands_on_several_papers_makes_no_one_paper_of_them() -> None:
    def chapter(title: str, *authors: str) -> Paper:
        named = tuple(map(Author, authors))
        return Paper(id=title, title=title, doi="10.1000/book", authors=named)

    chapters = [
        chapter("Parsing with Small Trees", "Ann Lee"),
        chapter("Machine Translation of Poems", "Bo Ray", "Cy Poe"),
        chapter("Machine Translation of Poems"),
        chapter("Trees"),
    ]
    for records in permutations(chapters):
        titles = [{records[n].title for n in m.records} for m in merge(records)]
        assert sorted(map(sorted, titles)) == [
            ["Machine Translation of Poems", "Trees"],
            ["Parsing with Small Trees"],
        ]
    changed = chapter("Fast Parsing", "Lee, A."), chapter("Trees that Grow", "Ann Lee")
    assert len(merge(changed)) == 1
    elsewhere = chapter("Parsing with Trees", "Wei Zhao"), chapter("用树分析句法", "赵伟")
    assert len(merge(elsewhere)) == 1


def test_an_old_identifier_inside_a_doi_is_the_same_without_its_class() -> None:
    inside = Paper("1", "The entropy formula", doi="10.48550/arxiv.math.dg/0211159")
    plain = Paper("2", "Entropy formula, the", arxiv_id="math/0211159")
    assert len(merge([inside, plain, Paper("3", "Another")])) == 2


AUTHORS = (Author("Ada Roe"), Author("Bo Ray"))
TITLE = "On dense retrieval once again"
PREPRINT = Paper("1", TITLE, year=2017, arxiv_id="1706.00001", authors=AUTHORS)
LAST_VERSION = Paper("2", TITLE, "Long.", 2023, arxiv_id="1706.00001", authors=AUTHORS)
AT_CONFERENCE = Paper("3", TITLE, year=2018, venue="NeurIPS", authors=AUTHORS)


@pytest.mark.parametrize(
    ("records", "year"),
    [
        ([PREPRINT, LAST_VERSION, AT_CONFERENCE], 2018),
        ([LAST_VERSION, AT_CONFERENCE], 2018),
        ([PREPRINT, LAST_VERSION], 2017),
        ([replace(LAST_VERSION, year=2016), replace(AT_CONFERENCE, year=2019)], 2019),
        ([replace(PREPRINT, abstract="Long.", doi="10.1/x"), replace(LAST_VERSION)], 2017),
        ([LAST_VERSION], 2023),
    ],
)
def test_a_preprint_of_any_version_is_the_publications_and_the_year_is_the_publications(
    records: list[Paper], year: int
) -> None:
    for order in permutations(records):
        (one,) = merge(order)
        assert one.paper.year == year


def test_another_years_paper_is_not_a_preprints() -> None:
    later = replace(AT_CONFERENCE, year=2022)
    assert len(merge([PREPRINT, later])) == 2
    assert len(merge([replace(AT_CONFERENCE, arxiv_id="1706.00001"), later])) == 2


@pytest.mark.parametrize(
    "doi",
    ["10.1101/2020.03.22.002386", "10.1101/060012", "10.21203/rs.3.rs-1/v1", "10.2139/ssrn.31"],
)
def test_a_preprint_with_a_doi_of_its_server_is_the_publications(doi: str) -> None:
    preprint = Paper("1", TITLE, "Long.", 2020, venue="bioRxiv", doi=doi, authors=AUTHORS)
    printed = Paper("2", TITLE, "", 2021, venue="Nature", doi="10.1038/s1", authors=AUTHORS)
    for order in permutations([preprint, printed]):
        (one,) = merge(order)
        assert one.key == "doi:10.1038/s1"
        assert (one.paper.doi, one.paper.venue, one.paper.year) == ("10.1038/s1", "Nature", 2021)


def test_the_user_joins_and_parts_papers() -> None:
    a, b = Paper("1", "First things first"), Paper("2", "Things first")
    assert len(merge([a, b], same=[["First things first", "Things first"]])) == 1
    c, d = Paper("1", "A shared title here"), Paper("2", "A shared title here", doi="10.1/x")
    assert len(merge([c, d])) == 1
    assert len(merge([c, d], different=[["1", "doi:10.1/x"]])) == 2
    again = replace(d, id="3")
    kept = merge([d, again, c], different=[["1", "doi:10.1/x"]])
    assert sorted(m.records for m in kept) == [(0, 1), (2,)]


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


def test_of_co_authors_middle_names_do_not_matter() -> None:
    botha, charl = Author("Charl P. Botha"), Author("Charl Botha")
    post, frits, other = Author("Frits H. Post"), Author("Frits Post"), Author("Frida Post")
    every = [botha, charl, post, frits, other]
    keys = people.keys(every, [(botha, post), (charl, frits)])
    assert keys[botha] == keys[charl]
    assert keys[post] == keys[frits] != keys[other]
    keys = people.keys(
        [*every, Author("F. H. Post")], [(botha, post), (charl, Author("F.H. Post"))]
    )
    assert keys[botha] == keys[charl]
    keys = people.keys(every, [(botha, post), (charl, other)])
    assert keys[botha] != keys[charl]


def test_an_initial_that_stands_for_two_nodes_stays_alone() -> None:
    short, alark, middle = Author("A. Joshi"), Author("Alark Joshi"), Author("Alark P. Joshi")
    every, other = [short, alark, middle], Author("Penny Rheingans")
    assert len(set(people.keys(every).values())) == 3
    keys = people.keys(every, [(alark, other), (middle, other)])
    assert len(set(keys.values())) == 1


def test_given_names_in_one_word_or_two() -> None:
    one, two, short = Author("Deokgun Park"), Author("Deok Gun Park"), Author("Deok-gun Park")
    keys = people.keys([one, two, short, Author("Deokjin Park")])
    assert keys[one] == keys[two] == keys[short]
    assert len(set(keys.values())) == 2
    keys = people.keys([Author("Al Smith"), Author("A. L. Smith"), Author("A. Lee Smith")])
    assert keys[Author("Al Smith")] != keys[Author("A. L. Smith")]


def test_an_apostrophe_parts_no_name() -> None:
    names = ["Brendan O'Connor", "O’Connor, Brendan", "B. O'Connor", "OConnor, B."]
    assert len(set(people.keys(map(Author, names)).values())) == 1


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
        ("PAWS", "PAWS-X", False),
        ("WN18RR", "WN18", False),
        ("NLVR2", "NLVR", False),
        ("MIMIC-III", "MIMIC", False),
        ("StarCraft II", "SMAC", False),
        ("CIFAR-10-LT", "CIFAR-100-LT", False),
        ("VOC2007", "VOC 2012", False),
        ("RefCOCO", "RefCOCOg", False),
        ("Waymo Open Motion", "Waymo Open Dataset", False),
        ("Waymo Open Motion", "WOMD", True),
        ("VQA v2", "VQAv2", True),
        ("ARC-c", "ARC-Challenge", True),
        ("Occlusion LINEMOD", "Linemod-Occluded", True),
        ("DynamicConv", "LightConv", False),
        ("stochastic gradient descent", "gradient descent", False),
        ("BiLSTMs", "Bi-LSTM", True),
        ("GCNs", "Graph Convolution Network", True),
        ("Recurrent Neural Nets", "RNN", True),
        ("EnEs", "EN-ES", True),
        ("MIPs", "MIPS", False),
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
        ("crowd sourcing", "crowdsourcing", True),
        ("graph convolution network", "graph convolutional networks", True),
        ("graph convolution", "graph convolutional network", False),
        ("convolutional neural nets", "convolutional neural network", True),
        ("RNN-LMs", "RNN-LM", True),
        ("KGs", "KG", True),
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


def test_spellings_of_a_short_form_stand_for_the_same() -> None:
    entities = Entities(
        [
            *(Spelling("concept", name) for name in ("Bi-LSTM", "BiLSTM", "BiLSTMs", "Bi-LSTMs")),
            Spelling("abbreviation", "Bi-LSTM", long_form="bidirectional LSTM", papers=3),
        ]
    )
    (concept,) = entities.all("Concept")
    assert concept.aliases == ["Bi-LSTMs", "BiLSTM", "BiLSTMs", "bidirectional LSTM"]


def test_several_of_a_short_form_with_and_without_hyphen_stand_for_the_same() -> None:
    long = {"Bi-LSTM": "bi-directional long short term memory",
            "BiLSTM": "bidirectional long short term memory"}  # fmt: skip
    defined = [Spelling("abbreviation", s, long_form=form, papers=3) for s, form in long.items()]
    said = [Spelling("concept", n) for n in ("BiLSTMs", "Bi-LSTMs", *long, *long.values())]
    assert len(Entities([*defined, *said]).all("Concept")) == 1


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


def test_a_renamed_node_is_joined_and_dropped_by_its_new_name() -> None:
    spellings = [Spelling("method", n) for n in ("FooNet", "BarNet", "BazNet")]
    thesaurus = Thesaurus()
    thesaurus["method"].rename = {"FooNet": "Foo", "BazNet": "Baz"}
    thesaurus["method"].same = [["BarNet", "Foo"]]
    thesaurus["method"].drop = ["Baz"]
    (one,) = Entities(spellings, thesaurus).all("Method")
    assert (one.name, one.aliases) == ("Foo", ["BarNet", "FooNet"])


@pytest.mark.parametrize(
    ("rename", "nodes"),
    [
        ({"AlphaNet": "BetaNet"}, {"BetaNet": ["AlphaNet"], "GammaNet": []}),
        ({"AlphaNet": "X-Net", "BetaNet": "X-Net"}, {"X-Net": ["AlphaNet", "BetaNet"], "GammaNet": []}),
        ({"AlphaNet": "BetaNet", "BetaNet": "X-Net"},
         {"BetaNet": ["AlphaNet"], "X-Net": ["BetaNet"], "GammaNet": []}),
        ({"AlphaNet": "BetaNet", "BetaNet": "AlphaNet"},
         {"BetaNet": ["AlphaNet"], "AlphaNet": ["BetaNet"], "GammaNet": []}),
    ],
    ids=["to another's name", "two to one", "to a name that is given away", "crosswise"],
)  # fmt: skip
def test_no_two_nodes_are_renamed_to_one_name(
    rename: dict[str, str], nodes: dict[str, list[str]]
) -> None:
    for kind in ("method", "dataset", "concept"):
        spellings = [Spelling(kind, n) for n in ("AlphaNet", "BetaNet", "GammaNet")]
        thesaurus = Thesaurus()
        thesaurus[kind].rename = rename
        found = Entities(spellings, thesaurus).all(kind.capitalize())
        assert {e.name: e.aliases for e in found} == nodes
        assert len(found) == len(nodes)


def test_what_is_renamed_to_the_name_of_a_node_is_that_node() -> None:
    spellings = [Spelling("method", n) for n in ("AlphaNet", "BetaNet")]
    thesaurus = Thesaurus()
    thesaurus["method"].rename = {"AlphaNet": "BetaNet"}
    (one,) = Entities(spellings, thesaurus).all("Method")
    assert one.id == "method:betanet"


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ('different = [["A", "B"]]\nrename = { A = "B" }', "'A' and 'B' are the same"),
        ('same = [["A", "B"]]\ndifferent = [["B", "A"]]', "'B' and 'A' are the same, and that"),
        ('same = [["A", "B"], ["C", "B"]]\ndifferent = [["A", "C"]]', "'A' and 'C' are the same"),
        ('rename = { A = " " }', "an empty name"),
        ('same = [["A", ""]]', "an empty name"),
    ],
)
def test_a_thesaurus_that_contradicts_itself_is_refused(
    tmp_path: Path, rules: str, says: str
) -> None:
    path = tmp_path / "t.toml"
    path.write_text(f"[method]\n{rules}\n")
    with pytest.raises(InputError, match=says):
        Thesaurus.read(path)
    kept = '\ufeff[method]\ndifferent = [["A", "B"]]\n'
    path.write_text(kept, encoding="utf-8")
    with pytest.raises(InputError, match="the same"):
        decide(path, "method", ["A", "B"], same=True)
    assert path.read_text(encoding="utf-8") == kept


def test_the_users_thesaurus_has_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(
        '[dataset]\nsame = [["FooBar", "FB-2"]]\ndifferent = [["ARC", "Arc"]]\n'
        'rename = { bazset = "BazSet" }\ndrop = ["Nothing"]\n'
    )
    read = Thesaurus.read(tmp_path / "t.toml")
    assert read["dataset"] == Rules(
        same=[["FooBar", "FB-2"]], different=[["ARC", "Arc"]],
        rename={"bazset": "BazSet"}, drop=["Nothing"],
    )  # fmt: skip
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
    (tmp_path / "bad.toml").write_text('[paper]\nrename = { "A title" = "Another" }\n')
    with pytest.raises(InputError, match=r"\[paper\] has no rule 'rename': same, different, drop"):
        Thesaurus.read(tmp_path / "bad.toml")
