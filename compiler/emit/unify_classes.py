"""Instances of one block that differ only in constants become one class with constructor parameters.

This is anti-unification: the classes' trees may differ in literals only, and each column of differing literals becomes
a parameter.  Columns that agree in every instance share one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from compiler.python.identifiers import identifier
from compiler.python.statements import Assign, Class, Define, Note
from compiler.python.target import Call, Expr, Items, Literal, Name, Operator, expr
from compiler.python.trees import nodes, rewrite, substitute

LEFT_OUT: Mapping[str, Mapping[str, object]] = {
    "nnx.Conv": {"strides": 1, "padding": "SAME", "kernel_dilation": 1, "feature_group_count": 1, "use_bias": True},
    "nnx.ConvTranspose": {"strides": 1, "padding": "SAME", "kernel_dilation": 1, "use_bias": True},
    "nnx.Linear": {"use_bias": True},
}
"""Flax's values of arguments that declarations leave out: they make calls with and without them comparable."""

POSITIONS: Mapping[str, tuple[str, ...]] = {
    "nnx.Linear": ("in_features", "out_features"),
    "nnx.Conv": ("in_features", "out_features"),
    "nnx.ConvTranspose": ("in_features", "out_features"),
    "nnx.Embed": ("num_embeddings", "features"),
    "nnx.BatchNorm": ("num_features",),
    "nnx.LayerNorm": ("num_features",),
    "nnx.RMSNorm": ("num_features",),
    "nnx.GroupNorm": ("num_features",),
    "nnx.Dropout": ("rate",),
    "range": ("depth",),
    "stacked": ("depth",),
}
"""What the positional arguments are called that a block's instances may differ in."""

KINDS: Mapping[str, str] = {
    "strides": "stride",
    "kernel_size": "kernel",
    "kernel_dilation": "dilation",
    "feature_group_count": "groups",
    "use_bias": "bias",
}
NO_SIZES = frozenset(
    {"bias", "depth", "dilation", "epsilon", "groups", "kernel", "momentum", "padding", "rate", "stride"}
)
"""What counts no features: a stride of 2 and a width of 2 are equal by chance."""

