"""What all sources that read files have in common."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from compiler.types import Tensor
from compiler.vocabulary.base import Argument, Finder, Misfit, arg
from compiler.vocabulary.speech import Source

if TYPE_CHECKING:
    from compiler.schemas.trees import Located

Paths = str | tuple[str, ...]


@contextmanager
def as_misfit(argument: str) -> Iterator[None]:
    """A file that is there and wrong is a misfit of the argument that names it."""
    from compiler.schemas.faults import BadFile

    try:
        yield
    except BadFile as error:
        raise Misfit(f"{error.reason} ({error.place})", what="value", argument=argument, help=error.help) from error


class Files(Source, abstract=True):
    """A source of files, whose own splits may lie in files of their own."""

    path: Paths = arg("the file, a list of files, or a pattern such as `part-*.csv`")
    names: str | None = arg("columns that the files' names hold: `{speaker}_{take}.csv` gives two", None)
    validation: Paths | None = arg("where the split `validation` lies in files of its own: those", None)
    test: Paths | None = arg("where the split `test` lies in files of its own: those", None)

    def __init_subclass__(cls, abstract: bool = False, **keywords: Any) -> None:
        super().__init_subclass__(abstract, **keywords)
        # What other splits lie in is read last: a word's own arguments tell more of it.
        last = [key for key in ("names", "validation", "test") if key in cls.arguments]
        ordered: dict[str, Argument] = {key: value for key, value in cls.arguments.items() if key not in last}
        cls.arguments = {**ordered, **{key: cls.arguments[key] for key in last}}

    @property
    def own_splits(self) -> tuple[str, ...]:
        """The splits by name, () where there is but one."""
        from compiler.schemas.paths import parts

        names = tuple(parts(self.config()))
        return names if len(names) > 1 else ()

    def paths(self) -> tuple[str, ...]:
        from compiler.schemas.paths import on_disk, parts

        named = parts(self.config()).values()
        return tuple(on_disk(path) for paths in named for path in ((paths,) if isinstance(paths, str) else paths))

    def verify(self) -> None:
        if self.names is not None:
            from compiler.schemas import file_names

            try:
                file_names.fields(self.names)
            except ValueError as error:
                raise Misfit(f'names = "{self.names}" does not fit: {error}', what="value", argument="names") from None

    def located(self, find: Finder) -> "dict[str, tuple[Located, ...]] | None":
        """The files of each split; None where one is not there."""
        from compiler.schemas import paths, trees

        found: dict[str, tuple[Located, ...]] = {}
        for split, named in paths.parts(self.config()).items():
            with as_misfit(argument_of(split)):
                files = trees.locate(named, find)
            if files is None:
                return None
            found[split] = files
        return found

    def with_names(
        self, columns: Mapping[str, Tensor], files: "Mapping[str, tuple[Located, ...]]"
    ) -> dict[str, Tensor]:
        """The columns, and those that the files' names hold."""
        if self.names is None:
            return dict(columns)
        from compiler.schemas import file_names

        with as_misfit("names"):
            held = file_names.types(self.names, [file.place for several in files.values() for file in several])
        taken = next((name for name in held if name in columns), None)
        if taken is not None:
            reason, help = f"the files have a column {taken} already", "give the name in the braces another"
            raise Misfit(reason, what="value", argument="names", help=help)
        return {**columns, **held}


def argument_of(split: str) -> str:
    return "path" if split == "train" else split
