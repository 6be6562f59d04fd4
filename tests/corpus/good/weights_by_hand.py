def patients(columns, fit):  # weights_by_hand.dl:1
    x = fit.standardize("patients.x", columns["features"])  # [10]  weights_by_hand.dl:2
    y = fit.standardize("patients.y", columns["target"])  # []  weights_by_hand.dl:3
    return {"x": x, "y": y}

class Linear(nnx.Module):  # weights_by_hand.dl:5
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((10,)))  # weights_by_hand.dl:6
        self.b = nnx.Param(jnp.zeros(()))  # weights_by_hand.dl:7

    def __call__(self, x):
        return jnp.sum(x * self.w, axis=-1) + self.b  # []  weights_by_hand.dl:8

def train_loss(model, batch):  # weights_by_hand.dl:10
    x = model(batch["x"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):  # weights_by_hand.dl:10
    return nnx.Optimizer(model, optax.sgd(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # weights_by_hand.dl:11
    x = model(batch["x"])  # []
    return [(x, batch["y"])]
