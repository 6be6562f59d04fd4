"""The phases of a run, one after another, or what a resumed run has left of them."""

import importlib
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from compiler.descriptor import Phase
from runtime.data.sizes import initialised
from runtime.errors import NotFinite, RunError
from runtime.evaluate.evaluate import QUICK_ROWS
from runtime.evaluate.evaluator import Tracer
from runtime.run_folder import environment, history
from runtime.run_folder.checkpoint import Saved, restore
from runtime.train import batches, loop
from runtime.train.history import History
from runtime.train.session import Run
from runtime.train.tensorboard import TensorBoard
from runtime.train.validation import Best, Compiling

QUICK_STEPS = 20
LATE_IMPORTS = (
    "runtime.evaluate.measures.classification",
    "runtime.evaluate.measures.regression",
    "runtime.report.page",
)


def resume(run: Run) -> None:
    """Take up the last checkpoint's weights; the phase that it belongs to takes up the rest."""
    run.saved = run.checkpoints.latest()
    phases = [phase.name for phase in run.experiment.phases]
    if run.saved is None:
        run.history_file.unlink(missing_ok=True)
        return
    facts = run.saved.facts
    for note in run.saved.passed_over:
        tell(run, note)
    if others := environment.changed(facts["surroundings"]):
        tell(run, f"the run began with {'; '.join(others)}: the weights may differ in their last bits")
    if facts["data"] != run.fingerprints:
        which = [name for name, found in run.fingerprints.items() if facts["data"].get(name) != found]
        raise RunError(
            f"the data have changed since this run began: {', '.join(f'`{name}`' for name in which)}",
            place=str(run.folder),
            help="start a new run without --resume, or bring the data back",
        )
    models = restored(run.saved, {"weights": run.weights, "statistics": run.statistics})
    run.weights, run.statistics = models["weights"], models["statistics"]
    run.traces = {(evaluation, item): rows for evaluation, item, rows in facts["traces"]}
    history.cut(run.folder, phases, phases[facts["phase"]], facts["step"])


def tell(run: Run, note: str) -> None:
    """Say it now, and in the report."""
    run.notes.append(note)
    run.progress.note(note)


def restored(saved: Saved, tree: dict[str, Any]) -> dict[str, Any]:
    """`tree` with the arrays that a checkpoint holds for its top-level keys."""
    arrays = {path: array for path, array in saved.arrays.items() if path.split("/")[0] in tree}
    return dict(restore(tree, arrays))


def train_phase(run: Run, number: int) -> None:
    """Train one phase, or what a resumed run has left of it."""
    phase, phases = run.experiment.phases[number], run.experiment.phases
    plans = [plan_of(run, one) for one in phases[: number + 1]]
    plan = plans[number]
    facts: Mapping[str, Any] = run.saved.facts if run.saved else {"phase": -1}
    if facts["phase"] >= number:
        if facts["phase"] == number and facts["steps"] != plan.steps:
            raise RunError(
                f"this run was begun with {facts['steps']:,} steps in phase `{phase.name}`, not {plan.steps:,}",
                place=str(run.folder),
                help="resume with the same --epochs and --quick as it was begun with",
            )
        if facts["phase"] > number or facts["ended"]:
            return
    for note in plan.notes:
        tell(run, note)
    placed = run.data[phase.data]
    tracers = {} if any(one.data == phase.data for one in phases[:number]) else tracers_of(run, phase)
    here = run.saved is not None and facts["phase"] == number
    training = loop.Training(
        phase=phase,
        program=run.program,
        number=number,
        before=sum(one.steps for one in plans[:number]),
        done=facts["step"] if here else 0,
        plan=plan,
        graph=run.graph,
        placed=placed,
        later=run.later,
        best=None if phase.best is None else Best(phase.best, phase.stop_early),
        traces=tuple(tracers.values()),
        trace_at=loop.trace_iterations(plan.steps) if tracers else frozenset(),
        interruption=run.interruption,
        validated=QUICK_ROWS if run.options.quick else None,
    )
    placing: Future[Any] | None = run.pool.submit(getattr, placed, "on_device") if placed.resident else None
    state, compiled = loop.begin(training, run.weights, run.statistics)
    run.weights = run.statistics = None  # the state owns them now: its memory is reused at each step
    log = History(run.history_file, phase.name, run.progress, training.best)
    if "tensorboard" in run.options.log:
        log.listeners = [logged(run, training)]
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
            "surroundings": {**environment.surroundings(), **environment.versions()},
            "traces": [[*place, rows] for place, rows in run.traces.items()],
        }

    if placing:
        placing.result()
    run.progress.begin(phase.name, plan.epochs, plan.steps, training.done)
    began = time.perf_counter()

    def first_step_done() -> None:
        run.seconds.setdefault("first_step", round(time.perf_counter() - began, 3))
        run.checkpoints.prepare()
        run.later.submit(import_late)

    try:
        outcome = loop.run(training, state, compiled, log, run.checkpoints, about, first_step_done)
    except NotFinite as fault:
        raise diagnosed(run, training, compiled, fault) from fault
    run.weights, run.statistics = outcome.models["weights"], outcome.models["statistics"]
    if outcome.interrupted:
        epoch = f"epoch {outcome.epoch:g} of {plan.epochs:,}"
        run.partial = f"interrupted in phase `{phase.name}` after step {outcome.step:,} of {plan.steps:,} ({epoch})"
    elif training.best is not None:
        run.progress.note(loop.ending(training, outcome))


