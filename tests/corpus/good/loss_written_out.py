class Net(nnx.Module):  # loss_written_out.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # loss_written_out.dl:3

    def __call__(self, x):
        x = self.dense1(x)  # [1]  loss_written_out.dl:3
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # loss_written_out.dl:4
    x = model(batch["features"])  # []
    return jnp.mean((x - batch["target"]) ** 2)

def train_optimizer(model, steps):  # loss_written_out.dl:4
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
