"""Hypothesis strategies for syntax trees.  Their spans are empty: trees are equal whatever their layout."""

from hypothesis import strategies as st

from dsl import syntax
from dsl.spans import Source, Span
from dsl.syntax import Expression

NOWHERE = Span(Source("", ""), 0, 0)
WORDS = [
    "x",
    "y",
    "image",
    "hidden_state",
    "and",
    "or",
    "not",
    "using",
    "over",
    "then",
    "else",
    "in",
    "data",
    "weight",
    "split",
    "show",
    "model",
    "text",
    "W1",
]
BINDABLE = [word for word in WORDS if word not in ("not",)]
NUMBERS = {"0": 0, "3": 3, "1_000": 1000, "1e-3": 1e-3, "2.50": 2.5, "10%": 0.1, "0.5%": 0.005}
BINARY = ["+", "-", "*", "/", "//", "@", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or"]

names = st.sampled_from(WORDS)
bindable = st.sampled_from(BINDABLE)
numbers = st.sampled_from(sorted(NUMBERS)).map(lambda text: syntax.Number(NUMBERS[text], text, span=NOWHERE))
strings = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8) | st.sampled_from(
    ['"', "\\", "a\nb\t", "#"]
)
leaves = st.one_of(
    names.map(lambda name: syntax.Name(name, span=NOWHERE)),
    numbers,
    strings.map(lambda value: syntax.String(value, span=NOWHERE)),
    st.booleans().map(lambda value: syntax.Boolean(value, span=NOWHERE)),
)


