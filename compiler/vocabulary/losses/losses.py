"""Losses: how wrong a prediction is, as a number for each example.  Training minimises its mean over the examples.

A loss reads the meaning of its prediction: logits (and values of no stated meaning) take the numerically stable form,
probabilities that of the textbook.
"""

from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, Prefix, call, operator
from compiler.types import Dimension, Shape, Tensor, broadcast
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.speech import Loss

SCORES = Tensor((10,))
PROBABILITIES = Tensor((10,), meaning="probability")
LOG_PROBABILITIES = Tensor((10,), meaning="log_probability")
DIGIT = Tensor((), "class", classes=10)
BINARY = Tensor((), "class", classes=2)
FLAG = Tensor((), "bool")
PROBABILITY = Tensor((), meaning="probability")
ONE = Tensor((), "int")


SEVERAL = "several labels at once take binary_cross_entropy, which judges each output by itself, without a softmax"


def verify_prediction(word: str, prediction: Tensor) -> None:
    """A prediction that learns is a real number; a decision has no gradient."""
    if prediction.kind != "real":
        reason = f"{word} takes a real prediction, but here is {prediction}"
        help = "take the value before the step, comparison or argmax: no gradient passes a decision"
        raise Misfit(reason, what="kind", input=0, help=None if prediction.kind == "text" else help)


def misfit(word: str, prediction: Tensor, label: Tensor) -> Misfit:
    """A prediction and a label of different shapes."""
    reason = f"{word} takes a prediction and a label of one shape, but here are {prediction} and {label}"
    a, b = prediction.shape or (), label.shape or ()
    help = None
    if a == (*b, 1):
        help = "leave the axis of 1 out: prediction -> squeeze"
    elif b == (*a, 1):
        help = "leave the label's axis of 1 out: label -> squeeze"
    elif len(a) == len(b) and a[:-1] == b[:-1]:
        help = f"one output for each number of the label: end the model with a layer of width {b[-1]}"
    elif len(a) == len(b):
        help = f"let the model give {label}: choose its strides and paddings so, or crop the larger one, `x[:7, :7]`"
    elif not b:
        help = "the label is one number: end the model with `dense(1) -> squeeze`"
    elif not a:
        help = f"the label holds {b[-1]} numbers: end the model with `dense({b[-1]})`"
    return Misfit(reason, input=1, help=help)


def shared_shape(word: str, prediction: Tensor, label: Tensor) -> Shape | None:
    """The shape of prediction and label, which is one.  A whole number, such as 1, labels every place."""
    a, b = prediction.shape, label.shape
    if a is None or b is None:
        return None
    if b == () and label.kind == "int":
        return a
    if a != b:
        raise misfit(word, prediction, label)
    return broadcast(a, b)


def differ(a: Dimension, b: Dimension | None) -> bool:
    """Whether two sizes are known and differ."""
    return isinstance(a, int) and isinstance(b, int) and a != b


class ClassLoss(Loss, abstract=True):
    """A loss of one output for each class, judged by a class; where `soft`, also by a distribution over the classes."""

    axes = "... n, ... -> ..."
    soft: ClassVar[bool] = False

    def infer(self, *inputs: Tensor) -> Tensor:
        prediction, label = inputs
        verify_prediction(self.name, prediction)
        soft = self.soft and label.kind == "real" and label.shape and label.shape == prediction.shape
        if label.kind not in ("class", "int") and not soft:
            reason = f"{self.name} takes a class as its label, but here is {label}"
            help = {"real": "measure numbers with mse", "bool": "two classes take binary_cross_entropy"}.get(label.kind)
            help = SEVERAL if label.kind == "bool" and label.shape else help
            raise Misfit(reason, what="kind", input=1, help=help)
        if prediction.shape is None or label.shape is None:
            return Tensor(None)
        if not prediction.shape:
            help = "one output for two classes takes binary_cross_entropy"
            raise Misfit(f"{self.name} takes one output for each class, but here is {prediction}", input=0, help=help)
        if soft:
            return Tensor(prediction.shape[:-1])
        outputs = prediction.shape[-1]
        if differ(outputs, label.classes):
            reason = f"the prediction has {outputs} outputs, but the label has {label.classes} classes"
            raise Misfit(reason, input=1, help=f"end the model with dense({label.classes})")
        if prediction.shape[:-1] != label.shape:
            reason = f"{self.name} takes one label for each of the predictions, but here are {prediction} and {label}"
            help = SEVERAL if label.shape == prediction.shape else None
            if label.shape == ():
                help = "put `flatten` or `global_avg_pool` before the model's last dense layer: one output per class"
            raise Misfit(reason, input=1, help=help)
        return Tensor(label.shape)

    def shares(self, at: At, label: Expr) -> Expr:
        """The label as a distribution over the classes."""
        classes = (at.inputs[0].shape or ())[-1]
        return label if at.inputs[1].kind == "real" else call("jax.nn.one_hot", label, classes)


