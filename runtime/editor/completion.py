"""What can be written at a place: words by where they may stand, arguments, names in sight, keywords."""

import re
from collections.abc import Callable, Iterable, Iterator

from lsprotocol.types import CompletionItem, CompletionItemKind, InsertTextFormat, MarkupContent, MarkupKind

from compiler.infer.values import VALUES, Constant, DataName, Result
from compiler.infer.written_types import KINDS
from compiler.occurrences import Definition
from compiler.types import Record, Tensor
from compiler.vocabulary.base import WORDS, Misfit, Word
from compiler.vocabulary.speech import Source as SourceWord
from dsl import syntax
from dsl.spans import Source
from dsl.statements import BY_WORD, FORMS, STATEMENT_WORDS, TEXT
from runtime.editor.analysis import Analysis
from runtime.editor.context import Context, context_at
from runtime.editor.hover import about_definition, type_text
from runtime.editor.repair import mend
from runtime.editor.words import argument_line, documentation, signature

CONTINUING = {"over": "the models whose weights are trained", "using": "the optimizer"}
CHOOSING = {"if": "one of two values, chosen at compile time", "for": "a layer for each number"}
CONSTANTS = ("true", "false", "none")
SPLITS = ("train", "validation", "test", "all")
KINDS_OF_NAMES = {
    "field": CompletionItemKind.Field,
    "split": CompletionItemKind.EnumMember,
    "block": CompletionItemKind.Class,
    "model": CompletionItemKind.Class,
    "function": CompletionItemKind.Method,
    "data": CompletionItemKind.Struct,
    "hyper": CompletionItemKind.Constant,
    "dimension": CompletionItemKind.TypeParameter,
}

TRIGGERS = (".", "(", ",", "=", ">", " ")
INVITING = frozenset({"using", "over", "->", "=", ",", "on"}.union(form.word for form in FORMS if form.invites))

Analyse = Callable[[Source], Analysis]


def complete(source: Source, offset: int, analyse: Analyse, typed_space: bool = False) -> list[CompletionItem]:
    """The completions at a place of a text that may be unfinished there.

    A space that was just typed asks for them only after words and signs that something must follow.
    """
    context = context_at(source.text, offset)
    if context.silent or (typed_space and context.before not in INVITING):
        return []
    if context.before == ".":
        return list(_members(_look(source, context, offset, analyse), context))
    if context.at_start and context.section is None:
        return list(_openings(TEXT))
    if _after_operand(context):
        return list(_continuing(context))
    analysis = _look(source, context, offset, analyse)
    items = [*_starting(context), *_arguments(context, analysis), *_expression(context, analysis)]
    distinct: dict[str, CompletionItem] = {}
    for item in items:
        distinct.setdefault(item.label, item)
    return list(distinct.values())


def resolve(item: CompletionItem) -> CompletionItem:
    """A word's completion with its documentation."""
    match item.data:
        case {"namespace": str(namespace), "name": str(name)} if name in WORDS.get(namespace, {}):
            item.documentation = _markdown(documentation(WORDS[namespace][name]))
    return item


def _look(source: Source, context: Context, offset: int, analyse: Analyse) -> Analysis:
    return analyse(mend(source, context, offset))


def _markdown(text: str) -> MarkupContent:
    return MarkupContent(MarkupKind.Markdown, text)


def _after_operand(context: Context) -> bool:
    """Whether what is before the cursor is a whole value, so that only an operator or keyword can follow."""
    if context.at_start:
        return False
    before = context.before
    heads = {*STATEMENT_WORDS, *CONTINUING, *CHOOSING}
    whole = before in (")", "]", "}") or (before not in heads and re.fullmatch(r"\w+%?|\".*", before) is not None)
    return whole and before not in ("in", "and", "or", "not", "then", "else")


def _continuing(context: Context) -> Iterator[CompletionItem]:
    if context.in_body and context.frame.head == "minimize":
        yield from _keywords(CONTINUING)
    if context.section == "hyper":
        yield from _keywords({"in": "the range that is searched"})
    yield from _keywords({"then": "the value where it is true", "else": "the value where it is false"})


