class Net(nnx.Module):  # loss_absolute_error.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # loss_absolute_error.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  loss_absolute_error.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # loss_absolute_error.dl:3
    x = model(batch["features"])  # []
    return jnp.abs(x - batch["target"]).mean()

def train_optimizer(model, steps):  # loss_absolute_error.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
