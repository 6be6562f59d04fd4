class Body(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        return jax.nn.relu(x)

class Head(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def pretrain_loss(models, batch):
    x = models.Body(batch["features"])  # [8]
    x = models.Head(x)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def pretrain_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.001), wrt=nnx.Param)

def probe_loss(models, batch):
    x = models.Body(batch["features"])  # [8]
    x = models.Head(x)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def probe_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.001), wrt=within(("Head",)))
