"""Trained runs, made once in a session; a test that changes one works on its own copy."""

import functools
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ.setdefault("JAX_PLATFORMS", "cpu")

BLOCKS = """
hyper width = 4
block hidden(x: [n], width = 4) { x -> dense(width) -> relu }
"""

IRIS = """
import "shared/blocks.dl"
hyper rate = 0.001
data iris = sklearn("iris") {
  features: [4]     = standardize(features)
  species: class[3] = target
  split validation = 10%, test = 20%, stratify = species
}
model Net(x: [4]) -> [3] { x -> hidden(width) -> dense(3) }
train(epochs = 12, batch = 16) { minimize cross_entropy(Net(features), species) using adam(rate) }
evaluate { classification(Net(features), species) }
"""

SHOP = """
data shop = csv("shop.csv") {
  size: []      = standardize(area)
  place: [3]    = one_hot(town)
  price: []     = price / 1000
  dear: class[2] = price > 500
  split test = 25%
}
model Price(size: [], place: [3]) -> [] { concat(expand(size), place) -> dense(8) -> tanh -> dense(1) -> squeeze }
train(epochs = 20, batch = 8) { minimize mse(Price(size, place), price) using adam(0.02) }
evaluate { regression(Price(size, place), price) }
"""


DIGITS = """
data digits = sklearn("digits") {
  image: [8, 8, 1] = images / 16
  digit: class[10] = target
}
model Reader(image: [8, 8, 1]) -> [10] {
  image -> conv(4, kernel = 3) -> relu -> flatten -> dropout(0.1) -> dense(10)
}
model Encoder(image: [8, 8, 1]) -> [3] { image -> flatten -> dense(3) }
model Decoder(code: [3]) -> [8, 8, 1] { code -> dense(64) -> sigmoid -> reshape([8, 8, 1]) }
train(epochs = 2, batch = 64) {
  minimize cross_entropy(Reader(image), digit) using adam(0.01)
  minimize mse(Decoder(Encoder(image)), image) using adam(0.01)
}
evaluate {
  classification(Reader(image), digit)
  show images(image, Decoder(Encoder(image)))
}
"""


CODEC = """
data digits = sklearn("digits") { image: [8, 8, 1] = images / 16 }
model Codec(image: [8, 8, 1]) -> [8, 8, 1] {
  image -> flatten -> dense(8) -> relu -> dense(64) -> sigmoid -> reshape([8, 8, 1])
}
train(epochs = 2, batch = 64) { minimize mse(Codec(image), image) using adam(0.01) }
evaluate { show images(image, Codec(image)) }
"""

NOTES = """
data notes = jsonl("notes.jsonl") {
  steps: int[t <= 12] = tokens(text, by = words, size = 20, longest = 12)
  level: [t]          = level
  mark: int[]         = mark
  good: class[2]      = kind == "good"
  split test = 25%
}
model Reader(steps: int[t], level: [t], mark: int[]) -> (good: [2], level: [t]) {
  let h = (steps -> embed(vocabulary(notes.steps), 8)) * expand(level) -> dense(8) -> relu
  (good = (mark -> embed(5, 2)) + (h -> mean(axis = 0) -> dense(2)), level = h -> dense(1) -> squeeze(axis = 1))
}
train(epochs = 2, batch = 8) {
  let read = Reader(steps, level, mark)
  minimize cross_entropy(read.good, good) + mse(read.level, level) using adam(0.01)
}
evaluate {
  classification(Reader(steps, level, mark).good, good)
  regression(Reader(steps, level, mark).level, level)
}
"""

HEADS = """
data iris = sklearn("iris") {
  sizes: [4]        = standardize(features)
  species: class[3] = target
  broad: class[2]   = sepal_width > 3
  length: []        = standardize(sepal_length)
  split test = 20%, stratify = species
}
model Flower(sizes: [4]) -> (species: [3], broad: []) {
  let h = sizes -> dense(8) -> relu
  (species = h -> dense(3), broad = h -> dense(1) -> squeeze)
}
model Length(sizes: [4]) -> [] { sizes -> dense(1) -> squeeze }
train(epochs = 5, batch = 16) {
  let flower = Flower(sizes)
  minimize cross_entropy(flower.species, species) + binary_cross_entropy(flower.broad, broad) using adam(0.02)
  minimize mse(Length(sizes), length) using adam(0.02)
}
evaluate {
  classification(Flower(sizes).species, species)
  accuracy(Flower(sizes).species, species)
  classification(Flower(sizes).broad, broad)
  regression(Length(sizes), length)
}
"""

