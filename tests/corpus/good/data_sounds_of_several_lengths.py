def d(columns, fit):
    x = fit.log_mel(fit.fix_length(columns["sound"], n=12), rate=8, window=4, hop=2, bands=2)  # [5, 2]
    y = columns["y"]  # []
    return {"x": x, "y": y}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 10))  # [10]
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["x"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
