class Code(nnx.Module):  # records.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 2, rngs=rngs)  # records.dl:2
        self.dense2 = nnx.Linear(4, 2, rngs=rngs)

    def __call__(self, x):
        y = self.dense1(x)  # [2]  records.dl:2
        x = self.dense2(x)
        return {"mean": y, "spread": x}  # (mean: [2], spread: [2])

class Head(nnx.Module):  # records.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 3, rngs=rngs)  # records.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [3]  records.dl:3

def train_loss(models, batch):  # records.dl:6
    x = models.Code(batch["features"])  # (mean: [2], spread: [2])  records.dl:5
    mean = x["mean"]  # [2]
    y = models.Head(mean)  # [3]  records.dl:6
    spread = x["spread"]  # [2]  records.dl:5
    x = optax.softmax_cross_entropy_with_integer_labels(y, batch["target"])  # []  records.dl:6
    return jnp.mean(x + 0.01 * jnp.sum(spread * spread, axis=-1))

def train_optimizer(models, steps):  # records.dl:6
    return nnx.Optimizer(models, optax.adam(0.001), wrt=nnx.Param)

def evaluate(models, batch):  # records.dl:8
    x = models.Code(batch["features"])  # (mean: [2], spread: [2])
    x = models.Head(x["mean"])  # [3]
    return [(x, batch["target"])]
