"""What a model's numbers mean: classes by their names with probabilities, numbers in the units of the data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from compiler import ir
from compiler.descriptor import ArrayType
from compiler.emit.data import fitted_keys
from compiler.emit.descriptor import array_type
from compiler.emit.inverse import moved_from, of_prediction
from compiler.ir.prediction import Head, Question
from compiler.types import Tensor
from runtime.again.predict.predictor import Output
from runtime.data.features.texts import token_names
from runtime.data.table import as_objects
from runtime.evaluate.measures.class_predictions import binary_logit, log_probabilities, plain_names
from runtime.evaluate.units import undone

MOST_NAMED = 100
"""Of more classes only the most likely is written."""


@dataclass(frozen=True)
class Answers:
    """What one head answers to some examples: arrays with an entry for each.

    Attributes:
        values: by name; of the only head, where it is no record, "prediction".  Classes are their names, or indices
            without such; ids of tokens are the tokens' texts.
        probability: of the predicted class; None where it is no classification, or the model gives none.
        probabilities: of every class, last axis.
        names: of the classes; of classes without names their numbers.
        prefix: of the names of what is said beside the values: "" of the only head, else as in "species_".

    What differs in length from example to example is an array of objects, an array for each.
    """

    values: Mapping[str, np.ndarray]
    probability: np.ndarray | None = None
    probabilities: np.ndarray | None = None
    names: tuple[str, ...] = ()
    prefix: str = ""


@dataclass(frozen=True)
class Meaning:
    """How a head's outputs become answers.

    Attributes:
        outputs: their names; "" of a model without a record.
        described: the type of the prediction.
        label: that of its label; None where it is no classification.
        link: what makes probabilities of it: "softmax", "sigmoid", "".
        undo: brings numbers back to the units of the source's column; None where they stay as they are.
        name: the head's; "" of the only one.
        tokens: what each id of the label stands for; () where it holds no tokens.
    """

    outputs: tuple[str, ...]
    described: ArrayType
    label: ArrayType | None = None
    link: str = ""
    undo: Callable[[np.ndarray], np.ndarray] | None = None
    name: str = ""
    tokens: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the values are called."""
        return self.name or "prediction"

    @property
    def prefix(self) -> str:
        """What the names of all else begin with."""
        return f"{self.name}_" if self.name else ""

    def __call__(self, found: Sequence[Output]) -> Answers:
        if self.outputs != ("",):
            arrays = (cut(output.array, output.lengths) for output in found)
            before = f"{self.name}." if self.name else ""
            return Answers({before + name: array for name, array in zip(self.outputs, arrays, strict=True)})
        ((array, lengths),) = ((output.array, output.lengths) for output in found)
        if self.label is None:
            return Answers({self.title: cut(array if self.undo is None else self.undo(array), lengths)})
        answers = self.classes(array, self.label)
        return replace(
            answers,
            values={name: cut(values, lengths) for name, values in answers.values.items()},
            probability=None if answers.probability is None else cut(answers.probability, lengths),
            probabilities=None if answers.probabilities is None else cut(answers.probabilities, lengths),
        )

    def classes(self, array: np.ndarray, label: ArrayType) -> Answers:
        """Decisions, with the probabilities that they rest on where the model gives them."""
        several = self.described.kind == "real" and len(self.described.sizes) > len(label.sizes)
        count = array.shape[-1] if several else label.classes if isinstance(label.classes, int) else 2
        if self.tokens:
            most = count if several else int(array.max(initial=0)) + 1
            names = (*self.tokens, *map(str, range(len(self.tokens), most)))[: count if several else None]
        else:
            names = plain_names(label, self.described, count)
        unnamed = label.kind == "int" or len(label.class_names) != count
        bare = not self.tokens and label.kind != "bool" and unnamed
        if self.described.kind != "real":
            return Answers(
                {self.title: named(array.astype(np.int64), names, bare, label)}, names=names, prefix=self.prefix
            )
        if several:
            decisions = array.argmax(axis=-1)
            chances = self.shares(array)
        else:
            logit = binary_logit(array.astype(np.float64), self.described.meaning, "prediction")
            decisions = (logit > 0).astype(np.int64)
            chances = None
            if self.link == "sigmoid" or self.described.meaning in ("probability", "log_probability"):
                second = 1 / (1 + np.exp(-logit))
                chances = np.stack([1 - second, second], axis=-1)
        if chances is None:
            decided = named(decisions, names, bare, label)
            return Answers({self.title: decided, f"{self.prefix}score": array}, names=names, prefix=self.prefix)
        most = np.take_along_axis(chances, decisions[..., None], axis=-1)[..., 0]
        return Answers({self.title: named(decisions, names, bare, label)}, most, chances, names, self.prefix)

    def shares(self, array: np.ndarray) -> np.ndarray | None:
        meaning = self.described.meaning
        if self.link == "softmax" or meaning in ("probability", "log_probability"):
            flat = array.reshape(-1, array.shape[-1]).astype(np.float64)
            chances: np.ndarray = np.exp(log_probabilities(flat, meaning, "prediction")).reshape(array.shape)
            return chances
        return None


