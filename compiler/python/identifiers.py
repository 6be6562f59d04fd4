"""Names in an emitted program: those of the spec where Python allows them, and short ones for what lies between."""

import builtins
import keyword
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import count

from compiler.vocabulary.helpers.general import helpers

LIBRARIES = frozenset({"functools", "jax", "jnp", "math", "ndtr", "ndtri", "nnx", "np", "optax"})
PROGRAM = frozenset({"Models", "descend", "main", "repeat", "stacked", "within"})
PARAMETERS = frozenset(
    {"self", "rngs", "training", "model", "models", "batch", "batch_size", "columns", "fit", "steps", "sizes"}
)
AMBIGUOUS = frozenset({"l", "O", "I"})
"""Names that look like digits; PEP 8 asks to avoid them."""
BUILTINS = frozenset(dir(builtins))

MODULE_ATTRIBUTES = frozenset(
    {"eval", "iter_children", "iter_modules", "perturb", "set_attributes", "sow", "train", "dtype", "rngs"}
)
"""The methods of nnx.Module, which a member's name would hide, and what a module keeps besides its members."""


def identifier(name: str, taken: Collection[str] = ()) -> str:
    """The spec's name as a Python identifier that hides nothing the program needs."""
    plain = re.sub(r"\W", "_", name, flags=re.ASCII) or "value"
    if plain[0].isdigit():
        plain = f"_{plain}"
    refused = (
        keyword.iskeyword(plain)
        or plain in BUILTINS | LIBRARIES | PROGRAM | PARAMETERS | AMBIGUOUS
        or plain in helpers()
    )
    return unique(f"{plain}_" if refused else plain, taken)


def unique(name: str, taken: Collection[str]) -> str:
    """The name itself, or with the first number from 2 on that makes it new."""
    if name not in taken:
        return name
    return next(numbered for i in count(2) if (numbered := f"{name}{i}") not in taken)


def attribute(name: str) -> str:
    """A member's name as an attribute of its class."""
    refused = keyword.iskeyword(name) or name in MODULE_ATTRIBUTES
    return f"{name}_" if refused else name


def class_name(name: str, taken: Iterable[str]) -> str:
    """A block's name in capitals: `conv_bn` is `ConvBn`; a model's stays."""
    words = name if name[:1].isupper() else "".join(part[:1].upper() + part[1:] for part in name.split("_"))
    return identifier(words, frozenset(taken))


def snake(name: str) -> str:
    """A model's name as a variable: `LeNet5` is `lenet5`, `RoadNet` is `road_net`."""
    plain = re.sub(r"(?<=[a-z0-9]{2})(?=[A-Z])", "_", name).lower()
    return f"{plain}_" if keyword.iskeyword(plain) else plain


def between() -> Iterator[str]:
    """The names of the values between two named ones: x, y, z, x4, x5, ..."""
    yield from ("x", "y", "z")
    for i in count(4):
        yield f"x{i}"
