class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(1, 1, rngs=rngs)

    def __call__(self, x):
        x = jnp.expand_dims(x, axis=-1)  # [1]
        x = self.dense1(x)
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["x"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["x"])  # []
    return [(batch["x"], x, batch["y"])]
