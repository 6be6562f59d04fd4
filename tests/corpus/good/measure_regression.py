class Net(nnx.Module):  # measure_regression.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # measure_regression.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  measure_regression.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # measure_regression.dl:3
    x = model(batch["features"])  # []
    return jnp.square(x - batch["target"]).mean()

def train_optimizer(model, steps):  # measure_regression.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # measure_regression.dl:4
    x = model(batch["features"])  # []
    return [(x, batch["target"])]
