"""Problems of names: unknown, twice, in the wrong place."""

from collections.abc import Iterable

from compiler.problems import other_libraries
from compiler.problems.catalogue import LEARN, closest, finding, list_names, problem, suggestion, under
from dsl.diagnostics import Diagnostic, Fix, Label
from dsl.spans import Span


def _meant(span: Span, name: str, candidates: Iterable[str]) -> tuple[str | None, Fix | None]:
    """The help and the fix for a name that is probably a misspelling."""
    return suggestion(span, closest(name, candidates))


@problem(
    "E0101",
    "an unknown name",
    why="Every name is a word of the language, or is introduced in the file by `let`, `hyper`, `data`, `model`, "
    "`block` or as a parameter.",
    wrong="model Net(x: [4]) -> [3] { x -> denze(3) }",
    right="model Net(x: [4]) -> [3] { x -> dense(3) }",
)
def unknown_name(
    span: Span, name: str, candidates: Iterable[str], role: str = "name", few: Iterable[str] = ()
) -> Diagnostic:
    """`few` are the names that could stand here, where they are few enough to be listed."""
    candidates, few = list(candidates), list(few)
    meant, said = other_libraries.word(name, candidates)
    help, fix = (said, None) if said else _meant(span, meant or name, candidates)
    notes = (f"known here: {list_names(few)}",) if few and help is None else ()
    help = help if few else help or INTRODUCED
    return finding(f"there is no {role} `{name}`", Label(span, "not known here"), help=help, fix=fix, notes=notes)


@problem(
    "E0112",
    "an unknown kind of value",
    why="A real tensor is written by its shape alone; the other kinds are `int`, `bool`, `class`, `text` and `boxes`.",
    wrong="model Net(x: float[4]) { x -> dense(3) }",
    right="model Net(x: [4]) { x -> dense(3) }",
)
def unknown_kind(span: Span, name: str, kinds: Iterable[str]) -> Diagnostic:
    real = "a real tensor is written without a kind: `[28, 28, 1]`, a real number `[]`"
    note = f"the other kinds are {list_names(kinds)}"
    return finding(f"there is no kind of value `{name}`", span, help=real, notes=(note,))


@problem(
    "E0102",
    "a name given twice",
    why="Names are never reassigned, so that a name means the same thing wherever it stands.",
    wrong="model Net(x: [4]) -> [3] { x -> dense(3) }\nmodel Net(x: [4]) -> [2] { x -> dense(2) }",
    right="model Small(x: [4]) -> [3] { x -> dense(3) }\nmodel Large(x: [4]) -> [2] { x -> dense(2) }",
)
def name_taken(span: Span, name: str, first: Span | None) -> Diagnostic:
    others = (Label(first, "the first one is here"),) if first else ()
    return finding(
        f"`{name}` is defined twice",
        Label(span, "defined again here"),
        others=others,
        help="give one of them another name",
    )


@problem(
    "E0103",
    "an unknown argument",
    why="Arguments are checked against the word's declaration; a misspelled one would otherwise silently do nothing.",
    wrong="model Net(x: [28, 28, 1]) { x -> conv(6, kernal = 5) }",
    right="model Net(x: [28, 28, 1]) { x -> conv(6, kernel = 5) }",
)
def unknown_argument(span: Span, name: str, owner: str, known: Iterable[str]) -> Diagnostic:
    known = list(known)
    meant, said = other_libraries.argument(name, known, owner)
    help, fix = (said, None) if said else _meant(span, meant or name, known)
    takes = f"`{owner}` takes {list_names(known)}" if known else f"`{owner}` takes no arguments"
    return finding(
        f"`{owner}` has no argument `{name}`", Label(span, "unknown argument"), help=help, fix=fix, notes=(takes,)
    )


@problem(
    "E0104",
    "a missing argument",
    why="An argument without a default must be given.",
    wrong="model Net(x: [4]) { x -> dense }",
    right="model Net(x: [4]) { x -> dense(3) }",
)
def missing_argument(span: Span, name: str, owner: str, doc: str) -> Diagnostic:
    what = f" ({doc})" if doc else ""
    label = Label(span, f"`{name}` is missing")
    help = f"write `{owner}({name} = ...)`"
    return finding(f"`{owner}` needs its argument `{name}`{what}", label, help=help)


@problem(
    "E0105",
    "too many arguments",
    why="There are more arguments than the word, block or model takes.",
    wrong="model Net(x: [4]) { x -> relu(1, 2, 3) }",
    right="model Net(x: [4]) { x -> relu }",
)
def too_many_arguments(span: Span, owner: str, takes: Iterable[str]) -> Diagnostic:
    takes = list(takes)
    note = f"`{owner}` takes {list_names(takes)}" if takes else f"`{owner}` takes no arguments"
    return finding(f"`{owner}` is given too many arguments", Label(span, "one too many"), notes=(note,))


@problem(
    "E0106",
    "an argument given twice",
    why="Each argument has one value.",
    wrong="model Net(x: [4]) { x -> dense(3, width = 4) }",
    right="model Net(x: [4]) { x -> dense(3) }",
)
def argument_twice(span: Span, name: str, owner: str) -> Diagnostic:
    return finding(f"`{owner}` is given its argument `{name}` twice", Label(span, "given again here"))


