"""Files of text."""

from collections.abc import Collection

from compiler.types import Tensor
from compiler.vocabulary.base import Finder, Misfit, Schema, arg, use
from compiler.vocabulary.sources.files import Files, Found, argument_of, as_misfit, verify_columns
from compiler.vocabulary.sources.tables import verify_encoding
from compiler.vocabulary.speech import Source


class Text(Files):
    """One long text, whose rows are its characters, or stretches of it.

    The column of characters is `characters`, `class[n]` of those that occur, in the order of their code points; windows
    of it are examples: `windows(characters, 128)`. The texts of other splits have the training text's characters.

    The column of stretches is `text`: some words in a row with the spaces and line ends before them, no token cut in
    two. Windows over the tokens of all of them are examples: `windows(tokens(text, by = bpe), 128)`. Which of the two
    a row is, the column tells that is read.
    """

    files = ("*.txt",)
    rows: str | None = arg(
        "what a row is; without it, what the column is of that is read", None, choices=("characters", "stretches")
    )
    encoding: str = arg("how letters are stored: `utf-8`, `latin-1`, ...", "utf-8")
    examples = (
        use(path="tiny-shakespeare/input.txt"),
        use(path="tiny-shakespeare/input.txt", rows="stretches"),
        use(path="1984/*.txt", names="{book}.txt", validation="more.txt", test="rest.txt", encoding="latin-1"),
    )

    def verify(self) -> None:
        super().verify()
        verify_encoding(self.encoding)

    def held(self, files: Found) -> Schema:
        from compiler.schemas import texts

        occurring: set[str] = set()
        count: int | None = 0
        with as_misfit("path"):
            for file in files["train"]:
                left = texts.LARGEST_READ - (count or 0)
                text = texts.text(file, self.encoding, max(left, 0))
                count = count + len(text) if count is not None and len(text) <= left else None
                if count is None:
                    break
                occurring.update(text)
        names = tuple(sorted(occurring)) if count is not None else ()
        characters = {"characters": Tensor((), "class", classes=len(names) or None, class_names=names)}
        stretches = {"text": Tensor((), "text")}
        if self.rows == "stretches":
            return Schema(self.with_names(stretches, files), self.own_splits)
        rows = count if not self.own_splits else None
        instead = stretches if self.rows is None else {}
        return Schema(self.with_names(characters, files), self.own_splits, rows, instead=instead)

    def reading(self, columns: Collection[str]) -> Source:
        if self.rows is not None or "text" not in columns:
            return self
        if "characters" in columns:
            help = "read one of them, or write two data sets"
            raise Misfit("`characters` has a row for each character, and `text` one for each stretch", help=help)
        return Text(**{**self.config(), "rows": "stretches"})


class Lines(Files):
    """Lines of text, each an example, in the column `text`.

    Blank lines are examples too. Files whose lines belong together, as a text and its translation, are columns of their
    own: `{column}` in the path stands for each of the names in `columns`.
    """

    columns: tuple[str, ...] = arg("the columns' names; where several, the path holds `{column}`", ("text",), bare=True)
    encoding: str = arg("how letters are stored: `utf-8`, `latin-1`, ...", "utf-8")
    examples = (
        use(path="names/names.txt"),
        use(path=("polarity.neg", "polarity.pos"), names="polarity.{sentiment}", encoding="latin-1"),
        use(path="train.{column}.gz", columns=("en", "de"), validation="val.{column}.gz", test="test.{column}.gz"),
    )

    def verify(self) -> None:
        super().verify()
        verify_encoding(self.encoding)
        verify_columns(self, self.columns, "train.{column}.gz")

    def paths(self) -> tuple[str, ...]:
        return tuple(path.replace("{column}", name) for path in super().paths() for name in self.columns)

    def schema(self, find: Finder) -> Schema | None:
        self.verify()
        from compiler.schemas import paths, texts, trees

        files = {}
        for split, named in paths.parts(self.config()).items():
            with as_misfit(argument_of(split)):
                for column, several in paths.by_column(named, self.columns).items():
                    found = trees.locate(several, find)
                    if found is None:
                        return None
                    texts.lines(found[0], self.encoding, 1)
                    if column == self.columns[0]:
                        files[split] = found
        columns = {name: Tensor((), "text") for name in self.columns}
        return Schema(self.with_names(columns, files), self.own_splits)


class Labelled(Files):
    """Lines of a label and a text, in the columns `label` and `text`.

    What stands before the first separator of a line is the label, the rest the text, whatever is in it. The classes are
    those of the training examples, in the order of numbers where they are numbers, else alphabetically.
    """

    separator: str = arg("what stands between label and text", " ")
    encoding: str = arg("how letters are stored: `utf-8`, `latin-1`, ...", "utf-8")
    standalone = "read_labelled"
    examples = (
        use(path="sst2/stsa.binary.train", validation="sst2/stsa.binary.dev", test="sst2/stsa.binary.test"),
        use(path="sms-spam/sms.tsv", separator="\t"),
        use(path="trec/*.txt", names="{fold}.txt", encoding="latin-1"),
    )

    def verify(self) -> None:
        super().verify()
        verify_encoding(self.encoding)
        if not self.separator or "\n" in self.separator:
            help = 'a space, " ", or a tab, "\\t"'
            raise Misfit("separator must be a text within a line", what="value", argument="separator", help=help)

    def held(self, files: Found) -> Schema:
        from compiler.schemas import texts

        labels: list[str] = []
        whole = True
        for split, several in files.items():
            with as_misfit(argument_of(split)):
                for file in several:
                    whole = whole and len(texts.text(file, self.encoding, texts.LARGEST_READ)) <= texts.LARGEST_READ
                    found = texts.read_labelled(file, self.separator, self.encoding, None if whole else 1)
                    labels += found.labels if split == "train" else ()
        names = texts.classes(labels) if whole else ()
        columns = {
            "label": Tensor((), "class", classes=len(names) or None, class_names=names),
            "text": Tensor((), "text"),
        }
        rows = len(labels) if whole and not self.own_splits else None
        return Schema(self.with_names(columns, files), self.own_splits, rows)
