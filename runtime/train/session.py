"""What the stages of a run share."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compiler.descriptor import Experiment
from runtime.device.placement import Placed
from runtime.evaluate.evaluator import Evaluator, Tracer
from runtime.program import Program
from runtime.run_folder import history
from runtime.run_folder.checkpoint import Checkpoints, Saved
from runtime.run_folder.folder import Options
from runtime.train.interrupt import Interruption
from runtime.train.progress import Progress
from runtime.train.tensorboard import TensorBoard


@dataclass
class Run:
    """What the stages share.

    `pool` loads data, `later` does in its order what is needed soon but not yet (compiling, importing).
    `weights` and `statistics` are those of the last stage; `tracers` by (evaluation, item); `saved` is the checkpoint
    that the run goes on from.  `experiment` is the program's descriptor, with what only the data tell once they are
    known.  `partial` says where the user interrupted it.
    """

    program: Program
    folder: Path
    options: Options
    progress: Progress
    pool: ThreadPoolExecutor
    later: ThreadPoolExecutor
    checkpoints: Checkpoints
    interruption: Interruption
    graph: Any = None
    weights: Any = None
    statistics: Any = None
    data: dict[str, Placed] = field(default_factory=dict)
    evaluators: list[Evaluator] = field(default_factory=list)
    tracers: dict[tuple[int, int], Tracer] = field(default_factory=dict)
    traces: dict[tuple[int, int], list[dict[str, Any]]] = field(default_factory=dict)
    saved: Saved | None = None
    partial: str | None = None
    tensorboard: TensorBoard | None = None
    notes: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    experiment: Experiment = field(init=False)

    def __post_init__(self) -> None:
        self.experiment = self.program.experiment

    @property
    def history_file(self) -> Path:
        return self.folder / history.NAME

    @property
    def fingerprints(self) -> dict[str, str]:
        return {name: placed.dataset.fingerprint for name, placed in self.data.items()}

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - began, 3)
