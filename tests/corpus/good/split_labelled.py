class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def probe_loss(model, batch):
    x = model(batch["x"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def probe_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