def _few(strategy: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    return st.lists(strategy, min_size=least, max_size=least + 2).map(tuple)


def _named(values: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    pairs = st.lists(st.tuples(names, values), min_size=least, max_size=least + 2, unique_by=lambda pair: pair[0])
    return pairs.map(lambda items: tuple(syntax.Argument(name, value, span=NOWHERE) for name, value in items))


def _arguments(values: st.SearchStrategy) -> st.SearchStrategy:
    plain = _few(values.map(lambda value: syntax.Argument(None, value, span=NOWHERE)))
    return st.builds(lambda first, rest: first + rest, plain, _named(values))


def _compound(inner: st.SearchStrategy) -> st.SearchStrategy:
    slices = st.builds(lambda a, b: syntax.Slice(a, b, span=NOWHERE), st.none() | inner, st.none() | inner)
    return st.one_of(
        _few(inner).map(lambda items: syntax.ListOf(items, span=NOWHERE)),
        _few(inner, 1).map(lambda items: syntax.SetOf(items, span=NOWHERE)),
        _few(inner, 2).map(lambda items: syntax.TupleOf(items, span=NOWHERE)),
        _named(inner, 1).map(lambda fields: syntax.RecordOf(fields, span=NOWHERE)),
        st.builds(lambda f, a: syntax.Call(f, a, span=NOWHERE), inner, _arguments(inner)),
        st.builds(lambda v, n: syntax.Attribute(v, n, NOWHERE, span=NOWHERE), inner, names),
        st.builds(lambda v, i: syntax.Index(v, i, span=NOWHERE), inner, _few(inner | slices, 1)),
        st.builds(lambda o, v: syntax.Unary(o, v, span=NOWHERE), st.sampled_from(["-", "not"]), inner),
        st.builds(lambda o, a, b: syntax.Binary(o, a, b, NOWHERE, span=NOWHERE), st.sampled_from(BINARY), inner, inner),
        st.builds(lambda a, b: syntax.Pipe(a, b, NOWHERE, span=NOWHERE), inner, inner),
        st.builds(lambda c, a, b: syntax.If(c, a, b, span=NOWHERE), inner, inner, inner),
        st.builds(lambda n, a, b, e: syntax.For(n, a, b, e, span=NOWHERE), bindable, inner, inner, inner),
    )


expressions: st.SearchStrategy[Expression] = st.recursive(leaves, _compound, max_leaves=8)

dimensions = st.one_of(
    st.recursive(leaves, _compound, max_leaves=3),
    st.just(syntax.AnyDimension(span=NOWHERE)),
    st.just(syntax.RestDimensions(span=NOWHERE)),
    st.builds(lambda n, b: syntax.RaggedDimension(n, b, span=NOWHERE), bindable, numbers),
)
tensors = st.one_of(
    _few(dimensions).map(lambda found: syntax.TensorType("real", found, span=NOWHERE)),
    st.builds(
        lambda k, d: syntax.TensorType(k, d, span=NOWHERE),
        st.sampled_from(["int", "class", "text"]),
        st.none() | _few(dimensions),
    ),
)
types = tensors | st.lists(st.tuples(names, tensors), min_size=1, max_size=3).map(
    lambda items: syntax.RecordType(tuple(syntax.TypeField(n, t, span=NOWHERE) for n, t in items), span=NOWHERE)
)
parameters = st.lists(
    st.tuples(bindable, st.none() | types, st.none() | expressions), max_size=3, unique_by=lambda item: item[0]
).map(lambda items: tuple(syntax.Parameter(n, t, d, NOWHERE, span=NOWHERE) for n, t, d in items))

expression_statements = expressions.map(lambda value: syntax.ExpressionStatement(value, span=NOWHERE))
lets = st.builds(
    lambda found, value: syntax.Let(tuple(syntax.Target(name, span=NOWHERE) for name in found), value, span=NOWHERE),
    st.lists(bindable, min_size=1, max_size=3),
    expressions,
)
fields = st.builds(lambda n, t, v: syntax.Field(n, t, v, NOWHERE, span=NOWHERE), names, types, st.none() | expressions)
splits = _named(expressions, 1).map(lambda arguments: syntax.Split(arguments, span=NOWHERE))
weights = st.builds(lambda n, t, v: syntax.Weight(n, t, v, NOWHERE, span=NOWHERE), bindable, types, expressions)
parts = st.builds(lambda w, o: syntax.Part(w, o, span=NOWHERE), _few(expressions, 1), expressions)
minimizes = st.builds(
    lambda loss, found: syntax.Minimize(loss, found, span=NOWHERE),
    expressions,
    _few(parts, 1) | expressions.map(lambda optimizer: (syntax.Part((), optimizer, span=NOWHERE),)),
)
shows = expressions.map(lambda call: syntax.Show(call, span=NOWHERE))


def _bodies(statements: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(
        _few(statements).map(lambda found: syntax.Body(found, True, span=NOWHERE)),
        expression_statements.map(lambda value: syntax.Body((value,), False, span=NOWHERE)),
    )


defs = st.builds(
    lambda n, p, r, b: syntax.Def(n, p, r, b, NOWHERE, span=NOWHERE),
    bindable,
    parameters,
    st.none() | types,
    _bodies(lets | expression_statements),
)
statements = st.one_of(
    st.builds(lambda p: syntax.Import(p, span=NOWHERE), strings),
    st.builds(
        lambda n, v, r: syntax.Hyper(n, v, r, NOWHERE, span=NOWHERE), bindable, expressions, st.none() | expressions
    ),
    st.builds(
        lambda n, s, b: syntax.Data(n, s, b, NOWHERE, span=NOWHERE),
        bindable,
        expressions,
        st.none() | _few(fields | splits),
    ),
    st.builds(
        lambda n, p, r, b: syntax.Block(n, p, r, b, NOWHERE, span=NOWHERE),
        bindable,
        st.none() | parameters,
        st.none() | types,
        _bodies(lets | weights | expression_statements),
    ),
    st.builds(
        lambda n, p, r, b: syntax.Model(n, p, r, b, NOWHERE, span=NOWHERE),
        st.sampled_from(["Net", "GPT"]),
        st.none() | parameters,
        st.none() | types,
        _bodies(lets | weights | defs | expression_statements),
    ),
    lets,
    st.builds(
        lambda n, a, b: syntax.Train(n, a, b, span=NOWHERE),
        st.none() | bindable,
        _arguments(expressions),
        _few(lets | minimizes),
    ),
    st.builds(
        lambda a, b: syntax.Evaluate(a, b, span=NOWHERE),
        _arguments(expressions),
        _few(lets | shows | expression_statements),
    ),
)
files = st.lists(statements, max_size=3).map(lambda found: syntax.File(tuple(found), (), NOWHERE.source, span=NOWHERE))
