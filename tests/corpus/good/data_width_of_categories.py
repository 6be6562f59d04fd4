def d(columns, fit):  # data_width_of_categories.dl:2
    colour = fit.one_hot("d.colour", columns["colour"])  # [width_of(d.colour)]  data_width_of_categories.dl:7
    words = fit.tokens("d.words", columns["text"])  # int[t <= 4]  data_width_of_categories.dl:8
    y = columns["y"]  # class[2]  data_width_of_categories.dl:2
    return {"colour": colour, "words": words, "y": y}

class Widened(nnx.Module):  # data_width_of_categories.dl:12
    def __init__(self, rngs, sizes):
        # data_width_of_categories.dl:12
        self.dense1 = nnx.Linear(sizes["d.colour.shape[0]"], 2 * sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [2 * width_of(d.colour)]  data_width_of_categories.dl:12
        return jax.nn.relu(x)

class Net(nnx.Module):  # data_width_of_categories.dl:14
    def __init__(self, rngs, sizes):
        self.d_colour_shape_0 = sizes["d.colour.shape[0]"]
        self.widened1 = Widened(rngs, sizes=sizes)  # data_width_of_categories.dl:14
        self.dense1 = nnx.Linear(2 * sizes["d.colour.shape[0]"], sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, x):
        # [2 * width_of(d.colour)]  data_width_of_categories.dl:14
        x = self.widened1(x / jnp.sqrt(self.d_colour_shape_0))
        return self.dense1(x)  # [width_of(d.colour)]

class Reader(nnx.Module):  # data_width_of_categories.dl:15
    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["d.words"], 8, rngs=rngs)  # data_width_of_categories.dl:15
        self.dense1 = nnx.Linear(8, sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, words, t_length):
        x = self.embed1(words)  # [t <= 4, 8]  data_width_of_categories.dl:15
        x = jnp.mean(x, axis=1, where=places(x, t_length))  # [8]
        return self.dense1(x)  # [width_of(d.colour)]

def train_loss(models, batch, rngs):  # data_width_of_categories.dl:20
    batch_size = len(batch["colour"])
    # [width_of(d.colour)]  data_width_of_categories.dl:18
    noise = jax.random.normal(rngs(), (batch_size, models.d_colour_shape_0))
    x = models.Net(batch["colour"] + noise)  # data_width_of_categories.dl:20
    y = models.Reader(batch["words"], t_length=batch["words.length"])
    x = jnp.mean(jnp.square(x - batch["colour"]), axis=-1)  # []
    # int[]  data_width_of_categories.dl:19
    z = jnp.max(
        batch["words"], axis=-1, where=places(batch["words"], batch["words.length"]), initial=jnp.iinfo(jnp.int32).min
    )
    last = jax.nn.one_hot(z, models.d_words)  # [vocabulary(d.words)]
    x = x + jnp.mean(jnp.square(y - batch["colour"]), axis=-1)  # []  data_width_of_categories.dl:20
    return jnp.mean(x + jnp.mean(last, axis=-1) / models.d_colour_shape_0)

def train_optimizer(models, steps):  # data_width_of_categories.dl:21
    return nnx.Optimizer(models, optax.adam(0.01), wrt=nnx.Param)

def evaluate(models, batch):  # data_width_of_categories.dl:24
    x = models.Net(batch["colour"])  # [width_of(d.colour)]  data_width_of_categories.dl:25
    y = models.Reader(batch["words"], t_length=batch["words.length"])  # data_width_of_categories.dl:26
    return [(x, batch["colour"]), (y / models.d_colour_shape_0, batch["colour"])]
