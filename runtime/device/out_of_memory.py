"""Memory that runs out: what was asked for, and what to do about it."""

import re
from collections.abc import Sequence

from compiler.descriptor import Phase

SIGNS = ("RESOURCE_EXHAUSTED", "Out of memory", "out of memory", "std::bad_alloc")
SMALLER = (
    "make the batch smaller: with half the `batch`, `accumulate = 2` takes the same steps; or make the model smaller"
)


def exhaustion(error: BaseException) -> str | None:
    """What ran out of memory, and what for, in a sentence; None where the error is another."""
    text = str(error)
    if isinstance(error, MemoryError):
        # NumPy says what for: "Unable to allocate 1.49 GiB for an array with shape (20000, 20000) and ..."
        wanted = re.search(r"allocate (\S+ \S+) for an array with shape (\(.*?\))", text)
        told = f": {wanted[1]} for an array of {wanted[2]} were not there" if wanted else ""
        return f"the machine ran out of memory{told}"
    if not any(sign in text for sign in SIGNS):
        return None
    wanted = re.search(r"allocat\w+ (?:about )?([\d.,]+) ?(bytes|[KMGT]i?B)?", text)
    told = f": {amount(wanted[1], wanted[2])} more were not there" if wanted else ""
    return f"the device ran out of memory{told}"


def amount(number: str, unit: str | None) -> str:
    """Bytes in words."""
    if unit not in (None, "bytes"):
        return f"{number} {unit}"
    size, names = float(number.replace(",", "")), ["bytes", "KiB", "MiB", "GiB"]
    while size >= 1024 and len(names) > 1:
        size, names = size / 1024, names[1:]
    return f"{size:.3g} {names[0]}"


def remedy(phases: Sequence[Phase]) -> str:
    """What to try in an experiment with these phases: half of the largest batch, which takes the same steps."""
    largest = max(phases, key=lambda phase: phase.batch, default=None)
    if largest is None or largest.batch < 2:
        return "make the model smaller, or end what else uses memory"
    batch, times = largest.batch // 2, 2 * largest.accumulate
    return (
        f"end what else uses memory; or make the batch smaller: `batch = {batch}, accumulate = {times}` in "
        f"`{largest.name}` takes the same steps, in a new run; or make the model smaller"
    )
