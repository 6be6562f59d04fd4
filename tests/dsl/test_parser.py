"""The parser: every form of the language, precedence, newlines, recovery, and no text that breaks it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl import syntax
from dsl.diagnostics import Diagnostic
from dsl.parser import LARGEST, parse
from dsl.spans import Source, Span
from dsl.syntax import Binary, Call, Name, Number, Pipe, Unary

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.dl"))
AT = Span(Source("", ""), 0, 0)
X, Y, Z = (Name(id, span=AT) for id in "xyz")


def read(text: str) -> syntax.File:
    file, diagnostics = parse(Source("x.dl", text))
    assert not diagnostics, diagnostics
    assert file is not None
    return file


def value(text: str) -> syntax.Expression:
    statement = read(f"let a = {text}").statements[0]
    assert isinstance(statement, syntax.Let)
    return statement.value


def errors(text: str) -> list[Diagnostic]:
    file, diagnostics = parse(Source("x.dl", text))
    assert file is not None
    return list(diagnostics)


def binary(operator: str, left: syntax.Expression, right: syntax.Expression) -> Binary:
    return Binary(operator, left, right, AT, span=AT)


def pipe(left: syntax.Expression, right: syntax.Expression) -> Pipe:
    return Pipe(left, right, AT, span=AT)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_parse(path: Path) -> None:
    file = read(path.read_text())
    assert isinstance(file.statements[-1], syntax.Evaluate)
    assert file.comments[0].alone


# --- expressions ---------------------------------------------------------------------------------


def test_precedence() -> None:
    assert value("x + y -> z") == pipe(binary("+", X, Y), Z)
    assert value("x -> y -> z") == pipe(pipe(X, Y), Z)
    assert value("x - y - z") == binary("-", binary("-", X, Y), Z)
    assert value("x + y * z") == binary("+", X, binary("*", Y, Z))
    assert value("x ** y ** z") == binary("**", X, binary("**", Y, Z))
    assert value("-x ** y") == Unary("-", binary("**", X, Y), span=AT)
    assert value("x ** -y") == binary("**", X, Unary("-", Y, span=AT))
    assert value("not x == y") == Unary("not", binary("==", X, Y), span=AT)
    assert value("x or y and not z") == binary("or", X, binary("and", Y, Unary("not", Z, span=AT)))
    assert value("x @ y // z") == binary("//", binary("@", X, Y), Z)
    assert value("x < y + z") == binary("<", X, binary("+", Y, Z))


def test_if_reaches_as_far_right_as_it_can() -> None:
    assert value("if x then y -> z else z -> x") == syntax.If(X, pipe(Y, Z), pipe(Z, X), span=AT)
    assert value("x -> if y then y else z -> x") == pipe(X, syntax.If(Y, Y, pipe(Z, X), span=AT))
    assert value("(if x then y else z) -> x") == pipe(syntax.If(X, Y, Z, span=AT), X)


def test_for_ends_with_its_brace() -> None:
    three = Number(3, "3", span=AT)
    loop = syntax.For("i", Number(0, "0", span=AT), three, X, span=AT)
    assert value("x -> for i in 0..3 { x } -> y") == pipe(pipe(X, loop), Y)
    assert value("for i in 0..3 {\n  x\n}") == loop


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1_000", 1000),
        ("1e-3", 1e-3),
        ("10%", 0.1),
        ("12.5%", 0.125),
        ("7%", 0.07),
        ("1e1%", 0.1),
        ("2.50", 2.5),
        ("007", 7),
    ],
)
def test_numbers(text: str, number: float) -> None:
    assert value(text) == Number(number, text, span=AT)


def test_strings() -> None:
    assert value(r'"a\n\t\"\\# x"') == syntax.String('a\n\t"\\# x', span=AT)


def test_tuples_records_lists_and_slices() -> None:
    assert value("(x, y)") == value("(x, y,)") == syntax.TupleOf((X, Y), span=AT)
    assert value("(x)") == X
    record = value("(mean = x, log_var = y,)")
    assert isinstance(record, syntax.RecordOf)
    assert [field.name for field in record.fields] == ["mean", "log_var"]
    assert value("[]") == syntax.ListOf((), span=AT)
    one = Number(1, "1", span=AT)
    assert value("x[:-1]") == syntax.Index(X, (syntax.Slice(None, Unary("-", one, span=AT), span=AT),), span=AT)
    assert value("x[1:, y]") == syntax.Index(X, (syntax.Slice(one, None, span=AT), Y), span=AT)


def test_keywords_are_names_where_only_names_can_stand() -> None:
    read("data gates = rows(x = 1, and = 2, or = 3, not = 4, if = 5, data = 6, over = 7)")
    read("evaluate { accuracy(And(x), and); accuracy(Not(x), not) }")
    assert value("or or and") == binary("or", Name("or", span=AT), Name("and", span=AT))
    names = "data model text class weight split show let using and not"
    file = read("data d = f() {\n" + "".join(f"  {name}: text\n" for name in names.split()) + "}")
    assert isinstance(data := file.statements[0], syntax.Data)
    assert [field.name for field in data.body or ()] == names.split()  # type: ignore[union-attr]
    read("block f(weight: [n], train: [n]) {\n  let show = weight + train\n  weight -> show\n}")
    assert value("x.data.if") == syntax.Attribute(syntax.Attribute(X, "data", AT, span=AT), "if", AT, span=AT)


# --- types and statements ------------------------------------------------------------------------


def test_types() -> None:
    file = read("model N(a: [_, ..., h * 2, t <= 256], b: int[t], c: text, d: []) -> (m: [3], s: class[10]) { a }")
    (model,) = file.statements
    assert isinstance(model, syntax.Model)
    first, second, third, fourth = (parameter.type for parameter in model.parameters or ())
    assert isinstance(first, syntax.TensorType)
    kinds = [type(dimension) for dimension in first.dimensions or ()]
    assert kinds == [syntax.AnyDimension, syntax.RestDimensions, Binary, syntax.RaggedDimension]
    assert isinstance(second, syntax.TensorType)
    assert second.kind == "int"
    assert third == syntax.TensorType("text", None, span=AT)
    assert fourth == syntax.TensorType("real", (), span=AT)
    assert isinstance(model.result, syntax.RecordType)
    assert [field.name for field in model.result.fields] == ["m", "s"]


def test_definitions() -> None:
    file = read("block a = f\nblock b(x) = f\nmodel C { weight w: [] = 0; def g(v) = v }\nmodel D(x: [2]) { x }")
    a, b, c, d = file.statements
    assert isinstance(a, syntax.Block)
    assert a.parameters is None
    assert not a.body.braces
    assert isinstance(b, syntax.Block)
    assert b.parameters is not None
    assert len(b.parameters) == 1
    assert isinstance(c, syntax.Model)
    assert [type(statement) for statement in c.body.statements] == [syntax.Weight, syntax.Def]
    assert isinstance(d, syntax.Model)
    assert d.result is None


def test_minimize() -> None:
    file = read("train { minimize x over A, B.head using f, C using g\n minimize x using f }")
    (train,) = file.statements
    assert isinstance(train, syntax.Train)
    two, one = train.body
    assert isinstance(two, syntax.Minimize)
    assert [len(part.weights) for part in two.parts] == [2, 1]
    assert isinstance(one, syntax.Minimize)
    assert [len(part.weights) for part in one.parts] == [0]


# --- newlines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "let a = x\n  -> y\n\n  # comment\n  -> z",
        "let a = x ->\n  y -> z",
        "let a =\n  x -> y -> z",
        "let a = (x\n-> y\n) -> z",
        "let a = x -> y -> z;",
        "\ufeff\r\nlet a = x\r\n\t-> y\r\n  -> z\r\n",
        "# c\n\n;;\nlet a = x -> y -> z # c",
    ],
)
def test_layouts_of_one_pipe(text: str) -> None:
    assert read(text).statements == read("let a = x -> y -> z").statements


@pytest.mark.parametrize(
    "operator", ["+", "-", "*", "/", "//", "@", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or"]
)
def test_lines_that_begin_or_end_with_an_operator_go_on(operator: str) -> None:
    assert value(f"x\n  {operator} y") == value(f"x {operator}\n  y") == value(f"x {operator} y")


def test_a_line_break_in_braces_separates_even_within_brackets() -> None:
    assert value("f(for i in 0..3 {\n  x\n}, {\n  x,\n  y,\n})") == value("f(for i in 0..3 { x }, {x, y})")


def test_several_statements_on_a_line() -> None:
    assert read("let a = 1; let b = 2").statements == read("let a = 1\nlet b = 2").statements
    assert read("evaluate { let a = 1; f(a) }").statements == read("evaluate {\n  let a = 1\n\n  f(a)\n}").statements


def test_words_that_go_on_with_a_statement() -> None:
    flat = read("train { minimize if x then y else z over A using f, B using g }")
    assert read("train {\n minimize if x\n then y\n else z\n over A\n using f,\n B using g\n}") == flat


# --- places --------------------------------------------------------------------------------------


def test_spans_hold_exactly_what_was_written() -> None:
    text = "let a = ( x + y ) * f(z, k = 1)[0].b -> g"
    statement = read(text).statements[0]
    assert isinstance(statement, syntax.Let)
    assert statement.span.text == text
    found = statement.value
    assert isinstance(found, Pipe)
    assert found.arrow.text == "->"
    assert isinstance(product := found.left, Binary)
    assert product.span.text == "( x + y ) * f(z, k = 1)[0].b"
    assert product.operator_span.text == "*"
    assert product.left.span.text == "( x + y )"
    assert isinstance(attribute := product.right, syntax.Attribute)
    assert attribute.name_span.text == "b"
    assert isinstance(index := attribute.value, syntax.Index)
    assert index.span.text == "f(z, k = 1)[0]"
    assert isinstance(call := index.value, Call)
    assert call.span.text == "f(z, k = 1)"
    assert call.arguments[1].span.text == "k = 1"
    assert call.arguments[1].name_span is not None
    assert call.arguments[1].name_span.text == "k"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_statements_span_parses_to_the_statement(path: Path) -> None:
    for statement in read(path.read_text()).statements:
        assert read(statement.span.text).statements == (statement,)


# --- recovery ------------------------------------------------------------------------------------


def test_every_broken_statement_is_reported_once_and_the_others_are_kept() -> None:
    text = (
        'data a = idx("m") {\n  image = pixels\n  digit: class[10] = labels\n}\n'
        "model N(x: [3]) -> [3] {\n  x -> dense(3\n}\n"
        "let ok = 1\n"
        "train(epochs = 1) {\n  minimize mse(N(x), y)\n}\n"
        "hyper lr: 0.1\n"
        "evaluate { mse(N(x), y) }\n"
    )
    file, diagnostics = parse(Source("x.dl", text))
    assert [(d.code, d.span.line) for d in diagnostics] == [("E0015", 2), ("E0002", 6), ("E0012", 10), ("E0009", 12)]
    assert file is not None
    assert [type(statement) for statement in file.statements] == [syntax.Let, syntax.Evaluate]


def test_an_open_brace_does_not_swallow_the_rest() -> None:
    text = "model N(x: [3]) {\n  x -> f\n\ntrain(epochs = 1) { minimize x using y }\nevaluate { x }\n"
    file, diagnostics = parse(Source("x.dl", text))
    assert [(d.code, d.span.line, d.others[0].span.line) for d in diagnostics] == [("E0002", 1, 4)]
    assert file is not None
    assert [type(statement) for statement in file.statements] == [syntax.Train, syntax.Evaluate]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_missing_token_is_reported_near_and_without_cascades(path: Path) -> None:
    text = path.read_text()
    places = [i for i, character in enumerate(text) if character in "(){}="]
    for i in places[:: max(1, len(places) // 25)]:
        file, diagnostics = parse(Source("x.dl", text[:i] + text[i + 1 :]))
        assert file is not None
        assert len(diagnostics) <= 2, [(str(d.span), d.message) for d in diagnostics]


# --- what must never break it --------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from([*'(){}[]=:,.;#"\n \\\t\0%x1', "->", "let ", "\nmodel N ", "if "])).map("".join)
)
def test_any_text_gives_a_result(text: str) -> None:
    _, diagnostics = parse(Source("x.dl", text))
    assert all(0 <= d.span.start <= d.span.end <= len(text) for d in diagnostics)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([path.read_text() for path in EXAMPLES]), st.data())
def test_any_mutilated_example_gives_a_result(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 0, 1, 2, 20]))
        text = (
            text[:start]
            + data.draw(st.sampled_from(["", "(", "}", "=", "\n", '"', "if ", "-> ", "#", "ü"]))
            + text[start + length :]
        )
    file, diagnostics = parse(Source("x.dl", text))
    assert file is not None
    assert len({d.span.start for d in diagnostics}) == len(diagnostics), text


def test_a_keyword_as_the_name_of_a_model_is_one_mistake() -> None:
    _, diagnostics = parse(Source("x.dl", "model if = dense(3)"))
    assert [d.code for d in diagnostics] == ["E0053"]


HOSTILE = {
    "nul": ("\0\0let a = \0", "E0004"),
    "surrogate": ("let a = \ud800", "E0004"),
    "brackets": ("let a = " + "(" * 5000, "E0007"),
    "braces": ("model N " + "{" * 5000, "E0007"),
    "sum": ("let a = " + "1 + " * 5_000 + "1", "E0058"),
    "minus": ("let a = " + "-" * 5_000 + "1", "E0058"),
    "power": ("let a = " + "x ** " * 5_000 + "1", "E0058"),
    "choices": ("let a = " + "if x then y else " * 5_000 + "1", "E0058"),
    "digits": ("let a = " + "9" * 100_000, "E0057"),
    "exponent": ("let a = 1e" + "9" * 10_000 + "%", "E0057"),
    "size": ("x" * (LARGEST + 1), "E0006"),
    "errors": ("let = 1\n" * 20_000, "E0044"),
    "newlines": ("\n" * 200_000 + "}", "E0003"),
    "comments": ("#\n" * 100_000 + "}", "E0003"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_get_an_error(kind: str) -> None:
    text, code = HOSTILE[kind]
    _, diagnostics = parse(Source("x.dl", text))
    assert diagnostics[0].code == code
    assert len(diagnostics) <= 25


def test_importing_the_parser_imports_nothing_heavy() -> None:
    code = (
        "import sys, dsl.parser, dsl.render, dsl.format; "
        "assert 'lark' in sys.modules; assert not {'numpy', 'jax', 'rich', 'regex'} & set(sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
