"""Tests of two models on the same examples: what chance explains, and what it does not."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from runtime.evaluate.measures.intervals import LEVEL
from runtime.evaluate.results import Interval

RESAMPLES, WORK = 1000, 4e6
"""Resamples of a paired bootstrap, fewer of many examples: about two seconds in all."""


@dataclass(frozen=True, slots=True)
class Test:
    """A difference, first minus second, with its interval and the probability of one as large by chance."""

    difference: float
    interval: Interval
    p: float
    name: str

    @property
    def real(self) -> bool:
        """Whether chance explains it in fewer than one of twenty cases."""
        return self.p < 1 - LEVEL


def mcnemar(first: np.ndarray, second: np.ndarray) -> Test:
    """Of the shares of right decisions; bool [n] each, of the same n examples.

    Source: McNemar, 1947, in its exact form.  The interval inverts the same test (Clopper & Pearson, 1934), given the
    number of examples that only one of the two decides rightly.
    """
    from scipy.stats import binomtest

    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    n, apart = len(first), only_first + only_second
    if not apart:
        return Test(0.0, Interval(0.0, 0.0, "exact"), 1.0, "McNemar's test, exact")
    found = binomtest(only_first, apart, 0.5)
    share = found.proportion_ci(LEVEL, "exact")
    low, high = (float((2 * end - 1) * apart / n) for end in share)
    return Test(
        (only_first - only_second) / n, Interval(low, high, "exact"), float(found.pvalue), "McNemar's test, exact"
    )


def bootstrap(statistic: Callable[[np.ndarray], float], n: int, seed: int = 0) -> Test | None:
    """Of any statistic of the rows int [n], a difference of two measures of the same rows.

    The rows are drawn anew together, so that what makes an example hard for both does not count.  None where too few
    draws give a number.  Source: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 16.
    """
    generator = np.random.default_rng(seed)
    count = int(np.clip(WORK / n, 200, RESAMPLES))
    drawn = np.array([statistic(generator.integers(n, size=n)) for _ in range(count)])
    drawn = drawn[np.isfinite(drawn)]
    if len(drawn) < count / 2:
        return None
    low, high = np.quantile(drawn, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    # The two tails, each with the one more draw that a finite number of them stands for.
    tail = 1 + min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
    p = min(1.0, 2 * tail / (len(drawn) + 1))
    interval = Interval(float(low), float(high), f"bootstrap, {count:,} resamples")
    return Test(statistic(np.arange(n)), interval, p, f"paired bootstrap, {count:,} resamples")


def holm(ps: list[float]) -> list[float]:
    """Probabilities corrected for there being several.  Source: Holm, 1979."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    corrected, largest = list(ps), 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[i]))
        corrected[i] = largest
    return corrected
