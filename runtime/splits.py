"""Who may see which examples: the source's own splits, and those taken from its training examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compiler.schemas import HELD_OUT
from runtime.errors import RunError
from runtime.tables import Arrays

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Plan:
    """How the spec splits: `fractions` of the training examples by name, in the order written.

    `strata` is a class for each row, each class being split alike; `groups` a value for each row, rows of one value
    staying together; with `in_time` the rows are in the order of time and are not shuffled.  `unit` is what a row is.
    """

    fractions: Mapping[str, float]
    seed: int = 0
    in_time: bool = False
    strata: "np.ndarray | None" = None
    groups: "np.ndarray | None" = None
    title: str = ""
    unit: str = "examples"


def split(rows: int, own: Arrays, plan: Plan) -> tuple[Arrays, tuple[str, ...]]:
    """Every row in exactly one split, ascending, and what the report must state of it.

    The source's `own` splits stay as they are, but for those of which the plan asks 0 %: they join the training
    examples.  What else it asks for is taken from these.  Raises `RunError`.
    """
    import numpy as np

    notes = []
    dropped = [name for name, fraction in plan.fractions.items() if name in own and fraction == 0]
    train = np.concatenate([own["train"], *(own[name] for name in dropped)]) if own else np.arange(rows)
    kept = {name: indices for name, indices in own.items() if name != "train" and name not in dropped}
    for name, indices in kept.items():
        notes.append(f"`{name}` is the source's own split: {len(indices):,} {plan.unit}.")
    for name in dropped:
        notes.append(f"The source's own split `{name}` is trained on: {len(own[name]):,} {plan.unit}.")
    taken = counts(plan.fractions, kept, len(train), "test" in dropped)
    parts = cut(np.sort(train), taken, plan)
    whole = f"training {plan.unit}" if own else plan.unit
    for name in taken:
        share = ("about " if plan.groups is not None else "") + percent(plan.fractions.get(name, HELD_OUT))
        why = "" if name in plan.fractions else ", since neither the source nor the spec has a test split"
        notes.append(f"`{name}` is {share} of the {whole} ({len(parts[name]):,}), {manner(plan)}{why}.")
    return {"train": parts.pop("train"), **{name: np.sort(part) for name, part in (parts | kept).items()}}, tuple(notes)


def percent(fraction: float) -> str:
    return f"{100 * fraction:.4g} %"


def manner(plan: Plan) -> str:
    if plan.in_time:
        return "cut in the order of time"
    if plan.groups is not None:
        return f"drawn with seed {plan.seed}, all examples of one `{plan.title}` together"
    return f"drawn with seed {plan.seed}" + (f", each class of `{plan.title}` alike" if plan.strata is not None else "")


def counts(fractions: Mapping[str, float], kept: Arrays, rows: int, no_test: bool) -> dict[str, int]:
    """The number of rows to take for each split; the test split first, so that no other split changes it."""
    clash = next((name for name, fraction in fractions.items() if name in kept and fraction > 0), None)
    if clash is not None:
        help = f"leave it out, or write {clash} = 0% to train on its examples too"
        raise RunError(f"the source has a split `{clash}` of its own, and the spec asks for another", help=help)
    if "train" in fractions:
        raise RunError("`train` is what the other splits leave", help="leave it out of `split`")
    hold_out = "test" not in kept and "test" not in fractions and not no_test
    wanted = {"test": HELD_OUT, **fractions} if hold_out else dict(fractions)
    wanted = {name: wanted[name] for name in sorted(wanted, key=lambda name: name != "test") if wanted[name] > 0}
    taken = {name: int(fraction * rows + 0.5) for name, fraction in wanted.items()}
    empty = next((name for name, count in taken.items() if count == 0 and name in fractions), None)
    if empty is not None:
        help = "ask for a larger part, or bring more examples"
        raise RunError(f"the split `{empty}` would be empty: {percent(fractions[empty])} of {rows} examples", help=help)
    if sum(taken.values()) >= rows > 0 and taken:
        listed = ", ".join(f"{name} {count}" for name, count in taken.items())
        raise RunError(f"the splits leave none of the {rows} examples to train on ({listed})", help="ask for less")
    return {name: count for name, count in taken.items() if count}


def cut(pool: "np.ndarray", taken: Mapping[str, int], plan: Plan) -> Arrays:
    """The pool's rows by split, "train" being what remains."""
    import numpy as np

    generator = np.random.default_rng(plan.seed)
    if plan.groups is not None:
        return cut_groups(pool, taken, plan.groups[pool], generator)
    if plan.strata is not None:
        return cut_strata(pool, taken, plan.strata, generator, plan.title)
    names = list(taken)
    if plan.in_time:
        # The test split is the last; the others keep the order in which they were written.
        names = sorted(reversed(names), key=lambda name: name != "test")
    remaining = pool if plan.in_time else generator.permutation(pool)
    parts: Arrays = {}
    for name in names:
        remaining, parts[name] = remaining[: -taken[name]], remaining[-taken[name] :]
    return {"train": np.sort(remaining), **parts}


def cut_strata(
    pool: "np.ndarray", taken: Mapping[str, int], strata: "np.ndarray", generator: "np.random.Generator", title: str
) -> Arrays:
    """Each split with the same proportions of the classes as the whole."""
    import numpy as np
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
    return {"train": np.sort(pool), **parts}


def cut_groups(
    pool: "np.ndarray", taken: Mapping[str, int], groups: "np.ndarray", generator: "np.random.Generator"
) -> Arrays:
    """Whole groups, as many as reach each split's number of rows."""
    import numpy as np

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
    parts = {name: pool[split_of[group_of] == i] for i, name in enumerate(taken)}
    return {"train": pool[split_of[group_of] == -1], **parts}
