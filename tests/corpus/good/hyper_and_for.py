class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 8, rngs=rngs)
        self.dense3 = nnx.Linear(8, 5, rngs=rngs)
        self.dense4 = nnx.Linear(5, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [8]
        x = jax.nn.relu(x)
        x = self.dense3(x)  # [5]
        x = jax.nn.relu(x)
        return self.dense4(x)  # [3]

def train_loss(model, batch):
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