def _starting(context: Context) -> Iterator[CompletionItem]:
    """The keywords that begin a statement of a body."""
    if context.at_start and context.section is not None:
        if context.ended == "minimize":
            yield from _keywords(CONTINUING)
        yield from _openings(context.section)


def _openings(body: str) -> Iterator[CompletionItem]:
    return _keywords({form.word: form.meaning for form in BY_WORD.values() if body in form.bodies})


def _keywords(words: dict[str, str], rank: str = "0") -> Iterator[CompletionItem]:
    for word, meaning in words.items():
        yield CompletionItem(
            word, kind=CompletionItemKind.Keyword, detail=meaning, sort_text=f"{rank}{word}", documentation=meaning
        )


# --- arguments -----------------------------------------------------------------------------------


def _arguments(context: Context, analysis: Analysis) -> Iterator[CompletionItem]:
    """Names of arguments not yet given, and what may be said of the one being written."""
    frame = context.frame
    splitting = context.section == "data" and context.in_body and frame.head == "split"
    word = WORDS["section"]["split"] if splitting else frame.word if frame.bracket == "(" else None
    argument = context.argument()
    if argument is not None and argument.choices:
        for choice in argument.choices:
            yield CompletionItem(
                choice,
                kind=CompletionItemKind.EnumMember,
                detail=argument.doc,
                documentation=argument.doc,
                sort_text=f"0{choice}",
            )
    if frame.argument == "on" and word is not None and word.namespace == "section":
        own = [d.name for d in _definitions(analysis, "split")]
        for name in dict.fromkeys((*own, *SPLITS)):
            yield CompletionItem(name, kind=CompletionItemKind.EnumMember, detail="split", sort_text=f"0{name}")
    if frame.argument is not None or context.before == "=":
        return
    if word is not None:
        for name, declared in word.arguments.items():
            if name not in frame.given:
                yield _named(name, argument_line(name, declared), declared.doc)
        if splitting:
            for name in ("validation", "test"):
                yield _named(name, "a part of the data set, as a fraction", "as a fraction")
    elif context.in_call:
        for definition in analysis.names.members:
            if definition.kind == "block" and definition.name == frame.callee:
                for parameter in analysis.names.members[definition].values():
                    if parameter.name not in frame.given and getattr(parameter.node, "type", None) is None:
                        yield _named(parameter.name, about_definition(parameter, ()), "parameter")


def _named(name: str, text: str, detail: str) -> CompletionItem:
    return CompletionItem(
        f"{name} =",
        kind=CompletionItemKind.Property,
        detail=detail,
        documentation=_markdown(text),
        insert_text=f"{name} = ",
        insert_text_format=InsertTextFormat.PlainText,
        filter_text=name,
        sort_text=f"1{name}",
    )


# --- expressions ---------------------------------------------------------------------------------


def _expression(context: Context, analysis: Analysis) -> Iterator[CompletionItem]:
    if context.frame.in_type:
        yield from _types(context, analysis)
        return
    if context.frame.clause == "over":
        yield from (_name(analysis, definition) for definition in _definitions(analysis, "model"))
        return
    section = context.frame.word is not None and context.frame.word.namespace == "section"
    if section and context.frame.argument in (None, "on", "precision"):
        return
    if context.section == "data" and (context.at_start or context.frame.head == "split"):
        return
    spaces = context.spaces()
    if context.section in ("data", "train", "evaluate") and "value" in spaces:
        yield from _columns(context, analysis)
    if "value" in spaces:
        for definition in analysis.names.visible(analysis.source.path, context.start).values():
            if not _contains(definition, context.start):
                yield _name(analysis, definition)
    for space in spaces:
        for word in WORDS[space].values():
            yield _word(word)
    if "value" in spaces:
        yield from (CompletionItem(c, kind=CompletionItemKind.Constant, sort_text=f"7{c}") for c in CONSTANTS)
        yield from _keywords(CHOOSING, "8")


def _contains(definition: Definition, offset: int) -> bool:
    """Whether a place is inside of what a name is being declared to be."""
    span = definition.node.span
    return definition.kind in ("hyper", "let", "data", "block", "model") and span.start <= offset <= span.end


