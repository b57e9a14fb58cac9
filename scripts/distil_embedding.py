"""Make kg/extract/data/static-minilm.npz from all-MiniLM-L6-v2 (Apache-2.0), without torch.

    python scripts/distil_embedding.py CORPUS.jsonl.gz

Each word piece of the vocabulary is embedded by the model on its own; the vectors are centred,
reduced to 128 principal components and weighted by smooth inverse frequency, with frequencies
counted on CORPUS (JSON Lines with title and abstract). The same packages and corpus give the
same file, bit for bit (one thread, fixed order).
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np

from kg.extract.embedding import DIMENSIONS, TABLE, MiniLMEmbedder, tokenizer

SMOOTHING = 1e-3


def main(corpus: Path) -> None:
    tok = tokenizer()
    size = tok.get_vocab_size()
    pieces = [tok.id_to_token(i) for i in range(size)]
    counts = np.zeros(size)
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = f"{record['title']}\n{record['abstract']}"
            np.add.at(counts, tok.encode(text, add_special_tokens=False).ids, 1)
    model = MiniLMEmbedder(threads=1)
    vectors = model.embed([p.removeprefix("##") for p in pieces], batch=256)
    vectors = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    reduced = vectors @ axes[:, ::-1][:, :DIMENSIONS]
    weight = SMOOTHING / (SMOOTHING + (counts + 1) / counts.sum())
    reduced = reduced * weight[:, None]
    special = [i for i, p in enumerate(pieces) if p.startswith("[") and p.endswith("]")]
    reduced[special] = 0
    scale = np.abs(reduced).max(axis=1) / 127
    rows = np.round(reduced / np.where(scale > 0, scale, 1)[:, None]).astype(np.int8)
    TABLE.parent.mkdir(exist_ok=True)
    np.savez_compressed(TABLE, rows=rows, scale=scale.astype(np.float16))
    print(f"{TABLE}: {size} pieces, {DIMENSIONS} dimensions, {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
