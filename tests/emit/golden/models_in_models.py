def iris(columns, fit):
    x = fit.standardize("iris.x", columns["features"])  # [4]
    kind = columns["target"]  # class[3]
    return {"x": x, "kind": kind}

class Zebra(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(8, rngs=rngs)
        self.dropout1 = nnx.Dropout(0.1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        x = self.batch_norm1(x)
        x = jnp.tanh(x)
        return self.dropout1(x)

class Apple(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x, zebra):
        x = zebra(x)  # [8]
        return self.dense1(x)  # [3]

class Mango(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x, zebra):
        y = zebra(x)  # [8]
        x = zebra(-x)
        return self.dense1(y + x)  # [3]

def pretrain_loss(models, batch):
    x = models.Apple(batch["x"], zebra=models.Zebra)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def pretrain_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Zebra",), ("Apple",)))

def probe_loss(models, batch):
    x = models.Mango(batch["x"], zebra=models.Zebra)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def probe_optimizer(models, steps):
    return nnx.Optimizer(models, optax.chain(optax.clip_by_global_norm(1.0), optax.adam(0.01)), wrt=within(("Mango",)))

def evaluate(models, batch):
    x = models.Apple(batch["x"], zebra=models.Zebra)  # [3]
    y = models.Mango(batch["x"], zebra=models.Zebra)
    return [(x, batch["kind"]), (y, batch["kind"])]

def evaluate2(models, batch):
    x = models.Apple(batch["x"], zebra=models.Zebra)  # [3]
    return [(x, batch["kind"])]
