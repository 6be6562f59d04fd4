"""A program of its own, around the same functions and classes: it reads, splits, trains, evaluates and saves by itself.

What stands in for the runtime is carried along (`compiler/standalone/`); what is written here is
`main`, which says with what it is called.  What nothing stands in for is refused, by its word and line.
"""

import ast
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from compiler import ir
from compiler.descriptor import DataSet, Evaluation, Experiment, Phase, Split, Start
from compiler.emit.data import fitted_keys
from compiler.emit.descriptor import file_of
from compiler.emit.evaluation import ragged_type
from compiler.emit.locations import at_of
from compiler.emit.program import IMPORTS, names_read, parts
from compiler.ir.training import parts_of_training
from compiler.python.printer import docstring, render
from compiler.python.statements import Assign, Class, Define, Do, Statement, Text
from compiler.python.target import Expr, Items, Lambda, Literal, Mapping, Operator, call, index, name
from compiler.python.trees import names
from compiler.schemas import HELD_OUT
from compiler.standalone import FIT, Carried, library
from compiler.types import Tensor
from compiler.version import VERSION
from compiler.vocabulary.base import WORDS, Word
from compiler.vocabulary.speech import Feature
from dsl.immutable import immutable
from dsl.spans import Span

LOCALS = frozenset({"given", "columns", "splits", "fit", "fields", "sizes", "model", "values"})
"""The names of `main`."""

GIVEN, COLUMNS, SPLITS, FITTED, FIELDS, MODEL, VALUES = map(
    name, ("given", "columns", "splits", "fit", "fields", "model", "values")
)
NUMBERS = {"real": "np.float32", "int": "np.int32", "class": "np.int32", "bool": "np.bool_"}
DISTRIBUTIONS = {"sklearn": "scikit-learn"}
"""What libraries are installed as, where that is not the name by which they are imported."""

CARRIED = "# What `dlc run` does with the functions above, written out."
PARTIAL = {"partial": "from functools import partial"}
TAIL = """

if __name__ == "__main__":
    main()
"""


@immutable
class Refusal:
    """Something in a spec that nothing stands in for in a program of its own."""

    what: str
    span: Span


def standalone(experiment: ir.Experiment) -> str:
    """The program, of an experiment of which nothing is refused.  The same experiment gives the same text, always."""
    known = library()
    body, described = parts(experiment, reserved=known.names() | LOCALS)
    statements = [without_fit(part.statement) for part in body]
    models = next(part.statement for part in reversed(body) if part.role in ("class", "models"))
    assert isinstance(models, Class)
    main = Main(experiment, described, models, fits=reads_fit(statements)).define()
    carried = carried_by(render([*statements, main]))
    text = render([*statements, Text(CARRIED), *map(Text, carried), main]) + TAIL
    return head(experiment, names_read(text)) + text


# --- what is refused -----------------------------------------------------------------------------


def refusals(spec: ir.Experiment) -> list[Refusal]:
    """What of a spec no program of its own can do, in the order of the spec."""
    found = [*refused_of_data(spec), *refused_of_training(spec), *refused_of_evaluation(spec)]
    return sorted(dict.fromkeys(found), key=lambda one: one.span.start)


def refused_of_data(spec: ir.Experiment) -> Iterator[Refusal]:
    for number, data in enumerate(spec.data):
        if number:
            yield Refusal(f"a second data set, `{data.name}`", data.span)
        yield from refused_word(data.source, (), data.span)
        for number, split in enumerate(data.splits):
            given = {"by": split.by, "order": split.order, "on": split.on}
            yield from (Refusal(f"`split` with `{key}`", split.span) for key, value in given.items() if value)
            if number:
                yield Refusal("a second `split`", split.span)
            yield from (Refusal(f"`split {key} = 0%`", split.span) for key, part in split.parts if part == 0)
        within = parts_of_training(data, spec.phases)
        yield from (Refusal(f"the part `{part}` of the training split", data.splits[0].span) for part in within)
        yield from (Refusal(f"`{field.name}` of windows", field.span) for field in data.fields if field.window)
        for value in ir.walk(*(field.value for field in data.fields)):
            if isinstance(value, ir.Apply) and isinstance(value.word, Feature):
                types = [one.type for one in value.inputs if isinstance(one.type, Tensor)]
                emitted = value.word.apply(at_of(value.word, types, numpy="np"), *map(name, "x" * len(types)))
                if names(emitted)[f"fit.{value.word.name}"]:
                    yield from refused_word(value.word, types, value.span)


def refused_of_training(spec: ir.Experiment) -> Iterator[Refusal]:
    for phase in spec.phases:
        given = {
            "accumulate": phase.accumulate > 1,
            "ema": phase.ema,
            "validate_every": phase.validate_every,
            "best": phase.best not in (None, "loss"),
            "on": phase.on != "train",
        }
        yield from (Refusal(f"`train` with `{key}`", phase.span) for key, value in given.items() if value)
        yield from (Refusal(f"`{item.word.name}` in `train`", item.span) for item in phase.measures)
        for value in ir.walk(*(objective.loss for objective in phase.objectives)):
            if isinstance(value, ir.Apply) and value.word.random and value.layer is None:
                yield Refusal(f"`{value.word.name}` in `train`", value.span)


