def d(columns, fit):
    colour = fit.one_hot("d.colour", columns["colour"])  # [width_of(d.colour)]
    words = fit.tokens("d.words", columns["text"])  # int[t <= 4]
    y = columns["y"]  # class[2]
    return {"colour": colour, "words": words, "y": y}

class Widened(nnx.Module):
    def __init__(self, rngs, sizes):
        self.dense1 = nnx.Linear(sizes["d.colour.shape[0]"], 2 * sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [2 * width_of(d.colour)]
        return jax.nn.relu(x)

class Net(nnx.Module):
    def __init__(self, rngs, sizes):
        self.d_colour_shape_0 = sizes["d.colour.shape[0]"]
        self.widened1 = Widened(rngs, sizes=sizes)
        self.dense1 = nnx.Linear(2 * sizes["d.colour.shape[0]"], sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, x):
        x = self.widened1(x / jnp.sqrt(self.d_colour_shape_0))  # [2 * width_of(d.colour)]
        return self.dense1(x)  # [width_of(d.colour)]

class Reader(nnx.Module):
    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["d.words"], 8, rngs=rngs)
        self.dense1 = nnx.Linear(8, sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, words, t_length):
        x = self.embed1(words)  # [t <= 4, 8]
        x = jnp.mean(x, axis=1, where=places(x, t_length))  # [8]
        return self.dense1(x)  # [width_of(d.colour)]

def train_loss(models, batch, rngs):
    batch_size = len(batch["colour"])
    noise = jax.random.normal(rngs(), (batch_size, models.d_colour_shape_0))  # [width_of(d.colour)]
    x = models.Net(batch["colour"] + noise)
    y = models.Reader(batch["words"], t_length=batch["words.length"])
    x = jnp.mean(jnp.square(x - batch["colour"]), axis=-1)  # []
    # int[]
    z = jnp.max(
        batch["words"], axis=-1, where=places(batch["words"], batch["words.length"]), initial=jnp.iinfo(jnp.int32).min
    )
    last = jax.nn.one_hot(z, models.d_words)  # [vocabulary(d.words)]
    x = x + jnp.mean(jnp.square(y - batch["colour"]), axis=-1)  # []
    return jnp.mean(x + jnp.mean(last, axis=-1) / models.d_colour_shape_0)

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=nnx.Param)

def evaluate(models, batch):
    x = models.Net(batch["colour"])  # [width_of(d.colour)]
    y = models.Reader(batch["words"], t_length=batch["words.length"])
    return [(x, batch["colour"]), (y / models.d_colour_shape_0, batch["colour"])]