Column = tuple[object, ...]
Key = tuple[str, str]
Signatures = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """One module's class before it is compared with others; `config` are the block's arguments there."""

    tree: Class
    config: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A class, its constructor's parameters, and each draft's arguments for them."""

    tree: Class
    parameters: tuple[str, ...]
    arguments: tuple[tuple[Expr, ...], ...]


def skeleton(tree: Class) -> str:
    """The tree without its constants and comments: equal for classes that can become one."""

    def bare(node: Any) -> Any:
        match node:
            case Literal():
                return Literal(...)
            case Note():
                return Note()
            case Call(function=Name(text=function), keywords=keywords) if function in LEFT_OUT:
                required = tuple((key, value) for key, value in keywords if key not in LEFT_OUT[function])
                return replace(node, keywords=required)
            case Class() | Define():
                return replace(node, doc="")
            case _:
                return node

    return repr(rewrite(tree, bare))


def merge(drafts: Sequence[Draft], doc: str, signatures: Signatures) -> Merged:
    """One class for drafts of one skeleton.

    `doc` describes it where the drafts' own descriptions differ; `signatures` are the parameters of the classes so far.
    """
    trees = _with_equal_keywords([draft.tree for draft in drafts])
    columns = list(zip(*([literal.value for literal, _ in _literals(tree, signatures)] for tree in trees), strict=True))
    hints = [hint for _, hint in _literals(trees[0], signatures)]
    config = {name: tuple(dict(draft.config).get(name) for draft in drafts) for name, _ in drafts[0].config}
    parameters, sources = _parameters(columns, hints, config)
    tree = _with_common_notes(trees)
    stored = {name: Name(f"self.{name}") for name in parameters}
    keys = map(_key, columns, hints)
    methods = []
    for method in tree.body:
        own = {
            key: source if method.name == "__init__" else substitute(source, stored) for key, source in sources.items()
        }

        def filled(node: Any, own: Mapping[Key, Expr] = own) -> Any:
            return own.get(next(keys), node) if isinstance(node, Literal) else node

        methods.append(rewrite(method, filled))
    descriptions = {draft.tree.doc for draft in drafts}
    tree = replace(tree, body=_constructed(methods, tuple(parameters)), doc=tree.doc if len(descriptions) == 1 else doc)
    arguments = tuple(tuple(expr(column[i]) for column in parameters.values()) for i in range(len(drafts)))
    return Merged(tree, tuple(parameters), arguments)


def _literals(tree: object, signatures: Signatures, hint: str = "size") -> Iterator[tuple[Literal, str]]:
    """Every literal in the order in which `rewrite` meets them, with what it could be called."""
    match tree:
        case Literal():
            yield tree, hint
        case tuple():
            for item in tree:
                yield from _literals(item, signatures, hint)
        case Call(function=function, arguments=arguments, keywords=keywords):
            called = function.text if isinstance(function, Name) else ""
            known = POSITIONS.get(called, ()) + signatures.get(called, ())
            yield from _literals(function, signatures)
            for i, argument in enumerate(arguments):
                yield from _literals(argument, signatures, known[i] if i < len(known) else "size")
            for key, argument in keywords:
                yield from _literals(argument, signatures, key)
        case _ if is_dataclass(tree):
            for field in fields(tree):
                yield from _literals(getattr(tree, field.name), signatures, hint)


def _kind(hint: str) -> str:
    """What sort of number an argument is: "size" for all that count features."""
    kind = KINDS.get(hint, hint)
    return kind if kind in NO_SIZES else "size"


def _key(column: Column, hint: str) -> Key:
    """Equal columns of one sort of number share a parameter."""
    return repr(column), _kind(hint)


def _parameters(
    columns: Sequence[Column], hints: Sequence[str], config: Mapping[str, Column]
) -> tuple[dict[str, Column], dict[Key, Expr]]:
    """The parameters with their values in each instance; for each differing column, what stands for it."""
    parameters: dict[str, Column] = {}
    sources: dict[Key, Expr] = {}
    for column, hint in zip(columns, hints, strict=True):
        key = _key(column, hint)
        if len({repr(value) for value in column}) == 1 or key in sources:
            continue
        for argument in sorted(config, key=lambda argument: _kind(argument) != key[1]):
            derived = _derived(column, identifier(argument), config[argument], key[1], _kind(argument))
            if derived is not None:
                parameters.setdefault(identifier(argument), config[argument])
                break
        else:
            name = identifier(hint, {*parameters, *map(identifier, config)})
            derived = Name(name)
            parameters[name] = column
        sources[key] = derived
    return parameters, sources


def _derived(column: Column, name: str, values: Column, kind: str, given: str) -> Expr | None:
    """The column by way of an argument of the block, or None.

    Widths are often multiples of an argument, depths one more or less; other relations would be chance.
    """
    if given not in ("size", kind):
        return None
    if repr(column) == repr(values):
        return Name(name)
    pairs = list(zip(column, values, strict=True))
    if kind == given and all(type(item) is int and type(value) is int and value > 0 for item, value in pairs):
        factors = {item / value for item, value in pairs}  # type: ignore[operator]
        if kind == "size" and len(factors) == 1 and (factor := factors.pop()) > 1 and factor.is_integer():
            return Operator("*", Literal(int(factor)), Name(name))
        offsets = {item - value for item, value in pairs}  # type: ignore[operator]
        if kind == "depth" and offsets in ({1}, {-1}):
            return Operator("+" if offsets == {1} else "-", Name(name), Literal(1))
    if all(isinstance(item, tuple) and item and set(map(repr, item)) == {repr(value)} for item, value in pairs):
        ranks = {len(item) for item in column if isinstance(item, tuple)}
        if len(ranks) == 1:
            return Items((Name(name),) * ranks.pop())
    return None


def _constructed(methods: Sequence[Define], parameters: tuple[str, ...]) -> tuple[Define, ...]:
    """The methods, the constructor taking the parameters and keeping those that other methods read."""
    init = next((method for method in methods if method.name == "__init__"), Define("__init__", ("self",), "", ()))
    others = [method for method in methods if method.name != "__init__"]
    read = {node.text for method in others for node in nodes(method.body) if isinstance(node, Name)}
    kept = tuple(Assign(f"self.{name}", Name(name)) for name in parameters if f"self.{name}" in read)
    init = replace(init, parameters=("self", *parameters, *init.parameters[1:]), body=(*kept, *init.body))
    return (*([init] if init.body else []), *others)


def _with_equal_keywords(trees: Sequence[Class]) -> list[Class]:
    """The trees with the same arguments named in each call that stands at the same place."""
    calls = [[node for node in nodes(tree) if _has_left_out(node)] for tree in trees]
    named = [{key for node in row for key, _ in node.keywords} for row in zip(*calls, strict=True)]
    # `nodes` goes from the root down and `rewrite` up, but no such call stands inside another.
    result = []
    for tree in trees:
        wanted = iter(named)

        def completed(node: Any, wanted: Iterator[set[str]] = wanted) -> Any:
            if not _has_left_out(node):
                return node
            keys, given = next(wanted), dict(node.keywords)
            optional = {key: expr(default) for key, default in LEFT_OUT[node.function.text].items() if key in keys}
            first = [(key, value) for key, value in node.keywords if key not in optional and key != "rngs"]
            middle = [(key, given.get(key, default)) for key, default in optional.items()]
            return replace(node, keywords=(*first, *middle, *((("rngs", given["rngs"]),) if "rngs" in given else ())))

        result.append(rewrite(tree, completed))
    return result


def _has_left_out(node: object) -> bool:
    return isinstance(node, Call) and isinstance(node.function, Name) and node.function.text in LEFT_OUT


def _with_common_notes(trees: Sequence[Class]) -> Class:
    """The first tree, with those shapes in its comments that all instances have."""
    rows = list(zip(*([node for node in nodes(tree) if isinstance(node, Note)] for tree in trees), strict=True))
    common = iter(
        [replace(row[0], shape=row[0].shape if len({note.shape for note in row}) == 1 else "") for row in rows]
    )
    order = {id(node): next(common) for node in nodes(trees[0]) if isinstance(node, Note)}
    tree: Class = _renoted(trees[0], order)
    return tree


def _renoted(tree: Any, notes: Mapping[int, Note]) -> Any:
    if isinstance(tree, Note):
        return notes[id(tree)]
    if isinstance(tree, tuple):
        return tuple(_renoted(item, notes) for item in tree)
    if is_dataclass(tree) and not isinstance(tree, type):
        return replace(tree, **{field.name: _renoted(getattr(tree, field.name), notes) for field in fields(tree)})
    return tree
