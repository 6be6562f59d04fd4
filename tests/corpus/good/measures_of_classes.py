class Net(nnx.Module):  # measures_of_classes.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # measures_of_classes.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  measures_of_classes.dl:2

def train_loss(models, batch, rngs=None, training=False):  # measures_of_classes.dl:3
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # measures_of_classes.dl:3
    return optax.sgd(0.1)

def evaluate(models, batch):  # measures_of_classes.dl:4
    x = models.Net(batch["features"])  # [3]  measures_of_classes.dl:5
    return [
        (x, batch["target"]),
        (x, batch["target"]),
        (x, batch["target"]),
        (x, batch["target"]),
        (x, batch["target"]),
        (x, batch["target"]),
    ]
