"""From a function's graph of values to its statements."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from compiler import ir
from compiler.emit import rules
from compiler.emit.locations import at_of, place_of
from compiler.emit.slots import COPY, Draft, name_slots
from compiler.ir.needs import is_batched
from compiler.python.printer import text
from compiler.python.statements import Note, Return, Statement
from compiler.python.target import (
    Expr,
    Items,
    Literal,
    Mapping,
    Name,
    Operator,
    Prefix,
    Range,
    Subscript,
    call,
    computed,
    expr,
    name,
)
from compiler.python.trees import names
from compiler.types import Tensor, Type
from compiler.types.dimensions import Size

LONGEST = 88
"""Expressions are taken apart beyond this length: with its comment, a line then stays below the limit."""

WHOLE = name("...")
ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "**", "@"})


class Scene(Protocol):
    """How the surroundings of a function's values are spelled."""

    @property
    def numpy(self) -> str: ...

    @property
    def half(self) -> bool:
        """Whether values may come in bfloat16: losses are then computed in f32."""
        ...

    @property
    def rngs(self) -> Expr:
        """What random numbers are drawn from."""
        ...

    @property
    def training(self) -> Expr:
        """Whether a layer that no model keeps behaves as in training."""
        ...

    @property
    def padded(self) -> bool:
        """Whether the examples of a ragged value are padded to one length: their own lengths are then at hand."""
        ...

    def column(self, value: ir.Column) -> Expr: ...

    def weight(self, value: ir.Parameter) -> Expr: ...

    def layer(self, layer: ir.Layer) -> Expr: ...

    def invoked(self, value: ir.Invoke) -> Expr:
        """The function that is called; for a stack, the list of its copies."""
        ...

    def length(self, size: Size) -> Expr:
        """The lengths of a batch's examples, int32 [batch], along a ragged axis of this size."""
        ...

    def extra(self, value: ir.Invoke) -> dict[str, Expr]:
        """What is passed to it besides its inputs."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value to compute; under a name of its own if it has one, with the batch axis always if `batched`.

    `type` is what the spec states it to be, where that says more than what is known of it.
    """

    value: ir.Value
    name: str | None = None
    batched: bool = False
    type: Type | None = None


