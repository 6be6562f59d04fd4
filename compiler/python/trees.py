"""Walking and rewriting target trees."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from compiler.python.target import Expr, Name


def nodes(tree: object) -> Iterator[Any]:
    """Every node of a tree of expressions or statements, from the root down."""
    if isinstance(tree, tuple | list):
        for item in tree:
            yield from nodes(item)
    elif is_dataclass(tree):
        yield tree
        for field in fields(tree):
            yield from nodes(getattr(tree, field.name))


def names(tree: object) -> Counter[str]:
    """How often each name is read."""
    return Counter(node.text for node in nodes(tree) if isinstance(node, Name))


def rewrite(tree: Any, change: Callable[[Any], Any]) -> Any:
    """The tree with every node replaced by what `change` gives for it, its parts first."""
    if isinstance(tree, tuple):
        return tuple(rewrite(item, change) for item in tree)
    if not is_dataclass(tree) or isinstance(tree, type):
        return tree
    changed = {}
    for field in fields(tree):
        part = getattr(tree, field.name)
        new = rewrite(part, change)
        if new is not part:
            changed[field.name] = new
    return change(replace(tree, **changed) if changed else tree)


def substitute(tree: Any, values: Mapping[str, Expr]) -> Any:
    """The tree with names replaced by expressions."""
    return rewrite(tree, lambda node: values.get(node.text, node) if isinstance(node, Name) else node)
