"""Where the weights start: drawn on the host, from the layers' own distributions or those that the spec states.

Compiled one by one, a LeNet's initialisers cost 3 s; as one program, longer still where layers are not stacked;
drawn by NumPy, below 0.1 s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compiler import ir
from compiler.emit import rules
from compiler.python.identifiers import attribute
from compiler.python.printer import constant, text
from compiler.python.target import Comprehension, Expr, Literal, Range, Subscript, call, name, operator
from compiler.vocabulary.base import Word
from compiler.vocabulary.speech import Initializer

ANY, COPY = "*_", "_"
RANDOM = ("kernel", "embedding")
ONES = ("scale", "var")

HEAD = '''
def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
'''

TAIL = """
    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A weight or running statistic by its path.

    `layers` counts the stacked axes in front of its own; `stack` is the path of the stack that it is in.
    """

    path: tuple[str, ...]
    initial: "float | Word | None"
    layers: int
    stack: tuple[str, ...]

    @property
    def last(self) -> str:
        return self.path[-1]


def sites(
    module: ir.Module, path: tuple[str, ...] = (), layers: int = 0, stack: tuple[str, ...] = ()
) -> Iterator[Site]:
    """Every array of a module and its parts; a copy in a list has `_` for its number."""
    for member in module.members:
        here = (*path, attribute(member.name))
        match member:
            case ir.Layer(word=word, inputs=inputs):
                for key in (*word.weight_shapes(inputs), *word.statistic_shapes(inputs)):
                    yield Site((*here, *word.array_path(key)), word.array_start(key), layers, stack)
            case ir.WeightSite(initial=initial):
                yield Site(here, initial, layers, stack)
            case ir.Part(module=part):
                yield from sites(part, here, layers, stack)
            case ir.Stack(module=copy, count=count) if rules.scans(count, copy):
                yield from sites(copy, here, layers + 1, here)
            case ir.Stack(module=copy):
                yield from sites(copy, (*here, COPY), layers, stack)


def initialise(models: Sequence[ir.Module], sized: bool = False) -> str:
    """The text of `initialise`; `sized` where models are built with sizes that only the data tell."""
    every = [site for model in models for site in sites(model, (model.name,))]
    cases: dict[tuple[str, ...], str] = {}
    for site in every:
        drawn = draw(site)
        if drawn is not None:
            cases[pattern(site, every)] = text(drawn)
    ordered = sorted(cases.items(), key=lambda case: case[0][0] == ANY)  # what says most comes first
    made = HEAD if models else HEAD.replace("Models(nnx.Rngs(0))", "Models()")
    if sized:
        made = made.replace("(seed)", "(seed, sizes)", 1).replace("nnx.Rngs(0))", "nnx.Rngs(0), sizes)")
    lines = made.strip().split("\n")
    if any("generator" in value for _, value in ordered):
        lines.append("    generator = np.random.default_rng(seed)")
    lines += ["", "    def draw(path, leaf):"]
    if ordered:
        lines.append("        match [key.key for key in path[:-1]]:")
        for value in dict.fromkeys(value for _, value in ordered):
            alike = [path for path, other in ordered if other == value]
            lines += [f"            case {shown(alike)}:", f"                return {value}"]
        lines += ["            case _:", "                return np.zeros(leaf.shape, leaf.dtype)"]
    else:
        lines.append("        return np.zeros(leaf.shape, leaf.dtype)")
    return "\n".join(lines) + "\n" + TAIL.rstrip()


def shown(paths: Sequence[tuple[str, ...]]) -> str:
    """A `case` for some paths: `[*_, "scale" | "var"]`."""
    if all(len(path) == 2 and path[0] == ANY for path in paths):
        return f"[*_, {' | '.join(constant(path[-1]) for path in paths)}]"
    return " | ".join(
        f"[{', '.join(part if part in (ANY, COPY) else constant(part) for part in path)}]" for path in paths
    )


SHAPE, TYPE, GENERATOR = name("leaf.shape"), name("leaf.dtype"), name("generator")


def draw(site: Site) -> Expr | None:
    """A site's first values; None where they are zeros, as most are."""
    own = SHAPE if not site.layers else Subscript(SHAPE, (Range(Literal(site.layers), None),))
    match site.initial:
        case Word() as word if isinstance(word, Initializer):
            return one_for_each_copy(word.draw(GENERATOR, own), site.layers)
        case float() | int() as number if number != 0:
            return call("np.full", SHAPE, float(number), TYPE)
        case None if site.last == "kernel":
            return one_for_each_copy(call("lecun_normal", GENERATOR, own), site.layers)
        case None if site.last == "embedding":
            # Flax's own: a normal distribution of variance 1 / features.
            deviation = operator("**", Subscript(SHAPE, (Literal(-1),)), -0.5)
            return call("normal", GENERATOR, SHAPE, std=deviation)
        case None if site.last in ONES:
            return call("np.ones", SHAPE, TYPE)
        case number if number is not None and site.last in (*RANDOM, *ONES):
            return call("np.zeros", SHAPE, TYPE)
        case _:
            return None


def one_for_each_copy(drawn: Expr, layers: int) -> Expr:
    """A draw for every copy of a stacked layer: the stacked axes are no inputs of a unit."""
    if not layers:
        return drawn
    if layers == 1:
        return call("np.stack", Comprehension(drawn, "_", call("range", Subscript(SHAPE, (Literal(0),)))))
    count = call("math.prod", Subscript(SHAPE, (Range(None, Literal(layers)),)))
    return call("np.reshape", call("np.stack", Comprehension(drawn, "_", call("range", count))), SHAPE)


def pattern(site: Site, every: Sequence[Site]) -> tuple[str, ...]:
    """What tells a site from those that start otherwise: its last name if that is enough, else its stack or path."""
    others = [other for other in every if other.last == site.last]
    if all(repr(draw(other)) == repr(draw(site)) for other in others):
        return (ANY, site.last)
    if site.initial is None and not site.layers:
        return (ANY, site.last)  # stands behind the exceptions
    if site.stack:
        inside = [other for other in others if other.path[: len(site.stack)] == site.stack]
        if all(repr(draw(other)) == repr(draw(site)) for other in inside):
            return (*site.stack, ANY, site.last)
    return site.path
