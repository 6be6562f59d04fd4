"""Tokens: the vocabulary of the training texts only, ids that lead back to the text, byte pairs by their definition."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_data_features import after

from runtime.features import Fit
from runtime.features.texts import FIRST, UNKNOWN, spelled

TEXTS = st.lists(st.text("abc .ü", max_size=12), min_size=1, max_size=8)
CORPUS = ["the cat sat on the mat", "the cats sat", "a hat, a mat", "Über uns", "the théâtre"] * 3


def objects(texts):
    values = np.empty(len(texts), object)
    values[:] = texts
    return values


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_characters_lead_back_to_the_text(texts, later):
    fit = Fit()
    ids = fit.tokens("d.x", objects(texts), by="characters")
    vocabulary = fit.state["d.x"]["vocabulary"].tolist()
    counts = Counter("".join(texts))
    assert vocabulary == sorted(counts, key=lambda one: (-counts[one], one))
    assert ["".join(vocabulary[i - FIRST] for i in one) for one in ids] == texts
    again = after(fit)
    for text, one in zip(later, again.tokens("d.x", objects(later), by="characters"), strict=True):
        assert "".join(vocabulary[i - FIRST] if i != UNKNOWN else "?" for i in one) == "".join(
            letter if letter in vocabulary else "?" for letter in text
        )
    unseen = sum(letter not in vocabulary for text in later for letter in text)
    assert again.counted["d.x", "tokens not in the vocabulary"] == unseen


def test_words_and_what_is_cut():
    fit = Fit()
    texts = objects(["It's a cat, a dog.", "a dog", ""])
    ids = fit.tokens("d.x", texts, by="words", size=6, longest=4)
    assert fit.state["d.x"]["vocabulary"].tolist() == ["a", "dog", "'", ","]
    assert [one.tolist() for one in ids] == [[1, 4, 1, 2], [2, 3], []]
    assert all(one.dtype == np.int32 for one in ids)
    assert fit.counted["d.x", "texts cut at 4 tokens"] == 1
    assert fit.facts["d.x"]["vocabulary"] == 6


def pairs_by_hand(word: str, merges: list[list[str]]) -> list[str]:
    """Byte-pair encoding as Sennrich et al. define it: the earliest learned pair is merged, until none occurs."""
    rank = {tuple(pair): i for i, pair in enumerate(merges)}
    pieces = list(word)
    while True:
        found = [(rank[pair], i) for i, pair in enumerate(itertools.pairwise(pieces)) if pair in rank]
        if not found:
            return pieces
        _, i = min(found)
        pieces[i : i + 2] = [pieces[i] + pieces[i + 1]]


def test_byte_pairs_are_merged_in_the_order_of_learning():
    fit = Fit()
    fit.tokens("d.x", objects(CORPUS), by="bpe", size=290)
    vocabulary, merges = (fit.state["d.x"][key].tolist() for key in ("vocabulary", "merges"))
    assert 256 < len(vocabulary) <= 288
    assert len(vocabulary) == 256 + len(merges)
    assert ["t", "h"] in merges
    again = after(fit)
    for word in ("cats", "thehat", "mathe"):
        (ids,) = again.tokens("d.x", objects([word]), by="bpe", size=290)
        assert [vocabulary[i - FIRST] for i in ids] == pairs_by_hand(word, merges)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
def test_byte_pairs_know_every_text(text):
    from tokenizers import decoders

    fit = Fit(LEARNED.state)
    (ids,) = fit.tokens("d.x", objects([text]), by="bpe", size=290)
    assert (ids >= FIRST).all()
    pieces = [fit.state["d.x"]["vocabulary"][i - FIRST] for i in ids]
    assert decoders.ByteLevel().decode([str(piece) for piece in pieces]) == text


LEARNED = Fit()
LEARNED.tokens("d.x", objects(CORPUS), by="bpe", size=290)


@pytest.mark.parametrize("by", ["characters", "words", "bpe"])
def test_only_the_training_texts_are_learned_from(by):
    fit = after(LEARNED) if by == "bpe" else Fit()
    fit.tokens("d.x", objects(CORPUS), by=by, size=290)
    fit.freeze()
    before = fit.to_json()
    fit.tokens("d.x", objects(["zebras zigzag"] * 9), by=by, size=290)
    assert fit.to_json() == before


@pytest.mark.parametrize(
    ("by", "text", "read"),
    [
        ("characters", "a hat, a cat", "a hat, a cat"),
        ("words", "the cat, on Mars", "the cat , on □"),
        ("bpe", "Über the Zürich mat", "Über the Zürich mat"),
    ],
)
def test_ids_are_spelled_out(by, text, read):
    fit = Fit()
    fit.tokens("d.x", objects(CORPUS), by=by)
    ids = after(fit).tokens("d.x", objects([text]), by=by)[0]
    assert spelled(np.append(ids, [0, 0]), fit.to_json()["d.x"]) == read
