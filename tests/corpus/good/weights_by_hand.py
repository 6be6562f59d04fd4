def patients(columns, fit):
    x = fit.standardize("patients.x", columns["features"])  # [10]
    y = fit.standardize("patients.y", columns["target"])  # []
    return {"x": x, "y": y}

class Linear(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((10,)))
        self.b = nnx.Param(jnp.zeros(()))

    def __call__(self, x):
        return jnp.sum(x * self.w, axis=-1) + self.b  # []

def train_loss(model, batch):
    x = model(batch["x"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.01), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["x"])  # []
    return [(x, batch["y"])]
