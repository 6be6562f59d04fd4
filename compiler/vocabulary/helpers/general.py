"""The functions that emitted programs carry themselves: what no library has, or what is faster written out.

A word names in `helpers` those that its emission may call.  The texts are never run here.
"""

import re
from functools import cache

from compiler.vocabulary.helpers.augmentation import TEXT as AUGMENTATION
from compiler.vocabulary.helpers.ragged import TEXT as RAGGED
from dsl.immutable import immutable


@immutable
class Helper:
    """A function of an emitted program: its text, the helpers that it calls, and the names that it expects imported."""

    name: str
    text: str
    calls: tuple[str, ...]
    imports: tuple[str, ...]


LAYERS = '''
def max_pool(x, window):
    """The largest value of each window; the windows stand side by side and fill every axis."""
    return windows(x, window).max(axis=tuple(range(2, 2 * len(window) + 1, 2)))


def min_pool(x, window):
    """The smallest value of each window; the windows stand side by side and fill every axis."""
    return windows(x, window).min(axis=tuple(range(2, 2 * len(window) + 1, 2)))


def avg_pool(x, window):
    """The mean of each window; the windows stand side by side and fill every axis."""
    return windows(x, window).mean(axis=tuple(range(2, 2 * len(window) + 1, 2)))


def windows(x, window):
    """Each axis between the first and the last, [n], as [n / k, k]: pooling so is faster than by sliding windows."""
    shape = x.shape[:1]
    for length, width in zip(x.shape[1:-1], window, strict=True):
        shape += (length // width, width)
    return x.reshape(*shape, x.shape[-1])


def lp_pool(x, window, strides, padding, order):
    """The root of the sum of each window's powers; where that is 0, so is the gradient."""
    total = nnx.avg_pool(jnp.abs(x) ** order, window, strides=strides, padding=padding) * math.prod(window)
    return jnp.where(total > 0, jnp.where(total > 0, total, 1) ** (1 / order), 0)


def adaptive_pool(x, places, reduce):
    """Each axis before the last, the channels, cut into so many windows, of which each becomes one value."""
    for axis, count in enumerate(places, x.ndim - 1 - len(places)):
        length = x.shape[axis]
        parts = [
            jax.lax.slice_in_dim(x, i * length // count, -(-(i + 1) * length // count), axis=axis) for i in range(count)
        ]
        x = jnp.stack([reduce(part, axis=axis) for part in parts], axis=axis)
    return x
'''

LOSSES = '''
def pick(x, label):
    """The element of the last axis that each label names."""
    return jnp.take_along_axis(x, label[..., None], axis=-1)[..., 0]


def binary_cross_entropy(probability, label):
    """-log of the probability given to what is the case; probabilities are kept 1e-7 from 0 and 1."""
    label = jnp.asarray(label, probability.dtype)
    probability = jnp.clip(probability, 1e-7, 1 - 1e-7)
    return -label * jnp.log(probability) - (1 - label) * jnp.log1p(-probability)


def generalized_dice(logits, shares, places, smooth):
    """The Dice loss of each class, weighted by one over the square of its size (Sudre et al., 2017)."""
    probability, size = jax.nn.softmax(logits), shares.sum(places)
    weight = 1 / (size**2 + 1e-7)
    weight = weight / weight.sum(-1, keepdims=True) * size.shape[-1]
    overlap = (probability * shares).sum(places)
    dice = (overlap + smooth) / ((probability.sum(places) + size) / 2 + smooth)
    return (weight * (1 - dice)).mean(-1)


def unit(x):
    """Vectors of length 1 in the same directions."""
    return x * jax.lax.rsqrt(jnp.maximum(jnp.square(x).sum(-1, keepdims=True), 1e-12))


def info_nce(a, b, temperature):
    """-log of the probability that each of `a` gives to its own of `b`, by their angles (van den Oord et al., 2018)."""
    scores = unit(a) @ unit(b).T / temperature
    return optax.softmax_cross_entropy_with_integer_labels(scores, jnp.arange(len(a)))


def nt_xent(a, b, temperature):
    """-log of the probability that each view gives to its partner among all views but itself (Chen et al., 2020)."""
    count = len(a)
    views = unit(jnp.concatenate([a, b]))
    scores = jnp.where(jnp.eye(2 * count, dtype=bool), -jnp.inf, views @ views.T / temperature)
    losses = optax.softmax_cross_entropy_with_integer_labels(scores, jnp.roll(jnp.arange(2 * count), count))
    return (losses[:count] + losses[count:]) / 2
'''

INITIALIZERS = '''
def uniform_init(low, high):
    """A uniform distribution from `low` to `high`."""
    return lambda key, shape, dtype=jnp.float32: jax.random.uniform(key, shape, dtype, low, high)


def delta_orthogonal_init(scale):
    """An orthogonal matrix in the middle of the window and 0 around it (Xiao et al., 2018)."""

    def initialise(key, shape, dtype=jnp.float32):
        middle = tuple((size - 1) // 2 for size in shape[:-2])
        matrix = nnx.initializers.orthogonal(scale)(key, shape[-2:], dtype)
        return jnp.zeros(shape, dtype).at[middle].set(matrix)

    return initialise
'''

LIBRARIES = ("jax", "jnp", "np", "nnx", "optax", "math")


@cache
def helpers() -> dict[str, Helper]:
    """Every helper by name, in the order in which a program defines them."""
    texts = re.split(
        r"\n\n\n(?=def )", "\n\n\n".join(text.strip() for text in (RAGGED, LAYERS, AUGMENTATION, LOSSES, INITIALIZERS))
    )
    named = {re.match(r"def (\w+)", text)[1]: text for text in texts}  # type: ignore[index]
    return {
        name: Helper(name, text, _used(text, set(named) - {name}), _used(text, LIBRARIES))
        for name, text in named.items()
    }


def _used(text: str, names: "set[str] | tuple[str, ...]") -> tuple[str, ...]:
    """Those of the names that the text's code refers to, in its order."""
    code = re.sub(r'""".*?"""|#.*', "", text)
    found = dict.fromkeys(re.findall(r"(?<![\w.])[a-z]\w*(?=[.(])", code))
    return tuple(name for name in found if name in names)
