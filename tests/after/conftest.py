"""Trained runs, made once in a session; a test that changes one works on its own copy."""

import functools
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
import "../blocks.dl"
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


def shop_rows(count: int = 80) -> str:
    """A table in which the price follows from area and town."""
    towns = ("Aarau", "Basel", "Chur")
    rows = [f"{20 + 3 * i},{towns[i % 3]},{100 + 7 * i + 40 * (i % 3)}" for i in range(count)]
    return "\n".join(["area,town,price", *rows]) + "\n"


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled steps are kept for the session only, and never found from an earlier one."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the specs and their data."""
    folder = tmp_path_factory.mktemp("specs")
    (folder / "inner").mkdir()
    (folder / "blocks.dl").write_text(BLOCKS)
    (folder / "inner" / "iris.dl").write_text(IRIS)
    (folder / "inner" / "shop.dl").write_text(SHOP)
    (folder / "inner" / "digits.dl").write_text(DIGITS)
    (folder / "inner" / "shop.csv").write_text(shop_rows())
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