class CrossEntropy(ClassLoss):
    """How surprised a prediction of n classes is by the label: -log of the probability that it gave to that class.

    Logits go through a stable softmax, probabilities are clipped at 1e-7.  A label may also be a distribution.
    """

    smoothing: float = arg("share of the label spread evenly over all classes", 0.0, at_least=0, below=1)
    soft = True
    helpers = ("pick",)
    formula = "-log p[label], p = softmax(prediction)"
    source = "Shannon, 1948; Szegedy et al., 2015 (smoothing)"
    examples = (
        ok((SCORES, DIGIT), []),
        ok((PROBABILITIES, DIGIT), []),
        ok((LOG_PROBABILITIES, DIGIT), []),
        ok((SCORES, DIGIT), [], smoothing=0.1),
        ok((PROBABILITIES, DIGIT), [], smoothing=0.1),
        ok((LOG_PROBABILITIES, DIGIT), [], smoothing=0.1),
        ok(([256, 65], Tensor((256,), "int")), [256]),
        ok((SCORES, [10]), []),
        ok((PROBABILITIES, [10]), [], smoothing=0.2),
        bad(([3], DIGIT), "3 outputs, but the label has 10 classes"),
        bad(([], DIGIT), "one output for each class"),
        bad(([5, 10], DIGIT), "one label for each of the predictions"),
        bad((SCORES, []), "a class as its label"),
        bad((SCORES, FLAG), "a class as its label"),
        bad((Tensor((), "class", classes=10), DIGIT), "a real prediction"),
        bad((SCORES, DIGIT), "below 1", smoothing=1.0),
    )
    linked_to = "softmax"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        prediction, label = at.together(inputs)
        meaning = at.inputs[0].meaning
        whole = at.inputs[1].kind != "real"
        clipped = call("jnp.clip", prediction, 1e-7, 1.0)
        if whole and not self.smoothing:
            if meaning == "probability":
                return Prefix("-", call("jnp.log", call("jnp.clip", call("pick", prediction, label), 1e-7, 1.0)))
            if meaning == "log_probability":
                return Prefix("-", call("pick", prediction, label))
            return call("optax.softmax_cross_entropy_with_integer_labels", prediction, label)
        shares = self.shares(at, label)
        if self.smoothing:
            shares = call("optax.smooth_labels", shares, self.smoothing)
        if meaning in ("probability", "log_probability"):
            logs = call("jnp.log", clipped) if meaning == "probability" else prediction
            return Prefix("-", call("jnp.sum", operator("*", shares, logs), axis=-1))
        return call("optax.softmax_cross_entropy", prediction, shares)


class TwoClasses(Loss, abstract=True):
    """A loss of one output for two classes, the second of them or `true` being what the output speaks for."""

    axes = "..., ... -> ..."
    aligned = True

    def infer(self, *inputs: Tensor) -> Tensor:
        prediction, label = inputs
        verify_prediction(self.name, prediction)
        if label.kind == "class" and differ(2, label.classes):
            reason = f"{self.name} takes a label of two classes, but here is {label}"
            raise Misfit(reason, what="kind", input=1, help="more classes take cross_entropy, with one output for each")
        if label.kind in ("text", "boxes"):
            raise Misfit(f"{self.name} takes a label of two classes, but here is {label}", what="kind", input=1)
        if label.kind == "class" and prediction.shape == (*(label.shape or ()), 2):
            reason = f"{self.name} takes one output for two classes, but here are {prediction} and {label}"
            raise Misfit(reason, input=0, help="one output for each class takes cross_entropy")
        self.verify_label(label)
        return Tensor(shared_shape(self.name, prediction, label))

    def verify_label(self, label: Tensor) -> None:
        """Raise `Misfit` for a kind of label that this loss does not take."""


