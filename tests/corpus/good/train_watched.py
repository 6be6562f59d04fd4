def iris(columns, fit):
    features = fit.standardize("iris.features", columns["features"])  # [4]
    target = columns["target"]  # class[3]
    return {"features": features, "target": target}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        x = jnp.tanh(x)
        return self.dense2(x)  # [3]

def train_loss(model, batch):
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.MultiSteps(optax.adam(0.01), 4), wrt=nnx.Param)

def train_measures(model, batch):
    x = model(batch["features"])  # [3]
    return [(x, batch["target"]), (x, batch["target"])]
