"""Checkpoints: all that a run needs to go on to the same bits.

Orbax writes each one beside its name and renames it when it is whole, so a run killed at any moment leaves the last
complete ones.  What is saved is a flat mapping from a readable path ("weights/LeNet5/conv1/kernel") to an array: no
class of Flax or Optax is named in it, and nothing is pickled.  Orbax takes 0.6 s to import and 0.2 s to write a small
state, so both happen in a thread while training goes on.
"""

import json
import logging
import shutil
import sys
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from runtime.errors import RunError

SAVE_EVERY = 5.0  # seconds
LEAST_BETWEEN = 50  # times as long as the last one held up training: two percent of the time at most
KEPT = 2
OVERHEAD = 2**18  # bytes that a checkpoint takes beyond its arrays; asked for before, as the store fails noisily


@dataclass(frozen=True, slots=True)
class Saved:
    """Checkpoint `number`: `arrays` by path, `facts` (phase, step, traces, ...) as JSON.

    `passed_over` says which later ones were damaged.
    """

    number: int
    arrays: dict[str, np.ndarray]
    facts: dict[str, Any]
    passed_over: tuple[str, ...] = ()


Shapes = Mapping[str, tuple[int, ...]]
Choose = Callable[[Path, Shapes, Mapping[str, Any]], Collection[str]]
"""(folder, the shape of each array by its path, the facts) -> the paths of the arrays to be read."""


class Damaged(Exception):
    """A checkpoint that is not what was written; the text says what of it."""


def flatten(tree: Any) -> dict[str, Any]:
    """The arrays of a state by their paths; random keys stand as the numbers that make them up.

    Empty arrays, such as an optimizer keeps for weights that it treats otherwise, are left out: Orbax refuses them.
    """
    import jax

    return {path: jax.random.key_data(leaf) if is_key(leaf) else leaf for path, leaf in named(tree) if not empty(leaf)}


def named(tree: Any) -> Iterator[tuple[str, Any]]:
    """The leaves of a state by their paths."""
    import jax

    for path, leaf in jax.tree_util.tree_flatten_with_path(tree)[0]:
        yield path_of(path), leaf


def path_of(path: Any) -> str:
    """A leaf's path as it is written: `LeNet5/conv1/kernel`."""
    parts = [str(getattr(part, "key", getattr(part, "idx", getattr(part, "name", part)))) for part in path]
    return "/".join(parts[:-1] if parts[-1] == "value" else parts)


def empty(leaf: Any) -> bool:
    return 0 in np.shape(leaf)


def is_key(leaf: Any) -> bool:
    """Whether it is a key of JAX's random numbers, which no file can hold as it is."""
    import jax
    import jax.numpy as jnp

    return isinstance(leaf, jax.Array) and bool(jnp.issubdtype(leaf.dtype, jax.dtypes.prng_key))


def restore(tree: Any, arrays: Mapping[str, np.ndarray]) -> Any:
    """`tree`, which has the form wanted, with the arrays saved.

    Raises:
        RunError: the arrays are those of another model or optimizer.
    """
    import jax

    flat = flatten(tree)
    wanted = {path: np.shape(leaf) for path, leaf in flat.items()}
    found = {path: np.shape(array) for path, array in arrays.items()}
    if wanted != found:
        differing = sorted(path for path in wanted.keys() | found.keys() if wanted.get(path) != found.get(path))
        raise RunError(
            f"the checkpoint does not fit this program: `{differing[0]}` is {found.get(differing[0], 'missing')} there "
            f"and {wanted.get(differing[0], 'not wanted')} here",
            help="start a new run: give another --out, or leave --resume out",
        )
    restored = []
    for path, leaf in named(tree):
        if empty(leaf):
            restored.append(leaf)
        elif is_key(leaf):
            numbers: Any = arrays[path]
            restored.append(jax.random.wrap_key_data(numbers, impl=jax.random.key_impl(leaf)))
        else:
            restored.append(np.asarray(arrays[path]))
    return jax.tree.unflatten(jax.tree.structure(tree), restored)


