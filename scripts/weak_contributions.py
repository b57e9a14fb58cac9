"""Papers whose title says what they give, as weakly labelled examples of the contribution.

The words that the label was told by are taken out of the features, so that the claims of the
abstract are learned from.
"""

from __future__ import annotations

import gzip
import json
import re

from annotated import SHARED

from kg.extract import contribution
from kg.extract.text import Text

_TELLS = (
    ("survey", re.compile(r"\b(?:survey|review|tutorial|state of the art in|roadmap)\b")),
    (
        "dataset",
        re.compile(
            r"(?:^|: )(?:an? |the |towards? an? |building an? |creating an? )?(?:[\w-]+ ){0,5}"
            r"(?:dataset|data set|corpus|benchmark|treebank|corpora|lexicon|database|test ?suite|"
            r"collection|resource)s?(?: (?:for|of|on|from|with|to|in)\b|$)"
        ),
    ),
    (
        "software",
        re.compile(
            r"(?:^|: )(?:an? |the )?(?:[\w-]+ ){0,5}(?:toolkit|library|platform|package|software|"
            r"tool|toolbox|interface|demo|simulator)s?(?: (?:for|of|on|from|with|to|in)\b|$)"
        ),
    ),
    (
        "analysis",
        re.compile(
            r"\b(?:empirical study|case study|comparative (?:study|analysis)|analysis of|study of|"
            r"investigation|lessons|revisiting|comparison of)\b|"
            r"^(?:analy[sz]ing|probing|investigating|evaluating|understanding|examining|assessing|"
            r"comparing|on the)\b|^(?:do|does|is|are|can|what|how|why|when|which)\b.*\?"
        ),
    ),
    (
        "method",
        re.compile(
            r"\b(?:network|model|framework|approach|method|algorithm|mechanism|transformer|decoding|"
            r"learning|pre-?training|regularization|augmentation|distillation)s?"
            r"(?: (?:for|of|on|from|with|to|in|via|by)\b|$)"
        ),
    ),
)
MOST = {"survey": 150, "dataset": 500, "software": 250, "analysis": 600, "method": 900}
"""Examples of each, so that no one label drowns the rest."""


def weak_contributions(taken: set[str]) -> list[tuple[list[str], str]]:
    """Features and label of papers whose title says what they give.

    Args:
        taken: Papers that must not be among them.
    """
    counts = dict.fromkeys(MOST, 0)
    rows: list[tuple[list[str], str]] = []
    with gzip.open(SHARED / "corpora" / "acl-20k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["id"] in taken or not 300 < len(record["abstract"]) < 3000:
                continue
            title = " ".join(record["title"].split()).lower()
            told = [(label, m) for label, p in _TELLS if (m := p.search(title))]
            if len(told) != 1 or counts[told[0][0]] >= MOST[told[0][0]]:
                continue
            label, match = told[0]
            counts[label] += 1
            telling = set(re.findall(r"[a-z][a-z-]+", match.group()))
            features = contribution.read(Text(record["title"], record["abstract"])).features
            rows.append(([f for f in features if not _tells(f, telling)], label))
    return rows


def _tells(feature: str, telling: set[str]) -> bool:
    kind, _, value = feature.partition("=")
    return kind == "tells" or (kind.startswith("title") and (value in telling or not value))
