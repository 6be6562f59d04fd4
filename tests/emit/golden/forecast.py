def oil(columns, fit):  # forecast.dl:3
    history = fit.standardize("oil.history", np.stack([columns["HULL"], columns["OT"]], axis=-1))  # [2]  forecast.dl:4
    future = fit.standardize("oil.future", columns["OT"])  # []  forecast.dl:5
    return {"history": history, "future": future}

def oil_batch(data, rows):  # forecast.dl:3
    return {
        "history": data["history"][rows[:, None] + np.arange(168)],
        "future": data["future"][rows[:, None] + np.arange(168, 192)],
    }

class Forecaster(nnx.Module):  # forecast.dl:8
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(336, 24, rngs=rngs)  # forecast.dl:8

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 336))  # [336]  forecast.dl:8
        return self.dense1(x)  # [24]

def train_loss(models, batch, rngs=None, training=False):  # forecast.dl:9
    x = models.Forecaster(batch["history"])  # [24]
    return jnp.mean(jnp.mean(jnp.square(x - batch["future"]), axis=-1))

def train_optimizer(steps):  # forecast.dl:9
    return optax.adam(0.001)

def evaluate(models, batch):  # forecast.dl:10
    x = models.Forecaster(batch["history"])  # [24]
    return [(x, batch["future"])]
