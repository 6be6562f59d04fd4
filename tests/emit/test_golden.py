"""Whole programs, spec and program side by side: `pytest --update-golden` writes them anew."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jax
import numpy as np
import pytest
from emitted import load, output_shapes, program, run_steps, started
from flax import nnx

GOLDEN = Path(__file__).parent / "golden"
SPECS = sorted(GOLDEN.glob("*.dl"))
ALL_SPECS = [*SPECS, *sorted((GOLDEN.parents[1] / "corpus" / "good").glob("*.dl"))]

each_spec = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)


def emitted(spec: Path) -> str:
    return program(spec.read_text(encoding="utf-8"), spec.name)


@each_spec
def test_program_is_as_before(spec: Path, golden: Callable[[str, Path], None]) -> None:
    golden(emitted(spec), spec.with_suffix(".py"))


@each_spec
def test_program_is_stable(spec: Path) -> None:
    assert emitted(spec) == emitted(spec)


def test_programs_are_clean_and_formatted(tmp_path: Path) -> None:
    """Every program passes the linter, and the formatter leaves it as it is."""
    for i, spec in enumerate(ALL_SPECS):
        (tmp_path / f"{i}_{spec.stem}.py").write_text(emitted(spec), encoding="utf-8")
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
    """Each comment of a place names a line of the spec that exists."""
    lines = len(spec.read_text(encoding="utf-8").splitlines())
    places = re.findall(rf"# .*?{re.escape(spec.name)}:(\d+)$", emitted(spec), re.MULTILINE)
    assert places
    assert all(1 <= int(place) <= lines for place in places)


@each_spec
def test_program_runs(spec: Path, tmp_path: Path) -> None:
    """Weights are as many as counted, a step changes what it trains and nothing else, outputs have their shapes."""
    described = load(emitted(spec), tmp_path, spec.stem).EXPERIMENT
    _, weights, _ = started(described)
    for name, counted in described["models"].items():
        own = jax.tree.leaves(weights[name]) if name in weights else []
        assert sum(leaf.size for leaf in own) == counted["weights"]
    for phase in described["phases"]:
        before, state, losses = run_steps(described, phase, phase.get("accumulate", 1))
        assert np.isfinite(losses).all()
        assert losses.shape[1:] == (len(phase["losses"]),)
        changed, paths = set(), [tuple(name.split(".")) for names in phase["trains"] for name in names]
        for (path, old), new in zip(nnx.to_flat_state(before), jax.tree.leaves(state["weights"]), strict=True):
            trained = [part for part in paths if path[: len(part)] == part]
            assert trained or (old[...] == new).all(), f"{path} is not trained, but changed"
            changed |= set(trained) if (old[...] != new).any() else set()
        assert changed == set(paths)
    for evaluation in described["evaluations"]:
        stated = [tuple(entry["shape"] for entry in item["inputs"]) for item in evaluation["items"]]
        assert output_shapes(described, evaluation) == stated
