class Net(nnx.Module):  # measure_classification_top.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 10, rngs=rngs)  # measure_classification_top.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [10]  measure_classification_top.dl:2

def train_loss(models, batch, rngs=None, training=False):  # measure_classification_top.dl:3
    x = models.Net(batch["features"])  # [10]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # measure_classification_top.dl:3
    return optax.sgd(0.1)

def evaluate(models, batch):  # measure_classification_top.dl:4
    x = models.Net(batch["features"])  # [10]
    return [(x, batch["target"])]
