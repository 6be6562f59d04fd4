"""A small residual network (He et al., 2015), of blocks that differ in their widths only.

Compiled from resnet.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):
    """The fields of `digits`; what is fitted is fitted on the training split only."""
    image = fit.standardize("digits.image", columns["images"] / np.float32(16), axis=-1)  # [8, 8, 1]
    digit = columns["target"]  # class[10]
    return {"image": image, "digit": digit}


class ConvBn(nnx.Module):
    """conv_bn(x: [h, w, c], width, kernel = 1, stride = 1)."""

    def __init__(self, in_features, width, kernel, stride, padding, rngs):
        self.conv1 = nnx.Conv(
            in_features,
            width,
            kernel_size=(kernel, kernel),
            dtype=jnp.bfloat16,
            strides=stride,
            padding=padding,
            use_bias=False,
            rngs=rngs,
        )
        self.batch_norm1 = nnx.BatchNorm(width, dtype=jnp.bfloat16, rngs=rngs)

    def __call__(self, x):
        x = self.conv1(x)
        return self.batch_norm1(x)


class Bottleneck(nnx.Module):
    """bottleneck(x: [h, w, c], width, stride = 1)."""

    def __init__(self, in_features, width, stride, rngs):
        self.conv_bn1 = ConvBn(in_features, 4 * width, kernel=1, stride=stride, padding=0, rngs=rngs)
        self.conv_bn2 = ConvBn(in_features, width, kernel=1, stride=1, padding=0, rngs=rngs)
        self.conv_bn3 = ConvBn(width, width, kernel=3, stride=stride, padding=1, rngs=rngs)
        self.conv_bn4 = ConvBn(width, 4 * width, kernel=1, stride=1, padding=0, rngs=rngs)

    def __call__(self, x):
        y = self.conv_bn2(x)
        y = jax.nn.relu(y)
        y = self.conv_bn3(y)
        y = jax.nn.relu(y)
        residue = self.conv_bn4(y)
        shortcut = self.conv_bn1(x)
        return jax.nn.relu(residue + shortcut)


class Bottleneck2(nnx.Module):
    """bottleneck(x: [h, w, c], width, stride = 1)."""

    def __init__(self, width, rngs):
        self.conv_bn1 = ConvBn(4 * width, width, kernel=1, stride=1, padding=0, rngs=rngs)
        self.conv_bn2 = ConvBn(width, width, kernel=3, stride=1, padding=1, rngs=rngs)
        self.conv_bn3 = ConvBn(width, 4 * width, kernel=1, stride=1, padding=0, rngs=rngs)

    def __call__(self, x):
        y = self.conv_bn1(x)
        y = jax.nn.relu(y)
        y = self.conv_bn2(y)
        y = jax.nn.relu(y)
        residue = self.conv_bn3(y)
        return jax.nn.relu(residue + x)


class Stage(nnx.Module):
    """stage(x: [h, w, c], width, depth, stride = 2)."""

    def __init__(self, in_features, width, stride, depth, rngs):
        self.bottleneck1 = Bottleneck(in_features, width, stride=stride, rngs=rngs)
        self.bottleneck2 = nnx.List([Bottleneck2(width, rngs) for _ in range(depth - 1)])

    def __call__(self, x):
        x = self.bottleneck1(x)
        for layer in self.bottleneck2:
            x = layer(x)
        return x


class ResNet(nnx.Module):
    """image: [8, 8, 1] -> [10]; 1,354 weights."""

    def __init__(self, rngs):
        self.conv_bn1 = ConvBn(1, 4, kernel=3, stride=1, padding=1, rngs=rngs)
        self.stage1 = Stage(4, 2, stride=1, depth=3, rngs=rngs)
        self.stage2 = Stage(8, 3, stride=2, depth=4, rngs=rngs)
        self.dense1 = nnx.Linear(12, 10, dtype=jnp.bfloat16, rngs=rngs)

    def __call__(self, image):
        x = self.conv_bn1(image)  # [8, 8, 4]
        x = jax.nn.relu(x)
        x = nnx.max_pool(x, (3, 3), strides=(2, 2), padding=((1, 1), (1, 1)))  # [4, 4, 4]
        x = self.stage1(x)  # [4, 4, 8]
        x = self.stage2(x)  # [2, 2, 12]
        x = jnp.mean(x, axis=(1, 2))  # [12]
        return self.dense1(x)  # [10]


def train_loss(model, batch):
    """cross_entropy(ResNet(image), digit, smoothing = 0.1), averaged over the batch."""
    x = model(batch["image"])  # [10]
    return jnp.mean(
        optax.softmax_cross_entropy(jnp.float32(x), optax.smooth_labels(jax.nn.one_hot(batch["digit"], 10), 0.1)),
        dtype=jnp.float32,
    )


def train_optimizer(model, steps):
    """sgd(cosine(0.1, warmup = 5%), momentum = 0.9, weight_decay = 1e-4), over `steps` steps."""
    rate = optax.warmup_cosine_decay_schedule(0.0, 0.1, warmup_steps=round(0.05 * steps), decay_steps=steps)
    update = optax.chain(optax.add_decayed_weights(0.0001), optax.sgd(rate, momentum=0.9))
    return nnx.Optimizer(model, update, wrt=nnx.Param)


@nnx.jit
def train_step(model, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(model, batch)
    optimizer.update(model, gradient)
    return loss


def evaluate(model, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = model(batch["image"])  # [10]
    return [(x, batch["digit"])]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
