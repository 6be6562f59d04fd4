"""The arguments of `train`, `evaluate` and `split`, declared as those of every other word."""

from typing import Any

from compiler.vocabulary.base import Word, arg


class Section(Word, abstract=True):
    """A statement with arguments of its own."""

    namespace = "section"
    chapter = "Sections"
    role = "section"


class Train(Section):
    """One phase of learning: passes over a split in batches, with one gradient step of every `minimize` a batch."""

    epochs: int = arg("passes over the examples; an epoch uses each of them once", at_least=1)
    batch: int = arg("examples in a step", at_least=1)
    seed: int = arg("start of all random numbers: initial weights, order of the examples, dropout", 0, at_least=0)
    on: str = arg("the split to learn from", "train")
    precision: str = arg("of activations and gradients; weights stay f32", "f32", choices=("f32", "bf16"))
    data: Any = arg("the data set, where the fields used do not tell", None)


class Evaluate(Section):
    """What the report holds: measures and pictures of one split."""

    on: str = arg("the split to judge on: `test`, `validation`, `train`, a split's name, or `all`", "test")
    data: Any = arg("the data set, where the fields used do not tell", None)


class Split(Section):
    """Parts of the data set kept apart from training, as fractions: `split validation = 10%, test = 20%`."""

    open_arguments = True
    by: str = arg(
        "`time`: the last examples, in their order; otherwise they are drawn at random",
        "random",
        choices=("random", "time"),
    )
    stratify: str | None = arg("a field whose classes keep their proportions in every part", None)
    seed: int = arg("start of the random draw", 0, at_least=0)
