def patients(columns, fit):  # keras_regression_without_activation.dl:2
    x = columns["features"]  # [10]
    y = fit.standardize("patients.y", columns["target"])  # []  keras_regression_without_activation.dl:4
    return {"x": x, "y": y}

class Net(nnx.Module):  # keras_regression_without_activation.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 16, rngs=rngs)  # keras_regression_without_activation.dl:6
        self.dense2 = nnx.Linear(16, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]  keras_regression_without_activation.dl:6
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # keras_regression_without_activation.dl:7
    x = model(batch["x"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):  # keras_regression_without_activation.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # keras_regression_without_activation.dl:8
    x = model(batch["x"])  # []
    return [(x, batch["y"])]
