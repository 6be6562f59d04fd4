def digits(columns, fit):
    x = columns["features"] / 16  # [64]
    return {"x": x}

class Encoder(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 2, rngs=rngs)
        self.dense3 = nnx.Linear(32, 2, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]
        h = jax.nn.relu(x)
        x = self.dense2(h)  # [2]
        y = self.dense3(h)
        return {"mean": x, "log_var": y}  # (mean: [2], log_var: [2])

class Decoder(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 64, rngs=rngs)

    def logits(self, z):
        x = self.dense1(z)  # [32]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [64]

    def __call__(self, z):
        x = self.logits(z)  # [64]
        return jax.nn.sigmoid(x)

def train_loss(models, batch, rngs):
    x = models.Encoder(batch["x"])  # (mean: [2], log_var: [2])
    mean = x["mean"]  # [2]
    log_var = x["log_var"]
    z = mean + jnp.exp(log_var / 2) * jax.random.normal(rngs(), jnp.shape(mean))
    x = models.Decoder.logits(z)  # [64]
    x = jnp.sum(optax.sigmoid_binary_cross_entropy(x, batch["x"]), axis=-1)  # []
    return jnp.mean(x + -0.5 * jnp.sum(1 + log_var - jnp.square(mean) - jnp.exp(log_var), axis=-1))

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.001), wrt=nnx.Param)

def evaluate(models, batch):
    x = models.Encoder(batch["x"])  # (mean: [2], log_var: [2])
    x = models.Decoder(x["mean"])  # [64]
    return [(batch["x"], x)]
