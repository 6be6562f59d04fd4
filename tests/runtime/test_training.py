"""What `train` can do besides its steps: stop early, keep the best, accumulate, average, watch."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx

from compiler.descriptor import Experiment, Function, Phase
from compiler.pipeline import compile_text
from compiler.summarise import summarise
from dsl.spans import Source
from runtime.data.table import Dataset
from runtime.device.placement import place
from runtime.errors import Interrupted, RunError
from runtime.program import Program, load
from runtime.train import batches
from runtime.train.validation import Best, Validation
from tests.emit.emitted import stepping
from tests.runtime.specs import program, run_spec
from tests.runtime.test_resume import interrupt_after
from tests.runtime.test_run import history, saved

IRIS = """
data iris = sklearn("iris") {
  features: [4]    = standardize(features)
  target: class[3] = target
  split validation = 20%, test = 20%, stratify = target
}
model Net = dense(8) -> tanh -> dense(3)
"""
LOSS = "minimize cross_entropy(Net(features), target)"


def train(arguments: str, optimizer: str = "adam(0.05)", measures: str = "", name: str = "") -> str:
    return f"train {name}(batch = 8, {arguments}) {{\n  {LOSS} using {optimizer}\n  {measures}\n}}\n"


def weights(folder: Path) -> dict[str, np.ndarray]:
    return {path: array for path, array in saved(folder).arrays.items() if path.startswith(("weights", "statistics"))}


def differ(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> float:
    assert one.keys() == other.keys()
    return max(float(np.abs(one[path] - other[path]).max()) for path in one)


# --- accumulating ---


@pytest.mark.parametrize("optimizer", ["sgd(cosine(0.5), momentum = 0.9)", "adam(0.05)"])
def test_accumulated_batches_are_one_larger_batch(tmp_path: Path, optimizer: str) -> None:
    small = run_spec(IRIS + train("epochs = 4, accumulate = 4", optimizer), tmp_path / "small")
    large = run_spec(IRIS + train("epochs = 4", optimizer).replace("batch = 8", "batch = 32"), tmp_path / "large")
    assert differ(weights(small), weights(large)) < 2e-5
    plain = run_spec(IRIS + train("epochs = 4", optimizer), tmp_path / "plain")
    assert differ(weights(small), weights(plain)) > 1e-2


def test_steps_make_whole_updates() -> None:
    assert batches.plan(90, 8, 4, 0, accumulate=4).steps == 44
    assert batches.plan(90, 8, 400, 0, accumulate=32, most_steps=20).steps == 32
    with pytest.raises(RunError, match="phase `p` has 11 batches in all, too few for one update of 16"):
        batches.plan(90, 8, 1, 0, accumulate=16, name="p")


def test_no_batch_is_smaller_than_the_others() -> None:
    plan = batches.plan(10, 4, 3, 0)
    assert plan.steps == 7  # 28 of 30 examples: the two left over make no batch
    seen = batches.positions(plan, 0, plan.steps).reshape(-1)
    assert sorted(seen[:10]) == sorted(seen[10:20]) == list(range(10))


# --- averaging ---


@pytest.mark.parametrize("accumulate", [1, 3])
def test_the_average_follows_its_formula(tmp_path: Path, accumulate: int) -> None:
    text = IRIS.replace("tanh", "batch_norm") + train(f"epochs = 3, ema = 0.8, accumulate = {accumulate}")
    loaded = load(program(text), tmp_path / "program.py")
    (phase,) = loaded.experiment.phases
    step, state = stepping(loaded, phase, 30)
    kinds = jax.tree.map(lambda x: x.dtype, {key: state[key] for key in ("weights", "statistics")})
    first = state["weights"]
    generator = np.random.default_rng(0)
    data = {"features": generator.normal(size=(90, 4)).astype("f4"), "target": generator.integers(0, 3, 90)}
    expected, updates = jax.tree.map(np.array, nnx.to_pure_dict(first)), 0
    for i in range(12):
        state, _ = step(state, data, np.arange(8, dtype=np.int32)[None] + 6 * i)
        if (i + 1) % accumulate == 0:
            updates += 1
            decay = min(0.8, updates / (9 + updates))
            now = nnx.to_pure_dict(state["weights"])
            expected = jax.tree.map(lambda old, new, d=decay: d * old + (1 - d) * np.asarray(new), expected, now)
    found = nnx.to_pure_dict(state["average"]["weights"])
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, atol=1e-6), found, expected)
    averaged = state["average"]["statistics"]["Net"]["batch_norm1"]["mean"][...]
    assert not np.allclose(averaged, state["statistics"]["Net"]["batch_norm1"]["mean"][...])
    assert jax.tree.map(lambda x: x.dtype, state["average"]) == kinds


def test_the_average_is_what_a_phase_ends_with(tmp_path: Path) -> None:
    plain = run_spec(IRIS + train("epochs = 2"), tmp_path / "plain")
    averaged = run_spec(IRIS + train("epochs = 2, ema = 0.9"), tmp_path / "averaged")
    assert differ(weights(plain), weights(averaged)) > 1e-2
    losses = [[line["loss"] for line in history(folder)] for folder in (plain, averaged)]
    assert np.allclose(*losses, atol=1e-6)  # the steps themselves are the same
    assert history(plain)[-1]["validation"] != history(averaged)[-1]["validation"]


# --- watching, stopping, keeping the best ---


def overfitted(arguments: str = "epochs = 60, stop_early = 4, best = log_loss") -> str:
    return IRIS + train(arguments, "sgd(2.0)", "log_loss(Net(features), target)\n  accuracy(Net(features), target)")


def test_a_phase_stops_and_ends_with_its_best_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run_spec(overfitted(), tmp_path / "run")
    lines: list[Any] = history(folder)
    last, best = lines[-1]["epoch"], max(line["epoch"] for line in lines if line["best"])
    assert last == best + 4 < 60
    values = [line["validation"]["measures"]["log_loss"] for line in lines]
    assert values.index(min(values)) + 1 == best
    assert set(lines[0]["validation"]["measures"]) == {"log_loss", "accuracy"}
    assert differ(weights(folder), weights(run_spec(overfitted(f"epochs = {best}"), tmp_path / "short"))) == 0
    said = capsys.readouterr().out
    assert (
        f"train: stopped after epoch {last} of 60; the weights are those of epoch {best}, the best by log_loss" in said
    )
    page = (folder / "report.html").read_text()
    assert f"The weights are those of epoch {best}, the best by log_loss on the validation split" in page
    assert "It stopped before the 60 epochs asked for: 4 epochs had brought nothing better." in page
    assert "The measures on the validation split." in page


def test_a_higher_accuracy_is_better_and_a_lower_loss(tmp_path: Path) -> None:
    lines: list[Any] = history(run_spec(overfitted("epochs = 12, best = accuracy"), tmp_path / "run"))
    values = [line["validation"]["measures"]["accuracy"] for line in lines]
    assert [line["best"] for line in lines] == [value > max(values[:i], default=-1) for i, value in enumerate(values)]
    lines = history(run_spec(overfitted("epochs = 12, stop_early = 12"), tmp_path / "other"))
    values = [line["validation"]["loss"] for line in lines]
    assert [line["best"] for line in lines] == [value < min(values[:i], default=99) for i, value in enumerate(values)]


@pytest.mark.parametrize("calls", [1, 3, 4])
def test_an_interrupted_phase_remembers_its_best(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: int) -> None:
    text = overfitted("epochs = 30, stop_early = 4, best = accuracy, ema = 0.9, accumulate = 2")
    whole = run_spec(text, tmp_path / "whole")
    with monkeypatch.context() as patch:
        interrupt_after(calls, patch)
        with pytest.raises(Interrupted):
            run_spec(text, tmp_path / "cut")
    cut = run_spec(text, tmp_path / "cut", resume=True)
    assert differ(weights(whole), weights(cut)) == 0
    assert history(whole) == history(cut)


def test_validation_may_come_within_epochs(tmp_path: Path) -> None:
    folder = run_spec(IRIS + train("epochs = 2, validate_every = 5"), tmp_path / "run")
    assert [(line["step"], line["epoch"]) for line in history(folder)] == [
        (5, 0.44), (10, 0.89), (15, 1.33), (20, 1.78), (22, 2)
    ]  # fmt: skip


def test_an_undefined_value_is_never_the_best() -> None:
    best = Best("loss", 1)
    assert not best.judge(None, {}, 1, 1)
    assert not best.judge(float("nan"), {}, 2, 2)
    assert not best.exhausted(99)
    assert best.judge(2.0, {}, 3, 3)
    assert not best.judge(2.0, {}, 4, 4)
    assert best.exhausted(4)


def test_an_empty_validation_split_is_said() -> None:
    rows = np.arange(0, dtype=np.int32)
    placed = place(Dataset("d", {"x": np.ones(3, "f4")}, {"train": np.arange(3), "validation": rows}, {}, ""), 10**6)
    nothing, experiment = Function(""), Experiment("e", "", "e.dl", "", Function(""))
    phase = Phase("p", "d", "train", 1, 8, 0, 1, (), (), nothing, best="loss")
    with ThreadPoolExecutor(1) as later, pytest.raises(RunError, match="`p` has no examples to validate on"):
        Validation(phase, Program(experiment, {}, Path()), placed, None, {}, later)


# --- several phases ---


def test_phases_have_settings_of_their_own(tmp_path: Path) -> None:
    data = IRIS[: IRIS.index("model")]
    models = "model Body = dense(8) -> tanh\nmodel Head = dense(3)\nmodel Decoder = dense(4)\n"
    pretrain = (
        "train pretrain(epochs = 5, batch = 16, ema = 0.9, stop_early = 2) {\n"
        "  minimize mse(Decoder(Body(features)), features) using adam(0.01)\n}\n"
    )
    tune = (
        "train tune(epochs = 4, batch = 8, accumulate = 2, seed = 1) {\n"
        "  minimize cross_entropy(Head(Body(features)), target) over Head using sgd(0.1)\n"
        "  accuracy(Head(Body(features)), target)\n}\n"
    )
    both = run_spec(data + models + pretrain + tune, tmp_path / "both")
    lines: list[Any] = history(both)
    assert {line["phase"] for line in lines} == {"pretrain", "tune"}
    assert all(("measures" in line["validation"]) == (line["phase"] == "tune") for line in lines)
    assert all(("best" in line) == (line["phase"] == "pretrain") for line in lines)
    alone = weights(run_spec(data + models.replace("model Head = dense(3)\n", "") + pretrain, tmp_path / "one"))
    shared = {path: array for path, array in weights(both).items() if "Head" not in path}
    assert shared.keys() == alone.keys()
    assert differ(alone, shared) == 0  # tuning trains the head alone
    assert json.loads((both / "report.json").read_text())["history"][-1]["phase"] == "tune"


# --- half precision ---


def test_half_precision_is_that_of_activations_only(tmp_path: Path) -> None:
    text = IRIS + train("epochs = 1, precision = bf16", "adam(0.05)")
    loaded = load(program(text), tmp_path / "program.py")
    (phase,) = loaded.experiment.phases
    step, state = stepping(loaded, phase, 30)
    data = {"features": np.ones((8, 4), "f4"), "target": np.zeros(8, np.int32)}
    rows = np.arange(8, dtype=np.int32)[None]
    text = str(jax.make_jaxpr(step)(state, data, rows))
    products = [line for line in text.splitlines() if "dot_general" in line]
    assert products
    assert all(":bf16[" in line for line in products)
    assert "log" in text
    assert not any(":bf16" in line for line in text.splitlines() if " = log " in line or " = exp " in line)
    state, losses = step(state, data, rows)
    assert losses.dtype == jnp.float32
    kinds = {leaf.dtype for leaf in jax.tree.leaves((state["weights"], state["optimizers"]))}
    assert kinds == {jnp.dtype("float32"), jnp.dtype("int32"), jnp.dtype("uint32")}


def test_the_summary_counts_what_is_kept_for_each_weight() -> None:
    def state(arguments: str) -> object:
        compiled = compile_text(Source("spec.dl", IRIS + train(arguments)))
        assert compiled.experiment is not None
        return summarise(compiled.experiment).phases[0].optimizer

    weights = 4 * 8 + 8 + 8 * 3 + 3
    assert state("epochs = 1") == 2 * 4 * weights  # adam's two moments
    assert state("epochs = 1, accumulate = 2, ema = 0.9, best = loss") == 5 * 4 * weights
