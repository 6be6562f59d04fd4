"""Confidence intervals at 95 %.  Each names its method; what is drawn at random is seeded."""

from collections.abc import Callable, Iterator
from math import sqrt
from statistics import NormalDist

import numpy as np

from runtime.evaluate.results import Interval

LEVEL = 0.95
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
RESAMPLES, FEWEST = 1000, 100
WORK = 1e8  # numbers resampled at most: about two seconds
CHUNK = 5e6  # numbers resampled at once: 40 MB an array


def wilson(right: int, all: int) -> Interval | None:
    """Of a share, `right` of `all`.  Source: Wilson, 1927.  None where there is nothing to count."""
    if all == 0:
        return None
    share, z2 = right / all, Z * Z
    centre = (share + z2 / (2 * all)) / (1 + z2 / all)
    half = Z / (1 + z2 / all) * sqrt(share * (1 - share) / all + z2 / (4 * all * all))
    # At the ends rounding would leave a bound just beside 0 or 1.
    return Interval(centre - half if right else 0.0, centre + half if right < all else 1.0, "Wilson")


def delong(labels: np.ndarray, scores: np.ndarray, area: float) -> Interval:
    """Of the area under a ROC curve.

    Args:
        labels: bool [n], both values among them.
        scores: float [n].
        area: the area itself.

    Source: DeLong et al., 1988, by the mid-ranks of Sun & Xu, 2014.  Of a perfect (or perfectly wrong) ranking that
    variance is zero; there, and with a single example of a class, it is Newcombe's method 5, 2006.
    """
    from scipy.stats import rankdata

    positive, negative = scores[labels], scores[~labels]
    m, n = len(positive), len(negative)
    if m < 2 or n < 2 or area in (0.0, 1.0):
        return newcombe(area, m, n)
    together = rankdata(np.concatenate([positive, negative]))
    of_positive = (together[:m] - rankdata(positive)) / n
    of_negative = 1 - (together[m:] - rankdata(negative)) / m
    half = Z * sqrt(of_positive.var(ddof=1) / m + of_negative.var(ddof=1) / n)
    return Interval(max(0.0, area - half), min(1.0, area + half), "DeLong")


def newcombe(area: float, m: int, n: int) -> Interval:
    """Of an area of m positives and n negatives: the areas whose own standard error reaches the observed one."""
    half_size = (m + n) / 2 - 1

    def reaches(candidate: float) -> bool:
        spread = 1 + half_size * (1 - candidate) / (2 - candidate) + half_size * candidate / (1 + candidate)
        return abs(candidate - area) <= Z * sqrt(candidate * (1 - candidate) * spread / (m * n))

    return Interval(bisect(reaches, area, 0.0), bisect(reaches, area, 1.0), "Newcombe")


def bisect(holds: Callable[[float], bool], inside: float, outside: float) -> float:
    """The border of the interval around `inside` in which a condition holds."""
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return inside


def bootstrap(
    rows: int, statistic: Callable[[np.ndarray], np.ndarray], seed: int = 0, columns: int = 1
) -> Interval | None:
    """Of any statistic: the middle 95 % of its values in resamples of the rows.

    Args:
        rows: the number of examples, n.
        statistic: from float [r, n], how often each example occurs in each of r resamples, to float [r].
        columns: the numbers that the statistic looks at for each example; more of them, fewer resamples.

    Source: Efron, 1979.  None with a single example.
    """
    if rows < 2:
        return None
    resamples = int(np.clip(WORK / (rows * columns), FEWEST, RESAMPLES))
    values = np.concatenate([statistic(counts) for counts in resample(rows, resamples, seed, columns)])
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    low, high = np.quantile(values, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return Interval(float(low), float(high), f"bootstrap, {resamples:,} resamples")


def resample(rows: int, resamples: int, seed: int, columns: int) -> Iterator[np.ndarray]:
    generator = np.random.default_rng(seed)
    step = max(1, int(CHUNK / (rows * columns)))
    for start in range(0, resamples, step):
        count = min(step, resamples - start)
        drawn = generator.integers(rows, size=(count, rows)) + rows * np.arange(count)[:, None]
        yield np.bincount(drawn.reshape(-1), minlength=count * rows).reshape(count, rows).astype(np.float64)


def bootstrap_confusion(
    confusion: np.ndarray, statistic: Callable[[np.ndarray], np.ndarray], seed: int = 0
) -> Interval | None:
    """Of a statistic of the confusion matrix: resampling the examples is a multinomial draw of its cells.

    Args:
        confusion: int [k, k].
        statistic: from int [r, k, k] to float [r].
    """
    total = int(confusion.sum())
    cells = confusion.reshape(-1)
    filled = np.flatnonzero(cells)
    if total < 2:
        return None
    generator = np.random.default_rng(seed)
    drawn = np.zeros((RESAMPLES, len(cells)), np.int64)
    drawn[:, filled] = generator.multinomial(total, cells[filled] / total, size=RESAMPLES)
    values = statistic(drawn.reshape(RESAMPLES, *confusion.shape))
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    low, high = np.quantile(values, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return Interval(float(low), float(high), f"bootstrap, {RESAMPLES:,} resamples")
