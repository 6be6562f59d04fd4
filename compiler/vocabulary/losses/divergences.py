"""Losses between distributions or directions: divergences, entropy, the cosine distance."""

from compiler.python.target import Expr, Prefix, call, operator
from compiler.types import Tensor
from compiler.vocabulary.base import MASKED, At, Misfit, arg, bad, ok
from compiler.vocabulary.losses.losses import LOG_PROBABILITIES, PROBABILITIES, SCORES, misfit, verify_prediction
from compiler.vocabulary.speech import Loss


class VectorLoss(Loss, abstract=True):
    """A loss between two vectors, along the last axis."""

    axes = "... n, ... n -> ..."

    def infer(self, *inputs: Tensor) -> Tensor:
        prediction, label = inputs
        for tensor in inputs:
            verify_prediction(self.name, tensor)
        if prediction.shape is None or label.shape is None:
            return Tensor(None)
        for i, tensor in enumerate(inputs):
            if not tensor.shape:
                raise Misfit(f"{self.name} takes tensors of at least 1 axis, but here is {tensor}", input=i)
        if prediction.shape != label.shape:
            raise misfit(self.name, prediction, label)
        return Tensor(prediction.shape[:-1])


class KlDivergence(VectorLoss):
    """The Kullback-Leibler divergence: how much the predicted distribution over n classes misses of the label's.

    Logits, probabilities and their logarithms are taken as what they are; the label is a distribution.
    """

    formula = "sum over i of y[i] log(y[i] / p[i])"
    source = "Kullback & Leibler, 1951"
    examples = (
        ok((SCORES, PROBABILITIES), []),
        ok((PROBABILITIES, PROBABILITIES), []),
        ok((LOG_PROBABILITIES, [10]), []),
        ok((LOG_PROBABILITIES, LOG_PROBABILITIES), []),
        ok(([5, 3], [5, 3]), [5]),
        bad(([3], [4]), "[3] and [4]"),
        bad(([], []), "at least 1 axis"),
        bad((SCORES, Tensor((), "class", classes=10)), "a real prediction"),
    )
    linked_to = "softmax"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        prediction, label = inputs
        logs = {
            "probability": logarithm(prediction),
            "log_probability": prediction,
        }.get(at.inputs[0].meaning, call("jax.nn.log_softmax", prediction))
        if at.inputs[1].meaning == "log_probability":
            return call("optax.losses.kl_divergence_with_log_targets", logs, label)
        return call("optax.kl_divergence", logs, label)


def logarithm(probability: Expr) -> Expr:
    """The logarithm of probabilities that may have been rounded to 0."""
    return call("jnp.log", call("jnp.clip", probability, 1e-7, 1.0))


class GeneralizedKlDivergence(VectorLoss):
    """The Kullback-Leibler divergence of numbers that need not add up to 1, also called the I-divergence.

    The prediction is given by its logarithms p, or as probabilities.
    """

    formula = "sum over i of y[i] (log y[i] - p[i]) + exp(p[i]) - y[i]"
    source = "Csiszar, 1975"
    examples = (
        ok(([5], [5]), []),
        ok((PROBABILITIES, PROBABILITIES), []),
        bad(([3], [4]), "[3] and [4]"),
        bad(([], []), "at least 1 axis"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        prediction, label = inputs
        logs = logarithm(prediction) if at.inputs[0].meaning == "probability" else prediction
        return call("optax.losses.generalized_kl_divergence", logs, label)


class CosineDistance(VectorLoss):
    """One minus the cosine of the angle between two vectors."""

    epsilon: float = arg("the least length that a vector counts with", 1e-8, at_least=0)
    formula = "1 - a b / (norm(a) norm(b))"
    examples = (
        ok(([8], [8]), []),
        ok(([5, 8], [5, 8]), [5], epsilon=1e-6),
        bad(([8], [9]), "[8] and [9]"),
        bad(([], []), "at least 1 axis"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call("optax.cosine_distance", *inputs, epsilon=self.epsilon)


class KlNormal(Loss):
    """The divergence of normal distributions, one for each element, from the standard one; summed over an example.

    Source: Kingma & Welling, 2013, appendix B.
    """

    inputs = ("mean", "log_var")
    axes = "..., ... -> "
    formula = "-1/2 sum over i of (1 + log_var[i] - mean[i] ** 2 - exp(log_var[i]))"
    source = "Kingma & Welling, 2013"
    examples = (
        ok(([16], [16]), []),
        ok(([], []), []),
        ok(([4, 4, 2], [4, 4, 2]), []),
        bad(([16], [8]), "[16] and [8]"),
    )
    everywhere = MASKED

    def infer(self, *inputs: Tensor) -> Tensor:
        for tensor in inputs:
            verify_prediction(self.name, tensor)
        mean, log_var = inputs
        if mean.shape is not None and log_var.shape is not None and mean.shape != log_var.shape:
            raise Misfit(
                f"kl_normal takes a mean and a log_var of one shape, but here are {mean} and {log_var}", input=1
            )
        return Tensor(())

    def apply(self, at: At, *inputs: Expr) -> Expr:
        mean, log_var = inputs
        terms = operator(
            "-", operator("-", operator("+", 1, log_var), call("jnp.square", mean)), call("jnp.exp", log_var)
        )
        axes = at.example_axes() if at.batched[0] else tuple(range(len(at.inputs[0].shape or ())))
        total = call("jnp.sum", terms, axis=-1 if len(axes) == 1 else axes, **at.where(mean)) if axes else terms
        return operator("*", -0.5, total)


class Entropy(Loss):
    """How undecided a prediction of n classes is: the expected surprise of a draw from it."""

    inputs = ("prediction",)
    axes = "... n -> ..."
    formula = "-sum over i of p[i] log p[i], p = softmax(prediction)"
    source = "Shannon, 1948"
    examples = (
        ok(SCORES, []),
        ok(PROBABILITIES, []),
        ok(LOG_PROBABILITIES, []),
        ok([5, 3], [5]),
        bad([], "at least 1 axis"),
        bad(Tensor((3,), "bool"), "a real prediction"),
    )
    linked_to = "softmax"

    def infer(self, *inputs: Tensor) -> Tensor:
        verify_prediction(self.name, inputs[0])
        return super().infer(*inputs)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        (prediction,) = inputs
        match at.inputs[0].meaning:
            case "probability":
                terms = call("jax.scipy.special.entr", prediction)
                return call("jnp.sum", terms, axis=-1)
            case "log_probability":
                logs: Expr = prediction
            case _:
                logs = call("jax.nn.log_softmax", prediction)
        return Prefix("-", call("jnp.sum", operator("*", call("jnp.exp", logs), logs), axis=-1))
