class Body(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        return jax.nn.relu(x)

class Head(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def train_loss(models, batch):
    x = models.Body(batch["features"])  # [16]
    x = models.Head(x)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.001), wrt=within(("Head",)))

def train2_loss(models, batch):
    x = models.Body(batch["features"])  # [16]
    x = models.Head(x)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train2_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.0001), wrt=nnx.Param)

def evaluate(models, batch):
    x = models.Body(batch["features"])  # [16]
    x = models.Head(x)  # [3]
    return [(x, batch["target"])]
