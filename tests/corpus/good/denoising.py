def digits(columns, fit):
    x = columns["features"] / 16  # [64]
    return {"x": x}

class Clean(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 64, rngs=rngs)
        self.dense2 = nnx.Linear(64, 64, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        x = jax.nn.relu(x)
        return self.dense2(x)

def train_loss(model, batch, rngs):
    x = model(batch["x"] + 0.3 * jax.random.normal(rngs(), jnp.shape(batch["x"])))  # [64]
    return jnp.mean(jnp.square(x - batch["x"]), axis=-1).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["x"])  # [64]
    return [(jnp.mean(jnp.square(x - batch["x"]), axis=-1),)]
