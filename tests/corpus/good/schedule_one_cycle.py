class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def train_loss(model, batch):
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):
    rate = optax.cosine_onecycle_schedule(steps, 0.1)
    update = optax.sgd(rate)
    return nnx.Optimizer(model, update, wrt=nnx.Param)
