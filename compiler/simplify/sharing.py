"""Values that are written twice become one, so that a program computes them once."""

from collections.abc import Hashable, Sequence

from compiler import ir
from compiler.ir.needs import draws
from compiler.ir.rewrite import Rewriter


def share_values(experiment: ir.Experiment) -> ir.Experiment:
    """Equal values of one scope become one value; random draws stay apart, for each is another."""
    return _Sharing().experiment(experiment)


class _Sharing(Rewriter):
    def __init__(self) -> None:
        super().__init__()
        self._known: dict[Hashable, ir.Value] = {}
        self._training = True

    def roots(self, values: Sequence[ir.Value]) -> list[ir.Value]:
        around, self._known = self._known, {}
        result = super().roots(values)
        self._known = around
        return result

    def _judged(self, items: tuple[ir.ReportItem, ...]) -> tuple[ir.ReportItem, ...]:
        self._training = False  # dropout does nothing here, so two runs of a model are one
        result = super()._judged(items)
        self._training = True
        return result

    def change(self, value: ir.Value) -> ir.Value:
        key = _key(value, self._training)
        self._kept.append(value)
        return value if key is None else self._known.setdefault(key, value)


def _key(value: ir.Value, training: bool) -> Hashable:
    """What equal values have in common; None for a value that equals no other."""
    match value:
        case ir.Column(data=data, name=name):
            return ("column", data, name)
        case ir.Constant(value=number, type=kind):
            return ("constant", repr(number), str(kind))
        case ir.Parameter(site=site, owner=owner):
            return ("weight", id(site), id(owner))
        case ir.Apply() | ir.Invoke() if draws(value, training):
            return None
        case ir.Apply(word=word, inputs=inputs, layer=layer):
            return ("apply", type(word), repr(word.config()), id(layer), tuple(map(id, inputs)))
        case ir.Invoke(function=function, inputs=inputs, member=member):
            return ("invoke", id(function), id(member), tuple(map(id, inputs)))
        case ir.Pick(value=whole, field=field):
            return ("pick", id(whole), field)
        case _:
            return None
