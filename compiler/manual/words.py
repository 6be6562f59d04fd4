"""The manual's pages of words: one for each chapter, an entry for each word."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from compiler.manual import pictures
from compiler.manual.prose import prose
from compiler.types import Meaning, Tensor
from compiler.vocabulary.arguments import describe
from compiler.vocabulary.base import WORDS, Argument, Example, Misfit, Word

CHAPTERS = (
    *("Sections", "Sources", "Features"),
    *("Layers", "Convolutions", "Recurrent layers", "Pooling", "Normalisation", "Activations"),
    *(
        "Arithmetic",
        "Elementary functions",
        "Reductions",
        "Comparisons",
        "Shapes",
        "Images",
        "Kinds",
        "Random draws",
        "Augmentation",
    ),
    *("Losses", "Optimizers", "Schedules", "Initializers", "Ranges"),
    *("Measures", "Pictures"),
)
"""In the order of an experiment; a chapter that is not named here comes last."""
BARE = {"section": "{name}({arguments})", "show": "show {name}({arguments})"}
MEANINGS: Mapping[Meaning, str] = {
    "logits": "logits",
    "probability": "probabilities",
    "log_probability": "logarithms of probabilities",
}


def chapters() -> dict[str, list[type[Word]]]:
    """The words of each chapter, in the order of the manual."""
    found: dict[str, list[type[Word]]] = {}
    for words in WORDS.values():
        for word in words.values():
            found.setdefault(word.chapter, []).append(word)
    order = sorted(found, key=lambda title: CHAPTERS.index(title) if title in CHAPTERS else len(CHAPTERS))
    return {title: found[title] for title in order}


def pages() -> dict[str, str]:
    """The pages of words by their files' names."""
    return {file_name(title): page(title, words) for title, words in chapters().items()}


def file_name(chapter: str) -> str:
    return chapter.lower().replace(" ", "_") + ".md"


LANGUAGE = {
    "grammar.md": (
        "The grammar",
        "every statement with an example, types, expressions, and which operator binds first",
    ),
    "types.md": ("Types", "shapes, kinds and meanings, and which losses take what a head gives"),
    "diagnostics.md": ("Messages", "every error and warning, with its reason, a wrong and a right example"),
    "commands.md": ("Commands", "what `dlc` can do"),
}


def index(chapters: Mapping[str, list[type[Word]]]) -> str:
    lines = [
        "# Reference",
        "",
        *prose(
            """The language, and every word of it.  To learn it, read the [tutorial](../tutorial/index.md); to look
            something up, this."""
        ),
        "",
        "| | |",
        "|---|---|",
        *(f"| [{title}]({file}) | {says} |" for file, (title, says) in LANGUAGE.items()),
        "",
        "## Words",
        "",
        *prose(
            """An entry says how a word is written, what it computes, which shapes it takes and gives, its
            arguments, where it comes from, how it looks in a diagram, and what it accepts and refuses; the
            examples are run against Flax, Optax and JAX.  A shape is one example's: the batch axis is never
            written.  In a shape rule names stand for axes and `...` for any number of them; an argument's
            name stands for its value."""
        ),
        "",
        "| chapter | words |",
        "|---|---|",
    ]
    for title, words in chapters.items():
        links = " ".join(f"[`{word_title(word)}`]({file_name(title)}#{anchor(word)})" for word in words)
        lines.append(f"| [{title}]({file_name(title)}) | {links} |")
    lines += ["", "These pages are written from the declarations in `compiler/` by `python -m compiler.manual`."]
    return "\n".join(lines) + "\n"


def word_title(word: type[Word]) -> str:
    return word.symbol or word.name


def anchor(word: type[Word]) -> str:
    return word.name


def page(title: str, words: list[type[Word]]) -> str:
    lines = [f"# {title}"]
    module = ""
    for word in words:
        if word.__module__ != module:
            module = word.__module__
            lines += ["", *paragraphs(sys.modules[module].__doc__)]
        lines += ["", *entry(word)]
    return "\n".join(lines) + "\n"


