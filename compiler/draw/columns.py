"""How models are arranged: short ones in a row, long ones in columns as a newspaper's, or in rows as a text's.

A long model is cut where a single value passes from what is before to what is after.  The arrow across a cut leads
around: out of the column's end, to its side, back along it and into the next one.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from compiler.draw.picture import Child, Cluster, Edge, Node, Picture, leaves

LONGEST_ROW = 8
"""A model of at most so many steps is drawn from left to right."""
SHAPE = 2.2
"""Columns are cut to about the root of this times all steps: pictures then are about as wide as a page or slide."""

CLINGING = frozenset({"activation", "normalisation", "regularisation", "pooling", "output"})
"""Looks of steps that belong to the one before them."""

STARTING = frozenset({"input", "weight"})
"""Looks of what enters from outside, and belongs to the first column."""

_Part = tuple[Cluster, tuple[Edge, ...]]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Between the children `before` and `before + 1`: `tail` is the one node whose value passes."""

    before: int
    tail: str


def arrange(title: str, models: Sequence[_Part]) -> Picture:
    """The models, each in its cluster, with their edges, as one picture."""
    ranks = [_ranks(edges) for _, edges in models]
    lengths = [max(rank.values(), default=0) + 1 for rank in ranks]
    if max(lengths, default=0) <= LONGEST_ROW:
        edges = tuple(edge for (_, own), rank in zip(models, ranks, strict=True) for edge in _weighted(own, rank))
        rows = tuple(_straight(cluster, own, rank, ()) for (cluster, own), rank in zip(models, ranks, strict=True))
        return Picture(title, "LR", rows, edges)
    target = math.ceil(math.sqrt(SHAPE * sum(lengths)))
    children: list[Child] = []
    edges_out: list[Edge] = []
    tops: list[str] = []
    levels: list[tuple[str, ...]] = []
    for (cluster, edges), rank in zip(models, ranks, strict=True):
        columns = _columns(cluster, edges, rank, max(target, LONGEST_ROW - 2))
        cluster, own, heads, own_levels = _wrapped(cluster, edges, columns, rank)
        children.append(cluster)
        edges_out += own
        edges_out += [Edge(tops[-1], heads[0], look="invisible", level=True)] if tops else []
        tops += heads
        levels += own_levels
    # From left to right, arrows enter a cluster from the side and spare the heading above it.
    nested = any(isinstance(child, Cluster) for cluster, _ in models for child in cluster.children)
    direction = "LR" if nested else "TB"
    return Picture(title, direction, tuple(children), tuple(edges_out), (tuple(tops), *levels))


def _weighted(edges: Sequence[Edge], ranks: dict[str, int]) -> list[Edge]:
    """Edges as short as they can be first of all; those that must be longer give way, so that branches begin early."""
    return [
        edge
        if edge.free or edge.look != "value"
        else replace(edge, weight=8 if ranks[edge.head] - ranks[edge.tail] == 1 else 2)
        for edge in edges
    ]


def _ranks(edges: Sequence[Edge]) -> dict[str, int]:
    """Each node's distance from the start, along the longest way."""
    after: dict[str, list[str]] = defaultdict(list)
    waiting: dict[str, int] = defaultdict(int)
    for edge in edges:
        if not edge.free:
            after[edge.tail].append(edge.head)
            waiting[edge.head] += 1
            waiting[edge.tail] += 0
    ranks = dict.fromkeys(waiting, 0)
    ready = [node for node, count in waiting.items() if count == 0]
    while ready:
        node = ready.pop()
        for head in after[node]:
            ranks[head] = max(ranks[head], ranks[node] + 1)
            waiting[head] -= 1
            if waiting[head] == 0:
                ready.append(head)
    return ranks


def _cuts(cluster: Cluster, edges: Sequence[Edge]) -> list[_Cut]:
    """Where one value alone passes on, and what follows does not cling to what is before."""
    position = {node.id: i for i, child in enumerate(cluster.children) for node in leaves(child)}
    crossing: dict[int, set[str]] = defaultdict(set)
    for edge in edges:
        if not edge.free:
            for i in range(position[edge.tail], position[edge.head]):
                crossing[i].add(edge.tail)
    starts = (i for i, child in enumerate(cluster.children) for node in leaves(child) if node.look in STARTING)
    last_start = max(starts, default=0)
    cuts = []
    for i in range(len(cluster.children) - 1):
        following = cluster.children[i + 1]
        clings = isinstance(following, Node) and following.look in CLINGING
        if len(crossing[i]) == 1 and not clings and i >= last_start:
            cuts.append(_Cut(i, next(iter(crossing[i]))))
    return list({cut.tail: cut for cut in reversed(cuts)}.values())[::-1]


