"""Random draws from further distributions; all are new for every example and every step."""

from typing import ClassVar

from compiler.python.target import Expr, call, operator
from compiler.types import Shape, Tensor
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
from compiler.vocabulary.draws.random import Draw, Shaped

SHAPE = "shape of what is drawn"


class Scaled(Shaped, abstract=True):
    """A draw that is scaled and shifted."""

    function: ClassVar[str] = ""
    """Its name in `jax.random`, where that is not the word's."""

    def standard(self, at: At) -> Expr:
        """The draw before it is scaled."""
        return call(f"jax.random.{self.function or self.name}", call(at.rngs), shape=self.size(at))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        config = self.config()
        draw, scale, mean = self.standard(at), config.get("scale", 1), config.get("mean", 0)
        draw = draw if scale == 1 else operator("*", scale, draw)
        return draw if mean == 0 else operator("+", mean, draw)


class Exponential(Scaled):
    """Waiting times of what happens `1 / scale` times in a unit of time.

    Source: jax.random.exponential.
    """

    scale: float = arg("their mean", 1.0, above=0)
    formula = "p(x) = exp(-x / scale) / scale, x >= 0"
    examples = (ok((), [3], shape=(3,)), ok((), [], scale=2.0), bad((), "above 0", scale=0.0))


class Laplace(Scaled):
    """Numbers from Laplace's distribution, exponential on both sides.

    Source: Laplace, 1774; jax.random.laplace.
    """

    mean: float = arg("its mean", 0.0)
    scale: float = arg("mean distance from the mean", 1.0, above=0)
    formula = "p(x) = exp(-abs(x - mean) / scale) / (2 scale)"
    source = "Laplace, 1774"
    examples = (ok((), [3], shape=(3,)), ok((), [], mean=1.0, scale=2.0), bad((), "above 0", scale=0.0))


class Logistic(Scaled):
    """Numbers from the logistic distribution, whose cumulative one is the sigmoid.

    Source: Verhulst, 1845; jax.random.logistic.
    """

    mean: float = arg("its mean", 0.0)
    scale: float = arg("how wide it is", 1.0, above=0)
    formula = "P(X <= x) = sigmoid((x - mean) / scale)"
    source = "Verhulst, 1845"
    examples = (ok((), [3], shape=(3,)), ok((), [], mean=1.0, scale=2.0), bad((), "above 0", scale=0.0))


class Gumbel(Scaled):
    """Numbers from Gumbel's distribution, that of the largest of many; `argmax(logits + gumbel(...))` draws a class.

    Source: Gumbel, 1935; jax.random.gumbel.
    """

    scale: float = arg("how wide it is", 1.0, above=0)
    formula = "P(X <= x) = exp(-exp(-x / scale))"
    source = "Gumbel, 1935"
    examples = (ok((), [10], shape=(10,)), ok((), [], scale=2.0), bad((), "above 0", scale=0.0))


class Cauchy(Scaled):
    """Numbers from Cauchy's distribution, which has no mean.

    Source: Cauchy, 1853; jax.random.cauchy.
    """

    scale: float = arg("how wide it is: half of the numbers lie between -scale and scale", 1.0, above=0)
    formula = "p(x) = 1 / (pi scale (1 + (x / scale) ** 2))"
    source = "Cauchy, 1853"
    examples = (ok((), [3], shape=(3,)), ok((), [], scale=2.0), bad((), "above 0", scale=0.0))


class LogNormal(Shaped):
    """Numbers whose logarithms are normal.

    Source: Galton, 1879; jax.random.normal.
    """

    mean: float = arg("mean of the logarithms", 0.0)
    std: float = arg("their standard deviation", 1.0, above=0)
    formula = "exp(z), z ~ N(mean, std ** 2)"
    source = "Galton, 1879"
    examples = (ok((), [3], shape=(3,)), ok((), [], mean=1.0, std=0.5), bad((), "above 0", std=0.0))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        draw: Expr = call("jax.random.normal", call(at.rngs), self.size(at))
        draw = draw if self.std == 1 else operator("*", self.std, draw)
        return call("jnp.exp", draw if self.mean == 0 else operator("+", self.mean, draw))


