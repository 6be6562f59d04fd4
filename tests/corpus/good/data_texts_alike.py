def d(columns, fit):
    z = fit.lower(columns["job"])  # text
    z = fit.strip(z)
    z = fit.replace(z, old=".")
    x = fit.category("d.x", z, classes=3)  # class[3]
    y = columns["y"]  # []
    return {"x": x, "y": y}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(3, 2, rngs=rngs)
        self.dense1 = nnx.Linear(2, 1, rngs=rngs)

    def __call__(self, x):
        x = self.embed1(x)  # [2]
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["x"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
