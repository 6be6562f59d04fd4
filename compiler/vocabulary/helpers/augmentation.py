"""The functions of augmentation that emitted programs carry: each example of a batch is drawn for by itself.

A word of `augmentation` names the one that it calls.  The texts are never run here.
"""

TEXT = '''
def each(values, x):
    """One value for each example, with axes of 1 for all of x's others."""
    return values.reshape(-1, *[1] * (x.ndim - 1))


def random_flip(key, x, p, axis):
    """Each example mirrored along an axis, with probability p."""
    return jnp.where(each(jax.random.bernoulli(key, p, x.shape[:1]), x), jnp.flip(x, axis), x)


def random_window(key, x, padding, size):
    """Each example with its axes but the last padded with 0 on both sides, then cut to `size` at a place of its own."""
    padded = jnp.pad(x, [(0, 0), *((width, width) for width in padding), (0, 0)])
    keys = jax.random.split(key, len(size))
    rooms = [whole - part + 1 for whole, part in zip(padded.shape[1:-1], size, strict=True)]
    starts = [jax.random.randint(key, x.shape[:1], 0, room) for key, room in zip(keys, rooms, strict=True)]

    def cut(example, *start):
        return jax.lax.dynamic_slice(example, (*start, 0), (*size, example.shape[-1]))

    return jax.vmap(cut)(padded, *starts)


def random_rectangle(key, x, area, ratio):
    """For each image a rectangle within it, of a share of its area and a ratio of height to width: top, left, sides."""
    height, width = x.shape[1:3]
    keys = jax.random.split(key, 4)
    share = jax.random.uniform(keys[0], x.shape[:1], minval=area[0], maxval=area[1]) * height * width
    sides = jnp.exp(jax.random.uniform(keys[1], x.shape[:1], minval=math.log(ratio[0]), maxval=math.log(ratio[1])))
    rows = jnp.clip(jnp.round(jnp.sqrt(share * sides)), 1, height)
    columns = jnp.clip(jnp.round(jnp.sqrt(share / sides)), 1, width)
    top = jnp.floor(jax.random.uniform(keys[2], x.shape[:1]) * (height - rows + 1))
    left = jnp.floor(jax.random.uniform(keys[3], x.shape[:1]) * (width - columns + 1))
    return top, left, rows, columns


def covered(x, top, left, rows, columns):
    """Which pixels of each image lie in its rectangle: [batch, height, width, 1]."""
    y, across = jnp.arange(x.shape[1])[:, None, None], jnp.arange(x.shape[2])[:, None]
    top, left, rows, columns = (each(side, x) for side in (top, left, rows, columns))
    return (top <= y) & (y < top + rows) & (left <= across) & (across < left + columns)


def random_erase(key, x, p, area, ratio, value):
    """A rectangle of each image replaced by a value, with probability p (Zhong et al., 2020)."""
    chance, place = jax.random.split(key)
    erased = each(jax.random.bernoulli(chance, p, x.shape[:1]), x)
    return jnp.where(erased & covered(x, *random_rectangle(place, x, area, ratio)), jnp.asarray(value, x.dtype), x)


def cutout(key, x, size):
    """A square of 0 around a random pixel of each image; a part of it may lie outside (DeVries & Taylor, 2017)."""
    keys = jax.random.split(key)
    top, left = (jax.random.randint(keys[i], x.shape[:1], 0, x.shape[i + 1]) - size // 2 for i in range(2))
    sides = jnp.full(x.shape[:1], size)
    return jnp.where(covered(x, top, left, sides, sides), jnp.zeros((), x.dtype), x)


def random_rotate(key, x, degrees):
    """Each image turned around its middle, by linear interpolation; what was outside is 0."""
    angles = jax.random.uniform(key, x.shape[:1], minval=-degrees, maxval=degrees) * (math.pi / 180)
    middle = [(side - 1) / 2 for side in x.shape[1:3]]
    y, across = jnp.meshgrid(*(jnp.arange(2 * half + 1) - half for half in middle), indexing="ij")

    def turned(image, angle):
        cos, sin = jnp.cos(angle), jnp.sin(angle)
        places = [cos * y - sin * across + middle[0], sin * y + cos * across + middle[1]]
        sample = jax.scipy.ndimage.map_coordinates
        return jax.vmap(lambda channel: sample(channel, places, order=1), in_axes=-1, out_axes=-1)(image)

    return jax.vmap(turned)(x, angles)


def random_factor(key, x, amount):
    """A factor for each example between 1 - amount and 1 + amount."""
    return each(jax.random.uniform(key, x.shape[:1], x.dtype, 1 - amount, 1 + amount), x)


def random_brightness(key, x, amount):
    """Each image times a factor of its own."""
    return random_factor(key, x, amount) * x


def random_contrast(key, x, amount):
    """Each image's distance from its mean times a factor of its own."""
    mean = x.mean(axis=(1, 2, 3), keepdims=True)
    return mean + random_factor(key, x, amount) * (x - mean)


def random_saturation(key, x, amount):
    """Each image's distance from its brightness (ITU-R BT.601) times a factor of its own."""
    grey = x @ jnp.array([[0.299], [0.587], [0.114]], x.dtype)
    return grey + random_factor(key, x, amount) * (x - grey)


def random_hue(key, x, amount):
    """Each image's hues turned by an angle of its own, up to a share of the circle, by way of HSV (Smith, 1978)."""
    turn = each(jax.random.uniform(key, x.shape[:1], x.dtype, -amount, amount), x[..., 0])
    red, green, blue = jnp.moveaxis(x, -1, 0)
    value = x.max(axis=-1)
    chroma = value - x.min(axis=-1)
    width = jnp.where(chroma > 0, chroma, 1)
    hue = jnp.where(value == green, 2 + (blue - red) / width, 4 + (red - green) / width)
    hue = jnp.where(value == red, (green - blue) / width, hue) + 6 * turn
    places = [(start + hue) % 6 for start in (5, 3, 1)]
    return jnp.stack([value - chroma * jnp.clip(jnp.minimum(at, 4 - at), 0, 1) for at in places], axis=-1)


def colour_jitter(key, x, brightness, contrast, saturation, hue):
    """Each image's brightness, contrast, saturation and hue changed, one after the other."""
    keys = jax.random.split(key, 4)
    x = random_brightness(keys[0], x, brightness)
    x = random_contrast(keys[1], x, contrast)
    x = random_saturation(keys[2], x, saturation)
    return random_hue(keys[3], x, hue) if hue else x


def random_resized_crop(key, x, size, area, ratio):
    """A rectangle of each image, brought to `size` by linear interpolation (Szegedy et al., 2015)."""

    def cut(image, top, left, rows, columns):
        scale = jnp.stack([size[0] / rows, size[1] / columns])
        move = -jnp.stack([top, left]) * scale
        return jax.image.scale_and_translate(image, (*size, image.shape[-1]), (0, 1), scale, move, "linear")

    return jax.vmap(cut)(x, *random_rectangle(key, x, area, ratio))


def spec_augment(key, x, time, frequency, masks, value):
    """Stretches of time and bands of frequency of each spectrogram replaced by a value (Park et al., 2019)."""
    masked = False
    for axis, most in ((1, time), (2, frequency)):
        places = jnp.arange(x.shape[axis]).reshape(-1, *[1] * (x.ndim - axis - 1))
        for _ in range(masks):
            key, length, start = jax.random.split(key, 3)
            width = jax.random.randint(length, x.shape[:1], 0, most + 1)
            first = jnp.floor(jax.random.uniform(start, x.shape[:1]) * (x.shape[axis] - width + 1))
            masked |= (each(first, x) <= places) & (places < each(first + width, x))
    return jnp.where(masked, jnp.asarray(value, x.dtype), x)


def mixup(x, share):
    """Each example in its share, and the next one of the batch in the rest."""
    share = each(share, x)
    return share * x + (1 - share) * jnp.roll(x, -1, axis=0)
'''
