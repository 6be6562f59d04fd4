class Net(nnx.Module):  # loss_focal.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # loss_focal.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  loss_focal.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(models, batch, rngs=None, training=False):  # loss_focal.dl:3
    x = models.Net(batch["features"])  # []
    return jnp.mean(optax.sigmoid_focal_loss(x, batch["target"], gamma=1, alpha=0.25))

def train_optimizer(steps):  # loss_focal.dl:3
    return optax.sgd(0.1)
