"""The report's sections, in the order in which a reader decides."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from compiler.descriptor import Phase
from dsl.statements import INNER_WORDS, STATEMENT_WORDS
from runtime.evaluate.results import EvaluationResult, RunResult
from runtime.report import figures, overfitting, shows, worst
from runtime.report import measures as measured
from runtime.report.blocks import Block, Cell, Code, Heading, Picture, Section, Table, Text
from runtime.report.wording import NONE, duration, number, plural, value_text
from runtime.run_folder.history import Line

if TYPE_CHECKING:
    from runtime.data.table import Dataset

KEYWORDS = frozenset((*STATEMENT_WORDS, *INNER_WORDS, "by"))
TOKEN = re.compile(
    r"""(?P<comment>\#.*)|(?P<string>"[^"\n]*")|(?P<number>\b\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?%?)"""
    r"""|(?P<word>[A-Za-z_]\w*)|(?P<rest>.)"""
)
# What stands elsewhere in the report, or is told with the run's own notes.
TOLD = ("command", "data", "notes", "hypers")


def sections(run: RunResult) -> tuple[Section, ...]:
    """Every section that has something to say."""
    found = (
        Section("result", "How good is it?", tuple(result_blocks(run))),
        Section("overfitting", "Is it overfitting?", tuple(overfitting_blocks(run))),
        Section("errors", "Where does it err?", tuple(error_blocks(run))),
        Section("learning", "How did it learn?", tuple(learning_blocks(run))),
        Section("model", "What is it?", tuple(model_blocks(run))),
        Section("repeat", "How to repeat it", tuple(repeat_blocks(run))),
    )
    return tuple(section for section in found if section.blocks)


def place(evaluation: EvaluationResult) -> str:
    data, on, rows = evaluation.evaluation.data, evaluation.evaluation.on, plural(evaluation.rows, "example")
    if evaluation.other is not None:
        return f"On other data than {data}, {evaluation.other}: {rows}"
    return f"On {'all of' if on == 'all' else f'the {on} split of'} {data}: {rows}"


def under_heading(evaluation: EvaluationResult, run: RunResult, blocks: Sequence[Block]) -> Iterable[Block]:
    """An evaluation's blocks, under its own heading where there are several."""
    if blocks and len(run.evaluations) > 1:
        yield Heading(place(evaluation))
    yield from blocks


def result_blocks(run: RunResult) -> Iterable[Block]:
    if run.partial:
        yield Text(f"This report is partial: the run was {run.partial}. `--resume` goes on with it.", "warn")
    for evaluation in run.evaluations:
        blocks: list[Block] = [] if len(run.evaluations) > 1 else [Text(place(evaluation) + ".", "plain")]
        for item in evaluation.items:
            if item.result is not None:
                blocks.extend(measured.headline(item))
            elif item.item.word != "trace":
                blocks.extend(shows.show(item))
        yield from under_heading(evaluation, run, blocks)
    if not run.evaluations:
        yield Text("The spec has no `evaluate`, so nothing was measured.", "note")


def overfitting_blocks(run: RunResult) -> Iterable[Block]:
    for evaluation in run.evaluations:
        if not any(item.result for item in evaluation.items):
            continue
        found = overfitting.verdict(run, evaluation)
        blocks: list[Block] = [Text(sentence, tone) for sentence, tone in found.sentences]
        if found.rows:
            on = evaluation.which
            rows, head = found.rows, ["", "training", "validation", on]
            if on == "validation":
                rows, head = tuple((*row[:2], row[2] if row[3] == NONE else row[3]) for row in rows), head[:3]
            blocks.append(Table(head, [tuple(map(Cell, row)) for row in rows], (False, *[True] * (len(head) - 1))))
        yield from under_heading(evaluation, run, blocks)


