"""Tables and records, of text."""

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from compiler.types import Tensor
from compiler.vocabulary.base import Misfit, Schema, arg, use
from compiler.vocabulary.sources.files import Files, Folder, Found, Paths, argument_of, as_misfit

if TYPE_CHECKING:
    from compiler.schemas.trees import Tree

ADULT = ("age", "workclass", "income")


class Csv(Files):
    """A table of text, whose columns are named by its first line.

    A column of whole numbers is `int[]`, one of numbers `[]` (missing cells are to be filled, `fill_missing`), one of
    `true` and `false` `bool[]`, any other `text`; this is inferred from the first 1,000 rows, and stated by
    `dlc data describe` and in the report. Characters that no name may hold become `_` (`Compound ID` is `Compound_ID`).
    Spaces around a cell do not count. The file may be compressed (`.gz`, `.bz2`, `.xz`, `.zst`) or lie in a `.zip` or
    `.tar`, itself compressed or not: as its only table, or named after it, `housing.tgz/housing.csv`.
    """

    files = ("*.csv", "*.tsv", "*.data")
    standalone = "read_csv"
    separator: str = arg("the character between two cells; spaces after it do not count", ",")
    header: bool = arg("whether the first line holds the columns' names; without it they are `c1`, `c2`, ...", True)
    columns: tuple[str, ...] = arg("the columns' names, instead of those in the file", (), bare=True)
    missing: Paths = arg("what a missing cell holds, besides nothing at all: a text or a list of them", ())
    text: tuple[str, ...] = arg("columns that are text although they look like numbers, as postcodes do", (), bare=True)
    trim: str = arg('characters to take off both ends of texts: `"."` makes `<=50K.` one with `<=50K`', "")
    decimal: str = arg('the sign before a number\'s fraction: `","` in `12,5`', ".", choices=(".", ","))
    thousands: str = arg('the sign between groups of three digits: `","` in `1,234.5`', "")
    quotes: bool = arg('whether `"` encloses cells that hold separators; if not, it is a letter like any other', True)
    encoding: str = arg("how letters are stored: `utf-8`, `latin-1`, `utf-16`, ...", "utf-8")
    source = "RFC 4180"
    examples = (
        use(path="celsius.csv"),
        use(path="survey.csv.gz", separator=";", missing="NA"),
        use(path="adult.data", header=False, columns=ADULT, missing="?", trim=".", test="adult.test"),
        use(path=("2023.csv", "2024.csv"), names="{year}.csv", validation="2025.csv", encoding="latin-1"),
        use(path="umsatz.csv", separator=";", decimal=",", thousands="."),
        use(path="sms.tsv", separator="\t", header=False, quotes=False, text=("c2",)),
    )

    def verify(self) -> None:
        super().verify()
        if len(self.separator) != 1 or self.separator in '"\r\n':
            help = '"," or ";" or a tab, "\\t"'
            reason = "separator must be one character other than a quote"
            raise Misfit(reason, what="value", argument="separator", help=help)
        if len(self.thousands) > 1 or self.thousands == self.decimal or self.thousands.isalnum():
            help = 'such as thousands = "," or " " or "\'"'
            reason = "thousands must be one character, no letter or digit, other than decimal"
            raise Misfit(reason, what="value", argument="thousands", help=help)
        twice = next((name for i, name in enumerate(self.columns) if name in self.columns[:i]), None)
        wrong = next((name for name in self.columns if not name.isidentifier()), None)
        if twice is not None or wrong is not None:
            reason = f"columns names {twice} twice" if twice else f"`{wrong}` is no name of a column"
            raise Misfit(reason, what="value", argument="columns", help="letters, digits and `_`, each name once")
        verify_encoding(self.encoding)

    def held(self, files: Found) -> Schema:
        # Archives take 15 ms to import: only specs that name such files pay for them.
        from compiler.schemas import tables
        from compiler.schemas.statistics import Seen

        form = tables.form(self.config())
        read: dict[str, tables.TextTable] = {}
        for split, several in files.items():
            with as_misfit(argument_of(split)):
                read[split] = tables.read(several, form, tables.SAMPLE)
                tables.verify_same(read[split], read["train"])
        whole = all(table.rows < tables.SAMPLE for table in read.values())
        rows = sum(table.rows for table in read.values()) if whole else None
        types = tables.types(read["train"], form)
        ranges, seen = tables.ranges(read["train"], types), Seen(read["train"], types, form)
        return Schema(self.with_names(types, files), self.own_splits, rows, ranges=ranges, seen=seen)


def verify_encoding(encoding: str) -> None:
    """Raise `Misfit` for what is no encoding of texts."""
    try:
        "a".encode(encoding)
    except (LookupError, UnicodeError):
        help = "utf-8, latin-1, cp1252 and utf-16 are the usual ones"
        reason = f"there is no encoding {encoding}"
        raise Misfit(reason, what="value", argument="encoding", help=help) from None


