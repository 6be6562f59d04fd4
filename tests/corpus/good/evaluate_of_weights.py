class Linear(nnx.Module):  # evaluate_of_weights.dl:2
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((10,)))  # evaluate_of_weights.dl:3

    def __call__(self, x):
        return jnp.sum(x * self.w, axis=-1)  # []  evaluate_of_weights.dl:4

def train_loss(models, batch, rngs=None, training=False):  # evaluate_of_weights.dl:6
    x = models.Linear(batch["features"])  # []
    return jnp.mean(jnp.square(x - batch["target"]))

def train_optimizer(steps):  # evaluate_of_weights.dl:6
    return optax.sgd(0.1)

def evaluate(models, batch):  # evaluate_of_weights.dl:7
    return [(models.Linear.w[...],)]
