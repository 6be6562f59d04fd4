"""Data sets: the source's schema, the fields computed from it, the splits."""

from dataclasses import replace

from compiler import ir
from compiler.infer import hoist_windows, splits
from compiler.infer.arguments import with_defaults
from compiler.infer.env import DataBody, Env
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.values import BROKEN, Broken, Constant, DataName, Scope, WordName, describe, remedy
from compiler.infer.written_types import bind_ragged, complete_type, declared_type
from compiler.problems import Problem, names, shapes, structure, warnings
from compiler.problems import data as problems
from compiler.types import Dimension, Tensor
from compiler.types.dimensions import most, ragged
from compiler.vocabulary.base import Misfit, Schema
from compiler.vocabulary.speech import Source
from dsl import syntax
from dsl.spans import Span


def check(statement: syntax.Data, env: Env) -> tuple[ir.DataSet | None, DataName | None]:
    """A data set and the name it goes by; both None where its source is wrong."""
    source = _source(statement, env)
    if source is None:
        return None, None
    schema = _schema(source, statement, env)
    if schema is not None:
        env.context.known[statement.name] = schema
    scope = Scope(env.scope)
    if schema is not None:
        for key, type in schema.offered.items():
            scope.bind(key, ir.Column(statement.name, key, type, statement.source.span), None, "column")
    free = ModuleBuilder(statement.name, "free", statement.name, statement.span)
    known = tuple(schema.offered) if schema is not None else None
    inner = replace(env.inside(scope, free), source=DataBody(statement.name, statement.source.span.text, known))
    source, fields, stated = _body(statement, source, schema, inner)
    own = schema.splits if schema is not None else tuple(getattr(source, "own_splits", ()))
    ranges = schema.ranges if schema is not None else {}
    data = ir.DataSet(statement.name, source, tuple(fields), stated, own, statement.span, ranges)
    # What uses a field that is wrong is silent.
    columns: dict[str, ir.Column | Broken] = {
        item.name: BROKEN for item in statement.body or () if isinstance(item, syntax.Field)
    }
    columns |= {f.name: ir.Column(statement.name, f.name, f.type, f.span) for f in fields}
    return data, DataName(statement.name, columns, statement.name_span)


def without_splits(data: ir.DataSet) -> ir.DataSet:
    """A data set that nothing is trained on: no part of it needs to be held out."""
    if "test" in data.parts or "test" in data.own_splits:
        return data
    return replace(data, splits=(*data.splits, ir.Split((("test", 0.0),), None, None, None, None, 0, data.span)))


def split_names(data: ir.DataSet) -> tuple[str, ...]:
    """Every split that the data set can be asked for, "all" included."""
    stated = tuple(name for name, part in data.parts.items() if part != 0)
    test = () if "test" in data.parts or "test" in data.own_splits else ("test",)
    own = data.own_splits if data.own_splits else ("train",)
    return tuple(dict.fromkeys((*own, *stated, *test, "train", "all")))


def _source(statement: syntax.Data, env: Env) -> Source | None:
    value = env.evaluate(statement.source, ("source",))
    if isinstance(value, Broken):
        return None
    if isinstance(value, WordName) and value.word.namespace == "source":
        value = Constant(with_defaults(value))
    source = value.value if isinstance(value, Constant) else None
    if not isinstance(source, Source):
        help = 'such as `csv("file.csv")` or `sklearn("iris")`'
        raise Problem(structure.wrong_part(statement.source.span, describe(value), "a source of data", help))
    return source


def _schema(source: Source, statement: syntax.Data, env: Env) -> Schema | None:
    if statement.name in env.context.schemas:
        return env.context.schemas[statement.name]
    try:
        return source.schema(env.context.find)
    except Misfit as misfit:
        raise Problem(problems.source_wrong(statement.source.span, misfit.reason, misfit.help)) from None


def _as_read(source: Source, fields: list[ir.DataField], statement: syntax.Data) -> Source:
    read = {value.name for field in fields for value in ir.walk(field.value) if isinstance(value, ir.Column)}
    try:
        return source.reading(read)
    except Misfit as misfit:
        raise Problem(problems.source_wrong(statement.source.span, misfit.reason, misfit.help)) from None


def _body(
    statement: syntax.Data, source: Source, schema: Schema | None, env: Env
) -> tuple[Source, list[ir.DataField], tuple[ir.Split, ...]]:
    """The source as it is read, the fields, the splits."""
    if statement.body is None:
        if schema is None:
            from compiler.schemas.registry import remedy

            bringing = next(filter(None, map(remedy, source.paths())), None)
            span = statement.source.span
            raise Problem(problems.schema_unknown(span, span.text, source.absent, bringing))
        span = statement.source.span
        columns = schema.columns.items()
        own = [ir.DataField(key, type, ir.Column(statement.name, key, type, span), span) for key, type in columns]
        return source, own, ()
    fields: list[ir.DataField] = []
    stated: list[syntax.Split] = []
    taken: dict[str, Span] = {}
    for item in statement.body:
        try:
            match item:
                case syntax.Field():
                    if item.name in taken:
                        raise Problem(names.name_taken(item.name_span, item.name, taken[item.name]))
                    found = _field(item, statement, schema, env)
                    if found is not None:
                        fields.append(found)
                        taken[found.name] = found.span
                case syntax.Split():
                    stated.append(item)
        except Problem as problem:
            env.report(problem.diagnostic)
    source = _as_read(source, fields, statement)
    disagreement = hoist_windows.disagreement(fields)
    if disagreement is not None and not any(map(hoist_windows.mixes, fields)):
        env.report(disagreement)
    return source, fields, splits.check(stated, fields, source, schema, env)


