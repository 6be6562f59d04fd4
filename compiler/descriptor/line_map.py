"""Which lines of a program stand for which line of its spec: the map that stands beside it, `program.map.json`."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath

from compiler.descriptor.json import Misfit

Extent = tuple[int, int, int]
"""The first and the last line of a program that stand for a line of the spec, and that line; all count from 1."""


def map_beside(program: str | PurePath) -> str:
    """The name of the map of a program of this name: `program.map.json` of `program.py`."""
    return f"{PurePath(program).stem}.map.json"


def checksum_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class LineMap:
    """What the lines of a program stand for.

    Attributes:
        program: the SHA-256 of the program's text: of another text the map says nothing.
        specs: by the name of each file of the spec the stretches of the program that stand for its lines.  Where
            one lies within another, such as a statement in a function, it is the one that counts.
    """

    program: str
    specs: Mapping[str, tuple[Extent, ...]]

    def __post_init__(self) -> None:
        """Raises `Misfit`: a file's name leads elsewhere or cannot be shown, or a stretch is none."""
        for file, stretches in self.specs.items():
            if not file or not file.isprintable() or "/" in file or "\\" in file:
                raise Misfit("specs", "plain names of files")
            for i, (first, last, line) in enumerate(stretches):
                if not (1 <= first <= last and line >= 1):
                    raise Misfit(f"specs.{file}[{i}]", "lines in order, counted from 1")

    def fits(self, text: str) -> bool:
        """Whether it is the map of this text."""
        last = max((stretch[1] for stretches in self.specs.values() for stretch in stretches), default=0)
        return self.program == checksum_of(text) and last <= text.count("\n")

    def place(self, line: int) -> str | None:
        """What a line of the program stands for, "lenet.dl:11"; None for one that stands for nothing."""
        found = [
            (first, -last, f"{file}:{of}")
            for file, stretches in self.specs.items()
            for first, last, of in stretches
            if first <= line <= last
        ]
        return max(found)[2] if found else None

    def closest(self, line: int) -> str | None:
        """What a line of the program, or where it stands for nothing the closest above it, stands for."""
        return next((place for above in range(line, 0, -1) if (place := self.place(above))), None)
