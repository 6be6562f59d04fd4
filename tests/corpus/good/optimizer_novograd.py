class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def train_loss(model, batch):
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.novograd(0.001), wrt=nnx.Param)
