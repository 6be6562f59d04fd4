"""A run in Python: its numbers, weights and history, and its models as functions.  `dlc.load_run` gives one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compiler import ir
from compiler.descriptor.json import to_json
from compiler.emit import methods
from runtime import program as programs
from runtime.again.open_run import StoredRun, open_run
from runtime.errors import RunError
from runtime.run_folder import history
from runtime.run_folder import report as reports

if TYPE_CHECKING:
    import numpy as np

    from runtime.again.predict.answers import Answers


@dataclass(frozen=True)
class Model:
    """A model of a run, in inference mode: `model(x)` of fields as the spec computes them, a batch of examples first.

    A `def` of the model is an attribute: `model.encode(x)`.  Random draws follow from `seed`, 0 where it is not given.
    """

    run: "Run"
    name: str
    function: str = "__call__"

    def __call__(self, *inputs: Any, seed: int = 0) -> Any:
        """The function's value, as NumPy arrays: of a record, a mapping.

        Raises:
            RunError: the model cannot take these inputs.
        """
        import jax
        import numpy as np

        described = self.described
        if len(inputs) != len(described.inputs):
            wanted = ", ".join(f"{one.name}: {one.type}" for one in described.inputs)
            raise RunError(f"`{self.title}` takes {len(described.inputs)} inputs ({wanted}), not {len(inputs)}")
        shapes = [np.shape(given) for given in inputs]
        form = next((i for i, one in enumerate(self.forms) if fits(one, shapes)), 0)
        for found, one in zip(shapes, self.forms[form].inputs, strict=True):
            verify_shape(self.title, one, found)
        models = self.run.stored.models
        try:
            found = compiled(self, form)(models.weights, models.statistics, jax.random.key(seed), *inputs)
        except Exception as error:
            known = programs.explain(error, self.run.stored.program)
            raise known or error from None if known else error
        return jax.tree.map(np.asarray, found)

    def __getattr__(self, name: str) -> "Model":
        if self.function != "__call__" or name not in self.functions:
            raise AttributeError(f"`{self.title}` has no function `{name}`")
        return Model(self.run, self.name, name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.functions]

    @property
    def title(self) -> str:
        return self.name if self.function == "__call__" else f"{self.name}.{self.function}"

    @property
    def functions(self) -> tuple[str, ...]:
        """The names of the model's `def`s."""
        return tuple(name for name in self.module.names if name != "__call__")

    @property
    def module(self) -> ir.Module:
        return next(module for module in self.run.stored.experiment.models if module.name == self.name)

    @property
    def described(self) -> ir.Function:
        return self.module.function(self.function)

    @property
    def forms(self) -> tuple[ir.Function, ...]:
        """The function for each of the shapes of its inputs that the spec has."""
        return tuple(one for one in self.module.functions if one.name == self.function)

    @property
    def weights(self) -> "dict[str, np.ndarray]":
        """The model's weights and statistics by their paths."""
        return {path: array for path, array in self.run.weights.items() if path.split("/")[0] == self.name}

    def __repr__(self) -> str:
        inputs = ", ".join(f"{one.name}: {one.type}" for one in self.described.inputs)
        return f"{self.title}({inputs}) -> {self.described.result.type}"


def compiled(model: Model, form: int) -> Any:
    """The function in one of its forms, compiled once for each shape of its inputs."""
    known = model.run.compiled
    method = methods.names_of(model.run.stored.experiment, model.module, model.function)[form]
    title = f"{model.name}.{method}"
    if title not in known:
        import jax
        from flax import nnx

        graph = model.run.stored.models.graph

        def call(weights: Any, statistics: Any, key: Any, *inputs: Any) -> Any:
            models = nnx.merge(graph, weights, statistics)
            owner = models[model.name] if isinstance(models, dict) else getattr(models, model.name)
            return programs.apply(lambda *_: getattr(owner, method)(*inputs), models, {}, key)

        known[title] = jax.jit(call)
    return known[title]


def verify_shape(title: str, wanted: ir.Input, found: tuple[int, ...]) -> None:
    """Raise `RunError` where an input has not the batch axis and an example's shape behind it."""
    shape = getattr(wanted.type, "shape", None)
    if shape is not None and not fits_one(wanted, found):
        sizes = ", ".join(map(str, ("examples", *shape)))
        help = "put the axis of the examples in front: x[None] is a batch of one"
        raise RunError(f"`{title}` takes `{wanted.name}` as [{sizes}], not {list(found)}", help=help)


def fits(function: ir.Function, found: Sequence[tuple[int, ...]]) -> bool:
    """Whether arrays of these shapes are what a function takes."""
    return all(map(fits_one, function.inputs, found))


def fits_one(wanted: ir.Input, found: tuple[int, ...]) -> bool:
    shape = getattr(wanted.type, "shape", None)
    return shape is None or (
        len(found) == len(shape) + 1
        and all(not isinstance(size, int) or size == given for size, given in zip(shape, found[1:], strict=True))
    )


