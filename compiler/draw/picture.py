"""A picture before it is text: nodes in clusters, and edges.  What it shows stays apart from how it looks."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """`title` is written in the diagram's size, `notes` small below it; `look` is a key of `style.LOOKS`.

    Nodes of one `group` stand on a straight line where they can.
    """

    id: str
    title: str
    notes: tuple[str, ...] = ()
    look: str = "operation"
    tooltip: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, with a mark at its end; edges may start at `port`."""

    port: str
    name: str
    text: str
    origin: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A node that lists things: a data set and its fields."""

    id: str
    title: str
    note: str
    rows: tuple[Row, ...]
    footer: str = ""
    look: str = "data"
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A frame around parts.  `badge` is in a box beside the title: how many copies of a stack there are."""

    id: str
    title: str
    note: str = ""
    badge: str = ""
    look: str = "block"
    children: tuple["Node | Table | Cluster", ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """`look` is a key of `style.LINES`.  A free edge does not decide where its ends are placed; a level one joins
    nodes that stand side by side, the first one before the second.

    `weight` says how straight and short the edge shall be.  `port` is the row of a table where it starts.
    """

    tail: str
    head: str
    label: str = ""
    look: str = "value"
    free: bool = False
    level: bool = False
    weight: int = 1
    port: str = ""
    head_cluster: str = ""


Child = Node | Table | Cluster


@dataclass(frozen=True, slots=True)
class Picture:
    """`direction` is "LR" or "TB".  Each of `levels` names nodes that stand side by side.

    `gap` is the space between ranks, in inches.
    """

    title: str
    direction: str
    children: tuple[Child, ...]
    edges: tuple[Edge, ...]
    levels: tuple[tuple[str, ...], ...] = ()
    gap: float = 0.16


def leaves(*children: Child) -> Iterator[Node | Table]:
    """Every node, outer clusters first, in the order in which they are drawn."""
    for child in children:
        if isinstance(child, Cluster):
            yield from leaves(*child.children)
        else:
            yield child
