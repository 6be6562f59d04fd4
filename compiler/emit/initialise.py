"""Where the weights start: drawn on the host, from the layers' own distributions or those that the spec states.

Compiled one by one, a LeNet's initialisers cost 3 s; as one program, longer still where layers are not stacked; drawn by
NumPy, below 0.1 s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compiler import ir
from compiler.emit import rules
from compiler.emit.names import attribute
from compiler.emit.printer import constant, text
from compiler.target import Comprehension, Expr, Literal, Range, Subscript, call, name, operator
from compiler.vocabulary.base import Initializer, Word

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
    """A weight or running statistic by its path; `layers` counts the stacked axes in front of its own."""

    path: tuple[str, ...]
    initial: "float | Word | None"
    layers: int

    @property
    def last(self) -> str:
        return self.path[-1]


def sites(module: ir.Module, path: tuple[str, ...] = (), layers: int = 0) -> Iterator[Site]:
    """Every array of a module and its parts; a copy in a list has `_` for its number."""
    for member in module.members:
        here = (*path, attribute(member.name))
        match member:
            case ir.Layer(word=word, inputs=inputs):
                for key in (*word.weight_shapes(inputs), *word.statistic_shapes(inputs)):
                    yield Site((*here, key), None, layers)
            case ir.WeightSite(initial=initial):
                yield Site(here, initial, layers)
            case ir.Part(module=part):
                yield from sites(part, here, layers)
            case ir.Stack(module=copy, count=count) if rules.scans(count, copy):
                yield from sites(copy, here, layers + 1)
            case ir.Stack(module=copy):
                yield from sites(copy, (*here, COPY), layers)


def initialise(models: Sequence[ir.Module]) -> str:
    """The text of `initialise`."""
    every = [site for model in models for site in sites(model, (model.name,))]
    cases: dict[tuple[str, ...], str] = {}
    for site in sorted(every, key=lambda site: site.initial is None):
        drawn = draw(site)
        if drawn is not None:
            cases[pattern(site, every)] = text(drawn)
    lines = HEAD.strip().split("\n")
    if any("generator" in drawn for drawn in cases.values()):
        lines.append("    generator = np.random.default_rng(seed)")
    lines += ["", "    def draw(path, leaf):"]
    if cases:
        lines.append("        match [key.key for key in path[:-1]]:")
        for path, drawn in cases.items():
            shown = ", ".join(part if part in (ANY, COPY) else constant(part) for part in path)
            lines += [f"            case [{shown}]:", f"                return {drawn}"]
        lines += ["            case _:", "                return np.zeros(leaf.shape, leaf.dtype)"]
    else:
        lines.append("        return np.zeros(leaf.shape, leaf.dtype)")
    return "\n".join(lines) + "\n" + TAIL.rstrip()


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
    """What tells a site from all that start otherwise: its last name where that is enough, else its whole path."""
    others = (other for other in every if other.last == site.last)
    if all(repr(draw(other)) == repr(draw(site)) for other in others):
        return (ANY, site.last)
    if site.initial is None and not site.layers:
        return (ANY, site.last)  # stands behind the exceptions
    return site.path