class TruncatedNormal(Shaped):
    """Numbers from a normal distribution of mean 0 and deviation 1, none of them outside of the bounds.

    Source: jax.random.truncated_normal.
    """

    low: float = arg("the lower bound", -2.0)
    high: float = arg("the upper bound", 2.0)
    formula = "N(0, 1) given low <= x <= high"
    examples = (
        ok((), [3], shape=(3,)),
        ok((), [], low=0.0, high=1.0),
        bad((), "low must be below high", low=3.0),
    )

    def verify(self) -> None:
        if self.low >= self.high:
            raise Misfit("low must be below high", what="value", argument="low")

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jax.random.truncated_normal", call(at.rngs), self.low, self.high, self.size(at))


class Gamma(Scaled):
    """Waiting times until something has happened `concentration` times.

    Source: Pearson, 1893; jax.random.gamma.
    """

    concentration: float = arg("its form: 1 is the exponential distribution", above=0)
    shape: tuple[int, ...] = arg(SHAPE, (), at_least=1)
    scale: float = arg("mean time between two times", 1.0, above=0)
    formula = "p(x) proportional to x ** (concentration - 1) exp(-x / scale), x > 0"
    source = "Pearson, 1893"
    examples = (
        ok((), [3], concentration=2.0, shape=(3,)),
        ok((), [], concentration=0.5, scale=2.0),
        bad((), "above 0", concentration=0.0),
    )

    def standard(self, at: At) -> Expr:
        return call("jax.random.gamma", call(at.rngs), self.concentration, self.size(at))


class Beta(Shaped):
    """Shares between 0 and 1.

    Source: Bayes, 1763; jax.random.beta.
    """

    a: float = arg("how strongly it is drawn to 1", above=0)
    b: float = arg("how strongly it is drawn to 0", above=0)
    shape: tuple[int, ...] = arg(SHAPE, (), at_least=1)
    formula = "p(x) proportional to x ** (a - 1) (1 - x) ** (b - 1), 0 <= x <= 1"
    source = "Bayes, 1763"
    examples = (ok((), [3], a=0.2, b=0.2, shape=(3,)), ok((), [], a=2.0, b=1.0), bad((), "above 0", a=0.0, b=1.0))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jax.random.beta", call(at.rngs), self.a, self.b, self.size(at))


class StudentT(Shaped):
    """Numbers from Student's distribution: as the normal one, with heavier tails.

    Source: Gosset, 1908; jax.random.t.
    """

    df: float = arg("degrees of freedom: the more, the nearer to the normal distribution", above=0)
    shape: tuple[int, ...] = arg(SHAPE, (), at_least=1)
    formula = "p(x) proportional to (1 + x ** 2 / df) ** (-(df + 1) / 2)"
    source = "Gosset, 1908"
    examples = (ok((), [3], df=5.0, shape=(3,)), ok((), [], df=1.0), bad((), "above 0", df=0.0))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jax.random.t", call(at.rngs), self.df, self.size(at))


class Dirichlet(Shaped):
    """Probabilities of so many classes, which add up to 1.

    Source: Dirichlet, 1839; jax.random.dirichlet.
    """

    alpha: tuple[float, ...] = arg("for each class how strongly it is drawn to it", above=0)
    shape: tuple[int, ...] = arg("shape of what is drawn, without the classes", (), at_least=1)
    meaning = "probability"
    axes = " -> shape alpha"
    formula = "p(x) proportional to product over i of x[i] ** (alpha[i] - 1)"
    source = "Dirichlet, 1839"
    examples = (
        ok((), Tensor((3,), meaning="probability"), alpha=(1.0, 1.0, 2.0)),
        ok((), Tensor((4, 2), meaning="probability"), alpha=(0.5, 0.5), shape=(4,)),
        bad((), "above 0", alpha=(1.0, 0.0)),
        bad((), "at least 2", alpha=(1.0,)),
    )

    def verify(self) -> None:
        if len(self.alpha) < 2:
            raise Misfit("there must be at least 2 classes", what="value", argument="alpha")

    def infer(self, *inputs: Tensor) -> Tensor:
        return Tensor((*self.shape, len(self.alpha)), meaning="probability")

    def apply(self, at: At, *inputs: Expr) -> Expr:
        alpha = call("jnp.array", list(self.alpha))
        return call("jax.random.dirichlet", call(at.rngs), alpha, self.size(at))


class Counted(Shaped, abstract=True):
    """A draw of whole numbers."""

    gives = "int"
    arrays: ClassVar[tuple[str, ...]] = ()
    """The arguments of `jax.random`'s function before the shape."""

    def apply(self, at: At, *inputs: Expr) -> Expr:
        config = self.config()
        draw = call(
            f"jax.random.{self.name}", call(at.rngs), *(config[key] for key in self.arrays), shape=self.size(at)
        )
        return call("jnp.int32", draw)


