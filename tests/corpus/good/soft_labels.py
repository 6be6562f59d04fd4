def iris(columns, fit):  # soft_labels.dl:2
    features = columns["features"]  # [4]  soft_labels.dl:3
    kind = fit.one_hot("iris.kind", columns["target"], classes=3)  # [3]  soft_labels.dl:4
    return {"features": features, "kind": kind}

class Net(nnx.Module):  # soft_labels.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # soft_labels.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [3]  soft_labels.dl:6

def train_loss(model, batch):  # soft_labels.dl:7
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy(x, batch["kind"]).mean()

def train_optimizer(model, steps):  # soft_labels.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
