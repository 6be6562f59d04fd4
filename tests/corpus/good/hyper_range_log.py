class Net(nnx.Module):  # hyper_range_log.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # hyper_range_log.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [3]  hyper_range_log.dl:3

def train_loss(model, batch):  # hyper_range_log.dl:4
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # hyper_range_log.dl:4
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)
