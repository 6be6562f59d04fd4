"""A whole run, stage by stage: data, training, evaluation, measures, report."""

import errno
import importlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from compiler.descriptor import PROGRAM, ArrayType
from runtime import program
from runtime.data.sizes import count_weights, initialised
from runtime.device import device, placement
from runtime.device import out_of_memory as memory
from runtime.errors import Interrupted, RunError
from runtime.evaluate.evaluate import judged, told
from runtime.evaluate.evaluator import Evaluator
from runtime.evaluate.results import EvaluationResult, RunResult
from runtime.program import Program
from runtime.run_folder import environment, history, manifest
from runtime.run_folder import folder as run_folder
from runtime.run_folder.checkpoint import Checkpoints
from runtime.run_folder.folder import Extras, Options
from runtime.train.interrupt import listening, workers
from runtime.train.phase import resume, train_phase
from runtime.train.progress import watch
from runtime.train.session import Run


def execute(file: Path | None, options: Options, extras: Extras) -> Path:
    """Run a program and give back the run's folder.

    Args:
        file: where the program stands; None: it is imported from the run's folder, into which it is written.

    Raises:
        RunError: the run cannot go on; a fault in the program is told with the spec's line.
    """
    loaded = None if file is None else program.load(extras.program, file)
    folder = run_folder.claim(extras.program.experiment.name, options, extras)
    return perform(loaded or program.load(extras.program, folder / PROGRAM), folder, options, extras)


# --- the stages ---


def perform(loaded: Program, folder: Path, options: Options, extras: Extras) -> Path:
    """All stages of a run in its folder.  An interrupted one ends with a report of what there is.

    Raises:
        Interrupted: the user pressed Ctrl-C while it trained; the state is saved.
    """
    began, started = time.perf_counter(), time.strftime("%Y-%m-%dT%H:%M:%S%z")
    with explained(loaded, folder), run_folder.held(folder), listening() as interruption:
        device.choose(options.device)
        device.keep_compiled_steps()
        with (
            workers(2) as pool,
            workers(1) as later,
            closed(Checkpoints(folder / run_folder.CHECKPOINTS)) as checkpoints,
            watch() as progress,
        ):
            run = Run(loaded, folder, options, progress, pool, later, checkpoints, interruption)
            with run.timed("prepare"):
                prepare(run)
                if options.resume:
                    run_folder.fill(folder, extras)
            with run.timed("train"):
                for number in range(len(loaded.experiment.phases)):
                    if run.partial is None:
                        train_phase(run, number)
            if run.tensorboard is not None:
                run.tensorboard.close()
            with ending(run), run.timed("evaluate"):
                evaluations = tuple(evaluate(run, place) for place in range(len(run.evaluators)))
                manifest.write_results(folder, evaluations, run.data)
        about = environment.describe(
            run.experiment, command=options.command, fingerprints=run.fingerprints, started=started
        )
        about |= {"notes": run.notes, "seconds": {**run.seconds, "total": round(time.perf_counter() - began, 3)}}
        environment.write(folder, about)
        result = RunResult(
            experiment=run.experiment,
            evaluations=evaluations,
            history=history.read(run.folder),
            environment=about,
            datasets={name: placed.dataset for name, placed in run.data.items()},
            diagram_svg=extras.diagram_svg,
            summary_text=extras.summary,
            spec_text=extras.spec,
            notes=tuple(run.notes),
            partial=run.partial,
        )
        with ending(run):
            importlib.import_module("runtime.report.page").write(result, folder)
    conclude(result, folder, time.perf_counter() - began)
    if run.partial is not None:
        raise Interrupted(f"the run was {run.partial}", help="the state is saved: continue with --resume")
    return folder


@contextmanager
def closed(checkpoints: Checkpoints) -> Iterator[Checkpoints]:
    """Checkpoints that are on disk in the end; a second Ctrl-C does not wait for it."""
    try:
        yield checkpoints
    finally:
        checkpoints.close()


