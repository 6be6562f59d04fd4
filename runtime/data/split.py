"""Who may see which examples: the source's own splits, and those taken from its training examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from compiler.schemas import HELD_OUT
from runtime.data.table import Arrays
from runtime.errors import RunError


@dataclass(frozen=True)
class Plan:
    """How one `split` of the spec splits.

    `parts` are, in the order written, the fractions of the training examples by name; with `values`, a value for each
    row, those values whose rows are the part.  `strata` is a class for each row, each class being split alike; `groups`
    a value for each row, rows of one value staying together; with `in_time` the rows are cut in the order of time, that
    of the rows or of `order`, a value for each row.  `within` names the parts that stay in the training split.  `title`
    is the name of the values, groups, strata or order.
    """

    parts: Mapping[str, Any]
    seed: int = 0
    in_time: bool = False
    strata: np.ndarray | None = None
    groups: np.ndarray | None = None
    values: np.ndarray | None = None
    order: np.ndarray | None = None
    within: Sequence[str] = ()
    title: str = ""


def split(rows: int, own: Arrays, *plans: Plan, unit: str = "examples") -> tuple[Arrays, tuple[str, ...]]:
    """Every row in exactly one split, ascending, and what the report must state of it; `unit` is what a row is.

    Parts `within` the training split are in it too.  The source's `own` splits stay as they are, but for those of which
    a plan asks 0 %: they join the training examples.  What else the plans ask for is taken from these, one plan after
    the other.  Where neither the source nor a plan has a test split, the first plan that draws one holds it out.
    Raises `RunError`.
    """
    notes = []
    asked = [(name, part) for plan in plans for name, part in plan.parts.items()]
    verify_names(asked, own)
    dropped = [name for name, part in asked if name in own and part == 0]
    train = np.concatenate([own["train"], *(own[name] for name in dropped)]) if own else np.arange(rows)
    kept = {name: indices for name, indices in own.items() if name != "train" and name not in dropped}
    notes += [f"`{name}` is the source's own split: {len(indices):,} {unit}." for name, indices in kept.items()]
    notes += [f"The source's own split `{name}` is trained on: {len(own[name]):,} {unit}." for name in dropped]
    found: Arrays = {}
    total, whole = len(train), f"training {unit}" if own else unit
    unasked = "test" not in kept and "test" not in dict(asked)
    for plan in holding_out(plans) if unasked else plans:
        pool = np.sort(train)
        taken = counts(plan, pool, total)
        train, parts = cut(pool, taken, plan)
        for name in taken:
            notes.append(split_note(name, plan, len(parts[name]), whole, name not in dict(asked)))
        train = np.concatenate([train, *(parts[name] for name in plan.within if name in parts)])
        found |= parts
    return {"train": np.sort(train), **{name: np.sort(part) for name, part in (found | kept).items()}}, tuple(notes)


def verify_names(asked: Sequence[tuple[str, Any]], own: Arrays) -> None:
    names = [name for name, _ in asked]
    clash = next((name for name, part in asked if name in own and part != 0), None)
    if "train" in names:
        raise RunError("`train` is what the other splits leave", help="leave it out of `split`")
    if clash is not None:
        help = f"leave it out, or write {clash} = 0% to train on its examples too"
        raise RunError(f"the source has a split `{clash}` of its own, and the spec asks for another", help=help)


def holding_out(plans: Sequence[Plan]) -> list[Plan]:
    """The plans with a test split: the first that can draw one does, before its own parts, which do not change it."""
    inside = {name for plan in plans for name in plan.within}
    drawing = (i for i, one in enumerate(plans) if one.values is None and (not one.parts or set(one.parts) - inside))
    able = next(drawing, None)
    if able is None:
        # What is chosen by its values is taken first: none of it is drawn by chance.
        chosen = [plan for plan in plans if plan.values is not None]
        return [*chosen, Plan({"test": HELD_OUT}), *(plan for plan in plans if plan.values is None)]
    first = replace(plans[able], parts={"test": HELD_OUT, **plans[able].parts})
    return [*plans[:able], first, *plans[able + 1 :]]


def split_note(name: str, plan: Plan, count: int, whole: str, unasked: bool) -> str:
    why = ", since neither the source nor the spec has a test split" if unasked else ""
    inside = ", and a part of `train`" if name in plan.within else ""
    if plan.values is not None:
        return f"`{name}` is where `{plan.title}` is {in_words(plan.parts[name])} ({count:,} of the {whole}){inside}."
    share = ("about " if plan.groups is not None else "") + percent(plan.parts[name])
    return f"`{name}` is {share} of the {whole} ({count:,}), {manner(plan)}{inside}{why}."


def percent(fraction: float) -> str:
    return f"{100 * fraction:.4g} %"


def in_words(values: Sequence[object]) -> str:
    *first, last = map(str, values)
    return f"{', '.join(first)} or {last}" if first else last


def manner(plan: Plan) -> str:
    if plan.in_time:
        return "cut in the order of " + (f"`{plan.title}`" if plan.order is not None else "time")
    if plan.groups is not None:
        return f"drawn with seed {plan.seed}, all examples of one `{plan.title}` together"
    return f"drawn with seed {plan.seed}" + (f", each class of `{plan.title}` alike" if plan.strata is not None else "")


def counts(plan: Plan, pool: np.ndarray, total: int) -> dict[str, int]:
    """The number of rows to take for each part; the test split first, so that no other part changes it."""
    if plan.values is not None:
        held = plan.values[pool]
        taken = {name: int(np.isin(held, list(wanted)).sum()) for name, wanted in plan.parts.items()}
        empty = next((name for name, count in taken.items() if not count), None)
        if empty is not None:
            there = np.unique(held)
            listed = ", ".join(map(str, there[:10])) + (", ..." if len(there) > 10 else "")
            reason = f"the split `{empty}` would be empty: no `{plan.title}` is {in_words(plan.parts[empty])}"
            raise RunError(reason, help=f"its values are {listed}")
    else:
        first = sorted(plan.parts, key=lambda name: name != "test")
        taken = {name: int(plan.parts[name] * total + 0.5) for name in first if plan.parts[name] > 0}
        empty = next((name for name, count in taken.items() if count == 0 and name != "test"), None)
        if empty is not None:
            help = "ask for a larger part, or bring more examples"
            share = percent(plan.parts[empty])
            raise RunError(f"the split `{empty}` would be empty: {share} of {total} examples", help=help)
    if sum(taken.values()) >= len(pool) > 0 and taken:
        listed = ", ".join(f"{name} {count}" for name, count in taken.items())
        raise RunError(f"the splits leave none of the {len(pool)} examples to train on ({listed})", help="ask for less")
    return {name: count for name, count in taken.items() if count}


def cut(pool: np.ndarray, taken: Mapping[str, int], plan: Plan) -> tuple[np.ndarray, Arrays]:
    """What remains of the pool, and its parts."""
    generator = np.random.default_rng(plan.seed)
    if plan.values is not None:
        return cut_values(pool, plan.parts, plan.values[pool], plan.title)
    if plan.groups is not None:
        return cut_groups(pool, taken, plan.groups[pool], generator)
    if plan.strata is not None:
        return cut_strata(pool, taken, plan.strata, generator, plan.title)
    names = list(taken)
    remaining = pool
    if plan.order is not None:
        remaining = pool[np.argsort(plan.order[pool], kind="stable")]
    if plan.in_time:
        # The test split is the last; the others keep the order in which they were written.
        names = sorted(reversed(names), key=lambda name: name != "test")
    else:
        remaining = generator.permutation(pool)
    parts: Arrays = {}
    for name in names:
        remaining, parts[name] = remaining[: -taken[name]], remaining[-taken[name] :]
    return remaining, parts


def cut_values(pool: np.ndarray, wanted: Mapping[str, Any], held: np.ndarray, title: str) -> tuple[np.ndarray, Arrays]:
    """The rows of some values each."""
    twice = next(
        (value for value in np.unique(held).tolist() if sum(value in part for part in wanted.values()) > 1), None
    )
    if twice is not None:
        raise RunError(f"two splits ask for the rows where `{title}` is {twice}", help="name each value once")
    parts = {name: pool[np.isin(held, list(part))] for name, part in wanted.items()}
    return pool[~np.isin(held, [value for part in wanted.values() for value in part])], parts


def cut_strata(
    pool: np.ndarray, taken: Mapping[str, int], strata: np.ndarray, generator: "np.random.Generator", title: str
) -> tuple[np.ndarray, Arrays]:
    """Each split with the same proportions of the classes as the whole."""
    from sklearn.model_selection import StratifiedShuffleSplit

    parts: Arrays = {}
    for name, count in taken.items():
        splitter = StratifiedShuffleSplit(1, test_size=count, random_state=int(generator.integers(2**32)))
        try:
            rest, part = next(splitter.split(pool, strata[pool]))
        except ValueError as error:
            reason = f"the split `{name}` cannot hold every class of `{title}`: {error}"
            raise RunError(reason, help="ask for a larger part, or leave `stratify` out") from error
        pool, parts[name] = pool[rest], pool[part]
    return pool, parts


def cut_groups(
    pool: np.ndarray, taken: Mapping[str, int], groups: np.ndarray, generator: "np.random.Generator"
) -> tuple[np.ndarray, Arrays]:
    """Whole groups, as many as reach each split's number of rows."""
    _, group_of, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    order = generator.permutation(len(sizes))
    split_of = np.full(len(sizes), -1)
    position = 0
    for i, (name, count) in enumerate(taken.items()):
        held = 0
        while held < count and position < len(order):
            split_of[order[position]] = i
            held += sizes[order[position]]
            position += 1
        if held < count or position == len(order):
            reason = f"there are too few groups ({len(sizes)}) to give `{name}` its part and leave one to train on"
            raise RunError(reason, help="ask for less, or leave `by` out")
    return pool[split_of[group_of] == -1], {name: pool[split_of[group_of] == i] for i, name in enumerate(taken)}
