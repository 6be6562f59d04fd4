"""A loss, gradient or weight that is not finite is traced to its cause: the spec's line, the examples, a remedy."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from runtime.errors import RunError
from runtime.run_folder import checkpoint
from runtime.run_folder.folder import Extras, Options
from runtime.train.nan_trace import Tracer
from runtime.train.run import execute
from tests.runtime.specs import program, run_spec
from tests.runtime.test_resume import numbers


def spec(
    body: str, *, loss: str = "mse(Net(x), y)", optimizer: str = "sgd(0.01)", rows: int = 24, odd: str = "0"
) -> str:
    """A model with one weight, on numbers 1, 2, ... of which the example of row 10 is `odd`; its lines are fixed."""
    values = [odd if i == 10 else str(1 + i % 5) for i in range(24)]
    return (
        f"data d = rows(x = [{', '.join(values)}], y = [{', '.join(['1'] * 24)}]) {{ x: [] = x\n y: [] = y }}\n"
        "model Net(x: []) -> [] {\n"
        "  weight w: [] = 1\n"
        f"  {body}\n"
        "}\n"
        f"train(epochs = 40, batch = 4) {{ minimize mse(Net(x), y) using {optimizer} }}\n"
    )


SLOW = "sgd(1e-30)"
HALF = spec("w * exp(x)", odd="300").replace("batch = 4", "batch = 4, precision = bf16")
CAUSES = {
    "log of 0": (spec("w * log(x)"), "the logarithm of 0", 5, "log(x + 1e-6)"),
    "log below 0": (spec("w * log(x)", odd="-2"), "the logarithm of a negative number (-2)", 5, "keep it positive"),
    "division by 0": (spec("w / x"), "a division by 0", 5, "x / (y + 1e-6)"),
    "0 divided by 0": (spec("w * (x / x)"), "a division by 0", 5, "x / (y + 1e-6)"),
    "root": (spec("w * sqrt(x)", odd="-3"), "the root of a negative number (-3)", 5, "sqrt(relu(x) + 1e-6)"),
    "gradient of a root": (spec("sqrt(w * x)"), "in the gradient: a division by 0", 5, "has no gradient at 0"),
    "exponential": (spec("w * exp(x)", odd="500"), "the exponential of 500", 5, "softplus"),
    "power": (spec("w * x ** 20", optimizer=SLOW, odd="1e5"), "a power of 1e+05", 5, "standardize"),
    "growth in the model": (spec("w * (x * x)", odd="1e30"), "a result that outgrew its number type", 5, "standardize"),
    "growth in the loss": (spec("w * x", optimizer=SLOW, odd="1e25"), "the square of 1e+25", 7, "standardize"),
    "update": (spec("w * x", optimizer="sgd(3e38)"), "a step of the optimizer", None, "lower the learning rate"),
    "half precision": (HALF, "the exponential of 300", 5, "softplus"),
}


@pytest.mark.parametrize("name", CAUSES)
def test_causes(tmp_path: Path, name: str) -> None:
    text, cause, line, remedy = CAUSES[name]
    with pytest.raises(RunError) as raised:
        run_spec(text, tmp_path / "run")
    error = raised.value
    assert "phase `train`" in error.message
    assert f"the first value that is not finite is {cause}" in error.notes[0], error
    assert error.place == (f"spec.dl:{line}" if line else None), error
    assert remedy in str(error.help), error
    if line == 5 and "gradient" not in name:
        assert error.notes[1] == "the example: rows (record 11)", error
    assert error.notes[-1] == "nothing was saved yet"


def test_without_a_map_the_cause_is_told_without_its_place(tmp_path: Path) -> None:
    text = spec("w * log(x)")
    with pytest.raises(RunError) as raised:
        execute(None, Options(out=tmp_path / "run"), Extras(program(text).without_lines(), text))
    assert raised.value.place is None
    assert "the first value that is not finite is the logarithm of 0" in raised.value.notes[0]


def test_layers_in_stacks_and_steps_in_scans(tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    rows = ", ".join(f"[{a:.2f}, {b:.2f}]" for a, b in generator.normal(size=(32, 2)))
    text = (
        f"data d = rows(x = [{rows}], y = [{', '.join(['0.5'] * 32)}]) {{ x: [2] = x\n y: [] = y }}\n"
        "block grow(x: [n]) {\n"
        "  let h = x -> dense(n)\n"
        "  h * 1e6\n"
        "}\n"
        "model Net(x: [2]) -> [] { x -> 9 * grow -> dense(1) -> squeeze }\n"
        "train(epochs = 2, batch = 8) { minimize mse(Net(x), y) using sgd(0.1) }\n"
    )
    with pytest.raises(RunError) as raised:
        run_spec(text, tmp_path / "run")
    assert raised.value.place in ("spec.dl:5", "spec.dl:4")
    assert "outgrew its number type" in raised.value.notes[0]


def test_the_last_good_state_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "SAVE_EVERY", 0.0)
    clock = itertools.count()
    monkeypatch.setattr(
        "runtime.train.history.time.perf_counter", lambda: next(clock) * 1.0
    )  # losses are read at each call
    text = spec("w * x", optimizer="sgd(0.2)", odd="3")  # it diverges slowly
    with pytest.raises(RunError, match=r"not finite|became infinite|became not a number") as raised:
        run_spec(text, tmp_path / "run")
    assert numbers(tmp_path / "run")
    assert "the last good state is kept: step " in raised.value.notes[-1]
    latest = checkpoint.Checkpoints(tmp_path / "run" / "checkpoints").latest()
    assert latest is not None
    assert all(np.isfinite(array).all() for path, array in latest.arrays.items() if path.startswith("weights"))


def test_what_is_infinite_on_purpose_is_no_origin() -> None:
    import jax
    import jax.numpy as jnp

    def masked(x: jax.Array) -> tuple[jax.Array, jax.Array]:
        scores = jnp.where(x > 0, x, -jnp.inf)
        return jax.nn.softmax(scores), jnp.log(x - x)

    closed = jax.make_jaxpr(masked)(np.ones(3, "f4"))
    safe, broken = Tracer(__file__, lambda _: False).trace(closed, [np.array([1.0, -1.0, 2.0], "f4")])
    assert safe.origin is None
    assert broken.origin is not None
    assert broken.origin.primitive == "log"
    assert np.array_equal(safe.value, jax.nn.softmax(jnp.array([1.0, -jnp.inf, 2.0])))
