def digits(columns, fit):
    x = columns["features"] / 16  # [64]
    return {"x": x}

class Encoder(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [8]

def train_loss(model, batch, rngs):
    a = model(batch["x"] + 0.1 * jax.random.normal(rngs(), jnp.shape(batch["x"])))  # [8]
    b = model(batch["x"] + 0.1 * jax.random.normal(rngs(), jnp.shape(batch["x"])))
    return optax.cosine_distance(a, b, epsilon=1e-08).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)
