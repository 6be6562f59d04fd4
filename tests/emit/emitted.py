"""Emitted programs in tests: compiled from a text, loaded, and run for a step on random data."""

import importlib.util
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import jax
import numpy as np
from flax import nnx

from compiler import ir
from compiler.emit import emit
from compiler.pipeline import compile_text
from dsl.spans import Source
from runtime.data.padding import length_of
from runtime.data.sizes import initialised
from runtime.program import part

ROWS = 6
SIZE = 5
"""What stands for sizes that only the data tell."""
QUICK = {"xla_backend_optimization_level": 0}


def experiment(text: str, name: str = "spec.dl") -> ir.Experiment:
    compiled = compile_text(Source(name, text))
    assert compiled.experiment is not None, compiled.diagnostics
    return compiled.experiment


def program(text: str, name: str = "spec.dl") -> str:
    return emit(experiment(text, name))


def load(text: str, folder: Path, name: str = "program") -> ModuleType:
    file = folder / f"{name}.py"
    file.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(f"emitted_{name}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_fields(fields: Mapping[str, Mapping[str, Any]], rows: int = ROWS, seed: int = 0) -> dict[str, np.ndarray]:
    """Fields as the runtime hands them over, of random values."""
    generator = np.random.default_rng(seed)
    draw: dict[str, Callable[[tuple[int, ...], Any], np.ndarray]] = {
        "real": lambda shape, _: generator.random(shape, np.float32),
        "class": lambda shape, classes: generator.integers(0, classes, shape, np.int32),
        "int": lambda shape, _: generator.integers(0, 3, shape, np.int32),
        "bool": lambda shape, _: generator.random(shape) < 0.5,
    }
    shapes = {key: tuple(n if isinstance(n, int) else SIZE for n in type["shape"]) for key, type in fields.items()}
    return {key: draw[type["kind"]]((rows, *shapes[key]), type.get("classes")) for key, type in fields.items()}


def started(described: Mapping[str, Any], size: int = SIZE) -> tuple[Any, Any, Any]:
    """The graph, weights and statistics that a program begins with; `size` stands for what only the data tell."""
    return initialised(described, 0, lambda data: defaultdict(lambda: {"classes": size, "shape": (size,) * 4}))


def fields_of(described: Mapping[str, Any], section: Mapping[str, Any]) -> dict[str, np.ndarray]:
    data = next(item for item in described["data"] if item["name"] == section["data"])
    return {**random_fields(data["fields"]), **lengths_of(data)}


def lengths_of(data: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """How long the examples of ragged fields are."""
    return {length_of(name): np.arange(1, ROWS + 1, dtype=np.int32) for name in data.get("ragged", ())}


def stored_of(described: Mapping[str, Any], section: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """The fields as a step reads them: of windows their base, with rows for the last one's end."""
    data = next(item for item in described["data"] if item["name"] == section["data"])
    windows = data.get("windows", {})
    base = {
        key: {**type, "shape": type["shape"][1:]} if key in windows else type for key, type in data["fields"].items()
    }
    rows = ROWS + max((last for _, last in windows.values()), default=0)
    return {**random_fields(base, rows), **lengths_of(data)}


def run_steps(described: Mapping[str, Any], phase: Mapping[str, Any], count: int = 1) -> tuple[Any, Any, np.ndarray]:
    """The weights before, the state after `count` steps, and their losses [count, objectives]."""
    graph, weights, statistics = started(described)
    optimizers = [make(10) for make in phase["optimizers"]]
    parts = [part(weights, names) for names in phase["trains"]]
    begin = jax.jit(lambda parts: [make.init(part) for make, part in zip(optimizers, parts, strict=True)])
    state = {
        "weights": weights,
        "statistics": statistics,
        "optimizers": tuple(begin.lower(parts).compile(QUICK)(parts)),
        "step": np.int32(0),
    }
    if phase.get("ema"):
        state["average"] = {"weights": weights, "statistics": statistics}
    fields = stored_of(described, phase)
    rows = np.arange(ROWS, dtype=np.int32)[None]
    state = jax.tree.map(jax.numpy.array, state)
    run = phase["steps"](graph, optimizers).lower(state, fields, rows).compile(QUICK)
    losses = []
    for _ in range(count):
        state, loss = run(state, fields, rows)
        losses.append(np.asarray(loss)[0])
    return weights, state, np.array(losses)


def output_shapes(described: Mapping[str, Any], evaluation: Mapping[str, Any]) -> list[tuple[tuple[int, ...], ...]]:
    """The shapes that an evaluation's function gives, without the batch axis."""
    graph, weights, statistics = started(described)
    fields = fields_of(described, evaluation)

    def outputs() -> Any:
        random = "rngs" in evaluation["outputs"].__code__.co_varnames
        models = nnx.merge(graph, weights, statistics, copy=True)
        return evaluation["outputs"](models, fields, **({"rngs": nnx.Rngs(0)} if random else {}))

    return [tuple(value.shape[1:] for value in item) for item in jax.eval_shape(outputs)]
