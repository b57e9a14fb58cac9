"""A tagger of spans: a linear-chain conditional random field over named features.

Lafferty, McCallum & Pereira (2001), with an elastic net: L1 for few weights, L2 for small ones.
No randomness: the same sentences give the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

TAGS = "OBI"
OUTSIDE, BEGINS, INSIDE = range(3)
Numbers = npt.NDArray[np.float64]
Features = Sequence[Sequence[str]]
"""The features of each token of a sentence."""


@dataclass(frozen=True)
class Tagger:
    """Weights of features and of one tag after another.

    Attributes:
        weights: Feature to its weight for each of `TAGS`.
        follows: Shape (3, 3): weight of a tag (column) after another (row).
    """

    weights: dict[str, list[float]]
    follows: Numbers

    def spans(self, sentence: Features, eager: float = 0.0) -> list[tuple[int, int]]:
        """First and last token of each span of the likeliest tags (Viterbi 1967).

        Args:
            sentence: Features of its tokens.
            eager: Added to the weight of a span's beginning; more finds more spans.
        """
        if not sentence:
            return []
        score = np.zeros((len(sentence), len(TAGS)))
        for token, features in enumerate(sentence):
            for weight in map(self.weights.get, features):
                if weight is not None:
                    score[token] += weight
        score[:, BEGINS] += eager
        came_from = np.zeros(score.shape, dtype=int)
        follows = self.follows.copy()
        follows[OUTSIDE, INSIDE] = score[0, INSIDE] = -np.inf
        for token in range(1, len(score)):
            ways = score[token - 1][:, None] + follows
            came_from[token] = ways.argmax(axis=0)
            score[token] += ways.max(axis=0)
        found: list[tuple[int, int]] = []
        tag, last = int(score[-1].argmax()), -1
        for token in range(len(score) - 1, -1, -1):
            if tag != OUTSIDE and last < 0:
                last = token
            if tag == BEGINS:
                found.append((token, last))
            if tag != INSIDE:
                last = -1
            tag = int(came_from[token, tag])
        return found[::-1]


def train(
    sentences: Sequence[Features],
    spans: Sequence[Sequence[tuple[int, int]]],
    l1: float = 0.05,
    l2: float = 0.05,
    rounds: int = 150,
) -> Tagger:
    """The tagger that makes the marked spans likeliest under an elastic net.

    Args:
        sentences: Features of the tokens of each sentence; none is empty.
        spans: First and last token of the spans of each sentence.
        l1: Penalty of the weights' sizes.
        l2: Penalty of their squares.
        rounds: Most steps of L-BFGS-B.
    """
    counts = Counter(f for sentence in sentences for token in sentence for f in token)
    vocabulary = {f: i for i, f in enumerate(sorted(counts))}
    columns = [vocabulary[f] for s in sentences for token in s for f in token]
    sizes = [len(token) for s in sentences for token in s]
    seen = sp.csr_matrix(
        (np.ones(len(columns)), columns, np.concatenate(([0], np.cumsum(sizes)))),
        shape=(len(sizes), len(vocabulary)),
    )
    chains = _Chains(
        [len(s) for s in sentences],
        [_tags(len(s), m) for s, m in zip(sentences, spans, strict=True)],
    )
    size = (len(vocabulary) + len(TAGS)) * len(TAGS)
    transposed = seen.T.tocsr()

    def loss(halves: Numbers) -> tuple[float, Numbers]:
        """Of the weights' positive and negative parts, each at least 0 (so that L1 is smooth)."""
        both = halves[:size] - halves[size:]
        table = both.reshape(-1, len(TAGS))
        value, by_token, follows = chains.loss(seen @ table[: -len(TAGS)], table[-len(TAGS) :])
        slope = np.vstack([transposed @ by_token, follows]).ravel() + 2 * l2 * both
        value += l1 * float(halves.sum()) + l2 * float(both @ both)
        return value, np.concatenate([slope + l1, l1 - slope])

    best = minimize(
        loss,
        np.zeros(2 * size),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, None)] * (2 * size),
        options={"maxiter": rounds, "maxfun": 2 * rounds},
    ).x
    table = (best[:size] - best[size:]).reshape(-1, len(TAGS)).round(3)
    weights = {f: table[i].tolist() for f, i in vocabulary.items() if table[i].any()}
    return Tagger(weights, table[-len(TAGS) :])


def _tags(size: int, spans: Sequence[tuple[int, int]]) -> list[int]:
    tags = [OUTSIDE] * size
    for first, last in spans:
        tags[first : last + 1] = [BEGINS, *[INSIDE] * (last - first)]
    return tags


def _log_sum(values: Numbers, axis: int) -> Numbers:
    """The logarithm of the sum of exponentials along an axis."""
    most = values.max(axis=axis, keepdims=True)
    total: Numbers = np.log(np.exp(values - most).sum(axis=axis)) + most.squeeze(axis)
    return total


class _Chains:
    """Sentences side by side, the longest first, so that all are walked through at once."""

    def __init__(self, lengths: list[int], tags: list[list[int]]) -> None:
        order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
        begins = np.concatenate(([0], np.cumsum(lengths)))
        ordered = np.array([lengths[i] for i in order])
        # tokens[t]: numbers of the tokens at place t, of the sentences that are that long
        self.tokens = [
            begins[np.array(order[: int((ordered > t).sum())])] + t for t in range(ordered[0])
        ]
        self.tags = np.array([t for sentence in tags for t in sentence])
        self.pairs = np.zeros((len(TAGS), len(TAGS)))
        for sentence in tags:
            np.add.at(self.pairs, (sentence[:-1], sentence[1:]), 1)

    def loss(self, score: Numbers, follows: Numbers) -> tuple[float, Numbers, Numbers]:
        """Minus the log-likelihood, with its slopes.

        Args:
            score: Shape (tokens, 3).
            follows: Shape (3, 3).

        Returns:
            The loss, its slope by `score`, its slope by `follows`.
        """
        ahead, behind = np.zeros(score.shape), np.zeros(score.shape)
        ahead[self.tokens[0]] = score[self.tokens[0]]
        for here, following in zip(self.tokens, self.tokens[1:], strict=False):
            ways = ahead[here[: len(following)]][:, :, None] + follows
            ahead[following] = score[following] + _log_sum(ways, axis=1)
        for here, following in zip(self.tokens[-2::-1], self.tokens[:0:-1], strict=True):
            ways = follows + (score[following] + behind[following])[:, None, :]
            behind[here[: len(following)]] = _log_sum(ways, axis=2)
        total = _log_sum(ahead + behind, axis=1)
        by_token = np.exp(ahead + behind - total[:, None])
        pairs = -self.pairs
        for here, following in zip(self.tokens, self.tokens[1:], strict=False):
            some = here[: len(following)]
            joint = ahead[some][:, :, None] + follows + (score + behind)[following][:, None, :]
            pairs += np.exp(joint - total[some][:, None, None]).sum(axis=0)
        by_token[np.arange(len(self.tags)), self.tags] -= 1
        right = score[np.arange(len(self.tags)), self.tags].sum() + (self.pairs * follows).sum()
        return float(total[self.tokens[0]].sum() - right), by_token, pairs