class Run(Mapping[str, Model]):
    """What a run left, from Python.

        run = dlc.load_run("runs/iris-20260131-120000")
        run.Net(x)                      # a model is an attribute, and an entry: run["Net"]
        run.predict({"features": x})    # from the source's columns, by the spec's own features
        run.weights["Net/dense1/kernel"]

    Attributes:
        folder: the run's.
        stored: the run as `runtime.again.open_run` gives it.
        compiled: the models' compiled functions by name.
    """

    def __init__(self, stored: StoredRun) -> None:
        self.folder = stored.folder
        self.stored = stored
        self.compiled: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """The spec's."""
        return self.stored.experiment.name

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What must be known of it: another version of dlc, training that did not end."""
        return (*self.stored.notes, *self.stored.models.notes)

    @property
    def hypers(self) -> dict[str, Any]:
        return dict(self.stored.experiment.hypers)

    @property
    def spec(self) -> str:
        """The spec's text."""
        return self.stored.experiment.source.text

    @property
    def program(self) -> str:
        """The Flax and Optax program that the spec compiles to."""
        return self.stored.files.text

    @cached_property
    def history(self) -> list[dict[str, Any]]:
        """The lines of history.jsonl, a mapping for each epoch."""
        return [to_json(line) for line in history.read(self.stored.folder)]

    @cached_property
    def report(self) -> dict[str, Any]:
        """Every number of the report; {} where the run ended before it."""
        return dict(reports.read(self.stored.folder).values or {})

    @cached_property
    def measures(self) -> dict[str, float]:
        """The headline of each measure, by the measure's text: `classification(Net(x), y)`."""
        return {
            item["title"]: item["headline"]["value"]
            for evaluation in self.report.get("evaluations", ())
            for item in evaluation["items"]
            if isinstance(item.get("headline"), dict)
        }

    @cached_property
    def weights(self) -> "dict[str, np.ndarray]":
        """Every weight and statistic by its path: `Net/dense1/kernel`."""
        return self.stored.models.by_path()

    @property
    def models(self) -> dict[str, Model]:
        """The models by name."""
        return dict(self)

    def predict(self, data: Any, model: str | None = None) -> Any:
        """What a model says of new data, given as the source's columns; see `dlc predict`.

        Args:
            data: a pandas or polars frame, a mapping of columns to arrays, or a list of mappings, one for each example.
            model: "Net" or "AE.encode"; None: what `evaluate` judges.

        Returns:
            For a frame a frame of the same kind; else a mapping: "prediction", of a classifier also "probability" and
            "probabilities" [examples, classes].  Where several outputs are judged, each goes by its name: "species",
            "species_probability", "species_probabilities".  Where examples are stretches of rows there is an answer
            for each stretch, which a frame of pandas gives under the index of its last row.

        Raises:
            RunError: a column is missing or not as it was in training, with the example's number.
        """
        from runtime.again.predict.in_memory import answers
        from runtime.data.frames import columns_of, like, records_of

        columns = columns_of(data)
        rows, found = answers(self.stored, records_of(columns), model)
        return like(data, flat(found, frame=columns.frame), rows)

    def evaluate(self, data: Any = None, on: str | None = None) -> dict[str, Any]:
        """The measures anew, as `dlc evaluate`: the numbers of a report, nothing is written.

        `data` is a file or folder, or columns as `dlc.run` takes them; None: what the run was trained on.
        """
        import json

        from runtime.again.reevaluate import evaluate_run
        from runtime.data.sources.columns import tables_by_name
        from runtime.report.numbers import as_json

        path = Path(data) if isinstance(data, str | Path) else None
        given = path if path or data is None else tables_by_name(data)
        result = evaluate_run(self.stored, data=given, on=on, command="run.evaluate()")
        found: dict[str, Any] = json.loads(as_json(result))
        return found

    def __getattr__(self, name: str) -> Model:
        if name.startswith("__") or name not in self:
            raise AttributeError(f"the run of {self.__dict__['folder']} has no model `{name}`")
        return self[name]

    def __getitem__(self, name: str) -> Model:
        if name not in list(self):
            raise KeyError(name)
        return Model(self, name)

    def __iter__(self) -> Iterator[str]:
        return (module.name for module in self.stored.experiment.models)

    def __len__(self) -> int:
        return len(self.stored.experiment.models)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __repr__(self) -> str:
        return f"<run of {self.name}: {', '.join(map(repr, self.values()))}; {self.folder}>"

    def _repr_html_(self) -> str:
        """A small table, for notebooks."""
        rows = [(title, f"{value:.4g}") for title, value in self.measures.items()]
        rows += [(repr(model), f"{size_of(model):,} weights") for model in self.values()]
        rows += [("note", note) for note in self.stored.notes]
        cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
        return f"<table><caption>{escape(self.name)}, {escape(str(self.folder))}</caption>{cells}</table>"


def size_of(model: Model) -> int:
    from compiler.ir.count import weights_of

    found = weights_of(model.module)
    return found if isinstance(found, int) else 0


def flat(answers: "Sequence[Answers]", frame: bool) -> dict[str, Any]:
    """The heads' answers as columns; for a frame each class's probability is one of its own."""
    found: dict[str, Any] = {}
    for head in answers:
        found |= head.values
        if head.probability is not None:
            found[f"{head.prefix}probability"] = head.probability
        if head.probabilities is not None:
            if frame and head.probabilities.dtype != object and head.probabilities.ndim == 2:
                found |= {f"{head.prefix}p_{name}": head.probabilities[:, i] for i, name in enumerate(head.names)}
            else:
                found[f"{head.prefix}probabilities"] = head.probabilities
    return found


def load(folder: str | Path) -> Run:
    """The run in a folder; raises `RunError` where it is none."""
    return Run(open_run(folder))


__all__: Sequence[str] = ("Model", "Run", "load")
