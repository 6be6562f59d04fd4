"""Examples that are in the training split and in another one too: measures on them say little about new data."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from runtime.tables import Dataset

SAMPLED = 64
"""How many words of an example are hashed first: most examples differ in those, and only the others are read whole."""

BLOCK = 4096
SHOWN = 3


def duplicates(dataset: "Dataset", names: Iterable[str], splits: Iterable[str]) -> tuple[str, ...]:
    """What to tell of each of the splits that holds examples whose fields `names` are those of a training example.

    Rows are counted from 1.  Windows share rows with their neighbours, so they are not compared.
    """
    import numpy as np

    fields = [dataset.fields[name] for name in names if name in dataset.fields]
    train = dataset.splits["train"]
    if dataset.windows or not fields or not len(train):
        return ()
    notes = []
    first = digest(fields, SAMPLED)
    for split in splits:
        others = np.setdiff1d(dataset.splits[split], train)
        likely = others[np.isin(first[others], first[train])]
        if not len(likely):
            continue
        like = train[np.isin(first[train], first[likely])]
        whole = digest([field[np.concatenate([like, likely])] for field in fields])
        known = dict(zip(whole[: len(like)][::-1].tolist(), like[::-1].tolist(), strict=True))
        pairs = [
            (row, known[code])
            for row, code in zip(likely.tolist(), whole[len(like) :].tolist(), strict=True)
            if code in known
        ]
        if pairs:
            shown = ", ".join(f"row {row + 1:,} is row {other + 1:,}" for row, other in pairs[:SHOWN])
            more = ", ..." if len(pairs) > SHOWN else ""
            share = f"{len(pairs):,} of {len(dataset.splits[split]):,} examples"
            what = " and ".join(f"`{name}`" for name in names)
            notes.append(f"`{split}`: {share} have the same {what} as a training example ({shown}{more}).")
    return tuple(notes)


def fingerprints(fields: "Mapping[str, np.ndarray]", rows: "np.ndarray | None" = None) -> "np.ndarray":
    """A number for each example, uint64, by which it is found again in other data: equal where all its fields are.

    `rows` are the examples wanted; None: all.
    """
    return digest([fields[name] if rows is None else fields[name][rows] for name in sorted(fields)])


def digest(fields: "list[np.ndarray]", most: int | None = None) -> "np.ndarray":
    """64 bits for each row, of `most` words of each field or of all: a sum of the words, each times an odd number."""
    import numpy as np

    total = np.zeros(len(fields[0]), np.uint64)
    generator = np.random.default_rng(0)
    for field in fields:
        words = words_of(field)
        chosen = np.arange(words.shape[1])
        if most is not None and len(chosen) > most:
            chosen = np.linspace(0, len(chosen) - 1, most).astype(int)
        factors = generator.integers(0, 2**63, len(chosen), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        for start in range(0, len(words), BLOCK):
            block = words[start : start + BLOCK, chosen].astype(np.uint64)
            # Mixed, so that words that are small numbers do not cancel one another.
            block ^= block << np.uint64(29)
            total[start : start + BLOCK] += (block * factors).sum(axis=1, dtype=np.uint64)
    return total


def words_of(field: "np.ndarray") -> "np.ndarray":
    """A field's rows as words of 8, 32 or 64 bits; texts and ragged values by their hashes, BLAKE2."""
    from hashlib import blake2b

    import numpy as np

    rows = len(field)
    if field.dtype == object:
        contents = (item.encode() if isinstance(item, str) else item.tobytes() for item in field.ravel().tolist())
        hashes = b"".join(blake2b(content, digest_size=8).digest() for content in contents)
        return np.frombuffer(hashes, np.uint64).reshape(rows, -1)
    return np.ascontiguousarray(field).view(f"u{min(field.itemsize, 8)}").reshape(rows, -1)
