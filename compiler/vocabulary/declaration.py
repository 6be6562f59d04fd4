"""Words that differ from others of their part of speech by what they say alone, declared a line each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from compiler.vocabulary.arguments import REQUIRED, Argument, arg
from compiler.vocabulary.base import Word

Declared = TypeVar("Declared", bound=Word)


def argument(type: Any, doc: str, default: object = REQUIRED, **limits: Any) -> Argument:
    """An argument with its type, for a declaration that has no place for an annotation; else as `arg`."""
    found: Argument = replace(arg(doc, default, **limits), type=type)
    return found


def declare(
    module: str, base: type[Declared], name: str, doc: str, formula: str = "", *, source: str = "", **own: object
) -> type[Declared]:
    """Declare a word that has no method of its own; what it doesn't say is as its base has it.

    Args:
        module: the name of the module that declares it.
        own: further attributes of the class, its arguments (`argument`) among them.
    """
    found: Mapping[str, object] = {
        "__module__": module,
        "__doc__": doc,
        "__annotations__": {key: value.type for key, value in own.items() if isinstance(value, Argument)},
        "name": name,
        "formula": formula,
        "source": source,
        **own,
    }
    return type("".join(part.title() for part in name.split("_")), (base,), dict(found))
