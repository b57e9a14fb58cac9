"""One name, several things: what papers tell of a name, and who means what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from kg.folder import GraphFolder
from kg.pipeline import build
from kg.resolve import senses as of_names
from kg.resolve.senses import alike
from kg.resolve.thesaurus import Rules
from kg.resolve.uses import Use, uses_of

ADA, BO, CY = frozenset(["ada"]), frozenset(["bo"]), frozenset(["cy"])
ATTENTION = Use("p1", 2020, ADA, {"CAT"}, {"Contrastive Attention"}, 1.1, "method")
AGAIN = Use("p2", 2021, BO, {"CAT"}, {"contrastive attentions"})
TRAINING = Use("p3", 2022, CY, {"CAT"}, {"Counterfactual Adversarial Training"}, 1.1, "method")
EARLY = Use("p4", 2012, CY, {"CAT"}, kinds={"dataset"})
LATE = Use("p5", 2023, CY, {"CAT"}, kinds={"method"})


def senses(uses: dict[str, list[Use]], rules: Sequence[Rules]) -> dict[tuple[str, str], str]:
    return of_names.senses(of_names.parted(uses, rules), uses)


def parted(*uses: Use, rules: tuple[Rules, ...] = ()) -> dict[str, str]:
    return {paper: sense for (paper, _), sense in senses({"cat": uses}, rules).items()}


def test_what_papers_tell_of_a_name_parts_it_whatever_their_order() -> None:
    for order in permutations([ATTENTION, AGAIN, TRAINING, LATE]):
        assert parted(*order) == {"p3": "cat.counterfactual-adversarial-training"}


def test_nobody_means_what_is_introduced_years_later() -> None:
    assert parted(ATTENTION, EARLY) == {"p4": "cat.other"}
    assert parted(ATTENTION, LATE) == {}


def test_a_long_name_may_be_used_a_year_before_its_paper_is_printed() -> None:
    maker = Use("p1", 2022, ADA, {"Grandset-1"}, introduces=1.2, makes="dataset")
    users = [Use(f"u{n}", 2021, BO, {"Grandset-1"}, kinds={"dataset"}) for n in range(3)]
    assert senses({"grandset1": [maker, *users]}, ()) == {}
    earlier = [Use(f"u{n}", 2020, BO, {"Grandset-1"}, kinds={"dataset"}) for n in range(3)]
    assert set(senses({"grandset1": [maker, *earlier]}, ())) == {("p1", "grandset1")}


def test_of_several_that_take_a_known_name_the_one_of_its_kind_and_spelling_has_it() -> None:
    """RoSE is known as a dataset."""
    method = Use("p1", 2021, ADA, {"ROSE"}, introduces=1.2, makes="method")
    dataset = Use(
        "p2", 2023, BO, {"RoSE"}, {"Robust Summarization Evaluation"}, 1.2, "dataset", {"dataset"}
    )
    user = Use("p3", 2024, CY, {"RoSE"}, kinds={"dataset"})
    assert set(senses({"rose": [method, dataset, user]}, ())) == {("p1", "rose")}


def test_papers_of_the_same_people_introduce_one_thing() -> None:
    first = Use("p1", 2020, ADA | BO, {"GrandNet"}, introduces=1.2, makes="method")
    second = Use("p2", 2021, BO, {"GrandNet"}, introduces=1.2, makes="method")
    other = Use("p3", 2021, CY, {"GrandNet"}, introduces=1.2, makes="method")
    assert senses({"grandnet": [first, second]}, ()) == {}
    assert senses({"grandnet": [first, second, other]}, ()) == {("p3", "grandnet"): "grandnet.p3"}


def test_a_shared_task_is_one_thing_however_many_describe_it() -> None:
    uses = [
        Use(f"p{n}", 2021, frozenset([f"team{n}"]), {"FooEval 2021"}, introduces=1.2)
        for n in range(4)
    ]
    assert senses({"fooeval2021": uses}, ()) == {}


def test_a_meaning_whose_long_form_is_a_name_is_that_thing() -> None:
    known = Use("p6", 2019, ADA, {"Logistic Regression"}, kinds={"method"})
    lr = Use("p7", 2020, BO, {"LR"}, {"Logistic Regression"})
    others = [Use(f"p{n}", 2021, CY, {"LR"}, {"Learn and Review"}, 1.1, "method") for n in (8, 9)]
    found = senses({"logisticregression": [known], "lr": [lr, *others]}, ())
    assert found == {("p7", "lr"): "logisticregression"}


def test_the_user_joins_and_parts_meanings() -> None:
    pair = ["Contrastive Attention", "Counterfactual Adversarial Training"]
    assert parted(ATTENTION, TRAINING, rules=(Rules(same=[pair]),)) == {}
    alone = Use("p9", 2021, CY, {"CAT"}, {"Contrastive Attention Tree"})
    assert parted(ATTENTION, alone) == {}
    rules = Rules(different=[["Contrastive Attention", "Contrastive Attention Tree"]])
    assert set(parted(ATTENTION, alone, rules=(rules,))) == {"p9"}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Long Short-Term Memory", "long shortterm memory", True),
        ("Huawei Translate Services Center", "Huawei Translation Service Center", True),
        ("Deep Q-Network", "deep Q-learning network", True),
        ("hate speech detection", "Hope Speech Detection", False),
        ("segmental language models", "small language models", False),
    ],
)
def test_long_forms(a: str, b: str, same: bool) -> None:
    assert alike(a, b) is alike(b, a) is same


def test_how_it_is_said_tells_how_sure_an_introduction_is() -> None:
    rows = [
        ("p1", "introduces", "FooNet", None, "method", 0.8, "cue", "We propose FooNet, a net."),
        (
            "p2",
            "introduces",
            "FooNet",
            None,
            "method",
            0.8,
            "cue",
            "Nets, namely FooNet, are used.",
        ),
        ("p3", "introduces", "FooNet", None, "method", 0.8, "before-colon; x", "FooNet: A Net"),
    ]
    uses = uses_of(rows, str.lower, {f"p{n}": (2020, frozenset()) for n in (1, 2, 3)})["foonet"]
    sure = {u.paper: u.introduces for u in uses}
    assert sure["p3"] > sure["p1"] > sure["p2"]


def users(*names: str, kind: str = "method", since: int = 2020) -> list[Use]:
    return [Use(f"u{n}", since + n, CY, {name}, kinds={kind}) for n, name in enumerate(names)]


@pytest.mark.parametrize(
    ("key", "name", "long_form"),
    [
        ("bidirectionallstm", "BiLSTM", "Bi-directional Long Short Term Memory"),
        ("pdtb", "PDTB", "Penn Discourse Treebank"),
        ("seq2seq", "Seq2Seq", "sequence-to-sequence"),
        ("bilstmcrf", "BiLSTM-CRF", "Bidirectional LSTM and Conditional Random Field"),
    ],
)
def test_who_explains_a_known_name_means_what_is_known(key: str, name: str, long_form: str) -> None:
    says = [Use(f"p{n}", 2019, frozenset([f"{n}"]), {name}, {long_form}) for n in range(3)]
    kind = "dataset" if key == "pdtb" else "method"
    for use in says:
        use.kinds.add(kind)
    slip = Use("p9", 2019, ADA, {name}, {long_form.replace("-", "", 1)}, kinds={kind})
    assert senses({key: [*says, slip, *users(*[name] * 6, kind=kind)]}, ()) == {}


def test_who_describes_a_long_known_name_once_more_has_not_made_another_thing() -> None:
    paper = Use("p1", 2012, ADA, {"DBpedia"}, introduces=1.3, makes="dataset")
    many = users(*["DBpedia"] * 6, kind="dataset", since=2009)
    assert senses({"dbpedia": [paper, *many]}, ()) == {}


def test_short_names_with_other_capitals_inside_are_other_names() -> None:
    made = Use("p1", 2022, ADA, {"RoMe"}, introduces=1.3, makes="method")
    edits = Use("p2", 2024, BO, {"ROME"}, kinds={"method"})
    assert set(senses({"rome": [made, edits]}, ())) == {("p1", "rome")}
    explained = Use("p3", 2022, ADA, {"COQA"}, {"Cross-lingual Question Answering"})
    explained.kinds.add("dataset")
    assert set(senses({"coqa": [explained, *users("CoQA", kind="dataset")]}, ())) == {
        ("p3", "coqa")
    }
    titled = Use("p1", 2019, ADA, {"FLAIR"}, introduces=1.3, makes="method")
    assert senses({"flair": [titled, *users("Flair", "FLAIR")]}, ()) == {}


def test_the_kind_tells_which_of_two_things_is_meant() -> None:
    long_form = "stochastic gradient descent"
    key = "schemaguideddialogue"
    says = [Use(f"p{n}", 2019, ADA, {"SGD"}, {long_form}, kinds={"method"}) for n in (1, 2)]
    uses = [*says, *users("SGD", "SGD"), Use("p3", 2021, CY, {"SGD"}, kinds={"dataset"})]
    uses.append(Use("p4", 2021, CY, {"SGD", "Stochastic Gradient Descent"}, kinds={"dataset"}))
    apart = {paper for paper, _ in senses({key: uses}, ())}
    assert apart == {"p1", "p2", "u0", "u1", "p4"}


def test_a_method_takes_no_name_of_a_known_dataset() -> None:
    made = Use("p1", 2021, ADA, {"STAR"}, introduces=1.3, makes="method")
    found = senses({"star": [made, *users("STAR", "STAR", kind="dataset", since=2021)]}, ())
    assert set(found) == {("p1", "star")}


def test_who_takes_part_in_a_task_has_not_made_it() -> None:
    said = "We describe our system for SemEval-2024 Task 9, QUIZTEASER: A Novel Task."
    made = "In this work we introduce QUIZTEASER, a benchmark of riddles."
    rows = [
        ("p1", "introduces", "QUIZTEASER", None, "benchmark", 0.95, "claim", said),
        ("p2", "introduces", "QUIZTEASER", None, "benchmark", 0.95, "claim", made),
    ]
    uses = uses_of(rows, str.lower, {"p1": (2024, ADA), "p2": (2023, BO)})
    sure = {u.paper: u.introduces for u in uses["quizteaser"]}
    assert sure["p1"] < 0.8 < sure["p2"]
    assert senses(uses, ()) == {}


def test_in_a_graph(tmp_path: Path) -> None:
    papers = [
        ("CATTY: Contrastive Attention for Parsing", "We propose CATTY, a parser.", "Ada Roe"),
        ("CATTY: A Corpus of Letters", "We present CATTY, a corpus of letters.", "Bo Li"),
    ]
    with open(tmp_path / "in.jsonl", "w", encoding="utf-8") as file:
        for title, abstract, author in papers:
            record = {"title": title, "abstract": abstract, "year": 2021, "authors": [author]}
            file.write(json.dumps(record) + "\n")
    build([tmp_path / "in.jsonl"], tmp_path / "g.kg", jobs=1)
    tables = GraphFolder.open(tmp_path / "g.kg").tables()
    ids = {
        row["id"]
        for label in ("Dataset", "Method")
        for row in tables.nodes[label].to_pylist()
        if row["name"] == "CATTY"
    }
    assert len(ids) == 2
    edges = tables.edges["INTRODUCES"].to_pylist()
    assert {e["target"] for e in edges} >= ids
    assert len({e["source"] for e in edges if e["target"] in ids}) == 2