def _definitions(analysis: Analysis, kind: str) -> Iterable[Definition]:
    found = (occurrence.definition for occurrence in analysis.names.found)
    return dict.fromkeys(definition for definition in found if definition.kind == kind)


def _types(context: Context, analysis: Analysis) -> Iterator[CompletionItem]:
    """Kinds of values; within brackets, the names of dimensions and other numbers."""
    if context.frame.bracket != "[":
        for kind in KINDS[1:]:
            yield CompletionItem(kind, kind=CompletionItemKind.TypeParameter, detail="kind of value")
        return
    for definition in analysis.names.visible(analysis.source.path, context.start).values():
        if definition.kind in ("dimension", "hyper", "parameter", "let"):
            yield _name(analysis, definition)


def _columns(context: Context, analysis: Analysis) -> Iterator[CompletionItem]:
    """A source's columns in a data body; in `train` and `evaluate` the fields of the data sets."""
    if context.section == "data":
        for name, type in _schema(context, analysis).items():
            yield CompletionItem(name, kind=CompletionItemKind.Field, detail=f"column {type}", sort_text=f"0{name}")
        return
    if len(context.frames) < 2 or context.frames[1].bracket != "{":
        return
    for definition, data in analysis.data_sets():
        for name, value in data.fields.items():
            yield _field(name, value, f"field of `{definition.name}`")


def _schema(context: Context, analysis: Analysis) -> dict[str, Tensor]:
    for node in analysis.own_statements:
        if isinstance(node, syntax.Data) and node.span.start <= context.start <= node.span.end:
            for value in analysis.facts.values(node.source.span):
                if isinstance(value, Constant) and isinstance(value.value, SourceWord):
                    try:
                        schema = value.value.schema(analysis.find)
                    except Misfit:
                        return {}
                    return dict(schema.offered) if schema is not None else {}
    return {}


def _field(name: str, value: Result, what: str) -> CompletionItem:
    text = type_text(value) if isinstance(value, VALUES) else ""
    return CompletionItem(
        name,
        kind=CompletionItemKind.Field,
        detail=f"field {text}".replace("`", "").strip(),
        documentation=_markdown(f"{what}\n\n{text}".strip()),
        sort_text=f"1{name}",
    )


def _name(analysis: Analysis, definition: Definition) -> CompletionItem:
    values = analysis.stands_for(definition)
    types = list(dict.fromkeys(text for text in map(type_text, values) if text))
    return CompletionItem(
        definition.name,
        kind=KINDS_OF_NAMES.get(definition.kind, CompletionItemKind.Variable),
        detail=" ".join((definition.kind, *types[:1])).replace("`", ""),
        documentation=_markdown(about_definition(definition, values)),
        sort_text=f"2{definition.name}",
    )


def _word(word: type[Word]) -> CompletionItem:
    return CompletionItem(
        word.name,
        kind=CompletionItemKind.Function,
        detail=signature(word),
        sort_text=f"{4 if word.namespace == 'value' else 1}{word.name}",
        data={"namespace": word.namespace, "name": word.name},
    )


# --- members -------------------------------------------------------------------------------------


def _members(analysis: Analysis, context: Context) -> Iterator[CompletionItem]:
    """What a dot reaches: a model's functions and weights, a data set's or record's fields."""
    way = analysis.way_to(context.start)
    node = next((n for n in reversed(way) if isinstance(n, syntax.Attribute)), None)
    if node is None:
        return
    for value in analysis.facts.values(node.value.span)[:1]:
        if isinstance(value, DataName):
            yield from (_field(name, item, f"field of `{value.name}`") for name, item in value.fields.items())
        elif isinstance(value, VALUES) and isinstance(value.type, Record):
            for name, type in value.type.fields:
                yield CompletionItem(name, kind=CompletionItemKind.Field, detail=f"field {type}", sort_text=f"1{name}")
    occurrence = analysis.names.at(analysis.source.path, node.value.span.end)
    if occurrence is not None and isinstance(node.value, syntax.Name):
        known = analysis.names.members.get(occurrence.definition, {})
        if not any(isinstance(value, DataName) for value in analysis.facts.values(node.value.span)):
            yield from (_name(analysis, d) for d in known.values() if d.kind in ("function", "weight", "field"))
