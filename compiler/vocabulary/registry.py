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
from typing import Any, Protocol, TypeVar

FOLDER = os.path.dirname(__file__)
INDEX = os.path.join(FOLDER, "index.txt")


class Declared(Protocol):
    """What a module of the vocabulary declares: a class of words."""

    __module__: str


Key = TypeVar("Key", str, tuple[str, int])
Declaration = TypeVar("Declaration", bound=Declared)
KINDS: "dict[str, Words[Any, Any]]" = {}


class Words(Mapping[Key, Declaration]):
    """Words by what they are found by; all are loaded to go through them, one to look one up."""

    def __init__(self, kind: str):
        self._kind = kind
        self._loaded: dict[Key, Declaration] = {}
        KINDS[kind] = self

    def add(self, key: Key, word: Declaration) -> None:
        if key in self._loaded:
            raise ValueError(f"the word {key} is declared twice in the namespace {self._kind}")
        self._loaded[key] = word

    def __contains__(self, key: object) -> bool:
        load_unindexed()
        return key in self._loaded or key in declared_in(self._kind)

    def __getitem__(self, key: Key) -> Declaration:
        load_unindexed()
        if key not in self._loaded and key in declared_in(self._kind):
            import_chapter(declared_in(self._kind)[key])
        return self._loaded[key]

    def __iter__(self) -> Iterator[Key]:
        """By module, and in a module in the order of their declaration."""
        load_all()
        last = len(module_order())
        return iter(sorted(self._loaded, key=lambda key: module_order().get(self._loaded[key].__module__, last)))

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
def module_order() -> Mapping[str, int]:
    """The place of each module among all: by name, but in a package that states an ORDER by that."""

    def key(name: str) -> tuple[str, int, str]:
        package, _, own = name.rpartition(".")
        order = getattr(import_module(f"compiler.vocabulary.{package}".rstrip(".")), "ORDER", ())
        return package or own, order.index(own) if own in order else len(order), own

    return {f"compiler.vocabulary.{name}": place for place, name in enumerate(sorted(lengths(), key=key))}


def index_text() -> str:
    """The text of the index for the modules as they are."""
    load_all()
    declared: dict[str, list[str]] = {}
    for kind, words in KINDS.items():
        for key, word in words.items():
            name = "/".join(map(str, key)) if isinstance(key, tuple) else key
            declared.setdefault(word.__module__, []).append(f"{kind}:{name}")
    modules = ((name, length, declared.get(f"compiler.vocabulary.{name}", ())) for name, length in lengths().items())
    return "".join(f"{' '.join([name, str(length), *found])}\n" for name, length, found in sorted(modules))


if __name__ == "__main__":
    # As a script this module is another than the one in which the words are.
    Path(INDEX).write_text(import_module("compiler.vocabulary.registry").index_text(), encoding="utf-8")