class Body:
    """The statements that compute some values.

    Operators, reductions and the like that are used once are nested into one expression while that stays short; layers,
    piped steps and what the spec names stand on lines of their own; what is used twice is computed once.
    `keys` names the fitted words, by identity.
    """

    def __init__(
        self,
        scene: Scene,
        inputs: Iterable[tuple[ir.Input, str]] = (),
        keys: dict[int, str] | None = None,
        reserved: Iterable[str] = (),
    ):
        self.scene = scene
        self.inputs = {id(entry): parameter for entry, parameter in inputs}
        self.reserved = tuple(reserved)
        self.keys = keys or {}
        self.drafts: list[Draft] = []
        self.expressions: dict[int, Expr] = {}
        self.batched: dict[int, bool] = {}
        self.uses: Counter[int] = Counter()
        self.hints: dict[int, str] = {}
        self.types: dict[int, Type] = {}
        self.alone: set[int] = set()

    def compute(self, wanted: Sequence[Wanted], first: Sequence[ir.Value] = ()) -> tuple[Expr, ...]:
        """Draft the statements; `first` are values to compute before all others, in their order."""
        roots = [*first, *(item.value for item in wanted)]
        order = list(ir.walk(*roots))
        for node in order:
            self.uses.update(id(operand) for operand in ir.operands(node))
        self.uses.update(id(item.value) for item in wanted)
        self.hints = {id(item.value): item.name for item in wanted if item.name}
        self.types = {id(item.value): item.type for item in wanted if item.type is not None}
        self.alone = {id(value) for value in first}
        for node in order:
            is_batched(node, self.batched)
            self._draft(node)
        return tuple(self._result(item) for item in wanted)

    def statements(self, results: Sequence[Expr]) -> tuple[list[Statement], tuple[Expr, ...]]:
        """The drafts as statements, and the results."""
        return name_slots(self.drafts, results, self.inputs.values(), self.reserved)

    def returning(self, result: Expr, note: Note) -> list[Statement]:
        """The statements of a function of one result.  What is computed last is returned as it is."""
        last = self.drafts[-1] if self.drafts else None
        drafts = self.drafts
        if last is not None and result == name(last.slot) and last.hint is None and last.loop is None:
            drafts, result, note = drafts[:-1], last.value, last.note
        statements, (value,) = name_slots(drafts, (result,), self.inputs.values(), self.reserved)
        return [*statements, Return(value, note)]

    # --- one value ---

    def _draft(self, node: ir.Value) -> None:
        if isinstance(node, ir.Invoke) and isinstance(node.member, ir.Stack) and not _is_scanned(node.member):
            self._loop(node)
            return
        operands = ir.operands(node)
        value = self._expression(node)
        for operand in operands:
            # An operand that the word's emission repeats is computed before, on a line of its own.
            if self._is_nested(operand) and self._repeats(node, operand):
                self._assign(operand)
                value = self._expression(node)
        while len(text(value)) > LONGEST and (longest := self._longest(operands)) is not None:
            self._assign(longest)
            value = self._expression(node)
        self.expressions[id(node)] = value
        if self._stands_alone(node):
            self._assign(node)

    def _hint(self, node: ir.Value) -> str | None:
        written = node.name if isinstance(node, ir.Apply | ir.Invoke | ir.Pick) else None
        return self.hints.get(id(node), written)

    def _stands_alone(self, node: ir.Value) -> bool:
        match node:
            case _ if id(node) in self.alone:
                return True
            case ir.Apply(layer=layer, piped=piped):
                if isinstance(self.expressions[id(node)], Name):
                    return False
                return self._hint(node) is not None or layer is not None or piped or self.uses[id(node)] > 1
            case ir.Pack():
                return self.uses[id(node)] > 1
            case ir.Invoke():
                return True
            case _:
                return self._hint(node) is not None

    def _assign(self, node: ir.Value) -> None:
        slot = f"%{len(self.drafts)}"
        note = Note(str(self.types.get(id(node), node.type)), place_of(node.span))
        self.drafts.append(Draft(slot, self.expressions[id(node)], self._hint(node), note))
        self.expressions[id(node)] = name(slot)

    def _loop(self, node: ir.Invoke) -> None:
        """A stack: its copies one after another, each on what the one before gave."""
        start, *rest = (self._argument(value) for value in node.inputs)
        slot = f"%{len(self.drafts)}"
        method = f".{node.function.method}" if node.function.method else ""
        step = call(f"{COPY}{method}", name(slot), *rest, **self.scene.extra(node))
        note = Note(str(node.type), place_of(node.span))
        self.drafts.append(Draft(slot, step, self._hint(node), note, self.scene.invoked(node), start))
        self.expressions[id(node)] = name(slot)

    def _is_nested(self, operand: ir.Value) -> bool:
        return isinstance(operand, ir.Apply | ir.Pack) and not isinstance(self.expressions[id(operand)], Name | Literal)

    def _repeats(self, node: ir.Value, operand: ir.Value) -> bool:
        kept = self.expressions[id(operand)]
        self.expressions[id(operand)] = name("%")
        count = names(self._expression(node))["%"]
        self.expressions[id(operand)] = kept
        return count > 1

    def _longest(self, operands: Sequence[ir.Value]) -> ir.Value | None:
        nested = [operand for operand in operands if self._is_nested(operand)]
        return max(nested, key=lambda operand: len(text(self.expressions[id(operand)])), default=None)

    def _expression(self, node: ir.Value) -> Expr:
        match node:
            case ir.Input():
                return name(self.inputs[id(node)])
            case ir.Column():
                return self.scene.column(node)
            case ir.Constant(value=value, type=type):
                return expr(value) if not type.shape else call(f"{self.scene.numpy}.array", Literal(_listed(value)))
            case ir.Parameter():
                return self.scene.weight(node)
            case ir.Apply():
                return self._applied(node)
            case ir.Invoke(inputs=inputs, member=ir.Stack()):
                return call("repeat", self.scene.invoked(node), *map(self._argument, inputs), **self.scene.extra(node))
            case ir.Invoke(inputs=inputs):
                return call(self.scene.invoked(node), *map(self._argument, inputs), **self.scene.extra(node))
            case ir.Pack(fields=fields):
                return Mapping(tuple((key, self._argument(value)) for key, value in fields))
            case ir.Pick(value=value, field=field):
                return Subscript(self.expressions[id(value)], (Literal(field),))

    def _argument(self, value: ir.Value) -> Expr:
        """An input of a module's function, which has the batch axis always."""
        given = self.expressions[id(value)]
        if self.batched[id(value)] or not isinstance(value.type, Tensor):
            return given
        return call(
            f"{self.scene.numpy}.broadcast_to",
            given,
            Items((name("batch_size"), *map(expr, value.type.padded().shape or ()))),
        )

    def _applied(self, node: ir.Apply) -> Expr:
        layer = self.scene.layer(node.layer) if node.layer is not None else None
        types = [value.type for value in node.inputs if isinstance(value.type, Tensor)]
        batched = [self.batched[id(value)] for value in node.inputs]
        lengths = tuple(map(self.lengths, types))
        key = self.keys.get(id(node), "")
        left = self.lengths(node.type)
        at = at_of(node.word, types, node.type, batched, self.scene.numpy, layer, key, lengths=lengths, left=left)
        at = replace(at, rngs=self.scene.rngs, training=self.scene.training)
        several = node.word.aligned and len(node.inputs) > 1
        inputs = [self._lined_up(value, node) if several else self.expressions[id(value)] for value in node.inputs]
        if self.scene.half and node.word.role == "loss":
            pairs = zip(node.inputs, inputs, batched, strict=True)
            inputs = [_widened(value, given) if has_batch else given for value, given, has_batch in pairs]
        return bare_weights(node.word.apply(at, *inputs))

    def lengths(self, type: Tensor) -> tuple[tuple[int, Expr], ...]:
        """The ragged axes of a batched array, with the examples' lengths along each."""
        if not self.scene.padded:
            return ()
        axes = ((i, (type.shape or ())[i]) for i in type.ragged_axes())
        return tuple((i + 1, computed(dimension, self.scene.length)) for i, dimension in axes)

    def _lined_up(self, value: ir.Value, node: ir.Apply) -> Expr:
        """A batched operand of fewer axes than the result, with axes of size 1 between its batch axis and its own."""
        given = self.expressions[id(value)]
        own = value.type.rank if isinstance(value.type, Tensor) else None
        missing = (node.type.rank or 0) - (own or 0)
        if not self.batched[id(value)] or missing <= 0:
            return given
        return Subscript(given, (Range(None, None), *(Literal(None) for _ in range(missing))))

    def _result(self, item: Wanted) -> Expr:
        return self._argument(item.value) if item.batched else self.expressions[id(item.value)]


def _widened(value: ir.Value, given: Expr) -> Expr:
    real = isinstance(value.type, Tensor) and value.type.kind == "real"
    return call("jnp.float32", given) if real else given


def _is_scanned(stack: ir.Stack) -> bool:
    return rules.scans(stack.count, stack.module)


def _listed(value: object) -> object:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value


def bare_weights(tree: Expr) -> Expr:
    """`x * self.w` for `x * self.w[...]`: a weight beside an operator needs no unwrapping."""
    match tree:
        case Operator(symbol=symbol, left=left, right=right) if symbol in ARITHMETIC:
            return replace(tree, left=_bare(left), right=_bare(right))
        case Prefix(symbol="-", operand=operand):
            return replace(tree, operand=_bare(operand))
        case _:
            return tree


def _bare(operand: Expr) -> Expr:
    return operand.value if isinstance(operand, Subscript) and operand.items == (WHOLE,) else operand
