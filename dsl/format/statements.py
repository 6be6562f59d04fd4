"""One canonical form for a text: two spaces of indentation, lines of at most 120 columns.

The author decides where pipes, sums, choices and bodies break; what fits on the author's one line stays there, and what
is too long breaks at its loosest operators first.  Comments stay, and of several blank lines one.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from dsl import syntax
from dsl.format.comments import blank_before, with_comments
from dsl.format.expressions import (
    WIDTH,
    Offsets,
    argument_document,
    between_lines,
    expression,
    in_brackets,
    parameters_document,
    type_document,
)
from dsl.format.layout import (
    INDENT,
    NEW_LINE,
    SPACE,
    Document,
    Either,
    Group,
    Hang,
    Mark,
    Nest,
    OutputLine,
    flat_text,
    lay_out,
)
from dsl.statements import FORM_OF, WORDS_IN_BODIES

_WIDEST_PADDING = 24

# A line that begins like this goes on with the one before it; brackets keep it apart.
_CONTINUING = frozenset(("and", "or", "then", "else", "using", "over", *WORDS_IN_BODIES))


def format_tree(file: syntax.File) -> str:
    """The text of a tree without errors.  Formatting it again changes nothing, and it parses to an equal tree."""
    if not file.statements:
        lines: list[OutputLine] = []
    else:
        lines = lay_out(_statements(file.statements, [comment.span.start for comment in file.comments], 0), WIDTH)
    text = "\n".join(with_comments(lines, file))
    return f"{text}\n" if text else ""


# --- statements ----------------------------------------------------------------------------------


def _statements(statements: Sequence[syntax.Statement], comments: Offsets, indent: int) -> Document:
    """Statements on lines of their own, the last columns of neighbours of one kind aligned."""
    columns = [_columns(statement, comments, indent, i == 0) for i, statement in enumerate(statements)]
    parts: list[Document] = []
    for run in _runs(statements, columns, indent):
        paddings = _paddings([columns[i] for i in run], indent)
        for i, padding in zip(run, paddings, strict=True):
            cells = columns[i]
            padded = [(cell, " " * pad, " ") for cell, pad in zip(cells[:-1], padding, strict=True)]
            start = statements[i].span.start
            parts += [NEW_LINE] * (i > 0)
            parts += [Mark(start, opens_statement=True), Group((*padded, cells[-1]))]
    return tuple(parts)


def _runs(statements: Sequence[syntax.Statement], columns: Sequence[list[Document]], indent: int) -> list[range]:
    """Neighbouring one-line statements of the same kind, to be aligned together; all others by themselves."""
    runs: list[range] = []
    previous: tuple[type, int] | None = None
    for i, (statement, cells) in enumerate(zip(statements, columns, strict=True)):
        width = _width(cells)
        kind = (
            (type(statement), len(cells)) if len(cells) > 1 and width is not None and indent + width <= WIDTH else None
        )
        if kind is not None and kind == previous and not blank_before(statement.span.source.text, statement.span.start):
            runs[-1] = range(runs[-1].start, i + 1)
        else:
            runs.append(range(i, i + 1))
        previous = kind
    return runs


def _paddings(rows: Sequence[list[Document]], indent: int) -> list[list[int]]:
    """The spaces behind each cell but the last that align a run; none where that would spread it too far."""
    none = [[0] * (len(cells) - 1) for cells in rows]
    if len(rows) == 1:
        return none
    widths = [[len(flat_text(cell) or "") for cell in cells] for cells in rows]
    widest = [max(column) for column in zip(*widths, strict=True)][:-1]
    paddings = [[most - width for most, width in zip(widest, row, strict=False)] for row in widths]
    too_wide = any(
        indent + sum(row) + sum(pad) + len(row) - 1 > WIDTH for row, pad in zip(widths, paddings, strict=True)
    )
    return none if too_wide or max(map(max, paddings)) > _WIDEST_PADDING else paddings


def _width(cells: Sequence[Document]) -> int | None:
    texts = [flat_text(cell) for cell in cells]
    return None if None in texts else sum(len(text or "") for text in texts) + len(texts) - 1


def _columns(statement: syntax.Statement, comments: Offsets, indent: int, first: bool) -> list[Document]:
    """A statement as the cells that may be aligned; with its body broken where it does not fit on one line."""
    cells = _cells(statement, comments, indent, first, False)
    width = _width(cells)
    if width is None or indent + width > WIDTH:
        return _cells(statement, comments, indent, first, True)
    return cells


def _cells(
    statement: syntax.Statement, comments: Offsets, indent: int, first: bool, break_body: bool
) -> list[Document]:
    def body(statements: Sequence[syntax.Statement]) -> Document:
        return _body(statement, statements, comments, indent, break_body)

    match statement:
        case syntax.Import(path=path):
            return [("import ", expression(syntax.String(path, span=statement.span), comments))]
        case syntax.Data(name=name, source=source, body=statements):
            return [
                (
                    f"data {name} = ",
                    expression(source, comments),
                    (" ", body(statements)) if statements is not None else "",
                )
            ]
        case syntax.Block() | syntax.Model() | syntax.Def():
            return _definition(statement, comments, body)
        case syntax.Minimize():
            return [_minimize(statement, comments)]
        case syntax.Train(arguments=arguments, body=statements) | syntax.Evaluate(arguments=arguments, body=statements):
            given = statement.name if isinstance(statement, syntax.Train) else None
            head = (FORM_OF[type(statement)].word, f" {given}" if given else "")
            settings = in_brackets("(", ")", arguments, comments, statement.span.start) if arguments else ""
            return [(*head, settings, " ", body(statements))]
        case syntax.ExpressionStatement(value=value):
            return [_expression_statement(value, comments, first)]
        case _:
            return _by_layout(statement, FORM_OF[type(statement)].layout, comments)


def _by_layout(statement: syntax.Statement, layout: str, comments: Offsets) -> list[Document]:
    """The cells of a statement whose row in the table says how it is written."""
    cells: list[list[Document]] = [[]]
    for i, segment in enumerate(re.split(r"[\[\]]", layout)):
        text, *rest = re.split(r"\{(\w+)\}", segment)
        values = [getattr(statement, part) for part in rest[::2]]
        if i % 2 and None in values:
            continue
        if text.startswith("|"):
            cells.append([])
        cells[-1].append(text.removeprefix("|"))
        for value, after in zip(values, rest[1::2], strict=True):
            cells[-1] += (_value_document(value, comments), after)
    return [tuple(cell) for cell in cells]


def _value_document(value: Any, comments: Offsets) -> Document:
    match value:
        case str():
            return value
        case syntax.TensorType() | syntax.RecordType():
            return (type_document(value, comments), Mark(value.span.end))
        case (syntax.Target(name=name),):
            return name
        case (syntax.Target(), *_):
            return f"({', '.join(target.name for target in value)})"
        case tuple():
            return between_lines([argument_document(argument, comments) for argument in value])
        case _:
            return expression(value, comments)


def _definition(
    node: syntax.Block | syntax.Model | syntax.Def,
    comments: Offsets,
    body: Callable[[Sequence[syntax.Statement]], Document],
) -> list[Document]:
    keyword = type(node).__name__.lower()
    head: Document = (
        f"{keyword} {node.name}",
        Mark(node.name_span.end),
        parameters_document(node, comments) if node.parameters is not None else "",
    )
    result: Document = ("-> ", type_document(node.result, comments), Mark(node.result.span.end)) if node.result else ""
    if node.body.braces:
        braces = body(node.body.statements)
        return [head, result, braces] if node.result else [(head, " ", braces)]
    value = node.body.statements[0]
    assert isinstance(value, syntax.ExpressionStatement)
    return [(head, " ", result) if node.result else head, ("= ", expression(value.value, comments))]


def _body(
    owner: syntax.Statement, statements: Sequence[syntax.Statement], comments: Offsets, indent: int, broken: bool
) -> Document:
    """Statements in braces; on one line, separated by `;`, where the author had it so."""
    text = owner.span.source.text
    end = owner.span.end
    opening = text.rfind("{", owner.span.start, statements[0].span.start if statements else end)
    if broken or (opening >= 0 and "\n" in text[opening:end]):
        content: Document = (NEW_LINE, _statements(statements, comments, indent + INDENT)) if statements else ""
        if not statements and "#" not in text[opening:end]:
            return "{}"
        return ("{", Nest(content), NEW_LINE, Mark(end, closes=True), "}")
    if not statements:
        return "{}"
    separator: Document = (Either("", ";"), SPACE)
    parts: list[Document] = []
    for i, statement in enumerate(statements):
        cells = _cells(statement, comments, indent + INDENT, i == 0, False)
        spaced = [part for cell in cells for part in (" ", cell)][1:]
        parts += [separator] * (i > 0) + [Mark(statement.span.start), tuple(spaced)]
    return Group(("{", Nest((SPACE, tuple(parts))), SPACE, Mark(end), "}"))


def _minimize(node: syntax.Minimize, comments: Offsets) -> Document:
    text = node.span.source.text
    parts: list[Document] = []
    last = node.loss.span.end
    for i, part in enumerate(node.parts):
        broke = "\n" in text[last : part.span.start]
        parts += ["," if i else "", NEW_LINE if broke else SPACE, _part(part, comments, i == 0)]
        last = part.span.end
    return ("minimize ", expression(node.loss, comments), Nest(tuple(parts)))


def _part(part: syntax.Part, comments: Offsets, first: bool) -> Document:
    using = ("using ", expression(part.optimizer, comments))
    if not part.weights:
        return using
    weights = between_lines([expression(weight, comments) for weight in part.weights])
    broke = "\n" in part.span.source.text[part.weights[-1].span.end : part.optimizer.span.start]
    return Group(("over " if first else "", weights, NEW_LINE if broke else SPACE, *using))


def _expression_statement(value: syntax.Expression, comments: Offsets, first: bool) -> Document:
    document = expression(value, comments)
    text = _leading_text(document)
    if (text == "-" and not first) or text in _CONTINUING:
        return ("(", document, ")")
    return document


def _leading_text(document: Document) -> str:
    """The first piece of text of a document."""
    stack: list[Document] = [document]
    while stack:
        match stack.pop():
            case str() as text if text:
                return text
            case tuple() as items:
                stack.extend(reversed(items))
            case Nest(content=content) | Group(content=content) | Hang(content=content):
                stack.append(content)
    return ""
