"""Arrays in files, and arrays handed over."""

from compiler.types import Tensor
from compiler.vocabulary.base import Finder, Misfit, Schema, arg, use
from compiler.vocabulary.sources.files import Files, Found, argument_of, as_misfit
from compiler.vocabulary.speech import Source


class Npz(Files):
    """NumPy's files: `.npz` with several arrays, each a column of its name, or `.npy` with one, the column `values`.

    The first axis of every array is the examples'. Arrays that are all named after splits, `x_train`, `y_train`,
    `x_test` and `y_test`, are the columns `x` and `y` of the splits `train` and `test`. Numbers, truth values and texts
    are read; Python objects are not, for unpickling them can run any code.
    """

    files = ("*.npz", "*.npy")
    source = "NumPy Enhancement Proposal 1"
    examples = (
        use(path="digits.npz"),
        use(path="x.npy", validation="v.npy", test="t.npy"),
        use(path="days/*.npz", names="{day}.npz"),
    )

    def held(self, files: Found) -> Schema:
        from compiler.schemas import npy

        columns: dict[str, Tensor] = {}
        splits, rows = self.own_splits, 0
        for split, several in files.items():
            with as_misfit(argument_of(split)):
                for file in several:
                    found = npy.arrays(file)
                    named = (
                        npy.split_names(found) if len(files) == len(several) == 1 else {split: {n: n for n in found}}
                    )
                    rows += sum(npy.verify(found, columns, file.place) for columns in named.values())
                    if not columns:
                        columns = {column: found[name].type for column, name in named["train"].items()}
                        splits = splits or (tuple(named) if len(named) > 1 else ())
        return Schema(self.with_names(columns, files), splits, rows)


class Columns(Source):
    """Columns handed over from Python: `dlc.run("x.dl", data={"frame": frame})`.

    A data frame of pandas or polars, a table of PyArrow, or a dictionary of arrays or lists. Numbers, truth values and
    texts are taken as they are, and so are arrays of different lengths, one for each example.
    """

    frame: str = arg("the name under which the columns are handed over", "frame")
    absent = ("they are handed over from Python only", 'hand them over, `dlc.run("x.dl", data=frame)`')
    formula = 'columns("frame")'
    examples = (use(), use(frame="patients"))

    def schema(self, find: Finder) -> Schema | None:
        from compiler.schemas.in_memory import handed_over, type_of

        columns = handed_over(find, self.frame)
        if columns is None:
            return None
        types = {name: type_of(array) for name, array in columns.items()}
        wrong = next((name for name, type in types.items() if type is None), None)
        counts = {name: len(array) for name, array in columns.items()}
        first = next(iter(counts), None)
        differing = next((name for name in counts if counts[name] != counts[first]), None)  # type: ignore[index]
        if first is None or not counts[first]:
            reason, help = f"`{self.frame}` was handed over without rows", "hand over at least one example"
        elif wrong is not None:
            reason, help = f"the column {wrong} of `{self.frame}` holds neither numbers nor texts", "leave it out"
        elif differing is not None:
            reason = f"the column {differing} has {counts[differing]} rows, but {first} has {counts[first]}"
            help = "each column has one entry for each example"
        else:
            return Schema({name: type for name, type in types.items() if type is not None}, rows=counts[first])
        raise Misfit(reason, what="value", argument="frame", help=help)
