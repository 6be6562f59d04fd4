"""Arrays in files, and arrays handed over."""

from compiler.types import Tensor
from compiler.vocabulary.base import Finder, Schema, use
from compiler.vocabulary.sources.files import Files, argument_of, as_misfit


class Npz(Files):
    """NumPy's files: `.npz` with several arrays, each a column of its name, or `.npy` with one, the column `values`.

    The first axis of every array is the examples'. Arrays that are all named after splits, `x_train`, `y_train`,
    `x_test` and `y_test`, are the columns `x` and `y` of the splits `train` and `test`. Numbers, truth values and texts
    are read; Python objects are not, for unpickling them can run any code.
    """

    source = "NumPy Enhancement Proposal 1"
    examples = (
        use(path="digits.npz"),
        use(path="x.npy", validation="v.npy", test="t.npy"),
        use(path="days/*.npz", names="{day}.npz"),
    )

    def schema(self, find: Finder) -> Schema | None:
        self.verify()
        files = self.located(find)
        if files is None:
            return None
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
