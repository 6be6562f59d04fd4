def digits(columns, fit):
    x = columns["features"] / 16  # [64]
    return {"x": x}

class Encoder(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 2, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [2]

class Decoder(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 64, rngs=rngs)

    def logits(self, x):
        x = self.dense1(x)  # [32]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [64]

    def __call__(self, x):
        x = self.logits(x)  # [64]
        return jax.nn.sigmoid(x)

def train_loss(models, batch):
    x = models.Encoder(batch["x"])  # [2]
    x = models.Decoder.logits(x)  # [64]
    return jnp.sum(optax.sigmoid_binary_cross_entropy(x, batch["x"]), axis=-1).mean()

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.sgd(0.1), wrt=nnx.Param)