def diagnosed(run: Run, training: loop.Training, compiled: Compiling, fault: NotFinite) -> RunError:
    """A value that is not finite, explained from the last checkpoint, which stays, or from the first weights."""
    from runtime.train.nan_report import explained

    run.progress.note(f"{fault.message}: the steps since the last good state are taken again to find out why")
    run.checkpoints.wait()
    saved = run.checkpoints.latest()
    _, weights, statistics = initialised(run.program, lambda name: run.data[name].dataset.types)
    here = saved is not None and saved.facts["phase"] == training.number
    if saved is not None:
        models = restored(saved, {"weights": weights, "statistics": statistics})
        weights, statistics = models["weights"], models["statistics"]
    training = replace(training, done=saved.facts["step"] if saved is not None and here else 0)
    state, _ = loop.begin(training, weights, statistics)
    if saved is not None and here:
        import jax

        state = dict(jax.device_put(restored(saved, state)))
    found = explained(training, state, compiled, fault)
    last = "nothing was saved yet"
    if saved is not None:
        phase = run.experiment.phases[saved.facts["phase"]].name
        last = f"the last good state is kept: step {saved.facts['step']:,} of phase `{phase}`"
    return RunError(found.message, place=found.place, help=found.help, notes=(*found.notes, last))


def logged(run: Run, training: loop.Training) -> Callable[[history.Line], None]:
    """What writes the lines of a phase's history as TensorBoard's events."""
    if run.tensorboard is None:
        run.tensorboard = TensorBoard(run.folder, training.before + training.done + 1 if run.saved else 0)
    log, titles = run.tensorboard, [objective.title for objective in training.phase.objectives]
    return lambda line: log.line(line, training.before, titles)


def import_late() -> None:
    """Import what the end of the run needs, a second's work, while the device trains."""
    for name in LATE_IMPORTS:
        importlib.import_module(name)


def plan_of(run: Run, phase: Phase) -> batches.Plan:
    """The batches of a phase under the run's options."""
    examples = len(run.data[phase.data].dataset.splits.get(phase.on, ()))
    epochs = run.options.epochs or phase.epochs
    most_steps = QUICK_STEPS if run.options.quick else None
    return batches.plan(
        examples,
        phase.batch,
        epochs,
        phase.seed,
        most_steps=most_steps,
        name=phase.name,
        accumulate=phase.accumulate,
        look_every=phase.validate_every,
        each_epoch=phase.stop_early is not None,
    )


def tracers_of(run: Run, phase: Phase) -> dict[tuple[int, int], Tracer]:
    """What follows the first training example for each `show trace` about the phase's data."""
    found = {}
    for place, evaluator in enumerate(run.evaluators):
        if evaluator.evaluation.data == phase.data:
            row = evaluator.placed.dataset.splits[phase.on][:1]
            for item_place, item in enumerate(evaluator.evaluation.items):
                if (item.namespace, item.word) == ("show", "trace"):
                    found[place, item_place] = Tracer(evaluator, item_place, row, [])
    return found
