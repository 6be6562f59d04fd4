def iris(columns, fit):  # models_in_models.dl:2
    x = fit.standardize("iris.x", columns["features"])  # [4]  models_in_models.dl:3
    kind = columns["target"]  # class[3]  models_in_models.dl:2
    return {"x": x, "kind": kind}

class Zebra(nnx.Module):  # models_in_models.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # models_in_models.dl:6
        self.batch_norm1 = nnx.BatchNorm(8, rngs=rngs)
        self.dropout1 = nnx.Dropout(0.1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]  models_in_models.dl:6
        x = self.batch_norm1(x)
        x = jnp.tanh(x)
        return self.dropout1(x)

class Apple(nnx.Module):  # models_in_models.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)  # models_in_models.dl:7

    def __call__(self, x, zebra):
        x = zebra(x)  # [8]  models_in_models.dl:7
        return self.dense1(x)  # [3]

class Mango(nnx.Module):  # models_in_models.dl:8
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)  # models_in_models.dl:8

    def __call__(self, x, zebra):
        y = zebra(x)  # [8]  models_in_models.dl:8
        x = zebra(-x)
        return self.dense1(y + x)  # [3]

def pretrain_loss(models, batch):  # models_in_models.dl:10
    x = models.Apple(batch["x"], zebra=models.Zebra)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def pretrain_optimizer(models, steps):  # models_in_models.dl:10
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Zebra",), ("Apple",)))

def probe_loss(models, batch):  # models_in_models.dl:13
    x = models.Mango(batch["x"], zebra=models.Zebra)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def probe_optimizer(models, steps):  # models_in_models.dl:13
    return nnx.Optimizer(models, optax.chain(optax.clip_by_global_norm(1.0), optax.adam(0.01)), wrt=within(("Mango",)))

def evaluate(models, batch):  # models_in_models.dl:15
    x = models.Apple(batch["x"], zebra=models.Zebra)  # [3]
    y = models.Mango(batch["x"], zebra=models.Zebra)  # models_in_models.dl:16
    return [(x, batch["kind"]), (y, batch["kind"])]

def evaluate2(models, batch):  # models_in_models.dl:17
    x = models.Apple(batch["x"], zebra=models.Zebra)  # [3]
    return [(x, batch["kind"])]
