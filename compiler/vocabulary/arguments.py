"""The compile-time arguments of words: their types, ranges and defaults."""

from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from compiler.types.dimensions import Formula
from dsl.immutable import immutable

REQUIRED: Any = type("Required", (), {"__repr__": lambda self: "REQUIRED"})()


@immutable
class Doubt:
    """What is allowed, but hardly ever meant: the name of the warning that says so, and its sentence and remedy.

    `at_start` doubts are said only of what comes straight from the data.
    """

    warning: str
    reason: str
    help: str
    at_start: bool = False


class Misfit(Exception):
    """A word that does not fit what it is given.

    `what` is "shape", "kind", "meaning" or "value"; `input` the index of the tensor at fault, if one is;
    `argument` the name of the compile-time argument at fault, if one is.
    """

    def __init__(
        self,
        reason: str,
        *,
        what: str = "shape",
        input: int | None = None,
        argument: str | None = None,
        help: str | None = None,
    ):
        super().__init__(reason)
        self.reason, self.what, self.input, self.argument, self.help = reason, what, input, argument, help


@immutable
class Argument:
    """A compile-time argument of a word; with `bare`, names in a list that nothing binds are texts: `[age, sex]`."""

    doc: str
    default: Any
    type: Any = None
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None
    choices: tuple[str, ...] | None = None
    bare: bool = False
    usual: tuple[float, float] | None = None
    hint: str = ""

    @property
    def required(self) -> bool:
        return self.default is REQUIRED

    @property
    def takes_text(self) -> bool:
        """Whether it is a text, which a bare name stands for where no value is meant: `on = validation`."""
        return self.type is not Any and accepts(self.type, "")

    def refuse(self, value: object) -> str | None:
        """Why a value cannot be this argument, as the end of "... must be"; None where it can."""
        if self.choices is not None and isinstance(value, str):
            return None if value in self.choices else f"one of {', '.join(self.choices)}"
        if not accepts(self.type, value):
            return describe(self.type, self.choices)
        numbers = value if isinstance(value, tuple) else (value,)
        for number in numbers:
            if isinstance(number, bool) or not isinstance(number, int | float):
                continue
            if self.at_least is not None and not number >= self.at_least:
                return f"at least {self.at_least:g}"
            if self.above is not None and not number > self.above:
                return f"above {self.above:g}"
            if self.at_most is not None and not number <= self.at_most:
                return f"at most {self.at_most:g}"
            if self.below is not None and not number < self.below:
                return f"below {self.below:g}"
        return None

    def unusual(self, value: object) -> str | None:
        """What a number that can be, but is hardly ever meant, mostly is; None where it is usual."""
        if self.usual is None or isinstance(value, bool) or not isinstance(value, int | float):
            return None
        low, high = self.usual
        if value < low:
            return f"at least {low:g}"
        return f"at most {high:g}" if value > high else None


def arg(
    doc: str,
    default: Any = REQUIRED,
    *,
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
    below: float | None = None,
    choices: tuple[str, ...] | None = None,
    bare: bool = False,
    usual: tuple[float, float] | None = None,
    hint: str = "",
) -> Any:
    """Declare an argument; its annotation is its type.

    Beyond the `usual` range a number is doubted, and `hint` says what may have been meant.
    """
    return Argument(doc, default, None, at_least, above, at_most, below, choices, bare, usual, hint)


def accepts(annotation: Any, value: object) -> bool:
    """Whether a compile-time value has an argument's type; a whole number is a number too, a size a whole number."""
    origin = get_origin(annotation)
    if origin in (UnionType, Union):
        return any(accepts(option, value) for option in get_args(annotation))
    if origin is tuple:
        item = get_args(annotation)[0]
        return isinstance(value, tuple) and all(accepts(item, entry) for entry in value)
    if annotation is Any:
        return True
    if annotation in (None, NoneType):
        return value is None
    if annotation is float:
        return isinstance(value, int | float | Formula) and not isinstance(value, bool)
    if annotation is int:
        return isinstance(value, int | Formula) and not isinstance(value, bool)
    return isinstance(value, annotation)


def a(noun: str) -> str:
    """A noun with its article."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def describe(annotation: Any, choices: tuple[str, ...] | None = None) -> str:
    """An argument's type in words."""
    origin = get_origin(annotation)
    if origin in (UnionType, Union):
        return " or ".join(describe(option, choices) for option in get_args(annotation) if option is not NoneType)
    if origin is tuple:
        return "a list of " + {int: "whole numbers", float: "numbers", str: "texts"}.get(
            get_args(annotation)[0], "values"
        )
    if annotation is str and choices:
        return "one of " + ", ".join(choices)
    plain = {int: "a whole number", float: "a number", bool: "true or false", str: "a text", Any: "any value"}
    return plain.get(annotation) or a(annotation.__name__.lower())
