"""What features learn from the training split, and how it is applied to every split."""

import re
from collections import Counter
from itertools import chain

import numpy as np


class Fit:
    """What is learned of the training rows, the first that each feature sees, and applied to all rows afterwards.

    `learned` holds it by the feature's key; `sizes`, by the same key, how many different values it gives.
    """

    def __init__(self) -> None:
        self.learned = {}
        self.sizes = {}

    def standardize(self, key: str, x: np.ndarray, axis: int | None = None) -> np.ndarray:
        """(x - mean) / deviation of each element, or of each index of an axis; what never varies becomes 0."""
        if key not in self.learned:
            others = summarised(x, axis)
            mean, deviation = (f(x, others, keepdims=True, dtype=np.float64)[0] for f in (np.nanmean, np.nanstd))
            varies = deviation > 10 * np.finfo(np.float64).eps * np.abs(mean)
            self.learned[key] = mean, np.where(varies, deviation, 1)
        mean, deviation = self.learned[key]
        return (x - mean) / deviation

    def min_max(self, key: str, x: np.ndarray, axis: int | None = None) -> np.ndarray:
        """(x - min) / (max - min), as `standardize`."""
        if key not in self.learned:
            others = summarised(x, axis)
            low, high = (f(x, others, keepdims=True)[0] for f in (np.nanmin, np.nanmax))
            self.learned[key] = low, np.where(high > low, high - low, 1)
        low, span = self.learned[key]
        return (x - low) / span

    def fill_missing(self, key: str, x: np.ndarray, by: str = "median") -> np.ndarray:
        """The median or mean of the training rows where a value is missing, each element's own."""
        if key not in self.learned:
            self.learned[key] = (np.nanmedian if by == "median" else np.nanmean)(x, axis=0)
        return np.where(np.isnan(x), self.learned[key], x)

    def one_hot(self, key: str, x: np.ndarray, classes: int | None = None) -> np.ndarray:
        """A 1 at each value's index; of texts that among those of the training rows, any other being all zeros."""
        if x.dtype != object:
            return np.eye(classes, dtype=np.float32)[x]
        if key not in self.learned:
            self.learned[key] = {text: i for i, text in enumerate(sorted(set(x.flat) - {""}))}
        index = self.learned[key]
        codes = [index.get(text, len(index)) for text in x.flat]
        return np.eye(len(index) + 1, len(index), dtype=np.float32)[codes].reshape(*x.shape, -1)

    def category(self, key: str, x: np.ndarray, classes: int | None = None) -> np.ndarray:
        """Each value's index among those of the training rows, from 1 on; 0 for any other and for what is missing.

        With `classes`, the most frequent ones that leave room for index 0.
        """
        if key not in self.learned:
            counts = Counter(value for value in x.ravel().tolist() if value != "" and value == value)
            kept = sorted(sorted(counts), key=lambda value: -counts[value])[: None if classes is None else classes - 1]
            self.learned[key] = {value: i for i, value in enumerate(sorted(kept), 1)}
        index = self.learned[key]
        return np.array([index.get(value, 0) for value in x.ravel().tolist()], np.int32).reshape(x.shape)

    def lower(self, texts: np.ndarray) -> np.ndarray:
        """Texts in small letters."""
        return np.array([text.lower() for text in texts.flat], object).reshape(texts.shape)

    def strip(self, texts: np.ndarray, characters: str | None = None) -> np.ndarray:
        """Texts without the spaces, or other characters, at their two ends."""
        return np.array([text.strip(characters) for text in texts.flat], object).reshape(texts.shape)

    def replace(self, texts: np.ndarray, old: str, new: str = "") -> np.ndarray:
        """Texts with one piece of them replaced by another."""
        return np.array([text.replace(old, new) for text in texts.flat], object).reshape(texts.shape)

    def tokens(self, key: str, texts: np.ndarray, size: int | None = None, longest: int | None = None) -> np.ndarray:
        """Words and signs as ids: 1 is not in the vocabulary, which begins at 2 with the most frequent one.

        `size` bounds the number of ids, 0 (padding) and 1 included; a text is cut at its `longest` tokens.
        """
        pieces = [re.findall(r"\w+|[^\w\s]", text) for text in texts]
        if key not in self.learned:
            counts = Counter(chain.from_iterable(pieces))
            kept = sorted(counts, key=lambda token: (-counts[token], token))[: None if size is None else size - 2]
            self.learned[key] = {token: i for i, token in enumerate(kept, 2)}
            self.sizes[key] = len(kept) + 2
        index, found = self.learned[key], np.empty(len(texts), object)
        for i, tokens in enumerate(pieces):
            found[i] = np.array([index.get(token, 1) for token in tokens[:longest]], np.int32)
        return found


def summarised(x: np.ndarray, axis: int | None) -> tuple[int, ...]:
    """The axes of a batch that a statistic is taken over: the examples', and all of an example's but `axis`."""
    return (0,) if axis is None else tuple(i for i in range(x.ndim) if i != axis % (x.ndim - 1) + 1)
