"""Splits of a source that lie in files of their own, read below one another."""

from collections.abc import Mapping

from runtime.tables import Arrays


def ranges(rows: Mapping[str, int]) -> Arrays:
    """The row indices of each split, in the order given; {} where there is but one."""
    import numpy as np

    if len(rows) < 2:
        return {}
    splits, start = {}, 0
    for name, count in rows.items():
        splits[name] = np.arange(start, start + count)
        start += count
    return splits
