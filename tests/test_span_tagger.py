"""The tagger of `benchmarks/tdmsci.py`: its likelihood is the one by counting, it learns a toy."""

import itertools

import numpy as np
import pytest

from benchmarks import span_tagger


def test_loss_and_slopes_are_those_by_counting_every_way_of_tagging():
    rng = np.random.default_rng(0)
    tags = [[0, 1, 2], [1], [1, 2, 0, 1]]
    score, follows = rng.normal(size=(8, 3)), rng.normal(size=(3, 3))
    chains = span_tagger._Chains([len(t) for t in tags], tags)
    loss, by_token, by_pair = chains.loss(score, follows)

    expected, begin = 0.0, 0
    for right in tags:
        some = score[begin : begin + len(right)]

        def weight(way, some=some):
            steps = sum(follows[a, b] for a, b in itertools.pairwise(way))
            return sum(some[i, tag] for i, tag in enumerate(way)) + steps

        ways = itertools.product(range(3), repeat=len(right))
        expected += np.log(sum(np.exp(weight(w)) for w in ways)) - weight(right)
        begin += len(right)
    assert loss == pytest.approx(expected)

    step = 1e-6
    moved = score.copy()
    moved[6, 2] += step
    assert (chains.loss(moved, follows)[0] - loss) / step == pytest.approx(by_token[6, 2], abs=1e-4)
    moved = follows.copy()
    moved[1, 2] += step
    assert (chains.loss(score, moved)[0] - loss) / step == pytest.approx(by_pair[1, 2], abs=1e-4)


def test_learns_that_a_span_goes_to_its_noun_and_says_the_same_twice():
    words = ["we use the Penn corpus here", "on Brown corpus", "Penn says so", "a corpus"]
    sentences = [
        [
            [f"word={w}", f"capital={w[0].isupper()}", f"next={n}"]
            for w, n in itertools.pairwise([*s.split(), "."])
        ]
        for s in words
    ]
    spans = [[(3, 4)], [(1, 2)], [], []]
    tagger = span_tagger.train(sentences, spans)
    assert [tagger.spans(s) for s in sentences] == spans
    assert span_tagger.train(sentences, spans).weights == tagger.weights
    assert tagger.spans([]) == []
