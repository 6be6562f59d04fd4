"""A module applied again, to inputs of other shapes: its body is checked anew, on the weights that it has."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from typing import TypeVar

from compiler import ir
from compiler.problems import Problem, sharing
from compiler.problems.sharing import Uses
from compiler.types import Shape, Tensor, Type
from compiler.vocabulary.base import Word, same_setting
from dsl.diagnostics import Label
from dsl.immutable import mutable
from dsl.spans import Span

Kind = TypeVar("Kind", ir.Layer, ir.WeightSite, ir.Part, ir.Stack)


@mutable
class Retrace:
    """Finds, for each step of the body, the member that the first check made there.

    A step is known by its place in the text, and by how often that place was met before (in a `for`).
    """

    module: ir.Module
    uses: Uses
    met: set[int] = field(default_factory=set)
    _count: Counter[tuple[type, Span]] = field(default_factory=Counter)
    _known: dict[tuple[type, Span], list[ir.Member]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for member in self.module.members:
            self._known.setdefault((type(member), member.span), []).append(member)

    def member(self, kind: type[Kind], span: Span, name: str) -> Kind:
        """The member that belongs to this step.  Raises `Problem` where the first check made none."""
        key = kind, span
        found, count = self._known.get(key, []), self._count[key]
        self._count[key] += 1
        if count >= len(found):
            raise Problem(sharing.built_once(self.uses, name, span, self.uses.now))
        member = found[count]
        assert isinstance(member, kind)
        self.met.add(id(member))
        return member

    def reference(self, module: ir.Module, span: Span) -> ir.Reference:
        """The member by which another model's weights are used."""
        for member in self.module.members:
            if isinstance(member, ir.Reference) and member.module is module:
                self.met.add(id(member))
                return member
        raise Problem(sharing.built_once(self.uses, module.name, span, self.uses.now))

    def verify_layer(
        self, site: ir.Layer, word: Word, types: tuple[Tensor, ...], made: Span, chain: tuple[Label, ...]
    ) -> None:
        """Raise `Problem` where the layer that was built is not the one that is needed now."""
        if any(type.shape is None for type in (*types, *site.inputs)):
            return
        before = {**site.word.weight_shapes(site.inputs), **site.word.statistic_shapes(site.inputs)}
        now = {**word.weight_shapes(types), **word.statistic_shapes(types)}
        for key in dict.fromkeys((*before, *now)):
            if before.get(key) != now.get(key):
                what = f"`{key}` of `{word.name}`"
                sizes = _spell_shape(now.get(key)), _spell_shape(before.get(key))
                inputs, told = (list_types(types), list_types(site.inputs)), (self.uses.now, self.uses.before)
                where = Label(made, self.uses.both(*inputs)) if inputs != told else None
                raise Problem(sharing.weights_differ(self.uses, what, site.span, *sizes, where, chain))
        if not same_setting(word, site.word):
            raise Problem(sharing.settings_differ(self.uses, word.name, site.span, chain))

    def verify_weight(self, site: ir.WeightSite, type: Tensor, chain: tuple[Label, ...]) -> None:
        if site.type.shape != type.shape:
            what = f"the weight `{site.name}`"
            raise Problem(sharing.weights_differ(self.uses, what, site.span, str(type), str(site.type), None, chain))

    def verify_count(self, site: ir.Stack, count: int, chain: tuple[Label, ...]) -> None:
        if site.count != count:
            raise Problem(sharing.copies_differ(self.uses, site.span, count, site.count, chain))

    def verify_complete(self) -> None:
        """Raise `Problem` where the first check built something that this one does without."""
        for member in self.module.members:
            if id(member) not in self.met:
                raise Problem(sharing.built_once(self.uses, member.name, member.span, self.uses.before))


def list_types(types: Sequence[Type]) -> str:
    return ", ".join(map(str, types))


def _spell_shape(shape: Shape | None) -> str:
    return "not there" if shape is None else str(Tensor(shape))
