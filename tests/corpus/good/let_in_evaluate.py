class Net(nnx.Module):  # let_in_evaluate.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # let_in_evaluate.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  let_in_evaluate.dl:2

def train_loss(models, batch, rngs=None, training=False):  # let_in_evaluate.dl:3
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # let_in_evaluate.dl:3
    return optax.sgd(0.1)

def evaluate(models, batch):  # let_in_evaluate.dl:4
    scores = models.Net(batch["features"])  # [3]  let_in_evaluate.dl:5
    return [(scores, batch["target"]), (scores, batch["target"])]
