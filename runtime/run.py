"""A whole run, stage by stage: data, training, evaluation, measures, report."""

import errno
import importlib
import inspect
import os
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runtime import batches, device, environment, history, kept, placement, programs, run_folder, train
from runtime.checkpoint import Checkpoints, Saved, restore
from runtime.errors import RunError
from runtime.evaluate import Evaluator, Tracer
from runtime.history import History
from runtime.judging import QUICK_ROWS, judged, told
from runtime.placement import Placed
from runtime.progress import Progress, watch
from runtime.results import EvaluationResult, RunResult
from runtime.run_folder import Extras, Options
from runtime.sizes import initialised
from runtime.validation import Best

QUICK_STEPS = 20
LATE_IMPORTS = ("runtime.measures.classification", "runtime.measures.regression", "runtime.report")


def execute(experiment: dict[str, Any], options: Options, extras: Extras) -> Path:
    """Run an imported program's EXPERIMENT and give back the run's folder.

    Raises:
        RunError: the run cannot go on; a fault in the program is told with the spec's line.
    """
    return perform(experiment, run_folder.claim(experiment["name"], options, extras), options, extras)


def run_text(name: str, options: Options, extras: Extras) -> Path:
    """Run a program given as text: it is written into the run's folder and imported from there; see `execute`."""
    folder = run_folder.claim(name, options, extras)
    return perform(programs.load(folder / "program.py"), folder, options, extras)


@dataclass
class Run:
    """What the stages share.

    `pool` loads data, `later` does in its order what is needed soon but not yet (compiling, importing).
    `weights` and `statistics` are those of the last stage; `tracers` by (evaluation, item); `saved` is the checkpoint
    that the run goes on from.
    """

    experiment: dict[str, Any]
    folder: Path
    options: Options
    progress: Progress
    pool: ThreadPoolExecutor
    later: ThreadPoolExecutor
    checkpoints: Checkpoints
    graph: Any = None
    weights: Any = None
    statistics: Any = None
    data: dict[str, Placed] = field(default_factory=dict)
    evaluators: list[Evaluator] = field(default_factory=list)
    tracers: dict[tuple[int, int], Tracer] = field(default_factory=dict)
    traces: dict[tuple[int, int], list[dict[str, Any]]] = field(default_factory=dict)
    saved: Saved | None = None
    notes: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def history_file(self) -> Path:
        return self.folder / run_folder.HISTORY

    @property
    def fingerprints(self) -> dict[str, str]:
        return {name: placed.dataset.fingerprint for name, placed in self.data.items()}

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - began, 3)


def perform(experiment: dict[str, Any], folder: Path, options: Options, extras: Extras) -> Path:
    """All stages of a run in its folder."""
    began, started = time.perf_counter(), time.strftime("%Y-%m-%dT%H:%M:%S%z")
    with explained(experiment, folder):
        device.choose(options.device)
        device.keep_compiled_steps()
        checkpoints = Checkpoints(folder / run_folder.CHECKPOINTS)
        with (
            ThreadPoolExecutor(2) as pool,
            ThreadPoolExecutor(1) as later,
            closing(checkpoints),
            watch() as progress,
        ):
            run = Run(experiment, folder, options, progress, pool, later, checkpoints)
            with run.timed("prepare"):
                prepare(run)
            with run.timed("train"):
                for number in range(len(experiment["phases"])):
                    train_phase(run, number)
            with run.timed("evaluate"):
                evaluations = tuple(evaluate(run, place) for place in range(len(run.evaluators)))
                kept.write_results(folder, evaluations, run.data)
        about = environment.describe(
            experiment, command=options.command, fingerprints=run.fingerprints, started=started
        )
        about |= {"notes": run.notes, "seconds": {**run.seconds, "total": round(time.perf_counter() - began, 3)}}
        environment.write(folder, about)
        result = RunResult(
            experiment=experiment,
            evaluations=evaluations,
            history=history.lines(run.history_file),
            environment=about,
            datasets={name: placed.dataset for name, placed in run.data.items()},
            diagram_svg=extras.diagram_svg,
            summary_text=extras.summary,
            spec_text=extras.spec,
            notes=tuple(run.notes),
        )
        importlib.import_module("runtime.report").write(result, folder)
    conclude(result, folder, time.perf_counter() - began)
    return folder


