class Net(nnx.Module):  # pytorch_no_zero_grad.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # pytorch_no_zero_grad.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [3]  pytorch_no_zero_grad.dl:3

def train_loss(model, batch):  # pytorch_no_zero_grad.dl:4
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # pytorch_no_zero_grad.dl:4
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
