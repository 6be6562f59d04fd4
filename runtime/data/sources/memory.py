"""How much memory a source may take."""

from pathlib import Path

from compiler.schemas.errors import BadFile

SHARE = 0.5
"""The share of the free memory that the columns of a source may take: the rest is the training's."""
GROUP = Path("/sys/fs/cgroup")


def free() -> int:
    """The bytes that this process may still take: the machine's, or what its container has left."""
    import psutil

    available = int(psutil.virtual_memory().available)
    try:
        limit, used = (int((GROUP / name).read_text()) for name in ("memory.max", "memory.current"))
    except (OSError, ValueError):
        # No such limit.
        return available
    return min(available, limit - used)


def verify_room(wanted: int, what: str, place: str, help: str) -> None:
    """Raise `BadFile` where a column would take more than its share."""
    room = int(free() * SHARE)
    if wanted > room:
        reason = (
            f"{what} take {wanted / 1e9:,.1f} GB of memory, more than half of the {room / SHARE / 1e9:,.1f} GB free"
        )
        raise BadFile(reason, place=place, help=help)
