"""Several rows in a row as one example: time series and long texts."""

from compiler.types import Tensor, Window
from compiler.vocabulary.base import arg, bad, ok
from compiler.vocabulary.speech import Feature


class Windows(Feature):
    """Sliding windows: each example is `n` rows of the source in a row, the first of them `after` rows from its start.

    The rows are taken in the source's order. Several windowed fields of a data set begin at the same row, and all of
    its fields are windowed, with one `stride`. No window reaches over the border of two splits, so that no row is in
    two of them; such data are split in the order of time where nothing else is said. The values are stored once, and
    windows are cut out of them when a batch is made. What is computed from windows is computed row by row, once, and
    what is fitted is fitted on the training part's rows, each counted once: `standardize(windows(x, 24))` is
    `windows(standardize(x), 24)`. Where rows differ in length, as `tokens` of them do, the windows are over the tokens
    of all rows, one after another: `windows(tokens(text), 64)` and `windows(tokens(text), 64, after = 1)` are 64 tokens
    and those that follow each of them. The split goes by the rows, and what is in no split's row is in no window of it.
    """

    n: int = arg("rows in a window", at_least=1)
    stride: int = arg("rows from one window's start to the next", 1, at_least=1)
    after: int = arg(
        "rows from the example's start to the window's: what comes after a window of so many rows", 0, at_least=0
    )
    takes = (("real", "int", "bool", "class", "text"),)
    gives = None
    axes = "... -> n ..."
    formula = "y[i] = x[start + after + i] for i < n"
    source = "Takens, Detecting strange attractors in turbulence, 1981"
    examples = (
        ok([], [24], n=24),
        ok([7], [168, 7], n=168, stride=24),
        ok(Tensor((), "class", classes=65), Tensor((32,), "class", classes=65), n=32, after=1),
        bad([], "at least 1", n=0),
        bad([], "at least 0", n=2, after=-1),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        shape = inputs[0].shape
        return inputs[0].reshaped(None if shape is None else (self.n, *shape))

    def gathers(self) -> Window:
        return Window(self.n, self.after, self.stride)
