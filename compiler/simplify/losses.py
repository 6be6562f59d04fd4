"""Losses and logarithms of probabilities become those of what the probabilities were made from, which are stable."""

from dataclasses import replace

from compiler import ir
from compiler.ir.rewrite import Rewriter
from compiler.simplify.patterns import View, rewritten
from compiler.types import Tensor


def stabilise_losses(experiment: ir.Experiment) -> ir.Experiment:
    """`cross_entropy(softmax(x), y)` becomes `cross_entropy(x, y)`; a model ending so gets a function `logits`.

    So do the forms that words declare as `stable`: `log(softmax(x))` becomes `log_softmax(x)`.
    The textbook's form takes the logarithm of a probability that may have been rounded to 0; the other never does.
    """
    return _Stable(_wanted(experiment)).experiment(experiment)


def _roots(experiment: ir.Experiment) -> list[ir.Value]:
    losses = [objective.loss for phase in experiment.phases for objective in phase.objectives]
    items = [item for evaluation in experiment.evaluations for item in evaluation.items]
    return [*losses, *(value for item in items for value in item.inputs)]


def _wanted(experiment: ir.Experiment) -> dict[int, str]:
    """The functions, by identity, whose logits are wanted, each with the name that these shall have."""
    names: dict[int, str] = {}
    for value in ir.walk(*_roots(experiment)):
        called: list[ir.Invoke] = []

        def viewed(operand: ir.Value, called: list[ir.Invoke] = called) -> ir.Value:
            if not isinstance(operand, ir.Invoke) or not _ends_linked(operand.function):
                return operand
            called.append(operand)
            return operand.function.result

        made = _stable(value, viewed)
        if made is value:
            continue
        used = {id(node) for node in ir.walk(made)}
        for call in called:
            module, function = call.module, call.function
            if isinstance(function.result, ir.Apply) and id(function.result.inputs[0]) in used:
                name = "logits" if function.name == "__call__" else f"{function.name}_logits"
                taken = {item.name for item in (*module.functions, *module.members)}
                names[id(function)] = f"{name}_" if name in taken else name
    return names


def _ends_linked(function: ir.Function) -> bool:
    result = function.result
    return isinstance(result, ir.Apply) and result.word.role != "loss" and bool(result.word.link())


def _stable(value: ir.Value, view: View) -> ir.Value:
    """The stable form of a value; the value itself where it has none."""
    if not isinstance(value, ir.Apply) or value.word.role != "loss" or not value.inputs:
        return rewritten(value, view)
    prediction, *others = value.inputs
    before = _undone(value, view(prediction))
    return value if before is None else replace(value, inputs=(before, *others))


def _undone(loss: ir.Apply, prediction: ir.Value) -> ir.Value | None:
    """What the loss can take instead of a prediction, which was made from it; None where there is no such thing."""
    link = loss.word.link()
    if not link or not isinstance(prediction, ir.Apply) or prediction.word.link() != link:
        return None
    before = prediction.inputs[0]
    return before if isinstance(before.type, Tensor) and before.type.kind == "real" else None


class _Stable(Rewriter):
    def __init__(self, wanted: dict[int, str]) -> None:
        super().__init__()
        self._wanted = wanted
        self._logits: dict[int, ir.Function] = {}

    def change(self, value: ir.Value) -> ir.Value:
        return _stable(value, self._viewed)

    def _viewed(self, value: ir.Value) -> ir.Value:
        """A call of a function that has logits, as what the function's last step makes of them."""
        if not isinstance(value, ir.Invoke) or id(value.function) not in self._logits:
            return value
        logits, result = self._logits[id(value.function)], value.function.result
        assert isinstance(result, ir.Apply)
        return replace(result, inputs=(replace(value, function=logits, type=logits.result.type),))

    def function(self, function: ir.Function) -> ir.Function:
        """A function with logits of its own is computed from them."""
        if id(function) in self._wanted and id(function) not in self._functions:
            plain = super().function(function)
            result = plain.result
            assert isinstance(result, ir.Apply)
            logits = ir.Function(self._wanted[id(function)], plain.inputs, result.inputs[0], plain.span)
            type = logits.result.type
            assert isinstance(type, Tensor)
            stub = ir.Module(logits.name, "model", "", (), (logits,), plain.span)
            call = ir.Invoke(stub, logits, plain.inputs, replace(type, meaning="logits"), logits.result.span)
            changed = replace(plain, result=replace(result, inputs=(call,), piped=False))
            self._functions[id(function)] = changed
            self._logits[id(changed)] = logits
            self._kept.append(changed)
        return super().function(function)

    def module(self, module: ir.Module) -> ir.Module:
        known = id(module) in self._modules
        changed = super().module(module)
        if not known and any(id(function) in self._logits for function in changed.functions):
            functions: list[ir.Function] = []
            for function in changed.functions:
                logits = self._logits.get(id(function))
                functions += [function] if logits is None else [logits, function]
            self._modules[id(module)] = replace(changed, functions=tuple(functions))
        return self._modules[id(module)]
