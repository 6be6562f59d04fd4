"""What training phases tell besides their steps: the parts that they learn from, and what their measures go by."""

from collections.abc import Sequence

from compiler.ir import DataSet, Phase, ReportItem


def parts_of_training(data: DataSet, phases: Sequence[Phase]) -> tuple[str, ...]:
    """The parts of a data set that a phase learns from: they are in the training split too, as no other part is."""
    learned_from = {phase.on for phase in phases if phase.data.name == data.name} - {"test", "validation"}
    return tuple(name for name in data.parts if name in learned_from)


def measure_names(items: Sequence[ReportItem]) -> tuple[str, ...]:
    """What measures go by beside one another: their words, or as written where a word is used more than once."""
    words = [item.word.name for item in items]
    return tuple(item.title if words.count(item.word.name) > 1 else item.word.name for item in items)
