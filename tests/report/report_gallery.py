"""Finished runs to report on, made without training: real data sets, simple models, made-up histories."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits
from sklearn.linear_model import LogisticRegression, Ridge

from compiler.descriptor import (
    ArrayType,
    Evaluation,
    Experiment,
    Function,
    Input,
    Model,
    Objective,
    Phase,
    ReportItem,
)
from compiler.types import Kind, Meaning
from runtime.data.table import Dataset
from runtime.evaluate.measures import measure
from runtime.evaluate.results import EvaluationResult, ItemResult, RunResult
from runtime.run_folder.history import Line, Validation

NO_FUNCTION = Function("")
ENVIRONMENT = {
    "versions": {"python": "3.12.1", "jax": "0.10.2", "flax": "0.12.8", "dlc": "0.1.0"},
    "device": "cpu",
    "cores": 8,
    "seed": 0,
    "duration": 83.2,
}
DIAGRAM = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 60" width="320">
<rect x="5" y="10" width="90" height="36" rx="6" fill="#dbe7f7" stroke="#2b66b8"/>
<text x="50" y="33" text-anchor="middle" font-size="13">conv 16</text>
<path d="M95 28H150" stroke="#555"/>
<rect x="150" y="10" width="90" height="36" rx="6" fill="#dbe7f7" stroke="#2b66b8"/>
<text x="195" y="33" text-anchor="middle" font-size="13">dense 10</text>
</svg>"""


def kind(
    title: str,
    shape: tuple[int, ...] = (),
    kind: Kind = "real",
    meaning: Meaning = "value",
    classes: int | None = None,
    class_names: Sequence[str] = (),
) -> Input:
    """A measure's input, with its type."""
    return Input(title, ArrayType(shape, kind, meaning, classes, tuple(class_names)))


def item(word: str, *inputs: Input, namespace: Any = "measure", **arguments: Any) -> ReportItem:
    title = f"{word}({', '.join(one.title for one in inputs)})"
    return ReportItem(namespace, word, title, 12, inputs, arguments)


def field_type(array: np.ndarray, kind: Kind = "real", names: Sequence[str] = ()) -> ArrayType:
    return ArrayType(array.shape[1:], kind, classes=len(names) or None, class_names=tuple(names))


def dataset(name: str, fields: dict[str, np.ndarray], types: dict[str, ArrayType], train: float = 0.7) -> Dataset:
    rows = len(next(iter(fields.values())))
    order = np.random.default_rng(0).permutation(rows)
    ends = [int(rows * train), int(rows * (train + (1 - train) / 3))]
    splits = dict(zip(("train", "validation", "test"), map(np.sort, np.split(order, ends)), strict=True))
    if train == 1:
        splits = {"train": np.arange(rows)}
    note = "20 % of the examples were held out as the test split (seed 0): the source has none of its own"
    return Dataset(name, fields, splits, types, "9f2c" * 16, {}, (note,) if train < 1 else ())


def experiment(name: str, title: str, phases: Sequence[Phase], **models: int) -> Experiment:
    counted = {model: Model(weights) for model, weights in models.items()}
    return Experiment(name, title, f"{name}.dl", "0.1.0", NO_FUNCTION, models=counted, phases=tuple(phases))


def phase(data: str, epochs: int, batch: int, *titles: str) -> Phase:
    objectives = tuple(Objective(NO_FUNCTION, title) for title in titles)
    return Phase("train", data, "train", epochs, batch, 0, 1, objectives, (), NO_FUNCTION)


def evaluate(data: str, on: str) -> Evaluation:
    return Evaluation(data, on, NO_FUNCTION, ())


