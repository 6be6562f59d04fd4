def oil(columns, fit):
    history = fit.standardize("oil.history", np.stack([columns["HULL"], columns["OT"]], axis=-1))  # [2]
    future = fit.standardize("oil.future", columns["OT"])  # []
    return {"history": history, "future": future}

class Forecaster(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(336, 24, rngs=rngs)

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 336))  # [336]
        return self.dense1(x)  # [24]

def train_loss(model, batch):
    x = model(batch["history"])  # [24]
    return jnp.mean(jnp.square(x - batch["future"]), axis=-1).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["history"])  # [24]
    return [(x, batch["future"])]