def paragraphs(doc: str | None) -> list[str]:
    """A docstring's lines without their common indentation; `Source:` has an entry of its own."""
    lines = [line.strip() for line in (doc or "").strip().splitlines()]
    text = "\n".join(lines)
    kept = text.partition("Source:")[0].rstrip()
    return kept.splitlines()


def entry(word: type[Word]) -> Iterator[str]:
    """One word: how it is written, what it is, its shapes, arguments, formula, origin and examples."""
    yield f'<a id="{anchor(word)}"></a>'
    yield f"## `{word_title(word)}`"
    yield ""
    yield "```"
    yield usage(word)
    yield "```"
    yield ""
    yield from paragraphs(word.__doc__)
    facts = dict(properties(word))
    if facts:
        yield ""
        yield from (f"- {key}: {value}" for key, value in facts.items())
    if word.arguments:
        yield ""
        yield "| argument | type | default | |"
        yield "|---|---|---|---|"
        yield from (argument_row(key, argument, word.namespace) for key, argument in word.arguments.items())
    if pictures.is_drawn(word):
        yield ""
        yield f"![{word_title(word)} in a diagram]({pictures.file(word)})"
    examples = [line for example in word.examples for line in example_lines(word, example)]
    if examples:
        yield ""
        yield "```"
        yield from examples
        yield "```"


def usage(word: type[Word]) -> str:
    """`conv(x, width, kernel = 3)`, `a + b`, `show table(x, ...)`."""
    inputs = [name.replace("*", "") + (", ..." if name.endswith("*") else "") for name in word.inputs]
    if word.symbol is not None:
        return f" {word.symbol} ".join(inputs) if len(inputs) > 1 else prefix(word.symbol, inputs[0])
    settings = [
        key if argument.required else f"{key} = {literal(argument.default, argument, word.namespace)}"
        for key, argument in word.arguments.items()
    ]
    more = ["..."] if word.open_arguments else []
    call = BARE.get(word.namespace, "{name}({arguments})")
    return call.format(name=word.name, arguments=", ".join([*inputs, *more, *settings]))


def prefix(symbol: str, operand: str) -> str:
    return f"{symbol} {operand}" if symbol.isalpha() else f"{symbol}{operand}"


def properties(word: type[Word]) -> Iterator[tuple[str, str]]:
    if word.inputs and word.namespace == "value":
        yield "shapes", f"`{word.axes.strip() or '->'}`"
    if word.takes:
        kinds = dict.fromkeys(" or ".join(takes) for takes in word.takes)
        yield "takes", ", then ".join(kinds)
    if word.namespace == "value" and word.gives not in (None, "real"):
        yield "gives", str(word.gives)
    if word.meaning in MEANINGS:
        yield "meaning", MEANINGS[word.meaning]
    for title, arrays in (("weights", word.weights), ("running statistics", word.statistics)):
        if arrays:
            yield title, ", ".join(f"`{name}` {array_rule(rule)}" for name, rule in arrays.items())
    notes = {
        "while training it differs from what it does in use": word.modal,
        "new random numbers at every step": word.random,
        "no gradient passes": word.namespace == "value" and not word.differentiable,
        "it learns from the training split only": getattr(word, "fitted", False),
    }
    said = [note for note, holds in notes.items() if holds]
    if said:
        yield "note", "; ".join(said)
    if word.formula:
        yield "formula", f"`{word.formula}`"
    if word.stable:
        forms = (rule.partition(" = ") for rule in word.stable)
        yield "computed without overflow", ", ".join(f"`{left}` as `{right}`" for left, _, right in forms)
    if word.source:
        yield "source", word.source


def array_rule(rule: str) -> str:
    """`[n, width]`, and under which argument it is there."""
    tokens = rule.split()
    sizes = ", ".join(token for token in tokens if not token.startswith("?"))
    flags = " and ".join(f"`{token[1:]}`" for token in tokens if token.startswith("?"))
    return f"[{sizes}]" + (f" where {flags}" if flags else "")


