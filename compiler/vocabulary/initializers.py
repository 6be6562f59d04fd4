"""Where weights start."""

from functools import partial

from compiler.vocabulary.base import Misfit, arg, bad, use
from compiler.vocabulary.declaration import argument, declare
from compiler.vocabulary.speech import Initializer


class OfMatrix(Initializer, abstract=True):
    """One that goes by how many inputs and outputs there are, and so needs two axes."""

    ranks = 2


DEVIATION = (use(), use(std=0.05), bad((), "at least 0", std=-1.0))
SCALE = (use(), use(scale=1.4), bad((), "above 0", scale=0.0))
"""Examples of what has a standard deviation or a scale."""
initializer, of_matrix = partial(declare, __name__, Initializer), partial(declare, __name__, OfMatrix)

# fmt: off
initializer("zeros", "All 0.", "0", library="nnx.initializers.zeros_init")
initializer("ones", "All 1.", "1", library="nnx.initializers.ones_init")
initializer("constant", "All one value.", "value", value=argument(float, "the value"), examples=(use(value=0.5),))
Normal = initializer("normal", "A normal distribution of mean 0.", "N(0, std ** 2)", source="Gauss, 1809",
    renamed={"std": "stddev"}, std=argument(float, "its standard deviation", 0.01, at_least=0), examples=DEVIATION)
initializer("truncated_normal", "A normal distribution of mean 0, cut off at two standard deviations.",
    "N(0, std ** 2) given abs(w) <= 2 std", renamed={"std": "stddev"},
    std=argument(float, "standard deviation of the uncut distribution", 0.01, at_least=0), examples=DEVIATION)
# fmt: on


class Uniform(Initializer):
    """A uniform distribution."""

    low: float = arg("the smallest value", 0.0)
    high: float = arg("the largest value", 0.01)
    library = "uniform_init"
    helpers = ("uniform_init",)
    formula = "U(low, high)"
    examples = (use(), use(low=-0.05, high=0.05), bad((), "low must be below high", low=1.0))

    def verify(self) -> None:
        if self.low >= self.high:
            raise Misfit("low must be below high", what="value", argument="low")


# fmt: off
LecunNormal = of_matrix("lecun_normal",
    "A cut normal distribution that keeps the variance from layer to layer; a layer's own default.",
    "variance 1 / fan-in", source="LeCun et al., 1998")
of_matrix("lecun_uniform", "A uniform distribution that keeps the variance from layer to layer.",
    "variance 1 / fan-in", source="LeCun et al., 1998")
HeNormal = of_matrix("he_normal", "A cut normal distribution that keeps the variance through relu.",
    "variance 2 / fan-in", source="He et al., 2015")
of_matrix("he_uniform", "A uniform distribution that keeps the variance through relu.", "variance 2 / fan-in",
    source="He et al., 2015")
of_matrix("glorot_normal", "A cut normal distribution that keeps the variance both forwards and backwards.",
    "variance 2 / (fan-in + fan-out)", source="Glorot & Bengio, 2010")
of_matrix("glorot_uniform", "A uniform distribution that keeps the variance both forwards and backwards.",
    "variance 2 / (fan-in + fan-out)", source="Glorot & Bengio, 2010")
Orthogonal = of_matrix("orthogonal", "A random matrix whose rows or columns are at right angles to one another.",
    "w^T w = scale ** 2 I", source="Saxe et al., 2013", scale=argument(float, "their length", 1.0, above=0),
    examples=SCALE)
VarianceScaling = of_matrix("variance_scaling",
    "Any distribution that keeps the variance from layer to layer: what the words above are cases of.",
    "variance scale / size", source="He et al., 2015",
    scale=argument(float, "the variance times the size that `mode` names", above=0),
    mode=argument(str, "that size: how many inputs reach a unit, how many units an input reaches, or their mean",
        choices=("fan_in", "fan_out", "fan_avg")),
    distribution=argument(str, "its form", choices=("truncated_normal", "normal", "uniform")),
    examples=(use(scale=2.0, mode="fan_out", distribution="truncated_normal"),
        use(scale=1.0, mode="fan_avg", distribution="uniform"), use(scale=0.5, mode="fan_in", distribution="normal"),
        bad((), "above 0", scale=0.0, mode="fan_in", distribution="normal"),
        bad((), "one of fan_in", scale=1.0, mode="fan", distribution="normal")))
of_matrix("delta_orthogonal",
    "An orthogonal matrix in the middle of a convolution's window and 0 around it; of a matrix, the matrix.",
    "w[middle]^T w[middle] = scale ** 2 I", source="Xiao et al., 2018", library="delta_orthogonal_init",
    helpers=("delta_orthogonal_init",),
    scale=argument(float, "length of the matrix's rows or columns", 1.0, above=0), examples=SCALE)
# fmt: on
