"""Whether a model has learned its training examples by heart (lecture: overfitting)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from runtime.report.wording import NONE, headline_value, number, plural
from runtime.results import EvaluationResult, Headline, ItemResult, RunResult

# Gaps between training and test: in shares and areas by their difference, in errors by their ratio.
SLIGHT, STRONG = 0.02, 0.10
SLIGHT_RATIO, STRONG_RATIO = 1.1, 2.0
# A validation loss that ends less than this above its least value has not risen; one that fell less in the last tenth
# of the epochs has levelled off.
RISE, FALL = 0.02, 0.01


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement in sentences, its tone, and the numbers that it rests on: (name, training, validation, split evaluated)."""

    sentences: tuple[str, ...]
    tone: Literal["plain", "good", "warn", "bad"]
    rows: tuple[tuple[str, ...], ...] = ()


def verdict(run: RunResult, evaluation: EvaluationResult) -> Verdict:
    """Training against validation and the split evaluated."""
    on, phases = evaluation.description["on"], run.experiment["phases"]
    if not phases:
        return Verdict(("Nothing was learned here, so nothing can be learned by heart.",), "plain")
    if on in {phase["on"] for phase in phases if phase["data"] == evaluation.description["data"]} | {"all"}:
        text = f"This looks at examples that were trained on (the split “{on}”): being right on them proves nothing. Test data tell."
        return Verdict((text,), "warn")
    compared = next((item for item in evaluation.items if item.train and item.train.headline and item.result and item.result.headline), None)
    sentences: list[str] = []
    tones: list[Literal["plain", "good", "warn", "bad"]] = []
    rows: list[tuple[str, ...]] = []
    if compared is not None:
        sentence, tone = gap(compared, on)
        sentences.append(sentence)
        tones.append(tone)
        assert compared.result and compared.result.headline and compared.train and compared.train.headline
        headline = compared.result.headline
        train = headline_value(headline, compared.train.headline.value)
        rows.append((headline.title, train, NONE, headline_value(headline)))
    for phase in phases:
        lines = [line for line in run.history if line["phase"] == phase["name"]]
        risen = validation_course(lines)
        if risen is not None:
            sentence, rose = risen
            sentences.append(sentence if len(phases) == 1 else f"Phase “{phase['name']}”: {sentence[0].lower()}{sentence[1:]}")
            tones.append("warn" if rose else "plain")
        if lines:
            least = lines[-1].get("validation") or {}
            name = "loss" if len(phases) == 1 else f"loss of phase “{phase['name']}”"
            rows.append((f"{name}, last epoch", number(lines[-1]["loss"]), number(least.get("loss")), NONE))
    if not sentences:
        sentences.append("There is nothing to compare with: neither a measure of the training examples nor a validation split.")
    order = ("plain", "good", "warn", "bad")
    return Verdict(tuple(sentences), max(tones, key=order.index, default="plain"), tuple(rows))


def gap(item: ItemResult, on: str) -> tuple[str, Literal["good", "warn", "bad"]]:
    """The sentence on a measure of training examples against the same of examples never seen."""
    assert item.result and item.result.headline and item.train and item.train.headline
    headline, train = item.result.headline, item.train.headline.value
    numbers = (
        f"{headline.title} is {headline_value(headline, train)} on {plural(item.train.rows, 'training example')} "
        f"and {headline_value(headline)} on {plural(item.result.rows, f'{on} example')}"
    )
    if not worse(headline, train):
        return f"No sign of overfitting: {numbers}, within what chance explains.", "good"
    size = size_of(headline, train)
    text = {"slight": "Slight overfitting", "clear": "Overfitting", "strong": "Strong overfitting"}[size]
    advice = "" if size == "slight" else " More data, augmentation, dropout, weight decay, a smaller model or an earlier end help."
    return f"{text}: {numbers}.{advice}", "bad" if size == "strong" else "warn"


def worse(headline: Headline, train: float) -> bool:
    """Whether the split evaluated is worse than the training split by more than chance explains."""
    if headline.interval is not None:
        bound = headline.interval.high if headline.better == "higher" else headline.interval.low
    else:
        bound = headline.value
    return train > bound if headline.better == "higher" else train < bound


def size_of(headline: Headline, train: float) -> Literal["slight", "clear", "strong"]:
    if headline.better == "higher":
        difference = train - headline.value
        return "slight" if difference < SLIGHT else "clear" if difference < STRONG else "strong"
    ratio = headline.value / train if train > 0 else float("inf")
    return "slight" if ratio < SLIGHT_RATIO else "clear" if ratio < STRONG_RATIO else "strong"


def best_epoch(lines: Sequence[Mapping[str, Any]]) -> tuple[float, float] | None:
    """The epoch of the least validation loss, and that loss."""
    found = [
        (line["validation"]["loss"], line["epoch"])
        for line in lines
        if line.get("validation") and line["validation"]["loss"] is not None
    ]
    if not found:
        return None
    loss, epoch = min(found)
    return epoch, loss


def validation_course(lines: Sequence[Mapping[str, Any]]) -> tuple[str, bool] | None:
    """How the validation loss went: the sentence, and whether it rose; None without a validation split."""
    best = best_epoch(lines)
    if best is None or len(lines) < 2:
        return None
    epoch, loss = best
    last = lines[-1].get("validation", {}).get("loss")
    if last is None:
        return None
    if epoch == lines[-1]["epoch"]:
        before = lines[-1 - max(1, len(lines) // 10)]["validation"]["loss"]
        if before is not None and before - last < FALL * abs(before):
            return "The validation loss has levelled off.", False
        return "The validation loss fell to the end: longer training may help.", False
    if last <= loss + RISE * abs(loss):
        return f"The validation loss was least after epoch {epoch} and has stayed there.", False
    rise = f" by {100 * (last / loss - 1):.0f} %" if loss > 0 else f" from {number(loss)} to {number(last)}"
    return f"The validation loss was least after epoch {epoch} and has risen{rise} since: training should have ended there.", True