def argument_row(key: str, argument: Argument, namespace: str) -> str:
    limits = {
        "at least": argument.at_least,
        "above": argument.above,
        "at most": argument.at_most,
        "below": argument.below,
    }
    allowed = ", ".join(f"{limit} {bound:g}" for limit, bound in limits.items() if bound is not None)
    type = describe(argument.type, argument.choices) + (f", {allowed}" if allowed else "")
    default = "" if argument.required else f"`{literal(argument.default, argument, namespace)}`"
    return f"| `{key}` | {type} | {default} | {argument.doc} |"


def example_lines(word: type[Word], example: Example) -> Iterator[str]:
    written = application(word, example)
    if example.error is not None:
        yield f"{written}   # error: {complaint(word, example)}"
    elif example.result is not None and word.namespace == "value":
        meaning = MEANINGS.get(example.result.meaning)
        yield f"{written}   # {example.result}" + (f", {meaning}" if meaning else "")
    else:
        yield written


def application(word: type[Word], example: Example) -> str:
    """`[28, 28, 1] -> conv(6, kernel = 5)`: types stand for the tensors."""
    inputs = [shown_type(tensor) for tensor in example.inputs]
    if word.symbol is not None:
        return f" {word.symbol} ".join(inputs) if len(inputs) > 1 else prefix(word.symbol, inputs[0])
    config = ", ".join(settings(word.arguments, example.config))
    if word.namespace != "value":
        call = BARE.get(word.namespace, "{name}({arguments})")
        return call.format(name=word.name, arguments=", ".join(filter(None, [*inputs, config])))
    applied = f"{word.name}({config})" if config or not inputs else word.name
    match inputs:
        case []:
            return applied
        case [single]:
            return f"{single} -> {applied}"
        case _:
            return f"({', '.join(inputs)}) -> {applied}"


def shown_type(tensor: Tensor) -> str:
    if tensor.kind == "text" and len(tensor.class_names) == 1:
        return f'"{tensor.class_names[0]}"'
    meaning = MEANINGS.get(tensor.meaning)
    return f"{tensor} of {meaning}" if meaning else str(tensor)


def settings(arguments: Mapping[str, Argument], config: Mapping[str, Any]) -> Iterator[str]:
    """The arguments given, those in front without their names as long as none is left out."""
    named = False
    for key, argument in arguments.items():
        if key not in config:
            named = True
        else:
            value = literal(config[key], argument)
            plain = argument.required and not named
            named = not plain
            yield value if plain else f"{key} = {value}"
    yield from (f"{key} = {literal(value)}" for key, value in config.items() if key not in arguments)


def literal(value: object, argument: Argument | None = None, namespace: str = "") -> str:
    """A compile-time value as it is written in the language: choices and the names of splits without quotes."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.12g}"
        case tuple():
            return f"[{', '.join(literal(item, argument) for item in value)}]"
        case str():
            bare = namespace == "section" or (argument is not None and argument.choices is not None)
            return value if bare else f'"{value}"'
        case Word():
            return f"{value.name}({', '.join(settings(value.arguments, required_and_given(value)))})"
        case _ if value is ...:
            return "..."
        case _:
            return str(value)


def required_and_given(word: Word) -> dict[str, Any]:
    given = word.given()
    return {key: value for key, value in word.config().items() if key in given or word.arguments[key].required}


def complaint(word: type[Word], example: Example) -> str | None:
    """Why a word refuses an example, in the words that a user reads; None where it accepts it."""
    for key, value in example.config.items():
        if key not in word.arguments and not word.open_arguments:
            return f"{word.name} has no argument {key}"
        wanted = word.arguments[key].refuse(value)
        if wanted is not None:
            return f"{key} must be {wanted}"
    try:
        instance = word(**example.config)
        instance.verify()
        if word.namespace in ("value", "measure", "show"):
            instance.infer(*example.inputs)
    except Misfit as misfit:
        return misfit.reason
    return None
