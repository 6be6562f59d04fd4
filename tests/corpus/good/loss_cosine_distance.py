def iris(columns, fit):
    x = fit.standardize("iris.x", columns["features"])  # [4]
    return {"x": x}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)

def train_loss(model, batch):
    x = model(batch["x"])  # [4]
    return optax.cosine_distance(x, batch["x"], epsilon=1e-08).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
