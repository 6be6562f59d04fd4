class A(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

class B(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(13, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def first_loss(models, batch):
    x = models.A(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def first_optimizer(models, steps):
    return nnx.Optimizer(models, optax.sgd(0.1), wrt=within(("A",)))

def second_loss(models, batch):
    x = models.B(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def second_optimizer(models, steps):
    return nnx.Optimizer(models, optax.sgd(0.1), wrt=within(("B",)))
