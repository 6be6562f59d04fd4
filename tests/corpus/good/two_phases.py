def iris(columns, fit):
    x = fit.standardize("iris.x", columns["features"])  # [4]
    kind = columns["target"]  # class[3]
    return {"x": x, "kind": kind}

class Encoder(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        return jnp.tanh(x)

class Decoder(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 4, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [4]

class Head(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def pretrain_loss(models, batch):
    x = models.Encoder(batch["x"])  # [8]
    x = models.Decoder(x)  # [4]
    return jnp.mean(jnp.square(x - batch["x"]), axis=-1).mean()

def pretrain_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Encoder",), ("Decoder",)))

def probe_loss(models, batch):
    x = models.Encoder(batch["x"])  # [8]
    x = models.Head(x)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def probe_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Head",)))

def evaluate(models, batch):
    x = models.Encoder(batch["x"])  # [8]
    x = models.Head(x)  # [3]
    return [(x, batch["kind"])]
