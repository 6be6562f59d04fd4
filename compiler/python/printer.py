"""Layout: the target tree as text, in the form that `ruff format --line-length 120` leaves as it is.

Beside the text it tells which of its lines stand for which line of the spec.

`ast.unparse` drops comments and never wraps, so the program has a printer of its own.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from compiler.python.statements import Assign, Class, Define, Do, Loop, Note, Place, Return, Statement, Text
from compiler.python.target import (
    Call,
    Comprehension,
    Expr,
    Items,
    Lambda,
    Literal,
    Mapping,
    Name,
    Operator,
    Prefix,
    Range,
    Subscript,
)

WIDTH = 120
INDENT = "    "
ATOM, POWER, UNARY, COMPARISON, NOT, LOWEST = 100, 14, 13, 5, 4, 0
PRECEDENCE = {
    "or": 2, "and": 3, "in": 5, "not in": 5, "is": 5, "is not": 5, "<": 5, "<=": 5, ">": 5, ">=": 5, "==": 5, "!=": 5,
    "|": 6, "^": 7, "&": 8, "<<": 9, ">>": 9, "+": 10, "-": 10, "*": 11, "/": 11, "//": 11, "@": 11, "**": POWER,
}  # fmt: skip


def precedence(expression: Expr) -> int:
    match expression:
        case Operator(symbol=symbol):
            return PRECEDENCE[symbol]
        case Prefix(symbol=symbol):
            return NOT if symbol == "not" else UNARY
        case Literal(value=value) if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
            return UNARY
        case Lambda():
            return LOWEST
        case _:
            return ATOM


def text(expression: Expr) -> str:
    """An expression on one line."""
    match expression:
        case Name(text=name):
            return name
        case Literal(value=value):
            return constant(value)
        case Call(function=function):
            return f"{_within(function, ATOM)}({', '.join(_arguments(expression))})"
        case Operator(symbol=symbol, left=left, right=right):
            return _operator(symbol, left, right)
        case Prefix(symbol="not", operand=operand):
            return f"not {_within(operand, NOT)}"
        case Prefix(symbol=symbol, operand=operand):
            # The formatter sets brackets around a power behind a sign: -(x**2).
            return f"{symbol}{_within(operand, ATOM if precedence(operand) == POWER else UNARY)}"
        case Subscript(value=value, items=items):
            inside = ", ".join(map(text, items))
            return f"{_within(value, ATOM)}[{inside}]"
        case Range(start=start, stop=stop):
            simple = all(end is None or precedence(end) >= UNARY for end in (start, stop))
            colon = ":" if simple else " : "
            return f"{'' if start is None else text(start)}{colon}{'' if stop is None else text(stop)}".strip()
        case Items(items=items, brackets=brackets):
            comma = "," if len(items) == 1 and brackets == "()" else ""
            return f"{brackets[0]}{', '.join(map(text, items))}{comma}{brackets[1]}"
        case Mapping(items=pairs):
            return "{" + ", ".join(f"{quote(key)}: {text(value)}" for key, value in pairs) + "}"
        case Comprehension(item=item, name=each, over=over):
            return f"[{text(item)} for {each} in {text(over)}]"
        case Lambda(parameters=parameters, body=body):
            return f"lambda {', '.join(parameters)}: {text(body)}" if parameters else f"lambda: {text(body)}"


def constant(value: object) -> str:
    """A Python constant as the formatter writes it."""
    match value:
        case str():
            return quote(value)
        case float() if value != value or value in (float("inf"), float("-inf")):
            return f'float("{value}")'
        case tuple():
            return text(Items(tuple(map(Literal, value))))
        case list():
            return text(Items(tuple(map(Literal, value)), "[]"))
        case dict():
            return text(Mapping(tuple((key, Literal(item)) for key, item in value.items())))
        case _:
            return repr(value)


def quote(value: str) -> str:
    """A string constant in double quotes, unless it would then need more escapes."""
    shown = repr(value)
    if '"' in value:
        return shown
    inside = shown[1:-1].replace("\\'", "'")
    return f'"{inside}"'


def _within(expression: Expr, least: int) -> str:
    shown = text(expression)
    bare_number = least == ATOM and isinstance(expression, Literal) and isinstance(expression.value, int | float)
    return f"({shown})" if precedence(expression) < least or bare_number else shown


def _operator(symbol: str, left: Expr, right: Expr) -> str:
    level = PRECEDENCE[symbol]
    if symbol == "**":
        base = _within(left, ATOM) if precedence(left) < ATOM else text(left)
        tight = precedence(left) == ATOM and _is_simple(left) and _is_simple(right)
        return f"{base}**{text(right)}" if tight else f"{base} ** {_within(right, UNARY)}"
    # Comparisons chain in Python, so a comparison of comparisons is bracketed on both sides.
    return f"{_within(left, level + (level == COMPARISON))} {symbol} {_within(right, level + 1)}"


def _is_simple(operand: Expr) -> bool:
    """Whether the formatter writes `**` without spaces around it: names and numbers, with or without a sign."""
    if isinstance(operand, Prefix):
        return operand.symbol != "not" and isinstance(operand.operand, Name | Literal)
    return isinstance(operand, Name) or (isinstance(operand, Literal) and isinstance(operand.value, int | float))


def _arguments(expression: Call) -> list[str]:
    return [*map(text, expression.arguments), *(f"{key}={text(value)}" for key, value in expression.keywords)]


# --- over several lines --------------------------------------------------------------------------


def layout(expression: Expr, indent: str, head: str = "", tail: str = "", bracketed: bool = False) -> list[str]:
    """An expression with `head` in front and `tail` behind, over as many lines as it needs.

    `bracketed` says that a bracket around it allows a new line anywhere.
    """
    flat = f"{indent}{head}{text(expression)}{tail}"
    if len(flat) <= WIDTH:
        return [flat]
    deeper = indent + INDENT
    match _displayed(expression):
        case Call(function=function, arguments=arguments, keywords=keywords) as node if arguments or keywords:
            opening = f"{indent}{head}{_within(function, ATOM)}("
            joined = deeper + ", ".join(_arguments(node))
            if len(joined) <= WIDTH:
                return [opening, joined, f"{indent}){tail}"]
            parts = [("", value) for value in arguments] + [(f"{key}=", value) for key, value in keywords]
            closing = f"{indent}){tail}"
        case Items(items=items, brackets=brackets) if items:
            opening, closing = f"{indent}{head}{brackets[0]}", f"{indent}{brackets[1]}{tail}"
            parts = [("", value) for value in items]
        case Mapping(items=pairs) if pairs:
            opening, closing = f"{indent}{head}{{", f"{indent}}}{tail}"
            parts = [(f"{quote(key)}: ", value) for key, value in pairs]
        case Operator() as node:
            return _broken_operator(node, indent, head, tail, bracketed)
        case _:
            return [flat]
    lines = [opening]
    # The formatter sets no comma behind an only item, but a tuple of one needs it.
    comma = "," if len(parts) > 1 or _is_tuple(expression) else ""
    for start, value in parts:
        lines.extend(layout(value, deeper, start, comma, bracketed=True))
    return [*lines, closing]


def _is_tuple(expression: Expr) -> bool:
    displayed = _displayed(expression)
    return isinstance(displayed, Items) and displayed.brackets == "()"


def _displayed(expression: Expr) -> Expr:
    """Constants that hold others, as displays that can be wrapped."""
    match expression:
        case Literal(value=tuple() as value):
            return Items(tuple(map(Literal, value)))
        case Literal(value=list() as value):
            return Items(tuple(map(Literal, value)), "[]")
        case Literal(value=dict() as value):
            return Mapping(tuple((key, Literal(item)) for key, item in value.items()))
        case _:
            return expression


def _broken_operator(node: Operator, indent: str, head: str, tail: str, bracketed: bool) -> list[str]:
    """`(a` / `+ b` / `- c)`: a chain of equally strong operators, each on a line of its own."""
    level = PRECEDENCE[node.symbol]
    links: list[tuple[str, Expr]] = []
    first: Expr = node
    while isinstance(first, Operator) and PRECEDENCE[first.symbol] == level and first.symbol != "**":
        links.append((f"{first.symbol} ", first.right))
        first = first.left
        if level == COMPARISON:  # a comparison of comparisons is no chain: see `_operator`
            break
    if not links:
        return [f"{indent}{head}{text(node)}{tail}"]
    inner = indent if bracketed and not head else indent + INDENT
    lines = [inner + _within(first, level + (level == COMPARISON))]
    lines += [f"{inner}{symbol}{_within(operand, level + 1)}" for symbol, operand in reversed(links)]
    if bracketed and not head:
        return [*lines[:-1], lines[-1] + tail]
    return [f"{indent}{head}(", *lines, f"{indent}){tail}"]


# --- statements ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines of a text from `first` to `last`, counted from 1, which stand for a place of the spec."""

    first: int
    last: int
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """Lines as they are written, and what they stand for: an outer statement before those inside it."""

    lines: list[str] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def render(statements: Sequence[Statement]) -> str:
    """Statements as text; two blank lines around functions and classes at the top, one inside."""
    return paginate(statements).text()


