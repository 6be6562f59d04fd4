class Net(nnx.Module):  # measure_regression.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # measure_regression.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  measure_regression.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(models, batch, rngs=None, training=False):  # measure_regression.dl:3
    x = models.Net(batch["features"])  # []
    return jnp.mean(jnp.square(x - batch["target"]))

def train_optimizer(steps):  # measure_regression.dl:3
    return optax.sgd(0.1)

def evaluate(models, batch):  # measure_regression.dl:4
    x = models.Net(batch["features"])  # []
    return [(x, batch["target"])]
