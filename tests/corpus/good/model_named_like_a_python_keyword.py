class Not(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jax.nn.sigmoid(x)

class Twice(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x, not_):
        x = not_(x)
        x = not_(x)
        return self.dense1(x)  # [3]

def train_loss(models, batch):
    x = models.Twice(batch["features"], not_=models.Not)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=nnx.Param)

def evaluate(models, batch):
    x = models.Twice(batch["features"], not_=models.Not)  # [3]
    return [(x, batch["target"])]
