class Net(nnx.Module):  # shared_layer.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # shared_layer.dl:3
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)  # shared_layer.dl:4

    def __call__(self, x):
        y = self.dense1(x)  # [8]  shared_layer.dl:3
        y = jnp.tanh(y)
        x = self.dense1(-x)
        x = jnp.tanh(x)
        return self.dense2(y + x)  # [3]  shared_layer.dl:4

def train_loss(model, batch):  # shared_layer.dl:6
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # shared_layer.dl:6
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):  # shared_layer.dl:7
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
