"""The functions that a program carries besides those of its words: for stacks of layers and for half precision."""

import re

from compiler.vocabulary.helpers.general import helpers

OWN = {
    "stacked": '''
def stacked(count, module, *arguments, rngs, **options):
    """That many copies of a module as one, each weight with the copies along a new first axis."""

    @nnx.split_rngs(splits=count)
    @nnx.vmap(in_axes=0, out_axes=0)
    def build(rngs):
        return module(*arguments, rngs=rngs, **options)

    return build(rngs)
''',
    "repeat": '''
def repeat(layers, x, *others, rngs=None, **mode):
    """Stacked layers one after another, compiled once: each on what the one before gave."""
    graph, weights, statistics = nnx.split(layers, nnx.Param, ...)
    count = jax.tree.leaves(weights)[0].shape[0]
    keys = None if rngs is None else jax.random.split(rngs(), count)

    def run(x, layer):
        weights, statistics, key = layer
        module = nnx.merge(graph, weights, statistics, copy=True)
        draws = {} if key is None else {"rngs": nnx.Rngs(key)}
        x = module(x, *others, **draws, **mode)
        return x, nnx.split(module, nnx.Param, ...)[2]

    x, statistics = jax.lax.scan(run, x, (weights, statistics, keys))
    nnx.update(layers, statistics)
    return x
''',
    "averaged": '''
def averaged(average, models, decay, steps, accumulate=1):
    """The moving average after so many steps, of which `accumulate` make an update: it keeps `decay` of itself.

    In the first updates it keeps less, as it would long stay near the first weights otherwise.
    """
    updates, rest = jnp.divmod(steps, accumulate)
    decay = jnp.where(rest == 0, jnp.minimum(decay, updates / (9 + updates)), 1.0)
    return jax.tree.map(lambda old, new: old + (1 - decay) * (new - old), average, models)
''',
    "within": '''
def within(*parts):
    """Whether a weight belongs to one of some parts of models, by the paths that lead to them."""
    return lambda path, _: any(path[: len(part)] == part for part in parts)
''',
    "half": '''
def half(tree):
    """The real arrays of a tree in bfloat16."""
    return jax.tree.map(lambda x: x.astype(jnp.bfloat16) if jnp.issubdtype(x.dtype, jnp.floating) else x, tree)
''',
}


def carried(read: set[str]) -> list[str]:
    """The texts of the functions among the names that a program reads, and of those they call, in a fixed order."""
    known = helpers()
    wanted: set[str] = set()
    pending = [name for name in read if name in known]
    while pending:
        name = pending.pop()
        if name not in wanted:
            wanted.add(name)
            pending.extend(known[name].calls)
    texts = [helper.text for name, helper in known.items() if name in wanted]
    return [*texts, *(re.sub(r"\A\n|\n\Z", "", text) for name, text in OWN.items() if name in read)]
