def iris(columns, fit):  # perceptron.dl:3
    features = fit.standardize("iris.features", columns["features"])  # [4]  perceptron.dl:4
    setosa = columns["target"] == 0  # class[2]  perceptron.dl:5
    return {"features": features, "setosa": setosa}

class Perceptron(nnx.Module):  # perceptron.dl:8
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)  # perceptron.dl:8

    def __call__(self, x):
        x = self.dense1(x)  # [1]  perceptron.dl:8
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # perceptron.dl:11
    x = model(batch["features"])  # []
    return optax.losses.perceptron_loss(x, 2 * batch["setosa"] - 1).mean()

def train_optimizer(model, steps):  # perceptron.dl:11
    return nnx.Optimizer(model, optax.sgd(1.0), wrt=nnx.Param)

def evaluate(model, batch):  # perceptron.dl:14
    x = model(batch["features"])  # []  perceptron.dl:15
    return [(x >= 0, batch["setosa"])]