class SigmoidLoss(TwoClasses, abstract=True):
    """One of a logit or a probability, but not of its logarithm."""

    linked_to = "sigmoid"

    def infer(self, *inputs: Tensor) -> Tensor:
        if inputs[0].meaning == "log_probability":
            reason = f"{self.name} takes logits or probabilities, but the prediction is a log probability"
            raise Misfit(reason, what="meaning", input=0, help="give it the value before log_sigmoid")
        return super().infer(*inputs)

    def logits(self, at: At, prediction: Expr) -> Expr:
        """What sigmoid turns into the predicted probability."""
        if at.inputs[0].meaning == "probability":
            return call("jax.scipy.special.logit", call("jnp.clip", prediction, 1e-7, 1 - 1e-7))
        return prediction


class BinaryCrossEntropy(SigmoidLoss):
    """How surprised a prediction of two classes is by the label, element by element.

    Logits go through a stable sigmoid, probabilities are kept 1e-7 from 0 and 1.  A real label is the share of the
    second class.
    """

    helpers = ("binary_cross_entropy",)
    formula = "-y log p - (1 - y) log(1 - p), p = sigmoid(prediction)"
    source = "Shannon, 1948"
    examples = (
        ok(([], BINARY), []),
        ok(([], FLAG), []),
        ok(([], ONE), []),
        ok(([7, 7], ONE), [7, 7]),
        ok((Tensor((28, 28, 1), meaning="probability"), [28, 28, 1]), [28, 28, 1]),
        ok((PROBABILITY, BINARY), []),
        bad(([1], BINARY), "[1] and class[2]"),
        bad(([2], BINARY), "one output for two classes"),
        bad(([], DIGIT), "two classes"),
        bad(([7], []), "[7] and []"),
        bad((FLAG, BINARY), "a real prediction"),
        bad((Tensor((), meaning="log_probability"), BINARY), "takes logits or probabilities"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        if at.inputs[0].meaning == "probability":
            return call("binary_cross_entropy", *inputs)
        return call("optax.sigmoid_binary_cross_entropy", *inputs)


class SigmoidFocal(SigmoidLoss):
    """Binary cross-entropy in which what is already known well counts less; for rare classes."""

    name = "focal"
    gamma: float = arg("how much less", 2.0, at_least=0)
    alpha: float | None = arg(
        "weight of the second class, 1 - alpha that of the first; none where not given", None, at_least=0, at_most=1
    )
    formula = "-(1 - p[y]) ** gamma log p[y], p = sigmoid(prediction)"
    source = "Lin et al., 2017"
    examples = (
        ok(([], BINARY), []),
        ok(([], BINARY), [], gamma=1.0),
        ok(([4], [4]), [4], alpha=0.25),
        bad(([], DIGIT), "two classes"),
        ok((PROBABILITY, BINARY), []),
        bad((Tensor((), meaning="log_probability"), BINARY), "takes logits or probabilities"),
        bad(([], BINARY), "at most 1", alpha=2.0),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        prediction, label = inputs
        return call("optax.sigmoid_focal_loss", self.logits(at, prediction), label, **self.given())


class Margin(TwoClasses, abstract=True):
    """A loss of the margin s z, where s is 1 for the second class and -1 for the first."""

    function: ClassVar[str]

    def verify_label(self, label: Tensor) -> None:
        if label.kind == "real":
            raise Misfit(f"{self.name} takes a label of two classes, but here is {label}", what="kind", input=1)

    def infer(self, *inputs: Tensor) -> Tensor:
        if inputs[0].meaning in ("probability", "log_probability"):
            reason = f"{self.name} takes a score, above 0 for the second class, but the prediction is a probability"
            raise Misfit(reason, what="meaning", input=0, help="give it the value before sigmoid")
        return super().infer(*inputs)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        prediction, label = at.together(inputs)
        sign = operator("-", operator("*", 2, label), 1)
        return call(f"optax.{self.function}", prediction, sign)


margin = partial(declare, __name__, Margin)

# fmt: off
margin("perceptron",
    "The perceptron criterion: zero where the decision is right, else how far the score is on the wrong side.",
    "max(0, -s z), s = 1 or -1", function="losses.perceptron_loss", source="Rosenblatt, 1958",
    examples=(ok(([], BINARY), []), ok(([], FLAG), []), bad(([], DIGIT), "two classes"), bad(([], []), "two classes"),
        bad((PROBABILITY, BINARY), "takes a score"), bad(([1], BINARY), "[1] and class[2]")))
margin("hinge", "The support vector machine's loss: zero where the score is at least 1 on the right side.",
    "max(0, 1 - s z), s = 1 or -1", function="hinge_loss", source="Cortes & Vapnik, 1995",
    examples=(ok(([], BINARY), []), ok(([5], Tensor((5,), "bool")), [5]), bad(([], []), "two classes")))
# fmt: on
