"""The arguments of `train`, `evaluate` and `split`, declared as those of every other word."""

from typing import Any

from compiler.vocabulary.base import Word, arg


class Section(Word, abstract=True):
    """A statement with arguments of its own."""

    namespace = "section"
    chapter = "Sections"
    role = "section"


class Train(Section):
    """One phase of learning: passes over a split in batches, with one gradient step of every `minimize` a batch.

    Measures in its body are taken on the validation split at the end of each epoch: they are what to watch, and `best`
    and `stop_early` may go by one of them.  Batches go on across the ends of epochs, so each example is used exactly
    once an epoch and none is left over; what is too little for one more batch after the last epoch is left out.
    """

    epochs: int = arg("passes over the examples; an epoch uses each of them once", at_least=1)
    batch: int = arg("examples in a step", at_least=1)
    seed: int = arg("start of all random numbers: initial weights, order of the examples, dropout", 0, at_least=0)
    on: str = arg("the split to learn from", "train")
    precision: str = arg(
        "of activations and gradients; weights, optimizer, losses and evaluation stay f32",
        "f32",
        choices=("f32", "bf16"),
    )
    accumulate: int = arg(
        "batches whose gradients are averaged for one step of the optimizer, as of a batch so many times larger "
        "(batch norm's statistics stay those of each batch)",
        1,
        at_least=1,
    )
    ema: float | None = arg(
        "evaluate an average of the weights instead of the last ones (Polyak & Juditsky, 1992), which keeps this share "
        "of itself at each step, less in the first ones: (1 + step) / (10 + step); the phase ends with the average",
        None,
        above=0,
        below=1,
    )
    stop_early: float | None = arg("end when so many epochs have brought no better validation", None, above=0)
    best: str | None = arg(
        "end with the weights that were best on the validation split by `loss` or by a measure of the body; "
        "with `stop_early` it is `loss` where nothing else is said",
        None,
    )
    validate_every: int | None = arg(
        "look at the validation split every so many steps, not once an epoch", None, at_least=1
    )
    data: Any = arg("the data set, where the fields used do not tell", None)


class Evaluate(Section):
    """What the report holds: measures and pictures of one split."""

    on: str = arg("the split to judge on: `test`, `validation`, `train`, a split's name, or `all`", "test")
    data: Any = arg("the data set, where the fields used do not tell", None)


class Split(Section):
    """Parts of the data set kept apart from training, as fractions: `split validation = 10%, test = 20%`.

    Parts are drawn at random, or cut in the order of `time`, or so that all examples of one value of a column stay
    together (`by = patient`), or chosen by a column's values: `split on = fold, validation = [4], test = [5]`. Several
    `split`s follow one another, each taking from what the ones before left to train on. Where nothing else is said,
    20% of the examples are the `test` split, unless the source brings one; `test = 0%` joins the source's to `train`.
    A part of another name that a `train` learns from, `train probe(on = labelled)`, is a part of `train` too; what no
    phase learns from is in no phase's training examples. Nothing is ever fitted on a part that is held out.
    """

    open_arguments = True
    by: str | None = arg(
        "`random`, or `time`: the last examples, in their order, or a column whose values each stay in one part; "
        "windows are cut in the order of time where nothing is said",
        None,
    )
    order: str | None = arg(
        "the column that tells the time, for `by = time`; without it, the source's order does", None
    )
    stratify: str | None = arg("a field whose classes keep their proportions in every part", None)
    on: str | None = arg("a column by whose values the parts are chosen: they are lists of them then", None)
    seed: int = arg("start of the random draw", 0, at_least=0)
