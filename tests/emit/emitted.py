"""Emitted programs in tests: compiled from a text, loaded, and run for a step on random data."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jax
import numpy as np
from flax import nnx

from compiler import ir
from compiler.descriptor import ArrayType, DataSet, Evaluation, Phase
from compiler.emit import emit
from compiler.emit.files import ProgramFiles
from compiler.pipeline import compile_text
from dsl.spans import Source
from runtime.data.padding import length_of
from runtime.data.sizes import initialised
from runtime.data.windows import take_examples
from runtime.program import Program, apply, load
from runtime.train import compiled_step

ROWS = 6
SIZE = 5
"""What stands for sizes that only the data tell."""
QUICK = {"xla_backend_optimization_level": 0}


def experiment(text: str, name: str = "spec.dl") -> ir.Experiment:
    compiled = compile_text(Source(name, text))
    assert compiled.experiment is not None, compiled.diagnostics
    return compiled.experiment


def program(text: str, name: str = "spec.dl") -> ProgramFiles:
    return emit(experiment(text, name))


def loaded(text: str, name: str = "spec.dl") -> Program:
    """A spec's program, ready to be called."""
    return load(program(text, name), Path(f"{abs(hash(text))}.py"))


def loss_of(program: Program) -> Callable[..., Any]:
    """The first loss of a program's first phase."""
    return program[program.experiment.phases[0].objectives[0].loss]


def random_fields(fields: Mapping[str, ArrayType], rows: int = ROWS, seed: int = 0) -> dict[str, np.ndarray]:
    """Fields as the runtime hands them over, of random values."""
    generator = np.random.default_rng(seed)
    draw: dict[str, Callable[[tuple[int, ...], Any], np.ndarray]] = {
        "real": lambda shape, _: generator.random(shape, np.float32),
        "class": lambda shape, classes: generator.integers(0, classes, shape, np.int32),
        "int": lambda shape, _: generator.integers(0, 3, shape, np.int32),
        "bool": lambda shape, _: generator.random(shape) < 0.5,
    }
    shapes = {key: tuple(n if isinstance(n, int) else SIZE for n in type.sizes) for key, type in fields.items()}
    return {key: draw[type.kind]((rows, *shapes[key]), type.classes) for key, type in fields.items()}


def started(program: Program, size: int = SIZE) -> tuple[Any, Any, Any]:
    """The graph, weights and statistics that a program begins with; `size` stands for what only the data tell."""
    return initialised(program, lambda data: defaultdict(lambda: ArrayType((size,) * 4, "class", classes=size)))


def fields_of(program: Program, section: Phase | Evaluation) -> dict[str, np.ndarray]:
    data = program.experiment.data_set(section.data)
    return {**random_fields(data.fields), **lengths_of(data)}


def lengths_of(data: DataSet) -> dict[str, np.ndarray]:
    """How long the examples of ragged fields are."""
    return {length_of(name): np.arange(1, ROWS + 1, dtype=np.int32) for name in data.ragged}


def stored_of(program: Program, section: Phase | Evaluation) -> dict[str, np.ndarray]:
    """The fields as a step reads them: of windows their base, with rows for the last one's end."""
    data = program.experiment.data_set(section.data)
    windows = data.windows
    base = {key: type.without_first_axis() if key in windows else type for key, type in data.fields.items()}
    rows = ROWS + max((last for _, last in windows.values()), default=0)
    return {**random_fields(base, rows), **lengths_of(data)}


def stepping(program: Program, phase: Phase, steps: int = 10) -> tuple[Any, Any]:
    """The compiled step of a phase, one batch a call, and its first state."""
    windows = program.experiment.data_set(phase.data).windows
    placed: Any = SimpleNamespace(batch=partial(take_examples, windows=windows))
    step, _, state = compiled_step.begin(program, replace(phase, fused=1), *started(program), steps, placed)
    return step.compiled(), jax.tree.map(jax.numpy.array, state())


def run_steps(program: Program, phase: Phase, count: int = 1) -> tuple[Any, Any, np.ndarray]:
    """The weights before, the state after `count` steps, and their losses [count, objectives]."""
    fields, rows = stored_of(program, phase), np.arange(ROWS, dtype=np.int32)[None]
    step, state = stepping(program, phase)
    weights = jax.tree.map(np.array, state["weights"])
    run = step.lower(state, fields, rows).compile(QUICK)
    losses = []
    for _ in range(count):
        state, loss = run(state, fields, rows)
        losses.append(np.asarray(loss)[0])
    return weights, state, np.array(losses)


def output_shapes(program: Program, evaluation: Evaluation) -> list[tuple[tuple[int, ...], ...]]:
    """The shapes that an evaluation's function gives, without the batch axis."""
    graph, weights, statistics = started(program)
    fields = fields_of(program, evaluation)

    def outputs() -> Any:
        models = nnx.merge(graph, weights, statistics, copy=True)
        return apply(program[evaluation.outputs], models, fields, jax.random.key(0))

    return [tuple(value.shape[1:] for value in item) for item in jax.eval_shape(outputs)]
