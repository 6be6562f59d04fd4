"""Which number stands at the top, and what it means.

The lecture's rule: no preferred label and unknown proportions, the ROC curve; no preferred label and known
proportions, accuracy; a preferred label that is rare, precision against recall.
"""

from math import exp

from runtime.evaluate.results import Headline, Interval, Result

RARE = 0.2  # a label of fewer examples is looked for, the rest is background

TITLES = {
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "f1": "F1",
    "auc": "area under the ROC curve",
    "average_precision": "average precision",
    "log_loss": "log loss",
    "r2": "R²",
    "mae": "mean absolute error",
    "rmse": "root mean squared error",
}
SHARES = ("accuracy", "precision", "recall", "sensitivity", "specificity", "f1")


def of_family(result: Result, scored: bool) -> str:
    """The name of the number that the family `classification` puts first."""
    if len(result.class_names) != 2 or not scored:
        return "accuracy"
    if result.values.get("auc") is None:
        return "accuracy"
    return "average_precision" if positives(result) <= RARE else "auc"


def positives(result: Result) -> float:
    """The share of the second of two labels."""
    return float(result.per_class[1]["support"] / sum(row["support"] for row in result.per_class))


def of_classes(result: Result, name: str, value: float, interval: Interval | None) -> Headline:
    """The headline of a measure of classes; `name` is its key in the result's values."""
    two = len(result.class_names) == 2
    label = f"“{result.class_names[1]}”" if two else "a class"
    mean = "" if two or name in ("accuracy", "log_loss") else ", on average over the classes"
    percent = f"{value:.1%}".replace("%", " %")
    meaning = {
        "accuracy": f"Of 100 predictions on data like these about {100 * value:.0f} are right; "
        f"always answering the most common label would get {100 * (result.values.get('most_common') or 0):.0f} right.",
        "precision": f"When {label} is predicted, it is right {percent} of the time{mean}.",
        "recall": f"Of the examples that are {label}, {percent} are found{mean}.",
        "sensitivity": f"Of the examples that are {label}, {percent} are found{mean}.",
        "specificity": f"Of the examples that are not {label}, {percent} are recognised as such{mean}.",
        "f1": f"The harmonic mean of precision and recall of {label}{mean}: high only where both are.",
        "auc": f"A random example of {label} is ranked before a random other one {percent} of the time{mean}; "
        "chance is 50 %.",
        "average_precision": f"The precision for {label}, averaged over all recalls{mean}; "
        f"guessing would get {baseline(result)}.",
        "log_loss": f"The labels were given a probability of {exp(-value):.3g} (geometric mean); "
        f"guessing evenly would give {1 / len(result.class_names):.3g}.",
    }[name]
    return Headline(
        name,
        TITLES[name],
        value,
        interval,
        better="lower" if name == "log_loss" else "higher",
        form="share" if name in SHARES else "number",
        meaning=meaning,
        reason=reason(result, name) if result.word == "classification" else "",
    )


def baseline(result: Result) -> str:
    total = sum(row["support"] for row in result.per_class)
    present = [row["support"] / total for row in result.per_class[1:] if row["support"]]
    if len(result.class_names) > 2:
        present = [row["support"] / total for row in result.per_class if row["support"]]
    return f"{sum(present) / max(len(present), 1):.3g}"


def reason(result: Result, name: str) -> str:
    """Why the rule chose this number."""
    if name == "auc":
        return "Two labels, neither preferred, their proportions in use unknown: the ROC curve is what to judge by."
    if name == "average_precision":
        return (
            f"“{result.class_names[1]}” is rare here ({100 * positives(result):.1f} %) and so the one looked for: "
            "precision against recall is what to judge by; accuracy and ROC flatter."
        )
    if len(result.class_names) > 2:
        return (
            "More than two labels, none preferred, and in the proportions of this split: accuracy is what to judge by."
        )
    if "auc" in result.values:
        return "The split has examples of one label only: there is no ROC curve, so accuracy is what remains."
    return "Hard decisions, without a degree of belief, have no ROC curve: accuracy is what to judge by."


def of_numbers(name: str, value: float, interval: Interval | None, spread: float | None, rows: int) -> Headline:
    """The headline of a measure of numbers; `spread` is the labels' standard deviation."""
    scale = f"; the labels' standard deviation is {spread:.4g}" if spread else ""
    meaning = {
        "r2": r2_meaning(value),
        "mae": f"A prediction is off by {value:.4g} on average{scale}.",
        "rmse": f"A prediction is off by about {value:.4g}, large errors counted more{scale}.",
    }[name]
    return Headline(name, TITLES[name], value, interval, "higher" if name == "r2" else "lower", "number", meaning)


def r2_meaning(r2: float) -> str:
    if r2 < 0:
        return "The predictions are worse than always answering the labels' mean."
    part = "more than 99.99 %" if 0.9999 < r2 < 1 else f"{100 * r2:.4g} %"
    return f"The predictions explain {part} of the labels' variance; always answering the mean would explain 0 %."
