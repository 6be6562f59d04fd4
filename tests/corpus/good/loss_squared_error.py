class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["features"])  # []
    return jnp.square(x - batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
