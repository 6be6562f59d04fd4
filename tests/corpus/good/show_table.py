class Net(nnx.Module):  # show_table.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # show_table.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  show_table.dl:2

def train_loss(models, batch, rngs=None, training=False):  # show_table.dl:3
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # show_table.dl:3
    return optax.sgd(0.1)

def evaluate(models, batch):  # show_table.dl:4
    x = models.Net(batch["features"])  # [3]
    return [(batch["features"], x, batch["target"])]
