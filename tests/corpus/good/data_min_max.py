def wine(columns, fit):  # data_min_max.dl:1
    x = fit.min_max("wine.x", columns["features"])  # [13]  data_min_max.dl:2
    kind = columns["target"]  # class[3]  data_min_max.dl:1
    return {"x": x, "kind": kind}

class Net(nnx.Module):  # data_min_max.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(13, 3, rngs=rngs)  # data_min_max.dl:5

    def __call__(self, x):
        return self.dense1(x)  # [3]  data_min_max.dl:5

def train_loss(model, batch):  # data_min_max.dl:6
    x = model(batch["x"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def train_optimizer(model, steps):  # data_min_max.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
