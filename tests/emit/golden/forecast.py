def oil(columns, fit):  # forecast.dl:3
    history = fit.standardize("oil.history", np.stack([columns["HULL"], columns["OT"]], axis=-1))  # [2]  forecast.dl:4
    future = fit.standardize("oil.future", columns["OT"])  # []  forecast.dl:5
    return {"history": history, "future": future}

class Forecaster(nnx.Module):  # forecast.dl:8
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(336, 24, rngs=rngs)  # forecast.dl:8

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 336))  # [336]  forecast.dl:8
        return self.dense1(x)  # [24]

def train_loss(model, batch):  # forecast.dl:9
    x = model(batch["history"])  # [24]
    return jnp.mean(jnp.square(x - batch["future"]), axis=-1).mean()

def train_optimizer(model, steps):  # forecast.dl:9
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):  # forecast.dl:10
    x = model(batch["history"])  # [24]
    return [(x, batch["future"])]
