"""What stands at a place: the type of an expression or name, the documentation of a word or argument."""

from collections.abc import Iterable, Sequence

from compiler import ir
from compiler.infer.values import (
    VALUES,
    Constant,
    DataName,
    ListValue,
    ModelName,
    ModelState,
    Result,
    TupleValue,
    spell_value,
)
from compiler.occurrences import Definition
from compiler.types import Record, Tensor
from compiler.vocabulary.base import WORDS, Word
from dsl import syntax
from dsl.spans import Span
from dsl.statements import FORM_OF
from runtime.editor.analysis import Analysis
from runtime.editor.words import argument_line, code, documentation, paragraphs, signature

MOST_TYPES = 4
KIND_NAMES = {"function": "def"}


def hover(analysis: Analysis, offset: int) -> tuple[str, Span] | None:
    """Markdown about a place, and the place that it is about; None where there is nothing to say."""
    way = analysis.way_to(offset)
    occurrence = analysis.names.at(analysis.source.path, offset)
    if occurrence is not None:
        values = analysis.facts.values(occurrence.span) or analysis.stands_for(occurrence.definition)
        return about_definition(occurrence.definition, values), occurrence.span
    argument = _argument(analysis, way, offset)
    if argument is not None:
        return argument
    word = analysis.word_at(way)
    if word is not None:
        return paragraphs((code(signature(word)), _applied(analysis, way), documentation(word))), way[-1].span
    for node in reversed(way):
        if isinstance(node, syntax.Number | syntax.String | syntax.Boolean):
            return None
        text = _types(_results(analysis, node))
        if text:
            span = node.name_span if isinstance(node, syntax.Attribute) else node.span
            return paragraphs((code(_short(node.span.text)), text)), span
    return None


def _results(analysis: Analysis, node: syntax.Node) -> Sequence[Result]:
    """What an expression came to; a pipe's value is noted at its last step."""
    values = analysis.facts.values(node.span)
    if isinstance(node, syntax.Pipe) and not values:
        values = tuple(value for value in analysis.facts.values(node.right.span) if isinstance(value, VALUES))
    return values


def about_definition(definition: Definition, values: Sequence[Result]) -> str:
    """What a name stands for: how it is declared, its type, and the comment above it."""
    return paragraphs((code(_header(definition)), _types(values), _contents(values), _comment(definition)))


def _header(definition: Definition) -> str:
    node = definition.node
    text = node.span.text
    kind = KIND_NAMES.get(definition.kind, definition.kind)
    match node:
        case syntax.Block() | syntax.Model() | syntax.Def():
            end = node.body.span.start - node.span.start
            return _short(text[:end].rstrip(" \t\r\n="))
        case syntax.Data():
            return _short(text[: node.source.span.end - node.span.start])
        case syntax.Hyper() | syntax.Weight() | syntax.Field():
            return _short(text) if definition.kind != "field" else f"field {_short(text)}"
        case syntax.Parameter() | syntax.Argument():
            return f"{kind} {_short(text)}"
        case _:
            return f"{kind} {definition.name}"


def _contents(values: Sequence[Result]) -> str:
    """The fields of a data set, or what a model is made of."""
    for value in values:
        match value:
            case DataName(fields=fields):
                lines = (f"- `{name}: {getattr(field, 'type', '')}`" for name, field in fields.items())
                return "\n".join(lines)
            case ModelName(state=ModelState(module=ir.Module() as module)):
                return "\n".join(
                    f"- `{function.name}: {_inputs(function)} -> {function.result.type}`".replace("`__call__: ", "`")
                    for function in module.functions
                )
    return ""


def _inputs(function: ir.Function) -> str:
    types = ", ".join(str(entry.type) for entry in function.inputs)
    return types if len(function.inputs) == 1 else f"({types})"


def _comment(definition: Definition) -> str:
    """The comment in the lines right above a declaration."""
    source, line = definition.node.span.source, definition.node.span.line
    lines: list[str] = []
    while line > 1 and source.line_text(line - 1).lstrip().startswith("#"):
        line -= 1
        lines.insert(0, source.line_text(line).strip().lstrip("#").strip())
    return " ".join(lines)


def _argument(analysis: Analysis, way: Sequence[syntax.Node], offset: int) -> tuple[str, Span] | None:
    """The documentation of the argument whose name the cursor is on, or whose choice it is on."""
    for i, node in enumerate(way):
        if not isinstance(node, syntax.Argument) or node.name is None or node.name_span is None or i == 0:
            continue
        on_name = node.name_span.start <= offset <= node.name_span.end
        owner = _owner(analysis, way[i - 1])
        argument = owner.arguments.get(node.name) if owner is not None else None
        if argument is None or owner is None:
            continue
        chosen = isinstance(node.value, syntax.Name) and argument.choices and node.value.id in argument.choices
        if on_name or (chosen and way[-1] is node.value):
            return paragraphs((code(signature(owner)), argument_line(node.name, argument))), node.name_span
    return None


def _owner(analysis: Analysis, node: syntax.Node) -> type[Word] | None:
    match node:
        case syntax.Call(function=function):
            return analysis.word_of(function)
        case _:
            form = FORM_OF.get(type(node))
            return WORDS["section"].get(form.word) if form is not None else None


def _applied(analysis: Analysis, way: Sequence[syntax.Node]) -> str:
    """What the word at a place makes of its tensors there, with its weights."""
    spans = [way[-1].span]
    if len(way) > 1 and isinstance(way[-2], syntax.Call) and way[-2].function is way[-1]:
        spans.append(way[-2].span)
    lines = []
    for span in spans:
        for value in analysis.facts.values(span):
            if isinstance(value, ir.Apply):
                types = tuple(entry.type for entry in value.inputs)
                line = f"`{', '.join(map(str, types))}` → {type_text(value)}"
                tensors = tuple(type for type in types if isinstance(type, Tensor) and type.shape is not None)
                if value.layer is not None and len(tensors) == len(types):
                    weights = value.word.weight_shapes(tensors).items()
                    line += " with weights " + ", ".join(f"`{name} {list(shape)}`" for name, shape in weights)
                lines.append(line)
    return _listed(lines)


def _types(values: Iterable[Result]) -> str:
    return _listed(text for text in map(type_text, values) if text)


def _listed(lines: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(lines))
    more = [f"and {len(distinct) - MOST_TYPES} more"] if len(distinct) > MOST_TYPES else []
    return "  \n".join([*distinct[:MOST_TYPES], *more])


def type_text(value: Result) -> str:
    """A value's type in a line: shape, kind, meaning; a compile-time value as it is written."""
    match value:
        case _ if isinstance(value, VALUES):
            return _typed(value.type)
        case TupleValue(items=items):
            return "(" + ", ".join(map(type_text, items)) + ")"
        case Constant(value=str() as text):
            return f'= `"{text}"`'
        case ListValue() | Constant(value=bool() | int() | float() | tuple() | None):
            return f"= `{spell_value(value)}`"
        case _:
            return ""


def _typed(type: Tensor | Record) -> str:
    if isinstance(type, Record):
        return f"`{type}`"
    if type.shape is None and type.kind == "real":
        return "a shape not known here"
    kind = "" if type.kind != "real" else ("real number" if type.shape == () else "real")
    facts = [kind] if kind else []
    facts += [type.meaning.replace("_", " ")] if type.meaning != "value" else []
    facts += ["class names " + ", ".join(type.class_names)] if type.class_names else []
    return f"`{type}`" + (f" ({', '.join(facts)})" if facts else "")


def _short(text: str, most: int = 100) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