def error_blocks(run: RunResult) -> Iterable[Block]:
    for evaluation in run.evaluations:
        dataset = run.datasets.get(evaluation.evaluation.data)
        shown = worst.worst_item(evaluation.items)
        blocks: list[Block] = []
        measures = [item for item in evaluation.items if item.result is not None]
        for item in measures:
            found = list(measured.errors(item))
            if item is shown:
                examples = worst.worst_examples(item, evaluation, dataset)
                found += [] if examples is None else [examples]
            if found and len(measures) > 1:
                blocks.append(Heading(item.item.title))
            blocks.extend(found)
        yield from under_heading(evaluation, run, blocks)


def learning_blocks(run: RunResult) -> Iterable[Block]:
    for phase in run.experiment.phases:
        lines = [line for line in run.history if line.phase == phase.name]
        if lines:
            if len(run.experiment.phases) > 1:
                yield Heading(f"Phase “{phase.name}”")
            yield Text(course(phase, lines))
            yield Picture(figures.learning(*loss_lines(phase, lines)), loss_caption(lines), wide=True)
            if watched := measure_lines(lines):
                picture = figures.learning([line.epoch for line in lines], watched, None, label="measure")
                yield Picture(picture, "The measures on the validation split.", wide=True)
    for evaluation in run.evaluations:
        for item in evaluation.items:
            if item.item.word == "trace":
                yield from shows.show(item)


def course(phase: Phase, lines: Sequence[Line]) -> str:
    """How a phase went, in a sentence."""
    first, last = lines[0], lines[-1]
    seconds = sum(line.seconds or 0.0 for line in lines)
    epochs = plural(last.epoch, "epoch")
    start = f"In {epochs} ({plural(last.step, 'step')} of {plural(phase.batch, 'example')}) the training loss "
    fell = (
        f"went from {number(first.loss)} in the first to {number(last.loss)} in the last"
        if len(lines) > 1
        else f"was {number(last.loss)}"
    )
    rate = f", in {duration(seconds)}, {number(last.step / seconds, 3)} steps a second" if seconds > 0 else ""
    return f"{start}{fell}{rate}.{kept_weights(phase, lines)}"


def kept_weights(phase: Phase, lines: Sequence[Line]) -> str:
    """Which weights a phase ended with, where it kept the best."""
    best = next((line for line in reversed(lines) if line.best), None)
    if best is None or best.validation is None:
        return ""
    early = ""
    if phase.stop_early and lines[-1].epoch < phase.epochs:
        patience = plural(phase.stop_early, "epoch")
        early = f" It stopped before the {phase.epochs:,} epochs asked for: {patience} had brought nothing better."
    if phase.best is None or phase.best == "loss":
        by, value = "validation loss", best.validation.loss
    else:
        by, value = f"{phase.best} on the validation split", best.validation.measures[phase.best]
    return f"{early} The weights are those of epoch {best.epoch:g}, the best by {by} ({number(value)})."


def measure_lines(lines: Sequence[Line]) -> list[tuple[str, list[float | None]]]:
    """What was measured on the validation split in the course of a phase, by name."""
    looks = [{} if line.validation is None else line.validation.measures for line in lines]
    return [
        (name, [look.get(name) for look in looks]) for name in dict.fromkeys(name for look in looks for name in look)
    ]


def loss_lines(
    phase: Phase, lines: Sequence[Line]
) -> tuple[list[float], list[tuple[str, list[float | None]]], tuple[float, float] | None]:
    """The epochs, the losses to be drawn with their titles, and where the validation loss was least."""
    epochs = [line.epoch for line in lines]
    titles = [objective.title for objective in phase.objectives]
    several = len(titles) > 1
    drawn: list[tuple[str, list[float | None]]] = []
    if several:
        drawn += [(title, [line.losses[i] for line in lines]) for i, title in enumerate(titles)]
    else:
        drawn.append(("training", [line.loss for line in lines]))
    if any(line.validation for line in lines):
        drawn.append(("validation", [line.validation_loss for line in lines]))
    return epochs, drawn, overfitting.best_epoch(lines) if len(lines) > 1 and not several else None


def loss_caption(lines: Sequence[Line]) -> str:
    best = overfitting.best_epoch(lines)
    text = "The loss after each epoch; in training it is the mean over the epoch, of weights that still change."
    return text if best is None or len(lines) < 2 else f"{text} The ring marks the least validation loss."


