"""The operations that `dlc summary` states: a product and a sum for each weight and place, one for each value else."""

import pytest

from compiler.ir import Module
from compiler.ir.count import operations_of, weights_of
from compiler.pipeline import compile_text
from dsl.spans import Source

DATA = """
data images = idx("images") {{
  image: [{size}, {size}, {channels}] = pixels / 255
  kind: class[{classes}] = labels
}}
{model}
train(epochs = 1, batch = 8) {{ minimize cross_entropy(Net(image), kind) using sgd(0.1) }}
evaluate {{ accuracy(Net(image), kind) }}
"""

LENET = """
model Net(image: [28, 28, 1]) -> [10] {
  image
    -> conv(6, kernel = 5) -> tanh -> avg_pool(2)
    -> conv(16, kernel = 5, padding = valid) -> tanh -> avg_pool(2)
    -> flatten -> dense(120) -> tanh -> dense(84) -> tanh -> dense(10)
}
"""

RESNET = """
block unit(x: [h, w, c], width, kernel = 1, stride = 1) {{
  x -> conv(width, kernel = kernel, stride = stride, bias = false) -> batch_norm
}}
block bottleneck(x: [h, w, c], width, stride = 1) {{
  let shortcut = if c == 4 * width and stride == 1 then x else x -> unit(4 * width, stride = stride)
  let residue = x -> unit(width) -> relu -> unit(width, kernel = 3, stride = stride) -> relu -> unit(4 * width)
  relu(residue + shortcut)
}}
model Net(image: [224, 224, 3]) -> [1000] {{
  image
    -> conv(64, kernel = 7, stride = 2, padding = 3, bias = false) -> batch_norm -> relu
    -> max_pool(3, stride = 2, padding = 1)
    -> bottleneck(64) -> {0} * bottleneck(64)
    -> bottleneck(128, stride = 2) -> {1} * bottleneck(128)
    -> bottleneck(256, stride = 2) -> {2} * bottleneck(256)
    -> bottleneck(512, stride = 2) -> {3} * bottleneck(512)
    -> global_avg_pool -> dense(1000)
}}
"""


def model(text: str, size: int, channels: int, classes: int) -> Module:
    spec = DATA.format(size=size, channels=channels, classes=classes, model=text)
    result = compile_text(Source("net.dl", spec))
    assert result.experiment is not None, [diagnostic.message for diagnostic in result.diagnostics]
    (net,) = result.experiment.models
    return net


def test_lenet() -> None:
    """By hand, layer after layer."""
    conv1, conv2 = 28 * 28 * 6 * 25, 10 * 10 * 16 * 25 * 6
    dense = 400 * 120 + 120 * 84 + 84 * 10
    tanh = 28 * 28 * 6 + 10 * 10 * 16 + 120 + 84
    pools = 28 * 28 * 6 + 10 * 10 * 16
    assert conv1 + conv2 + dense == 416_520
    net = model(LENET, 28, 1, 10)
    assert operations_of(net.functions[0]) == 2 * 416_520 + tanh + pools
    assert weights_of(net) == 61_706


def resnet_by_hand(depths: tuple[int, ...]) -> tuple[int, int]:
    """Products, and all else, of a residual net of bottlenecks (He et al., 2015; the stride in the middle layer)."""
    products, rest = 0, 0

    def unit(size: int, kernel: int, inputs: int, width: int) -> None:
        nonlocal products, rest
        products += size * size * kernel * kernel * inputs * width
        rest += 5 * size * size * width  # batch norm

    unit(112, 7, 3, 64)
    rest += 112 * 112 * 64 + 112 * 112 * 64  # relu, and what the pool reads
    size, channels = 56, 64
    for stage, depth in enumerate(depths):
        width = 64 * 2**stage
        for block in range(depth):
            before = size
            if stage > 0 and block == 0:
                size //= 2
            if block == 0:
                unit(size, 1, channels, 4 * width)
            unit(before, 1, channels, width)
            unit(size, 3, width, width)
            unit(size, 1, width, 4 * width)
            rest += before * before * width + size * size * width  # two relus
            rest += 2 * size * size * 4 * width  # the sum with the shortcut, and the last relu
            channels = 4 * width
    rest += 7 * 7 * 2048  # what the last pool reads
    return products + 2048 * 1000, rest


@pytest.mark.parametrize(
    ("depths", "billions", "weights"),
    [((3, 4, 6, 3), 4.1, 25_557_032), ((3, 8, 36, 3), 11.5, 60_192_808)],
    ids=["resnet50", "resnet152"],
)
def test_residual_nets(depths: tuple[int, ...], billions: float, weights: int) -> None:
    """Products and sums are counted both: twice the 4.1 and 11.5 billion of the usual tables."""
    products, rest = resnet_by_hand(depths)
    assert products / 1e9 == pytest.approx(billions, abs=0.05)
    net = model(RESNET.format(*(depth - 1 for depth in depths)), 224, 3, 1000)
    assert operations_of(net.functions[0]) == 2 * products + rest
    assert weights_of(net) == weights


@pytest.mark.parametrize(
    ("layers", "operations"),
    [
        ("depthwise_conv(3)", 2 * 16 * 16 * 9 * 8),
        ("separable_conv(12, kernel = 3)", 2 * 16 * 16 * 8 * (9 + 12)),
        ("conv(8, kernel = 3, groups = 2)", 2 * 16 * 16 * 8 * 9 * 4),
        ("conv_transpose(4, kernel = 3, stride = 2)", 2 * 16 * 16 * 8 * 9 * 4),
        ("layer_norm", 5 * 16 * 16 * 8),
        ("max_pool(2)", 16 * 16 * 8),
        ("adaptive_avg_pool(4)", 16 * 16 * 8),
        ("flatten", 0),
    ],
)
def test_a_layer(layers: str, operations: int) -> None:
    net = model(f"model Net(image: [16, 16, 8]) -> [2] {{ image -> {layers} -> flatten -> dense(2) }}", 16, 8, 2)
    head = net.functions[0].result.inputs[0].type  # type: ignore[union-attr]
    assert operations_of(net.functions[0]) == operations + 2 * 2 * head.shape[0]


def test_an_embedding_computes_nothing() -> None:
    """Its rows are looked up."""
    text = """
data words = csv("words.csv") { word: int[7] = word  kind: class[2] = kind }
model Net(word: int[7]) -> [2] { word -> embed(100, 16) -> flatten -> dense(2) }
train(epochs = 1, batch = 8) { minimize cross_entropy(Net(word), kind) using sgd(0.1) }
evaluate { accuracy(Net(word), kind) }
"""
    result = compile_text(Source("words.dl", text.replace("word  kind", "word; kind")))
    assert result.experiment is not None, [diagnostic.message for diagnostic in result.diagnostics]
    assert operations_of(result.experiment.models[0].functions[0]) == 2 * 7 * 16 * 2
