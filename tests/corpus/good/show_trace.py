class Net(nnx.Module):  # show_trace.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # show_trace.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  show_trace.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(models, batch, rngs=None, training=False):  # show_trace.dl:3
    x = models.Net(batch["features"])  # []
    return jnp.mean(jnp.square(x - batch["target"]))

def train_optimizer(steps):  # show_trace.dl:3
    return optax.sgd(0.1)

def evaluate(models, batch):  # show_trace.dl:4
    x = models.Net(batch["features"])  # []
    return [(batch["features"], x, batch["target"])]
