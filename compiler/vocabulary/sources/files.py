"""What all sources that read files have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from compiler.vocabulary.base import Argument, Misfit, Source, arg

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
    validation: Paths | None = arg("where the split `validation` lies in files of its own: those", None)
    test: Paths | None = arg("where the split `test` lies in files of its own: those", None)

    def __init_subclass__(cls, abstract: bool = False, **keywords: Any) -> None:
        super().__init_subclass__(abstract, **keywords)
        # What other splits lie in is read last: a word's own arguments tell more of it.
        last = [key for key in ("validation", "test") if key in cls.arguments]
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
