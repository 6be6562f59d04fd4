class Net(nnx.Module):  # show_curve.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(1, 1, rngs=rngs)  # show_curve.dl:2

    def __call__(self, x):
        x = jnp.expand_dims(x, axis=-1)  # [1]  show_curve.dl:2
        x = self.dense1(x)
        return jnp.squeeze(x, axis=1)  # []

def train_loss(models, batch, rngs=None, training=False):  # show_curve.dl:3
    x = models.Net(batch["x"])  # []
    return jnp.mean(jnp.square(x - batch["y"]))

def train_optimizer(steps):  # show_curve.dl:3
    return optax.sgd(0.1)

def evaluate(models, batch):  # show_curve.dl:4
    x = models.Net(batch["x"])  # []
    return [(batch["x"], x, batch["y"])]
