"""A loss, averaged over a split."""

import numpy as np

from compiler.descriptor import ReportItem
from runtime.evaluate.measures import Family
from runtime.evaluate.measures.intervals import bootstrap
from runtime.evaluate.measures.regression import verify_finite
from runtime.evaluate.results import Headline, Result


def mean_loss(item: ReportItem, values: np.ndarray, intervals: bool = True) -> Result:
    """A loss averaged over the split; `values` float [n, ...] are the examples' losses."""
    word, rows = item.word, len(values)
    losses = values.reshape(rows, -1).astype(np.float64).mean(axis=1)
    verify_finite(losses[:, None], "losses")
    mean = float(losses.mean())
    interval = bootstrap(rows, lambda counts: counts @ losses / rows) if intervals else None
    title = word.replace("_", " ")
    headline = Headline(
        word, title, mean, interval, "lower", "number", f"The loss “{title}”, averaged over the split; lower is better."
    )
    known = {} if interval is None else {word: interval}
    return Result(word, rows, headline, {word: mean}, known, score=losses)


FAMILY = Family(mean_loss)
