"""Kills runs at random moments and compares what they end with, bit for bit, with runs that were never killed.

    python benchmarks/kills.py [--kills 30] [--seed 0]

Three specs (a scanned network with dropout and batch norm, a convolutional one, two phases with early stopping, a
moving average and accumulated gradients) run in processes of their own.  Each run is killed by SIGKILL, resumed, and
killed again; at last it may end.  Its final checkpoint must hold the same bits, and its history the same lines, as
those of the undisturbed run.  Half of the kills come after a random part of the time that a whole run takes, from the
start of the process on; the others while a checkpoint is written, a random moment after its unfinished folder appears.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
DATA = """data digits = sklearn("digits") {
  image: [8, 8, 1] = images / 16
  digit: class[10] = target
  split validation = 10%, test = 20%
}
"""
SPECS = {
    "dense": DATA
    + """model Net(image: [8, 8, 1]) -> [10] {
  image -> flatten -> dense(64) -> batch_norm -> relu -> dropout(0.2) -> dense(10)
}
train(epochs = 120, batch = 32) { minimize cross_entropy(Net(image), digit) using adam(cosine(2e-3)) }
evaluate { classification(Net(image), digit) }
""",
    "convolution": DATA
    + """model Net(image: [8, 8, 1]) -> [10] {
  image -> conv(16, kernel = 3) -> relu -> conv(32, kernel = 3) -> relu -> max_pool(2) -> flatten -> dense(10)
}
train(epochs = 20, batch = 32) { minimize cross_entropy(Net(image), digit) using sgd(0.05, momentum = 0.9) }
evaluate { classification(Net(image), digit) }
""",
    "phases": DATA
    + """model Encoder = flatten -> dense(32) -> tanh -> dense(8)
model Decoder = dense(32) -> tanh -> dense(64) -> reshape([8, 8, 1])
model Head = dense(10)
train pretrain(epochs = 60, batch = 16, accumulate = 2, ema = 0.99) {
  minimize mse(Decoder(Encoder(image)), image) using adam(2e-3)
}
train tune(epochs = 90, batch = 32, stop_early = 12, best = accuracy) {
  minimize cross_entropy(Head(Encoder(image)), digit) using adamw(1e-3)
  accuracy(Head(Encoder(image)), digit)
}
evaluate { classification(Head(Encoder(image)), digit) }
""",
}
BEFORE, WRITING, BETWEEN = "before the first checkpoint", "while one was written", "between two"
RUN = """
import sys
from runtime import checkpoint
checkpoint.SAVE_EVERY = 0.0  # as often as the share of the time that checkpoints may take allows
from runtime.cli import main
main(sys.argv[1:], prog_name="dlc")
"""


def start(spec: Path, folder: Path, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", RUN, "run", str(spec), "--out", str(folder), *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "JAX_PLATFORMS": "cpu"}
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def unfinished(folder: Path) -> bool:
    """Whether a checkpoint is being written: Orbax gives its folder another name until it is whole."""
    try:
        return any("tmp" in entry.name for entry in (folder / "checkpoints").iterdir())
    except FileNotFoundError:
        return False


def kill_writing(process: "subprocess.Popen[str]", folder: Path, draw: random.Random) -> bool:
    """Kill the run while it writes one of its checkpoints, any of the first few; whether one was being written."""
    for _ in range(draw.randint(1, 4)):
        while unfinished(folder) and process.poll() is None:  # the one before, or what an earlier kill has left
            time.sleep(0.0005)
        while not unfinished(folder) and process.poll() is None:
            time.sleep(0.0005)
    time.sleep(draw.uniform(0, 0.1))
    writing = unfinished(folder)
    process.kill()
    return writing


def whole(process: "subprocess.Popen[str]") -> None:
    _, err = process.communicate()
    if process.returncode:
        sys.exit(f"a run that should have ended well ended with {process.returncode}:\n{err}")


def result(folder: Path) -> tuple[dict[str, np.ndarray], list[dict[str, Any]]]:
    """The final weights, and the history without its times."""
    from runtime.run_folder.checkpoint import Checkpoints

    checkpoints = Checkpoints(folder / "checkpoints")
    latest = checkpoints.latest()
    checkpoints.close()
    assert latest is not None
    lines = [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
    return latest.arrays, [{key: line[key] for key in line if "second" not in key} for line in lines]


def main(kills: int, seed: int) -> None:
    draw, done, stages = random.Random(seed), 0, {BEFORE: 0, WRITING: 0, BETWEEN: 0}
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_CACHE_HOME"] = place  # steps compiled by one process are found by the next
        for number, (name, text) in enumerate(SPECS.items()):
            share = kills // len(SPECS) + (number < kills % len(SPECS))
            spec = Path(place) / f"{name}.dl"
            spec.write_text(text)
            whole(start(spec, Path(place) / f"{name}-first"))  # fills the cache of compiled steps
            began = time.perf_counter()
            whole(start(spec, Path(place) / name))
            seconds = time.perf_counter() - began
            wanted, lines = result(Path(place) / name)
            left, round = share, 0
            while left:
                round += 1
                folder = Path(place) / f"{name}-{round}"
                for _ in range(min(left, draw.randint(1, 4))):
                    process = start(spec, folder, *(["--resume"] if (folder / "program.py").exists() else []))
                    if draw.random() < 0.5:
                        writing = kill_writing(process, folder, draw)
                    else:
                        time.sleep(draw.uniform(0.2, 0.95) * seconds)
                        writing = unfinished(folder)
                        process.kill()
                    process.communicate()
                    if process.returncode != -signal.SIGKILL:
                        continue  # it had ended before
                    left, done = left - 1, done + 1
                    whole_ones = [entry for entry in folder.glob("checkpoints/*") if entry.name.isdigit()]
                    stages[WRITING if writing else BETWEEN if whole_ones else BEFORE] += 1
                whole(start(spec, folder, *(["--resume"] if (folder / "program.py").exists() else [])))
                found, told = result(folder)
                same = found.keys() == wanted.keys() and all(np.array_equal(found[key], wanted[key]) for key in wanted)
                if not same or told != lines:
                    sys.exit(f"{name}, round {round}: {'the history' if same else 'a weight'} differs")
                print(f"{name}: round {round}, {done} kills so far, the same bits", flush=True)
    print(f"{done} kills ({', '.join(f'{count} {what}' for what, count in stages.items())}): all the same bits")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    main(asked.kills, asked.seed)
