def d(columns, fit):
    place = fit.one_hot("d.place", columns["place"], classes=5)  # [5]
    price = columns["price"] / 1000  # []
    return {"place": place, "price": price}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(5, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["place"])  # []
    return jnp.square(x - batch["price"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
