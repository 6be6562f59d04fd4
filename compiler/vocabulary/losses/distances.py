"""Losses of the difference between numbers."""

from collections.abc import Sequence
from typing import ClassVar

from compiler.python.target import Expr, Literal, call, operator
from compiler.types import Shape, Tensor
from compiler.vocabulary.base import MASKED, At, Misfit, arg, bad, ok
from compiler.vocabulary.losses.losses import DIGIT, FLAG, ONE, shared_shape, verify_prediction
from compiler.vocabulary.operations.arithmetic import NUMBERS
from compiler.vocabulary.speech import Loss


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


class SquaredError(Distance):
    """The square of the difference, element by element."""

    formula = "(prediction - label) ** 2"
    source = "Gauss, 1809"
    examples = (
        ok(([], []), []),
        ok(([24], [24]), [24]),
        bad(([24], []), "[24] and []"),
        bad(([], DIGIT), "a number as its label"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jnp.square", self.difference(inputs))


class L2Loss(Distance):
    """Half of the squared difference, element by element."""

    name = "l2_loss"
    formula = "(prediction - label) ** 2 / 2"
    source = "Gauss, 1809"
    examples = (ok(([], []), []), ok(([24], [24]), [24]), bad(([24], []), "[24] and []"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return operator("*", 0.5, call("jnp.square", self.difference(inputs)))


class AbsoluteError(Distance):
    """The size of the difference, element by element."""

    formula = "abs(prediction - label)"
    source = "Boscovich, 1757"
    examples = (ok(([], []), []), ok(([24], [24]), [24]), bad(([24], []), "[24] and []"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jnp.abs", self.difference(inputs))


class Huber(Distance):
    """The squared error near the label and the absolute error far from it, element by element."""

    delta: float = arg("the difference at which it changes over", 1.0, above=0)
    formula = "d ** 2 / 2 where abs(d) <= delta, else delta (abs(d) - delta / 2), d = prediction - label"
    source = "Huber, 1964"
    examples = (
        ok(([], []), []),
        ok(([3], [3]), [3], delta=0.5),
        bad(([3], [4]), "[3] and [4]"),
        bad(([], []), "above 0", delta=0.0),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("optax.huber_loss", *inputs, **self.given())


class LogCosh(Distance):
    """A smooth loss between the squared and the absolute error, element by element."""

    formula = "log(cosh(prediction - label))"
    source = "Chen et al., 2019"
    examples = (ok(([], []), []), ok(([3], [3]), [3]), bad(([3], [4]), "[3] and [4]"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("optax.log_cosh", *inputs)


class MeanDistance(Distance, abstract=True):
    """The mean of a distance over all elements of an example."""

    axes = "..., ... -> "
    aligned = False
    function: ClassVar[str]

    def measured(self, shape: Shape | None) -> Tensor:
        return Tensor(())

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return MASKED

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


class Mse(MeanDistance):
    """The mean squared error: the squared difference, averaged over the elements of an example."""

    function = "jnp.square"
    formula = "1/n sum over i of (prediction[i] - label[i]) ** 2"
    source = "Legendre, 1805; Gauss, 1809"
    examples = (
        ok(([], []), []),
        ok(([28, 28, 1], [28, 28, 1]), []),
        ok(([784], Tensor((784,), "bool")), []),
        ok(([4], ONE), []),
        bad(([], DIGIT), "a number as its label"),
        bad(([24], []), "[24] and []"),
        bad(([1], []), "[1] and []"),
        bad((FLAG, []), "a real prediction"),
    )


class Mae(MeanDistance):
    """The mean absolute error: the size of the difference, averaged over the elements of an example."""

    function = "jnp.abs"
    formula = "1/n sum over i of abs(prediction[i] - label[i])"
    source = "Boscovich, 1757; Laplace, 1793"
    examples = (
        ok(([], []), []),
        ok(([24], [24]), []),
        bad(([24], [12]), "[24] and [12]"),
        bad(([], DIGIT), "a number as its label"),
    )
