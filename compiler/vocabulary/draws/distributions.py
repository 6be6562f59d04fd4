"""Random draws from further distributions; all are new for every example and every step."""

from functools import partial

from compiler.python.target import Expr, call
from compiler.types import Shape, Tensor
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import argument, declare
from compiler.vocabulary.draws.random import Between, Draw, Scaled, Shaped


class Counted(Shaped, abstract=True):
    """A draw of whole numbers."""

    gives = "int"
    by_name = True

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jnp.int32", super().apply(at))


shaped, scaled = partial(declare, __name__, Shaped), partial(declare, __name__, Scaled)
between, counted = partial(declare, __name__, Between), partial(declare, __name__, Counted)
SCALE = (ok((), [3], shape=(3,)), ok((), [], scale=2.0), bad((), "above 0", scale=0.0))
MEAN_AND_SCALE = (ok((), [3], shape=(3,)), ok((), [], mean=1.0, scale=2.0), bad((), "above 0", scale=0.0))
INT, INTS = Tensor((), "int"), Tensor((3,), "int")

# fmt: off
scaled("exponential", "Waiting times of what happens `1 / scale` times in a unit of time.",
    "p(x) = exp(-x / scale) / scale, x >= 0", by_name=True,
    scale=argument(float, "their mean", 1.0, above=0), examples=SCALE)
scaled("laplace", "Numbers from Laplace's distribution, exponential on both sides.",
    "p(x) = exp(-abs(x - mean) / scale) / (2 scale)", source="Laplace, 1774", by_name=True,
    mean=argument(float, "its mean", 0.0), scale=argument(float, "mean distance from the mean", 1.0, above=0),
    examples=MEAN_AND_SCALE)
scaled("logistic", "Numbers from the logistic distribution, whose cumulative one is the sigmoid.",
    "P(X <= x) = sigmoid((x - mean) / scale)", source="Verhulst, 1845", by_name=True,
    mean=argument(float, "its mean", 0.0), scale=argument(float, "how wide it is", 1.0, above=0),
    examples=MEAN_AND_SCALE)
scaled("gumbel",
    "Numbers from Gumbel's distribution, that of the largest of many; `argmax(logits + gumbel(...))` draws a class.",
    "P(X <= x) = exp(-exp(-x / scale))", source="Gumbel, 1935", by_name=True,
    scale=argument(float, "how wide it is", 1.0, above=0),
    examples=(ok((), [10], shape=(10,)), ok((), [], scale=2.0), bad((), "above 0", scale=0.0)))
scaled("cauchy", "Numbers from Cauchy's distribution, which has no mean.",
    "p(x) = 1 / (pi scale (1 + (x / scale) ** 2))", source="Cauchy, 1853", by_name=True,
    scale=argument(float, "how wide it is: half of the numbers lie between -scale and scale", 1.0, above=0),
    examples=SCALE)
# fmt: on


class LogNormal(Scaled):
    """Numbers whose logarithms are normal."""

    function = "normal"
    mean: float = arg("mean of the logarithms", 0.0)
    std: float = arg("their standard deviation", 1.0, above=0)
    formula = "exp(z), z ~ N(mean, std ** 2)"
    source = "Galton, 1879"
    examples = (ok((), [3], shape=(3,)), ok((), [], mean=1.0, std=0.5), bad((), "above 0", std=0.0))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jnp.exp", super().apply(at))


# fmt: off
between("truncated_normal",
    "Numbers from a normal distribution of mean 0 and deviation 1, none of them outside of the bounds.",
    "N(0, 1) given low <= x <= high", parameters=("low", "high"),
    low=argument(float, "the lower bound", -2.0), high=argument(float, "the upper bound", 2.0),
    examples=(ok((), [3], shape=(3,)), ok((), [], low=0.0, high=1.0), bad((), "low must be below high", low=3.0)))
scaled("gamma", "Waiting times until something has happened `concentration` times.",
    "p(x) proportional to x ** (concentration - 1) exp(-x / scale), x > 0", source="Pearson, 1893",
    parameters=("concentration",),
    concentration=argument(float, "its form: 1 is the exponential distribution", above=0),
    scale=argument(float, "mean time between two times", 1.0, above=0),
    examples=(ok((), [3], concentration=2.0, shape=(3,)), ok((), [], concentration=0.5, scale=2.0),
        bad((), "above 0", concentration=0.0)))
shaped("beta", "Shares between 0 and 1.", "p(x) proportional to x ** (a - 1) (1 - x) ** (b - 1), 0 <= x <= 1",
    source="Bayes, 1763", parameters=("a", "b"), a=argument(float, "how strongly it is drawn to 1", above=0),
    b=argument(float, "how strongly it is drawn to 0", above=0),
    examples=(ok((), [3], a=0.2, b=0.2, shape=(3,)), ok((), [], a=2.0, b=1.0), bad((), "above 0", a=0.0, b=1.0)))
shaped("student_t", "Numbers from Student's distribution: as the normal one, with heavier tails.",
    "p(x) proportional to (1 + x ** 2 / df) ** (-(df + 1) / 2)", source="Gosset, 1908", function="t",
    parameters=("df",),
    df=argument(float, "degrees of freedom: the more, the nearer to the normal distribution", above=0),
    examples=(ok((), [3], df=5.0, shape=(3,)), ok((), [], df=1.0), bad((), "above 0", df=0.0)))
# fmt: on


class Dirichlet(Shaped):
    """Probabilities of so many classes, which add up to 1."""

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


# fmt: off
counted("poisson", "How often something happens that happens `rate` times on average.",
    "P(k) = rate ** k exp(-rate) / k!", source="Poisson, 1837", parameters=("rate",),
    rate=argument(float, "how often on average", above=0),
    examples=(ok((), INTS, rate=4.0, shape=(3,)), ok((), INT, rate=0.5), bad((), "above 0", rate=0.0)))
counted("binomial", "How many of n trials succeed.", "P(k) = (n over k) p ** k (1 - p) ** (n - k)",
    source="Bernoulli, 1713", parameters=("n", "p"), n=argument(int, "how many trials", at_least=1),
    p=argument(float, "probability that one succeeds", at_least=0, at_most=1),
    examples=(ok((), INTS, n=10, p=0.3, shape=(3,)), ok((), INT, n=1, p=0.5), bad((), "at most 1", n=10, p=2.0)))
counted("geometric", "At which trial the first one succeeds.", "P(k) = (1 - p) ** (k - 1) p, k >= 1",
    parameters=("p",), p=argument(float, "probability that a trial succeeds", above=0, at_most=1),
    examples=(ok((), INTS, p=0.3, shape=(3,)), ok((), INT, p=0.5), bad((), "above 0", p=0.0)))
counted("rademacher", "1 or -1, equally likely.", "P(1) = P(-1) = 1/2",
    examples=(ok((), INTS, shape=(3,)), bad((), "at least 1", shape=(0,))))
# fmt: on


class Permutation(Draw):
    """The numbers from 0 to n - 1 in a random order."""

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