class Recorded(Files, abstract=True):
    """A source of JSON records."""

    by_line: ClassVar[bool] = False
    at: ClassVar[str] = ""

    def held(self, files: Found) -> Schema:
        from compiler.schemas import numbers, records

        types: dict[str, Tensor] = {}
        ranges: dict[str, tuple[float, float]] = {}
        rows: int | None = 0
        for split, several in files.items():
            with as_misfit(argument_of(split)):
                found = records.read(several, self.at, self.by_line, records.SAMPLE)
                own, _ = records.types(found)
            rows = rows + found.rows if rows is not None and found.rows < records.SAMPLE else None
            types = types or own
            ranges = ranges or numbers.ranges(
                {name: column[: records.SAMPLE] for name, column in found.columns.items()}
            )
        return Schema(self.with_names(types, files), self.own_splits, rows, ranges=ranges)


class Json(Recorded):
    """A list of records in JSON, whose keys are the columns.

    Whole numbers are `int[]`, numbers `[]` (missing ones are to be filled), truth values `bool[]`, strings `text`,
    lists of numbers vectors; what an object in a record holds has its key in front, `user_name`. The kinds are inferred
    from the first 1,000 records. What else a record holds, such as a list of objects, is left out.
    """

    files = ("*.json",)
    at: str = arg("where in the file the list is, key by key: `data.items`", "")  # type: ignore[misc]
    source = "RFC 8259"
    examples = (
        use(path="instruction-data.json"),
        use(path="a.json", validation="b.json", test="c.json", at="data.items"),
        use(path="2024-*.json", names="{year}-{month}.json"),
    )


class Jsonl(Recorded):
    """Records of JSON, one a line; their columns are those of `json`."""

    files = ("*.jsonl", "*.ndjson")
    by_line = True
    source = "jsonlines.org"
    examples = (
        use(path="seed_tasks.jsonl", test="user_oriented_instructions.jsonl"),
        use(path="part-*.jsonl.gz", names="part-{number}.jsonl.gz", validation="rest.jsonl"),
    )


class Columnar(Files, abstract=True):
    """A source of files whose metadata state their columns."""

    def held(self, files: Found) -> Schema:
        from compiler.schemas import columnar

        layout = import_module(f"compiler.schemas.{self.name}").layout
        types: dict[str, Tensor] = {}
        rows = 0
        for split, several in files.items():
            for file in several:
                with as_misfit(argument_of(split)):
                    found = layout(file.on_disk())
                    own = {key: column.type for key, column in columnar.usable(found, file.place).items()}
                rows += found.rows
                types = types or {key: type for key, type in own.items() if type is not None}
        return Schema(self.with_names(types, files), self.own_splits, rows)


class Parquet(Columnar):
    """Parquet files, whose columns of numbers, truth values, texts, dates and lists of numbers are columns.

    Whole numbers are `int[]`, or `[]` where some are missing; dates are texts; lists have a length of their own in each
    row, unless the file states one for all. What else there is, such as nested records, is left out. The check reads
    the footer alone.
    """

    files = ("*.parquet",)
    source = "Apache Parquet"
    examples = (
        use(path="rides.parquet"),
        use(path="part-*.parquet", names="part-{day}.parquet", validation="v.parquet", test="t.parquet"),
    )


class Arrow(Columnar):
    """Arrow files (Feather too) and streams; their columns are those that `parquet` has."""

    files = ("*.arrow", "*.feather")
    source = "Apache Arrow"
    examples = (
        use(path="rides.arrow"),
        use(path="part-*.feather", names="part-{day}.feather", validation="v.arrow", test="t.arrow"),
    )


class Huggingface(Folder):
    """A data set that `dataset.save_to_disk(...)` of Hugging Face's `datasets` wrote: a folder.

    Its features of numbers, truth values, texts and lists of numbers are columns; a `ClassLabel` is `class[n]` with its
    names, an `Image` is pixels as those of `images`. The splits of a `DatasetDict` are the splits.
    """

    holds = ("dataset_dict.json", "state.json")
    source = "Lhoest et al., Datasets: A Community Library for Natural Language Processing, 2021"
    examples = (use(path="imdb"),)

    def held(self, folder: "Tree") -> Schema:
        from compiler.schemas import huggingface, tables

        found = huggingface.saved_splits(folder.root)
        types = {
            tables.identifier(name): huggingface.type_of(item)[0] for name, item in found["train"].features.items()
        }
        columns = {name: type for name, type in types.items() if type is not None}
        if not columns:
            listed = ", ".join(types)
            raise Misfit(f"no feature can be used of {listed}", what="value", argument="path", help="save others")
        return Schema(columns, tuple(found) if len(found) > 1 else ())
