def d(columns, fit):  # pytorch_several_labels.dl:2
    x = columns["x"]  # [2]  pytorch_several_labels.dl:3
    tags = columns["tags"] == 1  # bool[3]  pytorch_several_labels.dl:4
    return {"x": x, "tags": tags}

class Net(nnx.Module):  # pytorch_several_labels.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 3, rngs=rngs)  # pytorch_several_labels.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [3]  pytorch_several_labels.dl:6

def train_loss(model, batch):  # pytorch_several_labels.dl:7
    x = model(batch["x"])  # [3]
    return optax.sigmoid_binary_cross_entropy(x, batch["tags"]).mean()

def train_optimizer(model, steps):  # pytorch_several_labels.dl:7
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)
