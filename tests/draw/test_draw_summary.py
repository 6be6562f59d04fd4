"""Counts against numbers worked out by hand, and against what Optax really keeps."""

import json

import pytest
from draw_experiments import NAMES, compiled, experiment

from compiler.ir.count import UNKNOWN, total, weights_of
from compiler.summarise import Row, amount, as_json, summarise, text
from compiler.types import Dimension
from compiler.types.dimensions import sized
from compiler.vocabulary.base import WORDS, At
from compiler.vocabulary.speech import Optimizer

RESNET152 = """
block conv_bn(x: [h, w, c], width, kernel = 1, stride = 1) {
  x -> conv(width, kernel, stride, padding = (kernel - 1) // 2, bias = false) -> batch_norm
}
block bottleneck(x: [h, w, c], width, stride = 1) {
  let shortcut = if stride > 1 or c != 4 * width then x -> conv_bn(4 * width, stride = stride) else x
  let residue = x
    -> conv_bn(width) -> relu
    -> conv_bn(width, kernel = 3, stride = stride) -> relu
    -> conv_bn(4 * width)
  relu(residue + shortcut)
}
block stage(x: [h, w, c], width, depth, stride = 2) {
  x -> bottleneck(width, stride) -> (depth - 1) * bottleneck(width)
}
model ResNet152(image: [224, 224, 3]) -> [1000] {
  image
    -> conv_bn(64, kernel = 7, stride = 2) -> relu
    -> max_pool(3, stride = 2, padding = 1)
    -> stage(64, 3, stride = 1) -> stage(128, 8) -> stage(256, 36) -> stage(512, 3)
    -> global_avg_pool
    -> dense(1000)
}
"""


def test_lenet_by_hand() -> None:
    layers = [5 * 5 * 6 + 6, 5 * 5 * 6 * 16 + 16, 400 * 120 + 120, 120 * 84 + 84, 84 * 10 + 10]
    assert sum(layers) == 61_706
    summary = summarise(experiment("lenet"))
    model = summary.models[0]
    assert model.weights == weights_of(experiment("lenet").models[0]) == 61_706
    assert [row.weights for row in model.rows if row.weights] == layers
    products = [28 * 28 * 6 * 25, 10 * 10 * 16 * 150, 400 * 120, 120 * 84, 84 * 10]
    assert [row.operations for row in model.rows if row.weights] == [2 * count for count in products]
    assert model.operations == total(row.operations for row in model.rows)
    # Momentum keeps one number a weight.
    assert summary.weight_bytes == summary.phases[0].optimizer == 4 * 61_706


def test_resnet152_has_the_published_number_of_weights() -> None:
    model = compiled(RESNET152).models[0]
    assert weights_of(model) == 60_192_808
    # He et al. (2015) give 11.3 billion multiply-adds for the convolutions and the dense layer.
    operations = summarise(compiled(RESNET152)).models[0].operations
    assert isinstance(operations, int)
    assert operations / 2 == pytest.approx(11.3e9, rel=0.03)


def test_a_stack_counts_every_copy() -> None:
    one = weights_of(compiled("model M(x: [4]) -> [4] { x -> dense(4) }").models[0])
    ten = weights_of(compiled("model M(x: [4]) -> [4] { x -> 10 * dense(4) }").models[0])
    assert (one, ten) == (20, 200)


def test_shared_weights_count_once() -> None:
    rows = summarise(experiment("two_inputs")).models[0].rows
    assert [row.weights for row in rows if row.word == "conv"] == [3 * 3 * 8 + 8, 0]


def test_a_reference_counts_nothing_but_is_listed() -> None:
    models = {model.name: model for model in summarise(experiment("two_inputs")).models}
    assert models["Outer"].weights == 0
    assert models["Sum"].weights == 4 * 3 + 3 + 2 * (3 * 3 + 3)
    assert [row.word for row in models["Outer"].rows] == ["model", "softmax"]
    assert models["Outer"].operations == models["Sum"].operations + 3  # type: ignore[operator]


def test_functions_share_their_weights() -> None:
    model = summarise(experiment("rbm")).models[0]
    assert model.weights == 784 * 256 + 784 + 256 == total(row.weights for row in model.rows)


@pytest.mark.parametrize("name", NAMES)
def test_rows_add_up(name: str) -> None:
    def leaves(rows: tuple[Row, ...]) -> list[Row]:
        return [leaf for row in rows for leaf in (leaves(row.rows) if row.word in ("def", "block") else [row])]

    for model in summarise(experiment(name)).models:
        assert total(row.weights for row in leaves(model.rows)) == model.weights


def test_json_has_the_promised_form() -> None:
    found = as_json(summarise(experiment("lenet")))
    assert list(found) == ["models"]
    assert list(found["models"]["LeNet5"]) == ["weights", "operations", "layers"]
    assert found["models"]["LeNet5"]["weights"] == 61_706
    assert found["models"]["LeNet5"]["layers"][0] == {
        "name": "conv1",
        "word": "conv",
        "text": "conv 6, 5 × 5",
        "shape": "[28, 28, 6]",
        "weights": 156,
        "operations": 235_200,
    }
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("name", NAMES)
def test_text_keeps_to_its_width(name: str) -> None:
    table = text(summarise(experiment(name)), 80)
    rows = [line for line in table.splitlines() if not line.endswith(".")]
    assert max(map(len, rows)) <= 80
    assert all(line == line.rstrip() for line in table.splitlines())


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *[(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (246_824, "247 kB"), (999_999, "1 MB")],
        *[(sized("n"), "n B"), (sized("n") + 3, "(n + 3) B")],
    ],
)
def test_amounts(value: Dimension, said: str) -> None:
    assert amount(value, "B") == said


def test_symbolic_sums() -> None:
    assert total([1, sized("n"), 2]) == sized("n") + 3
    assert total([1, UNKNOWN]) == UNKNOWN


OPTIMIZERS = [(name, i) for name, word in sorted(WORDS["optimizer"].items()) for i in range(len(word.examples))]


@pytest.mark.parametrize(("name", "i"), OPTIMIZERS)
def test_optimizers_keep_what_optax_keeps(name: str, i: int) -> None:
    word = WORDS["optimizer"][name]
    if word.examples[i].error is not None:
        return
    made = word(**word.examples[i].config)
    assert isinstance(made, Optimizer)
    import jax
    import optax

    from compiler.python.printer import text as printed

    weights = {"kernel": jax.ShapeDtypeStruct((300, 400), "float32"), "bias": jax.ShapeDtypeStruct((7,), "float32")}
    scope = {"optax": optax, "jax": jax, "jnp": jax.numpy, "steps": 100}
    state = jax.eval_shape(eval(printed(made.emit(At())), scope).init, weights)
    kept = sum(leaf.size for leaf in jax.tree.leaves(state)) / (300 * 400 + 7)
    assert made.kept() == pytest.approx(kept, abs=0.02)
