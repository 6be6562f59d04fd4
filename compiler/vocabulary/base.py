"""What a word of the language declares.  A subclass of `Word` with a docstring registers itself.

A declaration holds all that is known of a word: its arguments, the tensors it takes, its shape rule
(`axes`, or `infer`), its weights, how it is emitted, its place in the diagram, its examples.
Checker, summary, emitter, diagram, manual and editor read it; no pass knows a word by name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeAlias

from compiler.python.target import Expr, call
from compiler.types import Dimension, Formula, Kind, Meaning, Shape, Tensor, size
from compiler.vocabulary.arguments import REQUIRED as REQUIRED
from compiler.vocabulary.arguments import Argument as Argument
from compiler.vocabulary.arguments import Doubt as Doubt
from compiler.vocabulary.arguments import Misfit as Misfit
from compiler.vocabulary.arguments import arg as arg
from compiler.vocabulary.at import At as At
from compiler.vocabulary.axes import match_axes
from compiler.vocabulary.examples import Example as Example
from compiler.vocabulary.examples import bad as bad
from compiler.vocabulary.examples import ok as ok
from compiler.vocabulary.examples import use as use
from compiler.vocabulary.inverse import Undone
from compiler.vocabulary.registry import Words
from compiler.vocabulary.schema import Finder as Finder
from compiler.vocabulary.schema import Schema as Schema

NAMESPACES = ("value", "measure", "show", "source", "optimizer", "schedule", "initializer", "section", "range")
WORDS: "dict[str, Words[str, type[Word]]]" = {namespace: Words(namespace) for namespace in NAMESPACES}
OPERATORS: "Words[tuple[str, int], type[Word]]" = Words("operator")
"""The words that operators stand for, by sign and number of operands."""


EACH, MASKED, REFUSED = "each", "masked", "refused"
"""What a word does along a ragged axis."""


class Word(Undone):
    """A word of the language.  An instance is the word with its compile-time arguments set.

    Class attributes: `name`; `namespace`, where it may stand; `chapter` of the manual; `inputs`, the
    tensors it takes, by name (one ending in `*` takes any number); `axes`, the shape rule
    ("... n -> ... width": names bind axes, `...` any number of them; on the right a name is a bound axis
    or an argument, `rule(h)` a method called with the axis's size, `rule(...)` with all of theirs);
    `takes`, the kinds accepted, for each input; `gives`, the result's kind; `meaning`, the result's meaning;
    `weights` and `statistics`, by name, the axes of each array (`?flag` at the end: there only where that
    argument is true); `helpers`, the functions of `compiler.vocabulary.helpers.general` that its emission may call;
    `standalone`, of a source, feature or measure, the function of `compiler.standalone` that does
    what the runtime does for the word, in a program of its own, with the arguments that this function takes;
    `role`, which sets the diagram's shape and colour; `modal`, whether training and inference differ;
    `random`, whether it draws random numbers; `differentiable`, whether gradients pass; `mixes`, whether an
    example's value depends on the others of its batch; `by_element`, what `elementwise` says, `linked_to`, what `link`
    does, `everywhere`, what `along` says of every axis; `computes`, whether it does more than move values;
    `aligned`, whether inputs are broadcast against one another;
    `commutes`, whether the order of its two inputs is all one; `stable`, the forms that end in this word and are
    computed otherwise, without overflow or loss of digits: "log(softmax(x)) = log_softmax(x)";
    `idempotent`, whether twice does no more than once; `rounds`, whether it leaves fractions out; `bounds`, the least
    and largest value that it gives, where not every number can be; `ids`, the argument that says how many ids there
    are, for a word whose first input is ids; `open_arguments`, whether arguments of any further name are taken (they
    are in `extra`); `formula` (plain text) and `source` for the manual; `examples`; `instead`, what else to write where
    it does not work along a ragged axis.
    """

    name: ClassVar[str]
    namespace: ClassVar[str] = "value"
    chapter: ClassVar[str] = ""
    inputs: ClassVar[tuple[str, ...]] = ()
    axes: ClassVar[str] = "... -> ..."
    takes: ClassVar[tuple[tuple[str, ...], ...]] = ()
    gives: ClassVar[Kind | None] = "real"
    meaning: ClassVar[Meaning] = "value"
    weights: ClassVar[Mapping[str, str]] = {}
    statistics: ClassVar[Mapping[str, str]] = {}
    role: ClassVar[str] = "operation"
    modal: ClassVar[bool] = False
    random: ClassVar[bool] = False
    differentiable: ClassVar[bool] = True
    mixes: ClassVar[bool] = False
    by_element: ClassVar[bool] = False
    computes: ClassVar[bool] = True
    everywhere: ClassVar[str] = ""
    linked_to: ClassVar[str] = ""
    commutes: ClassVar[bool] = False
    stable: ClassVar[tuple[str, ...]] = ()
    aligned: ClassVar[bool] = False
    idempotent: ClassVar[bool] = False
    rounds: ClassVar[bool] = False
    bounds: ClassVar[tuple[float, float] | None] = None
    ids: ClassVar[str | None] = None
    symbol: ClassVar[str | None] = None
    helpers: ClassVar[tuple[str, ...]] = ()
    standalone: ClassVar[str] = ""
    formula: ClassVar[str] = ""
    source: ClassVar[str] = ""
    examples: ClassVar[tuple[Example, ...]] = ()
    instead: ClassVar[str] = ""
    arguments: ClassVar[Mapping[str, Argument]] = {}
    open_arguments: ClassVar[bool] = False

    def __init_subclass__(cls, abstract: bool = False, **keywords: Any):
        super().__init_subclass__(**keywords)
        own = {
            key: replace(value, type=cls.__annotations__[key])
            for key, value in vars(cls).items()
            if isinstance(value, Argument)
        }
        found = {**{key: value for key, value in cls.arguments.items() if key not in own}, **own}
        cls.arguments = dict(sorted(found.items(), key=lambda item: not item[1].required))
        if abstract:
            return
        if "name" not in vars(cls):
            cls.name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()
        WORDS[cls.namespace].add(cls.name, cls)
        if cls.symbol:
            OPERATORS.add((cls.symbol, len(cls.inputs)), cls)

    def __init__(self, **config: "ArgumentValue"):
        self.extra = {key: value for key, value in config.items() if key not in self.arguments}
        if self.extra and not self.open_arguments:
            raise TypeError(f"{self.name} has no argument {', '.join(sorted(self.extra))}")
        for key, argument in self.arguments.items():
            setattr(self, key, config.get(key, argument.default))

    def config(self) -> dict[str, Any]:
        """Every argument's value, those of `extra` after the declared ones."""
        return {**{key: getattr(self, key) for key in self.arguments}, **self.extra}

    def given(self) -> dict[str, Any]:
        """The arguments that differ from their defaults."""
        return {
            key: getattr(self, key)
            for key, argument in self.arguments.items()
            if getattr(self, key) != argument.default
        }

    def verify(self) -> None:
        """Raise `Misfit` where the arguments do not fit one another; each alone has been checked."""

    # --- types ---

    def infer(self, *inputs: Tensor) -> Tensor:
        """The result's type.  By default from `takes`, `axes`, `gives` and `meaning`; raises `Misfit`."""
        self.verify_kinds(inputs)
        if any(tensor.shape is None for tensor in inputs):
            return Tensor(None, self.gives or inputs[0].kind, self.meaning)
        bound = self.bind(inputs)
        kind = self.gives or inputs[0].kind
        return Tensor(self.result_shape(bound), kind, self.meaning)

    def verify_kinds(self, inputs: Sequence[Tensor]) -> None:
        for i, tensor in enumerate(inputs):
            takes = self.takes[min(i, len(self.takes) - 1)] if self.takes else ("real", "int", "bool")
            if tensor.kind not in takes:
                reason = f"{self.symbol or self.name} takes {' or '.join(takes)} values, but here is {tensor}"
                raise Misfit(reason, what="kind", input=i)

    def bind(self, inputs: Sequence[Tensor]) -> dict[str, Any]:
        """The sizes of the axes that the left side of `axes` names; `...` is bound to a tuple."""
        bound: dict[str, Any] = {}
        rules = [rule.split() for rule in self.axes.split("->")[0].split(",")]
        for i, tensor in enumerate(inputs):
            match_axes(rules[min(i, len(rules) - 1)], tensor, i, self.name, bound)
        return bound

    def result_shape(self, bound: Mapping[str, Any]) -> Shape:
        return self._sizes(self.axes.split("->")[1].split(), bound)

    def _sizes(self, tokens: Sequence[str], bound: Mapping[str, Any]) -> Shape:
        """The sizes that the tokens of a rule's right side stand for."""
        sizes: list[Dimension] = []
        for token in tokens:
            rule = re.fullmatch(r"(\w+)\((\w+|\.\.\.)\)", token)
            if rule:
                value = getattr(self, rule[1])(bound[rule[2]], rule[2])
            else:
                value = int(token) if token.isdigit() else bound[token] if token in bound else getattr(self, token)
            sizes.extend(value if isinstance(value, tuple) else (value,))
        return tuple(sizes)

    def weight_shapes(self, inputs: Sequence[Tensor]) -> dict[str, Shape]:
        """The shape of each trainable array; `statistic_shapes` those of the running statistics."""
        return self._array_shapes(self.weights, inputs)

    def statistic_shapes(self, inputs: Sequence[Tensor]) -> dict[str, Shape]:
        return self._array_shapes(self.statistics, inputs)

    def _array_shapes(self, rules: Mapping[str, str], inputs: Sequence[Tensor]) -> dict[str, Shape]:
        bound = self.bind(inputs) if rules else {}
        shapes: dict[str, Shape] = {}
        for key, rule in rules.items():
            tokens = rule.split()
            if all(getattr(self, token[1:]) for token in tokens if token.startswith("?")):
                shapes[key] = self._sizes([token for token in tokens if not token.startswith("?")], bound)
        return shapes

    def array_path(self, key: str) -> tuple[Any, ...]:
        """Where an array of `weights` or `statistics` is in the layer that `build` makes."""
        return (key,)

    def array_start(self, key: str) -> "float | Word":
        """Where an array starts, a number or an initializer: as in Flax's layer, but for what the arguments say."""
        return 0.0

    @property
    def stateful(self) -> bool:
        """Whether the word is built once (`build`) and then applied: it has weights, statistics or random keys."""
        return type(self).build is not Word.build

    @property
    def weighty(self) -> bool:
        """Whether it has arrays that training changes: weights or running statistics."""
        return bool(self.weights or self.statistics)

    def linear(self) -> bool:
        """Whether the word is a learned linear map, two of which in a row compute no more than one."""
        return False

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        """What the word does along a ragged axis of an input, where examples differ in length and padding follows.

        `EACH`: every place is computed by itself, or from those before it alone; `MASKED`: its emission keeps padding
        out, by `at.where` or `at.only`; `REFUSED`: it does not work there.  Where what the result holds in its padding
        might be in no example, the emission fills it up again, by `at.filled`.
        """
        if self.everywhere or self.elementwise():
            return self.everywhere or EACH
        left, right = self.axes.split("->")
        rules = [rule.split() for rule in left.split(",")]
        rule = rules[min(input, len(rules) - 1)]
        # What `...` carries along beside axes that are named is the same computation at every place.
        if "..." not in rule or "..." not in right.split() or not any(len(other) > 1 for other in rules):
            return REFUSED
        before = rule.index("...")
        after = len(rule) - before - 1
        return EACH if before <= axis < len(inputs[input].shape or ()) - after else REFUSED

    def spelled(self, inputs: Sequence[str]) -> str | None:
        """How it is written in a spec, its inputs written so; None where that is a call."""
        return None

    def elementwise(self) -> bool:
        """Whether elements are computed one by one, so that a further axis in front is only carried along."""
        return self.by_element

    def doubt(self, inputs: Sequence[Tensor]) -> Doubt | None:
        """What is allowed with inputs of these types, but hardly ever meant."""
        return None

    def grows(self, input: int, values: Sequence[float | None]) -> int:
        """Whether the result grows (1) or falls (-1) with an input; 0 where that depends.  `values` are constants."""
        return 0

    def link(self) -> str:
        """What pairs an activation with the losses that take its input in a stable form: `softmax`, `sigmoid`."""
        return self.linked_to

    def lacking(self, inputs: Sequence[Tensor]) -> str | None:
        """How the word stands here that its `standalone` function does not do: "of probabilities"; None: it does."""
        return None

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """Floating-point operations for one example; by default one for each element of the result."""
        return size(result.shape or ()) if self.computes else 0

    # --- emission ---

    def build(self, at: At) -> Expr:
        """The constructor of a word with weights: `nnx.Linear(784, 10, rngs=rngs)`."""
        raise TypeError(f"{self.name} is not built")

    def apply(self, at: At, *inputs: Expr) -> Expr:
        """The word applied to batched arrays.  A word with weights is called, `self.dense1(x)`."""
        assert at.layer is not None, f"{self.name} declares no emission"
        return call(at.layer, *inputs)

    def emit(self, at: At) -> Expr:
        """A word that is no tensor operation (optimizer, schedule, initializer) as an expression."""
        raise TypeError(f"{self.name} is no value of its own")


ArgumentValue: TypeAlias = bool | int | float | str | Formula | Word | tuple["ArgumentValue", ...] | None
"""What an argument can be once it is evaluated."""


def lookup(name: str, *namespaces: str) -> type[Word] | None:
    """The word of a name in the first namespace that has it."""
    return next((WORDS[space][name] for space in namespaces if name in WORDS[space]), None)


def same_setting(one: ArgumentValue, other: ArgumentValue) -> bool:
    """Whether two arguments are the same; words are where they have the same arguments."""
    if isinstance(one, Word) and isinstance(other, Word):
        mine, yours = one.config(), other.config()
        return (
            type(one) is type(other)
            and mine.keys() == yours.keys()
            and all(same_setting(value, yours[key]) for key, value in mine.items())
        )
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same_setting, one, other))
    return bool(one == other)
