"""Measures: how well predictions agree with labels, over a whole split (lecture: assessment)."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from compiler.types import Tensor
from compiler.vocabulary.base import Misfit, arg, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.speech import Measure

REGRESSION = "measure numbers with `regression`, `mae`, `rmse` or `r2`"
CLASSIFICATION = "measure classes with `classification`, `accuracy`, `precision` or `recall`"

ONE_HOT = f"of a one-hot label take the class itself, `argmax(label)`; {REGRESSION}"

LOGITS3 = Tensor((3,), meaning="logits")
PROBABILITY = Tensor((), meaning="probability")
LOGIT = Tensor((), meaning="logits")
DECISION = Tensor((), "bool")
LABEL3 = Tensor((), "class", classes=3)
LABEL2 = Tensor((), "class", classes=2)
LABELS10 = Tensor((4,), "class", classes=10)
FLAG = Tensor((), "bool")
NUMBER = Tensor(())


class ClassMeasure(Measure, abstract=True):
    """A measure of predicted classes.

    The prediction has one output for each class (logits or probabilities), or is one logit, probability or decision for
    one of two classes.  `scored` measures need the degree of belief, not only the decision.
    """

    family = "classification"
    scored: ClassVar[bool] = False

    def lacking(self, inputs: Sequence[Tensor]) -> str | None:
        if inputs[0].kind != "real":
            return "of decisions"
        return "of probabilities" if "probability" in inputs[0].meaning else None

    def infer(self, *inputs: Tensor) -> Tensor:
        prediction, label = inputs
        self.verify_label(label)
        if prediction.kind not in ("real", "bool", "class", "int"):
            raise Misfit(f"{self.name} judges predictions, but here is {prediction}", what="kind", input=0)
        if prediction.kind != "real":
            self.verify_decision(prediction, label)
        else:
            self.verify_outputs(prediction, label)
        return Tensor(())

    def verify_label(self, label: Tensor) -> None:
        if label.kind == "real":
            raise Misfit(
                f"{self.name} judges classes, but the label is a real number, {label}",
                what="kind",
                input=1,
                help=ONE_HOT if label.shape else REGRESSION,
            )
        if label.kind not in ("class", "bool", "int"):
            raise Misfit(f"{self.name} takes a class or bool as its label, but here is {label}", what="kind", input=1)

    def verify_decision(self, prediction: Tensor, label: Tensor) -> None:
        """A decision already taken: no degree of belief is left in it."""
        if self.scored:
            raise Misfit(
                f"{self.name} compares degrees of belief, but the prediction is a hard decision, {prediction}",
                what="meaning",
                input=0,
                help="give it the model's logits or probabilities, from before the step, comparison or argmax",
            )
        if prediction.kind == "bool":
            self.verify_two(prediction, label)
        elif prediction.kind == label.kind == "class" and len({prediction.classes, label.classes} - {None}) == 2:
            raise Misfit(f"the prediction is {prediction}, but the label {label}", input=0)
        self.verify_same_shape(prediction, label)

    def verify_outputs(self, prediction: Tensor, label: Tensor) -> None:
        """Real outputs: as many as classes, or a single one for two classes."""
        if prediction.shape is None or label.shape is None:
            return
        if prediction.rank == label.rank:
            self.verify_two(prediction, label)
            self.verify_same_shape(prediction, label)
            return
        if prediction.shape[:-1] != label.shape:
            raise Misfit(f"a prediction {prediction} does not fit a label {label}: their axes differ", input=0)
        outputs = prediction.shape[-1]
        classes = 2 if label.kind == "bool" else label.classes
        if classes is not None and outputs != classes:
            counts = f"{plural(outputs, 'output')}, {plural(classes, 'class', 'classes')}"
            raise Misfit(
                f"{counts}: {self.name} takes one output for each class",
                input=0,
                help=f"let the model end in {classes} outputs" + (", or in a single one" if classes == 2 else ""),
            )

    def verify_two(self, prediction: Tensor, label: Tensor) -> None:
        if label.kind == "class" and label.classes not in (2, None):
            raise Misfit(
                f"1 output, {plural(label.classes, 'class', 'classes')}: {prediction} can only tell two classes apart",
                input=0,
                help=f"let the model end in {label.classes} outputs",
            )

    def verify_same_shape(self, prediction: Tensor, label: Tensor) -> None:
        if None not in (prediction.shape, label.shape) and prediction.shape != label.shape:
            raise Misfit(f"a prediction {prediction} does not fit a label {label}: their axes differ", input=0)


class RealMeasure(Measure, abstract=True):
    """A measure of predicted numbers."""

    family = "regression"

    def infer(self, *inputs: Tensor) -> Tensor:
        prediction, label = inputs
        if label.kind not in ("real", "int"):
            raise Misfit(
                f"{self.name} judges numbers, but the label is {label}", what="kind", input=1, help=CLASSIFICATION
            )
        if prediction.kind not in ("real", "int"):
            raise Misfit(f"{self.name} judges numbers, but the prediction is {prediction}", what="kind", input=0)
        if None not in (prediction.shape, label.shape) and prediction.shape != label.shape:
            raise Misfit(f"a prediction {prediction} does not fit a label {label}: their shapes differ", input=0)
        return Tensor(())


def plural(count: object, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


# --- families -------------------------------------------------------------------------------------


class Classification(ClassMeasure):
    """How well classes are predicted: the confusion matrix, each class's rates, ROC and precision-recall curves.

    The headline follows from the data: the area under the ROC curve for two classes, the average precision where the
    second of them is rare, the accuracy for more than two and for hard decisions.
    """

    standalone = "classification"
    top: int = arg("count a prediction as right if the label is among so many best guesses", 1, at_least=1)
    examples = (
        ok((LOGITS3, LABEL3), [], top=2),
        ok((LOGIT, LABEL2), []),
        ok((DECISION, FLAG), []),
        ok((Tensor((4, 10)), LABELS10), []),
        bad((Tensor((10,)), LABEL3), "10 outputs, 3 classes"),
        bad((LOGIT, LABEL3), "1 output, 3 classes"),
        bad((Tensor((3,)), NUMBER), "the label is a real number"),
        bad((DECISION, LABEL3), "two classes"),
        bad((LOGITS3, LABEL3), "of 3 classes", top=4),
        bad((Tensor((5, 10)), LABELS10), "their axes differ"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        result = super().infer(*inputs)
        classes = inputs[1].classes
        if self.top > 1 and isinstance(classes, int) and self.top > classes:
            raise Misfit(
                f"among the best {self.top} of {classes} classes every label is found", what="value", argument="top"
            )
        return result


class Regression(RealMeasure):
    """How well numbers are predicted: R squared, mean absolute and root mean squared error, residuals."""

    standalone = "regression"
    examples = (
        ok((NUMBER, NUMBER), []),
        ok(([24], [24]), []),
        bad(([24], [12]), "their shapes differ"),
        bad((NUMBER, LABEL3), "the label is class[3]"),
    )


class Calibration(ClassMeasure):
    """Whether stated probabilities come true as often as they say: expected calibration error, Brier score, a diagram.

    Of two classes the second's probability is judged, of more that of the class predicted.
    """

    family = ""
    scored = True
    formula = "sum over bins of examples / all |mean probability - share that is so|"
    source = "Guo et al., 2017"
    bins: int = arg("into how many equal parts the probabilities from 0 to 1 are divided", 10, at_least=2)
    examples = (
        ok((PROBABILITY, FLAG), []),
        ok((LOGITS3, LABEL3), [], bins=15),
        bad((DECISION, FLAG), "hard decision"),
        bad((NUMBER, NUMBER), "the label is a real number"),
    )


# --- single numbers ------------------------------------------------------------------------------

TOLD = (ok((DECISION, FLAG), []), ok((LOGITS3, LABEL3), []), bad((NUMBER, NUMBER), "the label is a real number"))
SHAPES = (ok((NUMBER, NUMBER), []), bad(([2], [3]), "their shapes differ"))
of_classes, of_numbers = partial(declare, __name__, ClassMeasure), partial(declare, __name__, RealMeasure)

# fmt: off
of_classes("accuracy", "The share of predictions that are right.", "right / all",
    standalone="accuracy",
    examples=(ok((LOGITS3, LABEL3), []), ok((DECISION, FLAG), []),
        bad((NUMBER, NUMBER), "the label is a real number"), bad((Tensor((10,)), LABEL3), "10 outputs, 3 classes")))
of_classes("precision",
    "The share of right ones among the predictions of a class; of more than two classes the mean.",
    "true positives / (true positives + false positives)", examples=TOLD)
of_classes("recall", "The share of a class's examples that are found; of more than two classes the mean.",
    "true positives / positives", examples=TOLD)
of_classes("sensitivity", "The share of a class's examples that are found, recall by its medical name.",
    "true positives / positives", examples=TOLD)
of_classes("specificity",
    "The share of the other examples that are not taken for the class; of more than two classes the mean.",
    "true negatives / negatives", examples=TOLD)
of_classes("f1", "The harmonic mean of precision and recall; of more than two classes the mean.",
    "2 precision recall / (precision + recall)", examples=TOLD)
of_classes("auc", "The area under the ROC curve: the chance that a positive example is ranked before a negative one.",
    "P(score of a positive > score of a negative)", source="Hanley & McNeil, 1982", scored=True,
    standalone="auc",
    examples=(ok((PROBABILITY, LABEL2), []), ok((LOGITS3, LABEL3), []), bad((DECISION, FLAG), "hard decision"),
        bad((LABEL3, LABEL3), "hard decision")))
of_classes("average_precision",
    "The precision averaged over the recall, the area under the precision-recall curve without interpolation.",
    "sum over thresholds of (recall_n - recall_(n-1)) precision_n", scored=True,
    standalone="average_precision",
    examples=(ok((LOGIT, FLAG), []), ok((LOGITS3, LABEL3), []), bad((DECISION, FLAG), "hard decision")))
of_classes("log_loss", "The mean negative logarithm of the probability that was given to the label.", "-log p(label)",
    scored=True,
    standalone="log_loss",
    examples=(ok((PROBABILITY, FLAG), []), ok((LOGITS3, LABEL3), []), bad((DECISION, FLAG), "hard decision")))
of_numbers("r2",
    "R squared, the share of the labels' variance that the predictions explain; 0 is no better than the mean.",
    "1 - sum (label - prediction)^2 / sum (label - mean)^2",
    standalone="r2",
    examples=(ok((NUMBER, NUMBER), []), bad((NUMBER, LABEL2), "the label is class[2]")))
of_numbers("mae", "The mean absolute error, in the label's unit.", "mean |label - prediction|",
    standalone="mae", examples=SHAPES)
of_numbers("rmse", "The root of the mean squared error, in the label's unit.", "sqrt(mean (label - prediction)^2)",
    standalone="rmse", examples=SHAPES)
# fmt: on
