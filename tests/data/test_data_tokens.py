"""Tokens: the vocabulary of the training texts only, ids that lead back to the text, byte pairs by their definition."""

import itertools
import json
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_data_features import after

import dlc
from compiler.emit import emit
from compiler.pipeline import compile_text
from compiler.schemas.texts import stretches
from dsl.spans import Source
from runtime import program
from runtime.data.dataset import prepare
from runtime.data.features import Fit
from runtime.data.features.texts import FIRST, UNKNOWN, spell
from runtime.data.windows import end_to_end
from runtime.errors import RunError

TEXTS = st.lists(st.text("abc .ü\0", max_size=12), min_size=1, max_size=8)
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
    assert spell(np.append(ids, [0, 0]), fit.to_json()["d.x"]) == read


@given(st.text("ab \n\t.é", max_size=400), st.integers(0, 3))
def test_stretches_make_up_the_text_and_cut_no_token(text, long):
    text += "x" * 700 * long
    pieces, lines = stretches(text)
    assert "".join(pieces) == text
    assert lines == [1 + text[: sum(map(len, pieces[: i + 1]))].count("\n") for i in range(len(pieces))]
    for one, other in itertools.pairwise(pieces):
        assert not one[-1].isspace()
        assert other[0].isspace() or len(one) > 960
    if not long:
        ids = [LEARNED.tokens("d.x", objects(part), by="bpe", size=290) for part in (pieces, [text])]
        assert np.concatenate([np.array([], np.int32), *ids[0]]).tolist() == ids[1][0].tolist()


PLAYS = """
data plays = text("plays.txt") {
  past: int[6] = windows(tokens(text, by = BY), 6, stride = 2)
  next: int[6] = windows(tokens(text, by = BY), 6, stride = 2, after = 1)
  split validation = 20%, test = 20%
}
model Next(past: int[t]) -> [t, vocabulary(plays.next)] {
  past -> embed(vocabulary(plays.past), 8) -> dense(vocabulary(plays.next))
}
train(epochs = 1, batch = 32) { minimize cross_entropy(Next(past), next) using adam(0.01) }
evaluate { cross_entropy(Next(past), next) }
"""


def plays(folder, find, by, text):
    (folder / "plays.txt").write_text(text)
    compiled = compile_text(Source("plays.dl", PLAYS.replace("BY", by)))
    assert compiled.experiment is not None, compiled.diagnostics
    loaded = program.load(emit(compiled.experiment), folder / "plays.py")
    (data,) = loaded.experiment.data
    return prepare(data, loaded[data.columns], find(folder))


@pytest.mark.parametrize("by", ["words", "bpe", "characters"])
def test_windows_of_tokens_are_cut_from_the_whole_text_and_stay_within_a_split(by, tmp_path, find_in):
    body = "\n".join(f"Speaker {i}:\nto be, or not to be; that is {i * 7} questions.\n" for i in range(60))
    data = plays(tmp_path, find_in, by, body)
    whole = Fit.from_json({"d.x": data.fitted["plays.past"]}).tokens("d.x", objects([body]), by=by)[0]
    np.testing.assert_array_equal(data.fields["past"], whole)
    pieces, _ = stretches(body)
    row_of = np.repeat(np.arange(len(pieces)), [len(one) for one in again(data, by, pieces)])
    seen = {name: (row_of[part[:, None] + np.arange(7)] + 0.5) / len(pieces) for name, part in data.splits.items()}
    assert seen["train"].max() < 0.6 < seen["validation"].min() < seen["validation"].max() < 0.8 < seen["test"].min()
    for name, part in data.splits.items():
        past, following = data.values("past", part), data.values("next", part)
        np.testing.assert_array_equal(past[:, 1:], following[:, :-1], name)
        assert (np.diff(part) % 2 == 0).all()
    known = len(data.fitted["plays.past"]["vocabulary"]) + FIRST
    assert [data.types[name].classes for name in ("past", "next")] == [known, known]
    assert list(data.fitted) == ["plays.past"]
    kept = len("".join(pieces[: len(pieces) * 6 // 10]))
    changed = plays(tmp_path, find_in, by, body[:kept] + body[kept:].upper())
    assert changed.fitted == data.fitted


def again(data, by, pieces):
    return Fit.from_json({"d.x": data.fitted["plays.past"]}).tokens("d.x", objects(pieces), by=by)


def test_rows_that_differ_in_length_are_told_with_their_place():
    values = {"a": np.array([np.zeros(2), np.zeros(3)], object), "b": np.array([np.zeros(2), np.zeros(4)], object)}
    with pytest.raises(RunError, match=r"`b` and `a` have different numbers of values here") as raised:
        end_to_end(values, {"a": (0, 2), "b": (1, 3)}, lambda row: f"row {row}")
    assert raised.value.place == "row 1"


def test_a_language_model_of_one_text_is_trained_and_asked(tmp_path):
    words = ["to", "be", "or", "not", "that", "is", "the", "question"]
    (tmp_path / "plays.txt").write_text(" ".join(words[(i * i + i // 3) % 8] for i in range(3000)))
    spec = tmp_path / "plays.dl"
    spec.write_text(PLAYS.replace("BY", "bpe, size = 280"))
    folder = dlc.run(spec, out=tmp_path / "run")
    report = json.loads((folder / "report.json").read_text())
    learned = json.loads((folder / "data.json").read_text())["plays"]["fitted"]["plays.past"]
    assert learned["by"] == "bpe"
    assert report["models"]["Next"]["weights"] == 8 * 280 + 8 * 280 + 280
    answers = dlc.load_run(folder).predict({"text": ["to be or not to be", " that is the question"]})
    assert len(answers) > 0
