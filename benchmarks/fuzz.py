"""Random, mutated and generated texts through the compiler: it must answer each, quickly, and never raise.

    python -m benchmarks.fuzz --count 100000 --seed 0

Reports texts per second, what crashed it, what took more than a second, and how the memory grew.  A crash is written
to standard output with the text that caused it; the exit code is 1 if there was one.
"""

import argparse
import gc
import resource
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from posixpath import normpath

from benchmarks.fuzz_texts import Files, corpus, program
from compiler.emit import emit
from compiler.pipeline import compile_text
from dsl.format import format_tree
from dsl.parser import parse
from dsl.render import human
from dsl.spans import Source

SLOW = 1.0
LONGEST = 10.0


@dataclass
class Outcome:
    """What a run of texts came to."""

    texts: int = 0
    compiled: int = 0
    seconds: float = 0.0
    crashes: list[tuple[str, Files]] = field(default_factory=list)
    slow: list[tuple[float, Files]] = field(default_factory=list)
    memory_before: int = 0
    memory_after: int = 0

    def __str__(self) -> str:
        rate = self.texts / max(self.seconds, 1e-9)
        return (
            f"{self.texts:,} texts, {rate:,.0f} a second; {self.compiled:,} compiled; {len(self.crashes)} crashes, "
            f"{len(self.slow)} slower than {SLOW:g} s; memory {self.memory_before} MiB after 1,000 texts, "
            f"{self.memory_after} MiB now"
        )


def answer(text: str, files: Files | None = None) -> bool:
    """All that is done with a text short of running it: whether it compiles.  Raises what the compiler raises."""
    source = Source("top.dl", text)

    def read(path: str, importer: Source) -> Source:
        path = normpath(path)
        if "\0" in path or path not in (files or {}):
            raise ValueError("there is no such file")
        return Source(path, (files or {})[path])

    compiled = compile_text(source, read)
    human(compiled.diagnostics, color=False)
    if compiled.experiment is None:
        return False
    compile(emit(compiled.experiment).text.encode(), "fuzz.py", "exec")
    file, _ = parse(source)
    assert file is not None
    formatted = format_tree(file)
    again, _ = parse(Source("top.dl", formatted))
    assert again == file, "formatting changed the tree"
    assert format_tree(again) == formatted, "formatting twice changed the text"
    return True


class Hang(Exception):
    """A text took longer than any may."""


def _interrupted(*_: object) -> None:
    raise Hang(f"no answer in {LONGEST:g} s")


def run(most: int, seed: int, seconds: float, every: int = 0, first: int = 0) -> Outcome:
    """So many texts, or as many as the seconds allow; tells how far it is `every` so many."""
    outcome = Outcome()
    known = corpus()
    signal.signal(signal.SIGVTALRM, _interrupted)
    begin = time.perf_counter()
    for number in range(first, first + most):
        files = program(number, seed, known)
        start = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        try:
            outcome.compiled += answer(files["top.dl"], files)
        except Exception:
            outcome.crashes.append((traceback.format_exc(), files))
            print(f"CRASH {number}\n{outcome.crashes[-1][0]}{files!r}\n", flush=True)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = time.process_time() - start
        if took > SLOW:
            outcome.slow.append((took, files))
            print(f"SLOW {number}: {took:.1f} s\n{files!r}\n", flush=True)
        outcome.texts += 1
        outcome.seconds, outcome.memory_after = time.perf_counter() - begin, _memory()
        if outcome.texts == 1000:
            outcome.memory_before = _memory()
        if every and outcome.texts % every == 0:
            print(outcome, flush=True)
        if outcome.seconds > seconds:
            break
    return outcome


def _memory() -> int:
    """The largest memory so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=10_000, help="how many texts")
    parser.add_argument("--first", type=int, default=0, help="the number of the first one")
    parser.add_argument("--seed", type=int, default=0, help="the same texts for the same seed")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--every", type=int, default=0, help="say how far it is, every so many texts")
    options = parser.parse_args()
    gc.freeze()  # what is imported stays: it is not looked through again and again
    outcome = run(options.count, options.seed, options.seconds, options.every, options.first)
    print(outcome)
    return 1 if outcome.crashes else 0


if __name__ == "__main__":
    sys.exit(main())
