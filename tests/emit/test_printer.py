"""The printer: Python reads back what was meant, and lines stay within the limit."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.python.printer import PRECEDENCE, WIDTH, Stretch, layout, paginate, render, text
from compiler.python.statements import Assign, Class, Define, Loop, Note, Place, Return, Text
from compiler.python.target import (
    Call,
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
    call,
    index,
    name,
    operator,
)

LEAVES = st.one_of(
    st.sampled_from(["x", "self.w", "jnp.pi"]).map(Name),
    st.one_of(
        st.integers(-9, 9), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=4), st.booleans()
    ).map(Literal),
)


def grown(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.one_of(
        st.builds(Operator, st.sampled_from(sorted(PRECEDENCE)), parts, parts),
        st.builds(Prefix, st.sampled_from(["-", "~", "not"]), parts),
        st.builds(Call, parts, st.lists(parts, max_size=3).map(tuple), st.just((("axis", Literal(1)),))),
        st.builds(lambda value, item: Subscript(value, (item, Range(None, item))), parts, parts),
        st.builds(Items, st.lists(parts, max_size=3).map(tuple), st.sampled_from(["()", "[]"])),
        st.builds(lambda value: Mapping((("a", value),)), parts),
        st.builds(lambda body: Lambda(("x",), body), parts),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=12)


def bracketed(expression: Expr) -> str:
    """The expression with brackets around everything: what it means, whatever binds how."""
    match expression:
        case Name(text=spelled):
            return spelled
        case Literal(value=value):
            return f"({value!r})"
        case Operator(symbol=symbol, left=left, right=right):
            return f"({bracketed(left)} {symbol} {bracketed(right)})"
        case Prefix(symbol=symbol, operand=operand):
            return f"({symbol} {bracketed(operand)})"
        case Call(function=function, arguments=arguments, keywords=keywords):
            given_arguments = [*map(bracketed, arguments), *(f"{key}={bracketed(value)}" for key, value in keywords)]
            return f"({bracketed(function)})({', '.join(given_arguments)})"
        case Subscript(value=value, items=items):
            return f"({bracketed(value)})[{', '.join(map(bracketed, items))}]"
        case Range(stop=stop):
            return f":{bracketed(stop)}" if stop is not None else ":"
        case Items(items=items, brackets=brackets):
            inside = "".join(f"{bracketed(item)}, " for item in items)
            return f"{brackets[0]}{inside}{brackets[1]}"
        case Mapping(items=pairs):
            return "{" + ", ".join(f"{key!r}: {bracketed(value)}" for key, value in pairs) + "}"
        case Lambda(parameters=parameters, body=body):
            return f"(lambda {', '.join(parameters)}: {bracketed(body)})"
        case _:
            raise TypeError(expression)


class Flat(ast.NodeTransformer):
    """`(a or b) or c` as Python reads `a or b or c`, which means the same: one operator with three operands."""

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.BoolOp:
        self.generic_visit(node)
        first = node.values[0]
        if isinstance(first, ast.BoolOp) and type(first.op) is type(node.op):
            node.values[:1] = first.values
        return node


def parsed(source: str) -> str:
    return ast.dump(Flat().visit(ast.parse(source, mode="eval")))


@given(EXPRESSIONS)
def test_python_reads_what_was_meant(expression: Expr) -> None:
    assert parsed(text(expression)) == parsed(bracketed(expression))


@given(EXPRESSIONS)
def test_wrapping_changes_nothing(expression: Expr) -> None:
    padded = call("function_of_a_rather_long_name" * 3, expression, expression, expression)
    source = "\n".join(layout(padded, "", "value = "))
    assert ast.dump(ast.parse(source)) == ast.dump(ast.parse(f"value = {text(padded)}"))


def test_a_comparison_of_comparisons_is_no_chain_over_several_lines() -> None:
    inner = operator("!=", name("a" * 50), name("b" * 50))
    source = "\n".join(layout(operator("!=", inner, name("c" * 50)), "", "value = "))
    assert len(source.splitlines()) > 1
    assert ast.dump(ast.parse(source)) == ast.dump(ast.parse(f"value = ({'a' * 50} != {'b' * 50}) != {'c' * 50}"))


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        (operator("*", operator("+", name("a"), name("b")), name("c")), "(a + b) * c"),
        (operator("-", name("a"), operator("-", name("b"), name("c"))), "a - (b - c)"),
        (operator("**", Prefix("-", name("x")), 2), "(-x) ** 2"),
        (Prefix("-", operator("**", name("x"), 2)), "-(x**2)"),
        (operator("**", call("f", name("x")), 2), "f(x) ** 2"),
        (operator("<", operator("<", name("a"), name("b")), name("c")), "(a < b) < c"),
        (index(name("x"), Range(None, None), None), "x[:, None]"),
        (index(name("x"), Range(operator("+", name("a"), 1), name("b"))), "x[a + 1 : b]"),
        (Literal(float("inf")), 'float("inf")'),
        (Literal('say "no"'), "'say \"no\"'"),
        (Literal((1,)), "(1,)"),
    ],
)
def test_layout_is_the_formatters(expression: Expr, shown: str) -> None:
    assert text(expression) == shown


def test_statements() -> None:
    body = (
        Loop("layer", name("self.layers"), (Assign("x", call("layer", name("x"))),)),
        Return(name("x"), Note("[3]", Place("a.dl", 2))),
    )
    net, place = (Define("__call__", ("self", "x"), "", body),), Place("a.dl", 1)
    page = paginate([Text("# first"), Class("Net", "nnx.Module", "A net.", net, Note(place=place))])
    assert page.stretches == [Stretch(4, 10, place), Stretch(10, 10, Place("a.dl", 2))]
    assert page.text() == (
        "# first\n"
        "\n"
        "\n"
        "class Net(nnx.Module):\n"
        '    """A net."""\n'
        "\n"
        "    def __call__(self, x):\n"
        "        for layer in self.layers:\n"
        "            x = layer(x)\n"
        "        return x  # [3]\n"
    )


def test_a_comment_that_does_not_fit_stands_above() -> None:
    statement = Assign("x", call("f" * 90, name("x")), Note("[28, 28, 1]" * 3, Place("net.dl", 3)))
    page = paginate([statement])
    lines = page.lines
    assert lines[0] == "# " + "[28, 28, 1]" * 3
    assert page.stretches == [Stretch(1, len(lines), Place("net.dl", 3))]
    assert all(len(line) <= WIDTH for line in lines)


def test_docstrings_are_escaped_and_wrapped() -> None:
    doc = 'It\'s """quoted""", \\ and ' + "long " * 40 + '"'
    source = render([Define("f", (), doc, (Return(Literal(None)),))])
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert (ast.get_docstring(function) or "").split() == doc.split()
    assert all(len(line) <= WIDTH for line in source.splitlines())