@contextmanager
def explained(loaded: Program, folder: Path) -> Iterator[None]:
    """Faults of the program and of the disk as messages."""
    try:
        yield
    except RunError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            help = "make room, then continue with --resume"
            raise RunError("the disk is full", place=str(folder), help=help) from error
        if isinstance(error, OSError) and error.filename is not None:
            reason = f"`{error.filename}` cannot be read or written: {error.strerror or error}"
            help = "see that the disk is there and the folder may be written, then continue with --resume"
            raise RunError(reason, place=str(folder), help=help) from error
        known = program.explain(error, loaded)
        if known is None:
            raise
        if memory.exhaustion(error):
            help, notes = memory.remedy(loaded.experiment.phases), saved(folder)
            raise RunError(known.message, place=known.place, help=help, notes=notes) from error
        raise known from error


def saved(folder: Path) -> tuple[str, ...]:
    """What to say of a run that ended where nobody expected it: whether it can be continued."""
    steps = [int(entry.name) for entry in (folder / run_folder.CHECKPOINTS).glob("*") if entry.name.isdigit()]
    if not steps:
        return ("nothing was saved yet",)
    return (f"the last checkpoint is kept, after step {max(steps):,}: --resume goes on from there",)


@contextmanager
def ending(run: Run) -> Iterator[None]:
    """Faults of what follows training: of an interrupted run they are told with the interruption, whose code it has."""
    try:
        yield
    except Exception as fault:
        if run.partial is None:
            raise
        said = fault.message if isinstance(fault, RunError) else f"{type(fault).__name__}: {fault}"
        place = fault.place if isinstance(fault, RunError) else None
        help = "the state is saved: continue with --resume"
        raise Interrupted(f"the run was {run.partial}; its report failed: {said}", place=place, help=help) from fault


def prepare(run: Run) -> None:
    """Data and first weights, side by side; then the checkpoint to go on from, if there is one."""
    from runtime.data.dataset import prepare as prepare_data

    experiment, find = run.experiment, run_folder.finder(run.options, os.environ)
    loading = run.pool.submit(lambda: [prepare_data(data, run.program[data.columns], find) for data in experiment.data])

    def types(data: str) -> Mapping[str, ArrayType]:
        return next(dataset.types for dataset in loading.result() if dataset.name == data)

    run.graph, run.weights, run.statistics = initialised(run.program, types)
    run.experiment = count_weights(experiment, run.weights)
    memory = device.memory_for_data()
    for dataset in loading.result():
        run.data[dataset.name] = placement.place(dataset, memory)
        memory -= sum(values.nbytes for values in run.data[dataset.name].fields.values())
        run.notes += dataset.notes
    for number, evaluation in enumerate(experiment.evaluations):
        outputs, placed = run.program[evaluation.outputs], run.data[evaluation.data]
        run.evaluators.append(Evaluator(evaluation, outputs, run.graph, placed, experiment.seed + number))
    for note in run.notes:
        run.progress.note(note)
    if run.options.resume:
        resume(run)
    manifest.write_data(run.folder, (placed.dataset for placed in run.data.values()))


def evaluate(run: Run, place: int) -> EvaluationResult:
    """The values and measures of one `evaluate`, and its first measure on the training split too."""
    return judged(
        run.evaluators[place],
        run.weights,
        run.statistics,
        run.experiment,
        quick=run.options.quick,
        traces={item: rows for (evaluation, item), rows in run.traces.items() if evaluation == place},
    )


def conclude(result: RunResult, folder: Path, seconds: float) -> None:
    """What the user is told at the end."""
    for line in told(result.evaluations):
        print(line)
    print(f"{'partial ' if result.partial else ''}report: {folder / 'report.html'}")
    print(f"done in {seconds:.1f} s" if seconds < 120 else f"done in {seconds / 60:.1f} min")