def checksums(arrays: Mapping[str, np.ndarray], facts: Mapping[str, Any]) -> dict[str, int]:
    """CRC-32 of each array and of the facts: what a store hands back must be what it was given."""
    sums = {path: zlib.crc32(np.ascontiguousarray(array).tobytes()) for path, array in arrays.items()}
    return {**sums, "": zlib.crc32(json.dumps(facts, sort_keys=True).encode())}


def verified(arrays: Mapping[str, np.ndarray], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a checkpoint, if they and these of its arrays are as they were written.

    Raises:
        Damaged: they are not.
    """
    facts = {key: value for key, value in stored.items() if key != "checksums"}
    for path, found in checksums(arrays, facts).items():
        if found != stored["checksums"].get(path):
            raise Damaged(f"{f'`{path}`' if path else 'its facts'} changed on the disk")
    return facts


def read_newest(
    folder: Path,
    choose: Choose,
    say: Callable[[int, Exception], str],
    unreadable: Callable[[Exception], RunError],
) -> Saved | None:
    """The newest checkpoint that can be read; None where there is none.

    Args:
        choose: may raise `RunError` where the shapes are wrong, before memory is taken.
        say: what is said of a damaged one that is passed over.
        unreadable: what is raised where none can be read, by what is wrong with the newest.
    """
    entries = folder.iterdir() if folder.is_dir() else ()
    failed: Exception | None = None
    passed_over: list[str] = []
    for number in sorted((int(entry.name) for entry in entries if entry.name.isdigit()), reverse=True):
        try:
            arrays, facts = read_checkpoint(folder / str(number), choose)
            return Saved(number, arrays, facts, tuple(passed_over))
        except RunError:
            raise
        except Exception as error:  # a damaged one raises whatever its store does
            failed = failed or error
            passed_over.append(say(number, error))
    if failed is not None:
        raise unreadable(failed) from failed
    return None


def read_checkpoint(folder: Path, choose: Choose) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The chosen arrays of one checkpoint and its facts, as they were written."""
    import jax
    from orbax import checkpoint

    quieten()
    stored = dict(json.loads((folder / "facts" / "metadata").read_text(encoding="utf-8")))
    handler = checkpoint.PyTreeCheckpointHandler()
    found = handler.metadata((folder / "state").resolve())
    known = getattr(found, "tree", found)
    chosen = choose(folder, {path: tuple(array.shape) for path, array in known.items()}, stored)
    target = {path: jax.ShapeDtypeStruct(known[path].shape, known[path].dtype) for path in chosen}  # type: ignore[no-untyped-call]
    if not target:
        return {}, verified({}, stored)
    arguments = checkpoint.args.PyTreeRestore(
        item=target,
        restore_args={path: checkpoint.RestoreArgs(restore_type=np.ndarray) for path in target},
        partial_restore=True,
    )
    restored = handler.restore((folder / "state").resolve(), args=arguments)
    arrays = {path: np.asarray(array) for path, array in restored.items()}
    return arrays, verified(arrays, stored)


class Checkpoints:
    """The checkpoints in one folder, numbered by the steps done in the whole run; the last two are kept.

    Writing happens in a thread, so that training never waits for the disk; what goes wrong there is raised by the next
    `save`, by `wait` or by `close`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="checkpoints")
        self.manager: Any = None
        self.writing: list[Future[None]] = []
        self.last = time.perf_counter()
        self.every = SAVE_EVERY

    def prepare(self) -> None:
        """Import Orbax in the thread; the time to the first checkpoint runs from here."""
        self.last = time.perf_counter()
        self.thread.submit(self.open)

    def open(self) -> None:
        from orbax import checkpoint

        quieten()
        if self.manager is None:
            options = checkpoint.CheckpointManagerOptions(
                max_to_keep=KEPT, enable_async_checkpointing=False, cleanup_tmp_directories=True
            )
            self.manager = checkpoint.CheckpointManager(self.folder, options=options)

    def due(self) -> bool:
        """Whether the last checkpoint is old enough for another."""
        idle = all(writing.done() for writing in self.writing)
        return idle and time.perf_counter() - self.last > self.every

    def save(
        self,
        number: int,
        tree: Any,
        facts: Mapping[str, Any],
        verify: Callable[[Mapping[str, Any]], None] | None = None,
    ) -> None:
        """Write `tree` as checkpoint `number`; waits for the device, not for the disk.

        `verify` is given the arrays by path before they are written, and may raise what speaks against it.
        """
        import jax

        began = time.perf_counter()
        while self.writing and self.writing[0].done():
            self.writing.pop(0).result()
        # a copy: on a CPU the host sees the device's own memory, which the next step reuses
        arrays = {path: np.array(leaf) for path, leaf in jax.device_get(flatten(tree)).items()}
        if verify is not None:
            verify(arrays)
        self.last = time.perf_counter()
        self.every = max(SAVE_EVERY, LEAST_BETWEEN * (self.last - began))
        self.writing.append(self.thread.submit(self.write, number, arrays, dict(facts)))

    def write(self, number: int, arrays: dict[str, np.ndarray], facts: dict[str, Any]) -> None:
        self.open()
        from orbax import checkpoint

        if number in self.manager.all_steps():
            return
        if shutil.disk_usage(self.folder).free < sum(array.nbytes for array in arrays.values()) + OVERHEAD:
            raise self.unwritten(number, "the disk is full")
        try:
            self.manager.save(
                number,
                args=checkpoint.args.Composite(
                    state=checkpoint.args.StandardSave(arrays),
                    facts=checkpoint.args.JsonSave({**facts, "checksums": checksums(arrays, facts)}),
                ),
            )
        except Exception as error:  # Orbax and its stores raise ValueError, OSError, RuntimeError and their own
            raise self.unwritten(number, reason(error)) from error

    def unwritten(self, number: int, reason: str) -> RunError:
        return RunError(
            f"checkpoint {number:,} could not be written: {reason}",
            place=str(self.folder),
            help="make room, then continue with --resume from the checkpoint before",
        )

    def wait(self) -> None:
        """Until what has been saved is on disk."""
        while self.writing:
            self.writing.pop(0).result()

    def latest(self) -> Saved | None:
        """The last complete checkpoint that can be read; None when there is none.

        Raises:
            RunError: there are some, but none can be read.
        """

        def unreadable(error: Exception) -> RunError:
            help = "start a new run: leave --resume out and give another --out"
            return RunError(f"no checkpoint could be read: {error}", place=str(self.folder), help=help)

        def say(number: int, error: Exception) -> str:
            why = f" ({error})" if isinstance(error, Damaged) else ""
            return f"checkpoint {number:,} is damaged{why} and was passed over"

        saved = read_newest(self.folder, lambda folder, shapes, facts: shapes, say, unreadable)
        if saved is not None and saved.passed_over:  # a number can be written once only
            self.forget(saved.number)
        return saved

    def forget(self, after: int) -> None:
        """Remove the damaged checkpoints after number `after`."""
        for entry in self.folder.iterdir():
            if entry.name.isdigit() and int(entry.name) > after:
                shutil.rmtree(entry)
        if self.manager is not None:
            self.manager.reload()

    def close(self) -> None:
        try:
            self.wait()
        finally:
            self.thread.shutdown()
            if self.manager is not None:
                self.manager.close()


def quieten() -> None:
    """Keep to itself what the store says beside its errors.

    Where one array cannot be read, it gives up the others, and their callbacks then find their event loop closed.
    """
    logging.getLogger("absl").setLevel(logging.CRITICAL)
    before = sys.unraisablehook

    def told(found: Any) -> None:
        if not (isinstance(found.exc_value, RuntimeError) and "Event loop is closed" in str(found.exc_value)):
            before(found)

    if getattr(before, "__qualname__", "") != told.__qualname__:
        sys.unraisablehook = told


def reason(error: BaseException) -> str:
    """Why writing failed, in words: a store tells a full disk in a page of text."""
    text = str(error).strip()
    if "No space left" in text or "ENOSPC" in text:
        return "the disk is full"
    return text.splitlines()[0] if text else type(error).__name__
