"""A small residual network (He et al., 2015), of blocks that differ in their widths only.

Compiled from resnet.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # resnet.dl:29
    """The fields of `digits`; what is fitted is fitted on the training split only."""
    image = fit.standardize("digits.image", columns["images"] / np.float32(16), axis=-1)  # [8, 8, 1]  resnet.dl:30
    digit = columns["target"]  # class[10]  resnet.dl:29
    return {"image": image, "digit": digit}


def truncated_normal(generator, shape, std):
    """A normal distribution of mean 0, cut off at two standard deviations; `std` is that of the uncut one."""
    draws = generator.standard_normal(shape, np.float32)
    while (outside := np.abs(draws) > 2).any():
        draws[outside] = generator.standard_normal(int(outside.sum()), np.float32)
    return np.float32(std) * draws


def fan_in(shape):
    """How many inputs reach one unit: every axis but the last."""
    return math.prod(shape[:-1]) or 1


def scaled_normal(generator, shape, variance):
    """A normal distribution of mean 0 and the given variance, cut off at two standard deviations of the uncut one."""
    # 0.8796 is the standard deviation of a standard normal distribution cut off at 2.
    return truncated_normal(generator, shape, math.sqrt(variance) / 0.87962566103423978)


def lecun_normal(generator, shape):
    """A cut normal distribution of variance 1 / fan-in (LeCun et al., 1998)."""
    return scaled_normal(generator, shape, 1 / fan_in(shape))


def half(tree):
    """The real arrays of a tree in bfloat16."""
    return jax.tree.map(lambda x: x.astype(jnp.bfloat16) if jnp.issubdtype(x.dtype, jnp.floating) else x, tree)


class ConvBn(nnx.Module):  # resnet.dl:3
    """conv_bn(x: [h, w, c], width, kernel = 1, stride = 1)."""

    def __init__(self, in_features, width, kernel, stride, padding, rngs):
        # resnet.dl:4
        self.conv1 = nnx.Conv(
            in_features, width, kernel_size=(kernel, kernel), strides=stride, padding=padding, use_bias=False, rngs=rngs
        )
        self.batch_norm1 = nnx.BatchNorm(width, rngs=rngs)

    def __call__(self, x, training=False):
        x = self.conv1(x)  # resnet.dl:4
        return jnp.asarray(self.batch_norm1(x, use_running_average=not training), jnp.result_type(x))


class Bottleneck(nnx.Module):  # resnet.dl:7
    """bottleneck(x: [h, w, c], width, stride = 1)."""

    def __init__(self, in_features, width, stride, rngs):
        self.conv_bn1 = ConvBn(in_features, 4 * width, kernel=1, stride=stride, padding=0, rngs=rngs)  # resnet.dl:8
        self.conv_bn2 = ConvBn(in_features, width, kernel=1, stride=1, padding=0, rngs=rngs)  # resnet.dl:10
        self.conv_bn3 = ConvBn(width, width, kernel=3, stride=stride, padding=1, rngs=rngs)  # resnet.dl:11
        self.conv_bn4 = ConvBn(width, 4 * width, kernel=1, stride=1, padding=0, rngs=rngs)  # resnet.dl:12

    def __call__(self, x, training=False):
        y = self.conv_bn2(x, training=training)  # resnet.dl:10
        y = jax.nn.relu(y)
        y = self.conv_bn3(y, training=training)  # resnet.dl:11
        y = jax.nn.relu(y)
        residue = self.conv_bn4(y, training=training)  # resnet.dl:12
        shortcut = self.conv_bn1(x, training=training)  # resnet.dl:8
        return jax.nn.relu(residue + shortcut)  # resnet.dl:13


class Bottleneck2(nnx.Module):  # resnet.dl:7
    """bottleneck(x: [h, w, c], width, stride = 1)."""

    def __init__(self, width, rngs):
        self.conv_bn1 = ConvBn(4 * width, width, kernel=1, stride=1, padding=0, rngs=rngs)  # resnet.dl:10
        self.conv_bn2 = ConvBn(width, width, kernel=3, stride=1, padding=1, rngs=rngs)  # resnet.dl:11
        self.conv_bn3 = ConvBn(width, 4 * width, kernel=1, stride=1, padding=0, rngs=rngs)  # resnet.dl:12

    def __call__(self, x, training=False):
        y = self.conv_bn1(x, training=training)  # resnet.dl:10
        y = jax.nn.relu(y)
        y = self.conv_bn2(y, training=training)  # resnet.dl:11
        y = jax.nn.relu(y)
        residue = self.conv_bn3(y, training=training)  # resnet.dl:12
        return jax.nn.relu(residue + x)  # resnet.dl:13


class Stage(nnx.Module):  # resnet.dl:16
    """stage(x: [h, w, c], width, depth, stride = 2)."""

    def __init__(self, in_features, width, stride, depth, rngs):
        self.bottleneck1 = Bottleneck(in_features, width, stride=stride, rngs=rngs)  # resnet.dl:17
        self.bottleneck2 = nnx.List([Bottleneck2(width, rngs) for _ in range(depth - 1)])

    def __call__(self, x, training=False):
        x = self.bottleneck1(x, training=training)  # resnet.dl:17
        for layer in self.bottleneck2:
            x = layer(x, training=training)
        return x


class ResNet(nnx.Module):  # resnet.dl:20
    """image: [8, 8, 1] -> [10]; 1,354 weights."""

    def __init__(self, rngs):
        self.conv_bn1 = ConvBn(1, 4, kernel=3, stride=1, padding=1, rngs=rngs)  # resnet.dl:22
        self.stage1 = Stage(4, 2, stride=1, depth=3, rngs=rngs)  # resnet.dl:24
        self.stage2 = Stage(8, 3, stride=2, depth=4, rngs=rngs)
        self.dense1 = nnx.Linear(12, 10, rngs=rngs)  # resnet.dl:26

    def __call__(self, image, training=False):
        x = self.conv_bn1(image, training=training)  # [8, 8, 4]  resnet.dl:22
        x = jax.nn.relu(x)
        x = nnx.max_pool(x, (3, 3), strides=(2, 2), padding=((1, 1), (1, 1)))  # [4, 4, 4]  resnet.dl:23
        x = self.stage1(x, training=training)  # [4, 4, 8]  resnet.dl:24
        x = self.stage2(x, training=training)  # [2, 2, 12]
        x = jnp.mean(x, axis=(1, 2))  # [12]  resnet.dl:25
        return self.dense1(x)  # [10]  resnet.dl:26


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.ResNet = ResNet(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case [*_, "scale" | "var"]:
                return np.ones(leaf.shape, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # resnet.dl:35
    """cross_entropy(ResNet(image), digit, smoothing = 0.1), averaged over the batch."""
    x = models.ResNet(batch["image"], training=training)  # [10]
    return jnp.mean(
        optax.softmax_cross_entropy(jnp.float32(x), optax.smooth_labels(jax.nn.one_hot(batch["digit"], 10), 0.1)),
        dtype=jnp.float32,
    )


def train_optimizer(steps):  # resnet.dl:36
    """sgd(cosine(0.1, warmup = 5%), momentum = 0.9, weight_decay = 1e-4), over `steps` steps."""
    return optax.chain(
        optax.add_decayed_weights(0.0001),
        optax.sgd(
            optax.warmup_cosine_decay_schedule(0.0, 0.1, warmup_steps=round(0.05 * steps), decay_steps=steps),
            momentum=0.9,
        ),
    )


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        def objective(weights):
            models = nnx.merge(graph, half(weights), statistics, copy=True)
            loss = train_loss(models, half(batch), training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(weights)
        update, optimizer_state = optimizers[0].update(gradient, state["optimizers"][0], weights)
        weights = optax.apply_updates(weights, update)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state,),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.
        state, losses = step(state, data, rows[0])
        return state, losses[None]

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # resnet.dl:39
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.ResNet(batch["image"])  # [10]
    return [(x, batch["digit"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
