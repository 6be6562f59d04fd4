"""The distributions in which weights start, by NumPy: a function for each initializer, under its name.

They are those of Flax's own initialisers, which would be compiled one by one (3 s for LeNet).
"""

import math

import numpy as np
from numpy.random import Generator

Array = np.ndarray
Shape = tuple[int, ...]


def zeros(generator: Generator, shape: Shape) -> Array:
    """All 0."""
    return np.zeros(shape, np.float32)


def ones(generator: Generator, shape: Shape) -> Array:
    """All 1."""
    return np.ones(shape, np.float32)


def constant(generator: Generator, shape: Shape, value: float) -> Array:
    """All one value."""
    return np.full(shape, value, np.float32)


def normal(generator: Generator, shape: Shape, std: float) -> Array:
    """A normal distribution of mean 0."""
    return np.float32(std) * generator.standard_normal(shape, np.float32)


def uniform(generator: Generator, shape: Shape, low: float, high: float) -> Array:
    """A uniform distribution from `low` to `high`."""
    return np.float32(low) + np.float32(high - low) * generator.random(shape, np.float32)


def truncated_normal(generator: Generator, shape: Shape, std: float) -> Array:
    """A normal distribution of mean 0, cut off at two standard deviations; `std` is that of the uncut one."""
    draws = np.asarray(generator.standard_normal(shape, np.float32))
    while (outside := np.abs(draws) > 2).any():
        draws[outside] = generator.standard_normal(int(outside.sum()), np.float32)
    return np.float32(std) * draws


def fan_in(shape: Shape) -> int:
    """How many inputs reach one unit: every axis but the last."""
    return math.prod(shape[:-1]) or 1


def fan_out(shape: Shape) -> int:
    """How many units one input reaches: every axis but the last but one."""
    return math.prod(shape) // shape[-2] if len(shape) > 1 else math.prod(shape)


def scaled_normal(generator: Generator, shape: Shape, variance: float) -> Array:
    """A normal distribution of mean 0 and the given variance, cut off at two standard deviations of the uncut one."""
    # 0.8796 is the standard deviation of a standard normal distribution cut off at 2.
    return truncated_normal(generator, shape, math.sqrt(variance) / 0.87962566103423978)


def scaled_uniform(generator: Generator, shape: Shape, variance: float) -> Array:
    """A uniform distribution of mean 0 and the given variance."""
    return uniform(generator, shape, -math.sqrt(3 * variance), math.sqrt(3 * variance))


def lecun_normal(generator: Generator, shape: Shape) -> Array:
    """A cut normal distribution of variance 1 / fan-in (LeCun et al., 1998)."""
    return scaled_normal(generator, shape, 1 / fan_in(shape))


def lecun_uniform(generator: Generator, shape: Shape) -> Array:
    """A uniform distribution of variance 1 / fan-in (LeCun et al., 1998)."""
    return scaled_uniform(generator, shape, 1 / fan_in(shape))


def he_normal(generator: Generator, shape: Shape) -> Array:
    """A cut normal distribution of variance 2 / fan-in (He et al., 2015)."""
    return scaled_normal(generator, shape, 2 / fan_in(shape))


def he_uniform(generator: Generator, shape: Shape) -> Array:
    """A uniform distribution of variance 2 / fan-in (He et al., 2015)."""
    return scaled_uniform(generator, shape, 2 / fan_in(shape))


def glorot_normal(generator: Generator, shape: Shape) -> Array:
    """A cut normal distribution of variance 2 / (fan-in + fan-out) (Glorot & Bengio, 2010)."""
    return scaled_normal(generator, shape, 2 / (fan_in(shape) + fan_out(shape)))


def glorot_uniform(generator: Generator, shape: Shape) -> Array:
    """A uniform distribution of variance 2 / (fan-in + fan-out) (Glorot & Bengio, 2010)."""
    return scaled_uniform(generator, shape, 2 / (fan_in(shape) + fan_out(shape)))


def variance_scaling(generator: Generator, shape: Shape, scale: float, mode: str, distribution: str) -> Array:
    """A distribution whose variance is `scale` over the size of what reaches a unit, what it reaches, or their mean."""
    sizes = {"fan_in": fan_in(shape), "fan_out": fan_out(shape), "fan_avg": (fan_in(shape) + fan_out(shape)) / 2}
    variance = scale / sizes[mode]
    if distribution == "normal":
        return normal(generator, shape, math.sqrt(variance))
    if distribution == "uniform":
        return scaled_uniform(generator, shape, variance)
    return scaled_normal(generator, shape, variance)


def delta_orthogonal(generator: Generator, shape: Shape, scale: float) -> Array:
    """An orthogonal matrix in the middle of the window and 0 around it (Xiao et al., 2018)."""
    kernel = np.zeros(shape, np.float32)
    middle = tuple((size - 1) // 2 for size in shape[:-2])
    kernel[middle] = orthogonal(generator, shape[-2:], scale)
    return kernel


def orthogonal(generator: Generator, shape: Shape, scale: float) -> Array:
    """A random matrix whose rows or columns are at right angles and of length `scale` (Saxe et al., 2013)."""
    rows, columns = math.prod(shape[:-1]), math.prod(shape[-1:])
    matrix = generator.standard_normal((max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(matrix)
    q = q * np.sign(np.diagonal(r))
    matrix = q if rows >= columns else q.T
    return np.reshape(scale * matrix, shape).astype(np.float32)
