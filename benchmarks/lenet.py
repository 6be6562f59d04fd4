"""LeNet against hand-written Flax, in turn: time from process start to the first step, and steps per second.

    python benchmarks/lenet.py --peers ../shared/bench [--rounds 5] [--steps 300]

Both sides train on the same kind of random data in memory, 100 batches of 128.  Each round runs the peer, then dlc
with an empty compilation cache, then dlc with a full one, each as a process of its own.  The ratios of a round are
printed, and their medians; what else the machine did is the `other` column (cores).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

START = time.perf_counter()
HERE = Path(__file__).parent
BATCHES, BATCH = 100, 128


def ours(steps: int) -> dict[str, float]:
    """One process of dlc: check, emit, import the program, initialise, and step."""
    from compiler.emit import emit
    from runtime import program as programs
    from runtime.device import device
    from runtime.spec.files import compile_file

    experiment = compile_file(HERE / "peer_lenet.dl").experiment
    assert experiment is not None
    program = programs.load(emit(experiment), HERE / "program.py")
    import jax
    import numpy as np

    device.keep_compiled_steps()
    generator = np.random.default_rng(0)
    (phase,) = program.experiment.phases
    graph, weights, rest = program[program.experiment.initialise](0)
    optimizer = program[phase.optimizers[0].function](steps)
    state = jax.device_put(
        {
            "weights": weights,
            "statistics": rest,
            "optimizers": (jax.jit(optimizer.init)(weights),),
            "step": np.int32(0),
        }
    )
    data = jax.device_put(
        {
            "image": generator.standard_normal((BATCHES * BATCH, 28, 28, 1), dtype=np.float32),
            "digit": generator.integers(0, 10, BATCHES * BATCH).astype(np.int32),
        }
    )
    rows = [np.arange(i * BATCH, (i + 1) * BATCH, dtype=np.int32)[None] for i in range(BATCHES)]
    step = program[phase.steps](graph, [optimizer])
    state, loss = step(state, data, rows[0])
    jax.block_until_ready((state, loss))
    first = time.perf_counter() - START
    for i in range(3):
        state, loss = step(state, data, rows[i])
    jax.block_until_ready(state)
    began = time.perf_counter()
    for i in range(steps):
        state, loss = step(state, data, rows[i % BATCHES])
    jax.block_until_ready(state)
    return {"first_step_s": first, "steps_per_s": steps / (time.perf_counter() - began)}


def peer(folder: Path, steps: int) -> list[str]:
    return [sys.executable, str(folder / "peers.py"), "--framework", "flax", "--task", "lenet", "--steps", str(steps)]


def measured(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """A process's one line of JSON, with its wall time and the cores that other processes used meanwhile."""
    before, began = _busy(), time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    wall, used = time.perf_counter() - began, os.times()
    result = json.loads(done.stdout.strip().splitlines()[-1])
    own = used.children_user + used.children_system - measured.spent  # type: ignore[attr-defined]
    measured.spent += own  # type: ignore[attr-defined]
    return {**result, "other": max(0.0, (_busy() - before - own) / wall)}


measured.spent = 0.0  # type: ignore[attr-defined]


def _busy() -> float:
    """Seconds that all cores together have been busy."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(fields[:3]) + sum(fields[5:7])) / os.sysconf("SC_CLK_TCK")


def compare(peers: Path, rounds: int, steps: int) -> None:
    base = {**os.environ, "JAX_PLATFORMS": "cpu"}
    here = [sys.executable, __file__, "--ours", "--steps", str(steps)]
    table: list[dict[str, float]] = []
    print("round  flax first  dlc cold  dlc warm   flax steps/s  dlc steps/s  other cores")
    with tempfile.TemporaryDirectory() as cache:
        warm = {**base, "XDG_CACHE_HOME": cache, "PYTHONPATH": str(HERE.parent)}
        subprocess.run(here, env=warm, capture_output=True, check=True)
        measured.spent = os.times().children_user + os.times().children_system  # type: ignore[attr-defined]
        for number in range(rounds):
            flax = measured(peer(peers, steps), base)
            with tempfile.TemporaryDirectory() as empty:
                cold = measured(here, {**warm, "XDG_CACHE_HOME": empty})
            kept = measured(here, warm)
            first = flax["import_s"] + flax["init_s"] + flax["compile_or_first_step_s"]
            others = " ".join(f"{run['other']:.2f}" for run in (flax, cold, kept))
            print(
                f"{number + 1:5}  {first:10.2f}  {cold['first_step_s']:8.2f}  {kept['first_step_s']:8.2f}   "
                f"{flax['steps_per_s']:12.1f}  {kept['steps_per_s']:11.1f}  {others}",
                flush=True,
            )
            table.append(
                {
                    "first step, empty cache, dlc / flax": cold["first_step_s"] / first,
                    "first step, full cache, dlc / flax": kept["first_step_s"] / first,
                    "steps per second, dlc / flax": kept["steps_per_s"] / flax["steps_per_s"],
                }
            )
    for what in table[0]:
        ratios = [row[what] for row in table]
        print(f"{what}: median {statistics.median(ratios):.2f} (of {min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, default=HERE.parent.parent / "shared" / "bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--ours", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.ours:
        print(json.dumps(ours(asked.steps)))
    else:
        compare(asked.peers, asked.rounds, asked.steps)
