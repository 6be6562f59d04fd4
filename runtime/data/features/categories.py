"""Categories and ranges of numbers as indices and vectors."""

import numpy as np

from runtime.data.features.learner import AtRow, Learner, abbreviate
from runtime.errors import RunError


class Categories(Learner):
    """`one_hot`, `category`, `bins`, `buckets`.  Indices are int32."""

    def one_hot(self, key: str, values: np.ndarray, classes: int | None = None) -> np.ndarray:
        """A 1 at each value's index in a new last axis: the number itself, or a text's place among the categories.

        A text that the training split does not hold, or a missing one, is all zeros.
        """
        if values.dtype.kind not in "OU":
            assert classes is not None
            wrong = np.flatnonzero(((values < 0) | (values >= classes)).reshape(len(values), -1).any(axis=1))
            if wrong.size:
                found = values[wrong[0]].tolist()
                reason = f"{key}: one_hot of {found} has no place among 0 to {classes - 1}"
                raise AtRow(reason, int(wrong[0]), help=f"`classes` is {classes}")
            return np.eye(classes, dtype=np.float32)[values.astype(np.int64)]
        if self.learning:
            categories = np.array(sorted(set(values.ravel().tolist()) - {""}), dtype=str)
            if classes is not None and len(categories) != classes:
                held = ", ".join(categories[:10]) + (", ..." if len(categories) > 10 else "")
                reason = (
                    f"{key}: the training split has {len(categories)} categories where {classes} are expected: {held}"
                )
                raise RunError(reason, help=f"write classes = {len(categories)}")
            self.learn(key, {"categories": categories}, word="one_hot", categories=abbreviate(categories))
        categories = self.learned(key)["categories"]
        codes = places(values, categories)
        self.count(key, "values of no category of the training split", ((codes < 0) & (values != "")).sum())
        # The row behind the last is that of what has no place.
        return np.asarray(np.eye(len(categories) + 1, len(categories), dtype=np.float32)[codes])

    def category(self, key: str, values: np.ndarray, classes: int | None = None) -> np.ndarray:
        """Each value's index among the training split's categories, from 1 on; 0 for any other and for a missing one.

        The categories are in order, alphabetical or that of the numbers.  With `classes`, the most frequent ones that
        leave room for index 0; of equally frequent ones the first in order.
        """
        texts = values.dtype.kind in "OU"
        missing = (
            values == "" if texts else np.isnan(values) if values.dtype.kind == "f" else np.zeros(values.shape, bool)
        )
        if self.learning:
            found, times = np.unique(values[~missing].astype(str) if texts else values[~missing], return_counts=True)
            kept = np.sort(np.argsort(-times, kind="stable")[: None if classes is None else classes - 1])
            share = times[kept].sum() / max(1, values.size)
            names = abbreviate(found[kept])
            self.learn(
                key,
                {"categories": found[kept]},
                word="category",
                categories=names,
                covering=f"{share:.1%} of the values",
            )
        categories = self.learned(key)["categories"]
        codes = places(values, categories) + 1
        self.count(key, "values of no category, at index 0", ((codes == 0) & ~missing).sum())
        self.count(key, "missing values, at index 0", missing.sum())
        return codes.astype(np.int32)

    def bins(self, key: str, values: np.ndarray, n: int, by: str = "quantile", missing: bool = False) -> np.ndarray:
        """The index of the bin that each value is in, each element with bins of its own; what is beyond is in the
        first or the last.

        As sklearn.preprocessing.KBinsDiscretizer(encode="ordinal"): `by` "quantile" (as many training values in each)
        or "width" (equally wide from the smallest to the largest).  Missing values are in bin n where `missing`.
        """
        if self.learning:
            real = values.astype(np.float64)
            if by == "quantile":
                edges = np.nanpercentile(real, np.linspace(0, 100, n + 1)[1:-1], axis=0)
            else:
                edges = np.linspace(np.nanmin(real, axis=0), np.nanmax(real, axis=0), n + 1)[1:-1]
            self.learn(key, {"edges": edges}, word="bins", edges=abbreviate(edges))
        if missing:
            self.count(key, f"missing values, in bin {n}", np.isnan(values).sum())
        return sorted_in(values, self.learned(key)["edges"], key, missing)

    def buckets(self, values: np.ndarray, edges: tuple[float, ...], missing: bool = False) -> np.ndarray:
        """How many of the edges are at most each value: 0 below the first, len(edges) from the last on.

        Missing values are in a bucket behind the last where `missing`.
        """
        return sorted_in(values, np.reshape(edges, (-1, *[1] * (values.ndim - 1))), "buckets", missing)


def sorted_in(values: np.ndarray, edges: np.ndarray, key: str, missing: bool) -> np.ndarray:
    """How many of the edges, along their first axis, are at most each value; one more of what is missing."""
    gone = np.isnan(values)
    if gone.any() and not missing:
        row = int(np.argwhere(gone)[0, 0])
        help = "fill the gaps first, with fill_missing, or give them a class of their own, missing = true"
        raise AtRow(f"{key}: a missing value is in no bin", row, help=help)
    found = np.zeros(values.shape, np.int32)
    for edge in edges:
        found += values >= edge
    found[gone] = len(edges) + 1
    return found


def places(values: np.ndarray, categories: np.ndarray) -> np.ndarray:
    """Each value's index among the categories; -1 where it is none of them."""
    if values.dtype.kind in "OU":
        index = {category: i for i, category in enumerate(categories.tolist())}
        found = (index.get(value, -1) for value in values.ravel().tolist())
        return np.fromiter(found, np.int64, values.size).reshape(values.shape)
    if not len(categories):
        return np.full(values.shape, -1)
    nearest = np.minimum(np.searchsorted(categories, values), len(categories) - 1)
    return np.where(categories[nearest] == values, nearest, -1)
