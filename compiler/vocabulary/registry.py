"""Which words there are, and which module declares each: a module is imported when one of its words is asked for.

`index.txt` says what each module declares, and how long the module was then.  A module whose length has changed, or
that the index does not know, is imported at once: an old index makes nothing wrong, only slower (LeNet needs a third of
the words: 11 ms of `dlc check` saved).  `python -m compiler.vocabulary.registry` writes the index.
"""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compiler.vocabulary.base import Word

FOLDER = os.path.dirname(__file__)
INDEX = os.path.join(FOLDER, "index.txt")


class Words(Mapping[Any, "type[Word]"]):
    """Words by what they are found by; all are loaded to go through them, one to look one up."""

    def __init__(self, kind: str):
        self._kind = kind
        self._loaded: dict[Any, type[Word]] = {}

    def add(self, key: Any, word: "type[Word]") -> None:
        if key in self._loaded:
            raise ValueError(f"the word {word.name} is declared twice in the namespace {word.namespace}")
        self._loaded[key] = word

    def __contains__(self, key: object) -> bool:
        load_unindexed()
        return key in self._loaded or key in declared_in(self._kind)

    def __getitem__(self, key: Any) -> "type[Word]":
        load_unindexed()
        if key not in self._loaded and key in declared_in(self._kind):
            import_chapter(declared_in(self._kind)[key])
        return self._loaded[key]

    def __iter__(self) -> Iterator[Any]:
        """By module, and in a module in the order of their declaration."""
        load_all()
        last = len(ordered())
        return iter(sorted(self._loaded, key=lambda key: ordered().get(self._loaded[key].__module__, last)))

    def __len__(self) -> int:
        load_all()
        return len(self._loaded)


def lengths() -> dict[str, int]:
    """The length in bytes of every module of the vocabulary, by its dotted name in this package."""
    found: dict[str, int] = {}
    folders = [(FOLDER, "")]
    for folder, package in folders:
        for entry in os.scandir(folder):
            name = package + entry.name.removesuffix(".py")
            if entry.name.endswith(".py"):
                found[name.removesuffix(".__init__")] = entry.stat().st_size
            elif entry.name.isidentifier() and entry.name != "__pycache__":
                folders.append((entry.path, f"{name}."))
    del found["__init__"]
    return found


def import_chapter(name: str) -> None:
    import_module(f"compiler.vocabulary.{name}")


@cache
def _index() -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """Each module with its length and what it declares, as the index says."""
    try:
        with open(INDEX, encoding="utf-8") as file:
            lines = [line.split() for line in file]
    except OSError:
        return ()
    return tuple((name, int(length), tuple(words)) for name, length, *words in lines)


@cache
def declared_in(kind: str) -> Mapping[Any, str]:
    """The module of each word of a namespace, or of each operator, as the index says."""
    found: dict[Any, str] = {}
    for module, _, words in _index():
        for word in words:
            namespace, key = word.split(":", 1)
            if namespace == kind:
                sign, _, operands = key.rpartition("/")
                found[(sign, int(operands)) if kind == "operator" else key] = module
    return found


@cache
def load_unindexed() -> None:
    """Import the modules that are not as the index knew them."""
    known = {name: length for name, length, _ in _index()}
    for name, length in sorted(lengths().items()):
        if known.get(name) != length:
            import_chapter(name)


@cache
def load_all() -> None:
    """Import every module."""
    for name in lengths():
        import_chapter(name)


@cache
def ordered() -> Mapping[str, int]:
    """The place of each module among all: by name, but in a package that states an ORDER by that."""

    def key(name: str) -> tuple[str, int, str]:
        package, _, own = name.rpartition(".")
        order = getattr(import_module(f"compiler.vocabulary.{package}".rstrip(".")), "ORDER", ())
        return package or own, order.index(own) if own in order else len(order), own

    return {f"compiler.vocabulary.{name}": place for place, name in enumerate(sorted(lengths(), key=key))}


def written() -> str:
    """The text of the index for the modules as they are."""
    from compiler.vocabulary.base import OPERATORS, WORDS

    declared: dict[str, list[str]] = {}
    for namespace, words in WORDS.items():
        for key, word in words.items():
            declared.setdefault(word.__module__, []).append(f"{namespace}:{key}")
    for (sign, operands), word in OPERATORS.items():
        declared[word.__module__].append(f"operator:{sign}/{operands}")
    modules = ((name, length, declared.get(f"compiler.vocabulary.{name}", ())) for name, length in lengths().items())
    return "".join(f"{' '.join([name, str(length), *found])}\n" for name, length, found in sorted(modules))


if __name__ == "__main__":
    Path(INDEX).write_text(written(), encoding="utf-8")
