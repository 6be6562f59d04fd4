class Encoder(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        return jnp.tanh(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x, encoder):
        y = encoder(x)  # [8]
        x = encoder(-x)
        return self.dense1(y - x)  # [3]

def train_loss(models, batch):
    x = models.Net(batch["features"], encoder=models.Encoder)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.sgd(0.1), wrt=nnx.Param)
