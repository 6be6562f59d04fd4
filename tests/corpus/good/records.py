class Code(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 2, rngs=rngs)
        self.dense2 = nnx.Linear(4, 2, rngs=rngs)

    def __call__(self, x):
        y = self.dense1(x)  # [2]
        x = self.dense2(x)
        return {"mean": y, "spread": x}  # (mean: [2], spread: [2])

class Head(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def train_loss(models, batch):
    x = models.Code(batch["features"])  # (mean: [2], spread: [2])
    mean = x["mean"]  # [2]
    y = models.Head(mean)  # [3]
    spread = x["spread"]  # [2]
    x = optax.softmax_cross_entropy_with_integer_labels(y, batch["target"])  # []
    return jnp.mean(x + 0.01 * jnp.sum(spread * spread, axis=-1))

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.001), wrt=nnx.Param)

def evaluate(models, batch):
    x = models.Code(batch["features"])  # (mean: [2], spread: [2])
    x = models.Head(x["mean"])  # [3]
    return [(x, batch["target"])]
