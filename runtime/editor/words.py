"""Words of the language in an editor: signature and documentation, read from their declarations."""

import inspect
from collections.abc import Iterable

from compiler.infer.values import spell_value
from compiler.vocabulary.arguments import describe
from compiler.vocabulary.base import Argument, Word

WITH_SHAPES = ("value",)


def signature(word: type[Word]) -> str:
    """`conv(x, filters, kernel, stride = 1)`: tensors first, then arguments with their defaults."""
    parts = [name.replace("*", ", ...") for name in word.inputs]
    parts += [
        name if argument.required else f"{name} = {default(argument)}" for name, argument in word.arguments.items()
    ]
    parts += ["..."] if word.open_arguments else []
    return f"{word.name}({', '.join(parts)})" if parts else word.name


def default(argument: Argument) -> str:
    """An argument's default as it is written."""
    value = argument.default
    return f'"{value}"' if isinstance(value, str) and not value.isidentifier() else spell_value(value)


def argument_line(name: str, argument: Argument) -> str:
    """What an argument is: its meaning, its type and its bounds."""
    facts = [describe(argument.type, argument.choices)]
    facts += [
        f"{sign} {bound:g}"
        for sign, bound in (
            ("≥", argument.at_least),
            (">", argument.above),
            ("≤", argument.at_most),
            ("<", argument.below),
        )
        if bound is not None
    ]
    facts += [] if argument.required else [f"default `{default(argument)}`"]
    return f"`{name}`: {argument.doc} ({', '.join(facts)})"


def first_line(word: type[Word]) -> str:
    """The first line of a word's own documentation."""
    return (inspect.cleandoc(word.__doc__ or "").splitlines() or [""])[0]


def documentation(word: type[Word]) -> str:
    """Markdown: what the word is, its arguments, its shape rule, its formula and where it comes from."""
    lines = [first_line(word)]
    if word.arguments:
        lines.append("\n".join(f"- {argument_line(*item)}" for item in word.arguments.items()))
    if word.namespace in WITH_SHAPES and word.inputs and _states_axes(word):
        lines.append(f"Shape: `{word.axes}`")
    if word.formula:
        lines.append(f"Formula: `{word.formula}`")
    if word.source:
        lines.append(f"Source: {word.source}")
    return "\n\n".join(line for line in lines if line)


def _states_axes(word: type[Word]) -> bool:
    """Whether the rule of a word is in its `axes` rather than only in code."""
    return word.infer is Word.infer or any("axes" in vars(kind) for kind in word.__mro__ if kind is not Word)


def code(*lines: str) -> str:
    """A block of the language's text in Markdown."""
    return "\n".join(("```dl", *lines, "```"))


def paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)
