"""How long the checker takes for 20,000 lines of one kind, for what is far too large, and for a process.

    python -m benchmarks.checking

Seconds are of processor time, in this process except for the last line.
"""

import gc
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.fuzz_texts import doubled
from compiler.pipeline import compile_text
from dsl.parser import LARGEST
from dsl.render import human
from dsl.spans import Source

ROOT = Path(__file__).resolve().parent.parent
LINES = 20_000
REPEATS = 15
IRIS = 'data iris = sklearn("iris")\nmodel N(x: [4]) -> [3] { x -> dense(3) }\n'


def lines(line: str, before: str = "", after: str = "", count: int = LINES) -> str:
    return before + "".join(line.replace("#", str(i)) for i in range(count)) + after


TEXTS = {
    "`let`": lines("let a# = #\n"),
    "models": lines("model N#(x: [4]) { x -> dense(3) }\n"),
    "functions of a model": lines("  def f#(x: [4]) = x -> dense(3)\n", "model N {\n", "}\n"),
    "`let` in a model": lines("  let a# = x -> dense(3)\n", "model N(x: [4]) {\n", "x }\n"),
    "fields": lines("  f#: [4] = features\n", 'data iris = sklearn("iris") {\n', "}\n"),
    "data sets": lines('data d# = sklearn("iris")\n'),
    "measures": lines("  accuracy(N(features), target)\n", IRIS + "evaluate {\n", "}\n"),
    "`minimize`, unknown names": lines("  minimize mse(x, y) using sgd(0.1)\n", "train(epochs = 1) {\n", "}\n"),
    "models, unknown names": lines("model N#(x: [4]) { x -> dens(#) }\n"),
    "calls of unknown names": lines("let a# = f#(3)\n"),
    "wrong shapes": lines("model N#(x: [4]) { x -> conv(3, kernel = 3) }\n"),
    "wrong fields": lines("  f#: [5] = features\n", 'data iris = sklearn("iris") {\n', "}\n"),
    "imports of nothing": lines('import "#.dl"\n'),
    "syntax errors": lines("let = #\n"),
}
EXTREMES = {
    "60 blocks, each of the one before twice": doubled(60),
    "1 MB of comment": "# " + "a" * (LARGEST - 3) + "\n",
    "a file of 5 MB": "let a = 1\n" * 500_000,
    "a list of 10,000": "let a = [" + "1, " * 10_000 + "1]",
    "5,000 brackets": "let a = " + "(" * 5_000,
}


def seconds(text: str) -> float:
    start = time.process_time()
    human(compile_text(Source("x.dl", text)).diagnostics)
    return time.process_time() - start


def process() -> float:
    """The least processor time of `dlc check specs/lenet.dl`, bytecode compiled."""
    took = []
    for _ in range(REPEATS + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "dlc", "check", "specs/lenet.dl"], cwd=ROOT, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(took[1:])


def main() -> None:
    seconds("let a = 1")
    gc.freeze()
    for title, texts in (("20,000 lines", TEXTS), ("extremes", EXTREMES)):
        print(title)
        for name, text in texts.items():
            print(f"  {name:42} {len(text):>9,} characters {seconds(text):6.2f} s", flush=True)
    print(f"dlc check specs/lenet.dl, least of {REPEATS}: {process():.3f} s")


if __name__ == "__main__":
    main()
