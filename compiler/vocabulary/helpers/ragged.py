"""The functions that emitted programs carry for examples of different lengths, padded to one."""

TEXT = '''
def places(x, length, axis=1):
    """Which places along an axis belong to the example: the others fill it up to the longest that there may be."""
    return beside(jnp.arange(x.shape[axis]) < length[:, None], x, axis)


def beside(values, x, axis):
    """Values for each place of an axis, [batch, places], with axes of 1 where the array has others."""
    return values.reshape(-1, *[1] * (axis - 1), values.shape[-1], *[1] * (x.ndim - axis - 1))


def only(x, length, value=0, axis=1):
    """The examples with a value in place of their padding."""
    return jnp.where(places(x, length, axis), x, value)


def chosen(x, index, axis=1):
    """The places of each example along an axis that `index` names, int32 [batch, places]."""
    return jnp.take_along_axis(x, beside(index, x, axis), axis=axis, mode="clip")


def counted(index, length, size):
    """Places, those below 0 counted from each example's end; one that it has not is beyond an axis of `size` too."""
    length = length.reshape(-1, *[1] * (index.ndim - 1))
    index = jnp.where(index < 0, index + length, index)
    return jnp.where((index >= 0) & (index < length), index, size)


def filled(x, length, axis=1):
    """The examples padded with their own last place, so that padding holds no value that the example does not."""
    return chosen(x, jnp.minimum(jnp.arange(x.shape[axis]), length[:, None] - 1), axis)


def flipped(x, length, axis=1):
    """Each example in the opposite order."""
    return chosen(x, jnp.maximum(length[:, None] - 1 - jnp.arange(x.shape[axis]), 0), axis)


def rolled(x, length, shift, axis=1):
    """Each example moved by so many places; what leaves it at one end comes in at the other."""
    return chosen(x, (jnp.arange(x.shape[axis]) - shift) % length[:, None], axis)


def tiled(x, length, count, axis=1):
    """Each example several times, one behind the other."""
    return chosen(x, jnp.arange(x.shape[axis] * count) % length[:, None], axis)


def joined(parts, lengths, axis=1):
    """The examples of several arrays one behind the other; of each part their lengths, or the one that all have."""
    x = jnp.concatenate(parts, axis)
    index = place = jnp.arange(x.shape[axis])[None]
    start = first = 0
    for part, length in zip(parts, lengths, strict=True):
        index = jnp.where(place >= start, place - start + first, index)
        start, first = start + jnp.reshape(length, (-1, 1)), first + part.shape[axis]
    return chosen(x, index, axis)


def strided(x, length, stride, reach, ahead, axis=1):
    """The examples between zeros, each where the windows of a strided `same` convolution fall on it as on it alone.

    How many zeros `same` puts in front depends on the length; the windows that begin in the first `ahead` places
    see nothing of the example.
    """

    def front(n):
        return jnp.maximum((-(-n // stride) - 1) * stride + reach - n, 0) // 2

    place = jnp.arange(x.shape[axis] + ahead) - (ahead + front(length) - front(x.shape[axis]))[:, None]
    inside = (place >= 0) & (place < length[:, None])
    return jnp.where(beside(inside, x, axis), chosen(x, jnp.maximum(place, 0), axis), 0)


def adaptive_pool_each(x, length, places, reduce, axis=1, **start):
    """An axis cut into so many windows of each example, of which each becomes one value."""
    place = jnp.arange(x.shape[axis])
    parts = []
    for i in range(places):
        first, end = i * length // places, -(-(i + 1) * length // places)
        within = (place >= first[:, None]) & (place < end[:, None])
        parts.append(reduce(x, axis=axis, where=beside(within, x, axis), **start))
    return jnp.stack(parts, axis=axis)
'''