@contextmanager
def explained(experiment: Mapping[str, Any], folder: Path) -> Iterator[None]:
    """Faults of the program and of the disk as messages."""
    try:
        yield
    except RunError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            help = "make room, then continue with --resume"
            raise RunError("the disk is full", place=str(folder), help=help) from error
        known = programs.explain(error, inspect.getfile(experiment["initialise"]))
        if known is None:
            raise
        raise known from error


def prepare(run: Run) -> None:
    """Data and first weights, side by side; then the checkpoint to go on from, if there is one."""
    from runtime.data import prepare as prepare_data

    experiment, find = run.experiment, run_folder.finder(run.options, os.environ)
    loading = run.pool.submit(lambda: [prepare_data(description, find) for description in experiment["data"]])
    seed = experiment["phases"][0]["seed"] if experiment["phases"] else 0

    def types(data: str) -> Mapping[str, Mapping[str, Any]]:
        return next(dataset.types for dataset in loading.result() if dataset.name == data)

    run.graph, run.weights, run.statistics = initialised(experiment, seed, types)
    memory = device.memory_for_data()
    for dataset in loading.result():
        run.data[dataset.name] = placement.place(dataset, memory)
        memory -= sum(values.nbytes for values in run.data[dataset.name].fields.values())
        run.notes += dataset.notes
    for number, evaluation in enumerate(experiment["evaluations"]):
        placed = run.data[evaluation["data"]]
        run.evaluators.append(Evaluator(evaluation, run.graph, placed, seed + number))
    kept.write_data(run.folder, (placed.dataset for placed in run.data.values()))
    for note in run.notes:
        run.progress.note(note)
    if run.options.resume:
        resume(run)


def resume(run: Run) -> None:
    """Take up the last checkpoint's weights; the phase that it belongs to takes up the rest."""
    run.saved = run.checkpoints.latest()
    phases = [phase["name"] for phase in run.experiment["phases"]]
    if run.saved is None:
        run.history_file.unlink(missing_ok=True)
        return
    facts = run.saved.facts
    if facts["data"] != run.fingerprints:
        raise RunError(
            "the data have changed since this run began",
            place=str(run.folder),
            help="start a new run without --resume, or bring the data back",
        )
    models = restored(run.saved, {"weights": run.weights, "statistics": run.statistics})
    run.weights, run.statistics = models["weights"], models["statistics"]
    run.traces = {(evaluation, item): rows for evaluation, item, rows in facts["traces"]}
    history.cut(run.history_file, phases, phases[facts["phase"]], facts["step"])


def restored(saved: Saved, tree: dict[str, Any]) -> dict[str, Any]:
    """`tree` with the arrays that a checkpoint holds for its top-level keys."""
    arrays = {path: array for path, array in saved.arrays.items() if path.split("/")[0] in tree}
    return dict(restore(tree, arrays))


