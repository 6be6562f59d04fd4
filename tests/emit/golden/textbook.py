def iris(columns, fit):
    x = fit.standardize("iris.x", columns["features"])  # [4]
    kind = columns["target"]  # class[3]
    is_setosa = kind == 0  # class[2]
    return {"x": x, "kind": kind, "is_setosa": is_setosa}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)

    def logits(self, x):
        x = self.dense1(x)  # [8]
        x = jnp.tanh(x)
        return self.dense2(x)  # [3]

    def __call__(self, x):
        x = self.logits(x)  # [3]
        return jax.nn.softmax(x)

class Bin(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)

    def logits(self, x):
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

    def __call__(self, x):
        x = self.logits(x)  # []
        return jax.nn.sigmoid(x)

def train_loss_net(models, batch):
    x = models.Net.logits(batch["x"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def train_optimizer_net(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Net",)))

def train_loss_bin(models, batch):
    x = models.Bin.logits(batch["x"])  # []
    return optax.sigmoid_binary_cross_entropy(x, batch["is_setosa"]).mean()

def train_optimizer_bin(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Bin",)))

def evaluate(models, batch):
    x = models.Net(batch["x"])  # [3]
    y = models.Bin(batch["x"])  # []
    z = models.Net.logits(batch["x"])  # [3]
    return [
        (x, batch["kind"]),
        (y, batch["is_setosa"]),
        (optax.softmax_cross_entropy_with_integer_labels(z, batch["kind"]),),
    ]