def paginate(statements: Sequence[Statement]) -> Page:
    """Statements as text, and what its lines stand for."""
    page = Page()
    _block(statements, "", page)
    return page


def _block(statements: Iterable[Statement], indent: str, page: Page) -> None:
    before: Statement | None = None
    gap = 1 if indent else 2
    for statement in statements:
        if before is not None and (_stands_apart(statement) or _stands_apart(before)):
            page.lines.extend([""] * gap)
        first, inner = len(page.lines) + 1, len(page.stretches)
        _statement(statement, indent, page)
        if not isinstance(statement, Text) and statement.note.place is not None:
            page.stretches.insert(inner, Stretch(first, len(page.lines), statement.note.place))
        before = statement


def _stands_apart(statement: Statement) -> bool:
    return isinstance(statement, Define | Class | Text)


def _statement(statement: Statement, indent: str, page: Page) -> None:
    lines, inside = page.lines, indent + INDENT
    match statement:
        case Assign(target=target, value=value, note=note):
            lines.extend(_noted(value, f"{target} = ", note, indent))
        case Return(value=value, note=note):
            lines.extend(_noted(value, "return ", note, indent))
        case Do(value=value, note=note):
            lines.extend(_noted(value, "", note, indent))
        case Loop(target=target, over=over, body=body, note=note):
            lines.append(f"{indent}for {target} in {text(over)}:{_behind(note)}")
            _block(body, inside, page)
        case Define(name=name, parameters=parameters, doc=doc, body=body, note=note, decorator=decorator):
            lines.extend([f"{indent}@{decorator}"] if decorator else [])
            lines.extend([f"{indent}def {name}({', '.join(parameters)}):{_behind(note)}", *docstring(doc, inside)])
            _block(body, inside, page)
        case Class(name=name, base=base, doc=doc, body=functions, note=note):
            blank = [""] if doc and functions else []
            lines.extend([f"{indent}class {name}({base}):{_behind(note)}", *docstring(doc, inside), *blank])
            _block(functions, inside, page)
        case Text(text=source):
            lines.extend(f"{indent}{line}".rstrip() for line in source.strip("\n").split("\n"))


def _behind(note: Note) -> str:
    return f"  # {note.shape}" if note.shape else ""


def _noted(value: Expr, head: str, note: Note, indent: str) -> list[str]:
    """A statement with its comment behind it, or above it where the line would be too long."""
    if len(f"{indent}{head}{text(value)}{_behind(note)}") <= WIDTH:
        return [f"{indent}{head}{text(value)}{_behind(note)}"]
    lines = layout(value, indent, head)
    return [f"{indent}# {note.shape}", *lines] if note.shape else lines


def docstring(doc: str, indent: str) -> list[str]:
    """The lines of a docstring, wrapped; none for an empty one."""
    if not doc:
        return []
    shown = doc.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if shown.endswith('"'):
        shown = shown[:-1] + '\\"'
    if "\n" not in shown and len(f'{indent}"""{shown}"""') <= WIDTH:
        return [f'{indent}"""{shown}"""']
    wrapped = [
        line
        for paragraph in shown.split("\n")
        for line in (textwrap.wrap(paragraph, WIDTH - len(indent) - 3, break_long_words=False) or [""])
    ]
    return [f'{indent}"""{wrapped[0]}', *(f"{indent}{line}".rstrip() for line in wrapped[1:]), f'{indent}"""']
