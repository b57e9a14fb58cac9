"""Make kg/extract/data/phrases.tsv.gz: how often phrases are titles', abstracts', keywords'.

    python scripts/count_phrases.py ACL.jsonl.gz VIS-PAPERS.jsonl.gz

One line a phrase: phrase, papers with it in the title, papers with it in the abstract as a whole
noun phrase, papers with it as the authors' keyword. Rare phrases are left out.
"""

from __future__ import annotations

import collections
import gzip
import json
import sys
from pathlib import Path

from kg.extract import phrases
from kg.extract.phrase_features import PHRASES
from kg.extract.plurals import singular
from kg.extract.text import Text


def main(acl: Path, vis: Path) -> None:
    title: collections.Counter[str] = collections.Counter()
    abstract: collections.Counter[str] = collections.Counter()
    keyword: collections.Counter[str] = collections.Counter()
    with gzip.open(acl, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = Text(record["title"], record["abstract"])
            for phrase in phrases.find(text):
                if phrase.starts[0] < text.title_end:
                    title[phrase.key] += 1
                if phrase.whole and phrase.starts[-1] > text.title_end:
                    abstract[phrase.key] += 1
    with gzip.open(vis, "rt", encoding="utf-8") as lines:
        for line in lines:
            for word in json.loads(line).get("keywords") or ():
                parts = [phrases.normal(w) for w in word.replace(",", " ").split()]
                if parts and len(parts) <= phrases.LONGEST:
                    parts[-1] = singular(parts[-1])
                    keyword[" ".join(parts)] += 1
    kept = sorted(
        key
        for key in title.keys() | abstract.keys() | keyword.keys()
        if title[key] >= 3 or abstract[key] >= 8 or keyword[key] >= 2
    )
    rows = "".join(f"{k}\t{title[k]}\t{abstract[k]}\t{keyword[k]}\n" for k in kept)
    with (
        open(PHRASES, "wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out,
    ):
        out.write(rows.encode())
    print(f"{PHRASES}: {len(kept):,} phrases, {PHRASES.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
