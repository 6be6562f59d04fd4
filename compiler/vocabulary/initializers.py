"""Where weights start."""

from collections.abc import Mapping
from typing import ClassVar

from compiler.vocabulary.base import Misfit, arg, bad, use
from compiler.vocabulary.speech import Initializer


class Zeros(Initializer):
    """All 0."""

    library = "nnx.initializers.zeros_init"
    formula = "0"
    examples = (use(),)


class Ones(Initializer):
    """All 1."""

    library = "nnx.initializers.ones_init"
    formula = "1"
    examples = (use(),)


class Constant(Initializer):
    """All one value."""

    value: float = arg("the value")
    formula = "value"
    examples = (use(value=0.5),)


class Normal(Initializer):
    """A normal distribution of mean 0.

    Source: Gauss, 1809.
    """

    std: float = arg("its standard deviation", 0.01, at_least=0)
    renamed: ClassVar[Mapping[str, str]] = {"std": "stddev"}
    formula = "N(0, std ** 2)"
    source = "Gauss, 1809"
    examples = (use(), use(std=0.05), bad((), "at least 0", std=-1.0))


class TruncatedNormal(Initializer):
    """A normal distribution of mean 0, cut off at two standard deviations.

    Source: jax.nn.initializers.truncated_normal.
    """

    std: float = arg("standard deviation of the uncut distribution", 0.01, at_least=0)
    renamed: ClassVar[Mapping[str, str]] = {"std": "stddev"}
    formula = "N(0, std ** 2) given abs(w) <= 2 std"
    examples = (use(), use(std=0.05), bad((), "at least 0", std=-1.0))


class Uniform(Initializer):
    """A uniform distribution."""

    low: float = arg("the smallest value", 0.0)
    high: float = arg("the largest value", 0.01)
    library = "uniform"
    helpers = ("uniform",)
    formula = "U(low, high)"
    examples = (use(), use(low=-0.05, high=0.05), bad((), "low must be below high", low=1.0))

    def verify(self) -> None:
        if self.low >= self.high:
            raise Misfit("low must be below high", what="value", argument="low")


class LecunNormal(Initializer):
    """A cut normal distribution that keeps the variance from layer to layer; a layer's own default.

    Source: LeCun et al., 1998; jax.nn.initializers.lecun_normal.
    """

    ranks = 2
    formula = "variance 1 / fan-in"
    source = "LeCun et al., 1998"
    examples = (use(),)


class LecunUniform(Initializer):
    """A uniform distribution that keeps the variance from layer to layer.

    Source: LeCun et al., 1998; jax.nn.initializers.lecun_uniform.
    """

    ranks = 2
    formula = "variance 1 / fan-in"
    source = "LeCun et al., 1998"
    examples = (use(),)


class HeNormal(Initializer):
    """A cut normal distribution that keeps the variance through relu.

    Source: He et al., 2015; jax.nn.initializers.he_normal.
    """

    ranks = 2
    formula = "variance 2 / fan-in"
    source = "He et al., 2015"
    examples = (use(),)


class HeUniform(Initializer):
    """A uniform distribution that keeps the variance through relu.

    Source: He et al., 2015; jax.nn.initializers.he_uniform.
    """

    ranks = 2
    formula = "variance 2 / fan-in"
    source = "He et al., 2015"
    examples = (use(),)


class GlorotNormal(Initializer):
    """A cut normal distribution that keeps the variance both forwards and backwards.

    Source: Glorot & Bengio, 2010; jax.nn.initializers.glorot_normal.
    """

    ranks = 2
    formula = "variance 2 / (fan-in + fan-out)"
    source = "Glorot & Bengio, 2010"
    examples = (use(),)


class GlorotUniform(Initializer):
    """A uniform distribution that keeps the variance both forwards and backwards.

    Source: Glorot & Bengio, 2010; jax.nn.initializers.glorot_uniform.
    """

    ranks = 2
    formula = "variance 2 / (fan-in + fan-out)"
    source = "Glorot & Bengio, 2010"
    examples = (use(),)


class Orthogonal(Initializer):
    """A random matrix whose rows or columns are at right angles to one another.

    Source: Saxe et al., 2013; jax.nn.initializers.orthogonal.
    """

    scale: float = arg("their length", 1.0, above=0)
    ranks = 2
    formula = "w^T w = scale ** 2 I"
    source = "Saxe et al., 2013"
    examples = (use(), use(scale=1.4), bad((), "above 0", scale=0.0))


class VarianceScaling(Initializer):
    """Any distribution that keeps the variance from layer to layer: what the words above are cases of.

    Source: He et al., 2015; jax.nn.initializers.variance_scaling.
    """

    scale: float = arg("the variance times the size that `mode` names", above=0)
    mode: str = arg(
        "that size: how many inputs reach a unit, how many units an input reaches, or their mean",
        choices=("fan_in", "fan_out", "fan_avg"),
    )
    distribution: str = arg("its form", choices=("truncated_normal", "normal", "uniform"))
    ranks = 2
    formula = "variance scale / size"
    source = "He et al., 2015"
    examples = (
        use(scale=2.0, mode="fan_out", distribution="truncated_normal"),
        use(scale=1.0, mode="fan_avg", distribution="uniform"),
        use(scale=0.5, mode="fan_in", distribution="normal"),
        bad((), "above 0", scale=0.0, mode="fan_in", distribution="normal"),
        bad((), "one of fan_in", scale=1.0, mode="fan", distribution="normal"),
    )


class DeltaOrthogonal(Initializer):
    """An orthogonal matrix in the middle of a convolution's window and 0 around it; of a matrix, the matrix.

    Source: Xiao et al., 2018; jax.nn.initializers.delta_orthogonal.
    """

    scale: float = arg("length of the matrix's rows or columns", 1.0, above=0)
    library = "delta_orthogonal"
    ranks = 2
    helpers = ("delta_orthogonal",)
    formula = "w[middle]^T w[middle] = scale ** 2 I"
    source = "Xiao et al., 2018"
    examples = (use(), use(scale=1.4), bad((), "above 0", scale=0.0))
