"""Which rows are held out: those that a run of the same spec holds out."""

from collections.abc import Mapping

import numpy as np

Rows = dict[str, np.ndarray]


def draw(splits: Rows, parts: Mapping[str, float], seed: int) -> Rows:
    """The splits with parts of the training rows drawn at random."""
    rows, found = np.random.default_rng(seed).permutation(np.sort(splits["train"])), {}
    for name, count in counts(parts, len(rows)).items():
        rows, found[name] = rows[:-count], np.sort(rows[-count:])
    return {**splits, "train": np.sort(rows), **found}


def counts(parts: Mapping[str, float], rows: int) -> dict[str, int]:
    """How many rows each part has."""
    return {name: int(share * rows + 0.5) for name, share in parts.items()}


def draw_alike(splits: Rows, parts: Mapping[str, float], seed: int, strata: np.ndarray) -> Rows:
    """The splits with parts of the training rows drawn at random, each class of `strata`, a class a row, alike."""
    rows, found, generator = np.sort(splits["train"]), {}, np.random.default_rng(seed)
    for name, count in counts(parts, len(rows)).items():
        rows, part = cut_alike(rows, strata[rows], count, int(generator.integers(2**32)))
        found[name] = np.sort(part)
    return {**splits, "train": np.sort(rows), **found}


def cut_alike(rows: np.ndarray, strata: np.ndarray, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows without `count` of them, and these, both with the classes' shares of the whole.

    The very rows that sklearn.model_selection.StratifiedShuffleSplit(1, test_size=count, random_state=seed) draws.
    """
    _, codes, sizes = np.unique(strata, return_inverse=True, return_counts=True)
    members = np.split(np.argsort(codes, kind="stable"), np.cumsum(sizes)[:-1])
    generator = np.random.RandomState(seed)
    kept = shares(sizes, len(rows) - count, generator)
    taken = shares(sizes - kept, count, generator)
    rest, part = [], []
    for places, keep, take in zip(members, kept, taken, strict=True):
        drawn = places[generator.permutation(len(places))]
        rest.extend(drawn[:keep])
        part.extend(drawn[keep : keep + take])
    return rows[generator.permutation(rest)], rows[generator.permutation(part)]


def shares(sizes: np.ndarray, count: int, generator: np.random.RandomState) -> np.ndarray:
    """How many of each class are among `count`; what rounding leaves goes to the largest remainders, ties by chance."""
    exact = sizes / sizes.sum() * count
    found = np.floor(exact)
    missing = int(count - found.sum())
    for remainder in np.unique(exact - found)[::-1] if missing > 0 else ():
        (alike,) = np.nonzero(exact - np.floor(exact) == remainder)
        chosen = generator.choice(alike, size=min(len(alike), missing), replace=False)
        found[chosen] += 1
        missing -= len(chosen)
        if missing == 0:
            break
    return found.astype(int)
