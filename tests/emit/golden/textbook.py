def iris(columns, fit):  # textbook.dl:2
    x = fit.standardize("iris.x", columns["features"])  # [4]  textbook.dl:3
    kind = columns["target"]  # class[3]  textbook.dl:2
    is_setosa = kind == 0  # class[2]  textbook.dl:5
    return {"x": x, "kind": kind, "is_setosa": is_setosa}

class Net(nnx.Module):  # textbook.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # textbook.dl:7
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)

    def logits(self, x):  # textbook.dl:7
        x = self.dense1(x)  # [8]  textbook.dl:7
        x = jnp.tanh(x)
        return self.dense2(x)  # [3]

    def __call__(self, x):
        x = self.logits(x)  # [3]  textbook.dl:7
        return jax.nn.softmax(x)

class Bin(nnx.Module):  # textbook.dl:8
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)  # textbook.dl:8

    def logits(self, x):  # textbook.dl:8
        x = self.dense1(x)  # [1]  textbook.dl:8
        return jnp.squeeze(x, axis=1)  # []

    def __call__(self, x):
        x = self.logits(x)  # []  textbook.dl:8
        return jax.nn.sigmoid(x)

def train_loss_net(models, batch):  # textbook.dl:10
    x = models.Net.logits(batch["x"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def train_optimizer_net(models, steps):  # textbook.dl:10
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Net",)))

def train_loss_bin(models, batch):  # textbook.dl:11
    x = models.Bin.logits(batch["x"])  # []
    return optax.sigmoid_binary_cross_entropy(x, batch["is_setosa"]).mean()

def train_optimizer_bin(models, steps):  # textbook.dl:11
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Bin",)))

def evaluate(models, batch):  # textbook.dl:13
    x = models.Net(batch["x"])  # [3]
    y = models.Bin(batch["x"])  # []  textbook.dl:14
    z = models.Net.logits(batch["x"])  # [3]  textbook.dl:15
    return [
        (x, batch["kind"]),
        (y, batch["is_setosa"]),
        (optax.softmax_cross_entropy_with_integer_labels(z, batch["kind"]),),
    ]
