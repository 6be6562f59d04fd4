"""A run's model, ready to be asked: fields by the spec's expressions with what was fitted, then the forward pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from compiler import ir
from compiler.descriptor import ArrayType, DataSet, Evaluation
from compiler.emit import data as emitted_data
from compiler.emit import emit
from compiler.ir.prediction import Question, find_question, functions, narrow_experiment
from compiler.schemas import sounds
from compiler.schemas.tables import Form, form
from compiler.types import Tensor
from runtime import program
from runtime.again.open_run import StoredRun
from runtime.again.predict.records import Wanted
from runtime.data.dataset import computed
from runtime.data.table import Arrays, Table
from runtime.data.windows import Windows, laid_out, reach, take_examples
from runtime.device.placement import forward_batch
from runtime.errors import RunError
from runtime.program import Program

LARGEST_BATCH = 512


def question_of(run: StoredRun, model: str | None = None) -> Question:
    """What the run's predictions answer; raises `RunError` where no model is asked of data, or none of this name."""
    found = find_question(run.experiment, model)
    if found is None:
        known = functions(run.experiment)
        if model is not None:
            has = ", ".join(known) or "none"
            help = f"the spec asks {has} of data"
            raise RunError(f"there is no model `{model}` that is asked of data", place=run.place, help=help)
        help = "judge a model in `evaluate`, such as classification(Net(x), y)"
        raise RunError("the spec asks no model of data, so there is nothing to predict", place=run.place, help=help)
    return found


def wanted_of(run: StoredRun, question: Question) -> Wanted:
    """The columns that a record must have, and what of them is known from training."""
    schema = run.kept.schemas[question.data.name]
    read = question.columns()
    columns = {name: type for name, type in schema.columns.items() if name in read}
    parts = {name: names for name, names in schema.parts.items() if name in columns}
    word, source = question.data.source, question.data.source.config()
    sound = None
    if any(f"*{suffix}" in word.holds for suffix in sounds.SUFFIXES):
        sound = next((name for name, type in columns.items() if type.kind == "real" and type.shape != ()), None)
    return Wanted(
        columns,
        parts,
        categories(run, question),
        form_of(question).missing,
        largest={name: largest for name, (_, largest) in schema.ranges.items()},
        scaled=source.get("size") is not None,
        recoloured=source.get("channels") is not None,
        sound=sound,
        heard={} if sound is None else {**source, "trained": rate(columns[sound], source)},
        groups=groups(question),
    )


def rate(column: Tensor, source: Mapping[str, Any]) -> int | None:
    """How many samples a second the run's sounds had; None where nothing tells."""
    stated, seconds = source["rate"], source["seconds"]
    if stated is None and seconds is not None and column.shape and isinstance(column.shape[0], int):
        return int(column.shape[0] / seconds + 0.5)
    return int(stated) if stated is not None else None


def groups(question: Question) -> tuple[str, ...]:
    """The columns by which stretches of rows were kept apart in training."""
    if all(field.window is None for field in question.data.fields):
        return ()
    fields = {field.name: field.value for field in question.data.fields}
    named = [fields.get(split.by, split.by) for split in question.data.splits if split.by not in (None, "time")]
    found = [value.name if isinstance(value, ir.Column) else value for value in named]
    return tuple(name for name in found if isinstance(name, str))


def categories(run: StoredRun, question: Question) -> dict[str, list[str]]:
    """Of columns of texts that are coded by what the training split held, those texts."""
    fitted = run.told(question.data.name)["fitted"]
    keys = emitted_data.fitted_keys(question.data)
    found: dict[str, list[str]] = {}
    for field in question.fields():
        for value in ir.walk(field.value):
            known = fitted.get(keys.get(id(value), ""), {}).get("categories")
            if isinstance(value, ir.Apply) and known and isinstance(value.inputs[0], ir.Column):
                found[value.inputs[0].name] = list(map(str, known))
    return found


def form_of(question: Question) -> Form:
    """How a table of text is written: as the run's own was, where it was one."""
    source = question.data.source
    return form(source.config()) if {"separator", "missing"} <= source.arguments.keys() else Form()


@dataclass(frozen=True)
class Output:
    """What a model gives for some examples: `array`, these first, and of a ragged one the `lengths`, int32."""

    array: np.ndarray
    lengths: np.ndarray | None = None

    def part(self, rows: slice) -> "Output":
        """That of some of the examples."""
        return Output(self.array[rows], None if self.lengths is None else self.lengths[rows])


