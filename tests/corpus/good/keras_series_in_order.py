class Net(nnx.Module):  # keras_series_in_order.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # keras_series_in_order.dl:7

    def __call__(self, x):
        x = self.dense1(x)  # [1]  keras_series_in_order.dl:7
        return jnp.squeeze(x, axis=1)  # []

def train_loss(models, batch, rngs=None, training=False):  # keras_series_in_order.dl:8
    x = models.Net(batch["features"])  # []
    return jnp.mean(jnp.square(x - batch["target"]))

def train_optimizer(steps):  # keras_series_in_order.dl:8
    return optax.sgd(0.1)
