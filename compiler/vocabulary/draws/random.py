"""Random draws: new ones for every example and every step, all from the seed of the phase."""

from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, call, operator
from compiler.types import Shape, Tensor
from compiler.vocabulary.base import EACH, At, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import argument, declare
from compiler.vocabulary.speech import Operation

PROBABILITY = Tensor((3,), meaning="probability")


class Draw(Operation, abstract=True):
    """A draw of numbers from a distribution."""

    inputs: ClassVar[tuple[str, ...]] = ()
    chapter = "Random draws"
    role = "random"
    random = True
    differentiable = False


class Shaped(Draw, abstract=True):
    """A draw of the shape that is asked for; `[]` is a single number."""

    shape: tuple[int, ...] = arg("shape of what is drawn", (), at_least=1)
    axes = " -> shape"

    def infer(self, *inputs: Tensor) -> Tensor:
        return Tensor(self.shape, self.gives, self.meaning)  # type: ignore[arg-type]

    function: ClassVar[str] = ""
    """Its name in `jax.random`, where that is not the word's."""
    parameters: ClassVar[tuple[str, ...]] = ()
    """The arguments of that function before the shape."""
    by_name: ClassVar[bool] = False
    """Whether that function is given the shape by its name."""

    def size(self, at: At) -> tuple[object, ...]:
        return (at.batch, *self.shape)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        config = self.config()
        given = [call(at.rngs), *(config[key] for key in self.parameters)]
        shape = {"shape": self.size(at)} if self.by_name else {}
        given += [] if self.by_name else [self.size(at)]
        return call(f"jax.random.{self.function or self.name}", *given, **shape)


class Scaled(Shaped, abstract=True):
    """A draw that is scaled, and shifted by its mean."""

    def apply(self, at: At, *inputs: Expr) -> Expr:
        config, draw = self.config(), super().apply(at)
        scale, mean = config.get("scale", config.get("std", 1)), config.get("mean", 0)
        draw = draw if scale == 1 else operator("*", scale, draw)
        return draw if mean == 0 else operator("+", mean, draw)


class Between(Shaped, abstract=True):
    """A draw from `low` to `high`."""

    def verify(self) -> None:
        config = self.config()
        if config["low"] >= config["high"]:
            raise Misfit("low must be below high", what="value", argument="low")


scaled = partial(declare, __name__, Scaled)
# fmt: off
scaled("normal", "Numbers from a normal distribution.", "N(mean, std ** 2)", source="Gauss, 1809",
    mean=argument(float, "its mean", 0.0), std=argument(float, "its standard deviation", 1.0, above=0),
    examples=(ok((), [64], shape=(64,)), ok((), []), ok((), [2, 3], shape=(2, 3), mean=1.0, std=2.0),
        bad((), "above 0", std=0.0)))
# fmt: on


class Uniform(Between):
    """Numbers from a uniform distribution, `high` excluded."""

    low: float = arg("the smallest number", 0.0)
    high: float = arg("the end of the range", 1.0)
    formula = "U(low, high)"
    examples = (
        ok((), [64], shape=(64,)),
        ok((), [], low=-1.0, high=2.0),
        bad((), "low must be below high", low=1.0),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        bounds = {"minval": self.low, "maxval": self.high} if self.given().keys() & {"low", "high"} else {}
        return call("jax.random.uniform", call(at.rngs), self.size(at), **bounds)


class UniformInt(Shaped):
    """Whole numbers from 0 to n - 1, all equally likely."""

    n: int = arg("how many numbers there are", at_least=1)
    gives = "int"
    formula = "U{0, ..., n - 1}"
    examples = (
        ok((), Tensor((), "int"), n=1000),
        ok((), Tensor((4,), "int"), n=6, shape=(4,)),
        bad((), "at least 1", n=0),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jax.random.randint", call(at.rngs), self.size(at), 0, self.n)


class Like(Draw, abstract=True):
    """A draw of another tensor's shape."""

    inputs = ("x",)
    axes = "... -> ..."
    everywhere = EACH

    def like(self, at: At, x: Expr) -> object:
        """The shape of a draw for each example."""
        shape: Shape = at.inputs[0].shape or ()
        return call("jnp.shape", x) if at.batched[0] else (at.batch, *shape)


class NormalLike(Like):
    """Numbers from a normal distribution of mean 0 and deviation 1, in the shape of x."""

    formula = "N(0, 1)"
    source = "Gauss, 1809"
    examples = (ok([16], [16]), ok([28, 28, 1], [28, 28, 1]), bad(Tensor((), "text"), "takes real"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jax.random.normal", call(at.rngs), self.like(at, inputs[0]))


class UniformLike(Like):
    """Numbers from a uniform distribution from 0 to 1, in the shape of x."""

    formula = "U(0, 1)"
    examples = (ok([16], [16]), bad(Tensor((), "text"), "takes real"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jax.random.uniform", call(at.rngs), self.like(at, inputs[0]))


class Bernoulli(Like):
    """1 with the given probability, else 0, for each element.  No gradient passes."""

    inputs = ("p",)
    formula = "1 where u < p, u ~ U(0, 1)"
    source = "Bernoulli, 1713"
    takes = (("real",),)
    examples = (ok(PROBABILITY, [3]), ok([5], [5]), bad(Tensor((3,), "bool"), "takes real"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.real(call("jax.random.bernoulli", call(at.rngs), at.spread(inputs[0])))