def refused_of_evaluation(spec: ir.Experiment) -> Iterator[Refusal]:
    for evaluation in spec.evaluations:
        for item in evaluation.items:
            types = [value.type for value in item.inputs if isinstance(value.type, Tensor)]
            yield from refused_word(item.word, types, item.span)
            if item.word.standalone and ragged_type(item) is not None:
                yield Refusal(f"`{item.word.name}` of places, whose number differs between examples", item.span)


def refused_word(word: Word, types: Sequence[Tensor], span: Span) -> Iterator[Refusal]:
    """A word is done by the function that it names, with the arguments that this takes."""
    if not word.standalone:
        yield Refusal(f"`{word.name}`", span)
        return
    taken = function_of(word).parameters
    yield from (
        Refusal(f"`{word.name}` with `{key}`", span) for key in (*word.given(), *word.extra) if key not in taken
    )
    if lacking := word.lacking(types):
        yield Refusal(f"`{word.name}` {lacking}", span)


def function_of(word: Word) -> Carried:
    """What does a word in a program of its own."""
    carried = library().carried
    methods = carried[FIT].methods or {}
    return methods[word.standalone] if isinstance(word, Feature) else carried[word.standalone]


# --- main ----------------------------------------------------------------------------------------


@immutable
class Main:
    """The function that runs a program.

    `models` is the class of its model, or of all of them; `fits` says whether its data function reads `fit`.
    """

    spec: ir.Experiment
    described: Experiment
    models: Class
    fits: bool

    def define(self) -> Define:
        body: list[Statement] = [Assign(GIVEN.text, call("command_line"))]
        for data in self.described.data:
            body += self.prepared(data)
        body.append(Assign(MODEL.text, self.started()))
        body += (Do(self.trained(phase)) for phase in self.described.phases)
        for evaluation in self.described.evaluations:
            body += self.judged(evaluation)
        body.append(Do(call("save", name(f"{GIVEN.text}.weights"), MODEL)))
        return Define("main", (), "Read, split, train, evaluate and save.", tuple(body))

    def prepared(self, data: DataSet) -> Iterator[Statement]:
        """From the source's files to fields."""
        keys = fitted_keys(self.spec.data[0])
        fitted = [FITTED] if self.fits else []
        yield Assign(f"{COLUMNS.text}, {SPLITS.text}", read(data))
        for split in data.splits or (Split(),):
            if drawn := drawn_parts(split, self.spec.data[0].own_splits):
                given = {"strata": self.strata(split.stratify, data)} if split.stratify else {}
                function = "draw_alike" if given else "draw"
                yield Assign(SPLITS.text, call(function, SPLITS, Literal(drawn), seed=split.seed, **given))
        if fitted or data.sizes:
            yield Assign(FITTED.text, call(FIT))
        if keys:
            yield Do(call(data.columns, call("gather", COLUMNS, index(SPLITS, "train")), *fitted))
        fields: Expr = call(data.columns, COLUMNS, *fitted)
        types = {key: NUMBERS[field.kind] for key, field in data.fields.items()}
        if data.ragged:
            fields = call("padded", fields, Literal({key: data.fields[key].sizes[0] for key in data.ragged}))
            types |= {f"{key}.length": NUMBERS["int"] for key in data.ragged}
        yield Assign(FIELDS.text, call("cast", fields, Mapping(tuple((key, name(of)) for key, of in types.items()))))
        if data.sizes:
            yield Assign(
                "sizes", Mapping(tuple((f"{data.name}.{key}", size(key, of)) for key, of in data.sizes.items()))
            )

    def strata(self, stratify: str, data: DataSet) -> Expr:
        """What a split goes by: a field, computed with nothing learned, or a column."""
        if stratify not in data.fields:
            return index(COLUMNS, stratify)
        return index(call(data.columns, COLUMNS, *([call(FIT)] if self.fits else [])), stratify)

    def started(self) -> Expr:
        """The model with its first values."""
        init = next((method for method in self.models.body if method.name == "__init__"), None)
        known = {"rngs": call("nnx.Rngs", 0), "sizes": name("sizes")}
        asked = {key: value for key, value in known.items() if init is not None and key in init.parameters}
        draws = Mapping(
            tuple((self.path(path), draw(start)) for start in self.described.starts for path in start.arrays)
        )
        build = Lambda((), call(self.models.name, **asked))
        return call("first_values", build, seed=self.described.seed, draws=draws)

    def path(self, path: str) -> str:
        """An array's path in the program's model: of several, each has its name in front."""
        return path if len(self.described.models) > 1 else path.partition("/")[2]

    def trained(self, phase: Phase) -> Expr:
        return call(
            "train",
            MODEL,
            name(phase.step),
            Items(tuple(name(one.loss) for one in phase.objectives), "[]"),
            Items(tuple(name(one.function) for one in phase.optimizers), "[]"),
            FIELDS,
            SPLITS,
            epochs=Operator("or", name(f"{GIVEN.text}.epochs"), Literal(phase.epochs)),
            batch=phase.batch,
            seed=phase.seed,
            **({"best": True} if phase.best else {}),
            **({"patience": phase.stop_early} if phase.stop_early else {}),
        )

    def judged(self, evaluation: Evaluation) -> Iterator[Statement]:
        rows: Expr = index(SPLITS, evaluation.on)
        if evaluation.on == "all":
            rows = call("np.concatenate", call("list", call(f"{SPLITS.text}.values")))
        yield Assign(VALUES.text, call("outputs", name(evaluation.outputs), MODEL, FIELDS, rows))
        for number, item in enumerate(evaluation.items):
            function = WORDS[item.namespace][item.word].standalone
            arrays = (index(index(VALUES, number), i) for i in range(len(item.inputs)))
            yield Do(call("show", f"{item.title}, {evaluation.on} split", call(function, *arrays)))