@problem(
    "E0107",
    "a word in the wrong place",
    why="Layers and operations stand in models, optimizers after `using`, schedules inside optimizers, measures in "
    "`evaluate`, sources after `data`.",
    wrong="model Net(x: [4]) { x -> adam(0.1) }",
    right="model Net(x: [4]) { x -> dense(3) }",
)
def word_misplaced(span: Span, name: str, namespace: str, wanted: str) -> Diagnostic:
    found = _with_article(PARTS.get(namespace, namespace))
    needed = _with_article(PARTS.get(wanted, wanted))
    help = _PLACES.get(namespace)
    return finding(f"`{name}` is {found}, but here {needed} is needed", Label(span, found), help=help)


INTRODUCED = "a name is introduced by `let`, `hyper`, `data`, `model` or `block`, or as a parameter"
PARTS = {"value": "layer or operation", "show": "picture"}
_PLACES = {
    "optimizer": "an optimizer stands after `using`: `minimize LOSS using adam(1e-3)`",
    "schedule": "a schedule is an optimizer's learning rate: `adam(cosine(1e-3))`",
    "initializer": "an initializer is where a weight starts: `weight w: [4, 3] = he_normal`",
    "measure": "a measure stands by itself in `evaluate { ... }`; what is minimized is a loss",
    "show": "a picture follows `show`, in `evaluate { ... }`",
    "source": "a source follows `data NAME =`",
    "range": "a range follows `in`: `hyper rate = 1e-3 in log(1e-5, 1e-1)`",
}


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


@problem(
    "E0108",
    "an unknown field or function",
    why="A dot reads a field of a record, or a function or weight of a model.",
    wrong="model Code(x: [4]) { (mean = x -> dense(2), spread = x -> dense(2)) }\n"
    'data d = sklearn("iris")\ntrain(epochs = 1, batch = 8) { minimize mean(Code(features).meen) using sgd(0.1) }',
    right="model Code(x: [4]) { (mean = x -> dense(2), spread = x -> dense(2)) }\n"
    'data d = sklearn("iris")\ntrain(epochs = 1, batch = 8) { minimize mean(Code(features).mean) using sgd(0.1) }',
)
def unknown_field(span: Span, name: str, owner: str, known: Iterable[str], word: bool = False) -> Diagnostic:
    """`word` tells that the name is one of the language's words, applied like another language's method."""
    known = list(known)
    help, fix = _meant(span, name, known)
    if help is None:
        help = other_libraries.attribute(name) or (f"write `x -> {name}`" if word else None)
    notes = (f"{owner} has {list_names(known)}",) if known else ()
    return finding(f"{owner} has no `{name}`", Label(span, "not there"), help=help, fix=fix, notes=notes)


@under("E0108")
def unknown_part(span: Span, name: str, owner: str, known: Iterable[str]) -> Diagnostic:
    known = list(known)
    help, fix = _meant(span, name, known)
    return finding(
        f"{owner} has no part `{name}`",
        Label(span, "not there"),
        help=help or "a part is a weight, or a layer that `let` names: `let head = dense(10)`",
        fix=fix,
        notes=(f"{owner} has {list_names(known)}",) if known else (),
    )


@under("E0108")
def no_function_of_its_own(span: Span, model: str, known: Iterable[str]) -> Diagnostic:
    known = list(known)
    return finding(
        f"the model `{model}` is not one function: it has {list_names(known)}",
        Label(span, "called as a whole"),
        help=f"write `{model}.{known[0]}(...)`" if known else "give it a `def`",
    )


@problem(
    "E0109",
    "a name that two data sets have",
    why="A field's bare name must tell which data set is meant.",
    wrong='data a = sklearn("iris")\ndata b = sklearn("wine")\nmodel Net = dense(3)\n' + LEARN,
    right='data a = sklearn("iris")\ndata b = sklearn("wine")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(a.features), a.target) using sgd(0.1) }",
)
def ambiguous_field(span: Span, name: str, owners: Iterable[str]) -> Diagnostic:
    owners = list(owners)
    return finding(
        f"`{name}` could be a field of {list_names(owners)}",
        Label(span, "which one?"),
        help=f"write `{owners[0]}.{name}`",
    )


@problem(
    "E0110",
    "an import that cannot be read",
    why="`import` reads another file's blocks, models and hypers, by a path relative to the file that imports.",
    wrong='import "no/such/file.dl"',
    right="block head(x: [n], classes) { x -> dense(classes) }",
)
def import_failed(span: Span, path: str, reason: str) -> Diagnostic:
    return finding(f"cannot import `{path}`: {reason}", Label(span, "imported here"))


@problem(
    "E0113",
    "an import from outside of the spec's folder",
    why="A spec reads specs beside it and in folders below, and nothing else: one that was fetched from elsewhere, or "
    "kept with a run, cannot look around on the computer. A link that leads out of the folder leads outside as well.",
    wrong='import "../blocks/heads.dl"',
    right="block head(x: [n], classes) { x -> dense(classes) }",
)
def import_outside(span: Span, path: str) -> Diagnostic:
    message = f"`{path}` lies outside of the spec's folder"
    help = "copy it into the spec's folder, or keep the spec above everything that it imports"
    return finding(message, Label(span, "imported here"), help=help)


@problem(
    "E0111",
    "a word that refers to itself",
    why="A block or model that contains itself would never end.",
    wrong="block loop(x: [n]) { x -> loop }\nmodel Net(x: [4]) { x -> loop }",
    right="block step_once(x: [n]) { x -> dense(n) -> relu }\nmodel Net(x: [4]) { x -> 3 * step_once }",
)
def recursive(span: Span, name: str) -> Diagnostic:
    return finding(f"`{name}` contains itself", Label(span, "used inside itself"), help="`N * layer` repeats a layer")
