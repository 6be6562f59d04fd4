class Net(nnx.Module):  # unused_slice_by_size.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # unused_slice_by_size.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [3]  unused_slice_by_size.dl:6

def train_loss(model, batch):  # unused_slice_by_size.dl:8
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # unused_slice_by_size.dl:8
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # unused_slice_by_size.dl:10
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
