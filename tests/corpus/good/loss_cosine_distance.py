def iris(columns, fit):  # loss_cosine_distance.dl:1
    x = fit.standardize("iris.x", columns["features"])  # [4]
    return {"x": x}

class Net(nnx.Module):  # loss_cosine_distance.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # loss_cosine_distance.dl:2

    def __call__(self, x):
        return self.dense1(x)  # loss_cosine_distance.dl:2

def train_loss(model, batch):  # loss_cosine_distance.dl:3
    x = model(batch["x"])  # [4]
    return optax.cosine_distance(x, batch["x"], epsilon=1e-08).mean()

def train_optimizer(model, steps):  # loss_cosine_distance.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
