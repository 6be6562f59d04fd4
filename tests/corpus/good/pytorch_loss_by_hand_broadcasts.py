class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [1]

def train_loss(model, batch):
    x = model(batch["features"])  # [1]
    return jnp.mean((x - batch["target"][:, None]) ** 2, axis=-1).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)
