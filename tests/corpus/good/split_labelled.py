class Net(nnx.Module):  # split_labelled.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # split_labelled.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [3]  split_labelled.dl:6

def probe_loss(model, batch):  # split_labelled.dl:7
    x = model(batch["x"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def probe_optimizer(model, steps):  # split_labelled.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
