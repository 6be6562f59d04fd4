class Twice(nnx.Module):  # layers_as_values.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # layers_as_values.dl:3

    def __call__(self, x):
        x = self.dense1(x)  # layers_as_values.dl:3
        x = jnp.tanh(x)
        x = self.dense1(x)
        return jnp.tanh(x)

class Net(nnx.Module):  # layers_as_values.dl:3
    def __init__(self, rngs):
        self.twice1 = Twice(rngs)  # layers_as_values.dl:3
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.twice1(x)  # layers_as_values.dl:3
        return self.dense1(x)  # [3]

def train_loss(model, batch):  # layers_as_values.dl:4
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # layers_as_values.dl:4
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):  # layers_as_values.dl:5
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
