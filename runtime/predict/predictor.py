"""A run's model, ready to be asked: fields by the spec's expressions with what was fitted, then the forward pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from compiler import ir
from compiler.emit import data as emitted_data
from compiler.emit import emit
from compiler.prediction import Question, asked, columns_of_new_data, functions, narrowed
from compiler.schemas.tables import Form, form
from runtime import programs
from runtime.data import computed
from runtime.errors import RunError
from runtime.load import StoredRun
from runtime.placement import forward_batch
from runtime.predict.records import Wanted
from runtime.tables import Arrays, Table
from runtime.windows import laid_out, reach, taken

LARGEST_BATCH = 512


def question_of(run: StoredRun, model: str | None = None) -> Question:
    """What the run's predictions answer; raises `RunError` where no model is asked of data, or none of this name."""
    found = asked(run.experiment, model)
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
    read = {value.name for value in columns_of_new_data(*(field.value for field in question.fields()))}
    columns = {name: type for name, type in schema.columns.items() if name in read}
    parts = {name: names for name, names in schema.parts.items() if name in columns}
    source = question.data.source.config()
    return Wanted(
        columns,
        parts,
        categories(run, question),
        form_of(question).missing,
        scaled=source.get("size") is not None,
        recoloured=source.get("channels") is not None,
    )


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
    return form(source.config()) if {"separator", "encoding"} <= source.arguments.keys() else Form()


@dataclass(frozen=True)
class Predictor:
    """Answers a question with a run's weights; all batches have one size, so that one forward pass is compiled."""

    run: StoredRun
    question: Question

    @cached_property
    def described(self) -> dict[str, Any]:
        """The EXPERIMENT of the program that computes the prediction and nothing else."""
        names = [field.name for field in self.question.fields()]
        text = emit(narrowed(self.run.experiment, self.question), only={self.question.data.name: names})
        return programs.loaded(text, self.run.folder / "prediction.py")

    @cached_property
    def data(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.described["data"][0]
        return found

    @cached_property
    def types(self) -> dict[str, dict[str, Any]]:
        known = self.run.types(self.question.data.name)
        return {name: known[name] for name in self.data["fields"]}

    @cached_property
    def models(self) -> Any:
        return self.run.models

    @cached_property
    def fit(self) -> Any:
        return self.run.fit(self.question.data.name)

    @property
    def batch(self) -> int:
        """How many examples are answered at once."""
        most = max((phase["batch"] for phase in self.described["phases"]), default=250)
        return min(LARGEST_BATCH, forward_batch(most))

    def size_for(self, examples: int) -> int:
        """How many examples a batch is filled up to where there are so few that it would be mostly filling."""
        return min(self.batch, 1 << max(examples - 1, 0).bit_length())

    @property
    def inputs(self) -> Any:
        """The program's descriptions of the outputs."""
        return self.described["evaluations"][0]["items"][0]["inputs"]

    @property
    def windows(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.data.get("windows", {})
        return found

    @property
    def reach(self) -> int:
        """How many rows an example is made of."""
        return reach(self.windows)

    def fields(self, table: Table) -> Arrays:
        """The fields of every row, in the run's number types.

        Raises:
            RunError: a row does not fit.
        """
        try:
            return computed(self.data["columns"], table, self.fit, self.types, self.windows)[0]
        except RunError:
            raise
        except Exception as error:
            known = programs.explain(error, self.run.folder / "prediction.py")
            raise known or error from None if known else error

    def examples(self, rows: int) -> np.ndarray:
        """The rows where examples begin: all, or where there is room for the windows."""
        last = rows - self.reach + 1
        return np.arange(0, max(last, 0), self.data.get("stride", 1))

    @cached_property
    def compiled(self) -> Any:
        import jax
        from flax import nnx

        models, outputs = self.models, self.described["evaluations"][0]["outputs"]

        def forward(weights: Any, statistics: Any, batch: Any, number: Any) -> Any:
            merged = nnx.merge(models.graph, weights, statistics)
            key = jax.random.fold_in(jax.random.key(0), number)
            return programs.apply(outputs, merged, batch, key, training=False)[0]

        return jax.jit(forward)

    def answer(self, fields: Arrays, starts: np.ndarray, number: int = 0, size: int | None = None) -> list[np.ndarray]:
        """Each output for the examples that begin at `starts`, rows first; `number` is the batch's.

        All are computed as one batch of `size` examples, filled up with the first.
        """
        size = size or self.batch
        filled = np.concatenate([starts, np.repeat(starts[:1], size - len(starts))])
        numeric = {name: values for name, values in fields.items() if values.dtype.kind in "fiub"}
        laid, rows = laid_out(numeric, filled, self.windows)
        batch = taken(laid, rows, self.windows)
        models = self.models
        try:
            found = self.compiled(models.weights, models.statistics, batch, np.int32(number))
        except Exception as error:
            known = programs.explain(error, self.run.folder / "prediction.py")
            raise known or error from None if known else error
        return [
            whole(np.asarray(value), kind["shape"], size)[: len(starts)]
            for value, kind in zip(found, self.inputs, strict=True)
        ]


def whole(value: np.ndarray, shape: Sequence[Any], rows: int) -> np.ndarray:
    """A value with the batch axis; one that no example changes stands for each of them."""
    return np.broadcast_to(value, (rows, *value.shape)) if value.ndim == len(shape) else value
