class Wide(nnx.Module):
    def __init__(self, rngs):
        self.inner = nnx.Linear(4, 16, rngs=rngs)

    def __call__(self, x):
        x = self.inner(x)  # [16]
        return jax.nn.relu(x)

class Layers(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jax.nn.relu(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.scale = nnx.Param(jnp.ones((4,)))
        self.body = Wide(rngs)
        self.deep = nnx.List([Layers(rngs) for _ in range(2)])
        self.head = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x):
        x = self.body(x * self.scale)  # [16]
        for layer in self.deep:
            x = layer(x)
        return self.head(x)  # [3]

def train_loss(model, batch):
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer_scale_inner(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.01), wrt=within(("scale",), ("body", "inner")))

def train_optimizer_deep(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=within(("deep",)))

def train_optimizer_head(model, steps):
    return nnx.Optimizer(model, optax.adamw(0.01), wrt=within(("head",)))

def evaluate(model, batch):
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
