"""Where examples come from: literal rows, tables, MNIST's files, scikit-learn's embedded data sets."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from compiler.types import Tensor
from compiler.vocabulary.base import Finder, Misfit, Schema, Source, arg, use
from compiler.vocabulary.sklearn_schemas import EMBEDDED


@contextmanager
def as_misfit(argument: str) -> Iterator[None]:
    """A file that is there and wrong is a misfit of the argument that names it."""
    from compiler.schemas.faults import BadFile

    try:
        yield
    except BadFile as error:
        raise Misfit(f"{error.reason} ({error.place})", what="value", argument=argument, help=error.help) from error


class Rows(Source):
    """Examples written out: each argument is a column, a list with one entry for each example.

    Numbers, truth values and texts may be entries, and lists of them that are all of one size.
    """

    open_arguments = True
    formula = "rows(x = [[0, 0], [0, 1]], y = [0, 1])"
    examples = (use(x=((0, 0), (0, 1)), y=(0, 1)),)

    def verify(self) -> None:
        if not self.extra:
            help = "rows(x = [[0, 0], [0, 1]], y = [0, 1])"
            raise Misfit("rows needs at least one column", what="value", help=help)
        counts = {name: len(column) for name, column in self.extra.items() if isinstance(column, tuple | list)}
        for name, column in self.extra.items():
            if name not in counts:
                raise Misfit(f"the column {name} must be a list of examples", what="value", argument=name)
            if not column:
                raise Misfit(f"the column {name} is empty", what="value", argument=name)
            column_type(name, column)
        first = next(iter(counts))
        for name, count in counts.items():
            if count != counts[first]:
                reason = f"the column {name} has {count} examples, but {first} has {counts[first]}"
                raise Misfit(reason, what="value", argument=name, help="each column has one entry for each example")

    def schema(self, find: Finder) -> Schema:
        self.verify()
        columns = {name: column_type(name, column) for name, column in self.extra.items()}
        return Schema(columns, rows=len(next(iter(self.extra.values()))))


def column_type(name: str, column: Sequence[Any]) -> Tensor:
    """The type of one entry of a literal column; raises `Misfit` where the entries differ in shape or kind."""
    shape, kinds = entry_shape(column[0]), set()
    if shape is None:
        reason = f"the column {name} begins with {in_words(shape)}"
        raise Misfit(reason, what="value", argument=name, help="all rows of a list are of one size")
    for i, entry in enumerate(column, 1):
        if entry_shape(entry) != shape:
            reason = (
                f"the column {name} begins with {in_words(shape)}, but its entry {i} is {in_words(entry_shape(entry))}"
            )
            raise Misfit(reason, what="value", argument=name, help="all entries of a column are of one shape")
        kinds |= leaf_kinds(entry)
    if kinds <= {"real", "int"}:
        return Tensor(shape, "real" if "real" in kinds else "int")
    if len(kinds) > 1 or "unknown" in kinds:
        raise Misfit(
            f"the column {name} mixes different kinds of entries", what="value", argument=name, help="use one kind"
        )
    return Tensor(shape, "bool" if "bool" in kinds else "text")


def entry_shape(entry: object) -> tuple[int, ...] | None:
    """An entry's shape; None where it is ragged or has an empty axis."""
    if not isinstance(entry, tuple | list):
        return ()
    shapes = {entry_shape(item) for item in entry}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None else (len(entry), *inner)


def in_words(shape: tuple[int, ...] | None) -> str:
    if shape is None:
        return "a ragged or empty list"
    return "a list of " + " x ".join(map(str, shape)) if shape else "a single value"


def leaf_kinds(entry: object) -> set[str]:
    if isinstance(entry, tuple | list):
        return set().union(*map(leaf_kinds, entry))
    kinds = {bool: "bool", int: "int", float: "real", str: "text"}
    return {kinds.get(type(entry), "unknown")}


class Csv(Source):
    """A table of text with a header line, whose names are the columns' names.

    A column of whole numbers is `int[]`, one of numbers `[]` (missing cells are to be filled, `fill_missing`), any
    other `text`; this is inferred from the first 1,000 rows. Characters that no name may hold become `_` (`Compound ID`
    is `Compound_ID`). The file may be compressed (`.gz`) or lie in a `.zip`, `.tar`, `.tar.gz` or `.tgz`: as its only
    table, or named after it, `housing.tgz/housing.csv`. It is read as UTF-8.
    """

    path: str = arg("the file")
    separator: str = arg("the character between two cells; spaces after it do not count", ",")
    missing: str = arg("what a missing cell holds, besides nothing at all", "")
    source = "RFC 4180"
    examples = (use(path="celsius.csv"), use(path="survey.csv.gz", separator=";", missing="NA"))

    def verify(self) -> None:
        if len(self.separator) != 1 or self.separator in '"\r\n':
            help = '"," or ";" or a tab between the quotes'
            raise Misfit(
                "separator must be one character other than a quote", what="value", argument="separator", help=help
            )

    def schema(self, find: Finder) -> Schema | None:
        # Archives take 15 ms to import: only specs that name such files pay for them.
        from compiler.schemas import archives, tables

        file, member = archives.split_path(self.path)
        found = find(file)
        if found is None:
            return None
        with as_misfit("path"):
            table = tables.read(found, member, self.separator, tables.SAMPLE)
        columns = {
            name: tables.infer(cells, self.missing) for name, cells in zip(table.names, table.columns, strict=True)
        }
        return Schema(columns, rows=len(table.lines) if len(table.lines) < tables.SAMPLE else None)


class Idx(Source):
    """Images and labels in MNIST's format: a folder with `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`.

    If `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte` lie beside them, they are the split `test`. Each file may
    be compressed (`.gz`). The columns are `pixels`, `int[height, width, 1]` from 0 to 255, and `labels`, `class[n]`.
    """

    own_splits: ClassVar[tuple[str, ...]] = ("train", "test")
    path: str = arg("the folder")
    source = "LeCun, Cortes & Burges, The MNIST database of handwritten digits, 1998"
    examples = (use(path="mnist"),)

    def schema(self, find: Finder) -> Schema | None:
        folder = find(self.path)
        if folder is None:
            return None
        from compiler.schemas import idx as idx_files

        with as_misfit("path"):
            found = idx_files.pairs(folder)
            classes = idx_files.classes(found)
        train = found["train"]
        columns = {"pixels": Tensor((*train.size, 1), "int"), "labels": Tensor((), "class", classes=classes)}
        return Schema(columns, tuple(found), sum(item.rows for item in found.values()))


class Sklearn(Source):
    """A data set that comes with scikit-learn: `iris`, `wine`, `breast_cancer`, `digits` or `diabetes`.

    The columns are `features`, all of them as one vector, `target`, and each feature by its own name (`sepal_length`);
    `digits` also has `images`, `int[8, 8, 1]` from 0 to 16.
    """

    dataset: str = arg("the data set's name", choices=tuple(EMBEDDED))
    source = "Pedregosa et al., 2011; sklearn.datasets"
    examples = (use(dataset="iris"), use(dataset="digits"))

    def schema(self, find: Finder) -> Schema:
        embedded = EMBEDDED[self.dataset]
        names = embedded.classes
        target = Tensor((), "class", classes=len(names), class_names=names) if names else Tensor((), "real")
        columns = {"features": Tensor((len(embedded.features),)), "target": target}
        columns |= {name: Tensor(()) for name in embedded.features}
        if embedded.image is not None:
            columns["images"] = Tensor(embedded.image, "int")
        return Schema(columns, rows=embedded.rows)
