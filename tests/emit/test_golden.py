"""What specs become.  `pytest --update-golden` writes it anew; `tests/emit/frame.py` chooses the whole programs."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import jax
import numpy as np
import pytest
from emitted import loaded, output_shapes, program, run_steps, started
from flax import nnx

from compiler import ir
from compiler.descriptor import DESCRIPTOR
from compiler.emit import emit
from runtime.data.sizes import count_weights
from tests.emit.frame import (
    ALL_SPECS,
    SPECS,
    TESTS,
    Emission,
    emissions,
    experiment_of,
    frame,
    specified,
    whole_program,
)

each_spec = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
Compare = Callable[[str, Path], None]


def emitted(spec: Path) -> str:
    return program(spec.read_text(encoding="utf-8"), spec.name).text


@each_spec
def test_what_the_spec_says_is_as_before(spec: Path, golden: Compare) -> None:
    golden(specified(experiment_of(spec)), spec.with_suffix(".py"))


@pytest.mark.parametrize("spec", frame(), ids=lambda spec: spec.stem)
def test_whole_program_is_as_before(spec: Path, golden: Compare) -> None:
    files = emit(experiment_of(spec))
    golden(files.text, whole_program(spec))
    golden(files.by_name()[DESCRIPTOR], whole_program(spec).with_suffix(".json"))


@each_spec
def test_program_is_stable(spec: Path) -> None:
    assert emitted(spec) == emitted(spec)


@pytest.fixture(scope="module")
def every_emission() -> list[Emission]:
    return list(emissions())


def test_whole_programs_take_every_branch_of_the_emitter(every_emission: list[Emission]) -> None:
    """Every branch that any program takes; where not, `python -m tests.emit.frame` chooses others."""
    taken = frozenset[object]().union(*(each.branches for each in every_emission if each.spec in frame()))
    missing = {each.spec.stem: sorted(each.branches - taken) for each in every_emission if each.branches - taken}
    assert missing == {}


def test_a_line_of_every_program_is_in_few_golden_files() -> None:
    """And the golden files together are not many lines."""
    assert 10 <= len(frame()) <= 22
    written = [*(whole_program(spec) for spec in frame()), *(spec.with_suffix(".py") for spec in ALL_SPECS)]
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in written) < 10_000
    assert set(written) == {file for folder in ("golden", "good", "frame") for file in TESTS.glob(f"*/{folder}/*.py")}


def test_programs_are_clean_and_formatted(every_emission: list[Emission], tmp_path: Path) -> None:
    """Every program passes the linter, and the formatter leaves it as it is."""
    for i, each in enumerate(every_emission):
        (tmp_path / f"{i}_{each.spec.stem}.py").write_text(each.program, encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    rules = ["--isolated", "--line-length", "120", "--no-cache"]
    select = ["--select", "E,F,I,UP,B,SIM,RUF", "--ignore", "RUF001,RUF002,RUF003"]
    checked = subprocess.run([*ruff, "check", *rules, *select, tmp_path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    formatted = subprocess.run(
        [*ruff, "format", "--diff", *rules, tmp_path], capture_output=True, text=True, check=False
    )
    assert formatted.returncode == 0, formatted.stdout


@each_spec
def test_every_statement_finds_its_line(spec: Path) -> None:
    """Every line of the map is one of the spec, and what the spec says is found at some line of the program."""
    experiment = experiment_of(spec)
    files = emit(experiment)
    assert files.lines is not None
    assert files.lines.fits(files.text)
    assert set(files.lines.specs) == {spec.name}
    found = {line for _, _, line in files.lines.specs[spec.name]}
    assert max(found) <= len(spec.read_text(encoding="utf-8").splitlines())
    assert {one.span.line for one in sections(experiment)} <= found


def sections(experiment: ir.Experiment) -> Iterator[ir.DataSet | ir.Module | ir.Member | ir.Objective | ir.Evaluation]:
    """What a spec says that a program has something of for sure."""
    yield from (*experiment.data, *experiment.evaluations)
    for phase in experiment.phases:
        yield from phase.objectives
    pending = [*experiment.models]
    while pending:
        module = pending.pop()
        if module.kind == "model":
            yield module
        yield from module.members
        pending += [member.module for member in module.members if isinstance(member, ir.Part | ir.Stack)]


def test_a_line_stands_for_what_it_does() -> None:
    spec = TESTS / "emit" / "golden" / "lenet.dl"
    files, said = emit(experiment_of(spec)), spec.read_text(encoding="utf-8").splitlines()
    assert files.lines is not None
    stands_for = {
        "class LeNet5(": "model LeNet5(",
        "self.conv1 = ": "conv(6,",
        "x = self.conv2(x)": "conv(16,",
        "x = jnp.reshape(x, (-1, 400))": "flatten",
        "return self.dense3(x)": "dense(10)",
        "rate = optax.": "using",
        "def evaluate(": "evaluate {",
    }
    for i, line in enumerate(files.text.splitlines(), 1):
        for start in [start for start in stands_for if line.strip().startswith(start)]:
            name, _, number = str(files.lines.place(i)).partition(":")
            assert name == "lenet.dl"
            assert stands_for.pop(start) in said[int(number) - 1]
    assert stands_for == {}


@each_spec
def test_program_runs(spec: Path) -> None:
    """Weights are as many as counted, a step changes what it trains and nothing else, outputs have their shapes."""
    program = loaded(spec.read_text(encoding="utf-8"), spec.name)
    _, weights, _ = started(program)
    for name, counted in count_weights(program.experiment, weights).models.items():
        own = jax.tree.leaves(weights[name]) if name in weights else []
        assert sum(leaf.size for leaf in own) == counted.weights
    for phase in program.experiment.phases:
        before, state, losses = run_steps(program, phase, phase.accumulate)
        assert np.isfinite(losses).all()
        assert losses.shape[1:] == (len(phase.objectives),)
        changed, paths = set(), [tuple(name.split(".")) for one in phase.optimizers for name in one.trains]
        for (path, old), new in zip(nnx.to_flat_state(before), jax.tree.leaves(state["weights"]), strict=True):
            trained = [part for part in paths if path[: len(part)] == part]
            assert trained or (old[...] == new).all(), f"{path} is not trained, but changed"
            changed |= set(trained) if (old[...] != new).any() else set()
        assert changed == set(paths)
    for evaluation in program.experiment.evaluations:
        stated = [tuple(one.type.shape for one in item.inputs) for item in evaluation.items]
        assert output_shapes(program, evaluation) == stated
