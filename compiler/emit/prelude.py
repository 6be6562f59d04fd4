"""The functions that a program carries besides those of its words: for stacks of layers and for several optimizers."""

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
def repeat(layers, x, *others, **lengths):
    """Stacked layers one after another, compiled once: each on what the one before gave."""

    @nnx.scan(in_axes=(0, nnx.Carry), out_axes=nnx.Carry)
    def run(layer, x):
        return layer(x, *others, **lengths)

    return run(layers, x)
''',
    "descend": '''
def descend(loss, models, optimizers, *given):
    """A step of each optimizer down the gradient of a loss, on the weights that it trains."""
    trained = nnx.DiffState(0, nnx.Any(*(optimizer.wrt for optimizer in optimizers)))
    value, gradient = nnx.value_and_grad(loss, argnums=trained)(models, *given)
    for optimizer in optimizers:
        optimizer.update(models, gradient)
    return value
''',
    "within": '''
def within(*parts):
    """The weights of some parts of models, by the paths that lead to them."""
    return nnx.All(nnx.Param, lambda path, _: any(path[: len(part)] == part for part in parts))
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