def unusable(outputs: Sequence[Output]) -> np.ndarray:
    """Of which examples an output is no number, or larger than any: bool [examples]."""
    wrong = np.zeros(len(outputs[0].array), bool)
    for array in (output.array for output in outputs if output.array.dtype.kind == "f"):
        flat = array.reshape(len(array), -1)
        wrong |= (np.isnan(flat) | np.isposinf(flat)).any(axis=1)
    return wrong


def no_answer(place: str) -> RunError:
    """What is said of an example whose output is unusable."""
    return RunError(
        "what the model says of this example is not a finite number",
        place=place,
        help="look for values unlike those trained on (a number beyond an embedding's, a huge one); "
        "--on-error skip leaves such records out",
    )


@dataclass(frozen=True)
class Predictor:
    """Answers a question with a run's weights; all batches have one size, so that one forward pass is compiled."""

    run: StoredRun
    question: Question

    @cached_property
    def program(self) -> Program:
        """The program that computes the prediction and nothing else."""
        names = [field.name for field in self.question.fields()]
        files = emit(narrow_experiment(self.run.experiment, self.question), only={self.question.data.name: names})
        return program.load(files, self.run.folder / "prediction.py")

    @property
    def data(self) -> DataSet:
        return self.program.experiment.data[0]

    @property
    def evaluation(self) -> Evaluation:
        return self.program.experiment.evaluations[0]

    @cached_property
    def types(self) -> dict[str, ArrayType]:
        """Of every field of the data set, with what the data told: the label's too."""
        return self.run.types(self.question.data.name)

    @cached_property
    def models(self) -> Any:
        return self.run.models

    @cached_property
    def fit(self) -> Any:
        return self.run.fit(self.question.data.name)

    @property
    def batch(self) -> int:
        """How many examples are answered at once."""
        return min(LARGEST_BATCH, forward_batch(self.program.experiment.largest_batch))

    def size_for(self, examples: int) -> int:
        """How many examples a batch is filled up to where there are so few that it would be mostly filling."""
        return min(self.batch, 1 << max(examples - 1, 0).bit_length())

    @property
    def outputs(self) -> list[ArrayType]:
        """The types of the outputs."""
        return [item.inputs[0].type for item in self.evaluation.items]

    @property
    def windows(self) -> Windows:
        return self.data.windows

    @property
    def reach(self) -> int:
        """How many rows an example is made of."""
        return reach(self.windows)

    @property
    def stride(self) -> int:
        """How many rows after an example's first the next one begins."""
        return self.data.stride

    def fields(self, table: Table) -> tuple[Arrays, np.ndarray]:
        """The fields of every row, in the run's number types, and which row each of their values is of.

        Raises:
            RunError: a row does not fit.
        """
        data = self.data
        types = {name: self.types[name] for name in data.fields}
        try:
            arrays, _, rows = computed(self.program[data.columns], table, self.fit, data, types)
            return arrays, rows
        except RunError:
            raise
        except Exception as error:
            known = program.explain(error, self.program)
            raise known or error from None if known else error

    @cached_property
    def compiled(self) -> Any:
        import jax
        from flax import nnx

        models, outputs = self.models, self.program[self.evaluation.outputs]

        def forward(weights: Any, statistics: Any, batch: Any, number: Any) -> Any:
            merged = nnx.merge(models.graph, weights, statistics)
            key = jax.random.fold_in(jax.random.key(0), number)
            return program.apply(outputs, merged, batch, key)

        return jax.jit(forward)

    def answer(self, fields: Arrays, starts: np.ndarray, number: int, size: int) -> list[Output]:
        """Each output for the examples that begin at `starts`, at most `size`; `number` is the batch's.

        All are computed as one batch of `size` examples, filled up with the first.
        """
        filled = np.concatenate([starts, np.repeat(starts[:1], size - len(starts))])
        numeric = {name: values for name, values in fields.items() if values.dtype.kind in "fiub"}
        laid, rows = laid_out(numeric, filled, self.windows)
        batch = take_examples(laid, rows, self.windows)
        models = self.models
        try:
            found = self.compiled(models.weights, models.statistics, batch, np.int32(number))
        except Exception as error:
            known = program.explain(error, self.program)
            raise known or error from None if known else error
        return [
            Output(
                whole(np.asarray(value), type, size)[: len(starts)],
                np.asarray(lengths[0])[: len(starts)] if lengths else None,
            )
            for (value, *lengths), type in zip(found, self.outputs, strict=True)
        ]


def whole(value: np.ndarray, type: ArrayType, rows: int) -> np.ndarray:
    """A value with the batch axis; one that no example changes stands for each of them."""
    return np.broadcast_to(value, (rows, *value.shape)) if value.ndim == len(type.sizes) else value