def history(epochs: int, steps: int, start: float, end: float, rise: float = 0.0) -> list[Line]:
    """Losses that fall exponentially; the validation loss rises again by `rise` in the second half."""
    lines = []
    for epoch in range(1, epochs + 1):
        part = (epoch - 1) / max(1, epochs - 1)
        loss = end + (start - end) * np.exp(-4 * part)
        validation = loss * 1.15 + rise * max(0.0, part - 0.5)
        lines.append(
            Line(
                "train",
                epoch,
                epoch * steps,
                float(loss),
                (float(loss),),
                Validation(float(validation), (float(validation),)),
                seconds=1.7,
                steps_per_second=round(steps / 1.7, 1),
            )
        )
    return lines


def evaluated(
    data: Dataset, on: str, outputs: Mapping[str, np.ndarray], items: Sequence[tuple[ReportItem, tuple[str, ...]]]
) -> EvaluationResult:
    """An evaluation of arrays over all rows, by name; each item says which of them it is about."""
    rows = np.arange(len(next(iter(data.fields.values())))) if on == "all" else data.splits[on]
    learnt = data.splits["train"]
    results = []
    for described, names in items:
        arrays = tuple(outputs[name][rows] for name in names)
        measured = described.namespace in ("measure", "loss")
        train = measured and on == "test"
        results.append(
            ItemResult(
                described,
                arrays,
                measure(described, arrays) if measured else None,
                measure(described, tuple(outputs[name][learnt] for name in names)) if train else None,
            )
        )
    return EvaluationResult(evaluate(data.name, on), tuple(results), rows)


def digits() -> RunResult:
    """Ten classes of images."""
    source = load_digits()
    names = [str(i) for i in range(10)]
    image, digit = (source.images / 16).astype(np.float32)[..., None], source.target.astype(np.int32)
    data = dataset(
        "digits",
        {"image": image, "digit": digit},
        {"image": field_type(image), "digit": field_type(digit, "class", names)},
        0.3,
    )
    train = data.splits["train"]
    model = LogisticRegression(C=0.002, max_iter=300).fit(source.data[train], digit[train])
    logits = model.decision_function(source.data).astype(np.float32)
    described = item(
        "classification",
        kind("Net(image)", (10,), meaning="logits"),
        kind("digit", (), "class", classes=10, class_names=names),
        top=3,
    )
    spec = """# A small network reads handwritten digits.

data digits = sklearn("digits") {
  image: [8, 8, 1] = images / 16
  digit: class[10] = target
}

model Net(image: [8, 8, 1]) -> [10] {
  image -> conv(16, kernel = 3) -> relu -> flatten -> dense(10)
}

train(epochs = 20, batch = 32) {
  minimize cross_entropy(Net(image), digit) using adam(1e-3)
}

evaluate { classification(Net(image), digit, top = 3) }
"""
    shown = item("images", kind("image", (8, 8, 1)), namespace="show", size=None, count=16)
    return RunResult(
        experiment(
            "digits",
            "A small network reads handwritten digits.",
            [phase("digits", 20, 32, "cross_entropy(Net(image), digit)")],
            Net=10_410,
        ),
        (evaluated(data, "test", {"z": logits, "y": digit, "x": image}, [(described, ("z", "y")), (shown, ("x",))]),),
        history(20, 16, 2.2, 0.05, rise=0.3),
        {**ENVIRONMENT, "command": "dlc run digits.dl --data data"},
        {"digits": data},
        diagram_svg=DIAGRAM,
        summary_text="layer   shape       weights\nconv1   [8, 8, 16]      160\ndense1  [10]         10,250",
        spec_text=spec,
    )


