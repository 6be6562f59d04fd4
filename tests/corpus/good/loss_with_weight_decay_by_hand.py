class Linear(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((10,)))
        self.b = nnx.Param(jnp.zeros(()))

    def __call__(self, x):
        return jnp.sum(x * self.w, axis=-1) + self.b  # []

def train_loss(model, batch):
    x = model(batch["features"])  # []
    return jnp.mean(jnp.square(x - batch["target"]) + 0.01 * jnp.sum(jnp.square(model.w[...])))

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
