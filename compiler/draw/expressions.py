"""Formulas: plain arithmetic, written as calls, becomes one node that reads `x * w + b`.

A value is part of its user's formula where it has one user, no weights and no name of its own.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from compiler.draw import labels
from compiler.ir import Apply, Constant, Function, Input, Invoke, Parameter, Pick, Value, operands, walk
from compiler.vocabulary.base import Word

LONGEST = 44
PLACE = "·"
"""Stands in a formula for a value that has no name."""

STRENGTH = {
    "or": 1, "and": 2, "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "@": 6, "**": 8,
}  # fmt: skip
PREFIX_STRENGTH = {"not": 3, "-": 7}
CALL = 10


@dataclass(frozen=True, slots=True)
class Formula:
    """`sources` are the values that the text speaks of and that have nodes of their own, in order.

    `alone` is what to write where all of them are arrows into the node: the operator or the word, without operands.
    """

    text: str
    strength: int
    sources: tuple[Value, ...]
    alone: str = ""


def formulas(function: Function) -> dict[int, Formula]:
    """The formula of each plain operation that has a node of its own, by the value's identity."""
    values = tuple(walk(function.result))
    uses = Counter(id(operand) for value in values for operand in operands(value))
    uses[id(function.result)] += 1
    texts: dict[int, Formula] = {}

    def hidden(value: Value) -> bool:
        """Whether a value appears only inside its user's formula."""
        own = texts.get(id(value))
        unnamed = isinstance(value, Apply) and value.name is None and uses[id(value)] == 1
        return unnamed and own is not None and len(own.text) <= LONGEST

    plain = [value for value in values if isinstance(value, Apply) and value.layer is None and not value.piped]
    for value in plain:
        texts[id(value)] = _formula(value, texts, hidden)
    users = {id(operand): value for value in values for operand in operands(value)}
    result: dict[int, Formula] = {}
    for value in reversed(plain):
        user = users.get(id(value))
        shown = user is None or id(user) not in texts or not hidden(value) or _stands_alone(user, result)
        if not shown:
            continue
        if value.word.role == "activation":
            result[id(value)] = Formula(value.word.name, CALL, value.inputs, labels.caption(value.word))
        else:
            result[id(value)] = texts[id(value)]
    return result


def _stands_alone(user: Value, result: dict[int, Formula]) -> bool:
    """Whether a user is an activation with a node of its own, before which its formula ends."""
    return isinstance(user, Apply) and user.word.role == "activation" and id(user) in result


def _formula(value: Apply, texts: dict[int, Formula], hidden: Callable[[Value], bool]) -> Formula:
    """A value's formula, with those of its operands that are hidden in it."""
    word = value.word
    parts: list[tuple[str, int]] = []
    sources: list[Value] = []
    for operand in value.inputs:
        if hidden(operand):
            inner = texts[id(operand)]
            parts.append((inner.text, inner.strength))
            sources.extend(inner.sources)
        else:
            parts.append((mention(operand), CALL))
            if not isinstance(operand, Constant):
                sources.append(operand)
    written = (isinstance(operand, Constant | Parameter) or hidden(operand) for operand in value.inputs)
    arrows = bool(parts) and not any(written)
    symbol = word.symbol or ""
    if symbol in STRENGTH and len(parts) == 2:
        strength = STRENGTH[symbol]
        text = f"{_bracketed(parts[0], strength)} {symbol} {_bracketed(parts[1], strength + 1)}"
        return Formula(text, strength, tuple(sources), symbol if arrows else "")
    if symbol in PREFIX_STRENGTH and len(parts) == 1:
        strength = PREFIX_STRENGTH[symbol]
        space = " " if symbol.isalpha() else ""
        return Formula(symbol + space + _bracketed(parts[0], strength), strength, tuple(sources))
    alone = labels.caption(word, *(operand.type for operand in value.inputs)) if arrows else ""
    return Formula(_call(word, [text for text, _ in parts]), CALL, tuple(sources), alone)


def _call(word: Word, arguments: list[str]) -> str:
    """`sum(x, axis = -1)`, or how the word is spelled."""
    if (spelled := word.spelled(arguments)) is not None:
        return spelled
    config = [
        labels.constant(item) if word.arguments[key].required else f"{key} = {labels.argument_text(item)}"
        for key, item in word.given().items()
    ]
    return f"{word.name}({', '.join([*arguments, *config])})"


def mention(value: Value) -> str:
    """How a formula speaks of a value that has a node."""
    match value:
        case Constant(value=number):
            return labels.constant(number)
        case Parameter(site=site, owner=owner):
            return site.name if owner is None else f"{owner.name}.{site.name}"
        case Input(name=name):
            return name
        case Apply(name=name) | Invoke(name=name) | Pick(name=name) if name is not None:
            return name
        case Pick(field=field):
            return field
    return PLACE


def _bracketed(part: tuple[str, int], strength: int) -> str:
    text, own = part
    return text if own >= strength else f"({text})"
