"""Links, abbreviations, citations, phrases, sentences: cases worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import abbreviations, candidates, citations, keywords, links, phrases, vocabulary
from kg.extract.text import Text
from kg.extract.vocabulary import known_names, squash


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("AI", None), ("RE", None), ("Fe", None), ("pH", None), ("bench", None), ("k", None),
        ("∂a∂i", "∂a∂i"), ("γ-Reθ", "γ-Reθ"), ("k-ω", "k-ω"), ("k-omega", "k-ω"),
        ("τ-bench", "tau-bench"), ("beta-VAE", "β-VAE"), ("FE²", "FE2"), ("Nystrom", "Nyström"),
    ],
)  # fmt: skip
def test_a_known_name_is_found_by_all_its_letters(written: str, known: str | None) -> None:
    found = known_names().get(squash(written))
    assert (found and found.name) == known


@pytest.mark.parametrize("file", ["methods.txt", "datasets.txt"])
def test_all_spellings_of_a_line_are_one_name(file: str) -> None:
    lines = Path(vocabulary.__file__).with_name(file).read_text("utf-8").splitlines()
    several = [line.lstrip("?").split(" | ") for line in lines if " | " in line]
    parted = [of for of in several if len({known_names()[squash(s)].name for s in of}) > 1]
    assert len(several) > 600
    assert parted == []


def test_datasets_that_papers_are_tagged_with_apart_are_apart() -> None:
    tagged: dict[str, set[str]] = {}
    for line in Path(vocabulary.__file__).with_name("tags.txt").read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            name = line.lstrip("?").split(" | ")[0]
            tagged.setdefault(known_names()[squash(name)].name, set()).add(name)
    several = {name: of for name, of in tagged.items() if len(of) > 1}
    assert several == {"One Billion Word": {"Billion Word", "One Billion Word"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at https://github.com/kwai/KwaiYii/Parrot.", [("https://github.com/kwai/KwaiYii", "repository")]),
        ("(https://github.com/a/b.git)", [("https://github.com/a/b", "repository")]),
        ("see http://www.github.com/A/b/tree/main/x, and", [("https://github.com/A/b", "repository")]),
        ("code:https://github.com/a/b.We show", [("https://github.com/a/b", "repository")]),
        ("Project Page: https://vita-home.github.io.", [("https://vita-home.github.io", "project_page")]),
        ("at: https://diouo.github.io/m.github.io/.", [("https://diouo.github.io/m.github.io", "project_page")]),
        ("github.com/a/b-c and gitlab.com/d/e", [("https://github.com/a/b-c", "repository"), ("https://gitlab.com/d/e", "repository")]),
        ("no address, e.g. here", []),
    ],
)  # fmt: skip
def test_links(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(x.url, x.kind) for x in links.find(Text("T", text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("World model (WM) based reinforcement learning (RL)", {"WM": "World model", "RL": "reinforcement learning"}),
        ("large language models (LLMs) in  health records (EHRs)", {"LLM": "large language models"}),
        ("we present the A Grasp Pose is All You Need (G-PAYN) method", {"G-PAYN": "A Grasp Pose is All You Need"}),
        ("a method, prefer-to-classify (P2C), which", {"P2C": "prefer-to-classify"}),
        ("MMEB (Massive Multimodal Embedding Benchmark) covers", {"MMEB": "Massive Multimodal Embedding Benchmark"}),
        ("in high-entropy alloys (HEAs) and (see Fig. 3)", {"HEA": "high-entropy alloys"}),
        ("a KB via a Bidirectional Attentive Memory Network, called BAMnet.", {"BAMnet": "Bidirectional Attentive Memory Network"}),
        ("and VLM2Vec (Vision-Language Model -> Vector), a framework", {"VLM2Vec": "Vision-Language Model -> Vector"}),
        ("many things (e.g., emergent abilities of LLMs) and so (i)", {}),
    ],
)  # fmt: skip
def test_abbreviations(text: str, expected: dict[str, str]) -> None:
    assert {d.short: d.long for d in abbreviations.find(Text("T", text))} == expected


def test_a_title_may_spell_out_its_name() -> None:
    found = abbreviations.find(Text("DATT: Deep Adaptive Trajectory Tracking for Quadrotors", "x"))
    assert [(d.short, d.long) for d in found] == [("DATT", "Deep Adaptive Trajectory Tracking")]
    assert not abbreviations.find(Text("LargeAD: Large-Scale Pretraining for Driving", "x"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("of XLNET (Yangetal.,2019) and by words.Arora et al.,2017 we", ["Yang et al., 2019", "Arora et al., 2017"]),
        ("prompts (Sanh et al., 2022; R. Menon et al., 2022) and Hahn's (2020) bound of Mac Aodha et al. (2019)",
         ["Sanh et al., 2022", "R. Menon et al., 2022", "Hahn, 2020", "Mac Aodha et al., 2019"]),
        ("it works (Cruz Blandon et al., 2019; see Abu Farha and Magdy, 2021), says the Board (Advisory Board, 2022)",
         ["Cruz Blandon et al., 2019", "Abu Farha and Magdy, 2021"]),
        ("the testers of Canonne et al. [CRS15] and of others [Can15, BFF+01]", ["CRS15", "Can15", "BFF+01"]),
        ("on sets (CoNLL-2014, BEA-2019) of a report (from the Clinical Advisory Committee 2022)", []),
        ("SCAN (Lake and Baroni, 2018) and COGS (Kim and Linzen, 2020), expose", ["Lake and Baroni, 2018", "Kim and Linzen, 2020"]),
        ("recently, chen2022active gave the first", ["chen2022active"]),
        ("Smith et al. (2019) show that", ["Smith et al., 2019"]),
        ("the Grammar Matrix (Bender et al., 2002, 2010) in 2011", ["Bender et al., 2002", "Bender et al., 2010"]),
        ("studied in [Gerber and Polyanskiy 2024].", ["Gerber and Polyanskiy, 2024"]),
        ("approaches such as Clark et al., have; while Wen et al. (2016) and Wen et al.'s set", ["Clark et al.", "Wen et al., 2016"]),
        ("as August et al. (2022) say. © 2011 Toni et al; licensee BioMed", ["August et al., 2022"]),
        ("in May (2019), at SemEval (2020) and CVPR 2021 (June, 2021)", []),
    ],
)  # fmt: skip
def test_citations(text: str, expected: list[str]) -> None:
    assert [c.name for c in citations.find(Text("T", text))] == expected


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = Text(
        "Title",
        "MRR: 70.9% vs. 66.2%. See Fig. 3, e.g. here.It lost a blank. GPT-3.5 by J. Doe wins.",
    )
    spans = [text.sentence_span(i) for i in range(len(text.sentence_starts))]
    assert [text.raw[a:b].strip() for a, b in spans] == [
        "Title",
        "MRR: 70.9% vs. 66.2%.",
        "See Fig. 3, e.g. here.",
        "It lost a blank.",
        "GPT-3.5 by J. Doe wins.",
    ]


def test_cleaning_keeps_every_offset() -> None:
    raw = "on MS~MARCO by 5\\% with \\emph{care} and `quotes'\u00a0here"
    text = Text("T", raw)
    assert len(text.clean) == len(text.raw)
    assert "MS MARCO" in text.clean
    assert "{" not in text.clean


def test_phrases_are_noun_phrases_in_the_singular() -> None:
    text = Text("T", "We propose cooperative multi-agent reinforcement learning with world models.")
    keys = {p.key for p in phrases.find(text)}
    assert {"multi-agent reinforcement learning", "world model", "reinforcement learning"} <= keys
    assert not {"we", "propose", "with world model"} & keys


def test_letters_that_spell_a_name_do_not_make_another_phrase() -> None:
    text = Text(
        "On multi-vector retrieval", "MUVERA (MUlti-VEctor Retrieval) is fast, BioBERT too."
    )
    keys = {p.key for p in phrases.find(text)}
    assert "multi-vector retrieval" in keys
    assert not any("MUlti" in key for key in keys)


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Tumor necrosis factor alpha (TNF-α) rose.", "TNF-α", "Tumor necrosis factor alpha"),
        ("A gain of factor-β (F-β) is had.", "F-β", "factor-β"),
        ("We use micro-computed tomography (μCT).", "μCT", "micro-computed tomography"),
        ("A gamma  ray burst (γRB) came.", "γRB", "gamma ray burst"),
        ("We see interferon-γ (IFNG) there.", "IFNG", "interferon-γ"),
    ],
)
def test_greek_letters_stand_for_their_names(text: str, short: str, long: str) -> None:
    found = abbreviations.find(Text("", text))
    assert [(d.short, d.long) for d in found] == [(short, long)]


def test_a_word_unlike_any_other_that_spells_a_name_joins_its_plain_form() -> None:
    text = Text("METAL", "MEtamorphic Testing (METAL) is new. We do metamorphic testing.")
    names = [m.name for m in keywords.find(text, abbreviations.find(text), {"metal"})]
    assert "metamorphic testing" in names
    assert "MEtamorphic testing" not in names


def test_no_phrase_runs_from_the_title_into_the_abstract() -> None:
    text = Text("Referring grasp synthesis in clutter", "Robots in homes boost productivity.")
    keys = {p.key for p in phrases.find(text)}
    assert "referring grasp synthesis" in keys or "grasp synthesis" in keys
    assert {"clutter", "robot", "home", "productivity"} <= keys
    assert not {"clutter robot", "boost productivity"} & keys


def test_a_shared_task_takes_its_campaign_along_and_nothing_else() -> None:
    def found(text: str) -> dict[str, list[str]]:
        return {c.name: c.variants for c in candidates.find(Text("A title", text), {})}

    same = found("We take part in the WMT 2020 shared task. WMT20 had many teams.")
    assert same["WMT 2020 shared task"] == ["WMT20"]
    series = found("At WMT we take part in the WMT 2020 shared task.")
    assert series["WMT 2020 shared task"] == []
    part = found("At WMT 2020 we take part in the WMT 2020 metrics shared task.")
    assert part["WMT 2020 metrics shared task"] == []
    letter = found("Americas and the AmericasNLP 2021 shared task are far from Plan A here.")
    assert letter["AmericasNLP 2021 shared task"] == []


def test_a_name_does_not_go_on_in_the_next_sentence() -> None:
    text = Text("Names", "We use representations such as that of BERT. In this work we go on.")
    assert [c.name for c in candidates.find(text, {})] == ["BERT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thin two-dimensional (2D) materials.", {"2D": "two-dimensional"}),
        (
            "We call it the Fermionic Neural Network, or FermiNet.",
            {"FermiNet": "Fermionic Neural Network"},
        ),
        ("Its minimum mapping unit, MMU, is large.", {"MMU": "minimum mapping unit"}),
        ("The Sky Atlas with Many Eyes --SAME-- project.", {"SAME": "Sky Atlas with Many Eyes"}),
        ("A Many-Sensor All Tide Watching (MSAT) set.", {"MSAT": "Many-Sensor All Tide Watching"}),
        ("The task of Slow Visual Storytelling (SVST).", {"SVST": "Slow Visual Storytelling"}),
        ("Alike in three models (BERT, ALBERT, XLNet).", {}),
        ("Built on Task Oriented Parsing (TOP) data.", {"TOP": "Task Oriented Parsing"}),
        ("A Modular Engine (**ME**) is added.", {"ME": "Modular Engine"}),
        ("It has Listen, Attend and Spell (LAS) in it.", {"LAS": "Listen, Attend and Spell"}),
        (
            "Seen from the tip of the red giant branch (TRGB).",
            {"TRGB": "tip of the red giant branch"},
        ),
        (
            "It is the Adaptive Aggregation Network (AANet).",
            {"AANet": "Adaptive Aggregation Network"},
        ),
        (
            "The Daily Records of the Royal Court and Important Officials (DRRI).",
            {"DRRI": "Daily Records of the Royal Court and Important Officials"},
        ),
        ("A model by the Vinci SP (RAS) is not spelled out.", {}),
        ("We use LMD (the Lakh MIDI Dataset).", {"LMD": "Lakh MIDI Dataset"}),
        ("Pretraining on unsupervised segmentation (e.g., BPE).", {}),
        ("Patients are confounded with a sign of tuberculosis (PACST).", {}),
        ("It shows cellular actions through adenosine 3',5'-cyclic monophosphate (cAMP).", {}),
        ("We know the Ngn3/paired box factor 6 (PAX6) gene.", {"PAX6": "paired box factor 6"}),
        ("An input/output (IO) unit.", {"IO": "input/output"}),
        ("It is Semantic Parsing-based (SP-based).", {"SP": "Semantic Parsing"}),
    ],
)
def test_abbreviations_of_other_forms(text: str, expected: dict[str, str]) -> None:
    assert {d.short: d.long for d in abbreviations.find(Text("T", text))} == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("brms: An R Package", "With brms one fits models.", "brms"),
        ("A Title", "Tests are run by \\texttt{unitboot} here.", "unitboot"),
        ("A Title", "Here we begin. Lumen reads the scale bar.", "Lumen"),
        ("A Title", "It holds on the English Penn Treebank.", "Penn Treebank"),
        ("A Title", "Events are made with Pythia 8 and cut.", "Pythia 8"),
        ("A Title", "Routes are planned by A* search.", "A"),
        ("A Title", "It is done in the R package muscat, which", "muscat"),
        ("A Title", "We run augur. Code: https://github.com/nextstrain/augur.", "augur"),
        ("A Title", "The package Oceananigans.jl runs on a GPU.", "Oceananigans.jl"),
        ("A Title", "Beside it, a multi-layer perceptron is trained.", "multi-layer perceptron"),
        ("A Title", "Here hidden Markov models are used.", "hidden Markov model"),
        ("A Title", "At a level below CCSD(T) it is cheap.", "CCSD(T)"),
        ("A Title", "We present PyTorch Connectomics (PyTC), a tool.", "PyTorch Connectomics"),
    ],
)
def test_names_that_do_not_look_like_names(title: str, text: str, expected: str) -> None:
    assert expected in [c.name for c in candidates.find(Text(title, text), {})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Encoders like BERT in most cases.", ["BERT"]),
        ("BM25 gives 0.21, CodeBERT 0.34, and GPT-4o 31.0% of it.", ["BM25", "CodeBERT", "GPT-4o"]),
        ("It fades out. Called GeoAnchor, the regulariser stays.", ["GeoAnchor"]),
        ("It is part of a pipeline to grasp it.", []),
    ],
)
def test_where_a_name_begins_and_ends(text: str, expected: list[str]) -> None:
    assert [c.name for c in candidates.find(Text("T", text), {})] == expected


def test_plain_words_are_no_names() -> None:
    text = "A dataset helps. Training improves accuracy. Generative models learn."
    assert not candidates.find(Text("T", text), {})