def model_blocks(run: RunResult) -> Iterable[Block]:
    models = run.experiment.models
    if models:
        weights = ", ".join(
            f"{name} has {plural(model.weights, 'weight') if model.weights else 'no weights'}"
            for name, model in models.items()
        )
        yield Text(f"{weights}.")
    if run.diagram_svg:
        yield Picture(diagram(run.diagram_svg), "The model, drawn from the spec.", wide=True)
    if run.summary_text:
        yield Code("Summary", plain=run.summary_text.rstrip())
    if run.spec_text:
        yield Code(run.experiment.spec, lines=[highlight(line) for line in run.spec_text.rstrip().splitlines()])


def diagram(svg: str) -> str:
    """The diagram's markup without its prologue, on a sheet of its own."""
    return f'<div class="sheet">{svg[svg.index("<svg") :]}</div>'


def highlight(line: str) -> list[tuple[str, str]]:
    """A spec's line in (class, text) pieces."""
    pieces: list[tuple[str, str]] = []
    for match in TOKEN.finditer(line):
        kind = str(match.lastgroup)
        if kind == "word":
            kind = "keyword" if match[0] in KEYWORDS else "name" if match[0][0].isupper() else "rest"
        if pieces and pieces[-1][0] == kind == "rest":
            pieces[-1] = (kind, pieces[-1][1] + match[0])
        else:
            pieces.append((kind, match[0]))
    return pieces


def repeat_blocks(run: RunResult) -> Iterable[Block]:
    if command := run.environment.get("command"):
        yield Code("", plain=str(command))
    facts = [("compiler", f"dlc {run.experiment.compiler}")]
    facts += [(f"hyper {name}", value_text(value)) for name, value in run.experiment.hypers.items()]
    facts += [(name.replace("_", " "), fact_text(name, value)) for name, value in run.environment.items()]
    rows = [(Cell(name), Cell(text)) for name, text in facts if text and name not in TOLD]
    if rows:
        yield Table(["", ""], rows, (False, False), "Surroundings")
    for dataset in run.datasets.values():
        sizes = ", ".join(f"{name} {len(indices):,}" for name, indices in dataset.splits.items())
        rows = [(Cell("examples"), Cell(sizes)), (Cell("fingerprint"), Cell(dataset.fingerprint))]
        rows += [(Cell("note"), Cell(note)) for note in dataset.notes]
        yield Table(["", ""], rows, (False, False), f"Data: {dataset.name}")
        yield from fitted_blocks(dataset)
    told = {note for dataset in run.datasets.values() for note in dataset.notes}
    for note in run.notes:
        if note not in told:
            yield Text(f"Note: {note}.", "note")


def fitted_blocks(dataset: "Dataset") -> Iterable[Block]:
    """What each fitted feature of a data set learned; several of one field stand under its name."""
    rows, name, facts = [], dataset.name, dataset.facts
    fields = {f"{name}.{field}" for field in dataset.fields}
    for key, known in facts.items():
        learned = "; ".join(
            f"{what.replace('_', ' ')} {fitted_text(fact)}" for what, fact in known.items() if what != "word"
        )
        field = re.sub(r"\d+$", "", key) if key not in fields and re.sub(r"\d+$", "", key) in fields else key
        rows.append((Cell(field.removeprefix(f"{name}.")), Cell(str(known["word"])), Cell(learned)))
    if rows:
        title = f"What was fitted on the training split of {name}"
        yield Table(["field", "feature", "learned"], rows, (False, False, False), title)


def fitted_text(fact: Any) -> str:
    return ", ".join(map(str, fact)) if isinstance(fact, list) else value_text(fact)


def fact_text(name: str, value: Any) -> str:
    """A value of environment.json in words; none for what is not known."""
    if value is None:
        return ""
    if name in ("seconds", "duration"):
        if isinstance(value, Mapping):
            return ", ".join(f"{part.replace('_', ' ')} {duration(seconds)}" for part, seconds in value.items())
        return duration(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_text(entry)}" for key, entry in value.items())
    return value_text(value)
