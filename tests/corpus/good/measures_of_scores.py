class Net(nnx.Module):  # measures_of_scores.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # measures_of_scores.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  measures_of_scores.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(models, batch, rngs=None, training=False):  # measures_of_scores.dl:3
    x = models.Net(batch["features"])  # []
    return jnp.mean(optax.sigmoid_binary_cross_entropy(x, batch["target"]))

def train_optimizer(steps):  # measures_of_scores.dl:3
    return optax.sgd(0.1)

def evaluate(models, batch):  # measures_of_scores.dl:4
    x = models.Net(batch["features"])  # []  measures_of_scores.dl:5
    return [(x, batch["target"]), (x, batch["target"]), (x, batch["target"])]
