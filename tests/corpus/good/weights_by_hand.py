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

def train_loss(models, batch, rngs=None, training=False):  # weights_by_hand.dl:10
    x = models.Linear(batch["x"])  # []
    return jnp.mean(jnp.square(x - batch["y"]))

def train_optimizer(steps):  # weights_by_hand.dl:10
    return optax.sgd(0.01)

def evaluate(models, batch):  # weights_by_hand.dl:11
    x = models.Linear(batch["x"])  # []
    return [(x, batch["y"])]