def elide_middle(cluster: Cluster, edges: Sequence[Edge], most: int) -> _Part:
    """A model of more steps than `most` without its middle, as far as single values lead into and out of it."""
    cuts = _cuts(cluster, edges)
    first = next((cut for cut in cuts if cut.before >= most // 2), None)
    last = next((cut for cut in reversed(cuts) if cut.before < len(cluster.children) - most // 2), None)
    if len(cluster.children) <= most or first is None or last is None or first.before >= last.before:
        return cluster, tuple(edges)
    left = list(cluster.children[first.before + 1 : last.before + 1])
    gone = {node.id for node in leaves(*left)}
    gap = Node(f"{cluster.id}/more", f"… {len(gone):,} more steps …", look="reference")
    kept = []
    for edge in edges:
        if edge.tail == last.tail and edge.head not in gone:
            kept.append(replace(edge, tail=gap.id))
        elif edge.tail == first.tail and edge.head in gone:
            kept.append(replace(edge, head=gap.id))
        elif edge.tail not in gone and edge.head not in gone:
            kept.append(edge)
    children = (*cluster.children[: first.before + 1], gap, *cluster.children[last.before + 1 :])
    return replace(cluster, children=children), tuple(kept)


def _columns(cluster: Cluster, edges: Sequence[Edge], ranks: dict[str, int], longest: int) -> list[_Cut]:
    """The cuts to make: as few columns as keep to the longest length, cut nearest to where they are of even length."""
    cuts = _cuts(cluster, edges)
    if not cuts:
        return []
    end = max(ranks.values()) + 1
    count = math.ceil(end / longest)
    wanted = [end * i / count for i in range(1, count)]
    chosen = {min(cuts, key=lambda cut: abs(ranks[cut.tail] + 1 - place)) for place in wanted}
    return sorted(chosen, key=lambda cut: cut.before)


def _straight(cluster: Cluster, edges: Sequence[Edge], ranks: dict[str, int], cuts: Sequence[_Cut]) -> Cluster:
    """The cluster with the nodes of its longest path on one line a column."""
    before: dict[str, str] = {}
    for edge in edges:
        if not edge.free and ranks[edge.tail] + 1 == ranks[edge.head]:
            before.setdefault(edge.head, edge.tail)
    node = max(ranks, key=lambda node: ranks[node], default="")
    path = {node}
    while node in before:
        node = before[node]
        path.add(node)
    ends = [*(cut.before for cut in cuts), len(cluster.children)]

    def lined(child: Child, column: int) -> Child:
        if isinstance(child, Cluster):
            return replace(child, children=tuple(lined(item, column) for item in child.children))
        if isinstance(child, Node) and child.id in path:
            return replace(child, group=f"{cluster.id}/column{column}")
        return child

    children = (lined(child, bisect_left(ends, i)) for i, child in enumerate(cluster.children))
    return replace(cluster, children=tuple(children))


def _wrapped(
    cluster: Cluster, edges: Sequence[Edge], cuts: Sequence[_Cut], ranks: dict[str, int]
) -> tuple[Cluster, list[Edge], list[str], list[tuple[str, ...]]]:
    """The cluster with its detours; the nodes at the top of its columns, from left to right; those level below them."""
    position = {node.id: i for i, child in enumerate(cluster.children) for node in leaves(child)}
    first = min(position, key=lambda node: (ranks.get(node, 0), position[node]))
    cluster = _straight(cluster, edges, ranks, cuts)
    children, heads = list(cluster.children), [first]
    levels: list[tuple[str, ...]] = []
    result = _weighted(edges, ranks)
    for number, cut in enumerate(cuts, 1):
        crossing = [
            edge for edge in result if edge.tail == cut.tail and not edge.free and cut.before < position[edge.head]
        ]
        foot, turn, rise, entry = (f"{cluster.id}/turn{number}.{corner}" for corner in range(4))
        groups = (f"column{number - 1}", f"rise{number}", f"rise{number}", f"column{number}")
        corners = (foot, turn, rise, entry)
        children += [
            Node(corner, "", look="point", group=f"{cluster.id}/{group}")
            for corner, group in zip(corners, groups, strict=True)
        ]
        label = next((edge.label for edge in crossing if edge.label), "")
        result = [edge for edge in result if edge not in crossing]
        result += [
            Edge(cut.tail, foot, label, look="stem", weight=10),
            Edge(foot, turn, look="detour", level=True),
            Edge(rise, turn, look="detour", weight=20),
            Edge(heads[-1], rise, look="invisible", level=True),
            Edge(rise, entry, look="detour", level=True),
            *(replace(edge, tail=entry, label="", look="entry") for edge in crossing),
        ]
        heads += [rise, entry]
        levels.append((foot, turn))
    return replace(cluster, children=tuple(children)), result, heads, levels
