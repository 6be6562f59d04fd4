class Net(nnx.Module):  # measures_of_numbers.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # measures_of_numbers.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  measures_of_numbers.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(models, batch, rngs=None, training=False):  # measures_of_numbers.dl:3
    x = models.Net(batch["features"])  # []
    return jnp.mean(jnp.square(x - batch["target"]))

def train_optimizer(steps):  # measures_of_numbers.dl:3
    return optax.sgd(0.1)

def evaluate(models, batch):  # measures_of_numbers.dl:4
    x = models.Net(batch["features"])  # []  measures_of_numbers.dl:5
    return [(x, batch["target"]), (x, batch["target"]), (x, batch["target"])]
