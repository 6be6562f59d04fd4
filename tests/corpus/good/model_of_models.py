class Body(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        return jax.nn.relu(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x, body):
        x = body(x)  # [8]
        return self.dense1(x)  # [3]

def train_loss(models, batch):
    x = models.Net(batch["features"], body=models.Body)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=nnx.Param)

def evaluate(models, batch):
    x = models.Net(batch["features"], body=models.Body)  # [3]
    return [(x, batch["target"])]
