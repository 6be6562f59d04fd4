"""Ranges: among which values a hyper-parameter is searched."""

from compiler.vocabulary.base import Misfit, Word, arg, bad, use


class Range(Word, abstract=True):
    """The numbers from `low` to `high`, both among them."""

    namespace = "range"
    chapter = "Ranges"
    role = "range"
    low: float = arg("the smallest value")
    high: float = arg("the largest value")

    def verify(self) -> None:
        if self.low >= self.high:
            raise Misfit("low must be below high", what="value", argument="low")

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


class Linear(Range):
    """Numbers between two others, each as likely: for a share, a width, a momentum."""

    formula = "low + (high - low) u, u in [0, 1]"
    examples = (use(low=0.0, high=0.5), use(low=16, high=128), bad((), "low must be below high", low=1.0, high=0.1))


class Log(Range):
    """Numbers between two others, each order of magnitude as likely: for a learning rate or a weight decay."""

    low: float = arg("the smallest value", above=0)
    high: float = arg("the largest value")
    formula = "low (high / low)^u, u in [0, 1]"
    source = "Bergstra & Bengio, Random search for hyper-parameter optimization, 2012"
    examples = (
        use(low=1e-5, high=1e-1),
        bad((), "above 0", low=0.0, high=1.0),
        bad((), "low must be below high", low=0.1, high=0.001),
    )
