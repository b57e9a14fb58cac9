"""Definitions of abbreviations in the biomedical abstracts of Ab3P: precision, recall and F1.

    python benchmarks/abbreviations.py [--errors]

A definition is right when short and long form are the annotated ones, up to case, punctuation and
plural. Annotations that the file itself comments out (``//*``) count neither way.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from kg.extract import abbreviations  # noqa: E402 - the kg of this checkout
from kg.extract.text import Text  # noqa: E402

FILE = HERE.parents[1] / "shared" / "gold" / "external" / "ab3p" / "MED1250_dev.txt"
Pairs = set[tuple[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--errors", action="store_true", help="list what is missed and what is wrong"
    )
    args = parser.parse_args()
    right = wanted = found = documents = 0
    for text, annotated, left_out in blocks(FILE.read_text(encoding="latin-1")):
        ours = {(key(d.short), key(d.long)) for d in abbreviations.find(text)} - left_out
        documents += 1
        right += len(ours & annotated)
        wanted += len(annotated)
        found += len(ours)
        if args.errors:
            for name, pairs in (("missed", annotated - ours), ("wrong", ours - annotated)):
                for pair in sorted(pairs):
                    print(f"{name}: {' = '.join(pair)}")
    precision, recall = right / found, right / wanted
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"{documents} abstracts, {wanted} definitions: "
        f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
    )


def blocks(file: str) -> Iterator[tuple[Text, Pairs, Pairs]]:
    """A document's text, its annotated definitions, and those that are commented out."""
    for block in file.split("\n\n"):
        lines = block.strip("\n").split("\n")
        said = [line for line in lines if not line.startswith(("  ", "//"))]
        if len(said) < 2:
            continue
        annotated: Pairs = set()
        left_out: Pairs = set()
        for line in lines:
            short, bar, long = line.strip().partition("|")
            commented = short.startswith("//*")
            if bar and (commented or line.startswith("  ")):
                pair = (key(short.lstrip("/* ")), key(long.partition("|")[0]))
                (left_out if commented else annotated).add(pair)
        yield Text(said[1].strip(), " ".join(said[2:]).strip()), annotated, left_out


def key(form: str) -> str:
    """Letters and digits in lower case, without a plural s."""
    return re.sub(r"[^a-z0-9]", "", form.lower()).removesuffix("s")


if __name__ == "__main__":
    main()
