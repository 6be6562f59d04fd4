class Net(nnx.Module):  # pytorch_squeezed_regression.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 16, rngs=rngs)  # pytorch_squeezed_regression.dl:3
        self.dense2 = nnx.Linear(16, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]  pytorch_squeezed_regression.dl:3
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(models, batch, rngs=None, training=False):  # pytorch_squeezed_regression.dl:4
    x = models.Net(batch["features"])  # []
    return jnp.mean(jnp.square(x - batch["target"]))

def train_optimizer(steps):  # pytorch_squeezed_regression.dl:4
    return optax.sgd(0.1)