def train_phase(run: Run, number: int) -> None:
    """Train one phase, or what a resumed run has left of it."""
    phase, phases = run.experiment["phases"][number], run.experiment["phases"]
    plans = [plan_of(run, one) for one in phases[: number + 1]]
    plan = plans[number]
    facts: Mapping[str, Any] = run.saved.facts if run.saved else {"phase": -1}
    if facts["phase"] >= number:
        if facts["phase"] == number and facts["steps"] != plan.steps:
            raise RunError(
                f"this run was begun with {facts['steps']:,} steps in phase `{phase['name']}`, not {plan.steps:,}",
                place=str(run.folder),
                help="resume with the same --epochs and --quick as it was begun with",
            )
        if facts["phase"] > number or facts["ended"]:
            return
    for note in plan.notes:
        run.notes.append(note)
        run.progress.note(note)
    placed = run.data[phase["data"]]
    tracers = {} if any(one["data"] == phase["data"] for one in phases[:number]) else tracers_of(run, phase)
    here = run.saved is not None and facts["phase"] == number
    training = train.Training(
        phase=phase,
        number=number,
        before=sum(one.steps for one in plans[:number]),
        done=facts["step"] if here else 0,
        plan=plan,
        graph=run.graph,
        placed=placed,
        later=run.later,
        best=Best(phase["best"], phase.get("stop_early")) if "best" in phase else None,
        traces=tuple(tracers.values()),
        trace_at=train.trace_iterations(plan.steps) if tracers else frozenset(),
        validated=QUICK_ROWS if run.options.quick else None,
    )
    placing: Future[Any] | None = run.pool.submit(getattr, placed, "on_device") if placed.resident else None
    state, compiled = train.begin(training, run.weights, run.statistics)
    run.weights = run.statistics = None  # the state owns them now: its memory is reused at each step
    log = History(run.history_file, phase["name"], run.progress, training.best)
    log.wanted = {iteration - 1: None for iteration in training.trace_at}
    if run.saved and here:
        import jax

        if training.best is not None and "best" in facts:
            models = {"best": {key: state[key] for key in ("weights", "statistics")}}
            training.best.restore(facts["best"], jax.device_put(restored(run.saved, models)["best"]))
        state = dict(jax.device_put(restored(run.saved, state)))
        log.resume(facts)
    earlier = run.traces

    def about() -> dict[str, Any]:
        run.traces = earlier | {
            place: earlier.get(place, []) + tracer.table(log.wanted) for place, tracer in tracers.items()
        }
        return {
            "data": run.fingerprints,
            "traces": [[*place, rows] for place, rows in run.traces.items()],
        }

    if placing:
        placing.result()
    run.progress.begin(phase["name"], plan.epochs, plan.steps, training.done)
    began = time.perf_counter()

    def first_step_done() -> None:
        run.seconds.setdefault("first_step", round(time.perf_counter() - began, 3))
        run.checkpoints.prepare()
        run.later.submit(import_late)

    outcome = train.run(training, state, compiled, log, run.checkpoints, about, first_step_done)
    run.weights, run.statistics = outcome.models["weights"], outcome.models["statistics"]
    if training.best is not None:
        run.progress.note(train.ending(training, outcome))


def import_late() -> None:
    """Import what the end of the run needs, a second's work, while the device trains."""
    for name in LATE_IMPORTS:
        importlib.import_module(name)


def plan_of(run: Run, phase: Mapping[str, Any]) -> batches.Plan:
    """The batches of a phase under the run's options."""
    examples = len(run.data[phase["data"]].dataset.splits.get(phase["on"], ()))
    epochs = run.options.epochs or phase["epochs"]
    most_steps = QUICK_STEPS if run.options.quick else None
    return batches.plan(
        examples,
        phase["batch"],
        epochs,
        phase["seed"],
        most_steps=most_steps,
        name=phase["name"],
        accumulate=phase.get("accumulate", 1),
        look_every=phase.get("validate_every"),
        each_epoch="stop_early" in phase,
    )


def tracers_of(run: Run, phase: Mapping[str, Any]) -> dict[tuple[int, int], Tracer]:
    """What follows the first training example for each `show trace` about the phase's data."""
    found = {}
    for place, evaluator in enumerate(run.evaluators):
        if evaluator.description["data"] == phase["data"]:
            row = evaluator.placed.dataset.splits[phase["on"]][:1]
            for item_place, item in enumerate(evaluator.description["items"]):
                if (item["namespace"], item["word"]) == ("show", "trace"):
                    found[place, item_place] = Tracer(evaluator, item_place, row, [])
    return found


def evaluate(run: Run, place: int) -> EvaluationResult:
    """The values and measures of one `evaluate`, and its first measure on the training split too."""
    return judged(
        run.evaluators[place],
        run.weights,
        run.statistics,
        run.experiment["phases"],
        quick=run.options.quick,
        traces={item: rows for (evaluation, item), rows in run.traces.items() if evaluation == place},
    )


def conclude(result: RunResult, folder: Path, seconds: float) -> None:
    """What the user is told at the end."""
    for line in told(result.evaluations):
        print(line)
    print(f"report: {folder / 'report.html'}")
    print(f"done in {seconds:.1f} s" if seconds < 120 else f"done in {seconds / 60:.1f} min")
