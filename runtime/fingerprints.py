"""A number for each example, by which the same example is found again in other data."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

BLOCK = 4096
MIX = 0x9E3779B97F4A7C15
"""The golden ratio in 64 bits.  Source: Knuth, The Art of Computer Programming, volume 3, section 6.4."""


def fingerprints(fields: "Mapping[str, np.ndarray]", rows: "np.ndarray | None" = None) -> "np.ndarray":
    """uint64 for each example: equal where all fields are equal to the bit, else different but for one in 2**64.

    Numbers by multiplicative hashing with a random odd constant for each place (Dietzfelbinger et al., 1997); texts by
    BLAKE2.  `rows` are the examples wanted; None: all.
    """
    import numpy as np

    count = len(next(iter(fields.values()))) if rows is None else len(rows)
    total = np.zeros(count, np.uint64)
    for place, name in enumerate(sorted(fields)):
        values = fields[name]
        for start in range(0, count, BLOCK):
            part = slice(start, min(start + BLOCK, count))
            block = values[part if rows is None else rows[part]]
            found = of_texts(block) if block.dtype.kind in "OU" else of_numbers(block, place)
            mixed = (total[part] ^ found) * np.uint64(MIX)
            total[part] = mixed ^ (mixed >> np.uint64(29))
    return total


def of_numbers(block: "np.ndarray", place: int) -> "np.ndarray":
    import numpy as np

    flat = np.ascontiguousarray(block.reshape(len(block), -1))
    if flat.dtype.kind == "f":
        flat = flat + flat.dtype.type(0)  # -0 is 0
    words = flat.view(np.uint32) if flat.dtype.itemsize % 4 == 0 else flat.astype(np.uint32)
    generator = np.random.default_rng([17, place])
    odd = generator.integers(2**63, size=words.shape[1], dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    product: np.ndarray = (words.astype(np.uint64) * odd).sum(axis=1, dtype=np.uint64)
    mixed: np.ndarray = product ^ (product >> np.uint64(32))
    return mixed


def of_texts(block: "np.ndarray") -> "np.ndarray":
    import hashlib

    import numpy as np

    flat = block.reshape(len(block), -1).tolist()
    digests = (hashlib.blake2b("\0".join(map(str, row)).encode("utf-8", "replace"), digest_size=8) for row in flat)
    return np.array([int.from_bytes(digest.digest(), "little") for digest in digests], np.uint64)
