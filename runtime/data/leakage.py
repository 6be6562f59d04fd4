"""Examples that are in two splits: measures on them say little about new data."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from runtime.data.padding import length_of

if TYPE_CHECKING:
    from runtime.data.table import Dataset

SAMPLED = 64
"""How many words of an example are hashed first: most examples differ in those, and only the others are read whole."""

BLOCK = 4096
SHOWN = 3


def duplicates(dataset: "Dataset", names: Iterable[str], splits: Sequence[str]) -> tuple[str, ...]:
    """What to tell of each of the splits that holds examples whose fields `names` are those of an example elsewhere.

    Each is compared with the training split and with the splits after it: what is chosen by the one has seen the
    other.  Examples are told by their rows, counted from 1; of a stretch of rows by the first.
    """
    names = [name for name in names if name in dataset.fields]
    if not names or not len(dataset.splits["train"]):
        return ()
    *first, last = (f"`{name}`" for name in names)
    what = f"{', '.join(first)} and {last}" if first else last
    unit = "windows" if dataset.windows else "examples"
    row = "the window at row" if dataset.windows else "row"
    names += [length for name in names if (length := length_of(name)) in dataset.fields]
    sampled = {split: digest(dataset, dataset.splits[split], names, SAMPLED) for split in ("train", *splits)}
    notes = []
    for split, other in [(split, "train") for split in splits] + list(combinations(splits, 2)):
        pairs = same(dataset, names, (split, sampled[split]), (other, sampled[other]))
        if pairs:
            shown = ", ".join(f"{row} {one + 1:,} is {row} {two + 1:,}" for one, two in pairs[:SHOWN])
            more = ", ..." if len(pairs) > SHOWN else ""
            share = f"{len(pairs):,} of {len(dataset.splits[split]):,} {unit}"
            like = f"a training {unit[:-1]}" if other == "train" else f"one of `{other}`"
            notes.append(f"`{split}`: {share} have the same {what} as {like} ({shown}{more}).")
    return tuple(notes)


def same(
    dataset: "Dataset", names: Sequence[str], one: tuple[str, np.ndarray], other: tuple[str, np.ndarray]
) -> list[tuple[int, int]]:
    """The examples of one split that are examples of the other too, each with the first of those.

    The splits come with a digest of some of each example's words: only where these agree are the examples read whole.
    """
    (split, first), (known, second) = one, other
    apart = ~np.isin(dataset.splits[split], dataset.splits[known])
    likely = dataset.splits[split][apart & np.isin(first, second)]
    like = dataset.splits[known][np.isin(second, first)]
    if not len(likely) or not len(like):
        return []
    whole = digest(dataset, np.concatenate([like, likely]), names)
    rows = dict(zip(whole[: len(like)][::-1].tolist(), like[::-1].tolist(), strict=True))
    codes = whole[len(like) :].tolist()
    return [(row, rows[code]) for row, code in zip(likely.tolist(), codes, strict=True) if code in rows]


def fingerprints(dataset: "Dataset", rows: np.ndarray) -> np.ndarray:
    """A number for each of these examples, uint64, by which it is found again in other data: its fields decide."""
    return digest(dataset, rows, sorted(dataset.fields))


def digest(dataset: "Dataset", rows: np.ndarray, names: Sequence[str], most: int | None = None) -> np.ndarray:
    """64 bits for each example: a sum of its fields' words, each times an odd number, of all words or `most` a field.

    Of a stretch of rows, the digests of the rows are summed up in that way.
    """
    if not dataset.windows:
        return digests([dataset.fields[name] for name in names], rows, most)
    total = np.zeros(len(rows), np.uint64)
    generator = np.random.default_rng(1)
    every = np.arange(len(next(iter(dataset.fields.values()))))
    for name in names:
        own = mix_bits(digests([dataset.fields[name]], every, most))
        for offset in range(*dataset.windows.get(name, (0, 1))):
            total += own[rows + offset] * odd(generator, 1)
    return total


def digests(fields: list[np.ndarray], rows: np.ndarray, most: int | None) -> np.ndarray:
    """A digest of each of the rows."""
    total = np.zeros(len(rows), np.uint64)
    generator = np.random.default_rng(0)
    for field in fields:
        words = words_of(field[rows])
        chosen = np.arange(words.shape[1])
        if most is not None and len(chosen) > most:
            chosen = np.linspace(0, len(chosen) - 1, most).astype(int)
        factors = odd(generator, len(chosen))
        for start in range(0, len(words), BLOCK):
            block = mix_bits(words[start : start + BLOCK, chosen].astype(np.uint64))
            total[start : start + BLOCK] += (block * factors).sum(axis=1, dtype=np.uint64)
    return total


def odd(generator: "np.random.Generator", count: int) -> np.ndarray:
    """Odd numbers of 64 bits drawn at random."""
    return generator.integers(0, 2**63, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def mix_bits(words: np.ndarray) -> np.ndarray:
    """The words spread over 64 bits, so that those which are small numbers do not cancel one another."""
    found: np.ndarray = words ^ (words << np.uint64(29))
    return found


def words_of(field: np.ndarray) -> np.ndarray:
    """A field's rows as words of 8, 32 or 64 bits; texts and ragged values by their hashes, BLAKE2."""
    from hashlib import blake2b

    rows = len(field)
    if field.dtype == object:
        contents = (item.encode() if isinstance(item, str) else item.tobytes() for item in field.ravel().tolist())
        hashes = b"".join(blake2b(content, digest_size=8).digest() for content in contents)
        return np.frombuffer(hashes, np.uint64).reshape(rows, -1)
    return np.ascontiguousarray(field).view(f"u{min(field.itemsize, 8)}").reshape(rows, -1)