def _field(item: syntax.Field, statement: syntax.Data, schema: Schema | None, env: Env) -> ir.DataField | None:
    bind_ragged(item.type, item.name, env)
    type = declared_type(item.type, env)
    if type is not None and not isinstance(type, Tensor):
        raise Problem(structure.not_compiled(item.type.span, f"the type `{item.type.span.text}` of a field"))
    if item.value is None:
        if schema is not None and item.name not in schema.offered:
            source = statement.source.span.text
            raise Problem(problems.unknown_column(item.name_span, item.name, source, schema.offered))
        known = schema.offered[item.name] if schema is not None else Tensor(None)
        value: ir.Value = ir.Column(statement.name, item.name, known, item.name_span)
    else:
        found = env.evaluate(item.value)
        if isinstance(found, Broken):
            return None
        value = env.as_tensor(found, item.value.span)
    given = value.type
    if not isinstance(given, Tensor):
        help = remedy(value)
        raise Problem(shapes.not_a_tensor(value.span, describe(value), f"the field `{item.name}`", (), help))
    base, window = value, None
    try:
        base, window = hoist_windows.hoist(value)
    except Problem as problem:
        env.report(problem.diagnostic)
    if window is not None and isinstance(base, ir.Apply) and hoist_windows.uneven(base):
        given = Tensor((window.length,), base.word.gives or base.type.kind)
    if type is None:
        type = complete_type(item.type, given, f"{statement.name}.{item.name}", env)
    if isinstance(value, ir.Apply) and value.word.rounds and type.kind == "real":
        env.report(warnings.rounded_field(value.span, value.word.symbol or value.word.name, item.name))
    if not _fits(type, given):
        # No type is written for several classes side by side but that of their numbers.
        writable = given if given.kind != "class" or given.shape == () else Tensor(given.shape, "int")
        seen = texts_seen(value, schema) if given.kind == "text" else ()
        told = problems.field_differs(item.type.span, item.name, str(type), value.span, str(given), str(writable), seen)
        raise Problem(told)
    _verify_range(item, type, value, schema)
    names = DECISION if given.kind == "bool" and type.classes == len(DECISION) else given.class_names
    if names and type.kind == "class":
        type = Tensor(type.shape, "class", classes=type.classes, class_names=names)
    return ir.DataField(item.name, type, base, item.span, window)


DECISION = ("no", "yes")
"""The names of the two classes that a decision makes: `spam: class[2] = label == "spam"`."""


def texts_seen(value: ir.Value, schema: Schema | None) -> tuple[str, ...]:
    """What the columns of texts that a value is computed from hold."""
    read = [item.name for item in ir.walk(value) if isinstance(item, ir.Column) and item.type.kind == "text"]
    seen = schema.seen if schema is not None else {}
    return tuple(f"the column `{name}` holds {seen[name]}" for name in dict.fromkeys(read) if name in seen)[:3]


def _verify_range(item: syntax.Field, type: Tensor, value: ir.Value, schema: Schema | None) -> None:
    """Refuse whole numbers that are no classes, where the source knows the least and the largest of them."""
    known = schema.ranges.get(value.name) if schema is not None and isinstance(value, ir.Column) else None
    if known is None or type.kind != "class" or not isinstance(type.classes, int):
        return
    low, high = map(int, known)
    if low < 0 or high >= type.classes:
        raise Problem(problems.no_such_class(item.type.span, item.name, type.classes, low, high))


def _fits(declared: Tensor, given: Tensor) -> bool:
    """Whether a column's values can be what the field declares; what is unknown yet is checked with the data."""
    if given.shape is None:
        return True
    if declared.rank != given.rank or not all(map(_holds, declared.shape or (), given.shape)):
        return False
    match declared.kind:
        case "class":
            return given.kind in ("int", "bool", "text") or (
                given.kind == "class" and (given.classes is None or given.classes == declared.classes)
            )
        case "real":
            return given.kind in ("real", "int", "bool")
        case "int":
            return given.kind in ("int", "bool", "class")
        case kind:
            return given.kind == kind


def _holds(declared: Dimension, given: Dimension) -> bool:
    """Whether an axis is as declared, or no longer than a ragged one may be."""
    return declared == given or (ragged(declared) and most(given) <= most(declared))
