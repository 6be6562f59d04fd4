"""Sizes that only the data tell, such as a vocabulary's: found once the features are fitted, kept with the run."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from runtime.errors import RunError

if TYPE_CHECKING:
    import numpy as np

Types = Mapping[str, Mapping[str, Any]]


def with_sizes(
    asked: Mapping[str, str],
    types: dict[str, dict[str, Any]],
    facts: Mapping[str, Mapping[str, Any]],
    fields: "Mapping[str, np.ndarray]",
) -> dict[str, dict[str, Any]]:
    """The fields' types with what only the data tell: lengths of axes, and `classes` of the fields asked for it.

    The number of different values is what a feature learned of the training split (`facts`, under the key that `asked`
    holds for the field), else that of the classes, else the largest number + 1.
    """
    told = {name: measured(type, fields.get(name)) for name, type in types.items()}
    for name, key in asked.items():
        if name.endswith("]"):
            continue
        learned = facts.get(key, {}).get("vocabulary")
        count = learned or types[name].get("classes")
        if not isinstance(count, int):
            values = fields[name]
            if values.size and values.min() < 0:
                reason = f"the field `{name}` holds {int(values.min())}, which is no place in a vocabulary"
                raise RunError(reason, help="places are counted from 0")
            count = int(values.max(initial=0)) + 1
        told[name] = {**told[name], "classes": count}
    return told


def measured(type: dict[str, Any], values: "np.ndarray | None") -> dict[str, Any]:
    """A field's type with the lengths of its array's axes where only the data tell them."""
    shape = type["shape"]
    if values is None or shape is None or all(isinstance(size, int) for size in shape):
        return type
    found = shape[: len(shape) - values.ndim + 1] + values.shape[1:]  # of windows the array is the base
    return {**type, "shape": tuple(found)}


def size_of(types: Types, asked: str) -> Any:
    """What is asked for: "tokens", how many values that field has, or "place.shape[0]", the length of its axis."""
    field, _, axis = asked.partition(".shape[")
    return types[field]["shape"][int(axis.removesuffix("]"))] if axis else types[field].get("classes")


def initialised(experiment: Mapping[str, Any], seed: int, types: Callable[[str], Types]) -> tuple[Any, Any, Any]:
    """The graph, first weights and statistics; `types` gives a data set's types, where models' sizes hang on them.

    The numbers of weights that were known by name only are then put into `experiment`.
    """
    from runtime.run_folder.checkpoint import flatten

    asked = [(data["name"], field) for data in experiment["data"] for field in data.get("sizes", ())]
    if not asked:
        graph, weights, statistics = experiment["initialise"](seed)
        return graph, weights, statistics
    sizes = {f"{data}.{name}": size_of(types(data), name) for data, name in asked}
    graph, weights, statistics = experiment["initialise"](seed, sizes)
    for name, model in experiment["models"].items():
        if not isinstance(model["weights"], int):
            model["weights"] = sum(array.size for array in flatten(weights[name]).values())
    return graph, weights, statistics
