"""Whether a model has learned its training examples by heart (lecture: overfitting)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from runtime.evaluate.results import EvaluationResult, Headline, ItemResult, RunResult
from runtime.report.wording import NONE, headline_value, number, plural
from runtime.run_folder.history import Line

Tone = Literal["plain", "good", "warn", "bad"]
TONES: tuple[Tone, ...] = ("plain", "good", "warn", "bad")
# Gaps between training and test: in shares and areas by their difference, in errors by their ratio.
SLIGHT, STRONG = 0.02, 0.10
SLIGHT_RATIO, STRONG_RATIO = 1.1, 2.0
# A validation loss that ends less than this above its least value has not risen; one that fell less in the last tenth
# of the epochs has levelled off.
RISE, FALL = 0.02, 0.01


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement in sentences, and the numbers it rests on: (name, training, validation, split evaluated)."""

    sentences: tuple[tuple[str, Tone], ...]
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def tone(self) -> Tone:
        """The gravest of the sentences'."""
        return max((tone for _, tone in self.sentences), key=TONES.index, default="plain")


def verdict(run: RunResult, evaluation: EvaluationResult) -> Verdict:
    """Training against validation and the split evaluated."""
    on, phases = evaluation.which, run.experiment.phases
    if not phases:
        return Verdict((("Nothing was learned here, so nothing can be learned by heart.", "plain"),))
    if on in {phase.on for phase in phases if phase.data == evaluation.evaluation.data} | {"all"}:
        text = f"This looks at examples that were trained on (the split “{on}”): being right on them proves nothing."
        return Verdict(((f"{text} Test data tell.", "warn"),))
    sentences: list[tuple[str, Tone]] = []
    rows: list[tuple[str, ...]] = []
    found = next((both for item in evaluation.items if (both := headline_on_both(item)) is not None), None)
    if found is not None:
        headline, train = found
        sentences.append(gap(found, evaluation))
        rows.append((headline.title, headline_value(headline, train), NONE, headline_value(headline)))
    for phase in phases:
        lines = [line for line in run.history if line.phase == phase.name]
        alone = len(phases) == 1
        course = validation_course(lines, kept=phase.best is not None)
        if course is not None:
            sentence, rose = course
            prefix = "The validation loss" if alone else f"The validation loss of phase “{phase.name}”"
            sentences.append((f"{prefix} {sentence}", "warn" if rose else "plain"))
        if lines:
            name = "loss, last epoch" if alone else f"loss of phase “{phase.name}”, last epoch"
            rows.append((name, number(lines[-1].loss), number(lines[-1].validation_loss), NONE))
    if not sentences:
        text = "There is nothing to compare with: neither a measure of the training examples nor a validation split."
        sentences.append((text, "plain"))
    return Verdict(tuple(sentences), tuple(rows))


def headline_on_both(item: ItemResult) -> tuple[Headline, float] | None:
    """An item's headline and the same number of the training split; None where one of them is missing."""
    if item.result is None or item.result.headline is None or item.train is None:
        return None
    train = item.train.values.get(item.result.headline.name)
    return None if train is None else (item.result.headline, train)


def gap(found: tuple[Headline, float], evaluation: EvaluationResult) -> tuple[str, Tone]:
    """The sentence on a measure of training examples against the same of examples never seen."""
    headline, train = found
    seen = max(item.train.rows for item in evaluation.items if item.train is not None)
    numbers = (
        f"{headline.title} is {headline_value(headline, train)} on {plural(seen, 'training example')} "
        f"and {headline_value(headline)} on {plural(evaluation.rows, evaluation.which + ' example')}"
    )
    if not worse(headline, train):
        return f"No sign of overfitting: {numbers}, within what chance explains.", "good"
    size = size_of(headline, train)
    text = {"slight": "Slight overfitting", "clear": "Overfitting", "strong": "Strong overfitting"}[size]
    advice = "More data, augmentation, dropout, weight decay, a smaller model or an earlier end help."
    return f"{text}: {numbers}.{'' if size == 'slight' else ' ' + advice}", "bad" if size == "strong" else "warn"


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


def best_epoch(lines: Sequence[Line]) -> tuple[float, float] | None:
    """The epoch of the least validation loss, and that loss."""
    found = [(loss, line.epoch) for line in lines if (loss := line.validation_loss) is not None]
    if not found:
        return None
    loss, epoch = min(found)
    return epoch, loss


def validation_course(lines: Sequence[Line], kept: bool = False) -> tuple[str, bool] | None:
    """How the validation loss went, as a sentence's end, and whether the last weights are the worse for it.

    `kept` says that the phase ended with its best weights.  None without a validation split.
    """
    best = best_epoch(lines)
    if best is None or len(lines) < 2:
        return None
    epoch, _ = best
    last = lines[-1].validation_loss
    if last is None:
        return None
    if epoch == lines[-1].epoch:
        before = lines[-1 - max(1, len(lines) // 10)].validation_loss
        if before is not None and before - last < FALL * abs(before):
            return "has levelled off.", False
        return "fell to the end: longer training may help.", False
    # Over many epochs the loss wavers, and its least value is a lucky one: neighbours are averaged.
    width = max(1, len(lines) // 10)
    known = [value for line in lines if (value := line.validation_loss) is not None]
    smooth = [sum(known[i : i + width]) / width for i in range(len(known) - width + 1)] or known
    least, last = min(smooth), smooth[-1]
    if last <= least + RISE * abs(least):
        return f"was least after epoch {epoch} and has stayed near that.", False
    rise = f" by {100 * (last / least - 1):.0f} %" if least > 0 else f" from {number(least)} to {number(last)}"
    if kept:
        return f"was least after epoch {epoch} and has risen{rise} since; the weights kept are the best ones.", False
    return f"was least after epoch {epoch} and has risen{rise} since: it was time to end there.", True