SERIES = """
data series = csv("series.csv") {
  past: [4] = standardize(log(windows(flow, 4)))
  next: [1] = standardize(log(windows(flow, 1, after = 4)))
  split by = river, test = 30%
}
model Forecast(past: [4]) -> [1] { past[3:] + (past -> dense(4) -> tanh -> dense(1)) }
train(epochs = 3, batch = 8) { minimize mse(Forecast(past), next) using adam(0.01) }
evaluate { regression(Forecast(past)[0], next[0]) }
"""

SOUNDS = """
data calls = wav("calls", seconds = 0.1, names = "{bird}_{take}.wav") {
  pitch: [9, 8] = log_mel(samples, 1000, window = 50, hop = 6, bands = 8)
  bird: class[2] = bird
  split on = take, test = [0]
}
model Ear(pitch: [9, 8]) -> [2] { pitch -> flatten -> dense(2) }
train(epochs = 5, batch = 4) { minimize cross_entropy(Ear(pitch), bird) using adam(0.01) }
evaluate { classification(Ear(pitch), bird) }
"""


def note_records(count: int = 60) -> list[dict[str, object]]:
    """Sentences of 1 to 7 words, with a number for each."""
    words = ["the", "cat", "sat", "on", "a", "red", "mat"]
    lengths = [1 + 5 * i % 7 for i in range(count)]
    return [
        {
            "text": " ".join(words[(i + k) % 7] for k in range(n)),
            "level": [round(0.1 * ((i + k) % 9), 3) for k in range(n)],
            "mark": i % 5,
            "kind": "good" if i % 3 else "bad",
        }
        for i, n in enumerate(lengths)
    ]


def series_rows(count: int = 30) -> str:
    """Four rivers, one after the other."""
    rows = [f"{river},{50 + 3 * i + 7 * (i % 4)}" for river in ("Aare", "Inn", "Reuss", "Rhone") for i in range(count)]
    return "\n".join(["river,flow", *rows]) + "\n"


def write_call(file: Path, bird: str, take: int, rate: int = 1000) -> None:
    """A tone of a tenth of a second."""
    import numpy as np
    import soundfile

    high = 60 if bird == "owl" else 200
    soundfile.write(file, np.sin(np.arange(rate // 10) * (high + take) * 2 * np.pi / rate) * 0.5, rate)


def shop_rows(count: int = 80) -> str:
    """A table in which the price follows from area and town."""
    towns = ("Aarau", "Basel", "Chur")
    rows = [f"{20 + 3 * i},{towns[i % 3]},{100 + 7 * i + 40 * (i % 3)}" for i in range(count)]
    return "\n".join(["area,town,price", *rows]) + "\n"


@pytest.fixture(scope="session")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the specs and their data."""
    folder = tmp_path_factory.mktemp("specs")
    (folder / "inner" / "shared").mkdir(parents=True)
    (folder / "inner" / "shared" / "blocks.dl").write_text(BLOCKS)
    (folder / "inner" / "iris.dl").write_text(IRIS)
    (folder / "inner" / "shop.dl").write_text(SHOP)
    (folder / "inner" / "digits.dl").write_text(DIGITS)
    (folder / "inner" / "shop.csv").write_text(shop_rows())
    (folder / "inner" / "codec.dl").write_text(CODEC)
    (folder / "inner" / "notes.dl").write_text(NOTES)
    (folder / "inner" / "notes.jsonl").write_text("".join(json.dumps(record) + "\n" for record in note_records()))
    (folder / "inner" / "heads.dl").write_text(HEADS)
    (folder / "inner" / "series.dl").write_text(SERIES)
    (folder / "inner" / "series.csv").write_text(series_rows())
    (folder / "inner" / "calls.dl").write_text(SOUNDS)
    (folder / "inner" / "calls").mkdir()
    for take in range(6):
        for bird in ("owl", "wren"):
            write_call(folder / "inner" / "calls" / f"{bird}_{take}.wav", bird, take)
    return folder / "inner"


Trained = Callable[..., Path]


@pytest.fixture(scope="session")
def trained(specs: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """`trained("iris", rate=0.01)`: the folder of such a run; to be read only."""
    import dlc

    @functools.cache
    def trained(name: str, **hypers: object) -> Path:
        return dlc.run(specs / f"{name}.dl", out=tmp_path_factory.mktemp(name) / "run", set=hypers)

    return trained


@pytest.fixture
def copied(trained: Trained, tmp_path: Path) -> Trained:
    """`copied("iris")`: such a run in this test's own folder."""
    return lambda name, **hypers: shutil.copytree(trained(name, **hypers), tmp_path / f"{name}-run")
