"""The programs that are golden as a whole: few, which together take every branch of the emitter that any program takes.

Of the others golden files hold only what the spec says, so that a line which every program has is in few of them.
A whole program is in the folder `frame` beside that of its spec.  `python -m tests.emit.frame` chooses them anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import coverage
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from compiler import ir
from compiler.descriptor import DESCRIPTOR
from compiler.emit import emit
from compiler.emit.program import Part, parts
from compiler.pipeline import compile_text
from compiler.python.printer import render
from compiler.python.statements import Class, Define, Statement
from compiler.python.target import Call, Comprehension, Lambda, Operator, Prefix
from compiler.python.trees import nodes
from dsl.spans import Source

TESTS = Path(__file__).parents[1]
EMITTER = (TESTS.parent / "compiler" / "emit", TESTS.parent / "compiler" / "python")
SPECS = sorted((TESTS / "emit" / "golden").glob("*.dl"))
ALL_SPECS = (*SPECS, *sorted((TESTS / "corpus" / "good").glob("*.dl")))

Branch = tuple[str, int, int]
"""A file of the emitter, a line, and the line that was run after it."""


def whole_program(spec: Path) -> Path:
    """Where the whole program is kept, where it is."""
    return spec.parents[1] / "frame" / f"{spec.stem}.py"


def frame() -> list[Path]:
    """The specs whose whole programs are golden."""
    return [spec for spec in ALL_SPECS if whole_program(spec).exists()]


def experiment_of(spec: Path) -> ir.Experiment:
    compiled = compile_text(Source(spec.name, spec.read_text(encoding="utf-8")))
    assert compiled.experiment is not None, compiled.diagnostics
    return compiled.experiment


# --- what the spec says ---------------------------------------------------------------------------


def specified(experiment: ir.Experiment) -> str:
    """Of the emitted program what only this spec says: classes, losses, optimizers, outputs; without docstrings."""
    return "\n".join(render([bare(part.statement)]) for part in parts(experiment)[0] if says_something(part))


def says_something(part: Part) -> bool:
    """Whether a part is the spec's; of the functions of data those that do more than hand over columns."""
    computed = (Call, Operator, Prefix, Comprehension, Lambda)
    return part.role in ("class", "objective", "evaluation") or (
        part.role == "data" and any(isinstance(node, computed) for node in nodes(part.statement))
    )


def bare(statement: Statement) -> Statement:
    if isinstance(statement, Class):
        return replace(statement, doc="", body=tuple(replace(method, doc="") for method in statement.body))
    return replace(statement, doc="") if isinstance(statement, Define) else statement


# --- which programs take every branch -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Emission:
    """A program, its descriptor, and the branches that the emitter took for them."""

    spec: Path
    program: str
    descriptor: str
    branches: frozenset[Branch]


def emissions(specs: Sequence[Path] = ALL_SPECS) -> Iterator[Emission]:
    measured = coverage.Coverage(
        data_file=None, branch=True, config_file=False, include=[f"{folder}/*" for folder in EMITTER]
    )
    experiments = {spec: experiment_of(spec) for spec in specs}
    programs = {}
    with measured.collect():
        for spec, experiment in experiments.items():
            measured.switch_context(str(spec))
            programs[spec] = emit(experiment)
    data = measured.get_data()
    for spec, files in programs.items():
        data.set_query_context(str(spec))
        taken = {(file, *arc) for file in data.measured_files() for arc in data.arcs(file) or ()}
        yield Emission(spec, files.text, files.by_name()[DESCRIPTOR], frozenset(taken))


def chosen(emitted: Sequence[Emission], most: int = 22) -> list[Emission]:
    """Those with the fewest lines that take every branch, at most so many; those chosen before cost half."""
    branches = sorted(frozenset[Branch]().union(*(each.branches for each in emitted)))
    takes = np.unique([[branch in each.branches for each in emitted] for branch in branches], axis=0)
    lines = [each.program.count("\n") / (2 if whole_program(each.spec).exists() else 1) for each in emitted]
    every, few = LinearConstraint(takes, 1), LinearConstraint(np.ones(len(emitted)), 0, most)  # type: ignore[arg-type]
    found = milp(lines, constraints=[every, few], integrality=np.ones(len(emitted)), bounds=Bounds(0, 1))
    assert found.x is not None, f"{most} programs cannot take every branch: {found.message}"
    return [each for each, share in zip(emitted, found.x, strict=True) if share > 0.5]


def main() -> None:
    """Write the chosen programs, and delete those that are no longer among them."""
    few = chosen(list(emissions()))
    programs = {whole_program(each.spec): each.program for each in few}
    wanted = programs | {whole_program(each.spec).with_suffix(".json"): each.descriptor for each in few}
    for folder in {whole_program(spec).parent for spec in ALL_SPECS}:
        folder.mkdir(exist_ok=True)
        for file in {*folder.glob("*.py"), *folder.glob("*.json")} - set(wanted):
            file.unlink()
    for file, text in wanted.items():
        file.write_text(text, encoding="utf-8")
    print(f"{len(programs)} programs, {sum(program.count(chr(10)) for program in programs.values())} lines")


if __name__ == "__main__":
    main()
