"""Modules under construction."""

from collections import Counter
from dataclasses import field

from compiler import ir
from compiler.infer.retrace import Retrace
from compiler.problems import Problem, structure
from compiler.types import Tensor
from compiler.vocabulary.base import Word
from dsl.immutable import mutable
from dsl.spans import Span


@mutable
class ModuleBuilder:
    """A module that grows while its functions are checked.

    `kind` is "model", "block", "copy", or "free" for `data`, `train` and `evaluate`, which own no weights.
    With `retrace` the module is there already, and its body is checked for other shapes: nothing is added to it.
    """

    name: str
    kind: str
    title: str
    span: Span
    config: tuple[tuple[str, object], ...] = ()
    members: list[ir.Member] = field(default_factory=list)
    functions: list[ir.Function] = field(default_factory=list)
    retrace: Retrace | None = None
    _count: Counter[str] = field(default_factory=Counter)
    _names: set[str] = field(default_factory=set)

    def attribute(self, base: str, numbered: bool) -> str:
        """A name for a member that no other has: `dense1`, `dense2`; as it is for what `let` named."""
        self._count[base] += 1
        name = f"{base}{self._count[base]}" if numbered else base
        while name in self._names:
            self._count[base] += 1
            name = f"{base}{self._count[base]}"
        self._names.add(name)
        return name

    def add(self, member: ir.Member) -> ir.Member:
        self.members.append(member)
        return member

    def holds(self, word: Word) -> bool:
        """Whether a layer lasts here: outside of models, one without weights is made where it is applied."""
        return word.weighty or self.kind != "free"

    def layer(self, word: Word, inputs: tuple[Tensor, ...], span: Span, name: str | None) -> ir.Layer:
        if self.kind == "free":
            raise Problem(structure.weights_outside(span, word.name))
        if self.retrace is not None:
            return self.retrace.member(ir.Layer, span, word.name)
        site = ir.Layer(self.attribute(name or word.name, name is None), word, inputs, span)
        self.members.append(site)
        return site

    def finish(self) -> ir.Module:
        return ir.Module(
            self.name, self.kind, self.title, tuple(self.members), tuple(self.functions), self.span, self.config
        )