def tumours(rare: bool = False) -> RunResult:
    """Two classes of vectors, from a hypothetical screening; `rare` leaves few of the second."""
    source = load_breast_cancer()
    keep = np.flatnonzero((source.target == 1) | (np.arange(len(source.target)) % 6 == 0)) if rare else np.arange(569)
    x = source.data[keep][:, :5].astype(np.float32)
    y = (source.target[keep] == 0).astype(np.int32)
    names = ["benign", "malignant"]
    data = dataset(
        "tumours", {"features": x, "kind": y}, {"features": field_type(x), "kind": field_type(y, "class", names)}, 0.4
    )
    train = data.splits["train"]
    model = LogisticRegression(C=0.01, max_iter=3000).fit(x[train], y[train])
    logit = model.decision_function(x).astype(np.float32)
    described = item(
        "classification",
        kind("Net(features)", meaning="logits"),
        kind("kind", (), "class", classes=2, class_names=names),
        top=1,
    )
    return RunResult(
        experiment(
            "tumours",
            "One neuron tells malignant from benign tumours.",
            [phase("tumours", 12, 16, "binary_cross_entropy(Net(features), kind)")],
            Net=6,
        ),
        (evaluated(data, "test", {"z": logit, "y": y}, [(described, ("z", "y"))]),),
        history(12, 14, 0.7, 0.2),
        {**ENVIRONMENT, "command": "dlc run tumours.dl"},
        {"tumours": data},
    )


def diabetes() -> RunResult:
    """A regression."""
    source = load_diabetes()
    x, y = source.data.astype(np.float32), source.target.astype(np.float32)
    data = dataset(
        "diabetes", {"features": x, "progression": y}, {"features": field_type(x), "progression": field_type(y)}, 0.6
    )
    train = data.splits["train"]
    prediction = Ridge(0.1).fit(x[train], y[train]).predict(x).astype(np.float32)
    inputs = kind("Net(features)"), kind("progression")
    items = [
        (item("regression", *inputs), ("p", "y")),
        (item("curve", kind("features[2]"), *inputs, namespace="show"), ("bmi", "p", "y")),
    ]
    outputs = {"p": prediction, "y": y, "bmi": x[:, 2]}
    return RunResult(
        experiment(
            "diabetes",
            "A network predicts how diabetes progresses.",
            [phase("diabetes", 40, 16, "mse(Net(features), progression)")],
            Net=181,
        ),
        (evaluated(data, "test", outputs, items),),
        history(40, 17, 29000.0, 2800.0),
        {**ENVIRONMENT, "command": "dlc run diabetes.dl"},
        {"diabetes": data},
    )


def fahrenheit() -> RunResult:
    """The lecture's neuron, with its trace."""
    celsius = np.linspace(-40, 100, 30).astype(np.float32)
    label = 1.8 * celsius + 32
    prediction = (1.79 * celsius + 31.6).astype(np.float32)
    data = dataset(
        "temperatures",
        {"celsius": celsius, "fahrenheit": label},
        {"celsius": field_type(celsius), "fahrenheit": field_type(label)},
    )
    inputs = kind("celsius"), kind("Neuron(celsius)"), kind("fahrenheit")
    described = item("trace", *inputs, namespace="show")
    steps = ((1, 12.1), (2, 19.9), (10, 27.2), (100, 31.4), (1000, 31.99))
    rows = tuple(
        {"iteration": i, "input": 0.0, "prediction": p, "label": 32.0, "loss": (p - 32) ** 2} for i, p in steps
    )
    items = [(item("regression", *inputs[1:]), ("p", "y")), (item("curve", *inputs, namespace="show"), ("x", "p", "y"))]
    result = evaluated(data, "test", {"x": celsius, "p": prediction, "y": label}, items)
    traced = ItemResult(described, (), trace=rows)
    return RunResult(
        experiment(
            "neuron",
            "One artificial neuron learns degrees Fahrenheit from degrees Celsius.",
            [phase("temperatures", 10, 8, "mse")],
            Neuron=2,
        ),
        (EvaluationResult(result.evaluation, (*result.items, traced), result.row_numbers),),
        history(10, 100, 400.0, 0.01),
        {**ENVIRONMENT, "command": "dlc run neuron.dl --set lr=0.001"},
        {"temperatures": data},
        notes=("the batch of 8 was kept although the last one of an epoch is cut off",),
    )


