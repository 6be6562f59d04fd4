class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["features"])  # []
    return optax.losses.perceptron_loss(x, 2 * batch["target"] - 1).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
