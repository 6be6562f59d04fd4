"""What a compiled spec is written as: the program, and what belongs beside it."""

from dataclasses import dataclass, replace

from compiler.descriptor import PROGRAM, Experiment, beside
from compiler.descriptor.json import layout, to_json
from compiler.descriptor.line_map import LineMap, map_beside


@dataclass(frozen=True)
class ProgramFiles:
    """A program as text, its descriptor, and what its lines stand for: None where nobody knows it."""

    text: str
    experiment: Experiment
    lines: LineMap | None = None

    def by_name(self, program: str = PROGRAM) -> dict[str, str]:
        """The texts of all files by their names, where the program's own is `program`."""
        records = {beside(program): self.experiment, map_beside(program): self.lines}
        written = {name: layout(to_json(record)) + "\n" for name, record in records.items() if record is not None}
        return {program: self.text, **written}

    def without_lines(self) -> "ProgramFiles":
        """What is run, wherever the spec says it."""
        return replace(self, lines=None)