def gates() -> RunResult:
    """Fixed weights: nothing is learned."""
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    both, either = np.array([0, 0, 0, 1], np.int32), np.array([0, 1, 1, 1], np.int32)
    data = dataset(
        "gates",
        {"x": x, "and": both, "or": either},
        {"x": field_type(x), "and": field_type(both, "int"), "or": field_type(either, "int")},
        1,
    )
    outputs = {"x": x, "And": both.astype(np.float32), "Or": either.astype(np.float32), "and": both, "or": either}
    items = [
        (item("accuracy", kind("And(x)"), kind("and", (), "int")), ("And", "and")),
        (item("accuracy", kind("Or(x)"), kind("or", (), "int")), ("Or", "or")),
        (item("table", kind("x", (2,)), kind("And(x)"), kind("Or(x)"), namespace="show", count=20), ("x", "And", "Or")),
    ]
    return RunResult(
        experiment("gates", "A McCulloch-Pitts neuron: fixed weights and a threshold compute logic.", [], And=0, Or=0),
        (evaluated(data, "all", outputs, items),),
        environment={"command": "dlc run gates.dl", "device": "cpu"},
        datasets={"gates": data},
    )


def messages() -> RunResult:
    """Text, classes with awkward names, a class that never occurs, and a loss as measure."""
    text = np.array(
        [f"message {i}: <b>win & claim</b> $5" if i % 3 else f"see you at {i % 12} o'clock" for i in range(90)], object
    )
    label = np.array([0 if i % 3 == 0 else 1 for i in range(90)], np.int32)
    names = ["ham & eggs", "<spam>", "$phish$"]
    logits = np.random.default_rng(1).normal(size=(90, 3)).astype(np.float32)
    logits[np.arange(90), label] += 1.5
    data = dataset(
        "mail",
        {"text": text, "kind": label},
        {"text": field_type(text, "text"), "kind": field_type(label, "class", names)},
        0.4,
    )
    inputs = kind("Net(text)", (3,), meaning="logits"), kind("kind", (), "class", classes=3, class_names=names)
    items = [
        (item("classification", *inputs, top=1), ("z", "y")),
        (item("cross_entropy", *inputs, namespace="loss"), ("loss",)),
    ]
    losses = np.log(np.exp(logits).sum(1)) - logits[np.arange(90), label]
    return RunResult(
        experiment("mail", "Three kinds of <mail>.", [phase("mail", 3, 8, "cross_entropy")], Net=100),
        (evaluated(data, "test", {"z": logits, "y": label, "loss": losses}, items),),
        history(3, 4, 1.1, 0.4),
        {**ENVIRONMENT, "command": "dlc run mail.dl"},
        {"mail": data},
    )


def forecasts() -> RunResult:
    """Several outputs, series, two objectives."""
    generator = np.random.default_rng(0)
    future = np.cumsum(generator.normal(size=(200, 24)), axis=1).astype(np.float32)
    forecast = (future * 0.9 + generator.normal(size=(200, 24))).astype(np.float32)
    data = dataset("oil", {"future": future}, {"future": field_type(future)})
    inputs = kind("Forecaster(history)", (24,)), kind("future", (24,))
    items = [
        (item("regression", *inputs), ("p", "y")),
        (item("curve", *reversed(inputs), namespace="show"), ("y", "p")),
    ]
    lines = [replace(line, losses=(line.loss, 1 / line.loss), validation=None) for line in history(6, 9, 1.0, 0.2)]
    return RunResult(
        experiment("oil", "Two losses.", [phase("oil", 6, 16, "mse(forecast)", "adversary")], Forecaster=12_345_678),
        (evaluated(data, "test", {"p": forecast, "y": future}, items),),
        lines,
        ENVIRONMENT,
        {"oil": data},
    )


GALLERY = {
    "digits": digits,
    "tumours": tumours,
    "rare": lambda: tumours(rare=True),
    "diabetes": diabetes,
    "fahrenheit": fahrenheit,
    "gates": gates,
    "messages": messages,
    "forecasts": forecasts,
}
