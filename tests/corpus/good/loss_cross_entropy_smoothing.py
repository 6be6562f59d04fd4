class Net(nnx.Module):  # loss_cross_entropy_smoothing.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # loss_cross_entropy_smoothing.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  loss_cross_entropy_smoothing.dl:2

def train_loss(model, batch):  # loss_cross_entropy_smoothing.dl:3
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy(x, optax.smooth_labels(jax.nn.one_hot(batch["target"], 3), 0.1)).mean()

def train_optimizer(model, steps):  # loss_cross_entropy_smoothing.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
