class Net(nnx.Module):  # evaluate_twice.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # evaluate_twice.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [3]  evaluate_twice.dl:6

def train_loss(models, batch, rngs=None, training=False):  # evaluate_twice.dl:7
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # evaluate_twice.dl:7
    return optax.sgd(0.1)

def evaluate(models, batch):  # evaluate_twice.dl:8
    x = models.Net(batch["features"])  # [3]
    return [(x, batch["target"])]

def evaluate2(models, batch):  # evaluate_twice.dl:9
    x = models.Net(batch["features"])  # [3]
    return [(x, batch["target"])]
