def iris(columns, fit):  # two_phases.dl:1
    x = fit.standardize("iris.x", columns["features"])  # [4]  two_phases.dl:2
    kind = columns["target"]  # class[3]  two_phases.dl:1
    return {"x": x, "kind": kind}

class Encoder(nnx.Module):  # two_phases.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # two_phases.dl:5

    def __call__(self, x):
        x = self.dense1(x)  # [8]  two_phases.dl:5
        return jnp.tanh(x)

class Decoder(nnx.Module):  # two_phases.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 4, rngs=rngs)  # two_phases.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [4]  two_phases.dl:6

class Head(nnx.Module):  # two_phases.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)  # two_phases.dl:7

    def __call__(self, x):
        return self.dense1(x)  # [3]  two_phases.dl:7

def pretrain_loss(models, batch):  # two_phases.dl:8
    x = models.Encoder(batch["x"])  # [8]
    x = models.Decoder(x)  # [4]
    return jnp.mean(jnp.square(x - batch["x"]), axis=-1).mean()

def pretrain_optimizer(models, steps):  # two_phases.dl:8
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Encoder",), ("Decoder",)))

def probe_loss(models, batch):  # two_phases.dl:9
    x = models.Encoder(batch["x"])  # [8]
    x = models.Head(x)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def probe_optimizer(models, steps):  # two_phases.dl:9
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Head",)))

def evaluate(models, batch):  # two_phases.dl:10
    x = models.Encoder(batch["x"])  # [8]
    x = models.Head(x)  # [3]
    return [(x, batch["kind"])]
