class Net(nnx.Module):  # loss_hinge.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # loss_hinge.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  loss_hinge.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # loss_hinge.dl:3
    x = model(batch["features"])  # []
    return optax.hinge_loss(x, 2 * batch["target"] - 1).mean()

def train_optimizer(model, steps):  # loss_hinge.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
