"""What a compiled spec is written as: the program, and what belongs beside it."""

from dataclasses import dataclass

from compiler.descriptor import PROGRAM, Experiment, beside
from compiler.descriptor.json import layout, to_json


@dataclass(frozen=True)
class ProgramFiles:
    """A program as text, and its descriptor."""

    text: str
    experiment: Experiment

    def by_name(self, program: str = PROGRAM) -> dict[str, str]:
        """The texts of all files by their names, where the program's own is `program`."""
        return {program: self.text, beside(program): layout(to_json(self.experiment)) + "\n"}
