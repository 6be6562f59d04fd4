def d(columns, fit):
    x = columns["x"]  # [2]
    tags = columns["tags"] == 1  # bool[3]
    return {"x": x, "tags": tags}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def train_loss(model, batch):
    x = model(batch["x"])  # [3]
    return optax.sigmoid_binary_cross_entropy(x, batch["tags"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)