def read(data: DataSet) -> Expr:
    """The call that reads a source: `read_idx(located(given.data, "mnist"))`."""
    arguments: dict[str, object] = dict(data.arguments)
    if "path" in arguments:
        arguments["path"] = call("located", name(f"{GIVEN.text}.data"), arguments["path"])
    first = next(iter(arguments))
    return call(WORDS["source"][data.source].standalone, arguments.pop(first), **arguments)


def drawn_parts(split: Split, own: Collection[str]) -> dict[str, float]:
    """The parts to draw, the test split first: it is held out where neither the source nor the spec has one."""
    asked = {key: part for key, part in split.parts.items() if isinstance(part, float)}
    held_out = {} if "test" in (*own, *asked) else {"test": HELD_OUT}
    return dict(sorted({**held_out, **asked}.items(), key=lambda item: item[0] != "test"))


def size(asked: str, key: str) -> Expr:
    """A size that only the data tell: "tokens", how many values that field has, or "place.shape[0]", an axis's."""
    field, _, axis = asked.partition(".shape[")
    if axis:
        return index(call("np.shape", index(FIELDS, field)), int(axis.removesuffix("]")) + 1)
    return call("vocabulary", FITTED, key, index(FIELDS, field))


def draw(start: Start) -> Expr:
    """What draws an array: `lecun_normal`, or a function of its arguments."""
    drawn: Expr = name(start.word)
    if start.arguments:
        drawn = call("partial", drawn, **start.arguments)
    return call("stacked_values", drawn, start.stacked) if start.stacked else drawn


# --- the text ------------------------------------------------------------------------------------


def reads_fit(statements: Iterable[Statement]) -> bool:
    return any("fit" in one.parameters for one in statements if isinstance(one, Define))


def without_fit(statement: Statement) -> Statement:
    """A data function that takes `fit` only where it reads it."""
    if not isinstance(statement, Define) or statement.parameters != ("columns", "fit"):
        return statement
    reads = any(read.partition(".")[0] == "fit" for read in names(statement.body))
    return statement if reads else replace(statement, parameters=("columns",))


def carried_by(text: str) -> list[str]:
    """The texts of what a program reads of the library, and of what that calls, in the library's order."""
    known = library().carried
    methods = {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    wanted: dict[str, str] = {}
    pending = [one for one in names_read(text) if one in known]
    while pending:
        one = pending.pop()
        if one in wanted:
            continue
        own = [method for key, method in (known[one].methods or {}).items() if key in methods]
        wanted[one] = "\n\n".join([known[one].text, *(method.text for method in own)])
        pending += [called for part in (known[one], *own) for called in part.names if called in known]
    return [wanted[one] for one in known if one in wanted]


def head(spec: ir.Experiment, read: Collection[str]) -> str:
    """The docstring, which says what must be installed, and the imports."""
    imports = {key: line for key, line in {**library().imports, **IMPORTS, **PARTIAL}.items() if key in read}
    modules = {line.split()[1].partition(".")[0] for line in imports.values()} - sys.stdlib_module_names
    needed = sorted(DISTRIBUTIONS.get(module, module) for module in modules)
    lines = [spec.title, ""] if spec.title else []
    lines += [
        f"Compiled from {file_of(spec)} by dlc {VERSION} as a program of its own: "
        f"it needs {', '.join(needed[:-1])} and {needed[-1]}.",
        "It trains on the examples, in the order and from the first weights that `dlc run` has, evaluates, and saves.",
        "",
        "    python FILE --data DIR --weights weights.npz",
        "",
        "Comments give each value's shape, without the batch axis that every array has in front.",
    ]
    standard = [line for line in imports.values() if line.split()[1].partition(".")[0] in sys.stdlib_module_names]
    others = [line for line in imports.values() if line not in standard]
    groups = [*ordered(standard), *([""] if standard else []), *ordered(others)]
    return "\n".join([*docstring("\n".join(lines), ""), "", *groups, *([""] * 2)]) + "\n"


def ordered(imports: Collection[str]) -> list[str]:
    """Imports as a formatter orders them: of modules, then from modules."""
    return sorted(imports, key=lambda line: (line.startswith("from"), line.split()[1].lower()))
