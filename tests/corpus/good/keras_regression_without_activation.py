def patients(columns, fit):
    x = columns["features"]  # [10]
    y = fit.standardize("patients.y", columns["target"])  # []
    return {"x": x, "y": y}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["x"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["x"])  # []
    return [(x, batch["y"])]
