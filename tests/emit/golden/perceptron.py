def iris(columns, fit):
    features = fit.standardize("iris.features", columns["features"])  # [4]
    setosa = columns["target"] == 0  # class[2]
    return {"features": features, "setosa": setosa}

class Perceptron(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["features"])  # []
    return optax.losses.perceptron_loss(x, 2 * batch["setosa"] - 1).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(1.0), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["features"])  # []
    return [(x >= 0, batch["setosa"])]
