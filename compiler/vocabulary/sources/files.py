"""What all sources that read files have in common."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from compiler.types import Tensor
from compiler.vocabulary.base import Argument, Finder, Misfit, Schema, arg
from compiler.vocabulary.speech import Source

if TYPE_CHECKING:
    from compiler.schemas.trees import Located, Tree

Paths = str | tuple[str, ...]
Found = Mapping[str, tuple["Located", ...]]
"""The files of each split."""


@contextmanager
def as_misfit(argument: str) -> Iterator[None]:
    """A file that is there and wrong is a misfit of the argument that names it."""
    from compiler.schemas.errors import BadFile

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

    def lacking(self, inputs: Sequence[Tensor]) -> str | None:
        several = not isinstance(self.path, str) or any(sign in self.path for sign in "*?[")
        return "of several files" if several else None

    def verify(self) -> None:
        if self.names is not None:
            from compiler.schemas import file_names

            try:
                file_names.fields(self.names)
            except ValueError as error:
                raise Misfit(f'names = "{self.names}" does not fit: {error}', what="value", argument="names") from None

    def schema(self, find: Finder) -> Schema | None:
        self.verify()
        files = self.located(find)
        return None if files is None else self.held(files)

    def held(self, files: Found) -> Schema:
        """The columns of what the files hold.  Raises `Misfit` where one is wrong."""
        raise NotImplementedError

    def located(self, find: Finder) -> Found | None:
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

    def with_names(self, columns: Mapping[str, Tensor], files: Found) -> dict[str, Tensor]:
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


class Folder(Source, abstract=True):
    """A source that is one folder; where it may be `packed`, or an archive of one."""

    packed: ClassVar[bool] = False
    path: str = arg("the folder")

    def paths(self) -> tuple[str, ...]:
        from compiler.schemas.paths import on_disk

        return (on_disk(self.path),)

    def schema(self, find: Finder) -> Schema | None:
        self.verify()
        from compiler.schemas.trees import Tree, tree

        with as_misfit("path"):
            if self.packed:
                folder = tree(self.path, find)
            else:
                path = find(self.path)
                folder = None if path is None else Tree(str(path))
            return None if folder is None else self.held(folder)

    def held(self, folder: "Tree") -> Schema:
        """The columns of what the folder holds.  Raises `BadFile` where it is wrong."""
        raise NotImplementedError


def verify_columns(source: Files, columns: Sequence[str], example: str, reserved: Collection[str] = ()) -> None:
    """Raise `Misfit` where `columns`, the names that stand in the paths' place of `{column}`, name none."""
    wrong = next((name for name in columns if not name.isidentifier() or name in reserved), None)
    if wrong is not None or len(set(columns)) < len(columns) or not columns:
        besides = "".join(f", none of them `{name}`" for name in reserved)
        help = f"letters, digits and `_`, each name once{besides}"
        raise Misfit("columns must name columns", what="value", argument="columns", help=help)
    for key in ("path", "validation", "test"):
        value = getattr(source, key)
        if value is not None and len(columns) > 1 and not (isinstance(value, str) and "{column}" in value):
            reason = f"{key} must hold {{column}}, where each of {', '.join(columns)} is put"
            raise Misfit(reason, what="value", argument=key, help=f'such as "{example}"')


def argument_of(split: str) -> str:
    return "path" if split == "train" else split