def cut(values: np.ndarray, lengths: np.ndarray | None) -> np.ndarray:
    """Each example's values without what fills them up to the longest."""
    if lengths is None:
        return values
    return as_objects([own[:length] for own, length in zip(values, lengths.tolist(), strict=True)])


def named(decisions: np.ndarray, names: tuple[str, ...], bare: bool, label: ArrayType) -> np.ndarray:
    """The classes' names; truth values and classes without names as they are."""
    if label.kind == "bool":
        return decisions.astype(bool)
    if bare:
        return decisions
    chosen: np.ndarray = np.array(names, dtype=object)[decisions]
    return chosen


def undo_of(
    head: Head, data: ir.DataSet, keys: Mapping[int, str], fit: Any
) -> Callable[[np.ndarray], np.ndarray] | None:
    """What brings a predicted field back to the column that it was computed from; None where nothing does."""
    if head.label is None or head.link:
        return None
    found = of_prediction(head.value, head.label, data, keys)
    return None if found is None else lambda array: undone(found.expression, array, fit)


def meanings_of(
    question: Question, outputs: Sequence[ArrayType], types: Mapping[str, ArrayType], fit: Any = None
) -> Callable[[Sequence[Output]], tuple[Answers, ...]]:
    """What makes answers, each head's, of the outputs of a question.

    Args:
        outputs: their types.
        types: those of the data set's fields, with what the data told.
        fit: what its features learned.
    """
    meanings: list[tuple[slice, Meaning]] = []
    keys = fitted_keys(question.data)
    start = 0
    for head in question.heads:
        part = slice(start, start + len(head.outputs()))
        meanings.append((part, meaning_of(head, question.data, keys, outputs[start], types, fit)))
        start = part.stop
    return lambda found: tuple(meaning(found[part]) for part, meaning in meanings)


def meaning_of(
    head: Head,
    data: ir.DataSet,
    keys: Mapping[int, str],
    output: ArrayType,
    types: Mapping[str, ArrayType],
    fit: Any,
) -> Meaning:
    """How a head's outputs become answers.

    `keys` are the names under which what is fitted is kept, `output` is the type of the first output.
    """
    names = tuple(name for name, _ in head.outputs())
    label = head.label
    if label is None or not isinstance(label.type, Tensor) or label.type.kind not in ("class", "bool", "int"):
        return Meaning(names, output, undo=undo_of(head, data, keys, fit), name=head.name)
    tokens = tokens_of(label, data, keys, fit)
    if label.type.kind == "int" and not head.link and not (tokens and output.kind == "int"):
        return Meaning(names, output, name=head.name)
    told = types.get(label.name) if isinstance(label, ir.Column) else None
    return Meaning(names, output, told or array_type(label.type), head.link, name=head.name, tokens=tokens)


def tokens_of(label: ir.Value, data: ir.DataSet, keys: Mapping[int, str], fit: Any) -> tuple[str, ...]:
    """What the ids of a label stand for, where it is a field of tokens or moved from one; () elsewhere."""
    column = moved_from(label)
    field = next((field for field in data.fields if isinstance(column, ir.Column) and field.name == column.name), None)
    if field is None or fit is None:
        return ()
    learned = fit.state.get(keys.get(id(moved_from(field.value)), ""), {})
    return token_names(learned) if "vocabulary" in learned else ()
