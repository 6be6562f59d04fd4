"""What a picture says of a word, a type, a number: short, and the same everywhere."""

import re

from compiler.types import Dimension, Record, Tensor, Type
from compiler.vocabulary.base import Word

EXTENTS = frozenset({"kernel", "size", "window"})
"""Arguments with one number for each spatial axis, of which a single number stands for all."""
QUIET = frozenset({"bias", "padding", "epsilon", "momentum"})
"""Arguments that a diagram is easier to read without; a tooltip has them."""
LONGEST = 40
BREAK = "\v"
"""A new line within a label."""


def constant(value: object) -> str:
    """A compile-time value as it is written."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return f"{value:.6g}"
        case str():
            return f'"{value}"'
        case None:
            return "none"
        case tuple():
            inside = ", ".join(map(constant, value[:4])) + (", ..." if len(value) > 4 else "")
            return f"[{inside}]"
        case Word():
            return word_text(value)
    return str(value)


def word_text(word: Word) -> str:
    """A word with its arguments, as in the text: `sgd(0.1, momentum = 0.9)`."""
    parts = getattr(word, "parts", None)
    if isinstance(parts, tuple) and all(isinstance(part, Word) for part in parts):
        return " -> ".join(word_text(part) for part in parts)
    given = word.given()
    items = [
        constant(value) if word.arguments[key].required else f"{key} = {argument_text(value)}"
        for key, value in given.items()
    ]
    return f"{word.name}({', '.join(items)})" if items else word.name


def argument_text(value: object) -> str:
    """A compile-time value after its argument's name; a choice among words is written without quotes."""
    return value if isinstance(value, str) and value.isidentifier() else constant(value)


def extent(value: object, axes: int) -> str:
    """A kernel's or window's size: "5 x 5"."""
    sizes = value if isinstance(value, tuple) else (value,) * max(axes, 1)
    return " × ".join(map(str, sizes))


def caption(word: Word, *inputs: Type) -> str:
    """A word with its main arguments: `conv 6, 5 x 5`."""
    first = inputs[0] if inputs else None
    axes = (first.rank or 0) - 1 if isinstance(first, Tensor) else 0
    given, shown = word.given(), []
    for key, argument in word.arguments.items():
        value = getattr(word, key)
        if key in EXTENTS and isinstance(value, int | tuple):
            shown.append(extent(value, axes))
        elif argument.required:
            shown.append(constant(value))
        elif key in given and key not in QUIET and value is not None:
            shown.append(key.replace("_", " ") if value is True else f"{key.replace('_', ' ')} {argument_text(value)}")
    return shorten(f"{word.name} {', '.join(shown)}".rstrip())


def heading(title: str) -> tuple[str, str]:
    """A module's title as its name and its arguments: `basic(64, stride = 2)` is `basic` and `64, stride = 2`."""
    name, _, rest = title.partition("(")
    return name, shorten(rest.removesuffix(")"))


def shorten(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip(" ,") + "…"


def count_text(count: Dimension, singular: str) -> str:
    """`156 weights`, `1 weight`, `no weights`."""
    if count == 0:
        return f"no {singular}s"
    amount = f"{count:,}" if isinstance(count, int) else str(count)
    return f"{amount} {singular}" if count == 1 else f"{amount} {singular}s"


def dimension(value: Dimension) -> str:
    return f"{value:,}" if isinstance(value, int) and value >= 10_000 else str(value)


def shape(type: Type) -> str:
    """A type beside an edge: `28 x 28 x 6`, `class of 10`, `int 256`."""
    if isinstance(type, Record):
        return ", ".join(f"{name} {shape(field)}".rstrip() for name, field in type.fields)
    sizes = "…" if type.shape is None else " × ".join(map(dimension, type.shape))
    match type.kind:
        case "real":
            return sizes or "number"
        case "class":
            head = "class" if type.classes is None else f"class of {dimension(type.classes)}"
            return f"{head}, {sizes}" if sizes else head
        case kind:
            return f"{kind} {sizes}".rstrip()


def place(value: object) -> str:
    """`lenet.dl:11`, from anything with a span."""
    span = getattr(value, "span", None)
    if span is None:
        return ""
    return f"{span.source.path.replace(chr(92), '/').rsplit('/', 1)[-1]}:{span.line}"


def tooltip(text: str, value: object) -> str:
    return f"{text}  {place(value)}".rstrip()


def line(text: str) -> str:
    """Source text on one line, without comments."""
    return " ".join(part for row in text.splitlines() for part in row.split("#")[0].split())


def break_lines(text: str, width: int) -> str:
    """Text in lines of about a width, `BREAK` between them: cut before operators in no bracket, else after commas."""
    if len(text) <= width:
        return text
    lines = _filled(_pieces(text), width)
    return BREAK.join(part for line in lines for part in _filled(re.split(r"(?<=,) ", line), width))


def _filled(pieces: list[str], width: int) -> list[str]:
    """Pieces joined by spaces into lines of at most a width, all but the first one indented."""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if len(lines[-1]) + 1 + len(piece) > width:
            lines.append(f"  {piece}")
        else:
            lines[-1] += f" {piece}"
    return lines


def _pieces(text: str) -> list[str]:
    """Text cut before each sum's sign and each arrow that stands in no bracket."""
    pieces, depth = [""], 0
    for word in text.split(" "):
        if depth == 0 and word in ("+", "-", "->", "→"):
            pieces.append(word)
        else:
            pieces[-1] += f" {word}" if pieces[-1] else word
        depth += sum(map(word.count, "([")) - sum(map(word.count, ")]"))
    return [piece for piece in pieces if piece]