class Poisson(Counted):
    """How often something happens that happens `rate` times on average.

    Source: Poisson, 1837; jax.random.poisson.
    """

    rate: float = arg("how often on average", above=0)
    shape: tuple[int, ...] = arg(SHAPE, (), at_least=1)
    arrays = ("rate",)
    formula = "P(k) = rate ** k exp(-rate) / k!"
    source = "Poisson, 1837"
    examples = (
        ok((), Tensor((3,), "int"), rate=4.0, shape=(3,)),
        ok((), Tensor((), "int"), rate=0.5),
        bad((), "above 0", rate=0.0),
    )


class Binomial(Counted):
    """How many of n trials succeed.

    Source: Bernoulli, 1713; jax.random.binomial.
    """

    n: int = arg("how many trials", at_least=1)
    p: float = arg("probability that one succeeds", at_least=0, at_most=1)
    shape: tuple[int, ...] = arg(SHAPE, (), at_least=1)
    arrays = ("n", "p")
    formula = "P(k) = (n over k) p ** k (1 - p) ** (n - k)"
    source = "Bernoulli, 1713"
    examples = (
        ok((), Tensor((3,), "int"), n=10, p=0.3, shape=(3,)),
        ok((), Tensor((), "int"), n=1, p=0.5),
        bad((), "at most 1", n=10, p=2.0),
    )


class Geometric(Counted):
    """At which trial the first one succeeds.

    Source: jax.random.geometric.
    """

    p: float = arg("probability that a trial succeeds", above=0, at_most=1)
    shape: tuple[int, ...] = arg(SHAPE, (), at_least=1)
    arrays = ("p",)
    formula = "P(k) = (1 - p) ** (k - 1) p, k >= 1"
    examples = (
        ok((), Tensor((3,), "int"), p=0.3, shape=(3,)),
        ok((), Tensor((), "int"), p=0.5),
        bad((), "above 0", p=0.0),
    )


class Rademacher(Counted):
    """1 or -1, equally likely.

    Source: jax.random.rademacher.
    """

    formula = "P(1) = P(-1) = 1/2"
    examples = (ok((), Tensor((3,), "int"), shape=(3,)), bad((), "at least 1", shape=(0,)))


class Permutation(Draw):
    """The numbers from 0 to n - 1 in a random order.

    Source: jax.random.permutation.
    """

    n: int = arg("how many numbers there are", at_least=1)
    gives = "int"
    axes = " -> n"
    formula = "each order with probability 1 / n!"
    examples = (ok((), Tensor((10,), "int"), n=10), bad((), "at least 1", n=0))

    def infer(self, *inputs: Tensor) -> Tensor:
        return Tensor((self.n,), "int")

    def apply(self, at: At, *inputs: Expr) -> Expr:
        rows = call("jnp.broadcast_to", call("jnp.arange", self.n), (at.batch, self.n))
        return call("jax.random.permutation", call(at.rngs), rows, axis=1, independent=True)


class Categorical(Draw):
    """A class, drawn with the predicted probabilities: logits, probabilities or their logarithms.  No gradient passes.

    Source: Gumbel, 1954; jax.random.categorical.
    """

    inputs = ("prediction",)
    axis: int = arg("the axis of an example that holds the classes", -1)
    axes = "... n -> ..."
    takes = (("real",),)
    gives = "class"
    formula = "P(i) = softmax(prediction)[i]"
    source = "Gumbel, 1954"
    examples = (
        ok([10], Tensor((), "class", classes=10)),
        ok(Tensor((5, 3), meaning="probability"), Tensor((5,), "class", classes=3)),
        ok([5, 3], Tensor((3,), "class", classes=5), axis=0),
        bad([], "at least 1 axis"),
        bad(Tensor((3,), "int"), "takes real"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        (x,) = inputs
        if x.shape is None:
            return Tensor(None, "class")
        axis = position(self.axis, x, self.name)
        left: Shape = x.shape[:axis] + x.shape[axis + 1 :]
        return Tensor(left, "class", classes=x.shape[axis])

    def apply(self, at: At, *inputs: Expr) -> Expr:
        logits = at.spread(inputs[0])
        if at.inputs[0].meaning == "probability":
            logits = call("jnp.log", logits)
        axis = {"axis": self.axis + 1 if self.axis >= 0 else self.axis} if self.given() else {}
        return call("jax.random.categorical", call(at.rngs), logits, **axis)
