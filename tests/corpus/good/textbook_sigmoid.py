def tumours(columns, fit):  # textbook_sigmoid.dl:1
    cells = fit.standardize("tumours.cells", columns["features"])  # [30]  textbook_sigmoid.dl:2
    benign = columns["target"]  # class[2]  textbook_sigmoid.dl:1
    return {"cells": cells, "benign": benign}

class Net(nnx.Module):  # textbook_sigmoid.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # textbook_sigmoid.dl:5

    def logits(self, x):  # textbook_sigmoid.dl:5
        x = self.dense1(x)  # [1]  textbook_sigmoid.dl:5
        return jnp.squeeze(x, axis=1)  # []

    def __call__(self, x):
        x = self.logits(x)  # []  textbook_sigmoid.dl:5
        return jax.nn.sigmoid(x)

def train_loss(model, batch):  # textbook_sigmoid.dl:6
    x = model.logits(batch["cells"])  # []
    return optax.sigmoid_binary_cross_entropy(x, batch["benign"]).mean()

def train_optimizer(model, steps):  # textbook_sigmoid.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # textbook_sigmoid.dl:7
    x = model(batch["cells"])  # []
    return [(x, batch["benign"])]
