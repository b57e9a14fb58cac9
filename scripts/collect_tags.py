"""Make kg/extract/vocabulary/tags.txt: dataset names that papers are tagged with.

    python scripts/collect_tags.py ACL.jsonl.gz

Names are facts; the ordinary words among them (more often written small than as the name) are
marked with '?'.
"""

from __future__ import annotations

import collections
import gzip
import json
import re
import sys
from pathlib import Path

from kg.extract.vocabulary import squash

OUT = Path(__file__).parents[1] / "kg" / "extract" / "vocabulary" / "tags.txt"


def main(corpus: Path) -> None:
    names: set[str] = set()
    words: collections.Counter[str] = collections.Counter()
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            names.update(d["name"] for d in record["pwc_datasets"])
            words.update(re.findall(r"\b[a-z]{2,}\b", record["abstract"]))
    chosen = {}
    for name in sorted(names):
        bare = re.sub(r"\s*\(.*?\)|\s+(?:data ?set|corpus|benchmark)$", "", name, flags=re.I)
        if 2 < len(bare) <= 40 and len(bare.split()) <= 5 and re.search(r"[A-Z]", bare):
            chosen[squash(bare)] = ("?" if words[bare.lower()] >= 5 else "") + bare
    head = "# Datasets that papers of the ACL Anthology are tagged with (scripts/collect_tags.py)."
    OUT.write_text("\n".join([head, "[dataset]", *sorted(chosen.values())]) + "\n", "utf-8")
    print(len(chosen), "names")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
