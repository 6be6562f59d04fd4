"""Losses of margins: how far the score of what is right is above that of what is not."""

from collections.abc import Sequence
from functools import partial

from compiler.python.target import Expr, call
from compiler.types import Tensor
from compiler.vocabulary.base import EACH, MASKED, At, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.losses.losses import BINARY, DIGIT, FLAG, PROBABILITIES, PROBABILITY, SCORES, ClassLoss, Margin
from compiler.vocabulary.losses.losses import verify_prediction as verify_real
from compiler.vocabulary.speech import Loss


class SquaredHinge(Margin):
    """The hinge loss squared, which is smooth where it becomes zero."""

    function = "hinge_loss"
    formula = "max(0, 1 - s z) ** 2, s = 1 or -1"
    source = "Tang, 2013"
    examples = (ok(([], BINARY), []), ok(([5], Tensor((5,), "bool")), [5]), bad(([], []), "two classes"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("jnp.square", super().apply(at, *inputs))


class SparsemaxLoss(Margin):
    """The loss of `sparse_sigmoid`: zero where the score is at least 1 on the right side, as the hinge, but smooth."""

    function = "losses.sparsemax_loss"
    formula = "sparse_plus(-s z), s = 1 or -1"
    source = "Blondel et al., 2020"
    examples = (
        ok(([], BINARY), []),
        ok(([], FLAG), []),
        bad(([], DIGIT), "two classes"),
        bad((PROBABILITY, BINARY), "takes a score"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("optax.losses.sparsemax_loss", *at.together(inputs))


class ClassMargin(ClassLoss, abstract=True):
    """A loss of the scores of so many classes, of which none is a probability."""

    def infer(self, *inputs: Tensor) -> Tensor:
        if inputs[0].meaning in ("probability", "log_probability"):
            reason = f"{self.name} takes scores, but the prediction is a probability"
            raise Misfit(reason, what="meaning", input=0, help="give it the value before softmax")
        return super().infer(*inputs)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        scores, label = at.together(inputs)
        return call(f"optax.losses.{self.name}_loss", scores, label)


CLASSES = (
    ok((SCORES, DIGIT), []),
    ok(([256, 65], Tensor((256,), "int")), [256]),
    bad((PROBABILITIES, DIGIT), "takes scores"),
)
class_margin = partial(declare, __name__, ClassMargin)

# fmt: off
class_margin("multiclass_hinge", "The support vector machine's loss of n classes: zero where the right one leads by 1.",
    "max over j of (z[j] + (j != label)) - z[label]", source="Crammer & Singer, 2001",
    examples=(*CLASSES, bad(([3], DIGIT), "3 outputs, but the label has 10 classes")))
class_margin("multiclass_perceptron", "The perceptron criterion of n classes: zero where the right one leads.",
    "max over j of z[j] - z[label]", source="Collins, 2002",
    examples=(*CLASSES, bad((SCORES, FLAG), "a class as its label")))
# fmt: on


class MulticlassSparsemaxLoss(ClassMargin):
    """The loss of sparsemax, which gives probability to few classes: zero where the right one leads by 1, but smooth.

    Source: Martins & Astudillo, 2016; optax.losses.multiclass_sparsemax_loss.
    """

    formula = "1/2 + max over p of (p z - norm(p) ** 2 / 2) - z[label], p a distribution"
    source = "Martins & Astudillo, 2016"
    examples = (
        ok((SCORES, DIGIT), []),
        ok(([5, 3], Tensor((5,), "class", classes=3)), [5]),
        bad((PROBABILITIES, DIGIT), "takes scores"),
        bad((SCORES, []), "a class as its label"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        # Optax's function takes one batch axis, no more and no less.
        scores, label = at.together(inputs)
        function = "optax.losses.multiclass_sparsemax_loss"
        shape = at.inputs[1].shape or ()
        if any(at.batched) and not shape:
            return call(function, scores, label)
        rows = call("jnp.reshape", scores, (-1, (at.inputs[0].shape or ())[-1]))
        result = call(function, rows, call("jnp.reshape", label, -1))
        return call("jnp.reshape", result, call("jnp.shape", label))


class OfReal(Loss, abstract=True):
    """A loss whose inputs all learn."""

    def infer(self, *inputs: Tensor) -> Tensor:
        for tensor in inputs:
            verify_real(self.name, tensor)
        return super().infer(*inputs)


class TripletMargin(OfReal):
    """Zero where the anchor is nearer to the positive than to the negative by the margin."""

    inputs = ("anchor", "positive", "negative")
    margin: float = arg("how much nearer", 1.0, at_least=0)
    norm_degree: int = arg("which even power of the differences is summed for a distance", 2, at_least=2)
    eps: float = arg("keeps the root from zero", 1e-6, above=0)
    axes = "... n, ... n, ... n -> ..."
    formula = "max(0, d(anchor, positive) - d(anchor, negative) + margin)"
    source = "Balntas et al., 2016"
    examples = (
        ok(([8], [8], [8]), []),
        ok(([5, 8], [5, 8], [5, 8]), [5], margin=0.2, norm_degree=4, eps=1e-4),
        bad(([8], [8], [9]), "equal sizes"),
        bad(([8], [8], [8]), "an even number", norm_degree=3),
        bad((FLAG, [8], [8]), "a real prediction"),
    )

    def verify(self) -> None:
        if self.norm_degree % 2:
            raise Misfit("norm_degree must be an even number", what="value", argument="norm_degree")

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("optax.losses.triplet_margin_loss", *at.together(inputs), **self.given())


class RankingSoftmax(Loss):
    """How surprised a softmax over a list's scores is by the items' relevance: the list's best items shall lead."""

    inputs = ("score", "relevance")
    axes = "... n, ... n -> ..."
    formula = "-sum over i of relevance[i] log softmax(score)[i]"
    source = "Cao et al., 2007"
    examples = (
        ok(([10], [10]), []),
        ok(([5, 10], Tensor((5, 10), "int")), [5]),
        ok(([10], Tensor((10,), "bool")), []),
        bad(([10], [9]), "equal sizes"),
        bad(([10], Tensor((10,), "text")), "relevance in numbers"),
        bad((FLAG, [10]), "a real prediction"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        verify_real(self.name, inputs[0])
        if inputs[1].kind not in ("real", "int", "bool"):
            reason = f"ranking_softmax takes the relevance in numbers, but here is {inputs[1]}"
            raise Misfit(reason, what="kind", input=1)
        return super().infer(*inputs)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        score, relevance = at.together(inputs)
        where = at.where(score, (len(at.inputs[0].shape or ()),))
        return call("optax.losses.ranking_softmax_loss", score, relevance, **where, reduce_fn=None)

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return MASKED if axis == len(inputs[input].shape or ()) - 1 else EACH


class Views(OfReal, abstract=True):
    """A loss that tells two views of an example from the views of the batch's other examples."""

    inputs = ("a", "b")
    temperature: float = arg("how sharply near is told from far", 0.1, above=0)
    axes = "n, n -> "
    mixes = True

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call(self.name, *(at.spread(value, i) for i, value in enumerate(inputs)), self.temperature)


VIEWS = (ok(([64], [64]), []), ok(([64], [64]), [], temperature=0.5), bad(([64], [32]), "equal sizes"))
views = partial(declare, __name__, Views)

# fmt: off
views("info_nce",
    "How surprised one view is that the other view of the same example is its own, among those of the whole batch.",
    "-log softmax over j of (cos(a[i], b[j]) / temperature) at j = i", helpers=("info_nce",),
    source="van den Oord et al., 2018",
    examples=(*VIEWS, bad(([8, 64], [8, 64]), "1 axis"), bad(([64], [64]), "above 0", temperature=0.0)))
views("nt_xent",
    "The contrastive loss of SimCLR: each view shall find the other one among all other views of the batch.",
    "-log softmax over all other views v of (cos(a, v) / temperature) at v = b, averaged over a and b",
    helpers=("nt_xent",), source="Sohn, 2016; Chen et al., 2020",
    examples=(*VIEWS, bad((FLAG, [64]), "a real prediction")))
# fmt: on
