"""Losses of the difference between numbers."""

from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, Literal, call, operator
from compiler.types import Shape, Tensor
from compiler.vocabulary.base import MASKED, At, Misfit, bad, ok
from compiler.vocabulary.declaration import argument, declare
from compiler.vocabulary.losses.losses import DIGIT, FLAG, ONE, shared_shape, verify_prediction
from compiler.vocabulary.operations.arithmetic import NUMBERS
from compiler.vocabulary.speech import Loss

BY_ELEMENT = (ok(([], []), []), ok(([24], [24]), [24]), bad(([24], []), "[24] and []"))


class Distance(Loss, abstract=True):
    """A loss of the difference between two tensors of numbers."""

    axes = "..., ... -> ..."
    aligned = True

    def infer(self, *inputs: Tensor) -> Tensor:
        prediction, label = inputs
        verify_prediction(self.name, prediction)
        if label.kind not in NUMBERS:
            reason = f"{self.name} takes a number as its label, but here is {label}"
            help = "classes take cross_entropy, with one output for each" if label.kind == "class" else None
            raise Misfit(reason, what="kind", input=1, help=help)
        return self.measured(shared_shape(self.name, prediction, label))

    def measured(self, shape: Shape | None) -> Tensor:
        return Tensor(shape)

    def difference(self, inputs: tuple[Expr, ...]) -> Expr:
        return operator("-", *inputs)


class Difference(Distance, abstract=True):
    """A function of the difference, times a factor."""

    function: ClassVar[str]
    factor: ClassVar[float] = 1

    def apply(self, at: At, *inputs: Expr) -> Expr:
        result = call(self.function, self.difference(inputs))
        return result if self.factor == 1 else operator("*", self.factor, result)


class OptaxDistance(Distance, abstract=True):
    """A function of Optax, called with the word's arguments."""

    function: ClassVar[str]

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call(self.function, *inputs, **self.given())


difference, optax_distance = partial(declare, __name__, Difference), partial(declare, __name__, OptaxDistance)

# fmt: off
difference("squared_error", "The square of the difference, element by element.", "(prediction - label) ** 2",
    source="Gauss, 1809", function="jnp.square", examples=(*BY_ELEMENT, bad(([], DIGIT), "a number as its label")))
difference("l2_loss", "Half of the squared difference, element by element.", "(prediction - label) ** 2 / 2",
    source="Gauss, 1809", function="jnp.square", factor=0.5, examples=BY_ELEMENT)
difference("absolute_error", "The size of the difference, element by element.", "abs(prediction - label)",
    source="Boscovich, 1757", function="jnp.abs", examples=BY_ELEMENT)
optax_distance("huber", "The squared error near the label and the absolute error far from it, element by element.",
    "d ** 2 / 2 where abs(d) <= delta, else delta (abs(d) - delta / 2), d = prediction - label",
    source="Huber, 1964", function="optax.huber_loss",
    delta=argument(float, "the difference at which it changes over", 1.0, above=0),
    examples=(ok(([], []), []), ok(([3], [3]), [3], delta=0.5), bad(([3], [4]), "[3] and [4]"),
        bad(([], []), "above 0", delta=0.0)))
optax_distance("log_cosh", "A smooth loss between the squared and the absolute error, element by element.",
    "log(cosh(prediction - label))", source="Chen et al., 2019", function="optax.log_cosh",
    examples=(ok(([], []), []), ok(([3], [3]), [3]), bad(([3], [4]), "[3] and [4]")))
# fmt: on


class MeanDistance(Distance, abstract=True):
    """The mean of a distance over all elements of an example."""

    axes = "..., ... -> "
    aligned = False
    function: ClassVar[str]
    everywhere = MASKED

    def measured(self, shape: Shape | None) -> Tensor:
        return Tensor(())

    def apply(self, at: At, *inputs: Expr) -> Expr:
        rank = len(at.inputs[0].shape or ())
        prediction, label = inputs
        if at.batched[1] and len(at.inputs[1].shape or ()) < rank:
            label = at.np("expand_dims", label, axis=tuple(range(1, rank + 1)))
        distance = call(self.function, self.difference((prediction, label)))
        if rank == 0:
            return distance
        if not any(at.batched):
            return call("jnp.mean", distance)
        axis = Literal(-1 if rank == 1 else tuple(range(1, rank + 1)))
        return call("jnp.mean", distance, axis=axis, **at.where(inputs[0]))


mean_distance = partial(declare, __name__, MeanDistance)

# fmt: off
mean_distance("mse", "The mean squared error: the squared difference, averaged over the elements of an example.",
    "1/n sum over i of (prediction[i] - label[i]) ** 2", function="jnp.square", source="Legendre, 1805; Gauss, 1809",
    examples=(ok(([], []), []), ok(([28, 28, 1], [28, 28, 1]), []), ok(([784], Tensor((784,), "bool")), []),
        ok(([4], ONE), []), bad(([], DIGIT), "a number as its label"), bad(([24], []), "[24] and []"),
        bad(([1], []), "[1] and []"), bad((FLAG, []), "a real prediction")))
mean_distance("mae", "The mean absolute error: the size of the difference, averaged over the elements of an example.",
    "1/n sum over i of abs(prediction[i] - label[i])", function="jnp.abs", source="Boscovich, 1757; Laplace, 1793",
    examples=(ok(([], []), []), ok(([24], [24]), []), bad(([24], [12]), "[24] and [12]"),
        bad(([], DIGIT), "a number as its label")))
# fmt: on
