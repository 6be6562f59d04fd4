"""Sizes that only the data tell, such as a vocabulary's: found once the features are fitted, kept with the run."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from compiler.descriptor import ArrayType, Experiment, Model, Size
from runtime.errors import RunError
from runtime.program import Program

Types = Mapping[str, ArrayType]


def with_sizes(
    asked: Mapping[str, str],
    types: Types,
    facts: Mapping[str, Mapping[str, Any]],
    fields: Mapping[str, np.ndarray],
) -> dict[str, ArrayType]:
    """The fields' types with what only the data tell: lengths of axes, and `classes` of the fields asked for it.

    The number of different values is what a feature learned of the training split (`facts`, under the key that `asked`
    holds for the field), else that of the classes, else the largest number + 1.
    """
    told = {name: measured(type, fields.get(name)) for name, type in types.items()}
    for name, key in asked.items():
        if name.endswith("]"):
            continue
        learned = facts.get(key, {}).get("vocabulary")
        count = learned or types[name].classes
        if not isinstance(count, int):
            values = fields[name]
            if values.size and values.min() < 0:
                reason = f"the field `{name}` holds {int(values.min())}, which is no place in a vocabulary"
                raise RunError(reason, help="places are counted from 0")
            count = int(values.max(initial=0)) + 1
        told[name] = replace(told[name], classes=count)
    return told


def measured(type: ArrayType, values: np.ndarray | None) -> ArrayType:
    """A field's type with the lengths of its array's axes where only the data tell them."""
    shape = type.shape
    if values is None or shape is None or all(isinstance(size, int) for size in shape):
        return type
    # Of windows the array is the base.
    return replace(type, shape=shape[: len(shape) - values.ndim + 1] + values.shape[1:])


def size_of(types: Types, asked: str) -> Size | None:
    """What is asked for: "tokens", how many values that field has, or "place.shape[0]", the length of its axis."""
    field, _, axis = asked.partition(".shape[")
    return types[field].sizes[int(axis.removesuffix("]"))] if axis else types[field].classes


def initialised(program: Program, types: Callable[[str], Types]) -> tuple[Any, Any, Any]:
    """The graph, first weights and statistics; `types` gives a data set's types, where models' sizes hang on them."""
    from runtime.train.initialise import initialise

    asked = [(data.name, field) for data in program.experiment.data for field in data.sizes]
    return initialise(program, {f"{data}.{name}": size_of(types(data), name) for data, name in asked})


def count_weights(experiment: Experiment, weights: Mapping[str, Any]) -> Experiment:
    """The descriptor with the numbers of the models' weights where only the data told them."""
    from runtime.run_folder.checkpoint import flatten

    def counted(name: str, model: Model) -> Model:
        if isinstance(model.weights, int):
            return model
        return Model(sum(array.size for array in flatten(weights[name]).values()))

    return replace(experiment, models={name: counted(name, model) for name, model in experiment.models.items()})
