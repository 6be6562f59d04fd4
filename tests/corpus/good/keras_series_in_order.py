class Net(nnx.Module):  # keras_series_in_order.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # keras_series_in_order.dl:7

    def __call__(self, x):
        x = self.dense1(x)  # [1]  keras_series_in_order.dl:7
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # keras_series_in_order.dl:8
    x = model(batch["features"])  # []
    return jnp.square(x - batch["target"]).mean()

def train_optimizer(model, steps):  # keras_series_in_order.dl:8
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
