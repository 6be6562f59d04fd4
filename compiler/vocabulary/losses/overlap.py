"""Losses for segmentation: how little a predicted region overlaps the labelled one; and cross-entropy's kin."""

from typing import ClassVar

from compiler.python.target import Expr, call, index, name
from compiler.types import Tensor
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
from compiler.vocabulary.losses.losses import (
    BINARY,
    DIGIT,
    FLAG,
    LOG_PROBABILITIES,
    PROBABILITIES,
    PROBABILITY,
    SCORES,
    ClassLoss,
    SigmoidLoss,
)

MAP = Tensor((8, 8), "class", classes=3)
SMOOTH = "keeps the quotient from 0 / 0 where a class is absent"


class PolyLoss(ClassLoss):
    """Cross-entropy with its first term weighted otherwise."""

    epsilon: float = arg("what is added to the weight of the first term", 2.0, at_least=-1)
    soft = True
    formula = "-log p[label] + epsilon (1 - p[label]), p = softmax(prediction)"
    source = "Leng et al., 2022"
    examples = (
        ok((SCORES, DIGIT), []),
        ok((PROBABILITIES, DIGIT), [], epsilon=1.0),
        ok((LOG_PROBABILITIES, PROBABILITIES), []),
        bad(([3], DIGIT), "3 outputs, but the label has 10 classes"),
        bad((SCORES, DIGIT), "at least -1", epsilon=-2.0),
    )
    linked_to = "softmax"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        prediction, label = at.together(inputs)
        given = {"epsilon": self.epsilon} if self.given() else {}
        return call("optax.losses.poly_loss_cross_entropy", as_logits(at, prediction), self.shares(at, label), **given)


def as_logits(at: At, prediction: Expr) -> Expr:
    """What softmax turns into the predicted distribution: of probabilities, their logarithms."""
    if at.inputs[0].meaning == "probability":
        return call("jnp.log", call("jnp.clip", prediction, 1e-7, 1.0))
    return prediction


def places(at: At) -> tuple[int, ...]:
    """The axes of an example's places: all but the last, the classes."""
    axes = range(len(at.inputs[0].shape or ()) - 1)
    return tuple(axis + 1 for axis in axes) if any(at.batched) else tuple(axes)


class Overlap(ClassLoss, abstract=True):
    """A loss of a whole example: of all its places together."""

    soft = True
    axes = "... n, ... -> "
    linked_to = "softmax"

    def infer(self, *inputs: Tensor) -> Tensor:
        return Tensor(None if super().infer(*inputs).shape is None else ())


class Dice(Overlap):
    """One minus the overlap of the predicted and the labelled region of each class, averaged over the classes."""

    smooth: float = arg(SMOOTH, 1.0, at_least=0)
    alpha: float = arg("weight of what is predicted but not labelled", 0.5, at_least=0)
    beta: float = arg("weight of what is labelled but not predicted", 0.5, at_least=0)
    ignore_background: bool = arg("leave the first class out", False)
    class_weights: tuple[float, ...] | None = arg("a weight for each class", None, at_least=0)
    formula = "mean over c of 1 - (tp + smooth) / (tp + alpha fp + beta fn + smooth)"
    source = "Milletari et al., 2016; Salehi et al., 2017"
    examples = (
        ok(([8, 8, 3], MAP), []),
        ok(([8, 8, 3], [8, 8, 3]), [], smooth=0.1, alpha=0.3, beta=0.7),
        ok((Tensor((8, 8, 3), meaning="probability"), MAP), [], ignore_background=True),
        ok((SCORES, DIGIT), []),
        ok(([8, 8, 3], MAP), [], class_weights=(1.0, 2.0, 4.0)),
        bad(([8, 8, 4], MAP), "4 outputs, but the label has 3 classes"),
        bad(([8, 3], MAP), "one label for each"),
        bad(([8, 8, 3], MAP), "3 classes, but class_weights has 2", class_weights=(1.0, 2.0)),
        bad(([8, 8, 3], MAP), "at least 0", smooth=-1.0),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        classes = (inputs[0].shape or (None,))[-1]
        if self.class_weights is not None and isinstance(classes, int) and len(self.class_weights) != classes:
            reason = f"there are {classes} classes, but class_weights has {len(self.class_weights)}"
            raise Misfit(reason, what="value", argument="class_weights")
        return super().infer(*inputs)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        prediction, label = at.together(inputs)
        given = {**self.given(), "axis": places(at)}
        if self.class_weights is not None:
            given["class_weights"] = call("jnp.array", list(self.class_weights))
        return call("optax.losses.dice_loss", as_logits(at, prediction), self.shares(at, label), **given)


class GeneralizedDice(Overlap):
    """The Dice loss in which a class counts the more the rarer it is in the example.

    Source: Sudre et al., 2017; optax.losses.multiclass_generalized_dice_loss, example by example.
    """

    smooth: float = arg(SMOOTH, 1.0, at_least=0)
    helpers = ("generalized_dice",)
    formula = "mean over c of v[c] (1 - dice[c]), v[c] in proportion to 1 / size[c] ** 2"
    source = "Sudre et al., 2017"
    examples: ClassVar = (
        ok(([8, 8, 3], MAP), []),
        ok((Tensor((8, 8, 3), meaning="probability"), MAP), [], smooth=0.1),
        bad(([8, 8, 4], MAP), "4 outputs, but the label has 3 classes"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        prediction, label = at.together(inputs)
        return call(
            "generalized_dice", as_logits(at, prediction), self.shares(at, label), places(at), smooth=self.smooth
        )


class BinaryDice(SigmoidLoss):
    """One minus the overlap of the predicted and the labelled region, of one output for each place.

    Source: Milletari et al., 2016; optax.losses.binary_dice_loss.
    """

    smooth: float = arg(SMOOTH, 1.0, at_least=0)
    axes = "..., ... -> "
    aligned = False
    formula = "1 - (tp + smooth) / (tp + fp / 2 + fn / 2 + smooth), of p = sigmoid(prediction)"
    source = "Milletari et al., 2016"
    examples = (
        ok(([8, 8], Tensor((8, 8), "class", classes=2)), []),
        ok((Tensor((8, 8), meaning="probability"), Tensor((8, 8), "bool")), [], smooth=0.1),
        ok(([8], [8]), []),
        ok((PROBABILITY, BINARY), []),
        bad(([8, 8], MAP), "two classes"),
        bad(([8, 8], Tensor((8,), "bool")), "one shape"),
        bad((FLAG, FLAG), "a real prediction"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        result = super().infer(*inputs)
        if inputs[0].shape is not None and inputs[1].shape != inputs[0].shape and inputs[1].shape is not None:
            reason = (
                f"binary_dice takes a prediction and a label of one shape, but here are {inputs[0]} and {inputs[1]}"
            )
            raise Misfit(reason, input=1)
        return Tensor(None if result.shape is None else ())

    def apply(self, at: At, *inputs: Expr) -> Expr:
        prediction, label = at.together(inputs)
        prediction = self.logits(at, prediction)
        axes = range(len(at.inputs[0].shape or ()))
        axis = tuple(i + 1 for i in axes) if any(at.batched) else tuple(axes)
        channel = (name("..."), None)
        given = {**self.given(), "axis": axis}
        return call("optax.losses.dice_loss", index(prediction, *channel), index(label, *channel), **given)
