"""The whole program in the order of reading: data, models, first weights, training, evaluation."""

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from compiler import ir
from compiler.descriptor import Experiment
from compiler.descriptor.line_map import Extent, LineMap, checksum_of
from compiler.emit import classes, data, descriptor, evaluation, steps
from compiler.emit.files import ProgramFiles
from compiler.emit.methods import distinguish_methods
from compiler.emit.modules import size_name
from compiler.emit.prelude import carried
from compiler.python.identifiers import PROGRAM, identifier, unique
from compiler.python.printer import Page, docstring, paginate, render
from compiler.python.statements import Statement, Text
from compiler.python.target import SIZES, Name, Subscript
from compiler.python.trees import nodes, rewrite
from compiler.simplify import simplify
from compiler.version import VERSION

STANDARD = ("import math",)
IMPORTS = {
    "math": "import math",
    "jax": "import jax",
    "jnp": "import jax.numpy as jnp",
    "np": "import numpy as np",
    "optax": "import optax",
    "nnx": "from flax import nnx",
    "ndtr": "from scipy.special import ndtr",
    "ndtri": "from scipy.special import ndtri",
}
"""The names that a program may use without defining them, in the order of its imports."""

MAIN = """

if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
"""


Role = Literal["data", "helper", "class", "models", "objective", "step", "evaluation"]
"""What a part of a program is for.  A class is a model or a block; objectives are losses and their optimizers."""


@dataclass(frozen=True, slots=True)
class Part:
    """A function, a class or an assignment at the top of a program."""

    role: Role
    statement: Statement


def emit(experiment: ir.Experiment, only: Mapping[str, Collection[str]] | None = None) -> ProgramFiles:
    """A checked experiment as a Python program, with its descriptor and the map of its lines.

    The same experiment gives the same text, always.

    `only` names, by data set, the fields to compute; what is fitted keeps the names that it has in the whole program.
    """
    body, described = parts(experiment, only)
    page = paginate([part.statement for part in body])
    above = head(experiment, names_read(page.text()))
    text = above + page.text() + MAIN
    return ProgramFiles(text, described, line_map(text, page, above.count("\n")))


def line_map(text: str, page: Page, above: int) -> LineMap:
    """The map of a program in which a page stands below so many lines."""
    specs: dict[str, list[Extent]] = {}
    for one in page.stretches:
        specs.setdefault(one.place.file, []).append((above + one.first, above + one.last, one.place.line))
    return LineMap(checksum_of(text), {file: tuple(stretches) for file, stretches in specs.items()})


def parts(
    experiment: ir.Experiment,
    only: Mapping[str, Collection[str]] | None = None,
    reserved: Collection[str] = (),
) -> tuple[list[Part], Experiment]:
    """What stands between a program's imports and its last lines, in the order of reading; its descriptor.

    No function and no class has a `reserved` name.
    """
    spec = distinguish_methods(simplify(experiment))
    keys = {item.name: data.fitted_keys(item) for item in spec.data}
    if only is not None:
        spec = replace(
            spec, data=tuple(data.narrowed(item, only[item.name]) for item in spec.data if item.name in only)
        )
    taken = {*PROGRAM, *reserved}
    data_names = {item.name: new(identifier(item.name), taken) for item in spec.data}
    half = any(phase.precision != "f32" for phase in spec.phases)
    made = classes.classes(spec.models, taken, half)
    taken.update(tree.name for tree in made)
    called = [steps.names_of(phase, taken) for phase in spec.phases]
    evaluations = [new("evaluate", taken) for _ in spec.evaluations]
    before = [Part("data", data.fields_of(item, data_names[item.name], keys[item.name])) for item in spec.data]
    computed: list[Part] = []
    for phase, names in zip(spec.phases, called, strict=True):
        objectives = steps.objectives_of(phase, names, spec.models)
        computed += [Part("objective", item) for item in objectives]
        computed.append(Part("step", steps.step_of(phase, names, spec.models, objectives, half)))
        if names.measures is not None:
            outputs = evaluation.outputs_of(phase.measures, phase.data, phase.span, names.measures, spec.models)
            computed.append(Part("evaluation", outputs))
    for item, title in zip(spec.evaluations, evaluations, strict=True):
        outputs = evaluation.outputs_of(item.items, item.data, item.span, title, spec.models)
        computed.append(Part("evaluation", outputs))
    read = [node for node in nodes(computed) if isinstance(node, Subscript) and node.value == SIZES]
    made[-1] = classes.keeping(made[-1], list(dict.fromkeys(read)))
    read_sizes, owner = classes.sizes_read(made), steps.argument_of(spec.models)
    described = descriptor.describe(spec, VERSION, data_names, made[-1].name, called, evaluations, read_sizes, keys)
    after = [
        *(Part("class", tree) for tree in made[:-1]),
        Part("class" if len(spec.models) == 1 else "models", made[-1]),
        *(rewrite(part, lambda node: from_models(node, owner)) for part in computed),
    ]
    read_names = names_read(render([part.statement for part in (*before, *after)]))
    return [*before, *(Part("helper", Text(helper)) for helper in carried(read_names)), *after], described


def from_models(node: Any, owner: str) -> Any:
    """A size that only the data tell, as the functions of phases and evaluations come to it."""
    sized = isinstance(node, Subscript) and node.value == SIZES
    return Name(f"{owner}.{size_name(node)}") if sized else node


def new(name: str, taken: set[str]) -> str:
    """A name that no other function has."""
    chosen = unique(name, taken)
    taken.add(chosen)
    return chosen


def names_read(text: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def head(spec: ir.Experiment, read: set[str]) -> str:
    """The docstring, and the imports of what is read."""
    file = descriptor.file_of(spec)
    lines = [spec.title, ""] if spec.title else []
    lines += [
        f"Compiled from {file} by dlc {VERSION}.  `python program.py` trains and evaluates it.",
        "Comments give each value's shape, without the batch axis that every array has in front.",
    ]
    found = [line for name, line in IMPORTS.items() if name in read]
    standard = [line for line in found if line in STANDARD]
    others = [line for line in found if line not in STANDARD]
    groups = [*standard, *([""] if standard and others else []), *others]
    return "\n".join([*docstring("\n".join(lines), ""), "", *groups, *([""] * 2)]) + "\n"
