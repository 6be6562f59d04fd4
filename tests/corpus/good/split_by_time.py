class Net(nnx.Module):  # split_by_time.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # split_by_time.dl:6

    def __call__(self, x):
        x = self.dense1(x)  # [1]  split_by_time.dl:6
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # split_by_time.dl:7
    x = model(batch["x"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):  # split_by_time.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
